/* What a force is told of a theme can be reckoned anew from the numbers beside it, with the
 * product's own `pfq stats theme`: nothing that was used is missing from the move. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "feedback/themes/themes.h"
#include "support/command.h"

enum {
    FILES = 600,
    MONTHS = 13
};

static struct themes themes;

/* Twelve months in which `low` and `high` failed in turn; then one in which `last` did. */
static const Pfq__V1__ThemeMove *move_of(uint32_t low, uint32_t high, uint32_t last,
                                         struct pfq_arena *arena)
{
    struct themes_period months[MONTHS];
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    char name[] = "INTERVIEW";
    key.name = name;
    for (int m = 0; m < MONTHS; m++) {
        months[m] = (struct themes_period){PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED, true};
    }
    themes_begin(&themes, 202501, months, MONTHS);
    for (int m = 0; m < MONTHS; m++) {
        uint32_t failing = m == MONTHS - 1 ? last : m % 2 == 0 ? low : high;
        themes_month(&themes, &key, themes_month_at(&themes, m),
                     (struct stats_share){failing, FILES}, 20);
    }
    (void)themes_freeze(&themes, 0, themes.cell_count);
    themes_day(&themes, &key, themes_month_at(&themes, MONTHS - 1) * 100 + 1,
               (struct stats_share){last, FILES});
    for (int m = 0; m < MONTHS; m++) {
        cr_assert(themes_decide(&themes, m));
    }
    cr_assert_eq(themes.step_count, 1U, "%u to %u, then %u", low, high, last);
    return themes_move(&themes, &themes.steps[0], 1, arena);
}

static json_t *redo(const Pfq__V1__ThemeMove *move)
{
    static const char *const ask[] = {"pfq", "stats", "theme", "-", "--json", NULL};
    char text[256];
    char spread[16] = "";
    if (move->has_spread_milli) {
        (void)snprintf(spread, sizeof spread, "%.3f", move->spread_milli / 1e3);
    }
    (void)snprintf(text, sizeof text,
                   "failing,of,baseline_failing,baseline_of,spread\n%" PRIu64 ",%" PRIu64
                   ",%" PRIu64 ",%" PRIu64 ",%s\n",
                   move->failing, move->files, move->baseline_failing, move->baseline_files,
                   spread);
    struct command ran = command_run(ask, text);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    json_t *answer = json_loads(ran.out, 0, NULL);
    command_free(&ran);
    json_t *row = json_incref(json_array_get(json_object_get(answer, "rows"), 0));
    json_decref(answer);
    return row;
}

Test(themes_redone, chance_and_limits_come_from_the_numbers_that_are_told)
{
    static const uint32_t rows[][3] = {
        {50, 70, 130}, {60, 60, 90}, {52, 71, 128}, {41, 80, 190}, {3, 4, 20}};
    struct pfq_arena arena;
    struct pfq_err err;
    pfq_arena_open(&arena);
    cr_assert_eq(themes_open(&themes, &themes_rules_usual, 8, &err), PFQ_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const Pfq__V1__ThemeMove *move = move_of(rows[i][0], rows[i][1], rows[i][2], &arena);
        json_t *row = redo(move);
        double one_in = json_number_value(json_object_get(row, "one_in"));
        one_in = one_in < THEMES_RAREST ? floor(one_in + 0.5) : THEMES_RAREST;
        cr_expect_eq(move->one_in, (uint32_t)one_in, "row %zu: %u, redone %.0f", i, move->one_in,
                     one_in);
        cr_expect_eq((json_int_t)move->expected_low,
                     json_integer_value(json_object_get(row, "expected_low")), "row %zu", i);
        cr_expect_eq((json_int_t)move->expected_high,
                     json_integer_value(json_object_get(row, "expected_high")), "row %zu", i);
        bool said = strstr(move->sentence, "times as much as by chance") != NULL;
        cr_expect_eq(said, move->has_spread_milli && strstr(move->sentence, "chance 1 in"),
                     "row %zu: %s", i, move->sentence);
        json_decref(row);
    }
    themes_close(&themes);
    pfq_arena_close(&arena);
}
