/* Challenges, mutes and actions by command over the real services: every move, what is refused
 * and how, what each side sees, and a challenge that climbs by itself while the clock is ahead. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "support/command.h"
#include "support/rig.h"

#define URN  "43BA2345726"
#define FILE "tests/golden/04_poor_unused_schedule.json"

enum {
    WORDS_MAX = 24
};

static struct rig rig;
static struct pfq_arena arena;
static struct command ran;
static char due[PFQ_INSTANT_TEXT];

/* Runs "pfq <words>" against the rig; words end at a NULL. */
static int pfq(const char *const *words)
{
    command_free(&ran);
    ran = command_pfq(pfq_arena_printf(&arena, "%s/run", rig.dir), words);
    return ran.code;
}

#define PFQ(...) pfq((const char *const[]){__VA_ARGS__, NULL})

static void begin(void)
{
    pfq_arena_open(&arena);
    rig_begin(&rig);
    pfq_date_format(pfq_date_add(pfq_london_date(pfq_wall_ms()), 7), due);
    rig.options[RIG_FEEDBACK][0] = "ladder_ms=100";
    rig.options[RIG_FEEDBACK][1] = "sweep_ms=20";
}

static void start(void)
{
    rig_start_all(&rig);
    cr_assert_eq(PFQ("submit", FILE), 1, "%s", ran.err);
}

static void end(void)
{
    command_free(&ran);
    rig_end(&rig);
    pfq_arena_close(&arena);
}

TestSuite(challenges, .init = begin, .fini = end, .timeout = 120);

static void raise_one(const char *id)
{
    int code =
        PFQ("challenge", "raise", "--urn", URN, "--check", "DS05", "--wanted", "Describe each item",
            "--due", due, "--by", "S18", "--note", "SECRET", "--id", id);
    cr_assert_eq(code, 0, "%s", ran.err);
    cr_expect(strstr(ran.out, "its note for legal managers and the operator alone") != NULL, "%s",
              ran.out);
}

static bool has(const char *text, const char *part)
{
    bool found = strstr(text, part) != NULL;
    cr_expect(found, "'%s' is not in: %s", part, text);
    return found;
}

Test(challenges, fact_rule_and_evidence_come_from_what_is_stored)
{
    start();
    raise_one("C1");
    cr_assert_eq(PFQ("challenge", "show", "C1"), 0);
    has(ran.out, "Submission 1 of FH_NGAP");
    has(ran.out, "MG6C item 4");
    has(ran.out, "DS05");
    has(ran.out, "entry 1");
    has(ran.out, "sent, not acknowledged");
    has(ran.out, "climbs ");
    cr_assert_eq(PFQ("challenge", "raise", "--urn", URN, "--check", "VW01", "--wanted", "x",
                     "--due", due, "--by", "S18"),
                 1);
    has(ran.err, "This check failed in no submission of the case.");
    cr_assert_eq(PFQ("challenge", "raise", "--theme", "INTERVIEW", "--force", "43", "--wanted", "x",
                     "--due", due, "--by", "S18"),
                 1);
    has(ran.err, "Nothing was ever signalled of this theme");
}

static void tell_of_april(void)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    Pfq__V1__ThemeMove move = PFQ__V1__THEME_MOVE__INIT;
    Pfq__V1__ThemeMove *moves[] = {&move};
    Pfq__V1__ThemesPut put = PFQ__V1__THEMES_PUT__INIT;
    struct pfq_err err = {0};
    key.force = pfq_arena_strdup(&arena, "40");
    key.name = pfq_arena_strdup(&arena, "SUPERVISION_CHARGING");
    key.has_system = move.has_month = move.has_state = put.has_up_to = true;
    key.system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    move.key = &key;
    move.month = 202604;
    move.state = PFQ__V1__THEME_STATE__THEME_STATE_RECURRING;
    move.has_files = move.has_failing = true;
    move.files = move.failing = 2;
    move.has_announced = move.announced = true;
    move.sentence = pfq_arena_strdup(&arena, "2 of 2 files.");
    put.moves = moves;
    put.n_moves = 1;
    put.up_to = 4;
    request.id = pfq_arena_strdup(&arena, "april");
    request.source = pfq_arena_strdup(&arena, "test");
    request.body_case = PFQ__V1__ENVELOPE__BODY_THEMES_PUT;
    request.themes_put = &put;
    struct pfq_client *store = rig_client(&rig, RIG_STORE);
    cr_assert_eq(pfq_client_ask(store, &request, 10000, &arena, &answer, &err), PFQ_OK, "%s",
                 err.text);
    cr_assert_eq(answer->theme_rows->n_problems, 0, "%s", answer->theme_rows->problems[0]->message);
    pfq_client_close(store);
}

