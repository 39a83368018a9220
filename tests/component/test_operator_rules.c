/* `pfq rules` as its users type it: list, show, lint, explain, diff, test. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "support/catalogue_dir.h"
#include "support/command.h"

static const char shipped[] = "services/standard/catalogue";

static struct pfq_arena arena;
static struct catalogue_dir dir;

static void begin(void)
{
    pfq_arena_open(&arena);
    catalogue_dir_make(&dir);
    catalogue_dir_write(&dir, "standard.yaml",
                        "label: \"2026.1\"\n"
                        "words:\n"
                        "  - {word: victim, means: \"witness where is_victim\"}\n"
                        "values:\n"
                        "  - {value: min_words, is: 80, unit: words, text: \"Shortest.\"}\n");
}

static void end(void)
{
    catalogue_dir_remove(&dir);
    pfq_arena_close(&arena);
}

TestSuite(operator_rules, .init = begin, .fini = end);

/* CD01 from 2015, a check on a value and a word; CD02 from 2021 for PCD_FCT alone. */
static void write_two_rows(const char *directory_value)
{
    catalogue_dir_write(
        &dir, "a.yaml",
        pfq_arena_printf(&arena, "%s%s",
                         catalogue_dir_row(&arena, "CD01",
                                           "when: \"count(victim) > 0\"\n"
                                           "  check: \"mg5.word_count >= min_words\"",
                                           "critical", "[FH_GAP, PCD_FCT]",
                                           "{PCD_FCT: 2021-01-01, default: 2015-06-01}"),
                         catalogue_dir_row(&arena, "CD02", "person: Is the summary fair?",
                                           directory_value, "[PCD_FCT]",
                                           "2021-01-01\n  until: 2024-12-31")));
}

static struct command run(const char *a, const char *b, const char *c, const char *d)
{
    const char *const argv[] = {"pfq", "rules", a, b, c, d, NULL};
    return command_run(argv, NULL);
}

static size_t count_lines(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++) {
        n += *text == '\n';
    }
    return n;
}

static json_t *line_of(const struct command *ran, size_t number)
{
    const char *line = ran->out;
    for (size_t i = 0; i < number; i++) {
        line = strchr(line, '\n') + 1;
    }
    json_t *json = json_loadb(line, strcspn(line, "\n"), 0, NULL);
    cr_assert_not_null(json, "%s", line);
    return json;
}

static const char *text_of(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text == NULL ? "" : text;
}

/* --- list and show ------------------------------------------------------------------------- */

