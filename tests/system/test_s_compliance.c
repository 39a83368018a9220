/* `pfq compliance` over the three services: what people told becomes figures, a sample that shows
 * nothing of the first marking, and a second marking. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "support/command.h"
#include "support/rig.h"

#define POOR_SCHEDULE "tests/golden/04_poor_unused_schedule.json" /* DS04 fails: D07 */

enum {
    FILES = 40,
    MONTH_TEXT = 24
};

static struct rig rig;
static struct pfq_arena arena;
static struct pfq_client *intake;
static int64_t now_ms;
static char run_option[96];
static char month[MONTH_TEXT]; /* the last whole one */

static void begin(void)
{
    rig_begin(&rig);
    (void)snprintf(run_option, sizeof run_option, "--run=%s/run", rig.dir);
    pfq_arena_open(&arena);
    rig_start_all(&rig);
    intake = rig_client(&rig, RIG_INTAKE);
    now_ms = pfq_wall_ms();
}

static void end(void)
{
    pfq_client_close(intake);
    pfq_arena_close(&arena);
    rig_end(&rig);
}

TestSuite(s_compliance, .init = begin, .fini = end, .timeout = 120);

/* Noon of the third of the last whole month. */
static int64_t in_month(void)
{
    int32_t first = pfq_london_date(now_ms) / 100 * 100 + 1;
    int32_t before = pfq_date_add(first, -1) / 100;
    (void)snprintf(month, sizeof month, "%04d-%02d", (int)(before / 100), (int)(before % 100));
    return pfq_london_ms(before * 100 + 3, 12 * 60);
}

static Pfq__V1__Event *event_on(unsigned n, const char *by)
{
    Pfq__V1__Event *event = pfq_arena_new(&arena, Pfq__V1__Event, 1);
    pfq__v1__event__init(event);
    event->has_happened_at = true;
    event->happened_at = in_month();
    event->by = pfq_arena_strdup(&arena, by);
    event->unit = pfq_arena_strdup(&arena, "TC1");
    event->file = pfq_arena_new(&arena, Pfq__V1__FileRef, 1);
    pfq__v1__file_ref__init(event->file);
    event->file->force = pfq_arena_strdup(&arena, "40");
    event->file->urn = pfq_arena_printf(&arena, "40AA%05u26", n);
    event->file->has_file_type = true;
    event->file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP;
    return event;
}

static void tell(Pfq__V1__Event *event, const char *id)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Receipt *receipt = NULL;
    struct pfq_err err;
    envelope.id = pfq_arena_strdup(&arena, id);
    envelope.source = pfq_arena_strdup(&arena, "test");
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_EVENT;
    envelope.event = event;
    cr_assert_eq(pfq_client_submit(intake, &envelope, 10000, &arena, &receipt, &err), PFQ_OK, "%s",
                 err.text);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED, "%s",
                 receipt->n_problems > 0 ? receipt->problems[0]->message : "");
}

static void assess_as(Pfq__V1__Event *event, unsigned n, const char *reason)
{
    Pfq__V1__Assessment *made = pfq_arena_new(&arena, Pfq__V1__Assessment, 1);
    Pfq__V1__Failure *failure = pfq_arena_new(&arena, Pfq__V1__Failure, 1);
    pfq__v1__assessment__init(made);
    pfq__v1__failure__init(failure);
    made->id = pfq_arena_printf(&arena, "a%u", n);
    made->has_kind = made->has_outcome = true;
    made->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    made->outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
    failure->has_number = true;
    failure->number = 1;
    failure->reason = pfq_arena_strdup(&arena, reason);
    failure->detail = pfq_arena_strdup(&arena, n < 30 ? "Offer not said" : "");
    failure->detail = n < 30 ? failure->detail : NULL;
    made->failures = pfq_arena_new(&arena, Pfq__V1__Failure *, 1);
    made->failures[0] = failure;
    made->n_failures = 1;
    event->what_case = PFQ__V1__EVENT__WHAT_ASSESSMENT;
    event->assessment = made;
    tell(event, made->id);
}

static void assess(unsigned n)
{
    assess_as(event_on(n, n % 2 == 0 ? "secret-1" : "secret-2"), n, "D23");
}

static void owe_review(unsigned n)
{
    Pfq__V1__Event *event = event_on(n, "secret-1");
    Pfq__V1__Review *review = pfq_arena_new(&arena, Pfq__V1__Review, 1);
    pfq__v1__review__init(review);
    review->id = pfq_arena_printf(&arena, "r%u", n);
    review->has_kind = review->has_due_at = true;
    review->kind = PFQ__V1__REVIEW_KIND__REVIEW_KIND_PRIORITY;
    review->due_at = in_month();
    review->unit = pfq_arena_strdup(&arena, "TC1");
    event->what_case = PFQ__V1__EVENT__WHAT_REVIEW;
    event->review = review;
    tell(event, review->id);
}

