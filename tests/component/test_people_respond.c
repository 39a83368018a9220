/* `pfq respond` and `pfq dispute` as they are typed, over events in memory: one answer, a sheet
 * out and back, and what a damaged sheet does: never anything to another row. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "pfq/people.h"
#include "support/command.h"
#include "support/people_desk.h"

enum {
    FILES = 6,
    FAILURES = 3, /* of each file */
    SHEET_BYTES = 20000,
    LINES_MAX = 64
};

#define DAY_MS INT64_C(86400000)

static struct desk desk;
static struct pfq_arena arena;
static int64_t now_ms;

static void begin(void)
{
    desk_begin(&desk);
    pfq_arena_open(&arena);
    now_ms = pfq_wall_ms();
}

static void end(void)
{
    pfq_arena_close(&arena);
    desk_end(&desk);
}

TestSuite(people_respond, .init = begin, .fini = end, .timeout = 120);

static struct command run(const char *const *words, const char *input)
{
    const char *argv[24] = {"pfq"};
    size_t n = 1;
    for (; words[n - 1] != NULL; n++) {
        argv[n] = words[n - 1];
    }
    argv[n] = desk.run;
    argv[n + 1] = "--by=test-1";
    return command_run(argv, input);
}

#define RUN(input, ...) run((const char *const[]){__VA_ARGS__, NULL}, input)

/* Lines end where the page does: one space for each break. */
static const char *unwrapped(const char *text)
{
    char *out = pfq_arena_strdup(&arena, text);
    char *to = out;
    for (const char *c = out; *c != '\0'; c++) {
        bool gap = *c == ' ' || *c == '\n';
        if (!gap || to == out || to[-1] != ' ') {
            *to++ = gap ? ' ' : *c;
        }
    }
    *to = '\0';
    return out;
}

static struct command expect(struct command ran, int code, const char *says)
{
    cr_assert_eq(ran.code, code, "%d: %s%s", ran.code, ran.out, ran.err);
    cr_assert(strstr(unwrapped(ran.out), says) != NULL || strstr(unwrapped(ran.err), says) != NULL,
              "%s in %s%s", says, ran.out, ran.err);
    return ran;
}

static void said(struct command ran, int code, const char *says)
{
    ran = expect(ran, code, says);
    command_free(&ran);
}

static const Pfq__V1__FailureRow *failure(unsigned n, uint32_t number)
{
    const Pfq__V1__PeopleRows *rows = desk_rows(&desk, "40", &arena);
    const char *urn = pfq_arena_printf(&arena, "40AA%05u26", n);
    for (size_t i = 0; i < rows->n_assessments; i++) {
        if (strcmp(rows->assessments[i]->file->urn, urn) == 0) {
            return rows->assessments[i]->failures[number - 1];
        }
    }
    cr_assert_fail("no file %s", urn);
    return NULL;
}

static void assess_all(void)
{
    for (unsigned n = 1; n <= FILES; n++) {
        desk_assess(&desk, n, FAILURES, now_ms - DAY_MS);
    }
}

/* --- one by one ---------------------------------------------------------------------------- */

Test(people_respond, each_answer_is_told_and_stands)
{
    static const struct {
        const char *word;
        Pfq__V1__Standing standing;
    } rows[] = {{"accept", PFQ__V1__STANDING__STANDING_AGREED},
                {"dispute", PFQ__V1__STANDING__STANDING_DISPUTED},
                {"not-ours", PFQ__V1__STANDING__STANDING_DISPUTED},
                {"fixed", PFQ__V1__STANDING__STANDING_AGREED}};

    assess_all();
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *urn = pfq_arena_printf(&arena, "40/AA/%05u/26", i + 1);
        said(RUN(NULL, "respond", urn, "--failure", "1", rows[i].word, "--comment", "as sent"), 0,
             "Told:");
        cr_expect_eq(failure(i + 1, 1)->standing, rows[i].standing, "%s", rows[i].word);
        cr_expect_str_eq(failure(i + 1, 1)->comment, "as sent");
        cr_expect_eq(failure(i + 1, 2)->standing, PFQ__V1__STANDING__STANDING_AWAITED);
    }
    said(RUN(NULL, "respond", "--list"), 0, "The police answer by");
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "9", "accept"), 1, "no failure 9");
}

Test(people_respond, another_answer_says_what_it_replaced_and_a_repeat_that_it_stands)
{
    static const struct {
        const char *answer;
        const char *comment;
        const char *says;
    } rows[] = {{"accept", "as sent", "Told: 40AA0000126 FH_NGAP, dga, failure 1: accept. "},
                {"accept", "as sent", "It stands so already"},
                {"accept", NULL, "It stands so already"},
                {"accept", "later", "In place of: accept: as sent."},
                {"dispute", NULL, "failure 1: dispute. In place of: accept: later."},
                {"dispute", NULL, "It stands so already"}};

    desk_assess(&desk, 1, 1, now_ms - DAY_MS);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *comment = rows[i].comment == NULL
                                  ? "--kind=dga"
                                  : pfq_arena_printf(&arena, "--comment=%s", rows[i].comment);
        said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", rows[i].answer, comment), 0,
             rows[i].says);
    }
    said(
        RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "not-disputed", "--anyway"),
        0, "Recorded");
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", "dispute"), 0, "Told");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_DISPUTED);
}

