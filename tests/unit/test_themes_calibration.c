/* Recurring themes on 36 simulated months of 43 forces and 15 themes: what chance announces,
 * what is found, and the same rules written a second time. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "support/nation.h"
#include "support/themes_slow.h"

enum {
    CELLS = 43 * 15,
    STEADY = 24, /* the last twelve months */
#ifdef __SANITIZE_ADDRESS__
    SEEDS = 1,
    NATIONS = 2
#else
    SEEDS = 3,
    NATIONS = 16
#endif
};

static struct themes themes;

static void open_themes(void)
{
    struct pfq_err err;
    cr_assert_eq(themes_open(&themes, &themes_rules_usual, CELLS + 1, &err), PFQ_OK);
}

static void slow_of(const struct nation *nation, struct slow_cell *out)
{
    static struct slow_heights heights[CELLS];
    for (uint32_t c = 0; c < nation->count; c++) {
        const struct themes_base *base = &themes.cells[c].bases[0];
        heights[c] = (struct slow_heights){base->up_height, base->down_height};
    }
    slow_run(nation, heights, out);
}

/* The states that the product's steps lead through. */
static void fast_of(struct slow_cell *out)
{
    for (uint32_t c = 0; c < CELLS; c++) {
        for (int m = 0; m < NATION_MONTHS; m++) {
            out[c].states[m] = 0;
        }
    }
    for (uint32_t i = 0; i < themes.step_count; i++) {
        const struct themes_step *step = &themes.steps[i];
        for (int m = step->month; m < NATION_MONTHS; m++) {
            out[step->cell].states[m] = (int)step->state;
        }
    }
}

/* Told that it recurs or worsens by a month that was not above its baseline: how often. */
static uint32_t told_while_below(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < themes.step_count; i++) {
        const struct themes_step *step = &themes.steps[i];
        const struct themes_cell *cell = &themes.cells[step->cell];
        const struct themes_count *month = &cell->months[step->month];
        const struct themes_base *base = themes_base_at(cell, step->month);
        bool below = base != NULL && month->failing <= base->p0 * month->files;
        count += below && (step->state == THEMES_WORSENING || nation_is_announced(step));
    }
    return count;
}

Test(themes_calibration, no_theme_recurs_or_worsens_by_a_month_that_is_not_above_its_baseline)
{
    struct nation nation;
    open_themes();
    nation_open(&nation, CELLS, 7);
    nation_plan(&nation, 5);
    nation_fill(&nation);
    for (uint32_t c = 0; c < nation.count; c += 5) { /* doubled, and better than ever at once */
        for (int m = 21; m < NATION_MONTHS; m++) {
            for (int d = 0; d < NATION_DAYS; d += 2) {
                nation.cells[c].days[m][d].failing = 0;
            }
        }
    }
    nation_run(&nation, &themes);
    cr_assert_eq(told_while_below(), 0);
    nation_close(&nation);
    themes_close(&themes);
}

Test(themes_calibration, a_second_writing_of_the_rules_comes_to_the_same_states)
{
    static struct slow_cell slow[CELLS];
    static struct slow_cell fast[CELLS];
    open_themes();
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct nation nation;
        nation_open(&nation, CELLS, seed * 7919);
        nation_plan(&nation, 5);
        nation_fill(&nation);
        nation_run(&nation, &themes);
        slow_of(&nation, slow);
        fast_of(fast);
        for (uint32_t c = 0; c < CELLS; c++) {
            for (int m = 0; m < NATION_MONTHS; m++) {
                cr_assert_eq(fast[c].states[m], slow[c].states[m],
                             "seed %d cell %u month %d: %d, and written anew %d", (int)seed, c, m,
                             fast[c].states[m], slow[c].states[m]);
            }
        }
        nation_close(&nation);
    }
    themes_close(&themes);
}

/* Sixteen nations of 36 months, against the product's own 40: other random numbers, and the
 * states by the second writing of the rules as well. */
