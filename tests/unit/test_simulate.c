/* The simulated country: what pfq/simulate.h promises of its files. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/simulate.h"
#include "pfq/standard.h"
#include "pfq/wire.h"
#include "simulate/failings.h"

enum {
    STAGES = 13
};

struct run {
    struct pfq_arena arena; /* of one file */
    struct pfq_arena kept;
    struct pfq_problems problems;
    struct pfq_simulate *simulate;
    struct pfq_simulated file;
};

static void run_open(struct run *run, const struct pfq_simulate_options *options)
{
    struct pfq_err err = {0};
    pfq_arena_open(&run->arena);
    pfq_arena_open(&run->kept);
    pfq_problems_init(&run->problems, &run->kept);
    enum pfq_code code = pfq_simulate_open(options, &run->problems, &run->simulate, &err);
    cr_assert_eq(code, PFQ_OK, "%s", err.text);
}

static bool run_next(struct run *run)
{
    pfq_arena_reset(&run->arena);
    return pfq_simulate_next(run->simulate, &run->arena, &run->file);
}

static void run_close(struct run *run)
{
    pfq_simulate_close(run->simulate);
    pfq_arena_close(&run->arena);
    pfq_arena_close(&run->kept);
}

/* A digest of all the bytes, in order. */
static void digest_of(const struct pfq_simulate_options *options, char text[17])
{
    struct run run;
    uint8_t both[2 * PFQ_DIGEST_BYTES] = {0};
    run_open(&run, options);
    while (run_next(&run)) {
        pfq_digest(pfq_wire_pack(&run.file.envelope->base, &run.arena), both + PFQ_DIGEST_BYTES);
        pfq_digest((struct pfq_bytes){both, sizeof both}, both);
    }
    for (size_t i = 0; i < 8; i++) {
        (void)snprintf(text + 2 * i, 3, "%02x", both[i]);
    }
    run_close(&run);
}

Test(simulate, the_same_seed_gives_the_same_bytes_on_any_machine)
{
    const struct pfq_simulate_options options = {
        .seed = 42, .from = 202602, .to = 202603, .files = 1500, .late_ppm = 60000};
    struct pfq_simulate_options other = options;
    char text[17];
    char again[17];
    digest_of(&options, text);
    digest_of(&options, again);
    cr_expect_str_eq(text, again);
    cr_expect_str_eq(text, "0609137e1aff279d",
                     "the files are others than before, with digest %s: was that meant?", text);
    other.seed = 43;
    digest_of(&other, again);
    cr_expect_str_neq(text, again);
}

/* --- beside the catalogue ----------------------------------------------------------------- */

static struct pfq_standard *standard;

static void load(void)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_err err = {0};
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    const struct pfq_standard_source source = {.catalogue = "services/standard/catalogue",
                                               .reference = "services/standard/reference"};
    cr_assert_eq(pfq_standard_load(&source, &problems, &standard, &err), PFQ_OK, "%s", err.text);
    pfq_arena_close(&arena);
}

static void unload(void)
{
    pfq_standard_close(standard);
}

TestSuite(simulate_judged, .init = load, .fini = unload);

static const Pfq__V1__Judged *judge(struct run *run)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement judgement = {0};
    struct pfq_wire wire;
    pfq_problems_init(&problems, &run->arena);
    pfq_problems_init(&warnings, &run->arena);
    struct pfq_bytes frame = pfq_wire_pack(&run->file.envelope->base, &run->arena);
    cr_assert(pfq_wire_read(frame, &run->arena, &problems, &warnings, &wire));
    pfq_judge(standard, wire.envelope, wire.envelope->submission->submitted_at + 60000, &run->arena,
              &problems, &warnings, &judgement);
    cr_assert(!judgement.refused, "%s", run->file.envelope->id);
    cr_assert_eq(judgement.judged->n_problems + judgement.judged->n_warnings, 0);
    return judgement.judged;
}