Test(people_respond, after_a_withdrawal_there_is_nothing_to_answer)
{
    desk_assess(&desk, 1, FAILURES, now_ms - DAY_MS);
    said(RUN(NULL, "respond", "40AA0000226"), 0, "No file of this case was assessed.");
    Pfq__V1__Event *event = pfq_arena_new(&arena, Pfq__V1__Event, 1);
    pfq__v1__event__init(event);
    event->has_happened_at = true;
    event->happened_at = now_ms - 1000;
    event->by = pfq_arena_strdup(&arena, "p1");
    event->file = desk_rows(&desk, "40", &arena)->assessments[0]->file;
    event->what_case = PFQ__V1__EVENT__WHAT_WITHDRAWAL;
    event->withdrawal = pfq_arena_new(&arena, Pfq__V1__Withdrawal, 1);
    pfq__v1__withdrawal__init(event->withdrawal);
    event->withdrawal->assessment = pfq_arena_strdup(&arena, "a1");
    event->withdrawal->has_kind = true;
    event->withdrawal->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    desk_tell(&desk, event, "w1");
    said(RUN(NULL, "respond", "40AA0000126"), 0, "was withdrawn");
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", "accept"), 1, "was withdrawn");
}

Test(people_respond, wrong_usage_says_what_to_type)
{
    static const struct {
        const char *words[8];
        const char *says;
    } rows[] = {
        {{"respond"}, "--list, --export and --import"},
        {{"respond", "40AA0000126", "accept"}, "needs both"},
        {{"respond", "40AA0000126", "--failure", "1", "perhaps"},
         "accept, dispute, fixed or not-ours"},
        {{"respond", "no-urn"}, "this is no URN"},
        {{"dispute"}, "list, record, bulk, export or import"},
        {{"dispute", "export"}, "shared outside the CPS?"},
        {{"dispute", "export", "--inside", "--outside"}, "shared outside the CPS?"},
        {{"dispute", "bulk", "accepted", "--force", "40"}, "nothing else"},
        {{"dispute", "bulk", "not-disputed"}, "needs --force"},
        {{"dispute", "record", "40AA0000126", "rejected"}, "--failure N"},
        {{"assess"}, "name the case by its URN"},
        {{"assess", "40AA0000126", "--fail", "X99=no"}, "takes a reason code"},
        {{"assess", "40AA0000126", "--fail", "D06=no:items x"}, "are positions"},
        {{"assess", "40AA0000126", "--answer", "VW01"}, "such as WE03=met"},
        {{"assess", "40AA0000126", "--confirm", "VW01=why"}, "name it alone"},
        {{"assess", "40AA0000126", "--overrule", "VW01,VW02=why"}, "one check with its reason"},
        {{"assess", "40AA0000126", "--outcome", "m"}, NULL},
        {{"assess", "40AA0000126", "--outcome", "fine"}, "met, partly-met or not-met"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].says != NULL) {
            said(run(rows[i].words, NULL), 2, rows[i].says);
        }
    }
}

Test(people_respond, after_the_deadline_it_is_closed_but_for_a_correction_with_a_reason)
{
    desk_assess(&desk, 1, 2, now_ms - 120 * DAY_MS);
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", "dispute"), 1, "were taken until");
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "accepted"), 1,
         "add --correction");
    said(
        RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "accepted", "--correction"),
        2, "needs --reason");
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "accepted", "--correction",
             "--reason", "it was on file"),
         0, "Recorded:");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED);
    cr_expect(failure(1, 1)->corrected_late);
    cr_expect_eq(failure(1, 2)->standing, PFQ__V1__STANDING__STANDING_NO_RESPONSE);
    said(RUN(NULL, "dispute", "bulk", "not-disputed", "--force", "40", "--yes"), 0, "0 failures");
    cr_expect_eq(failure(1, 2)->standing, PFQ__V1__STANDING__STANDING_NO_RESPONSE);
}

/* The bus takes it; what is shown must not look as if it held. */
Test(people_respond, an_answer_after_the_deadline_is_shown_as_one)
{
    desk_assess(&desk, 1, 1, now_ms - 120 * DAY_MS);
    for (int late = 0; late <= 1; late++) {
        Pfq__V1__Event *event = pfq_arena_new(&arena, Pfq__V1__Event, 1);
        const Pfq__V1__AssessmentRow *row = desk_rows(&desk, "40", &arena)->assessments[0];
        pfq__v1__event__init(event);
        event->has_happened_at = true;
        event->happened_at = late ? now_ms - DAY_MS : now_ms - 119 * DAY_MS;
        event->by = pfq_arena_strdup(&arena, "test-1");
        event->file = row->file;
        event->what_case = PFQ__V1__EVENT__WHAT_RESPONSE;
        event->response = pfq_arena_new(&arena, Pfq__V1__Response, 1);
        pfq__v1__response__init(event->response);
        event->response->assessment = row->id;
        event->response->has_kind = event->response->has_failure = true;
        event->response->kind = row->kind;
        event->response->failure = 1;
        event->response->has_response = true;
        event->response->response = late ? PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE
                                         : PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_ACCEPT;
        desk_tell(&desk, event, late ? "r2" : "r1");
    }
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_AGREED);
    said(RUN(NULL, "respond", "40AA0000126"), 0,
         "dispute (after the deadline, so it moves nothing)");
}

Test(people_respond, a_failure_without_detail_is_taken_with_a_warning_and_numbers_stay)
{
    said(RUN(NULL, "assess", "40AA0000126", "--stage", "FH_NGAP", "--fail", "D06", "--fail",
             "D20=back not signed:items 2", "--outcome", "partly"),
         0, "D06 has no detail");
    said(RUN(NULL, "assess", "40AA0000126", "--stage", "FH_NGAP", "--fail", "D20=back not signed",
             "--fail", "D23=not offered", "--outcome", "partly", "--replace"),
         0, "1 D06 is taken out");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_WITHDRAWN);
    cr_expect_str_eq(failure(1, 2)->reason, "D20");
    cr_expect_str_eq(failure(1, 3)->reason, "D23");
    said(RUN(NULL, "assess", "40AA0000126", "--stage", "FH_NGAP", "--outcome", "met", "--replace"),
         0, "met");
    said(RUN(NULL, "assess", "40AA0000126", "--stage", "FH_NGAP", "--outcome", "not-met"), 2,
         "Name what failed");
}