Test(operator_rules, a_list_says_everything_of_a_check_as_json)
{
    write_two_rows(NULL);
    struct command ran = run("list", "--json", "--catalogue", dir.path);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    cr_assert_eq(count_lines(ran.out), 2);
    json_t *first = line_of(&ran, 0);
    static const char *const rows[][2] = {{"id", "CD01"},
                                          {"title", "Title of CD01"},
                                          {"why", "Why."},
                                          {"fix", "Fix."},
                                          {"good", "Good."},
                                          {"source", "test"},
                                          {"severity", "CRITICAL"},
                                          {"theme", "CASE_DATA"},
                                          {"from", "2015-06-01"},
                                          {"standing", "drafted"},
                                          {"aspect", "QUALITY"},
                                          {"scope", "SUBMISSION"},
                                          {"when", "count(victim) > 0"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_str_eq(text_of(first, rows[i][0]), rows[i][1], "%s", rows[i][0]);
    }
    cr_expect(json_is_null(json_object_get(first, "until")));
    cr_expect_null(json_object_get(first, "person"));
    cr_expect_str_eq(json_string_value(json_array_get(json_object_get(first, "reasons"), 0)),
                     "D23");
    cr_expect_eq(json_array_size(json_object_get(first, "stages")), 2);
    cr_expect_str_eq(
        text_of(json_object_get(json_object_get(first, "editions"), "PCD_FCT"), "from"),
        "2021-01-01");
    cr_expect_eq(json_integer_value(json_object_get(first, "format")), 1);
    json_t *second = line_of(&ran, 1);
    cr_expect(json_is_true(json_object_get(second, "person")));
    cr_expect_str_eq(text_of(second, "until"), "2024-12-31");
    cr_expect_str_eq(text_of(second, "question"), "Is the summary fair?");
    cr_expect_null(json_object_get(second, "editions"));
    json_decref(first);
    json_decref(second);
    command_free(&ran);
}

Test(operator_rules, a_list_holds_what_was_asked_for)
{
    static const struct {
        const char *filter[2];
        const char *ids; /* those that are listed */
    } rows[] = {
        {{NULL}, "CD01 CD02"},
        {{"--stage=FH_GAP"}, "CD01"},
        {{"--stage=fh_gap"}, "CD01"},
        {{"--theme=case_data"}, "CD01 CD02"},
        {{"--theme=INTERVIEW"}, ""},
        {{"--severity=critical"}, "CD01"},
        {{"--severity=minor"}, "CD02"},
        {{"--standing=seen"}, ""},
        {{"--aspect=quality"}, "CD01 CD02"},
        {{"--aspect=presence"}, ""},
        {{"--person"}, "CD02"},
        {{"--date=2015-06-01"}, "CD01"},
        {{"--date=2015-05-31"}, ""},
        {{"--date=2024-12-31"}, "CD01 CD02"},
        {{"--date=2025-01-01"}, "CD01"},
        {{"--stage=PCD_FCT", "--date=2020-12-31"}, ""},
    };

    write_two_rows("minor");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *const argv[] = {"pfq",
                                    "rules",
                                    "list",
                                    "--catalogue",
                                    dir.path,
                                    "--json",
                                    rows[i].filter[0],
                                    rows[i].filter[1],
                                    NULL};
        struct command ran = command_run(argv, NULL);
        cr_assert_eq(ran.code, 0, "%s", ran.err);
        char ids[64] = "";
        for (size_t n = 0; n < count_lines(ran.out); n++) {
            json_t *json = line_of(&ran, n);
            (void)snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s%s", n == 0 ? "" : " ",
                           text_of(json, "id"));
            json_decref(json);
        }
        cr_expect_str_eq(ids, rows[i].ids, "row %zu: %s", i, ids);
        command_free(&ran);
    }
}

Test(operator_rules, a_table_is_aligned_and_fits_the_page)
{
    struct command ran = run("list", NULL, NULL, NULL);
    cr_assert_eq(ran.code, 0);
    size_t checks = 0;
    for (const char *line = ran.out; *line != '\0'; line += strcspn(line, "\n") + 1) {
        cr_expect_leq(strcspn(line, "\n"), 80, "%.90s", line);
        bool row = strncmp(line + 6, "  critical  ", 12) == 0 ||
                   strncmp(line + 6, "  major     ", 12) == 0 ||
                   strncmp(line + 6, "  minor     ", 12) == 0;
        checks += row;
    }
    cr_expect_gt(checks, 100);
    command_free(&ran);
}

Test(operator_rules, a_check_is_shown_with_everything)
{
    static const char *const parts[] = {
        "CD01  Title of CD01",
        "Why         Why.",
        "Stages      FH_GAP, since 2015-06-01",
        "            PCD_FCT, since 2021-01-01",
        "Reasons     D23 Nothing says whether a Victim Personal Statement",
        "Asked when  count(victim) > 0\n  that is   count(witness where is_victim) > 0\n",
        "  compiled  compare >\n              count witnesses.witness",
        "Met when    mg5.word_count >= min_words\n  that is   mg5.word_count >= 80\n",
        "Standing    drafted",
    };
    write_two_rows(NULL);
    struct command ran = run("show", "cd01", "--catalogue", dir.path);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        cr_expect_not_null(strstr(ran.out, parts[i]), "%s\n%s", parts[i], ran.out);
    }
    command_free(&ran);
    ran = run("show", "CD02", "--catalogue", dir.path);
    cr_expect_not_null(strstr(ran.out, "A person    Is the summary fair?"), "%s", ran.out);
    command_free(&ran);
}

Test(operator_rules, an_unknown_check_is_answered_with_the_nearest)
{
    struct command ran = run("show", "VW1", NULL, NULL);
    cr_expect_eq(ran.code, 2);
    cr_expect_not_null(strstr(ran.err, "Did you mean VW01?"), "%s", ran.err);
    command_free(&ran);
}

