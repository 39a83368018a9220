/* `pfq check`, and what it has in common with `pfq submit`: operator/check.c, report.h. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "operator/report.h"
#include "support/command.h"

static const char *const samples[] = {
    "tests/samples/40_first.json", "tests/samples/40_mended.json", "tests/samples/41_ngap.json",
    "tests/samples/43_gap.json",   "tests/samples/43_dcf.json",    "tests/samples/broken.json",
};

enum {
    SAMPLE_COUNT = sizeof samples / sizeof samples[0]
};

/* The object on line `n` (from 0) of what was printed; the caller owns it. */
static json_t *object_of(const char *text, int n)
{
    for (; n > 0; n--) {
        text = strchr(text, '\n') + 1;
    }
    json_t *object = json_loadb(text, strcspn(text, "\n"), 0, NULL);
    cr_assert_not_null(object, "%s", text);
    return object;
}

static struct command check(const char *file, const char *option, const char *input)
{
    const char *const argv[] = {"pfq", "check", file, option, NULL};
    return command_run(argv, input);
}

Test(operator_check, the_object_has_the_promised_keys_in_the_promised_order)
{
    static const char *const keys[] = {"source", "id",       "answer",   "urn",
                                       "force",  "fileType", "verdict",  "catalogueVersion",
                                       "counts", "findings", "problems", "warnings"};
    static const char *const finding_keys[] = {"check", "outcome", "severity", "theme", "reasons",
                                               "items", "title",   "why",      "fix",   "good"};
    struct command ran = check(samples[0], "--json", NULL);
    json_t *object = object_of(ran.out, 0);
    const json_t *finding = json_array_get(json_object_get(object, "findings"), 0);
    size_t i = 0;
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(object, key, value)
    {
        if (i < sizeof keys / sizeof keys[0]) {
            cr_assert_str_eq(key, keys[i]);
        }
        i++;
    }
    cr_assert_geq(i, sizeof keys / sizeof keys[0]);
    for (i = 0; i < sizeof finding_keys / sizeof finding_keys[0]; i++) {
        cr_assert_not_null(json_object_get(finding, finding_keys[i]), "%s", finding_keys[i]);
    }
    cr_assert_null(json_object_get(object, "ordinal"));
    cr_assert_str_eq(json_string_value(json_object_get(object, "verdict")), "DOES_NOT_MEET");
    cr_assert_eq(strlen(json_string_value(json_object_get(object, "id"))), 64);
    cr_assert_eq(ran.code, 1);
    json_decref(object);
    command_free(&ran);
}

Test(operator_check, the_counts_are_of_every_check_in_the_catalogue)
{
    static const char *const keys[] = {"met", "notMet", "notApplicable", "needsPerson", "notRun"};
    json_int_t sums[2] = {0, 0};
    for (int i = 0; i < 2; i++) {
        struct command ran = check(samples[i], "--json", NULL);
        json_t *object = object_of(ran.out, 0);
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
            json_t *n = json_object_get(json_object_get(object, "counts"), keys[k]);
            cr_assert(json_is_integer(n), "%s", keys[k]);
            sums[i] += json_integer_value(n);
        }
        json_decref(object);
        command_free(&ran);
    }
    cr_assert_gt(sums[0], 50);
    cr_assert_eq(sums[0], sums[1]);
}

Test(operator_check, every_line_for_people_fits_80_columns_and_has_no_control_bytes)
{
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        struct command ran = check(samples[i], NULL, NULL);
        const char *end = NULL;
        for (const char *line = ran.out; (end = strchr(line, '\n')) != NULL; line = end + 1) {
            int columns = 0;
            for (const char *c = line; c < end; c++) {
                cr_assert((unsigned char)*c >= 0x20 && *c != 0x7F, "%s: %s", samples[i], line);
                columns += ((unsigned char)*c & 0xC0) != 0x80;
            }
            cr_assert_leq(columns, 80, "%s: %.*s", samples[i], (int)(end - line), line);
        }
        cr_assert_str_empty(ran.err);
        command_free(&ran);
    }
}

