/* writer.c - see writer.h. */
#include "writer.h"

#include <stdio.h>
#include <unistd.h>

#include "closing.h"
#include "people_expect.h"
#include "pfq/log.h"

enum {
    RETRY_MS = 1000,
    COUNT_MS = 1000,
    EXPIRE_MS = 60 * 1000,
    EXPIRE_ROWS = 500
};

static const int64_t day_ms = 86400000;

enum {
    TRIAL_DAYS = 7,
    QUARANTINE_DAYS = 28
};

/* --- alarms ---------------------------------------------------------------------------- */

/* The loop is to stop now, not with the next answer. */
static void ring(struct writer *w)
{
    static const uint64_t one = 1;
    ssize_t written = write(w->event_fd, &one, sizeof one);
    (void)written; /* a full eventfd has rung already */
}

static void raise_alarm(struct writer *w, enum writer_alarm which, const struct pfq_err *err)
{
    pthread_mutex_lock(&w->mutex);
    bool news = w->alarms[which].code != err->code;
    w->alarms[which] = *err;
    pthread_mutex_unlock(&w->mutex);
    if (news) {
        pfq_log(PFQ_LOG_ERROR, "alarm", "why=\"%s\"", err->text);
    }
    if (which == ALARM_DATABASE && pfq_disposition(err->code) == PFQ_STOP) {
        atomic_store(&w->fatal, (int)err->code);
        ring(w);
    }
}

static void clear_alarm(struct writer *w, enum writer_alarm which)
{
    pthread_mutex_lock(&w->mutex);
    bool news = w->alarms[which].code != PFQ_OK;
    w->alarms[which] = (struct pfq_err){0};
    pthread_mutex_unlock(&w->mutex);
    if (news) {
        pfq_log(PFQ_LOG_INFO, "alarm_over", "which=%d", (int)which);
    }
}

static void note(struct writer *w, enum writer_alarm which, const struct pfq_err *err)
{
    if (err->code == PFQ_OK) {
        clear_alarm(w, which);
    } else {
        raise_alarm(w, which, err);
    }
}

bool writer_alarm(struct writer *w, enum writer_alarm which, struct pfq_err *out)
{
    pthread_mutex_lock(&w->mutex);
    *out = w->alarms[which];
    pthread_mutex_unlock(&w->mutex);
    return out->code != PFQ_OK;
}

/* --- opening ----------------------------------------------------------------------------- */

static void open_main(struct writer *w)
{
    struct pfq_err err = {0};
    enum pfq_code code = db_open(w->path, DB_WRITE, &w->batch.db, &err);
    if (code == PFQ_OK) {
        code = db_last_sequence(w->batch.db, &w->sequence, &err);
    }
    if (code == PFQ_OK) {
        code = db_read_progress(w->batch.db, "rollup", &w->counted, &err);
    }
    if (code == PFQ_OK) {
        code = db_read_progress(w->batch.db, "expected", &w->expected, &err);
    }
    if (code != PFQ_OK) {
        db_close(w->batch.db);
        w->batch.db = NULL;
    }
    note(w, ALARM_DATABASE, &err);
}

static void open_quarantine(struct writer *w)
{
    struct pfq_err err = {0};
    enum pfq_code code = db_quarantine_open(w->quarantine_path, &w->batch.quarantine, &err);
    if (code == PFQ_OK) {
        code = db_quarantine_held(w->batch.quarantine, &w->batch.held, &err);
    }
    if (code != PFQ_OK) {
        db_close(w->batch.quarantine);
        w->batch.quarantine = NULL;
    }
    note(w, ALARM_QUARANTINE, &err);
}

