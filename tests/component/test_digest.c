/* Digests and packs: from what is known to the message (feedback/digest/digest.h). */
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

TestSuite(digest, .init = begin, .fini = end);

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

/* --- what is said -------------------------------------------------------------------------------
 */

Test(digest, a_month_says_how_files_came_out_and_what_to_do_first)
{
    const Pfq__V1__Digest *d = month();
    cr_expect_eq(d->received->files, 2950U);
    cr_expect_eq(d->received->first_time->files, 2813U, "undecided files are in no rate");
    cr_expect_eq(d->received->first_time->count, 1761U);
    cr_expect_eq(d->received->first_time->share_ppm, 626022U);
    cr_expect_eq(d->received->before->files, 2508U);
    cr_expect_str_eq(d->first_thing,
                     "Say for every victim whether a statement was offered, and when. This would "
                     "have mended up to 25 of the 31 files that failed by Victim and witness "
                     "care, a theme that is worsening.");
}

/* Two questions, two figures: is all there, and is what is there good enough? */
Test(digest, a_month_keeps_what_is_missing_apart_from_what_is_not_good_enough)
{
    const Pfq__V1__Digest *d = month();
    cr_expect_eq(d->received->complete->count, 2290U);
    cr_expect_eq(d->received->complete->files, 2873U, "undecided files are in no rate");
    cr_expect_eq(d->received->content->count, 2103U);
    cr_expect_eq(d->received->content->files, 2831U);
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK);
    digest_kit_fill_pack(&kit);
    cr_expect_eq(built()->received->complete->count, 2290U);
    for (size_t i = 0; i < kit.facts.first.count; i++) { /* files of a time without the figures */
        Pfq__V1__Figure *row = kit.facts.first.rows[i];
        bool aspect = row->kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_PRESENCE ||
                      row->kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_QUALITY;
        row->applicable = aspect ? 0 : row->applicable;
    }
    cr_expect_null(built()->received->complete);
    cr_expect_null(built()->received->content);
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY);
    digest_kit_fill_week(&kit);
    cr_expect_null(built()->received->complete);
}

Test(digest, the_first_thing_is_the_whole_fix_as_its_beginning_may_mend_nothing)
{
    static const struct {
        const char *fix;
        uint64_t failing;
        const char *says;
    } cases[] = {
        {"Record who attended. If nobody did, say so.", 40,
         "Record who attended. If nobody did, say so. This would have mended up to 30 of the 40 "
         "files that failed by Interview; there is no baseline yet to say whether this "
         "recurs."},
        {"Attach it, e.g. as MG15", 30,
         "Attach it, e.g. as MG15. This would have mended all 30 files that failed by Interview; "
         "there is no baseline yet to say whether this recurs."},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
        kit.facts.catalogue->checks[2]->fix = pfq_arena_strdup(&arena, cases[i].fix);
        (void)digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", cases[i].failing, 90);
        (void)digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK, "IN03",
                                30, 90);
        cr_expect_str_eq(built()->first_thing, cases[i].says);
    }
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    (void)digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "");
    cr_expect_str_eq(built()->first_thing,
                     "Settle what is done about Interview, a theme that is recurring; no file of "
                     "this period failed by it.");
}

Test(digest, without_files_sent_last_nothing_is_said_of_them)
{
    cr_expect(month()->received->has_final_meets);
    cr_expect_eq(month()->received->final_meets, 2011U);
    cr_expect_eq(month()->received->final_files, 2950U);
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){5, 0, 0, 0});
    cr_expect_not(built()->received->has_final_meets);
}

Test(digest, one_month_is_no_trend_and_an_older_move_names_its_month)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_trend(&kit, "43", 202610, "INTERVIEW", 7, 20);
    digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING,
                    "9 of 20 files")
        ->month = 202607;
    const Pfq__V1__Digest *d = built();
    cr_expect_eq(d->themes[0]->n_trend, 0U);
    cr_expect_str_eq(d->themes[0]->sentence, "in July 2026 9 of 20 files");
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY);
    digest_kit_fill_week(&kit);
    d = built();
    cr_expect_eq(strncmp(d->themes[0]->sentence, "in October 2026 31 of 60", 24), 0);
}

