/* Charts over time: limits, Laney, XmR, EWMA, CUSUM and run lengths, against published worked
 * examples to the digits they print. */
#include <criterion/criterion.h>
#include <math.h>

#include "feedback/stats/binomial.h"
#include "feedback/stats/ewma.h"
#include "feedback/stats/laney.h"
#include "feedback/stats/limits.h"
#include "feedback/stats/poisson.h"
#include "feedback/stats/run_length.h"
#include "feedback/stats/xmr.h"

enum {
    CELLS = 43 * 15
};

static struct stats_run_work work;

/* --- limits --------------------------------------------------------------------- */

/* NIST/SEMATECH e-Handbook 6.3.3.2: 30 wafers of 50 chips; Montgomery (6th ed.) example 7.1. */
static const int64_t wafers[] = {12, 15, 8, 10, 4,  7,  16, 9,  14, 10, 5,  6, 17, 12, 22,
                                 8,  10, 5, 13, 11, 20, 18, 24, 15, 9,  12, 7, 13, 9,  6};

Test(stats_charts, sigma_limits_are_those_of_the_handbook)
{
    struct stats_share points[30];
    for (size_t i = 0; i < 30; i++) {
        points[i] = (struct stats_share){wafers[i], 50};
    }
    struct stats_number centre = stats_pooled_share(points, 30);
    struct stats_range range = stats_p_sigma(centre.value, 50, 3);
    cr_expect_float_eq(centre.value, 0.2313, 5e-5);
    cr_expect_float_eq(range.low, 0.0524, 5e-5);
    cr_expect_float_eq(range.high, 0.4102, 5e-5);
}

/* Montgomery (6th ed.) example 7.1, revised: without the samples 15 and 23, whose causes were
 * found. */
Test(stats_charts, revised_sigma_limits_are_montgomerys)
{
    struct stats_share points[30];
    for (size_t i = 0; i < 30; i++) {
        points[i] = (struct stats_share){wafers[i], i == 14 || i == 22 ? 0 : 50};
        points[i].failing = points[i].of == 0 ? 0 : points[i].failing;
    }
    struct stats_number centre = stats_pooled_share(points, 30);
    struct stats_range range = stats_p_sigma(centre.value, 50, 3);
    cr_expect_float_eq(centre.value, 0.2150, 5e-5);
    cr_expect_float_eq(range.low, 0.0407, 6e-5);
    cr_expect_float_eq(range.high, 0.3893, 6e-5);
}

/* Montgomery (6th ed.) example 7.3: 516 nonconformities in 26 boards, c-chart 19.85, 6.48, 33.22.
 */
Test(stats_charts, a_chart_of_counts_is_montgomerys)
{
    struct stats_range range = stats_u_sigma(516.0 / 26, 1, 3);
    cr_expect_float_eq(range.low, 6.48, 5e-3);
    cr_expect_float_eq(range.high, 33.21, 1e-2);
}

Test(stats_charts, outside_exact_limits_is_rarer_than_alpha_and_the_next_count_in_is_not)
{
    static const int64_t sizes[] = {0, 1, 9, 20, 80, 1000, 10000000};
    static const double rates[] = {0, 0.02, 0.1, 0.5, 0.98, 1};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (size_t r = 0; r < sizeof rates / sizeof rates[0]; r++) {
            int64_t n = sizes[i];
            double p = rates[r];
            struct stats_limits all = stats_p_limits(p, n, 0.00135, false);
            cr_assert_eq(all.fault, STATS_OK);
            cr_assert(0 <= all.low && all.low <= all.high && all.high <= n);
            cr_expect_gt(stats_binomial_at_least(all.high, n, p).value, 0.00135);
            cr_expect_gt(stats_binomial_at_most(all.low, n, p).value, 0.00135);
            cr_expect(all.high == n ||
                      stats_binomial_at_least(all.high + 1, n, p).value <= 0.00135);
            cr_expect(all.low == 0 || stats_binomial_at_most(all.low - 1, n, p).value <= 0.00135);
            struct stats_limits mid = stats_p_limits(p, n, 0.00135, true);
            cr_expect(mid.low >= all.low && mid.high <= all.high, "mid-p is never wider");
        }
    }
}

