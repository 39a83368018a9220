/* Who may tell and read what is decided in store, role by role (G7): authorise.h. */
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "store/activity.h"
#include "store/authorise.h"
#include "support/command.h"
#include "support/figures_kit.h"
#include "support/people_kit.h"

#define ANSWER(name) PFQ__V1__ANSWER__ANSWER_##name
#define KIND(name)   PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name
#define ROLE(name)   PFQ__V1__ROLE__ROLE_##name
#define STATE(name)  PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##name

static const char *const two[] = {"D13", "D20"};
static const char *const may = "2026-05-05T10:00:00Z";
static const char *const at = "2026-05-04T09:00:00Z";

enum {
    ROLES = 7,
    KINDS = 6
};

/* Roles as in store.proto: none, operator, force, CPS, prosecutor, legal and area manager. */
static const struct {
    const char *what;
    const char *may; /* tell it */
} tells[] = {
    {"assessment", ".o.cpl."}, {"withdrawal", ".o.cpl."}, {"response", ".ofc.la"},
    {"outcome", ".o...l."},    {"review", ".o.cpla"},     {"raise", ".o.cpla"},
    {"mute", ".o.c.la"},       {"action", ".ofcpla"},
};

static Pfq__V1__Event *event_of(struct kit *kit, size_t what)
{
    switch (what) {
    case 0:
        return people_assessment(kit, at, "A1", two, 2);
    case 1:
        return people_withdrawal(kit, at, "A1");
    case 2:
        return people_response(kit, at, "A1", 1, PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_ACCEPT);
    case 3:
        return people_outcome(kit, at, "A1", 1, PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_ACCEPTED);
    case 4:
        return people_review(kit, at, "R1");
    case 5:
        return people_raise(kit, at, "C1");
    case 6:
        return people_mute(kit, at, 20260601);
    default:
        return people_action(kit, at, "T1");
    }
}

Test(people_roles, each_role_tells_what_the_table_says)
{
    for (int role = 0; role < ROLES; role++) {
        struct kit kit;
        kit_open(&kit);
        for (size_t i = 0; i < sizeof tells / sizeof *tells; i++) {
            Pfq__V1__Peer *peer =
                people_peer(&kit, (Pfq__V1__Role)role, role == ROLE(FORCE) ? "43" : NULL);
            const Pfq__V1__StoreAnswer *answer =
                people_tell(&kit, tells[i].what, event_of(&kit, i), peer, may);
            bool granted = tells[i].may[role] != '.';
            cr_assert_eq(answer->answer, granted ? ANSWER(ACCEPTED) : ANSWER(REFUSED),
                         "role %d, %s: %s", role, tells[i].what,
                         answer->n_problems ? answer->problems[0]->message : "");
            cr_assert(granted || strcmp(answer->problems[0]->code, "NOT_GRANTED") == 0);
        }
        kit_close(&kit);
    }
}

Test(people_roles, a_force_tells_of_its_own_files_alone_and_a_person_for_itself)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__Event *e =
        people_response(&kit, at, "A1", 1, PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_ACCEPT);
    const Pfq__V1__StoreAnswer *answer =
        people_tell(&kit, "1", e, people_peer(&kit, ROLE(FORCE), "40"), may);
    cr_assert_eq(answer->answer, ANSWER(REFUSED));
    Pfq__V1__Peer *person = people_peer(&kit, ROLE(PROSECUTOR), NULL);
    e = people_assessment(&kit, at, "A1", two, 2);
    person->staff = (char *)(uintptr_t) "S18";
    answer = people_tell(&kit, "2", e, person, may);
    cr_assert_str_eq(answer->problems[0]->code, "NOT_GRANTED", "it was done by S17");
    person->staff = (char *)(uintptr_t) "S17";
    cr_assert_eq(people_tell(&kit, "2", e, person, may)->answer, ANSWER(ACCEPTED));
    kit_close(&kit);
}