/* --- lint ------------------------------------------------------------------------------------ */

static const struct {
    const char *place;
    const char *says;
} planted[] = {
    {"one.yaml:5:16", "fault: Nothing is called victm here. Did you mean victim?"},
    {"one.yaml:5:37", "fault: Nothing is called curcumstance_markers here"},
    {"one.yaml:6:24", "fault: Nothing is called vps_staus here. Did you mean vps_status?"},
    {"one.yaml:20:25", "fault: Different things are compared: a number and a text."},
    {"one.yaml:21:23", "fault: FH_GAPP is no code of FileType. Did you mean FH_GAP?"},
    {"one.yaml:21:46", "fault: Different things are compared: a date and a number."},
    {"one.yaml:32:7", "fault: There is another row CD01."},
    {"one.yaml:35:10", "fault: There is no function hass(). Did you mean has?"},
    {"one.yaml:36:11", "fault: days() is given the wrong things. It takes two values."},
    {"one.yaml:47:3", "fault: The key 'why' is missing."},
    {"one.yaml:47:3", "fault: The key 'aspect' is missing."},
    {"one.yaml:49:20", "fault: FH_GAB is no stage. Did you mean FH_GAP?"},
    {"one.yaml:51:13", "fault: huge is no severity."},
    {"one.yaml:52:10", "fault: CASE_DATES is no theme. Did you mean CASE_DATA?"},
    {"one.yaml:53:12", "fault: This is no reason code."},
    {"one.yaml:57:10", "fault: The row ends before it begins."},
    {"one.yaml:60:3", "fault: The row has both 'check' and 'person'."},
    {"one.yaml:61:10", "fault: The title is too long."},
    {"one.yaml:63:33", "fault: A closing bracket is missing."},
    {"one.yaml:71:9", "fault: Here a date is needed."},
    {"one.yaml:75:3", "fault: There is no key 'colour'."},
    {"one.yaml:76:3", "fault: The row has neither 'check' nor 'person'."},
    {"one.yaml:88:13", "fault: guessed is no standing of a row."},
    {"standard.yaml:5:37", "fault: MG55 is no code of DocumentCode. Did you mean MG5?"},
    {"three.yaml:4:10", "fault: Here a condition is needed."},
    {"three.yaml:5:23", "fault: Nothing is called a_word_that_nobody_defined here."},
    {"three.yaml:16:12", "fault: This is no treatment of the unknown."},
    {"two.yaml:5:1", "fault: The file is no YAML: flow sequence without a closing bracket"},
    {"examples", "warning: The catalogue has no folder of examples."},
    {"standard.yaml:4:12", "warning: No condition uses the word idle_word."},
    {"standard.yaml:8:13", "warning: No condition uses the value idle_value."},
    {"three.yaml:9:8", "warning: A sentence of 'why' has 29 words; 25 can be read."},
    {"three.yaml:10:8", "warning: The 'fix' says the same as the 'title'."},
    {"three.yaml:11:9", "warning: The 'good' holds what looks like a URN."},
    {"three.yaml:11:9", "warning: The 'good' holds what looks like a person's name."},
    {"three.yaml:20:10", "warning: No file is ever asked this."},
    {"three.yaml:29:10", "warning: The row ends before every other edition begins"},
};

enum {
    PLANTED = sizeof planted / sizeof *planted
};

/* Exact in both directions: each with its place, and nothing else. */
Test(operator_rules, every_planted_fault_of_a_catalogue_is_told_in_one_run)
{
    struct command ran = run("lint", "tests/samples/faulty_catalogue", NULL, NULL);
    cr_assert_eq(ran.code, 1);
    const char *lines = pfq_arena_printf(&arena, "\n%s", ran.out);
    for (size_t i = 0; i < PLANTED; i++) {
        const char *wanted =
            pfq_arena_printf(&arena, "\n%s: %s", planted[i].place, planted[i].says);
        cr_expect_not_null(strstr(lines, wanted), "%s", wanted);
    }
    cr_expect_eq(count_lines(ran.out), PLANTED + 1, "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "\n28 faults, 9 warnings in "), "%s", ran.out);
    command_free(&ran);
}

/* What the rows say cannot be looked up then; that is one fault and not hundreds. */
Test(operator_rules, a_standard_yaml_that_does_not_parse_makes_no_fault_of_its_words)
{
    write_two_rows(NULL);
    catalogue_dir_write(&dir, "standard.yaml", "label: [\n");
    catalogue_dir_write(
        &dir, "b.yaml",
        catalogue_dir_row(&arena, "CD09", "check: \"victim = (\"", NULL, NULL, NULL));
    struct command ran = run("lint", dir.path, NULL, NULL);
    cr_expect_eq(ran.code, 1);
    cr_expect_not_null(strstr(ran.out, "standard.yaml:2:1: fault: The file is no YAML"), "%s",
                       ran.out);
    cr_expect_not_null(strstr(ran.out, "b.yaml:4:21: fault: "), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "\n2 faults, "), "%s", ran.out);
    command_free(&ran);
}

