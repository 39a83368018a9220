/* Machine findings, triage and assessed failures are separate theme systems: cells, families and
 * the figure that packs print. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "feedback/themes/systems.h"
#include "feedback/themes/themes.h"

enum {
    MONTHS = 14,
    BASE = 12,
    OTHERS = 40
};

#define MACHINE  PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE
#define TRIAGE   PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_TRIAGE
#define ASSESSED PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_ASSESSED

static struct themes themes;

static void open_themes(void)
{
    struct pfq_err err;
    cr_assert_eq(themes_open(&themes, &themes_rules_usual, THEMES_CELLS_MAX, &err), PFQ_OK);
}

static void close_themes(void)
{
    themes_close(&themes);
}

TestSuite(themes_systems, .init = open_themes, .fini = close_themes);

static Pfq__V1__ThemeKey key_of(Pfq__V1__ThemeSystem system, const char *force, const char *name)
{
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    key.force = (char *)(uintptr_t)force;
    key.name = (char *)(uintptr_t)name;
    key.has_system = true;
    key.system = system;
    return key;
}

static void begin(void)
{
    struct themes_period months[MONTHS];
    for (int m = 0; m < MONTHS; m++) {
        months[m] = (struct themes_period){PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED, true};
    }
    themes_begin(&themes, 202501, months, MONTHS);
}

/* 6 of 60 each month; in the last one `failing`. */
static void give(const Pfq__V1__ThemeKey *key, int failing)
{
    for (int m = 0; m < MONTHS; m++) {
        int count = m == MONTHS - 1 ? failing : 6;
        themes_month(&themes, key, themes_month_at(&themes, m), (struct stats_share){count, 60},
                     (uint32_t)count);
    }
}

static const struct themes_cell *decided(const Pfq__V1__ThemeKey *key)
{
    (void)themes_freeze(&themes, 0, themes.cell_count);
    for (int m = 0; m < MONTHS; m++) {
        cr_assert(themes_decide(&themes, m));
    }
    return themes_find(&themes, key);
}

Test(themes_systems, each_is_found_by_its_figures_and_by_its_key)
{
    for (size_t i = 0; i < THEMES_SYSTEMS; i++) {
        const struct themes_system *row = &themes_systems[i];
        Pfq__V1__ThemeKey key = key_of(row->system, "43", "INTERVIEW");
        cr_expect_eq(themes_system(&key), row);
        cr_expect_eq(themes_system_of(row->theme), row);
        cr_expect_null(themes_system_of(row->behind), "what is behind a theme is none");
    }
    Pfq__V1__ThemeKey silent = PFQ__V1__THEME_KEY__INIT;
    cr_expect_eq(themes_system(&silent), themes_systems, "the checks, unless it is said");
    cr_expect_eq(pfq__v1__theme_system__descriptor.n_values, THEMES_SYSTEMS + 1U,
                 "a new system needs its row");
}

/* Ten of 60 where six are usual are picked out among one test, and not among forty. */
static bool is_picked(Pfq__V1__ThemeSystem others)
{
    Pfq__V1__ThemeKey key = key_of(ASSESSED, "43", "INTERVIEW");
    begin();
    give(&key, 10);
    for (int i = 0; i < OTHERS; i++) {
        char force[12];
        (void)snprintf(force, sizeof force, "%02d", i);
        Pfq__V1__ThemeKey other = key_of(others, force, "CASE_SUMMARY");
        give(&other, 6);
    }
    return (decided(&key)->months[MONTHS - 1].marks & THEMES_MARK_BH) != 0;
}

Test(themes_systems, the_tests_of_one_are_not_controlled_together_with_anothers)
{
    cr_expect(is_picked(MACHINE));
    cr_expect(is_picked(TRIAGE));
    cr_expect_not(is_picked(ASSESSED), "its own are");
}

