/* interval.h - how sure a rate, a count or a comparison of two rates is.
 *
 * Confidence is from 0.5 to 0.999999999, two-sided; z is the normal quantile of
 * (1 + confidence)/2.
 *
 * wilson       of a share x/n: the roots in p of (x/n - p)^2 = z^2 p(1-p)/n.  n from 1.
 *              The lower root is taken from the product of both, so nothing cancels: relative
 *              error 1e-14.   E. B. Wilson, JASA 22 (1927) 209-212.
 * byar         of a Poisson count x: x (1 - 1/(9x) - z/(3 sqrt x))^3 and the same upwards with
 *              x+1; 0 for x = 0.  An approximation: at 95 %, within 1 % of the exact interval
 *              from x = 5 on.   Breslow and Day, Statistical Methods in Cancer Research
 *              II (IARC 1987), page 69.
 * odds_ratio   of two shares: log((x1+h)(n2-x2+h)/((n1-x1+h)(x2+h))) +- z se, se^2 = the sum of
 *              the four reciprocals, h = 1/2.   Haldane, Ann. Hum. Genet. 20 (1956) 309;
 *              Gart, JRSS B 28 (1966) 164.  An approximation, good from five in each cell.
 */
#ifndef INTERVAL_H
#define INTERVAL_H

#include "stats.h"

STATS_CHECKED struct stats_range stats_wilson(struct stats_share share, double confidence);
STATS_CHECKED struct stats_range stats_byar(int64_t count, double confidence);

struct stats_ratio {
    enum stats_fault fault;
    double ratio;
    double low;
    double high;
};

/* Odds of `share` over odds of `reference`. */
STATS_CHECKED struct stats_ratio stats_odds_ratio(struct stats_share share,
                                                  struct stats_share reference, double confidence);

/* For other methods that take a confidence. */
enum stats_fault stats_check_confidence(double confidence);

#endif
