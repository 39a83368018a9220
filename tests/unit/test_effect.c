/* Before and after: the interval of a difference against its published examples, and what is
 * said of an action. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "feedback/effect/effect.h"

enum {
    MONTHS_MAX = 40
};

/* Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10. */
Test(effect, the_interval_of_a_difference_is_newcombes)
{
    static const struct {
        struct stats_share one;
        struct stats_share other;
        double low;
        double high;
    } rows[] = {
        {{56, 70}, {48, 80}, 0.0524, 0.3339}, {{9, 10}, {3, 10}, 0.1705, 0.8090},
        {{6, 7}, {2, 7}, 0.0582, 0.8062},     {{5, 56}, {0, 29}, -0.0381, 0.1926},
        {{0, 10}, {0, 20}, -0.1611, 0.2775},  {{0, 10}, {0, 10}, -0.2775, 0.2775},
        {{10, 10}, {0, 20}, 0.6791, 1.0000},  {{10, 10}, {0, 10}, 0.6075, 1.0000},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stats_difference got = stats_difference(rows[i].one, rows[i].other, 0.95);
        cr_expect_eq(got.fault, STATS_OK);
        cr_expect_float_eq(got.low, rows[i].low, 5e-5, "row %zu: %.5f", i, got.low);
        cr_expect_float_eq(got.high, rows[i].high, 5e-5, "row %zu: %.5f", i, got.high);
        struct stats_difference back = stats_difference(rows[i].other, rows[i].one, 0.95);
        cr_expect_float_eq(back.low, -got.high, 1e-12, "the other way round it is mirrored");
    }
    cr_expect_eq(
        stats_difference((struct stats_share){1, 2}, (struct stats_share){0, 0}, 0.95).fault,
        STATS_NO_DATA);
}

/* --- series --------------------------------------------------------------------------- */

struct series {
    struct effect_month months[MONTHS_MAX];
    size_t count;
};

static void add(struct series *s, int64_t failing, int64_t of)
{
    int at = 2025 * 12 + (int)s->count;
    s->months[s->count++] = (struct effect_month){at / 12 * 100 + at % 12 + 1, {failing, of}};
}

/* Twelve months of 2025 and on; the action is in the thirteenth. */
static struct series steady(int64_t before, int64_t after, int64_t of)
{
    struct series s = {.count = 0};
    for (int i = 0; i < 12; i++) {
        add(&s, before, of);
    }
    add(&s, of, of); /* its own month counts on neither side */
    for (int i = 0; i < 6; i++) {
        add(&s, after, of);
    }
    return s;
}

Test(effect, a_fall_that_chance_does_not_explain_is_said_with_its_numbers)
{
    struct series s = {.count = 0};
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    add(&s, 31, 60);
    add(&s, 7, 10);
    add(&s, 20, 59);
    struct effect e = effect_of(s.months, s.count, 20250212);
    cr_expect_eq(e.verdict, EFFECT_BETTER);
    cr_expect_str_eq(effect_words(&e, &arena),
                     "31 of 60 files (52%) before, 20 of 59 files (34%) after, 18 points less "
                     "(95% interval 0 to 34): better than chance explains");
    pfq_arena_close(&arena);
}

Test(effect, each_verdict_needs_its_evidence)
{
    static const struct {
        int64_t before;
        int64_t after;
        int64_t of;
        enum effect_verdict verdict;
    } rows[] = {{30, 15, 60, EFFECT_BETTER}, {15, 30, 60, EFFECT_WORSE},
                {30, 29, 60, EFFECT_CHANCE}, {0, 0, 60, EFFECT_CHANCE},
                {1, 0, 1, EFFECT_TOO_EARLY}, {0, 0, 0, EFFECT_TOO_EARLY}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct series s = steady(rows[i].before, rows[i].after, rows[i].of);
        struct effect e = effect_of(s.months, s.count, 20260115);
        cr_expect_eq(e.verdict, rows[i].verdict, "row %zu: %d", i, (int)e.verdict);
        cr_expect_eq(e.before.of, 6 * rows[i].of, "six months before, and not its own");
        cr_expect_eq(e.after.of, 6 * rows[i].of);
    }
}