Test(people_roles, each_role_reads_the_kinds_of_the_table)
{
    static const char *const kinds[KINDS] = {".ofcpla", ".o.cpla", ".o.cpla",
                                             ".ofcpla", ".ofcpla", ".ofcpla"};
    struct kit kit;
    kit_open(&kit);
    for (int role = 0; role < ROLES; role++) {
        for (int kind = 0; kind < KINDS; kind++) {
            Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
            read.has_kind = true;
            read.kind = (Pfq__V1__PeopleKind)(kind + 1);
            Pfq__V1__Peer *peer =
                people_peer(&kit, (Pfq__V1__Role)role, role == ROLE(FORCE) ? "43" : NULL);
            const Pfq__V1__PeopleRows *rows = people_rows(&kit, &read, peer, 100000, may);
            cr_assert_eq(rows->n_problems == 0, kinds[kind][role] != '.', "role %d, kind %d", role,
                         kind + 1);
        }
    }
    kit_close(&kit);
}

/* --- the manager of an Area ----------------------------------------------------------- */

static Pfq__V1__Peer *manager_of(struct kit *kit, const char *area, const char *force)
{
    Pfq__V1__Peer *peer = people_peer(kit, ROLE(AREA_MANAGER), NULL);
    peer->area = (char *)(uintptr_t)area;
    peer->forces = pfq_arena_new(&kit->arena, char *, 1);
    peer->forces[0] = (char *)(uintptr_t)force;
    peer->n_forces = force != NULL;
    return peer;
}

static size_t rows_of(const Pfq__V1__PeopleRows *rows)
{
    return rows->n_assessments + rows->n_expected + rows->n_reviews + rows->n_challenges +
           rows->n_mutes + rows->n_actions;
}

/* Everything that the events tell of is of force 43. */
static const struct {
    const char *area;  /* NULL: of all */
    const char *force; /* of the Area */
    const char *asks;  /* "": of no force by name */
    bool granted, sees;
} managers[] = {
    {NULL, NULL, "", true, true},     {NULL, NULL, "43", true, true},
    {"TC", "43", "", true, true},     {"TC", "43", "43", true, true},
    {"TC", "43", "40", false, false}, {"WM", "20", "", true, false},
    {"WM", "20", "43", false, false}, {"WM", NULL, "", true, false},
    {"WM", NULL, "43", false, false},
};

Test(people_roles, a_manager_of_an_area_reads_every_kind_of_its_forces_alone)
{
    struct kit kit;
    kit_open(&kit);
    for (size_t i = 0; i < sizeof tells / sizeof *tells; i++) {
        people_tell(&kit, tells[i].what, event_of(&kit, i == 1 ? 0 : i), NULL, may);
    }
    for (size_t i = 0; i < sizeof managers / sizeof *managers; i++) {
        for (int kind = 1; kind <= KINDS; kind++) {
            Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
            read.has_kind = true;
            read.kind = (Pfq__V1__PeopleKind)kind;
            read.force = (char *)(uintptr_t)(managers[i].asks[0] == 0 ? NULL : managers[i].asks);
            const Pfq__V1__PeopleRows *rows = people_rows(
                &kit, &read, manager_of(&kit, managers[i].area, managers[i].force), 100000, may);
            bool sees = managers[i].sees && kind != KIND(EXPECTED); /* no file came */
            cr_assert_eq(rows->n_problems == 0, managers[i].granted, "row %zu, kind %d", i, kind);
            cr_assert_eq(rows_of(rows) > 0, sees, "row %zu, kind %d", i, kind);
        }
    }
    kit_close(&kit);
}

Test(people_roles, a_manager_of_an_area_reads_figures_and_themes_of_its_forces_alone)
{
    struct kit kit;
    kit_open(&kit);
    for (size_t i = 0; i < sizeof managers / sizeof *managers; i++) {
        Pfq__V1__FiguresRead figures = PFQ__V1__FIGURES_READ__INIT;
        Pfq__V1__ThemesRead themes = PFQ__V1__THEMES_READ__INIT;
        char *asks = (char *)(uintptr_t)(managers[i].asks[0] == 0 ? NULL : managers[i].asks);
        Pfq__V1__Peer *peer = manager_of(&kit, managers[i].area, managers[i].force);
        /* of all forces reads who is of all */
        bool granted = asks == NULL ? managers[i].area == NULL : managers[i].granted;
        figures.peer = themes.peer = peer;
        figures.force = themes.force = asks;
        figures.has_from_date = figures.has_to_date = true;
        figures.from_date = figures.to_date = 20260501;
        const struct job *job = kit_read(&kit, PFQ__V1__ENVELOPE__BODY_FIGURES_READ, &figures);
        cr_assert_eq(job->figures.n_problems == 0, granted, "figures, row %zu", i);
        job = kit_read(&kit, PFQ__V1__ENVELOPE__BODY_THEMES_READ, &themes);
        cr_assert_eq(job->themes.n_problems == 0, granted, "themes, row %zu", i);
    }
    kit_close(&kit);
}