Test(operator_check, many_in_one_file_are_each_answered_with_their_line)
{
    struct command ran = check("tests/samples/40_three.ndjson", "--json", NULL);
    for (int i = 0; i < 3; i++) {
        json_t *object = object_of(ran.out, i);
        cr_assert_eq(json_integer_value(json_object_get(object, "line")), i + 1);
        cr_assert_str_eq(json_string_value(json_object_get(object, "file")),
                         "tests/samples/40_three.ndjson");
        json_decref(object);
    }
    command_free(&ran);
}

Test(operator_check, standard_input_gets_the_answer_that_the_file_gets)
{
    char *text = command_read(samples[0]);
    struct command of_file = check(samples[0], "--json", NULL);
    struct command of_input = check("-", "--json", text);
    json_t *a = object_of(of_file.out, 0);
    json_t *b = object_of(of_input.out, 0);
    (void)json_object_del(a, "file");
    (void)json_object_del(b, "file");
    (void)json_object_del(a, "receivedAt");
    (void)json_object_del(b, "receivedAt");
    cr_assert(json_equal(a, b));
    json_decref(a);
    json_decref(b);
    command_free(&of_file);
    command_free(&of_input);
    free(text);
}

Test(operator_check, the_force_of_the_command_line_is_the_force_that_submits)
{
    const char *const argv[] = {"pfq", "check", "--json", "--force", "40", samples[4], NULL};
    struct command ran = command_run(argv, NULL);
    json_t *object = object_of(ran.out, 0);
    cr_assert_str_eq(json_string_value(json_object_get(object, "force")), "40");
    json_decref(object);
    command_free(&ran);
}

Test(operator_check, an_id_that_drives_terminals_is_shown_harmless)
{
    static const char hostile[] = "{\"submittingForce\":\"40\",\"fileType\":\"FH_GAP\",\"urn\":"
                                  "\"\\u001b[31m\\u009b1m\\u202e\"}";
    static const char *const options[] = {NULL, "--json"};
    for (size_t i = 0; i < 2; i++) {
        struct command ran = check("-", options[i], hostile);
        cr_assert_not_null(ran.out);
        cr_assert_gt(strlen(ran.out), 10);
        cr_assert_null(strchr(ran.out, '\033'), "%s", ran.out);
        cr_assert_null(strstr(ran.out, "\xC2\x9B"), "%s", ran.out);
        cr_assert_null(strstr(ran.out, "\xE2\x80\xAE"), "%s", ran.out);
        command_free(&ran);
    }
}

Test(operator_check, a_catalogue_with_faults_is_named_and_ends_with_2)
{
    char dir[] = "/tmp/pfq-catalogue-XXXXXX";
    char path[64];
    char line[64];
    cr_assert_not_null(mkdtemp(dir));
    (void)snprintf(path, sizeof path, "%s/standard.yaml", dir);
    FILE *out = fopen(path, "we");
    cr_assert_not_null(out);
    fputs("label: [unclosed\n", out);
    (void)fclose(out);
    const char *const argv[] = {"pfq", "check", "--catalogue", dir, samples[0], NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 2);
    cr_assert_not_null(strstr(ran.err, "standard.yaml"), "%s", ran.err);
    command_free(&ran);
    (void)snprintf(line, sizeof line, "rm -r %s", dir);
    cr_assert_eq(system(line), 0);
}

/* --- what needs a person ----------------------------------------------------------- */

static const char sparse[] = "{\"submittingForce\":\"43\",\"fileType\":\"FH_GAP\",\"urn\":"
                             "\"43AA1234526\",\"submittedAt\":\"2026-05-03T09:30:00Z\"}";

static int lines_of(const char *text)
{
    int lines = 0;
    for (; (text = strchr(text, '\n')) != NULL; text++) {
        lines++;
    }
    return lines;
}

