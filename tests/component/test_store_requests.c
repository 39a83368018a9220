/* Who may ask store what: each request by each role, of its own force, of another's and of all
 * (G7).  What people said is in test_people_roles.c. */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/grants.h"
#include "store/requests.h"
#include "support/store_kit.h"

#define BODY(name) PFQ__V1__ENVELOPE__BODY_##name

enum {
    OWN,
    OTHER,
    ALL,
    OF_COUNT
};

/* Operator, Force, CPS system, Prosecutor, Legal manager, Area manager. */
static const char letters[] = "-OFCPLA"; /* by Role */

/* By whom it may be asked of its own force, of another's, of all; NULL: it cannot be asked so. */
static const struct {
    const char *what;
    Pfq__V1__Envelope__BodyCase body;
    const char *who[OF_COUNT];
    bool by_ourselves; /* without a Peer */
} questions[] = {
    {"a submission", BODY(STORE_PUT), {"OFC", "OC", NULL}, false},
    {"a mailbox", BODY(MAILBOX_READ), {"OFCPLA", "OCPL", NULL}, false},
    {"how far it was read", BODY(POSITION_WRITE), {"OF", "O", NULL}, false},
    {"a case", BODY(CASE_READ), {NULL, NULL, "OCPLA"}, true},
    {"the texts", BODY(CATALOGUE_READ), {NULL, NULL, "OCPLA"}, true},
    {"figures", BODY(FIGURES_READ), {"OFCPLA", "OCPL", "OCPL"}, true},
    {"themes", BODY(THEMES_READ), {"OFCPLA", "OCPL", "OCPL"}, true},
    {"months", BODY(MONTHS_READ), {NULL, NULL, "OFCPLA"}, true},
    {"a baseline", BODY(BASELINE), {"OCLA", "OCL", NULL}, true},
    {"closing a month", BODY(MONTH_CLOSE), {NULL, NULL, "OCL"}, true},
};

static char *const codes[OF_COUNT] = {"43", "40", NULL};

static Pfq__V1__Peer *peer_of(struct pfq_arena *arena, int role)
{
    Pfq__V1__Peer *peer = pfq_arena_new(arena, Pfq__V1__Peer, 1);
    pfq__v1__peer__init(peer);
    peer->has_uid = peer->has_role = true;
    peer->uid = 1005;
    peer->role = (Pfq__V1__Role)role;
    peer->force = letters[role] == 'F' ? codes[OWN] : NULL;
    if (letters[role] == 'A') {
        peer->area = pfq_arena_strdup(arena, "TC");
        peer->forces = (char **)(uintptr_t)codes;
        peer->n_forces = 1;
    }
    return peer;
}

#define NEW(type, init)                                                                            \
    Pfq__V1__##type *body = pfq_arena_new(&kit->arena, Pfq__V1__##type, 1);                        \
    pfq__v1__##init##__init(body);                                                                 \
    body->peer = peer

static void ask_periodic(struct kit *kit, Pfq__V1__Envelope__BodyCase what, char *force,
                         Pfq__V1__Peer *peer, Pfq__V1__Envelope *e)
{
    if (what == BODY(FIGURES_READ)) {
        NEW(FiguresRead, figures_read);
        body->force = force;
        body->has_from_date = body->has_to_date = true;
        body->from_date = body->to_date = 20260501;
        e->figures_read = body;
    } else if (what == BODY(THEMES_READ)) {
        NEW(ThemesRead, themes_read);
        body->force = force;
        e->themes_read = body;
    } else if (what == BODY(MONTHS_READ)) {
        NEW(MonthsRead, months_read);
        e->months_read = body;
    } else if (what == BODY(BASELINE)) {
        NEW(Baseline, baseline);
        body->key = pfq_arena_new(&kit->arena, Pfq__V1__ThemeKey, 1);
        pfq__v1__theme_key__init(body->key);
        body->key->force = force;
        body->key->name = pfq_arena_strdup(&kit->arena, "INTERVIEW");
        body->key->has_system = true;
        body->key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
        body->from_month = body->to_month = 202605;
        body->by = pfq_arena_strdup(&kit->arena, "S17");
        body->reason_code = pfq_arena_strdup(&kit->arena, "OTHER");
        e->baseline = body;
    } else {
        NEW(MonthClose, month_close);
        body->month = 202605;
        body->by = pfq_arena_strdup(&kit->arena, "S17");
        e->month_close = body;
    }
}

