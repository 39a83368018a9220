/* The exact probabilities of counts: against a table of 60-digit sums, against plain sums here,
 * and by what must hold of any law. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "feedback/stats/binomial.h"
#include "feedback/stats/normal.h"
#include "feedback/stats/poisson.h"
#include "unit/stats_reference.h"

static double relative(double got, double want)
{
    return want > 0 ? fabs(got / want - 1) : fabs(got);
}

static double good(struct stats_number number)
{
    cr_assert_eq(number.fault, STATS_OK, "%s", stats_fault_text(number.fault));
    cr_assert(isfinite(number.value));
    return number.value;
}

#define BOUND 1e-13 /* that binomial.h and poisson.h state */

static double largest(double a, double b, double c)
{
    return fmax(a, fmax(b, c));
}

Test(stats_tails, binomials_are_within_the_stated_error)
{
    double worst = 0;
    for (size_t i = 0; i < sizeof binomials / sizeof binomials[0]; i++) {
        int64_t x = binomials[i].x;
        int64_t n = binomials[i].n;
        double p = binomials[i].p;
        double e = largest(relative(good(stats_binomial_exactly(x, n, p)), binomials[i].exactly),
                           relative(good(stats_binomial_at_least(x, n, p)), binomials[i].at_least),
                           relative(good(stats_binomial_at_most(x, n, p)), binomials[i].at_most));
        cr_expect_lt(e, BOUND, "row %zu: x %ld n %ld p %g: %g", i, (long)x, (long)n, p, e);
        worst = fmax(worst, e);
    }
    cr_log_info("worst relative error: %g", worst);
}

Test(stats_tails, poissons_are_within_the_stated_error)
{
    double worst = 0;
    for (size_t i = 0; i < sizeof poissons / sizeof poissons[0]; i++) {
        int64_t x = poissons[i].x;
        double mean = poissons[i].mean;
        double e = largest(relative(good(stats_poisson_exactly(x, mean)), poissons[i].exactly),
                           relative(good(stats_poisson_at_least(x, mean)), poissons[i].at_least),
                           relative(good(stats_poisson_at_most(x, mean)), poissons[i].at_most));
        cr_expect_lt(e, BOUND, "row %zu: x %ld mean %g: %g", i, (long)x, mean, e);
        worst = fmax(worst, e);
    }
    cr_log_info("worst relative error: %g", worst);
}

/* Every x of every n to 60, against sums of products in long double. */
/* Weldon's throws of twelve dice, a five or six being a success: the expectations of Fisher,
 * Statistical Methods for Research Workers, table 10. */
Test(stats_tails, binomials_are_fishers_expected_throws)
{
    static const double expected[] = {202.75,  1216.50, 3345.37, 5575.61, 6272.56, 5018.05, 2927.20,
                                      1254.51, 392.04,  87.12,   13.07,   1.19,    0.05};
    for (int x = 0; x <= 12; x++) {
        double beyond = x == 12 ? 0 : good(stats_binomial_at_least(x + 1, 12, 1.0 / 3));
        double throws = 26306 * (good(stats_binomial_at_least(x, 12, 1.0 / 3)) - beyond);
        cr_expect_float_eq(throws, expected[x], 0.0051, "%d: %.4f", x, throws);
    }
}

/* Deaths by horse kick, 122 in 200 corps-years: Bortkiewicz, Das Gesetz der kleinen Zahlen (1898),
 * as Fisher prints his expectations. */
Test(stats_tails, poissons_are_those_of_the_horse_kicks)
{
    static const double expected[] = {108.67, 66.29, 20.22, 4.11, 0.63, 0.08};
    for (int x = 0; x <= 5; x++) {
        double years = 200 * (good(stats_poisson_at_most(x, 0.61)) -
                              (x == 0 ? 0 : good(stats_poisson_at_most(x - 1, 0.61))));
        cr_expect_float_eq(years, expected[x], 0.0051, "%d: %.4f", x, years);
        cr_expect_float_eq(200 * good(stats_poisson_exactly(x, 0.61)), expected[x], 0.0051);
    }
}

