/* store.h - the shell: sockets on one side, worker threads on the other.
 *
 *     request    from one of ours (callers.h)?  reader or writer, or TRY_AGAIN at once
 *     answers    an eventfd rings              one Envelope to each peer; a hint to all
 *                the peer's queue is full      what is left goes a millisecond later
 *
 * The loop's thread touches no disk but for status, whose cost does not grow with the
 * database.
 *
 * Layer 4 (store).
 */
#ifndef STORE_H
#define STORE_H

#include "callers.h"
#include "pfq/people.h"
#include "pfq/service.h"
#include "reader.h"
#include "writer.h"

struct store {
    struct pfq_service *service;
    struct pfq_sock *front;
    struct pfq_sock *hints;
    int event_fd; /* a worker has answered */
    int retry_fd; /* a timer: a peer's queue was full */
    int wait_fd;  /* epoll over the two: the loop watches one fd */
    struct checkpoint checkpoint;
    struct writer writer;
    struct reader reader;
    struct worker writing;
    struct worker reading;
    struct db *status_db; /* read-only; NULL until it could be opened */
    uint64_t *accepted;
    uint64_t *put_off;
    uint64_t *undelivered;
    uint64_t *strangers;
    struct callers callers;
    struct pfq_people_rules rules;
    unsigned char answer_block[1024 * 1024];
};

extern const struct pfq_service_ops store_ops;

/* store_status.c: fills in what a StatusRequest is answered. */
void store_status(void *self, const struct pfq_frame *frame, Pfq__V1__ServiceStatus *out);

#endif
