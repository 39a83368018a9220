/* ladder.h - what has to be done about one challenge at one time: whom to tell, whether it
 * climbs, whether its owner is reminded.
 *
 * A challenge that was sent and that nobody has acknowledged climbs by itself, one level at a
 * time, at the row's next_step_at: when whoever deals with it at its level has had the days of
 * ladder_days.  Where the facts call for a higher level they have those of ladder_strong_days:
 *
 *     level 2   a critical failing shortly before the first hearing; a custody time limit
 *     level 3   the same failing twice; a unit's theme above its baseline for two months
 *     level 4   a force's theme for three
 *
 * Nobody is passed by.  Its owner is reminded two days before a step, at once where the days are
 * fewer; a step waits until that was so.  Where nobody is there to be reminded it does not wait,
 * and its reason says so.  Acknowledging it stops all this; a person may still
 * take it up at any time.  Each step is named (challenge, level, how often it was opened
 * again), so that it is made once whatever crashes.
 *
 * Layer 2 (challenge): pure.
 */
#ifndef LADDER_H
#define LADDER_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/arena.h"
#include "pfq/people.h"
#include "pfq/wire.h"

enum {
    LADDER_TOP = 5,
    LADDER_REMIND_DAYS = 2 /* before a step */
};

/* Who deals with it at a level, on each side. */
struct ladder_level {
    const char *cps;
    const char *police;
};
extern const struct ladder_level ladder_levels[LADDER_TOP + 1];

/* What is known beside the row. */
struct ladder_facts {
    const Pfq__V1__ThemeMove *move; /* the last of its theme, or NULL */
    int64_t again_at;               /* its check failed a second time in this file; 0: it did not */
};

/* The level that the facts call for. */
struct ladder_call {
    uint32_t level; /* 0: none */
    int64_t since;
    const char *why; /* a sentence */
};
struct ladder_call ladder_called(const Pfq__V1__ChallengeRow *row, const struct ladder_facts *facts,
                                 const struct pfq_people_rules *rules, struct pfq_arena *arena);

struct ladder_todo {
    bool tell;        /* whoever deals with it at its level should have had a message */
    bool remind;      /* its owner: a step is near, or wants to be made */
    int64_t lead_ms;  /* so long before the step */
    uint32_t step_to; /* 0: it stays */
    const char *why;  /* of the step, a sentence */
};

/* Sets the row's next_step_at as well. */
struct ladder_todo ladder_due(Pfq__V1__ChallengeRow *row, const struct ladder_facts *facts,
                              const struct pfq_people_rules *rules, int64_t now_ms,
                              struct pfq_arena *arena);

/* Its reason, where nobody could be reminded before it; was the challenge's last step like that? */
const char *ladder_unreminded(const char *why, struct pfq_arena *arena);
bool ladder_was_unreminded(const Pfq__V1__ChallengeRow *row);

/* Is it long enough ago that its owner was reminded?  INT64_MIN: nobody is to be. */
bool ladder_may_step(const struct ladder_todo *todo, int64_t reminded_at, int64_t now_ms);

/* Is it over: WITHDRAWN, REMEDIED or CLOSED? */
bool ladder_is_over(Pfq__V1__ChallengeState state);

/* "dispute-7/3/0": what names a step to level 3, or what is told at it; the last number counts
 * how often it was opened again. */
const char *ladder_name(const Pfq__V1__ChallengeRow *row, uint32_t level, struct pfq_arena *arena);

/* How often it was opened again. */
unsigned ladder_reopened(const Pfq__V1__ChallengeRow *row);

/* Are the two of the same theme? */
bool ladder_same_theme(const Pfq__V1__ThemeKey *a, const Pfq__V1__ThemeKey *b);

#endif
