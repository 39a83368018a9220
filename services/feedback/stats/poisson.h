/* poisson.h - X events where `mean` are expected: exact probabilities.
 *
 * Formulas  P(X = x)  = mean^x e^-mean / x!, in saddle-point form (saddle.h)
 *           P(X >= x) = P(x, mean), P(X <= x) = Q(x+1, mean), the regularised incomplete gamma
 *                       functions, as P(X = x) and the sum outward from it (outward.h), on the
 *                       side away from the mean; the other tail is 1 less that one
 *           mid-p     = P(X > x) + P(X = x)/2, and the same downwards
 * Units     counts and probabilities
 * Domain    0 <= x, mean <= 10,000,000.  mean = 0: X is 0.
 * Error     relative, in the smaller tail: below 1e-13 as long as the result is above 1e-300
 *           (below that it goes to 0); measured 4e-14 against 60-digit sums
 * Cost      grows with the square root of the mean: 0.3 us for 1,000, 30 us for 10,000,000
 * Sources   Loader 2000; NIST Digital Library of Mathematical Functions 8.4.10, 8.7
 */
#ifndef POISSON_H
#define POISSON_H

#include "stats.h"

STATS_CHECKED struct stats_number stats_poisson_exactly(int64_t x, double mean);
STATS_CHECKED struct stats_number stats_poisson_at_least(int64_t x, double mean);
STATS_CHECKED struct stats_number stats_poisson_at_most(int64_t x, double mean);
STATS_CHECKED struct stats_number stats_poisson_mid_at_least(int64_t x, double mean);
STATS_CHECKED struct stats_number stats_poisson_mid_at_most(int64_t x, double mean);

/* The smallest x with P(X <= x) >= share, which is from 0 to below 1; equality as for the
 * binomial.  STATS_UNSETTLED where it is above 20,000,000. */
STATS_CHECKED struct stats_count stats_poisson_quantile(double share, double mean);

#endif