/* The words of a command, with force 40's file 1 at FH_NGAP. */
#define ASSESS(...) RUN(NULL, "assess", "40AA0000126", "--stage", "FH_NGAP", __VA_ARGS__)

Test(people_respond, what_is_assessed_is_shown_and_replaced_only_when_told)
{
    said(ASSESS("--fail", "D06=first", "--outcome", "partly"), 0, "its text stays");
    struct command ran =
        expect(ASSESS("--fail", "D20=second", "--outcome", "not-met", "--releasable", "d20"), 1,
               "assessed already");
    cr_expect_not_null(strstr(ran.err, "test-1: partly met"), "%s", ran.err);
    cr_expect_not_null(strstr(ran.err, "  1 D06 "), "%s", ran.err);
    cr_expect_not_null(strstr(ran.err, "completed correctly: open"), "%s", ran.err);
    cr_expect_not_null(strstr(ran.err, "Yours would change: the outcome is not met"), "%s",
                       ran.err);
    command_free(&ran);
    cr_expect_str_eq(failure(1, 1)->reason, "D06");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_AWAITED);
    said(ASSESS("--fail", "D06=first", "--outcome", "partly"), 0, "It stands so already");
    ran = expect(
        ASSESS("--fail", "D20=second", "--outcome", "not-met", "--releasable", "D20", "--replace"),
        0, "Replaced: ");
    cr_expect_not_null(strstr(ran.out, "the force reads its text"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "What changed: the outcome is not met"), "%s", ran.out);
    command_free(&ran);
    cr_expect(failure(1, 2)->releasable);
    said(ASSESS("--withdraw"), 0, "Withdrawn. It was:");
    said(ASSESS("--fail", "D06=anew", "--outcome", "partly"), 0, "partly met, 1 failure");
}

Test(people_respond, a_dry_run_says_per_failure_who_reads_it_and_asks_for_nobody)
{
    const char *const argv[] = {"pfq",       "assess",       "40AA0000126", "--stage",   "FH_NGAP",
                                "--fail",    "D06=for us",   "--fail",      "D20=open",  "--fail",
                                "D23",       "--releasable", "D20",         "--unit",    "TC1",
                                "--outcome", "partly",       desk.run,      "--dry-run", NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    cr_expect_not_null(strstr(ran.err, "D06 Schedules of unused material are not completed"));
    cr_expect_not_null(strstr(ran.err, "its text stays"), "%s", ran.err);
    cr_expect_not_null(strstr(ran.err, "2 D20 Evidence: a statement: the force reads"));
    cr_expect_not_null(strstr(ran.err, "it has no"), "%s", ran.err);
    cr_expect_not_null(strstr(ran.out, "\"by\":\"uid-"), "%s", ran.out);
    command_free(&ran);
    cr_expect_eq(desk_rows(&desk, "40", &arena)->n_assessments, 0);
}

Test(people_respond, a_dry_run_shows_the_event_and_tells_nothing)
{
    desk_assess(&desk, 1, 1, now_ms - DAY_MS);
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", "fixed", "--dry-run"), 0,
         "\"response\":\"FIXED\"");
    cr_expect_not(failure(1, 1)->has_response);
}

Test(people_respond, the_list_is_narrowed_by_week_month_and_kind)
{
    static const struct {
        const char *option;
        const char *value;
        bool there;
    } rows[] = {{"--kind", "dga", true},
                {"--kind", "triage", false},
                {"--week", NULL, true},
                {"--week", "2020-01-01", false},
                {"--month", "2020-01", false}};

    char today[PFQ_INSTANT_TEXT];
    pfq_date_format(pfq_london_date(now_ms), today);
    desk_assess(&desk, 1, 1, now_ms - 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *value = rows[i].value == NULL ? today : rows[i].value;
        said(RUN(NULL, "respond", "--list", rows[i].option, value), 0,
             rows[i].there ? "40AA0000126" : "Nothing is open");
    }
}

/* Acceptance case 12. */
Test(people_respond, two_disputed_and_one_accepted_is_disputed_unsuccessfully_and_one_stands)
{
    desk_assess(&desk, 1, 2, now_ms - DAY_MS);
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", "dispute"), 0, "Told");
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "2", "dispute"), 0, "Told");
    said(RUN(NULL, "dispute", "list", "--force", "40"), 0, "40AA0000126");
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "accepted", "--channel",
             "phone"),
         0, "Recorded");
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "2", "rejected"), 0,
         "Recorded");
    const Pfq__V1__PeopleRows *rows = desk_rows(&desk, "40", &arena);
    cr_assert_eq(rows->n_assessments, 1);
    cr_expect_eq(rows->assessments[0]->roll_up, PFQ__V1__ROLL_UP__ROLL_UP_DISPUTED_UNSUCCESSFULLY);
    cr_expect_not(pfq_people_stands(failure(1, 1)->standing));
    cr_expect(pfq_people_stands(failure(1, 2)->standing));
    said(RUN(NULL, "dispute", "list", "--force", "40"), 0, "No dispute waits");
}

