/* laney.c - see laney.h. */
#include "laney.h"

#include <math.h>

#include "limits.h"
#include "normal.h"

#define RANGE_TO_SIGMA 1.128 /* d2 of two values, as published */

/* Sigma z, a point at a time. */
struct walk {
    double last;
    double ranges;
    size_t points;
};

static void walk_to(struct walk *walk, double z)
{
    walk->ranges += walk->points > 0 ? fabs(z - walk->last) : 0;
    walk->last = z;
    walk->points++;
}

static struct stats_laney walk_end(const struct walk *walk, double centre)
{
    if (walk->points < 2) {
        return (struct stats_laney){.fault = STATS_SHORT};
    }
    return (struct stats_laney){
        .centre = centre,
        .points = walk->points,
        .sigma_z = walk->ranges / (double)(walk->points - 1) / RANGE_TO_SIGMA,
    };
}

struct stats_laney stats_laney_p(const struct stats_share *points, size_t count)
{
    struct walk walk = {.points = 0};
    struct stats_number centre = stats_pooled_share(points, count);
    if (centre.fault == STATS_OK && (centre.value <= 0 || centre.value >= 1)) {
        centre.fault = STATS_FLAT;
    }
    if (centre.fault != STATS_OK) {
        return (struct stats_laney){.fault = centre.fault};
    }
    for (size_t i = 0; i < count; i++) {
        double n = (double)points[i].of;
        if (points[i].of > 0) {
            double spread = sqrt(centre.value * (1 - centre.value) / n);
            walk_to(&walk, ((double)points[i].failing / n - centre.value) / spread);
        }
    }
    return walk_end(&walk, centre.value);
}

struct stats_laney stats_laney_u(const struct stats_rate *points, size_t count)
{
    struct walk walk = {.points = 0};
    struct stats_number centre = stats_pooled_rate(points, count);
    if (centre.fault == STATS_OK && centre.value <= 0) {
        centre.fault = STATS_FLAT;
    }
    if (centre.fault != STATS_OK) {
        return (struct stats_laney){.fault = centre.fault};
    }
    for (size_t i = 0; i < count; i++) {
        double exposure = points[i].exposure;
        if (exposure > 0) {
            double spread = sqrt(centre.value / exposure);
            walk_to(&walk, ((double)points[i].count / exposure - centre.value) / spread);
        }
    }
    return walk_end(&walk, centre.value);
}

/* --- limits --------------------------------------------------------------------- */

/* The plain limits at width 1, then k sigma_z times as wide. */
static struct stats_range stretch(struct stats_range one, double centre, double width, double k,
                                  double top)
{
    if (one.fault == STATS_OK && !(k >= 0 && k <= 10)) {
        one.fault = STATS_SETTING;
    }
    if (one.fault != STATS_OK) {
        return one;
    }
    return (struct stats_range){.low = fmax(0, centre - k * width),
                                .high = fmin(top, centre + k * width)};
}

static struct stats_range p_limits(struct stats_laney laney, double sigma_z, int64_t n, double k)
{
    struct stats_range plain = stats_p_sigma(laney.centre, n, 1);
    plain.fault = laney.fault != STATS_OK ? laney.fault : plain.fault;
    double spread = n > 0 ? sqrt(laney.centre * (1 - laney.centre) / (double)n) : 0;
    return stretch(plain, laney.centre, spread * sigma_z, k, 1);
}

static struct stats_range u_limits(struct stats_laney laney, double sigma_z, double e, double k)
{
    struct stats_range plain = stats_u_sigma(laney.centre, e, 1);
    plain.fault = laney.fault != STATS_OK ? laney.fault : plain.fault;
    double spread = e > 0 ? sqrt(laney.centre / e) : 0;
    return stretch(plain, laney.centre, spread * sigma_z, k, HUGE_VAL);
}

struct stats_range stats_laney_p_limits(struct stats_laney laney, int64_t n, double k)
{
    return p_limits(laney, laney.sigma_z, n, k);
}

struct stats_range stats_laney_u_limits(struct stats_laney laney, double exposure, double k)
{
    return u_limits(laney, laney.sigma_z, exposure, k);
}

/* The wider of both, each way.  The exact ones need a chance below one half: k above 0. */
static struct stats_range widen(struct stats_range range, struct stats_limits exact, double n)
{
    if (range.fault == STATS_OK && exact.fault == STATS_OK) {
        range.low = fmin(range.low, (double)exact.low / n);
        range.high = fmax(range.high, (double)exact.high / n);
    }
    return range;
}

struct stats_range stats_laney_p_safe(struct stats_laney laney, int64_t n, double k)
{
    struct stats_range range = p_limits(laney, fmax(1, laney.sigma_z), n, k);
    return widen(range, stats_p_limits(laney.centre, n, normal_below(-k), false), (double)n);
}

struct stats_range stats_laney_u_safe(struct stats_laney laney, double exposure, double k)
{
    struct stats_range range = u_limits(laney, fmax(1, laney.sigma_z), exposure, k);
    struct stats_limits exact = stats_u_limits(laney.centre, exposure, normal_below(-k), false);
    return widen(range, exact, exposure);
}
