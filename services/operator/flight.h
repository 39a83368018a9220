/* flight.h - submissions on their way to intake: a bounded window, answered in order.
 *
 * Each is sent again, under the same id, until it is answered for good; TRY_AGAIN is
 * waited out.  When for `patience_ms` nothing at all was answered for good, what is left
 * is given up: its receipt is TRY_AGAIN with the problem NOT_SENT (nobody took it), PUT_OFF (intake
 * asked to wait, nothing is stored), NOT_UNDERSTOOD (an answer came that is none) or NO_ANSWER
 * (not known). Sending it again is safe.
 *
 * Layer 4 (operator).
 */
#ifndef FLIGHT_H
#define FLIGHT_H

#include <stdbool.h>

#include "input.h"
#include "pfq/client.h"
#include "reach.h"

enum {
    FLIGHT_WINDOW = 64
};

struct flight {
    const struct input_item *item;
    struct pfq_arena arena; /* of the frame, then of the receipt */
    struct pfq_bytes frame;
    Pfq__V1__Receipt *receipt; /* NULL until answered for good */
    int64_t send_at_ms;        /* monotonic: when to send, or send again */
    bool put_off;              /* the last answer was TRY_AGAIN */
    bool sent;                 /* once at least, to somebody who was connected */
};

struct flights {
    struct pfq_client *client; /* borrowed */
    int64_t patience_ms;
    int64_t give_up_at_ms;
    struct reach *reach; /* borrowed; who tells that nobody is there; NULL: nobody tells */
    bool sent;           /* anything at all */
    bool away;           /* given up: nothing more is sent */
    bool garbled;        /* an answer came that could not be understood */
    struct pfq_arena spare;
    struct flight rows[FLIGHT_WINDOW]; /* a ring in the order of the input */
    size_t first;
    size_t count;
};

void flights_init(struct flights *flights, struct pfq_client *client, int64_t patience_ms);
void flights_fini(struct flights *flights);

/* The window must not be full. */
void flights_add(struct flights *flights, const struct input_item *item);

/* Send what is due and take what comes, until the oldest is answered or given up.
 * The result is borrowed until flights_drop(). */
const struct flight *flights_oldest(struct flights *flights);
void flights_drop(struct flights *flights);

#endif