Test(people_respond, bulk_counts_first_and_leaves_disputes_alone)
{
    assess_all();
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", "dispute"), 0, "Told");
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "2", "accept"), 0, "Told");
    said(RUN(NULL, "dispute", "bulk", "not-disputed", "--force", "40"), 0,
         "17 failures would be recorded as not disputed; 1 disputed");
    cr_expect_eq(failure(2, 1)->standing, PFQ__V1__STANDING__STANDING_AWAITED);
    said(RUN(NULL, "dispute", "bulk", "not-disputed", "--force", "40"), 0,
         "16 of them the police have not answered; they are to by");
    said(RUN(NULL, "dispute", "bulk", "not-disputed", "--force", "40", "--yes"), 1,
         "add --yes --anyway");
    cr_expect_eq(failure(2, 1)->standing, PFQ__V1__STANDING__STANDING_AWAITED);
    said(RUN(NULL, "dispute", "bulk", "not-disputed", "--force", "40", "--yes", "--anyway"), 0,
         "17 failures now");
    cr_expect_eq(failure(2, 1)->standing, PFQ__V1__STANDING__STANDING_NOT_DISPUTED);
    cr_expect_eq(failure(1, 2)->standing, PFQ__V1__STANDING__STANDING_NOT_DISPUTED);
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_DISPUTED);
    said(RUN(NULL, "dispute", "bulk", "not-disputed", "--force", "40", "--yes"), 0, "0 failures");
}

/* They had their days: no further word is needed.  Of the month before, so that answers are
 * still taken. */
Test(people_respond, bulk_after_the_day_to_answer_by_says_how_long_answers_are_taken)
{
    desk_assess(&desk, 1, 2, now_ms - 30 * DAY_MS);
    struct command ran = expect(RUN(NULL, "dispute", "bulk", "not-disputed", "--force", "40"), 0,
                                "2 failures would");
    cr_expect_not_null(strstr(ran.out, "(past)"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "(in "), "%s", ran.out);
    command_free(&ran);
    said(RUN(NULL, "dispute", "bulk", "not-disputed", "--force", "40", "--json"), 0,
         "\"unanswered\":2");
    said(RUN(NULL, "dispute", "bulk", "not-disputed", "--force", "40", "--yes"), 0,
         "2 failures now");
}

Test(people_respond, an_outcome_that_nobody_asked_for_needs_a_word)
{
    static const struct {
        const char *answer; /* of the police */
        const char *result;
        const char *against;
    } rows[] = {{NULL, "accepted", "the police have not answered it"},
                {NULL, "not-disputed", "they are to by"},
                {"accept", "rejected", "the police accept it"},
                {"dispute", "not-disputed", "The police dispute this failure"},
                {"dispute", "accepted", NULL},
                {"fixed", "not-disputed", NULL}};

    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *urn = pfq_arena_printf(&arena, "40AA%05u26", i + 1);
        desk_assess(&desk, i + 1, 1, now_ms - DAY_MS);
        if (rows[i].answer != NULL) {
            said(RUN(NULL, "respond", urn, "--failure", "1", rows[i].answer), 0, "Told");
        }
        if (rows[i].against != NULL) {
            said(RUN(NULL, "dispute", "record", urn, "--failure", "1", rows[i].result), 1,
                 rows[i].against);
            cr_expect_not(failure(i + 1, 1)->has_result, "%u", i);
            said(RUN(NULL, "dispute", "record", urn, "--failure", "1", rows[i].result, "--anyway"),
                 0, rows[i].against);
        } else {
            said(RUN(NULL, "dispute", "record", urn, "--failure", "1", rows[i].result), 0,
                 "Recorded");
        }
        cr_expect(failure(i + 1, 1)->has_result, "%u", i);
    }
}

Test(people_respond, a_second_outcome_is_told_of_and_needs_a_word)
{
    desk_assess(&desk, 1, 1, now_ms - DAY_MS);
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", "dispute"), 0, "Told");
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "rejected", "--reason",
             "it was ours", "--channel", "email"),
         0, "Recorded");
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "rejected"), 0,
         "It stands so already");
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "accepted"), 1,
         "rejected, recorded by test-1, by email: it was ours");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED);
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "accepted", "--replace"),
         0, "In place of: rejected");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED);
}

/* --- sheets ---------------------------------------------------------------------------------- */

static char *export_answers(void)
{
    struct command ran = expect(RUN(NULL, "respond", "--export", "-"), 0, "row_key");
    char *sheet = pfq_arena_strdup(&arena, ran.out);
    command_free(&ran);
    return sheet;
}

/* Fill in `response,comment`, which end each line. */
static char *fill(const char *line, const char *response, const char *comment)
{
    size_t size = strlen(line);
    cr_assert_eq(line[size - 1], ',', "%s", line);
    return pfq_arena_printf(&arena, "%.*s%s,%s", (int)(size - 1), line, response, comment);
}

static size_t cut_lines(char *sheet, char *lines[LINES_MAX])
{
    size_t count = 0;
    for (char *line = strtok(sheet, "\r\n"); line != NULL; line = strtok(NULL, "\r\n")) {
        cr_assert_lt(count, LINES_MAX);
        lines[count++] = line;
    }
    return count;
}

static char *join_lines(char *const *lines, size_t count)
{
    char *all = pfq_arena_strdup(&arena, "");
    for (size_t i = 0; i < count; i++) {
        all = pfq_arena_printf(&arena, "%s%s\r\n", all, lines[i]);
    }
    return all;
}

/* "40AA0000326" in the line's key. */
static unsigned file_of(const char *line)
{
    const char *at = strstr(line, "/40AA");
    unsigned n = 0;
    cr_assert_not_null(at);
    cr_assert_eq(sscanf(at + 5, "%5u", &n), 1);
    return n;
}

