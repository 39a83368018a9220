/* What a force itself adds to its themes: its own targets, and actions that are overdue.  (That
 * another writing of the rules comes to the same: test_themes_calibration.c.) */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "feedback/themes/themes.h"

enum {
    BASE_MONTHS = 12,
    MOST = 24, /* months after the baseline */
    FILES = 60,
    FIRST = 202501
};

static struct themes themes;
static struct pfq_arena arena;
static Pfq__V1__ThemeTarget *rows[8];
static int unsettled;     /* of a story the n-th month after the baseline; 0: none */
static int without_files; /* likewise */

static void open_themes(void)
{
    struct pfq_err err;
    pfq_arena_open(&arena);
    cr_assert_eq(themes_open(&themes, &themes_rules_usual, 16, &err), PFQ_OK);
    themes.targets = (struct themes_targets){rows, 0};
}

static void close_themes(void)
{
    themes_close(&themes);
    pfq_arena_close(&arena);
}

TestSuite(themes_own, .init = open_themes, .fini = close_themes);

/* The n-th month after the baseline, from 1. */
static int32_t month(int n)
{
    int m = n + BASE_MONTHS - 1;
    return FIRST + m / 12 * 100 + m % 12;
}

static Pfq__V1__ThemeKey *key_of(Pfq__V1__CaseType type)
{
    Pfq__V1__ThemeKey *key = pfq_arena_new(&arena, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(key);
    key->force = pfq_arena_strdup(&arena, "43");
    key->name = pfq_arena_strdup(&arena, "INTERVIEW");
    key->has_system = true;
    key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    key->has_case_type = type != 0;
    key->case_type = type;
    return key;
}

/* `force` NULL: for all; 0: none from then on. */
static void add_target(const char *force, int32_t from, uint32_t ppm)
{
    Pfq__V1__ThemeTarget *row = pfq_arena_new(&arena, Pfq__V1__ThemeTarget, 1);
    pfq__v1__theme_target__init(row);
    row->force = force == NULL ? NULL : pfq_arena_strdup(&arena, force);
    row->name = pfq_arena_strdup(&arena, "INTERVIEW");
    row->has_from_month = true;
    row->from_month = from;
    row->has_target_ppm = ppm > 0;
    row->target_ppm = ppm;
    rows[themes.targets.count++] = row;
}

/* Days as YYYYMMDD; done 0: it is not. */
static Pfq__V1__Action *action(Pfq__V1__CaseType type, int32_t due, int32_t done)
{
    Pfq__V1__Action *a = pfq_arena_new(&arena, Pfq__V1__Action, 1);
    pfq__v1__action__init(a);
    a->theme = key_of(type);
    a->has_due_date = a->has_done = true;
    a->due_date = due;
    a->done = done != 0;
    a->has_date = a->done;
    a->date = done;
    return a;
}

struct series {
    int base; /* failing files of a month of the baseline */
    int counts[MOST];
    int count;
    Pfq__V1__CaseType type; /* 0: all together */
};

static void give(const struct series *s)
{
    const Pfq__V1__ThemeKey *key = key_of(s->type);
    for (int m = 1 - BASE_MONTHS; m <= s->count; m++) {
        int failing = m <= 0 ? s->base : s->counts[m - 1];
        if (m != without_files || m == 0) {
            themes_month(&themes, key, month(m), (struct stats_share){failing, FILES},
                         (uint32_t)failing);
        }
    }
}

static void give_days(const struct series *s)
{
    const Pfq__V1__ThemeKey *key = key_of(s->type);
    for (int m = 1 - BASE_MONTHS; m <= s->count; m++) {
        int failing = m <= 0 ? s->base : s->counts[m - 1];
        for (int d = 0; d < 20 && (m != without_files || m == 0); d++) {
            themes_day(&themes, key, month(m) * 100 + d + 1,
                       (struct stats_share){failing * (d + 1) / 20 - failing * d / 20, FILES / 20});
        }
    }
}

/* The states it goes through: "RECURRING@1 WORSENING@2". */
static const char *story(const struct series *s, const Pfq__V1__Action *a)
{
    static char text[512];
    struct themes_period months[BASE_MONTHS + MOST];
    size_t used = 0;
    for (int m = 0; m < BASE_MONTHS + s->count; m++) {
        months[m] = (struct themes_period){PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED, true};
    }
    if (unsettled > 0) {
        months[BASE_MONTHS + unsettled - 1] =
            (struct themes_period){PFQ__V1__MONTH_STATE__MONTH_STATE_PROVISIONAL, false};
    }
    themes_begin(&themes, FIRST, months, BASE_MONTHS + s->count);
    if (a != NULL) {
        themes_action(&themes, a);
    }
    give(s);
    (void)themes_freeze(&themes, 0, themes.cell_count);
    give_days(s);
    for (int m = 0; m < themes.month_count; m++) {
        cr_assert(themes_decide(&themes, m));
    }
    text[0] = '\0';
    for (uint32_t i = 0; i < themes.step_count; i++) {
        const struct themes_step *step = &themes.steps[i];
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s@%d", i > 0 ? " " : "",
                                 themes_states[step->state].name, step->month + 1 - BASE_MONTHS);
    }
    return text;
}

