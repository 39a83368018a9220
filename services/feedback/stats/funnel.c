/* funnel.c - see funnel.h. */
#include "funnel.h"

#include <math.h>

#include "binomial.h"
#include "interval.h"
#include "normal.h"
#include "order.h"
#include "outward.h"

#define HALF_PI 1.57079632679489661923

/* --- limits --------------------------------------------------------------------- */

/* Between the quantile and the count below it, where the share lies. */
static double drawn(int64_t quantile, double share, int64_t n, double p0)
{
    struct stats_number at = stats_binomial_exactly(quantile, n, p0);
    struct stats_number upto = stats_binomial_at_most(quantile, n, p0);
    if (at.fault != STATS_OK || upto.fault != STATS_OK || at.value <= 0) {
        return (double)quantile / (double)n;
    }
    double part = stats_clamp((upto.value - share) / at.value, 0, 1);
    return stats_clamp(((double)quantile - part) / (double)n, 0, 1);
}

struct stats_funnel stats_funnel_limits(double p0, int64_t n, double coverage)
{
    enum stats_fault fault = stats_check_confidence(coverage);
    double tail = (1 - coverage) / 2;
    struct stats_count low = stats_binomial_quantile(tail, n, p0);
    struct stats_count high = stats_binomial_quantile(1 - tail, n, p0);
    fault = fault == STATS_OK ? low.fault : fault;
    if (fault != STATS_OK || n == 0) {
        return (struct stats_funnel){.fault = fault, .drawn_high = 1};
    }
    return (struct stats_funnel){.low = low.value,
                                 .high = high.value,
                                 .drawn_low = drawn(low.value, tail, n, p0),
                                 .drawn_high = drawn(high.value, 1 - tail, n, p0)};
}

/* --- over-dispersion ------------------------------------------------------------ */

/* P(chi-square of `freedom` <= x): the incomplete gamma function P(freedom/2, x/2). */
static double chi_square_below(double x, double freedom)
{
    double a = freedom / 2;
    double z = x / 2;
    return z > 0 ? exp(a * log(z) - z - lgamma(a + 1)) * outward_up(a, z) : 0;
}

static double chi_square(double share, double freedom)
{
    double low = 0;
    double high = freedom + 10 * sqrt(2 * freedom) + 30;
    for (int halving = 0; halving < 60; halving++) {
        double middle = (low + high) / 2;
        bool below = chi_square_below(middle, freedom) < share;
        low = below ? middle : low;
        high = below ? high : middle;
    }
    return (low + high) / 2;
}

static double arcsine_z(struct stats_share force, double p0)
{
    double y = asin(sqrt((double)force.failing / (double)force.of));
    return (y - asin(sqrt(p0))) * 2 * sqrt((double)force.of);
}

/* Mean square of z drawn in to its quantiles; z is sorted. */
static double winsorised_phi(const double *z, size_t count, double winsor)
{
    double low = order_quantile7(z, count, winsor);
    double high = order_quantile7(z, count, 1 - winsor);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double in = stats_clamp(z[i], low, high);
        sum += in * in;
    }
    return sum / (double)count;
}

/* w = 4 n */
static double between(const double *weights, size_t count, double phi)
{
    double sum = 0;
    double squares = 0;
    double excess = (double)count * phi - ((double)count - 1);
    for (size_t i = 0; i < count; i++) {
        sum += weights[i];
        squares += weights[i] * weights[i];
    }
    return excess > 0 ? excess / (sum - squares / sum) : 0;
}

static enum stats_fault check_dispersion(const struct stats_share *forces, size_t count, double p0,
                                         double winsor)
{
    enum stats_fault fault = stats_check_shares(forces, count);
    fault = fault == STATS_OK ? stats_check_probability(p0) : fault;
    if (fault == STATS_OK && (p0 <= 0 || p0 >= 1)) {
        fault = STATS_FLAT;
    }
    return fault == STATS_OK && !(winsor >= 0 && winsor < 0.5) ? STATS_SETTING : fault;
}

struct stats_dispersion stats_dispersion(const struct stats_share *forces, size_t count, double p0,
                                         double winsor, double *scratch)
{
    double *z = scratch;
    double *weights = scratch + count;
    size_t used = 0;
    enum stats_fault fault = check_dispersion(forces, count, p0, winsor);
    for (size_t i = 0; i < count && fault == STATS_OK; i++) {
        if (forces[i].of > 0) {
            z[used] = arcsine_z(forces[i], p0);
            weights[used++] = 4 * (double)forces[i].of;
        }
    }
    if (fault != STATS_OK || used < 2) {
        return (struct stats_dispersion){.fault = fault != STATS_OK ? fault : STATS_SHORT};
    }
    order_sort(z, used);
    double phi = winsorised_phi(z, used, winsor);
    double sum = (double)used * phi;
    return (struct stats_dispersion){.forces = used,
                                     .phi = phi,
                                     .phi_low = sum / chi_square(0.975, (double)used),
                                     .phi_high = sum / chi_square(0.025, (double)used),
                                     .tau2 = between(weights, used, phi)};
}

struct stats_range stats_funnel_adjusted(double p0, int64_t n, double coverage, double tau2)
{
    enum stats_fault fault = stats_check_share((struct stats_share){0, n});
    fault = fault == STATS_OK ? stats_check_probability(p0) : fault;
    fault = fault == STATS_OK ? stats_check_confidence(coverage) : fault;
    fault = fault == STATS_OK && !(tau2 >= 0 && tau2 <= 10) ? STATS_SETTING : fault;
    if (fault != STATS_OK || n == 0) {
        return stats_no_range(fault != STATS_OK ? fault : STATS_NO_DATA);
    }
    double centre = asin(sqrt(p0));
    double width = normal_z_of(coverage) * sqrt(1 / (4 * (double)n) + tau2);
    double low = sin(stats_clamp(centre - width, 0, HALF_PI));
    double high = sin(stats_clamp(centre + width, 0, HALF_PI));
    return (struct stats_range){.low = low * low, .high = high * high};
}
