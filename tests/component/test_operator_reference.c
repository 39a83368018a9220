/* `pfq reference` and `pfq config`, as they are typed; and `pfq check` by their files. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/command.h"

struct place {
    char dir[64];
    char tables[80];
    char input[80];
    char conf[80];
};

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    cr_assert_not_null(f);
    cr_assert_geq(fputs(text, f), 0);
    (void)fclose(f);
}

static void begin(struct place *p)
{
    (void)snprintf(p->dir, sizeof p->dir, "/tmp/pfq-tables-XXXXXX");
    cr_assert_not_null(mkdtemp(p->dir));
    (void)snprintf(p->tables, sizeof p->tables, "%s/tables", p->dir);
    (void)snprintf(p->input, sizeof p->input, "%s/input.csv", p->dir);
    (void)snprintf(p->conf, sizeof p->conf, "%s/pfq.conf", p->dir);
}

static void end(const struct place *p)
{
    char line[96];
    (void)snprintf(line, sizeof line, "rm -rf %s", p->dir);
    cr_assert_eq(system(line), 0);
}

static struct command load(const struct place *p, const char *table, const char *text)
{
    const char *const argv[] = {"pfq",      "reference", "load",  table,  p->input,
                                "--tables", p->tables,   "--run", p->dir, NULL};
    write_file(p->input, text);
    return command_run(argv, NULL);
}

static struct command list(const struct place *p, const char *option)
{
    const char *const argv[] = {"pfq", "reference", "list", "--tables", p->tables, option, NULL};
    return command_run(argv, NULL);
}

static void expect(struct command ran, int code, const char *text)
{
    cr_assert_eq(ran.code, code, "%d: %s%s", ran.code, ran.out, ran.err);
    cr_assert(strstr(ran.out, text) != NULL || strstr(ran.err, text) != NULL, "no %s in:\n%s%s",
              text, ran.out, ran.err);
    command_free(&ran);
}

static char *table_text(const struct place *p, const char *name)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", p->tables, name);
    return command_read(path);
}

Test(operator_reference, a_table_is_loaded_listed_and_the_one_before_is_kept)
{
    struct place p;
    begin(&p);
    expect(list(&p, NULL), 0, "what comes with the program counts");
    expect(load(&p, "offences", "cjs_code,category,title\nTH68010,CE,\"A, b\"\n"), 0,
           "offences: 1 row, version");
    char *first = table_text(&p, "offences.csv");
    expect(load(&p, "offences", "cjs_code,category\nTH68010,CE\nCJ88116,CS\n"), 0,
           "offences: 2 rows (1 before), version");
    char *kept = table_text(&p, "offences.previous.csv");
    cr_assert_str_eq(kept, first);
    expect(load(&p, "offences", "category,cjs_code\nCS,CJ88116\nCE,TH68010\n"), 0,
           "the same table is in place already");
    expect(list(&p, NULL), 0, "offences     before         1 row ");
    expect(list(&p, "--json"), 0, "\"table\":\"offences\",\"previous\":false");
    free(first);
    free(kept);
    end(&p);
}

Test(operator_reference, a_faulty_table_changes_nothing_and_every_fault_is_told)
{
    static const char *const faulty[] = {"cjs_code,category\nTH1,CE\nTH68010,CE\nTH68011,X\n",
                                         "cjs_code\nTH68010\n", ""};
    struct place p;
    begin(&p);
    expect(load(&p, "offences", "cjs_code,category\nTH68010,CE\n"), 0, "1 row,");
    char *before = table_text(&p, "offences.csv");
    expect(load(&p, "offences", faulty[0]), 2, "input.csv:2:1: This is no CJS offence code.");
    expect(load(&p, "offences", faulty[0]), 2, "input.csv:4:9: This is no category");
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
        expect(load(&p, "offences", faulty[i]), 2, "nothing was changed");
        char *now = table_text(&p, "offences.csv");
        cr_assert_str_eq(now, before);
        free(now);
    }
    char *none = table_text(&p, "offences.previous.csv");
    cr_assert_str_empty(none);
    free(none);
    free(before);
    end(&p);
}

/* A part of a table that is taken for the whole would make codes wrong that are right. */
Test(operator_reference, a_table_that_shrinks_is_not_taken_without_a_word)
{
    struct place p;
    begin(&p);
    expect(load(&p, "holidays", "date\n2026-12-25\n"), 2,
           "1 row in place of 139; nothing was changed");
    const char *const argv[] = {"pfq",    "reference", "load", "holidays",  p.input, "--tables",
                                p.tables, "--run",     p.dir,  "--smaller", NULL};
    expect(command_run(argv, NULL), 0, "holidays: 1 row (139 before), version");
    end(&p);
}