Test(people_roles, a_manager_of_an_area_reads_cases_of_its_forces_alone)
{
    struct kit kit;
    kit_open(&kit);
    kit_one(&kit, kit_put(&kit, "c1", "43AA0000126"));
    for (size_t i = 0; i < sizeof managers / sizeof *managers; i++) {
        Pfq__V1__CaseRead read = PFQ__V1__CASE_READ__INIT;
        read.urn = (char *)(uintptr_t) "43AA0000126";
        read.peer = manager_of(&kit, managers[i].area, managers[i].force);
        const struct job *job = kit_read(&kit, PFQ__V1__ENVELOPE__BODY_CASE_READ, &read);
        bool own = managers[i].area == NULL ||
                   (managers[i].force != NULL && strcmp(managers[i].force, "43") == 0);
        cr_assert_eq(job->rows.n_problems, !own, "that there is none would be untrue");
        cr_assert_eq(job->rows.n_rows, own, "row %zu", i);
    }
    kit_close(&kit);
}

Test(people_roles, what_a_force_may_not_see_does_not_end_a_page)
{
    struct kit kit;
    kit_open(&kit);
    for (int i = 0; i < 501; i++) { /* a page has 500 */
        const char *id = pfq_arena_printf(&kit.arena, "C%d", i);
        people_tell(&kit, id, people_raise(&kit, at, id), NULL, may);
    }
    people_tell(&kit, "last", people_raise(&kit, "2026-05-04T10:00:00Z", "LAST"), NULL, may);
    people_tell(&kit, "sent", people_move(&kit, "2026-05-04T10:30:00Z", "LAST", STATE(SENT)), NULL,
                may);
    Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
    read.has_kind = true;
    read.kind = KIND(CHALLENGES);
    const Pfq__V1__PeopleRows *rows =
        people_rows(&kit, &read, people_peer(&kit, ROLE(FORCE), "43"), 100000, may);
    cr_assert_eq(rows->n_challenges, 1);
    kit_close(&kit);
}

/* Whatever is [inside] has a mark in its text: no mark may be read outside. */
static void tell_all(struct kit *kit)
{
    people_tell(kit, "1", people_assessment(kit, at, "A1", two, 2), NULL, may);
    people_tell(kit, "2",
                people_outcome(kit, at, "A1", 1, PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_REJECTED),
                NULL, may);
    people_tell(kit, "3", people_raise(kit, at, "C1"), NULL, may);
    people_tell(kit, "4", people_raise(kit, at, "C2"), NULL, may);
    people_tell(kit, "5", people_move(kit, at, "C2", STATE(SENT)), NULL, may);
}

Test(people_roles, a_force_reads_of_itself_alone_and_nothing_from_inside)
{
    static const Pfq__V1__PeopleKind kinds[] = {KIND(ASSESSMENTS), KIND(CHALLENGES)};
    struct kit kit;
    kit_open(&kit);
    tell_all(&kit);
    for (size_t i = 0; i < 2; i++) {
        Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
        read.has_kind = true;
        read.kind = kinds[i];
        const Pfq__V1__PeopleRows *rows =
            people_rows(&kit, &read, people_peer(&kit, ROLE(FORCE), "40"), 100000, may);
        cr_assert_eq(rows->n_assessments + rows->n_challenges, 0, "those are of another force");
        rows = people_rows(&kit, &read, people_peer(&kit, ROLE(FORCE), "43"), 100000, may);
        cr_assert_eq(rows->n_assessments + rows->n_challenges, 1, "C1 was never sent");
        struct pfq_bytes packed = job_pack(&rows->base, &kit.arena);
        cr_assert_null(memmem(packed.data, packed.size, "INTERNAL", 8));
        cr_assert_null(memmem(packed.data, packed.size, "S17", 3));
        cr_assert_null(memmem(packed.data, packed.size, "detail 2", 8));
        read.force = (char *)(uintptr_t) "43";
        rows = people_rows(&kit, &read, people_peer(&kit, ROLE(FORCE), "40"), 100000, may);
        cr_assert_eq(rows->n_problems, 1);
    }
    kit_close(&kit);
}

