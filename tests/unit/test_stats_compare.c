/* Intervals, forces beside each other, many looks, patterns, agreement: against published worked
 * examples to the digits they print, and by what must hold. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "feedback/stats/binomial.h"
#include "feedback/stats/discovery.h"
#include "feedback/stats/funnel.h"
#include "feedback/stats/interval.h"
#include "feedback/stats/kappa.h"
#include "feedback/stats/order.h"
#include "feedback/stats/runs.h"
#include "feedback/stats/standardise.h"

enum {
    FORCES = 43
};

/* --- intervals ------------------------------------------------------------------ */

/* Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3. */
Test(stats_compare, wilsons_interval_is_newcombes)
{
    static const struct {
        struct stats_share share;
        double low;
        double high;
    } rows[] = {{{81, 263}, 0.2553, 0.3662},
                {{15, 148}, 0.0624, 0.1605},
                {{0, 20}, 0, 0.1611},
                {{1, 29}, 0.0061, 0.1718}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stats_range got = stats_wilson(rows[i].share, 0.95);
        cr_expect_float_eq(got.low, rows[i].low, 5e-5, "row %zu: %g", i, got.low);
        cr_expect_float_eq(got.high, rows[i].high, 5e-5, "row %zu: %g", i, got.high);
    }
    cr_expect_eq(stats_wilson((struct stats_share){0, 0}, 0.95).fault, STATS_NO_DATA);
    cr_expect_eq(stats_wilson((struct stats_share){1, 2}, 1).fault, STATS_SETTING);
}

Test(stats_compare, wilsons_interval_holds_the_rate_and_mirrors_itself)
{
    static const int64_t sizes[] = {1, 9, 30, 12345, 10000000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        int64_t n = sizes[i];
        for (int64_t x = 0; x <= n; x += n / 9 + 1) {
            double rate = (double)x / (double)n;
            struct stats_range up = stats_wilson((struct stats_share){x, n}, 0.95);
            struct stats_range down = stats_wilson((struct stats_share){n - x, n}, 0.95);
            cr_expect(0 <= up.low && up.low <= rate && rate <= up.high && up.high <= 1);
            cr_expect_float_eq(up.low, 1 - down.high, 1e-13);
            cr_expect_float_eq(up.high, 1 - down.low, 1e-13);
        }
    }
}

/* Beside the exact interval, as Garwood (Biometrika 28, 1936) prints it: within 1 %. */
Test(stats_compare, byars_interval_is_near_garwoods)
{
    static const struct {
        int64_t count;
        double low;
        double high;
    } rows[] = {{5, 1.623, 11.668},
                {10, 4.795, 18.390},
                {20, 12.217, 30.888},
                {50, 37.11, 65.92},
                {100, 81.36, 121.63}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stats_range got = stats_byar(rows[i].count, 0.95);
        cr_expect_float_eq(got.low, rows[i].low, 0.01 * rows[i].low, "row %zu: %g", i, got.low);
        cr_expect_float_eq(got.high, rows[i].high, 0.01 * rows[i].high, "row %zu: %g", i, got.high);
    }
    cr_expect_float_eq(stats_byar(100, 0.95).low, 81.3621, 5e-5);
    cr_expect_float_eq(stats_byar(100, 0.95).high, 121.6279, 5e-5);
    cr_expect_eq(stats_byar(0, 0.95).low, 0);
    cr_expect_geq(stats_byar(1, 0.999999).low, 0);
    cr_expect_eq(stats_byar(-1, 0.95).fault, STATS_COUNT);
}

Test(stats_compare, an_odds_ratio_is_one_for_the_same_rates_and_turns_round)
{
    struct stats_share a = {20, 100};
    struct stats_share b = {40, 200};
    struct stats_ratio same = stats_odds_ratio(a, a, 0.95);
    cr_expect_float_eq(same.ratio, 1, 1e-15);
    cr_expect(same.low < 1 && same.high > 1);
    struct stats_ratio there = stats_odds_ratio(a, b, 0.95);
    struct stats_ratio back = stats_odds_ratio(b, a, 0.95);
    cr_expect_float_eq(there.ratio * back.ratio, 1, 1e-14);
    cr_expect_float_eq(there.low * back.high, 1, 1e-14);
    cr_expect_gt(stats_odds_ratio((struct stats_share){40, 100}, a, 0.95).low, 1);
    cr_expect_eq(stats_odds_ratio(a, (struct stats_share){0, 0}, 0.95).fault, STATS_NO_DATA);
}