Test(operator_check, what_needs_a_person_takes_a_dozen_lines_the_worst_first)
{
    struct command ran = check("-", NULL, sparse);
    const char *people = strstr(ran.out, "  Questions for a person, not failings (");
    cr_assert_not_null(people, "%s", ran.out);
    const char *rest = strstr(people, "more: --full lists them");
    cr_assert_not_null(rest, "%s", ran.out);
    cr_assert_leq(lines_of(people) - lines_of(rest), 12);
    cr_assert_not_null(strstr(people, " critical, "));
    const char *critical = strstr(people, "BO01");
    const char *major = strstr(people, "BO02");
    cr_assert_not_null(critical, "%s", people);
    cr_assert(major == NULL || major > critical, "%s", people);
    for (const char *cut = people; (cut = strstr(cut, "...\n")) != NULL; cut++) {
        cr_assert_neq(cut[-1], ' ', "%s", people);
    }
    command_free(&ran);
}

Test(operator_check, full_lists_every_check_that_needs_a_person_with_its_fix)
{
    struct command brief = check("-", "--json", sparse);
    struct command ran = check("-", "--full", sparse);
    json_t *object = object_of(brief.out, 0);
    size_t i = 0;
    json_t *f = NULL;
    json_array_foreach(json_object_get(object, "findings"), i, f)
    {
        char label[32];
        (void)snprintf(label, sizeof label, "\n    %s  ",
                       json_string_value(json_object_get(f, "check")));
        if (strcmp(json_string_value(json_object_get(f, "outcome")), "NEEDS_PERSON") == 0) {
            const char *at = strstr(ran.out, label);
            cr_assert_not_null(at, "%s", label);
            cr_assert_not_null(strstr(at, "\n    fix     "), "%s", label);
        }
    }
    cr_assert_gt(i, 50);
    cr_assert_null(strstr(ran.out, "..."), "a title is cut");
    json_decref(object);
    command_free(&brief);
    command_free(&ran);
}

Test(operator_check, a_few_that_need_a_person_are_all_named_without_asking)
{
    Pfq__V1__Finding rows[11];
    Pfq__V1__Finding *findings[11];
    Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
    char check_id[] = "AA01";
    char title[] = "A title";
    char *text = NULL;
    size_t size = 0;
    struct page page = {.out = open_memstream(&text, &size), .width = 80};
    for (size_t i = 0; i < 11; i++) {
        pfq__v1__finding__init(&rows[i]);
        rows[i].check = check_id;
        rows[i].title = title;
        rows[i].outcome = PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
        rows[i].severity = PFQ__V1__SEVERITY__SEVERITY_MINOR;
        findings[i] = &rows[i];
    }
    receipt.findings = findings;
    receipt.n_findings = 11;
    report_body(&page, &receipt, REPORT_BRIEF);
    (void)fclose(page.out);
    cr_assert_eq(lines_of(text), 12, "%s", text);
    cr_assert_null(strstr(text, "--full"), "%s", text);
    free(text);
}

/* Eleven lines that read like failings would say less than the one list that is missing. */
Test(operator_check, what_hangs_on_the_same_missing_list_is_one_line)
{
    struct command ran = check("-", NULL, sparse);
    const char *line = strstr(ran.out, "    not said: documents (");
    cr_assert_not_null(line, "%s", ran.out);
    cr_expect_null(strstr(line + 8, "not said: documents ("), "%s", ran.out);
    cr_expect_null(strstr(ran.out, "There is no police report"), "%s", ran.out);
    command_free(&ran);
    ran = check("-", "--full", sparse);
    cr_expect_not_null(strstr(ran.out, "    unsaid  documents"), "%s", ran.out);
    command_free(&ran);
    ran = check("-", "--json", sparse);
    cr_expect_not_null(strstr(ran.out, "\"notSaid\":[\"documents\"]"), "%s", ran.out);
    command_free(&ran);
}

Test(operator_check, a_table_that_is_not_loaded_is_named_where_it_would_decide)
{
    struct command ran = check("-", "--json",
                               "{\"submittingForce\":\"43\",\"fileType\":\"FH_GAP\",\"urn\":"
                               "\"43AA1234526\",\"submittedAt\":\"2026-05-03T09:30:00Z\","
                               "\"offences\":{\"offence\":[{\"cjsCode\":\"ZZ99999\"}]}}");
    cr_expect_not_null(strstr(ran.out, "\"notSaid\":[\"offence table\"]"), "%s", ran.out);
    command_free(&ran);
}

