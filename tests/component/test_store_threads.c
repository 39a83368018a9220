/* The writer's thread and its queue, without sockets: bounds, order, recovery. */
#include <criterion/criterion.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "store/writer.h"
#include "support/store_kit.h"

TestSuite(store_threads, .timeout = 60);

struct desk {
    struct pfq_people_rules rules;
    struct kit kit; /* for its directory and its requests */
    struct checkpoint checkpoint;
    struct writer writer;
    struct worker worker;
    int event_fd;
};

static void desk_open(struct desk *desk, const char *path, size_t jobs_max, int64_t log_bytes)
{
    struct pfq_err err = {0};
    desk->event_fd = eventfd(0, EFD_NONBLOCK);
    pfq_people_rules_default(&desk->rules);
    cr_assert_eq(writer_init(&desk->writer, path, (struct db_held){10, 10000}, &desk->rules,
                             &desk->checkpoint, desk->event_fd, &err),
                 PFQ_OK, "%s", err.text);
    cr_assert_eq(checkpoint_start(&desk->checkpoint, path, log_bytes, &err), PFQ_OK);
    cr_assert_eq(worker_start(&desk->worker, &writer_ops, &desk->writer, desk->event_fd, jobs_max,
                              1 << 20, &err),
                 PFQ_OK);
}

static void desk_close(struct desk *desk)
{
    worker_stop(&desk->worker);
    checkpoint_stop(&desk->checkpoint);
    writer_fini(&desk->writer);
    (void)close(desk->event_fd);
    kit_close(&desk->kit);
}

static bool hand(struct desk *desk, Pfq__V1__Envelope *request)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_frame frame = {.received = pfq_wire_pack(&request->base, &arena),
                              .now_ms = pfq_monotonic_ms()};
    bool taken = worker_add(&desk->worker, &frame);
    pfq_arena_close(&arena);
    return taken;
}

static struct bin *wait_for_bin(struct desk *desk)
{
    struct bin *bin = worker_collect(&desk->worker);
    while (bin == NULL) {
        struct pollfd ring = {.fd = desk->event_fd, .events = POLLIN};
        cr_assert_eq(poll(&ring, 1, 10000), 1, "no answer within 10 s");
        uint64_t rings = 0;
        cr_assert_eq(read(desk->event_fd, &rings, sizeof rings), (ssize_t)sizeof rings);
        bin = worker_collect(&desk->worker);
    }
    return bin;
}

static Pfq__V1__Answer one_answer(struct desk *desk, Pfq__V1__Envelope *request)
{
    cr_assert(hand(desk, request));
    struct bin *bin = wait_for_bin(desk);
    cr_assert_eq(bin->count, 1);
    Pfq__V1__Answer answer = bin->jobs[0].store_answer.answer;
    worker_release(&desk->worker, bin);
    return answer;
}

Test(store_threads, bins_that_are_never_needed_take_no_memory)
{
    struct desk desk;
    kit_open(&desk.kit);
    desk_open(&desk, desk.kit.path, 16, 1 << 25);
    size_t used = 0;
    for (int i = 0; i < 3 * WORKER_BINS; i++) {
        (void)one_answer(&desk, kit_put(&desk.kit, "m1", "43AA1234526"));
    }
    for (int i = 0; i < WORKER_BINS; i++) {
        used += desk.worker.bins[i].turn > 0;
    }
    cr_assert_eq(used, 1, "%zu bins", used);
    desk_close(&desk);
}

Test(store_threads, every_request_is_answered_once_and_in_order)
{
    static struct desk desk;
    kit_open(&desk.kit);
    desk_open(&desk, desk.kit.path, 64, 64 << 20);
    uint64_t sent = 0;
    uint64_t answered = 0;
    while (answered < 3000) {
        char id[32];
        (void)snprintf(id, sizeof id, "m%llu", (unsigned long long)sent);
        if (sent < 3000 && hand(&desk, kit_put(&desk.kit, id, "43AA1234526"))) {
            sent++;
            continue;
        }
        struct bin *bin = wait_for_bin(&desk);
        for (size_t i = 0; i < bin->count; i++) {
            cr_assert_eq(bin->jobs[i].store_answer.stored->number, ++answered);
        }
        worker_release(&desk.worker, bin);
    }
    uint64_t backlog = 0;
    int64_t age_ms = 0;
    worker_backlog(&desk.worker, pfq_monotonic_ms(), &backlog, &age_ms);
    cr_assert_eq(backlog, 0);
    desk_close(&desk);
}