/* --- targets ------------------------------------------------------------------------------ */

static const struct series steady = {
    12, {12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12}, 14, 0};

Test(themes_own, a_target_moves_its_theme_from_its_month_on)
{
    cr_expect_str_eq(story(&steady, NULL), "");
    add_target("43", month(5), 120000);
    cr_expect_str_eq(story(&steady, NULL), "RECURRING@7", "%s", story(&steady, NULL));
    rows[0]->from_month = month(11);
    cr_expect_str_eq(story(&steady, NULL), "RECURRING@13");
    rows[0]->from_month = month(12);
    cr_expect_str_eq(story(&steady, NULL), "RECURRING@14");
    rows[0]->from_month = month(13);
    cr_expect_str_eq(story(&steady, NULL), "", "two months are no year");
}

/* The baseline ended with the month before, and the month is as bad as it gets. */
Test(themes_own, a_target_says_nothing_by_one_month_or_two)
{
    static const struct {
        int from;
        const char *story;
    } cases[] = {{-5, "RECURRING@3"}, {1, "RECURRING@3"}, {2, ""}};

    const struct series far_above = {30, {30, 31, 30}, 3, 0};
    add_target("43", 0, 20000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rows[0]->from_month = month(cases[i].from);
        const char *now = story(&far_above, NULL);
        cr_expect_str_eq(now, cases[i].story, "from %d: %s", cases[i].from, now);
    }
}

/* Nor by months that files still come to, or that had none. */
Test(themes_own, the_months_of_a_target_are_settled_and_have_files)
{
    const struct series far_above = {30, {30, 31, 30, 31}, 4, 0};
    add_target("43", month(1), 20000);
    unsettled = 3;
    cr_expect_str_eq(story(&far_above, NULL), "RECURRING@4", "%s", story(&far_above, NULL));
    unsettled = 0;
    without_files = 2;
    cr_expect_str_eq(story(&far_above, NULL), "RECURRING@4", "%s", story(&far_above, NULL));
}

Test(themes_own, another_target_leaves_what_was_told_by_the_one_before)
{
    const struct series falling = {
        12, {12, 12, 12, 12, 12, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4}, 20, 0};
    char before[512];
    add_target("43", month(3), 120000);
    (void)strcpy(before, story(&falling, NULL));
    cr_expect_not_null(strstr(before, "RESOLVED@"), "%s", before);
    add_target("43", month(14), 20000);
    const char *after = story(&falling, NULL);
    cr_expect_eq(strncmp(after, before, strlen(before)), 0, "%s, and then %s", before, after);
    cr_expect_not_null(strstr(after, "RETURNED@"), "%s", after);
}

