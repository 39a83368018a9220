/* From a file to the end of a dispute over the real services, as it is typed: the form, an
 * assessment in one go, the action plan in the force's mailbox, answers, outcomes, sheets; and
 * what nobody outside may read is planted everywhere and sought in all that leaves. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "support/command.h"
#include "support/rig.h"

#define URN "43BA2345726" /* of the golden file: DS04 (D07) and DS05 (D06) fail */

static struct rig rig;
static char run_option[96];

static void prepare(void)
{
    rig_begin(&rig);
    (void)snprintf(run_option, sizeof run_option, "--run=%s/run", rig.dir);
}

static void begin(void)
{
    prepare();
    rig_start_all(&rig);
}

static void end(void)
{
    rig_end(&rig);
}

TestSuite(r_dispute, .init = begin, .fini = end, .timeout = 120);
TestSuite(r_granted, .init = prepare, .fini = end, .timeout = 120); /* starts them itself */

static struct command run(const char *const *words, const char *input)
{
    const char *argv[24] = {"pfq"};
    size_t n = 1;
    for (; words[n - 1] != NULL; n++) {
        argv[n] = words[n - 1];
    }
    argv[n] = run_option;
    return command_run(argv, input);
}

#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL}, NULL)

/* Ends well and says so. */
static void said(struct command ran, const char *says)
{
    cr_assert_eq(ran.code, 0, "%d: %s%s", ran.code, ran.out, ran.err);
    cr_assert_not_null(strstr(ran.out, says), "%s: %s%s", says, ran.out, ran.err);
    command_free(&ran);
}

static void submit(void)
{
    struct command ran = RUN("submit", "tests/golden/04_poor_unused_schedule.json");
    cr_assert_eq(ran.code, 1, "%s", ran.err); /* it does not meet the standard */
    command_free(&ran);
}

/* The row of the case; the caller's. */
static json_t *row(void)
{
    struct command ran = RUN("respond", URN, "--json");
    json_t *object = json_loads(ran.out, 0, NULL);
    cr_assert_not_null(object, "%s%s", ran.out, ran.err);
    command_free(&ran);
    return object;
}

static void expect_row(const char *key, const char *value)
{
    json_t *object = row();
    cr_expect_str_eq(json_string_value(json_object_get(object, key)), value);
    json_decref(object);
}

/* --- tests --------------------------------------------------------------------------------- */

Test(r_dispute, the_form_s_own_command_assesses_the_file_and_a_second_time_corrects_it)
{
    submit();
    struct command form = RUN("assess", URN);
    cr_assert_eq(form.code, 0, "%s", form.err);
    cr_expect_not_null(strstr(form.out, "Not assessed yet"));
    char *command = strstr(form.out, "  pfq assess " URN);
    cr_assert_not_null(command, "%s", form.out);
    const char *words[16] = {NULL};
    size_t count = 0;
    (void)strtok(command, " \n"); /* pfq */
    for (char *w = strtok(NULL, " \n"); w != NULL && strcmp(w, "--run") != 0;
         w = strtok(NULL, " \n")) {
        words[count++] = w;
    }
    words[count++] = "--by=p101";
    said(run(words, NULL), "not met, 2 failures");
    said(run(words, NULL), "It stands so already");
    command_free(&form);
    said(RUN("assess", URN), "--confirm-all --replace");
    said(RUN("assess", URN), "the machine finds it in the latest submission, too");
    said(RUN("assess", URN, "--confirm-all", "--overrule", "DS04=It was sent", "--by=p102",
             "--replace"),
         "What changed: the outcome is partly met, was not met; 1 D07 is taken out");
    said(RUN("assess", URN), "DS04 was overruled: It was sent");
    said(RUN("assess", URN, "--confirm-all", "--replace", "--by=p101"), "Replaced: ");
    said(RUN("assess", URN, "--json"), "\"suggestedDetail\":");
    json_t *object = row();
    const json_t *failures = json_object_get(object, "failures");
    cr_expect_eq(json_array_size(failures), 2);
    cr_expect_str_eq(json_string_value(json_object_get(json_array_get(failures, 0), "check")),
                     "DS04");
    cr_expect_eq(json_array_size(json_object_get(object, "confirmed")), 2);
    json_decref(object);
    said(RUN("assess", URN, "--withdraw", "--by=p101"), "Withdrawn");
}