Test(store_threads, the_queue_is_bounded_and_takes_again_once_answers_are_collected)
{
    static struct desk desk;
    int taken = 0;
    char id[32];
    kit_open(&desk.kit);
    desk_open(&desk, desk.kit.path, 4, 64 << 20);
    do {
        (void)snprintf(id, sizeof id, "m%d", taken);
    } while (hand(&desk, kit_put(&desk.kit, id, "43AA1234526")) && ++taken < 1000);
    cr_assert_leq(taken, 4 * WORKER_BINS);
    Pfq__V1__Envelope *again = kit_put(&desk.kit, "again", "43AA1234526");
    while (!hand(&desk, again)) { /* or wait_for_bin() complains */
        worker_release(&desk.worker, wait_for_bin(&desk));
    }
    desk_close(&desk);
}

/* Bins that are filled to their last byte while the writer waits for the disk. */
Test(store_threads, a_full_bin_has_room_for_the_answers_of_resubmissions)
{
    static struct desk desk;
    sqlite3 *other = NULL;
    int taken = 0;
    int accepted = 0;
    kit_open(&desk.kit);
    (void)kit_one(&desk.kit, kit_put(&desk.kit, "first", "43AA1234526"));
    desk_open(&desk, desk.kit.path, 4096, 64 << 20);
    cr_assert_eq(sqlite3_open(desk.kit.path, &other), SQLITE_OK);
    (void)sqlite3_busy_timeout(other, 5000);
    cr_assert_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    for (bool room = true; room; taken += room) {
        char id[16];
        (void)snprintf(id, sizeof id, "m%d", taken);
        room = hand(&desk, kit_put(&desk.kit, id, "43AA1234526"));
    }
    (void)sqlite3_close(other);
    for (int answered = 0; answered < taken;) {
        struct bin *bin = wait_for_bin(&desk);
        for (size_t i = 0; i < bin->count; i++, answered++) {
            const Pfq__V1__StoreAnswer *a = &bin->jobs[i].store_answer;
            accepted += a->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED;
            cr_assert(a->n_problems == 0 || strcmp(a->problems[0]->code, "DB_BUSY") == 0, "%s",
                      a->problems[0]->code);
        }
        worker_release(&desk.worker, bin);
    }
    cr_assert_gt(accepted, taken / 2);
    desk_close(&desk);
}

Test(store_threads, what_is_handed_over_before_the_end_is_stored_before_the_end)
{
    static struct desk desk;
    kit_open(&desk.kit);
    desk_open(&desk, desk.kit.path, 64, 64 << 20);
    for (int i = 0; i < 20; i++) {
        char id[32];
        (void)snprintf(id, sizeof id, "m%d", i);
        cr_assert(hand(&desk, kit_put(&desk.kit, id, "43AA1234526")));
    }
    worker_stop(&desk.worker);
    cr_assert_eq(kit_mailbox(&desk.kit, "43", 0)->last_number, 20);
    desk_close(&desk);
}

Test(store_threads, a_log_above_its_limit_starts_again_while_writing_goes_on)
{
    static struct desk desk;
    int64_t most = 0;
    int64_t before = 0;
    bool restarted = false;
    kit_open(&desk.kit);
    desk_open(&desk, desk.kit.path, 64, 1 << 20);
    for (int i = 0; i < 6000 && !restarted; i++) {
        char id[32];
        (void)snprintf(id, sizeof id, "m%d", i);
        (void)one_answer(&desk, kit_put(&desk.kit, id, "43AA1234526"));
        int64_t now = atomic_load(&desk.checkpoint.log_bytes);
        restarted = most > (1 << 20) && now < before;
        before = now;
        most = now > most ? now : most;
    }
    cr_assert(restarted, "the log grew to %lld", (long long)most);
    desk_close(&desk);
}

static bool alarm_within(struct desk *desk, bool wanted, int64_t ms)
{
    struct pfq_err why;
    int64_t until = pfq_monotonic_ms() + ms;
    while (writer_alarm(&desk->writer, ALARM_DATABASE, &why) != wanted) {
        if (pfq_monotonic_ms() > until) {
            return false;
        }
        (void)usleep(10000);
    }
    return true;
}

