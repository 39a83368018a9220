/* checkpoint.c - see checkpoint.h. */
#include "checkpoint.h"

#include <errno.h>
#include <time.h>

#include "pfq/log.h"

enum {
    EVERY_MS = 100,
    ASIDE_MS = 500,       /* a writer stands aside no longer than this */
    WORTH_BYTES = 4 << 20 /* a smaller log is left until things are quiet */
};

/* With the mutex held; false when the time is over. */
static bool wait_ms(struct checkpoint *c, int64_t ms)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += ms * 1000000;
    t.tv_sec += t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return pthread_cond_timedwait(&c->changed, &c->mutex, &t) != ETIMEDOUT;
}

void checkpoint_yield(struct checkpoint *c, int64_t log_bytes)
{
    atomic_store(&c->log_bytes, log_bytes);
    pthread_mutex_lock(&c->mutex);
    if (c->wanted) {
        c->granted = true;
        pthread_cond_broadcast(&c->changed);
        while (c->wanted && wait_ms(c, ASIDE_MS)) {
        }
        c->granted = false;
    }
    pthread_mutex_unlock(&c->mutex);
}

/* An idle writer does not come by; it does not write either, so go on without it. */
static void ask_writer(struct checkpoint *c)
{
    pthread_mutex_lock(&c->mutex);
    c->wanted = true;
    while (!c->granted && !c->stopping && wait_ms(c, EVERY_MS)) {
    }
    pthread_mutex_unlock(&c->mutex);
}

static void release_writer(struct checkpoint *c)
{
    pthread_mutex_lock(&c->mutex);
    c->wanted = false;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->mutex);
}

static enum pfq_code fold_remainder(struct checkpoint *c, struct db_log *log, struct pfq_err *err)
{
    enum pfq_code code = db_checkpoint(c->db, true, log, err);
    if (code != PFQ_OK) {
        return code;
    }
    ask_writer(c);
    code = db_checkpoint(c->db, false, log, err);
    release_writer(c);
    return code;
}

static void fold(struct checkpoint *c)
{
    struct pfq_err err = {0};
    struct db_log log = {0};
    enum pfq_code code = PFQ_OK;
    if (c->db == NULL) {
        code = db_open(c->path, DB_WRITE, &c->db, &err);
    }
    if (code == PFQ_OK) {
        code = db_checkpoint(c->db, false, &log, &err);
    }
    if (code == PFQ_OK && log.bytes > c->limit_bytes) {
        code = fold_remainder(c, &log, &err);
    }
    if (code != PFQ_OK) {
        pfq_log(PFQ_LOG_WARN, "checkpoint_failed", "why=\"%s\"", err.text);
    }
}

/* Fold what is worth it, and once more when the log has stopped growing. */
static void *follow(void *self)
{
    struct checkpoint *c = self;
    int64_t before = 0;
    int64_t folded = 0;
    pthread_mutex_lock(&c->mutex);
    while (!c->stopping) {
        (void)wait_ms(c, EVERY_MS);
        int64_t now = atomic_load(&c->log_bytes);
        bool quiet = now == before && now != folded;
        bool due = now < folded || now - folded >= WORTH_BYTES || quiet;
        before = now;
        if (due && now > 0 && !c->stopping) {
            pthread_mutex_unlock(&c->mutex);
            fold(c);
            pthread_mutex_lock(&c->mutex);
            folded = now;
        }
    }
    pthread_mutex_unlock(&c->mutex);
    return NULL;
}

enum pfq_code checkpoint_start(struct checkpoint *c, const char *path, int64_t limit_bytes,
                               struct pfq_err *err)
{
    pthread_condattr_t attributes;
    *c = (struct checkpoint){.path = path, .limit_bytes = limit_bytes};
    pthread_mutex_init(&c->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&c->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    c->started = pthread_create(&c->thread, NULL, follow, c) == 0;
    return c->started ? PFQ_OK : pfq_fail(err, PFQ_E_IO, "the checkpoint thread");
}

void checkpoint_stop(struct checkpoint *c)
{
    if (!c->started) {
        return;
    }
    pthread_mutex_lock(&c->mutex);
    c->stopping = true;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->mutex);
    (void)pthread_join(c->thread, NULL);
    pthread_mutex_destroy(&c->mutex);
    pthread_cond_destroy(&c->changed);
    db_close(c->db);
    c->started = false;
}
