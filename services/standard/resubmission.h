/* resubmission.h - one submission compared with the one of the same file before it.
 *
 * Checks are found by id, so that two versions of the catalogue may have judged.
 *
 * Private to services/standard.
 */
#ifndef RESUBMISSION_H
#define RESUBMISSION_H

#include "pfq/arena.h"
#include "store.pb-c.h"

struct resubmission_side {
    const Pfq__V1__Judged *judged;
    const Pfq__V1__Catalogue *texts;
};

struct resubmission {
    struct resubmission_side then;
    struct resubmission_side now;
    uint32_t of_ordinal; /* of the submission then */
};

/* UNSPECIFIED where the catalogue does not have the check.  `hint` is where it may stand. */
Pfq__V1__Outcome resubmission_outcome(const struct resubmission_side *side, const char *check,
                                      size_t hint);

/* Set judged->resubmission and the change of each finding; `judged` is pair->now.judged. */
void resubmission_compare(const struct resubmission *pair, struct pfq_arena *arena,
                          Pfq__V1__Judged *judged);

#endif