/* All bodies that can be asked of, well-formed. */
static Pfq__V1__Envelope *ask(struct kit *kit, size_t q, char *force, Pfq__V1__Peer *peer)
{
    static uint8_t digest[PFQ_DIGEST_BYTES];
    Pfq__V1__Envelope *e = kit_put(kit, "q1", "43AA0000126");
    if (questions[q].body == BODY(STORE_PUT)) {
        e->store_put->peer = peer;
        e->store_put->force = force;
    } else if (questions[q].body == BODY(MAILBOX_READ)) {
        NEW(MailboxRead, mailbox_read);
        body->force = force;
        e->mailbox_read = body;
    } else if (questions[q].body == BODY(POSITION_WRITE)) {
        NEW(PositionWrite, position_write);
        body->force = force;
        body->consumer = pfq_arena_strdup(&kit->arena, "default");
        e->position_write = body;
    } else if (questions[q].body == BODY(CASE_READ)) {
        NEW(CaseRead, case_read);
        body->urn = pfq_arena_strdup(&kit->arena, "43AA0000126");
        e->case_read = body;
    } else if (questions[q].body == BODY(CATALOGUE_READ)) {
        NEW(CatalogueRead, catalogue_read);
        body->has_digest = true;
        body->digest = (ProtobufCBinaryData){sizeof digest, digest};
        e->catalogue_read = body;
    } else {
        ask_periodic(kit, questions[q].body, force, peer, e);
    }
#undef NEW
    e->body_case = questions[q].body;
    return e;
}

/* NULL: granted; else what it says. */
static const char *refusal(struct kit *kit, size_t q, int of, Pfq__V1__Peer *peer)
{
    struct job *job = pfq_arena_new(&kit->arena, struct job, 1);
    job->request = ask(kit, q, codes[of], peer);
    cr_assert_null(job_fault(job->request), "%s: %s", questions[q].what, job_fault(job->request));
    requests_admit(job, &kit->arena);
    if (!job->settled) {
        return NULL;
    }
    cr_assert_str_eq(job->problem.code, "NOT_GRANTED", "%s", questions[q].what);
    return job->problem.message;
}

Test(store_requests, g7_each_role_asks_what_the_table_says_of_whom_it_says)
{
    struct kit kit;
    kit_open(&kit);
    for (size_t q = 0; q < sizeof questions / sizeof *questions; q++) {
        for (int of = 0; of < OF_COUNT; of++) {
            for (int role = 0; questions[q].who[of] != NULL && letters[role] != '\0'; role++) {
                const char *said = refusal(&kit, q, of, peer_of(&kit.arena, role));
                bool may = strchr(questions[q].who[of], letters[role]) != NULL;
                cr_expect_eq(said == NULL, may, "%s, of %s, by %c: %s", questions[q].what,
                             codes[of] == NULL ? "all" : codes[of], letters[role],
                             said == NULL ? "granted" : said);
            }
        }
    }
    kit_close(&kit);
}

Test(store_requests,
     g7_without_a_role_nothing_and_without_a_peer_only_what_services_do_for_themselves)
{
    struct kit kit;
    kit_open(&kit);
    for (size_t q = 0; q < sizeof questions / sizeof *questions; q++) {
        int of = questions[q].who[OWN] == NULL ? ALL : OWN;
        Pfq__V1__Peer *peer = peer_of(&kit.arena, PFQ__V1__ROLE__ROLE_OPERATOR);
        peer->has_role = false;
        cr_expect_not_null(refusal(&kit, q, of, peer), "%s", questions[q].what);
        cr_expect_eq(refusal(&kit, q, of, NULL) == NULL, questions[q].by_ourselves, "%s",
                     questions[q].what);
    }
    kit_close(&kit);
}

