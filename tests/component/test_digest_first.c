/* Digests: what is usual of a theme, which comes first, and what to do first
 * (feedback/digest/usual.c, words.c, within.c). */
#include <criterion/criterion.h>
#include <string.h>

#include "feedback/themes/themes.h"
#include "feedback/digest/tables.h"
#include "support/digest_kit.h"

static struct pfq_arena arena;
static struct digest_kit kit;

static const Pfq__V1__FigureKind THEME = PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;

static void begin(void)
{
    pfq_arena_open(&arena);
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(digest_first, .init = begin, .fini = end);

static void open_as(Pfq__V1__DigestKind kind)
{
    digest_kit_open(&kit, kind, &arena);
}

static Pfq__V1__Digest *built(void)
{
    Pfq__V1__Digest *d = digest_build(&kit.facts, &arena);
    cr_assert_not_null(d);
    return d;
}

static const Pfq__V1__Digest *month(void)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_fill_month(&kit);
    return built();
}

/* A theme that never moved: what is said follows from its own months. */
Test(digest_first, a_theme_that_never_moved_says_why)
{
    static const struct {
        Pfq__V1__DigestKind kind;
        int months;
        uint64_t files; /* of each */
        uint64_t failing;
        const char *words;
    } cases[] = {
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 7, 85, 15, "no baseline yet"},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 21, 85, 8, "as usual"},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 21, 85, 18,
         "above what is expected, which can be chance"},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 21, 85, 33,
         "above what is expected, by more than chance explains"},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 13, 7, 8, "no baseline yet"},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 36, 7, 8, "as usual"},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY, 21, 85, 8, "as usual"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        open_as(cases[i].kind);
        bool week = cases[i].kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY;
        (void)digest_kit_figure(&kit, "43", week ? 20261014 : 202610, THEME, "INTERVIEW",
                                cases[i].failing, 85);
        digest_kit_usual(&kit, "INTERVIEW", cases[i].months, (cases[i].files + 5) / 10,
                         cases[i].files);
        const Pfq__V1__ThemeLine *line = built()->themes[0];
        cr_expect_str_eq(line->state_words, cases[i].words, "%zu: %s", i, line->state_words);
        cr_expect_not(line->has_state);
        cr_expect_eq(line->has_expected_low, strcmp(cases[i].words, "no baseline yet") != 0);
    }
}

Test(digest_first, a_baseline_that_a_person_set_is_the_one_that_is_told)
{
    Pfq__V1__Baseline set = PFQ__V1__BASELINE__INIT;
    Pfq__V1__Baseline *baselines[] = {&set};
    char by[] = "s-1";
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 8, 85);
    digest_kit_usual(&kit, "INTERVIEW", 21, 9, 85);
    cr_expect_eq(built()->themes[0]->baseline->files, 12U * 85U);
    set.key = built()->themes[0]->key;
    set.by = by;
    set.from_month = 202604;
    set.to_month = 202606;
    kit.facts.baselines = baselines;
    kit.facts.baseline_count = 1;
    cr_expect_eq(built()->themes[0]->baseline->files, 3U * 85U);
}