Test(operator_check, checks_that_compare_with_earlier_submissions_are_said_not_to_be_looked_at)
{
    struct command ran = check(samples[0], NULL, NULL);
    cr_expect_not_null(strstr(ran.out, "Not looked at, because they compare with earlier "
                                       "submissions: CD06"),
                       "%s", ran.out);
    command_free(&ran);
    ran = check(samples[0], "--json", NULL);
    cr_expect_not_null(strstr(ran.out, "\"notLookedAt\":[\"CD06\""), "%s", ran.out);
    command_free(&ran);
}

Test(operator_check, what_the_document_alone_shows_is_said_to_stay_here)
{
    const char *const argv[] = {"pfq", "check", "--force", "41", "tests/samples/41_dcf_faults.json",
                                NULL};
    const char *const json[] = {
        "pfq", "check", "--force", "41", "tests/samples/41_dcf_faults.json", "--json", NULL};
    struct command ran = command_run(argv, NULL);
    cr_expect_not_null(strstr(ran.out, "told here only"), "%s", ran.out);
    command_free(&ran);
    ran = command_run(json, NULL);
    cr_expect_not_null(strstr(ran.out, "\"problemsToldHereOnly\":"), "%s", ran.out);
    command_free(&ran);
}

Test(operator_check, a_name_that_is_given_twice_is_named)
{
    struct command ran = check("-", NULL, "{\"urn\":\"a\",\"urn\":\"b\"}");
    cr_expect_not_null(strstr(ran.out, "The name urn is given twice"), "%s", ran.out);
    command_free(&ran);
}

Test(operator_check, what_is_no_urn_is_wrong_usage)
{
    const char *const argv[] = {"pfq", "case", "xyz", NULL};
    struct command ran = command_run(argv, NULL);
    cr_expect_eq(ran.code, 2);
    cr_expect_not_null(strstr(ran.err, "no URN"), "%s", ran.err);
    command_free(&ran);
}

/* As intake with the same pfq.conf would judge. */
Test(operator_check, the_catalogue_of_pfq_conf_is_the_one_that_judges)
{
    char dir[] = "/tmp/pfq-check-XXXXXX";
    char text[256];
    cr_assert_not_null(mkdtemp(dir));
    (void)snprintf(text, sizeof text,
                   "cp -r services/standard/catalogue %s/mine && sed -i 's/^label:.*/label: mine/' "
                   "%s/mine/standard.yaml && printf '[intake]\\ncatalogue = %s/mine\\n' > %s/conf",
                   dir, dir, dir, dir);
    cr_assert_eq(system(text), 0);
    (void)snprintf(text, sizeof text, "%s/conf", dir);
    const char *const argv[] = {"pfq", "check", "--json", "--config", text, samples[0], NULL};
    const char *const config[] = {"pfq", "config", "--config", text, NULL};
    struct command ran = command_run(argv, NULL);
    cr_expect_not_null(strstr(ran.out, "\"catalogueVersion\":\"mine-"), "%s%s", ran.out, ran.err);
    command_free(&ran);
    ran = command_run(config, NULL);
    cr_expect_not_null(strstr(ran.out, "catalogue mine-"), "%s%s", ran.out, ran.err);
    command_free(&ran);
    (void)snprintf(text, sizeof text, "rm -r %s", dir);
    cr_assert_eq(system(text), 0);
}

