/* toy.h - a small service in a process of its own, for tests of the loop and the client.
 *
 * It answers a submission with an ACCEPTED receipt, twice with TRY_AGAIN first when the
 * id starts with "again", never when it starts with "mute"; and a frame that the guard
 * refuses with a REFUSED one.  Its timer counts "ticks". */
#ifndef TOY_H
#define TOY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "pfq/client.h"
#include "pfq/service.h"

struct toy {
    char dir[48];
    char endpoint[96];
    pid_t pid;
    int go; /* of a toy that is held back: close to let it start */
};

void toy_begin(struct toy *toy);                       /* makes the directory */
void toy_start(struct toy *toy, const char *option);   /* "name=value" or NULL */
void toy_prepare(struct toy *toy, const char *option); /* forked, but starts at toy_go() */
void toy_go(struct toy *toy);
int toy_stop(struct toy *toy, int signal); /* its exit status, -1 when it was killed */
int toy_wait(struct toy *toy);
void toy_end(struct toy *toy); /* stops it where needed, removes the directory */

/* The same service inside the test, for its loop. */
const struct pfq_service_ops *toy_ops(void);

/* A submission under this id. */
const Pfq__V1__Envelope *toy_envelope(const char *id);

#endif
