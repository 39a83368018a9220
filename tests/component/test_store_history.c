/* What is decided inside the commit beside what came before: G5, design 5 (scope: history). */
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "support/store_kit.h"

TestSuite(store_history, .timeout = 60);

enum {
    MET = PFQ__V1__OUTCOME__OUTCOME_MET,
    NOT_MET = PFQ__V1__OUTCOME__OUTCOME_NOT_MET,
    NONE = PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE,
    PERSON = PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON,
    CHECKS = 5,
    AGAIN = 3, /* index of HH01 */
    STAGE = 4  /* index of HH02 */
};

#define ACCEPTED PFQ__V1__ANSWER__ANSWER_ACCEPTED
#define FH_GAP   PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP
#define PCD_FCT  PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_FCT
#define UPG_MC   PFQ__V1__FILE_TYPE__FILE_TYPE_UPG_MC
#define UPG_CC   PFQ__V1__FILE_TYPE__FILE_TYPE_UPG_CC

/* --- a catalogue with two checks of scope HISTORY behind the kit's three ----------------- */

static Pfq__V1__CatalogueCheck *history_check(struct kit *kit, const char *id, const char *when,
                                              const char *check)
{
    Pfq__V1__CatalogueCheck *c = pfq_arena_new(&kit->arena, Pfq__V1__CatalogueCheck, 1);
    pfq__v1__catalogue_check__init(c);
    c->id = pfq_arena_strdup(&kit->arena, id);
    c->has_scope = c->has_severity = true;
    c->scope = PFQ__V1__SCOPE__SCOPE_HISTORY;
    c->severity = PFQ__V1__SEVERITY__SEVERITY_MAJOR;
    c->when = pfq_arena_strdup(&kit->arena, when);
    c->check = pfq_arena_strdup(&kit->arena, check);
    return c;
}

static void keep_catalogue(struct kit *kit, unsigned char version, const char *again)
{
    Pfq__V1__Envelope *e = kit_catalogue(kit, version);
    Pfq__V1__Catalogue *c = e->store_catalogue->catalogue;
    Pfq__V1__CatalogueCheck **checks =
        pfq_arena_new(&kit->arena, Pfq__V1__CatalogueCheck *, CHECKS);
    memcpy(checks, c->checks, c->n_checks * sizeof *checks);
    checks[AGAIN] = history_check(kit, "HH01", "earlier > 0 and known(now.is_resubmission)", again);
    checks[STAGE] =
        history_check(kit, "HH02", "known(before)", "now.mg6c_version > before.mg6c_version");
    c->checks = checks;
    c->n_checks = CHECKS;
    cr_assert_eq(kit_one(kit, e)->store_answer.answer, ACCEPTED);
}

static void open_kit(struct kit *kit)
{
    kit_open(kit);
    keep_catalogue(kit, 2, "now.is_resubmission or now.is_update");
}

/* --- a submission as intake hands it over: HH01 and HH02 as if nothing came before -------- */

struct wish {
    const char *id;
    Pfq__V1__FileType type;
    unsigned char outcomes[3];
    int resubmission; /* -1 = the sender does not say */
    uint32_t version; /* of its schedule */
};

static Pfq__V1__HistoryFacts *facts(struct kit *kit, const struct wish *wish)
{
    Pfq__V1__HistoryFacts *f = pfq_arena_new(&kit->arena, Pfq__V1__HistoryFacts, 1);
    pfq__v1__history_facts__init(f);
    f->has_file_type = f->has_mg6c_version = true;
    f->file_type = wish->type;
    f->has_is_resubmission = f->has_is_update = wish->resubmission >= 0;
    f->is_resubmission = wish->resubmission > 0;
    f->mg6c_version = wish->version;
    return f;
}