static const char *check_id(uint32_t check)
{
    return pfq_standard_texts(standard)->checks[check]->id;
}

static bool planted(const struct pfq_simulated *file, const char *check)
{
    for (size_t i = 0; i < file->planted_count; i++) {
        if (strcmp(file->planted[i], check) == 0) {
            return true;
        }
    }
    return false;
}

/* Exactly the planted checks fail.  Nothing is left to a person but what no file can say: the
 * units are known of three forces only. */
static void agree(struct run *run)
{
    const struct pfq_simulated *file = &run->file;
    const Pfq__V1__Judged *judged = judge(run);
    size_t found = 0;
    for (size_t i = 0; i < judged->n_findings; i++) {
        const char *id = check_id(judged->findings[i]->check);
        if (judged->findings[i]->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
            found++;
            cr_expect(planted(file, id), "%s: %s fails by itself", file->envelope->id, id);
        } else {
            cr_expect_str_eq(id, "CD04", "%s: %s is asked", file->envelope->id, id);
        }
    }
    cr_expect_eq(found, file->planted_count, "%s: not everything fails", file->envelope->id);
    cr_expect_eq(judged->verdict == PFQ__V1__VERDICT__VERDICT_MEETS, file->meets);
    cr_expect_neq(judged->verdict, PFQ__V1__VERDICT__VERDICT_UNDECIDED);
}

static void see(const struct pfq_simulated *file, size_t seen[256])
{
    for (size_t i = 0; i < failings_count; i++) {
        seen[i] += planted(file, failings[i].check);
    }
}

Test(simulate_judged, the_catalogue_finds_exactly_what_was_planted_in_every_stage_and_edition)
{
    static const struct pfq_simulate_options rows[] = {
        {.seed = 1, .from = 202601, .to = 202612, .files = 1000, .late_ppm = 30000},
        {.seed = 2, .from = 201507, .to = 201606, .files = 200},
        {.seed = 3, .from = 201801, .to = 201812, .files = 200},
        {.seed = 4, .from = 202007, .to = 202206, .files = 200},
        {.seed = 5, .from = 202501, .to = 202512, .files = 200},
        {.seed = 6, .from = 202910, .to = 203009, .files = 200},
    };
    static size_t seen[256]; /* by row of the table */
    size_t stages[STAGES] = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run run;
        run_open(&run, &rows[i]);
        while (run_next(&run)) {
            stages[run.file.stage]++;
            agree(&run);
            see(&run.file, seen);
        }
        run_close(&run);
    }
    for (size_t i = 0; i < failings_count; i++) {
        cr_expect_gt(seen[i], 0, "%s was never planted", failings[i].check);
    }
    for (size_t i = 1; i < STAGES; i++) {
        cr_expect_gt(stages[i], 50, "stage %zu", i);
    }
}

static bool theme_applies(const Pfq__V1__Judged *judged, int theme)
{
    const Pfq__V1__Catalogue *texts = pfq_standard_texts(standard);
    for (size_t i = 0; i < texts->n_checks; i++) {
        unsigned outcome = judged->outcomes.data[i / 2] >> (i % 2 * 4) & 15U;
        bool counts = outcome == (unsigned)PFQ__V1__OUTCOME__OUTCOME_MET ||
                      outcome == (unsigned)PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
        const char *name = pfq_enum_name(&pfq__v1__theme__descriptor, (int)texts->checks[i]->theme);
        if (counts && strcmp(name, pfq_simulate_theme(theme)) == 0) {
            return true;
        }
    }
    return false;
}

Test(simulate_judged, the_files_in_which_a_theme_can_fail_are_those_in_its_rate)
{
    const struct pfq_simulate_options options = {
        .seed = 8, .from = 202603, .to = 202603, .files = 3000};
    struct run run;
    run_open(&run, &options);
    while (run_next(&run)) {
        const Pfq__V1__Judged *judged = judge(&run);
        for (int theme = 0; theme < PFQ_SIMULATE_THEMES; theme++) {
            bool eligible = (run.file.eligible >> theme & 1) != 0;
            cr_expect_eq(theme_applies(judged, theme), eligible, "%s: %s", run.file.envelope->id,
                         pfq_simulate_theme(theme));
        }
    }
    run_close(&run);
}

