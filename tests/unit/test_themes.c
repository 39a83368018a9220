/* Recurring themes: the state machine, month by month. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/stats/run_length.h"
#include "feedback/themes/themes.h"

enum {
    MONTHS_MAX = 48
};

#define CLOSED      PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED
#define PROVISIONAL PFQ__V1__MONTH_STATE__MONTH_STATE_PROVISIONAL
#define OPEN        PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN

static struct themes themes;

/* A series: twelve months of 60 files with 6 failing are the baseline; then `counts`. */
struct series {
    int base_failing;
    int files; /* of a month */
    int counts[MONTHS_MAX];
    int count;
    int open_from;        /* months from the end of the baseline; 0: all are closed */
    int provisional_from; /* the same */
    int on_days;          /* failing files fall on so many days; 0: on as many as there are */
};

static void open_themes(void)
{
    struct pfq_err err;
    cr_assert_eq(themes_open(&themes, &themes_rules_usual, 64, &err), PFQ_OK);
}

static void close_themes(void)
{
    themes_close(&themes);
}

TestSuite(themes, .init = open_themes, .fini = close_themes);

static Pfq__V1__ThemeKey key_of(const char *force)
{
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    key.force = (char *)(uintptr_t)force;
    key.name = (char *)(uintptr_t) "INTERVIEW";
    key.has_system = true;
    key.system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    return key;
}

static void begin(const struct series *s)
{
    struct themes_period months[MONTHS_MAX];
    for (int m = 0; m < 12 + s->count; m++) {
        int after = m - 12;
        bool open = s->open_from > 0 && after >= s->open_from;
        bool provisional = s->provisional_from > 0 && after >= s->provisional_from;
        months[m].state = open ? OPEN : provisional ? PROVISIONAL : CLOSED;
        months[m].settled = months[m].state == CLOSED;
    }
    themes_begin(&themes, 202501, months, 12 + s->count);
}

static int failing_of(const struct series *s, int month)
{
    return month < 12 ? s->base_failing : s->counts[month - 12];
}

static void give_months(const struct series *s, const Pfq__V1__ThemeKey *key)
{
    for (int m = 0; m < 12 + s->count; m++) {
        int failing = failing_of(s, m);
        int days = s->on_days > 0 && failing > s->on_days ? s->on_days : failing;
        if (failing >= 0) {
            themes_month(&themes, key, themes_month_at(&themes, m),
                         (struct stats_share){failing, s->files}, (uint32_t)days);
        }
    }
}

/* Files over twenty days, failing ones spread among them; then the late ones of month `late_month`
 * after the baseline. */
static void give_days_late(const struct series *s, const Pfq__V1__ThemeKey *key, int late_month,
                           struct stats_share late)
{
    for (int m = 0; m < 12 + s->count; m++) {
        for (int d = 0; d < 20; d++) {
            int failing = failing_of(s, m);
            struct stats_share day = {failing * (d + 1) / 20 - failing * d / 20,
                                      s->files * (d + 1) / 20 - s->files * d / 20};
            if (failing >= 0) {
                themes_day(&themes, key, themes_month_at(&themes, m) * 100 + d + 1, day);
            }
        }
        if (m == 11 + late_month) {
            themes_day(&themes, key, themes_month_at(&themes, m) * 100 + 21, late);
        }
    }
}

static void give_days(const struct series *s, const Pfq__V1__ThemeKey *key)
{
    give_days_late(s, key, 0, (struct stats_share){0});
}

static void decide(void)
{
    for (int m = 0; m < themes.month_count; m++) {
        cr_assert(themes_decide(&themes, m));
    }
}

static void run(const struct series *s)
{
    Pfq__V1__ThemeKey key = key_of("43");
    begin(s);
    give_months(s, &key);
    (void)themes_freeze(&themes, 0, themes.cell_count);
    give_days(s, &key);
    decide();
}

/* "RECURRING@1 WORSENING@2": state and month after the baseline, from 1. */
static const char *story(void)
{
    static char text[1024];
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < themes.step_count && used < sizeof text; i++) {
        const struct themes_step *step = &themes.steps[i];
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s%s@%d", i > 0 ? " " : "",
                                 step->restates ? "!" : "", themes_states[step->state].name,
                                 step->month - 11);
    }
    return text;
}

/* --- tables ---------------------------------------------------------------------------- */

