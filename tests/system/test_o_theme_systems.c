/* What people at the CPS found is a theme of its own, from the assessments that are told to the
 * digest that a force reads, and a dispute that was accepted leaves it: through intake, store's
 * rollups, the run over the figures and the commands. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "support/command.h"
#include "support/rig.h"

enum {
    MONTHS = 16, /* the last of them is the one before this */
    FILES = 20,  /* assessed in each */
    USUAL = 2,   /* that fail, and in the last three months: */
    MANY = 12,
    PAGE = 20, /* items of the mailbox, which fit one answer */
    DAY_MS = 86400000
};

#define THEME  "EXHIBITS_MULTIMEDIA"
#define TITLE  "CPS assessments: Exhibits and multimedia"
#define SYSTEM "--system=assessed"

static struct rig rig;
static struct pfq_client *intake;
static struct pfq_arena arena;
static char run_option[96];

static void begin(void)
{
    pfq_arena_open(&arena);
    rig_begin(&rig);
    (void)snprintf(run_option, sizeof run_option, "--run=%s/run", rig.dir);
    rig.options[RIG_FEEDBACK][0] = "themes_ms=100";
    rig.options[RIG_FEEDBACK][1] = "sweep_ms=10";
    rig.options[RIG_FEEDBACK][2] = "themes_settled_days=0";
    rig.options[RIG_FEEDBACK][3] = "scan_ms=50";
    rig.options[RIG_FEEDBACK][4] = "ladder_ms=100";
    rig_start_all(&rig);
    intake = rig_client(&rig, RIG_INTAKE);
}

static void end(void)
{
    pfq_client_close(intake);
    rig_end(&rig);
    pfq_arena_close(&arena);
}

TestSuite(o_theme_systems, .init = begin, .fini = end, .timeout = 300);

/* --- telling --------------------------------------------------------------------------- */

static char *lend(const char *text)
{
    return (char *)(uintptr_t)text;
}

/* "2026-10", so many months ago. */
static const char *month_ago(int back)
{
    int32_t today = pfq_london_date(pfq_wall_ms());
    int month = today / 10000 * 12 + today / 100 % 100 - 1 - back;
    return pfq_arena_printf(&arena, "%04d-%02d", month / 12, month % 12 + 1);
}

/* Noon of the day on which the n-th file of a month was assessed. */
static int64_t assessed_at(int back, int n)
{
    int32_t today = pfq_london_date(pfq_wall_ms());
    int month = today / 10000 * 12 + today / 100 % 100 - 1 - back;
    return pfq_london_ms((month / 12 * 100 + month % 12 + 1) * 100 + 3 + n, 12 * 60);
}

static Pfq__V1__Event *event_of(int back, int n, int64_t at)
{
    Pfq__V1__Event *event = pfq_arena_new(&arena, Pfq__V1__Event, 1);
    pfq__v1__event__init(event);
    event->has_happened_at = true;
    event->happened_at = at;
    event->by = lend("S17");
    event->unit = lend("TV1");
    event->file = pfq_arena_new(&arena, Pfq__V1__FileRef, 1);
    pfq__v1__file_ref__init(event->file);
    event->file->force = lend("43");
    event->file->urn = pfq_arena_printf(&arena, "43AA%03d%02d26", back, n);
    event->file->has_file_type = true;
    event->file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    return event;
}

static void tell(Pfq__V1__Event *event, const char *id)
{
    struct pfq_err err = {0};
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    envelope.id = lend(id);
    envelope.source = lend("office");
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_EVENT;
    envelope.event = event;
    cr_assert_eq(pfq_client_ask(intake, &envelope, 8000, &arena, &answer, &err), PFQ_OK, "%s",
                 err.text);
    cr_assert_eq(answer->body_case, PFQ__V1__ENVELOPE__BODY_RECEIPT);
    cr_assert_eq(answer->receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED, "%s: %s", id,
                 answer->receipt->n_problems == 0 ? "" : answer->receipt->problems[0]->message);
}