/* The limits of a funnel are made from all forces, and the pack of an Area has one. */
Test(store_requests, g7_the_manager_of_an_area_reads_totals_of_all_forces_and_nothing_finer)
{
    static const struct {
        const char *what;
        Pfq__V1__FigureKind kind; /* 0: all kinds */
        Pfq__V1__Grain grain;
        bool by_unit;
        bool granted;
    } rows[] = {
        {"verdicts", PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT, PFQ__V1__GRAIN__GRAIN_MONTH, false,
         true},
        {"themes", PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME, PFQ__V1__GRAIN__GRAIN_MONTH, false,
         true},
        {"checks", PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK, PFQ__V1__GRAIN__GRAIN_MONTH, false,
         false},
        {"all kinds", 0, PFQ__V1__GRAIN__GRAIN_MONTH, false, false},
        {"by day", PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT, PFQ__V1__GRAIN__GRAIN_DAY, false,
         false},
        {"by unit", PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT, PFQ__V1__GRAIN__GRAIN_MONTH, true,
         false},
    };

    static const Pfq__V1__Role roles[] = {PFQ__V1__ROLE__ROLE_AREA_MANAGER,
                                          PFQ__V1__ROLE__ROLE_FORCE};
    struct kit kit;
    kit_open(&kit);
    for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
        size_t row = i / 2;
        struct job *job = pfq_arena_new(&kit.arena, struct job, 1);
        Pfq__V1__FigureKind kind = rows[row].kind;
        job->request = ask(&kit, 5, NULL, peer_of(&kit.arena, roles[i % 2]));
        Pfq__V1__FiguresRead *read = job->request->figures_read;
        read->kinds = &kind;
        read->n_kinds = kind != 0;
        read->has_grain = read->has_by_unit = true;
        read->grain = rows[row].grain;
        read->by_unit = rows[row].by_unit;
        requests_admit(job, &kit.arena);
        cr_expect_eq(!job->settled, rows[row].granted && i % 2 == 0, "%s by %zu", rows[row].what,
                     i % 2);
    }
    kit_close(&kit);
}

Test(store_requests, a_refusal_says_who_asks_what_that_user_may_do_and_how_it_is_mended)
{
    struct kit kit;
    kit_open(&kit);
    struct job *job = pfq_arena_new(&kit.arena, struct job, 1);
    job->request = ask(&kit, 5, codes[OTHER], peer_of(&kit.arena, PFQ__V1__ROLE__ROLE_FORCE));
    requests_admit(job, &kit.arena);
    cr_assert_str_eq(job->figures.problems[0]->message,
                     "Not permitted: this user (uid 1005) is FORCE of 43, which may send its files "
                     "and answers, and read its own mailbox, figures, themes and months.  What is "
                     "of another force it may not ask.");
    cr_assert_str_eq(job->figures.problems[0]->fix, PFQ_GRANTS_OWN_FIX, "no other role is it");
    kit_close(&kit);
}

Test(store_requests, what_store_does_not_take_is_answered)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__Envelope e = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__CommitHint hint = PFQ__V1__COMMIT_HINT__INIT;
    e.id = pfq_arena_strdup(&kit.arena, "1");
    e.body_case = BODY(COMMIT_HINT);
    e.commit_hint = &hint;
    struct job job = {.request = &e};
    cr_assert_not(requests_reads(&e), "the writer answers it");
    requests_admit(&job, &kit.arena);
    cr_assert(job.settled);
    cr_assert_str_eq(job.problem.code, "MALFORMED");
    kit_close(&kit);
}