/* --- funnel --------------------------------------------------------------------- */

Test(stats_compare, a_funnel_holds_its_share_and_narrows)
{
    double width = 2;
    for (int64_t n = 1; n <= 10000000; n *= 10) {
        struct stats_funnel f = stats_funnel_limits(0.2, n, 0.998);
        double inside = stats_binomial_at_most(f.high, n, 0.2).value -
                        (f.low > 0 ? stats_binomial_at_most(f.low - 1, n, 0.2).value : 0);
        cr_expect_geq(inside, 0.998 * (1 - 1e-12));
        cr_expect_leq(f.drawn_low, (double)f.low / (double)n + 1e-15);
        cr_expect(f.drawn_high <= (double)f.high / (double)n + 1e-15);
        cr_expect_lt(f.drawn_high - f.drawn_low, width);
        width = f.drawn_high - f.drawn_low;
        struct stats_funnel inner = stats_funnel_limits(0.2, n, 0.95);
        cr_expect(inner.low >= f.low && inner.high <= f.high);
    }
    cr_expect_eq(stats_funnel_limits(0.2, 0, 0.95).fault, STATS_OK);
    cr_expect_eq(stats_funnel_limits(0.2, 9, 0.2).fault, STATS_SETTING);
}

/* Forces of 100 files at z = -2, -1, 0, 1, 2 on the arcsine scale about 1/2, to the nearest
 * file, worked out by hand from Spiegelhalter's formulas. */
Test(stats_compare, dispersion_is_spiegelhalters_formula)
{
    static const struct stats_share forces[] = {{40, 100}, {45, 100}, {50, 100},
                                                {0, 0},    {55, 100}, {60, 100}};
    double scratch[12];
    double one = 20 * (asin(sqrt(0.55)) - asin(sqrt(0.5)));
    double two = 20 * (asin(sqrt(0.60)) - asin(sqrt(0.5)));
    struct stats_dispersion d = stats_dispersion(forces, 6, 0.5, 0, scratch);
    double phi = 2 * (one * one + two * two) / 5;
    cr_assert_eq(d.fault, STATS_OK);
    cr_expect_eq(d.forces, 5);
    cr_expect_float_eq(d.phi, phi, 1e-12);
    cr_expect_float_eq(d.tau2, (5 * phi - 4) / (5 * 400.0 - 400), 1e-14);
    d = stats_dispersion(forces, 6, 0.5, 0.1, scratch);
    double drawn = two - 0.4 * (two - one); /* type 7: 0.4 of the way from last to last but one */
    cr_expect_float_eq(d.phi, 2 * (one * one + drawn * drawn) / 5, 1e-12);
    /* chi-square of 5 at 97.5 % and 2.5 %: 12.833 and 0.8312 */
    cr_expect_float_eq(d.phi_low, 5 * d.phi / 12.833, 1e-4 * d.phi_low);
    cr_expect_float_eq(d.phi_high, 5 * d.phi / 0.8312, 1e-4 * d.phi_high);
}

Test(stats_compare, without_dispersion_the_adjusted_funnel_is_near_the_plain_one)
{
    for (int64_t n = 100; n <= 10000000; n *= 10) {
        struct stats_range adjusted = stats_funnel_adjusted(0.2, n, 0.998, 0);
        struct stats_funnel plain = stats_funnel_limits(0.2, n, 0.998);
        cr_expect_float_eq(adjusted.low, plain.drawn_low, 1.5 / (double)n);
        cr_expect_float_eq(adjusted.high, plain.drawn_high, 1.5 / (double)n);
        struct stats_range wider = stats_funnel_adjusted(0.2, n, 0.998, 0.01);
        cr_expect(wider.low < adjusted.low && wider.high > adjusted.high);
    }
    struct stats_range all = stats_funnel_adjusted(0.5, 1, 0.998, 5);
    cr_expect(all.low >= 0 && all.high <= 1, "cut off at nothing and at everything");
}

