/* run_length.h - how long a CUSUM runs before it signals: its average run length (ARL), from
 * a sum of 0.
 *
 * bernoulli  the sum steps up by a or down by b, and stops at 0 below: solved exactly on the
 *            lattice A : B of whole numbers nearest to a : b that fits the work space.  With N the
 *            expected steps of one excursion from 0, back to 0 or over h, and S the chance
 *            that it goes over h: ARL = N / S (Page 1954); N and S by Gauss-Seidel.
 * tabular    L(s) = 1 + L(0) F(k - s) + integral 0 to h of L(x) f(x + k - s) dx, normal steps
 *            of standard deviation 1 and mean `shift`: Nystroem's method on 24 Gauss-Legendre
 *            nodes.  Both sides: 1/ARL = 1/ARL(shift) + 1/ARL(-shift).
 * Units      files (bernoulli); points (tabular), with k, h and shift in standard deviations
 * Domain     bernoulli: p0, p above 0 and below 1, h from 0.1 to 20, h / (smaller step) up to 8,192
 *            (p0 from 0.002 for h = 8); tabular: k 0.1 to 3, h 0.1 to 8, shift -5 to 5
 * Error      bernoulli: the steps are within 0.3 % of a lattice's, 0.004 % for nine in ten of p0;
 *            run lengths were within 1.6 standard errors (0.4 %) of simulations of 200,000 runs;
 *            tabular: 1e-6 relative
 * Sources    Page, Biometrika 41 (1954); Brook and Evans, Biometrika 59 (1972); Goel and Wu,
 *            Technometrics 13 (1971); Steiner et al., Biostatistics 1 (2000)
 */
#ifndef RUN_LENGTH_H
#define RUN_LENGTH_H

#include "cusum.h"

enum {
    STATS_LATTICE = 8192
};

/* 128 KiB that the caller lends; what it holds means nothing. */
struct stats_run_work {
    double steps[STATS_LATTICE];
    double signals[STATS_LATTICE];
};

/* Files until the CUSUM for (p0, odds ratio) reaches h when p of them fail. */
STATS_CHECKED struct stats_number stats_bernoulli_run_length(struct stats_weights weights, double h,
                                                             double p, struct stats_run_work *work);

/* The lowest h, in hundredths, with a run length of at least `files` while p0 of them fail.
 * STATS_UNSETTLED: 20 is not enough. */
STATS_CHECKED struct stats_number
stats_bernoulli_threshold(double p0, double odds_ratio, double files, struct stats_run_work *work);

STATS_CHECKED struct stats_number stats_cusum_run_length(double k, double h, double shift);
STATS_CHECKED struct stats_number stats_cusum_run_length_both(double k, double h, double shift);

#endif
