/* Compliance of CPS staff: feedback/compliance/compliance.h against a count by hand, against a
 * second and slow computation over rows at random, and whatever the order of the rows. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "feedback/compliance/gather.h"
#include "pfq/clock.h"
#include "support/compliance_slow.h"

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

TestSuite(compliance, .init = begin, .fini = end);

static void expect_rate(const Pfq__V1__Rate *rate, uint64_t count, uint64_t files, const char *what)
{
    cr_assert_not_null(rate, "%s", what);
    cr_expect_eq(rate->count, count, "%s: %lu", what, (unsigned long)rate->count);
    cr_expect_eq(rate->files, files, "%s: of %lu", what, (unsigned long)rate->files);
    cr_expect_eq(rate->has_share_ppm, files >= 10, "%s", what);
}

/* --- the duties, by hand ----------------------------------------------------------- */

/* Acceptance case 13. */
Test(compliance, a_file_that_nobody_assessed_is_in_completion_and_not_in_the_forces_rate)
{
    compliance_kit_expected(&kit, 2);
    Pfq__V1__ExpectedRow *done = compliance_kit_expected(&kit, 3);
    done->has_done_at = true;
    done->done_at = done->received_at + 1;
    compliance_kit_failure(&kit, compliance_kit_assessment(&kit, 3), "No statement");
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->total->completed, 1, 2, "completed");
    cr_assert_eq(c->n_coverage, 1U);
    expect_rate(c->coverage[0]->assessed, 1, 2, "coverage");
    cr_assert_eq(c->n_forces, 1U);
    expect_rate(c->forces[0]->failing, 1, 1, "the force's rate");
    cr_expect_eq(c->total->late, 1U);
    cr_assert_eq(c->n_late_files, 1U);
    cr_expect_str_eq(c->late_files[0]->file->urn, "43AA0000026");
}

/* The stamp is that of the files, and what is not in them yet is said. */
Test(compliance, rows_that_are_behind_their_files_say_so)
{
    struct compliance_gather g;
    struct pfq_err err;
    compliance_gather_begin(&g, &kit.wish, &arena);
    for (uint64_t i = 0; compliance_gather_next(&g) != NULL; i++) {
        Pfq__V1__PeopleRows rows = PFQ__V1__PEOPLE_ROWS__INIT;
        rows.has_up_to = rows.has_files_up_to = rows.has_files_behind = true;
        rows.up_to = 11; /* events, which have numbers of their own */
        rows.files_up_to = 20 + i;
        rows.files_behind = i == 0 ? 3 : 0;
        cr_assert_eq(compliance_gather_take(&g, &rows, &err), PFQ_OK);
    }
    cr_expect_eq(g.up_to, 20U);
    const Pfq__V1__Compliance *c = compliance_end(g.compliance);
    cr_assert_eq(c->n_notes, 1U);
    cr_expect_str_eq(c->notes[0]->message,
                     "Not whole: of all forces together 3 submissions are not yet counted among "
                     "the files that ought to be assessed.");
}

/* A mistyped URN must not raise a force's rate above what was assessed of it. */
Test(compliance, what_was_said_of_a_file_that_never_came_is_in_no_rate)
{
    compliance_kit_failure(&kit, compliance_kit_assessment(&kit, 3), "No statement");
    Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, 4);
    compliance_kit_failure(&kit, row, NULL);
    row->has_file_unknown = row->file_unknown = true;
    row->has_remark = row->has_remark_drawn = row->remark_drawn = true;
    row->remark = row->outcome;
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->forces[0]->failing, 1, 1, "the force's rate");
    expect_rate(c->total->failing, 1, 1, "failing");
    expect_rate(c->total->without_detail, 0, 1, "without detail");
    expect_rate(c->remarked->same, 0, 0, "second marking");
    cr_assert_eq(c->n_notes, 1U);
    cr_expect_str_eq(c->notes[0]->code, "NO_SUCH_FILE");
    cr_expect_not_null(strstr(c->notes[0]->message, "1 assessment is of files that never came"),
                       "%s", c->notes[0]->message);
}

Test(compliance, a_month_without_files_has_no_data)
{
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->total->completed, 0, 0, "completed");
    expect_rate(c->total->failing, 0, 0, "failing");
    expect_rate(c->remarked->same, 0, 0, "second marking");
    cr_expect_not(c->total->has_median_minutes);
    cr_expect_not(c->remarked->kappa->has_kappa_milli);
    cr_expect_not(c->spread->has_tau2_ppm);
    cr_expect_eq(c->n_units + c->n_reviewers + c->n_coverage + c->n_forces + c->n_clocks, 0U);
}

