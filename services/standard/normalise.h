/* normalise.h - dates and instants that are no such thing count as not said.
 *
 * Whatever is called ..._date or ..._at in the contract is looked at, by a plan made
 * once from the descriptors, so that nothing after this ever meets an impossible day.
 *
 * Private to services/standard.
 */
#ifndef NORMALISE_H
#define NORMALISE_H

#include "pfq/problems.h"
#include "submission.pb-c.h"

enum {
    NORMALISE_TYPES_MAX = 64
};

enum normalise_kind {
    NORMALISE_DATE,
    NORMALISE_INSTANT,
    NORMALISE_MESSAGE,
    NORMALISE_MESSAGES
};

struct normalise_step {
    enum normalise_kind kind;
    const ProtobufCFieldDescriptor *field; /* a date, an instant, or a message with some */
    const struct normalise_type *type;     /* of the message */
};

struct normalise_type {
    const ProtobufCMessageDescriptor *message;
    struct normalise_step *steps;
    size_t count;
};

struct normalise_plan {
    struct normalise_type types[NORMALISE_TYPES_MAX];
    size_t count;
    const struct normalise_type *root;
};

void normalise_prepare(struct normalise_plan *plan, struct pfq_arena *arena);

/* Clear what is out of range and list it. */
void normalise_dates(const struct normalise_plan *plan, Pfq__V1__Submission *submission,
                     struct pfq_problems *problems);

#endif
