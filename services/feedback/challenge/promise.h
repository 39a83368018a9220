/* promise.h - what was done about a theme, or asked of the force, and what came of it, in a
 * sentence.
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

/* "; 1 other action in these months, so that the figures cannot tell which of them it was", or
 * "": what else was done about the same theme near the day of an action. */
const char *promise_beside(const Pfq__V1__Action *action, Pfq__V1__ActionRow *const *actions,
                           size_t count, struct pfq_arena *arena);

/* "31 of 60 files (52%) before ...": what changed after it was first sent.  NULL: it was never
 * sent, or there are no figures. */
const char *promise_effect(const Pfq__V1__ChallengeRow *row, const struct effect_month *months,
                           size_t count, struct pfq_arena *arena);

/* When it was first sent, and on which day; 0: never. */
int64_t promise_sent_at(const Pfq__V1__ChallengeRow *row);
int32_t promise_sent(const Pfq__V1__ChallengeRow *row);

#endif