Test(operator_rules, lint_tells_programs_the_place_in_parts)
{
    struct command ran = run("lint", "--json", "tests/samples/faulty_catalogue", NULL);
    cr_assert_eq(ran.code, 1);
    cr_assert_eq(count_lines(ran.out), PLANTED);
    json_t *json = line_of(&ran, 1);
    cr_expect_str_eq(text_of(json, "kind"), "fault");
    cr_expect_str_eq(text_of(json, "file"), "one.yaml");
    cr_expect_eq(json_integer_value(json_object_get(json, "line")), 5);
    cr_expect_eq(json_integer_value(json_object_get(json, "column")), 16);
    cr_expect_str_eq(text_of(json, "fix"), "Did you mean victim?");
    json_decref(json);
    command_free(&ran);
}

Test(operator_rules, a_catalogue_without_a_fault_ends_with_0_and_warnings_count_only_if_asked)
{
    struct command ran = run("lint", shipped, NULL, NULL);
    cr_expect_eq(ran.code, 0, "%s", ran.out);
    cr_expect_null(strstr(ran.out, ": fault: "), "%s", ran.out);
    command_free(&ran);
    write_two_rows(NULL); /* without examples: a warning */
    ran = run("lint", dir.path, NULL, NULL);
    cr_expect_eq(ran.code, 0, "%s", ran.out);
    command_free(&ran);
    ran = run("lint", dir.path, "--strict", NULL);
    cr_expect_eq(ran.code, 1, "%s", ran.out);
    command_free(&ran);
}

Test(operator_rules, who_needs_a_whole_catalogue_is_sent_to_lint)
{
    static const char *const commands[] = {"list", "explain", "test"};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct command ran =
            run(commands[i], "--catalogue", "tests/samples/faulty_catalogue", NULL);
        cr_expect_eq(ran.code, 2, "%s", commands[i]);
        cr_expect_not_null(strstr(ran.err, "pfq rules lint tests/samples/faulty_catalogue"), "%s",
                           ran.err);
        cr_expect_str_empty(ran.out);
        command_free(&ran);
    }
}

/* --- explain ---------------------------------------------------------------------------------- */

Test(operator_rules, the_catalogue_is_explained_whole_and_always_the_same)
{
    static const char *const forms[] = {NULL, "--html"};
    struct command list = run("list", "--json", NULL, NULL);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct command ran = run("explain", forms[i], NULL, NULL);
        struct command again = run("explain", forms[i], NULL, NULL);
        cr_assert_eq(ran.code, 0, "%s", ran.err);
        cr_expect_str_eq(ran.out, again.out);
        for (size_t n = 0; n < count_lines(list.out); n++) {
            json_t *json = line_of(&list, n);
            cr_expect_not_null(strstr(ran.out, text_of(json, "id")), "%s", text_of(json, "id"));
            json_decref(json);
        }
        command_free(&ran);
        command_free(&again);
    }
    command_free(&list);
}