static uint32_t number_of(const char *line)
{
    unsigned n = 0;
    const char *end = strchr(line, '~');
    cr_assert_not_null(end);
    cr_assert_eq(sscanf(end - 1, "%1u", &n), 1);
    return n;
}

Test(people_respond, a_sheet_comes_back_shuffled_with_more_columns_and_a_second_time)
{
    char *lines[LINES_MAX];
    assess_all();
    size_t count = cut_lines(export_answers(), lines);
    cr_assert_eq(count, 1 + FILES * FAILURES);
    for (size_t i = 1; i < count; i++) {
        lines[i] = fill(lines[i], i % 2 == 0 ? "dispute" : "Accept", "\"'=1+1, really\"");
        lines[i] = pfq_arena_printf(&arena, "%s,ours", lines[i]);
    }
    lines[0] = pfq_arena_printf(&arena, "%s,our own column", lines[0]);
    for (size_t i = 1; i + 1 < count; i += 2) {
        char *swap = lines[i];
        lines[i] = lines[count - i];
        lines[count - i] = swap;
    }
    const char *sheet = join_lines(lines, count);
    said(RUN(sheet, "respond", "--import", "-"), 0, "18 told, 0 that stand so already");
    for (size_t i = 1; i < count; i++) {
        const Pfq__V1__FailureRow *row = failure(file_of(lines[i]), number_of(lines[i]));
        bool disputed = strstr(lines[i], ",dispute,") != NULL;
        cr_expect_eq(row->response, disputed ? PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE
                                             : PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_ACCEPT);
        cr_expect_str_eq(row->comment, "=1+1, really");
    }
    said(RUN(sheet, "respond", "--import", "-"), 0, "0 told, 18 that stand so already");
}

Test(people_respond, formulas_are_neutral_in_what_goes_out)
{
    assess_all();
    const char *sheet = export_answers();
    cr_expect_not_null(strstr(sheet, "'=item 0"));
    cr_expect_null(strstr(sheet, ",=item"));
}

/* What spreadsheets of other places make of a sheet. */
static char *saved_as(char *const *lines, size_t count, char gap, const char *start,
                      const char *end)
{
    char *all = pfq_arena_strdup(&arena, start);
    for (size_t i = 0; i < count; i++) {
        char *line = pfq_arena_strdup(&arena, lines[i]);
        bool quoted = false;
        for (char *c = line; *c != '\0'; c++) {
            quoted = quoted != (*c == '"');
            *c = *c == ',' && !quoted ? gap : *c;
        }
        all = pfq_arena_printf(&arena, "%s%s%s", all, line, end);
    }
    return all;
}

Test(people_respond, a_sheet_is_taken_as_other_places_save_it)
{
    static const struct {
        char gap;
        const char *start;
        const char *end;
        const char *word;
    } rows[] = {{';', "", "\r\n", "ACCEPT "},
                {'\t', "", "\n", " accept"},
                {',', "\xEF\xBB\xBF", "\r", "Accept"},
                {';', "\xEF\xBB\xBF", "\r\n", "accept"},
                {',', "", "\r\n\r\n,,,,,,,,,,,\r\n", "accept"}};

    char *lines[LINES_MAX];
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        desk_assess(&desk, i + 1, 1, now_ms - DAY_MS);
    }
    char *sheet = export_answers();
    sheet += strncmp(sheet, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    cr_assert_eq(cut_lines(sheet, lines), 1 + sizeof rows / sizeof *rows);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *one[] = {lines[0], fill(lines[i + 1], rows[i].word, "\"yes, as sent; all\"")};
        said(RUN(saved_as(one, 2, rows[i].gap, rows[i].start, rows[i].end), "respond", "--import",
                 "-"),
             0, "1 told, 0 that stand so already, 0 without an answer, 0 not taken");
        cr_expect_str_eq(failure(file_of(lines[i + 1]), 1)->comment, "yes, as sent; all");
    }
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, what)) != NULL; at++) {
        count++;
    }
    return count;
}

/* A letter of another alphabet's table: of that row alone, and named by its line. */
Test(people_respond, a_comment_that_is_not_utf8_is_refused_by_its_line)
{
    char *lines[LINES_MAX];
    assess_all();
    (void)cut_lines(export_answers(), lines);
    lines[1] = fill(lines[1], "accept", "caf\xE9");
    lines[2] = fill(lines[2], "accept", "plain");
    const char *sheet = join_lines(lines, 3);
    said(RUN(sheet, "respond", "--import", "-", "--dry-run"), 1, "-:2: The text is not UTF-8");
    said(RUN(sheet, "respond", "--import", "-"), 1, "-:2: The text is not UTF-8");
    cr_expect_not(failure(file_of(lines[1]), number_of(lines[1]))->has_response);
    cr_expect(failure(file_of(lines[2]), number_of(lines[2]))->has_response);
}

