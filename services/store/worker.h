/* worker.h - a thread that answers requests by the binful.
 *
 *   loop     worker_add()       into the bin that fills
 *   thread   takes that bin whole, runs it, marks it answered, rings the eventfd
 *   loop     worker_collect()   sends the answers, worker_release()
 *
 * What waits while a bin is being run forms the next one: the running fsync is the timer.
 * Twelve bins: one is run, others fill or wait until their answers have left.  A bin is bounded
 * in jobs and in bytes (its arena, of which a part is for answers), and with it the queue;
 * beyond that worker_add() says no and the loop answers TRY_AGAIN.
 *
 * A bin has one holder at any time; the mutex is held only to pass one on or to add.
 *
 * Layer 4 (store).
 */
#ifndef WORKER_H
#define WORKER_H

#include <pthread.h>

#include "batch.h"
#include "pfq/service.h"

struct bin {
    struct job *jobs;
    size_t count;
    struct pfq_arena arena;     /* requests and answers */
    int64_t oldest_ms;          /* arrival of jobs[0] */
    struct batch_result result; /* the writer's */

    size_t sent;           /* answers that have left; the loop's */
    int64_t slow_since_ms; /* since when its next answer waits for its peer; 0 = not */

    enum {
        BIN_FREE,
        BIN_FILLING,
        BIN_RUNNING,
        BIN_ANSWERED
    } state;

    uint64_t turn; /* order of answering */
};

struct worker_ops {
    const char *name;
    void (*run)(void *self, struct bin *bin); /* answer every job */
    /* Between bins: `waiting` says that jobs are there.  Returns after how many
     * milliseconds it wants to be called again. */
    int64_t (*idle)(void *self, bool waiting);
};

enum {
    WORKER_BINS = 12
};

struct worker {
    const struct worker_ops *ops;
    void *self;
    int event_fd; /* borrowed */
    pthread_t thread;
    bool started;
    bool stopping;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct bin bins[WORKER_BINS];
    size_t jobs_max;
    uint64_t turns;
};

enum pfq_code worker_start(struct worker *w, const struct worker_ops *ops, void *self, int event_fd,
                           size_t jobs_max, size_t bytes, struct pfq_err *err) PFQ_CHECKED;
/* Runs what is there, then ends the thread. */
void worker_stop(struct worker *w);

/* False: no room. */
bool worker_add(struct worker *w, const struct pfq_frame *frame);

/* The bin that was answered longest ago; NULL: none. */
struct bin *worker_collect(struct worker *w);
void worker_release(struct worker *w, struct bin *bin);

/* Jobs not yet released, and the age of the oldest. */
void worker_backlog(struct worker *w, int64_t now_ms, uint64_t *count, int64_t *age_ms);

#endif