Test(operator_reference, what_is_no_category_or_type_is_told)
{
    struct place p;
    begin(&p);
    expect(load(&p, "offences", "cjs_code,category\nTH68010,XX\n"), 2, "no category of offences");
    expect(load(&p, "offences", "cjs_code,category\nTH68010,\n"), 2, "category is missing");
    expect(load(&p, "offences", "cjs_code,categry\nTH68010,CE\n"), 2,
           "Write category for categry.");
    expect(load(&p, "offences", "cjs_code;category\nTH68010;CE\n"), 2, "Put commas between");
    expect(load(&p, "documents", "cms_doc_type_id,document_type\n1,\n"), 2, "type is missing");
    expect(load(&p, "documents", "cms_doc_type_id,document_type\n1,AR01\n2,MGX\n3,MG5\n"), 0,
           "2 document types are none that a check asks for, so not used: MGX, AR01.");
    end(&p);
}

/* A load that was cut short left its own file, which nobody reads. */
Test(operator_reference, a_damaged_table_is_told_and_can_be_loaded_again)
{
    struct place p;
    char path[128];
    begin(&p);
    expect(load(&p, "units", "force_code,unit_code\n43,AA\n43,BA\n"), 0, "2 rows");
    (void)snprintf(path, sizeof path, "%s/units.csv.abcdef", p.tables);
    write_file(path, "force_code,uni");
    expect(list(&p, NULL), 0, "units      in place         2 rows");
    (void)snprintf(path, sizeof path, "%s/units.csv", p.tables);
    char *whole = table_text(&p, "units.csv");
    whole[strlen(whole) - 5] = '\0';
    write_file(path, whole);
    free(whole);
    expect(list(&p, NULL), 1, "damaged: load it again");
    expect(load(&p, "units", "force_code,unit_code\n43,AA\n43,BA\n"), 0, "2 rows");
    expect(list(&p, NULL), 0, "units      in place         2 rows");
    end(&p);
}