/* What the sentence calls expected, the table does; where files came since, it says that. */
Test(digest, what_is_expected_of_a_month_is_one_number)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    (void)digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 40, 200);
    Pfq__V1__ThemeMove *move =
        digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING,
                        "40 of 200 files (20%); expected 2 to 15");
    move->baseline_failing = 3;
    move->baseline_files = 100;
    move->has_files = move->has_failing = move->has_expected_low = move->has_expected_high = true;
    move->files = 200;
    move->failing = 40;
    move->expected_low = 2;
    move->expected_high = 15;
    const Pfq__V1__ThemeLine *line = built()->themes[0];
    cr_expect_str_eq(line->sentence, "40 of 200 files (20%); expected 2 to 15");
    cr_expect_eq(line->expected_high, 15U);
    move->files = 199;
    line = built()->themes[0];
    cr_expect_str_eq(line->sentence,
                     "as it was told then, 40 of 200 files (20%); expected 2 to 15");
    struct stats_limits rule = themes_expected(themes_rate((struct stats_share){3, 100}), 1, 200,
                                               themes_rules_usual.expected_p);
    cr_expect_eq(line->expected_low, (uint64_t)rule.low);
    cr_expect_eq(line->expected_high, (uint64_t)rule.high);
    cr_expect_neq(rule.high, themes_expected(0.03, 1, 200, themes_rules_usual.expected_p).high,
                  "by the rule of themes, and not by the bare share");
}

Test(digest, where_many_files_are_undecided_the_flag_is_greyed)
{
    static const struct {
        uint64_t undecided;
        int percent; /* 0: not set */
        const char *words;
    } rows[] = {{0, 0, "recurring"},
                {9, 0, "recurring"},
                {10, 0, "recurring (10 of 40 files undecided)"},
                {40, 0, "recurring (40 of 70 files undecided)"},
                {10, 26, "recurring"},
                {3, 9, "recurring (3 of 33 files undecided)"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
        digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){20, 5, 5, rows[i].undecided});
        digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME, "INTERVIEW",
                          9, 20);
        digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING,
                        "9 of 20 files");
        kit.facts.wish.undecided_percent = rows[i].percent;
        const Pfq__V1__Digest *d = built();
        bool low = strcmp(rows[i].words, "recurring") != 0;
        cr_expect_eq(d->themes[0]->low_coverage, low, "%zu", i);
        cr_expect_str_eq(d->themes[0]->state_words, rows[i].words, "%zu", i);
        cr_expect_eq(table_tone(d->themes[0]), low ? TONE_PLAIN : TONE_BAD, "%zu", i);
    }
}

/* Of the theme itself where that was counted; the whole files then say nothing of it. */
Test(digest, a_flag_is_greyed_by_what_its_own_theme_leaves_undecided)
{
    static const struct {
        uint64_t whole; /* files undecided, of 30 more */
        uint64_t undecided;
        uint64_t asked;
        const char *words;
    } rows[] = {{40, 0, 24, "recurring"},
                {40, 5, 24, "recurring"},
                {0, 6, 24, "recurring (6 of 24 files undecided)"},
                {40, 0, 0, "recurring (40 of 70 files undecided)"}}; /* not counted then */

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
        digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){20, 5, 5, rows[i].whole});
        digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 9, 20);
        digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_UNDECIDED_THEME,
                          "INTERVIEW", rows[i].undecided, rows[i].asked);
        digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_UNDECIDED_THEME,
                          "TIMELINESS", 9, 9);
        digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING,
                        "9 of 20 files");
        const Pfq__V1__ThemeLine *line = built()->themes[0];
        cr_expect_str_eq(line->state_words, rows[i].words, "%zu", i);
        cr_expect_eq(line->low_coverage, strcmp(rows[i].words, "recurring") != 0, "%zu", i);
        cr_assert_eq(line->decided == NULL, rows[i].asked == 0, "%zu", i);
        cr_expect(line->decided == NULL ||
                  (line->decided->count == rows[i].asked - rows[i].undecided &&
                   line->decided->files == rows[i].asked && line->decided->has_share_ppm &&
                   !line->decided->has_low_ppm && !line->decided->has_high_ppm));
    }
}

/* A file was counted between the question for the month and that for the months. */
Test(digest, the_last_month_of_a_trend_is_the_months_rate)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME, "INTERVIEW", 7,
                      20);
    digest_kit_trend(&kit, "43", 202609, "INTERVIEW", 6, 20);
    digest_kit_trend(&kit, "43", 202610, "INTERVIEW", 8, 21);
    const Pfq__V1__ThemeLine *line = built()->themes[0];
    cr_assert_eq(line->n_trend, 2U);
    cr_expect_eq(line->trend[0]->failing, 6U);
    cr_expect_eq(line->trend[1]->failing, line->rate->count);
    cr_expect_eq(line->trend[1]->files, line->rate->files);
}

