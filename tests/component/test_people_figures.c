/* What ought to be assessed follows from arrivals, figures from rows, in whatever order events
 * came: store/people_expect.h, people_count.h. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/json.h"
#include "store/months.h"
#include "store/people_expect.h"
#include "support/figures.h"
#include "support/figures_kit.h"
#include "support/people_kit.h"

#define KIND(name)   PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name
#define FIGURE(name) PFQ__V1__FIGURE_KIND__FIGURE_KIND_##name

static const char *const two[] = {"D13", "D20"};
static const char *const may = "2026-05-05T10:00:00Z";

static void follow(struct kit *kit)
{
    struct pfq_err err = {0};
    uint64_t up_to = 0;
    cr_assert_eq(people_expect(kit->batch.db, &kit->rules, 1777975200000, &up_to, &err), PFQ_OK,
                 "%s", err.text);
}

static bool as_now;           /* of a closed month: as it is counted now */
static uint64_t people_up_to; /* of the figures that were asked for last */

static const Pfq__V1__Figure *figure(struct kit *kit, Pfq__V1__FigureKind kind, const char *name)
{
    size_t pages = 0;
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    read.force = (char *)(uintptr_t) "43";
    read.has_from_date = read.has_to_date = true;
    read.from_date = 20260501;
    read.to_date = 20260531;
    read.has_as_now = read.as_now = as_now;
    const Pfq__V1__Figures *all = figures_pages(kit, &read, 100000, &pages);
    people_up_to = all->people_up_to;
    for (size_t i = 0; i < all->n_rows; i++) {
        if (all->rows[i]->kind == kind && strcmp(all->rows[i]->name, name) == 0) {
            return all->rows[i];
        }
    }
    return NULL;
}

static void expect_figure(struct kit *kit, Pfq__V1__FigureKind kind, const char *name,
                          uint64_t failing, uint64_t applicable)
{
    const Pfq__V1__Figure *f = figure(kit, kind, name);
    if (applicable == 0) {
        cr_assert_null(f, "%s: there is no data", name);
        return;
    }
    cr_assert_not_null(f, "%s", name);
    cr_assert(f->failing == failing && f->applicable == applicable, "%s: %lu of %lu", name,
              (unsigned long)f->failing, (unsigned long)f->applicable);
}

static void expect_done(struct kit *kit, bool done)
{
    const Pfq__V1__PeopleRows *rows = people_every(kit, KIND(EXPECTED), may);
    cr_assert_eq(rows->n_expected, 1);
    cr_assert_eq(rows->expected[0]->has_done_at, done);
    cr_assert_str_eq(rows->expected[0]->police_unit, "AA");
    expect_figure(kit, FIGURE(EXPECTED), "DGA", !done, 1);
}

Test(people_figures, a_file_is_expected_until_it_was_assessed)
{
    struct kit kit;
    kit_open(&kit);
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    follow(&kit);
    expect_done(&kit, false);
    expect_figure(&kit, FIGURE(ASSESSED_THEME), "CASE_DATA", 0, 0);
    people_tell(&kit, "1", people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", NULL, 0), NULL,
                may);
    expect_done(&kit, true);
    expect_figure(&kit, FIGURE(ASSESSED_THEME), "CASE_DATA", 0, 1);
    people_tell(&kit, "2", people_withdrawal(&kit, "2026-05-04T10:00:00Z", "A1"), NULL, may);
    expect_done(&kit, false);
    expect_figure(&kit, FIGURE(ASSESSED_THEME), "CASE_DATA", 0, 0);
    follow(&kit);
    expect_done(&kit, false);
    kit_close(&kit);
}

static Pfq__V1__Event *of_kind(Pfq__V1__Event *event, Pfq__V1__AssessmentKind kind)
{
    event->assessment->kind = kind;
    return event;
}