Test(operator_reference, wrong_usage_says_what_to_type)
{
    static const struct {
        const char *argv[8];
        int code;
        const char *says;
    } rows[] = {
        {{"pfq", "reference"}, 2, "write load or list"},
        {{"pfq", "reference", "load", "forces", "x.csv"}, 2, "offences|units|documents|holidays"},
        {{"pfq", "reference", "load", "units"}, 2, "offences|units|documents|holidays"},
        {{"pfq", "reference", "load", "units", "/nonexistent.csv"}, 2, "there is no file"},
        {{"pfq", "config", "--area", "Thames"}, 2, "Thames and Chiltern"},
        {{"pfq", "config", "--date", "today"}, 2, "2026-05-03"},
        {{"pfq", "config", "--config", "/nonexistent.conf"}, 2, "/nonexistent.conf"},
        {{"pfq", "check", "--config", "/nonexistent.conf", "x"}, 2, "/nonexistent.conf"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(command_run(rows[i].argv, NULL), rows[i].code, rows[i].says);
    }
}

/* --- config ---------------------------------------------------------------------------- */

Test(operator_reference, config_shows_values_of_an_area_on_a_day_and_where_they_come_from)
{
    struct place p;
    struct command ran;
    char want[256];
    begin(&p);
    write_file(p.conf, "[common]\nlog_level = warn\n[intake]\nsweep_ms = 200\n"
                       "[values]\nmg5_min_words = 60\n"
                       "[values TC]\nmg5_min_words from 2026-04-01 = 70\n");
    const char *const area[] = {"pfq", "config", "--json",     "--config", p.conf,   "--area",
                                "tc",  "--date", "2026-04-01", "--tables", p.tables, NULL};
    ran = command_run(area, NULL);
    (void)snprintf(want, sizeof want,
                   "{\"value\":\"mg5_min_words\",\"setting\":\"70\",\"unit\":\"words\",\"from\":\""
                   "%s:8\",\"since\":\"2026-04-01\",\"forArea\":true",
                   p.conf);
    cr_assert_not_null(strstr(ran.out, want), "%s%s", ran.out, ran.err);
    cr_assert_not_null(strstr(ran.out,
                              "{\"value\":\"gap_hearing_days\",\"setting\":\"14\",\"unit\":"
                              "\"days\",\"from\":\"standard.yaml\",\"forArea\":false"));
    cr_assert_not_null(strstr(ran.out, "{\"service\":\"intake\",\"parameter\":\"sweep_ms\","
                                       "\"setting\":\"200\",\"default\":\"100\",\"unit\":\"ms\","
                                       "\"from\":\"[intake]\",\"line\":4"));
    cr_assert_not_null(strstr(ran.out, "{\"service\":\"store\",\"parameter\":\"log_level\","
                                       "\"setting\":\"warn\""));
    cr_assert_eq(ran.code, 0);
    command_free(&ran);
    const char *const all[] = {"pfq", "config", "--config", p.conf, NULL};
    ran = command_run(all, NULL);
    cr_assert_not_null(strstr(ran.out, "mg5_min_words = 60\n"));
    cr_assert_not_null(strstr(ran.out, "custody_cutoff = 08:30\n"));
    cr_assert_not_null(strstr(ran.out, "[feedback]\n"));
    command_free(&ran);
    end(&p);
}

/* The outcome of one check of a sample. */
static const char *outcome_of(const struct place *p, const char *sample, const char *check)
{
    static char outcome[32];
    const char *const argv[] = {"pfq",   "check",    "--json",  sample, "--config",
                                p->conf, "--tables", p->tables, NULL};
    struct command ran = command_run(argv, NULL);
    json_t *object = json_loads(ran.out, JSON_DISABLE_EOF_CHECK, NULL);
    cr_assert_not_null(object, "%s%s", ran.out, ran.err);
    const json_t *finding = NULL;
    size_t i = 0;
    (void)snprintf(outcome, sizeof outcome, "none");
    json_array_foreach(json_object_get(object, "findings"), i, finding)
    {
        if (strcmp(json_string_value(json_object_get(finding, "check")), check) == 0) {
            (void)snprintf(outcome, sizeof outcome, "%s",
                           json_string_value(json_object_get(finding, "outcome")));
        }
    }
    json_decref(object);
    command_free(&ran);
    return outcome;
}

Test(operator_reference, check_judges_by_the_values_and_tables_that_it_is_given)
{
    static const char sample[] = "tests/samples/43_gap.json";
    struct place p;
    begin(&p);
    write_file(p.conf, "[common]\n");
    cr_assert_str_eq(outcome_of(&p, sample, "CS05"), "none");
    write_file(p.conf, "[values Thames and Chiltern]\nmg5_min_words = 1199\n");
    cr_assert_str_eq(outcome_of(&p, sample, "CS05"), "NOT_MET");
    write_file(p.conf, "[values Wessex]\nmg5_min_words = 1199\n");
    cr_assert_str_eq(outcome_of(&p, sample, "CS05"), "none");
    cr_assert_str_eq(outcome_of(&p, sample, "CD12"), "none");
    expect(load(&p, "offences", "cjs_code,category\nTH68036,CE\n"), 0, "1 row,");
    cr_assert_str_eq(outcome_of(&p, sample, "CD12"), "NOT_MET");
    end(&p);
}

/* --- units ------------------------------------------------------------------------------- */

static bool check_says(const struct place *p, const char *what)
{
    const char *const argv[] = {
        "pfq",      "check", "--json",   "tests/golden/04_poor_unused_schedule.json",
        "--config", p->conf, "--tables", p->tables,
        NULL};
    struct command ran = command_run(argv, NULL);
    bool said = strstr(ran.out, what) != NULL;
    cr_expect(ran.code <= 1, "%d %s", ran.code, ran.err);
    command_free(&ran);
    return said;
}

/* The file is of unit BA.  Of the table that comes with the program nobody knows what is missing.
 */
Test(operator_reference, a_unit_that_the_loaded_table_does_not_hold_is_a_warning)
{
    struct place p;
    begin(&p);
    write_file(p.conf, "[common]\n");
    cr_expect_not(check_says(&p, "POLICE_UNIT_UNKNOWN"));
    expect(load(&p, "units", "force,unit\n43,AA\n44,BA\n"), 0, "2 rows");
    cr_expect(check_says(&p, "POLICE_UNIT_UNKNOWN"));
    expect(load(&p, "units", "force,unit\n43,AA\n43,BA\n44,BA\n"), 0, "3 rows");
    cr_expect_not(check_says(&p, "POLICE_UNIT_UNKNOWN"));
    end(&p);
}

Test(operator_reference, a_route_to_a_unit_that_the_loaded_table_does_not_hold_is_named)
{
    static const char doubt[] = "the table of units has no such unit of that force";
    struct place p;
    char conf[512];
    begin(&p);
    (void)snprintf(conf, sizeof conf,
                   "[common]\n[feedback]\ntables = %s\nmail_from = pfq@cps.example\n[routes]\n"
                   "43 AA = aa@police.example weekly outside\n"
                   "43 ZZ = zz@police.example weekly outside\n",
                   p.tables);
    write_file(p.conf, conf);
    const char *const argv[] = {"pfq-feedback", "--config", p.conf, "--print-config", NULL};
    struct command ran = command_run(argv, NULL);
    cr_expect_null(strstr(ran.out, doubt), "%s", ran.out);
    command_free(&ran);
    expect(load(&p, "units", "force,unit\n43,AA\n44,BA\n"), 0, "2 rows");
    ran = command_run(argv, NULL);
    const char *known = strstr(ran.out, "aa@police.example");
    const char *unknown = strstr(ran.out, "zz@police.example");
    cr_assert(known != NULL && unknown != NULL, "%s%s", ran.out, ran.err);
    const char *said = strstr(ran.out, doubt);
    cr_assert_not_null(said, "%s", ran.out);
    cr_expect_gt(said, unknown, "%s", ran.out);
    cr_expect_null(strstr(said + 1, doubt), "the other is in it");
    command_free(&ran);
    const char *const ask[] = {"pfq", "config", "--config", p.conf, NULL};
    expect(command_run(ask, NULL), 0, "the table of units has no such unit");
    end(&p);
}
