/* Every number on a page: feedback/render/figure.h. */
#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>

#include "feedback/render/figure.h"

static struct pfq_arena arena;

static void begin(void)
{
    pfq_arena_open(&arena);
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(render_figure, .init = begin, .fini = end);

Test(render_figure, counts_are_grouped_in_threes)
{
    static const struct {
        int64_t value;
        const char *text;
    } rows[] = {{0, "0"},
                {7, "7"},
                {999, "999"},
                {1000, "1,000"},
                {1234567, "1,234,567"},
                {-1000, "-1,000"},
                {INT64_MAX, "9,223,372,036,854,775,807"},
                {INT64_MIN, "-9,223,372,036,854,775,808"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_str_eq(figure_count(rows[i].value, &arena), rows[i].text);
    }
    cr_expect_str_eq(figure_things(1, "file", "files", &arena), "1 file");
    cr_expect_str_eq(figure_things(0, "file", "files", &arena), "0 files");
    cr_expect_str_eq(figure_shown(20, 1057, &arena), "Shown 20 of 1,057");
    cr_expect_str_eq(figure_shown(20, 20, &arena), "");
}

Test(render_figure, decimals_round_half_away_and_never_show_minus_nothing)
{
    static const struct {
        double value;
        int places;
        const char *text;
    } rows[] = {{0.25, 1, "0.3"},      {-0.25, 1, "-0.3"},         {-0.04, 1, "0.0"},
                {1234.5, 0, "1,235"},  {999.994, 2, "999.99"},     {1e6, 2, "1,000,000.00"},
                {NAN, 1, "not known"}, {INFINITY, 1, "not known"}, {1e300, 1, "not known"},
                {2.5, 99, "2.500000"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_str_eq(figure_decimal(rows[i].value, rows[i].places, &arena), rows[i].text,
                         "row %zu: %s", i, figure_decimal(rows[i].value, rows[i].places, &arena));
    }
}

/* statistics: below 10 no percentage, to 29 with an interval, from 30 on alone. */
Test(render_figure, a_share_says_no_more_than_its_files_allow)
{
    static const struct {
        int64_t failing;
        int64_t of;
        const char *share;
        const char *rate;
    } rows[] = {
        {0, 0, "no files", "no data"},
        {0, 1, "0 of 1 file", "too few"},
        {3, 6, "3 of 6 files", "too few"},
        {9, 9, "9 of 9 files", "too few"},
        {7, 10, "7 of 10 files (70%, 95% interval 18% to 57%)", "70%"},
        {7, 29, "7 of 29 files (24%, 95% interval 18% to 57%)", "24%"},
        {31, 60, "31 of 60 files (52%)", "52%"},
        {0, 60, "0 of 60 files (0%)", "0%"},
        {60, 60, "60 of 60 files (100%)", "100%"},
        {1, 1000, "1 of 1,000 files (under 1%)", "under 1%"},
        {999, 1000, "999 of 1,000 files (over 99%)", "over 99%"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_str_eq(
            figure_share(rows[i].failing, rows[i].of, (struct figure_range){0.181, 0.567}, &arena),
            rows[i].share, "row %zu", i);
        cr_expect_str_eq(figure_per_cent(rows[i].failing, rows[i].of, &arena), rows[i].rate,
                         "row %zu", i);
    }
    cr_expect(figure_unstable(19, 60));
    cr_expect_not(figure_unstable(20, 60));
    cr_expect_not(figure_unstable(0, 0));
}

Test(render_figure, what_is_expected_is_two_counts)
{
    cr_expect_str_eq(figure_expected(22, 1036, &arena), "22 to 1,036");
}

Test(render_figure, dates_are_written_out)
{
    cr_expect_str_eq(figure_date(20260503, &arena), "3 May 2026");
    cr_expect_str_eq(figure_date(0, &arena), "");
    cr_expect_str_eq(figure_month(202610, &arena), "October 2026");
    cr_expect_str_eq(figure_month_short(202609, &arena), "Sep 2026");
}

/* Whatever locale the process has, where one with a decimal comma is installed. */
Test(render_figure, no_figure_follows_the_locale)
{
    (void)setlocale(LC_ALL, "de_DE.UTF-8");
    cr_expect_str_eq(figure_decimal(1234.5, 1, &arena), "1,234.5");
    cr_expect_str_eq(figure_interval((struct figure_range){0.125, 0.5}, &arena), "13% to 50%");
}