/* The lines of the text that are commands, typed as they stand. */
static size_t type_commands(const char *text)
{
    char *copy = strdup(text);
    char *rest = NULL;
    size_t typed = 0;
    for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        const char *words[16] = {NULL};
        size_t count = 0;
        char *left = NULL;
        if (strncmp(line, "  pfq ", 6) != 0) {
            continue;
        }
        for (char *w = strtok_r(line + 6, " ", &left); w != NULL; w = strtok_r(NULL, " ", &left)) {
            cr_assert_lt(count, 15);
            words[count++] = strcmp(w, "answers.csv") == 0 ? "-" : w;
        }
        struct command ran = run(words, NULL);
        cr_expect_eq(ran.code, 0, "%s: %s", words[0], ran.err);
        command_free(&ran);
        typed++;
    }
    free(copy);
    return typed;
}

/* Neither --by nor a staff id in pfq.conf: whoever reads them is known by the user id. */
Test(r_dispute, printed_commands_can_be_typed_as_they_are)
{
    static const char *const prints[][3] = {{"assess", URN}, {"feedback", "43"}, {"assess", URN}};
    static const size_t commands[] = {1, 2, 1};
    submit();
    for (size_t i = 0; i < 3; i++) {
        struct command ran = RUN(prints[i][0], prints[i][1]);
        cr_expect_eq(type_commands(ran.out), commands[i], "%s", ran.out);
        command_free(&ran);
    }
    said(RUN("respond", URN), "agreed");
}

/* No finding of the file has a code of a triage: there is nothing to agree with in one go. */
Test(r_dispute, the_form_prints_no_command_that_would_be_refused)
{
    submit();
    said(RUN("assess", URN, "--confirm-all", "--by=p101"), "2 failures");
    struct command form = RUN("assess", URN, "--kind", "triage");
    cr_expect_eq(form.code, 0);
    cr_expect_null(strstr(form.out, "  pfq assess"), "%s", form.out);
    cr_expect_not_null(strstr(form.out, "T02 No"), "%s", form.out);
    cr_expect_not_null(strstr(form.out, "FH_NGAP, dga on "), "what the other process recorded");
    command_free(&form);
    said(RUN("assess", URN, "--kind", "triage", "--json"), "\"confirm\":null");
    said(RUN("assess", URN, "--kind", "triage", "--confirm-all", "--fail", "T02=none came",
             "--outcome", "partly"),
         "partly met, 1 failure");
    said(RUN("assess", URN, "--kind", "triage", "--confirm-all", "--fail", "T02=none came",
             "--outcome", "not-met", "--replace"),
         "DS04 is confirmed; it has no reason code of TRIAGE, so no failure goes to");
}

/* Nobody is told that a file is not there who may only not see it. */
Test(r_granted, who_may_not_is_told_what_the_operator_must_add)
{
    static char peers[64];
    (void)snprintf(peers, sizeof peers, "peers=%u=force:43", (unsigned)getuid());
    rig.options[RIG_FEEDBACK][0] = peers;
    rig_start_all(&rig);
    submit();
    struct command ran = RUN("assess", URN);
    cr_expect_eq(ran.code, 1, "%s", ran.out);
    cr_expect_not_null(strstr(ran.err, "is FORCE of 43"), "%s", ran.err);
    cr_expect_not_null(strstr(ran.err, "peers in pfq.conf"), "%s", ran.err);
    cr_expect_null(strstr(ran.err, "ever accepted"), "%s", ran.err);
    command_free(&ran);
}

