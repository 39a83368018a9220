/* xmr.c - see xmr.h. */
#include "xmr.h"

#include <math.h>

#define RANGE_TO_SIGMA 1.128
#define RANGE_LIMIT    3.267

struct stats_xmr stats_xmr(const double *values, size_t count)
{
    enum stats_fault fault = stats_check_values(values, count);
    if (fault != STATS_OK || count < 2) {
        return (struct stats_xmr){.fault = fault != STATS_OK ? fault : STATS_SHORT};
    }
    double sum = values[0];
    double ranges = 0;
    for (size_t i = 1; i < count; i++) {
        sum += values[i];
        ranges += fabs(values[i] - values[i - 1]);
    }
    double mean = sum / (double)count;
    double range = ranges / (double)(count - 1);
    double width = 3 * range / RANGE_TO_SIGMA;
    return (struct stats_xmr){.mean = mean,
                              .mean_range = range,
                              .low = mean - width,
                              .high = mean + width,
                              .range_high = RANGE_LIMIT * range};
}
