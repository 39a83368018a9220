/* What the events about one assessment come to: pfq/people.h. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/wire.h"
#include "support/people_events.h"

static struct pfq_arena arena;
static struct pfq_people_rules rules;

static void open_arena(void)
{
    pfq_arena_open(&arena);
    pfq_people_rules_default(&rules);
}

static void close_arena(void)
{
    pfq_arena_close(&arena);
}

TestSuite(people_fold, .init = open_arena, .fini = close_arena);

static Pfq__V1__AssessmentRow *fold(const char *history, int now)
{
    struct pfq_people_event events[PEOPLE_EVENTS_MAX];
    size_t count = people_history(history, &arena, events);
    Pfq__V1__AssessmentRow *row = pfq_arena_new(&arena, Pfq__V1__AssessmentRow, 1);
    return pfq_people_fold(events, count, &rules, people_day(now), &arena, row) ? row : NULL;
}

/* "1 AWAITED, 2 DISPUTED: PENDING" */
static const char *words(const Pfq__V1__AssessmentRow *row)
{
    const char *out = "";
    for (size_t i = 0; i < row->n_failures; i++) {
        out = pfq_arena_printf(
            &arena, "%s%s%u %s", out, i == 0 ? "" : ", ", row->failures[i]->number,
            pfq_enum_name(&pfq__v1__standing__descriptor, (int)row->failures[i]->standing));
    }
    return pfq_arena_printf(&arena, "%s: %s", out,
                            pfq_enum_name(&pfq__v1__roll_up__descriptor, (int)row->roll_up));
}