/* Day of arrival 2 October at noon, due on the 7th at noon; hearing on the 5th. */
Test(compliance, on_time_and_before_the_hearing_are_of_what_was_due)
{
    static const struct {
        int done_day; /* 0: not */
        bool on_time, before;
    } rows[] = {{4, true, true}, {5, true, false}, {8, false, false}, {0, false, false}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        compliance_kit_open(&kit, &arena);
        Pfq__V1__ExpectedRow *row = compliance_kit_expected(&kit, 2);
        row->has_hearing_at = true;
        row->hearing_at = compliance_kit_at(5, 10);
        row->has_done_at = rows[i].done_day != 0;
        row->done_at = compliance_kit_at(rows[i].done_day, 11);
        Pfq__V1__Compliance *c = compliance_kit_end(&kit);
        expect_rate(c->total->on_time, rows[i].on_time, 1, "on time");
        expect_rate(c->total->before_hearing, rows[i].before, 1, "before the hearing");
        cr_expect_eq(c->total->late, (uint64_t)!row->has_done_at);
    }
}

Test(compliance, a_file_that_came_after_its_hearing_is_no_hearing_missed)
{
    Pfq__V1__ExpectedRow *row = compliance_kit_expected(&kit, 2);
    row->has_hearing_at = row->has_done_at = true;
    row->hearing_at = row->received_at;
    row->done_at = compliance_kit_at(3, 11);
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->total->on_time, 1, 1, "on time");
    expect_rate(c->total->before_hearing, 0, 0, "before the hearing");
}

Test(compliance, what_is_not_due_yet_is_neither_on_time_nor_late)
{
    Pfq__V1__ExpectedRow *row = compliance_kit_expected(&kit, 30);
    row->due_at = kit.wish.made_at + 1;
    row->has_hearing_at = true;
    row->hearing_at = kit.wish.made_at + 1;
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->total->completed, 0, 1, "completed");
    expect_rate(c->total->on_time, 0, 0, "on time");
    expect_rate(c->total->before_hearing, 0, 0, "before the hearing");
    cr_expect_eq(c->total->not_yet_due, 1U);
    cr_expect_eq(c->total->late, 0U);
}

Test(compliance, what_is_late_of_another_time_is_listed_and_in_no_rate)
{
    compliance_kit_expected(&kit, -20);
    compliance_kit_review(&kit, -20);
    compliance_kit_expected(&kit, 40); /* of November, and overdue since */
    compliance_kit_review(&kit, 40);
    compliance_kit_expected(&kit, 50); /* not due yet */
    compliance_kit_review(&kit, 60);
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->total->completed, 0, 0, "completed");
    expect_rate(c->total->reviews_on_time, 0, 0, "reviews");
    cr_expect_eq(c->total->late, 2U);
    cr_expect_eq(c->late_files_in_all, 2U);
    cr_expect_eq(c->total->reviews_late, 2U);
    cr_expect_eq(c->units[0]->reviews_late, 2U);
    cr_expect_eq(c->late_reviews_in_all, 2U);
}

Test(compliance, the_longest_overdue_come_first_and_are_shown_of_all)
{
    for (int day = 12; day > 0; day--) {
        compliance_kit_expected(&kit, day);
    }
    kit.wish.shown = 5;
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_assert_eq(c->n_late_files, 5U);
    cr_expect_eq(c->late_files_in_all, 12U);
    cr_expect_str_eq(c->late_files[0]->file->urn, "43AA0001126");
    cr_expect_eq(c->late_files[0]->due_at, compliance_kit_at(6, 12));
}

/* 1 to 10 hours: R says quantile(1:10, c(.5, .9)) is 5.5 and 9.1. */
Test(compliance, half_and_nine_of_ten_are_rs_quantiles)
{
    for (int hours = 10; hours > 0; hours--) {
        Pfq__V1__ExpectedRow *row = compliance_kit_expected(&kit, 5);
        row->has_done_at = true;
        row->done_at = row->received_at + (int64_t)hours * 3600 * 1000;
    }
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_expect_eq(c->total->median_minutes, 330U);
    cr_expect_eq(c->total->ninetieth_minutes, 546U);
}

