/* `pfq stats` as a statistician types it: every method by the example of its own help, the
 * same numbers in both forms, and everything wrong with a file at once. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/command.h"

enum {
    METHODS = 26,
    NAME = 32,
    EXAMPLE = 1024
};

static struct command run(const char *method, const char *option, const char *input)
{
    const char *const ask[] = {"pfq", "stats", method, "-", option, NULL};
    return command_run(ask, input);
}

/* The names that `pfq stats` lists. */
static size_t list_names(char names[METHODS + 1][NAME])
{
    const char *const ask[] = {"pfq", "stats", NULL};
    struct command ran = command_run(ask, NULL);
    size_t count = 0;
    cr_assert_eq(ran.code, 0);
    for (char *line = strtok(ran.out, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (line[0] == ' ' && line[1] == ' ' && line[2] >= 'a' && line[2] <= 'z') {
            cr_assert_leq(count, METHODS);
            cr_assert_eq(sscanf(line, " %31s", names[count++]), 1);
        }
    }
    command_free(&ran);
    return count;
}

/* The CSV of the example, with its "\n" as lines. */
static void read_example(const char *help, char out[EXAMPLE])
{
    const char *at = strstr(help, "Example: printf '");
    size_t size = 0;
    cr_assert_not_null(at, "%s", help);
    for (at += strlen("Example: printf '"); *at != '\'' && size < EXAMPLE - 1; at++) {
        bool newline = at[0] == '\\' && at[1] == 'n';
        out[size++] = newline ? '\n' : *at;
        at += newline;
    }
    out[size] = '\0';
}

static void expect_number_in(const char *text, const char *name, const json_t *value)
{
    char printed[64] = "";
    if (json_is_real(value)) {
        (void)snprintf(printed, sizeof printed, "%.10g", json_real_value(value));
    } else if (json_is_integer(value)) {
        (void)snprintf(printed, sizeof printed, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    }
    cr_expect_not_null(strstr(text, printed), "%s %s in: %s", name, printed, text);
}

static void expect_numbers_in(const char *text, json_t *object)
{
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach(object, name, value)
    {
        expect_number_in(text, name, value);
    }
}

Test(operator_stats, every_method_explains_itself_and_its_example_works)
{
    char names[METHODS + 1][NAME];
    cr_assert_eq(list_names(names), METHODS);
    for (size_t i = 0; i < METHODS; i++) {
        char example[EXAMPLE];
        const char *const ask[] = {"pfq", "stats", "--help", names[i], NULL};
        struct command help = command_run(ask, NULL);
        cr_assert_eq(help.code, 0);
        cr_expect_not_null(strstr(help.out, "Formula"), "%s", names[i]);
        cr_expect_not_null(strstr(help.out, "Source"), "%s", names[i]);
        cr_expect_not_null(strstr(help.out, "Columns"), "%s", names[i]);
        read_example(help.out, example);
        struct command text = run(names[i], NULL, example);
        struct command json = run(names[i], "--json", example);
        cr_assert_eq(text.code, 0, "%s: %s", names[i], text.err);
        cr_assert_eq(json.code, 0, "%s: %s", names[i], json.err);
        json_t *all = json_loads(json.out, 0, NULL);
        cr_assert_not_null(all, "%s: %s", names[i], json.out);
        cr_expect_str_eq(json_string_value(json_object_get(all, "method")), names[i]);
        cr_expect_eq(json_integer_value(json_object_get(all, "format")), 1);
        expect_numbers_in(text.out, json_object_get(all, "summary"));
        for (size_t row = 0; row < json_array_size(json_object_get(all, "rows")); row++) {
            expect_numbers_in(text.out, json_array_get(json_object_get(all, "rows"), row));
        }
        json_decref(all);
        command_free(&help);
        command_free(&text);
        command_free(&json);
    }
}

/* One published figure of each kind, through the command: unit tests hold the others. */
Test(operator_stats, published_figures_come_out)
{
    static const struct {
        const char *method;
        const char *input;
        const char *says[3];
    } rows[] = {
        {"wilson", "of,failing\n263,81\n", {"0.2552885", "0.3662095"}},
        {"kappa",
         "first,second,items\n1,1,31\n1,2,12\n2,1,4\n2,2,58\n",
         {"0.67567567", "0.0734476"}},
        {"benjamini-hochberg",
         "p,q\n0.0001,0.05\n0.0004,0.05\n0.0019,0.05\n0.0095,0.05\n0.0201,0.05\n0.0278,0.05\n"
         "0.0298,0.05\n0.0344,0.05\n0.0459,0.05\n0.3240,0.05\n0.4262,0.05\n0.5719,0.05\n"
         "0.6528,0.05\n0.7590,0.05\n1,0.05\n",
         {"rejected           4\n"}},
        {"xmr",
         "value\n49.6\n47.6\n49.9\n51.3\n47.8\n51.2\n52.6\n52.4\n53.6\n52.1\n",
         {"50.81", "1.8777", "55.804"}},
        {"cusum-length", "k,h\n0.5,4\n", {"335.36", "167.68"}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct command ran = run(rows[i].method, NULL, rows[i].input);
        for (size_t k = 0; k < 3 && rows[i].says[k] != NULL; k++) {
            cr_expect_not_null(strstr(ran.out, rows[i].says[k]), "%s: %s", rows[i].method, ran.out);
        }
        command_free(&ran);
    }
}

Test(operator_stats, everything_wrong_with_a_file_is_told_at_once)
{
    struct command ran =
        run("p-limits", NULL, "of,failing,p0\n60,31,0.2\n60,70,0.2\n,x,0.3\n2.5,-1,0.2\n5,1,2\n");
    static const char *const says[] = {"-:3:failing: There are more failing files",
                                       "-:4:failing: The field is no number",
                                       "-:4:of: The field is empty",
                                       "-:4:p0: This is a setting of the whole series",
                                       "-:5:failing: The number is out of its range",
                                       "-:5:of: The number is not whole",
                                       "-:6:p0: The number is out of its range"};
    cr_expect_eq(ran.code, 2);
    cr_expect_str_empty(ran.out);
    for (size_t i = 0; i < sizeof says / sizeof says[0]; i++) {
        cr_expect_not_null(strstr(ran.err, says[i]), "'%s' in: %s", says[i], ran.err);
    }
    command_free(&ran);
}

Test(operator_stats, what_cannot_be_read_or_computed_ends_with_2)
{
    static const struct {
        const char *argv[6];
        const char *input;
        const char *says;
    } rows[] = {
        {{"pfq", "stats", "wilso", "-"}, NULL, "there is no method 'wilso'"},
        {{"pfq", "stats", "--help", "wilso"}, NULL, "there is no method 'wilso'"},
        {{"pfq", "stats", "wilson"}, NULL, "name the CSV file"},
        {{"pfq", "stats", "wilson", "-", "-"}, NULL, "one word too many"},
        {{"pfq", "stats", "wilson", "/no/such"}, NULL, "There is no such file"},
        {{"pfq", "stats", "wilson", "-"}, "", "does not name the columns"},
        {{"pfq", "stats", "wilson", "-"}, "failing\n1\n", "does not name the column of"},
        {{"pfq", "stats", "wilson", "-"}, "failing,of\n", "There is nothing to count"},
        {{"pfq", "stats", "wilson", "-"}, "failing,of\n0,0\n", "There is nothing to count"},
        {{"pfq", "stats", "wilson", "-"}, "failing,of\n1,nan\n", "no number"},
        {{"pfq", "stats", "wilson", "-"}, "failing,of\n1,0x10\n", "no number"},
        {{"pfq", "stats", "wilson", "-"}, "failing,of\n1,1e999\n", "no number"},
        {{"pfq", "stats", "laney-p", "-"}, "failing,of\n1,9\n", "too few points"},
        {{"pfq", "stats", "kappa", "-"}, "first,second\n65,1\n", "from 1 to 64"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct command ran = command_run(rows[i].argv, rows[i].input);
        cr_expect_eq(ran.code, 2, "row %zu: %d", i, ran.code);
        cr_expect_not_null(strstr(ran.err, rows[i].says), "row %zu: %s", i, ran.err);
        cr_expect_str_empty(ran.out, "row %zu", i);
        command_free(&ran);
    }
}

/* Each names the column and its range; a method's own refusal knows neither. */
Test(operator_stats, what_is_out_of_range_is_told_with_column_and_range)
{
    static const struct {
        const char *method;
        const char *input;
        const char *says[2];
    } rows[] = {
        {"ewma",
         "value,target,sigma,lambda,width\n1,1,0,2,11\n",
         {"-:2:sigma: ", "above 0 and at most 1e+100"}},
        {"ewma", "value,target,sigma,lambda\n1,1,1,2\n", {"-:2:lambda: ", "above 0 and at most 1"}},
        {"ewma", "value,target,sigma,width\n1,1,1,11\n", {"-:2:width: ", "from 0 to 10"}},
        {"xmr", "value\n1e101\n2\n3\n", {"-:2:value: ", "from -1e+100 to 1e+100"}},
        {"cusum", "value,target,k,h\n1,1,-1,4\n", {"-:2:k: ", "from 0 to"}},
        {"cusum", "value,target,k,h\n1,1,1,0\n", {"-:2:h: ", "above 0"}},
        {"cusum-length", "k,h\n0.5,9\n", {"-:2:h: ", "from 0.1 to 8"}},
        {"cusum-length", "k,h\n4,4\n", {"-:2:k: ", "from 0.1 to 3"}},
        {"cusum-length", "k,h,shift\n0.5,4,6\n", {"-:2:shift: ", "from -5 to 5"}},
        {"bernoulli-cusum", "failing,of,p0\n1,2,0\n", {"-:2:p0: ", "above 0 and below 1"}},
        {"bernoulli-cusum",
         "failing,of,p0,odds_ratio\n1,2,0.1,1\n",
         {"-:2:odds_ratio: ", "from 0.01 to 100, and not 1"}},
        {"bernoulli-length", "p0,h\n0.1,21\n", {"-:2:h: ", "from 0.1 to 20"}},
        {"bernoulli-length", "p0,p\n0.1,1\n", {"-:2:p: ", "above 0 and below 1"}},
        {"bernoulli-threshold", "p0,files\n0.1,0\n", {"-:2:files: ", "from 1 to 1000000000"}},
        {"poisson-quantile", "share,expected\n1,2\n", {"-:2:share: ", "from 0 to below 1"}},
        {"funnel", "failing,of,winsor\n1,2,0.5\n", {"-:2:winsor: ", "from 0 to below 0.5"}},
        {"benjamini-hochberg", "p,q\n0.1,0\n", {"-:2:q: ", "above 0 and below 1"}},
        {"u-limits", "count,exposure,u0\n1,2,-1\n", {"-:2:u0: ", "from 0 to 10000000"}},
        {"nhs-rules", "value,centre,low,high\n1,2,3,4\n", {"-:2:centre: ", "in order of size"}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct command ran = run(rows[i].method, NULL, rows[i].input);
        cr_expect_eq(ran.code, 2, "row %zu: %d", i, ran.code);
        for (size_t k = 0; k < 2; k++) {
            cr_expect_not_null(strstr(ran.err, rows[i].says[k]), "row %zu: %s", i, ran.err);
        }
        command_free(&ran);
    }
}

/* It is noted, and the others are computed. */
Test(operator_stats, a_row_without_files_keeps_no_other_from_its_interval)
{
    static const struct {
        const char *method;
        const char *input;
        const char *says;
    } rows[] = {
        {"wilson", "label,failing,of\nJan,0,0\nFeb,81,263\n", "0.2552885"},
        {"odds-ratio",
         "label,failing,of,reference_failing,reference_of\nJan,0,0,120,400\n"
         "Feb,31,60,120,400\nMar,31,60,0,0\n",
         "2.485617"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct command text = run(rows[i].method, NULL, rows[i].input);
        struct command json = run(rows[i].method, "--json", rows[i].input);
        cr_expect_eq(text.code, 0, "%s", text.err);
        cr_expect_not_null(strstr(text.out, "no data"), "%s", text.out);
        cr_expect_not_null(strstr(text.out, rows[i].says), "%s", text.out);
        json_t *all = json_loads(json.out, 0, NULL);
        const json_t *first = json_array_get(json_object_get(all, "rows"), 0);
        cr_expect_str_eq(json_string_value(json_object_get(first, "note")), "no data");
        cr_expect_null(json_object_get(first, "low"));
        json_decref(all);
        command_free(&text);
        command_free(&json);
    }
}

Test(operator_stats, a_month_without_files_is_no_data)
{
    struct command ran =
        run("laney-p", NULL, "label,failing,of\nJan,0,0\nFeb,10,100\nMar,20,100\nApr,12,100\n");
    cr_expect_eq(ran.code, 0, "%s", ran.err);
    cr_expect_not_null(strstr(ran.out, "no data"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "Apr"));
    command_free(&ran);
}

Test(operator_stats, a_label_cannot_drive_the_terminal)
{
    struct command ran = run("wilson", NULL, "label,failing,of\n\x1b[31mred,1,2\n");
    cr_expect_eq(ran.code, 0);
    cr_expect_null(strchr(ran.out, '\x1b'));
    command_free(&ran);
    ran = run("wilson", "--json", "label,failing,of\n\x1b[31mred,1,2\n");
    cr_expect_null(strchr(ran.out, '\x1b'));
    command_free(&ran);
}