static const struct {
    const char *history;
    int now;
    const char *comes_to;
} histories[] = {
    {"1 made", 2, ": NO_FAILURES"},
    {"1 made 1 2", 2, "1 AWAITED, 2 AWAITED: PENDING"},
    {"1 made 1 2", 72, "1 AWAITED, 2 AWAITED: PENDING"},
    {"1 made 1 2", 73, "1 NO_RESPONSE, 2 NO_RESPONSE: NOT_DISPUTED"},
    /* case 12: two disputed, one accepted */
    {"1 made 1 2; 5 says 1 DISPUTE; 5 says 2 DISPUTE; 9 decided 1 ACCEPTED; 9 decided 2 REJECTED",
     10, "1 DISPUTE_ACCEPTED, 2 DISPUTE_REJECTED: DISPUTED_UNSUCCESSFULLY"},
    {"1 made 1 2; 5 says 1 DISPUTE; 5 says 2 DISPUTE; 9 decided 1 ACCEPTED", 10,
     "1 DISPUTE_ACCEPTED, 2 DISPUTED: PENDING"},
    {"1 made 1 2; 5 says 1 DISPUTE; 5 says 2 DISPUTE; 9 decided 1 ACCEPTED", 73,
     "1 DISPUTE_ACCEPTED, 2 DISPUTED: DISPUTED_UNSUCCESSFULLY"},
    {"1 made 1 2; 9 decided 1 ACCEPTED; 9 decided 2 NOT_DISPUTED", 10,
     "1 DISPUTE_ACCEPTED, 2 NOT_DISPUTED: DISPUTED_SUCCESSFULLY"},
    {"1 made 1 2; 9 decided 1 ACCEPTED", 73,
     "1 DISPUTE_ACCEPTED, 2 NO_RESPONSE: DISPUTED_SUCCESSFULLY"},
    /* what the police say */
    {"1 made 1 2; 5 says 1 ACCEPT; 5 says 2 FIXED", 6, "1 AGREED, 2 AGREED: NOT_DISPUTED"},
    {"1 made 1; 5 says 1 NOT_OURS", 6, "1 DISPUTED: PENDING"},
    {"1 made 1; 5 says 1 DISPUTE; 6 says 1 ACCEPT", 7, "1 AGREED: NOT_DISPUTED"},
    {"1 made 1; 6 says 1 ACCEPT; 5 says 1 DISPUTE", 7, "1 AGREED: NOT_DISPUTED"},
    {"5 says 1 ACCEPT; 1 made 1", 7, "1 AGREED: NOT_DISPUTED"},
    {"1 made 1; 5 says 9 DISPUTE", 7, "1 AWAITED: PENDING"},
    /* what is recorded */
    {"1 made 1; 5 says 1 DISPUTE; 6 decided 1 REJECTED; 7 decided 1 ACCEPTED", 8,
     "1 DISPUTE_ACCEPTED: DISPUTED_SUCCESSFULLY"},
    {"1 made 1; 6 decided 1 REJECTED; 7 says 1 ACCEPT", 8,
     "1 DISPUTE_REJECTED: DISPUTED_UNSUCCESSFULLY"},
    {"1 made 1; 5 says 1 DISPUTE; 6 decided 1 NOT_DISPUTED", 8, "1 NOT_DISPUTED: NOT_DISPUTED"},
    {"1 made 1; 6 decided 1 NOT_DISPUTED; 7 says 1 DISPUTE", 8, "1 DISPUTED: PENDING"},
    {"1 made 1; 6 decided 1 REJECTED; 7 says 1 DISPUTE", 8,
     "1 DISPUTE_REJECTED: DISPUTED_UNSUCCESSFULLY"},
    /* after the deadline */
    {"1 made 1; 73 says 1 ACCEPT", 74, "1 NO_RESPONSE: NOT_DISPUTED"},
    {"1 made 1; 6 decided 1 NOT_DISPUTED; 73 says 1 DISPUTE", 74, "1 NOT_DISPUTED: NOT_DISPUTED"},
    {"1 made 1; 73 decided 1 ACCEPTED", 74, "1 NO_RESPONSE: NOT_DISPUTED"},
    {"1 made 1; 72 decided 1 ACCEPTED", 74, "1 DISPUTE_ACCEPTED: DISPUTED_SUCCESSFULLY"},
    {"1 made 1; 5 decided 1 REJECTED; 73 corrected 1 ACCEPTED", 74,
     "1 DISPUTE_ACCEPTED: DISPUTED_SUCCESSFULLY"},
    {"1 made 1; 5 says 1 DISPUTE; 80 corrected 1 REJECTED", 81,
     "1 DISPUTE_REJECTED: DISPUTED_UNSUCCESSFULLY"},
    /* corrections of the assessment */
    {"1 made 1 2; 4 made 2 3", 5, "1 WITHDRAWN, 2 AWAITED, 3 AWAITED: PENDING"},
    {"4 made 2 3; 1 made 1 2", 5, "1 WITHDRAWN, 2 AWAITED, 3 AWAITED: PENDING"},
    {"1 made 1 2; 4 made 2; 6 made 1 2", 7, "1 AWAITED, 2 AWAITED: PENDING"},
    {"1 made 1; 3 decided 1 REJECTED; 4 made", 5, "1 WITHDRAWN: NO_FAILURES"},
    {"1 made 1; 80 made 1 2", 81, "1 NO_RESPONSE: NOT_DISPUTED"},
    {"1 made 1 2; 80 made 2", 81, "1 WITHDRAWN, 2 NO_RESPONSE: NOT_DISPUTED"},
    /* withdrawals */
    {"1 made 1 2; 5 says 1 DISPUTE; 8 withdrawn", 9, "1 WITHDRAWN, 2 WITHDRAWN: NO_FAILURES"},
    {"8 withdrawn; 1 made 1", 9, "1 WITHDRAWN: NO_FAILURES"},
    {"1 made 1; 8 withdrawn; 9 withdrawn", 10, "1 WITHDRAWN: NO_FAILURES"},
    {"1 made 1; 8 withdrawn; 9 made 1", 10, "1 AWAITED: PENDING"},
    {"1 made 1; 80 withdrawn", 81, "1 WITHDRAWN: NO_FAILURES"},
};

Test(people_fold, histories_come_to_where_the_process_says)
{
    for (size_t i = 0; i < sizeof histories / sizeof *histories; i++) {
        const Pfq__V1__AssessmentRow *row = fold(histories[i].history, histories[i].now);
        cr_assert_not_null(row, "%s", histories[i].history);
        cr_expect_str_eq(words(row), histories[i].comes_to, "%s, day %d: %s", histories[i].history,
                         histories[i].now, words(row));
    }
}

/* Case 12: the force's figure counts the one that stands.  Case 13: what nobody assessed is no
 * row, and so in no rate. */