Test(themes_own, the_forces_own_counts_before_that_for_all_and_the_latest_of_each)
{
    static const struct {
        int32_t month;
        uint32_t ppm;
    } wanted[] = {{202512, 0},     {202601, 200000}, {202603, 200000}, {202604, 100000},
                  {202606, 75000}, {202609, 75000},  {202701, 0}};

    const Pfq__V1__ThemeKey *key = key_of(0);
    add_target("43", 202606, 75000);
    add_target(NULL, 202601, 200000);
    add_target(NULL, 202608, 50000);
    add_target("43", 202604, 100000);
    add_target("40", 202601, 10000);
    add_target("43", 202701, 0);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        cr_expect_eq(themes_target(&themes.targets, key, wanted[i].month), wanted[i].ppm, "%d",
                     (int)wanted[i].month);
    }
}

Test(themes_own, a_target_is_of_the_whole_force_and_of_what_checks_find)
{
    Pfq__V1__ThemeKey *key = key_of(0);
    add_target(NULL, 202601, 100000);
    cr_expect_eq(themes_target(&themes.targets, key, 202601), 100000U);
    key->police_unit = pfq_arena_strdup(&arena, "AB");
    cr_expect_eq(themes_target(&themes.targets, key, 202601), 0U);
    key = key_of(PFQ__V1__CASE_TYPE__CASE_TYPE_CC);
    cr_expect_eq(themes_target(&themes.targets, key, 202601), 0U);
    key = key_of(0);
    key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_ASSESSED;
    cr_expect_eq(themes_target(&themes.targets, key, 202601), 0U);
    key = key_of(0);
    key->name = pfq_arena_strdup(&arena, "CASE_SUMMARY");
    cr_expect_eq(themes_target(&themes.targets, key, 202601), 0U);
}

/* Measured from its baseline alone it would improve, be resolved and return for ever. */
Test(themes_own, what_stays_above_its_target_is_not_resolved)
{
    const struct series doubled = {
        12, {26, 26, 26, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12}, 14, 0};
    cr_expect_not_null(strstr(story(&doubled, NULL), "RESOLVED@"), "%s", story(&doubled, NULL));
    add_target("43", month(1), 120000);
    const char *now = story(&doubled, NULL);
    cr_expect_null(strstr(now, "IMPROVING"), "%s", now);
    cr_expect_not_null(strstr(now, "RECURRING@"), "%s", now);
}

Test(themes_own, the_move_names_the_rule_the_target_and_the_months)
{
    add_target(NULL, month(2), 172000);
    (void)story(&steady, NULL);
    const Pfq__V1__ThemeMove *move = themes_move(&themes, &themes.steps[0], 900, &arena);
    cr_expect_str_eq(move->rule, "TARGET");
    cr_expect_eq(move->target_ppm, 172000U);
    cr_expect_str_eq(move->sentence,
                     "12 of 60 files (20%); expected 6 to 18; the last 12 months together, 144 of "
                     "720 files (20.0%), are above the force's own target of 17.2%",
                     "%s", move->sentence);
    rows[0]->target_ppm = 100000;
    rows[0]->from_month = month(5);
    (void)story(&steady, NULL);
    move = themes_move(&themes, &themes.steps[0], 900, &arena);
    cr_expect_not_null(strstr(move->sentence,
                              "; the last 3 months together, 36 of 180 files (20.0%), are above "
                              "the force's own target of 10%"),
                       "%s", move->sentence);
}

Test(themes_own, no_other_move_names_a_target)
{
    const struct series doubled = {6, {14, 14, 14}, 3, 0};
    add_target("43", month(1), 500000);
    cr_expect_str_eq(story(&doubled, NULL), "WATCHING@1 RECURRING@2 WORSENING@3");
    for (uint32_t i = 0; i < themes.step_count; i++) {
        const Pfq__V1__ThemeMove *move = themes_move(&themes, &themes.steps[i], 900, &arena);
        cr_expect(!move->has_target_ppm, "%s", move->sentence);
    }
}

