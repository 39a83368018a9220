/* The disk fails at the n-th write or sync, n = 1, 2, ... until it passes clean: whatever was
 * acknowledged is there, whatever was not is put off, and the next attempt works. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/rollup.h"
#include "support/fault_vfs.h"
#include "support/store_kit.h"

TestSuite(store_disk, .timeout = 300);

enum {
    BATCH = 20,
    NTH_MAX = 2000
};

static Pfq__V1__Envelope **requests_of(struct kit *kit, int round)
{
    Pfq__V1__Envelope **requests = pfq_arena_new(&kit->arena, Pfq__V1__Envelope *, BATCH);
    for (int i = 0; i < BATCH; i++) {
        char id[32];
        char urn[32];
        (void)snprintf(id, sizeof id, "r%d-%d", round, i);
        (void)snprintf(urn, sizeof urn, "43AA%05d26", i);
        requests[i] = kit_put(kit, id, urn);
    }
    return requests;
}

/* Numbers 1, 2, 3 ... and as many as were acknowledged. */
static void check_mailbox(struct kit *kit, uint64_t acknowledged)
{
    uint64_t after = 0;
    uint64_t last = 0;
    do {
        const Pfq__V1__StoreRows *rows = kit_mailbox(kit, "43", after);
        for (size_t i = 0; i < rows->n_rows; i++) {
            cr_assert_eq(rows->rows[i]->number, ++after);
        }
        last = rows->last_number;
    } while (after < last);
    cr_assert_eq(last, acknowledged);
}

static void fail_at_each(enum fault_kind kind, enum pfq_code expected)
{
    struct kit kit;
    uint64_t acknowledged = 0;
    int nth = 1;
    kit_open(&kit);
    for (; nth < NTH_MAX; nth++) {
        struct batch_result result;
        Pfq__V1__Envelope **requests = requests_of(&kit, nth);
        fault_set(kind, nth);
        const struct job *jobs = kit_run(&kit, requests, BATCH, &result);
        int fired = fault_fired();
        fault_set(FAULT_NONE, 0);
        for (int i = 0; i < BATCH; i++) {
            cr_assert_eq(jobs[i].store_answer.answer, result.err.code == PFQ_OK
                                                          ? PFQ__V1__ANSWER__ANSWER_ACCEPTED
                                                          : PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
        }
        acknowledged += result.accepted;
        if (fired == 0) {
            break;
        }
        cr_assert_eq(result.err.code, expected, "n = %d: %s", nth, result.err.text);
        check_mailbox(&kit, acknowledged);
        /* the same again, the cause being gone: all are stored now, and once */
        jobs = kit_run(&kit, requests, BATCH, &result);
        for (int i = 0; i < BATCH; i++) {
            cr_assert_eq(jobs[i].store_answer.answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
        }
        acknowledged += result.accepted;
        if (nth % 10 == 1) {
            kit_reopen(&kit);
        }
        check_mailbox(&kit, acknowledged);
    }
    cr_assert_gt(nth, 1, "the fault was never met");
    cr_assert_lt(nth, NTH_MAX);
    kit_reopen(&kit);
    check_mailbox(&kit, acknowledged);
    kit_close(&kit);
}

Test(store_disk, g1_a_failing_write_loses_no_receipt_and_the_next_attempt_works)
{
    fault_install();
    fail_at_each(FAULT_WRITE, PFQ_E_DB_IO);
}

Test(store_disk, g1_a_failing_sync_loses_no_receipt_and_the_next_attempt_works)
{
    fault_install();
    fail_at_each(FAULT_SYNC, PFQ_E_DB_IO);
}

Test(store_disk, g1_a_full_disk_loses_no_receipt_and_the_next_attempt_works)
{
    fault_install();
    fail_at_each(FAULT_FULL, PFQ_E_DB_FULL);
}

/* A crash right after the failure: what the next process finds in the files. */
Test(store_disk, g1_after_a_failure_and_a_crash_what_was_acknowledged_is_there)
{
    struct kit kit;
    uint64_t acknowledged = 0;
    fault_install();
    kit_open(&kit);
    for (int nth = 1; nth < 40; nth++) {
        struct batch_result result;
        fault_set(FAULT_SYNC, nth % 2 + 1);
        (void)kit_run(&kit, requests_of(&kit, nth), BATCH, &result);
        fault_set(FAULT_NONE, 0);
        acknowledged += result.accepted;
        struct db *fresh = NULL;
        struct pfq_err err = {0};
        char copy[160];
        char command[1024];
        (void)snprintf(copy, sizeof copy, "%s.crash", kit.path);
        (void)snprintf(command, sizeof command, "cp %s %s && cp %s-wal %s-wal", kit.path, copy,
                       kit.path, copy);
        cr_assert_eq(system(command), 0);
        cr_assert_eq(db_open(copy, DB_WRITE, &fresh, &err), PFQ_OK, "%s", err.text);
        Pfq__V1__ServiceStatus status = PFQ__V1__SERVICE_STATUS__INIT;
        cr_assert_eq(db_read_figures(fresh, &kit.arena, true, &status, &err), PFQ_OK);
        /* more is possible: stored, but never told; then a repeat is told DUPLICATE */
        cr_assert_geq(status.submissions, acknowledged);
        cr_assert_eq(status.submissions % BATCH, 0, "all of a batch or nothing");
        cr_assert(status.n_forces == 0 || status.forces[0]->last_number == status.submissions);
        db_close(fresh);
        (void)snprintf(command, sizeof command, "rm -f %s %s-wal %s-shm", copy, copy, copy);
        cr_assert_eq(system(command), 0);
    }
    cr_assert_gt(acknowledged, 0);
    kit_close(&kit);
}

Test(store_disk, g3_a_rollup_that_fails_leaves_the_mark_and_the_cells_as_they_were)
{
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    uint64_t up_to = 0;
    fault_install();
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    struct batch_result result;
    (void)kit_run(&kit, requests_of(&kit, 1), BATCH, &result);
    int nth = 1;
    for (; nth < NTH_MAX; nth++) {
        fault_set(FAULT_WRITE, nth);
        enum pfq_code code = rollup_follow(rollup, kit.batch.db, &up_to, &err);
        fault_set(FAULT_NONE, 0);
        uint64_t mark = 99;
        struct pfq_err ignored = {0};
        cr_assert_eq(db_read_progress(kit.batch.db, "rollup", &mark, &ignored), PFQ_OK);
        cr_assert_eq(mark, code == PFQ_OK ? BATCH : 0);
        if (code == PFQ_OK) {
            break;
        }
        err = (struct pfq_err){0};
    }
    cr_assert_gt(nth, 1);
    rollup_close(rollup);
    kit_close(&kit);
}