Test(themes, the_state_table_has_the_contracts_names_and_no_dead_end)
{
    for (int s = 0; s < THEMES_STATES; s++) {
        cr_assert_str_eq(themes_states[s].name,
                         pfq_enum_name(&pfq__v1__theme_state__descriptor, s));
        cr_assert_neq(themes_states[s].next, 0, "%s", themes_states[s].name);
        cr_assert(!themes_may_follow((Pfq__V1__ThemeState)s, (Pfq__V1__ThemeState)s));
        cr_assert(!themes_may_follow((Pfq__V1__ThemeState)s, THEMES_NONE));
    }
    cr_assert(themes_may_follow(THEMES_RESOLVED, THEMES_RETURNED));
    cr_assert(!themes_may_follow(THEMES_WATCHING, THEMES_RESOLVED));
    cr_assert(!themes_may_follow(THEMES_RECURRING, THEMES_RESOLVED));
}

Test(themes, every_value_of_the_rules_is_in_their_version)
{
    char usual[THEMES_VERSION_TEXT];
    char other[THEMES_VERSION_TEXT];
    themes_rule_version(&themes_rules_usual, usual);
    for (size_t i = 0; themes_rule_rows[i].name != NULL; i++) {
        struct themes_rules rules = themes_rules_usual;
        ((double *)&rules)[i] *= 1.0000001;
        themes_rule_version(&rules, other);
        cr_assert_str_neq(usual, other, "%s", themes_rule_rows[i].name);
    }
}

Test(themes, thresholds_are_near_the_exact_ones)
{
    static const struct {
        double p0;
        double files;
    } rows[] = {{0.02, 5760}, {0.05, 1920}, {0.10, 5760},  {0.10, 960},
                {0.20, 1920}, {0.35, 7680}, {0.03, 30720}, {0.6, 5760}};
    static struct stats_run_work work;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stats_number exact = stats_bernoulli_threshold(rows[i].p0, 2, rows[i].files, &work);
        double near = themes_threshold(themes.thresholds, rows[i].p0, rows[i].files);
        cr_assert_eq(exact.fault, STATS_OK);
        cr_assert_float_eq(near, exact.value, 0.05, "row %zu: %.3f, exact %.3f", i, near,
                           exact.value);
    }
}

/* --- stories --------------------------------------------------------------------------- */