Test(compliance, reviews_are_measured_from_the_start_of_their_clock)
{
    static const struct {
        Pfq__V1__ReviewKind kind;
        bool clock;
        uint64_t minutes;
    } rows[] = {{PFQ__V1__REVIEW_KIND__REVIEW_KIND_PRIORITY, true, 120},
                {PFQ__V1__REVIEW_KIND__REVIEW_KIND_FIVE_DAYS, true, (5 * 24 - 1) * 60},
                {PFQ__V1__REVIEW_KIND__REVIEW_KIND_28_DAYS, true, (28 * 24 - 1) * 60},
                {PFQ__V1__REVIEW_KIND__REVIEW_KIND_INITIAL, false, 0}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        compliance_kit_open(&kit, &arena);
        Pfq__V1__Review *review = compliance_kit_review(&kit, 9)->review;
        review->kind = rows[i].kind;
        review->has_done_at = true;
        review->done_at = review->due_at - 3600 * 1000;
        review->has_disclosure_recorded = review->disclosure_recorded = true;
        Pfq__V1__Compliance *c = compliance_kit_end(&kit);
        cr_assert_eq(c->n_clocks, 1U);
        expect_rate(c->clocks[0]->on_time, 1, 1, "on time");
        cr_expect_eq(c->clocks[0]->has_median_minutes, rows[i].clock);
        cr_expect_eq(c->clocks[0]->median_minutes, rows[i].minutes);
        expect_rate(c->total->disclosure_recorded, 1, 1, "disclosure");
    }
}

/* --- care -------------------------------------------------------------------------- */

Test(compliance, the_same_words_in_another_file_of_the_unit_are_copied)
{
    compliance_kit_failure(&kit, compliance_kit_assessment(&kit, 3), "No MG11 of witness 2");
    compliance_kit_failure(&kit, compliance_kit_assessment(&kit, 4), "no mg11 of witness 2.");
    Pfq__V1__AssessmentRow *other = compliance_kit_assessment(&kit, 5);
    other->unit = compliance_kit_text(&kit, "U2");
    compliance_kit_failure(&kit, other, "No MG11 of witness 2");
    compliance_kit_failure(&kit, other, NULL);
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_assert_eq(c->n_units, 2U);
    expect_rate(c->units[0]->copied, 1, 2, "copied in U1");
    expect_rate(c->units[1]->copied, 0, 1, "copied in U2");
    expect_rate(c->total->copied, 1, 3, "copied");
    expect_rate(c->total->without_detail, 1, 4, "without detail");
}

/* What the machine says of a check is the same on every file. */
Test(compliance, only_words_that_somebody_wrote_are_copied)
{
    for (int day = 3; day < 7; day++) {
        Pfq__V1__FailureRow *f = compliance_kit_failure(&kit, compliance_kit_assessment(&kit, day),
                                                        "Say what was offered, and when");
        f->has_suggested = f->suggested = day < 6;
    }
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->total->copied, 0, 1, "copied: it is the first that somebody wrote");
    expect_rate(c->reviewers[0]->copied, 0, 1, "copied by the reviewer");
    expect_rate(c->total->without_detail, 0, 4, "without detail");
}

Test(compliance, after_the_deadline_silence_is_told_on_either_side)
{
    Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, 3);
    row->deadline = kit.wish.made_at - 1;
    compliance_kit_failure(&kit, row, "a")->standing = PFQ__V1__STANDING__STANDING_NO_RESPONSE;
    compliance_kit_failure(&kit, row, "b")->standing = PFQ__V1__STANDING__STANDING_DISPUTED;
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->total->never_answered, 1, 2, "never answered");
    expect_rate(c->total->never_decided, 1, 1, "never decided");
    row->deadline = kit.wish.made_at + 1;
    c = compliance_kit_end(&kit);
    expect_rate(c->total->never_answered, 0, 0, "before the deadline");
    expect_rate(c->total->never_decided, 0, 0, "before the deadline");
}

Test(compliance, what_waits_for_an_answer_is_what_waits_now_of_whatever_day)
{
    static const struct {
        int day;
        int32_t response_date; /* looked at on 20 November */
        Pfq__V1__Standing standing;
        unsigned plans_open, plans_late, disputes_open;
    } cases[] = {
        {3, 20261119, PFQ__V1__STANDING__STANDING_AWAITED, 1, 1, 0},
        {3, 20261120, PFQ__V1__STANDING__STANDING_AWAITED, 1, 0, 0},
        {-20, 20261001, PFQ__V1__STANDING__STANDING_AWAITED, 1, 1, 0},
        {40, 20261119, PFQ__V1__STANDING__STANDING_AWAITED, 1, 1, 0},
        {3, 20261119, PFQ__V1__STANDING__STANDING_DISPUTED, 0, 0, 1},
        {3, 20261119, PFQ__V1__STANDING__STANDING_AGREED, 0, 0, 0},
        {3, 20261119, PFQ__V1__STANDING__STANDING_NO_RESPONSE, 0, 0, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        compliance_kit_open(&kit, &arena);
        Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, cases[i].day);
        row->has_response_date = true;
        row->response_date = cases[i].response_date;
        compliance_kit_failure(&kit, row, "a")->standing = cases[i].standing;
        compliance_kit_failure(&kit, row, "b")->standing = cases[i].standing;
        Pfq__V1__Compliance *c = compliance_kit_end(&kit);
        cr_assert_eq(c->n_coverage, 1U, "%zu", i);
        cr_expect_eq(c->coverage[0]->plans_open, cases[i].plans_open, "%zu", i);
        cr_expect_eq(c->coverage[0]->plans_late, cases[i].plans_late, "%zu", i);
        cr_expect_eq(c->coverage[0]->disputes_open, 2 * cases[i].disputes_open, "%zu", i);
        cr_expect_eq(c->total->assessments, cases[i].day == 3, "%zu", i);
    }
}