Test(digest, a_theme_line_carries_all_that_the_reader_needs)
{
    const Pfq__V1__ThemeLine *line = month()->themes[0];
    cr_expect_str_eq(line->title, "Victim and witness care");
    cr_expect_str_eq(line->state_words, "worsening");
    cr_expect_eq(line->rate->count, 31U);
    cr_expect_eq(line->rate->files, 60U);
    cr_expect_eq(line->baseline->count, 60U);
    cr_expect_eq(line->expected_low, 6U, "2.5%% limits of 60 files at 20%%");
    cr_expect_eq(line->expected_high, 18U);
    cr_expect_str_eq(line->why, "The court must know what the victim wants before sentence.");
    cr_expect_str_eq(line->good, "Offered 3 May 2026, declined.");
    cr_expect_not_null(strstr(line->training, "Victim Personal Statement"));
    cr_assert_eq(line->n_behind, 2U);
    cr_expect_str_eq(line->behind[0]->check, "VW01", "the most frequent first");
    cr_assert_eq(line->n_urns, 2U);
    cr_expect_str_eq(line->urns[0], "43BC0012426", "the latest first");
    cr_assert_eq(line->n_trend, 13U);
    cr_expect_eq(line->trend[12]->month, 202610);
    cr_expect(line->trend[12]->signal);
    cr_expect_not(line->trend[2]->signal);
}

Test(digest, themes_stand_by_evidence_and_an_unsure_one_is_called_so)
{
    const Pfq__V1__Digest *d = month();
    cr_assert_eq(d->n_themes, 3U);
    cr_expect_str_eq(d->themes[0]->key->name, "VICTIM_WITNESS_CARE");
    cr_expect_str_eq(d->themes[1]->state_words, "watching");
    cr_expect_str_eq(d->themes[2]->state_words, "no baseline yet");
    cr_expect_not(d->themes[2]->has_state);
}

Test(digest, below_ten_files_there_are_counts_alone_and_without_files_no_rate)
{
    const Pfq__V1__Digest *d = month();
    cr_expect(d->themes[1]->rate->has_low_ppm);
    cr_expect_eq(d->themes[2]->rate->files, 6U);
    cr_expect_not(d->themes[2]->rate->has_share_ppm);
    cr_expect_not(d->themes[2]->rate->has_low_ppm);
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    (void)digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "");
    d = built();
    cr_expect_eq(d->received->first_time->files, 0U);
    cr_expect_not(d->received->first_time->has_share_ppm);
    cr_expect_not(d->themes[0]->has_expected_low);
    cr_expect_str_eq(d->notes[0]->code, "NO_DATA");
}

Test(digest, what_became_better_is_praised)
{
    const Pfq__V1__Digest *d = month();
    cr_assert_eq(d->n_praise, 2U);
    cr_expect_not_null(strstr(d->praise[0]->sentence, "Disclosure schedules, now resolved"));
    cr_expect_str_eq(d->praise[1]->sentence,
                     "More files met the standard first time: 1,761 of "
                     "2,813 files (63%), before 1,402 of 2,508 files (56%).");
}

Test(digest, what_is_shown_of_how_many_is_always_said)
{
    static const char *const names[] = {"CASE_DATA",       "CASE_SUMMARY",    "INTERVIEW",
                                        "TIMELINESS",      "DATA_PROTECTION", "DA_SPECIALIST",
                                        "WITNESS_EVIDENCE"};
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    for (size_t i = 0; i < 7; i++) {
        (void)digest_kit_figure(&kit, "43", 202610, THEME, names[i], i + 1, 40);
    }
    const Pfq__V1__Digest *d = built();
    cr_expect_eq(d->n_themes, 7U, "all are in the table");
    cr_expect_eq(d->themes_in_all, 7U);
    for (size_t i = 0; i < 7; i++) {
        cr_expect_eq(d->themes[i]->training != NULL, i < 5, "five are told in full: %zu", i);
    }
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY);
    for (size_t i = 0; i < 7; i++) {
        (void)digest_kit_figure(&kit, "43", 20261014, THEME, names[i], i + 1, 40);
    }
    d = built();
    cr_expect_eq(d->n_themes, 3U);
    cr_expect_eq(d->themes_in_all, 7U);
}

/* --- nothing -------------------------------------------------------------------------------------
 */

Test(digest, with_nothing_to_say_there_is_no_digest)
{
    for (int kind = 1; kind <= 5; kind++) {
        open_as((Pfq__V1__DigestKind)kind);
        cr_expect_null(digest_build(&kit.facts, &arena), "kind %d", kind);
    }
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY);
    digest_kit_verdicts(&kit, "43", 20261014, (const uint64_t[]){5, 0, 0, 0});
    (void)digest_kit_file(&kit, "43AA0012326", (const char *const[]){NULL});
    cr_expect_null(digest_build(&kit.facts, &arena), "files that meet the standard are no news");
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){5, 0, 0, 0});
    cr_expect_not_null(digest_build(&kit.facts, &arena), "a month with files is");
}

/* --- days
 * ------------------------------------------------------------------------------------------ */

