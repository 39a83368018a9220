/* kappa.h - agreement of two readers beyond chance: Cohen's kappa.
 *
 * Formulas  p_o = sum p_ii, p_e = sum p_i. p_.i, kappa = (p_o - p_e)/(1 - p_e);
 *           variance = (sum p_ii (1 - (p_i. + p_.i)(1 - kappa))^2
 *             + (1-kappa)^2 sum over i, j not equal of p_ij (p_.i + p_j.)^2
 *             - (kappa - p_e (1-kappa))^2) / (n (1-p_e)^2); interval kappa +- z se, cut at -1, 1
 * Units     kappa: 1 is full agreement, 0 what chance would give
 * Domain    2 to 64 categories; 1 to 10,000,000 items; two categories or more used by each reader
 *           (STATS_FLAT: a reader who calls everything the same agrees as often as chance has it,
 *           whatever the other says, so that nothing can be told).  The interval is an
 *           approximation for 30 items or more.
 * Error     1e-12 relative
 * Sources   Cohen, Educ. Psychol. Meas. 20 (1960); Fleiss, Cohen and Everitt, Psychological
 *           Bulletin 72 (1969) 323-327
 */
#ifndef KAPPA_H
#define KAPPA_H

#include "stats.h"

enum {
    STATS_CATEGORIES_MAX = 64
};

struct stats_kappa {
    enum stats_fault fault;
    double agreement; /* p_o */
    double expected;  /* p_e */
    double kappa;
    double error; /* standard error */
    double low;
    double high;
};

/* table[i * categories + j]: items that the first reader called i and the second j. */
STATS_CHECKED struct stats_kappa stats_kappa(const int64_t *table, size_t categories,
                                             double confidence);

#endif