Test(stats_compare, equal_forces_have_no_variance_between_them)
{
    struct stats_share forces[FORCES];
    double scratch[2 * FORCES];
    for (int i = 0; i < FORCES; i++) {
        forces[i] = (struct stats_share){20 + i, 200 + 10 * i};
    }
    struct stats_dispersion d = stats_dispersion(forces, FORCES, 0.1, 0.1, scratch);
    cr_expect_float_eq(d.phi, 0, 1e-20);
    cr_expect_eq(d.tau2, 0);
    cr_expect_eq(stats_dispersion(forces, FORCES, 0, 0.1, scratch).fault, STATS_FLAT);
    cr_expect_eq(stats_dispersion(forces, 1, 0.1, 0.1, scratch).fault, STATS_SHORT);
    cr_expect_eq(stats_dispersion(forces, 2, 0.1, 0.5, scratch).fault, STATS_SETTING);
}

Test(stats_compare, a_force_of_the_usual_mix_and_rates_is_as_expected)
{
    static const struct stats_share everywhere[] = {{100, 1000}, {300, 1000}, {0, 0}};
    static const struct stats_share usual[] = {{10, 100}, {30, 100}, {0, 0}};
    static const struct stats_share hard[] = {{1, 10}, {57, 190}, {0, 0}};
    struct stats_standard s = stats_standardise(usual, everywhere, 3, 0.95);
    cr_expect_float_eq(s.ratio, 1, 1e-15);
    cr_expect_float_eq(s.adjusted, 0.2, 1e-15);
    s = stats_standardise(hard, everywhere, 3, 0.95);
    cr_expect_float_eq(s.crude, 0.29, 1e-15);
    cr_expect_float_eq(s.adjusted, 0.2, 1e-15, "its mix explains all of it");
    cr_expect_float_eq(s.high, stats_byar(58, 0.95).high / 58, 1e-14);
    static const struct stats_share unknown[] = {{1, 10}, {1, 10}, {1, 1}};
    cr_expect_eq(stats_standardise(unknown, everywhere, 3, 0.95).fault, STATS_NO_DATA);
    cr_expect_eq(stats_standardise(usual, everywhere, 0, 0.95).fault, STATS_NO_DATA);
}

/* --- many looks ----------------------------------------------------------------- */

/* Benjamini and Hochberg (1995), section 4.1: 15 tests of thrombolytic treatments. */
static const double thrombolysis[] = {0.0344, 0.0001, 0.0004, 0.0019, 0.0095,
                                      0.0201, 0.0278, 0.0298, 0.0459, 0.3240,
                                      0.4262, 0.5719, 0.6528, 0.7590, 1.0000};

Test(stats_compare, four_of_the_fifteen_are_rejected)
{
    double adjusted[15];
    size_t places[15];
    struct stats_discovery d = stats_benjamini_hochberg(thrombolysis, 15, 0.05, adjusted, places);
    cr_expect_eq(d.rejected, 4);
    cr_expect_eq(d.threshold, 0.0095);
    static const size_t first[] = {1, 2, 3, 4};
    cr_expect_arr_eq(places, first, sizeof first);
    cr_expect_float_eq(adjusted[4], 0.0095 * 15 / 4, 1e-15);
    cr_expect_float_eq(adjusted[6], 0.0298 * 15 / 7, 1e-15, "the least of those after it");
    cr_expect_eq(adjusted[14], 1);
    d = stats_benjamini_yekutieli(thrombolysis, 15, 0.05, NULL, places);
    cr_expect_eq(d.rejected, 3, "0.0019 <= 3/15 * 0.05/3.318");
}

