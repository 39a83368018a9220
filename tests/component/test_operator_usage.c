/* The operator's command as it is typed: help, wrong usage, unreadable input. */
#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "operator/operator.h"
#include "support/command.h"

Test(operator_usage, help_is_short_and_ends_well)
{
    static const char *const asks[][5] = {{"pfq", "help"},
                                          {"pfq", "--help"},
                                          {"pfq", "--version"},
                                          {"pfq", "help", "up"},
                                          {"pfq", "help", "check"},
                                          {"pfq", "submit", "--help"},
                                          {"pfq", "case", "--help"},
                                          {"pfq", "help", "feedback"},
                                          {"pfq", "help", "status"},
                                          {"pfq", "check", "-h"},
                                          {"pfq", "feedback", "40", "-h"},
                                          {"pfq", "help", "config"},
                                          {"pfq", "help", "reference"},
                                          {"pfq", "stats", "help", "wilson"}};
    for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++) {
        struct command ran = command_run(asks[i], NULL);
        cr_assert_eq(ran.code, 0, "row %zu: %d %s", i, ran.code, ran.err);
        cr_assert(strlen(ran.out) > 4 && strlen(ran.out) < 2500, "row %zu: %s", i, ran.out);
        cr_assert_str_empty(ran.err);
        command_free(&ran);
    }
}

Test(operator_usage, every_command_of_the_help_has_help_with_an_example)
{
    static const char *const names[] = {"up",     "check",   "submit", "case",      "feedback",
                                        "status", "month",   "config", "reference", "rules",
                                        "themes", "digest",  "pack",   "stats",     "simulate",
                                        "assess", "respond", "dispute"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *const ask[] = {"pfq", "help", names[i], NULL};
        struct command ran = command_run(ask, NULL);
        cr_assert_not_null(strstr(ran.out, "Example: pfq "), "%s", names[i]);
        command_free(&ran);
    }
}

