/* Where each of the 355 rules of a Digital Case File 1.2.2 has gone.
 *
 *     tests/golden/dcf/coverage.csv     rule,how,checks,problems,note
 *
 * how is "definition" (a function or a decision, in the note), "structure" (the shape tables),
 * "rule" (the rule tables: a finding of the checks, else one of the problems), "not repeated"
 * (a defect of the validator, in the note) or "no rule" (the format leaves it free). */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapters/dcf_rules.h"
#include "support/dcf_faults.h"
#include "support/golden.h"

#define TABLE "tests/golden/dcf/coverage.csv"
#define LIST  "../shared/reference/dcf-rules.csv"

enum {
    RULES = 355,
    LINE_CHARS = 4096
};

struct row {
    char rule[8];
    char how[16];
    char checks[64];
    char problems[128];
    char note[256];
};

static struct row table[RULES + 1];
static size_t row_count;

static void take(const char **line, char *out, size_t room, const char *stop)
{
    size_t size = strcspn(*line, stop);
    cr_assert_lt(size, room, "%s", *line);
    memcpy(out, *line, size);
    out[size] = '\0';
    *line += size + ((*line)[size] == ',');
}

static void load(void)
{
    char text[LINE_CHARS];
    FILE *file = fopen(TABLE, "r");
    cr_assert_not_null(file);
    cr_assert_not_null(fgets(text, sizeof text, file));
    for (row_count = 0; fgets(text, sizeof text, file) != NULL; row_count++) {
        const char *line = text;
        cr_assert_lt(row_count, RULES, "more rules than there are");
        struct row *row = &table[row_count];
        take(&line, row->rule, sizeof row->rule, ",");
        take(&line, row->how, sizeof row->how, ",");
        take(&line, row->checks, sizeof row->checks, ",");
        take(&line, row->problems, sizeof row->problems, ",");
        take(&line, row->note, sizeof row->note, "\n");
    }
    fclose(file);
}

TestSuite(dcf_coverage, .init = load);

/* "BO02 BO04" holds "BO04". */
static bool holds(const char *words, const char *word, size_t size)
{
    for (; *words != '\0'; words += strcspn(words, " "), words += *words == ' ') {
        if (strcspn(words, " ") == size && strncmp(words, word, size) == 0) {
            return true;
        }
    }
    return false;
}

static const struct row *row_of(const char *rule)
{
    for (size_t i = 0; i < row_count; i++) {
        if (strncmp(table[i].rule, rule, 4) == 0) {
            return &table[i];
        }
    }
    cr_assert_fail("%s is not in the table", rule);
    return NULL;
}

/* --- the table by itself --------------------------------------------------------------- */

Test(dcf_coverage, the_table_names_every_rule_once_and_in_order)
{
    cr_assert_eq(row_count, RULES);
    for (size_t i = 0; i < RULES; i++) {
        char rule[8];
        snprintf(rule, sizeof rule, "D%03zu", i + 1);
        cr_expect_str_eq(table[i].rule, rule);
    }
}

Test(dcf_coverage, each_row_says_what_its_kind_owes)
{
    for (size_t i = 0; i < row_count; i++) {
        const struct row *row = &table[i];
        bool told = *row->checks != '\0' || *row->problems != '\0';
        bool rule = strcmp(row->how, "rule") == 0;
        bool structure = strcmp(row->how, "structure") == 0;
        bool silent = strcmp(row->how, "definition") == 0 ||
                      strcmp(row->how, "not repeated") == 0 || strcmp(row->how, "no rule") == 0;
        cr_expect(rule || structure || silent, "%s: %s", row->rule, row->how);
        cr_expect(told || !rule, "%s", row->rule);
        cr_expect(told || *row->note != '\0', "%s", row->rule);
        cr_expect(!told || !silent, "%s", row->rule);
        cr_expect(*row->checks == '\0' || rule, "%s", row->rule);
    }
}

/* --- the table and what is real ------------------------------------------------------------ */

static bool is_check(const char *id, size_t size)
{
    const Pfq__V1__Catalogue *texts = golden_texts();
    for (size_t i = 0; i < texts->n_checks; i++) {
        if (strlen(texts->checks[i]->id) == size && strncmp(texts->checks[i]->id, id, size) == 0) {
            return true;
        }
    }
    return false;
}

Test(dcf_coverage, each_check_is_one_of_the_catalogue, .init = golden_open, .fini = golden_close)
{
    load();
    for (size_t i = 0; i < row_count; i++) {
        for (const char *id = table[i].checks; *id != '\0';) {
            size_t size = strcspn(id, " ");
            cr_expect(is_check(id, size), "%s: %s", table[i].rule, id);
            id += size + (id[size] == ' ');
        }
    }
}

/* Something that is said of a rule by a planted fault must be in the table, and the other way. */
struct tally {
    size_t told[RULES][16]; /* how often each word of a row was planted */
};

static void count_words(size_t *told, const char *words, const char *said)
{
    size_t at = 0;
    for (const char *w = words; *w != '\0'; at++) {
        size_t size = strcspn(w, " ");
        told[at] += holds(said, w, size);
        w += size + (w[size] == ' ');
    }
}

