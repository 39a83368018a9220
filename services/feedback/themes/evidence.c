/* evidence.c - what a month says by itself: exact tails, and Benjamini-Hochberg over cells. */
#include "feedback/stats/binomial.h"
#include "feedback/stats/discovery.h"
#include "feedback/themes/private.h"

enum {
    FAMILIES = 16 /* of family_of() */
};

double evidence_tail(struct stats_share share, double p0)
{
    struct stats_number tail = stats_binomial_at_least(share.failing, share.of, p0);
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
    double tail = evidence_tail(count_share(count), themes_base_at(cell, month)->p0);
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
            struct stats_number mid =
                stats_binomial_mid_at_least(count->failing, count->files, base->p0);
            t->p[tests] = mid.fault == STATS_OK ? mid.value : 1;
            t->tested[tests++] = i;
        }
    }
    return tests;
}

static void mark_together(struct themes *t, uint32_t family, int month)
{
    size_t tests = collect(t, family, month);
    if (tests == 0) {
        return;
    }
    struct stats_discovery found =
        stats_benjamini_hochberg(t->p, tests, t->rules->bh_q, NULL, t->picked);
    for (size_t i = 0; found.fault == STATS_OK && i < found.rejected; i++) {
        t->cells[t->tested[t->picked[i]]].months[month].marks |= THEMES_MARK_BH;
    }
}

void evidence_mark(struct themes *t, int month)
{
    bool seen[FAMILIES] = {false};
    if (t->months[month].state == PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN) {
        return; /* half a month is no month: looking at it every day would find something */
    }
    for (uint32_t i = 0; i < t->cell_count; i++) {
        struct themes_cell *cell = &t->cells[i];
        if (themes_base_at(cell, month) != NULL && cell->months[month].files > 0) {
            mark_alone(t, cell, month);
            seen[cell->family % FAMILIES] = true;
        }
    }
    for (uint32_t family = 0; family < FAMILIES; family++) {
        if (seen[family]) {
            mark_together(t, family, month);
        }
    }
}
