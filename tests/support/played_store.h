/* played_store.h - a store that the test plays, for a service that asks it.
 *
 * The service runs in a rig; what it asks comes to played_next(), and the test answers.
 */
#ifndef PLAYED_STORE_H
#define PLAYED_STORE_H

#include <stdbool.h>

#include "pfq/sock.h"
#include "support/rig.h"

enum {
    PLAYED_PATIENCE_MS = 20000
};

struct played_store {
    struct rig rig; /* its services are started by the test */
    struct pfq_sock *sock;
    struct pfq_arena arena;
    struct pfq_peer asker; /* of the last question */
    Pfq__V1__Envelope *asked;
};

void played_begin(struct played_store *p);
void played_end(struct played_store *p);

/* Whatever the service asks next; false: nothing in that time. */
bool played_next(struct played_store *p, int64_t patience_ms);

/* Answer what was asked last; id and source are filled in. */
void played_answer(struct played_store *p, Pfq__V1__Envelope *with);

/* The next message at a socket of the test, in p's arena; NULL: none in that time. */
Pfq__V1__Envelope *played_read(struct played_store *p, struct pfq_sock *sock, int64_t patience_ms);

#endif