Test(stats_charts, exact_limits_of_rates_are_poisson_tails)
{
    static const double means[] = {0, 0.3, 5, 99.5, 123456, 9900000};
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        struct stats_limits all = stats_u_limits(means[i] / 4, 4, 0.001, false);
        cr_assert_eq(all.fault, STATS_OK);
        cr_expect_gt(stats_poisson_at_least(all.high, means[i]).value, 0.001);
        cr_expect_leq(stats_poisson_at_least(all.high + 1, means[i]).value, 0.001);
        cr_expect_gt(stats_poisson_at_most(all.low, means[i]).value, 0.001);
        cr_expect(all.low == 0 || stats_poisson_at_most(all.low - 1, means[i]).value <= 0.001);
    }
}

/* The first count above the three-sigma line, and its chance in 645 cells: high alarms a month
 * of the plain p-chart and of the exact limit at 1 in 1,000. */
Test(stats_charts, false_alarms_of_the_plain_chart_are_the_tabled_ones)
{
    static const struct {
        int64_t n;
        double p;
        double plain;
        double exact;
    } rows[] = {
        {10, 0.02, 10.4, 0.6}, {10, 0.05, 7.4, 0.04}, {10, 0.10, 8.3, 0.1},  {10, 0.20, 4.1, 0.6},
        {20, 0.02, 4.6, 0.4},  {20, 0.05, 10.3, 0.2}, {20, 0.10, 1.5, 0.3},  {20, 0.20, 1.7, 0.4},
        {80, 0.02, 3.5, 0.1},  {80, 0.05, 4.2, 0.4},  {80, 0.10, 1.4, 0.5},  {80, 0.20, 1.8, 0.4},
        {320, 0.02, 3.7, 0.6}, {320, 0.05, 2.1, 0.5}, {320, 0.10, 1.2, 0.4}, {320, 0.20, 1.2, 0.5},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t n = rows[i].n;
        double line = stats_p_sigma(rows[i].p, n, 3).high;
        int64_t above = (int64_t)floor(line * (double)n) + 1;
        double plain = CELLS * stats_binomial_at_least(above, n, rows[i].p).value;
        int64_t high = stats_p_limits(rows[i].p, n, 0.001, false).high;
        double exact = CELLS * stats_binomial_at_least(high + 1, n, rows[i].p).value;
        cr_expect_float_eq(plain, rows[i].plain, 0.05001, "row %zu: %g", i, plain);
        cr_expect_float_eq(exact, rows[i].exact, rows[i].exact < 0.1 ? 0.005 : 0.05001,
                           "row %zu: %g", i, exact);
    }
}

static bool sees_doubling(double p, int64_t n, double chance)
{
    int64_t high = stats_p_limits(p, n, 0.001, false).high;
    return high < n && stats_binomial_at_least(high + 1, n, 2 * p).value >= chance;
}

/* Files in one month to see a doubling above the exact limit at 1 in 1,000: from `always` on the
 * chance is never below 80 % (it goes up in a saw's teeth), and at `first` it first is 50 %. */
Test(stats_charts, files_needed_to_see_a_doubling_are_the_tabled_ones)
{
    static const struct {
        double p;
        int64_t always;
        int64_t first;
    } rows[] = {{0.05, 417, 237}, {0.10, 197, 114}, {0.20, 84, 49}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t always = 1;
        int64_t first = 0;
        for (int64_t n = 1; n < 900; n++) {
            always = sees_doubling(rows[i].p, n, 0.8) ? always : n + 1;
            first = first == 0 && sees_doubling(rows[i].p, n, 0.5) ? n : first;
        }
        cr_expect_eq(always, rows[i].always, "row %zu: %ld", i, (long)always);
        cr_expect_eq(first, rows[i].first, "row %zu: %ld", i, (long)first);
    }
}

/* --- Laney ---------------------------------------------------------------------- */

/* Worked by hand: z = -2, 2, -2, 2 (centre 1/2, n = 16: s = 1/8), so sigma z = 4/1.128. */
Test(stats_charts, laneys_sigma_is_the_mean_moving_range_of_z)
{
    static const struct stats_share points[] = {{4, 16}, {12, 16}, {0, 0}, {4, 16}, {12, 16}};
    struct stats_laney laney = stats_laney_p(points, 5);
    cr_assert_eq(laney.fault, STATS_OK);
    cr_expect_eq(laney.points, 4, "a month without files is left out");
    cr_expect_float_eq(laney.sigma_z, 4 / 1.128, 1e-12);
    struct stats_range range = stats_laney_p_limits(laney, 64, 1);
    cr_expect_float_eq(range.high, 0.5 + 4 / 1.128 / 16, 1e-12);
    static const struct stats_rate rates[] = {{2, 4}, {6, 4}};
    cr_expect_float_eq(stats_laney_u(rates, 2).sigma_z, 2 / 1.128, 1e-12);
}

