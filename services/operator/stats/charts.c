/* charts.c - `pfq stats`: charts of a series of months. */
#include <math.h>
#include <stdio.h>

#include "feedback/stats/binomial.h"
#include "feedback/stats/ewma.h"
#include "feedback/stats/laney.h"
#include "feedback/stats/limits.h"
#include "feedback/stats/order.h"
#include "feedback/stats/poisson.h"
#include "feedback/stats/runs.h"
#include "feedback/stats/xmr.h"
#include "stats.h"

static const char *signal_text(double value, double low, double high)
{
    return value > high ? "high" : value < low ? "low" : "";
}

/* What is expected of a count, and how it compares. */
static void put_limits(json_t *out, int64_t count, struct stats_limits limits)
{
    stats_put_count(out, "low", limits.low);
    stats_put_count(out, "high", limits.high);
    stats_put_text(out, "signal",
                   signal_text((double)count, (double)limits.low, (double)limits.high));
}

void stats_run_p_limits(struct stats_run *run)
{
    const struct stats_share *points = stats_shares(run, 0);
    struct stats_number pooled = stats_pooled_share(points, run->rows);
    double p0 = stats_setting(run, 2, pooled.value);
    if (isnan(stats_at(run, 2, 0)) && !stats_good_all(run, pooled.fault)) {
        return;
    }
    stats_put(run->summary, "p0", p0);
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_share s = points[row];
        struct stats_number chance = stats_binomial_at_least(s.failing, s.of, p0);
        struct stats_limits limits = stats_p_limits(p0, s.of, stats_at(run, 3, row), false);
        if (stats_good(run, row, chance.fault != STATS_OK ? chance.fault : limits.fault)) {
            struct stats_number mid = stats_binomial_mid_at_least(s.failing, s.of, p0);
            json_t *out = stats_row(run, row);
            stats_put_count(out, "failing", s.failing);
            stats_put_count(out, "of", s.of);
            put_limits(out, s.failing, limits);
            stats_put(out, "at_least", chance.value);
            stats_put(out, "mid_at_least", mid.value);
        }
    }
}

void stats_run_u_limits(struct stats_run *run)
{
    const struct stats_rate *points = stats_rates(run, 0);
    struct stats_number pooled = stats_pooled_rate(points, run->rows);
    double u0 = stats_setting(run, 2, pooled.value);
    if (isnan(stats_at(run, 2, 0)) && !stats_good_all(run, pooled.fault)) {
        return;
    }
    stats_put(run->summary, "u0", u0);
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_rate r = points[row];
        struct stats_limits limits = stats_u_limits(u0, r.exposure, stats_at(run, 3, row), false);
        struct stats_number chance = stats_poisson_at_least(r.count, u0 * r.exposure);
        if (stats_good(run, row, limits.fault != STATS_OK ? limits.fault : chance.fault)) {
            json_t *out = stats_row(run, row);
            stats_put_count(out, "count", r.count);
            stats_put(out, "expected", u0 * r.exposure);
            put_limits(out, r.count, limits);
            stats_put(out, "at_least", chance.value);
        }
    }
}

/* --- Laney -------------------------------------------------------------------------- */

static void put_laney(struct stats_run *run, size_t row, double rate, struct stats_range published,
                      struct stats_range safe)
{
    json_t *out = stats_row(run, row);
    stats_put(out, "rate", rate);
    stats_put_range(out, published);
    stats_put(out, "decide_low", safe.low);
    stats_put(out, "decide_high", safe.high);
    stats_put_text(out, "signal", signal_text(rate, safe.low, safe.high));
}

static bool put_laney_summary(struct stats_run *run, struct stats_laney laney)
{
    if (stats_good_all(run, laney.fault)) {
        stats_put(run->summary, "centre", laney.centre);
        stats_put(run->summary, "sigma_z", laney.sigma_z);
    }
    return laney.fault == STATS_OK;
}

void stats_run_laney_p(struct stats_run *run)
{
    const struct stats_share *points = stats_shares(run, 0);
    struct stats_laney laney = stats_laney_p(points, run->rows);
    bool good = put_laney_summary(run, laney);
    for (size_t row = 0; row < run->rows && good; row++) {
        double k = stats_at(run, 2, row);
        if (points[row].of == 0) {
            stats_put_text(stats_row(run, row), "signal", "no data");
            continue;
        }
        struct stats_range published = stats_laney_p_limits(laney, points[row].of, k);
        if (stats_good(run, row, published.fault)) {
            double rate = (double)points[row].failing / (double)points[row].of;
            put_laney(run, row, rate, published, stats_laney_p_safe(laney, points[row].of, k));
        }
    }
}

