/* poisson.c - see poisson.h. */
#include "poisson.h"

#include <math.h>

#include "normal.h"
#include "outward.h"
#include "saddle.h"
#include "search.h"

static double exactly(double x, double mean)
{
    if (x <= 0 || mean <= 0) {
        return mean <= 0 ? (x <= 0 ? 1 : 0) : exp(-mean);
    }
    long double log_ratio = -saddle_stirling(x) - saddle_deviance(x, mean);
    return (double)(expl(log_ratio) / sqrtl(SADDLE_TWO_PI * x));
}

/* mean < x + 1 */
static double upper_tail(double x, double mean)
{
    return exactly(x, mean) * outward_up(x, mean);
}

/* mean > x */
static double lower_tail(double x, double mean)
{
    return exactly(x, mean) * outward_down(x, mean);
}

static double at_least(double x, double mean)
{
    if (x <= 0 || mean <= 0) {
        return x <= 0 ? 1 : 0;
    }
    return mean < x + 1 ? upper_tail(x, mean) : 1 - lower_tail(x - 1, mean);
}

static double at_most(double x, double mean)
{
    if (mean <= 0) {
        return 1;
    }
    return mean >= x + 1 ? lower_tail(x, mean) : 1 - upper_tail(x + 1, mean);
}

static enum stats_fault check(int64_t x, double mean)
{
    return stats_check_rate((struct stats_rate){x, mean});
}

struct stats_number stats_poisson_exactly(int64_t x, double mean)
{
    enum stats_fault fault = check(x, mean);
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    return (struct stats_number){.value = exactly((double)x, mean)};
}

struct stats_number stats_poisson_at_least(int64_t x, double mean)
{
    enum stats_fault fault = check(x, mean);
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    return (struct stats_number){.value = at_least((double)x, mean)};
}

struct stats_number stats_poisson_at_most(int64_t x, double mean)
{
    enum stats_fault fault = check(x, mean);
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    return (struct stats_number){.value = at_most((double)x, mean)};
}

struct stats_number stats_poisson_mid_at_least(int64_t x, double mean)
{
    enum stats_fault fault = check(x, mean);
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    double above = at_least((double)x + 1, mean);
    return (struct stats_number){.value = above + exactly((double)x, mean) / 2};
}

struct stats_number stats_poisson_mid_at_most(int64_t x, double mean)
{
    enum stats_fault fault = check(x, mean);
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    double below = x == 0 ? 0 : at_most((double)x - 1, mean);
    return (struct stats_number){.value = below + exactly((double)x, mean) / 2};
}

/* --- quantile ------------------------------------------------------------------- */

struct wanted {
    double mean;
    double share;
};

static bool reached(int64_t k, const void *context)
{
    const struct wanted *w = context;
    double x = (double)k;
    return normal_share_reached(w->share, at_most(x, w->mean), at_least(x + 1, w->mean));
}

struct stats_count stats_poisson_quantile(double share, double mean)
{
    enum {
        QUANTILE_MAX = 2 * STATS_COUNT_MAX
    };
    struct wanted wanted = {.mean = mean, .share = share};
    enum stats_fault fault = check(0, mean);
    fault = fault == STATS_OK ? stats_check_probability(share) : fault;
    if (fault == STATS_OK && share >= 1) {
        fault = STATS_RATE;
    }
    if (fault == STATS_OK && !reached(QUANTILE_MAX, &wanted)) {
        fault = STATS_UNSETTLED;
    }
    if (fault != STATS_OK) {
        return (struct stats_count){.fault = fault};
    }
    double guess = normal_guess(share, mean, mean, 1);
    return (struct stats_count){.value = search_first(0, QUANTILE_MAX, guess, reached, &wanted)};
}