/* Who pfq.conf says nothing of is known by the user id; a dry run is refused where it would be. */
Test(r_granted, what_a_dry_run_says_is_what_telling_says)
{
    static char peers[64];
    static const char *const asks[][6] = {{"assess", URN, "--confirm-all", NULL},
                                          {"assess", URN, "--confirm-all", "--by=p102", NULL}};
    (void)snprintf(peers, sizeof peers, "peers=%u=legal_manager:p101", (unsigned)getuid());
    rig_start_all(&rig);
    submit();
    rig_signal(&rig, RIG_INTAKE, 9);
    (void)rig_reap(&rig, RIG_INTAKE);
    rig.options[RIG_INTAKE][0] = peers;
    rig_start(&rig, RIG_INTAKE);
    rig_wait_ready(&rig, RIG_INTAKE);
    for (size_t i = 2; i-- > 0;) {
        const char *dry[8] = {NULL};
        size_t n = 0;
        for (; asks[i][n] != NULL; n++) {
            dry[n] = asks[i][n];
        }
        dry[n] = "--dry-run";
        struct command ran = run(dry, NULL);
        struct command told = run(asks[i], NULL);
        cr_expect_eq(ran.code, (int)i, "%s", ran.err);
        cr_expect_eq(told.code, (int)i, "%s", told.err);
        cr_expect_eq(strstr(told.err, "not your staff id") != NULL, i == 1, "%s", told.err);
        cr_expect_eq(strstr(ran.err, "not your staff id") != NULL, i == 1, "%s", ran.err);
        cr_expect_eq(strstr(ran.err, "--by p101") != NULL, i == 1, "%s", ran.err);
        cr_expect_null(strstr(ran.err, "this user's role"), "%s", ran.err);
        command_free(&ran);
        command_free(&told);
    }
}

Test(r_dispute, the_sheet_of_the_cps_says_what_the_file_says)
{
    struct command sent = RUN("submit", "tests/golden/23_abuse_charged_by_police.json");
    cr_assert_eq(sent.code, 1, "%s", sent.err);
    command_free(&sent);
    said(RUN("assess", "43BA2345626", "--confirm-all", "--by=p101", "--unit=TC1"), "not met");
    said(RUN("dispute", "export", "--inside"),
         ",43BA2345626,Magistrates,TC1,,BA,,DGA,FH_NGAP,NOT_MET,no,yes,no,D01 ");
    said(RUN("dispute", "export", "--outside"), ",Thames Valley Police,");
}

/* What the data does not decide is asked, and agreeing never passes over it in silence. */
Test(r_dispute, the_form_asks_what_nobody_decided)
{
    struct command sent = RUN("submit", "tests/golden/12_address_not_said.json");
    cr_assert_eq(sent.code, 4, "%s", sent.err);
    command_free(&sent);
    static const char *const parts[] = {"DP01  critical", "shows_contact_details",
                                        "--confirm-all --answer DP01=met --outcome met"};
    struct command form = RUN("assess", "43AA1234526");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        cr_expect_not_null(strstr(form.out, parts[i]), "%s: %s", parts[i], form.out);
    }
    command_free(&form);
    said(RUN("assess", "43AA1234526", "--answer", "DP01=met", "--outcome", "met", "--by=p101"), "");
    /* A bare file leaves so much open that there is nothing to agree with. */
    static const char bare[] = "{\"urn\":\"40CH0000926\",\"submittingForce\":\"40\","
                               "\"fileType\":\"FH_GAP\",\"codeTest\":\"FULL_CODE\","
                               "\"submittedAt\":\"2026-10-05T10:00:00Z\"}";
    sent = run((const char *const[]){"submit", "-", NULL}, bare);
    cr_assert_eq(sent.code, 4, "%s%s", sent.out, sent.err);
    command_free(&sent);
    form = RUN("assess", "40CH0000926");
    cr_expect_not_null(strstr(form.out, "more: pfq case 40CH0000926"), "%s", form.out);
    cr_expect_not_null(strstr(form.out, "nothing to agree with"), "%s", form.out);
    cr_expect_null(strstr(form.out, "--confirm-all"), "%s", form.out);
    command_free(&form);
}