enum pfq_code writer_init(struct writer *w, const char *path, struct db_held held_at_most,
                          const struct pfq_people_rules *rules, struct checkpoint *checkpoint,
                          int event_fd, struct pfq_err *err)
{
    *w = (struct writer){.path = path,
                         .checkpoint = checkpoint,
                         .event_fd = event_fd,
                         .batch.held_at_most = held_at_most,
                         .batch.rules = rules,
                         .expire_at_ms = pfq_monotonic_ms()};
    pthread_mutex_init(&w->mutex, NULL);
    (void)snprintf(w->quarantine_path, sizeof w->quarantine_path, "%s-quarantine", path);
    enum pfq_code code = rollup_open(&w->rollup, err);
    if (code == PFQ_OK) {
        code = past_open(&w->batch.past, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    open_main(w);
    open_quarantine(w);
    atomic_store(&w->quarantined, w->batch.held.items);
    bool stop = w->alarms[ALARM_DATABASE].code != PFQ_OK &&
                pfq_disposition(w->alarms[ALARM_DATABASE].code) == PFQ_STOP;
    if (stop) {
        *err = w->alarms[ALARM_DATABASE];
        return err->code;
    }
    return PFQ_OK;
}

void writer_fini(struct writer *w)
{
    db_close(w->batch.db);
    db_close(w->batch.quarantine);
    rollup_close(w->rollup);
    past_close(w->batch.past);
    pthread_mutex_destroy(&w->mutex);
}

/* --- one bin ------------------------------------------------------------------------------- */

static void run(void *self, struct bin *bin)
{
    struct writer *w = self;
    if (w->batch.db == NULL) {
        for (size_t i = 0; i < bin->count; i++) {
            bin->jobs[i].settled = false;
        }
        bin->result = (struct batch_result){0};
        batch_put_off(bin->jobs, bin->count, PFQ_E_DB_OPEN);
        return;
    }
    batch_run(&w->batch, bin->jobs, bin->count, &bin->arena, pfq_wall_ms(), &bin->result);
    note(w, ALARM_DATABASE, &bin->result.err);
    if (bin->result.quarantine_used) {
        note(w, ALARM_QUARANTINE, &bin->result.quarantine_err);
    }
    if (bin->result.accepted > 0) {
        w->sequence = bin->result.sequence;
    }
    atomic_store(&w->quarantined, w->batch.held.items);
    const struct closing closing = {.db = w->batch.db,
                                    .rollup = w->rollup,
                                    .rules = w->batch.rules,
                                    .counted = &w->counted,
                                    .expected = &w->expected,
                                    .wall_ms = pfq_wall_ms()};
    closing_run(&closing, bin->jobs, bin->count, &bin->arena);
}

/* --- between bins ---------------------------------------------------------------------------- */

static bool alarmed(struct writer *w, enum writer_alarm which)
{
    struct pfq_err ignored;
    return writer_alarm(w, which, &ignored);
}

/* A small write of our own: is the cause gone? */
static void probe(struct writer *w)
{
    struct pfq_err err = {0};
    enum pfq_code code = db_begin(w->batch.db, &err);
    if (code == PFQ_OK) {
        code = db_write_progress(w->batch.db, "probe", w->sequence, &err);
    }
    if (code == PFQ_OK) {
        code = db_commit(w->batch.db, &err);
    }
    if (code != PFQ_OK) {
        db_rollback(w->batch.db);
    }
    note(w, ALARM_DATABASE, &err);
}

static void mend(struct writer *w, int64_t now_ms)
{
    if (now_ms < w->retry_at_ms) {
        return;
    }
    w->retry_at_ms = now_ms + RETRY_MS;
    if (w->batch.db == NULL) {
        open_main(w);
    } else if (alarmed(w, ALARM_DATABASE)) {
        probe(w);
    }
    if (w->batch.quarantine == NULL) {
        open_quarantine(w);
    }
}

/* What is left of a chunk goes on at once; a failure is not tried again at once. */
static bool count_due(struct writer *w, int64_t now_ms)
{
    bool far_behind = w->sequence - w->counted >= ROLLUP_LAG && !alarmed(w, ALARM_ROLLUP);
    return w->sequence != w->counted && (far_behind || now_ms >= w->count_at_ms);
}

static void count_on(struct writer *w, int64_t now_ms)
{
    struct pfq_err err = {0};
    if (!count_due(w, now_ms) || alarmed(w, ALARM_DATABASE)) {
        return;
    }
    bool failed = rollup_follow(w->rollup, w->batch.db, &w->counted, &err) != PFQ_OK;
    note(w, ALARM_ROLLUP, &err);
    if (failed || w->counted == w->sequence) {
        w->count_at_ms = now_ms + COUNT_MS;
    }
}

/* What ought to be assessed goes behind the rollups, a chunk at a time; senders come first,
 * unless it lags far. */
static bool expect_due(const struct writer *w, bool waiting, int64_t now_ms)
{
    uint64_t lag = w->counted - w->expected;
    return w->expected < w->counted && now_ms >= w->expect_at_ms && (!waiting || lag >= ROLLUP_LAG);
}

static void expect_on(struct writer *w, bool waiting, int64_t now_ms)
{
    struct pfq_err err = {0};
    if (!expect_due(w, waiting, now_ms) || alarmed(w, ALARM_DATABASE)) {
        return;
    }
    bool failed =
        people_expect(w->batch.db, w->batch.rules, pfq_wall_ms(), &w->expected, &err) != PFQ_OK;
    note(w, ALARM_PEOPLE, &err);
    if (failed) {
        w->expect_at_ms = now_ms + COUNT_MS;
    }
}

/* True: there may be more that only time has changed. */
static bool settle(struct writer *w, struct pfq_err *err)
{
    size_t count = 0;
    return w->batch.db != NULL && !alarmed(w, ALARM_DATABASE) &&
           people_settle(w->batch.db, w->batch.rules, pfq_wall_ms(), &count, err) == PFQ_OK &&
           count > 0;
}

/* True: there may be more of them. */
static bool expire_trials(struct writer *w, int64_t before_ms, struct pfq_err *err)
{
    int trials = 0;
    return w->batch.db != NULL && !alarmed(w, ALARM_DATABASE) &&
           db_expire_trials(w->batch.db, before_ms, EXPIRE_ROWS, &trials, err) == PFQ_OK &&
           trials == EXPIRE_ROWS;
}

/* The same.  It is a database of its own: whatever ails the other, nothing lies here for
 * longer than it may. */
static bool expire_items(struct writer *w, int64_t before_ms, struct pfq_err *err)
{
    int items = 0;
    struct db *db = w->batch.quarantine;
    if (db == NULL || db_quarantine_expire(db, before_ms, EXPIRE_ROWS, &items, err) != PFQ_OK) {
        return false;
    }
    if (items > 0 && db_quarantine_held(db, &w->batch.held, err) == PFQ_OK) {
        atomic_store(&w->quarantined, w->batch.held.items);
    }
    return items == EXPIRE_ROWS;
}

static void warn(const struct pfq_err *err)
{
    if (err->code != PFQ_OK) {
        pfq_log(PFQ_LOG_WARN, "expiry_failed", "why=\"%s\"", err->text);
    }
}

/* Senders come first, but not for ever: what is overdue stays so until all of it is gone. */
static void expire(struct writer *w, bool waiting, int64_t now_ms)
{
    if (now_ms < w->expire_at_ms + (waiting ? EXPIRE_LATE_MS : 0)) {
        return;
    }
    struct pfq_err trials = {0};
    struct pfq_err items = {0};
    struct pfq_err rows = {0};
    int64_t wall_ms = pfq_wall_ms();
    bool more = expire_trials(w, wall_ms - TRIAL_DAYS * day_ms, &trials);
    more = expire_items(w, wall_ms - QUARANTINE_DAYS * day_ms, &items) || more;
    more = settle(w, &rows) || more;
    warn(&rows);
    warn(&trials);
    warn(&items);
    if (!more) {
        w->expire_at_ms = now_ms + EXPIRE_MS;
    }
}

static int64_t idle(void *self, bool waiting)
{
    struct writer *w = self;
    int64_t now_ms = pfq_monotonic_ms();
    mend(w, now_ms);
    expire(w, waiting, now_ms);
    if (w->batch.db == NULL) {
        return RETRY_MS;
    }
    checkpoint_yield(w->checkpoint, db_log_bytes(w->batch.db));
    count_on(w, now_ms);
    expect_on(w, waiting, now_ms);
    bool behind =
        (w->sequence != w->counted && now_ms >= w->count_at_ms) || expect_due(w, waiting, now_ms);
    return behind || now_ms >= w->expire_at_ms ? 0 : COUNT_MS;
}

const struct worker_ops writer_ops = {.name = "writer", .run = run, .idle = idle};
