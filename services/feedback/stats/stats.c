/* stats.c - the faults in words, and the checks of arguments: see stats.h. */
#include "stats.h"

#include <math.h>

const char *stats_fault_text(enum stats_fault fault)
{
    static const char *const texts[STATS_FAULTS] = {
        [STATS_OK] = "Nothing is wrong.",
        [STATS_NO_DATA] = "There is nothing to count: no row, or no file in any row.",
        [STATS_COUNT] = "A count is a whole number from 0 to 10,000,000.",
        [STATS_MORE] = "There are more failing files than files.",
        [STATS_RATE] = "A rate or probability is a number from 0 to 1.",
        [STATS_ALPHA] = "The chance of a false signal is above 0 and below 0.5.",
        [STATS_EXPECTED] = "What is expected is a number from 0 to 10,000,000.",
        [STATS_VALUE] = "A value is a number, at most 1e100 either way.",
        [STATS_SETTING] = "A setting of the method is outside its range.",
        [STATS_SHORT] = "There are too few points for this method.",
        [STATS_FLAT] = "There is no variation to compare with.",
        [STATS_UNSETTLED] = "The computation did not settle.",
    };
    return (unsigned)fault < STATS_FAULTS ? texts[fault] : "An unknown fault.";
}

enum stats_fault stats_check_share(struct stats_share share)
{
    if (share.failing < 0 || share.of < 0 || share.of > STATS_COUNT_MAX) {
        return STATS_COUNT;
    }
    return share.failing > share.of ? STATS_MORE : STATS_OK;
}

enum stats_fault stats_check_shares(const struct stats_share *points, size_t count)
{
    enum stats_fault fault = count == 0 ? STATS_NO_DATA : STATS_OK;
    for (size_t i = 0; i < count && fault == STATS_OK; i++) {
        fault = stats_check_share(points[i]);
    }
    return fault;
}

enum stats_fault stats_check_rate(struct stats_rate rate)
{
    if (rate.count < 0 || rate.count > STATS_COUNT_MAX) {
        return STATS_COUNT;
    }
    return rate.exposure >= 0 && rate.exposure <= STATS_COUNT_MAX ? STATS_OK : STATS_EXPECTED;
}

enum stats_fault stats_check_rates(const struct stats_rate *points, size_t count)
{
    enum stats_fault fault = count == 0 ? STATS_NO_DATA : STATS_OK;
    for (size_t i = 0; i < count && fault == STATS_OK; i++) {
        fault = stats_check_rate(points[i]);
    }
    return fault;
}

/* The comparisons are false for what is not a number. */
enum stats_fault stats_check_probability(double p)
{
    return p >= 0 && p <= 1 ? STATS_OK : STATS_RATE;
}

enum stats_fault stats_check_alpha(double alpha)
{
    return alpha > 0 && alpha < 0.5 ? STATS_OK : STATS_ALPHA;
}

enum stats_fault stats_check_values(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!(fabs(values[i]) <= 1e100)) {
            return STATS_VALUE;
        }
    }
    return count == 0 ? STATS_NO_DATA : STATS_OK;
}

struct stats_number stats_no_number(enum stats_fault fault)
{
    return (struct stats_number){.fault = fault};
}

struct stats_range stats_no_range(enum stats_fault fault)
{
    return (struct stats_range){.fault = fault};
}

struct stats_number stats_pooled_share(const struct stats_share *points, size_t count)
{
    int64_t failing = 0;
    int64_t of = 0;
    enum stats_fault fault = stats_check_shares(points, count);
    for (size_t i = 0; i < count && fault == STATS_OK; i++) {
        failing += points[i].failing;
        of += points[i].of;
    }
    if (fault != STATS_OK || of == 0) {
        return stats_no_number(fault != STATS_OK ? fault : STATS_NO_DATA);
    }
    return (struct stats_number){.value = (double)failing / (double)of};
}

struct stats_number stats_pooled_rate(const struct stats_rate *points, size_t count)
{
    int64_t events = 0;
    double exposure = 0;
    enum stats_fault fault = stats_check_rates(points, count);
    for (size_t i = 0; i < count && fault == STATS_OK; i++) {
        events += points[i].count;
        exposure += points[i].exposure;
    }
    if (fault != STATS_OK || exposure <= 0) {
        return stats_no_number(fault != STATS_OK ? fault : STATS_NO_DATA);
    }
    return (struct stats_number){.value = (double)events / exposure};
}

double stats_clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}
