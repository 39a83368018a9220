/* Mailboxes, positions, figures, quarantine: what store gives back. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/store_kit.h"

TestSuite(store_reads, .timeout = 60);

static void put_many(struct kit *kit, size_t count)
{
    struct batch_result result;
    Pfq__V1__Envelope **requests = pfq_arena_new(&kit->arena, Pfq__V1__Envelope *, count);
    for (size_t i = 0; i < count; i++) {
        char id[32];
        char urn[48];
        (void)snprintf(id, sizeof id, "many%zu", i);
        (void)snprintf(urn, sizeof urn, "43AA%05zu26", i);
        requests[i] = kit_put(kit, id, urn);
    }
    (void)kit_run(kit, requests, count, &result);
    cr_assert_eq(result.accepted, count);
    cr_assert_eq(result.sequence, count);
    cr_assert_eq(result.force_count, 1);
}

Test(store_reads, a_mailbox_is_given_in_pages_bounded_in_items_and_bytes)
{
    struct kit kit;
    struct pfq_err err = {0};
    kit_open(&kit);
    put_many(&kit, 60);
    Pfq__V1__MailboxRead read = PFQ__V1__MAILBOX_READ__INIT;
    Pfq__V1__StoreRows rows = PFQ__V1__STORE_ROWS__INIT;
    read.force = (char *)(uintptr_t) "43";
    read.has_after = read.has_limit = true;
    read.after = 10;
    read.limit = 20;
    cr_assert_eq(db_read_mailbox(kit.batch.db, &read, 1000000, &kit.arena, &rows, &err), PFQ_OK);
    cr_assert_eq(rows.n_rows, 20);
    cr_assert_eq(rows.rows[0]->number, 11);
    cr_assert(rows.more);
    read.after = 40;
    cr_assert_eq(db_read_mailbox(kit.batch.db, &read, 1000000, &kit.arena, &rows, &err), PFQ_OK);
    cr_assert_eq(rows.n_rows, 20);
    cr_assert_not(rows.more);
    cr_assert_eq(db_read_mailbox(kit.batch.db, &read, 1000, &kit.arena, &rows, &err), PFQ_OK);
    cr_assert(rows.n_rows > 0 && rows.n_rows < 8);
    cr_assert(rows.more);
    cr_assert_eq(db_read_mailbox(kit.batch.db, &read, 1, &kit.arena, &rows, &err), PFQ_OK);
    cr_assert_eq(rows.n_rows, 1, "one row always, or a reader could never pass it");
    kit_close(&kit);
}

Test(store_reads, a_position_moves_forward_only_never_past_the_end_and_survives_a_restart)
{
    static const struct {
        uint64_t up_to;
        uint64_t then;
    } rows[] = {{3, 3}, {2, 3}, {0, 3}, {9, 5}, {5, 5}, {UINT64_MAX, 5}};
    struct kit kit;
    kit_open(&kit);
    put_many(&kit, 5);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct job *job = kit_one(&kit, kit_position(&kit, "default", rows[i].up_to));
        cr_assert_eq(job->rows.n_problems, 0);
        cr_assert_eq(job->rows.acknowledged, rows[i].then, "row %zu", i);
    }
    kit_reopen(&kit);
    cr_assert_eq(kit_mailbox(&kit, "43", 0)->acknowledged, 5);
    kit_close(&kit);
}

Test(store_reads, without_a_number_a_reader_goes_on_where_it_acknowledged)
{
    struct kit kit;
    struct pfq_err err = {0};
    kit_open(&kit);
    put_many(&kit, 5);
    (void)kit_one(&kit, kit_position(&kit, "desk", 3));
    Pfq__V1__MailboxRead read = PFQ__V1__MAILBOX_READ__INIT;
    Pfq__V1__StoreRows rows = PFQ__V1__STORE_ROWS__INIT;
    read.force = (char *)(uintptr_t) "43";
    read.consumer = (char *)(uintptr_t) "desk";
    cr_assert_eq(db_read_mailbox(kit.batch.db, &read, 1000000, &kit.arena, &rows, &err), PFQ_OK);
    cr_assert_eq(rows.n_rows, 2);
    cr_assert_eq(rows.rows[0]->number, 4);
    cr_assert_eq(rows.acknowledged, 3);
    kit_close(&kit);
}

Test(store_reads, a_mailbox_has_a_bounded_number_of_readers_and_one_too_many_harms_nobody)
{
    struct kit kit;
    struct batch_result result;
    Pfq__V1__Envelope *requests[DB_CONSUMERS_MAX + 2];
    kit_open(&kit);
    for (size_t i = 0; i <= DB_CONSUMERS_MAX; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "r%zu", i);
        requests[i] = kit_position(&kit, name, 0);
    }
    requests[DB_CONSUMERS_MAX + 1] = kit_put(&kit, "m1", "43AA1234526");
    const struct job *jobs = kit_run(&kit, requests, DB_CONSUMERS_MAX + 2, &result);
    cr_assert_eq(jobs[DB_CONSUMERS_MAX - 1].rows.n_problems, 0);
    cr_assert_eq(jobs[DB_CONSUMERS_MAX].rows.n_problems, 1);
    cr_assert_str_eq(jobs[DB_CONSUMERS_MAX].rows.problems[0]->code, "TOO_MANY_READERS");
    cr_assert_eq(result.accepted, 1);
    kit_close(&kit);
}

Test(store_reads, status_counts_what_is_held_and_what_the_slowest_reader_has_not_read)
{
    struct kit kit;
    struct pfq_err err = {0};
    kit_open(&kit);
    put_many(&kit, 5);
    Pfq__V1__ServiceStatus status = PFQ__V1__SERVICE_STATUS__INIT;
    cr_assert_eq(db_read_figures(kit.batch.db, &kit.arena, true, &status, &err), PFQ_OK);
    cr_assert_eq(status.submissions, 5);
    cr_assert(status.has_last_commit_at);
    cr_assert_eq(status.n_forces, 1);
    cr_assert_eq(status.forces[0]->unread, 5, "nobody has read anything");
    (void)kit_one(&kit, kit_position(&kit, "fast", 5));
    (void)kit_one(&kit, kit_position(&kit, "slow", 2));
    cr_assert_eq(db_read_figures(kit.batch.db, &kit.arena, true, &status, &err), PFQ_OK);
    cr_assert_eq(status.forces[0]->last_number, 5);
    cr_assert_eq(status.forces[0]->unread, 3);
    kit_close(&kit);
}

static Pfq__V1__Envelope *unreadable(struct kit *kit, size_t size)
{
    Pfq__V1__Envelope *e = pfq_arena_new(&kit->arena, Pfq__V1__Envelope, 1);
    pfq__v1__envelope__init(e);
    e->body_case = PFQ__V1__ENVELOPE__BODY_STORE_QUARANTINE;
    e->store_quarantine = pfq_arena_new(&kit->arena, Pfq__V1__StoreQuarantine, 1);
    pfq__v1__store_quarantine__init(e->store_quarantine);
    e->store_quarantine->has_received_at = e->store_quarantine->has_original = true;
    e->store_quarantine->received_at = 1000;
    e->store_quarantine->original.data = pfq_arena_new(&kit->arena, uint8_t, size);
    e->store_quarantine->original.len = size;
    return e;
}

Test(store_reads, g8_unreadable_bytes_go_to_a_database_of_their_own_until_it_is_full)
{
    struct kit kit;
    struct pfq_err err = {0};
    int deleted = 0;
    kit_open(&kit);
    kit.batch.held_at_most = (struct db_held){2, 1000};
    static const size_t sizes[] = {400, 700, 400, 1};
    static const uint64_t held[] = {1, 1, 2, 2};
    for (size_t i = 0; i < 4; i++) {
        struct batch_result result;
        Pfq__V1__Envelope *request = unreadable(&kit, sizes[i]);
        const struct job *job = kit_run(&kit, &request, 1, &result);
        cr_assert_eq(job->store_answer.answer, PFQ__V1__ANSWER__ANSWER_REFUSED);
        cr_assert_eq(kit.batch.held.items, held[i], "row %zu", i);
        cr_assert_eq(result.quarantine_err.code, i % 2 == 0 ? PFQ_OK : PFQ_E_DB_FULL);
    }
    kit_reopen(&kit);
    cr_assert_eq(kit.batch.held.items, 2);
    cr_assert_eq(db_quarantine_expire(kit.batch.quarantine, 1001, 10, &deleted, &err), PFQ_OK);
    cr_assert_eq(deleted, 2);
    kit_close(&kit);
}

Test(store_reads, a_quarantine_that_fails_is_told_and_does_not_touch_the_main_database)
{
    struct kit kit;
    struct batch_result result;
    kit_open(&kit);
    struct db *quarantine = kit.batch.quarantine;
    kit.batch.quarantine = NULL;
    Pfq__V1__Envelope *both[] = {unreadable(&kit, 10), kit_put(&kit, "m1", "43AA1234526")};
    const struct job *jobs = kit_run(&kit, both, 2, &result);
    cr_assert_eq(jobs[0].store_answer.answer, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
    cr_assert_eq(jobs[1].store_answer.answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    cr_assert_eq(result.err.code, PFQ_OK);
    cr_assert_neq(result.quarantine_err.code, PFQ_OK);
    kit.batch.quarantine = quarantine;
    kit_close(&kit);
}

Test(store_reads, a_case_is_read_without_an_abort_when_the_memory_is_used_up)
{
    struct kit kit;
    struct pfq_arena full;
    struct pfq_err err = {0};
    unsigned char block[16];
    Pfq__V1__CaseRead read = PFQ__V1__CASE_READ__INIT;
    Pfq__V1__StoreRows rows = PFQ__V1__STORE_ROWS__INIT;
    kit_open(&kit);
    put_many(&kit, 1);
    pfq_arena_init(&full, block, sizeof block);
    (void)pfq_arena_try(&full, sizeof block, 1);
    read.urn = (char *)(uintptr_t) "43AA0000026";
    cr_assert_eq(db_read_case(kit.batch.db, &read, 1000, &full, &rows, &err), PFQ_OK);
    cr_assert_eq(rows.n_rows, 0);
    cr_assert(rows.more);
    kit_close(&kit);
}
