/* promise.h - what was done about a theme, and what came of it, in a sentence.
 *
 * Layer 2 (challenge): pure.
 */
#ifndef PROMISE_H
#define PROMISE_H

#include <stddef.h>

#include "feedback/effect/effect.h"
#include "pfq/wire.h"

/* "Training (workshop on summaries) on 12 May 2026: 31 of 60 files (52%) before ..."; without
 * months that it was done, or by when it is promised. */
const char *promise_words(const Pfq__V1__Action *action, const struct effect_month *months,
                          size_t count, struct pfq_arena *arena);

#endif
