/* figure.h - how every number and date is written, on every page and in every mail.
 *
 * Nothing here asks the locale.  What cannot honestly be said is not said: below 10 files no
 * percentage, up to 29 one with its interval, and a rate is never rounded to "0%" or "100%"
 * when it is neither.
 *
 * All texts are in the arena (or constant).  Layer 2 (render): may include base.
 */
#ifndef FIGURE_H
#define FIGURE_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/arena.h"

enum figure_size {
    FIGURE_NONE,     /* no file at all: "no data" */
    FIGURE_WORDS,    /* fewer than 10: "3 of 6 files" */
    FIGURE_INTERVAL, /* 10 to 29: a percentage with its interval */
    FIGURE_WHOLE     /* 30 and more: a percentage, and a chart */
};

enum {
    FIGURE_INTERVAL_FROM = 10,
    FIGURE_WHOLE_FROM = 30,
    FIGURE_UNSTABLE_BELOW = 20 /* failures; a rate made of fewer is drawn hatched */
};

/* An interval of a rate, both ends from 0 to 1. */
struct figure_range {
    double low;
    double high;
};

enum figure_size figure_size(int64_t of);
bool figure_unstable(int64_t failing, int64_t of);

const char *figure_count(int64_t value, struct pfq_arena *arena); /* "12,345", "-3" */
/* Rounded half away from zero; "not known" for what is not finite or beyond 1e15. */
const char *figure_decimal(double value, int places, struct pfq_arena *arena);
/* "1 file", "1,200 files" */
const char *figure_things(int64_t count, const char *one, const char *many,
                          struct pfq_arena *arena);

/* Of 0 to 1, what somebody set and not a rate: "10%", "7.5%". */
const char *figure_target(double share, struct pfq_arena *arena);

/* "52%", "under 1%", "over 99%"; "too few" and "no data" where no rate may be said. */
const char *figure_per_cent(int64_t failing, int64_t of, struct pfq_arena *arena);
const char *figure_rate(double rate, struct pfq_arena *arena); /* of 0 to 1, as above */
const char *figure_interval(struct figure_range range, struct pfq_arena *arena); /* "18% to 57%" */

/* "no files", "3 of 6 files", "7 of 20 files (35%, 95% interval 18% to 57%)",
 * "31 of 60 files (52%)". */
const char *figure_share(int64_t failing, int64_t of, struct figure_range range,
                         struct pfq_arena *arena);

/* Of counts: "22 to 36". */
const char *figure_expected(int64_t low, int64_t high, struct pfq_arena *arena);

/* "Shown 20 of 57", or "" when all are shown. */
const char *figure_shown(int64_t shown, int64_t of, struct pfq_arena *arena);

/* Dates are YYYYMMDD, months YYYYMM; "" for 0. */
const char *figure_date(int32_t date, struct pfq_arena *arena);         /* "3 May 2026" */
const char *figure_month(int32_t month, struct pfq_arena *arena);       /* "October 2026" */
const char *figure_month_short(int32_t month, struct pfq_arena *arena); /* "Oct 2026" */

#endif
