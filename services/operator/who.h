/* who.h - who this user is to the services, for whoever may not ask what was asked.
 *
 * Intake and feedback tell whom pfq.conf makes of a user.  Store is asked by the operator alone:
 * that its socket is shut to anybody else says nothing of whether it runs.
 *
 * Layer 4 (operator).
 */
#ifndef WHO_H
#define WHO_H

#include <stdbool.h>

#include "pfq/arena.h"
#include "store.pb-c.h"

/* As feedback, or else intake, says it; NULL: neither answers.  In the arena. */
const Pfq__V1__Peer *who_am_i(const char *run, struct pfq_arena *arena);

/* It is mapped to less than the operator. */
bool who_is_limited(const Pfq__V1__Peer *you);

/* The socket is store's, and this user is not the operator. */
bool who_is_denied(const char *path);

/* Nobody could be asked at this socket.  True: because this user may not, and that has been said
 * on stderr.  `shut`: the socket, or its directory, is shut to this user. */
bool who_say_denied(const char *command, const char *path, bool shut);

/* What to do where the sockets themselves are shut. */
extern const char who_shut_fix[];

#endif
