/* standardise.h - a force against what its own mix of cases would lead one to expect.
 *
 * Formulas  expected E = sum over strata (case types) of n_k r_k, r_k = the rate of the stratum
 *           everywhere; O = sum of x_k; ratio = O/E; adjusted rate = O/E times the rate everywhere;
 *           interval of the ratio: Byar's for O, over E
 * Units     ratio: 1 is as expected; rates from 0 to 1
 * Domain    E above 0; a stratum in which the force has files has files everywhere.  The adjusted
 *           rate can come out above 1: it is then cut off.
 * Error     1e-13 relative, besides Byar's own (interval.h)
 * Source    Breslow and Day, Statistical Methods in Cancer Research II (1987), chapter 2
 */
#ifndef STANDARDISE_H
#define STANDARDISE_H

#include "stats.h"

struct stats_standard {
    enum stats_fault fault;
    int64_t observed;
    double expected;
    double ratio;
    double low;
    double high;
    double adjusted; /* rate */
    double crude;    /* rate */
};

/* force[k] and everywhere[k] are of stratum k. */
STATS_CHECKED struct stats_standard stats_standardise(const struct stats_share *force,
                                                      const struct stats_share *everywhere,
                                                      size_t strata, double confidence);

#endif
