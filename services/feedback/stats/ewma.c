/* ewma.c - see ewma.h. */
#include "ewma.h"

#include <math.h>

static enum stats_fault check(struct stats_ewma setting)
{
    const double numbers[] = {setting.target, setting.sigma};
    enum stats_fault fault = stats_check_values(numbers, 2);
    if (fault != STATS_OK) {
        return fault;
    }
    bool good = setting.lambda > 0 && setting.lambda <= 1 && setting.sigma > 0 &&
                setting.width >= 0 && setting.width <= 10;
    return good ? STATS_OK : STATS_SETTING;
}

enum stats_fault stats_ewma(struct stats_ewma setting, const double *values, size_t count,
                            double *out)
{
    enum stats_fault fault = check(setting);
    fault = fault == STATS_OK ? stats_check_values(values, count) : fault;
    double z = setting.target;
    for (size_t i = 0; i < count && fault == STATS_OK; i++) {
        z += setting.lambda * (values[i] - z);
        out[i] = z;
    }
    return fault;
}

struct stats_range stats_ewma_limits(struct stats_ewma setting, size_t step)
{
    enum stats_fault fault = check(setting);
    if (fault != STATS_OK) {
        return stats_no_range(fault);
    }
    double settled = step == 0 ? 1 : -expm1(2 * (double)step * log1p(-setting.lambda));
    double spread = sqrt(setting.lambda / (2 - setting.lambda) * settled);
    double width = setting.width * setting.sigma * spread;
    return (struct stats_range){.low = setting.target - width, .high = setting.target + width};
}

struct stats_number stats_residual(struct stats_share share, double p0)
{
    enum stats_fault fault = stats_check_share(share);
    fault = fault == STATS_OK ? stats_check_probability(p0) : fault;
    if (fault == STATS_OK && share.of == 0) {
        fault = STATS_NO_DATA;
    }
    if (fault == STATS_OK && (p0 <= 0 || p0 >= 1)) {
        fault = STATS_FLAT;
    }
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    double n = (double)share.of;
    double gap = (double)share.failing / n - p0;
    return (struct stats_number){.value = gap / sqrt(p0 * (1 - p0) / n)};
}
