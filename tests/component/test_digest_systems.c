/* What people at the CPS found, in digests and packs: beside what the checks found, named, and
 * never added up with it. */
#include <criterion/criterion.h>
#include <string.h>

#include "feedback/digest/pages.h"
#include "support/digest_kit.h"

#define TRIAGE   PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_TRIAGE
#define ASSESSED PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_ASSESSED
#define MONTHLY  PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY
#define EXPECTED PFQ__V1__FIGURE_KIND__FIGURE_KIND_EXPECTED
#define PACK     PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK

static struct pfq_arena arena;
static struct digest_kit kit;

static void begin(void)
{
    pfq_arena_open(&arena);
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(digest_systems, .init = begin, .fini = end);

static Pfq__V1__Digest *built(void)
{
    Pfq__V1__Digest *d = digest_build(&kit.facts, &arena);
    cr_assert_not_null(d);
    return d;
}

static Pfq__V1__Digest *made(Pfq__V1__DigestKind kind)
{
    digest_kit_open(&kit, kind, &arena);
    if (kind == PACK) {
        digest_kit_fill_pack(&kit);
    } else {
        digest_kit_fill_month(&kit);
    }
    digest_kit_add_people(&kit);
    return built();
}

static Pfq__V1__ThemeLine *line_of(const Pfq__V1__Digest *d, Pfq__V1__ThemeSystem system,
                                   const char *name)
{
    for (size_t i = 0; i < d->n_themes; i++) {
        const Pfq__V1__ThemeKey *key = d->themes[i]->key;
        if (key->system == system && strcmp(key->name, name) == 0) {
            return d->themes[i];
        }
    }
    return NULL;
}

static char *written(void (*write)(const Pfq__V1__Digest *, struct pfq_arena *, FILE *),
                     const Pfq__V1__Digest *d)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    write(d, &arena, out);
    fclose(out);
    char *kept = pfq_arena_strdup(&arena, text);
    free(text);
    return kept;
}

Test(digest_systems, a_line_says_who_found_it_of_how_many_files_and_by_what_reasons)
{
    const Pfq__V1__Digest *d = made(MONTHLY);
    const Pfq__V1__ThemeLine *line = line_of(d, ASSESSED, "EXHIBITS_MULTIMEDIA");
    cr_assert_not_null(line);
    cr_expect_str_eq(line->title, "CPS assessments: Exhibits and multimedia");
    cr_expect_eq(line->rate->count, 12U);
    cr_expect_eq(line->rate->files, 40U);
    cr_expect_eq(line->baseline->files, 480U);
    cr_expect_eq(line->expected_high, 6U);
    cr_expect_eq(line->n_trend, 13U);
    cr_expect(line->trend[12]->has_high_ppm && line->trend[12]->signal);
    cr_expect_str_eq(line->training, "Clipping footage, formats that play");
    cr_assert_eq(line->n_behind, 3U);
    cr_expect_eq(line->behind_in_all, 4U);
    cr_expect_str_eq(line->behind[0]->check, "D13");
    cr_expect_str_eq(line->behind[0]->title, "Body worn video was not provided");
    cr_expect_null(line->behind[0]->fix, "nobody made one up");
    cr_expect_eq(line->behind[0]->rate->count, 8U);
    cr_expect_eq(line->behind[0]->rate->files, 40U);
    const Pfq__V1__ThemeLine *triage = line_of(d, TRIAGE, "INTERVIEW");
    cr_assert_not_null(triage);
    cr_expect_str_eq(triage->title, "CPS triage: Interview");
    cr_expect_str_eq(triage->behind[0]->check, "T08");
    const Pfq__V1__ThemeLine *checks =
        line_of(d, PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE, "INTERVIEW");
    cr_expect_eq(checks->rate->files, 20U, "never added up");
    cr_expect_str_eq(checks->title, "Interview");
}

/* A reason that a check of the same theme has says why it matters; one without says nothing. */
Test(digest_systems, why_it_matters_is_said_where_a_check_of_the_theme_has_the_reason)
{
    static char *reasons[] = {NULL};
    const Pfq__V1__Digest *d = made(MONTHLY);
    cr_expect_null(line_of(d, TRIAGE, "INTERVIEW")->why);
    reasons[0] = pfq_arena_strdup(&arena, "T08");
    for (size_t i = 0; i < kit.facts.catalogue->n_checks; i++) {
        Pfq__V1__CatalogueCheck *check = kit.facts.catalogue->checks[i];
        check->n_reasons = 1;
        check->reasons = reasons;
    }
    const Pfq__V1__ThemeLine *line = line_of(built(), TRIAGE, "INTERVIEW");
    cr_expect_str_eq(line->why, "The defence is known from the interview alone.");
    cr_expect_null(line->behind[0]->fix);
}

