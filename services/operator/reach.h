/* reach.h - whether anybody listens at an endpoint, and telling whoever waits for it.
 *
 * libzmq connects by itself, again and again, and does not say why it cannot.  A plain
 * connect to the socket's file does; it sends nothing.
 *
 * Layer 4 (operator).
 */
#ifndef REACH_H
#define REACH_H

#include <stdbool.h>
#include <stdint.h>

enum {
    REACH_FOR_EVER = -1
};

struct reach {
    const char *command;  /* "submit": who says it */
    const char *endpoint; /* only ipc:// can be looked at; others pass for reachable */
    const char *tried;    /* of place_tried(): "", or a line on where it was looked for */
    bool said;            /* that nobody is there; it is said once */
};

/* NULL: somebody listens.  Else why not, in words. */
const char *reach_why_not(const struct reach *reach);

/* The socket is there, or its directory is, and shut to this user: waiting does not help. */
bool reach_is_shut(const struct reach *reach);

/* The endpoint as a path. */
const char *reach_path(const struct reach *reach);

/* Wait until somebody listens; say so on stderr after a second, and when it is over.
 * False: nobody came in time. */
bool reach_wait(struct reach *reach, int64_t wait_ms);

/* Each says its sentence on stderr.  The first two only where it is news; the last also that this
 * user may not ask there (who.h). */
void reach_say_waiting(struct reach *reach, int64_t wait_ms);
void reach_say_back(struct reach *reach);
void reach_say_nobody(const struct reach *reach);

#endif
