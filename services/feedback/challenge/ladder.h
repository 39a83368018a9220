/* ladder.h - what has to be done about one challenge at one time: whom to tell, whether it
 * climbs, whether its owner is reminded.
 *
 * A challenge that was sent and that nobody has acknowledged climbs by itself:
 *
 *     by time      at the row's next_step_at, one level
 *     by strength  to level 3 when the unit's theme was above its baseline for two months,
 *                  to level 4 when the whole force's was for three
 *
 * Acknowledging it stops both; a person may still take it up at any time.  Each step is named
 * (challenge, level, how often it was opened again), so that it is made once whatever crashes.
 *
 * Layer 2 (challenge): pure.
 */
#ifndef LADDER_H
#define LADDER_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/arena.h"
#include "pfq/wire.h"

enum {
    LADDER_TOP = 5,
    LADDER_UNIT_MONTHS = 2,  /* above the baseline: level 3 */
    LADDER_FORCE_MONTHS = 3, /* level 4 */
    LADDER_REMIND_DAYS = 2   /* before a step */
};

/* Who deals with it at a level, on each side. */
struct ladder_level {
    const char *cps;
    const char *police;
};
extern const struct ladder_level ladder_levels[LADDER_TOP + 1];

struct ladder_todo {
    bool tell;        /* whoever deals with it at its level should have had a message */
    bool remind;      /* its owner: a step is near */
    uint32_t step_to; /* 0: it stays */
    const char *why;  /* of the step, a sentence */
};

/* `move` is the last of its theme, or NULL. */
struct ladder_todo ladder_due(const Pfq__V1__ChallengeRow *row, const Pfq__V1__ThemeMove *move,
                              int64_t now_ms, struct pfq_arena *arena);

/* Is it over: WITHDRAWN, REMEDIED or CLOSED? */
bool ladder_is_over(Pfq__V1__ChallengeState state);

/* "dispute-7/3/0": what names a step to level 3, or what is told at it; the last number counts
 * how often it was opened again. */
const char *ladder_name(const Pfq__V1__ChallengeRow *row, uint32_t level, struct pfq_arena *arena);

/* Are the two of the same theme? */
bool ladder_same_theme(const Pfq__V1__ThemeKey *a, const Pfq__V1__ThemeKey *b);

#endif
