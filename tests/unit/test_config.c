/* Parameters from defaults, file and options: pfq/config.h. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/config.h"

static const struct pfq_param params[] = {
    {"front", PFQ_PARAM_TEXT, "ipc://%RUN%/front.sock", 0, 0, NULL, "Where it listens."},
    {"batch", PFQ_PARAM_NUMBER, "64", 1, 1024, "messages", "Messages in one transaction."},
    {"wait_ms", PFQ_PARAM_NUMBER, "100", 0, 1000, "ms", "How long it waits."},
    {0},
};

static char file[64];

static const char *write_file(const char *text)
{
    (void)snprintf(file, sizeof file, "/tmp/pfq-conf-XXXXXX");
    int fd = mkstemp(file);
    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    (void)close(fd);
    return file;
}

static struct pfq_config *load(const char *text, const char *const *options)
{
    struct pfq_config *config = NULL;
    struct pfq_err err = {0};
    const char *path = text == NULL ? NULL : write_file(text);
    enum pfq_code code = pfq_config_load(params, "store", path, options, &config, &err);
    if (path != NULL) {
        (void)unlink(path);
    }
    cr_assert_eq(code, PFQ_OK, "%s", err.text);
    return config;
}

/* What is written to stderr when `text` and `options` are refused. */
static const char *refused(const char *text, const char *const *options, struct pfq_err *err)
{
    static char said[4096];
    struct pfq_config *config = NULL;
    const char *path = text == NULL ? NULL : write_file(text);
    cr_redirect_stderr();
    cr_assert_eq(pfq_config_load(params, "store", path, options, &config, err), PFQ_E_CONFIG);
    cr_assert_null(config);
    (void)fflush(stderr);
    FILE *stream = cr_get_redirected_stderr();
    said[fread(said, 1, sizeof said - 1, stream)] = '\0';
    if (path != NULL) {
        (void)unlink(path);
    }
    return said;
}

Test(config, without_a_file_every_parameter_has_its_default)
{
    struct pfq_config *config = load(NULL, NULL);
    cr_assert_eq(pfq_config_number(config, "batch"), 64);
    cr_assert_str_eq(pfq_config_text(config, "front"), "ipc:///run/pfq/front.sock");
    pfq_config_close(config);
}

Test(config, options_win_over_the_own_section_and_that_over_common_in_any_order)
{
    static const char *const options[] = {"wait_ms=3", NULL};
    struct pfq_config *config = load("[store]\nbatch = 10\nwait_ms = 1\n"
                                     "[common]\nrun = /tmp/there\nbatch = 20\n  wait_ms=2\n"
                                     "[intake]\nbatch = 999999\nanything = goes\n",
                                     options);
    cr_assert_eq(pfq_config_number(config, "batch"), 10);
    cr_assert_eq(pfq_config_number(config, "wait_ms"), 3);
    cr_assert_str_eq(pfq_config_text(config, "front"), "ipc:///tmp/there/front.sock");
    pfq_config_close(config);
}

Test(config, comments_and_blank_lines_are_nothing)
{
    struct pfq_config *config =
        load("# a comment\n; another\n\n[store]\nbatch = 7 ; here too\n", NULL);
    cr_assert_eq(pfq_config_number(config, "batch"), 7);
    pfq_config_close(config);
}

Test(config, all_faults_are_listed_with_file_and_line)
{
    static const char *const options[] = {"wiat_ms=1", "nonsense", NULL};
    struct pfq_err err = {0};
    const char *said = refused("early = 1\n"
                               "[store]\n"
                               "batsh = 5\n"
                               "batch = lots\n"
                               "wait_ms = 1001\n"
                               "no equals sign\n"
                               "[stoer]\n"
                               "x = 1\n"
                               "y = 1\n"
                               "[store\n",
                               options, &err);

    static const struct {
        int line;
        const char *says;
    } faults[] = {
        {1, "early stands before the first [section]"},
        {3, "there is no parameter \"batsh\": did you mean \"batch\"?"},
        {4, "batch must be a number from 1 to 1024 messages"},
        {5, "wait_ms must be a number from 0 to 1000 ms"},
        {6, "write name = value or [section]"},
        {8, "there is no section \"stoer\": did you mean \"store\"?"},
        {10, "the section has no closing bracket"},
    };

    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char whole[256];
        (void)snprintf(whole, sizeof whole, "%s:%d: %s\n", file, faults[i].line, faults[i].says);
        cr_assert_not_null(strstr(said, whole), "%s in\n%s", whole, said);
    }
    cr_assert_not_null(strstr(said, "-o: there is no parameter \"wiat_ms\": did you mean"));
    cr_assert_not_null(strstr(said, "-o: write -o name=value\n"));
    cr_assert_str_eq(err.text, "the configuration cannot be used: 9 faults, listed above");
}

Test(config, a_parameter_set_twice_in_a_section_is_a_fault)
{
    struct pfq_err err = {0};
    const char *said = refused("[store]\nbatch = 1\nbatch = 2\n", NULL, &err);
    cr_assert_not_null(strstr(said, ":3: batch was set in line 2 already"), "%s", said);
}

Test(config, a_line_or_a_value_that_is_too_long_is_a_fault_not_cut)
{
    char text[1200] = "[store]\nfront = ";
    char option[700] = "front=";
    struct pfq_err err = {0};
    memset(text + strlen(text), 'x', 1000);
    strcat(text, "\nbatch = 0\n");
    memset(option + strlen(option), 'y', 600);
    const char *const options[] = {option, NULL};
    const char *said = refused(text, options, &err);
    cr_assert_not_null(strstr(said, ":2: the line has more than"), "%s", said);
    cr_assert_not_null(strstr(said, ":3: batch must be"), "%s", said);
    cr_assert_not_null(strstr(said, "-o: front has more than"), "%s", said);
}

/* Those of the catalogue are no program's business; a slip in their name is. */
Test(config, sections_of_values_are_passed_over)
{
    struct pfq_err err = {0};
    struct pfq_config *config =
        load("[values]\nbatch = none\n[values Thames and Chiltern]\nx from 2026-04-01 = 1\n", NULL);
    cr_assert_eq(pfq_config_number(config, "batch"), 64);
    pfq_config_close(config);
    const char *said = refused("[valuse]\nbatch = 1\n", NULL, &err);
    cr_assert_not_null(strstr(said, ":2: there is no section \"valuse\": did you mean \"values\"?"),
                       "%s", said);
}

Test(config, a_file_that_is_not_there_is_named)
{
    struct pfq_config *config = NULL;
    struct pfq_err err = {0};
    cr_assert_eq(pfq_config_load(params, "store", "/nowhere/pfq.conf", NULL, &config, &err),
                 PFQ_E_CONFIG);
    cr_assert_not_null(strstr(err.text, "/nowhere/pfq.conf"));
}

Test(config, printing_shows_value_default_unit_and_meaning)
{
    static const char *const options[] = {"batch=7", NULL};
    static char said[4096];
    struct pfq_config *config = load(NULL, options);
    cr_redirect_stdout();
    pfq_config_print(config);
    (void)fflush(stdout);
    said[fread(said, 1, sizeof said - 1, cr_get_redirected_stdout())] = '\0';
    cr_assert_not_null(strstr(said, "batch                = 7\n"), "%s", said);
    cr_assert_not_null(strstr(said, "default 64 messages. Messages in one transaction."));
    pfq_config_close(config);
}