/* All of the period, and what is open before and after it, until the month of now. */
Test(compliance, what_is_open_now_is_asked_for_too)
{
    static const struct {
        int32_t made;
        int asked[3]; /* of each kind: in the period, before, after */
    } cases[] = {{20261020, {3, 3, 0}}, {20261031, {3, 3, 0}}, {20261120, {3, 3, 3}}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct compliance_gather g;
        struct compliance_wish wish = kit.wish;
        Pfq__V1__PeopleRows none = PFQ__V1__PEOPLE_ROWS__INIT;
        Pfq__V1__Envelope *question = NULL;
        struct pfq_err err;
        int asked[3] = {0};
        wish.forces[0] = "43";
        wish.force_count = 1;
        wish.made_at = pfq_london_ms(cases[i].made, 600);
        compliance_gather_begin(&g, &wish, &arena);
        while ((question = compliance_gather_next(&g)) != NULL) {
            const Pfq__V1__PeopleRead *r = question->people_read;
            bool in = r->has_from_month && r->has_to_month;
            asked[in ? 0 : r->has_to_month ? 1 : 2]++;
            cr_expect_eq(r->open_only, !in);
            cr_expect_eq(r->has_from_month ? r->from_month : 0, in                ? 202610
                                                                : r->has_to_month ? 0
                                                                                  : 202611);
            cr_expect_eq(r->has_to_month ? r->to_month : 0, in                ? 202610
                                                            : r->has_to_month ? 202609
                                                                              : 0);
            cr_assert_eq(compliance_gather_take(&g, &none, &err), PFQ_OK);
        }
        for (size_t k = 0; k < 3; k++) {
            cr_expect_eq(asked[k], cases[i].asked[k], "%zu %zu: %d", i, k, asked[k]);
        }
    }
}

Test(compliance, an_accepted_dispute_is_overturned_and_leaves_the_forces_rate)
{
    Pfq__V1__FailureRow *f = compliance_kit_failure(&kit, compliance_kit_assessment(&kit, 3), "a");
    f->standing = PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED;
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->total->overturned, 1, 1, "overturned");
    expect_rate(c->total->failing, 1, 1, "as it was marked");
    expect_rate(c->forces[0]->failing, 0, 1, "the force's rate");
}

/* Both are assessments of somebody; of the force it is one file, as the later one has it. */
Test(compliance, a_file_that_is_assessed_twice_is_one_file_of_its_force)
{
    for (int later = 0; later <= 1; later++) {
        Pfq__V1__AssessmentRow *rows[2];
        kit.rows.n_assessments = 0;
        for (int i = 0; i < 2; i++) {
            rows[i] = compliance_kit_assessment(&kit, i == later ? 5 : 3);
            rows[i]->file = rows[0]->file;
        }
        compliance_kit_failure(&kit, rows[later], "a");
        Pfq__V1__Compliance *c = compliance_kit_end(&kit);
        cr_expect_eq(c->total->assessments, 2U);
        expect_rate(c->total->failing, 1, 2, "as they were marked");
        expect_rate(c->forces[0]->failing, 1, 1, "the force's rate");
        rows[later]->failures[0]->standing = PFQ__V1__STANDING__STANDING_WITHDRAWN;
        expect_rate(compliance_kit_end(&kit)->forces[0]->failing, 0, 1, "the later one counts");
        rows[later]->withdrawn = true;
        compliance_kit_failure(&kit, rows[!later], "b");
        expect_rate(compliance_kit_end(&kit)->forces[0]->failing, 1, 1, "the other stands alone");
    }
}

Test(compliance, triage_is_no_judgement_of_quality_unless_it_is_asked_for)
{
    Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, 3);
    compliance_kit_failure(&kit, row, "a");
    row->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE;
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->total->failing, 0, 0, "of all processes");
    cr_expect_eq(c->n_forces, 0U);
    cr_expect_eq(c->total->assessments, 1U);
    kit.wish.kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE;
    c = compliance_kit_end(&kit);
    expect_rate(c->total->failing, 1, 1, "of triage");
    cr_expect_eq(c->n_forces, 1U);
}

/* --- machine and assessor ------------------------------------------------------------- */

