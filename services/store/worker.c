/* worker.c - see worker.h. */
#include "worker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pfq/bug.h"

enum {
    ANSWERS_SHARE = 8 /* of a bin, one part is kept for repeats and resubmissions: their
                         answers hold more than their requests */
};

static struct bin *find_bin(struct worker *w, int state)
{
    struct bin *found = NULL;
    for (size_t i = 0; i < WORKER_BINS; i++) {
        struct bin *bin = &w->bins[i];
        if ((int)bin->state == state && (found == NULL || bin->turn < found->turn)) {
            found = bin;
        }
    }
    return found;
}

static bool has_jobs(struct worker *w)
{
    const struct bin *bin = find_bin(w, BIN_FILLING);
    return bin != NULL && bin->count > 0;
}

/* --- the thread ---------------------------------------------------------------------- */

static struct bin *take(struct worker *w)
{
    pthread_mutex_lock(&w->mutex);
    struct bin *bin = has_jobs(w) ? find_bin(w, BIN_FILLING) : NULL;
    if (bin != NULL) {
        bin->state = BIN_RUNNING;
        bin->turn = ++w->turns;
    }
    pthread_mutex_unlock(&w->mutex);
    return bin;
}

static void hand_back(struct worker *w, struct bin *bin)
{
    static const uint64_t one = 1;
    pthread_mutex_lock(&w->mutex);
    bin->state = BIN_ANSWERED;
    pthread_mutex_unlock(&w->mutex);
    ssize_t written = write(w->event_fd, &one, sizeof one);
    (void)written; /* a full eventfd has rung already */
}

static struct timespec after_ms(int64_t ms)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

/* Waits for jobs; false when it is time to end. */
static bool wait_for_jobs(struct worker *w, int64_t wait_ms)
{
    struct timespec until = after_ms(wait_ms);
    pthread_mutex_lock(&w->mutex);
    while (!has_jobs(w) && !w->stopping &&
           pthread_cond_timedwait(&w->wake, &w->mutex, &until) != ETIMEDOUT) {
    }
    bool go_on = has_jobs(w) || !w->stopping;
    pthread_mutex_unlock(&w->mutex);
    return go_on;
}

static bool jobs_waiting(struct worker *w)
{
    pthread_mutex_lock(&w->mutex);
    bool waiting = has_jobs(w);
    pthread_mutex_unlock(&w->mutex);
    return waiting;
}

static void *work(void *self)
{
    struct worker *w = self;
    int64_t wait_ms = 0;
    do {
        struct bin *bin = take(w);
        if (bin != NULL) {
            w->ops->run(w->self, bin);
            hand_back(w, bin);
        }
        wait_ms = w->ops->idle(w->self, jobs_waiting(w));
    } while (wait_for_jobs(w, wait_ms));
    return NULL;
}

/* --- start and stop -------------------------------------------------------------------- */

static bool make_bin(struct bin *bin, size_t jobs_max, size_t bytes)
{
    void *block = malloc(bytes);
    bin->jobs = calloc(jobs_max, sizeof *bin->jobs);
    pfq_arena_init(&bin->arena, block, bytes);
    return block != NULL && bin->jobs != NULL;
}

static void free_bins(struct worker *w)
{
    for (size_t i = 0; i < WORKER_BINS; i++) {
        free(w->bins[i].jobs);
        free(w->bins[i].arena.base);
    }
}

enum pfq_code worker_start(struct worker *w, const struct worker_ops *ops, void *self, int event_fd,
                           size_t jobs_max, size_t bytes, struct pfq_err *err)
{
    memset(w, 0, sizeof *w); /* a literal of it would stand on the stack first */
    w->ops = ops;
    w->self = self;
    w->event_fd = event_fd;
    w->jobs_max = jobs_max;
    bool made = true;
    for (size_t i = 0; i < WORKER_BINS; i++) {
        made = make_bin(&w->bins[i], jobs_max, bytes) && made;
    }
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&w->mutex, NULL);
    w->started = made && pthread_create(&w->thread, NULL, work, w) == 0;
    if (!w->started) {
        free_bins(w);
        return pfq_fail(err, PFQ_E_IO, "the %s's memory or thread", ops->name);
    }
    return PFQ_OK;
}

