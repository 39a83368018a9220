/* Changes of themes' states, their mailbox items, and baselines. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "store/db_periodic.h"
#include "support/figures_kit.h"

TestSuite(store_themes, .timeout = 60);

#define RECURRING PFQ__V1__THEME_STATE__THEME_STATE_RECURRING
#define WATCHING  PFQ__V1__THEME_STATE__THEME_STATE_WATCHING
#define IMPROVING PFQ__V1__THEME_STATE__THEME_STATE_IMPROVING

static Pfq__V1__ThemeMove *move_of(struct kit *kit, const char *force, const char *unit,
                                   const char *name, int32_t month, Pfq__V1__ThemeState state)
{
    Pfq__V1__ThemeMove *m = pfq_arena_new(&kit->arena, Pfq__V1__ThemeMove, 1);
    pfq__v1__theme_move__init(m);
    m->key = pfq_arena_new(&kit->arena, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(m->key);
    m->key->force = pfq_arena_strdup(&kit->arena, force);
    m->key->police_unit = unit == NULL ? NULL : pfq_arena_strdup(&kit->arena, unit);
    m->key->has_system = true;
    m->key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    m->key->name = pfq_arena_strdup(&kit->arena, name);
    m->has_month = m->has_state = m->has_announced = m->has_files = m->has_failing = true;
    m->month = month;
    m->state = state;
    m->announced = state != WATCHING;
    m->files = 60;
    m->failing = 31;
    m->rule = pfq_arena_strdup(&kit->arena, "CUSUM_POOLED");
    m->rule_version = pfq_arena_strdup(&kit->arena, "1");
    m->sentence = pfq_arena_printf(&kit->arena, "31 of 60 files in %d.", (int)month);
    return m;
}

static Pfq__V1__Envelope *put_of(struct kit *kit, Pfq__V1__ThemeMove **moves, size_t count,
                                 uint64_t up_to)
{
    Pfq__V1__Envelope *e = pfq_arena_new(&kit->arena, Pfq__V1__Envelope, 1);
    pfq__v1__envelope__init(e);
    e->body_case = PFQ__V1__ENVELOPE__BODY_THEMES_PUT;
    e->themes_put = pfq_arena_new(&kit->arena, Pfq__V1__ThemesPut, 1);
    pfq__v1__themes_put__init(e->themes_put);
    e->themes_put->moves = moves;
    e->themes_put->n_moves = count;
    e->themes_put->has_up_to = true;
    e->themes_put->up_to = up_to;
    return e;
}

static Pfq__V1__ThemeRows *read_themes(struct kit *kit, Pfq__V1__ThemesRead *read)
{
    struct job *job = kit_read(kit, PFQ__V1__ENVELOPE__BODY_THEMES_READ, read);
    cr_assert_eq(job->themes.n_problems, 0);
    return &job->themes;
}

static const char *packed_mailbox(struct kit *kit, const char *force, size_t *size)
{
    struct pfq_bytes bytes = job_pack(&kit_mailbox(kit, force, 0)->base, &kit->arena);
    *size = bytes.size;
    return (const char *)bytes.data;
}

Test(store_themes, g4_a_theme_takes_the_next_number_once_and_keeps_it)
{
    struct kit kit;
    struct batch_result result;
    kit_open(&kit);
    Pfq__V1__ThemeMove *moves[] = {
        move_of(&kit, "43", NULL, "INTERVIEW", 202605, WATCHING),
        move_of(&kit, "43", NULL, "INTERVIEW", 202606, RECURRING),
        move_of(&kit, "43", "AA", "INTERVIEW", 202606, RECURRING),
        move_of(&kit, "43", NULL, "INTERVIEW", 202607, IMPROVING),
    };
    moves[3]->has_restates = moves[3]->restates = true;
    Pfq__V1__Envelope *requests[] = {kit_put(&kit, "m1", "43AA0000126"), put_of(&kit, moves, 4, 10),
                                     kit_put(&kit, "m2", "43AA0000226")};
    const struct job *jobs = kit_run(&kit, requests, 3, &result);
    cr_assert_eq(jobs[1].themes.n_problems, 0);
    cr_assert_eq(jobs[1].themes.up_to, 10);
    cr_assert_eq(jobs[2].store_answer.stored->number, 4, "one series holds all kinds");

    const Pfq__V1__StoreRows *rows = kit_mailbox(&kit, "43", 0);
    cr_assert_eq(rows->n_rows, 4);
    cr_assert_null(rows->rows[0]->theme);
    cr_assert_str_eq(rows->rows[1]->theme->sentence, "31 of 60 files in 202606.");
    cr_assert_eq(rows->rows[1]->number, 2);
    cr_assert(rows->rows[1]->has_committed_at);
    cr_assert(rows->rows[2]->theme->restates);
    cr_assert_str_eq(rows->rows[3]->id, "m2");

    size_t before = 0;
    size_t after = 0;
    const char *first = packed_mailbox(&kit, "43", &before);
    moves[1]->failing = 40; /* the same change of state, told otherwise: it stays as told */
    moves[1]->sentence = pfq_arena_strdup(&kit.arena, "Something else.");
    (void)kit_one(&kit, put_of(&kit, moves, 4, 10));
    (void)kit_one(&kit, put_of(&kit, moves, 4, 99));
    kit_reopen(&kit);
    const char *then = packed_mailbox(&kit, "43", &after);
    cr_assert_eq(before, after);
    cr_assert_eq(memcmp(first, then, before), 0);
    kit_close(&kit);
}