Test(digest, files_to_mend_are_listed_by_fix_each_as_it_came_last)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY);
    (void)digest_kit_file(&kit, "43AA0012326", (const char *const[]){"VW01", NULL});
    (void)digest_kit_file(&kit, "43AA0012426", (const char *const[]){"IN03", NULL});
    (void)digest_kit_file(&kit, "43AA0012526", (const char *const[]){"VW01", "VW02", NULL});
    (void)digest_kit_file(&kit, "43AA0012626", (const char *const[]){"VW01", NULL});
    Pfq__V1__Receipt *again = digest_kit_file(&kit, "43AA0012626", (const char *const[]){NULL});
    again->ordinal = 2;
    const Pfq__V1__Digest *d = built();
    cr_assert_eq(d->n_cases, 3U, "what was mended is listed no more");
    cr_expect_str_eq(d->cases[0]->urn, "43AA0012426");
    cr_expect_str_eq(d->cases[1]->urn, "43AA0012326");
    cr_expect_str_eq(d->cases[2]->urn, "43AA0012526");
    cr_expect_eq(d->cases[2]->n_checks, 2U);
    cr_expect_str_eq(d->first_thing, "Say for every victim whether a statement was offered, and "
                                     "when. 2 of the 3 files to mend need this first.");
}

Test(digest, of_many_files_twenty_are_listed_and_all_are_counted)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY);
    for (int i = 0; i < 57; i++) {
        (void)digest_kit_file(&kit, pfq_arena_printf(&arena, "43AA%05d26", i),
                              (const char *const[]){"VW01", NULL});
    }
    const Pfq__V1__Digest *d = built();
    cr_expect_eq(d->n_cases, 20U);
    cr_expect_eq(d->cases_in_all, 57U);
}

Test(digest, a_day_tells_only_themes_that_moved_in_it)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY);
    Pfq__V1__ThemeMove *old =
        digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "");
    cr_expect_null(digest_build(&kit.facts, &arena));
    digest_kit_told(&kit, old);
    const Pfq__V1__Digest *d = built();
    cr_assert_eq(d->n_themes, 1U);
    cr_expect_str_eq(d->themes[0]->key->name, "INTERVIEW");
}

Test(digest, a_unit_has_its_own_files_and_figures)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY);
    kit.facts.wish.police_unit = "AA";
    digest_kit_figure(&kit, "43", 20261014, THEME, "INTERVIEW", 9, 12)->police_unit = NULL;
    digest_kit_figure(&kit, "43", 20261014, THEME, "TIMELINESS", 5, 12)->police_unit =
        pfq_arena_strdup(&arena, "AA");
    digest_kit_figure(&kit, "43", 20261014, THEME, "CASE_DATA", 5, 12)->police_unit =
        pfq_arena_strdup(&arena, "BC");
    (void)digest_kit_file(&kit, "43BC0012426", (const char *const[]){"IN03", NULL});
    (void)digest_kit_file(&kit, "43AA0012326", (const char *const[]){"VW01", NULL});
    const Pfq__V1__Digest *d = built();
    cr_assert_eq(d->n_themes, 1U);
    cr_expect_str_eq(d->themes[0]->key->name, "TIMELINESS");
    cr_assert_eq(d->n_cases, 1U);
    cr_expect_str_eq(d->cases[0]->urn, "43AA0012326");
}

/* A call is about what is open, too: its sheet is made though nothing happened in its week. */
Test(digest, a_call_sheet_is_made_while_anything_is_open)
{
    static const struct {
        const char *what;
        bool people;
        uint32_t plans, disputes, late, reviews;
        bool theme;
        bool made;
    } rows[] = {
        {"nothing", false, 0, 0, 0, 0, false, false},
        {"a challenge or a mute", true, 0, 0, 0, 0, false, true},
        {"an action plan", false, 1, 0, 0, 0, false, true},
        {"a dispute", false, 0, 1, 0, 0, false, true},
        {"an assessment", false, 0, 0, 1, 0, false, true},
        {"a review", false, 0, 0, 0, 1, false, true},
        {"a theme", false, 0, 0, 0, 0, true, true},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Pfq__V1__Compliance c = PFQ__V1__COMPLIANCE__INIT;
        Pfq__V1__CoverageLine line = PFQ__V1__COVERAGE_LINE__INIT;
        Pfq__V1__CoverageLine *lines[] = {&line};
        Pfq__V1__LateFile file = PFQ__V1__LATE_FILE__INIT;
        Pfq__V1__LateFile *files[] = {&file};
        Pfq__V1__LateReview review = PFQ__V1__LATE_REVIEW__INIT;
        Pfq__V1__LateReview *reviews[] = {&review};
        open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET);
        line.plans_open = rows[i].plans;
        line.disputes_open = rows[i].disputes;
        c.coverage = lines;
        c.n_coverage = 1;
        c.late_files = files;
        c.n_late_files = rows[i].late;
        c.late_reviews = reviews;
        c.n_late_reviews = rows[i].reviews;
        kit.facts.compliance = &c;
        kit.facts.people_open = rows[i].people;
        if (rows[i].theme) {
            digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING,
                            "9 of 20 files");
        }
        const Pfq__V1__Digest *d = digest_build(&kit.facts, &arena);
        cr_expect_eq(d != NULL, rows[i].made, "%s", rows[i].what);
        cr_expect(d == NULL || strstr(d->first_thing, "use the call for what is open") != NULL,
                  "%s", rows[i].what);
        kit.facts.wish.kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY;
        kit.facts.compliance = NULL;
        cr_expect_null(digest_build(&kit.facts, &arena), "a force has no news: %s", rows[i].what);
    }
}

