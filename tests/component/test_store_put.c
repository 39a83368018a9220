/* What store promises of one submission and of one batch: G1 to G4, design 3.2. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/store_kit.h"

TestSuite(store_put, .timeout = 60);

#define ACCEPTED  PFQ__V1__ANSWER__ANSWER_ACCEPTED
#define DUPLICATE PFQ__V1__ANSWER__ANSWER_DUPLICATE
#define CONFLICT  PFQ__V1__ANSWER__ANSWER_CONFLICT
#define REFUSED   PFQ__V1__ANSWER__ANSWER_REFUSED
#define TRY_AGAIN PFQ__V1__ANSWER__ANSWER_TRY_AGAIN

static Pfq__V1__Answer answer_of(const struct job *job)
{
    return job->store_answer.answer;
}

static void same_stored(const Pfq__V1__Stored *a, const Pfq__V1__Stored *b)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_bytes x = job_pack(&a->base, &arena);
    struct pfq_bytes y = job_pack(&b->base, &arena);
    cr_assert_eq(x.size, y.size);
    cr_assert_eq(memcmp(x.data, y.data, x.size), 0);
    pfq_arena_close(&arena);
}

Test(store_put, g1_what_was_accepted_is_there_after_a_restart)
{
    struct kit kit;
    kit_open(&kit);
    const struct job *job = kit_one(&kit, kit_put(&kit, "m1", "43AA1234526"));
    cr_assert_eq(answer_of(job), ACCEPTED);
    cr_assert_eq(job->store_answer.token, 7);
    kit_reopen(&kit);
    const Pfq__V1__StoreRows *rows = kit_mailbox(&kit, "43", 0);
    cr_assert_eq(rows->n_rows, 1);
    same_stored(rows->rows[0], job->store_answer.stored);
    kit_close(&kit);
}

Test(store_put, g2_a_repeat_gets_the_first_answer_unchanged_and_stores_nothing)
{
    struct kit kit;
    kit_open(&kit);
    const struct job *first = kit_one(&kit, kit_put(&kit, "m1", "43AA1234526"));
    Pfq__V1__Envelope *again = kit_put(&kit, "m1", "43AA1234526");
    again->store_put->received_at += 1000;
    const struct job *second = kit_one(&kit, again);
    cr_assert_eq(answer_of(second), DUPLICATE);
    cr_assert_not(second->store_answer.has_catalogue);
    same_stored(second->store_answer.stored, first->store_answer.stored);
    cr_assert_eq(kit_mailbox(&kit, "43", 0)->n_rows, 1);
    kit_close(&kit);
}

Test(store_put, g2_a_repeat_in_the_same_batch_is_a_duplicate_of_the_earlier_one)
{
    struct kit kit;
    struct batch_result result;
    kit_open(&kit);
    Pfq__V1__Envelope *both[] = {kit_put(&kit, "m1", "43AA1234526"),
                                 kit_put(&kit, "m1", "43AA1234526")};
    const struct job *jobs = kit_run(&kit, both, 2, &result);
    cr_assert_eq(answer_of(&jobs[0]), ACCEPTED);
    cr_assert_eq(answer_of(&jobs[1]), DUPLICATE);
    same_stored(jobs[0].store_answer.stored, jobs[1].store_answer.stored);
    cr_assert_eq(result.accepted, 1);
    kit_close(&kit);
}

Test(store_put, g2_the_same_id_with_other_content_is_a_conflict_and_changes_nothing)
{
    struct kit kit;
    kit_open(&kit);
    (void)kit_one(&kit, kit_put(&kit, "m1", "43AA1234526"));
    Pfq__V1__Envelope *other = kit_put(&kit, "m1", "43AA1234526");
    other->store_put->content_digest.data[31] ^= 1;
    const struct job *job = kit_one(&kit, other);
    cr_assert_eq(answer_of(job), CONFLICT);
    cr_assert_null(job->store_answer.stored);
    cr_assert_str_eq(job->store_answer.problems[0]->code, "ID_TAKEN");
    cr_assert_eq(kit_mailbox(&kit, "43", 0)->last_number, 1);
    kit_close(&kit);
}

Test(store_put, g2_another_source_may_use_the_same_id)
{
    struct kit kit;
    kit_open(&kit);
    (void)kit_one(&kit, kit_put(&kit, "m1", "43AA1234526"));
    Pfq__V1__Envelope *other = kit_put(&kit, "m1", "43AA1234526");
    strcpy(other->store_put->source, "tik");
    cr_assert_eq(answer_of(kit_one(&kit, other)), ACCEPTED);
    kit_close(&kit);
}

/* A repeat under catalogue 2 of what catalogue 1 judged; its answer lives as long as the kit. */
static struct job *repeat_under_another(struct kit *kit)
{
    (void)kit_one(kit, kit_put(kit, "m1", "43AA1234526"));
    (void)kit_one(kit, kit_catalogue(kit, 2));
    Pfq__V1__Envelope *again = kit_put(kit, "m1", "43AA1234526");
    memset(again->store_put->catalogue_digest.data, 2, PFQ_DIGEST_BYTES);
    return kit_one(kit, again);
}

