/* binomial.h - X of n files fail, each with probability p: exact probabilities.
 *
 * Formulas  P(X = x)   = n!/(x!(n-x)!) p^x (1-p)^(n-x), in saddle-point form (saddle.h)
 *           P(X >= x)  = I_p(x, n-x+1), the regularised incomplete beta function, as P(X = x)
 *                        and the sum outward from it (outward.h), on the side away from the mean;
 *                        the other tail is 1 less that one
 *           mid-p      = P(X > x) + P(X = x)/2, and the same downwards
 * Units     counts and probabilities
 * Domain    0 <= x <= n <= 10,000,000; 0 <= p <= 1.  n = 0: X is 0.
 * Error     relative, in the smaller tail: below 1e-13 as long as the result is above 1e-300
 *           (below that it goes to 0); measured 3e-14 against 60-digit sums
 * Cost      grows with the square root of n(1-p)p: 0.3 us for n = 1,000, 20 us for 10,000,000
 * Sources   Loader 2000; NIST Digital Library of Mathematical Functions 8.17.5;
 *           Lancaster, JASA 56 (1961) for mid-p
 */
#ifndef BINOMIAL_H
#define BINOMIAL_H

#include "stats.h"

STATS_CHECKED struct stats_number stats_binomial_exactly(int64_t x, int64_t n, double p);
STATS_CHECKED struct stats_number stats_binomial_at_least(int64_t x, int64_t n, double p);
STATS_CHECKED struct stats_number stats_binomial_at_most(int64_t x, int64_t n, double p);
STATS_CHECKED struct stats_number stats_binomial_mid_at_least(int64_t x, int64_t n, double p);
STATS_CHECKED struct stats_number stats_binomial_mid_at_most(int64_t x, int64_t n, double p);

/* The smallest x with P(X <= x) >= share, which is 0 to 1.  Equality is taken within a
 * relative 1e-12, so that qbinom(0.5, 1, 0.5) is 0 whatever the rounding. */
STATS_CHECKED struct stats_count stats_binomial_quantile(double share, int64_t n, double p);

#endif