Test(themes_systems, the_themes_of_all_forces_case_types_and_systems_have_room)
{
    begin();
    for (int force = 1; force <= 43; force++) {
        char code[12];
        (void)snprintf(code, sizeof code, "%02d", force);
        for (size_t s = 0; s < THEMES_SYSTEMS; s++) {
            for (int theme = 0; theme < 15; theme++) {
                char name[40];
                (void)snprintf(name, sizeof name, "BAIL_ORDERS_ANCILLAR%02d", theme);
                for (int type = 0; type < 6; type++) {
                    Pfq__V1__ThemeKey key = key_of(themes_systems[s].system, code, name);
                    key.has_case_type = type > 0;
                    key.case_type = (Pfq__V1__CaseType)type;
                    themes_month(&themes, &key, 202501, (struct stats_share){1, 20}, 1);
                }
            }
        }
    }
    cr_expect_eq(themes.cell_count, 43U * 15 * 6 * THEMES_SYSTEMS);
    cr_expect_not(themes.full);
    (void)themes_freeze(&themes, 0, themes.cell_count);
    for (int m = 0; m < MONTHS; m++) {
        cr_expect(themes_decide(&themes, m), "month %d has no room for its moves", m);
    }
}

/* Forces whose themes rise, one case type beside each; decided so many cells at a time. */
static uint32_t decide_in_slices(uint32_t cells, struct themes_step *steps, uint32_t most)
{
    begin();
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < OTHERS; i++) {
            char force[12];
            (void)snprintf(force, sizeof force, "%02d", i);
            Pfq__V1__ThemeKey key = key_of(i % 2 == 0 ? MACHINE : TRIAGE, force, "CASE_SUMMARY");
            key.has_case_type = pass == 1;
            give(&key, 6 + i);
        }
    }
    (void)themes_freeze(&themes, 0, themes.cell_count);
    for (int m = 0; m < MONTHS;) {
        enum themes_slice slice = themes_decide_some(&themes, m, cells);
        cr_assert_neq(slice, THEMES_NO_ROOM);
        m += slice == THEMES_MONTH_DONE;
    }
    cr_assert_leq(themes.step_count, most);
    memcpy(steps, themes.steps, themes.step_count * sizeof *steps);
    return themes.step_count;
}

Test(themes_systems, a_month_in_slices_comes_to_what_it_comes_to_at_once)
{
    enum {
        MOST = 500
    };

    static struct themes_step whole[MOST];
    static struct themes_step sliced[MOST];
    uint32_t count = decide_in_slices(THEMES_CELLS_MAX, whole, MOST);
    cr_assert_gt(count, 20U);
    cr_expect_eq(decide_in_slices(7, sliced, MOST), count);
    for (uint32_t i = 0; i < count; i++) {
        cr_expect(whole[i].cell == sliced[i].cell && whole[i].month == sliced[i].month &&
                  whole[i].state == sliced[i].state && whole[i].why == sliced[i].why &&
                  whole[i].announced == sliced[i].announced);
    }
}

static double by_chance(const struct themes_size *sizes, uint32_t count)
{
    struct themes_chance chance;
    struct pfq_err err;
    cr_assert_eq(themes_false_alarms(&themes_rules_usual, sizes, count, 4, 8, &chance, &err),
                 PFQ_OK);
    return chance.in_all;
}

/* Two systems of the same sizes are twice the chances: nothing of one counts for the other. */
Test(themes_systems, what_chance_announces_counts_the_cells_of_each)
{
    enum {
        CELLS = 150
    };

    static struct themes_size sizes[2 * CELLS];
    for (size_t i = 0; i < 2 * CELLS; i++) {
        sizes[i] = (struct themes_size){.files = 60, .rate = 0.1};
        sizes[i].system = i < CELLS ? MACHINE : ASSESSED;
    }
    double one = by_chance(sizes, CELLS);
    double both = by_chance(sizes, 2 * CELLS);
    cr_expect_gt(one, 1);
    cr_expect(both > 1.5 * one && both < 2.6 * one, "%.1f alone, %.1f with another system", one,
              both);
}
