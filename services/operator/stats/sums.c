/* sums.c - `pfq stats`: cumulative sums and how long they run. */
#include <math.h>

#include "feedback/stats/run_length.h"
#include "stats.h"

void stats_run_cusum(struct stats_run *run)
{
    const struct stats_cusum setting = {.target = stats_at(run, 1, 0), .k = stats_at(run, 2, 0)};
    double h = stats_at(run, 3, 0);
    struct stats_sums *sums = pfq_arena_new(run->arena, struct stats_sums, run->rows);
    enum stats_fault fault = stats_cusum(setting, run->columns[0], run->rows, sums);
    if (!stats_good_all(run, fault == STATS_OK && h <= 0 ? STATS_SETTING : fault)) {
        return;
    }
    for (size_t row = 0; row < run->rows; row++) {
        json_t *out = stats_row(run, row);
        stats_put(out, "value", stats_at(run, 0, row));
        stats_put(out, "high", sums[row].high);
        stats_put(out, "low", sums[row].low);
        stats_put_text(out, "signal", sums[row].high > h ? "high" : sums[row].low > h ? "low" : "");
    }
}

void stats_run_cusum_length(struct stats_run *run)
{
    for (size_t row = 0; row < run->rows; row++) {
        double k = stats_at(run, 0, row);
        double h = stats_at(run, 1, row);
        double shift = stats_at(run, 2, row);
        struct stats_number one = stats_cusum_run_length(k, h, shift);
        struct stats_number both = stats_cusum_run_length_both(k, h, shift);
        if (stats_good(run, row, one.fault != STATS_OK ? one.fault : both.fault)) {
            json_t *out = stats_row(run, row);
            stats_put(out, "shift", shift);
            stats_put(out, "one_side", one.value);
            stats_put(out, "both_sides", both.value);
        }
    }
}

/* It begins again after a signal. */
void stats_run_bernoulli(struct stats_run *run)
{
    struct stats_weights weights =
        stats_bernoulli_weights(stats_at(run, 2, 0), stats_at(run, 3, 0));
    double h = stats_at(run, 4, 0);
    double sum = 0;
    if (!stats_good_all(run, weights.fault == STATS_OK && h <= 0 ? STATS_SETTING : weights.fault)) {
        return;
    }
    stats_put(run->summary, "weight_failing", weights.fail);
    stats_put(run->summary, "weight_passing", weights.pass);
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_share share = stats_share_at(run, 0, row);
        if (stats_good(run, row, stats_check_share(share))) {
            json_t *out = stats_row(run, row);
            sum = stats_bernoulli_step(sum, weights, share);
            stats_put_count(out, "failing", share.failing);
            stats_put_count(out, "of", share.of);
            stats_put(out, "sum", sum);
            stats_put_text(out, "signal", sum >= h ? "signal" : "");
            sum = sum >= h ? 0 : sum;
        }
    }
}

void stats_run_bernoulli_length(struct stats_run *run)
{
    struct stats_run_work *work = pfq_arena_new(run->arena, struct stats_run_work, 1);
    for (size_t row = 0; row < run->rows; row++) {
        double p0 = stats_at(run, 0, row);
        double p = isnan(stats_at(run, 3, row)) ? p0 : stats_at(run, 3, row);
        struct stats_weights weights = stats_bernoulli_weights(p0, stats_at(run, 1, row));
        struct stats_number length =
            stats_bernoulli_run_length(weights, stats_at(run, 2, row), p, work);
        if (stats_good(run, row, length.fault)) {
            json_t *out = stats_row(run, row);
            stats_put(out, "p0", p0);
            stats_put(out, "p", p);
            stats_put(out, "files", length.value);
        }
    }
}

void stats_run_threshold(struct stats_run *run)
{
    struct stats_run_work *work = pfq_arena_new(run->arena, struct stats_run_work, 1);
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_number h = stats_bernoulli_threshold(
            stats_at(run, 0, row), stats_at(run, 1, row), stats_at(run, 2, row), work);
        if (stats_good(run, row, h.fault)) {
            json_t *out = stats_row(run, row);
            stats_put(out, "p0", stats_at(run, 0, row));
            stats_put(out, "h", h.value);
        }
    }
}
