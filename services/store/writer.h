/* writer.h - the thread that owns the database's one writing connection.
 *
 * Between bins, and never while a sender waits unless it must: opens the database again
 * when it could not, stands aside for the checkpoint, lets the rollups follow (when they
 * lag by ROLLUP_LAG submissions, or by a second), and deletes what is past its time: when
 * nobody waits, or when it is EXPIRE_LATE_MS overdue.
 *
 * What is wrong is an alarm: a sentence that status shows until the cause is gone.  The
 * writer finds that out by itself, with the next batch or with a small write of its own.
 *
 * Layer 4 (store).
 */
#ifndef WRITER_H
#define WRITER_H

#include <stdatomic.h>

#include "checkpoint.h"
#include "rollup.h"
#include "worker.h"

enum writer_alarm {
    ALARM_DATABASE,
    ALARM_QUARANTINE,
    ALARM_ROLLUP,
    ALARM_PEOPLE,
    ALARM_COUNT
};

struct writer {
    const char *path; /* borrowed */
    char quarantine_path[1024];
    struct checkpoint *checkpoint;
    int event_fd; /* borrowed; rung when `fatal` is set, since no answer may be under way */
    struct batch batch;
    struct rollup *rollup;
    uint64_t sequence;   /* last committed, as far as known */
    uint64_t counted;    /* rollups are true up to here */
    uint64_t expected;   /* and what ought to be assessed up to here */
    int64_t retry_at_ms; /* monotonic: of opening, or of the small write */
    int64_t count_at_ms;
    int64_t expect_at_ms;
    int64_t expire_at_ms;

    _Atomic uint64_t quarantined;
    _Atomic int fatal;     /* enum pfq_code of disposition STOP, or PFQ_OK */
    pthread_mutex_t mutex; /* guards alarms */
    struct pfq_err alarms[ALARM_COUNT];
};

enum {
    ROLLUP_LAG = 4096,
    EXPIRE_LATE_MS = 5 * 60 * 1000
};

/* Opens what can be opened.  A database that is not ours, damaged or too new is an error;
 * one that cannot be opened now is an alarm, and is tried again. */
enum pfq_code writer_init(struct writer *w, const char *path, struct db_held held_at_most,
                          const struct pfq_people_rules *rules, struct checkpoint *checkpoint,
                          int event_fd, struct pfq_err *err) PFQ_CHECKED;
void writer_fini(struct writer *w);

/* False: no such alarm now. */
bool writer_alarm(struct writer *w, enum writer_alarm which, struct pfq_err *out);

extern const struct worker_ops writer_ops; /* self: struct writer */

#endif