Test(compliance, machine_and_assessor_are_compared_both_ways_check_by_check)
{
    static char confirmed[] = "VW01", overruled[] = "WE02", silent[] = "DS03", alone[] = "IN04";
    char *failed[] = {confirmed, overruled, silent};
    char *says[] = {confirmed};
    char *denies[] = {overruled};
    Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, 3);
    row->has_sequence = true;
    row->machine_failed = failed;
    row->n_machine_failed = 3;
    row->confirmed = says;
    row->overruled = denies;
    row->n_confirmed = row->n_overruled = 1;
    compliance_kit_failure(&kit, row, "a")->check = alone;
    Pfq__V1__AssessmentRow *met = compliance_kit_assessment(&kit, 4);
    met->has_sequence = true;
    met->machine_failed = failed;
    met->n_machine_failed = 1;
    Pfq__V1__AssessmentRow *unseen = compliance_kit_assessment(&kit, 4);
    compliance_kit_failure(&kit, unseen, "b")->check = alone;
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_expect_eq(c->machine->both_failing, 1U);
    cr_expect_eq(c->machine->machine_alone, 1U);
    cr_expect_eq(c->machine->assessor_alone + c->machine->neither, 0U);

    static const struct {
        const char *check;
        unsigned failed, confirmed, overruled, met, alone;
    } rows[] = {{"IN04", 0, 0, 0, 0, 1},
                {"VW01", 2, 1, 0, 1, 0},
                {"WE02", 1, 0, 1, 0, 0},
                {"DS03", 1, 0, 0, 0, 0}};

    cr_assert_eq(c->n_checks, 4U);
    for (size_t i = 0; i < 4; i++) {
        const Pfq__V1__CheckAgreement *line = c->checks[i];
        cr_expect_str_eq(line->check, rows[i].check);
        cr_expect_eq(line->failed, rows[i].failed, "%s", line->check);
        cr_expect_eq(line->confirmed, rows[i].confirmed, "%s", line->check);
        cr_expect_eq(line->overruled, rows[i].overruled, "%s", line->check);
        cr_expect_eq(line->met, rows[i].met, "%s", line->check);
        cr_expect_eq(line->assessor_alone, rows[i].alone, "%s", line->check);
    }
}

/* One file where the machine alone says so, with what the assessor made of it. */
static Pfq__V1__AssessmentRow *machine_says(const char *check)
{
    Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, 3);
    row->has_sequence = true;
    row->machine_failed = pfq_arena_new(&arena, char *, 1);
    row->machine_failed[0] = compliance_kit_text(&kit, check);
    row->n_machine_failed = 1;
    return row;
}

Test(compliance, a_file_marked_met_disagrees_with_each_check_that_failed_there)
{
    for (int i = 0; i < 32; i++) {
        Pfq__V1__AssessmentRow *row = machine_says("DS04");
        if (i >= 15) { /* 15 marked met, 15 confirmed, of 2 nothing was said */
            compliance_kit_failure(&kit, row, "a")->check =
                compliance_kit_text(&kit, i < 30 ? "DS04" : NULL);
        }
    }
    for (int i = 0; i < 10; i++) {
        Pfq__V1__AssessmentRow *row = machine_says("AA01");
        row->overruled = row->machine_failed;
        row->n_overruled = 1;
    }
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_assert_eq(c->n_checks, 2U);
    cr_expect_str_eq(c->checks[0]->check, "DS04", "most disagreement first");
    cr_expect_eq(c->checks[0]->met, 15U);
    expect_rate(c->checks[0]->agreed, 15, 30, "DS04");
    cr_expect_eq(c->checks[1]->met, 0U, "what was overruled in a file marked met counts once");
    expect_rate(c->checks[1]->agreed, 0, 10, "AA01");
}

/* D07 by the machine and D07 by a lawyer who names no check are the same. */
Test(compliance, a_failure_that_names_no_check_agrees_by_its_reason_code)
{
    Pfq__V1__AssessmentRow *row = machine_says("DS04");
    row->machine_named = row->machine_failed;
    row->n_machine_named = 1;
    compliance_kit_failure(&kit, row, "a");
    Pfq__V1__AssessmentRow *denied = machine_says("DS04");
    denied->machine_named = denied->overruled = denied->machine_failed;
    denied->n_machine_named = denied->n_overruled = 1;
    compliance_kit_failure(&kit, denied, "b"); /* another check of that code, perhaps */
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_assert_eq(c->n_checks, 1U);
    cr_expect_eq(c->checks[0]->confirmed, 1U);
    cr_expect_eq(c->checks[0]->overruled, 1U);
}

static void mark_twice(unsigned times, Pfq__V1__AssessmentOutcome first,
                       Pfq__V1__AssessmentOutcome second)
{
    for (unsigned i = 0; i < times; i++) {
        Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, 3);
        row->outcome = first;
        row->has_remark = row->has_remark_drawn = row->remark_drawn = true;
        row->remark = second;
    }
}