/* One force's failures are no other's to read. */
Test(r_dispute, a_sheet_that_leaves_the_cps_is_for_one_force)
{
    submit();
    said(RUN("assess", URN, "--fail", "D06", "--outcome", "partly", "--by=p101"), "1 failure");
    said(RUN("assess", "40AA0000126", "--kind", "dga", "--stage", "FH_GAP", "--fail", "D07",
             "--outcome", "partly", "--by=p101"),
         "1 failure");
    said(RUN("dispute", "export", "--inside"), "40AA0000126");
    said(RUN("dispute", "export", "--outside", "--force", "43"), URN);
    static const char *const both[][5] = {{"dispute", "export", "--outside"},
                                          {"respond", "--export", "-"}};
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        struct command ran = run(both[i], NULL);
        cr_expect_eq(ran.code, 1, "%d %s", ran.code, ran.err);
        cr_expect_not_null(strstr(ran.err, "forces 4"), "%s", ran.err);
        cr_expect_not_null(strstr(ran.err, "--force"), "%s", ran.err);
        cr_expect_str_eq(ran.out, "");
        command_free(&ran);
    }
}

/* Acceptance case 12, over the services. */
Test(r_dispute, from_the_mailbox_to_the_roll_up)
{
    submit();
    said(RUN("assess", URN, "--confirm-all", "--by=p101", "--unit=TC1"), "The police answer by");
    struct command mailbox = RUN("feedback", "43");
    cr_expect_not_null(strstr(mailbox.out, "Action plan, " URN), "%s", mailbox.out);
    cr_expect_not_null(strstr(mailbox.out, "D06 "), "%s", mailbox.out);
    cr_expect_not_null(strstr(mailbox.out, "pfq respond " URN), "%s", mailbox.out);
    command_free(&mailbox);
    said(RUN("respond", "--list"), "awaited");
    said(RUN("respond", URN, "--failure", "1", "dispute", "--comment", "it was on file", "--by=o7"),
         "Told");
    said(RUN("respond", URN, "--failure", "2", "not-ours", "--by=o7"), "Told");
    expect_row("rollUp", "PENDING");
    said(RUN("dispute", "record", URN, "--failure", "1", "accepted", "--channel", "email",
             "--by=m1"),
         "Recorded");
    said(RUN("dispute", "record", URN, "--failure", "2", "rejected", "--reason", "it was ours",
             "--by=m1"),
         "Recorded");
    expect_row("rollUp", "DISPUTED_UNSUCCESSFULLY");
}

Test(r_dispute, a_sheet_goes_round_through_the_services)
{
    submit();
    said(RUN("assess", URN, "--confirm-all", "--by=p101"), "2 failures");
    struct command out = RUN("respond", "--export", "-", "--force", "43");
    cr_assert_eq(out.code, 0, "%s", out.err);
    char filled[4000];
    size_t used = 0;
    char *rest = NULL;
    for (char *line = strtok_r(out.out, "\r\n", &rest); line != NULL;
         line = strtok_r(NULL, "\r\n", &rest)) {
        bool heading = used == 0;
        size_t size = strlen(line);
        used += (size_t)snprintf(filled + used, sizeof filled - used, "%.*s%s\n",
                                 (int)(heading ? size : size - 1), line,
                                 heading ? "" : "fixed,\"'=sent again\"");
        cr_assert_lt(used, sizeof filled);
    }
    command_free(&out);
    said(run((const char *const[]){"respond", "--import", "-", "--by=o7", NULL}, filled),
         "2 told, 0 that stand so already");
    said(run((const char *const[]){"respond", "--import", "-", "--by=o7", NULL}, filled),
         "0 told, 2 that stand so already");
    json_t *object = row();
    const json_t *failure = json_array_get(json_object_get(object, "failures"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(failure, "standing")), "AGREED");
    cr_expect_str_eq(json_string_value(json_object_get(failure, "comment")), "=sent again");
    json_decref(object);
    said(RUN("dispute", "bulk", "not-disputed", "--force", "43"), "2 failures would be");
    said(RUN("dispute", "bulk", "not-disputed", "--force", "43", "--yes", "--by=m1"),
         "2 failures now");
    said(RUN("respond", URN), "not disputed");
}

/* A force is told what to do also where the words stay inside. */
Test(r_dispute, where_the_words_stay_inside_the_force_reads_what_to_do_and_whom_to_ask)
{
    submit();
    said(RUN("assess", URN, "--fail", "D23=for us alone", "--outcome", "partly", "--by=p101",
             "--unit=TC1"),
         "1 failure");
    said(RUN("feedback", "43"), "if one was written, stays with the CPS: ask CPS unit");
    said(RUN("feedback", "43"), "Such as: ");
    said(RUN("case", URN), "stays with the CPS");
}