Test(people_fold, only_an_accepted_dispute_and_a_withdrawal_leave_the_rate)
{
    const Pfq__V1__AssessmentRow *row = fold(histories[4].history, histories[4].now);
    cr_assert_eq(row->n_failures, 2);
    cr_expect_not(pfq_people_stands(row->failures[0]->standing));
    cr_expect(pfq_people_stands(row->failures[1]->standing));
    for (int s = 1; pfq_enum_name(&pfq__v1__standing__descriptor, s) != NULL; s++) {
        bool gone = s == PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED ||
                    s == PFQ__V1__STANDING__STANDING_WITHDRAWN;
        cr_expect_eq(pfq_people_stands((Pfq__V1__Standing)s), !gone, "%d", s);
    }
    cr_expect_null(fold("5 says 1 DISPUTE; 6 decided 1 ACCEPTED; 7 withdrawn", 8));
    cr_expect_null(fold("", 8));
}

Test(people_fold, time_person_and_month_are_those_of_the_first_version)
{
    struct pfq_people_event events[PEOPLE_EVENTS_MAX];
    size_t count = people_history("40 made 1; 3 made 1; 50 made", &arena, events);
    Pfq__V1__AssessmentRow row;
    ((Pfq__V1__Event *)(uintptr_t)events[1].event)->by = "p7";
    cr_assert(pfq_people_fold(events, count, &rules, people_day(51), &arena, &row));
    cr_expect_eq(row.assessed_at, people_day(3));
    cr_expect_str_eq(row.by, "p7");
    cr_expect_eq(row.month, 202511);
    cr_expect_eq(row.deadline, pfq_people_deadline(202511, 42));
    cr_expect_eq(row.corrections, 2);
    cr_expect_eq(row.outcome, PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET);
    cr_expect_eq(row.response_date, 20251201); /* 28 days after 3 November */
}

Test(people_fold, what_is_said_stands_beside_each_failure)
{
    const Pfq__V1__AssessmentRow *row =
        fold("1 made 1; 5 says 1 DISPUTE; 80 corrected 1 ACCEPTED; 85 says 1 FIXED", 90);
    const Pfq__V1__FailureRow *f = row->failures[0];
    cr_expect_eq(f->theme, PFQ__V1__THEME__THEME_DISCLOSURE_SCHEDULES);
    cr_expect_eq(f->response, PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_FIXED);
    cr_expect_eq(f->responded_at, people_day(85));
    cr_expect_eq(f->result, PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_ACCEPTED);
    cr_expect(f->corrected_late);
    cr_expect_str_eq(f->result_by, "p101");
    cr_expect_not(f->releasable);
    cr_expect_not(fold("1 made 1; 5 decided 1 ACCEPTED", 90)->failures[0]->corrected_late);
}

