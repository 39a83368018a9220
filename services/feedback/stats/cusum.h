/* cusum.h - cumulative sums: small lasting changes that no single month shows.
 *
 * Tabular    high_i = max(0, high_(i-1) + x_i - target - k)
 *            low_i  = max(0, low_(i-1) + target - k - x_i); a signal is high or low above h
 * Bernoulli  S_i = max(0, S_(i-1) + w), w = y ln R - ln(1 - p0 + R p0), y = 1 for a file that
 *            fails, else 0: the log-likelihood ratio of odds R times those of p0.  R = 2 watches
 *            for a doubling, R = 1/2 for a halving; a signal is S at or above h.
 * Units      tabular: those of the values; Bernoulli: natural logarithms of odds
 * Domain     0 < p0 < 1; R from 0.01 to 100 but 1; k, h 0 or more
 * Error      1e-15 relative a step
 * Sources    Page, Biometrika 41 (1954); NIST/SEMATECH e-Handbook 6.3.2.3; Steiner, Cook,
 *            Farewell and Treasure, Biostatistics 1 (2000) 441-452
 */
#ifndef CUSUM_H
#define CUSUM_H

#include "stats.h"

struct stats_cusum {
    double target;
    double k; /* half of the shift to find */
};

struct stats_sums {
    double high;
    double low;
};

/* out[i] holds both sums after value i; both start at 0. */
STATS_CHECKED enum stats_fault stats_cusum(struct stats_cusum setting, const double *values,
                                           size_t count, struct stats_sums *out);

struct stats_weights {
    enum stats_fault fault;
    double fail;
    double pass;
};

STATS_CHECKED struct stats_weights stats_bernoulli_weights(double p0, double odds_ratio);

/* The sum after the files of one day, whose order within the day is not known: they count
 * as one step.  `weights` are without fault and `day` is a good share. */
double stats_bernoulli_step(double sum, struct stats_weights weights, struct stats_share day);

#endif
