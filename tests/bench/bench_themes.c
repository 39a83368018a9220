/* Recurring themes on simulated nations: what chance announces, which share of doubled odds is
 * found within a year and how soon, by the product and by the second writing of its rules
 * (tests/support/themes_slow.h); and what a run costs.
 *
 * usage: bench_themes [NATIONS]   43 forces x 15 themes x 36 months each; 8 unless told */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "support/nation.h"
#include "support/themes_slow.h"

enum {
    CELLS = 43 * 15,
    SHIFT = 18,
    STEADY = 24,
    YEAR = 12
};

struct score {
    const char *by;
    double by_chance; /* announced in the last twelve months of cells with nothing planted */
    uint32_t planted;
    uint32_t found;
    int delays[1 << 16];
    uint32_t delay_count;
};

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* `first`: the month of the first announcement from the shift on; -1: none. */
static void score_cell(struct score *score, const struct nation_cell *cell, int first,
                       uint32_t by_chance)
{
    if (cell->planted < 0) {
        score->by_chance += by_chance;
        return;
    }
    score->planted++;
    if (first >= 0 && first < SHIFT + YEAR) {
        score->found++;
        score->delays[score->delay_count++] = first - SHIFT + 1;
    }
}

static void score_product(struct score *score, const struct nation *nation, const struct themes *t)
{
    for (uint32_t c = 0; c < nation->count; c++) {
        int first = -1;
        uint32_t by_chance = 0;
        for (uint32_t i = 0; i < t->step_count; i++) {
            const struct themes_step *step = &t->steps[i];
            if (step->cell == c && nation_is_announced(step)) {
                first = first < 0 && step->month >= SHIFT ? step->month : first;
                by_chance += step->month >= STEADY;
            }
        }
        score_cell(score, &nation->cells[c], first, by_chance);
    }
}

static void score_slow(struct score *score, const struct nation *nation, const struct themes *t)
{
    static struct slow_heights heights[CELLS];
    static struct slow_cell cells[CELLS];
    for (uint32_t c = 0; c < nation->count; c++) {
        const struct themes_base *base = &t->cells[c].bases[0];
        heights[c] = (struct slow_heights){base->up_height, base->down_height};
    }
    slow_run(nation, heights, NULL, cells);
    for (uint32_t c = 0; c < nation->count; c++) {
        int first = -1;
        for (int m = NATION_MONTHS - 1; m >= SHIFT; m--) {
            uint32_t here = slow_announced(&cells[c], m);
            uint32_t after = m + 1 < NATION_MONTHS ? slow_announced(&cells[c], m + 1) : 0;
            first = here > after ? m : first;
        }
        score_cell(score, &nation->cells[c], first, slow_announced(&cells[c], STEADY));
    }
}

static void print(struct score *score, int nations)
{
    qsort(score->delays, score->delay_count, sizeof score->delays[0], by_value);
    int median = score->delay_count > 0 ? score->delays[score->delay_count / 2] : 0;
    printf("%-22s by chance %.2f a month; doubled odds found within a year %.1f %% of %u, "
           "median %d months\n",
           score->by, score->by_chance / nations / YEAR, 100.0 * score->found / score->planted,
           score->planted, median);
}

/* Announced by chance a month where months vary by more than chance, under these rules. */
static double restless(const struct themes_rules *rules, double unrest, int nations)
{
    struct themes t;
    struct nation nation;
    struct pfq_err err;
    double announced = 0;
    if (themes_open(&t, rules, CELLS + 1, &err) != PFQ_OK) {
        return -1;
    }
    nation_open(&nation, CELLS, 20260102);
    nation.unrest = unrest;
    nation_plan(&nation, 0);
    for (int n = 0; n < nations; n++) {
        nation_fill(&nation);
        nation_run(&nation, &t);
        for (uint32_t i = 0; i < t.step_count; i++) {
            announced += nation_is_announced(&t.steps[i]) && t.steps[i].month >= STEADY;
        }
    }
    nation_close(&nation);
    themes_close(&t);
    return announced / nations / YEAR;
}

static void print_restless(int nations)
{
    static const double unrests[] = {0.2, 0.4};
    struct themes_rules blind = themes_rules_usual;
    blind.spread_months = THEMES_MONTHS_MAX;
    for (size_t i = 0; i < sizeof unrests / sizeof unrests[0]; i++) {
        printf("months that vary       by %.0f %% of their odds: announced %.2f a month; by limits "
               "of chance alone %.2f\n",
               100 * unrests[i], restless(&themes_rules_usual, unrests[i], nations),
               restless(&blind, unrests[i], nations));
    }
}

int main(int argc, char **argv)
{
    static struct score product = {.by = "themes"};
    static struct score slow = {.by = "their rules written anew"};
    static struct themes_size sizes[CELLS];
    int nations = argc > 1 ? atoi(argv[1]) : 8;
    struct themes t;
    struct themes_chance chance;
    struct nation nation;
    struct pfq_err err;
    double run_ms = 0;
    if (nations < 1 || nations > 400 ||
        themes_open(&t, &themes_rules_usual, CELLS + 1, &err) != PFQ_OK) {
        fprintf(stderr, "usage: bench_themes [NATIONS]   from 1 to 400\n");
        return 2;
    }
    while (themes_prepare(&t)) {
    }
    nation_open(&nation, CELLS, 20260101);
    nation_plan(&nation, 5);
    for (int n = 0; n < nations; n++) {
        nation_fill(&nation);
        double before = now_ms();
        nation_run(&nation, &t);
        run_ms += now_ms() - before;
        score_product(&product, &nation, &t);
        score_slow(&slow, &nation, &t);
    }
    print(&product, nations);
    print(&slow, nations);
    for (uint32_t c = 0; c < CELLS; c++) {
        sizes[c] = (struct themes_size){nation.cells[c].files, nation.cells[c].rate};
    }
    double before = now_ms();
    if (themes_false_alarms(&themes_rules_usual, sizes, CELLS, 42, 20, &chance, &err) == PFQ_OK) {
        printf("what packs print       by chance %.2f +- %.2f a month of %d themes (%.0f ms); "
               "themes over it %.2f (aim: 0.8 to 1.2)\n",
               chance.per_month, chance.error, CELLS, now_ms() - before,
               product.by_chance / nations / YEAR / chance.per_month);
    }
    printf("a run                  %.1f ms for %d themes of 36 months in days\n", run_ms / nations,
           CELLS);
    print_restless(nations);
    nation_close(&nation);
    themes_close(&t);
    return 0;
}
