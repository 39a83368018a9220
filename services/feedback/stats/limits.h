/* limits.h - what to expect of a month with so many files, at a given rate.
 *
 * exact p   the counts x of n with P(X <= x) > alpha and P(X >= x) > alpha, X binomial(n, p0):
 *           a count outside is a signal.  `mid` takes mid-p for both tails.
 * exact u   the same with X Poisson(u0 * exposure).
 * sigma     p0 +- k sqrt(p0 (1-p0)/n), u0 +- k sqrt(u0/e), cut off at 0 and 1.  For
 *           parity with spreadsheets alone: with few files it signals far more often than it says.
 *
 * Units     counts (exact), rates (sigma); alpha is one-sided: 0.00135 is the chance that "three
 *           sigma" means.  p0 and u0 should come from other months than the one that is judged.
 * Domain    as binomial.h and poisson.h; n = 0: from 0 to 0.
 * Error     none: the limits are whole numbers.  Equality is decided within 1e-12.
 * Sources   Montgomery, Introduction to Statistical Quality Control (6th ed.) 7.2, 7.3;
 *           NIST/SEMATECH e-Handbook of Statistical Methods 6.3.3
 */
#ifndef LIMITS_H
#define LIMITS_H

#include "stats.h"

struct stats_limits {
    enum stats_fault fault;
    int64_t low; /* both still expected */
    int64_t high;
};

STATS_CHECKED struct stats_limits stats_p_limits(double p0, int64_t n, double alpha, bool mid);
STATS_CHECKED struct stats_limits stats_u_limits(double u0, double exposure, double alpha,
                                                 bool mid);

/* k is 0 to 10; n or exposure above 0. */
STATS_CHECKED struct stats_range stats_p_sigma(double p0, int64_t n, double k);
STATS_CHECKED struct stats_range stats_u_sigma(double u0, double exposure, double k);

#endif