static void judge(struct kit *kit, Pfq__V1__StorePut *put, const unsigned char outcomes[3])
{
    static const uint32_t history_checks[] = {AGAIN, STAGE};
    Pfq__V1__Judged judged = PFQ__V1__JUDGED__INIT;
    Pfq__V1__JudgedFinding rows[3];
    Pfq__V1__JudgedFinding *findings[3];
    uint8_t packed[3] = {(uint8_t)(outcomes[0] | outcomes[1] << 4),
                         (uint8_t)(outcomes[2] | NONE << 4), NONE};
    judged.has_verdict = judged.has_outcomes = true;
    judged.verdict = kit_verdict(outcomes, 3);
    judged.outcomes = (ProtobufCBinaryData){sizeof packed, packed};
    judged.history_checks = (uint32_t *)(uintptr_t)history_checks;
    judged.n_history_checks = 2;
    judged.findings = findings;
    for (uint32_t i = 0; i < 3; i++) {
        if (outcomes[i] == NOT_MET) {
            Pfq__V1__JudgedFinding *f = &rows[judged.n_findings];
            pfq__v1__judged_finding__init(f);
            f->has_check = f->has_outcome = true;
            f->check = i;
            f->outcome = PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
            findings[judged.n_findings++] = f;
        }
    }
    struct pfq_bytes bytes = job_pack(&judged.base, &kit->arena);
    put->judged = (ProtobufCBinaryData){bytes.size, (uint8_t *)(uintptr_t)bytes.data};
}

static Pfq__V1__Envelope *wanted(struct kit *kit, struct wish wish)
{
    Pfq__V1__Envelope *e = kit_put(kit, wish.id, "43AA1234526");
    memset(e->store_put->catalogue_digest.data, 2, PFQ_DIGEST_BYTES);
    e->store_put->file_type = wish.type;
    e->store_put->facts = facts(kit, &wish);
    judge(kit, e->store_put, wish.outcomes);
    return e;
}

/* What is stored of it. */
static const Pfq__V1__Judged *put_one(struct kit *kit, struct wish wish)
{
    const struct job *job = kit_one(kit, wanted(kit, wish));
    cr_assert_eq(job->store_answer.answer, ACCEPTED);
    return kit_judged(kit, job);
}

static int outcome_of(const Pfq__V1__Judged *judged, size_t check)
{
    return judged->outcomes.data[check / 2] >> (check % 2 * 4) & 0x0F;
}

static const Pfq__V1__Stored *last_of_case(struct kit *kit)
{
    const Pfq__V1__StoreRows *rows = kit_case(kit, "43AA1234526");
    return rows->rows[rows->n_rows - 1];
}

