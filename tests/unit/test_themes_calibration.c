/* Recurring themes on 36 simulated months of 43 forces and 15 themes: what chance announces,
 * what is found, and the same rules written a second time. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void slow_of(const struct nation *nation, const struct slow_own *own, struct slow_cell *out)
{
    static struct slow_heights heights[CELLS];
    for (uint32_t c = 0; c < nation->count; c++) {
        const struct themes_base *base = &themes.cells[c].bases[0];
        heights[c] = (struct slow_heights){base->up_height, base->down_height};
    }
    slow_run(nation, heights, own, out);
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
        slow_of(&nation, NULL, slow);
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

/* --- what a force itself adds ------------------------------------------------------------ */

enum {
    TARGETS = 3 * CELLS,
    FIRST_MONTH = 202401
};

/* What is planted ends: something is there to improve and to be resolved. */
static void mend(struct nation *nation)
{
    for (uint32_t c = 0; c < CELLS; c += 5) {
        for (int m = 24 + (int)(c % 4); m < NATION_MONTHS; m++) {
            for (int d = 0; d < NATION_DAYS; d++) {
                nation->cells[c].days[m][d].failing /= d % 2 == 0 ? 1 : 3;
            }
        }
    }
}

static int32_t month_at(int m)
{
    return FIRST_MONTH + m / 12 * 100 + m % 12;
}

struct added {
    Pfq__V1__ThemeTarget targets[TARGETS];
    Pfq__V1__ThemeTarget *rows[TARGETS];
    size_t target_count;
    Pfq__V1__Action actions[CELLS];
    Pfq__V1__ThemeKey keys[CELLS];
    char names[CELLS][16];
    char forces[CELLS][4];
    struct slow_own own[CELLS];
};

static struct added added;

/* `force` NULL: of every one.  From `from` on; the caller says to which cells it applies. */
static void add_target(uint32_t cell, bool all, int from, double per_cent)
{
    Pfq__V1__ThemeTarget *row = &added.targets[added.target_count];
    pfq__v1__theme_target__init(row);
    row->force = all ? NULL : added.forces[cell];
    row->name = added.names[cell];
    row->has_from_month = true;
    row->from_month = month_at(from);
    row->has_target_ppm = per_cent > 0;
    row->target_ppm = (uint32_t)lround(per_cent * 1e4);
    added.rows[added.target_count++] = row;
    for (uint32_t c = cell; c < (all ? CELLS : cell + 1); c += 15) {
        for (int m = from; m < NATION_MONTHS; m++) {
            added.own[c].target[m] = per_cent;
            added.own[c].since[m] = from;
        }
    }
}

/* Tenths of a per cent, near the cell's rate or the theme's. */
static double some_per_cent(struct nation *nation, uint32_t cell)
{
    double share = nation->cells[cell].rate * (0.4 + nation_draw(nation));
    return fmax(0.1, round(1000 * share) / 10);
}

/* First those for all, and then those of forces, which count before them; the order of the rows
 * says nothing. */
static void add_targets(struct nation *nation)
{
    for (uint32_t c = 0; c < 15; c += 3) {
        add_target(c, true, (int)nation_below(nation, 30), some_per_cent(nation, c));
    }
    for (uint32_t c = 0; c < CELLS; c++) {
        if (nation_draw(nation) < 0.4) {
            int from = (int)nation_below(nation, 30);
            add_target(c, false, from, some_per_cent(nation, c));
            bool ends = nation_draw(nation) < 0.3;
            add_target(c, false, from + 5, ends ? 0 : some_per_cent(nation, c));
        }
    }
    for (size_t i = 0; i + 1 < added.target_count; i += 2) {
        Pfq__V1__ThemeTarget *row = added.rows[i];
        added.rows[i] = added.rows[i + 1];
        added.rows[i + 1] = row;
    }
}

static void add_action(struct nation *nation, uint32_t cell)
{
    Pfq__V1__Action *a = &added.actions[nation->action_count++];
    int due = (int)nation_below(nation, NATION_MONTHS);
    int done = due + (int)nation_below(nation, 12) - 2; /* also early, or in the same month */
    pfq__v1__action__init(a);
    a->theme = &added.keys[cell];
    a->has_due_date = a->has_done = a->has_date = true;
    a->due_date = month_at(due) * 100 + 1 + (int)nation_below(nation, 28);
    a->done = done >= 0 && done < NATION_MONTHS;
    a->date = a->done ? month_at(done) * 100 + 1 + (int)nation_below(nation, 28) : 0;
    for (int m = 0; m < NATION_MONTHS; m++) {
        int32_t end = month_at(m) * 100 + 31;
        added.own[cell].late[m] = a->due_date <= end && (!a->done || a->date > end);
    }
}

static void add_all(struct nation *nation)
{
    memset(&added, 0, sizeof added);
    for (uint32_t c = 0; c < CELLS; c++) {
        nation_key(c, added.names[c], &added.keys[c]);
        (void)snprintf(added.forces[c], sizeof added.forces[c], "%s", added.keys[c].force);
        added.keys[c].force = added.forces[c];
    }
    add_targets(nation);
    for (uint32_t c = 0; c < CELLS; c++) {
        if (nation_draw(nation) < 0.6) {
            add_action(nation, c);
        }
    }
    nation->actions = added.actions;
    themes.targets = (struct themes_targets){added.rows, added.target_count};
}

static uint32_t steps_by(enum themes_why why)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < themes.step_count; i++) {
        count += themes.steps[i].why == why;
    }
    return count;
}

Test(themes_calibration, the_second_writing_agrees_on_targets_and_overdue_actions_too)
{
    static struct slow_cell slow[CELLS];
    static struct slow_cell fast[CELLS];
    uint32_t by_target = 0;
    uint32_t resolved = 0;
    uint32_t resolved_without = 0;
    open_themes();
    for (uint64_t seed = 1; seed <= 2 * SEEDS; seed++) {
        struct nation nation;
        nation_open(&nation, CELLS, seed * 104729);
        nation_plan(&nation, 5);
        nation_fill(&nation);
        mend(&nation);
        add_all(&nation);
        nation_run(&nation, &themes);
        by_target += steps_by(THEMES_TARGET);
        resolved += steps_by(THEMES_WITHIN_LIMITS);
        slow_of(&nation, added.own, slow);
        fast_of(fast);
        for (uint32_t c = 0; c < CELLS; c++) {
            for (int m = 0; m < NATION_MONTHS; m++) {
                cr_assert_eq(fast[c].states[m], slow[c].states[m],
                             "seed %d cell %u month %d: %d, and written anew %d", (int)seed, c, m,
                             fast[c].states[m], slow[c].states[m]);
            }
        }
        nation.action_count = 0;
        nation_run(&nation, &themes);
        resolved_without += steps_by(THEMES_WITHIN_LIMITS);
        nation_close(&nation);
    }
    cr_log_info("by target %u, resolved %u, without actions %u", by_target, resolved,
                resolved_without);
    cr_assert_gt(by_target, 50U);
    cr_assert_gt(resolved, 10U);
    cr_assert_gt(resolved_without, resolved);
    themes_close(&themes);
}

/* --- by chance ----------------------------------------------------------------------------- */

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
        slow_of(&nation, NULL, slow);
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
