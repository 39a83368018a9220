/* limits.c - see limits.h. */
#include "limits.h"

#include <math.h>

#include "binomial.h"
#include "normal.h"
#include "poisson.h"
#include "search.h"

#define EQUAL 1e-12

/* Binomial where n is 0 or more, else Poisson. */
struct law {
    int64_t n;
    double rate; /* p0, or the mean of the Poisson */
    double alpha;
    bool mid;
};

static double upper(const struct law *law, int64_t x)
{
    struct stats_number p = law->n >= 0 ? (law->mid ? stats_binomial_mid_at_least
                                                    : stats_binomial_at_least)(x, law->n, law->rate)
                                        : (law->mid ? stats_poisson_mid_at_least
                                                    : stats_poisson_at_least)(x, law->rate);
    return p.fault == STATS_OK ? p.value : 0; /* above all counts */
}

static double lower(const struct law *law, int64_t x)
{
    struct stats_number p =
        law->n >= 0
            ? (law->mid ? stats_binomial_mid_at_most : stats_binomial_at_most)(x, law->n, law->rate)
            : (law->mid ? stats_poisson_mid_at_most : stats_poisson_at_most)(x, law->rate);
    return p.fault == STATS_OK ? p.value : 1;
}

static bool next_is_too_high(int64_t x, const void *context)
{
    const struct law *law = context;
    return upper(law, x + 1) <= law->alpha * (1 + EQUAL);
}

static bool not_too_low(int64_t x, const void *context)
{
    const struct law *law = context;
    return lower(law, x) > law->alpha * (1 + EQUAL);
}

static struct stats_limits find(const struct law *law, double variance, double skew)
{
    double mean = law->n >= 0 ? (double)law->n * law->rate : law->rate;
    int64_t most = law->n >= 0 ? law->n : STATS_COUNT_MAX;
    double low = normal_guess(law->alpha, mean, variance, skew);
    double high = normal_guess(1 - law->alpha, mean, variance, skew);
    return (struct stats_limits){
        .low = search_first(0, most, low, not_too_low, law),
        .high = search_first(0, most, high, next_is_too_high, law),
    };
}

struct stats_limits stats_p_limits(double p0, int64_t n, double alpha, bool mid)
{
    struct law law = {.n = n, .rate = p0, .alpha = alpha, .mid = mid};
    enum stats_fault fault = stats_check_share((struct stats_share){0, n});
    fault = fault == STATS_OK ? stats_check_probability(p0) : fault;
    fault = fault == STATS_OK ? stats_check_alpha(alpha) : fault;
    if (fault != STATS_OK) {
        return (struct stats_limits){.fault = fault};
    }
    return find(&law, (double)n * p0 * (1 - p0), 1 - 2 * p0);
}

struct stats_limits stats_u_limits(double u0, double exposure, double alpha, bool mid)
{
    struct law law = {.n = -1, .rate = u0 * exposure, .alpha = alpha, .mid = mid};
    enum stats_fault fault = stats_check_rate((struct stats_rate){0, u0});
    fault = fault == STATS_OK ? stats_check_rate((struct stats_rate){0, exposure}) : fault;
    fault = fault == STATS_OK ? stats_check_rate((struct stats_rate){0, law.rate}) : fault;
    fault = fault == STATS_OK ? stats_check_alpha(alpha) : fault;
    if (fault != STATS_OK) {
        return (struct stats_limits){.fault = fault};
    }
    return find(&law, law.rate, 1);
}

static enum stats_fault check_sigma(double exposure, double k)
{
    if (!(k >= 0 && k <= 10)) {
        return STATS_SETTING;
    }
    return exposure > 0 ? stats_check_rate((struct stats_rate){0, exposure}) : STATS_NO_DATA;
}

struct stats_range stats_p_sigma(double p0, int64_t n, double k)
{
    enum stats_fault fault = check_sigma((double)n, k);
    fault = fault == STATS_OK ? stats_check_probability(p0) : fault;
    if (fault != STATS_OK) {
        return stats_no_range(fault);
    }
    double width = k * sqrt(p0 * (1 - p0) / (double)n);
    return (struct stats_range){.low = fmax(0, p0 - width), .high = fmin(1, p0 + width)};
}

struct stats_range stats_u_sigma(double u0, double exposure, double k)
{
    enum stats_fault fault = check_sigma(exposure, k);
    fault = fault == STATS_OK ? stats_check_rate((struct stats_rate){0, u0}) : fault;
    if (fault != STATS_OK) {
        return stats_no_range(fault);
    }
    double width = k * sqrt(u0 / exposure);
    return (struct stats_range){.low = fmax(0, u0 - width), .high = u0 + width};
}