/* Told in either order: the first one's day, the latest one's judgement, one file. */
Test(people_figures, a_file_that_is_assessed_twice_is_one_file)
{
    static const char *const schedule[] = {"D06"};
    for (int late_first = 0; late_first <= 1; late_first++) {
        struct kit kit;
        kit_open(&kit);
        kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
        Pfq__V1__Event *events[] = {
            people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", two, 2),
            people_assessment(&kit, "2026-05-04T11:00:00Z", "A2", schedule, 1)};
        people_tell(&kit, "1", events[late_first], NULL, may);
        people_tell(&kit, "2", events[!late_first], NULL, may);
        expect_figure(&kit, FIGURE(ASSESSED_THEME), "CASE_DATA", 0, 1);
        expect_figure(&kit, FIGURE(ASSESSED_THEME), "DISCLOSURE_SCHEDULES", 1, 1);
        expect_figure(&kit, FIGURE(ASSESSED_THEME), "EXHIBITS_MULTIMEDIA", 0, 1);
        people_tell(&kit, "3", people_assessment(&kit, "2026-05-04T12:00:00Z", "A1", two, 2), NULL,
                    may); /* a correction is no further file */
        expect_figure(&kit, FIGURE(ASSESSED_THEME), "CASE_DATA", 0, 1);
        people_tell(&kit, "4", people_withdrawal(&kit, "2026-05-04T13:00:00Z", "A2"), NULL, may);
        expect_figure(&kit, FIGURE(ASSESSED_THEME), "EXHIBITS_MULTIMEDIA", 1, 1);
        expect_figure(&kit, FIGURE(ASSESSED_THEME), "DISCLOSURE_SCHEDULES", 0, 1);
        people_tell(&kit, "5", people_withdrawal(&kit, "2026-05-04T13:00:00Z", "A1"), NULL, may);
        expect_figure(&kit, FIGURE(ASSESSED_THEME), "CASE_DATA", 0, 0);
        kit_close(&kit);
    }
}

Test(people_figures, triage_counts_by_itself_and_nfq_with_dga)
{
    struct kit kit;
    kit_open(&kit);
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    people_tell(&kit, "1",
                of_kind(people_assessment(&kit, "2026-05-04T09:00:00Z", "T1", NULL, 0),
                        PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE),
                NULL, may);
    people_tell(&kit, "2",
                of_kind(people_assessment(&kit, "2026-05-04T10:00:00Z", "N1", NULL, 0),
                        PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_NFQ),
                NULL, may);
    people_tell(&kit, "3", people_assessment(&kit, "2026-05-04T11:00:00Z", "A1", two, 2), NULL,
                may);
    expect_figure(&kit, FIGURE(ASSESSED_THEME), "CASE_DATA", 0, 1);
    expect_figure(&kit, FIGURE(ASSESSED_THEME), "EXHIBITS_MULTIMEDIA", 1, 1);
    expect_figure(&kit, FIGURE(TRIAGE_THEME), "CASE_DATA", 0, 1);
    kit_close(&kit);
}

static void expect_unit(struct kit *kit, const char *unit)
{
    const Pfq__V1__ExpectedRow *row = people_every(kit, KIND(EXPECTED), may)->expected[0];
    cr_assert_str_eq(row->unit == NULL ? "" : row->unit, unit);
}

Test(people_figures, a_review_names_the_unit_that_owes_an_assessment)
{
    for (int review_first = 0; review_first <= 1; review_first++) {
        struct kit kit;
        kit_open(&kit);
        Pfq__V1__Event *review = people_review(&kit, "2026-05-03T09:00:00Z", "R1");
        review->review->unit = (char *)(uintptr_t) "U7";
        if (review_first) {
            people_tell(&kit, "r", review, NULL, may);
        }
        kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
        follow(&kit);
        expect_unit(&kit, review_first ? "U7" : "");
        if (!review_first) {
            people_tell(&kit, "r", review, NULL, may);
        }
        expect_unit(&kit, "U7");
        expect_done(&kit, false);
        Pfq__V1__Event *done = people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", NULL, 0);
        done->unit = (char *)(uintptr_t) "U8";
        people_tell(&kit, "1", done, NULL, may);
        expect_unit(&kit, "U8");
        kit_close(&kit);
    }
}

