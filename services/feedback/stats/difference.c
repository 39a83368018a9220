/* difference.c - see difference.h. */
#include "difference.h"

#include <math.h>

#include "interval.h"

struct stats_difference stats_difference(struct stats_share share, struct stats_share reference,
                                         double confidence)
{
    struct stats_range one = stats_wilson(share, confidence);
    struct stats_range other = stats_wilson(reference, confidence);
    enum stats_fault fault = one.fault != STATS_OK ? one.fault : other.fault;
    if (fault != STATS_OK) {
        return (struct stats_difference){.fault = fault};
    }
    double p1 = (double)share.failing / (double)share.of;
    double p2 = (double)reference.failing / (double)reference.of;
    return (struct stats_difference){.difference = p1 - p2,
                                     .low = p1 - p2 - hypot(p1 - one.low, other.high - p2),
                                     .high = p1 - p2 + hypot(one.high - p1, p2 - other.low)};
}
