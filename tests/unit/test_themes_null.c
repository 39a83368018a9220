/* What chance alone announces, by the files that `pfq simulate` makes: forces, units, officers and
 * months that differ, themes that fail together, and case types.  A pack's figure must hold for
 * them, and not only for the independent counts that it is reckoned from. */
#include <criterion/criterion.h>
#include <math.h>

#include "support/country.h"

enum {
    STEADY = 24 /* the last twelve months: later ones are not less likely to be announced */
};

#define TOLERANCE 0.25

static struct themes themes;
static struct themes_size sizes[COUNTRY_CELLS];

/* A force is told: of a theme, or of a case type of one that says nothing as a whole. */
static uint32_t told(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < themes.step_count; i++) {
        const struct themes_step *step = &themes.steps[i];
        bool new = step->state == THEMES_RECURRING || step->state == THEMES_RETURNED;
        count += new && step->announced && step->month >= STEADY;
    }
    return count;
}

static double told_a_month(uint64_t seed, uint32_t files, uint32_t *cells)
{
    struct country *country = country_open(seed, files);
    country_run(country, &themes);
    *cells = country_sizes(country, sizes);
    country_close(country);
    return told() / (double)(COUNTRY_MONTHS - STEADY);
}

static void check(uint32_t files, const uint64_t *seeds, int count)
{
    struct themes_rules rules = themes_rules_usual;
    struct themes_chance chance;
    struct pfq_err err;
    double seen = 0;
    uint32_t cells = 0;
    rules.announce_age = COUNTRY_MONTHS; /* each month was the last one once */
    cr_assert_eq(themes_open(&themes, &rules, COUNTRY_CELLS, &err), PFQ_OK);
    for (int i = 0; i < count; i++) {
        seen += told_a_month(seeds[i], files, &cells) / count;
    }
    themes_close(&themes);
    cr_assert_eq(themes_false_alarms(&themes_rules_usual, sizes, cells, 4, 8, &chance, &err),
                 PFQ_OK);
    cr_log_info("%u files: %.2f a month, printed %.2f", (unsigned)files, seen, chance.per_month);
    cr_assert_leq(fabs(seen - chance.per_month), TOLERANCE * chance.per_month,
                  "%u files: %.2f a month, printed %.2f", (unsigned)files, seen, chance.per_month);
}

#ifndef __SANITIZE_ADDRESS__
Test(themes_null, small_forces_are_told_by_chance_as_often_as_a_pack_says)
{
    static const uint64_t seeds[] = {7, 23, 100, 101};
    check(1000, seeds, 4);
}
#endif

Test(themes_null, forces_are_told_by_chance_as_often_as_a_pack_says)
{
    static const uint64_t seeds[] = {7, 23, 100};
    check(5000, seeds, 3);
}
