/* Judging one message: pfq_judge(). */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/clock.h"
#include "support/catalogue_dir.h"
#include "support/file_facts.h"

static const char vocabulary[] = "label: \"test\"\n";

/* Checks that always come out one way. */
#define MET     "check: \"true\""
#define NOT_MET "check: \"false\""
#define OPEN    "check: \"is_update\""
#define PERSON  "person: \"Is it?\""
#define NEVER   "when: \"false\"\n  check: \"false\""

struct judge {
    struct pfq_arena arena;
    struct catalogue_dir dir;
    struct pfq_standard *standard;
    Pfq__V1__Submission *file;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement out;
};

static int64_t at(const char *text)
{
    int64_t ms = 0;
    cr_assert(pfq_instant_parse(text, &ms));
    return ms;
}

static void begin_rows(struct judge *j, const char *rows)
{
    pfq_arena_open(&j->arena);
    catalogue_dir_make(&j->dir);
    catalogue_dir_write(&j->dir, "standard.yaml", vocabulary);
    catalogue_dir_write(&j->dir, "a.yaml", rows);
    j->standard = catalogue_dir_load(&j->dir, &j->arena);
    j->file = file_facts(&j->arena);
}

static void begin(struct judge *j, const char *condition, const char *stages, const char *from)
{
    struct pfq_arena a;
    pfq_arena_open(&a);
    begin_rows(j, catalogue_dir_row(&a, "CD01", condition, "critical", stages, from));
    pfq_arena_close(&a);
}

static void judge_at(struct judge *j, const char *received)
{
    pfq_problems_init(&j->problems, &j->arena);
    pfq_problems_init(&j->warnings, &j->arena);
    pfq_judge(j->standard, file_facts_envelope(&j->arena, j->file), at(received), &j->arena,
              &j->problems, &j->warnings, &j->out);
}

static void judge(struct judge *j)
{
    judge_at(j, "2026-05-05T09:01:00Z");
}

static void end(struct judge *j)
{
    pfq_standard_close(j->standard);
    catalogue_dir_remove(&j->dir);
    pfq_arena_close(&j->arena);
}

static unsigned outcome(const struct judge *j, size_t i)
{
    return j->out.judged->outcomes.data[i / 2] >> (i % 2 * 4) & 0x0F;
}

static bool has_code(const struct pfq_problems *list, const char *code, const char *path)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->rows[i]->code, code) == 0 && strcmp(list->rows[i]->path, path) == 0) {
            return true;
        }
    }
    return false;
}

Test(judge, the_verdict_follows_the_table)
{
    static const struct {
        const char *critical, *major, *second_major, *minor;
        Pfq__V1__Verdict verdict;
    } rows[] = {
        {MET, MET, MET, MET, PFQ__V1__VERDICT__VERDICT_MEETS},
        {MET, MET, MET, NOT_MET, PFQ__V1__VERDICT__VERDICT_MEETS},
        {MET, MET, MET, OPEN, PFQ__V1__VERDICT__VERDICT_MEETS},
        {NOT_MET, MET, MET, MET, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET},
        {MET, NOT_MET, NOT_MET, MET, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET},
        {MET, NOT_MET, MET, NOT_MET, PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS},
        {OPEN, MET, MET, MET, PFQ__V1__VERDICT__VERDICT_UNDECIDED},
        {MET, OPEN, MET, MET, PFQ__V1__VERDICT__VERDICT_UNDECIDED},
        {OPEN, NOT_MET, MET, MET, PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS},
        {OPEN, NOT_MET, NOT_MET, MET, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET},
        {NOT_MET, OPEN, MET, MET, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET},
        {PERSON, MET, MET, MET, PFQ__V1__VERDICT__VERDICT_MEETS},
        {PERSON, NOT_MET, MET, MET, PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS},
        {PERSON, PERSON, PERSON, PERSON, PFQ__V1__VERDICT__VERDICT_UNDECIDED},
        {NEVER, NEVER, NEVER, NEVER, PFQ__V1__VERDICT__VERDICT_UNDECIDED},
        {NEVER, NEVER, NEVER, MET, PFQ__V1__VERDICT__VERDICT_MEETS},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct judge j;
        struct pfq_arena a;
        pfq_arena_open(&a);
        begin_rows(&j, pfq_arena_printf(
                           &a, "%s%s%s%s",
                           catalogue_dir_row(&a, "CD01", rows[i].critical, "critical", NULL, NULL),
                           catalogue_dir_row(&a, "CD02", rows[i].major, "major", NULL, NULL),
                           catalogue_dir_row(&a, "CD03", rows[i].second_major, "major", NULL, NULL),
                           catalogue_dir_row(&a, "CD04", rows[i].minor, "minor", NULL, NULL)));
        judge(&j);
        cr_expect_eq(j.out.judged->verdict, rows[i].verdict, "row %zu: %d", i,
                     (int)j.out.judged->verdict);
        end(&j);
        pfq_arena_close(&a);
    }
}