Test(stats_tails, small_binomials_equal_plain_sums)
{
    static const double rates[] = {0.01, 0.1, 0.25, 0.5, 0.8, 0.99};
    for (int64_t n = 1; n <= 60; n++) {
        for (size_t r = 0; r < sizeof rates / sizeof rates[0]; r++) {
            long double p = rates[r];
            long double term = powl(1 - p, (long double)n);
            long double upto = 0;
            for (int64_t x = 0; x <= n; x++) {
                upto += term;
                double got = good(stats_binomial_at_most(x, n, rates[r]));
                cr_expect_lt(relative(got, (double)upto), 1e-13, "%ld of %ld", (long)x, (long)n);
                term *= (long double)(n - x) / (long double)(x + 1) * p / (1 - p);
            }
        }
    }
}

Test(stats_tails, both_tails_add_up_to_one_and_mirror_each_other)
{
    static const int64_t sizes[] = {1, 7, 100, 4321, 1000000, 10000000};
    static const double rates[] = {1e-6, 0.03, 0.25, 0.5, 0.97};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (size_t r = 0; r < sizeof rates / sizeof rates[0]; r++) {
            int64_t n = sizes[i];
            double p = rates[r];
            int64_t x = (int64_t)((double)n * p);
            double upper = good(stats_binomial_at_least(x + (x < n), n, p));
            double lower = good(stats_binomial_at_most(x - (x == n), n, p));
            cr_expect_float_eq(upper + lower, 1, 1e-12, "n %ld p %g", (long)n, p);
            double mid = good(stats_binomial_mid_at_least(x, n, p)) +
                         good(stats_binomial_mid_at_most(x, n, p));
            cr_expect_float_eq(mid, 1, 1e-12);
            if (p == 0.25) { /* 1 - p is exact */
                cr_expect_lt(relative(good(stats_binomial_at_least(x, n, p)),
                                      good(stats_binomial_at_most(n - x, n, 1 - p))),
                             1e-12);
            }
            double mean = (double)n * p;
            cr_expect_float_eq(good(stats_poisson_at_least(x + 1, mean)) +
                                   good(stats_poisson_at_most(x, mean)),
                               1, 1e-12);
        }
    }
}

Test(stats_tails, mid_p_is_the_tail_less_half_of_its_edge)
{
    double whole = good(stats_binomial_at_least(31, 60, 0.48));
    double edge = good(stats_binomial_exactly(31, 60, 0.48));
    cr_expect_float_eq(good(stats_binomial_mid_at_least(31, 60, 0.48)), whole - edge / 2, 1e-15);
    whole = good(stats_poisson_at_most(3, 5));
    edge = good(stats_poisson_exactly(3, 5));
    cr_expect_float_eq(good(stats_poisson_mid_at_most(3, 5)), whole - edge / 2, 1e-15);
}

Test(stats_tails, with_no_files_nothing_fails_for_certain)
{
    cr_expect_eq(good(stats_binomial_at_most(0, 0, 0.3)), 1);
    cr_expect_eq(good(stats_binomial_at_least(0, 0, 0.3)), 1);
    cr_expect_eq(good(stats_poisson_at_least(0, 0)), 1);
    cr_expect_eq(good(stats_poisson_at_least(1, 0)), 0);
    cr_expect_eq(good(stats_binomial_at_least(1, 5, 0)), 0);
    cr_expect_eq(good(stats_binomial_at_least(5, 5, 1)), 1);
    cr_expect_eq(stats_binomial_quantile(0.99, 0, 0.3).value, 0);
    cr_expect_eq(stats_poisson_quantile(0.99, 0).value, 0);
}