/* --- the activity log ------------------------------------------------------------------ */

static void count_line(void *self, int64_t unused_at, const char *text)
{
    char *all = self;
    (void)unused_at;
    (void)strcat(strcat(all, text), "\n");
}

static char *activity(struct kit *kit)
{
    static char text[4096];
    uint8_t last[PFQ_DIGEST_BYTES];
    uint64_t broken = 0;
    struct pfq_err err = {0};
    text[0] = '\0';
    cr_assert_eq(activity_read(kit->batch.db, count_line, text, &broken, last, &err), PFQ_OK);
    cr_assert_eq(broken, 0);
    return text;
}

Test(people_roles, exports_and_late_outcomes_are_noted)
{
    struct kit kit;
    struct batch_result result;
    kit_open(&kit);
    tell_all(&kit);
    cr_assert_not_null(strstr(activity(&kit), "uid=-1 role=pfq staff=- outcome of 43AA0000126 43 5 "
                                              "3 A1, failure 1 unit="),
                       "%s", activity(&kit));
    cr_assert_not_null(strstr(activity(&kit), " month=202605\n"), "%s", activity(&kit));
    Pfq__V1__Event *late = people_outcome(&kit, "2026-08-01T09:00:00Z", "A1", 2,
                                          PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_ACCEPTED);
    const Pfq__V1__StoreAnswer *answer = people_tell(&kit, "6", late, NULL, "2026-08-01T10:00:00Z");
    cr_assert_str_eq(answer->problems[0]->code, "TOO_LATE");
    late->outcome->has_correction = late->outcome->correction = true;
    cr_assert_eq(people_tell(&kit, "7", late, NULL, "2026-08-01T10:00:00Z")->answer,
                 ANSWER(ACCEPTED));
    Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
    read.has_kind = read.has_for_disclosure = read.for_disclosure = true;
    read.kind = KIND(ASSESSMENTS);
    Pfq__V1__PeopleAsk ask = PFQ__V1__PEOPLE_ASK__INIT;
    ask.read = &read;
    ask.peer = people_peer(&kit, ROLE(AREA_MANAGER), NULL);
    ask.peer->staff = (char *)(uintptr_t) "S19";
    Pfq__V1__Envelope *e = kit_put(&kit, "x", "43AA0000126");
    e->body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK;
    e->people_ask = &ask;
    const struct job *job = kit_run(&kit, &e, 1, &result);
    cr_assert_eq(job->people.n_assessments, 1);
    const char *text = activity(&kit);
    cr_assert_not_null(strstr(text, "late outcome of 43AA0000126 43 5 3 A1, failure 2, refused"));
    cr_assert_not_null(strstr(text, "failure 2, corrected late"));
    cr_assert_not_null(strstr(text, "role=ROLE_AREA_MANAGER staff=S19 export kind=1") != NULL
                           ? text
                           : strstr(text, "role=AREA_MANAGER staff=S19 export kind=1"));
    kit_close(&kit);
}

/* What changes a month that is over is seen to have done so, whatever time it gives itself. */
Test(people_roles, whatever_changes_a_month_after_its_deadline_is_noted)
{
    static const char *const noted[] = {
        "assessment 43AA0000126 43 5 3 A1, corrected late",
        "outcome of 43AA0000126 43 5 3 A1, failure 1, told late as done in time",
        "response to 43AA0000126 43 5 3 A1, failure 1, told late as done in time",
        "withdrawal of 43AA0000126 43 5 3 A1, corrected late"};
    static const char *const reasons[] = {"D13", "D20"};
    static const char *const now = "2026-08-01T10:00:00Z";
    static const char *const then = "2026-05-06T09:00:00Z";
    static const char *const late = "2026-08-01T09:00:00Z";
    struct kit kit;
    kit_open(&kit);
    people_tell(&kit, "1", people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", reasons, 2), NULL,
                "2026-05-04T10:00:00Z");
    people_tell(&kit, "2", people_response(&kit, then, "A1", 1, 1), NULL, "2026-05-06T10:00:00Z");
    cr_assert_str_eq(activity(&kit), "", "all in time");
    people_tell(&kit, "3", people_response(&kit, late, "A1", 1, 2), NULL, now);
    cr_assert_str_eq(activity(&kit), "", "it changes nothing");
    people_tell(&kit, "4", people_response(&kit, then, "A1", 1, 2), NULL, now);
    people_tell(&kit, "5", people_outcome(&kit, then, "A1", 1, 1), NULL, now);
    people_tell(&kit, "6", people_assessment(&kit, late, "A1", reasons, 1), NULL, now);
    people_tell(&kit, "7", people_withdrawal(&kit, late, "A1"), NULL, now);
    const char *text = activity(&kit);
    for (size_t i = 0; i < sizeof noted / sizeof *noted; i++) {
        cr_expect_not_null(strstr(text, noted[i]), "no %s in %s", noted[i], text);
    }
    kit_close(&kit);
}