Test(people_figures, what_is_set_decides_deadlines_and_duties)
{
    struct kit kit;
    kit_open(&kit);
    kit.rules.deadline_days = 7;
    kit.rules.response_days[PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA] = 3;
    kit.rules.eligible[PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA] = 0;
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    follow(&kit);
    cr_assert_eq(people_every(&kit, KIND(EXPECTED), may)->n_expected, 0);
    people_tell(&kit, "1", people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", two, 2), NULL,
                may);
    const Pfq__V1__AssessmentRow *row = people_every(&kit, KIND(ASSESSMENTS), may)->assessments[0];
    cr_assert_eq(row->deadline, pfq_people_deadline(202605, 7));
    cr_assert_neq(row->deadline, pfq_people_deadline(202605, 42));
    kit_close(&kit);
}

Test(people_figures, an_assessment_that_came_before_its_file_gets_the_facts_with_it)
{
    struct kit kit;
    kit_open(&kit);
    people_tell(&kit, "1", people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", two, 2), NULL,
                may);
    cr_assert_null(people_every(&kit, KIND(ASSESSMENTS), may)->assessments[0]->police_unit);
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    follow(&kit);
    const Pfq__V1__AssessmentRow *row = people_every(&kit, KIND(ASSESSMENTS), may)->assessments[0];
    cr_assert_str_eq(row->police_unit, "AA");
    cr_assert_eq(row->sequence, 1);
    expect_done(&kit, true);
    expect_figure(&kit, FIGURE(ASSESSED_REASON), "D13", 1, 1);
    kit_close(&kit);
}

/* G3: what is derived from arrivals says up to which of them it is true. */
Test(people_figures, rows_say_up_to_which_submission_files_are_in_them)
{
    struct kit kit;
    kit_open(&kit);
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    kit_one(&kit, kit_put(&kit, "s2", "43AA0000226"));
    const Pfq__V1__PeopleRows *rows = people_every(&kit, KIND(EXPECTED), may);
    cr_expect_eq(rows->n_expected, 0U);
    cr_expect_eq(rows->files_up_to, 0U);
    cr_expect_eq(rows->files_behind, 2U);
    follow(&kit);
    kit_one(&kit, kit_put(&kit, "s3", "43AA0000326"));
    rows = people_every(&kit, KIND(EXPECTED), may);
    cr_expect_eq(rows->n_expected, 2U);
    cr_expect_eq(rows->files_up_to, 2U);
    cr_expect_eq(rows->files_behind, 1U);
    kit_close(&kit);
}