Test(stats_charts, laneys_limits_that_decide_are_never_narrower_than_exact_ones)
{
    static const struct stats_share calm[] = {{10, 100}, {10, 100}, {10, 100}, {11, 110}};
    struct stats_laney laney = stats_laney_p(calm, 4);
    cr_assert_lt(laney.sigma_z, 1);
    for (int64_t n = 1; n < 500; n += 7) {
        struct stats_range range = stats_laney_p_safe(laney, n, 3);
        struct stats_limits exact = stats_p_limits(laney.centre, n, 0.0013498980316300946, false);
        cr_expect_leq(range.low, (double)exact.low / (double)n);
        cr_expect_geq(range.high, (double)exact.high / (double)n);
        cr_expect_geq(range.high, stats_p_sigma(laney.centre, n, 3).high);
        struct stats_rate rates[] = {{10, 100}, {10, 100}};
        struct stats_range u = stats_laney_u_safe(stats_laney_u(rates, 2), (double)n, 3);
        cr_expect_geq(u.high, stats_u_sigma(0.1, (double)n, 3).high);
    }
    cr_expect_eq(stats_laney_p(calm, 1).fault, STATS_SHORT);
    cr_expect_eq(stats_laney_p((struct stats_share[]){{0, 5}, {0, 5}}, 2).fault, STATS_FLAT);
    cr_expect_eq(stats_laney_p_safe(laney, 0, 3).fault, STATS_NO_DATA);
    cr_expect_eq(stats_laney_p_safe(laney, 10, -1).fault, STATS_SETTING);
}

/* --- single values -------------------------------------------------------------- */