Test(stats_compare, discoveries_do_not_depend_on_the_order_and_grow_with_q)
{
    double p[200];
    double turned[200];
    double adjusted[200];
    size_t places[200];
    size_t last = 0;
    for (int i = 0; i < 200; i++) {
        p[i] = pow((i * 77 % 200 + 0.5) / 200, 2);
        turned[199 - i] = p[i];
    }
    for (double q = 0.01; q < 1; q += 0.07) {
        struct stats_discovery d = stats_benjamini_hochberg(p, 200, q, adjusted, places);
        cr_expect_eq(d.rejected, stats_benjamini_hochberg(turned, 200, q, NULL, places).rejected);
        cr_expect_leq(stats_benjamini_yekutieli(p, 200, q, NULL, places).rejected, d.rejected);
        cr_expect_geq(d.rejected, last);
        last = d.rejected;
        size_t within = 0;
        for (int i = 0; i < 200; i++) {
            cr_expect_geq(adjusted[i], p[i]);
            within += adjusted[i] <= q;
        }
        cr_expect_eq(within, d.rejected);
    }
    cr_expect_eq(stats_benjamini_hochberg(p, 0, 0.1, NULL, places).fault, STATS_NO_DATA);
    cr_expect_eq(stats_benjamini_hochberg(p, 9, 0, NULL, places).fault, STATS_RATE);
    cr_expect_eq(stats_benjamini_hochberg((double[]){2}, 1, 0.1, NULL, places).fault, STATS_RATE);
}

/* --- patterns ------------------------------------------------------------------- */

/* The published table of limits (Anhoej and Olesen 2014, appendix). */
Test(stats_compare, run_limits_are_anhoejs)
{
    static const struct {
        size_t useful;
        size_t longest;
        size_t crossings;
    } rows[] = {{10, 6, 2},  {11, 6, 2},  {12, 7, 3},  {13, 7, 3},   {16, 7, 4},
                {20, 7, 6},  {23, 8, 7},  {24, 8, 8},  {30, 8, 10},  {45, 8, 17},
                {46, 9, 17}, {60, 9, 23}, {90, 9, 37}, {91, 10, 37}, {100, 10, 41}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stats_runs runs = stats_anhoej_limits(rows[i].useful);
        cr_expect_eq(runs.longest_limit, rows[i].longest, "n %zu: %zu", rows[i].useful,
                     runs.longest_limit);
        cr_expect_eq(runs.crossings_limit, rows[i].crossings, "n %zu: %zu", rows[i].useful,
                     runs.crossings_limit);
    }
    cr_expect_eq(stats_anhoej_limits(9).fault, STATS_SHORT);
}

Test(stats_compare, runs_and_crossings_pass_over_points_on_the_line)
{
    static const double values[] = {1, 1, 0, 1, -1, -1, 0, -1, 1, -1, 1, 1, 1, -1};
    struct stats_runs runs = stats_anhoej(values, 14, 0);
    cr_expect_eq(runs.useful, 12);
    cr_expect_eq(runs.longest, 3);
    cr_expect_eq(runs.crossings, 5);
    cr_expect_not(runs.shift);
    static const double shifted[] = {1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1};
    runs = stats_anhoej(shifted, 12, 0);
    cr_expect_eq(runs.longest, 8);
    cr_expect(runs.shift, "more than 7 in a row, and fewer than 3 crossings");
    cr_expect_eq(stats_anhoej(shifted, 5, 0).fault, STATS_SHORT);
}

/* Limits are -3 and 3; `marks` has a hexadecimal digit a point. */
static void expect_marks(const double *values, size_t count, const char *marks)
{
    struct stats_point points[32];
    unsigned got[32];
    char text[33] = "";
    for (size_t i = 0; i < count; i++) {
        points[i] = (struct stats_point){values[i], 0, -3, 3};
    }
    cr_assert_eq(stats_nhs_rules(points, count, got), STATS_OK);
    for (size_t i = 0; i < count; i++) {
        text[i] = "0123456789abcdef"[got[i]];
    }
    cr_expect_str_eq(text, marks);
}

Test(stats_compare, only_what_is_beyond_a_limit_is_outside)
{
    expect_marks((double[]){3.1, 0, 0, -3.1, 0, 0, 3, 0, 0, -3}, 10, "1001000000");
}

Test(stats_compare, seven_on_one_side_are_a_shift_and_six_are_not)
{
    expect_marks((double[]){1, 1.5, 1, 1.5, 1, 1.5, 1, -1}, 8, "22222220");
    expect_marks((double[]){1, 1.5, 1, 1.5, 1, 1.5, -1, 1}, 8, "00000000");
    expect_marks((double[]){-1, -1.5, -1, 0, -1, -1.5, -1}, 7, "0000000");
}