Test(themes, a_theme_goes_through_its_states)
{
    static const struct {
        const char *what;
        struct series series;
        const char *story;
    } rows[] = {
        {"as ever", {6, 60, {6, 7, 5, 6, 8, 4, 6}, 7, 0, 0, 0}, ""},
        {"doubled, then back, then again",
         {6, 60, {14, 14, 14, 5, 3, 4, 5, 6, 5, 16, 16, 16}, 12, 0, 0, 0},
         "WATCHING@1 RECURRING@2 WORSENING@3 IMPROVING@5 RESOLVED@8 RETURNED@11 WORSENING@12"},
        {"resolved for more than a year is new again",
         {6,
          60,
          {14, 14, 14, 5, 3, 4, 5, 6, 5, 6, 6, 5, 6, 6, 6, 5, 6, 6, 5, 6, 6, 15, 15, 15},
          24,
          0,
          0,
          0},
         "WATCHING@1 RECURRING@2 WORSENING@3 IMPROVING@5 RESOLVED@8 QUIET@21 WATCHING@22 "
         "RECURRING@23 WORSENING@24"},
        {"one bad month is watched, and forgotten",
         {6, 60, {17, 6, 5, 6, 5, 6}, 6, 0, 0, 0},
         "WATCHING@1 QUIET@4"},
        {"no month better than usual makes it worse, whatever those before it were",
         {6, 60, {14, 20, 5, 14}, 4, 0, 0, 0},
         "WATCHING@1 RECURRING@2 WORSENING@4"},
        {"four failing files are case feedback, however many that is",
         {0, 20, {2, 1, 1, 0, 0}, 5, 0, 0, 0},
         "WATCHING@1"},
        {"failing files of two days are no theme",
         {6, 60, {14, 14, 14}, 3, 0, 0, 0},
         "WATCHING@1 RECURRING@2 WORSENING@3"},
        {"months without files move nothing",
         {6, 60, {14, -1, -1, 14, 14}, 5, 0, 0, 0},
         "WATCHING@1 RECURRING@5"},
        {"an open month is not judged but by its sum", {6, 60, {6, 40}, 2, 1, 0, 0}, "WATCHING@2"},
        {"what is not settled leaves nothing",
         {6, 60, {14, 14, 14, 5, 3, 4, 5, 6}, 8, 0, 2, 0},
         "WATCHING@1 RECURRING@2"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        run(&rows[i].series);
        cr_expect_str_eq(story(), rows[i].story, "%s: %s", rows[i].what, story());
    }
}

/* --- baselines ------------------------------------------------------------------------- */

Test(themes, a_baseline_takes_twelve_settled_months_and_a_hundred_files)
{
    static const struct {
        int files;
        int months; /* -1: never */
    } rows[] = {{60, 12}, {9, 12}, {8, 13}, {5, 20}, {1, -1}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct series s = {1, rows[i].files, {0}, 12, 0, 0, 0};
        run(&s);
        const struct themes_base *base = themes_base_at(&themes.cells[0], 23);
        cr_expect_eq(base == NULL ? -1 : base->first, rows[i].months, "row %zu", i);
    }
    struct series late = {1, 8, {0}, 12, 0, 1, 0}; /* closed: the first thirteen months */
    run(&late);
    cr_expect_eq(themes_base_at(&themes.cells[0], 23)->first, 13);
    late.files = 7;
    run(&late);
    cr_expect_null(themes_base_at(&themes.cells[0], 23));
}

Test(themes, a_person_may_set_a_baseline_anew_and_months_before_it_keep_theirs)
{
    struct series s = {6, 60, {14, 14, 14, 14, 14, 14, 14, 14, 14}, 9, 0, 0, 0};
    Pfq__V1__ThemeKey key = key_of("43");
    Pfq__V1__Baseline baseline = PFQ__V1__BASELINE__INIT;
    baseline.key = &key;
    baseline.from_month = 202604; /* the fourth after the first baseline */
    baseline.to_month = 202606;
    baseline.by = (char *)(uintptr_t) "A17";
    begin(&s);
    give_months(&s, &key);
    themes_baseline(&themes, &baseline);
    (void)themes_freeze(&themes, 0, themes.cell_count);
    give_days(&s, &key);
    decide();
    const struct themes_cell *cell = &themes.cells[0];
    cr_assert_eq(themes_base_at(cell, 17)->share.failing, 72);
    cr_assert_eq(themes_base_at(cell, 18)->share.failing, 42);
    cr_assert_eq(themes_base_at(cell, 18)->share.of, 180);
    cr_assert_eq(cell->months[17].marks & THEMES_MARK_TAIL, THEMES_MARK_TAIL);
    cr_assert_eq(cell->months[18].marks, 0, "14 of 60 is what it is measured against now");
    /* measured against that it is no problem any more, and so it will be resolved */
    cr_assert_str_eq(story(), "WATCHING@1 RECURRING@2 WORSENING@3 IMPROVING@8");
}

/* Of force 43, from that month on; 0: none. */
static void set_target(int32_t from_month, uint32_t ppm)
{
    static char force[] = "43";
    static char name[] = "INTERVIEW";
    static Pfq__V1__ThemeTarget row;
    static Pfq__V1__ThemeTarget *rows[] = {&row};
    pfq__v1__theme_target__init(&row);
    row.force = force;
    row.name = name;
    row.has_from_month = true;
    row.from_month = from_month;
    row.has_target_ppm = ppm > 0;
    row.target_ppm = ppm;
    themes.targets = (struct themes_targets){rows, 1};
}

Test(themes, a_force_above_its_own_target_for_a_year_has_a_theme)
{
    struct series s = {12, 60, {12, 12, 12, 12, 12, 12, 12, 12, 12, 12}, 10, 0, 0, 0};
    Pfq__V1__ThemeKey key = key_of("43");
    run(&s);
    cr_assert_str_empty(story(), "%s", story());
    begin(&s);
    give_months(&s, &key);
    set_target(202601, 150000);
    (void)themes_freeze(&themes, 0, themes.cell_count);
    give_days(&s, &key);
    decide();
    cr_assert_eq(themes.steps[0].why, THEMES_TARGET, "%s", story());
}

/* --- what is told ---------------------------------------------------------------------- */

static const Pfq__V1__ThemeMove *move_of(uint32_t step, struct pfq_arena *arena)
{
    return themes_move(&themes, &themes.steps[step], 900, arena);
}

/* A second run that was told of the moves of the first. */
static void run_again(const struct series *first, const struct series *second)
{
    struct pfq_arena arena;
    const Pfq__V1__ThemeMove *told[16];
    Pfq__V1__ThemeKey key = key_of("43");
    pfq_arena_open(&arena);
    run(first);
    uint32_t count = themes.step_count;
    cr_assert_lt(count, 16);
    for (uint32_t i = 0; i < count; i++) {
        Pfq__V1__ThemeMove *move = themes_move(&themes, &themes.steps[i], 900, &arena);
        *move->key = key; /* not borrowed from the run that ends now */
        told[i] = move;
    }
    begin(second);
    give_months(second, &key);
    for (uint32_t i = 0; i < count; i++) {
        themes_told(&themes, told[i], false);
    }
    (void)themes_freeze(&themes, 0, themes.cell_count);
    give_days(second, &key);
    decide();
    pfq_arena_close(&arena);
}

Test(themes, what_was_told_is_not_told_again_and_what_comes_out_otherwise_is_a_restatement)
{
    static const struct series first = {6, 60, {14, 14, 14}, 3, 0, 0, 0};
    static const struct series longer = {6, 60, {14, 14, 14, 5, 3, 4}, 6, 0, 0, 0};
    static const struct series mended = {6, 60, {14, 6, 6}, 3, 0, 0, 0};
    run_again(&first, &first);
    cr_assert_str_empty(story(), "%s", story());
    run_again(&first, &longer);
    cr_assert_str_eq(story(), "IMPROVING@5");
    run_again(&first, &mended); /* was WATCHING@1 RECURRING@2 WORSENING@3 */
    cr_assert_str_eq(story(), "!WATCHING@2 !WATCHING@3");
    cr_assert(themes.steps[0].announced, "the force was told: it is told of the correction");
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    cr_assert_str_eq(move_of(0, &arena)->sentence,
                     "restated, was recurring: 6 of 60 files (10%); expected 2 to 11");
    pfq_arena_close(&arena);
}

/* The moves of the first run were put while the theme was muted; a run while it is, or no longer.
 */
static void run_muted(const struct series *s, bool still, bool told_since)
{
    struct pfq_arena arena;
    Pfq__V1__ThemeMove *told[16];
    Pfq__V1__ThemeKey key = key_of("43");
    pfq_arena_open(&arena);
    run(s);
    uint32_t count = themes.step_count;
    for (uint32_t i = 0; i < count; i++) {
        told[i] = themes_move(&themes, &themes.steps[i], 900, &arena);
        *told[i]->key = key; /* not borrowed from the run that ends now */
        told[i]->has_muted = true;
        told[i]->muted = told[i]->announced && !told_since;
        told[i]->announced = told_since;
    }
    begin(s);
    give_months(s, &key);
    for (uint32_t i = 0; i < count; i++) {
        themes_told(&themes, told[i], still);
    }
    (void)themes_freeze(&themes, 0, themes.cell_count);
    give_days(s, &key);
    decide();
    pfq_arena_close(&arena);
}

Test(themes, what_moved_while_it_was_muted_is_told_once_when_that_is_over)
{
    static const struct series s = {6, 60, {14, 14, 14, 5, 3, 4}, 6, 0, 0, 0};
    run_muted(&s, true, false);
    cr_assert_str_empty(story(), "%s", story());
    run_muted(&s, false, true);
    cr_assert_str_empty(story(), "%s", story());
    run_muted(&s, false, false);
    cr_assert_str_eq(story(), "IMPROVING@5", "where it stands, not what it went through: %s",
                     story());
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const Pfq__V1__ThemeMove *move = move_of(0, &arena);
    cr_assert(move->announced && !move->restates);
    cr_assert(move->has_muted && !move->muted, "so that store keeps it beside the first");
    pfq_arena_close(&arena);
}

/* The series again, told of `told`, with files of month `month` that came after it was closed. */
static void run_late(const struct series *s, Pfq__V1__ThemeMove *const *told, uint32_t count,
                     int month, struct stats_share late)
{
    Pfq__V1__ThemeKey key = key_of("43");
    begin(s);
    for (uint32_t i = 0; i < count; i++) {
        themes_told(&themes, told[i], false); /* before the figures, as a run has it */
    }
    give_months(s, &key);
    (void)themes_freeze(&themes, 0, themes.cell_count);
    give_days_late(s, &key, month, late);
    decide();
}

/* What the run moved, appended: as store keeps it. */
static uint32_t keep_moves(Pfq__V1__ThemeMove **told, uint32_t count, struct pfq_arena *arena)
{
    static Pfq__V1__ThemeKey key;
    key = key_of("43");
    for (uint32_t i = 0; i < themes.step_count; i++) {
        told[count] = themes_move(&themes, &themes.steps[i], 900, arena);
        told[count++]->key = &key; /* not borrowed from the run that ends now */
    }
    return count;
}

Test(themes, late_files_of_a_closed_month_are_a_restatement_with_both_figures_once)
{
    static const struct series s = {6, 60, {14, 14, 14}, 3, 0, 0, 0};

    static const struct {
        struct stats_share late;
        const char *story;
        const char *sentence;
    } rows[] = {
        {{0, 0}, "", NULL}, /* nothing changed */
        {{1, 1}, "!RECURRING@2", "restated: 15 of 61 files (25%), was 14 of 60; expected 2 to 11"},
        {{1, 1}, "", NULL}, /* told */
        {{1, 2}, "!RECURRING@2", "restated: 15 of 62 files (24%), was 15 of 61; expected 2 to 11"},
        {{0, 0}, "!RECURRING@2", "restated: 14 of 60 files (23%), was 15 of 62; expected 2 to 11"},
        {{1, 1}, "!RECURRING@2", "restated: 15 of 61 files (25%), was 14 of 60; expected 2 to 11"},
    };

    Pfq__V1__ThemeMove *told[32];
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    run(&s);
    uint32_t count = keep_moves(told, 0, &arena);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        run_late(&s, told, count, 2, rows[i].late);
        cr_assert_str_eq(story(), rows[i].story, "row %zu: %s", i, story());
        if (rows[i].sentence != NULL) {
            const Pfq__V1__ThemeMove *move = move_of(0, &arena);
            cr_assert(strncmp(move->sentence, rows[i].sentence, strlen(rows[i].sentence)) == 0,
                      "row %zu: %s", i, move->sentence);
            cr_assert(move->announced && move->restates);
            cr_assert_str_eq(move->rule, "LATE_FILES");
            cr_assert_eq(move->before, move->state);
        }
        count = keep_moves(told, count, &arena);
    }
    pfq_arena_close(&arena);
}