/* NIST/SEMATECH e-Handbook 6.3.2.2. */
Test(stats_charts, single_values_are_those_of_the_handbook)
{
    static const double flow[] = {49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
    struct stats_xmr xmr = stats_xmr(flow, 10);
    cr_expect_float_eq(xmr.mean, 50.81, 5e-5);
    cr_expect_float_eq(xmr.mean_range, 1.8778, 5e-5);
    cr_expect_float_eq(xmr.high, 55.8041, 1e-4);
    cr_expect_float_eq(xmr.low, 45.8159, 1e-4);
    cr_expect_eq(stats_xmr(flow, 1).fault, STATS_SHORT);
    cr_expect_eq(stats_xmr(flow, 0).fault, STATS_NO_DATA);
    cr_expect_eq(stats_xmr((double[]){1, (double)NAN}, 2).fault, STATS_VALUE);
}

/* NIST/SEMATECH e-Handbook 6.3.2.4. */
Test(stats_charts, moving_averages_are_those_of_the_handbook)
{
    static const double data[] = {52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5,
                                  49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
    static const double printed[] = {50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75,
                                     49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05,
                                     49.38, 49.92, 50.73, 51.23, 51.94, 51.99};
    const struct stats_ewma setting = {.target = 50, .sigma = 2.0539, .lambda = 0.3, .width = 3};
    double z[20];
    cr_assert_eq(stats_ewma(setting, data, 20, z), STATS_OK);
    for (size_t i = 0; i < 20; i++) {
        cr_expect_float_eq(z[i], printed[i], 0.00501, "point %zu: %g", i, z[i]);
    }
    struct stats_range steady = stats_ewma_limits(setting, 0);
    cr_expect_float_eq(steady.high, 52.5884, 5e-4);
    cr_expect_float_eq(steady.low, 47.4115, 5e-4);
    cr_expect_float_eq(stats_ewma_limits(setting, 1).high, 50 + 3 * 2.0539 * 0.3, 1e-12);
}

/* Montgomery (6th ed.), tables 9.1, 9.2 and 9.10 and figure 9.8. */
static const double montgomery[] = {9.45,  7.99,  9.29,  11.66, 12.16, 10.18, 8.04,  11.46,
                                    9.20,  10.34, 9.03,  11.47, 10.51, 9.40,  10.08, 9.37,
                                    10.62, 10.31, 8.52,  10.84, 10.90, 9.33,  12.29, 11.50,
                                    10.60, 11.08, 10.38, 11.62, 11.31, 10.52};

Test(stats_charts, moving_averages_are_montgomerys)
{
    const struct stats_ewma setting = {.target = 10, .sigma = 1, .lambda = 0.1, .width = 2.7};
    double z[30];
    cr_assert_eq(stats_ewma(setting, montgomery, 30, z), STATS_OK);
    cr_expect_float_eq(z[0], 9.945, 1e-9);
    cr_expect_float_eq(z[1], 9.7495, 1e-9);
    cr_expect_float_eq(stats_ewma_limits(setting, 1).high, 10.27, 5e-3);
    cr_expect_float_eq(stats_ewma_limits(setting, 2).high, 10.36, 5e-3);
    cr_expect_float_eq(stats_ewma_limits(setting, 0).high, 10.62, 5e-3);
    cr_expect_float_eq(stats_ewma_limits(setting, 0).low, 9.38, 5e-3);
}

Test(stats_charts, settings_that_make_no_average_are_told)
{
    static const struct stats_ewma rows[] = {
        {0, 1, 0, 3}, {0, 1, 1.1, 3}, {0, 0, 0.2, 3}, {0, 1, 0.2, 11}, {0, 1, (double)NAN, 3}};
    double z[1];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_expect_eq(stats_ewma(rows[i], (double[]){1}, 1, z), STATS_SETTING, "row %zu", i);
        cr_expect_eq(stats_ewma_limits(rows[i], 0).fault, STATS_SETTING, "row %zu", i);
    }
    cr_expect_eq(stats_residual((struct stats_share){0, 0}, 0.1).fault, STATS_NO_DATA);
    cr_expect_eq(stats_residual((struct stats_share){0, 9}, 0).fault, STATS_FLAT);
    cr_expect_float_eq(stats_residual((struct stats_share){20, 100}, 0.1).value, 10.0 / 3, 1e-12);
}

/* --- CUSUM ---------------------------------------------------------------------- */

/* NIST/SEMATECH e-Handbook 6.3.2.3: target 325, k = 0.3175; h = 4.1959 is first passed at 14. */
Test(stats_charts, cumulative_sums_are_those_of_the_handbook)
{
    static const double groups[] = {324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125,
                                    324.525, 325.225, 324.600, 324.625, 325.150, 328.325, 327.250,
                                    327.825, 328.500, 326.675, 327.775, 326.875, 328.350};
    static const double printed[] = {3.01, 4.94, 7.45, 10.63, 11.99, 14.44, 16.00, 19.04};
    struct stats_sums sums[20];
    cr_assert_eq(stats_cusum((struct stats_cusum){325, 0.3175}, groups, 20, sums), STATS_OK);
    for (size_t i = 0; i < 8; i++) {
        cr_expect_float_eq(sums[12 + i].high, printed[i], 0.00751, "%g", sums[12 + i].high);
    }
    cr_expect_float_eq(sums[3].low, 0.33, 0.00501);
    cr_expect_float_eq(sums[6].low, 0.56, 0.00501);
    cr_expect_float_eq(sums[7].low, 0.72, 0.00501);
}

Test(stats_charts, cumulative_sums_are_montgomerys)
{
    struct stats_sums sums[30];
    cr_assert_eq(stats_cusum((struct stats_cusum){10, 0.5}, montgomery, 30, sums), STATS_OK);
    cr_expect_float_eq(sums[1].low, 1.56, 1e-9);
    cr_expect_float_eq(sums[4].high, 2.82, 1e-9);
    cr_expect_float_eq(sums[28].high, 5.28, 1e-9);
    cr_expect_float_eq(sums[29].high, 5.30, 1e-9);
}

/* Steiner and others (2000): weights for doubled odds; a failure at p0 = 0.1 is worth ln 2 less
 * ln 1.1. */
Test(stats_charts, weights_are_log_likelihood_ratios)
{
    struct stats_weights w = stats_bernoulli_weights(0.1, 2);
    cr_expect_float_eq(w.pass, -log(1.1), 1e-15);
    cr_expect_float_eq(w.fail, log(2) - log(1.1), 1e-15);
    double sum = stats_bernoulli_step(1, w, (struct stats_share){2, 3});
    cr_expect_float_eq(sum, 1 + 2 * w.fail + w.pass, 1e-15);
    cr_expect_eq(stats_bernoulli_step(0.05, w, (struct stats_share){0, 1}), 0, "never below 0");
    cr_expect_eq(stats_bernoulli_step(1, w, (struct stats_share){0, 0}), 1, "no files: no step");
    cr_expect_eq(stats_bernoulli_weights(0, 2).fault, STATS_RATE);
    cr_expect_eq(stats_bernoulli_weights(0.1, 1).fault, STATS_SETTING);
}

static double length_of(double p0, double h, double p)
{
    struct stats_number length =
        stats_bernoulli_run_length(stats_bernoulli_weights(p0, 2), h, p, &work);
    cr_assert_eq(length.fault, STATS_OK);
    return length.value;
}

/* The project's table of run lengths: h = 4, doubled odds. */
Test(stats_charts, run_lengths_are_the_tabled_ones)
{
    static const struct {
        double p0;
        double in_control;
        double doubled;
    } rows[] = {{0.05, 4548, 190}, {0.10, 2510, 107}, {0.20, 1528, 68}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double p0 = rows[i].p0;
        double doubled = 2 * p0 / (1 + p0);
        double got = length_of(p0, 4, p0);
        cr_expect_float_eq(got, rows[i].in_control, 0.01 * rows[i].in_control, "%g", got);
        got = length_of(p0, 4, doubled);
        cr_expect_float_eq(got, rows[i].doubled, 0.01 * rows[i].doubled, "%g", got);
    }
}

static uint64_t seed = 20261123;

/* Marsaglia's xorshift: a fair coin of chance p. */
static bool happens(double p)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (double)(seed >> 11) * 0x1p-53 < p;
}