void stats_run_laney_u(struct stats_run *run)
{
    const struct stats_rate *points = stats_rates(run, 0);
    struct stats_laney laney = stats_laney_u(points, run->rows);
    bool good = put_laney_summary(run, laney);
    for (size_t row = 0; row < run->rows && good; row++) {
        double k = stats_at(run, 2, row);
        if (points[row].exposure <= 0) {
            stats_put_text(stats_row(run, row), "signal", "no data");
            continue;
        }
        struct stats_range published = stats_laney_u_limits(laney, points[row].exposure, k);
        if (stats_good(run, row, published.fault)) {
            double rate = (double)points[row].count / points[row].exposure;
            put_laney(run, row, rate, published,
                      stats_laney_u_safe(laney, points[row].exposure, k));
        }
    }
}

/* --- values ------------------------------------------------------------------------- */

void stats_run_xmr(struct stats_run *run)
{
    struct stats_xmr xmr = stats_xmr(run->columns[0], run->rows);
    if (!stats_good_all(run, xmr.fault)) {
        return;
    }
    stats_put(run->summary, "mean", xmr.mean);
    stats_put(run->summary, "mean_range", xmr.mean_range);
    stats_put(run->summary, "low", xmr.low);
    stats_put(run->summary, "high", xmr.high);
    stats_put(run->summary, "range_high", xmr.range_high);
    for (size_t row = 0; row < run->rows; row++) {
        double value = stats_at(run, 0, row);
        double range = row == 0 ? 0 : fabs(value - stats_at(run, 0, row - 1));
        json_t *out = stats_row(run, row);
        stats_put(out, "value", value);
        stats_put(out, "range", range);
        stats_put_text(out, "signal",
                       range > xmr.range_high ? "range" : signal_text(value, xmr.low, xmr.high));
    }
}

void stats_run_ewma(struct stats_run *run)
{
    const struct stats_ewma setting = {.target = stats_at(run, 1, 0),
                                       .sigma = stats_at(run, 2, 0),
                                       .lambda = stats_at(run, 3, 0),
                                       .width = stats_at(run, 4, 0)};
    double *z = pfq_arena_new(run->arena, double, run->rows);
    if (!stats_good_all(run, stats_ewma(setting, run->columns[0], run->rows, z))) {
        return;
    }
    stats_put_range(run->summary, stats_ewma_limits(setting, 0));
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_range limits = stats_ewma_limits(setting, row + 1);
        json_t *out = stats_row(run, row);
        stats_put(out, "ewma", z[row]);
        stats_put_range(out, limits);
        stats_put_text(out, "signal", signal_text(z[row], limits.low, limits.high));
    }
}

void stats_run_anhoej(struct stats_run *run)
{
    double *sorted = pfq_arena_new(run->arena, double, run->rows);
    struct stats_number median = stats_median(run->columns[0], run->rows, sorted);
    double centre = stats_setting(run, 1, median.value);
    struct stats_runs runs = stats_anhoej(run->columns[0], run->rows, centre);
    if (stats_good_all(run, runs.fault)) {
        stats_put(run->summary, "centre", centre);
        stats_put_count(run->summary, "useful", (int64_t)runs.useful);
        stats_put_count(run->summary, "longest_run", (int64_t)runs.longest);
        stats_put_count(run->summary, "longest_ordinary", (int64_t)runs.longest_limit);
        stats_put_count(run->summary, "crossings", (int64_t)runs.crossings);
        stats_put_count(run->summary, "fewest_ordinary", (int64_t)runs.crossings_limit);
        stats_put_text(run->summary, "shift", runs.shift ? "yes" : "no");
    }
}

enum {
    RULES_TEXT = 64
};

static const char *rules_text(unsigned marks, char out[RULES_TEXT])
{
    (void)snprintf(out, RULES_TEXT, "%s%s%s%s", (marks & STATS_OUTSIDE) != 0 ? " outside" : "",
                   (marks & STATS_SHIFT) != 0 ? " shift" : "",
                   (marks & STATS_TREND) != 0 ? " trend" : "",
                   (marks & STATS_NEAR) != 0 ? " near" : "");
    return out[0] == ' ' ? out + 1 : out;
}

void stats_run_nhs_rules(struct stats_run *run)
{
    char text[RULES_TEXT];
    struct stats_point *points = pfq_arena_new(run->arena, struct stats_point, run->rows);
    unsigned *marks = pfq_arena_new(run->arena, unsigned, run->rows);
    for (size_t row = 0; row < run->rows; row++) {
        points[row] = (struct stats_point){stats_at(run, 0, row), stats_at(run, 1, row),
                                           stats_at(run, 2, row), stats_at(run, 3, row)};
        if (points[row].low > points[row].centre || points[row].high < points[row].centre) {
            stats_wrong(run, row, 1, "Write low, centre and high in order of size.",
                        "The line is not between the limits.");
        }
    }
    if (run->problems.count > 0) {
        return;
    }
    if (!stats_good_all(run, stats_nhs_rules(points, run->rows, marks))) {
        return;
    }
    for (size_t row = 0; row < run->rows; row++) {
        json_t *out = stats_row(run, row);
        stats_put(out, "value", points[row].value);
        stats_put_text(out, "rules", rules_text(marks[row], text));
    }
}