/* The fact is of April: so is its evidence, whatever came before and after it. */
Test(challenges, the_evidence_of_a_theme_is_of_the_month_of_its_fact)
{
    static const int32_t days[] = {20260331, 20260401, 20260430, 20260501};
    rig_start_all(&rig);
    struct pfq_client *intake = rig_client(&rig, RIG_INTAKE);
    for (uint32_t i = 0; i < 4; i++) {
        Pfq__V1__Envelope *envelope = rig_envelope("test", "40", i + 1, &arena);
        envelope->submission->submitted_at = pfq_london_ms(days[i], 600);
        (void)rig_submit(intake, envelope, &arena);
    }
    pfq_client_close(intake);
    tell_of_april();
    cr_assert_eq(PFQ("challenge", "raise", "--theme", "SUPERVISION_CHARGING", "--force", "40",
                     "--wanted", "x", "--due", due, "--by", "S18", "--id", "T1"),
                 0, "%s", ran.err);
    cr_assert_eq(PFQ("challenge", "show", "T1", "--json"), 0);
    json_t *shown = json_loads(ran.out, JSON_DISABLE_EOF_CHECK, NULL);
    const json_t *evidence = json_object_get(json_object_get(shown, "raised"), "evidence");
    cr_assert_eq(json_array_size(evidence), 2, "%s", ran.out);
    cr_expect_str_eq(json_string_value(json_array_get(evidence, 0)), "3");
    cr_expect_str_eq(json_string_value(json_array_get(evidence, 1)), "2");
    json_decref(shown);
}

/* The same file again, with the same failing: that is what came of it, and it hurries. */
Test(challenges, of_a_case_it_is_said_what_became_of_the_file)
{
    start();
    raise_one("C1");
    cr_assert_eq(PFQ("challenge", "show", "C1"), 0);
    has(ran.out, "The file has not come again since.");
    cr_assert_eq(PFQ("submit", "--id", "again", FILE), 1, "%s", ran.err);
    cr_assert_eq(PFQ("challenge", "show", "C1"), 0);
    has(ran.out, "submission 2): check");
    has(ran.out, "DS05 still fails");
    cr_assert_eq(PFQ("challenge", "brief", "C1"), 0);
    has(ran.out, "DS05 still fails");
    has(ran.out, "What fails in the file now");
    cr_assert_eq(PFQ("pack", "monthly", "--area", "TC", "--json"), 0, "%s", ran.err);
    has(ran.out, "43, challenge C1 on a case, sent on ");
    has(ran.out, "submission 2): check DS05 still fails");
    cr_assert_eq(PFQ("challenge", "raise", "--urn", URN, "--check", "DS05", "--wanted", "x",
                     "--due", due, "--by", "S18", "--id", "C2"),
                 0, "%s", ran.err);
    has(ran.out, "at level 3 (The same failing came twice.");
}

static void raised(const char *word, int code, const char *said)
{
    const char *words[] = {"challenge", "raise", "--urn",     URN,  "--check", "DS05",
                           "--wanted",  "x",     "--due",     due,  "--by",    "S18",
                           "--id",      "C",     "--dry-run", word, NULL};
    cr_expect_eq(pfq(words), code, "%s", ran.err);
    cr_expect(strstr(ran.out, said) != NULL || strstr(ran.err, said) != NULL, "%s%s", ran.out,
              ran.err);
}