/* The largest harm that can be mended, never a handful where there is more. */
Test(digest_first, the_first_theme_is_the_one_to_begin_with)
{
    static const struct {
        const char *name;
        uint64_t failing;
        uint64_t files;
        int state; /* 0: never moved */
    } themes[] = {
        {"INTERVIEW", 40, 90, PFQ__V1__THEME_STATE__THEME_STATE_RECURRING},
        {"WITNESS_EVIDENCE", 30, 90, PFQ__V1__THEME_STATE__THEME_STATE_WORSENING},
        {"TIMELINESS", 80, 90, PFQ__V1__THEME_STATE__THEME_STATE_RECURRING},
        {"CASE_SUMMARY", 50, 90, PFQ__V1__THEME_STATE__THEME_STATE_IMPROVING},
        {"DISCLOSURE_SCHEDULES", 198, 927, 0},
        {"CASE_DATA", 12, 90, PFQ__V1__THEME_STATE__THEME_STATE_WATCHING},
        {"EXHIBITS_MULTIMEDIA", 2, 4, PFQ__V1__THEME_STATE__THEME_STATE_WORSENING},
        {"DA_SPECIALIST", 5, 6, 0},
    };

    const size_t count = sizeof themes / sizeof *themes;
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    for (size_t i = count; i-- > 0;) {
        (void)digest_kit_figure(&kit, "43", 202610, THEME, themes[i].name, themes[i].failing,
                                themes[i].files);
        if (themes[i].state != 0) {
            (void)digest_kit_move(&kit, "43", themes[i].name, (Pfq__V1__ThemeState)themes[i].state,
                                  "");
        }
    }
    const Pfq__V1__Digest *d = built();
    cr_assert_eq(d->n_themes, count);
    for (size_t i = 0; i < count; i++) {
        cr_expect_str_eq(d->themes[i]->key->name, themes[i].name, "%zu: %s", i,
                         d->themes[i]->key->name);
    }
}

/* A known problem is counted and listed, and nobody is told to begin with it. */
Test(digest_first, a_muted_theme_stands_last_and_is_never_the_first_thing)
{
    Pfq__V1__MuteRow row = PFQ__V1__MUTE_ROW__INIT;
    Pfq__V1__MuteRow *rows[] = {&row};
    Pfq__V1__Mute mute = PFQ__V1__MUTE__INIT;
    const Pfq__V1__Digest *d = month();
    Pfq__V1__ThemeKey key = *d->themes[0]->key;
    cr_assert_gt(d->n_themes, 1U);
    const char *second = d->themes[1]->title;
    mute.theme = &key;
    mute.until_date = 20261231;
    row.mute = &mute;
    kit.facts.mutes = rows;
    kit.facts.mute_count = 1;
    d = built();
    cr_expect_str_eq(d->themes[0]->key->name, key.name, "that mute has ended");
    row.active = true;
    d = built();
    cr_expect_str_eq(d->themes[0]->title, second);
    cr_expect_not_null(strstr(d->first_thing, second), "%s", d->first_thing);
    const Pfq__V1__ThemeLine *last = d->themes[d->n_themes - 1];
    cr_expect_str_eq(last->key->name, key.name);
    cr_expect_not_null(strstr(last->state_words, " (muted until 31 December 2026)"), "%s",
                       last->state_words);
}

Test(digest_first, where_all_is_muted_nothing_of_it_comes_first)
{
    Pfq__V1__MuteRow row = PFQ__V1__MUTE_ROW__INIT;
    Pfq__V1__MuteRow *rows[] = {&row};
    Pfq__V1__Mute mute = PFQ__V1__MUTE__INIT;
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 40, 90);
    mute.theme = built()->themes[0]->key;
    mute.until_date = 20261231;
    row.mute = &mute;
    row.active = true;
    kit.facts.mutes = rows;
    kit.facts.mute_count = 1;
    const Pfq__V1__Digest *d = built();
    cr_assert_eq(d->n_themes, 1U);
    cr_expect(d->first_thing == NULL || strstr(d->first_thing, d->themes[0]->title) == NULL, "%s",
              d->first_thing);
}