/* One sentence for one thing that is wrong. */
Test(people_respond, a_sheet_that_cannot_be_read_says_so_once)
{
    char *lines[LINES_MAX];
    assess_all();
    char *sheet = export_answers();
    sheet += strncmp(sheet, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t count = cut_lines(sheet, lines);
    for (size_t i = 1; i < count; i++) {
        lines[i] = fill(lines[i], "accept", "");
    }
    struct command ran =
        expect(RUN(saved_as(lines, count, '|', "", "\n"), "respond", "--import", "-"), 2,
               "with commas, semicolons or tabs");
    cr_expect_eq(count_of(ran.err, "-:"), 1, "%s", ran.err);
    command_free(&ran);
    char *head = lines[0];
    lines[0] =
        pfq_arena_printf(&arena, "%.*sX,Y", (int)(strstr(head, "response,comment") - head), head);
    ran = expect(RUN(join_lines(lines, count), "respond", "--import", "-"), 2,
                 "does not name the column response and comment");
    cr_expect_eq(count_of(ran.err, "-:"), 1, "%s", ran.err);
    command_free(&ran);
    lines[0] = head;
    lines[3] = lines[1];
    ran = expect(RUN(join_lines(lines, 4), "respond", "--import", "-"), 1,
                 "Lines 2 and 4 have the same key, so neither is taken");
    cr_expect_eq(count_of(ran.err, "-:"), 1, "%s", ran.err);
    cr_expect_not_null(strstr(ran.out, "1 told, 0 that stand so already, 0 without an answer, 2"));
    command_free(&ran);
}

Test(people_respond, an_older_sheet_does_not_undo_what_was_said_since)
{
    char *lines[LINES_MAX];
    assess_all();
    (void)cut_lines(export_answers(), lines);
    said(RUN(NULL, "respond", pfq_arena_printf(&arena, "40AA%05u26", file_of(lines[1])),
             "--failure", pfq_arena_printf(&arena, "%u", number_of(lines[1])), "dispute"),
         0, "Told");
    lines[1] = fill(lines[1], "accept", "");
    said(RUN(join_lines(lines, 2), "respond", "--import", "-"), 1,
         "stands otherwise since the sheet was made: disputed");
    cr_expect_eq(failure(file_of(lines[1]), number_of(lines[1]))->standing,
                 PFQ__V1__STANDING__STANDING_DISPUTED);
}

/* What may happen to one line; the line it happens to may say nothing, the others all. */
static char *damage(const char *line, unsigned how)
{
    char *bad = pfq_arena_strdup(&arena, line);
    switch (how) {
    case 0: /* the key */
        bad[3] = bad[3] == '9' ? '8' : '9';
        return bad;
    case 1:             /* cut off */
        bad[30] = '\0'; /* within the key: what an open quote does has a test of its own */
        return bad;
    case 2: /* a stray quote */
        return pfq_arena_printf(&arena, "%s,\"x\"y", line);
    case 3: /* a field too many */
        return pfq_arena_printf(&arena, "%s,more", line);
    case 4: /* an answer that is none */
        return pfq_arena_printf(&arena, "%.*smaybe,", (int)(strrchr(line, ',') - line) - 6, line);
    default: /* an empty line: lost */
        return pfq_arena_strdup(&arena, "");
    }
}

Test(people_respond, damage_to_some_rows_never_changes_another)
{
    unsigned seed = (unsigned)now_ms;
    char *lines[LINES_MAX];
    bool hurt[LINES_MAX] = {false};
    assess_all();
    srand(seed);
    size_t count = cut_lines(export_answers(), lines);
    for (size_t i = 1; i < count; i++) {
        char *sound = fill(lines[i], "accept", pfq_arena_printf(&arena, "comment of %zu", i));
        hurt[i] = rand() % 3 == 0;
        lines[i] = hurt[i] ? damage(sound, (unsigned)rand() % 6) : sound;
    }
    struct command ran = RUN(join_lines(lines, count), "respond", "--import", "-");
    cr_assert_leq(ran.code, 1, "seed %u: %s", seed, ran.err);
    size_t told = 0;
    const Pfq__V1__PeopleRows *rows = desk_rows(&desk, "40", &arena);
    for (size_t i = 0; i < rows->n_assessments; i++) {
        for (size_t k = 0; k < FAILURES; k++) {
            told += rows->assessments[i]->failures[k]->has_response;
        }
    }
    size_t sound = 0;
    for (size_t i = 1; i < count; i++) {
        sound += !hurt[i];
        if (!hurt[i]) {
            const Pfq__V1__FailureRow *row = failure(file_of(lines[i]), number_of(lines[i]));
            cr_expect(row->has_response, "seed %u line %zu: %s", seed, i, ran.err);
            cr_expect(row->comment != NULL &&
                          strcmp(row->comment, pfq_arena_printf(&arena, "comment of %zu", i)) == 0,
                      "seed %u line %zu", seed, i);
        }
    }
    cr_expect_eq(told, sound, "seed %u: %zu told of %zu: %s", seed, told, sound, ran.err);
    command_free(&ran);
}

Test(people_respond, what_is_wrong_is_said_in_the_order_of_the_lines)
{
    static const unsigned how[] = {0, 0, 4, 2, 4, 0, 4, 3}; /* of each line; see damage() */
    char *lines[LINES_MAX];
    unsigned seen = 1;
    size_t found = 0;
    assess_all();
    size_t count = cut_lines(export_answers(), lines);
    for (size_t i = 1; i < count; i++) {
        lines[i] = fill(lines[i], "accept", "");
        lines[i] = i < 8 && how[i] != 0 ? damage(lines[i], how[i]) : lines[i];
    }
    struct command ran = RUN(join_lines(lines, count), "respond", "--import", "-");
    cr_assert_eq(ran.code, 1, "%s", ran.err);
    for (const char *at = ran.err; (at = strstr(at, "-:")) != NULL; at += 2) {
        unsigned line = (unsigned)strtoul(at + 2, NULL, 10);
        cr_expect_gt(line, seen, "line %u after line %u: %s", line, seen, ran.err);
        seen = line;
        found++;
    }
    cr_expect_eq(found, 5U, "%s", ran.err);
    command_free(&ran);
}

Test(people_respond, a_quote_that_is_never_closed_swallows_rows_but_gives_them_no_words)
{
    char *lines[LINES_MAX];
    assess_all();
    size_t count = cut_lines(export_answers(), lines);
    for (size_t i = 1; i < count; i++) {
        lines[i] = fill(lines[i], "accept", i == 5 || i == 7 ? "\"ours" : "\"theirs\"");
    }
    struct command ran = RUN(join_lines(lines, count), "respond", "--import", "-");
    cr_assert_eq(ran.code, 1);
    cr_expect_not_null(strstr(ran.err, "-:6"), "%s", ran.err);
    for (size_t i = 1; i < count; i++) {
        const Pfq__V1__FailureRow *row = failure(file_of(lines[i]), number_of(lines[i]));
        cr_expect(!row->has_response || strcmp(row->comment, "theirs") == 0, "line %zu: %s", i,
                  row->comment);
    }
    command_free(&ran);
}

Test(people_respond, a_row_that_is_there_twice_is_taken_neither_time)
{
    char *lines[LINES_MAX];
    assess_all();
    (void)cut_lines(export_answers(), lines);
    lines[2] = fill(lines[2], "accept", "");
    lines[3] = fill(lines[1], "dispute", "");
    lines[1] = fill(lines[1], "accept", "");
    said(RUN(join_lines(lines, 4), "respond", "--import", "-"), 1, "1 told");
    cr_expect_not(failure(file_of(lines[1]), number_of(lines[1]))->has_response);
    cr_expect(failure(file_of(lines[2]), number_of(lines[2]))->has_response);
}

/* The key of one line before what another says. */
static char *with_key_of(const char *key, const char *line)
{
    return pfq_arena_printf(&arena, "%.*s%s", (int)strcspn(key, ","), key, strchr(line, ','));
}

/* Somebody sorted some columns and not the key. */
Test(people_respond, a_row_that_is_of_another_failure_than_its_key_is_refused_and_both_are_named)
{
    static const struct {
        const char *from;
        const char *to;
        const char *says; /* NULL: it is taken */
    } rows[] = {{"40AA0000126,", "40AA0000526,", "urn is 40AA0000526, by its key 40AA0000126"},
                {",FH_NGAP,", ",FH_GAP,", "stage is FH_GAP, by its key FH_NGAP"},
                {",DGA,", ",NFQ,", "assessment is NFQ, by its key DGA"},
                {",D06 ", ",D20 ", "failure is D20"},
                {",40AA0000126,", ",40/aa/00001/26,", NULL},
                {",DGA,", ",,", NULL}};

    char *lines[LINES_MAX];
    desk_assess(&desk, 1, 1, now_ms - DAY_MS);
    desk_assess(&desk, 2, 1, now_ms - DAY_MS);
    (void)cut_lines(export_answers(), lines);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *line = file_of(lines[1]) == 1 ? lines[1] : lines[2];
        const char *at = strstr(strchr(line, ','), rows[i].from);
        cr_assert_not_null(at, "%s in %s", rows[i].from, line);
        char *changed = pfq_arena_printf(&arena, "%.*s%s%s", (int)(at - line), line, rows[i].to,
                                         at + strlen(rows[i].from));
        char *two[] = {lines[0], fill(changed, "accept", "")};
        said(RUN(join_lines(two, 2), "respond", "--import", "-"), rows[i].says != NULL,
             rows[i].says != NULL ? rows[i].says : "0 not taken");
        cr_expect_eq(failure(1, 1)->has_response, rows[i].says == NULL || i > 4, "%zu", i);
    }
}

