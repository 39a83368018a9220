/* send_worker.c - see send_worker.h. */
#include "send_worker.h"

#include "pfq/bug.h"

static void *work(void *self)
{
    struct send_worker *w = self;
    (void)pthread_mutex_lock(&w->mutex);
    while (!w->stop) {
        if (w->state != SEND_WORKER_BUSY) {
            (void)pthread_cond_wait(&w->changed, &w->mutex);
            continue;
        }
        (void)pthread_mutex_unlock(&w->mutex);
        struct pfq_err err = {0};
        enum pfq_code code = w->act(w->run, &err);
        (void)pthread_mutex_lock(&w->mutex);
        w->code = code;
        w->err = err;
        w->state = SEND_WORKER_DONE;
    }
    (void)pthread_mutex_unlock(&w->mutex);
    return NULL;
}

enum pfq_code send_worker_open(struct send_worker *w, struct send_run *run, struct pfq_err *err)
{
    *w = (struct send_worker){.run = run};
    (void)pthread_mutex_init(&w->mutex, NULL);
    (void)pthread_cond_init(&w->changed, NULL);
    w->started = pthread_create(&w->thread, NULL, work, w) == 0;
    return w->started ? PFQ_OK : pfq_fail(err, PFQ_E_IO, "a thread for digests");
}

void send_worker_close(struct send_worker *w)
{
    if (!w->started) {
        return;
    }
    (void)pthread_mutex_lock(&w->mutex);
    w->stop = true;
    (void)pthread_cond_signal(&w->changed);
    (void)pthread_mutex_unlock(&w->mutex);
    (void)pthread_join(w->thread, NULL);
    (void)pthread_cond_destroy(&w->changed);
    (void)pthread_mutex_destroy(&w->mutex);
    w->started = false;
}

void send_worker_give(struct send_worker *w, send_act *act)
{
    (void)pthread_mutex_lock(&w->mutex);
    PFQ_ASSERT(w->state == SEND_WORKER_IDLE);
    w->act = act;
    w->state = SEND_WORKER_BUSY;
    (void)pthread_cond_signal(&w->changed);
    (void)pthread_mutex_unlock(&w->mutex);
}

enum send_worker_state send_worker_look(struct send_worker *w)
{
    (void)pthread_mutex_lock(&w->mutex);
    enum send_worker_state state = w->state;
    (void)pthread_mutex_unlock(&w->mutex);
    return state;
}

enum pfq_code send_worker_take(struct send_worker *w, struct pfq_err *err)
{
    (void)pthread_mutex_lock(&w->mutex);
    PFQ_ASSERT(w->state == SEND_WORKER_DONE);
    enum pfq_code code = w->code;
    *err = w->err;
    w->state = SEND_WORKER_IDLE;
    (void)pthread_mutex_unlock(&w->mutex);
    return code;
}
