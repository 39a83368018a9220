/* targets.h - who is to have a digest of a kind: each force that sends files, for its mailbox; and
 * whom the routes name besides: units, CPS Areas, and the CPS itself (inside).
 *
 * Layer 4 (feedback).
 */
#ifndef TARGETS_H
#define TARGETS_H

#include "feedback/deliver/routes.h"

enum {
    TARGETS_FORCES_MAX = 128,
    TARGETS_MAX = ROUTES_MAX + 2 * TARGETS_FORCES_MAX
};

struct target {
    char force[3];                    /* "" of an Area */
    char unit[ROUTES_UNIT_BYTES + 1]; /* "" = the whole force; of an Area its name */
    Pfq__V1__Audience audience;
};

struct targets {
    struct target *rows; /* TARGETS_MAX */
    size_t count;
};

enum pfq_code targets_open(struct targets *targets, struct pfq_err *err) PFQ_CHECKED;
void targets_close(struct targets *targets);

/* Those of one force and unit stand side by side. */
void targets_fill(struct targets *targets, Pfq__V1__DigestKind kind, char *const *forces,
                  size_t force_count, const struct routes *routes);

/* By force, unit, audience. */
int target_order(const struct target *a, const struct target *b);
bool target_is_neighbour(const struct target *a, const struct target *b); /* same force and unit */

#endif
