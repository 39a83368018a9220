/* interval.c - see interval.h. */
#include "interval.h"

#include <math.h>

#include "normal.h"

enum stats_fault stats_check_confidence(double confidence)
{
    return confidence >= 0.5 && confidence <= 0.999999999 ? STATS_OK : STATS_SETTING;
}

struct stats_range stats_wilson(struct stats_share share, double confidence)
{
    enum stats_fault fault = stats_check_share(share);
    fault = fault == STATS_OK ? stats_check_confidence(confidence) : fault;
    if (fault != STATS_OK || share.of == 0) {
        return stats_no_range(fault != STATS_OK ? fault : STATS_NO_DATA);
    }
    double x = (double)share.failing;
    double n = (double)share.of;
    double z = normal_z_of(confidence);
    double half = z * sqrt(x * (n - x) / n + z * z / 4);
    double high = share.failing == share.of ? 1 : (x + z * z / 2 + half) / (n + z * z);
    double low = x / n * x / (x + z * z / 2 + half);
    return (struct stats_range){.low = low, .high = high};
}

struct stats_range stats_byar(int64_t count, double confidence)
{
    enum stats_fault fault = stats_check_rate((struct stats_rate){count, 0});
    fault = fault == STATS_OK ? stats_check_confidence(confidence) : fault;
    if (fault != STATS_OK) {
        return stats_no_range(fault);
    }
    double z = normal_z_of(confidence);
    double x = (double)count;
    double next = x + 1;
    double up = 1 - 1 / (9 * next) + z / (3 * sqrt(next));
    struct stats_range range = {.high = next * up * up * up};
    if (count > 0) {
        double down = fmax(0, 1 - 1 / (9 * x) - z / (3 * sqrt(x)));
        range.low = x * down * down * down;
    }
    return range;
}

struct stats_ratio stats_odds_ratio(struct stats_share share, struct stats_share reference,
                                    double confidence)
{
    const struct stats_share both[] = {share, reference};
    enum stats_fault fault = stats_check_shares(both, 2);
    fault = fault == STATS_OK ? stats_check_confidence(confidence) : fault;
    fault = fault == STATS_OK && (share.of == 0 || reference.of == 0) ? STATS_NO_DATA : fault;
    if (fault != STATS_OK) {
        return (struct stats_ratio){.fault = fault};
    }
    double a = (double)share.failing + 0.5;
    double b = (double)(share.of - share.failing) + 0.5;
    double c = (double)reference.failing + 0.5;
    double d = (double)(reference.of - reference.failing) + 0.5;
    double spread = exp(normal_z_of(confidence) * sqrt(1 / a + 1 / b + 1 / c + 1 / d));
    double ratio = a * d / (b * c);
    return (struct stats_ratio){.ratio = ratio, .low = ratio / spread, .high = ratio * spread};
}
