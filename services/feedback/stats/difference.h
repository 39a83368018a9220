/* difference.h - by how much two rates differ, and how sure that is.
 *
 * Formula   d = p1 - p2, p = x/n, with the Wilson interval [l, u] of each:
 *           low  = d - sqrt((p1 - l1)^2 + (u2 - p2)^2)
 *           high = d + sqrt((u1 - p1)^2 + (p2 - l2)^2)
 * Units     rates; confidence as interval.h
 * Domain    both shares have files
 * Error     1e-14; the interval is an approximation with close to nominal coverage from a few
 *           files on, and never leaves -1 to 1
 * Source    R. G. Newcombe, Interval estimation for the difference between independent
 *           proportions: comparison of eleven methods, Statistics in Medicine 17 (1998)
 *           873-890, method 10 (hybrid score)
 */
#ifndef DIFFERENCE_H
#define DIFFERENCE_H

#include "stats.h"

struct stats_difference {
    enum stats_fault fault;
    double difference;
    double low;
    double high;
};

STATS_CHECKED struct stats_difference
stats_difference(struct stats_share share, struct stats_share reference, double confidence);

#endif