/* A force's problem is no news for a unit without a file that failed by it; of a unit that does not
 * exist there is nothing to say. */
Test(digest, a_unit_hears_of_its_forces_themes_only_where_it_has_a_part)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    kit.facts.wish.police_unit = "AA";
    digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "");
    cr_expect_null(digest_build(&kit.facts, &arena));
    digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 2, 12)->police_unit =
        pfq_arena_strdup(&arena, "AA");
    const Pfq__V1__Digest *d = built();
    cr_assert_eq(d->n_themes, 1U);
    cr_expect_str_eq(d->themes[0]->state_words, "recurring in the force as a whole");
}

/* --- packs
 * ------------------------------------------------------------------------------------------ */

static Pfq__V1__Digest *pack(void)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK);
    digest_kit_fill_pack(&kit);
    return built();
}

Test(digest, a_pack_shows_forces_by_code_beside_limits_from_all_forces)
{
    const Pfq__V1__Digest *d = pack();
    cr_assert_eq(d->n_forces, 3U);
    cr_expect_str_eq(d->forces[0]->force, "40");
    cr_expect_str_eq(d->forces[1]->force, "41");
    cr_expect_str_eq(d->forces[2]->force, "43");
    cr_expect_eq(d->forces[2]->first_time->count, 1761U);
    cr_expect_not(d->forces[1]->has_adjusted_ppm, "7 files: no rate, so no judgement");
    cr_assert(d->forces[0]->has_outside_998);
    cr_expect_eq(d->forces[0]->expected_milli / 1000,
                 (uint64_t)d->forces[0]->first_time->files * d->funnel->centre_ppm / 1000000,
                 "one case type: what is expected is the rate of all");
    cr_expect_gt(d->funnel->phi_ppm, 1000000U);
    cr_expect_gt(d->funnel->n_limits, 10U);
    cr_expect_lt(d->funnel->limits[0]->low_998_ppm, d->funnel->limits[0]->low_95_ppm);
    cr_expect(d->has_false_alarms_milli);
    cr_expect_eq(d->forces[2]->themes, 1U);
}

Test(digest, a_pack_names_whom_it_speaks_of_and_tells_announced_themes_alone)
{
    const Pfq__V1__Digest *d = pack();
    cr_assert_eq(d->n_themes, 1U);
    cr_expect_str_eq(d->themes[0]->key->force, "43");
    cr_expect_not_null(strstr(d->first_thing, "Thames Valley Police: "));
}

/* A case type whose whole theme is announced is not told, so it is not counted either. */
Test(digest, a_force_has_as_many_themes_as_are_told)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK);
    digest_kit_fill_pack(&kit);
    for (int type = PFQ__V1__CASE_TYPE__CASE_TYPE_MC; type <= PFQ__V1__CASE_TYPE__CASE_TYPE_CC;
         type++) {
        Pfq__V1__ThemeMove *move =
            digest_kit_move(&kit, "43", "VICTIM_WITNESS_CARE",
                            PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "9 of 20 files");
        move->key->has_case_type = true;
        move->key->case_type = (Pfq__V1__CaseType)type;
    }
    for (int i = 0; i < 2; i++) { /* of another system: one more, never added up with the checks' */
        Pfq__V1__ThemeMove *move = digest_kit_move(
            &kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "9 of 20 files");
        move->key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_TRIAGE;
        move->key->has_case_type = i == 1;
    }
    const Pfq__V1__Digest *d = built();
    cr_expect_eq(d->themes_in_all, 2U);
    cr_expect_eq(d->forces[2]->themes, 2U);
}

/* --- closed months ------------------------------------------------------------------------ */

static void add_now(const char *name, Pfq__V1__FigureKind kind, uint64_t failing,
                    uint64_t applicable)
{
    struct digest_figures *now = &kit.facts.now;
    if (now->rows == NULL) {
        now->rows = pfq_arena_new(&arena, Pfq__V1__Figure *, 20);
    }
    now->rows[now->count++] =
        digest_kit_figure(&kit, "43", 202610, kind, name, failing, applicable);
    kit.facts.first.count--; /* it is no figure of the closed month */
}