Test(store_put, a_repeat_under_a_newer_catalogue_brings_the_texts_that_judged_the_first)
{
    struct kit kit;
    kit_open(&kit);
    const struct job *job = repeat_under_another(&kit);
    cr_assert_eq(answer_of(job), DUPLICATE);
    cr_assert(job->store_answer.has_catalogue);
    Pfq__V1__Catalogue *texts = pfq__v1__catalogue__unpack(NULL, job->store_answer.catalogue.len,
                                                           job->store_answer.catalogue.data);
    cr_assert_eq(texts->digest.data[0], 1);
    pfq__v1__catalogue__free_unpacked(texts, NULL);
    kit_close(&kit);
}

Test(store_put, texts_that_fit_no_frame_are_left_out_of_the_answer_to_a_repeat)
{
    static uint8_t texts[PFQ_FRAME_BYTES];
    struct kit kit;
    kit_open(&kit);
    struct job *job = repeat_under_another(&kit);
    job_fit(job);
    cr_assert(job->store_answer.has_catalogue, "what fits is not touched");
    job->store_answer.catalogue = (ProtobufCBinaryData){sizeof texts, texts};
    job_fit(job);
    cr_assert_not(job->store_answer.has_catalogue);
    cr_assert_eq(answer_of(job), DUPLICATE);
    cr_assert_eq(job->store_answer.stored->ordinal, 1);
    cr_assert_leq(protobuf_c_message_get_packed_size(&job->answer.base), (size_t)PFQ_FRAME_BYTES);
    kit_close(&kit);
}

Test(store_put, a_batch_without_room_for_the_texts_of_a_repeat_puts_it_off)
{
    static unsigned char block[1024];
    struct kit kit;
    struct pfq_arena small;
    kit_open(&kit);
    struct job *job = repeat_under_another(&kit);
    size_t least = job->store_answer.catalogue.len;
    cr_assert_lt(least, sizeof block);
    pfq_arena_init(&small, block, sizeof block);
    struct batch_result result;
    struct job again = {.request = job->request};
    for (size_t room = 1; room < sizeof block; room++) {
        pfq_arena_init(&small, block, room);
        batch_run(&kit.batch, &again, 1, &small, 0, &result);
        cr_assert(answer_of(&again) == TRY_AGAIN || again.store_answer.has_catalogue, "%zu bytes",
                  room);
    }
    cr_assert_eq(answer_of(&again), DUPLICATE);
    kit_close(&kit);
}

Test(store_put, an_unknown_catalogue_is_asked_for_and_nothing_is_stored)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__Envelope *put = kit_put(&kit, "m1", "43AA1234526");
    memset(put->store_put->catalogue_digest.data, 9, PFQ_DIGEST_BYTES);
    const struct job *job = kit_one(&kit, put);
    cr_assert_eq(answer_of(job), TRY_AGAIN);
    cr_assert(job->store_answer.catalogue_wanted);
    (void)kit_one(&kit, kit_catalogue(&kit, 9));
    cr_assert_eq(answer_of(kit_one(&kit, put)), ACCEPTED);
    kit_close(&kit);
}