/* --- rates ---------------------------------------------------------------------------------- */

static void near(double is, double wanted, double tolerance, const char *what)
{
    cr_expect(is > wanted - tolerance && is < wanted + tolerance, "%s: %.4f, not %.4f", what, is,
              wanted);
}

static void tally_all(const struct pfq_simulate_options *options, struct pfq_tally *tally)
{
    struct run run;
    run_open(&run, options);
    pfq_tally_init(tally, options->from, options->to);
    while (run_next(&run)) {
        pfq_tally_add(tally, &run.file);
    }
    run_close(&run);
}

static double theme_rate(const struct pfq_tally *tally, int theme)
{
    double eligible = 0;
    double failing = 0;
    for (size_t i = (size_t)theme; i < tally->months * PFQ_SIMULATE_FORCES * PFQ_SIMULATE_THEMES;
         i += PFQ_SIMULATE_THEMES) {
        eligible += tally->cells[i].eligible;
        failing += tally->cells[i].failing;
    }
    return failing / eligible;
}

/* Forces are drawn better or worse, and one run has one draw: hence the width. */
Test(simulate, shares_and_rates_are_those_of_the_parameters)
{
    static const double rates[PFQ_SIMULATE_THEMES] = {.04, .12, .15, .06, .12, .14, .09, .22,
                                                      .12, .18, .15, .07, .05, .03, .20};
    static const double stages[STAGES] = {0,     .0173, .0693, .208,  .052, .294, .248,
                                          .0784, .0065, .0046, .0039, .013, .0046};
    const struct pfq_simulate_options options = {
        .seed = 9, .from = 202601, .to = 202612, .files = 5000};
    struct pfq_tally tally;
    tally_all(&options, &tally);
    double firsts = (double)tally.firsts;
    cr_expect_eq(tally.firsts, 60000);
    near((double)tally.meets / firsts, .55, .03, "meets");
    for (int theme = 0; theme < PFQ_SIMULATE_THEMES; theme++) {
        near(theme_rate(&tally, theme), rates[theme], .02, pfq_simulate_theme(theme));
    }
    for (int stage = 1; stage < STAGES; stage++) {
        near((double)tally.stages[stage] / firsts, stages[stage], .006, "stage");
    }
    pfq_tally_fini(&tally);
}

static bool marked(const Pfq__V1__Submission *file, Pfq__V1__Marker marker)
{
    for (size_t i = 0; i < file->markers->n_marker; i++) {
        if (file->markers->marker[i] == marker) {
            return true;
        }
    }
    return false;
}

Test(simulate, kinds_of_case_are_as_frequent_as_published)
{
    const struct pfq_simulate_options options = {
        .seed = 10, .from = 202601, .to = 202601, .files = 30000};
    struct run run;
    double all = 0;
    double abuse = 0;
    double youth = 0;
    double hate = 0;
    double rasso = 0;
    double hearings = 0;
    double custody = 0;
    run_open(&run, &options);
    while (run_next(&run)) {
        const Pfq__V1__Submission *s = run.file.envelope->submission;
        if (run.file.ordinal > 1) {
            continue;
        }
        all++;
        abuse += marked(s, PFQ__V1__MARKER__MARKER_DOMESTIC_ABUSE);
        hate += marked(s, PFQ__V1__MARKER__MARKER_HATE_RACIST);
        rasso += marked(s, PFQ__V1__MARKER__MARKER_RASSO);
        youth += s->defendants->defendant[0]->age_at_submission < 18;
        if (s->file_type >= PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP &&
            s->file_type <= PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC) {
            hearings++;
            custody += s->defendants->defendant[0]->remand_status ==
                       PFQ__V1__REMAND_STATUS__REMAND_STATUS_CUSTODY;
        }
    }
    near(abuse / all, .14, .008, "domestic abuse");
    near(hate / all, .025, .004, "hate crime");
    near(rasso / all, .015, .003, "serious sexual offences");
    near(youth / all, .05, .005, "youths");
    near(custody / hearings, .26, .015, "custody");
    run_close(&run);
}