Test(digest_systems, announced_ones_stand_among_the_announced_and_others_behind_the_checks)
{
    const Pfq__V1__Digest *d = made(MONTHLY);

    static const struct {
        const char *name;
        Pfq__V1__ThemeSystem system;
    } order[] = {{"VICTIM_WITNESS_CARE", PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE},
                 {"EXHIBITS_MULTIMEDIA", ASSESSED},
                 {"INTERVIEW", PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE},
                 {"INTERVIEW", TRIAGE}, /* with more failing files than the checks found */
                 {"VICTIM_WITNESS_CARE", ASSESSED},
                 {"TIMELINESS", PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE}};

    cr_assert_eq(d->n_themes, sizeof order / sizeof *order);
    for (size_t i = 0; i < d->n_themes; i++) {
        cr_expect_str_eq(d->themes[i]->key->name, order[i].name, "%zu", i);
        cr_expect_eq(d->themes[i]->key->system, order[i].system, "%zu", i);
    }
}

/* Without a fix to name, the first thing is to train, and what was found most often. */
Test(digest_systems, the_first_thing_of_what_people_found_is_training)
{
    digest_kit_open(&kit, MONTHLY, &arena);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){100, 0, 0, 0});
    digest_kit_add_people(&kit);
    cr_expect_str_eq(built()->first_thing,
                     "Train for Exhibits and multimedia: 12 of 40 files assessed (30%) failed, "
                     "most often: Body worn video was not provided (8 files), a theme that is "
                     "recurring.");
}

Test(digest_systems, undecided_files_of_the_checks_grey_no_flag_of_people)
{
    digest_kit_open(&kit, MONTHLY, &arena);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){10, 0, 0, 90});
    digest_kit_add_people(&kit);
    const Pfq__V1__ThemeLine *line = line_of(built(), ASSESSED, "EXHIBITS_MULTIMEDIA");
    cr_expect(line->has_low_coverage && !line->low_coverage);
    cr_expect_str_eq(line->state_words, "recurring");
}

/* Twelve of thousands say little of the rest; the same bound as in an Area's pack. */
Test(digest_systems, a_flag_of_people_is_greyed_by_the_files_that_they_did_not_look_at)
{
    static const struct {
        uint64_t unseen;
        uint64_t ought;
        const char *words;
    } rows[] = {{0, 0, "recurring"},
                {0, 40, "recurring"},
                {40, 80, "recurring"},
                {41, 81, "recurring (40 of 81 files that ought to be assessed were)"},
                {3681, 3721, "recurring (40 of 3,721 files that ought to be assessed were)"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        digest_kit_open(&kit, MONTHLY, &arena);
        digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){100, 0, 0, 0});
        digest_kit_add_people(&kit);
        (void)digest_kit_figure(&kit, "43", 202610, EXPECTED, "TRIAGE", 0, 9000);
        (void)digest_kit_figure(&kit, "43", 202610, EXPECTED, "DGA", rows[i].unseen, rows[i].ought);
        const Pfq__V1__ThemeLine *line = line_of(built(), ASSESSED, "EXHIBITS_MULTIMEDIA");
        cr_expect_str_eq(line->state_words, rows[i].words, "%zu", i);
        cr_expect_eq(line->low_coverage, strcmp(rows[i].words, "recurring") != 0, "%zu", i);
        cr_assert_eq(line->decided == NULL, rows[i].ought == 0, "%zu", i);
        cr_expect(line->decided == NULL ||
                  (line->decided->count == rows[i].ought - rows[i].unseen &&
                   line->decided->files == rows[i].ought));
    }
}

Test(digest_systems, coverage_stands_beside_each_rate_of_people)
{
    (void)made(MONTHLY);
    (void)digest_kit_figure(&kit, "43", 202610, EXPECTED, "DGA", 3709, 3721);
    (void)digest_kit_figure(&kit, "43", 202610, EXPECTED, "TRIAGE", 50, 200);
    const Pfq__V1__Digest *d = built();
    const Pfq__V1__ThemeLine *triage = line_of(d, TRIAGE, "INTERVIEW");
    cr_expect(triage->decided->count == 150 && triage->decided->files == 200);
    cr_expect_not_null(strstr(written(digest_text, d),
                              "How often: 12 of 40 files assessed (30%); 12 of 3,721 files that"));
    cr_expect_not_null(
        strstr(written(digest_html, d), "12 of 3,721 files that ought to be assessed were ("));
    cr_expect_not_null(
        strstr(written(digest_html, d), "150 of 200 files that ought to be triaged were (75%)"));
    cr_expect_not_null(strstr(written(digest_csv, d), "/ASSESSED/EXHIBITS_MULTIMEDIA/decided~"));
}