Test(operator_rules, the_page_needs_nothing_else_and_no_text_gets_out_of_its_cell)
{
    catalogue_dir_write(&dir, "a.yaml",
                        "- id: CD01\n"
                        "  title: \"<script>alert('1')</script> & \\\"more\\\" | `so`\"\n"
                        "  stages: [FH_GAP]\n"
                        "  check: \"mg5.word_count < 80\"\n"
                        "  severity: major\n"
                        "  theme: CASE_DATA\n"
                        "  reason: []\n"
                        "  why: \"<img src=x onerror=y>\"\n"
                        "  fix: Mend it.\n"
                        "  good: Good.\n"
                        "  from: 2015-06-01\n"
                        "  source: test\n"
                        "  aspect: quality\n"
                        "  standing: drafted\n");
    struct command ran = run("explain", "--html", "--catalogue", dir.path);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    static const char *const never[] = {"<script", "<img", "src=",  "http",
                                        "@import", "url(", "<link", "javascript"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        cr_expect(strcmp(never[i], "src=") == 0 || strstr(ran.out, never[i]) == NULL, "%s",
                  never[i]);
    }
    cr_expect_not_null(strstr(ran.out, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; "
                                       "&quot;more&quot;"));
    cr_expect_not_null(strstr(ran.out, "<code>mg5.word_count &lt; 80</code>"));
    cr_expect_not_null(strstr(ran.out, "<html lang=\"en-GB\">"));
    cr_expect_not_null(strstr(ran.out, "<th scope=\"row\">Why it matters</th>"));
    cr_expect_not_null(strstr(ran.out, "@page{size:A4"));
    command_free(&ran);
    ran = run("explain", "--catalogue", dir.path, NULL);
    cr_expect_null(strstr(ran.out, "<script"));
    cr_expect_null(strstr(ran.out, "<img"));
    cr_expect_not_null(strstr(ran.out, "\\| \\`so\\`"));
    command_free(&ran);
}

Test(operator_rules, the_page_is_written_to_a_file)
{
    char *path = pfq_arena_printf(&arena, "%s/page.html", dir.path);
    struct command ran = run("explain", "--html", "-o", path);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    cr_expect_str_empty(ran.out);
    char *page = command_read(path);
    cr_expect_not_null(strstr(page, "</html>\n"));
    free(page);
    command_free(&ran);
    ran = run("explain", "-o", "/nonexistent/page.html", NULL);
    cr_expect_eq(ran.code, 2);
    cr_expect_not_null(strstr(ran.err, "/nonexistent/page.html cannot be written"), "%s", ran.err);
    command_free(&ran);
}

/* --- diff ------------------------------------------------------------------------------------- */

Test(operator_rules, a_diff_tells_every_change_and_nothing_else)
{
    static const struct {
        const char *change;
        const char *id;
        const char *key;
        const char *old;
        const char *new;
    } wanted[] = {
        {"added", "CD03", "", "", ""},
        {"ended", "CD02", "", "", ""},
        {"changed", "CD01", "check", "mg5.word_count >= min_words", "mg5.word_count > min_words"},
        {"changed", "CD01", "severity", "critical", "major"},
        {"value", "min_words", "", "80", "90"},
        {"word", "victim", "", "witness where is_victim", "witness where is_key"},
    };

    struct catalogue_dir new;
    catalogue_dir_make(&new);
    write_two_rows(NULL);
    catalogue_dir_write(&new, "standard.yaml",
                        "label: \"2026.2\"\n"
                        "words:\n"
                        "  - {word: victim, means: \"witness where is_key\"}\n"
                        "values:\n"
                        "  - {value: min_words, is: 90, unit: words, text: \"Shortest.\"}\n");
    catalogue_dir_write(
        &new, "a.yaml",
        pfq_arena_printf(
            &arena, "%s%s",
            catalogue_dir_row(&arena, "CD01",
                              "when: \"count(victim) > 0\"\n"
                              "  check: \"mg5.word_count > min_words\"",
                              "major", "[FH_GAP, PCD_FCT]",
                              "{PCD_FCT: 2021-01-01, default: 2015-06-01}"),
            catalogue_dir_row(&arena, "CD03", "check: \"has(MG5)\"", NULL, NULL, NULL)));
    struct command ran = run("diff", "--json", dir.path, new.path);
    cr_expect_eq(ran.code, 1, "%s", ran.err);
    cr_assert_eq(count_lines(ran.out), sizeof wanted / sizeof *wanted, "%s", ran.out);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        json_t *json = line_of(&ran, i);
        cr_expect_str_eq(text_of(json, "change"), wanted[i].change, "row %zu", i);
        cr_expect_str_eq(text_of(json, "id"), wanted[i].id, "row %zu", i);
        cr_expect_str_eq(text_of(json, "key"), wanted[i].key, "row %zu", i);
        cr_expect_str_eq(text_of(json, "old"), wanted[i].old, "row %zu", i);
        cr_expect_str_eq(text_of(json, "new"), wanted[i].new, "row %zu", i);
        json_decref(json);
    }
    command_free(&ran);
    ran = run("diff", dir.path, dir.path, NULL);
    cr_expect_eq(ran.code, 0);
    cr_expect_not_null(strstr(ran.out, "Nothing changed"), "%s", ran.out);
    command_free(&ran);
    catalogue_dir_remove(&new);
}