Test(people_respond, a_sheet_of_the_cps_whose_keys_were_left_behind_decides_nothing)
{
    char *lines[LINES_MAX];
    desk_assess(&desk, 1, 1, now_ms - DAY_MS);
    desk_assess(&desk, 2, 1, now_ms - DAY_MS);
    struct command ran = expect(RUN(NULL, "dispute", "export", "--inside"), 0, "row_key");
    (void)cut_lines(ran.out, lines);
    char *left[] = {lines[0], with_key_of(lines[1], lines[2]), with_key_of(lines[2], lines[1])};
    said(RUN(join_lines(left, 3), "dispute", "import", "-"), 1, "of another failure than its key");
    said(RUN(join_lines(left, 3), "dispute", "import", "-"), 1, "2 not taken");
    command_free(&ran);
}

/* --- the CPS's sheet ---------------------------------------------------------------------------
 */

Test(people_respond, acceptance_14_what_leaves_holds_no_reason_no_reviewer_no_unreleased_detail)
{
    static const char *const planted[] = {"PLANTED-REASON", "REVIEWER-7", "UNRELEASED", "test-1"};

    static const struct {
        const char *words[6];
        bool inside;
    } rows[] = {{{"dispute", "export", "--inside"}, true},
                {{"dispute", "export", "--outside"}, false},
                {{"respond", "--export", "-"}, false}};

    assess_all();
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", "dispute"), 0, "Told");
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "rejected", "--reason",
             "PLANTED-REASON"),
         0, "Recorded");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct command ran = run(rows[i].words, NULL);
        cr_assert_eq(ran.code, 0, "%s", ran.err);
        for (size_t k = 0; k + 1 < sizeof planted / sizeof *planted; k++) {
            bool there = strstr(ran.out, planted[k]) != NULL || strstr(ran.err, planted[k]) != NULL;
            cr_expect_eq(there, rows[i].inside, "%s %s: %s", rows[i].words[0], planted[k], ran.out);
        }
        command_free(&ran);
    }
}