static double simulate(struct stats_weights w, double h, double p, int runs)
{
    double files = 0;
    for (int i = 0; i < runs; i++) {
        double sum = 0;
        for (; sum < h; files++) {
            sum = stats_bernoulli_step(sum, w, (struct stats_share){happens(p), 1});
        }
    }
    return files / runs;
}

Test(stats_charts, run_lengths_are_those_of_a_simulation)
{
    static const struct {
        double p0;
        double odds;
        double h;
        double p;
    } rows[] = {{0.1, 2, 2, 0.1},   {0.02, 2, 1.5, 0.02}, {0.3, 2, 3, 0.45},
                {0.1, 0.5, 2, 0.1}, {0.2, 0.5, 2.5, 0.1}, {0.6, 2, 2, 0.6}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stats_weights w = stats_bernoulli_weights(rows[i].p0, rows[i].odds);
        double exact = stats_bernoulli_run_length(w, rows[i].h, rows[i].p, &work).value;
        double seen = simulate(w, rows[i].h, rows[i].p, 20000);
        /* four standard errors: a run length's deviation is about its mean */
        cr_expect_float_eq(seen, exact, 4 * exact / sqrt(20000), "row %zu: %g, %g", i, exact, seen);
    }
}

Test(stats_charts, a_threshold_is_the_lowest_that_lasts)
{
    for (double files = 500; files <= 50000; files *= 10) {
        double h = stats_bernoulli_threshold(0.1, 2, files, &work).value;
        cr_expect_geq(length_of(0.1, h, 0.1), files);
        cr_expect_lt(length_of(0.1, h - 0.01, 0.1), files);
    }
    cr_expect_eq(stats_bernoulli_threshold(0.1, 2, 0, &work).fault, STATS_EXPECTED);
    cr_expect_eq(stats_bernoulli_threshold(1, 2, 100, &work).fault, STATS_RATE);
    cr_expect_eq(stats_bernoulli_run_length(stats_bernoulli_weights(0.1, 2), 99, 0.1, &work).fault,
                 STATS_SETTING);
    cr_expect_eq(stats_bernoulli_run_length(stats_bernoulli_weights(1e-5, 2), 4, 0.1, &work).fault,
                 STATS_SETTING, "its lattice does not fit");
}

/* Montgomery (6th ed.) table 9.3: both sides, k = 1/2. */
Test(stats_charts, run_lengths_of_tabular_sums_are_montgomerys)
{
    static const struct {
        double shift;
        double four;
        double five;
        double print; /* half a unit of the last digit */
    } rows[] = {{0, 168, 465, 0.5},       {0.25, 74.2, 139, 0.5},   {0.5, 26.6, 38.0, 0.05},
                {0.75, 13.3, 17.0, 0.05}, {1, 8.38, 10.4, 0.05},    {1.5, 4.75, 5.75, 0.005},
                {2, 3.34, 4.01, 0.005},   {2.5, 2.62, 3.11, 0.005}, {3, 2.19, 2.57, 0.005},
                {4, 1.71, 2.01, 0.005}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double four = stats_cusum_run_length_both(0.5, 4, rows[i].shift).value;
        double five = stats_cusum_run_length_both(0.5, 5, rows[i].shift).value;
        cr_expect_float_eq(four, rows[i].four, rows[i].print * 1.001, "row %zu: %g", i, four);
        cr_expect_float_eq(five, rows[i].five, rows[i].print * 1.001, "row %zu: %g", i, five);
    }
    cr_expect_eq(stats_cusum_run_length(0.5, 9, 0).fault, STATS_SETTING);
}