/* The routes as they are written: the kinds of notices too. */
Test(operator_check, config_lists_who_gets_which_mail)
{
    char path[] = "/tmp/pfq-check-XXXXXX";
    int fd = mkstemp(path);
    static const char text[] = "[feedback]\nmail_from = pfq@cps.example\n"
                               "[routes]\n43 = dccp@cps.example challenge,reminder inside\n"
                               "43 AB = ab@police.example challenge_2 outside\n";
    cr_assert_eq(write(fd, text, sizeof text - 1), (ssize_t)sizeof text - 1);
    (void)close(fd);
    const char *const plain[] = {"pfq", "config", "--config", path, NULL};
    const char *const json[] = {"pfq", "config", "--json", "--config", path, NULL};
    struct command ran = command_run(plain, NULL);
    cr_expect_eq(ran.code, 0, "%s", ran.err);
    cr_expect_not_null(strstr(ran.out, "[routes]\n43 = dccp@cps.example challenge,reminder inside"),
                       "%s", ran.out);
    command_free(&ran);
    ran = command_run(json, NULL);
    cr_expect_not_null(strstr(ran.out, "{\"route\":\"43 AB\",\"setting\":\"ab@police.example "
                                       "challenge_2 outside\",\"line\":5,"),
                       "%s", ran.out);
    command_free(&ran);
    (void)unlink(path);
}

Test(operator_check, a_force_that_the_file_does_not_state_is_said_to_be_passed_over)
{
    const char *const argv[] = {"pfq", "check", "--force", "40", samples[3], NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_not_null(strstr(ran.out, "another submitting force"), "%s", ran.out);
    command_free(&ran);
}

Test(operator_check, the_same_warning_about_many_places_is_one_with_their_number)
{
    struct command ran = check(samples[4], NULL, NULL);
    const char *first_one = strstr(ran.out, "No check uses");
    cr_assert_not_null(first_one, "%s", ran.out);
    cr_assert_null(strstr(first_one + 1, "No check uses"), "%s", ran.out);
    cr_assert_not_null(strstr(ran.out, " more: No check uses"), "%s", ran.out);
    command_free(&ran);
}

Test(operator_check, what_is_counted_as_met_are_checks)
{
    struct command ran = check(samples[1], NULL, NULL);
    cr_assert_not_null(strstr(ran.out, " checks met)"), "%s", ran.out);
    command_free(&ran);
}

/* --- what an answer means as an exit code ----------------------------------------- */

Test(operator_check, the_exit_code_says_what_the_answer_means)
{
    static const struct {
        Pfq__V1__Answer answer;
        Pfq__V1__Verdict verdict;
        size_t problems;
        enum pfq_exit code;
    } rows[] = {
        {PFQ__V1__ANSWER__ANSWER_ACCEPTED, PFQ__V1__VERDICT__VERDICT_MEETS, 0, PFQ_EXIT_GOOD},
        {PFQ__V1__ANSWER__ANSWER_DUPLICATE, PFQ__V1__VERDICT__VERDICT_MEETS, 0, PFQ_EXIT_GOOD},
        {PFQ__V1__ANSWER__ANSWER_ACCEPTED, PFQ__V1__VERDICT__VERDICT_MEETS, 1, PFQ_EXIT_NOT_GOOD},
        {PFQ__V1__ANSWER__ANSWER_ACCEPTED, PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS, 0,
         PFQ_EXIT_NOT_GOOD},
        {PFQ__V1__ANSWER__ANSWER_ACCEPTED, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET, 0,
         PFQ_EXIT_NOT_GOOD},
        {PFQ__V1__ANSWER__ANSWER_ACCEPTED, PFQ__V1__VERDICT__VERDICT_UNDECIDED, 0,
         PFQ_EXIT_CANNOT_TELL},
        {PFQ__V1__ANSWER__ANSWER_REFUSED, PFQ__V1__VERDICT__VERDICT_UNSPECIFIED, 1,
         PFQ_EXIT_NOT_GOOD},
        {PFQ__V1__ANSWER__ANSWER_CONFLICT, PFQ__V1__VERDICT__VERDICT_UNSPECIFIED, 0,
         PFQ_EXIT_NOT_GOOD},
        {PFQ__V1__ANSWER__ANSWER_TRY_AGAIN, PFQ__V1__VERDICT__VERDICT_UNSPECIFIED, 1,
         PFQ_EXIT_AWAY},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
        receipt.answer = rows[i].answer;
        receipt.verdict = rows[i].verdict;
        receipt.n_problems = rows[i].problems;
        cr_assert_eq(report_exit(&receipt), rows[i].code, "row %zu", i);
    }
}
