/* discovery.h - many looks at once: the false discovery rate.
 *
 * Formulas  p_(1) <= ... <= p_(m); reject the first k, k the largest i with p_(i) <= i q / (m c).
 *           c = 1: Benjamini and Hochberg, for independent or positively dependent tests;
 *           c = 1 + 1/2 + ... + 1/m: Benjamini and Yekutieli, whatever the dependence.
 *           adjusted_(i) = the least over j >= i of p_(j) m c / j, at most 1: test i is rejected
 *           when that is at most q
 * Units     probabilities
 * Domain    0 <= p <= 1; 0 < q < 1.  p-values of counts are discrete, which makes both cautious:
 *           fewer false discoveries than q.
 * Error     1e-15 relative.  Cost: m log m.
 * Sources   Benjamini and Hochberg, JRSS B 57 (1995) 289-300; Benjamini and Yekutieli, Annals
 *           of Statistics 29 (2001) 1165-1188
 */
#ifndef DISCOVERY_H
#define DISCOVERY_H

#include "stats.h"

struct stats_discovery {
    enum stats_fault fault;
    size_t rejected;
    double threshold; /* the largest p that is rejected; 0 when none is */
};

/* `adjusted` (may be NULL) and `places` are room for `count` each; afterwards places[0 ...
 * rejected-1] are the tests that are rejected, the smallest p first. */
STATS_CHECKED struct stats_discovery
stats_benjamini_hochberg(const double *p, size_t count, double q, double *adjusted, size_t *places);
STATS_CHECKED struct stats_discovery stats_benjamini_yekutieli(const double *p, size_t count,
                                                               double q, double *adjusted,
                                                               size_t *places);

#endif