Test(digest, themes_that_no_file_failed_by_are_named_and_not_listed)
{
    const Pfq__V1__FigureKind theme = PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){20, 5, 5, 1});
    digest_kit_figure(&kit, "43", 202610, theme, "INTERVIEW", 9, 20);
    digest_kit_figure(&kit, "43", 202610, theme, "TIMELINESS", 0, 6);
    digest_kit_figure(&kit, "43", 202610, theme, "CASE_SUMMARY", 0, 20);
    (void)digest_kit_file(&kit, "43AA0012326", (const char *const[]){"IN03", NULL});
    const Pfq__V1__Digest *d = built();
    cr_expect_eq(d->n_themes, 1U);
    cr_assert_eq(d->n_notes, 1U);
    cr_expect_str_eq(d->notes[0]->message,
                     "2 themes without a failing file are not listed: Case summary, Timeliness.");
}

Test(digest, every_figure_of_a_closed_month_is_told_beside_what_it_would_be_now)
{
    static const struct {
        const char *name;
        uint64_t closed, closed_of, now, now_of;
    } rows[] = {{"first_time", 20, 30, 22, 33}, {"meets", 20, 31, 22, 34},
                {"does_not", 5, 31, 6, 34},     {"complete", 25, 30, 28, 33},
                {"INTERVIEW", 9, 20, 10, 23},   {"IN03", 8, 20, 9, 23}};

    const Pfq__V1__FigureKind theme = PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;
    const Pfq__V1__FigureKind check = PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK;
    const Pfq__V1__FigureKind verdict = PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT;
    const Pfq__V1__FigureKind presence = PFQ__V1__FIGURE_KIND__FIGURE_KIND_PRESENCE;
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){20, 5, 5, 1});
    digest_kit_figure(&kit, "43", 202610, theme, "INTERVIEW", 9, 20);
    digest_kit_figure(&kit, "43", 202610, theme, "CASE_SUMMARY", 3, 20);
    digest_kit_figure(&kit, "43", 202610, check, "IN03", 8, 20);
    digest_kit_figure(&kit, "43", 202610, presence, "MEETS", 0, 25);
    digest_kit_figure(&kit, "43", 202610, presence, "DOES_NOT_MEET", 0, 5);
    digest_kit_month(&kit, 202610, PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED, 5);
    cr_expect_eq(built()->n_restated, 0U);
    add_now("MEETS", presence, 0, 28);
    add_now("DOES_NOT_MEET", presence, 0, 5);
    add_now("MEETS", verdict, 0, 22);
    add_now("PARTLY_MEETS", verdict, 0, 5);
    add_now("DOES_NOT_MEET", verdict, 0, 6);
    add_now("UNDECIDED", verdict, 0, 1);
    add_now("INTERVIEW", theme, 10, 23);
    add_now("CASE_SUMMARY", theme, 3, 20);
    add_now("IN03", check, 9, 23);
    const Pfq__V1__Digest *d = built();
    cr_expect_eq(d->received->meets, 20U, "the month reads as it was closed");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Pfq__V1__Restated *found = NULL;
        for (size_t j = 0; j < d->n_restated; j++) {
            found = strcmp(d->restated[j]->name, rows[i].name) == 0 ? d->restated[j] : found;
        }
        cr_assert_not_null(found, "%s", rows[i].name);
        cr_expect_eq(found->closed_count, rows[i].closed, "%s", rows[i].name);
        cr_expect_eq(found->closed_files, rows[i].closed_of, "%s", rows[i].name);
        cr_expect_eq(found->now_count, rows[i].now, "%s", rows[i].name);
        cr_expect_eq(found->now_files, rows[i].now_of, "%s", rows[i].name);
    }
    cr_expect_str_eq(d->notes[0]->message,
                     "5 submissions of October 2026 came after it was closed: they bring 3 more "
                     "files, and are not in these figures.",
                     "the 3 are those between 31 and 34");
    cr_expect_str_eq(d->restated[0]->name, "meets", "a page that is cut shows these first");
    for (size_t j = 0; j < d->n_restated; j++) {
        cr_expect_str_neq(d->restated[j]->name, "CASE_SUMMARY", "which would be the same");
    }
}

/* --- who may see it
 * ------------------------------------------------------------------------------------ */

Test(digest, a_pack_never_goes_out)
{
    Pfq__V1__Digest *d = pack();
    cr_expect_not(digest_outside(d));
    cr_expect_eq(d->audience, PFQ__V1__AUDIENCE__AUDIENCE_INSIDE);
    cr_expect_eq(d->n_forces, 3U);
}

