/* normal.h - the normal law, and what follows from it.
 *
 * Formulas  upper(z) = P(Z >= z) = erfc(z / sqrt 2) / 2
 *           quantile: Abramowitz and Stegun 26.2.23, then Halley steps on erfc
 * Domain    any z; shares above 0 and below 1
 * Error     upper: 1e-15 relative to z = 10 (libm's erfc); quantile: 1e-14 relative,
 *           1e-15 absolute near 0, for shares from 1e-300
 * Source    Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1, 26.2
 */
#ifndef NORMAL_H
#define NORMAL_H

#include "stats.h"

STATS_CHECKED struct stats_number stats_normal_upper(double z);

/* z with P(Z <= z) = share. */
STATS_CHECKED struct stats_number stats_normal_quantile(double share);

/* --- private to stats: no checks ------------------------------------------------ */

double normal_below(double z);
double normal_quantile(double share);

/* z of a two-sided interval: 1.96 for 0.95. */
double normal_z_of(double confidence);

/* Where the quantile of a law with this mean, variance and skewness * sd should be
 * (Cornish and Fisher 1938): a start for a search, no result. */
double normal_guess(double share, double mean, double variance, double skew);

/* P(X <= x) >= share, decided on the smaller tail, equality within a relative 1e-12. */
bool normal_share_reached(double share, double at_most, double above);

#endif