Test(judge, outcomes_are_what_when_check_and_unknown_say)
{
    static const struct {
        const char *condition;
        Pfq__V1__Outcome outcome;
    } rows[] = {
        {MET, PFQ__V1__OUTCOME__OUTCOME_MET},
        {NOT_MET, PFQ__V1__OUTCOME__OUTCOME_NOT_MET},
        {OPEN, PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON},
        {OPEN "\n  unknown: not_met", PFQ__V1__OUTCOME__OUTCOME_NOT_MET},
        {"when: \"is_update\"\n  check: \"false\"", PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON},
        {"when: \"is_update\"\n  unknown: not_met\n  check: \"false\"",
         PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON},
        {NEVER, PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE},
        {PERSON, PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON},
        {"when: \"false\"\n  " PERSON, PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct judge j;
        begin(&j, rows[i].condition, NULL, NULL);
        judge(&j);
        cr_expect_eq(outcome(&j, 0), rows[i].outcome, "%s", rows[i].condition);
        end(&j);
    }
}

Test(judge, a_file_is_judged_by_the_edition_of_its_own_date_and_stage)
{
    static const struct {
        const char *stages;
        const char *from; /* and what follows it in the row */
        const char *submitted;
        Pfq__V1__Outcome outcome;
    } rows[] = {
        {"ALL", "2021-01-01", "2020-12-31T23:59:00Z", PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE},
        {"ALL", "2021-01-01", "2021-01-01T00:00:00Z", PFQ__V1__OUTCOME__OUTCOME_NOT_MET},
        {"ALL", "2021-06-02", "2021-06-01T23:30:00Z", PFQ__V1__OUTCOME__OUTCOME_NOT_MET},
        {"ALL", "2015-06-01\n  until: 2020-12-31", "2020-12-31T12:00:00Z",
         PFQ__V1__OUTCOME__OUTCOME_NOT_MET},
        {"ALL", "2015-06-01\n  until: 2020-12-31", "2021-01-01T12:00:00Z",
         PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE},
        {"[FH_NGAP, PCD_FCT]", "{PCD_FCT: 2021-01-01, default: 2015-06-01}", "2017-03-01T12:00:00Z",
         PFQ__V1__OUTCOME__OUTCOME_NOT_MET},
        {"[FH_NGAP, PCD_FCT]", "{FH_NGAP: 2021-01-01, default: 2015-06-01}", "2017-03-01T12:00:00Z",
         PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE},
        {"[SJP]", "2015-06-01", "2017-03-01T12:00:00Z", PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct judge j;
        begin(&j, NOT_MET, rows[i].stages, rows[i].from);
        j.file->submitted_at = at(rows[i].submitted);
        judge(&j);
        cr_expect_eq(outcome(&j, 0), rows[i].outcome, "row %zu: %u", i, outcome(&j, 0));
        end(&j);
    }
}

Test(judge, a_file_that_no_edition_covers_is_undecided_and_is_told_so)
{
    struct judge j;
    begin(&j, NOT_MET, NULL, NULL);
    j.file->submitted_at = at("2014-05-01T12:00:00Z");
    judge(&j);
    cr_assert_eq(j.out.judged->verdict, PFQ__V1__VERDICT__VERDICT_UNDECIDED);
    cr_assert(has_code(&j.warnings, "NO_EDITION", "submission.submitted_at"));
    j.file->has_submitted_at = 0;
    judge(&j);
    cr_assert(has_code(&j.warnings, "NO_EDITION", "submission.submitted_at"));
    cr_assert_not(j.out.judged->has_event_at);
    cr_assert_not(j.out.judged->has_event_date);
    j.file->has_submitted_at = 1;
    j.file->submitted_at = at("2026-05-01T12:00:00Z");
    judge(&j);
    cr_assert_eq(j.warnings.count, 0);
    end(&j);
}

Test(judge, an_event_time_after_arrival_is_arrival_past_five_minutes)
{
    struct judge j;
    begin(&j, MET, NULL, NULL);
    j.file->submitted_at = at("2026-05-05T09:06:00Z");
    judge(&j);
    cr_assert_eq(j.warnings.count, 0);
    cr_assert_eq(j.out.judged->event_at, at("2026-05-05T09:06:00Z"));
    j.file->submitted_at = at("2026-05-06T09:06:00Z");
    judge(&j);
    cr_assert(has_code(&j.warnings, "EVENT_TIME_FUTURE", "submission.submitted_at"));
    cr_assert_eq(j.out.judged->event_at, at("2026-05-05T09:01:00Z"));
    cr_assert_eq(j.out.judged->event_date, 20260505);
    cr_assert_eq(j.out.judged->n_warnings, 1);
    end(&j);
}

Test(judge, an_event_time_that_looks_like_seconds_is_told_so)
{
    static const struct {
        const char *seconds; /* of this instant; NULL: the value itself */
        int64_t value;
        bool told;
    } rows[] = {
        {"2026-05-05T09:00:00Z", 0, true},  {"1990-01-01T00:00:00Z", 0, true},
        {"1989-12-31T23:59:59Z", 0, false}, {"2026-05-05T09:06:00Z", 0, true},
        {"2026-05-05T09:06:01Z", 0, false}, {NULL, 0, false},
        {NULL, -1777971600, false},         {NULL, 600000000000, false},
        {NULL, 1777971600000, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct judge j;
        begin(&j, MET, NULL, NULL);
        int64_t seconds = rows[i].seconds == NULL ? 0 : at(rows[i].seconds) / 1000;
        j.file->submitted_at = seconds + rows[i].value;
        judge(&j);
        cr_expect_eq(has_code(&j.warnings, "SUBMITTED_AT_UNIT", "submission.submitted_at"),
                     rows[i].told, "row %zu", i);
        end(&j);
    }
}

Test(judge, a_day_without_a_time_decides_the_edition_and_no_time_of_day)
{
    struct judge j;
    begin(&j, "check: \"event_date = 2026-05-05 and time(submitted_at) <= 08:30\"", NULL, NULL);
    j.file->submitted_at = at("2026-05-05T11:00:00Z");
    j.file->has_submitted_day_only = 1;
    j.file->submitted_day_only = 1;
    judge(&j);
    cr_assert_eq(outcome(&j, 0), PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON);
    cr_assert_eq(j.out.judged->event_at, at("2026-05-05T11:00:00Z"));
    cr_assert_eq(j.warnings.count, 0, "its noon may come after its arrival");
    end(&j);
}

Test(judge, a_day_without_a_time_may_begin_five_minutes_after_arrival)
{
    static const struct {
        const char *received; /* London is an hour ahead */
        const char *day;
        bool early;
        int32_t date;
    } rows[] = {
        {"2026-05-05T22:57:00Z", "2026-05-06T11:00:00Z", false, 20260506},
        {"2026-05-05T22:55:00Z", "2026-05-06T11:00:00Z", false, 20260506},
        {"2026-05-05T22:54:59Z", "2026-05-06T11:00:00Z", true, 20260505},
        {"2026-05-05T22:57:00Z", "2026-05-05T11:00:00Z", false, 20260505},
        {"2026-05-05T22:57:00Z", "2026-05-07T11:00:00Z", true, 20260505},
        {"2026-05-05T23:01:00Z", "2026-05-05T11:00:00Z", false, 20260505},
        {"2026-01-05T23:57:00Z", "2026-01-06T12:00:00Z", false, 20260106},
        {"2026-01-05T23:54:00Z", "2026-01-06T12:00:00Z", true, 20260105},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct judge j;
        begin(&j, MET, NULL, NULL);
        j.file->submitted_at = at(rows[i].day);
        j.file->has_submitted_day_only = 1;
        j.file->submitted_day_only = 1;
        judge_at(&j, rows[i].received);
        cr_expect_eq(has_code(&j.warnings, "EVENT_TIME_FUTURE", "submission.submitted_at"),
                     rows[i].early, "row %zu", i);
        cr_expect_eq(j.out.judged->event_date, rows[i].date, "row %zu", i);
        end(&j);
    }
}

Test(judge, what_cannot_be_taken_is_refused_with_every_reason)
{
    struct judge j;
    begin(&j, MET, NULL, NULL);
    j.file->submitting_force = NULL;
    j.file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_UNSPECIFIED;
    judge(&j);
    cr_assert(j.out.refused);
    cr_assert(has_code(&j.problems, "FORCE_UNKNOWN", "submission.submitting_force"));
    cr_assert(has_code(&j.problems, "FILE_TYPE_MISSING", "submission.file_type"));
    j.file = file_facts(&j.arena);
    j.file->submitting_force = pfq_arena_strdup(&j.arena, "99");
    judge(&j);
    cr_assert(j.out.refused);
    Pfq__V1__Envelope *empty = file_facts_envelope(&j.arena, NULL);
    empty->body_case = PFQ__V1__ENVELOPE__BODY__NOT_SET;
    pfq_judge(j.standard, empty, 0, &j.arena, &j.problems, &j.warnings, &j.out);
    cr_assert(j.out.refused);
    cr_assert(has_code(&j.problems, "NO_SUBMISSION", "submission"));
    end(&j);
}

Test(judge, identifiers_are_normalised)
{
    struct judge j;
    begin(&j, "check: \"urn_force = submitting_force\"", NULL, NULL);
    j.file->submitting_force = pfq_arena_strdup(&j.arena, " 02 ");
    j.file->urn = pfq_arena_strdup(&j.arena, "02/aa/12345/26/6");
    j.file->defendants->defendant[0]->asn = pfq_arena_strdup(&j.arena, "11/01zd/01/00000448754k");
    judge(&j);
    cr_assert_str_eq(j.out.force, "01");
    cr_assert_str_eq(j.out.urn, "02AA1234526-6");
    cr_assert(j.out.urn_readable);
    cr_assert_str_eq(j.out.police_unit, "AA");
    cr_assert_eq(j.out.case_type, PFQ__V1__CASE_TYPE__CASE_TYPE_UNKNOWN);
    cr_assert_str_eq(j.file->defendants->defendant[0]->asn, "1101ZD0100000448754K");
    cr_assert_eq(outcome(&j, 0), PFQ__V1__OUTCOME__OUTCOME_MET);
    j.file->police_unit = pfq_arena_strdup(&j.arena, " ba");
    judge(&j);
    cr_assert_str_eq(j.out.police_unit, "BA");
    end(&j);
}

Test(judge, words_in_the_place_of_a_urn_are_not_said_again)
{
    struct judge j;
    begin(&j, "check: \"urn_readable\"", NULL, NULL);
    j.file->urn = pfq_arena_strdup(&j.arena, "Jane Doe, 12 High St");
    judge(&j);
    cr_assert_not(j.out.refused);
    cr_assert_str_empty(j.out.urn);
    cr_assert_eq(outcome(&j, 0), PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
    cr_assert(has_code(&j.problems, "URN_UNREADABLE", "submission.urn"));
    end(&j);
}

Test(judge, an_unreadable_urn_is_kept_as_received_and_the_file_is_accepted)
{
    struct judge j;
    begin(&j, "check: \"urn_readable\"", NULL, NULL);
    j.file->urn = pfq_arena_strdup(&j.arena, "43-1x");
    judge(&j);
    cr_assert_not(j.out.refused);
    cr_assert_not(j.out.urn_readable);
    cr_assert_str_eq(j.out.urn, "43-1x");
    cr_assert_null(j.out.police_unit);
    cr_assert(has_code(&j.problems, "URN_UNREADABLE", "submission.urn"));
    cr_assert_null(strstr(j.problems.rows[0]->message, "43-1x"));
    cr_assert_eq(outcome(&j, 0), PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
    j.file->urn = NULL;
    judge(&j);
    cr_assert_str_eq(j.out.urn, "");
    end(&j);
}

Test(judge, impossible_dates_count_as_not_said_and_are_listed)
{
    struct judge j;
    begin(&j, "check: \"each offence: start_date <= event_date\"", NULL, NULL);
    j.file->offences->offence[1]->start_date = 20260230;
    j.file->charged_at = INT64_MAX;
    judge(&j);
    cr_assert(has_code(&j.problems, "DATE_RANGE", "submission.offences.offence[1].start_date"));
    cr_assert(has_code(&j.problems, "DATE_RANGE", "submission.charged_at"));
    cr_assert_eq(j.out.judged->n_problems, 2);
    cr_assert_eq(outcome(&j, 0), PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON);
    cr_assert_str_eq(j.out.judged->findings[0]->items[0], "offence 2");
    end(&j);
}

Test(judge, remand_and_crown_court_add_their_stages)
{
    struct judge j;
    begin(&j, NOT_MET, "[REMAND, FH_CC]", NULL);
    judge(&j);
    cr_assert_eq(j.out.judged->n_judged_as, 0);
    cr_assert_eq(outcome(&j, 0), PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE);
    cr_assert(has_code(&j.warnings, "NO_CHECKS", "submission.file_type"));

    j.file->defendants->defendant[1]->has_remand_sought = 1;
    j.file->defendants->defendant[1]->remand_sought = 1;
    judge(&j);
    cr_assert_eq(j.out.judged->n_judged_as, 1);
    cr_assert_eq(j.out.judged->judged_as[0], PFQ__V1__FILE_TYPE__FILE_TYPE_REMAND);
    cr_assert_eq(outcome(&j, 0), PFQ__V1__OUTCOME__OUTCOME_NOT_MET);

    j.file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    j.file->offences->offence[0]->category =
        PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_INDICTABLE_ONLY;
    judge(&j);
    cr_assert_eq(j.out.judged->n_judged_as, 2);
    cr_assert_eq(j.out.judged->judged_as[0], PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC);
    cr_assert_eq(j.out.file_type, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP);

    static const Pfq__V1__FileType without[] = {
        PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_TT, PFQ__V1__FILE_TYPE__FILE_TYPE_BOB,
        PFQ__V1__FILE_TYPE__FILE_TYPE_REMAND, PFQ__V1__FILE_TYPE__FILE_TYPE_SJP};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        j.file->file_type = without[i];
        judge(&j);
        cr_expect_eq(j.out.judged->n_judged_as, 0, "%d", (int)without[i]);
    }
    end(&j);
}

Test(judge, the_same_file_is_judged_the_same_every_time)
{
    struct judge j;
    begin(&j, "check: \"each witness: vps_status = MADE\"", NULL, NULL);
    judge(&j);
    struct pfq_bytes first = pfq_wire_pack(&j.out.judged->base, &j.arena);
    judge(&j);
    struct pfq_bytes second = pfq_wire_pack(&j.out.judged->base, &j.arena);
    cr_assert_eq(first.size, second.size);
    cr_assert_eq(memcmp(first.data, second.data, first.size), 0);
    end(&j);
}