/* Whoever reads a mailbox reads what the force reads, which is not told what is only watched. */
Test(store_themes, a_mailbox_does_not_say_that_a_theme_was_watched)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__ThemeMove *moves[] = {
        move_of(&kit, "43", NULL, "INTERVIEW", 202606, RECURRING),
        move_of(&kit, "43", NULL, "INTERVIEW", 202607, IMPROVING),
    };
    moves[0]->has_before = moves[1]->has_before = true;
    moves[0]->before = WATCHING;
    moves[1]->before = RECURRING;
    (void)kit_one(&kit, put_of(&kit, moves, 2, 10));
    Pfq__V1__Peer asker = PFQ__V1__PEER__INIT;
    Pfq__V1__MailboxRead read = PFQ__V1__MAILBOX_READ__INIT;
    asker.has_role = true;
    asker.role = PFQ__V1__ROLE__ROLE_OPERATOR;
    read.peer = &asker;
    read.force = pfq_arena_strdup(&kit.arena, "43");
    read.has_limit = true;
    read.limit = 10;
    const Pfq__V1__StoreRows *rows =
        &kit_read(&kit, PFQ__V1__ENVELOPE__BODY_MAILBOX_READ, &read)->rows;
    cr_assert_eq(rows->n_rows, 2);
    cr_assert_not(rows->rows[0]->theme->has_before);
    cr_assert_eq(rows->rows[0]->theme->state, RECURRING);
    cr_assert_not_null(rows->rows[0]->theme->sentence);
    cr_assert_eq(rows->rows[1]->theme->before, RECURRING);
    kit_close(&kit);
}

Test(store_themes, what_was_muted_takes_a_number_when_that_is_over_and_only_once)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__ThemeMove *m = move_of(&kit, "43", NULL, "INTERVIEW", 202606, RECURRING);
    m->announced = false;
    m->has_muted = m->muted = true;
    (void)kit_one(&kit, put_of(&kit, &m, 1, 1));
    cr_assert_eq(kit_mailbox(&kit, "43", 0)->n_rows, 0);
    m->announced = true;
    m->muted = false;
    (void)kit_one(&kit, put_of(&kit, &m, 1, 1));
    (void)kit_one(&kit, put_of(&kit, &m, 1, 1)); /* the same, as the answer was lost */
    const Pfq__V1__StoreRows *rows = kit_mailbox(&kit, "43", 0);
    cr_assert_eq(rows->n_rows, 1);
    cr_assert(rows->rows[0]->theme->announced);
    kit_close(&kit);
}