Test(store_put, a_file_is_force_urn_with_suffix_type_and_for_a_breach_its_date)
{
    static const struct {
        const char *force;
        const char *urn;
        Pfq__V1__FileType type;
        int32_t breach;
        bool readable;
        uint32_t ordinal;
    } rows[] = {
        {"43", "43AA1234526", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP, 0, true, 1},
        {"43", "43AA1234526", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP, 0, true, 2},
        {"43", "43AA1234526", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC, 0, true, 1},
        {"43", "43AA1234526/2", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP, 0, true, 1},
        {"40", "43AA1234526", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP, 0, true, 1},
        {"43", "43AA1234526", PFQ__V1__FILE_TYPE__FILE_TYPE_BOB, 20260501, true, 1},
        {"43", "43AA1234526", PFQ__V1__FILE_TYPE__FILE_TYPE_BOB, 20260502, true, 1},
        {"43", "43AA1234526", PFQ__V1__FILE_TYPE__FILE_TYPE_BOB, 20260501, true, 2},
        {"43", "unclear", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP, 0, false, 1},
        {"43", "unclear", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP, 0, false, 1},
        {"43", "43AA1234526", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP, 0, true, 3},
    };
    struct kit kit;
    kit_open(&kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "m%zu", i);
        Pfq__V1__Envelope *e = kit_put(&kit, id, rows[i].urn);
        e->store_put->force = pfq_arena_strdup(&kit.arena, rows[i].force);
        e->store_put->file_type = rows[i].type;
        e->store_put->breach_date = rows[i].breach;
        e->store_put->urn_readable = rows[i].readable;
        const struct job *job = kit_one(&kit, e);
        cr_assert_eq(answer_of(job), ACCEPTED);
        cr_assert_eq(job->store_answer.stored->ordinal, rows[i].ordinal, "row %zu", i);
    }
    kit_close(&kit);
}

Test(store_put, a_case_is_found_by_its_urn_with_every_suffix_over_all_forces_in_order)
{
    static const char *const urns[] = {"43AA1234526", "43AA1234526/2", "43AA1234527", "43AA1234526",
                                       "43AA1234525"};
    struct kit kit;
    kit_open(&kit);
    for (size_t i = 0; i < 5; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "m%zu", i);
        Pfq__V1__Envelope *e = kit_put(&kit, id, urns[i]);
        e->store_put->force = pfq_arena_strdup(&kit.arena, i % 2 ? "43" : "40");
        (void)kit_one(&kit, e);
    }
    const Pfq__V1__StoreRows *rows = kit_case(&kit, "43AA1234526");
    cr_assert_eq(rows->n_rows, 3);
    cr_assert_eq(rows->rows[0]->sequence, 1);
    cr_assert_eq(rows->rows[1]->sequence, 2);
    cr_assert_eq(rows->rows[2]->sequence, 4);
    cr_assert_eq(kit_case(&kit, "43AA1234526/2")->n_rows, 1);
    cr_assert_eq(kit_case(&kit, "nothing")->n_rows, 0);
    kit_close(&kit);
}

Test(store_put, test_mode_has_ids_of_its_own_no_ordinal_no_number_and_lasts_seven_days)
{
    struct kit kit;
    struct pfq_err err = {0};
    int deleted = 0;
    kit_open(&kit);
    (void)kit_one(&kit, kit_put(&kit, "m1", "43AA1234526"));
    Pfq__V1__Envelope *test = kit_put(&kit, "m1", "43AA1234526");
    test->store_put->has_mode = true;
    test->store_put->mode = PFQ__V1__MODE__MODE_TEST;
    test->store_put->content_digest.data[0] ^= 1;
    const struct job *first = kit_one(&kit, test);
    cr_assert_eq(answer_of(first), ACCEPTED);
    cr_assert_not(first->store_answer.stored->has_ordinal);
    cr_assert_not(first->store_answer.stored->has_number);
    const struct job *second = kit_one(&kit, test);
    cr_assert_eq(answer_of(second), DUPLICATE);
    same_stored(first->store_answer.stored, second->store_answer.stored);
    cr_assert_eq(kit_mailbox(&kit, "43", 0)->last_number, 1);
    int64_t committed_at = first->store_answer.stored->committed_at;
    cr_assert_eq(db_expire_trials(kit.batch.db, committed_at, 10, &deleted, &err), PFQ_OK);
    cr_assert_eq(deleted, 0);
    cr_assert_eq(db_expire_trials(kit.batch.db, committed_at + 1, 10, &deleted, &err), PFQ_OK);
    cr_assert_eq(deleted, 1);
    cr_assert_eq(answer_of(kit_one(&kit, test)), ACCEPTED);
    kit_close(&kit);
}