Test(operator_usage, wrong_usage_ends_with_2_and_says_what_to_type)
{
    static const struct {
        const char *argv[8];
        const char *says;
    } rows[] = {
        {{"pfq"}, "pfq help COMMAND"},
        {{"pfq", "sttaus"}, "there is no command 'sttaus'"},
        {{"pfq", "help", "nothing"}, "Try: pfq help"},
        {{"pfq", "check"}, "name the files to check"},
        {{"pfq", "check", "--force", "4x", "f"}, "two-digit code"},
        {{"pfq", "check", "--nonsense", "f"}, "pfq check --help"},
        {{"pfq", "submit"}, "name the files to send"},
        {{"pfq", "submit", "--id=1", "a", "b"}, "--id names one submission"},
        {{"pfq", "submit", "--patience", "soon", "a"}, "--patience takes a number"},
        {{"pfq", "feedback"}, "two-digit code"},
        {{"pfq", "feedback", "40", "41"}, "one force at a time"},
        {{"pfq", "feedback", "99"}, "99 is no force"},
        {{"pfq", "feedback", "40", "--limit", "0"}, "--limit takes a number from 1 to 500"},
        {{"pfq", "case"}, "name the case by its URN"},
        {{"pfq", "status", "store"}, "one word too many"},
        {{"pfq", "up", "var"}, "given by --dir"},
        {{"pfq", "digest", "40", "--weekly", "--month=2026-10"}, "one of --daily, --weekly"},
        {{"pfq", "digest", "40", "--month=2026-10", "--date=2026-10-31"}, "one of --date"},
        {{"pfq", "digest", "40", "--month=2026-13"}, "written as 2026-10, not '2026-13'"},
        {{"pfq", "themes", "--theme=VICTIM_CARE"}, "VICTIM_WITNESS_CARE"},
        {{"pfq", "themes", "--state=bad"}, "'bad' is no state"},
        {{"pfq", "month", "close", "2026-10", "--yes"}, "the staff id of whoever decides it"},
        {{"pfq", "month", "close", "2026-10", "--by", "Jane Smith"}, "'Jane Smith' is none"},
        {{"pfq", "month", "close", "2026-10", "--by", ""}, "1 to 32 letters"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct command ran = command_run(rows[i].argv, NULL);
        cr_assert_eq(ran.code, 2, "row %zu: %d", i, ran.code);
        cr_assert_not_null(strstr(ran.err, rows[i].says), "row %zu: %s", i, ran.err);
        cr_assert_str_empty(ran.out, "row %zu", i);
        command_free(&ran);
    }
}

Test(operator_usage, what_cannot_be_read_is_answered_and_ends_with_2)
{
    static const char *const rows[][5] = {
        {"pfq", "check", "--json", "/nonexistent/file.json"},
        {"pfq", "check", "--json", "/"},
        {"pfq", "check", "--json", "-"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct command ran = command_run(rows[i], "this is {not JSON");
        cr_assert_eq(ran.code, 2, "row %zu: %d %s", i, ran.code, ran.err);
        cr_assert_not_null(strstr(ran.out, "\"answer\":\"REFUSED\""), "row %zu: %s", i, ran.out);
        cr_assert_not_null(strstr(ran.out, "\"problems\":[{\"code\":"), "row %zu: %s", i, ran.out);
        command_free(&ran);
    }
}

Test(operator_usage, a_service_that_is_not_there_is_3_and_says_what_to_try)
{
    static const struct {
        const char *argv[8];
        const char *says;
    } rows[] = {
        {{"pfq", "status", "--run", "/nonexistent"}, "Down: no service answers"},
        {{"pfq", "case", "40AA1234526", "--run", "/nonexistent"}, "pfq up"},
        {{"pfq", "feedback", "40", "--run", "/nonexistent"}, "pfq up"},
        {{"pfq", "assess", "40AA1234526", "--run", "/nonexistent"}, "pfq up"},
        {{"pfq", "respond", "--list", "--run", "/nonexistent"}, "pfq up"},
        {{"pfq", "dispute", "list", "--run", "/nonexistent"}, "pfq up"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct command ran = command_run(rows[i].argv, NULL);
        cr_assert_eq(ran.code, 3, "row %zu: %d", i, ran.code);
        cr_assert(strstr(ran.out, rows[i].says) != NULL || strstr(ran.err, rows[i].says) != NULL,
                  "row %zu: %s%s", i, ran.out, ran.err);
        command_free(&ran);
    }
}

Test(operator_usage, the_version_is_told_wherever_it_is_asked_for)
{
    static const char *const asks[][4] = {{"pfq", "version"},
                                          {"pfq", "--version"},
                                          {"pfq", "-V"},
                                          {"pfq", "check", "--version"},
                                          {"pfq", "up", "--version"}};
    for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++) {
        struct command ran = command_run(asks[i], NULL);
        cr_assert_eq(ran.code, 0, "row %zu", i);
        cr_assert_str_eq(ran.out, "pfq " PFQ_VERSION "\n", "row %zu: %s", i, ran.out);
        command_free(&ran);
    }
}

Test(operator_usage, every_force_of_the_reference_table_is_one)
{
    cr_assert(force_exists("01"));
    cr_assert(force_exists("43"));
    cr_assert(force_exists("93"));
    cr_assert_not(force_exists("99"));
    cr_assert_not(force_exists("co")); /* of the heading */
}

Test(operator_usage, wrong_usage_of_up_begins_with_what_is_wrong)
{
    const char *const argv[] = {"pfq", "up", "--dir", "/dev/null/var", NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 2);
    cr_assert_not_null(strstr(ran.err, "pfq up: the directory /dev/null"), "%s", ran.err);
    command_free(&ran);
}

Test(operator_usage, plain_words_leave_out_only_the_name_of_the_kind)
{
    struct pfq_err err;
    (void)pfq_fail(&err, PFQ_E_ENDPOINT, "it is taken");
    cr_assert_str_eq(plain_words(&err), "it is taken");
    err = (struct pfq_err){.code = PFQ_E_ENDPOINT, .text = "something else"};
    cr_assert_str_eq(plain_words(&err), "something else");
}

/* Every option that --help lists is in the command's man page. */
Test(operator_usage, every_option_of_the_help_is_in_the_man_page)
{
    static const char *const names[] = {"up",       "check",  "submit",  "case",
                                        "feedback", "status", "rules",   "stats",
                                        "simulate", "assess", "respond", "dispute"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *const ask[] = {"pfq", "help", names[i], NULL};
        struct command ran = command_run(ask, NULL);
        char path[64];
        (void)snprintf(path, sizeof path, "deploy/man/pfq-%s.1", names[i]);
        char *man = command_read(path);
        const char *describes = strstr(man, ".Sh DESCRIPTION");
        cr_assert_not_null(describes, "%s", path);
        const char *options = strstr(ran.out, "\n\n");
        options = options == NULL ? ran.out : options;
        for (const char *at = strstr(options, " --"); at != NULL; at = strstr(at + 1, " --")) {
            char want[64];
            int size = (int)strcspn(at + 3, "= \n,");
            (void)snprintf(want, sizeof want, " -%.*s", size, at + 3);
            bool common = strncmp(at, " --help", 7) == 0 || strncmp(at, " --usage", 8) == 0 ||
                          strncmp(at, " --version", 10) == 0 || size == 0;
            cr_assert(common || strstr(describes, want) != NULL, "%s: %s", path, want);
        }
        free(man);
        command_free(&ran);
    }
}

/* Every "#name = value" of the example with its "#" taken away. */
static void write_uncommented(const char *path)
{
    char *text = command_read("deploy/pfq.conf");
    FILE *out = fopen(path, "we");
    cr_assert_not_null(out);
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        bool parameter = line[0] == '#' && line[1] != ' ' && line[1] != '\0';
        fprintf(out, "%s\n", parameter ? line + 1 : line);
    }
    (void)fclose(out);
    free(text);
}

Test(operator_usage, every_parameter_of_the_example_configuration_exists)
{
    static const char *const services[] = {"pfq-intake", "pfq-store", "pfq-feedback"};
    char path[] = "/tmp/pfq-conf-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    (void)close(fd);
    write_uncommented(path);
    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        const char *const argv[] = {services[i], "--config", path, "--print-config", NULL};
        struct command ran = command_run(argv, NULL);
        cr_assert_eq(ran.code, 0, "%s: %s", services[i], ran.err);
        command_free(&ran);
    }
    (void)unlink(path);
}