Test(simulate, files_that_fall_short_come_back_and_some_of_them_twice)
{
    const struct pfq_simulate_options options = {
        .seed = 11, .from = 202501, .to = 202512, .files = 2000};
    struct run run;

    struct {
        uint64_t first; /* those of the first half, all of which are back by the end */
        uint64_t short_of;
        uint64_t second;
        uint64_t third;
    } n = {0};

    run_open(&run, &options);
    while (run_next(&run)) {
        uint64_t number = strtoull(strrchr(run.file.envelope->id, '-') + 1, NULL, 10);
        bool early = number / 4 < 12000;
        n.first += early && run.file.ordinal == 1;
        n.short_of += early && run.file.ordinal == 1 && !run.file.meets;
        n.second += early && run.file.ordinal == 2;
        n.third += early && run.file.ordinal == 3;
        cr_expect_eq(number % 4, run.file.ordinal);
    }
    cr_expect_eq(n.first, 12000);
    cr_expect_eq(n.second, n.short_of);
    near((double)n.second / 12000, .46, .03, "returned");
    near((double)n.third / 12000, .16, .03, "returned twice");
    run_close(&run);
}

/* URN, stage and date of breach: with another it would be another file's first. */
Test(simulate, what_comes_back_is_the_same_file)
{
    enum {
        FILES = 24000
    };

    static int32_t breaches[FILES];
    const struct pfq_simulate_options options = {
        .seed = 12, .from = 202501, .to = 202512, .files = FILES / 12};
    struct run run;
    size_t back = 0;
    run_open(&run, &options);
    while (run_next(&run)) {
        uint64_t file = strtoull(strrchr(run.file.envelope->id, '-') + 1, NULL, 10) / 4;
        const Pfq__V1__BreachOfBail *breach = run.file.envelope->submission->breach_of_bail;
        cr_assert_lt(file, FILES);
        if (breach != NULL && run.file.ordinal == 1) {
            breaches[file] = breach->breach_date;
        } else if (breach != NULL) {
            cr_expect_eq(breach->breach_date, breaches[file]);
            back++;
        }
    }
    cr_expect_gt(back, 50);
    run_close(&run);
}

/* --- shifts ----------------------------------------------------------------------------------- */

static size_t read_shifts(const char *text, struct pfq_shift *out, struct pfq_problems *problems,
                          struct pfq_arena *arena)
{
    pfq_arena_open(arena);
    pfq_problems_init(problems, arena);
    return pfq_shifts_read(text, out, problems);
}

static double odds(const struct pfq_tally *t, int32_t from, int32_t to, int force, int theme)
{
    double eligible = 0;
    double failing = 0;
    for (int32_t m = from; m <= to; m++) {
        eligible += pfq_tally_at(t, m, force, theme)->eligible;
        failing += pfq_tally_at(t, m, force, theme)->failing;
    }
    return failing / (eligible - failing);
}

