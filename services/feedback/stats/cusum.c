/* cusum.c - see cusum.h. */
#include "cusum.h"

#include <math.h>

enum stats_fault stats_cusum(struct stats_cusum setting, const double *values, size_t count,
                             struct stats_sums *out)
{
    struct stats_sums sums = {0, 0};
    const double numbers[] = {setting.target, setting.k};
    enum stats_fault fault = stats_check_values(numbers, 2);
    fault = fault == STATS_OK && setting.k < 0 ? STATS_SETTING : fault;
    fault = fault == STATS_OK ? stats_check_values(values, count) : fault;
    for (size_t i = 0; i < count && fault == STATS_OK; i++) {
        double gap = values[i] - setting.target;
        sums.high = fmax(0, sums.high + gap - setting.k);
        sums.low = fmax(0, sums.low - gap - setting.k);
        out[i] = sums;
    }
    return fault;
}

struct stats_weights stats_bernoulli_weights(double p0, double odds_ratio)
{
    if (!(p0 > 0 && p0 < 1)) {
        return (struct stats_weights){.fault = STATS_RATE};
    }
    if (!(odds_ratio >= 0.01 && odds_ratio <= 100 && fabs(odds_ratio - 1) > 1e-6)) {
        return (struct stats_weights){.fault = STATS_SETTING};
    }
    double pass = -log1p((odds_ratio - 1) * p0);
    return (struct stats_weights){.fail = log(odds_ratio) + pass, .pass = pass};
}

double stats_bernoulli_step(double sum, struct stats_weights weights, struct stats_share day)
{
    double passing = (double)(day.of - day.failing);
    return fmax(0, sum + (double)day.failing * weights.fail + passing * weights.pass);
}