Test(themes_calibration, chance_announces_no_more_than_the_figure_that_packs_print)
{
    static struct slow_cell slow[CELLS];
    static struct themes_size sizes[CELLS];
    struct themes_chance chance;
    struct pfq_err err;
    struct nation nation;
    double announced = 0;
    double again = 0;
    open_themes();
    nation_open(&nation, CELLS, 20261123);
    nation_plan(&nation, 0);
    for (int n = 0; n < NATIONS; n++) {
        nation_fill(&nation);
        nation_run(&nation, &themes);
        for (uint32_t i = 0; i < themes.step_count; i++) {
            announced += themes.steps[i].month >= STEADY && nation_is_announced(&themes.steps[i]);
        }
        slow_of(&nation, slow);
        for (uint32_t c = 0; c < CELLS; c++) {
            again += slow_announced(&slow[c], STEADY);
        }
    }
    for (uint32_t c = 0; c < CELLS; c++) {
        sizes[c] = (struct themes_size){nation.cells[c].files, nation.cells[c].rate};
    }
    cr_assert_eq(themes_false_alarms(&themes_rules_usual, sizes, CELLS, 42, 40, &chance, &err),
                 PFQ_OK);
    double months = NATIONS * (NATION_MONTHS - STEADY);
    double seen = announced / months;
    double tolerance = 3 * sqrt(chance.error * chance.error + announced / months / months);
    cr_log_info("announced by chance: %.2f a month, printed %.2f +- %.2f", seen, chance.per_month,
                chance.error);
    cr_assert(fabs(seen - chance.per_month) <= tolerance, "%.3f a month, printed %.3f, within %.3f",
              seen, chance.per_month, tolerance);
    cr_assert_eq(announced, again);
    cr_assert_lt(chance.per_month, 3, "%.2f: a force would be told of nothing all the time",
                 chance.per_month);
    nation_close(&nation);
    themes_close(&themes);
}

/* Announced in the last twelve months of a nation whose months vary by 40 % of their odds. */
static uint32_t announced_restless(const struct themes_rules *rules)
{
    struct themes t;
    struct nation nation;
    struct pfq_err err;
    uint32_t announced = 0;
    cr_assert_eq(themes_open(&t, rules, CELLS + 1, &err), PFQ_OK);
    nation_open(&nation, CELLS, 99);
    nation.unrest = 0.4;
    nation_plan(&nation, 0);
    nation_fill(&nation);
    nation_run(&nation, &t);
    for (uint32_t i = 0; i < t.step_count; i++) {
        announced += nation_is_announced(&t.steps[i]) && t.steps[i].month >= STEADY;
    }
    nation_close(&nation);
    themes_close(&t);
    return announced;
}

Test(themes_calibration, months_that_vary_more_than_chance_announce_little_more_than_chance)
{
    struct themes_rules blind = themes_rules_usual;
    blind.spread_months = THEMES_MONTHS_MAX;
    uint32_t seeing = announced_restless(&themes_rules_usual);
    uint32_t unseeing = announced_restless(&blind);
    cr_assert_lt(2 * seeing, unseeing, "%u, without it %u", (unsigned)seeing, (unsigned)unseeing);
}

Test(themes_calibration, most_doublings_are_found_within_a_year)
{
    struct nation nation;
    uint32_t planted = 0;
    uint32_t found = 0;
    open_themes();
    nation_open(&nation, CELLS, 1234567);
    nation_plan(&nation, 5);
    nation_fill(&nation);
    nation_run(&nation, &themes);
    for (uint32_t c = 0; c < CELLS; c++) {
        bool told = false;
        for (uint32_t i = 0; i < themes.step_count; i++) {
            const struct themes_step *step = &themes.steps[i];
            told = told || (step->cell == c && step->month >= 18 && step->month < 30 &&
                            nation_is_announced(step));
        }
        planted += nation.cells[c].planted >= 0;
        found += nation.cells[c].planted >= 0 && told;
    }
    cr_assert_gt(found * 100, planted * 60, "%u of %u", found, planted);
    nation_close(&nation);
    themes_close(&themes);
}