Test(themes, late_files_of_a_month_that_nobody_was_told_of_or_that_is_not_closed_are_no_news)
{
    static const struct series quiet = {6, 60, {6, 6, 6}, 3, 0, 0, 0};
    static const struct series provisional = {6, 60, {14, 14, 14}, 3, 0, 1, 0};
    run_late(&quiet, NULL, 0, 2, (struct stats_share){3, 3});
    cr_assert_str_empty(story(), "%s", story());
    run_late(&provisional, NULL, 0, 2, (struct stats_share){1, 1});
    cr_assert_null(strchr(story(), '!'), "%s", story());
}

/* --- months that vary more than chance ------------------------------------------------- */

/* Twelve months of the base, by turns so many failing and so many; then one of `last`. */
static void run_restless(int files, int even, int odd, int last)
{
    static struct series s;
    Pfq__V1__ThemeKey key = key_of("43");
    s = (struct series){even, files, {last}, 1, 0, 0, 0};
    begin(&s);
    for (int m = 0; m < 13; m++) {
        int failing = m == 12 ? last : m % 2 == 0 ? even : odd;
        themes_month(&themes, &key, themes_month_at(&themes, m),
                     (struct stats_share){failing, files}, 4);
    }
    (void)themes_freeze(&themes, 0, themes.cell_count);
    themes_day(&themes, &key, themes_month_at(&themes, 12) * 100 + 1,
               (struct stats_share){last, files});
    decide();
}