Test(themes_own, a_move_says_how_many_months_it_looked_at_together)
{
    static const char *const words[] = {"; the last month, ", "; the last two months together, ",
                                        "; the last three months together, "};
    const struct series doubled = {6, {14, 14, 14}, 3, 0};
    cr_assert_str_eq(story(&doubled, NULL), "WATCHING@1 RECURRING@2 WORSENING@3");
    struct themes_step worse = themes.steps[2];
    cr_expect_eq(worse.pooled_months, 3);
    for (int i = 0; i < 3; i++) {
        worse.pooled_months = i + 1;
        const Pfq__V1__ThemeMove *move = themes_move(&themes, &worse, 900, &arena);
        cr_expect_not_null(strstr(move->sentence, words[i]), "%s", move->sentence);
    }
}

/* --- actions ------------------------------------------------------------------------------ */

static const struct series back = {6, {14, 14, 14, 5, 3, 4, 5, 6, 5, 6, 5}, 11, 0};

/* Doubled, then back: resolved in the eighth month. */
Test(themes_own, an_overdue_action_holds_up_the_resolution_until_it_is_done)
{
    static const struct {
        const char *what;
        int32_t due;
        int32_t done;
        int resolved; /* 0: never */
    } cases[] = {
        {"none", 0, 0, 8},
        {"not done", 202605, 0, 0},
        {"due in the month itself", 202608, 0, 0},
        {"its day has not come at the end of the month", 202609, 0, 8},
        {"done late", 202605, 202609, 9},
        {"done in the month itself", 202605, 202608, 8},
        {"done before that", 202605, 202606, 8},
        {"due before all months", 201901, 0, 0},
        {"and done before them", 201901, 201902, 8},
        {"done before its day", 202612, 202605, 8},
        {"due when there is nothing yet", 209901, 0, 8},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char wanted[32];
        const Pfq__V1__Action *a = cases[i].due == 0
                                       ? NULL
                                       : action(0, cases[i].due * 100 + 28,
                                                cases[i].done == 0 ? 0 : cases[i].done * 100 + 9);
        const char *now = story(&back, a);
        (void)snprintf(wanted, sizeof wanted, "RESOLVED@%d", cases[i].resolved);
        cr_expect_eq(strstr(now, wanted) != NULL, cases[i].resolved != 0, "%s: %s", cases[i].what,
                     now);
        cr_expect_eq(strstr(now, "RESOLVED") != NULL, cases[i].resolved != 0, "%s: %s",
                     cases[i].what, now);
        cr_expect_not_null(strstr(now, "IMPROVING@5"), "%s: %s", cases[i].what, now);
    }
}

Test(themes_own, an_action_without_a_due_day_is_overdue_after_its_own)
{
    Pfq__V1__Action *a = action(0, 0, 0);
    a->has_due_date = false;
    a->has_date = true;
    a->date = 20260515;
    cr_expect_eq(themes_action_due(a), 20260515);
    cr_expect_null(strstr(story(&back, a), "RESOLVED"));
    a->done = true;
    cr_expect_eq(themes_action_due(a), 0);
    cr_expect_not_null(strstr(story(&back, a), "RESOLVED@8"));
}

/* An action of a theme is one about each of its case types; not the other way round. */
Test(themes_own, an_action_about_all_case_types_holds_up_each)
{
    const Pfq__V1__CaseType crown = PFQ__V1__CASE_TYPE__CASE_TYPE_CC;
    struct series of_type = back;
    of_type.type = crown;
    cr_expect_null(strstr(story(&of_type, action(0, 20260510, 0)), "RESOLVED"));
    cr_expect_null(strstr(story(&of_type, action(crown, 20260510, 0)), "RESOLVED"));
    cr_expect_not_null(strstr(story(&back, action(crown, 20260510, 0)), "RESOLVED@8"));
}