Test(store_threads, a_directory_that_is_missing_is_an_alarm_until_it_is_there)
{
    static struct desk desk;
    char dir[96];
    char path[112];
    char file[160];
    struct pfq_err why;
    kit_open(&desk.kit);
    (void)snprintf(dir, sizeof dir, "%s/later", desk.kit.dir);
    (void)snprintf(path, sizeof path, "%s/pfq.db", dir);
    desk_open(&desk, path, 64, 64 << 20);
    cr_assert(writer_alarm(&desk.writer, ALARM_DATABASE, &why));
    cr_assert_not_null(strstr(why.text, path), "%s", why.text);
    Pfq__V1__Envelope *put = kit_put(&desk.kit, "m1", "43AA1234526");
    cr_assert_eq(one_answer(&desk, put), PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
    cr_assert_eq(mkdir(dir, 0700), 0);
    cr_assert(alarm_within(&desk, false, 5000), "no recovery within 5 s");
    cr_assert_eq(one_answer(&desk, kit_catalogue(&desk.kit, 1)), PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    cr_assert_eq(one_answer(&desk, put), PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    worker_stop(&desk.worker);
    checkpoint_stop(&desk.checkpoint);
    writer_fini(&desk.writer);
    (void)close(desk.event_fd);
    (void)unlink(path);
    (void)snprintf(file, sizeof file, "%s-quarantine", path);
    (void)unlink(file);
    (void)rmdir(dir);
    kit_close(&desk.kit);
}

Test(store_threads, a_locked_database_is_an_alarm_that_ends_by_itself_without_any_sender)
{
    static struct desk desk;
    sqlite3 *other = NULL;
    kit_open(&desk.kit);
    desk_open(&desk, desk.kit.path, 64, 64 << 20);
    cr_assert_eq(sqlite3_open(desk.kit.path, &other), SQLITE_OK);
    (void)sqlite3_busy_timeout(other, 5000); /* the writer may be at its own housekeeping */
    cr_assert_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    cr_assert_eq(one_answer(&desk, kit_put(&desk.kit, "m1", "43AA1234526")),
                 PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
    cr_assert(alarm_within(&desk, true, 0));
    (void)sqlite3_close(other);
    cr_assert(alarm_within(&desk, false, 5000), "no recovery within 5 s");
    desk_close(&desk);
}

Test(store_threads, the_rollups_follow_within_seconds_by_themselves)
{
    static struct desk desk;
    uint64_t mark = 0;
    struct pfq_err err = {0};
    kit_open(&desk.kit);
    desk_open(&desk, desk.kit.path, 64, 64 << 20);
    (void)one_answer(&desk, kit_put(&desk.kit, "m1", "43AA1234526"));
    for (int i = 0; i < 500 && mark == 0; i++) {
        (void)usleep(10000);
        cr_assert_eq(db_read_progress(desk.kit.batch.db, "rollup", &mark, &err), PFQ_OK);
    }
    cr_assert_eq(mark, 1);
    desk_close(&desk);
}

Test(store_threads, a_file_that_is_not_ours_and_appears_later_rings_at_once_without_any_sender)
{
    static struct desk desk;
    char soon[96];
    char later[96];
    char path[112];
    char other[160];
    kit_open(&desk.kit);
    (void)snprintf(soon, sizeof soon, "%s/soon", desk.kit.dir);
    (void)snprintf(later, sizeof later, "%s/later", desk.kit.dir);
    (void)snprintf(path, sizeof path, "%s/pfq.db", soon);
    cr_assert_eq(mkdir(soon, 0700), 0);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    for (int i = 0; i < 100; i++) {
        (void)fputs("nothing that a database begins with\n", file);
    }
    (void)fclose(file);
    (void)snprintf(path, sizeof path, "%s/pfq.db", later);
    desk_open(&desk, path, 64, 64 << 20);
    cr_assert_eq(rename(soon, later), 0); /* whole, or the writer makes a file of its own */
    struct pollfd rung = {.fd = desk.event_fd, .events = POLLIN};
    cr_assert_eq(poll(&rung, 1, 5000), 1, "no ring within 5 s");
    cr_assert_neq(atomic_load(&desk.writer.fatal), PFQ_OK);
    worker_stop(&desk.worker);
    checkpoint_stop(&desk.checkpoint);
    writer_fini(&desk.writer);
    (void)close(desk.event_fd);
    (void)unlink(path);
    (void)snprintf(other, sizeof other, "%s-quarantine", path);
    (void)unlink(other);
    (void)rmdir(later);
    kit_close(&desk.kit);
}

/* --- housekeeping, without the thread ------------------------------------------------------ */

static void writer_open(struct writer *writer, struct checkpoint *checkpoint, struct kit *kit)
{
    struct pfq_err err = {0};
    struct db_held held = {10, 10000};
    cr_assert_eq(pthread_mutex_init(&checkpoint->mutex, NULL), 0);
    cr_assert_eq(writer_init(writer, kit->path, held, &kit->rules, checkpoint, -1, &err), PFQ_OK);
}

static void writer_close(struct writer *writer, struct checkpoint *checkpoint)
{
    writer_fini(writer);
    (void)pthread_mutex_destroy(&checkpoint->mutex);
}

static void sql(const struct kit *kit, const char *text)
{
    sqlite3 *other = NULL;
    char *why = NULL;
    cr_assert_eq(sqlite3_open(kit->path, &other), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(other, text, NULL, NULL, &why), SQLITE_OK, "%s", why);
    (void)sqlite3_close(other);
}

static int rows_of(const char *path, const char *count)
{
    sqlite3 *other = NULL;
    sqlite3_stmt *statement = NULL;
    cr_assert_eq(sqlite3_open(path, &other), SQLITE_OK);
    cr_assert_eq(sqlite3_prepare_v2(other, count, -1, &statement, NULL), SQLITE_OK);
    cr_assert_eq(sqlite3_step(statement), SQLITE_ROW);
    int rows = sqlite3_column_int(statement, 0);
    (void)sqlite3_finalize(statement);
    (void)sqlite3_close(other);
    return rows;
}

static int trials_of(const struct kit *kit)
{
    return rows_of(kit->path, "SELECT count(*) FROM trial");
}

static int items_of(const struct writer *writer)
{
    return rows_of(writer->quarantine_path, "SELECT count(*) FROM item");
}

/* One TEST message and one unreadable one, both older than they may be. */
static void keep_what_is_old(struct kit *kit)
{
    Pfq__V1__StoreQuarantine item = PFQ__V1__STORE_QUARANTINE__INIT;
    struct pfq_err err = {0};
    Pfq__V1__Envelope *test = kit_put(kit, "m1", "43AA1234526");
    test->store_put->has_mode = true;
    test->store_put->mode = PFQ__V1__MODE__MODE_TEST;
    cr_assert_eq(kit_one(kit, test)->store_answer.answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    sql(kit, "UPDATE trial SET committed_at = 1");
    item.received_at = 1;
    cr_assert_eq(db_begin(kit->batch.quarantine, &err), PFQ_OK);
    cr_assert_eq(db_quarantine_put(kit->batch.quarantine, &item, (struct pfq_bytes){0}, &err),
                 PFQ_OK);
    cr_assert_eq(db_commit(kit->batch.quarantine, &err), PFQ_OK);
}

Test(store_threads, what_is_past_its_time_goes_even_if_senders_always_wait)
{
    static struct kit kit;
    static struct writer writer;
    static struct checkpoint checkpoint;
    kit_open(&kit);
    keep_what_is_old(&kit);
    writer_open(&writer, &checkpoint, &kit);
    (void)writer_ops.idle(&writer, true);
    cr_assert_eq(trials_of(&kit), 1, "it is not urgent yet");
    cr_assert_eq(items_of(&writer), 1);
    writer.expire_at_ms -= EXPIRE_LATE_MS;
    (void)writer_ops.idle(&writer, true);
    cr_assert_eq(trials_of(&kit), 0);
    cr_assert_eq(items_of(&writer), 0);
    writer_close(&writer, &checkpoint);
    kit_close(&kit);
}

Test(store_threads, the_quarantine_forgets_in_time_whatever_ails_the_other_database)
{
    static struct kit kit;
    static struct writer writer;
    static struct checkpoint checkpoint;
    kit_open(&kit);
    keep_what_is_old(&kit);
    writer_open(&writer, &checkpoint, &kit);
    cr_assert_eq(items_of(&writer), 1);
    (void)pfq_fail(&writer.alarms[ALARM_DATABASE], PFQ_E_DB_FULL, "as a full disk");
    writer.retry_at_ms = INT64_MAX; /* and it stays so */
    (void)writer_ops.idle(&writer, false);
    cr_assert_eq(items_of(&writer), 0);
    cr_assert_eq(trials_of(&kit), 1);
    writer_close(&writer, &checkpoint);
    kit_close(&kit);
}

Test(store_threads, rollups_that_failed_are_tried_again_in_time_and_not_after_every_bin)
{
    static struct kit kit;
    static struct writer writer;
    static struct checkpoint checkpoint;
    struct pfq_err why;
    kit_open(&kit);
    (void)kit_one(&kit, kit_put(&kit, "m1", "43AA1234526"));
    writer_open(&writer, &checkpoint, &kit);
    sql(&kit, "ALTER TABLE rollup RENAME TO aside");
    writer.sequence = 2 * ROLLUP_LAG; /* far behind, as under load */
    (void)writer_ops.idle(&writer, true);
    cr_assert(writer_alarm(&writer, ALARM_ROLLUP, &why));
    cr_assert_eq(writer.counted, 0, "it was rolled back");
    sql(&kit, "ALTER TABLE aside RENAME TO rollup");
    writer.count_at_ms += 60000; /* however slow this machine is */
    (void)writer_ops.idle(&writer, true);
    cr_assert_eq(writer.counted, 0, "at once again");
    writer.count_at_ms = 0;
    (void)writer_ops.idle(&writer, true);
    cr_assert_eq(writer.counted, 1);
    cr_assert_not(writer_alarm(&writer, ALARM_ROLLUP, &why));
    writer_close(&writer, &checkpoint);
    kit_close(&kit);
}