Test(people_respond, the_sheet_of_the_cps_has_its_columns_and_comes_back)
{
    static const char heading[] =
        "row_key,urn,casework_type,unit,police_unit_name,police_unit_code,reviewing_group,"
        "review_type,review,prosecutors_declaration,rape,domestic_violence,hate_crime,"
        "failure_types,disputed,cps_accepted,contact_methods,";
    desk_assess(&desk, 1, 3, now_ms - DAY_MS);
    struct command ran = expect(RUN(NULL, "dispute", "export", "--outside"), 0, heading);
    char *lines[LINES_MAX];
    char *sheet = pfq_arena_strdup(&arena, ran.out);
    command_free(&ran);
    cr_assert_eq(cut_lines(sheet, lines), 4);
    for (size_t i = 1; i < 4; i++) {
        static const char *const said_so[] = {",no,,,", ",yes,,,", ",yes,yes,meeting,"};
        uint32_t number = number_of(lines[i]);
        char *at = strstr(lines[i], ",,,,"); /* disputed, cps_accepted, contact_methods */
        char *reason = strstr(lines[i], number == 1 ? "D06" : number == 2 ? "D20" : "D23");
        cr_assert_not_null(reason, "%s", lines[i]);
        at = strstr(reason, ",,,");
        cr_assert_not_null(at, "%s", lines[i]);
        lines[i] = pfq_arena_printf(&arena, "%.*s%s%s", (int)(at - lines[i]), lines[i],
                                    said_so[number - 1], at + 4);
    }
    const char *back = join_lines(lines, 4);
    said(RUN(back, "dispute", "import", "-"), 0, "3 told");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_NOT_DISPUTED);
    cr_expect_eq(failure(1, 2)->standing, PFQ__V1__STANDING__STANDING_DISPUTED);
    cr_expect_eq(failure(1, 3)->standing, PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED);
    cr_expect_eq(failure(1, 3)->channel, PFQ__V1__CHANNEL__CHANNEL_MEETING);
    said(RUN(back, "dispute", "import", "-"), 0, "0 told, 3 that stand so already");
}

/* Whoever sends a sheet without what stood when it was made may know nothing of an outcome. */
Test(people_respond, a_sheet_without_what_stood_replaces_no_outcome_unasked)
{
    desk_assess(&desk, 1, 1, now_ms - DAY_MS);
    struct command ran = expect(RUN(NULL, "dispute", "export", "--inside"), 0, "row_key");
    const char *key = strchr(ran.out, '\n') + 1;
    const char *sheet = pfq_arena_printf(&arena, "row_key,disputed,cps_accepted\n%.*s,yes,yes\n",
                                         (int)strcspn(key, ","), key);
    command_free(&ran);
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", "dispute"), 0, "Told");
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "rejected"), 0,
         "Recorded");
    said(RUN(sheet, "dispute", "import", "-"), 1, "It has an outcome already: rejected");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED);
    said(RUN(sheet, "dispute", "import", "-", "--replace"), 0, "1 told");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED);
}

/* The sheet of the CPS with these cells in disputed and cps_accepted of its one row. */
static const char *sheet_with(const char *disputed, const char *accepted)
{
    char *lines[LINES_MAX];
    struct command ran = expect(RUN(NULL, "dispute", "export", "--inside"), 0, "row_key");
    (void)cut_lines(ran.out, lines);
    char *at = strstr(strstr(lines[1], ",D06 ") + 1, ",");
    char *rest = strchr(strchr(at + 1, ',') + 1, ',');
    char *two[] = {lines[0], pfq_arena_printf(&arena, "%.*s,%s,%s%s", (int)(at - lines[1]),
                                              lines[1], disputed, accepted, rest)};
    const char *sheet = join_lines(two, 2);
    command_free(&ran);
    return sheet;
}

Test(people_respond, a_returned_sheet_replaces_an_outcome_only_when_told_and_lists_it)
{
    desk_assess(&desk, 1, 1, now_ms - DAY_MS);
    said(RUN(NULL, "respond", "40AA0000126", "--failure", "1", "dispute"), 0, "Told");
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "rejected"), 0,
         "Recorded");
    const char *sheet = sheet_with("yes", "yes");
    said(RUN(sheet, "dispute", "import", "-"), 1,
         "-:2: It has an outcome already: rejected, recorded by test-1.");
    said(RUN(sheet_with("yes", ""), "dispute", "import", "-"), 1, "It has an outcome already");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED);
    said(RUN(sheet, "dispute", "import", "-", "--replace"), 0,
         "-:2: 40AA0000126 FH_NGAP, dga, failure 1, in place of: rejected, recorded by test-1.");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED);
    said(RUN(sheet_with("yes", "no"), "dispute", "import", "-", "--replace", "--json"), 0,
         "\"was\":\"accepted, recorded by test-1\"");
}

Test(people_respond, what_nobody_disputed_is_not_exported_as_disputed_and_comes_back_as_it_is)
{
    desk_assess(&desk, 1, 1, now_ms - DAY_MS);
    said(RUN(NULL, "dispute", "record", "40AA0000126", "--failure", "1", "accepted", "--anyway"), 0,
         "Recorded");
    struct command ran = expect(RUN(NULL, "dispute", "export", "--inside"), 0, ",no,yes,");
    said(RUN(ran.out, "dispute", "import", "-"), 0, "1 that stand so already");
    command_free(&ran);
    said(RUN(sheet_with("no", "no"), "dispute", "import", "-"), 1, "for what is not disputed");
}

/* What is decided on a sheet as disputed was disputed, though nobody told it before. */
Test(people_respond, a_dispute_decided_on_a_sheet_is_a_dispute_of_the_police)
{
    desk_assess(&desk, 1, 1, now_ms - DAY_MS);
    said(RUN(sheet_with("yes", "no"), "dispute", "import", "-"), 0, "1 told");
    cr_expect_eq(failure(1, 1)->standing, PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED);
    cr_expect_eq(failure(1, 1)->response, PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE);
    said(RUN(NULL, "dispute", "export", "--inside"), 0, ",yes,no,");
}