/* Of one month the states go there and back as its files come in: each time it is news. */
Test(store_themes, a_month_that_changes_there_and_back_is_told_each_time)
{
    static const struct {
        Pfq__V1__ThemeState state;
        uint64_t files_before; /* not 0: late files changed the figures alone */
        uint64_t files;
        bool kept;
    } rows[] = {{RECURRING, 0, 60, true},  {RECURRING, 0, 61, false}, {IMPROVING, 0, 60, true},
                {RECURRING, 0, 60, true},  {RECURRING, 60, 61, true}, {RECURRING, 60, 61, false},
                {RECURRING, 61, 60, true}, {RECURRING, 60, 61, true}, {RECURRING, 0, 60, false},
                {IMPROVING, 0, 60, true}};
    struct kit kit;
    size_t kept = 0;
    kit_open(&kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__ThemeMove *m = move_of(&kit, "43", NULL, "INTERVIEW", 202606, rows[i].state);
        m->files = rows[i].files;
        m->has_files_before = m->has_failing_before = m->has_restates = rows[i].files_before > 0;
        m->restates = m->has_restates;
        m->files_before = rows[i].files_before;
        (void)kit_one(&kit, put_of(&kit, &m, 1, 10));
        kept += rows[i].kept;
        cr_assert_eq(kit_mailbox(&kit, "43", 0)->n_rows, kept, "row %zu", i);
    }
    Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
    const Pfq__V1__ThemeRows *got = read_themes(&kit, &read);
    cr_assert_eq(got->n_moves, kept);
    cr_assert_eq(got->moves[kept - 1]->state, IMPROVING, "in the order in which they were told");
    kit_close(&kit);
}

Test(store_themes, g3_what_a_failed_batch_told_was_never_told)
{
    struct kit kit;
    struct batch_result result;
    kit_open(&kit);
    Pfq__V1__ThemeMove *moves[] = {move_of(&kit, "43", NULL, "INTERVIEW", 202606, RECURRING),
                                   move_of(&kit, "43", NULL, "INTERVIEW", 202699, RECURRING)};
    cr_assert_eq(kit_one(&kit, put_of(&kit, moves, 2, 10))->themes.n_problems, 1);
    cr_assert_eq(kit_mailbox(&kit, "43", 0)->n_rows, 0, "all of them or none");
    Pfq__V1__Envelope *bad = kit_put(&kit, "m1", "43AA0000126");
    bad->store_put->urn_readable =
        2; /* no boolean that the schema knows: all is rolled back once */
    Pfq__V1__Envelope *requests[] = {put_of(&kit, moves, 1, 10), bad};
    const struct job *jobs = kit_run(&kit, requests, 2, &result);
    cr_assert_eq(jobs[0].themes.n_problems, 0);
    cr_assert_eq(kit_mailbox(&kit, "43", 0)->n_rows, 1);
    cr_assert_eq(kit_mailbox(&kit, "43", 0)->last_number, 1);
    kit_close(&kit);
}

Test(store_themes, an_older_run_is_refused_and_the_same_one_taken_again)
{
    static const struct {
        uint64_t up_to;
        bool taken;
    } rows[] = {{50, true}, {50, true}, {49, false}, {51, true}, {50, false}};
    struct kit kit;
    kit_open(&kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__ThemeMove *moves[] = {
            move_of(&kit, "43", NULL, "INTERVIEW", 202601 + (int32_t)i, RECURRING)};
        const struct job *job = kit_one(&kit, put_of(&kit, moves, 1, rows[i].up_to));
        cr_assert_eq(job->themes.n_problems, rows[i].taken ? 0 : 1, "row %zu", i);
        cr_assert(rows[i].taken || strcmp(job->themes.problems[0]->code, "OLD_RUN") == 0);
    }
    Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
    cr_assert_eq(read_themes(&kit, &read)->n_moves, 3);
    cr_assert_eq(read_themes(&kit, &read)->up_to, 51);
    kit_close(&kit);
}

