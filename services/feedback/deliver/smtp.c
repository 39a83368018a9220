/* smtp.c - the thread of a conversation, and the gate before its end: see smtp.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pfq/bug.h"
#include "smtp_private.h"

enum {
    GATE_S = 30 /* at the end of the data, at most */
};

static const char repeat_header[] =
    "X-Pfq-Repeat: this mail was in doubt and is sent again under its Message-ID\r\n";

_Static_assert(sizeof repeat_header <= SMTP_HEADER_BYTES, "there is room for it");

/* --- between the two threads ------------------------------------------------------------ */

static void ring(const struct smtp *s)
{
    static const uint64_t one = 1;
    ssize_t written = write(s->event_fd, &one, sizeof one);
    (void)written; /* a full eventfd has rung already */
}

static void change(struct smtp *s, enum smtp_state state)
{
    pthread_mutex_lock(&s->mutex);
    s->state = state;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
}

enum smtp_state smtp_state(struct smtp *s)
{
    pthread_mutex_lock(&s->mutex);
    enum smtp_state state = s->state;
    pthread_mutex_unlock(&s->mutex);
    return state;
}

bool smtp_gate(struct smtp *s)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += GATE_S;
    pthread_mutex_lock(&s->mutex);
    s->passed = false;
    s->state = SMTP_AT_END;
    ring(s);
    int waited = 0;
    while (s->state == SMTP_AT_END && !atomic_load(&s->stop) && waited != ETIMEDOUT) {
        waited = pthread_cond_timedwait(&s->changed, &s->mutex, &until);
    }
    s->state = SMTP_WORKING;
    bool passed = s->passed && !atomic_load(&s->stop);
    pthread_mutex_unlock(&s->mutex);
    return passed;
}

void smtp_go_on(struct smtp *s, bool end)
{
    pthread_mutex_lock(&s->mutex);
    if (s->state == SMTP_AT_END) { /* else it waited too long, and broke off */
        s->passed = end;
        s->state = SMTP_WORKING;
        pthread_cond_broadcast(&s->changed);
    }
    pthread_mutex_unlock(&s->mutex);
}

/* --- the thread --- */

static bool wait_for_work(struct smtp *s)
{
    pthread_mutex_lock(&s->mutex);
    while (s->state != SMTP_WORKING && !atomic_load(&s->stop)) {
        pthread_cond_wait(&s->changed, &s->mutex);
    }
    pthread_mutex_unlock(&s->mutex);
    return !atomic_load(&s->stop);
}

static void *run(void *self)
{
    struct smtp *s = self;
    while (wait_for_work(s)) {
        smtp_talk(s);
        change(s, SMTP_DONE);
        ring(s);
    }
    return NULL;
}

/* --- for the loop ---------------------------------------------------------------------------- */

void smtp_give(struct smtp *s, const struct smtp_job *job)
{
    size_t head = job->repeat ? sizeof repeat_header - 1 : 0;
    PFQ_ASSERT(smtp_state(s) == SMTP_IDLE && job->message.size <= MAIL_BYTES_MAX);
    (void)snprintf(s->from, sizeof s->from, "%s", job->from);
    (void)snprintf(s->to, sizeof s->to, "%s", job->to);
    memcpy(s->message, repeat_header, head);
    memcpy(s->message + head, job->message.data, job->message.size);
    s->size = head + job->message.size;
    change(s, SMTP_WORKING);
}

void smtp_take(struct smtp *s, struct smtp_result *out)
{
    PFQ_ASSERT(smtp_state(s) == SMTP_DONE);
    *out = s->result;
    change(s, SMTP_IDLE);
}

enum pfq_code smtp_open(const struct relay *relay, int event_fd, struct smtp **out,
                        struct pfq_err *err)
{
    struct smtp *s = calloc(1, sizeof *s);
    if (s == NULL || !smtp_talk_open(s)) {
        free(s);
        return pfq_fail(err, PFQ_E_IO, "libcurl");
    }
    s->relay = relay;
    s->event_fd = event_fd;
    pthread_mutex_init(&s->mutex, NULL);
    pthread_cond_init(&s->changed, NULL);
    if (pthread_create(&s->thread, NULL, run, s) != 0) {
        smtp_talk_close(s);
        free(s);
        return pfq_fail(err, PFQ_E_IO, "a thread for mail");
    }
    *out = s;
    return PFQ_OK;
}

void smtp_close(struct smtp *s)
{
    if (s == NULL) {
        return;
    }
    pthread_mutex_lock(&s->mutex);
    atomic_store(&s->stop, true);
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
    (void)pthread_join(s->thread, NULL);
    smtp_talk_close(s);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->mutex);
    free(s);
}