/* What the CPS gave up, or its own assessor does not see, is not challenged by itself. */
Test(challenges, the_record_of_the_cps_speaks_first)
{
    start();
    raised(NULL, 0, "MG6C item 4");
    cr_assert_eq(PFQ("assess", URN, "--overrule", "DS05=It is described in the annex", "--outcome",
                     "met", "--by=p101"),
                 0, "%s", ran.err);
    raised(NULL, 1, "assessor does not agree");
    raised("--anyway", 0, "MG6C item 4");
    cr_assert_eq(
        PFQ("assess", URN, "--confirm-all", "--outcome", "partly", "--replace", "--by=p101"), 0,
        "%s", ran.err);
    raised(NULL, 0, "MG6C item 4");
    cr_assert_eq(PFQ("respond", URN, "--failure", "2", "dispute", "--by=o7"), 0, "%s", ran.err);
    cr_assert_eq(PFQ("dispute", "record", URN, "--failure", "2", "accepted", "--by=p101"), 0, "%s",
                 ran.err);
    raised(NULL, 1, "The CPS accepted that the police dispute exactly this: failure 2 of the DGA");
    raised("--anyway", 0, "The CPS accepted a dispute of it.");
    cr_assert_eq(PFQ("submit", "--id", "again", FILE), 1, "%s", ran.err);
    raised(NULL, 0, "MG6C item 4"); /* it failed anew */
}

/* What the last submission does not fail by is no matter of a challenge, unless it is said. */
Test(challenges, what_was_mended_is_not_raised_by_itself)
{
    static const struct {
        const char *check;
        const char *mended;
        int code;
        const char *said;
    } rows[] = {
        {"VW01", NULL, 1, "This check does not fail any more in the last submission"},
        {NULL, NULL, 1, "No check fails in the last submission of the case."},
        {"IN01", NULL, 1, "This check failed in no submission of the case."},
        {"VW01", "--mended", 0, "does not fail by it any more"},
        {NULL, "--mended", 0, "does not fail by it any more"},
    };

    rig_start_all(&rig);
    cr_assert_eq(PFQ("submit", "tests/samples/40_first.json"), 1, "%s", ran.err);
    cr_assert_eq(PFQ("submit", "tests/samples/40_mended.json"), 0, "%s", ran.err);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *words[WORDS_MAX] = {"challenge", "raise", "--urn",   "40CH2000126", "--wanted",
                                        "x",         "--due", due,       "--by",        "S18",
                                        "--id",      "C",     "--draft", "--dry-run"};
        size_t count = 14;
        if (rows[i].check != NULL) {
            words[count++] = "--check";
            words[count++] = rows[i].check;
        }
        words[count++] = rows[i].mended;
        cr_expect_eq(pfq(words), rows[i].code, "row %zu: %s%s", i, ran.out, ran.err);
        has(rows[i].code == 0 ? ran.out : ran.err, rows[i].said);
    }
}

/* What the command says is to be typed next works as it stands. */
Test(challenges, what_it_says_to_do_next_may_be_typed)
{
    start();
    cr_assert_eq(PFQ("challenge", "raise", "--urn", URN, "--check", "DS05", "--wanted", "x",
                     "--due", due, "--by", "S18", "--id", "C1", "--draft"),
                 0, "%s", ran.err);
    has(ran.out, "pfq challenge send C1 --by S18");
    cr_assert_eq(PFQ("challenge", "send", "C1", "--by", "S18"), 0, "%s", ran.err);
}

