/* laney.h - limits for months that vary more than chance: Laney's p' and u'.
 *
 * Formulas  z_i = (x_i/n_i - centre) / s_i, s_i = sqrt(centre (1-centre)/n_i) for p',
 *                 sqrt(centre/n_i) for u'
 *           sigma_z = mean |z_i - z_(i-1)| / 1.128
 *           published limits: centre +- k s_i sigma_z, cut off at 0 (and at 1 for p')
 *           limits that decide: the same with max(1, sigma_z), and never narrower than the exact
 *           ones at alpha = the chance of a normal value above k
 * Units     rates; k in sigmas, from 0 to 10
 * Domain    at least two points with files; 0 < centre < 1 (p'), 0 < centre (u').
 *           Points without files are left out; the points beside them are then neighbours.
 * Error     1e-13 relative
 * Source    D. B. Laney, Improved control charts for attributes, Quality Engineering 14 (2002)
 */
#ifndef LANEY_H
#define LANEY_H

#include "stats.h"

struct stats_laney {
    enum stats_fault fault;
    double centre;
    double sigma_z; /* above 1: months vary more than chance */
    size_t points;  /* that had files */
};

/* The centre is pooled from the points. */
STATS_CHECKED struct stats_laney stats_laney_p(const struct stats_share *points, size_t count);
STATS_CHECKED struct stats_laney stats_laney_u(const struct stats_rate *points, size_t count);

/* As published. */
STATS_CHECKED struct stats_range stats_laney_p_limits(struct stats_laney laney, int64_t n,
                                                      double k);
STATS_CHECKED struct stats_range stats_laney_u_limits(struct stats_laney laney, double exposure,
                                                      double k);

/* That decide. */
STATS_CHECKED struct stats_range stats_laney_p_safe(struct stats_laney laney, int64_t n, double k);
STATS_CHECKED struct stats_range stats_laney_u_safe(struct stats_laney laney, double exposure,
                                                    double k);

#endif