Test(store_themes, what_is_no_move_is_refused_with_a_sentence)
{
    struct kit kit;
    kit_open(&kit);
    for (int way = 0; way < 6; way++) {
        Pfq__V1__ThemeMove *m = move_of(&kit, "43", NULL, "INTERVIEW", 202606, RECURRING);
        m->key->force = way == 0 ? NULL : m->key->force;
        m->key->name = way == 1 ? NULL : m->key->name;
        m->key->has_system = way != 2;
        m->month = way == 3 ? 202613 : m->month;
        m->has_state = way != 4;
        m->sentence = way == 5 ? NULL : m->sentence;
        const struct job *job = kit_one(&kit, put_of(&kit, &m, 1, 1));
        cr_assert_eq(job->themes.n_problems, 1, "way %d", way);
        cr_assert_str_eq(job->themes.problems[0]->code, "MALFORMED");
    }
    kit_close(&kit);
}

/* --- reading ----------------------------------------------------------------------------- */

static void put_many(struct kit *kit)
{
    static const char *const forces[] = {"43", "40"};
    static const char *const names[] = {"INTERVIEW", "CASE_DATA", "VICTIM_WITNESS_CARE"};
    Pfq__V1__ThemeMove *moves[36];
    size_t count = 0;
    for (int32_t month = 202601; month <= 202603; month++) {
        for (int i = 0; i < 12; i++) {
            moves[count++] = move_of(kit, forces[i % 2], i < 6 ? NULL : "AA", names[i / 2 % 3],
                                     month, month == 202602 ? WATCHING : RECURRING);
        }
    }
    cr_assert_eq(kit_one(kit, put_of(kit, moves, count, 7))->themes.n_problems, 0);
}

static const char *text_of(struct kit *kit, const Pfq__V1__ThemeMove *m)
{
    return pfq_arena_printf(&kit->arena, "%s %s %s %d", m->key->force,
                            m->key->police_unit == NULL ? "" : m->key->police_unit, m->key->name,
                            (int)m->month);
}

Test(store_themes, pages_are_in_order_and_together_all_there_is)
{
    static const size_t rooms[] = {16000, 20000, 100000};
    struct kit kit;
    kit_open(&kit);
    put_many(&kit);
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
        const char *last = "";
        size_t seen = 0;
        size_t pages = 0;
        do {
            Pfq__V1__ThemeRows rows = PFQ__V1__THEME_ROWS__INIT;
            struct pfq_err err = {0};
            cr_assert_eq(db_read_themes(kit.batch.db, &read, rooms[i], &kit.arena, &rows, &err),
                         PFQ_OK, "%s", err.text);
            for (size_t m = 0; m < rows.n_moves; m++, seen++) {
                const char *text = text_of(&kit, rows.moves[m]);
                cr_assert(strcmp(last, text) < 0, "%s, then %s", last, text);
                last = text;
            }
            read.has_after = rows.has_next;
            read.after = rows.next;
            pages++;
        } while (read.has_after);
        cr_assert_eq(seen, 36);
        cr_assert(i == 2 ? pages == 1 : pages > 1, "%zu pages", pages);
    }
    kit_close(&kit);
}

Test(store_themes, of_one_force_of_some_months_or_the_last_alone)
{
    static const struct {
        const char *force;
        int32_t from;
        int32_t to;
        bool latest;
        size_t moves;
        int32_t month; /* of the first */
    } rows[] = {{"43", 0, 0, false, 18, 202601},     {NULL, 202602, 202602, false, 12, 202602},
                {NULL, 0, 0, true, 12, 202603},      {"40", 0, 202602, true, 6, 202602},
                {"40", 202603, 0, false, 6, 202603}, {"41", 0, 0, false, 0, 0}};
    struct kit kit;
    kit_open(&kit);
    put_many(&kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
        read.force = (char *)(uintptr_t)rows[i].force;
        read.has_from_month = rows[i].from != 0;
        read.from_month = rows[i].from;
        read.has_to_month = rows[i].to != 0;
        read.to_month = rows[i].to;
        read.has_latest_only = read.latest_only = rows[i].latest;
        const Pfq__V1__ThemeRows *got = read_themes(&kit, &read);
        cr_assert_eq(got->n_moves, rows[i].moves, "row %zu: %zu", i, got->n_moves);
        cr_assert(got->n_moves == 0 || got->moves[0]->month == rows[i].month, "row %zu", i);
    }
    kit_close(&kit);
}

/* --- baselines ------------------------------------------------------------------------------ */

