/* guard.h - is every byte of this message what the contract says?
 *
 * The guard reads, and changes nothing.  Every fault goes to `problems` with its place;
 * a fault that loses the framing ends the message that it is in, and the walk goes on
 * behind that message.  What we do not know goes to `warnings`.
 *
 * No message of the contract holds one of its own kind (a test sees to it), so the
 * depth of a walk is bounded by the contract.  Private to the wire layer.
 */
#ifndef GUARD_H
#define GUARD_H

#include "shape.h"

enum {
    GUARD_COUNTS = 512 /* fields of a message and of all that it is in, at most */
};

struct guard {
    struct pfq_problems *problems;
    struct pfq_problems *warnings;
    bool unknown; /* fields or enum values */
    size_t counts_used;
    uint16_t counts[GUARD_COUNTS];
};

void guard_init(struct guard *g, struct pfq_problems *problems, struct pfq_problems *warnings);
void guard_walk(struct guard *g, const struct shape *shape, struct cursor c);

#endif