/* What is muted is above the usual all the same: nobody is told that nothing is. */
Test(digest_first, what_is_muted_and_above_the_usual_is_said_to_be)
{
    Pfq__V1__MuteRow row = PFQ__V1__MUTE_ROW__INIT;
    Pfq__V1__MuteRow *rows[] = {&row};
    Pfq__V1__Mute mute = PFQ__V1__MUTE__INIT;
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){20, 5, 5, 0});
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 40, 90);
    digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "more");
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "CASE_SUMMARY", 20, 100);
    digest_kit_usual(&kit, "CASE_SUMMARY", 14, 20, 100);
    key = *built()->themes[0]->key;
    cr_assert_str_eq(key.name, "INTERVIEW");
    cr_expect_null(strstr(built()->first_thing, "No theme"), "%s", built()->first_thing);
    mute.theme = &key;
    mute.until_date = 20261231;
    row.mute = &mute;
    row.active = true;
    kit.facts.mutes = rows;
    kit.facts.mute_count = 1;
    cr_expect_not_null(
        strstr(
            built()->first_thing,
            "No theme that is not muted is above what is usual by more than "
            "chance explains; muted and above is: Interview. The one thing that would help most: "),
        "%s", built()->first_thing);
}

/* One above with few files is above, though another is what to do first. */
Test(digest_first, few_files_above_the_usual_are_above_it)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){20, 5, 5, 0});
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 9, 9);
    digest_kit_usual(&kit, "INTERVIEW", 14, 10, 100);
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "CASE_SUMMARY", 20, 100);
    digest_kit_usual(&kit, "CASE_SUMMARY", 14, 20, 100);
    cr_expect_null(strstr(built()->first_thing, "No theme"), "%s", built()->first_thing);
}

/* A theme of 60 of 300 that fails 2 of 20 now; another of the same month. */
static const Pfq__V1__Digest *improving_beside(uint64_t failing, uint64_t usual)
{
    const Pfq__V1__FigureKind theme = PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){20, 5, 5, 0});
    digest_kit_figure(&kit, "43", 202610, theme, "INTERVIEW", 2, 20);
    digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_IMPROVING, "less");
    digest_kit_figure(&kit, "43", 202610, theme, "CASE_SUMMARY", failing, 100);
    digest_kit_usual(&kit, "CASE_SUMMARY", 14, usual, 100);
    return built();
}

/* Its months after the one that moved it, oldest first, of 60 files each; usually 12 fail. */
static const Pfq__V1__Digest *worsening_in_july(const uint64_t failing[3])
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    Pfq__V1__ThemeMove *move =
        digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_WORSENING,
                        "30 of 60 files (50%); expected 6 to 18");
    move->has_month = true;
    move->month = 202607;
    move->has_baseline_files = move->has_baseline_failing = true;
    move->baseline_files = 720;
    move->baseline_failing = 144;
    digest_kit_trend(&kit, "43", 202607, "INTERVIEW", 30, 60);
    for (int i = 0; i < 3; i++) {
        digest_kit_trend(&kit, "43", 202608 + i, "INTERVIEW", failing[i], 60);
    }
    (void)digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
                            "INTERVIEW", failing[2], 60);
    (void)digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
                            "CASE_SUMMARY", 8, 60);
    (void)digest_kit_move(&kit, "43", "CASE_SUMMARY", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING,
                          "more");
    return built();
}

Test(digest_first, a_theme_within_its_limits_again_is_told_so_and_is_not_the_first_thing)
{
    static const struct {
        uint64_t failing[3];
        const char *words;
        bool first;
    } rows[] = {
        {{30, 18, 5}, "worsening; within its limits since September 2026", false},
        {{5, 5, 0}, "worsening; within its limits since August 2026", false},
        {{5, 5, 19}, "worsening", true},
        {{30, 30, 30}, "worsening", true},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const Pfq__V1__Digest *d = worsening_in_july(rows[i].failing);
        const Pfq__V1__ThemeLine *line = d->themes[rows[i].first ? 0 : 1];
        cr_assert_str_eq(line->key->name, "INTERVIEW", "row %zu", i);
        cr_expect_str_eq(line->state_words, rows[i].words, "row %zu", i);
        cr_expect_eq(strstr(d->first_thing, "Interview") != NULL, rows[i].first, "row %zu: %s", i,
                     d->first_thing);
    }
}