/* Each line is one command; the next state, or the sentence of a refusal. */
Test(challenges, every_move_and_what_is_refused)
{
    static const struct {
        const char *words[6];
        int code;
        const char *said;
    } rows[] = {
        {{"resolve", "C1", "--close"}, 1, "The challenge is sent: it can be acknowledged"},
        {{"reopen", "C1", "--reason", "x"}, 1, "The challenge is sent"},
        {{"escalate", "C1", "--reason", "hearing soon"}, 0, "C1 goes to level 2."},
        {{"acknowledge", "C1"}, 0, "C1 is acknowledged."},
        {{"acknowledge", "C1"}, 1, "The challenge is acknowledged: it can be disputed"},
        {{"respond", "C1", "--dispute", "it was"}, 0, "C1 is disputed by the force."},
        {{"resolve", "C1", "--maintain"}, 0, "C1 is maintained by the CPS."},
        {{"respond", "C1", "--done", "mended"}, 0, "C1 is remedied."},
        {{"resolve", "C1", "--close"}, 0, "C1 is closed."},
        {{"acknowledge", "C1"},
         1,
         "The challenge is closed: it can be reopened with a reason by its owner"},
        {{"reopen", "C1"}, 2, "say why"},
        {{"reopen", "C1", "--reason", "again"}, 0, "C1 is open again"},
        {{"send", "C1"}, 0, "C1 is sent, not acknowledged."},
        {{"resolve", "C1", "--withdraw"}, 0, "C1 is withdrawn."},
        {{"resolve", "C1", "--close"}, 0, "C1 is closed."},
        {{"acknowledge", "C2"}, 1, "There is no such challenge"},
    };

    start();
    raise_one("C1");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *words[WORDS_MAX] = {"challenge"};
        size_t count = 1;
        for (size_t w = 0; w < 6 && rows[i].words[w] != NULL; w++) {
            words[count++] = rows[i].words[w];
        }
        words[count++] = "--by=S18";
        cr_expect_eq(pfq(words), rows[i].code, "row %zu: %s%s", i, ran.out, ran.err);
        has(rows[i].code == 0 ? ran.out : ran.err, rows[i].said);
    }
    cr_assert_eq(PFQ("challenge", "show", "C1"), 0);
    has(ran.out, "S18: hearing");
    has(ran.out, "opened again, not sent yet");
    cr_expect(strstr(ran.out, "pfq challenge acknowledge") == NULL, "closed: %s", ran.out);
    cr_assert_eq(PFQ("challenge", "list"), 0);
    has(ran.err, "There is none.");
}

Test(challenges, the_force_sees_what_is_for_it_and_no_more)
{
    start();
    raise_one("C1");
    cr_assert_eq(PFQ("challenge", "show", "C1", "--outside"), 0);
    cr_expect(strstr(ran.out, "SECRET") == NULL && strstr(ran.out, "S18") == NULL, "%s", ran.out);
    cr_assert_eq(PFQ("challenge", "brief", "C1", "--outside", "--html"), 0);
    cr_expect(strstr(ran.out, "SECRET") == NULL && strstr(ran.out, "S18") == NULL);
    has(ran.out, "Describe each item");
    cr_assert_eq(PFQ("challenge", "brief", "C1"), 0);
    has(ran.out, "SECRET");
    cr_assert_eq(PFQ("feedback", "43"), 0);
    cr_expect(strstr(ran.out, "SECRET") == NULL && strstr(ran.out, "S18") == NULL, "%s", ran.out);
    has(ran.out, "sent, not acknowledged");
    has(ran.out, "Describe each item");
    has(ran.out, "pfq challenge acknowledge C1");
    cr_assert_eq(PFQ("feedback", "43", "--json"), 0);
    cr_expect(strstr(ran.out, "SECRET") == NULL, "%s", ran.out);
    has(ran.out, "Describe each item");
}