/* The file that event_on() names. */
static void submit(unsigned n)
{
    Pfq__V1__Envelope *file = rig_envelope("test", "40", n, &arena);
    file->submission->urn = pfq_arena_printf(&arena, "40AA%05u26", n);
    file->submission->has_file_type = true;
    file->submission->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP;
    cr_assert_eq(rig_submit(intake, file, &arena)->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
}

static void tell_all(void)
{
    for (unsigned n = 0; n < FILES; n++) {
        submit(n);
        assess(n);
    }
    owe_review(1);
}

static struct command run(const char *const *words)
{
    const char *argv[24] = {"pfq", "compliance"};
    size_t n = 2;
    for (; words[n - 2] != NULL; n++) {
        argv[n] = words[n - 2];
    }
    argv[n] = run_option;
    return command_run(argv, NULL);
}

#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL})

static char *printed(struct command ran, int code)
{
    cr_assert_eq(ran.code, code, "%d: %s%s", ran.code, ran.out, ran.err);
    char *out = pfq_arena_strdup(&arena, ran.out);
    command_free(&ran);
    return out;
}

#define expect_text(text, what) cr_expect_not_null(strstr(text, what), "no %s in %s", what, text)

Test(s_compliance, figures_come_from_what_people_told)
{
    tell_all();
    const char *text = printed(RUN("--month", month), 0);
    expect_text(text, "Failures without detail");
    expect_text(text, "25% of 40"); /* without detail */
    expect_text(text, "97% of 30"); /* copied: all but the first */
    expect_text(text, "secret-1");  /* the operator sees who */
    const char *json = printed(RUN("--month", month, "--json", "--kind", "dga"), 0);
    expect_text(json, "\"format\":1");
    expect_text(json, "\"withoutDetail\":{\"files\":\"40\",\"count\":\"10\"");
    expect_text(printed(RUN("--month", month, "--csv"), 0), "compliance/duty/copied");
    expect_text(printed(RUN("--month", month, "--html"), 0), "<!DOCTYPE html>");
    expect_text(printed(RUN("--month", month, "--overdue"), 1), "40AA0000126");
    expect_text(printed(RUN("--month", "2020-01"), 0), "no data");
}

/* The first file that is not on the list. */
static const char *undrawn(const char *list)
{
    const char *urn = NULL;
    for (unsigned n = 0; n < FILES && (urn == NULL || strstr(list, urn) != NULL); n++) {
        urn = pfq_arena_printf(&arena, "40AA%05u26", n);
    }
    return urn;
}

Test(s_compliance, a_sample_is_blind_and_its_second_markings_are_compared)
{
    tell_all();
    char *list = printed(RUN("sample", "--month", month, "--seed", "7", "--percent", "5"), 0);
    cr_expect_str_eq(printed(RUN("sample", "--month", month, "--seed", "7"), 0), list);
    expect_text(list, "to do");
    cr_expect_null(strstr(list, "secret"));
    cr_expect_null(strstr(list, "NOT_MET"));
    cr_expect_null(strstr(list, "D23 "));
    char urn[12];
    (void)snprintf(urn, sizeof urn, "%.11s", strstr(list, "40AA"));
    expect_text(printed(RUN("remark", urn, "--outcome", "met", "--by", "other-1"), 0),
                "No sample is named by --seed");
    const char *json = printed(RUN("--month", month, "--json"), 0);
    expect_text(json, "\"same\":{\"files\":\"0\",\"count\":\"0\"}");
    struct command ran =
        RUN("remark", undrawn(list), "--seed", "7", "--outcome", "met", "--by", "other-1");
    cr_expect_eq(ran.code, 1, "%s", ran.out);
    cr_expect_not_null(strstr(ran.err, "did not draw this file"), "%s", ran.err);
    command_free(&ran);
    expect_text(
        printed(RUN("remark", urn, "--seed", "7", "--outcome", "met", "--by", "other-1"), 0),
        "Taken as the second marking");
    expect_text(printed(RUN("sample", "--month", month, "--seed", "7"), 0), "done");
    json = printed(RUN("--month", month, "--json"), 0);
    expect_text(json, "\"same\":{\"files\":\"1\",\"count\":\"0\"}");
    expect_text(json, "\"milder\":\"1\"");
}

/* Who gives no staff id is known by the user id, the first time and the second. */
Test(s_compliance, nobody_marks_their_own_assessment_a_second_time)
{
    Pfq__V1__Envelope *file = rig_envelope("test", "40", 1, &arena);
    (void)rig_submit(intake, file, &arena);
    const char *urn = file->submission->urn;
    struct command ran = command_run((const char *const[]){"pfq", "assess", urn, "--fail", "D23=no",
                                                           "--outcome", "partly", run_option, NULL},
                                     NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    command_free(&ran);
    ran = RUN("remark", urn, "--outcome", "met");
    cr_expect_eq(ran.code, 1, "%s", ran.out);
    cr_expect_not_null(strstr(ran.err, "You marked this file the first time"), "%s", ran.err);
    cr_expect_null(strstr(ran.out, "Taken"), "%s", ran.out);
    command_free(&ran);
    char this_month[MONTH_TEXT];
    int32_t today = pfq_london_date(now_ms);
    (void)snprintf(this_month, sizeof this_month, "%04d-%02d", (int)(today / 10000),
                   (int)(today / 100 % 100));
    expect_text(printed(RUN("sample", "--month", this_month, "--seed", "7"), 0), "to do");
}

Test(s_compliance, a_second_marking_is_refused_with_what_is_wrong)
{
    assess(2);

    static const struct {
        const char *words[8];
        int code;
        const char *says;
    } rows[] = {
        {{"remark", "40AA0000226", "--outcome", "met", "--by", "secret-1"}, 1, "Somebody else"},
        {{"remark", "40AA0000226", "--outcome", "not-met", "--by", "x"}, 2, "--reason"},
        {{"remark", "40AA0000226", "--outcome", "met", "--reason", "D23"}, 2, "leave --reason"},
        {{"remark", "40AA0000926", "--outcome", "met", "--by", "x"}, 1, "no such assessment"},
        {{"sample", "--month", "2026-10"}, 2, "--seed"},
        {{"sample", "--month", "2026-10", "--seed", "1", "--percent", "50"}, 2, "2 to 10"},
        {{"--area", "nowhere"}, 2, "no CPS Area"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct command ran = run(rows[i].words);
        cr_expect_eq(ran.code, rows[i].code, "%zu: %d: %s", i, ran.code, ran.err);
        cr_expect_not_null(strstr(ran.err, rows[i].says), "%zu: %s", i, ran.err);
        command_free(&ran);
    }
}

Test(s_compliance, the_pack_of_an_area_says_what_cps_staff_did)
{
    tell_all();
    struct command ran = command_run((const char *const[]){"pfq", "pack", "monthly", "--area", "TC",
                                                           "--month", month, run_option, NULL},
                                     NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    expect_text(ran.out, "Both sides' duties");
    expect_text(ran.out, "Case reviews by CPS unit");
    cr_expect_null(strstr(ran.out, "secret-1"), "nobody by name");
    command_free(&ran);
}

/* What is owed follows from what came, some moments later. */
static const char *figures_of_this_month(void)
{
    char this_month[MONTH_TEXT];
    int32_t today = pfq_london_date(now_ms);
    const char *json = NULL;
    (void)snprintf(this_month, sizeof this_month, "%04d-%02d", (int)(today / 10000),
                   (int)(today / 100 % 100));
    for (int tries = 0; tries < 100; tries++) {
        json = printed(RUN("--month", this_month, "--force", "40", "--json"), 0);
        if (strstr(json, "\"completed\":{\"files\":\"1\"") != NULL) {
            break;
        }
    }
    return json;
}

/* A lawyer of another system names no check of ours, but the same code. */
Test(s_compliance, a_reason_code_agrees_with_the_check_that_failed_for_it)
{
    struct command ran =
        command_run((const char *const[]){"pfq", "submit", POOR_SCHEDULE, run_option, NULL}, NULL);
    cr_assert_eq(ran.code, 1, "it has findings: %s", ran.err);
    command_free(&ran);
    Pfq__V1__Event *event = event_on(1, "secret-1");
    event->file->force = pfq_arena_strdup(&arena, "43");
    event->file->urn = pfq_arena_strdup(&arena, "43BA2345726");
    event->happened_at = now_ms;
    assess_as(event, 1, "D07");
    char this_month[MONTH_TEXT];
    int32_t today = pfq_london_date(now_ms);
    (void)snprintf(this_month, sizeof this_month, "%04d-%02d", (int)(today / 10000),
                   (int)(today / 100 % 100));
    expect_text(printed(RUN("--month", this_month, "--json"), 0),
                "{\"check\":\"DS04\",\"failed\":\"1\",\"confirmed\":\"1\"");
}

/* Acceptance case 13. */
Test(s_compliance, a_file_that_nobody_assessed_is_owed_and_in_no_rate_of_the_force)
{
    Pfq__V1__Envelope *file = rig_envelope("test", "40", 1, &arena);
    file->submission->submitted_at = now_ms - 1000;
    (void)rig_submit(intake, file, &arena);
    const char *json = figures_of_this_month();
    expect_text(json, "\"completed\":{\"files\":\"1\",\"count\":\"0\"}");
    expect_text(json, "\"coverage\":[{\"force\":\"40\"");
    cr_expect_null(strstr(json, "\"forces\":["), "a rate of what nobody assessed");
}

/* Nobody can assess before a hearing that was over when the file came. */
Test(s_compliance, a_file_that_came_after_its_hearing_has_its_days)
{
    Pfq__V1__Envelope *file = rig_envelope("test", "40", 1, &arena);
    file->submission->submitted_at = now_ms - 1000;
    file->submission->has_first_hearing_at = true;
    file->submission->first_hearing_at = now_ms - 86400000;
    (void)rig_submit(intake, file, &arena);
    const char *json = figures_of_this_month();
    expect_text(json, "\"notYetDue\":\"1\"");
    expect_text(json, "\"beforeHearing\":{\"files\":\"0\"");
}
