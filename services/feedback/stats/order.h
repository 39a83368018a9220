/* order.h - numbers in order: sorting, the median, and R's quantile of type 7.
 *
 * quantile7  of sorted x_0 ... x_(n-1) at share q: with j + g = (n-1) q, j whole:
 *            x_j + g (x_(j+1) - x_j).   Hyndman and Fan, The American Statistician 50 (1996)
 * Domain     one value or more
 *
 * Heap sort: n log n steps whatever the order, and no memory.
 */
#ifndef ORDER_H
#define ORDER_H

#include "stats.h"

/* `sorted` is room for `count` values. */
STATS_CHECKED struct stats_number stats_median(const double *values, size_t count, double *sorted);
STATS_CHECKED struct stats_number stats_quantile(const double *values, size_t count, double share,
                                                 double *sorted);

/* --- private to stats ----------------------------------------------------------- */

void order_sort(double *values, size_t count);

/* Fill `places` with 0 ... count-1 in ascending order of their values. */
void order_places(const double *values, size_t count, size_t *places);

double order_quantile7(const double *sorted, size_t count, double share);

#endif