Test(simulate, a_shift_is_as_large_as_it_was_planted_and_where_it_was_planted)
{
    static struct pfq_shift shifts[PFQ_SIMULATE_SHIFTS];
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_tally without;
    struct pfq_tally with;
    const char *text = "kind, force, unit, what, from, to, how much\n"
                       "# a comment\n"
                       "step, 43, all, CASE_SUMMARY, 2026-04, , odds 3\n"
                       "spike, 06, all, TIMELINESS, 2026-05, , rate 60%\n";
    size_t count = read_shifts(text, shifts, &problems, &arena);
    cr_assert_eq(count, 2);
    struct pfq_simulate_options options = {.seed = 12,
                                           .from = 202601,
                                           .to = 202606,
                                           .files = 20000,
                                           .forces = UINT64_C(1) << pfq_simulate_force_place("43") |
                                                     UINT64_C(1) << pfq_simulate_force_place("06")};
    tally_all(&options, &without);
    options.shifts = shifts;
    options.shift_count = count;
    tally_all(&options, &with);
    int tv = pfq_simulate_force_place("43");
    int gm = pfq_simulate_force_place("06");
    near(odds(&with, 202604, 202606, tv, 2) / odds(&without, 202604, 202606, tv, 2), 3, .3, "step");
    near(odds(&with, 202601, 202603, tv, 2) / odds(&without, 202601, 202603, tv, 2), 1, .001,
         "before the step");
    near(odds(&with, 202604, 202606, gm, 2) / odds(&without, 202604, 202606, gm, 2), 1, .1,
         "another force");
    near(odds(&with, 202605, 202605, gm, 14), 1.5, .15, "spike");
    near(odds(&with, 202606, 202606, gm, 14) / odds(&without, 202606, 202606, gm, 14), 1, .1,
         "after the spike");
    pfq_tally_fini(&with);
    pfq_tally_fini(&without);
    pfq_arena_close(&arena);
}

static void count_check(struct run *run, const char *check, const char *unit, size_t n[2])
{
    if (run->file.ordinal == 1 && run->file.month == 202603 && strcmp(run->file.unit, unit) == 0) {
        n[0]++;
        n[1] += planted(&run->file, check);
    }
}

Test(simulate_judged, a_shift_of_one_check_in_one_unit_drifts_in_and_the_catalogue_sees_it)
{
    static struct pfq_shift shifts[PFQ_SIMULATE_SHIFTS];
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct run run;
    size_t here[2] = {0};
    size_t there[2] = {0};
    size_t count =
        read_shifts("drift, 43, AA, CD15, 2026-01, 2026-03, odds 30\n", shifts, &problems, &arena);
    const struct pfq_simulate_options options = {.seed = 13,
                                                 .from = 202601,
                                                 .to = 202603,
                                                 .files = 6000,
                                                 .forces = UINT64_C(1)
                                                           << pfq_simulate_force_place("43"),
                                                 .shifts = shifts,
                                                 .shift_count = count};
    run_open(&run, &options);
    while (run_next(&run)) {
        count_check(&run, "CD15", "AA", here);
        count_check(&run, "CD15", "BA", there);
        if (run.file.ordinal == 1 && run.file.month == 202603) {
            agree(&run);
        }
    }
    cr_expect_gt(here[1] * 100 / here[0], 10);
    cr_expect_lt(there[1] * 100 / there[0], 4);
    run_close(&run);
    pfq_arena_close(&arena);
}

Test(simulate, an_intervention_adds_points_over_months)
{
    static struct pfq_shift shifts[PFQ_SIMULATE_SHIFTS];
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_tally with;
    struct pfq_tally without;
    size_t count = read_shifts("intervention, all, all, all, 2026-01, , points 8 over 3\n", shifts,
                               &problems, &arena);
    struct pfq_simulate_options options = {
        .seed = 14, .from = 202603, .to = 202604, .files = 20000};
    tally_all(&options, &without);
    options.shifts = shifts;
    options.shift_count = count;
    tally_all(&options, &with);
    near((double)(with.meets - without.meets) / (double)with.firsts, .08, .015, "points");
    pfq_tally_fini(&with);
    pfq_tally_fini(&without);
    pfq_arena_close(&arena);
}

