/* compare.c - `pfq stats`: forces beside each other, many looks, agreement. */
#include <math.h>

#include "feedback/stats/discovery.h"
#include "feedback/stats/funnel.h"
#include "feedback/stats/kappa.h"
#include "feedback/stats/standardise.h"
#include "stats.h"

/* --- funnel ------------------------------------------------------------------------- */

static const char *where(double rate, struct stats_range range)
{
    return rate > range.high ? "above" : rate < range.low ? "below" : "inside";
}

static void put_force(struct stats_run *run, size_t row, struct stats_share share, double p0,
                      double tau2)
{
    struct stats_funnel inner = stats_funnel_limits(p0, share.of, 0.95);
    struct stats_funnel outer = stats_funnel_limits(p0, share.of, 0.998);
    struct stats_range adjusted = stats_funnel_adjusted(p0, share.of, 0.998, tau2);
    if (stats_good(run, row, inner.fault != STATS_OK ? inner.fault : adjusted.fault)) {
        json_t *out = stats_row(run, row);
        double rate = (double)share.failing / (double)share.of;
        stats_put_count(out, "failing", share.failing);
        stats_put_count(out, "of", share.of);
        stats_put_count(out, "low95", inner.low);
        stats_put_count(out, "high95", inner.high);
        stats_put_count(out, "low998", outer.low);
        stats_put_count(out, "high998", outer.high);
        stats_put(out, "rate", rate);
        stats_put(out, "adjusted_low", adjusted.low);
        stats_put(out, "adjusted_high", adjusted.high);
        stats_put_text(out, "adjusted", where(rate, adjusted));
    }
}

void stats_run_funnel(struct stats_run *run)
{
    const struct stats_share *forces = stats_shares(run, 0);
    struct stats_number pooled = stats_pooled_share(forces, run->rows);
    double p0 = stats_setting(run, 2, pooled.value);
    double *scratch = pfq_arena_new(run->arena, double, 2 * run->rows);
    struct stats_dispersion d = {.fault = pooled.fault};
    if (pooled.fault == STATS_OK) {
        d = stats_dispersion(forces, run->rows, p0, stats_at(run, 3, 0), scratch);
    }
    if (!stats_good_all(run, d.fault)) {
        return;
    }
    stats_put(run->summary, "p0", p0);
    stats_put(run->summary, "phi", d.phi);
    stats_put(run->summary, "phi_low", d.phi_low);
    stats_put(run->summary, "phi_high", d.phi_high);
    stats_put(run->summary, "tau2", d.tau2);
    for (size_t row = 0; row < run->rows; row++) {
        if (forces[row].of == 0) {
            stats_put_text(stats_row(run, row), "adjusted", "no data");
        } else {
            put_force(run, row, forces[row], p0, d.tau2);
        }
    }
}

void stats_run_standardise(struct stats_run *run)
{
    struct stats_standard s = stats_standardise(stats_shares(run, 0), stats_shares(run, 2),
                                                run->rows, stats_at(run, 4, 0));
    if (stats_good_all(run, s.fault)) {
        stats_put_count(run->summary, "observed", s.observed);
        stats_put(run->summary, "expected", s.expected);
        stats_put(run->summary, "ratio", s.ratio);
        stats_put_range(run->summary, (struct stats_range){.low = s.low, .high = s.high});
        stats_put(run->summary, "adjusted_rate", s.adjusted);
        stats_put(run->summary, "crude_rate", s.crude);
    }
}

/* --- many looks --------------------------------------------------------------------- */

static void discover(struct stats_run *run,
                     struct stats_discovery (*method)(const double *p, size_t count, double q,
                                                      double *adjusted, size_t *places))
{
    const double *p = run->columns[0];
    double q = stats_at(run, 1, 0);
    double *adjusted = pfq_arena_new(run->arena, double, run->rows);
    size_t *places = pfq_arena_new(run->arena, size_t, run->rows);
    struct stats_discovery d = method(p, run->rows, q, adjusted, places);
    if (!stats_good_all(run, d.fault)) {
        return;
    }
    stats_put_count(run->summary, "tests", (int64_t)run->rows);
    stats_put_count(run->summary, "rejected", (int64_t)d.rejected);
    stats_put(run->summary, "threshold", d.threshold);
    for (size_t row = 0; row < run->rows; row++) {
        json_t *out = stats_row(run, row);
        stats_put(out, "p", p[row]);
        stats_put(out, "adjusted", adjusted[row]);
        stats_put_text(out, "rejected", d.rejected > 0 && p[row] <= d.threshold ? "yes" : "no");
    }
}

void stats_run_hochberg(struct stats_run *run)
{
    discover(run, stats_benjamini_hochberg);
}

void stats_run_yekutieli(struct stats_run *run)
{
    discover(run, stats_benjamini_yekutieli);
}

/* --- agreement ---------------------------------------------------------------------- */

static size_t categories_of(const struct stats_run *run)
{
    double most = 2;
    for (size_t row = 0; row < run->rows; row++) {
        most = fmax(most, fmax(stats_at(run, 0, row), stats_at(run, 1, row)));
    }
    return (size_t)most;
}

/* Rows of the same two categories add up; feed.c saw that categories are 1 to 64. */
void stats_run_kappa(struct stats_run *run)
{
    size_t categories = categories_of(run);
    int64_t *table = pfq_arena_new(run->arena, int64_t, categories * categories);
    for (size_t row = 0; row < run->rows; row++) {
        size_t first = (size_t)stats_at(run, 0, row) - 1;
        size_t second = (size_t)stats_at(run, 1, row) - 1;
        table[first * categories + second] += stats_count_at(run, 2, row);
    }
    struct stats_kappa k = stats_kappa(table, categories, stats_at(run, 3, 0));
    if (stats_good_all(run, k.fault)) {
        stats_put(run->summary, "agreement", k.agreement);
        stats_put(run->summary, "by_chance", k.expected);
        stats_put(run->summary, "kappa", k.kappa);
        stats_put(run->summary, "standard_error", k.error);
        stats_put_range(run->summary, (struct stats_range){.low = k.low, .high = k.high});
    }
}