Test(themes, limits_are_as_much_wider_as_the_baselines_months_vary_more_than_chance)
{
    static const struct {
        int files;
        int even;
        int odd;
        double spread; /* |odd - even| / sqrt(n p (1 - p)) / 1.128, but 1 at least */
    } rows[] = {
        {60, 6, 6, 1},    {600, 60, 60, 1}, {600, 40, 80, 4.8256},
        {600, 58, 62, 1}, {60, 0, 9, 1}, /* too few for sigma z to say anything */
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        run_restless(rows[i].files, rows[i].even, rows[i].odd, rows[i].even);
        const struct themes_base *base = &themes.cells[0].bases[0];
        cr_expect_float_eq(base->spread, rows[i].spread, 0.002, "row %zu: %.4f", i, base->spread);
        double centre = base->p0 * rows[i].files;
        struct stats_limits plain =
            stats_p_limits(base->p0, rows[i].files, themes_rules_usual.limit_p, false);
        double first = centre + base->spread * ((double)plain.high + 1 - centre);
        int beyond = (int)ceil(first - 1e-9);
        run_restless(rows[i].files, rows[i].even, rows[i].odd, beyond - 1);
        cr_expect_eq(themes.cells[0].months[12].marks & THEMES_MARK_LIMIT, 0, "row %zu: %d", i,
                     beyond - 1);
        run_restless(rows[i].files, rows[i].even, rows[i].odd, beyond);
        cr_expect_neq(themes.cells[0].months[12].marks & THEMES_MARK_LIMIT, 0, "row %zu: %d", i,
                      beyond);
        struct stats_limits wide =
            themes_expected(base->p0, base->spread, rows[i].files, themes_rules_usual.limit_p);
        cr_expect_eq(wide.high, beyond - 1, "row %zu: %ld", i, (long)wide.high);
    }
}