Test(digest, outside_a_theme_that_is_only_watched_is_told_as_unsure)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_fill_month(&kit);
    Pfq__V1__Digest *d = built();
    cr_assert(digest_outside(d));
    cr_expect_str_eq(d->themes[1]->state_words, "as usual", "by its figures alone");
    cr_expect_not(d->themes[1]->has_state);
    cr_expect_null(d->themes[1]->sentence);
    cr_expect(d->themes[0]->has_state, "what is announced stays");
}

Test(digest, outside_less_than_five_files_of_a_unit_or_case_type_are_not_told)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    kit.facts.wish.police_unit = "AA";
    digest_kit_figure(&kit, "43", 202610, THEME, "TIMELINESS", 1, 4)->police_unit =
        pfq_arena_strdup(&arena, "AA");
    digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 1, 5)->police_unit =
        pfq_arena_strdup(&arena, "AA");
    Pfq__V1__Digest *d = built();
    cr_assert_eq(d->n_themes, 2U);
    cr_assert(digest_outside(d));
    cr_assert_eq(d->n_themes, 1U);
    cr_expect_str_eq(d->themes[0]->key->name, "INTERVIEW");
}

/* Nor by what is said of them: what to do first, and which ones no file failed by. */
Test(digest, outside_nothing_names_a_theme_that_is_not_told)
{
    static const struct {
        const char *name;
        uint64_t failing, files;
    } themes[] = {{"INTERVIEW", 1, 2}, {"TIMELINESS", 0, 2}, {"CASE_SUMMARY", 0, 5}};

    for (int unit = 0; unit < 2; unit++) {
        open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
        kit.facts.wish.police_unit = unit == 0 ? NULL : "AA";
        for (size_t i = 0; i < sizeof themes / sizeof *themes; i++) {
            digest_kit_figure(&kit, "43", 202610, THEME, themes[i].name, themes[i].failing,
                              themes[i].files)
                ->police_unit = pfq_arena_strdup(&arena, "AA");
        }
        Pfq__V1__Digest *d = built();
        cr_expect_not_null(strstr(d->first_thing, "Interview"), "%s", d->first_thing);
        int listed = 0;
        for (size_t i = 0; i < d->n_notes; i++) {
            listed += strncmp(d->notes[i]->code, "NOT_LISTED", 10) == 0;
        }
        cr_expect_eq(listed, unit == 0 ? 1 : 2, "inside all are named");
        cr_assert(digest_outside(d));
        cr_expect_eq(strstr(d->first_thing, "Interview") == NULL, unit == 1, "%s", d->first_thing);
        bool told = false;
        bool named = false;
        for (size_t i = 0; i < d->n_notes; i++) {
            told = told || strstr(d->notes[i]->message, "Timeliness") != NULL;
            named = named || strstr(d->notes[i]->message, "Case summary") != NULL;
        }
        cr_expect_eq(told, unit == 0, "a force's own are no secret");
        cr_expect(named);
    }
}

static void check_marked(const ProtobufCMessageDescriptor *type)
{
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        cr_expect(digest_field_is_marked(type->short_name, field->name),
                  "add to services/feedback/digest/audience.def: %s.%s", type->short_name,
                  field->name);
        if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
            check_marked(field->descriptor);
        }
    }
}

Test(digest, every_field_is_marked_inside_or_outside)
{
    check_marked(&pfq__v1__digest__descriptor);
    cr_expect_not(digest_field_goes_out("Digest", "forces"));
    cr_expect_not(digest_field_goes_out("Digest", "no_such_field"), "what has no mark stays");
}

/* Whatever stands in a field that is marked INSIDE is gone from the bytes that leave. */
Test(digest, what_is_marked_inside_is_not_in_what_leaves)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_fill_month(&kit);
    Pfq__V1__Digest *d = built();
    Pfq__V1__ForceLine line = PFQ__V1__FORCE_LINE__INIT;
    Pfq__V1__ForceLine *lines[] = {&line};
    line.force_name = pfq_arena_strdup(&arena, "MARKER-1");
    d->forces = lines;
    d->n_forces = 1;
    d->notes[0]->path = pfq_arena_strdup(&arena, "MARKER-2");
    d->notes[0]->fix = pfq_arena_strdup(&arena, "MARKER-3");
    struct pfq_bytes before = pfq_wire_pack(&d->base, &arena);
    cr_assert(digest_outside(d));
    struct pfq_bytes after = pfq_wire_pack(&d->base, &arena);
    cr_expect_not_null(memmem(before.data, before.size, "MARKER-", 7));
    cr_expect_null(memmem(after.data, after.size, "MARKER-", 7));
    cr_expect_eq(d->audience, PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE);
}

/* --- periods
 * ------------------------------------------------------------------------------------------ */

