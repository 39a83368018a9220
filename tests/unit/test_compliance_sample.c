/* The sample for second marking (feedback/compliance/sample.h). */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "feedback/compliance/sample.h"
#include "support/compliance_kit.h"

static struct pfq_arena arena;
static struct compliance_kit kit;

static void begin(void)
{
    pfq_arena_open(&arena);
    compliance_kit_open(&kit, &arena);
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(compliance_sample, .init = begin, .fini = end);

static struct sample drawn(struct sample_wish wish)
{
    struct sample sample = sample_begin(&wish, &arena);
    for (size_t i = 0; i < kit.rows.n_assessments; i++) {
        sample_add(&sample, kit.rows.assessments[i]);
    }
    sample_end(&sample);
    return sample;
}

static void fill(const char *unit, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, 3);
        row->unit = compliance_kit_text(&kit, unit);
        row->has_month = true;
        row->month = 202610;
    }
}

Test(compliance_sample, each_unit_gives_its_share_and_at_least_one)
{
    static const struct {
        size_t of;
        unsigned per_cent;
        size_t taken;
    } rows[] = {{1, 2, 1}, {20, 5, 1}, {21, 5, 2}, {100, 10, 10}, {1000, 2, 20}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        compliance_kit_open(&kit, &arena);
        fill("U1", rows[i].of);
        fill("U2", 1);
        struct sample sample =
            drawn((struct sample_wish){.month = 202610, .per_cent = rows[i].per_cent});
        cr_assert_eq(sample.count, rows[i].taken + 1, "%zu of %zu", sample.count, rows[i].of);
        cr_expect_str_eq(sample.cases[rows[i].taken].unit, "U2");
    }
}

Test(compliance_sample, a_seed_takes_the_same_cases_in_whatever_order_they_come)
{
    fill("U1", 200);
    struct sample_wish wish = {.month = 202610, .per_cent = 10, .seed = 7};
    struct sample first = drawn(wish);
    for (unsigned seed = 1; seed <= 5; seed++) {
        compliance_kit_shuffle(&kit, seed);
        struct sample again = drawn(wish);
        for (size_t i = 0; i < first.count; i++) {
            cr_assert_str_eq(first.cases[i].id, again.cases[i].id);
        }
    }
    wish.seed = 8;
    struct sample other = drawn(wish);
    size_t same = 0;
    for (size_t i = 0; i < other.count; i++) {
        same += strcmp(first.cases[i].id, other.cases[i].id) == 0;
    }
    cr_expect_lt(same, other.count);
}

/* 2,000 seeds of 1 in 20: each is taken 100 times, give or take 5 standard deviations. */
Test(compliance_sample, every_case_is_as_likely_as_any_other)
{
    unsigned taken[40] = {0};
    fill("U1", 40);
    for (uint64_t seed = 0; seed < 2000; seed++) {
        struct sample sample =
            drawn((struct sample_wish){.month = 202610, .per_cent = 5, .seed = seed});
        cr_assert_eq(sample.count, 2U);
        for (size_t i = 0; i < sample.count; i++) {
            taken[atoi(sample.cases[i].id + 2)]++;
        }
    }
    for (size_t i = 0; i < 40; i++) {
        cr_expect_float_eq((double)taken[i], 100.0, 5 * sqrt(2000 * 0.05 * 0.95), "%zu: %u", i,
                           taken[i]);
    }
}

Test(compliance_sample, only_what_was_assessed_in_the_month_and_holds_is_drawn)
{
    fill("U1", 5);
    kit.rows.assessments[0]->withdrawn = true;
    kit.rows.assessments[1]->month = 202609;
    kit.rows.assessments[2]->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE;
    kit.rows.assessments[3]->unit = compliance_kit_text(&kit, "U2");
    struct sample sample =
        drawn((struct sample_wish){.month = 202610,
                                   .per_cent = 10,
                                   .kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA,
                                   .unit = "U1"});
    cr_assert_eq(sample.count, 1U);
    cr_expect_str_eq(sample.cases[0].id, "a-4");
}