/* A year at 10% of 600 a month, Wilson from 9.3%: above a target of 9% only where months are
 * steady. */
Test(themes, a_target_allows_for_months_that_vary_more_than_chance)
{
    static const struct {
        int even;
        int odd;
        bool above;
    } rows[] = {{60, 60, true}, {40, 80, false}};

    struct series s = {0, 600, {60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60}, 12, 0, 0, 0};
    Pfq__V1__ThemeKey key = key_of("43");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin(&s);
        for (int m = 0; m < 24; m++) {
            int failing = m >= 12 ? 60 : m % 2 == 0 ? rows[i].even : rows[i].odd;
            themes_month(&themes, &key, themes_month_at(&themes, m),
                         (struct stats_share){failing, 600}, 20);
        }
        set_target(202501, 90000);
        (void)themes_freeze(&themes, 0, themes.cell_count);
        decide();
        bool above = false;
        for (uint32_t j = 0; j < themes.step_count; j++) {
            above = above || themes.steps[j].why == THEMES_TARGET;
        }
        cr_expect_eq(above, rows[i].above, "row %zu: %s", i, story());
    }
}

Test(themes, a_move_says_by_how_much_its_months_vary)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    run_restless(600, 50, 70, 130);
    cr_assert_str_eq(story(), "WATCHING@1");
    const Pfq__V1__ThemeMove *move = move_of(0, &arena);
    cr_assert_eq(move->spread_milli, 2413, "%u", (unsigned)move->spread_milli);
    run_restless(600, 60, 60, 130);
    cr_assert(!move_of(0, &arena)->has_spread_milli);
    pfq_arena_close(&arena);
}

Test(themes, a_move_says_its_numbers_in_a_sentence)
{
    static const struct {
        struct series series;
        uint32_t step;
        const char *sentence;
    } rows[] = {
        {{6, 60, {14, 14, 14}, 3, 0, 0, 0},
         1,
         "14 of 60 files (23%); expected 2 to 11; second month above its usual rate; chance 1 in "
         "470; stands "
         "out for the second time in three months"},
        {{6, 60, {17}, 1, 0, 0, 0},
         0,
         "17 of 60 files (28%); expected 2 to 11; chance 1 in 17,000; added up file by "
         "file, too many failed"},
        {{1, 9, {6}, 1, 0, 0, 0}, 0, "6 of 9 files; expected 0 to 3"},
        {{6, 60, {14, 14, 14}, 3, 0, 0, 0}, /* what is judged together is told together */
         2,
         "14 of 60 files (23%); expected 2 to 11; third month above its usual rate; chance 1 in "
         "470; the last "
         "three months together, 42 of 180 files, are more than chance explains"},
        {{6, 60, {40}, 1, 0, 0, 0},
         0,
         "40 of 60 files (67%); expected 2 to 11; chance below 1 in 1,000,000; "},
    };
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        run(&rows[i].series);
        cr_assert_gt(themes.step_count, rows[i].step, "row %zu: %s", i, story());
        const char *sentence = move_of(rows[i].step, &arena)->sentence;
        cr_expect(strncmp(sentence, rows[i].sentence, strlen(rows[i].sentence)) == 0, "row %zu: %s",
                  i, sentence);
        cr_expect_leq(move_of(rows[i].step, &arena)->one_in, 1000000U, "row %zu", i);
    }
    pfq_arena_close(&arena);
}