/* Unanswered, three weeks later: one step a level, though feedback is killed on the way. */
Test(challenges, unanswered_it_climbs_and_no_crash_makes_it_climb_twice)
{
    start();
    raise_one("C1");
    rig_signal(&rig, RIG_FEEDBACK, 9);
    (void)rig_reap(&rig, RIG_FEEDBACK);
    rig.options[RIG_FEEDBACK][2] = "ladder_ahead_ms=1814400000"; /* 21 days */
    for (int i = 0; i < 5; i++) {
        rig_start(&rig, RIG_FEEDBACK);
        rig_wait_ready(&rig, RIG_FEEDBACK);
        for (int k = 0; k < 50 && i == 4; k++) {
            (void)PFQ("challenge", "show", "C1", "--json");
            if (strstr(ran.out, "Nobody acknowledged it by") != NULL) {
                break;
            }
        }
        rig_signal(&rig, RIG_FEEDBACK, 9);
        (void)rig_reap(&rig, RIG_FEEDBACK);
    }
    rig_start(&rig, RIG_FEEDBACK);
    rig_wait_ready(&rig, RIG_FEEDBACK);
    cr_assert_eq(PFQ("challenge", "show", "C1", "--json"), 0);
    size_t steps = 0;
    for (const char *at = ran.out; (at = strstr(at, "Nobody acknowledged it by")) != NULL; at++) {
        steps++;
    }
    cr_expect_eq(steps, 1, "%s", ran.out);
    cr_assert_eq(PFQ("challenge", "show", "C1"), 0);
    has(ran.out, "level 2  sent, not acknowledged");
}

/* Shown as it will happen: by the days that feedback is set to. */
Test(challenges, the_next_step_is_that_of_the_configuration)
{
    rig.options[RIG_FEEDBACK][2] = "ladder_days=0 2 0 10";
    start();
    raise_one("C1");
    cr_assert_eq(PFQ("challenge", "list"), 0);
    cr_expect(strstr(ran.out, "climbs") == NULL, "a person moves it: %s", ran.out);
    cr_assert_eq(PFQ("challenge", "escalate", "C1", "--reason", "x", "--by", "S18"), 0);
    cr_assert_eq(PFQ("challenge", "list"), 0);
    has(ran.out, "climbs ");
}

Test(challenges, mutes_and_actions)
{
    start();
    char today[PFQ_INSTANT_TEXT];
    pfq_date_format(pfq_london_date(pfq_wall_ms()), today);
    cr_assert_eq(PFQ("mute", "INTERVIEW", "--force", "43", "--owner", "S1", "--until", due,
                     "--reason", "New system", "--by", "S18"),
                 0, "%s", ran.err);
    cr_assert_eq(PFQ("mute", "list"), 0);
    has(ran.out, "43 Interview: muted until");
    cr_assert_eq(PFQ("mute", "end", "INTERVIEW", "--force", "43", "--by", "S18"), 0, "%s", ran.err);
    cr_assert_eq(PFQ("mute", "list"), 0);
    has(ran.err, "Nothing is muted.");
    cr_assert_eq(PFQ("mute", "list", "--all"), 0);
    has(ran.out, "43 Interview: was muted from");
    has(ran.out, "its last day, ");
    has(ran.out, "owner S1");
    has(ran.out, "New system");
    cr_expect(strstr(ran.out, "until") == NULL, "%s", ran.out);
    cr_assert_eq(PFQ("mute", "INTERVIEW", "--force", "43", "--by", "S18"), 2);
    has(ran.err, "muting needs --owner STAFF, --reason TEXT and --until DATE");
    cr_assert_eq(PFQ("action", "add", "--theme", "interview", "--force", "43", "--due", due, "--id",
                     "A1", "--by", "S18"),
                 0, "%s", ran.err);
    cr_assert_eq(PFQ("action", "list", "--open"), 0);
    has(ran.out, "Training (Summing up an interview, no-comment interviews): not done yet");
    cr_assert_eq(PFQ("action", "done", "A1", "--on", today, "--by", "S18"), 0, "%s", ran.err);
    cr_assert_eq(PFQ("action", "list"), 0);
    has(ran.out, ": done");
    cr_assert_eq(PFQ("action", "list", "--open", "--json"), 0);
    cr_expect_str_eq(ran.out, "");
}