/* What pfq-feedback would send, and to whom; a slip of the pen is told before it starts. */
Test(operator_usage, config_shows_routes_and_every_fault_in_them)
{
    static const struct {
        const char *text;
        int code;
        const char *says[2];
    } rows[] = {
        {"[routes]\n43 = lead@police.example weekly,monthly outside\n"
         "area Thames and Chiltern = pack@cps.example pack inside\n",
         0,
         {"43 = lead@police.example WEEKLY,MONTHLY outside",
          "area Thames and Chiltern = pack@cps.example PACK inside"}},
        {"[routes]\n43 = lead@police.example weekley outside\n4x = a@b.example daily outside\n",
         2,
         {":2: ", ":3: "}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char path[] = "/tmp/pfq-routes-XXXXXX";
        int fd = mkstemp(path);
        cr_assert_eq(write(fd, rows[i].text, strlen(rows[i].text)), (ssize_t)strlen(rows[i].text));
        close(fd);
        const char *const ask[] = {"pfq", "config", "--config", path, NULL};
        struct command ran = command_run(ask, NULL);
        unlink(path);
        cr_expect_eq(ran.code, rows[i].code, "row %zu: %d %s", i, ran.code, ran.err);
        for (size_t k = 0; k < 2; k++) {
            const char *where = ran.code == 0 ? ran.out : ran.err;
            cr_expect_not_null(strstr(where, rows[i].says[k]), "row %zu: %s", i, where);
        }
        command_free(&ran);
    }
}

Test(operator_usage, the_methods_of_stats_are_listed_by_any_word_for_it)
{
    static const char *const words[] = {"list", "help", "--help"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *const ask[] = {"pfq", "stats", words[i], NULL};
        struct command ran = command_run(ask, NULL);
        cr_expect_eq(ran.code, 0, "%s", words[i]);
        cr_expect_not_null(strstr(ran.out, "  wilson "), "%s", words[i]);
        command_free(&ran);
    }
}