/* On the closed file, past the triggers: as somebody with the disk would. */
static void tamper(const char *path, const char *sql)
{
    sqlite3 *raw = NULL;
    cr_assert_eq(sqlite3_open(path, &raw), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(raw, "DROP TRIGGER activity_is_kept; DROP TRIGGER activity_stays;",
                              NULL, NULL, NULL),
                 SQLITE_OK);
    cr_assert_eq(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
    cr_assert_eq(sqlite3_close(raw), SQLITE_OK);
}

Test(people_roles, the_activity_log_names_the_first_line_that_was_changed)
{
    static const struct {
        const char *sql;
        const char *line; /* NULL: all is well */
    } rows[] = {
        {"SELECT 1", NULL},
        {"UPDATE activity SET text = 'nothing' WHERE activity = 2", "from line 2 on"},
        {"UPDATE activity SET at = at + 1 WHERE activity = 3", "from line 3 on"},
        {"DELETE FROM activity WHERE activity = 1", "from line 1 on"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kit kit;
        char database[128];
        struct pfq_err err = {0};
        kit_open(&kit);
        cr_assert_eq(db_begin(kit.batch.db, &err), PFQ_OK);
        for (int n = 1; n <= 3; n++) {
            const char *text = pfq_arena_printf(&kit.arena, "export %d", n);
            cr_assert_eq(activity_note(kit.batch.db, NULL, n, text, &kit.arena, &err), PFQ_OK);
        }
        cr_assert_eq(db_commit(kit.batch.db, &err), PFQ_OK);
        tamper(kit.path, rows[i].sql);
        (void)snprintf(database, sizeof database, "database=%s", kit.path);
        const char *const ask[] = {"pfq-store", "--activity", "-o", database, NULL};
        struct command said = command_run(ask, NULL);
        cr_assert_eq(said.code, rows[i].line == NULL ? 0 : 4, "row %zu: %s", i, said.err);
        cr_assert(rows[i].line == NULL || strstr(said.err, rows[i].line) != NULL, "row %zu: %s", i,
                  said.err);
        command_free(&said);
        kit_close(&kit);
    }
}

/* A page that finds nothing of what is wanted ends all the same: nobody waits behind it. */
Test(people_roles, a_page_looks_at_so_many_rows_and_goes_on_from_there)
{
    enum {
        all = 20001
    };

    struct kit kit;
    sqlite3 *raw = NULL;
    char sql[512];
    kit_open(&kit);
    people_tell(&kit, "1", people_raise(&kit, at, "C1"), NULL, may);
    (void)snprintf(sql, sizeof sql,
                   "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                   " INSERT INTO subject (kind, name, force, place, packed)"
                   " SELECT s.kind, 'D' || i, '40', 0, s.packed FROM n, subject s"
                   " WHERE s.name = 'C1'",
                   all);
    cr_assert_eq(sqlite3_open(kit.path, &raw), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(raw));
    cr_assert_eq(sqlite3_close(raw), SQLITE_OK);
    Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
    read.has_kind = true;
    read.kind = KIND(CHALLENGES);
    read.id = pfq_arena_strdup(&kit.arena, "C1"); /* the last of them by time */
    Pfq__V1__PeopleAsk ask = PFQ__V1__PEOPLE_ASK__INIT;
    ask.read = &read;
    const struct job *job = kit_read(&kit, PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK, &ask);
    cr_expect_eq(job->people.n_challenges, 0);
    cr_assert(job->people.has_next, "it looked at as many as it may");
    read.has_after = true;
    read.after = job->people.next;
    job = kit_read(&kit, PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK, &ask);
    cr_expect_eq(job->people.n_challenges, 1);
    cr_expect_not(job->people.has_next);
    kit_close(&kit);
}