void worker_stop(struct worker *w)
{
    if (!w->started) {
        return;
    }
    pthread_mutex_lock(&w->mutex);
    w->stopping = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->mutex);
    (void)pthread_join(w->thread, NULL);
    pthread_mutex_destroy(&w->mutex);
    pthread_cond_destroy(&w->wake);
    free_bins(w);
    w->started = false;
}

/* --- the loop's side --------------------------------------------------------------------- */

/* Read the request again, into memory that lives until it is answered. */
static bool keep(struct worker *w, struct bin *bin, const struct pfq_frame *frame)
{
    ProtobufCMessage *message = NULL;
    size_t mark = bin->arena.used;
    if (bin->count == w->jobs_max ||
        pfq_wire_trusted(&pfq__v1__envelope__descriptor, frame->received, &bin->arena, &message,
                         NULL) != PFQ_OK) {
        bin->arena.used = mark; /* half a message is no message */
        return false;
    }
    if (bin->count > 0 && bin->arena.size - bin->arena.used < bin->arena.size / ANSWERS_SHARE) {
        bin->arena.used = mark;
        return false;
    }
    struct job *job = &bin->jobs[bin->count++];
    job->peer = frame->peer;
    job->arrived_ms = frame->now_ms;
    job->request = (Pfq__V1__Envelope *)message;
    if (bin->count == 1) {
        bin->oldest_ms = frame->now_ms;
    }
    return true;
}

/* Where the next request goes: the youngest bin that fills. */
static struct bin *youngest_filling(struct worker *w)
{
    struct bin *found = NULL;
    for (size_t i = 0; i < WORKER_BINS; i++) {
        struct bin *bin = &w->bins[i];
        if (bin->state == BIN_FILLING && (found == NULL || bin->turn > found->turn)) {
            found = bin;
        }
    }
    return found;
}

static struct bin *begin_bin(struct worker *w)
{
    struct bin *bin = find_bin(w, BIN_FREE);
    if (bin != NULL) {
        bin->state = BIN_FILLING;
        bin->turn = ++w->turns;
    }
    return bin;
}

bool worker_add(struct worker *w, const struct pfq_frame *frame)
{
    pthread_mutex_lock(&w->mutex);
    struct bin *bin = youngest_filling(w);
    bool kept = bin != NULL && keep(w, bin, frame);
    if (!kept && (bin == NULL || bin->count > 0)) {
        bin = begin_bin(w);
        kept = bin != NULL && keep(w, bin, frame);
    }
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->mutex);
    return kept;
}

struct bin *worker_collect(struct worker *w)
{
    pthread_mutex_lock(&w->mutex);
    struct bin *bin = find_bin(w, BIN_ANSWERED);
    pthread_mutex_unlock(&w->mutex);
    return bin;
}

void worker_release(struct worker *w, struct bin *bin)
{
    PFQ_ASSERT(bin->state == BIN_ANSWERED);
    pfq_arena_reset(&bin->arena);
    pthread_mutex_lock(&w->mutex);
    bin->count = bin->sent = 0;
    bin->slow_since_ms = 0;
    bin->state = BIN_FREE;
    pthread_mutex_unlock(&w->mutex);
}

void worker_backlog(struct worker *w, int64_t now_ms, uint64_t *count, int64_t *age_ms)
{
    pthread_mutex_lock(&w->mutex);
    for (size_t i = 0; i < WORKER_BINS; i++) {
        const struct bin *bin = &w->bins[i];
        if (bin->count > 0) {
            *count += bin->count;
            *age_ms = now_ms - bin->oldest_ms > *age_ms ? now_ms - bin->oldest_ms : *age_ms;
        }
    }
    pthread_mutex_unlock(&w->mutex);
}