Test(store_put, g4_numbers_have_no_gap_in_mixed_batches_whatever_is_refused_or_repeated)
{
    struct kit kit;
    struct batch_result result;
    unsigned seed = 20260503;
    uint64_t expected[2] = {0, 0};
    kit_open(&kit);
    for (int round = 0; round < 20; round++) {
        Pfq__V1__Envelope *batch[50];
        for (int i = 0; i < 50; i++) {
            char id[24];
            (void)snprintf(id, sizeof id, "m%d", rand_r(&seed) % 700);
            batch[i] = kit_put(&kit, id, "43AA1234526");
            batch[i]->store_put->force[0] = rand_r(&seed) % 2 ? '4' : '1';
            if (rand_r(&seed) % 5 == 0) {
                batch[i]->store_put->content_digest.data[0] ^= 1;
            }
            if (rand_r(&seed) % 7 == 0) {
                batch[i]->store_put->force[1] = 'x';
            }
        }
        const struct job *jobs = kit_run(&kit, batch, 50, &result);
        for (int i = 0; i < 50; i++) {
            if (answer_of(&jobs[i]) == ACCEPTED) {
                const Pfq__V1__Stored *s = jobs[i].store_answer.stored;
                cr_assert_eq(s->number, ++expected[s->force[0] == '4'], "seed 20260503");
            }
        }
    }
    cr_assert_gt(expected[0], 100);
    const Pfq__V1__StoreRows *rows = kit_mailbox(&kit, "43", 0);
    cr_assert_eq(rows->last_number, expected[1]);
    for (size_t i = 0; i < rows->n_rows; i++) {
        cr_assert_eq(rows->rows[i]->number, i + 1);
    }
    kit_close(&kit);
}

Test(store_put, g7_a_peer_may_do_what_its_role_grants_and_nothing_else)
{
    static const struct {
        int role; /* -1: no peer */
        const char *force;
        Pfq__V1__Answer put;
        bool acknowledges;
    } rows[] = {
        {PFQ__V1__ROLE__ROLE_OPERATOR, NULL, ACCEPTED, true},
        {PFQ__V1__ROLE__ROLE_FORCE, "43", ACCEPTED, true},
        {PFQ__V1__ROLE__ROLE_FORCE, "40", REFUSED, false},
        {PFQ__V1__ROLE__ROLE_FORCE, NULL, REFUSED, false},
        {PFQ__V1__ROLE__ROLE_CPS, NULL, ACCEPTED, false},
        {PFQ__V1__ROLE__ROLE_UNSPECIFIED, "43", REFUSED, false},
        {-1, NULL, REFUSED, false},
    };
    struct kit kit;
    kit_open(&kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "m%zu", i);
        Pfq__V1__Envelope *put = kit_put(&kit, id, "43AA1234526");
        Pfq__V1__Envelope *position = kit_position(&kit, "default", 1);
        Pfq__V1__Peer peer = PFQ__V1__PEER__INIT;
        peer.has_role = true;
        peer.role = (Pfq__V1__Role)rows[i].role;
        peer.force = (char *)(uintptr_t)rows[i].force;
        put->store_put->peer = position->position_write->peer = rows[i].role < 0 ? NULL : &peer;
        cr_assert_eq(answer_of(kit_one(&kit, put)), rows[i].put, "row %zu", i);
        const struct job *job = kit_one(&kit, position);
        cr_assert_eq(job->rows.n_problems == 0, rows[i].acknowledges, "row %zu", i);
        cr_assert(rows[i].acknowledges || strcmp(job->rows.problems[0]->code, "NOT_GRANTED") == 0);
    }
    kit_close(&kit);
}