Test(digest_first, what_improves_and_is_as_usual_is_not_the_first_thing_to_do)
{
    const Pfq__V1__Digest *d = improving_beside(40, 20);
    cr_expect_str_eq(d->themes[0]->key->name, "INTERVIEW", "announced themes stand first");
    cr_expect_not_null(strstr(d->first_thing, "Case summary"), "%s", d->first_thing);
    cr_expect_not_null(strstr(d->first_thing, "above what is expected"), "%s", d->first_thing);
}

Test(digest_first, where_nothing_is_above_the_usual_that_is_said_first)
{
    static const char calm[] = "No theme is above what is usual by more than chance explains.";
    const Pfq__V1__Digest *d = improving_beside(20, 20);
    cr_expect_eq(strncmp(d->first_thing, calm, strlen(calm)), 0, "%s", d->first_thing);
    d = improving_beside(8, 20);
    cr_expect_str_eq(d->themes[1]->state_words, "fewer than expected");
    cr_expect_not_null(strstr(d->first_thing, "fewer than usual"), "%s", d->first_thing);
}

/* A tail of what is expected is found somewhere every month: nobody is told to begin with it. */
Test(digest_first, what_can_be_chance_is_not_claimed_to_be_above_and_does_not_come_first)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){20, 5, 5, 0});
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 18, 85);
    digest_kit_usual(&kit, "INTERVIEW", 21, 9, 85);
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "CASE_SUMMARY", 20, 100);
    digest_kit_usual(&kit, "CASE_SUMMARY", 14, 20, 100);
    const Pfq__V1__Digest *d = built();
    cr_expect_str_eq(d->themes[1]->state_words, "above what is expected, which can be chance");
    cr_expect_not_null(strstr(d->first_thing, "No theme is above what is usual by more than "));
    cr_expect_not_null(strstr(d->first_thing, "Case summary"), "%s", d->first_thing);
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 4, 4);
    d = built();
    cr_expect_str_eq(d->themes[0]->key->name, "INTERVIEW", "now most files failed by it");
    cr_expect_null(strstr(d->first_thing, "expected"), "%s", d->first_thing);
    cr_expect_null(strstr(d->first_thing, "watched"), "%s", d->first_thing);
}

Test(digest_first, a_theme_that_fell_is_praised_though_it_was_never_announced)
{
    static const struct {
        uint64_t failing; /* of 100 in each of three months, usually 20 */
        bool praised;
    } rows[] = {{20, false}, {15, false}, {8, true}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        (void)improving_beside(rows[i].failing, 20);
        for (int32_t month = 202608; month <= 202610; month++) {
            digest_kit_trend(&kit, "43", month, "CASE_SUMMARY", rows[i].failing, 100);
        }
        const Pfq__V1__Digest *d = built();
        bool praised = false;
        for (size_t j = 0; j < d->n_praise; j++) {
            praised = praised || strstr(d->praise[j]->sentence, "Case summary: fewer") != NULL;
        }
        cr_expect_eq(praised, rows[i].praised, "%zu", i);
    }
}

/* Of a pack nobody reads the forces' own digests: what they praise, it praises. */
Test(digest_first, a_pack_praises_what_the_month_of_its_force_praises)
{
    static const Pfq__V1__DigestKind kinds[] = {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY,
                                                PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        (void)improving_beside(8, 20);
        for (int32_t month = 202608; month <= 202610; month++) {
            digest_kit_trend(&kit, "43", month, "CASE_SUMMARY", 8, 100);
        }
        kit.facts.wish.kind = kinds[i];
        const Pfq__V1__Digest *d = built();
        bool praised = false;
        for (size_t j = 0; j < d->n_praise; j++) {
            praised = praised || strstr(d->praise[j]->sentence, "Case summary: fewer") != NULL;
        }
        cr_expect(praised, "%zu", i);
    }
}