/* Files that somebody chose would make it as good as they like. */
Test(compliance, a_second_marking_that_no_sample_drew_is_in_no_agreement)
{
    const Pfq__V1__AssessmentOutcome met = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
    mark_twice(3, met, met);
    Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, 3);
    row->has_remark = true;
    row->remark = met;
    const Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    expect_rate(c->remarked->same, 3, 3, "second marking");
    cr_assert_eq(c->n_notes, 1U);
    cr_expect_str_eq(c->notes[0]->message,
                     "1 second marking is not of the sample and in no figure of agreement.");
}

/* Whoever marks all alike agrees as often as chance has it, whatever the other says. */
Test(compliance, beyond_chance_nothing_can_be_told_of_a_marker_who_marks_all_alike)
{
    const Pfq__V1__AssessmentOutcome met = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
    const Pfq__V1__AssessmentOutcome not_met =
        PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
    mark_twice(9, met, met);
    mark_twice(3, not_met, met);
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_expect_eq(c->remarked->kappa->pairs, 12U);
    cr_expect_not(c->remarked->kappa->has_kappa_milli);
    mark_twice(1, not_met, not_met);
    cr_expect(compliance_kit_end(&kit)->remarked->kappa->has_kappa_milli);
}

/* Fleiss and Paik (2003), as in Bonett's statpsych: ci.kappa(.05, 31, 12, 4, 58). */
Test(compliance, two_markings_agree_as_the_published_example_says)
{
    const Pfq__V1__AssessmentOutcome met = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
    const Pfq__V1__AssessmentOutcome not_met =
        PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
    mark_twice(31, met, met);
    mark_twice(12, met, not_met);
    mark_twice(4, not_met, met);
    mark_twice(58, not_met, not_met);
    compliance_kit_assessment(&kit, 4);
    const Pfq__V1__Remarked *r = compliance_kit_end(&kit)->remarked;
    expect_rate(r->same, 89, 105, "the same");
    cr_expect_eq(r->stricter, 12U);
    cr_expect_eq(r->milder, 4U);
    cr_expect_eq(r->kappa->pairs, 105U);
    cr_expect_eq(r->kappa->kappa_milli, 676);
    cr_expect_eq(r->kappa->low_milli, 532);
    cr_expect_eq(r->kappa->high_milli, 820);
}

/* --- strictness ---------------------------------------------------------------------- */

static void mark_many(const char *force, const char *by, unsigned failing, unsigned met)
{
    for (unsigned i = 0; i < failing + met; i++) {
        Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, 3);
        row->by = compliance_kit_text(&kit, by);
        row->file->force = compliance_kit_text(&kit, force);
        if (i < failing) {
            compliance_kit_failure(&kit, row, "a");
        }
    }
}

/* Worked out a second time with mpmath, from the formulas of compliance.h and stats/funnel.h:
 * "d" is of too few assessments for the spread, and yet of the unit's rate and of force 40's. */
Test(compliance, spread_and_strictness_are_as_they_were_worked_out_by_other_means)
{
    static const struct {
        const char *unit, *by, *force;
        unsigned failing, of;
    } rows[] = {{"U1", "a", "40", 8, 20}, {"U1", "a", "43", 5, 20},  {"U1", "b", "40", 18, 25},
                {"U1", "b", "43", 9, 15}, {"U1", "c", "40", 2, 10},  {"U1", "c", "43", 4, 30},
                {"U1", "d", "40", 3, 5},  {"U2", "e", "43", 11, 30}, {"U2", "f", "40", 14, 20},
                {"U2", "g", "43", 6, 25}};

    static const uint32_t spreads[2][4] = {/* phi, its interval, tau^2 */
                                           {5749243, 1844992, 79926349, 47649},
                                           {2261046, 725593, 31433214, 24239}};
    static const uint32_t rates[2][5] = {/* failing, of, adjusted, band */
                                         {45, 80, 470890, 380951, 735782},
                                         {35, 120, 365552, 151286, 456182}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t from = kit.rows.n_assessments;
        mark_many(rows[i].force, rows[i].by, rows[i].failing, rows[i].of - rows[i].failing);
        for (size_t k = from; k < kit.rows.n_assessments; k++) {
            kit.rows.assessments[k]->unit = compliance_kit_text(&kit, rows[i].unit);
        }
    }
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_assert_eq(c->n_spreads, 2U);
    cr_expect_eq(c->spread->tau2_ppm, 35944U);
    cr_assert_eq(c->n_forces, 2U);
    for (size_t i = 0; i < 2; i++) {
        const Pfq__V1__Spread *s = c->spreads[i];
        cr_expect_eq(s->markers, 3U);
        cr_expect_eq(s->phi_ppm, spreads[i][0], "%u", s->phi_ppm);
        cr_expect_eq(s->phi_low_ppm, spreads[i][1], "%u", s->phi_low_ppm);
        cr_expect_eq(s->phi_high_ppm, spreads[i][2], "%u", s->phi_high_ppm);
        cr_expect_eq(s->tau2_ppm, spreads[i][3], "%u", s->tau2_ppm);
        cr_expect_eq(s->more_than_chance, i == 0);
        const Pfq__V1__StrictnessLine *line = c->forces[i];
        expect_rate(line->failing, rates[i][0], rates[i][1], line->force);
        cr_expect_eq(line->markers, 5U);
        cr_expect_eq(line->adjusted_ppm, rates[i][2], "%s: %u", line->force, line->adjusted_ppm);
        cr_expect_eq(line->band_low_ppm, rates[i][3], "%s: %u", line->force, line->band_low_ppm);
        cr_expect_eq(line->band_high_ppm, rates[i][4], "%s: %u", line->force, line->band_high_ppm);
    }
}