Test(digest, periods_begin_and_end_where_people_say)
{
    static const struct {
        Pfq__V1__DigestKind kind;
        int32_t date;
        int32_t from;
        int32_t to;
        int32_t before;
    } cases[] = {
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY, 20260301, 20260301, 20260301, 20260228},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY, 20261101, 20261026, 20261101, 20261019},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET, 20261102, 20261102, 20261108, 20261026},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 20240215, 20240201, 20240229, 20240101},
        {PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK, 20260131, 20260101, 20260131, 20251201}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct digest_period p = digest_period(cases[i].kind, cases[i].date);
        cr_expect_eq(p.from, cases[i].from, "%zu", i);
        cr_expect_eq(p.to, cases[i].to, "%zu", i);
        cr_expect_eq(digest_period_before(cases[i].kind, cases[i].date).from, cases[i].before,
                     "%zu", i);
    }
}

/* --- figures that are not whole ------------------------------------------------------------ */

static const char *note_of(const Pfq__V1__Digest *d, const char *code)
{
    for (size_t i = 0; i < d->n_notes; i++) {
        if (strcmp(d->notes[i]->code, code) == 0) {
            return d->notes[i]->message;
        }
    }
    return NULL;
}

Test(digest, what_is_not_yet_counted_is_said_in_words_and_first)
{
    static const struct {
        uint64_t behind;
        int64_t ago_ms;
        const char *says;
    } cases[] = {
        {12345, 4 * 60000, "12,345 submissions of the last 4 minutes"},
        {1, 900, "1 submission of the last minute"},
        {70, 5 * 3600000, "70 submissions of the last 5 hours"},
        {70, INT64_C(3) * 86400000, "70 submissions of the last 3 days"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
        digest_kit_fill_month(&kit);
        kit.facts.behind = cases[i].behind;
        kit.facts.behind_since = kit.facts.wish.made_at - cases[i].ago_ms;
        const Pfq__V1__Digest *d = built();
        cr_assert_str_eq(d->notes[0]->code, "NOT_COUNTED");
        cr_expect_not_null(strstr(d->notes[0]->message, cases[i].says), "%s", d->notes[0]->message);
    }
    cr_expect_null(note_of(month(), "NOT_COUNTED"));
}

/* A closed month's digest reads the same for ever, once its themes were judged by that. */
Test(digest, a_month_whose_themes_are_not_settled_yet_says_so)
{
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){20, 5, 5, 0});
    digest_kit_month(&kit, 202610, PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED, 0);
    cr_expect_null(note_of(built(), "THEMES_PENDING"));
    kit.facts.months[0]->has_themes_pending = kit.facts.months[0]->themes_pending = true;
    const char *says = note_of(built(), "THEMES_PENDING");
    cr_assert_not_null(says);
    cr_expect_not_null(strstr(says, "October 2026 was just closed"), "%s", says);
}

/* Themes are made of the figures in a run after them: until then the page is ahead of them. */
Test(digest, themes_that_are_behind_the_figures_are_said_to_be)
{
    cr_expect_null(note_of(month(), "THEMES_BEHIND"));
    kit.facts.themes_up_to = 98765;
    const char *note = note_of(built(), "THEMES_BEHIND");
    cr_assert_not_null(note);
    cr_expect_not_null(strstr(note, "as of entry 98,765; the figures are up to entry 123,456."),
                       "%s", note);
    for (size_t i = 0; i < kit.facts.month_count; i++) {
        kit.facts.months[i]->state = PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED;
    }
    cr_expect_null(note_of(built(), "THEMES_BEHIND"), "a closed month's are what they are");
}

/* Examples come by arrival, figures by event: of a month that was loaded later there are none. */
Test(digest, themes_without_an_example_are_said_to_have_none)
{
    cr_expect_null(note_of(month(), "NO_EXAMPLES"));
    kit.facts.item_count = 0;
    const char *note = note_of(built(), "NO_EXAMPLES");
    cr_assert_not_null(note);
    cr_expect_not_null(strstr(note, "an example of: Victim and witness care; Interview; "), "%s",
                       note);
    for (uint64_t files = 4; files < 6; files++) {
        open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
        kit.facts.wish.police_unit = pfq_arena_strdup(&arena, "AA");
        digest_kit_figure(&kit, "43", 202610, THEME, "INTERVIEW", 1, files)->police_unit =
            pfq_arena_strdup(&arena, "AA");
        cr_expect_eq(note_of(built(), "NO_EXAMPLES") != NULL, files == 5,
                     "a force is told nothing of fewer than five");
    }
    open_as(PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET);
    digest_kit_fill_week(&kit);
    cr_expect_null(note_of(built(), "NO_EXAMPLES"), "it never has examples");
}