/* A mistyped URN: its plan is told, and it is in no figure; the file may come yet. */
Test(people_figures, an_assessment_of_a_file_that_never_came_is_in_no_figure_until_it_comes)
{
    struct kit kit;
    kit_open(&kit);
    const Pfq__V1__StoreAnswer *answer = people_tell(
        &kit, "1", people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", two, 2), NULL, may);
    cr_assert_eq(answer->n_warnings, 1);
    cr_expect_str_eq(answer->warnings[0]->code, "NO_SUCH_FILE");
    cr_expect_not_null(strstr(answer->warnings[0]->message, "No file 43AA0000126 came from force "
                                                            "43 at stage FH_GAP yet"));
    follow(&kit);
    cr_expect(people_every(&kit, KIND(ASSESSMENTS), may)->assessments[0]->file_unknown);
    expect_figure(&kit, FIGURE(ASSESSED_REASON), "D13", 0, 0);
    expect_figure(&kit, FIGURE(ASSESSED_THEME), "CASE_DATA", 0, 0);
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    follow(&kit);
    cr_expect_not(people_every(&kit, KIND(ASSESSMENTS), may)->assessments[0]->file_unknown);
    expect_figure(&kit, FIGURE(ASSESSED_REASON), "D13", 1, 1);
    expect_figure(&kit, FIGURE(ASSESSED_THEME), "CASE_DATA", 0, 1);
    kit_close(&kit);
}

/* A submission in which AA01 (D01), AA02 and BB01 (both D02) fail. */
static void put_failing(struct kit *kit)
{
    Pfq__V1__Envelope *file = kit_put(kit, "s1", "43AA0000126");
    Pfq__V1__Judged judged = PFQ__V1__JUDGED__INIT;
    Pfq__V1__JudgedFinding findings[3];
    Pfq__V1__JudgedFinding *list[3];
    for (uint32_t i = 0; i < 3; i++) {
        pfq__v1__judged_finding__init(&findings[i]);
        findings[i].has_check = findings[i].has_outcome = true;
        findings[i].check = i;
        findings[i].outcome = PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
        list[i] = &findings[i];
    }
    judged.has_event_at = true;
    cr_assert(pfq_instant_parse("2026-05-03T08:00:00Z", &judged.event_at));
    judged.n_findings = 3;
    judged.findings = list;
    struct pfq_bytes bytes = job_pack(&judged.base, &kit->arena);
    file->store_put->judged = (ProtobufCBinaryData){bytes.size, (uint8_t *)(uintptr_t)bytes.data};
    kit_one(kit, file);
}

/* By its reason code alone: not what names a check, nor what was withdrawn. */
Test(people_figures, what_failed_by_the_machine_is_found_by_the_reason_code_of_a_failure)
{
    static const char *const reasons[] = {"D02", "D01"};
    struct kit kit;
    kit_open(&kit);
    put_failing(&kit);
    Pfq__V1__Event *e = people_assessment(&kit, "2026-05-03T09:00:00Z", "A1", reasons, 2);
    e->assessment->failures[1]->check = (char *)(uintptr_t) "ZZ09";
    people_tell(&kit, "1", e, NULL, may);
    const Pfq__V1__AssessmentRow *row = people_every(&kit, KIND(ASSESSMENTS), may)->assessments[0];
    cr_assert_eq(row->n_machine_failed, 3);
    cr_assert_eq(row->n_machine_named, 2);
    cr_expect_str_eq(row->machine_named[0], "AA02");
    cr_expect_str_eq(row->machine_named[1], "BB01");
    e = people_assessment(&kit, "2026-05-03T10:00:00Z", "A1", reasons, 0);
    people_tell(&kit, "2", e, NULL, may);
    row = people_every(&kit, KIND(ASSESSMENTS), may)->assessments[0];
    cr_expect_eq(row->n_machine_named, 0, "both failures are withdrawn");
    kit_close(&kit);
}

Test(people_figures, only_what_stands_is_failing)
{
    struct kit kit;
    kit_open(&kit);
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    people_tell(&kit, "1", people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", two, 2), NULL,
                may);
    for (uint32_t n = 1; n <= 2; n++) {
        people_tell(&kit, n == 1 ? "r1" : "r2",
                    people_response(&kit, "2026-05-04T10:00:00Z", "A1", n,
                                    PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE),
                    people_peer(&kit, PFQ__V1__ROLE__ROLE_FORCE, "43"), may);
    }
    people_tell(&kit, "o1",
                people_outcome(&kit, "2026-05-04T11:00:00Z", "A1", 1,
                               PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_ACCEPTED),
                NULL, may);
    people_tell(&kit, "o2",
                people_outcome(&kit, "2026-05-04T11:00:00Z", "A1", 2,
                               PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_REJECTED),
                NULL, may);
    expect_figure(&kit, FIGURE(ASSESSED_REASON), "D13", 0, 1);
    expect_figure(&kit, FIGURE(ASSESSED_REASON), "D20", 1, 1);
    const Pfq__V1__AssessmentRow *row = people_every(&kit, KIND(ASSESSMENTS), may)->assessments[0];
    cr_assert_eq(row->roll_up, PFQ__V1__ROLL_UP__ROLL_UP_DISPUTED_UNSUCCESSFULLY);
    kit_close(&kit);
}

/* No submission tells of it: figures say up to which event they are true. */
Test(people_figures, every_event_is_one_further_for_the_figures)
{
    struct kit kit;
    kit_open(&kit);
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    (void)figure(&kit, FIGURE(ASSESSED_THEME), "CASE_DATA");
    cr_assert_eq(people_up_to, 0);
    people_tell(&kit, "1", people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", two, 2), NULL,
                may);
    expect_figure(&kit, FIGURE(ASSESSED_REASON), "D13", 1, 1);
    uint64_t first = people_up_to;
    cr_assert_gt(first, 0);
    people_tell(&kit, "2", people_withdrawal(&kit, "2026-05-04T10:00:00Z", "A1"), NULL, may);
    expect_figure(&kit, FIGURE(ASSESSED_REASON), "D13", 0, 0);
    cr_assert_gt(people_up_to, first);
    kit_close(&kit);
}

Test(people_figures, a_closed_month_keeps_what_people_had_found)
{
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    Pfq__V1__MonthClose close = PFQ__V1__MONTH_CLOSE__INIT;
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    people_tell(&kit, "1", people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", two, 2), NULL,
                may);
    close.has_month = true;
    close.month = 202605;
    close.by = (char *)(uintptr_t) "cps-114";
    cr_assert_eq(kit_close_month(&kit, rollup, &close, pfq_london_ms(20260801, 720))->n_problems,
                 0);
    people_tell(&kit, "2", people_withdrawal(&kit, "2026-05-04T10:00:00Z", "A1"), NULL, may);
    expect_figure(&kit, FIGURE(ASSESSED_THEME), "EXHIBITS_MULTIMEDIA", 1, 1);
    expect_figure(&kit, FIGURE(ASSESSED_REASON), "D13", 1, 1);
    as_now = true;
    expect_figure(&kit, FIGURE(ASSESSED_THEME), "EXHIBITS_MULTIMEDIA", 0, 0);
    as_now = false;
    rollup_close(rollup);
    kit_close(&kit);
}

static const Pfq__V1__MonthRow *previewed(struct kit *kit, int32_t month, int64_t wall_ms)
{
    static char by[] = "cps-114";
    Pfq__V1__MonthClose close = PFQ__V1__MONTH_CLOSE__INIT;
    Pfq__V1__MonthRows *rows = pfq_arena_new(&kit->arena, Pfq__V1__MonthRows, 1);
    struct pfq_err err = {0};
    pfq__v1__month_rows__init(rows);
    close.has_month = close.has_preview = close.has_early = true;
    close.preview = close.early = true;
    close.month = month;
    close.by = by;
    cr_assert_eq(months_close(kit->batch.db, &close, wall_ms, &kit->arena, rows, &err), PFQ_OK,
                 "%s", err.text);
    return rows->rows[0];
}

/* What is still to come is said before a month is frozen, of this month alone, and not once it is.
 */
Test(people_figures, a_preview_of_closing_says_what_is_still_to_come)
{
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    int64_t early = pfq_london_ms(20260605, 720);
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    kit_one(&kit, kit_put(&kit, "s2", "43AA0000226"));
    people_tell(&kit, "1", people_assessment(&kit, "2026-05-04T09:00:00Z", "A1", two, 2), NULL,
                may);
    people_tell(&kit, "2",
                people_response(&kit, "2026-05-05T09:00:00Z", "A1", 1,
                                PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE),
                NULL, may);
    (void)figures_follow(rollup, &kit);
    follow(&kit);
    const Pfq__V1__MonthRow *row = previewed(&kit, 202605, early);
    cr_expect(row->has_forces && row->forces == 1);
    cr_expect(row->has_undecided);
    cr_expect_eq(row->unanswered, 1U);
    cr_expect_eq(row->disputed, 1U);
    cr_assert_eq(row->n_expected, 1U);
    cr_expect_str_eq(row->expected[0]->name, "DGA");
    cr_expect_eq(row->expected[0]->applicable, 2U);
    cr_expect_eq(row->expected[0]->failing, 1U);
    row = previewed(&kit, 202604, early);
    cr_expect(row->has_unanswered && row->unanswered == 0 && row->forces == 0);
    row = previewed(&kit, 202605, pfq_london_ms(20260801, 720));
    cr_expect(row->unanswered == 0 && row->disputed == 0, "the deadline passed");
    rollup_close(rollup);
    kit_close(&kit);
}

/* --- any order ------------------------------------------------------------------------- */

enum {
    HISTORIES = 200,
    STEPS = 12
};

static Pfq__V1__Event *step(struct kit *kit, unsigned *seed)
{
    char at[32];
    const char *id = rand_r(seed) % 3 == 0 ? "A2" : "A1";
    unsigned n = (unsigned)rand_r(seed);
    (void)snprintf(at, sizeof at, "2026-%02u-%02uT%02u:00:00Z", 5 + n % 3, 1 + n / 3 % 28,
                   n / 100 % 24);
    switch (rand_r(seed) % 6) {
    case 0:
        return people_withdrawal(kit, at, id);
    case 1:
    case 2:
        return people_response(kit, at, id, 1 + n % 2, (Pfq__V1__ResponseKind)(1 + n / 7 % 4));
    case 3:
        return people_outcome(kit, at, id, 1 + n % 2, (Pfq__V1__DisputeResult)(1 + n / 5 % 3));
    default:
        return people_assessment(kit, at, id, two, n % 3);
    }
}

/* All rows and figures, as text. */
static char *state(struct kit *kit, struct pfq_arena *arena)
{
    size_t pages = 0;
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    read.has_from_date = read.has_to_date = true;
    read.from_date = 20260401;
    read.to_date = 20260930;
    read.by_unit = read.by_case_type = true;
    read.has_by_unit = read.has_by_case_type = true;
    char *text =
        pfq_arena_strdup(arena, figures_text(kit, figures_pages(kit, &read, 100000, &pages)));
    Pfq__V1__PeopleRows *rows = people_every(kit, KIND(ASSESSMENTS), "2027-01-01T00:00:00Z");
    const Pfq__V1__PeopleRows *expected = people_every(kit, KIND(EXPECTED), may);
    rows->expected = expected->expected;
    rows->n_expected = expected->n_expected;
    rows->has_up_to = false;
    rows->files_up_to = rows->files_behind = 0;
    for (size_t i = 0; i + 1 < rows->n_assessments; i++) { /* two with one instant: by id */
        for (size_t k = i + 1; k < rows->n_assessments; k++) {
            if (strcmp(rows->assessments[k]->id, rows->assessments[i]->id) < 0) {
                Pfq__V1__AssessmentRow *row = rows->assessments[i];
                rows->assessments[i] = rows->assessments[k];
                rows->assessments[k] = row;
            }
        }
    }
    return pfq_arena_printf(arena, "%s%s", text, pfq_json_write(&rows->base, 0, arena));
}

/* In one batch: a late outcome says that it is one. */
static void tell_some(struct kit *kit, Pfq__V1__Event **events, const size_t *places, size_t count)
{
    Pfq__V1__Envelope *requests[STEPS];
    struct batch_result result;
    for (size_t i = 0; i < count; i++) {
        Pfq__V1__Event *e = events[places[i]];
        if (e->what_case == PFQ__V1__EVENT__WHAT_OUTCOME) {
            e->outcome->has_correction = e->outcome->correction = true;
        }
        requests[i] = people_keep(kit, pfq_arena_printf(&kit->arena, "e%zu", places[i]), e, NULL);
    }
    const struct job *jobs = count == 0 ? NULL : kit_run(kit, requests, count, &result);
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(jobs[i].store_answer.answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    }
}

/* Events at random, and the file somewhere between them. */
static char *play(unsigned history, unsigned order, struct pfq_arena *arena)
{
    struct kit kit;
    unsigned seed = history * 7919 + 1;
    Pfq__V1__Event *events[STEPS];
    size_t places[STEPS];
    kit_open(&kit);
    for (size_t i = 0; i < STEPS; i++) {
        events[i] = step(&kit, &seed);
        places[i] = i;
    }
    for (size_t i = STEPS - 1; order > 0 && i > 0; i--) {
        size_t k = (size_t)rand_r(&order) % (i + 1);
        size_t other = places[i];
        places[i] = places[k];
        places[k] = other;
    }
    size_t arrival = order % STEPS;
    tell_some(&kit, events, places, arrival);
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    follow(&kit);
    tell_some(&kit, events, places + arrival, STEPS - arrival);
    char *text = state(&kit, arena);
    kit_close(&kit);
    return text;
}

Test(people_figures, any_order_of_arrival_gives_the_same_rows_and_figures, .timeout = 300)
{
    for (unsigned h = 0; h < HISTORIES; h++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        const char *in_order = play(h, 0, &arena);
        const char *shuffled = play(h, h * 31 + 17, &arena);
        cr_assert_str_eq(shuffled, in_order, "history %u", h);
        pfq_arena_close(&arena);
    }
}