/* Files of both forces are alike; one force met the strict marker more often. */
Test(compliance, a_strict_marker_is_not_mistaken_for_a_bad_force)
{
    mark_many("40", "mild", 8, 32);
    mark_many("40", "strict", 72, 88);
    mark_many("43", "mild", 32, 128);
    mark_many("43", "strict", 18, 22);
    mark_many("43", "usual", 32, 68);
    mark_many("40", "usual", 32, 68);
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_assert_eq(c->n_forces, 2U);
    double crude = (double)c->forces[0]->failing->share_ppm - c->forces[1]->failing->share_ppm;
    double left = (double)c->forces[0]->adjusted_ppm - c->forces[1]->adjusted_ppm;
    cr_expect_gt(crude, 90000);
    cr_expect_lt(fabs(left), crude / 4, "%g left of %g", left, crude);
    cr_expect(c->spreads[0]->more_than_chance);
    cr_expect_lt(c->forces[0]->band_low_ppm, c->forces[0]->failing->share_ppm);
    cr_expect_gt(c->forces[0]->band_high_ppm, c->forces[0]->failing->share_ppm);
    cr_expect_eq(c->forces[0]->markers, 3U);
}

Test(compliance, markers_that_are_alike_adjust_nothing)
{
    mark_many("40", "anna", 20, 30);
    mark_many("40", "ben", 20, 30);
    mark_many("43", "cleo", 20, 30);
    mark_many("43", "ben", 20, 30);
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_expect_eq(c->spread->tau2_ppm, 0U);
    cr_expect_not(c->spreads[0]->more_than_chance);
    for (size_t i = 0; i < c->n_forces; i++) {
        cr_expect_eq(c->forces[i]->adjusted_ppm, c->forces[i]->failing->share_ppm);
        cr_expect_eq(c->forces[i]->band_low_ppm, c->forces[i]->failing->share_ppm);
    }
}

Test(compliance, without_the_assessors_nothing_is_said_of_them)
{
    compliance_kit_random(&kit, 5);
    for (size_t i = 0; i < kit.rows.n_assessments; i++) {
        kit.rows.assessments[i]->by = NULL;
    }
    for (size_t i = 0; i < kit.rows.n_expected; i++) {
        kit.rows.expected[i]->by = NULL;
    }
    for (size_t i = 0; i < kit.rows.n_reviews; i++) {
        kit.rows.reviews[i]->review->reviewer = NULL;
    }
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_expect_eq(c->n_reviewers, 0U);
    cr_expect_eq(c->n_spreads, 0U);
    cr_assert_gt(c->n_forces, 0U);
    cr_expect_not(c->forces[0]->has_adjusted_ppm);
    cr_expect_str_eq(c->notes[0]->code, "REVIEWERS_NOT_SHOWN");
}

Test(compliance, a_wish_narrows_by_force_unit_reviewer_and_process)
{
    compliance_kit_random(&kit, 6);
    kit.wish.forces[0] = "43";
    kit.wish.force_count = 1;
    Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    cr_expect_eq(c->n_coverage, 1U);
    cr_expect_str_eq(c->force, "43");
    kit.wish.force_count = 0;
    kit.wish.unit = "U1";
    c = compliance_kit_end(&kit);
    cr_expect_eq(c->n_units, 1U);
    kit.wish.reviewer = "p1.2";
    c = compliance_kit_end(&kit);
    cr_assert_eq(c->n_reviewers, 1U);
    cr_expect_str_eq(c->reviewers[0]->name, "p1.2");
    cr_expect_null(c->total->completed, "nobody owes what nobody assessed");
    cr_expect_gt(c->total->assessments, 0U);
}

/* --- against the slow computation ------------------------------------------------------- */

