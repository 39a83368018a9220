/* runs.c - runs and crossings after Anhoej: see runs.h. */
#include "runs.h"

#include <math.h>

#include "binomial.h"

enum {
    USEFUL_MIN = 10
};

struct stats_runs stats_anhoej_limits(size_t useful)
{
    if (useful > STATS_COUNT_MAX) {
        return (struct stats_runs){.fault = STATS_COUNT};
    }
    if (useful < USEFUL_MIN) {
        return (struct stats_runs){.fault = STATS_SHORT, .useful = useful};
    }
    struct stats_count crossings = stats_binomial_quantile(0.05, (int64_t)useful - 1, 0.5);
    return (struct stats_runs){.fault = crossings.fault,
                               .useful = useful,
                               .longest_limit = (size_t)lround(log2((double)useful)) + 3,
                               .crossings_limit = (size_t)crossings.value};
}

struct stats_runs stats_anhoej(const double *values, size_t count, double centre)
{
    size_t useful = 0;
    size_t longest = 0;
    size_t run = 0;
    size_t crossings = 0;
    bool above = false;
    enum stats_fault fault = stats_check_values(values, count);
    fault = fault == STATS_OK ? stats_check_values(&centre, 1) : fault;
    if (fault != STATS_OK) {
        return (struct stats_runs){.fault = fault};
    }
    for (size_t i = 0; i < count; i++) {
        if (values[i] < centre || values[i] > centre) {
            bool crossed = useful > 0 && above != (values[i] > centre);
            above = values[i] > centre;
            run = crossed ? 1 : run + 1;
            longest = run > longest ? run : longest;
            crossings += crossed;
            useful++;
        }
    }
    struct stats_runs runs = stats_anhoej_limits(useful);
    runs.longest = longest;
    runs.crossings = crossings;
    runs.shift = runs.fault == STATS_OK &&
                 (longest > runs.longest_limit || crossings < runs.crossings_limit);
    return runs;
}