/* What few files stand for leads nobody, as long as anything else is told. */
Test(digest_systems, a_greyed_theme_is_not_the_first_thing_to_do)
{
    digest_kit_open(&kit, MONTHLY, &arena);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){100, 0, 0, 0});
    digest_kit_add_people(&kit);
    (void)digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
                            "CASE_DATA", 9, 100);
    cr_expect_not_null(strstr(built()->first_thing, "Train for Exhibits and multimedia"));
    (void)digest_kit_figure(&kit, "43", 202610, EXPECTED, "DGA", 3709, 3721);
    cr_expect_null(strstr(built()->first_thing, "Exhibits"), "%s", built()->first_thing);
    cr_expect_not_null(strstr(built()->first_thing, "Train for Case data: 9 of 100 files"), "%s",
                       built()->first_thing);
}

Test(digest_systems, what_no_file_failed_by_is_named_with_who_looked)
{
    const Pfq__V1__Digest *d = made(MONTHLY);
    bool said = false;
    for (size_t i = 0; i < d->n_notes; i++) {
        said = said || strcmp(d->notes[i]->message, "CPS assessments: 1 theme without a failing "
                                                    "file is not listed: Case data.") == 0;
    }
    cr_expect(said);
}

static Pfq__V1__MuteRow *muted(Pfq__V1__ThemeSystem system)
{
    Pfq__V1__MuteRow *row = pfq_arena_new(&arena, Pfq__V1__MuteRow, 1);
    pfq__v1__mute_row__init(row);
    row->active = true;
    row->mute = pfq_arena_new(&arena, Pfq__V1__Mute, 1);
    pfq__v1__mute__init(row->mute);
    row->mute->until_date = 20261231;
    row->mute->theme = pfq_arena_new(&arena, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(row->mute->theme);
    row->mute->theme->force = pfq_arena_strdup(&arena, "43");
    row->mute->theme->name = pfq_arena_strdup(&arena, "VICTIM_WITNESS_CARE");
    row->mute->theme->has_system = true;
    row->mute->theme->system = system;
    return row;
}

Test(digest_systems, a_mute_is_of_one_system)
{
    Pfq__V1__MuteRow *mutes[] = {muted(ASSESSED)};
    (void)made(MONTHLY);
    kit.facts.mutes = mutes;
    kit.facts.mute_count = 1;
    const Pfq__V1__Digest *d = built();
    cr_expect_str_eq(d->themes[0]->key->name, "VICTIM_WITNESS_CARE");
    cr_expect_null(strstr(d->themes[0]->state_words, "muted"), "the checks go on");
    cr_expect_eq(d->themes[d->n_themes - 1]->key->system, ASSESSED);
    cr_expect_not_null(strstr(d->themes[d->n_themes - 1]->state_words, "muted until"));
}

Test(digest_systems, examples_are_files_whose_failures_stand)
{
    const Pfq__V1__AssessmentKind dga = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    const Pfq__V1__AssessmentKind nfq = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_NFQ;
    const Pfq__V1__Theme exhibits = PFQ__V1__THEME__THEME_EXHIBITS_MULTIMEDIA;
    const Pfq__V1__Standing stands = PFQ__V1__STANDING__STANDING_AWAITED;
    const Pfq__V1__Standing removed = PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED;
    digest_kit_open(&kit, MONTHLY, &arena);
    digest_kit_fill_month(&kit);
    digest_kit_add_people(&kit);
    (void)digest_kit_plan(&kit, "43AA0070126", "A1", dga, exhibits, stands);
    (void)digest_kit_plan(&kit, "43AA0070226", "A2", dga, exhibits, stands);
    (void)digest_kit_plan(&kit, "43AA0070226", "A2", dga, exhibits, removed); /* told later */
    (void)digest_kit_plan(&kit, "43AA0070326", "A3", nfq, exhibits, stands);
    (void)digest_kit_plan(&kit, "43AA0070426", "T1",
                          PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE, exhibits, stands);
    (void)digest_kit_plan(&kit, "43AA0070526", "A5", dga, PFQ__V1__THEME__THEME_INTERVIEW, stands);
    digest_kit_plan(&kit, "43AA0070626", "A6", dga, exhibits, stands)->withdrawn = true;
    (void)digest_kit_plan(&kit, "43AA0070126", "N1", nfq, exhibits, stands); /* the same file */
    const Pfq__V1__ThemeLine *line = line_of(built(), ASSESSED, "EXHIBITS_MULTIMEDIA");
    cr_assert_eq(line->n_urns, 2U);
    cr_expect_str_eq(line->urns[0], "43AA0070126");
    cr_expect_str_eq(line->urns[1], "43AA0070326");
}

Test(digest_systems, a_closed_month_says_what_people_said_otherwise_since)
{
    const Pfq__V1__FigureKind theme = PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_THEME;
    const Pfq__V1__FigureKind reason = PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_REASON;
    digest_kit_open(&kit, MONTHLY, &arena);
    digest_kit_verdicts(&kit, "43", 202610, (const uint64_t[]){100, 0, 0, 0});
    digest_kit_add_people(&kit);
    kit.facts.now.rows = pfq_arena_new(&arena, Pfq__V1__Figure *, kit.facts.first.count + 2);
    for (size_t i = 0; i < kit.facts.first.count; i++) {
        Pfq__V1__Figure *row = pfq_arena_new(&arena, Pfq__V1__Figure, 1);
        *row = *kit.facts.first.rows[i];
        bool removed = (row->kind == theme && strcmp(row->name, "EXHIBITS_MULTIMEDIA") == 0) ||
                       (row->kind == reason && strcmp(row->name, "D13") == 0);
        row->failing -= removed; /* a dispute was accepted */
        kit.facts.now.rows[kit.facts.now.count++] = row;
    }
    const Pfq__V1__Digest *d = built();
    cr_assert_eq(d->n_restated, 2U);
    cr_expect_str_eq(d->restated[0]->name, "ASSESSED/EXHIBITS_MULTIMEDIA");
    cr_expect_str_eq(d->restated[0]->what, "CPS assessments: Exhibits and multimedia");
    cr_expect_eq(d->restated[0]->closed_count, 12U);
    cr_expect_eq(d->restated[0]->now_count, 11U);
    cr_expect_str_eq(d->restated[1]->name, "ASSESSED/D13");
}

Test(digest_systems, every_form_names_the_system_and_what_its_files_are)
{
    static const Pfq__V1__DigestKind kinds[] = {MONTHLY, PACK};
    for (size_t i = 0; i < 2; i++) {
        const Pfq__V1__Digest *d = made(kinds[i]);
        const char *text = written(digest_text, d);
        const char *html = written(digest_html, d);
        const char *csv = written(digest_csv, d);
        cr_expect_not_null(strstr(text, "CPS assessments: Exhibits and"));
        cr_expect_not_null(strstr(text, "How often: 12 of 40 files assessed (30%)"), "%s", text);
        cr_expect_not_null(strstr(html, "CPS assessments: Exhibits and multimedia"));
        cr_expect_not_null(strstr(html, "12 of 40 files assessed (30%)"));
        cr_expect_not_null(strstr(html, "Files assessed failing"));
        cr_expect_not_null(strstr(html, "Reason code"));
        cr_expect_not_null(strstr(html, "the files that they triaged or assessed"));
        cr_expect_not_null(strstr(csv, "/ASSESSED/EXHIBITS_MULTIMEDIA/files~"));
        cr_expect_not_null(strstr(csv, "/ASSESSED/EXHIBITS_MULTIMEDIA/D13/failing~"));
        cr_expect_not_null(strstr(written(digest_json, d), "ASSESSED"));
    }
}

Test(digest_systems, outside_what_is_only_watched_is_told_by_its_figures_alone)
{
    Pfq__V1__Digest *d = made(MONTHLY);
    (void)d;
    digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_WATCHING,
                    "9 of 150 files triaged (6%); added up file by file, too many failed")
        ->key->system = TRIAGE;
    d = built();
    cr_expect(line_of(d, TRIAGE, "INTERVIEW")->has_state);
    cr_assert(digest_outside(d));
    const Pfq__V1__ThemeLine *line = line_of(d, TRIAGE, "INTERVIEW");
    cr_expect_not(line->has_state);
    cr_expect_null(line->sentence);
    cr_expect_null(strstr(written(digest_text, d), "added up file by file"));
    cr_expect_not_null(strstr(written(digest_text, d), "CPS triage: Interview"));
}

Test(digest_systems, chance_in_a_pack_counts_what_people_found_too)
{
    digest_kit_open(&kit, PACK, &arena);
    digest_kit_fill_pack(&kit);
    for (int code = 3; code < 40; code++) {
        const char *force = pfq_arena_printf(&arena, "%02d", code);
        (void)digest_kit_figure(&kit, force, 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
                                "INTERVIEW", 6, 60);
    }
    uint32_t checks = built()->false_alarms_milli;
    for (int code = 3; code < 40; code++) {
        const char *force = pfq_arena_printf(&arena, "%02d", code);
        (void)digest_kit_figure(&kit, force, 202610,
                                PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_THEME, "INTERVIEW", 6,
                                60);
    }
    uint32_t all = built()->false_alarms_milli;
    cr_expect_gt(checks, 0U);
    cr_expect_gt(all, checks + checks / 3, "%u, then %u", checks, all);
}