Test(operator_rules, a_row_that_was_given_a_last_day_is_told_as_ended_and_not_twice)
{
    struct catalogue_dir new;
    catalogue_dir_make(&new);
    char *row = catalogue_dir_row(&arena, "CD01", "check: \"has(MG5)\"", NULL, NULL, NULL);
    catalogue_dir_write(&dir, "a.yaml", row);
    catalogue_dir_write(&new, "standard.yaml", "label: \"2026.1\"\n");
    catalogue_dir_write(&dir, "standard.yaml", "label: \"2026.1\"\n");
    catalogue_dir_write(&new, "a.yaml",
                        catalogue_dir_row(&arena, "CD01", "check: \"has(MG5)\"", NULL, NULL,
                                          "2015-06-01\n  until: 2026-12-31"));
    struct command ran = run("diff", "--json", dir.path, new.path);
    cr_expect_eq(ran.code, 1);
    cr_assert_eq(count_lines(ran.out), 1, "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "\"change\":\"ended\""), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "2015-06-01 to 2026-12-31"), "%s", ran.out);
    command_free(&ran);
    catalogue_dir_remove(&new);
}

/* --- test ---------------------------------------------------------------------------------------
 */

static void write_examples(const char *outcome)
{
    char command[256];
    (void)snprintf(command, sizeof command, "mkdir -p %s/examples", dir.path);
    cr_assert_eq(system(command), 0);
    catalogue_dir_write(&dir, "examples/a.yaml",
                        pfq_arena_printf(&arena,
                                         "CD01:\n"
                                         "  - met: {documents: {document: [{code: MG5}]}}\n"
                                         "  - %s: {documents: {document: [{code: MG3}]}}\n",
                                         outcome));
}

static void remove_examples(void)
{
    char command[256];
    (void)snprintf(command, sizeof command, "rm -r %s/examples", dir.path);
    cr_assert_eq(system(command), 0);
}

Test(operator_rules, examples_are_run_and_the_wrong_ones_told_with_their_place)
{
    catalogue_dir_write(
        &dir, "a.yaml",
        pfq_arena_printf(
            &arena, "%s%s",
            catalogue_dir_row(&arena, "CD01", "check: \"has(MG5)\"", NULL, NULL, NULL),
            catalogue_dir_row(&arena, "CD02", "check: \"has(MG3)\"", NULL, NULL, NULL)));
    write_examples("not_met");
    struct command ran = run("test", "--catalogue", dir.path, NULL);
    cr_expect_eq(ran.code, 0, "%s%s", ran.out, ran.err);
    cr_expect_not_null(strstr(ran.out, "2 examples of 1 rows: 0 failed; 1 row without"), "%s",
                       ran.out);
    cr_expect_not_null(strstr(ran.out, "Without examples  CD02"), "%s", ran.out);
    command_free(&ran);
    ran = run("test", "CD02", "--catalogue", dir.path);
    cr_expect_eq(ran.code, 4, "%s%s", ran.out, ran.err);
    command_free(&ran);

    write_examples("needs_person");
    ran = run("test", "CD01", "--catalogue", dir.path);
    cr_expect_eq(ran.code, 1);
    cr_expect_not_null(strstr(ran.out, "examples/a.yaml:3:"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "should come to NEEDS_PERSON"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "and came to NOT_MET"), "%s", ran.out);
    command_free(&ran);

    ran = run("show", "CD01", "--catalogue", dir.path);
    cr_expect_not_null(strstr(ran.out, "MET, PCD_EA: examples/a.yaml:2:"), "%s", ran.out);
    command_free(&ran);
    catalogue_dir_write(&dir, "examples/a.yaml", "CD01:\n  - mett: {}\n");
    ran = run("lint", dir.path, NULL, NULL);
    cr_expect_eq(ran.code, 1);
    cr_expect_not_null(strstr(ran.out, "examples/a.yaml:2:5: fault: "), "%s", ran.out);
    command_free(&ran);
    ran = run("test", "CD99", "--catalogue", dir.path);
    cr_expect_eq(ran.code, 2);
    command_free(&ran);
    remove_examples();
}