Test(stats_tails, quantiles_are_the_first_count_that_reaches_the_share)
{
    static const double shares[] = {1e-6, 0.00135, 0.025, 0.05, 0.5, 0.9, 0.975, 0.99865, 1 - 1e-6};
    static const int64_t sizes[] = {1, 5, 60, 997, 100000, 10000000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        int64_t last = 0;
        int64_t last_poisson = 0;
        for (size_t s = 0; s < sizeof shares / sizeof shares[0]; s++) {
            int64_t n = sizes[i];
            int64_t x = stats_binomial_quantile(shares[s], n, 0.1).value;
            cr_expect_geq(good(stats_binomial_at_most(x, n, 0.1)), shares[s] * (1 - 1e-9));
            cr_expect(x == 0 || good(stats_binomial_at_most(x - 1, n, 0.1)) < shares[s]);
            cr_expect_geq(x, last, "monotone");
            last = x;
            x = stats_poisson_quantile(shares[s], (double)n / 10).value;
            cr_expect_geq(good(stats_poisson_at_most(x, (double)n / 10)), shares[s] * (1 - 1e-9));
            cr_expect(x == 0 || good(stats_poisson_at_most(x - 1, (double)n / 10)) < shares[s]);
            cr_expect_geq(x, last_poisson, "monotone");
            last_poisson = x;
        }
    }
    cr_expect_eq(stats_binomial_quantile(0.5, 1, 0.5).value, 0, "equality counts");
    cr_expect_eq(stats_binomial_quantile(0, 9, 0.5).value, 0);
    cr_expect_eq(stats_binomial_quantile(1, 9, 0.5).value, 9);
}

/* Abramowitz and Stegun, table 26.5, and the usual z values. */
Test(stats_tails, normal_quantiles_are_the_printed_ones)
{
    static const struct {
        double share;
        double z;
    } rows[] = {{0.5, 0},
                {0.975, 1.959963984540054},
                {0.999, 3.090232306167814},
                {0.95, 1.644853626951473},
                {0.025, -1.959963984540054},
                {1e-10, -6.361340902404056},
                {1e-300, -37.0471}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double close = rows[i].share < 1e-200 ? 1e-4 : 1e-13;
        cr_expect_float_eq(good(stats_normal_quantile(rows[i].share)), rows[i].z, close, "row %zu",
                           i);
    }
    cr_expect_float_eq(good(stats_normal_upper(3)), 0.001349898031630095, 1e-17);
}

Test(stats_tails, what_is_no_count_or_no_rate_is_told)
{
    static const struct {
        int64_t x;
        int64_t n;
        double p;
        enum stats_fault fault;
    } rows[] = {
        {-1, 5, 0.5, STATS_COUNT},       {0, -1, 0.5, STATS_COUNT}, {6, 5, 0.5, STATS_MORE},
        {0, 10000001, 0.5, STATS_COUNT}, {1, 5, -0.1, STATS_RATE},  {1, 5, 1.1, STATS_RATE},
        {1, 5, (double)NAN, STATS_RATE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_expect_eq(stats_binomial_at_least(rows[i].x, rows[i].n, rows[i].p).fault, rows[i].fault,
                     "row %zu", i);
        cr_expect_eq(stats_binomial_mid_at_most(rows[i].x, rows[i].n, rows[i].p).fault,
                     rows[i].fault, "row %zu", i);
    }
    cr_expect_eq(stats_poisson_at_least(1, (double)NAN).fault, STATS_EXPECTED);
    cr_expect_eq(stats_poisson_at_least(1, 1e8).fault, STATS_EXPECTED);
    cr_expect_eq(stats_poisson_quantile(1, 5).fault, STATS_RATE);
    cr_expect_eq(stats_binomial_quantile(1.5, 5, 0.5).fault, STATS_RATE);
    cr_expect_eq(stats_normal_quantile(0).fault, STATS_RATE);
}

Test(stats_tails, every_fault_has_a_sentence)
{
    for (int fault = 0; fault < STATS_FAULTS; fault++) {
        const char *text = stats_fault_text((enum stats_fault)fault);
        cr_assert_not_null(text);
        cr_expect_not_null(strchr(text, '.'));
    }
}