static void tally(struct tally *sums, const char *rule, const char *finding, const char *problem)
{
    const struct row *row = row_of(rule);
    size_t at = (size_t)(row - table);
    size_t size = strcspn(problem, " ");
    char code[96];
    snprintf(code, sizeof code, "%.*s", (int)size, problem);
    cr_expect(size == 0 || holds(row->problems, code, size), "%s: %s", rule, code);
    for (const char *id = finding; *id != '\0'; id += strcspn(id, " "), id += *id == ' ') {
        cr_expect(holds(row->checks, id, strcspn(id, " ")), "%.4s: %s", rule, id);
    }
    count_words(sums->told[at], row->checks, finding);
    count_words(sums->told[at] + 8, row->problems, code);
}

static size_t words_in(const char *words)
{
    size_t count = *words != '\0';
    for (; *words != '\0'; words++) {
        count += *words == ' ';
    }
    return count;
}

Test(dcf_coverage, each_problem_and_check_has_a_planted_fault_and_none_is_unlisted)
{
    static struct tally sums;
    json_t *faults = dcf_faults_load();
    json_t *fault = NULL;
    size_t i = 0;
    json_array_foreach(faults, i, fault)
    {
        const char *finding = json_string_value(json_object_get(fault, "finding"));
        const char *problem = json_string_value(json_object_get(fault, "problem"));
        const char *rule = json_string_value(json_object_get(fault, "rule"));
        for (; *rule != '\0'; rule += 4, rule += *rule == ' ') {
            tally(&sums, rule, finding == NULL ? "" : finding, problem == NULL ? "" : problem);
        }
    }
    for (i = 0; i < row_count; i++) {
        for (size_t k = 0; k < words_in(table[i].checks); k++) {
            cr_expect_gt(sums.told[i][k], 0, "%s: check %zu of %s", table[i].rule, k + 1,
                         table[i].checks);
        }
        for (size_t k = 0; k < words_in(table[i].problems); k++) {
            cr_expect_gt(sums.told[i][8 + k], 0, "%s: problem %zu of %s", table[i].rule, k + 1,
                         table[i].problems);
        }
    }
    json_decref(faults);
}

static void expect_listed(const struct dcf_rule *rule)
{
    for (const char *id = rule->ids; *id != '\0'; id += 4, id += *id == ' ') {
        const struct row *row = row_of(id);
        cr_expect_str_eq(row->how, "rule", "%.4s", id);
        if (rule->check != NULL) {
            cr_expect(holds(row->checks, rule->check, 4), "%.4s: %s", id, rule->check);
        } else {
            cr_expect(holds(row->problems, rule->code, strlen(rule->code)), "%.4s: %s", id,
                      rule->code);
        }
    }
}

Test(dcf_coverage, each_row_of_the_rule_tables_is_in_the_table)
{
    size_t rules = 0;
    for (const struct dcf_place *const *all = dcf_rules_all; *all != NULL; all++) {
        for (const struct dcf_place *place = *all; place->at != NULL; place++) {
            for (const struct dcf_rule *rule = place->rules; rule->ids != NULL; rule++) {
                expect_listed(rule);
                cr_expect(strncmp(rule->code, "DCF_", 4) == 0 && strlen(rule->says) > 10 &&
                          strlen(rule->says) < 120 && strlen(rule->fix) > 5);
                rules++;
            }
        }
    }
    cr_expect_gt(rules, 100);
}

/* What the structure alone decides is planted in a test of its own. */
Test(dcf_coverage, each_rule_of_the_structure_is_planted)
{
    static char text[128 * 1024];
    FILE *file = fopen("tests/unit/test_adapt_dcf_shape.c", "r");
    cr_assert_not_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    for (size_t i = 0; i < row_count; i++) {
        char quoted[16];
        snprintf(quoted, sizeof quoted, "\"%.4s\"", table[i].rule);
        if (strcmp(table[i].how, "structure") == 0 && *table[i].problems == '\0') {
            cr_expect_not_null(strstr(text, quoted), "%s", quoted);
        }
    }
}

/* --- the list itself, where it is at hand ----------------------------------------------------- */

Test(dcf_coverage, the_list_of_rules_agrees_where_it_is_at_hand)
{
    char text[LINE_CHARS];
    size_t seen = 0;
    FILE *file = access(LIST, R_OK) == 0 ? fopen(LIST, "r") : NULL;
    if (file == NULL) {
        return; /* not everywhere */
    }
    while (fgets(text, sizeof text, file) != NULL) {
        const char *kind = strrchr(text, ',');
        if (text[0] == 'D' && kind != NULL) {
            const struct row *row = row_of(text);
            bool schema = strncmp(kind, ",schema", 7) == 0;
            cr_expect(!schema || strcmp(row->how, "structure") == 0, "%s", row->rule);
            seen++;
        }
    }
    cr_expect_eq(seen, RULES);
    fclose(file);
}