Test(r_dispute, a_case_shows_what_people_said_of_it_as_the_force_reads_it)
{
    char due[PFQ_INSTANT_TEXT];
    pfq_date_format(pfq_date_add(pfq_london_date(pfq_wall_ms()), 7), due);
    submit();
    said(RUN("assess", URN, "--confirm-all", "--by=p101"), "2 failures");
    said(RUN("respond", URN, "--failure", "1", "dispute", "--comment", "it was on file"), "Told");
    said(RUN("challenge", "raise", "--urn", URN, "--check", "DS05", "--wanted", "Describe each",
             "--due", due, "--id", "C7", "--by=p101", "--note", "INSIDE-NOTE"),
         "C7");
    said(RUN("case", URN), "Assessments and answers, as the force reads them");
    said(RUN("case", URN), "dispute: it was on file");
    struct command ran = RUN("case", URN);
    cr_expect_not_null(strstr(ran.out, "C7"), "%s", ran.out);
    cr_expect_null(strstr(ran.out, "INSIDE-NOTE"), "%s", ran.out);
    cr_expect_null(strstr(ran.out, "p101"), "%s", ran.out);
    command_free(&ran);
    said(RUN("case", URN, "--json"), "{\"format\":1,\"assessment\":{");
    said(RUN("case", URN, "--json"), "{\"format\":1,\"challenge\":{");
}

/* Acceptance case 14: the row of the log. */
Test(r_dispute, what_leaves_is_logged_and_what_stays_is_not)
{
    char database[96];
    (void)snprintf(database, sizeof database, "database=%s/pfq.db", rig.dir);
    const char *const log[] = {"pfq-store", "--activity", "-o", database, NULL};
    submit();
    said(RUN("assess", URN, "--confirm-all", "--by=p101"), "2 failures");
    said(RUN("dispute", "export", "--inside"), URN);
    struct command before = command_run(log, NULL);
    said(RUN("dispute", "export", "--outside", "--force", "43"), URN);
    struct command after = command_run(log, NULL);
    cr_assert_eq(after.code, 0, "%s", after.err);
    cr_expect_gt(strlen(after.out), strlen(before.out), "%s", after.out);
    cr_expect_not_null(strstr(after.out, "force=43"), "%s", after.out);
    command_free(&before);
    command_free(&after);
}

/* Acceptance case 14. */
Test(r_dispute, nothing_that_leaves_holds_what_must_stay)
{
    static const char *const planted[] = {"PLANTEDREVIEWER", "PLANTED-DETAIL", "PLANTED-REASON",
                                          "PLANTEDMANAGER"};
    static const char *const outputs[][8] = {
        {"feedback", "43"},           {"feedback", "43", "--json"},
        {"respond", "--export", "-"}, {"dispute", "export", "--outside"},
        {"digest", "43", "--json"},   {"digest", "43"},
        {"case", URN, "--json"},      {"case", URN}};
    submit();
    said(RUN("assess", URN, "--fail", "D06=PLANTED-DETAIL", "--outcome", "partly",
             "--by=PLANTEDREVIEWER"),
         "1 failure");
    said(RUN("respond", URN, "--failure", "1", "dispute", "--by=o7"), "Told");
    said(RUN("dispute", "record", URN, "--failure", "1", "rejected", "--reason", "PLANTED-REASON",
             "--by=PLANTEDMANAGER"),
         "Recorded");
    said(RUN("dispute", "export", "--inside"), "PLANTED-REASON");
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        struct command ran = run(outputs[i], NULL);
        cr_expect_leq(ran.code, 1, "%s: %s", outputs[i][0], ran.err);
        for (size_t k = 0; k < sizeof planted / sizeof *planted; k++) {
            cr_expect_null(strstr(ran.out, planted[k]), "%s %s", outputs[i][0], planted[k]);
            cr_expect_null(strstr(ran.err, planted[k]), "%s %s", outputs[i][0], planted[k]);
        }
        command_free(&ran);
    }
}