Test(themes, a_move_carries_what_made_it)
{
    static const struct series s = {6, 60, {14, 14}, 2, 0, 0, 0};
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    run(&s);
    const Pfq__V1__ThemeMove *move = move_of(1, &arena);
    cr_assert_eq(move->state, THEMES_RECURRING);
    cr_assert_eq(move->before, THEMES_WATCHING);
    cr_assert_eq(move->month, 202602);
    cr_assert_eq(move->month_state, CLOSED);
    cr_assert_eq(move->files, 60);
    cr_assert_eq(move->failing, 14);
    cr_assert_eq(move->baseline_files, 720);
    cr_assert_eq(move->baseline_failing, 72);
    cr_assert_eq(move->months_above, 2);
    cr_assert_eq(move->up_to, 900);
    cr_assert_str_eq(move->rule_version, themes.version);
    cr_assert(move->announced);
    cr_assert(!move->restates);
    pfq_arena_close(&arena);
}

Test(themes, old_moves_are_recorded_but_no_news)
{
    static const struct series s = {6, 60, {14, 14, 14, 14, 14, 14}, 6, 0, 0, 0};
    run(&s);
    cr_assert_str_eq(story(), "WATCHING@1 RECURRING@2 WORSENING@3");
    cr_assert(!themes.steps[1].announced);
    cr_assert(!themes.steps[2].announced);
}

/* The same failing files are in both: the force is told of them once. */
Test(themes, a_case_types_theme_is_announced_only_where_that_of_all_says_nothing)
{
    static const struct series all = {6, 60, {14, 14}, 2, 0, 0, 0};
    static const struct series quiet = {6, 60, {6, 6}, 2, 0, 0, 0};
    for (int both = 0; both < 2; both++) {
        Pfq__V1__ThemeKey key = key_of("43");
        Pfq__V1__ThemeKey crown = key_of("43");
        crown.has_case_type = true;
        crown.case_type = PFQ__V1__CASE_TYPE__CASE_TYPE_CC;
        begin(&all);
        give_months(&all, &crown);
        give_months(both ? &all : &quiet, &key);
        (void)themes_freeze(&themes, 0, themes.cell_count);
        give_days(&all, &crown);
        give_days(both ? &all : &quiet, &key);
        decide();
        for (uint32_t i = 0; i < themes.step_count; i++) {
            const struct themes_step *step = &themes.steps[i];
            bool crowns = themes.cells[step->cell].key.has_case_type;
            if (step->state == THEMES_RECURRING) {
                cr_expect_eq(step->announced, !crowns || !both);
            }
        }
    }
}

/* --- order ----------------------------------------------------------------------------- */

/* One file: when its theme was checked, and how it came out. */
struct event {
    int month;
    int day;
    bool failing;
    uint32_t order;
};