/* --- usage --------------------------------------------------------------------------------------
 */

Test(operator_rules, every_subcommand_has_help_with_an_example)
{
    static const char *const names[] = {"list", "show",   "lint", "explain",
                                        "diff", "replay", "test"};
    struct command overview = run("--help", NULL, NULL, NULL);
    cr_assert_eq(overview.code, 0);
    cr_expect_not_null(strstr(overview.out, "Example: pfq "));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct command ran = run(names[i], "--help", NULL, NULL);
        cr_expect_eq(ran.code, 0, "%s", names[i]);
        cr_expect_not_null(strstr(ran.out, "Example: pfq rules "), "%s", ran.out);
        cr_expect_not_null(
            strstr(overview.out, pfq_arena_printf(&arena, "pfq rules %s", names[i])));
        command_free(&ran);
    }
    command_free(&overview);
}

Test(operator_rules, every_option_of_a_subcommand_is_in_the_man_page)
{
    static const char *const names[] = {"list", "show",   "lint", "explain",
                                        "diff", "replay", "test"};
    char *man = command_read("deploy/man/pfq-rules.1");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct command ran = run(names[i], "--help", NULL, NULL);
        const char *section = strstr(man, pfq_arena_printf(&arena, ".Ss %s\n", names[i]));
        cr_assert_not_null(section, "%s", names[i]);
        for (const char *at = strstr(ran.out, " --"); at != NULL; at = strstr(at + 1, " --")) {
            int size = (int)strcspn(at + 3, "= \n,.[");
            char *want = pfq_arena_printf(&arena, " -%.*s", size, at + 3);
            if (strstr(" -help -usage -version", want) != NULL) {
                continue; /* every command has them */
            }
            cr_expect_not_null(strstr(man, want), "%s --%.*s", names[i], size, at + 3);
        }
        command_free(&ran);
    }
    free(man);
}

Test(operator_rules, wrong_usage_ends_with_2_and_says_what_to_type)
{
    static const struct {
        const char *argv[8];
        const char *says;
    } rows[] = {
        {{"pfq", "rules"}, "pfq rules COMMAND --help"},
        {{"pfq", "rules", "lsit"}, "there is no command 'lsit'"},
        {{"pfq", "rules", "list", "--stage", "FH"}, "'FH' is no stage; there are: PCD_EA"},
        {{"pfq", "rules", "list", "--theme", "x"}, "VICTIM_WITNESS_CARE"},
        {{"pfq", "rules", "list", "--date", "soon"}, "--date takes a day"},
        {{"pfq", "rules", "list", "--standing", "x"}, "seen or drafted"},
        {{"pfq", "rules", "list", "x"}, "one word too many"},
        {{"pfq", "rules", "show"}, "name the check by its id"},
        {{"pfq", "rules", "lint", "a", "b"}, "one catalogue at a time"},
        {{"pfq", "rules", "lint", "/nonexistent"}, ""},
        {{"pfq", "rules", "diff", "a"}, "two catalogues"},
        {{"pfq", "rules", "replay"}, "--from DATE --to DATE"},
        {{"pfq", "rules", "replay", "--from", "2026-02-30"}, "--from takes a day"},
        {{"pfq", "rules", "replay", "--from=2026-02-01", "--to=2026-01-01"}, "--from is after"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct command ran = command_run(rows[i].argv, NULL);
        cr_expect(ran.code == 2 || rows[i].says[0] == '\0', "row %zu: %d", i, ran.code);
        cr_expect_neq(ran.code, 0, "row %zu", i);
        cr_expect_not_null(strstr(ran.err, rows[i].says), "row %zu: %s", i, ran.err);
        command_free(&ran);
    }
}