Test(store_put, a_malformed_request_is_refused_and_the_rest_of_its_batch_is_stored)
{
    struct kit kit;
    struct batch_result result;
    kit_open(&kit);
    Pfq__V1__Envelope *requests[6];
    for (size_t i = 0; i < 6; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "m%zu", i);
        requests[i] = kit_put(&kit, id, "43AA1234526");
    }
    requests[0]->store_put->id = NULL;
    requests[1]->store_put->content_digest.len = 31;
    requests[2]->store_put->force = NULL;
    requests[3]->store_put->received_at = INT64_MAX;
    requests[4]->store_put->has_judged = false;
    const struct job *jobs = kit_run(&kit, requests, 6, &result);
    for (size_t i = 0; i < 5; i++) {
        cr_assert_eq(answer_of(&jobs[i]), REFUSED);
        cr_assert_str_eq(jobs[i].store_answer.problems[0]->code, "MALFORMED");
    }
    cr_assert_eq(answer_of(&jobs[5]), ACCEPTED);
    cr_assert_eq(jobs[5].store_answer.stored->number, 1);
    kit_close(&kit);
}

Test(store_put, a_message_that_the_database_refuses_does_not_cost_the_others_their_place)
{
    struct kit kit;
    struct batch_result result;
    kit_open(&kit);
    (void)kit_one(&kit, kit_put(&kit, "m0", "43AA1234526"));
    Pfq__V1__Envelope *requests[3] = {kit_put(&kit, "m1", "43AA1234526"),
                                      kit_put(&kit, "m2", "43AA1234526"),
                                      kit_put(&kit, "m3", "43AA1234526")};
    requests[1]->store_put->urn_readable = 2; /* no boolean that the schema knows */
    const struct job *jobs = kit_run(&kit, requests, 3, &result);
    cr_assert_eq(answer_of(&jobs[0]), ACCEPTED);
    cr_assert_eq(answer_of(&jobs[1]), REFUSED);
    cr_assert_eq(answer_of(&jobs[2]), ACCEPTED);
    cr_assert_eq(jobs[0].store_answer.stored->number, 2);
    cr_assert_eq(jobs[2].store_answer.stored->number, 3);
    cr_assert_eq(jobs[2].store_answer.stored->ordinal, 3);
    kit_close(&kit);
}

Test(store_put, g8_what_was_refused_is_kept_and_answered_with_its_reasons_and_claims_no_id)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__Envelope *e = kit_put(&kit, "m1", "43AA1234526");
    Pfq__V1__Envelope refusal = *e;
    Pfq__V1__StoreRefusal body = PFQ__V1__STORE_REFUSAL__INIT;
    Pfq__V1__Problem problem = PFQ__V1__PROBLEM__INIT;
    Pfq__V1__Problem *problems[] = {&problem};
    problem.code = (char *)(uintptr_t) "UNKNOWN_FORCE";
    body.source = e->store_put->source;
    body.id = e->store_put->id;
    body.has_content_digest = true;
    body.content_digest = e->store_put->content_digest;
    body.problems = problems;
    body.n_problems = 1;
    refusal.body_case = PFQ__V1__ENVELOPE__BODY_STORE_REFUSAL;
    refusal.store_refusal = &body;
    const struct job *job = kit_one(&kit, &refusal);
    cr_assert_eq(answer_of(job), REFUSED);
    cr_assert_eq(job->store_answer.n_problems, 1);
    cr_assert_str_eq(job->store_answer.problems[0]->code, "UNKNOWN_FORCE");
    cr_assert_eq(answer_of(kit_one(&kit, e)), ACCEPTED);
    kit_close(&kit);
}
