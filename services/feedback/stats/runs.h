/* runs.h - patterns of points that are each inside the limits.
 *
 * Anhoej  of the useful points (those not on the centre line), n of them: a shift when the
 *         longest run on one side has more than round(log2 n) + 3 points, or there are fewer than
 *         the 5 % quantile of binomial(n - 1, 1/2) crossings of the line.  n from 10.
 *         Anhoej and Olesen, PLoS ONE 9 (2014) e113825; Anhoej, PLoS ONE 10 (2015) e0121349.
 * NHS     the four rules of Making Data Count, of points and their limits:
 *           OUTSIDE  beyond a limit
 *           SHIFT    seven points or more in a row on one side of the centre (a point on it
 *                    ends the run)
 *           TREND    seven points or more in a row, each above the one before, or each below
 *           NEAR     two of three points in a row beyond two thirds of the way to the same limit
 *         A rule marks all points of its run, those before the seventh too; NEAR marks those
 *         beyond two thirds.
 *         NHS England, Making Data Count: Strengthening your decisions (2019).
 *
 * Units   those of the values
 * Error   none: counts and comparisons
 */
#ifndef RUNS_H
#define RUNS_H

#include "stats.h"

struct stats_runs {
    enum stats_fault fault;
    size_t useful;
    size_t longest;
    size_t longest_limit; /* still ordinary */
    size_t crossings;
    size_t crossings_limit; /* still ordinary */
    bool shift;
};

STATS_CHECKED struct stats_runs stats_anhoej(const double *values, size_t count, double centre);

/* The limits for n useful points, n from 10 to STATS_COUNT_MAX; `longest` and `crossings` are 0. */
STATS_CHECKED struct stats_runs stats_anhoej_limits(size_t useful);

enum stats_rule {
    STATS_OUTSIDE = 1,
    STATS_SHIFT = 2,
    STATS_TREND = 4,
    STATS_NEAR = 8
};

struct stats_point {
    double value;
    double centre;
    double low;
    double high;
};

/* marks[i]: the rules, added up, that mark point i. */
STATS_CHECKED enum stats_fault stats_nhs_rules(const struct stats_point *points, size_t count,
                                               unsigned *marks);

#endif
