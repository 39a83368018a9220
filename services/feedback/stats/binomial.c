/* binomial.c - see binomial.h. */
#include "binomial.h"

#include <math.h>

#include "normal.h"
#include "outward.h"
#include "saddle.h"
#include "search.h"

/* q is kept beside p, as 1 - p cannot give it back when p is near 1. */
struct law {
    long double n;
    long double p;
    long double q;
};

static struct law law_of(int64_t n, double p)
{
    return (struct law){.n = (long double)n, .p = p, .q = 1 - (long double)p};
}

/* The law of n - X. */
static struct law mirrored(struct law law)
{
    return (struct law){.n = law.n, .p = law.q, .q = law.p};
}

/* For x from 0 to n. */
static long double exactly(long double x, struct law law)
{
    long double rest = law.n - x;
    if (law.p <= 0 || law.q <= 0) {
        return (law.p <= 0 ? x : rest) <= 0 ? 1 : 0;
    }
    if (x <= 0 || rest <= 0) {
        return expl(x <= 0 ? law.n * log1pl(-law.p) : law.n * logl(law.p));
    }
    long double log_ratio = saddle_stirling(law.n) - saddle_stirling(x) - saddle_stirling(rest) -
                            saddle_deviance(x, law.n * law.p) -
                            saddle_deviance(rest, law.n * law.q);
    return expl(log_ratio) * sqrtl(law.n / (SADDLE_TWO_PI * x * rest));
}

/* P(X >= x) where x is at the mode or above. */
static double far_tail(long double x, struct law law)
{
    double terms = outward_binomial((double)x, (double)law.n, law.p / law.q);
    return (double)(exactly(x, law) * terms);
}

static double at_least(long double x, struct law law)
{
    if (x <= 0 || x > law.n) {
        return x <= 0 ? 1 : 0;
    }
    if (law.p <= 0 || law.q <= 0) {
        return law.p <= 0 ? 0 : 1;
    }
    if (law.p * (law.n + 1) < x + 1) {
        return far_tail(x, law);
    }
    return 1 - far_tail(law.n - x + 1, mirrored(law));
}

static double at_most(long double x, struct law law)
{
    return at_least(law.n - x, mirrored(law));
}

static enum stats_fault check(int64_t x, int64_t n, double p)
{
    enum stats_fault fault = stats_check_share((struct stats_share){x, n});
    return fault == STATS_OK ? stats_check_probability(p) : fault;
}

struct stats_number stats_binomial_exactly(int64_t x, int64_t n, double p)
{
    enum stats_fault fault = check(x, n, p);
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    return (struct stats_number){.value = (double)exactly((long double)x, law_of(n, p))};
}

struct stats_number stats_binomial_at_least(int64_t x, int64_t n, double p)
{
    enum stats_fault fault = check(x, n, p);
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    return (struct stats_number){.value = at_least((long double)x, law_of(n, p))};
}

struct stats_number stats_binomial_at_most(int64_t x, int64_t n, double p)
{
    enum stats_fault fault = check(x, n, p);
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    return (struct stats_number){.value = at_most((long double)x, law_of(n, p))};
}

/* A sum of two, not a difference: nothing cancels. */
static double mid_at_least(long double x, struct law law)
{
    return at_least(x + 1, law) + (double)(exactly(x, law) / 2);
}

struct stats_number stats_binomial_mid_at_least(int64_t x, int64_t n, double p)
{
    enum stats_fault fault = check(x, n, p);
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    return (struct stats_number){.value = mid_at_least((long double)x, law_of(n, p))};
}

struct stats_number stats_binomial_mid_at_most(int64_t x, int64_t n, double p)
{
    enum stats_fault fault = check(x, n, p);
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    long double rest = (long double)(n - x);
    return (struct stats_number){.value = mid_at_least(rest, mirrored(law_of(n, p)))};
}

/* --- quantile ------------------------------------------------------------------- */

struct wanted {
    struct law law;
    double share;
};

static bool reached(int64_t k, const void *context)
{
    const struct wanted *w = context;
    long double x = (long double)k;
    return normal_share_reached(w->share, at_most(x, w->law), at_least(x + 1, w->law));
}

struct stats_count stats_binomial_quantile(double share, int64_t n, double p)
{
    enum stats_fault fault = check(0, n, p);
    fault = fault == STATS_OK ? stats_check_probability(share) : fault;
    if (fault != STATS_OK) {
        return (struct stats_count){.fault = fault};
    }
    struct wanted wanted = {.law = law_of(n, p), .share = share};
    double mean = (double)n * p;
    double guess = normal_guess(share, mean, mean * (double)wanted.law.q, 1 - 2 * p);
    return (struct stats_count){.value = search_first(0, n, guess, reached, &wanted)};
}