static int by_order(const void *a, const void *b)
{
    const struct event *x = a;
    const struct event *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

enum {
    EVENT_MONTHS = 24,
    EVENT_FILES = 40,
    EVENTS = EVENT_MONTHS * EVENT_FILES
};

/* Events into sums in the order in which they come, as the rollups do; each once. */
static void run_events(const struct event *events, size_t count)
{
    static struct stats_share days[EVENT_MONTHS][20];
    struct themes_period months[EVENT_MONTHS];
    Pfq__V1__ThemeKey key = key_of("43");
    memset(days, 0, sizeof days);
    for (int m = 0; m < EVENT_MONTHS; m++) {
        months[m] = (struct themes_period){CLOSED, true};
    }
    themes_begin(&themes, 202501, months, EVENT_MONTHS);
    for (size_t i = 0; i < count; i++) {
        days[events[i].month][events[i].day].of++;
        days[events[i].month][events[i].day].failing += events[i].failing;
    }
    for (int m = EVENT_MONTHS - 1; m >= 0; m--) { /* rows in any order */
        for (int d = 0; d < 20; d++) {
            themes_month(&themes, &key, themes_month_at(&themes, m), days[m][d],
                         days[m][d].failing > 0);
        }
    }
    (void)themes_freeze(&themes, 0, themes.cell_count);
    for (int m = 0; m < EVENT_MONTHS; m++) {
        for (int d = 0; d < 20; d++) {
            themes_day(&themes, &key, themes_month_at(&themes, m) * 100 + d + 1, days[m][d]);
        }
    }
}

static size_t make_events(unsigned seed, struct event *events)
{
    srand(seed);
    int shift = 12 + rand() % 6;
    int back = shift + 2 + rand() % 6;
    for (size_t i = 0; i < EVENTS; i++) {
        int month = (int)(i / EVENT_FILES);
        int percent = month >= shift && month < back ? 30 : 12;
        events[i] = (struct event){month, rand() % 20, rand() % 100 < percent, (uint32_t)rand()};
    }
    return EVENTS;
}

/* States at the end of each month: as a run comes to them, or as they were told. */
static void ends_of_run(int out[EVENT_MONTHS])
{
    int state = 0;
    for (int m = 0; m < EVENT_MONTHS; m++) {
        for (uint32_t i = 0; i < themes.step_count; i++) {
            state = themes.steps[i].month == m ? (int)themes.steps[i].state : state;
        }
        out[m] = state;
    }
}

Test(themes, late_and_reordered_events_come_to_the_states_of_ordered_ones)
{
    static struct event events[EVENTS];
    int moved = 0;
    for (unsigned seed = 1; seed <= 40; seed++) {
        int ordered[EVENT_MONTHS];
        int shuffled[EVENT_MONTHS];
        size_t count = make_events(seed, events);
        run_events(events, count);
        decide();
        ends_of_run(ordered);
        moved += themes.step_count > 0;
        qsort(events, count, sizeof events[0], by_order);
        run_events(events, count);
        decide();
        ends_of_run(shuffled);
        cr_assert_arr_eq(ordered, shuffled, sizeof ordered, "seed %u", seed);
    }
    cr_assert_gt(moved, 20);
}

/* Told after a part of the events, then after all: whoever reads what was told, the last word on
 * each month first, has the states of all events. */
Test(themes, what_was_told_too_early_is_corrected)
{
    static struct event events[EVENTS];
    int corrections = 0;
    for (unsigned seed = 1; seed <= 40; seed++) {
        int ordered[EVENT_MONTHS];
        int told[EVENT_MONTHS] = {0};
        struct pfq_arena arena;
        Pfq__V1__ThemeKey key = key_of("43");
        pfq_arena_open(&arena);
        size_t count = make_events(seed, events);
        run_events(events, count);
        decide();
        ends_of_run(ordered);
        qsort(events, count, sizeof events[0], by_order);
        run_events(events, count * 9 / 10);
        decide();
        const Pfq__V1__ThemeMove *first[32];
        uint32_t firsts = themes.step_count;
        for (uint32_t i = 0; i < firsts; i++) {
            Pfq__V1__ThemeMove *move = themes_move(&themes, &themes.steps[i], 900, &arena);
            *move->key = key;
            first[i] = move;
            told[themes.steps[i].month] = (int)move->state;
        }
        run_events(events, count);
        for (uint32_t i = 0; i < firsts; i++) {
            themes_told(&themes, first[i], false);
        }
        decide();
        for (uint32_t i = 0; i < themes.step_count; i++) {
            told[themes.steps[i].month] = (int)themes.steps[i].state;
            corrections += themes.steps[i].restates;
        }
        int state = 0;
        for (int m = 0; m < EVENT_MONTHS; m++) {
            state = told[m] != 0 ? told[m] : state;
            bool quiet = state == THEMES_QUIET && ordered[m] == 0; /* both say nothing */
            cr_assert(quiet || state == ordered[m], "seed %u month %d: told %d, is %d", seed, m,
                      state, ordered[m]);
        }
        pfq_arena_close(&arena);
    }
    cr_assert_gt(corrections, 5);
}

/* --- bounds ---------------------------------------------------------------------------- */

Test(themes, too_many_cells_are_left_out_and_said)
{
    static const struct series s = {6, 60, {14}, 1, 0, 0, 0};
    char force[16];
    begin(&s);
    for (int i = 0; i < 80; i++) {
        (void)snprintf(force, sizeof force, "%02d", i);
        Pfq__V1__ThemeKey key = key_of(force);
        give_months(&s, &key);
    }
    cr_assert(themes.full);
    cr_assert_lt(themes.cell_count, 64);
    (void)themes_freeze(&themes, 0, themes.cell_count);
    decide();
    begin(&s);
    cr_assert(!themes.full);
}

Test(themes, the_same_seed_gives_the_same_chance)
{
    static const struct themes_size sizes[] = {{60, 0.1}, {30, 0.2}, {200, 0.05}};
    struct themes_chance a;
    struct themes_chance b;
    struct pfq_err err;
    cr_assert_eq(themes_false_alarms(&themes_rules_usual, sizes, 3, 5, 20, &a, &err), PFQ_OK);
    cr_assert_eq(themes_false_alarms(&themes_rules_usual, sizes, 3, 5, 20, &b, &err), PFQ_OK);
    cr_assert_float_eq(a.per_month, b.per_month, 0);
    cr_assert_lt(a.per_month, 0.1);
}
