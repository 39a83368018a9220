/* case_effect.h - what became of the file that was challenged, in a sentence.
 *
 * Layer 2 (challenge): pure.
 */
#ifndef CASE_EFFECT_H
#define CASE_EFFECT_H

#include <stddef.h>

#include "pfq/arena.h"
#include "pfq/wire.h"

/* "The file came again on 5 November 2026 (submission 2): check VW01 does not fail any more; 1
 * failing is new (CS03)."  Of the receipts of the case's submissions, in order.  NULL: it was never
 * sent, or is not on a case. */
const char *case_effect(const Pfq__V1__ChallengeRow *row, Pfq__V1__Receipt *const *receipts,
                        size_t count, struct pfq_arena *arena);

#endif