static void expect_share(const Pfq__V1__Rate *rate, struct slow_share slow, const char *what)
{
    expect_rate(rate, slow.count, slow.files, what);
}

static void expect_line(const Pfq__V1__DutyLine *line, struct slow_whose whose)
{
    struct slow_line slow = slow_line(&kit, whose);
    if (line->completed != NULL) {
        expect_share(line->completed, slow.completed, "completed");
    }
    expect_share(line->before_hearing, slow.before_hearing, "before the hearing");
    expect_share(line->on_time, slow.on_time, "on time");
    expect_share(line->failing, slow.failing, "failing");
    expect_share(line->without_detail, slow.without_detail, "without detail");
    expect_share(line->copied, slow.copied, "copied");
    expect_share(line->never_answered, slow.never_answered, "never answered");
    expect_share(line->never_decided, slow.never_decided, "never decided");
    expect_share(line->overturned, slow.overturned, "overturned");
    expect_share(line->reviews_on_time, slow.reviews_on_time, "reviews on time");
    expect_share(line->disclosure_recorded, slow.disclosure, "disclosure");
    cr_expect_eq(line->not_yet_due, slow.not_yet_due);
    cr_expect_eq(line->late, slow.late);
    cr_expect_eq(line->assessments, slow.assessments);
    cr_expect_eq(line->reviews_late, slow.reviews_late);
    cr_expect_eq(line->has_median_minutes, slow.median_minutes >= 0);
    cr_expect_float_eq((double)line->median_minutes, fmax(0, slow.median_minutes), 0.51);
    cr_expect_float_eq((double)line->ninetieth_minutes, fmax(0, slow.ninetieth_minutes), 0.51);
}

static void expect_force(const Pfq__V1__StrictnessLine *line)
{
    struct slow_force slow = slow_force(&kit, line->force);
    expect_share(line->failing, slow.failing, line->force);
    cr_assert(line->has_adjusted_ppm);
    cr_expect_float_eq(line->adjusted_ppm / 1e6, slow.adjusted, 2e-6);
    cr_expect_float_eq(line->band_low_ppm / 1e6, slow.low, 2e-6);
    cr_expect_float_eq(line->band_high_ppm / 1e6, slow.high, 2e-6);
}

static void expect_all(const Pfq__V1__Compliance *c)
{
    expect_line(c->total, (struct slow_whose){NULL, NULL});
    cr_assert_eq(c->n_units, 4U);
    cr_assert_eq(c->n_reviewers, 16U);
    cr_assert_eq(c->n_forces, 4U);
    for (size_t i = 0; i < c->n_units; i++) {
        expect_line(c->units[i], (struct slow_whose){c->units[i]->name, NULL});
    }
    for (size_t i = 0; i < c->n_reviewers; i++) {
        expect_line(c->reviewers[i], (struct slow_whose){NULL, c->reviewers[i]->name});
    }
    cr_expect_float_eq(c->spread->tau2_ppm / 1e6, slow_tau2(&kit), 2e-6);
    for (size_t i = 0; i < c->n_forces; i++) {
        expect_force(c->forces[i]);
        expect_share(c->coverage[i]->assessed, slow_force(&kit, c->coverage[i]->force).assessed,
                     "coverage");
    }
}

Test(compliance, random_rows_come_to_what_a_slow_count_comes_to)
{
    for (unsigned seed = 1; seed <= 5; seed++) {
        compliance_kit_open(&kit, &arena);
        compliance_kit_random(&kit, seed);
        expect_all(compliance_kit_end(&kit));
    }
}

/* One row a page, in another order. */
static Pfq__V1__Compliance *streamed(void)
{
    struct compliance *c = compliance_begin(&kit.wish, &arena);
    for (size_t i = 0; i < kit.rows.n_expected; i++) {
        Pfq__V1__PeopleRows page = PFQ__V1__PEOPLE_ROWS__INIT;
        page.reviews = &kit.rows.reviews[i];
        page.assessments = &kit.rows.assessments[i];
        page.expected = &kit.rows.expected[i];
        page.n_reviews = page.n_assessments = page.n_expected = 1;
        compliance_add(c, &page);
    }
    return compliance_end(c);
}

Test(compliance, rows_in_any_order_and_page_come_to_the_same)
{
    compliance_kit_random(&kit, 7);
    struct pfq_bytes first = pfq_wire_pack(&compliance_kit_end(&kit)->base, &arena);
    for (unsigned seed = 1; seed <= 10; seed++) {
        compliance_kit_shuffle(&kit, seed);
        struct pfq_bytes again = pfq_wire_pack(&streamed()->base, &arena);
        cr_assert_eq(first.size, again.size);
        cr_expect_eq(memcmp(first.data, again.data, first.size), 0, "seed %u", seed);
    }
}
