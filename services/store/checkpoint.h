/* checkpoint.h - folds the log back into the database, off the commit path.
 *
 * A thread with a connection of its own.  It never makes the writer wait for a lock; but
 * a log that is written all the time is never quite folded, so above `limit_bytes` it
 * asks the writer to stand aside between two batches for the short remainder, after
 * which SQLite starts the log again from its beginning.
 *
 * The log keeps growing while the long part runs, to two or three times the limit under
 * full load: the limit is 32 MiB so that log and database stay within twice what was
 * received.
 *
 *     checkpoint thread                    writer, between two batches
 *     fold, settle          (long)         ...
 *     wanted                               checkpoint_yield(): stands aside
 *     fold the remainder    (short)        waits
 *     not wanted                           goes on; the log restarts
 *
 * Layer 4 (store).
 */
#ifndef CHECKPOINT_H
#define CHECKPOINT_H

#include <pthread.h>
#include <stdatomic.h>

#include "db.h"

struct checkpoint {
    const char *path; /* borrowed */
    int64_t limit_bytes;
    struct db *db;
    _Atomic int64_t log_bytes; /* as the writer and the last fold saw it */
    pthread_t thread;
    bool started;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool stopping;
    bool wanted;  /* the thread asks */
    bool granted; /* the writer stands aside */
};

enum pfq_code checkpoint_start(struct checkpoint *c, const char *path, int64_t limit_bytes,
                               struct pfq_err *err) PFQ_CHECKED;
void checkpoint_stop(struct checkpoint *c);

/* By the writer, when it is not in a transaction. */
void checkpoint_yield(struct checkpoint *c, int64_t log_bytes);

#endif