Test(stats_compare, seven_rising_are_a_trend_and_six_are_not)
{
    expect_marks((double[]){0, -1.5, -1, -0.5, -0.1, 0.1, 0.5, 1, 0}, 9, "044444440");
    expect_marks((double[]){-1, -0.5, -0.2, -0.1, 0.1, 0.5, 0}, 7, "0000000");
    expect_marks((double[]){1, 0.5, 0.2, 0.1, -0.1, -0.5, -0.6}, 7, "4444444");
    expect_marks((double[]){-1, -0.5, -0.2, -0.2, -0.1, 0.1, 0.2, 0.3}, 8, "00000000");
}

Test(stats_compare, two_of_three_near_the_same_limit_are_marked)
{
    expect_marks((double[]){2.1, 0, 2.2, 0, 0}, 5, "80800");
    expect_marks((double[]){2.1, 0, -2.2, 0, 0}, 5, "00000");
    expect_marks((double[]){2.1, 0, 0, 2.2, 0}, 5, "00000");
    expect_marks((double[]){2, 2, 0}, 3, "000");
}

Test(stats_compare, points_that_have_no_limits_are_told)
{
    unsigned marks[1];
    static const struct stats_point turned = {0, 0, 1, -1};
    cr_expect_eq(stats_nhs_rules(&turned, 1, marks), STATS_SETTING);
    cr_expect_eq(stats_nhs_rules(&turned, 0, marks), STATS_NO_DATA);
}

/* Hyndman and Fan's type 7, as R's quantile(); and the median. */
Test(stats_compare, order_statistics_are_rs)
{
    double sorted[5];
    static const double values[] = {9, 1, 4, 7, 2};
    cr_expect_eq(stats_median(values, 5, sorted).value, 4);
    cr_expect_eq(stats_median(values, 4, sorted).value, 5.5);
    double ten[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    cr_expect_float_eq(order_quantile7(ten, 10, 0.1), 1.9, 1e-14);
    cr_expect_float_eq(order_quantile7(ten, 10, 0.9), 9.1, 1e-14);
    cr_expect_eq(order_quantile7(ten, 10, 1), 10);
    cr_expect_eq(stats_median(values, 0, sorted).fault, STATS_NO_DATA);
}

/* --- agreement ------------------------------------------------------------------ */

/* Fleiss and Paik (2003), as in Bonett's statpsych: ci.kappa(.05, 31, 12, 4, 58). */
Test(stats_compare, kappa_and_its_interval_are_the_published_ones)
{
    struct stats_kappa k = stats_kappa((int64_t[]){31, 12, 4, 58}, 2, 0.95);
    cr_expect_float_eq(k.kappa, 0.6756757, 5e-8);
    cr_expect_float_eq(k.error, 0.07344761, 5e-9);
    cr_expect_float_eq(k.low, 0.5317210, 5e-8);
    cr_expect_float_eq(k.high, 0.8196303, 5e-8);
}

Test(stats_compare, kappa_is_one_for_agreement_and_none_for_chance)
{
    cr_expect_float_eq(stats_kappa((int64_t[]){5, 0, 0, 0, 9, 0, 0, 0, 2}, 3, 0.95).kappa, 1,
                       1e-15);
    cr_expect_float_eq(stats_kappa((int64_t[]){16, 24, 24, 36}, 2, 0.95).kappa, 0, 1e-15);
    cr_expect_eq(stats_kappa((int64_t[]){9, 0, 0, 0}, 2, 0.95).fault, STATS_FLAT);
    cr_expect_eq(stats_kappa((int64_t[]){9, 3, 0, 0}, 2, 0.95).fault, STATS_FLAT);
    cr_expect_eq(stats_kappa((int64_t[]){0, 9, 0, 3}, 2, 0.95).fault, STATS_FLAT);
    cr_expect_eq(stats_kappa((int64_t[]){0, 0, 0, 0}, 2, 0.95).fault, STATS_NO_DATA);
    cr_expect_eq(stats_kappa((int64_t[]){1, -1, 0, 0}, 2, 0.95).fault, STATS_COUNT);
    cr_expect_eq(stats_kappa((int64_t[]){1}, 1, 0.95).fault, STATS_SETTING);
}
