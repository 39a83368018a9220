/* evidence.c - what a month says by itself: exact tails, and Benjamini-Hochberg over cells. */
#include <math.h>

#include "feedback/stats/binomial.h"
#include "feedback/stats/discovery.h"
#include "feedback/stats/limits.h"
#include "feedback/themes/private.h"

/* As far from what is expected as it is in units of the baseline's spread; in whole files, so
 * that a count is beyond an exact limit just when it was beyond the limit times the spread. */
static int64_t shrunk(struct stats_share share, const struct themes_base *base)
{
    double expected = base->p0 * (double)share.of;
    double failing = expected + ((double)share.failing - expected) / base->spread;
    return base->spread > 1 ? (int64_t)floor(failing + 1e-9) : share.failing;
}

struct stats_limits themes_expected(double p0, double spread, int64_t n, double chance)
{
    struct stats_limits limits = stats_p_limits(p0, n, chance, false);
    if (limits.fault == STATS_OK && spread > 1) {
        double expected = p0 * (double)n;
        double low = ceil(expected - spread * (expected - (double)limits.low) - 1e-9);
        double high = floor(expected + spread * ((double)limits.high + 1 - expected) - 1e-9);
        limits.low = (int64_t)stats_clamp(low, 0, (double)n);
        limits.high = (int64_t)stats_clamp(high, 0, (double)n);
    }
    return limits;
}

double themes_tail(struct stats_share share, const struct themes_base *base)
{
    struct stats_number tail = stats_binomial_at_least(shrunk(share, base), share.of, base->p0);
    return tail.fault == STATS_OK ? tail.value : 1;
}

struct evidence_window evidence_window(const struct themes_cell *cell, int from, int month)
{
    struct evidence_window window = {0};
    for (int m = from < 0 ? 0 : from; m <= month; m++) {
        window.share.of += cell->months[m].files;
        window.share.failing += cell->months[m].failing;
        window.days += cell->months[m].days;
        window.marks |= cell->months[m].marks;
    }
    return window;
}

static void mark_alone(const struct themes *t, struct themes_cell *cell, int month)
{
    struct themes_count *count = &cell->months[month];
    double tail = themes_tail(count_share(count), themes_base_at(cell, month));
    if (tail <= t->rules->limit_p) {
        count->marks |= THEMES_MARK_LIMIT;
    }
    if (tail < t->rules->pooled_p) {
        count->marks |= THEMES_MARK_TAIL;
    }
}

/* A discrete test's mid-p; its exact p would make the control more cautious still. */
static size_t collect(struct themes *t, uint32_t family, int month)
{
    size_t tests = 0;
    for (uint32_t i = 0; i < t->cell_count; i++) {
        const struct themes_cell *cell = &t->cells[i];
        const struct themes_base *base = themes_base_at(cell, month);
        const struct themes_count *count = &cell->months[month];
        if (cell->family == family && base != NULL && count->files >= t->rules->bh_files) {
            struct stats_number mid = stats_binomial_mid_at_least(shrunk(count_share(count), base),
                                                                  count->files, base->p0);
            t->p[tests] = mid.fault == STATS_OK ? mid.value : 1;
            t->tested[tests++] = i;
        }
    }
    return tests;
}

/* Half a month is no month: looking at it every day would find something. */
static bool is_open(const struct themes *t, int month)
{
    return t->months[month].state == PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN;
}

void evidence_together(struct themes *t, int month, uint32_t family)
{
    size_t tests = is_open(t, month) ? 0 : collect(t, family, month);
    if (tests == 0) {
        return;
    }
    struct stats_discovery found =
        stats_benjamini_hochberg(t->p, tests, t->rules->bh_q, NULL, t->picked);
    for (size_t i = 0; found.fault == STATS_OK && i < found.rejected; i++) {
        t->cells[t->tested[t->picked[i]]].months[month].marks |= THEMES_MARK_BH;
    }
}

void evidence_alone(struct themes *t, int month, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && !is_open(t, month); i++) {
        struct themes_cell *cell = &t->cells[i];
        if (themes_base_at(cell, month) != NULL && cell->months[month].files > 0) {
            mark_alone(t, cell, month);
        }
    }
}
