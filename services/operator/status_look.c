/* status_look.c - ask the three services at once, and decide: see status.h. */
#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "ask.h"
#include "pfq/grants.h"
#include "places.h"
#include "reach.h"
#include "status.h"
#include "who.h"

const char *const status_names[STATUS_COUNT] = {"intake", "store", "feedback"};

/* --- asking -------------------------------------------------------------------- */

/* A client is used by one thread, and so is an arena. */
struct question {
    const char *endpoint;
    struct pfq_arena *arena;
    const Pfq__V1__ServiceStatus *answer;
};

static void *ask_one(void *self)
{
    struct question *q = self;
    struct pfq_client *client = NULL;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__StatusRequest want = PFQ__V1__STATUS_REQUEST__INIT;
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_err err;
    if (reach_why_not(&(struct reach){.endpoint = q->endpoint}) != NULL) {
        return NULL; /* nobody is there to wait for */
    }
    want.has_with_forces = true;
    want.with_forces = true;
    request.body_case = PFQ__V1__ENVELOPE__BODY_STATUS_REQUEST;
    request.status_request = &want;
    if (pfq_client_open(q->endpoint, &client, &err) != PFQ_OK) {
        return NULL;
    }
    if (ask(client, &request, PFQ__V1__ENVELOPE__BODY_SERVICE_STATUS, STATUS_WITHIN_MS, q->arena,
            &answer, &err) == PFQ_OK) {
        q->answer = answer->service_status;
    }
    pfq_client_close(client);
    return NULL;
}

static void note_who(const char *run, struct status_arenas *arenas, struct status *out)
{
    static const enum status_service tell[] = {STATUS_FEEDBACK, STATUS_INTAKE};

    bool nobody = out->services[STATUS_STORE] == NULL;
    for (size_t i = 0; i < sizeof tell / sizeof *tell; i++) {
        const Pfq__V1__ServiceStatus *s = out->services[tell[i]];
        nobody = nobody && s == NULL;
        out->you = out->you == NULL && s != NULL ? s->you : out->you;
    }
    struct reach intake = {
        .endpoint = place_endpoint(run, status_names[STATUS_INTAKE], &arenas->each[STATUS_INTAKE])};
    out->shut = nobody && reach_is_shut(&intake);
}

void status_look(const char *run, struct status_arenas *arenas, struct status *out)
{
    struct question questions[STATUS_COUNT];
    pthread_t threads[STATUS_COUNT];
    bool started[STATUS_COUNT];
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        struct pfq_arena *arena = &arenas->each[i];
        questions[i] = (struct question){place_endpoint(run, status_names[i], arena), arena, NULL};
        started[i] = pthread_create(&threads[i], NULL, ask_one, &questions[i]) == 0;
    }
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        if (started[i]) {
            (void)pthread_join(threads[i], NULL);
        }
        out->services[i] = questions[i].answer;
    }
    note_who(run, arenas, out);
}

bool status_is_limited(const struct status *status)
{
    return who_is_limited(status->you);
}

void status_arenas_open(struct status_arenas *arenas)
{
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        pfq_arena_open(&arenas->each[i]);
    }
}

void status_arenas_close(struct status_arenas *arenas)
{
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        pfq_arena_close(&arenas->each[i]);
    }
}

/* --- deciding ------------------------------------------------------------------ */

struct tally {
    unsigned away;
    unsigned not_ready;
    size_t alarms;
    uint64_t waiting;
};

static struct tally tally_of(const struct status *status)
{
    struct tally t = {.away = 0};
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        const Pfq__V1__ServiceStatus *s = status->services[i];
        if (s == NULL) {
            t.away += !(i == STATUS_STORE && status_is_limited(status));
            continue;
        }
        t.not_ready += s->state != PFQ__V1__SERVICE_STATE__SERVICE_STATE_READY;
        t.alarms += s->n_alarms;
        t.waiting += s->backlog;
    }
    return t;
}

static void say(struct status_verdict *v, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void say(struct status_verdict *v, const char *fmt, ...)
{
    size_t used = 0;
    while (v->text[used] != '\0') {
        used++;
    }
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(v->text + used, sizeof v->text - used, fmt, args);
    va_end(args);
}

static void say_away(struct status_verdict *v, const struct status *status, unsigned away)
{
    const char *between = "";
    if (away == STATUS_COUNT) {
        say(v, "no service answers");
        return;
    }
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        bool hidden = i == STATUS_STORE && status_is_limited(status);
        if (status->services[i] == NULL && !hidden) {
            say(v, "%s%s", between, status_names[i]);
            between = " and ";
        }
    }
    say(v, away == 1 ? " does not answer" : " do not answer");
}

static void say_not_ready(struct status_verdict *v, const struct status *status,
                          const struct tally *t)
{
    const char *between = "";
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        const Pfq__V1__ServiceStatus *s = status->services[i];
        if (s != NULL && s->state == PFQ__V1__SERVICE_STATE__SERVICE_STATE_DRAINING) {
            say(v, "%s%s is stopping", between, status_names[i]);
            between = ", ";
        } else if (s != NULL && s->state != PFQ__V1__SERVICE_STATE__SERVICE_STATE_READY) {
            say(v, "%s%s needs a look", between, status_names[i]);
            between = ", ";
        }
    }
    if (t->alarms > 0) {
        say(v, "%s%zu alarm%s", between, t->alarms, t->alarms == 1 ? "" : "s");
    }
}

static void say_well(struct status_verdict *v, const struct status *status, const struct tally *t)
{
    if (status_is_limited(status)) {
        say(v, "as far as this user may ask: intake and feedback answer, ");
    } else {
        uint64_t files = status->services[STATUS_STORE]->submissions;
        say(v, "%d services, %" PRIu64 " file%s, ", STATUS_COUNT, files, files == 1 ? "" : "s");
    }
    if (t->waiting == 0) {
        say(v, "nothing waiting");
    } else {
        say(v, "%" PRIu64 " waiting", t->waiting);
    }
}

struct status_verdict status_judge(const struct status *status)
{
    struct status_verdict v = {.word = STATUS_WELL, .code = PFQ_EXIT_GOOD};
    struct tally t = tally_of(status);
    if (status->shut) {
        v.word = STATUS_DENIED;
        v.code = PFQ_EXIT_NOT_GOOD;
        say(&v, "Not permitted: this user (uid %u) may not use the services' sockets in %s",
            (unsigned)getuid(), status->run == NULL ? "-" : status->run);
    } else if (t.away > 0) {
        bool takes = status->services[STATUS_INTAKE] != NULL &&
                     (status->services[STATUS_STORE] != NULL || status_is_limited(status));
        v.word = takes ? STATUS_DEGRADED : STATUS_DOWN;
        v.code = PFQ_EXIT_AWAY;
        say(&v, takes ? "Degraded: " : "Down: ");
        say_away(&v, status, t.away);
    } else if (t.not_ready > 0 || t.alarms > 0) {
        v.word = STATUS_DEGRADED;
        v.code = PFQ_EXIT_NOT_GOOD;
        say(&v, "Degraded: ");
        say_not_ready(&v, status, &t);
    } else {
        say(&v, "All well: ");
        say_well(&v, status, &t);
    }
    return v;
}