/* A force whose rate goes up and down anyway: the same fall says nothing. */
Test(effect, what_is_usual_for_a_force_is_no_effect)
{
    struct series calm = {.count = 0};
    struct series wild = {.count = 0};
    for (int i = 0; i < 12; i++) {
        add(&calm, 30, 60);
        add(&wild, i % 2 == 0 ? 50 : 10, 60);
    }
    add(&calm, 0, 0);
    add(&wild, 0, 0);
    for (int i = 0; i < 6; i++) {
        add(&calm, 24, 60);
        add(&wild, 24, 60);
    }
    struct effect one = effect_of(calm.months, calm.count, 20260101);
    struct effect other = effect_of(wild.months, wild.count, 20260101);
    cr_expect_eq(one.before.failing, other.before.failing);
    cr_expect_eq(one.verdict, EFFECT_BETTER);
    cr_expect_float_eq(one.wobble, 1, 1e-12);
    cr_expect_eq(other.verdict, EFFECT_WOBBLE);
    cr_expect(other.wobble > 3);
}

/* Each side of the usual wobble, falling and rising: sigma z and Newcombe's interval were worked
 * out a second time with mpmath. */
Test(effect, the_usual_wobble_ends_where_it_was_worked_out_to_end)
{
    static const int64_t usual[] = {26, 35, 27, 36, 28, 33, 24, 37, 29, 34, 26, 31};

    static const struct {
        int64_t after; /* of 60 each month */
        double low, high;
        enum effect_verdict verdict;
    } rows[] = {
        {26, -0.14126586, 0.0034096138, EFFECT_CHANCE},
        {25, -0.1576304, -0.013314511, EFFECT_WOBBLE},
        {23, -0.19024099, -0.046888251, EFFECT_WOBBLE},
        {22, -0.20648677, -0.063739196, EFFECT_BETTER},
        {34, -0.0089237945, 0.13575225, EFFECT_CHANCE},
        {35, 0.0078003628, 0.15211697, EFFECT_WOBBLE},
        {38, 0.058225291, 0.20097402, EFFECT_WOBBLE},
        {39, 0.075120137, 0.21718011, EFFECT_WORSE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct series s = steady(0, rows[i].after, 60);
        for (size_t k = 0; k < 12; k++) {
            s.months[k].share.failing = usual[k];
        }
        struct effect e = effect_of(s.months, s.count, 20260115);
        cr_expect_float_eq(e.wobble, 1.810640229, 1e-9, "row %zu: %.10f", i, e.wobble);
        cr_expect_float_eq(e.change.low, rows[i].low, 1e-8, "row %zu: %.9f", i, e.change.low);
        cr_expect_float_eq(e.change.high, rows[i].high, 1e-8, "row %zu: %.9f", i, e.change.high);
        cr_expect_eq(e.verdict, rows[i].verdict, "row %zu: %d", i, (int)e.verdict);
    }
}

Test(effect, one_point_is_a_point)
{
    struct series s = steady(31, 0, 100);
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    for (size_t i = 6; i < 13; i++) {
        s.months[i].share.failing = 30;
    }
    struct effect e = effect_of(s.months, 13, 20250715);
    const char *words = effect_words(&e, &arena);
    cr_expect(strstr(words, ", 1 point less (") != NULL, "%s", words);
    pfq_arena_close(&arena);
}

Test(effect, nothing_since_is_too_early_to_say)
{
    struct series s = steady(30, 0, 60);
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct effect e = effect_of(s.months, 13, 20260115);
    cr_expect_str_eq(effect_words(&e, &arena),
                     "180 of 360 files (50%) before; no whole month after it has figures yet");
    struct series small = steady(1, 0, 1);
    e = effect_of(small.months, 13, 20250715);
    const char *words = effect_words(&e, &arena);
    cr_expect(strstr(words, "too few files before to compare") != NULL, "%s", words);
    pfq_arena_close(&arena);
}
