/* status.h - how the three services are, seen at one moment.
 *
 * status_look() asks, status_judge() decides (pure), status_report() and status_json() show.
 *
 * Layer 4 (operator).
 */
#ifndef STATUS_H
#define STATUS_H

#include <jansson.h>

#include "operator.h"
#include "pfq/arena.h"
#include "status.pb-c.h"
#include "text.h"

enum status_service {
    STATUS_INTAKE,
    STATUS_STORE,
    STATUS_FEEDBACK,
    STATUS_COUNT
};

extern const char *const status_names[STATUS_COUNT];

struct status {
    const char *run;   /* where the sockets were looked for; NULL: not told */
    const char *tried; /* of place_tried() */
    const Pfq__V1__ServiceStatus *services[STATUS_COUNT]; /* NULL: no answer */
    const Pfq__V1__Peer *you;               /* as feedback or intake says; NULL: neither does */
    bool shut;                              /* no answer, and this user may not use the sockets */
    const char *database_path;              /* where store was away; NULL: not known */
    const Pfq__V1__ServiceStatus *database; /* what it says itself; NULL: not read */
};

enum status_word {
    STATUS_WELL,
    STATUS_DEGRADED, /* works, but something needs a look */
    STATUS_DOWN,     /* files cannot be taken */
    STATUS_DENIED    /* this user may not ask: nothing is known */
};

struct status_verdict {
    enum status_word word;
    enum pfq_exit code;
    char text[400]; /* "All well: 3 services, 12 files, nothing waiting" */
};

/* One for each service: they are asked from a thread each. */
struct status_arenas {
    struct pfq_arena each[STATUS_COUNT];
};

void status_arenas_open(struct status_arenas *arenas);
void status_arenas_close(struct status_arenas *arenas);

enum {
    STATUS_WITHIN_MS = 2000 /* a service that listens; one that does not is not waited for */
};

/* Ask all at once. */
void status_look(const char *run, struct status_arenas *arenas, struct status *out);

/* Where store does not answer: what the database says without it. */
void status_read_database(const char *run, struct pfq_arena *arena, struct status *out);

/* This user may not ask store; whether it runs intake tells. */
bool status_is_limited(const struct status *status);

struct status_verdict status_judge(const struct status *status);

void status_report(struct page *page, const struct status *status, int64_t now_ms);
json_t *status_json(const struct status *status); /* the caller owns the result */

#endif