static Pfq__V1__Envelope *baseline_of(struct kit *kit, const char *name, int32_t from,
                                      const char *by, const char *reason)
{
    Pfq__V1__Envelope *e = pfq_arena_new(&kit->arena, Pfq__V1__Envelope, 1);
    pfq__v1__envelope__init(e);
    e->body_case = PFQ__V1__ENVELOPE__BODY_BASELINE;
    e->baseline = pfq_arena_new(&kit->arena, Pfq__V1__Baseline, 1);
    pfq__v1__baseline__init(e->baseline);
    e->baseline->key = move_of(kit, "43", NULL, name, from, RECURRING)->key;
    e->baseline->has_from_month = e->baseline->has_to_month = true;
    e->baseline->from_month = from;
    e->baseline->to_month = 202612;
    e->baseline->by = (char *)(uintptr_t)by;
    e->baseline->reason_code = (char *)(uintptr_t)reason;
    return e;
}

Test(store_themes, a_baseline_needs_a_person_and_a_reason_and_the_last_one_counts)
{
    static const struct {
        const char *by;
        const char *reason;
        bool taken;
    } rows[] = {{"cps-114", "OTHER", true}, {NULL, "OTHER", false},   {"", "OTHER", false},
                {"Jo Doe", "OTHER", false}, {"cps-114", NULL, false}, {"cps-114", "WHIM", false},
                {"cps-114", "MERGER", true}};
    struct kit kit;
    kit_open(&kit);
    put_many(&kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct job *job = kit_one(
            &kit, baseline_of(&kit, "INTERVIEW", 202601 + (int32_t)i, rows[i].by, rows[i].reason));
        cr_assert_eq(job->store_answer.answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED, rows[i].taken,
                     "row %zu", i);
    }
    (void)kit_one(&kit, baseline_of(&kit, "NEVER_MOVED", 202601, "cps-114", "OTHER"));
    Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
    read.force = pfq_arena_strdup(&kit.arena, "43");
    const Pfq__V1__ThemeRows *got = read_themes(&kit, &read);
    cr_assert_eq(got->n_baselines, 2);
    cr_assert_eq(got->baselines[0]->from_month, 202607);
    cr_assert_str_eq(got->baselines[0]->reason_code, "MERGER");
    cr_assert(got->baselines[0]->has_set_at);
    cr_assert_str_eq(got->baselines[1]->key->name, "NEVER_MOVED");
    read.force = pfq_arena_strdup(&kit.arena, "40");
    cr_assert_eq(read_themes(&kit, &read)->n_baselines, 0);
    kit_close(&kit);
}

/* What is only watched is the CPS's: a force sees the figures, and not that anybody looks. */
Test(store_themes, g7_a_force_is_not_shown_what_is_only_watched)
{
    struct kit kit;
    Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
    Pfq__V1__Peer peer = PFQ__V1__PEER__INIT;
    kit_open(&kit);
    Pfq__V1__ThemeMove *moves[] = {move_of(&kit, "43", NULL, "INTERVIEW", 202605, WATCHING),
                                   move_of(&kit, "43", NULL, "INTERVIEW", 202606, RECURRING)};
    moves[1]->has_before = true;
    moves[1]->before = WATCHING;
    (void)kit_one(&kit, put_of(&kit, moves, 2, 1));
    read.peer = &peer;
    read.force = peer.force = pfq_arena_strdup(&kit.arena, "43");
    peer.has_role = true;
    for (int outside = 0; outside < 2; outside++) {
        peer.role = outside ? PFQ__V1__ROLE__ROLE_FORCE : PFQ__V1__ROLE__ROLE_CPS;
        const Pfq__V1__ThemeRows *rows = read_themes(&kit, &read);
        cr_assert_eq(rows->n_moves, 2);
        cr_expect_eq(rows->moves[0]->files, 60);
        cr_expect_eq(rows->moves[0]->has_state, !outside);
        cr_expect_eq(rows->moves[0]->sentence == NULL, outside);
        cr_expect_eq(rows->moves[0]->rule == NULL, outside);
        cr_expect_eq(rows->moves[1]->has_before, !outside);
        cr_expect_not_null(rows->moves[1]->sentence);
    }
    kit_close(&kit);
}