/* The file comes the day before: what never came is in no figure. */
static void submit(int back, int n)
{
    Pfq__V1__Envelope *envelope = rig_envelope("test", "43", (uint32_t)(back * 100 + n), &arena);
    envelope->submission->submitted_at = assessed_at(back, n) - DAY_MS;
    const Pfq__V1__Receipt *receipt = rig_submit(intake, envelope, &arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
}

/* With one failure, or none. */
static void assess(int back, int n, bool fails)
{
    submit(back, n);
    Pfq__V1__Event *event = event_of(back, n, assessed_at(back, n));
    Pfq__V1__Assessment *a = pfq_arena_new(&arena, Pfq__V1__Assessment, 1);
    Pfq__V1__Failure *f = pfq_arena_new(&arena, Pfq__V1__Failure, 1);
    pfq__v1__assessment__init(a);
    pfq__v1__failure__init(f);
    event->what_case = PFQ__V1__EVENT__WHAT_ASSESSMENT;
    event->assessment = a;
    a->id = lend("A1");
    a->has_kind = a->has_outcome = true;
    a->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    a->outcome = fails ? PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET
                       : PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
    a->failures = &f;
    a->n_failures = fails;
    f->has_number = true;
    f->number = 1;
    f->reason = lend("D13");
    tell(event, pfq_arena_printf(&arena, "a%d.%d", back, n));
}

/* The police dispute the failure, and the CPS accepts that, in the days after it was assessed. */
static void accept_dispute(int back, int n)
{
    Pfq__V1__Event *said = event_of(back, n, assessed_at(back, n) + DAY_MS);
    Pfq__V1__Response *r = pfq_arena_new(&arena, Pfq__V1__Response, 1);
    pfq__v1__response__init(r);
    said->what_case = PFQ__V1__EVENT__WHAT_RESPONSE;
    said->response = r;
    r->assessment = lend("A1");
    r->has_kind = r->has_failure = r->has_response = true;
    r->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    r->failure = 1;
    r->response = PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE;
    r->comment = lend("It was on the file");
    tell(said, pfq_arena_printf(&arena, "r%d.%d", back, n));
    Pfq__V1__Event *decided = event_of(back, n, assessed_at(back, n) + INT64_C(2) * DAY_MS);
    Pfq__V1__DisputeOutcome *o = pfq_arena_new(&arena, Pfq__V1__DisputeOutcome, 1);
    pfq__v1__dispute_outcome__init(o);
    decided->what_case = PFQ__V1__EVENT__WHAT_OUTCOME;
    decided->outcome = o;
    o->assessment = lend("A1");
    o->has_kind = o->has_failure = o->has_result = true;
    o->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    o->failure = 1;
    o->result = PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_ACCEPTED;
    tell(decided, pfq_arena_printf(&arena, "o%d.%d", back, n));
}

static void assess_all(void)
{
    for (int back = MONTHS; back > 0; back--) {
        for (int n = 0; n < FILES; n++) {
            assess(back, n, n < (back > 3 ? USUAL : MANY));
        }
    }
}

/* --- asking ---------------------------------------------------------------------------- */

static struct command run(const char *const *words)
{
    const char *argv[24] = {"pfq"};
    size_t n = 1;
    for (; words[n - 1] != NULL; n++) {
        argv[n] = words[n - 1];
    }
    argv[n] = run_option;
    return command_run(argv, NULL);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Without line ends, as they are where the page has room. */
static const char *flat(const char *text)
{
    char *out = pfq_arena_strdup(&arena, text);
    size_t used = 0;
    for (const char *c = out; *c != '\0'; c++) {
        bool blank = *c == '\n' || *c == ' ';
        if (!blank || (used > 0 && out[used - 1] != ' ')) {
            out[used++] = (char)(blank ? ' ' : *c);
        }
    }
    out[used] = '\0';
    return out;
}

static void expect(const char *const *words, const char *text)
{
    struct command ran = run(words);
    cr_expect_eq(ran.code, 0, "%s%s", ran.out, ran.err);
    cr_expect_not_null(strstr(flat(ran.out), text), "no '%s' in: %s%s", text, ran.out, ran.err);
    command_free(&ran);
}

static void wait_for(const char *const *words, const char *text)
{
    for (int i = 0; i < 300; i++) {
        struct command ran = run(words);
        bool seen = strstr(flat(ran.out), text) != NULL;
        cr_assert(seen || i < 299, "never saw '%s' in: %s%s", text, ran.out, ran.err);
        command_free(&ran);
        if (seen) {
            return;
        }
        usleep(100000);
    }
}

/* Is there an item in the force's mailbox that says so?  A page at a time. */
static bool is_told(const char *text)
{
    bool told = false;
    bool more = true;
    for (int after = 0; more && !told; after += PAGE) {
        struct command ran =
            run(WORDS("feedback", "43", pfq_arena_printf(&arena, "--after=%d", after),
                      pfq_arena_printf(&arena, "--limit=%d", PAGE)));
        told = strstr(flat(ran.out), text) != NULL;
        more = strstr(ran.out, "There is more") != NULL;
        command_free(&ran);
    }
    return told;
}

static void wait_told(const char *text)
{
    for (int i = 0; !is_told(text); i++) {
        cr_assert(i < 100, "never told: %s", text);
        usleep(100000);
    }
}

static const char *digest_month(void)
{
    return pfq_arena_printf(&arena, "--month=%s", month_ago(1));
}

/* --- tests ----------------------------------------------------------------------------- */

Test(o_theme_systems, what_assessors_find_recurs_by_itself_and_is_named_everywhere)
{
    const char *const themes[] = {"themes", "--force=43", SYSTEM, NULL};
    assess_all();
    wait_for(themes, "worsening");
    expect(themes, "assessed: " THEME);
    expect(themes, "12 of 20 assessed, 39 to 78%");
    expect(themes, "12 of 20 files assessed (60%); expected 0 to 5;");
    expect(WORDS("themes", "--force=43", SYSTEM, "--json"), "\"system\":\"ASSESSED\"");
    struct command ran = run(WORDS("themes", "--force=43", "--system=triage"));
    cr_expect_not_null(strstr(ran.err, "no theme of force 43, system triage is in such a state"),
                       "%s", ran.err);
    command_free(&ran);
    wait_told("Theme " TITLE ", ");
    const char *const digest[] = {"digest", "43", digest_month(), NULL};
    expect(digest, TITLE " [worsening]");
    expect(digest, "How often: 12 of 20 files assessed (60%,");
    expect(digest, "12 20 60% 39% to 78% D13");
    expect(digest, "Training: Clipping footage, formats that play");
    expect(digest, "CPS assessments: 14 themes without a failing file are not listed");
}

Test(o_theme_systems, it_is_muted_challenged_and_acted_on_by_its_system)
{
    const char *const digest[] = {"digest", "43", digest_month(), NULL};
    assess_all();
    wait_for(WORDS("themes", "--force=43", SYSTEM), "worsening");
    expect(WORDS("challenge", "raise", "--theme=" THEME, "--force=43", SYSTEM, "--by=S18",
                 "--wanted=Send the footage", "--id=ch-1", "--draft",
                 pfq_arena_printf(&arena, "--due=%s-28", month_ago(-2))),
           "ch-1 is written");
    expect(WORDS("challenge", "show", "ch-1"), TITLE);
    expect(WORDS("challenge", "show", "ch-1"), "12 of 20 files assessed (60%");
    expect(WORDS("challenge", "brief", "ch-1"), "12 of 20 files assessed (60%");
    expect(WORDS("challenge", "brief", "ch-1"), "Body worn video was not provided");
    expect(WORDS("action", "add", "--theme=" THEME, "--force=43", SYSTEM, "--by=S18",
                 pfq_arena_printf(&arena, "--on=%s-15", month_ago(2))),
           TITLE);
    wait_for(digest, "What was done: ");
    expect(WORDS("mute", THEME, "--force=43", SYSTEM, "--owner=S18", "--by=S18",
                 "--reason=New cameras", pfq_arena_printf(&arena, "--until=%s-28", month_ago(-2))),
           TITLE);
    wait_for(digest, "worsening (muted until");
    expect(WORDS("mute", "list"), TITLE);
    expect(WORDS("themes", "rebase", "--force=43", "--theme=" THEME, SYSTEM,
                 pfq_arena_printf(&arena, "--from=%s", month_ago(15)),
                 pfq_arena_printf(&arena, "--to=%s", month_ago(4))),
           "Then 24 of 240 files assessed (10.0%)");
}

/* One of them changes the numbers; all of them, what was announced. */
Test(o_theme_systems, a_dispute_that_was_accepted_leaves_the_theme)
{
    const char *const digest[] = {"digest", "43", digest_month(), NULL};
    assess_all();
    wait_for(WORDS("themes", "--force=43", SYSTEM), "worsening");
    expect(digest, "How often: 12 of 20 files assessed (60%,");
    accept_dispute(1, 0);
    wait_for(digest, "How often: 11 of 20 files assessed (55%,");
    wait_for(digest, "11 20 55% 34% to 74% D13");
    for (int back = 1; back <= 3; back++) {
        for (int n = back == 1; n < MANY - USUAL; n++) {
            accept_dispute(back, n);
        }
    }
    wait_told("Re-statement, theme " TITLE);
    wait_for(WORDS("themes", "--force=43", SYSTEM, "--state=quiet"), "restated, was ");
    wait_for(digest, "2 of 20 files assessed (10%,");
}
