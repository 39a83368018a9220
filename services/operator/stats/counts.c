/* counts.c - `pfq stats`: probabilities of counts, and intervals. */
#include "feedback/stats/binomial.h"
#include "feedback/stats/interval.h"
#include "feedback/stats/poisson.h"
#include "stats.h"

/* A tail that only goes wrong with the arguments, which were looked at before. */
static void put_number(json_t *object, const char *name, struct stats_number number)
{
    if (number.fault == STATS_OK) {
        stats_put(object, name, number.value);
    }
}

void stats_run_binomial(struct stats_run *run)
{
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_share s = stats_share_at(run, 0, row);
        double p = stats_at(run, 2, row);
        struct stats_number exactly = stats_binomial_exactly(s.failing, s.of, p);
        if (stats_good(run, row, exactly.fault)) {
            json_t *out = stats_row(run, row);
            put_number(out, "exactly", exactly);
            put_number(out, "at_least", stats_binomial_at_least(s.failing, s.of, p));
            put_number(out, "at_most", stats_binomial_at_most(s.failing, s.of, p));
            put_number(out, "mid_at_least", stats_binomial_mid_at_least(s.failing, s.of, p));
            put_number(out, "mid_at_most", stats_binomial_mid_at_most(s.failing, s.of, p));
        }
    }
}

void stats_run_poisson(struct stats_run *run)
{
    for (size_t row = 0; row < run->rows; row++) {
        int64_t x = stats_count_at(run, 0, row);
        double mean = stats_at(run, 1, row);
        struct stats_number exactly = stats_poisson_exactly(x, mean);
        if (stats_good(run, row, exactly.fault)) {
            json_t *out = stats_row(run, row);
            put_number(out, "exactly", exactly);
            put_number(out, "at_least", stats_poisson_at_least(x, mean));
            put_number(out, "at_most", stats_poisson_at_most(x, mean));
            put_number(out, "mid_at_least", stats_poisson_mid_at_least(x, mean));
            put_number(out, "mid_at_most", stats_poisson_mid_at_most(x, mean));
        }
    }
}

void stats_run_binomial_quantile(struct stats_run *run)
{
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_count found = stats_binomial_quantile(
            stats_at(run, 0, row), stats_count_at(run, 1, row), stats_at(run, 2, row));
        if (stats_good(run, row, found.fault)) {
            stats_put_count(stats_row(run, row), "quantile", found.value);
        }
    }
}

void stats_run_poisson_quantile(struct stats_run *run)
{
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_count found =
            stats_poisson_quantile(stats_at(run, 0, row), stats_at(run, 1, row));
        if (stats_good(run, row, found.fault)) {
            stats_put_count(stats_row(run, row), "quantile", found.value);
        }
    }
}

void stats_run_wilson(struct stats_run *run)
{
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_share share = stats_share_at(run, 0, row);
        struct stats_range range = stats_wilson(share, stats_at(run, 2, row));
        if (range.fault == STATS_NO_DATA) {
            stats_no_data(run, row);
        } else if (stats_good(run, row, range.fault)) {
            json_t *out = stats_row(run, row);
            stats_put(out, "rate", (double)share.failing / (double)share.of);
            stats_put_range(out, range);
        }
    }
}

void stats_run_byar(struct stats_run *run)
{
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_range range = stats_byar(stats_count_at(run, 0, row), stats_at(run, 1, row));
        if (stats_good(run, row, range.fault)) {
            stats_put_range(stats_row(run, row), range);
        }
    }
}

void stats_run_odds_ratio(struct stats_run *run)
{
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_ratio ratio = stats_odds_ratio(
            stats_share_at(run, 0, row), stats_share_at(run, 2, row), stats_at(run, 4, row));
        if (ratio.fault == STATS_NO_DATA) {
            stats_no_data(run, row);
        } else if (stats_good(run, row, ratio.fault)) {
            json_t *out = stats_row(run, row);
            stats_put(out, "odds_ratio", ratio.ratio);
            stats_put_range(out, (struct stats_range){.low = ratio.low, .high = ratio.high});
        }
    }
}
