/* ewma.h - the exponentially weighted moving average: the readable line on a chart.
 *
 * Formulas  z_i = lambda x_i + (1 - lambda) z_(i-1), z_0 = target
 *           limits at step i: target +- width sigma sqrt(lambda/(2-lambda) (1-(1-lambda)^(2i)))
 *           steady limits: the same for i without end
 * Units     those of the values; for shares first take the residual
 *           (x/n - p0) / sqrt(p0 (1-p0)/n), target 0, sigma 1
 * Domain    0 < lambda <= 1, sigma > 0, width from 0 to 10
 * Error     1e-14 relative to the largest value
 * Sources   Roberts, Technometrics 1 (1959); NIST/SEMATECH e-Handbook 6.3.2.4;
 *           Montgomery (6th ed.) 9.2
 */
#ifndef EWMA_H
#define EWMA_H

#include "stats.h"

struct stats_ewma {
    double target;
    double sigma;
    double lambda; /* 0.2 is usual */
    double width;  /* 3 is usual */
};

/* out[i] is z_(i+1); `out` may be `values`. */
STATS_CHECKED enum stats_fault stats_ewma(struct stats_ewma setting, const double *values,
                                          size_t count, double *out);

/* step counts from 1; 0: steady. */
STATS_CHECKED struct stats_range stats_ewma_limits(struct stats_ewma setting, size_t step);

/* STATS_NO_DATA for a month without files, STATS_FLAT where p0 is 0 or 1. */
STATS_CHECKED struct stats_number stats_residual(struct stats_share share, double p0);

#endif
