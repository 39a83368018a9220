/* funnel.h - forces beside each other, whatever their size; no ranking.
 *
 * limits      prediction limits of a share of n at p0 with coverage c (0.95, 0.998): low and high
 *             are the binomial quantiles at (1-c)/2 and 1-(1-c)/2, and counts from low to high are
 *             inside.  drawn: for smooth lines, (r - a)/n with r the quantile and
 *             a = (F(r) - share)/(F(r) - F(r-1)).
 * dispersion  y = asin sqrt(x/n), t = asin sqrt(p0), s = 1/(2 sqrt n), z = (y - t)/s, drawn in to
 *             its own `winsor` and 1-winsor quantiles (type 7; 0.1 is usual); phi = mean z^2;
 *             with w = 1/s^2, I forces and I phi > I - 1,
 *             tau^2 = (I phi - (I-1)) / (sum w - sum w^2 / sum w), else 0.
 *             phi's 95 % interval: I phi over the chi-square quantiles of I; it takes z as
 *             normal and does not know of the drawing in, so it is a rough one.
 * adjusted    sin^2(t +- z sqrt(s^2 + tau^2)): with tau^2 = 0, near to `limits`.
 *
 * Units       rates and counts; tau in radians of the arcsine scale
 * Domain      0 < p0 < 1 for dispersion and adjusted; two forces with files or more; forces
 *             without files are left out
 * Error       limits: none; dispersion, adjusted: 1e-12 relative; phi's interval: 1e-10
 * Sources     Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202 (A.1.1, A.3), and
 *             Qual. Saf. Health Care 14 (2005) 347-351
 */
#ifndef FUNNEL_H
#define FUNNEL_H

#include "stats.h"

struct stats_funnel {
    enum stats_fault fault;
    int64_t low;
    int64_t high;
    double drawn_low; /* rates; 0 and 1 for n = 0 */
    double drawn_high;
};

STATS_CHECKED struct stats_funnel stats_funnel_limits(double p0, int64_t n, double coverage);

struct stats_dispersion {
    enum stats_fault fault;
    size_t forces; /* that have files */
    double phi;
    double phi_low;
    double phi_high;
    double tau2;
};

/* `scratch` is room for 2 * count numbers. */
STATS_CHECKED struct stats_dispersion stats_dispersion(const struct stats_share *forces,
                                                       size_t count, double p0, double winsor,
                                                       double *scratch);

STATS_CHECKED struct stats_range stats_funnel_adjusted(double p0, int64_t n, double coverage,
                                                       double tau2);

#endif