Test(simulate, every_fault_of_a_file_of_shifts_is_told_with_its_line)
{
    static const struct {
        const char *line;
        const char *says;
    } rows[] = {
        {"step, 43, all, TIMELINESS, 2026-01, , odds 2", NULL},
        {"jump, 43, all, TIMELINESS, 2026-01, , odds 2", "kind of shift"},
        {"step, 99, all, TIMELINESS, 2026-01, , odds 2", "no such force"},
        {"step, 43, AAA, TIMELINESS, 2026-01, , odds 2", "two characters"},
        {"step, 43, all, TIMELINES, 2026-01, , odds 2", "no such theme"},
        {"step, 43, all, TIMELINESS, 2026-13, , odds 2", "month is not readable"},
        {"step, 43, all, TIMELINESS, 2026-02, 2026-01, odds 2", "before the first"},
        {"drift, 43, all, TIMELINESS, 2026-02, , odds 2", "needs a last month"},
        {"step, 43, all, TIMELINESS, 2026-01, , odds two", "How much"},
        {"step, 43, all, TIMELINESS, 2026-01, , odds 101", "How much"},
        {"step, 43, all, VW01, 2026-01, , rate 10%", "How much"},
        {"step, 43, all, TIMELINESS, 2026-01, , points 8 over 3", "How much"},
        {"intervention, 43, all, all, 2026-01, , odds 2", "How much"},
        {"step, 43, all, TIMELINESS, 2026-01", "fewer than seven"},
        {"step, 43, all, TIMELINESS, 2026-01, , odds 2, more", "more than seven"},
    };
    static struct pfq_shift shifts[PFQ_SIMULATE_SHIFTS];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pfq_arena arena;
        struct pfq_problems problems;
        char text[200];
        (void)snprintf(text, sizeof text, "# one\n\n%s", rows[i].line);
        size_t count = read_shifts(text, shifts, &problems, &arena);
        cr_expect_eq(count, rows[i].says == NULL, "%s", rows[i].line);
        if (rows[i].says != NULL) {
            cr_assert_geq(problems.count, 1, "%s", rows[i].line);
            cr_expect_str_eq(problems.rows[0]->path, "line 3");
            cr_expect_not_null(strstr(problems.rows[0]->message, rows[i].says), "%s: %s",
                               rows[i].line, problems.rows[0]->message);
        }
        pfq_arena_close(&arena);
    }
}

Test(simulate, options_that_cannot_be_are_refused_all_at_once)
{
    const struct pfq_shift shift = {.force = 0, .theme = 0, .from = 202601, .odds = 2000};
    const struct pfq_simulate_options options = {.from = 201401,
                                                 .to = 202512,
                                                 .forces = 2,
                                                 .files = PFQ_SIMULATE_FILES,
                                                 .shifts = &shift,
                                                 .shift_count = 1};
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_simulate *made = NULL;
    struct pfq_err err = {0};
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    cr_expect_eq(pfq_simulate_open(&options, &problems, &made, &err), PFQ_E_CONFIG);
    cr_expect_null(made);
    cr_expect_eq(problems.count, 4); /* months, shift's months, its force, files */
    pfq_arena_close(&arena);
}

/* --- when ----------------------------------------------------------------------------------------
 */

Test(simulate, every_file_lies_in_its_london_month_and_no_day_is_left_out)
{
    const struct pfq_simulate_options options = {
        .seed = 15, .from = 202802, .to = 202804, .files = 4000};
    struct run run;
    bool leap_day = false;
    bool other_day = false; /* in London than by UTC */
    int32_t last = 0;
    run_open(&run, &options);
    while (run_next(&run)) {
        int64_t at = run.file.envelope->submission->submitted_at;
        int32_t day = pfq_london_date(at);
        int32_t utc = pfq_days_date((int32_t)(at / 86400000));
        cr_expect_eq(day / 100, run.file.month);
        cr_expect_geq(day, last, "days go back at %s", run.file.envelope->id);
        leap_day = leap_day || day == 20280229;
        other_day = other_day || (day != utc && day > 20280326);
        last = day;
    }
    cr_expect_eq(last, 20280430);
    cr_expect(leap_day && other_day);
    run_close(&run);
}