/* 1 D06, then 1 D20: another failure under the number. */
Test(people_fold, another_reason_under_a_number_is_not_taken_after_the_deadline)
{
    static const struct {
        const char *history;
        const char *second; /* reason of the second version, and of the third the first's */
        const char *comes_to;
        const char *reason;
    } rows[] = {{"1 made 1; 80 made 1", "D20", "1 WITHDRAWN: NO_FAILURES", "D06"},
                {"1 made 1; 80 made 1; 81 made 1", "D20", "1 NO_RESPONSE: NOT_DISPUTED", "D06"},
                {"1 made 1; 80 made 1", "D06", "1 NO_RESPONSE: NOT_DISPUTED", "D06"},
                {"1 made 1; 40 made 1", "D20", "1 NO_RESPONSE: NOT_DISPUTED", "D20"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pfq_people_event events[PEOPLE_EVENTS_MAX];
        size_t count = people_history(rows[i].history, &arena, events);
        Pfq__V1__AssessmentRow row;
        events[1].event->assessment->failures[0]->reason = pfq_arena_strdup(&arena, rows[i].second);
        cr_assert(pfq_people_fold(events, count, &rules, people_day(90), &arena, &row));
        cr_expect_str_eq(words(&row), rows[i].comes_to, "%zu: %s", i, words(&row));
        cr_expect_str_eq(row.failures[0]->reason, rows[i].reason, "%zu", i);
    }
}

/* 1 D06, then at 20 1 D20; the third version has the first's reason again. */
Test(people_fold, what_was_said_of_one_reason_is_not_said_of_another)
{
    static const struct {
        const char *history;
        size_t second; /* place of the version with the other reason */
        const char *comes_to;
    } rows[] = {
        {"1 made 1; 5 says 1 ACCEPT; 20 made 1", 2, "1 AWAITED: PENDING"},
        {"1 made 1; 5 says 1 DISPUTE; 6 decided 1 ACCEPTED; 20 made 1", 3, "1 AWAITED: PENDING"},
        {"1 made 1; 5 decided 1 NOT_DISPUTED; 20 made 1; 21 says 1 DISPUTE", 2,
         "1 DISPUTED: PENDING"},
        {"1 made 1; 20 made 1; 21 says 1 ACCEPT", 1, "1 AGREED: NOT_DISPUTED"},
        {"1 made 1; 5 says 1 ACCEPT; 20 made 1; 21 says 1 DISPUTE; 30 made 1", 2,
         "1 AGREED: NOT_DISPUTED"},
        {"1 made 1; 20 made 1; 21 says 1 DISPUTE; 30 made 1", 1, "1 AWAITED: PENDING"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pfq_people_event events[PEOPLE_EVENTS_MAX];
        size_t count = people_history(rows[i].history, &arena, events);
        Pfq__V1__AssessmentRow row;
        events[rows[i].second].event->assessment->failures[0]->reason =
            pfq_arena_strdup(&arena, "D20");
        cr_assert(pfq_people_fold(events, count, &rules, people_day(40), &arena, &row));
        cr_expect_str_eq(words(&row), rows[i].comes_to, "%s: %s", rows[i].history, words(&row));
    }
}

Test(people_fold, a_correction_without_a_reason_is_not_taken_after_the_deadline)
{
    struct pfq_people_event events[PEOPLE_EVENTS_MAX];
    size_t count = people_history("1 made 1; 80 corrected 1 ACCEPTED", &arena, events);
    events[1].event->outcome->reason = NULL;
    Pfq__V1__AssessmentRow row;
    cr_assert(pfq_people_fold(events, count, &rules, people_day(81), &arena, &row));
    cr_expect_eq(row.failures[0]->standing, PFQ__V1__STANDING__STANDING_NO_RESPONSE);
}

Test(people_fold, the_last_millisecond_is_in_time_and_the_next_is_not)
{
    for (int late = 0; late <= 1; late++) {
        struct pfq_people_event events[PEOPLE_EVENTS_MAX];
        size_t count = people_history("1 made 1; 5 decided 1 ACCEPTED", &arena, events);
        Pfq__V1__AssessmentRow row;
        int64_t deadline = pfq_people_deadline(202511, 42);
        ((Pfq__V1__Event *)(uintptr_t)events[1].event)->happened_at = deadline + late;
        cr_assert(pfq_people_fold(events, count, &rules, deadline + late, &arena, &row));
        cr_expect_eq(row.failures[0]->standing, late == 0
                                                    ? PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED
                                                    : PFQ__V1__STANDING__STANDING_NO_RESPONSE);
    }
}

Test(people_fold, the_latest_second_marking_holds)
{
    struct pfq_people_event events[PEOPLE_EVENTS_MAX];
    size_t count = people_history("1 made 1", &arena, events);
    for (int i = 0; i < 3; i++) { /* the third, and latest, by the first marker */
        Pfq__V1__Event *event = people_event(&arena, i == 2 ? 9 : 8 - i);
        event->by = i == 2 ? events[0].event->by : (char *)(uintptr_t) "second";
        event->what_case = PFQ__V1__EVENT__WHAT_REMARK;
        event->remark = pfq_arena_new(&arena, Pfq__V1__Remark, 1);
        pfq__v1__remark__init(event->remark);
        event->remark->has_outcome = true;
        event->remark->outcome = i == 0 ? PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET
                                        : PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
        events[count++] = (struct pfq_people_event){event, "s",
                                                    i == 0   ? "m0"
                                                    : i == 1 ? "m1"
                                                             : "m2"};
    }
    Pfq__V1__AssessmentRow row;
    cr_assert(pfq_people_fold(events, count, &rules, people_day(10), &arena, &row));
    cr_expect_eq(row.remark, PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET);
    cr_expect_eq(row.outcome, PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET);
}
