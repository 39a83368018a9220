/* xmr.h - a chart of single values and their moving ranges (XmR, I-MR).
 *
 * Formulas  limits = mean +- 3 mR/1.128, mR = mean |x_i - x_(i-1)|; range limit = 3.267 mR
 * Units     those of the values
 * Domain    two values or more, each at most 1e100 either way
 * Error     1e-14 relative to the largest value
 * Sources   NIST/SEMATECH e-Handbook 6.3.2.2; Montgomery (6th ed.) 6.4
 */
#ifndef XMR_H
#define XMR_H

#include "stats.h"

struct stats_xmr {
    enum stats_fault fault;
    double mean;
    double mean_range;
    double low;
    double high;
    double range_high;
};

STATS_CHECKED struct stats_xmr stats_xmr(const double *values, size_t count);

#endif