/* A force's own target below what is usual: its theme recurs, and never rose. */
static const Pfq__V1__Digest *above_target_beside(uint64_t failing, uint64_t files)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){20, 5, 5, 0});
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 13, 367);
    digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "above")
        ->rule = "TARGET";
    for (int32_t month = 202608; month <= 202610; month++) {
        digest_kit_trend(&kit, "43", month, "INTERVIEW", 13, 367);
    }
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "VICTIM_WITNESS_CARE", failing, files);
    digest_kit_usual(&kit, "VICTIM_WITNESS_CARE", 14, 30, 300);
    return built();
}

Test(digest_first, what_is_above_a_target_alone_comes_after_what_is_beyond_chance)
{
    const Pfq__V1__Digest *d = above_target_beside(104, 304);
    cr_expect_not_null(strstr(d->first_thing, "Victim and witness care"), "%s", d->first_thing);
    d = above_target_beside(30, 304);
    cr_expect_not_null(strstr(d->first_thing, "Interview"), "%s", d->first_thing);
}

/* It is told to mend it, or praised. */
Test(digest_first, no_theme_is_both_praised_and_the_first_thing)
{
    const Pfq__V1__Digest *d = above_target_beside(30, 304);
    cr_expect_eq(d->n_praise, 0U, "what goes on is not praised");
    (void)improving_beside(8, 20);
    for (int32_t month = 202608; month <= 202610; month++) {
        digest_kit_trend(&kit, "43", month, "CASE_SUMMARY", 8, 100);
    }
    d = built();
    cr_assert_eq(d->n_praise, 2U, "%zu", d->n_praise);
    cr_expect_str_eq(d->first_thing, "Nothing needs to be mended first. Pass on the praise below.");
}

/* A page lists as many as fit it: what is said is of all. */
Test(digest_first, of_files_to_mend_all_are_counted_however_many_are_listed)
{
    static const struct {
        Pfq__V1__DigestKind kind;
        const char *words;
    } rows[] = {
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET,
         " 3 of the 12 files that fail for the second time need this first."},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY, " 15 of the 57 files to mend need this first."},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_as(rows[i].kind);
        digest_kit_fill_week(&kit);
        while (kit.facts.items[0]->theme != NULL) { /* files alone */
            kit.facts.items++;
            kit.facts.item_count--;
        }
        const Pfq__V1__Digest *d = built();
        cr_expect_not_null(strstr(d->first_thing, rows[i].words), "%s", d->first_thing);
    }
}

Test(digest_first, what_cannot_be_mended_afterwards_is_prevented)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "TIMELINESS", 31, 60);
    (void)digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK, "TM01", 31,
                            60);
    cr_expect_str_eq(built()->first_thing,
                     "Plan each file back from the day it is due, and look every week at what "
                     "comes next. 31 of 60 files (52%) failed by Timeliness; there is no baseline "
                     "yet to say whether this recurs; this cannot be mended afterwards, only "
                     "prevented next time.");
}

Test(digest_first, one_file_is_said_to_be_one)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 1, 60);
    (void)digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK, "IN03", 1,
                            60);
    cr_expect_not_null(strstr(built()->first_thing, "would have mended the one file that failed"));
}

Test(digest_first, a_case_type_is_told_only_where_the_whole_theme_is_not)
{
    for (int whole = 0; whole < 2; whole++) {
        open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
        Pfq__V1__ThemeMove *move = digest_kit_move(&kit, "43", "INTERVIEW",
                                                   PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "");
        move->key->has_case_type = true;
        move->key->case_type = PFQ__V1__CASE_TYPE__CASE_TYPE_CC;
        if (whole) {
            (void)digest_kit_move(&kit, "43", "INTERVIEW",
                                  PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "");
        }
        const Pfq__V1__Digest *d = built();
        cr_assert_eq(d->n_themes, 1U);
        cr_expect_eq(d->themes[0]->key->has_case_type, !whole);
    }
}
