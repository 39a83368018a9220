/* effect.h - did it work: the rate before and after a day on which something was done.
 *
 * Before are the six months that end before the day's own month, after the up to six that
 * follow it; the month itself counts on neither side.  The difference has Newcombe's interval
 * (stats/difference.h).  A force's rate moves from month to month by more than chance: that is
 * its usual wobble, Laney's sigma z of all the months before (stats/laney.h, 1 where there are
 * fewer than three of them).  The interval stretched by it must still leave out zero.
 *
 * What it cannot say: that the change came from what was done.  It says that something
 * changed.
 *
 * Layer 2 (effect): base, stats, render's figures.
 */
#ifndef EFFECT_H
#define EFFECT_H

#include "feedback/stats/difference.h"
#include "pfq/arena.h"

enum {
    EFFECT_MONTHS = 6,      /* on each side, at most */
    EFFECT_LEAST_FILES = 10 /* on each side; with fewer it is too early to say */
};

struct effect_month {
    int32_t month; /* YYYYMM, in order, each once */
    struct stats_share share;
};

enum effect_verdict {
    EFFECT_TOO_EARLY,
    EFFECT_CHANCE, /* chance alone explains the difference */
    EFFECT_WOBBLE, /* more than chance, not more than the usual wobble */
    EFFECT_BETTER,
    EFFECT_WORSE
};

struct effect {
    enum effect_verdict verdict;
    struct stats_share before;
    struct stats_share after;
    struct stats_difference change; /* after - before, 95 % */
    double wobble;                  /* from 1 on */
};

/* `date` is YYYYMMDD. */
struct effect effect_of(const struct effect_month *months, size_t count, int32_t date);

/* "31 of 60 files (52%) before, 20 of 59 files (34%) after, 18 points less (95% interval 0 to
 * 34): better than chance explains" */
const char *effect_words(const struct effect *effect, struct pfq_arena *arena);

/* The verdict alone: "better than chance explains". */
const char *effect_verdict_words(enum effect_verdict verdict);

#endif