Test(simulate, first_submissions_have_each_a_urn_of_their_own)
{
    enum {
        FILES = 12000
    };

    static char urns[FILES][12];
    const struct pfq_simulate_options options = {
        .seed = 16, .from = 202611, .to = 202702, .files = FILES / 4};
    struct run run;
    size_t count = 0;
    run_open(&run, &options);
    while (run_next(&run)) {
        const Pfq__V1__Submission *s = run.file.envelope->submission;
        if (run.file.ordinal == 1 && !planted(&run.file, "CD03")) {
            cr_assert_lt(count, FILES);
            cr_expect_eq(strlen(s->urn), 11);
            cr_expect_eq(strncmp(s->urn, s->submitting_force, 2), 0);
            cr_expect_eq(strncmp(s->urn + 2, s->police_unit, 2), 0);
            memcpy(urns[count++], s->urn, 12);
        }
    }
    qsort(urns, count, sizeof urns[0], (int (*)(const void *, const void *))strcmp);
    for (size_t i = 1; i < count; i++) {
        cr_expect_str_neq(urns[i - 1], urns[i]);
    }
    run_close(&run);
}

/* --- late, twice, out of order -------------------------------------------------------------------
 */

struct sum {
    uint64_t messages;
    uint64_t again;
    uint64_t late;
    uint64_t back; /* a message of an earlier time of the same day comes after a later one */
    uint64_t once; /* sum over the digests of all but repeats */
};

static struct sum sum_of(const struct pfq_simulate_options *options)
{
    struct run run;
    struct sum sum = {0};
    int64_t before = 0;
    run_open(&run, options);
    while (run_next(&run)) {
        uint8_t digest[PFQ_DIGEST_BYTES];
        uint64_t part = 0;
        int64_t at = run.file.envelope->submission->submitted_at;
        pfq_digest(pfq_wire_pack(&run.file.envelope->base, &run.arena), digest);
        memcpy(&part, digest, sizeof part);
        sum.messages++;
        sum.again += run.file.again;
        sum.late += run.file.late && !run.file.again;
        sum.back += at < before && !run.file.late && !run.file.again && run.file.ordinal == 1;
        sum.once += run.file.again ? 0 : part;
        before = at;
    }
    run_close(&run);
    return sum;
}

/* The order changes, and what comes again is what came: so whoever counts must come to the same. */
Test(simulate, late_messages_are_the_same_messages)
{
    struct pfq_simulate_options options = {.seed = 17, .from = 202601, .to = 202603, .files = 4000};
    struct sum ordered = sum_of(&options);
    options.late_ppm = 300000;
    struct sum late = sum_of(&options);
    cr_expect_eq(ordered.again + ordered.late, 0);
    cr_expect_eq(late.messages - late.again, ordered.messages);
    cr_expect_eq(late.once, ordered.once);
    near((double)late.again / 12000, .1, .015, "twice");
    near((double)late.late / 12000, .0875, .015, "late"); /* an eighth of them on their own day */
    cr_expect_gt(late.back, 500);
}

/* Each that comes again was there before, with the same bytes under the same id. */
Test(simulate, a_message_that_comes_again_is_the_same_to_the_byte)
{
    enum {
        FILES = 2000
    };

    static uint8_t digests[FILES][PFQ_DIGEST_BYTES];
    const struct pfq_simulate_options options = {
        .seed = 18, .from = 202601, .to = 202601, .files = FILES, .late_ppm = 200000};
    struct run run;
    size_t again = 0;
    run_open(&run, &options);
    while (run_next(&run)) {
        uint8_t digest[PFQ_DIGEST_BYTES];
        uint64_t number = strtoull(strrchr(run.file.envelope->id, '-') + 1, NULL, 10) / 4;
        pfq_digest(pfq_wire_pack(&run.file.envelope->base, &run.arena), digest);
        if (run.file.again) {
            cr_expect_arr_eq(digests[number], digest, sizeof digest);
            again++;
        } else if (run.file.ordinal == 1) {
            memcpy(digests[number], digest, sizeof digest);
        }
    }
    cr_expect_gt(again, 50);
    run_close(&run);
}