static void run_sql(const struct kit *kit, const char *sql)
{
    sqlite3 *handle = NULL;
    cr_assert_eq(sqlite3_open(kit->path, &handle), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(handle);
}

/* --- the promises --------------------------------------------------------------------------- */

Test(store_history, a_first_submission_is_stored_as_intake_decided_with_its_own_facts_alone)
{
    struct kit kit;
    open_kit(&kit);
    Pfq__V1__Envelope *e = wanted(&kit, (struct wish){"m1", FH_GAP, {NOT_MET, MET, MET}, 0, 1});
    const struct job *job = kit_one(&kit, e);
    const ProtobufCBinaryData *stored = &job->store_answer.stored->judged;
    cr_assert_eq(stored->len, e->store_put->judged.len);
    cr_assert_eq(memcmp(stored->data, e->store_put->judged.data, stored->len), 0);
    const Pfq__V1__History *history = last_of_case(&kit)->history;
    cr_assert_not_null(history);
    cr_assert_eq(history->now->mg6c_version, 1);
    cr_assert_null(history->previous);
    cr_assert_leq(protobuf_c_message_get_packed_size(&history->base), 12);
    kit_close(&kit);
}

Test(store_history, a_resubmission_is_compared_with_the_one_before_and_keeps_what_with)
{
    struct kit kit;
    open_kit(&kit);
    (void)put_one(&kit, (struct wish){"m1", FH_GAP, {NOT_MET, NOT_MET, MET}, 0, 1});
    const Pfq__V1__Judged *j =
        put_one(&kit, (struct wish){"m2", FH_GAP, {MET, NOT_MET, NOT_MET}, 1, 2});
    const Pfq__V1__Resubmission *r = j->resubmission;
    cr_assert_not_null(r);
    cr_assert_eq(r->of_ordinal, 1);
    cr_assert(r->n_fixed == 1 && r->n_still_open == 1 && r->n_new_failing == 1);
    cr_assert_str_eq(r->fixed[0], "AA01");
    cr_assert_str_eq(r->still_open[0], "AA02");
    cr_assert_str_eq(r->new_failing[0], "BB01");
    cr_assert(r->failing_twice);
    cr_assert_eq(j->findings[0]->change, PFQ__V1__CHANGE__CHANGE_STILL_OPEN);
    cr_assert_eq(j->findings[1]->change, PFQ__V1__CHANGE__CHANGE_NEW);
    const Pfq__V1__History *history = last_of_case(&kit)->history;
    cr_assert_eq(history->earlier, 1);
    cr_assert_eq(history->previous_verdict, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    cr_assert_eq(history->previous->mg6c_version, 1);
    cr_assert_eq(history->now->mg6c_version, 2);
    cr_assert_eq(history->n_failing_again, 1);
    kit_close(&kit);
}

Test(store_history, checks_of_scope_history_are_decided_again_and_with_them_the_verdict)
{
    static const struct {
        int resubmission;
        int outcome;
        Pfq__V1__Verdict verdict;
    } rows[] = {{-1, NONE, PFQ__V1__VERDICT__VERDICT_MEETS},
                {0, NOT_MET, PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS},
                {1, MET, PFQ__V1__VERDICT__VERDICT_MEETS}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kit kit;
        open_kit(&kit);
        (void)put_one(&kit, (struct wish){"m1", FH_GAP, {MET, MET, MET}, -1, 1});
        const Pfq__V1__Judged *j =
            put_one(&kit, (struct wish){"m2", FH_GAP, {MET, MET, MET}, rows[i].resubmission, 1});
        cr_assert_eq(outcome_of(j, AGAIN), rows[i].outcome, "row %zu", i);
        cr_assert_eq(j->verdict, rows[i].verdict, "row %zu", i);
        cr_assert_eq(j->n_findings, rows[i].outcome == NOT_MET);
        kit_close(&kit);
    }
}

Test(store_history, an_upgrade_file_alone_is_compared_with_the_latest_other_stage_of_its_case)
{
    struct kit kit;
    open_kit(&kit);
    Pfq__V1__Envelope *other = wanted(&kit, (struct wish){"x", FH_GAP, {MET, MET, MET}, -1, 9});
    strcpy(other->store_put->force, "40");
    (void)kit_one(&kit, other); /* of another force: another case */
    const Pfq__V1__Judged *j = put_one(&kit, (struct wish){"m1", UPG_CC, {MET, MET, MET}, -1, 2});
    cr_assert_eq(outcome_of(j, STAGE), NONE, "nothing came before");
    (void)put_one(&kit, (struct wish){"m2", PCD_FCT, {MET, MET, MET}, -1, 1});
    j = put_one(&kit, (struct wish){"m3", FH_GAP, {MET, MET, MET}, -1, 3});
    cr_assert_eq(outcome_of(j, STAGE), NONE, "no upgrade file");
    j = put_one(&kit, (struct wish){"m4", UPG_MC, {MET, MET, MET}, -1, 3});
    cr_assert_eq(outcome_of(j, STAGE), NOT_MET);
    cr_assert_null(j->resubmission, "no submission of the same file");
    cr_assert_eq(last_of_case(&kit)->history->before->file_type, FH_GAP);
    j = put_one(&kit, (struct wish){"m5", UPG_MC, {MET, MET, MET}, -1, 4});
    cr_assert_eq(outcome_of(j, STAGE), MET);
    cr_assert_eq(last_of_case(&kit)->history->previous->mg6c_version, 3);
    run_sql(&kit, "UPDATE submission SET history = NULL"); /* stored by an older pfq */
    (void)put_one(&kit, (struct wish){"m6", UPG_CC, {MET, MET, MET}, -1, 5});
    const Pfq__V1__History *history = last_of_case(&kit)->history;
    cr_assert_eq(history->before->file_type, UPG_MC);
    cr_assert_not(history->before->has_mg6c_version);
    cr_assert_null(history->previous);
    kit_close(&kit);
}

Test(store_history, submissions_judged_by_two_catalogues_are_compared_by_the_ids_of_checks)
{
    struct kit kit;
    open_kit(&kit);
    Pfq__V1__Envelope *turned = kit_catalogue(&kit, 3); /* the three checks the other way round */
    Pfq__V1__CatalogueCheck **checks = turned->store_catalogue->catalogue->checks;
    Pfq__V1__CatalogueCheck *first = checks[0];
    checks[0] = checks[2];
    checks[2] = first;
    (void)kit_one(&kit, turned);
    Pfq__V1__Envelope *old = wanted(&kit, (struct wish){"m1", FH_GAP, {MET, MET, NOT_MET}, 0, 1});
    memset(old->store_put->catalogue_digest.data, 3, PFQ_DIGEST_BYTES);
    cr_assert_eq(kit_one(&kit, old)->store_answer.answer, ACCEPTED);
    const Pfq__V1__Judged *j =
        put_one(&kit, (struct wish){"m2", FH_GAP, {NOT_MET, MET, NOT_MET}, 1, 1});
    cr_assert_eq(j->resubmission->n_still_open, 1);
    cr_assert_str_eq(j->resubmission->still_open[0], "AA01");
    cr_assert_eq(j->resubmission->n_new_failing, 1);
    cr_assert_str_eq(j->resubmission->new_failing[0], "BB01");
    kit_close(&kit);
}

Test(store_history, test_mode_stays_as_intake_decided_and_is_nothing_that_came_before)
{
    struct kit kit;
    open_kit(&kit);
    Pfq__V1__Envelope *test = wanted(&kit, (struct wish){"t", FH_GAP, {NOT_MET, MET, MET}, 0, 1});
    test->store_put->has_mode = true;
    test->store_put->mode = PFQ__V1__MODE__MODE_TEST;
    cr_assert_null(kit_judged(&kit, kit_one(&kit, test))->resubmission);
    cr_assert_null(
        put_one(&kit, (struct wish){"m1", FH_GAP, {NOT_MET, MET, MET}, 0, 1})->resubmission);
    test->store_put->id = pfq_arena_strdup(&kit.arena, "u");
    const Pfq__V1__Judged *j = kit_judged(&kit, kit_one(&kit, test));
    cr_assert_null(j->resubmission);
    cr_assert_eq(outcome_of(j, AGAIN), NONE);
    kit_close(&kit);
}

/* --- again, and again (G5) -------------------------------------------------------------------- */

static const struct wish story[] = {
    {"m1", PCD_FCT, {NOT_MET, MET, MET}, -1, 1}, {"m2", PCD_FCT, {NOT_MET, NOT_MET, MET}, 1, 2},
    {"m3", UPG_CC, {MET, MET, PERSON}, -1, 2},   {"m4", PCD_FCT, {MET, MET, MET}, 0, 2},
    {"m5", UPG_CC, {MET, NOT_MET, MET}, 1, 3},
};

enum {
    STORY = sizeof story / sizeof *story
};

/* Everything of the case, packed, with its histories. */
static struct pfq_bytes tell(struct kit *kit, size_t together)
{
    open_kit(kit);
    for (size_t i = 0; i < STORY; i += together) {
        Pfq__V1__Envelope *batch[STORY];
        struct batch_result result;
        size_t n = 0;
        for (; n < together && i + n < STORY; n++) {
            batch[n] = wanted(kit, story[i + n]);
        }
        (void)kit_run(kit, batch, n, &result);
        cr_assert_eq(result.accepted, n);
    }
    return job_pack(&kit_case(kit, "43AA1234526")->base, &kit->arena);
}

Test(store_history, g5_the_same_messages_again_give_the_same_whatever_batches_they_come_in)
{
    struct kit one;
    struct pfq_bytes first = tell(&one, 1);
    for (size_t together = 1; together <= STORY; together++) {
        struct kit other;
        struct pfq_bytes again = tell(&other, together);
        cr_assert_eq(first.size, again.size);
        cr_assert_eq(memcmp(first.data, again.data, first.size), 0, "%zu together", together);
        kit_close(&other);
    }
    kit_close(&one);
}

Test(store_history, g2_a_repeat_of_a_resubmission_gets_what_was_decided_then)
{
    struct kit kit;
    (void)tell(&kit, 1);
    const struct job *job = kit_one(&kit, wanted(&kit, story[1]));
    cr_assert_eq(job->store_answer.answer, PFQ__V1__ANSWER__ANSWER_DUPLICATE);
    const Pfq__V1__Judged *j = kit_judged(&kit, job);
    cr_assert_eq(j->resubmission->of_ordinal, 1);
    cr_assert_eq(j->resubmission->n_still_open, 1);
    kit_close(&kit);
}

Test(store_history, a_batch_that_is_tried_again_decides_again_from_what_was_sent)
{
    struct kit kit;
    struct batch_result result;
    open_kit(&kit);
    Pfq__V1__Envelope *batch[3] = {
        wanted(&kit, (struct wish){"m1", FH_GAP, {NOT_MET, MET, MET}, 0, 1}),
        wanted(&kit, (struct wish){"m2", FH_GAP, {NOT_MET, MET, MET}, 0, 1}),
        wanted(&kit, story[0])};
    batch[2]->store_put->urn_readable = 2; /* no boolean that the schema knows: found out last */
    const struct job *jobs = kit_run(&kit, batch, 3, &result);
    cr_assert_eq(result.accepted, 2);
    cr_assert_eq(kit_judged(&kit, &jobs[1])->resubmission->of_ordinal, 1);
    cr_assert_eq(kit_judged(&kit, &jobs[1])->n_findings, 2, "AA01, and HH01 once");
    kit_close(&kit);
}

/* --- what cannot be compared ------------------------------------------------------------------ */

Test(store_history, checks_that_do_not_compile_and_damaged_rows_cost_the_comparison_alone)
{
    struct kit kit;
    open_kit(&kit);
    (void)put_one(&kit, (struct wish){"m1", FH_GAP, {NOT_MET, MET, MET}, 0, 1});
    keep_catalogue(&kit, 4, "no.such.name");
    Pfq__V1__Envelope *e = wanted(&kit, (struct wish){"m2", FH_GAP, {NOT_MET, MET, MET}, 0, 1});
    memset(e->store_put->catalogue_digest.data, 4, PFQ_DIGEST_BYTES);
    const struct job *job = kit_one(&kit, e);
    cr_assert_eq(job->store_answer.answer, ACCEPTED);
    cr_assert_eq(job->store_answer.stored->ordinal, 2);
    cr_assert_null(kit_judged(&kit, job)->resubmission);
    run_sql(&kit, "UPDATE submission SET judged = x'FFFF', history = x'FFFF'");
    const Pfq__V1__Judged *j =
        put_one(&kit, (struct wish){"m3", FH_GAP, {NOT_MET, MET, MET}, 0, 1});
    cr_assert_null(j->resubmission);
    cr_assert_eq(outcome_of(j, AGAIN), NOT_MET, "that something came before is known");
    kit_close(&kit);
}

Test(store_history, without_room_for_the_answer_the_sender_is_put_off_and_nothing_is_stored)
{
    struct kit kit;
    struct batch_result result;
    unsigned char block[16];
    struct pfq_arena arena;
    open_kit(&kit);
    (void)put_one(&kit, (struct wish){"m1", FH_GAP, {NOT_MET, MET, MET}, 0, 1});
    struct job job = {.request = wanted(&kit, (struct wish){"m2", FH_GAP, {MET, MET, MET}, 1, 1})};
    pfq_arena_init(&arena, block, sizeof block);
    batch_run(&kit.batch, &job, 1, &arena, 1777800000000, &result);
    cr_assert_eq(job.store_answer.answer, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
    cr_assert_str_eq(job.store_answer.problems[0]->code, "BUSY");
    cr_assert_eq(kit_case(&kit, "43AA1234526")->n_rows, 1);
    cr_assert_eq(kit_one(&kit, job.request)->store_answer.stored->ordinal, 2);
    kit_close(&kit);
}
