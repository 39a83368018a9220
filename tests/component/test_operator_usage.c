/* The operator's command as it is typed: help, wrong usage, unreadable input. */
#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "operator/operator.h"
#include "support/command.h"

static const char *const commands[] = {

#define COMMAND(name, text) #name,
#include "operator/commands.def"
#undef COMMAND
};

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
                                          {"pfq", "help", "rules", "list"},
                                          {"pfq", "rules", "help", "list"},
                                          {"pfq", "help", "compliance", "remark"},
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
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        const char *const ask[] = {"pfq", "help", commands[i], NULL};
        struct command ran = command_run(ask, NULL);
        cr_assert_not_null(strstr(ran.out, "Example: pfq "), "%s", commands[i]);
        command_free(&ran);
    }
}

/* Its verbs are in the help, with what they do. */
Test(operator_usage, the_help_of_a_command_lists_its_verbs)
{
    static const struct {
        const char *command;
        const char *says[2];
    } rows[] = {
        {"rules", {"  pfq rules list ", "  pfq rules test "}},
        {"challenge", {"  pfq challenge raise ", "  pfq challenge reopen "}},
        {"outbox", {"\n  retry N ", "\n  test FORCE "}},
        {"reference", {"\n  load TABLE FILE ", "\n  list "}},
        {"action", {"\n  add ", "\n  done ID "}},
        {"compliance", {"\n  sample ", "\n  remark URN "}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *const ask[] = {"pfq", "help", rows[i].command, NULL};
        struct command ran = command_run(ask, NULL);
        cr_assert_eq(ran.code, 0, "row %zu", i);
        for (size_t j = 0; j < 2; j++) {
            cr_assert_not_null(strstr(ran.out, rows[i].says[j]), "row %zu: %s", i, ran.out);
        }
        command_free(&ran);
    }
}

static const struct {
    const char *argv[8];
    const char *says;
} misused[] = {
    {{"pfq"}, "pfq help COMMAND"},
    {{"pfq", "sttaus"}, "there is no command 'sttaus'.  Did you mean status?"},
    {{"pfq", "nonsense"}, "There are: up check submit"},
    {{"pfq", "rules", "lsit"}, "Did you mean list?"},
    {{"pfq", "challenge", "riase"}, "Did you mean raise?"},
    {{"pfq", "outbox", "--json", "retyr"}, "Did you mean retry?"},
    {{"pfq", "outbox"}, "list, show, retry, drop or test"},
    {{"pfq", "outbox", "show"}, "give the mail's number"},
    {{"pfq", "outbox", "drop", "x"}, "'x' is no number of a mail"},
    {{"pfq", "outbox", "list", "3"}, "no further word is wanted"},
    {{"pfq", "reference", "laod"}, "Did you mean load?"},
    {{"pfq", "reference"}, "write load or list"},
    {{"pfq", "reference", "list", "units"}, "one word too many"},
    {{"pfq", "action", "ad"}, "Did you mean add?"},
    {{"pfq", "action"}, "write add, done or list"},
    {{"pfq", "compliance", "smaple"}, "Did you mean sample?"},
    {{"pfq", "compliance", "--overdue", "sample"}, "sample goes before all options"},
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
    {{"pfq", "themes", "--force=99"}, "99 is no force"},
    {{"pfq", "themes", "rebase", "--force=43"}, "say which theme and which months"},
    {{"pfq", "themes", "rebase", "--reason=ANGER"}, "NEW_PROCESS, DATA_FAULT, MERGER or OTHER"},
    {{"pfq", "themes", "rebase", "--by=Jane Smith"}, "'Jane Smith' is none"},
    {{"pfq", "themes", "rebase", "--force=43", "--theme=INTERVIEW", "--from=2026-03",
      "--to=2026-01"},
     "--to is before --from"},
    {{"pfq", "themes", "rebase", "--force=43", "--theme=INTERVIEW", "--from=2026-01",
      "--to=2099-01"},
     "2099-01 is not over"},
    {{"pfq", "themes", "rebase", "--force=43", "--theme=INTERVIEW", "--from=2026-01",
      "--to=2026-03", "--yes"},
     "--yes needs --reason CODE"},
    {{"pfq", "month", "close", "2026-10", "--yes"}, "the staff id of whoever decides it"},
    {{"pfq", "month", "close", "2026-10", "--by", "Jane Smith"}, "'Jane Smith' is none"},
    {{"pfq", "month", "close", "2026-10", "--by", ""}, "1 to 32 letters"},
};

Test(operator_usage, wrong_usage_ends_with_2_and_says_what_to_type)
{
    for (size_t i = 0; i < sizeof misused / sizeof misused[0]; i++) {
        struct command ran = command_run(misused[i].argv, NULL);
        cr_assert_eq(ran.code, 2, "row %zu: %d", i, ran.code);
        cr_assert_not_null(strstr(ran.err, misused[i].says), "row %zu: %s", i, ran.err);
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

/* --- help and man pages ------------------------------------------------------------------- */

/* Verbs with options of their own; their man page is that of their command. */
static const char *const verbs[][2] = {

#define RULES(name, text) {"rules", #name},
#include "operator/rules/rules.def"
#undef RULES

#define CHALLENGE(name, text) {"challenge", #name},
#include "operator/challenge/challenge.def"
#undef CHALLENGE
    {"compliance", "sample"},
    {"compliance", "remark"},
    {"themes", "rebase"},
};

static void put_help(FILE *out, const char *const ask[])
{
    struct command ran = command_run(ask, NULL);
    cr_expect_eq(ran.code, 0, "%s %s", ask[0], ask[1]);
    fputs(ran.out, out);
    command_free(&ran);
}

/* The help of a command, of all its verbs, and of the service that shares its man page, behind
 * each other; freed by the caller. */
static char *whole_help(const char *command)
{
    const char *const ask[] = {"pfq", "help", command, NULL};
    const char *const service[] = {"pfq-feedback", "--help", NULL};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    put_help(out, ask);
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        const char *const again[] = {"pfq", command, verbs[i][1], "--help", NULL};
        if (strcmp(verbs[i][0], command) == 0) {
            put_help(out, again);
        }
    }
    if (strcmp(command, "feedback") == 0) {
        put_help(out, service);
    }
    (void)fclose(out);
    return text;
}

/* `name` as a whole word behind `before`. */
static bool has_option(const char *text, const char *before, const char *name, int size)
{
    char want[80];
    int length = snprintf(want, sizeof want, "%s%.*s", before, size, name);
    for (const char *at = strstr(text, want); at != NULL; at = strstr(at + 1, want)) {
        if (strchr("abcdefghijklmnopqrstuvwxyz-", at[length]) == NULL || at[length] == '\0') {
            return true;
        }
    }
    return false;
}

static bool every_page_has(const char *name, int size)
{
    static const char *const common[] = {"help", "usage", "version"};
    bool found = size == 0;
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        found = found ||
                (strlen(common[i]) == (size_t)size && strncmp(name, common[i], (size_t)size) == 0);
    }
    return found;
}

/* From a line "  -j, --json    one JSON object": what is mentioned within a text is not listed. */
static void check_help_in_man(const char *help, const char *man, const char *path)
{
    for (const char *line = help; line != NULL; line = strchr(line, '\n')) {
        line += line[0] == '\n';
        const char *at = line + strspn(line, " ");
        at += strncmp(at, "-", 1) == 0 && at[1] != '-' && strncmp(at + 2, ", ", 2) == 0 ? 4 : 0;
        if (at == line || strncmp(at, "--", 2) != 0) {
            continue;
        }
        int size = (int)strcspn(at + 2, "=[ \n,");
        cr_expect(every_page_has(at + 2, size) || has_option(man, " -", at + 2, size),
                  "%s lacks --%.*s", path, size, at + 2);
    }
}

/* From the man page's ".It Fl j , Fl -json" and ".Op Fl -run Ar dir". */
static void check_man_in_help(const char *man, const char *help, const char *path)
{
    for (const char *at = strstr(man, "\n."); at != NULL; at = strstr(at + 1, "\n.")) {
        bool lists = strncmp(at, "\n.It Fl ", 8) == 0 || strncmp(at, "\n.Op Fl ", 8) == 0;
        const char *end = at + 1 + strcspn(at + 1, "\n");
        for (const char *o = strstr(at, " -"); lists && o != NULL && o < end;
             o = strstr(o + 1, " -")) {
            int size = (int)strcspn(o + 2, " \n,|");
            cr_expect(size == 0 || has_option(help, "--", o + 2, size), "%s has --%.*s too many",
                      path, size, o + 2);
        }
    }
}

static void check_page(const char *help, const char *name)
{
    char path[64];
    (void)snprintf(path, sizeof path, "deploy/man/pfq-%s.1", name);
    char *man = command_read(path);
    const char *describes = strstr(man, ".Sh DESCRIPTION");
    cr_expect_not_null(describes, "%s", path);
    check_help_in_man(help, describes == NULL ? "" : describes, path);
    check_man_in_help(man, help, path);
    free(man);
}

Test(operator_usage, help_and_man_page_of_a_service_have_the_same_options)
{
    static const char *const services[] = {"intake", "store"};
    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        char program[32];
        (void)snprintf(program, sizeof program, "pfq-%s", services[i]);
        const char *const ask[] = {program, "--help", NULL};
        struct command ran = command_run(ask, NULL);
        check_page(ran.out, services[i]);
        command_free(&ran);
    }
}

Test(operator_usage, help_and_man_page_have_the_same_options)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char *help = whole_help(commands[i]);
        check_page(help, commands[i]);
        free(help);
    }
}

/* pfq(1) names every command, and every command is followed by its own page. */
Test(operator_usage, every_command_is_in_the_man_page_of_pfq)
{
    char *man = command_read("deploy/man/pfq.1");
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char want[64];
        (void)snprintf(want, sizeof want, "pfq-%s", commands[i]);
        cr_expect_not_null(strstr(man, want), "%s", want);
    }
    free(man);
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
        bool mails = strcmp(services[i], "pfq-feedback") == 0; /* whose routes need a sender */
        const char *const argv[] = {services[i],
                                    "--config",
                                    path,
                                    "--print-config",
                                    mails ? "-o" : NULL,
                                    "mail_from=pfq@cps.example",
                                    NULL};
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
        {"[feedback]\nmail_from = pfq@cps.example\n"
         "[routes]\n43 = lead@police.example weekly,monthly outside\n"
         "area Thames and Chiltern = pack@cps.example pack inside\n",
         0,
         {"43 = lead@police.example WEEKLY,MONTHLY outside",
          "area Thames and Chiltern = pack@cps.example PACK inside"}},
        {"[targets]\n43 INTERVIEW from 2026-04 = 10%\n* CASE_DATA from 2026-05 = 7.5%\n",
         0,
         {"43 INTERVIEW from 2026-04 = 10%", "* CASE_DATA from 2026-05 = 7.5%  (line 3)"}},
        {"[targets]\n43 INTERVIEW = 10%\n43 NONESUCH from 2026-04 = 10%\n", 2, {":2: ", ":3: "}},
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

/* What `text` comes to for a service that only prints it. */
static struct command printed(const char *service, const char *text)
{
    char path[] = "/tmp/pfq-conf-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    (void)close(fd);
    const char *const argv[] = {service, "--config", path, "--print-config=tabs", NULL};
    struct command ran = command_run(argv, NULL);
    (void)unlink(path);
    return ran;
}

/* A slip of the pen is told before anything starts. */
Test(operator_usage, a_configuration_that_would_not_start_is_told_when_it_is_printed)
{
    static const struct {
        const char *service;
        const char *text;
        const char *says[2]; /* both at once */
    } rows[] = {
        {"pfq-intake", "[intake]\npeers = 1=king\n", {"peers:", "1=king"}},
        {"pfq-store", "[store]\nservices = me\ndue = soon\n", {"services:", "due"}},
        {"pfq-feedback",
         "[feedback]\npeers = 1=king\nladder_days = x\n",
         {"1=king", "ladder_days"}},
        {"pfq-feedback",
         "[common]\ndeadline_days = soon\n[routes]\n43 = lead@police.example weekly outside\n",
         {"deadline_days", "mail_from"}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct command ran = printed(rows[i].service, rows[i].text);
        cr_expect_eq(ran.code, 1, "row %zu: %d", i, ran.code);
        for (size_t k = 0; k < 2; k++) {
            cr_expect_not_null(strstr(ran.err, rows[i].says[k]), "row %zu: %s", i, ran.err);
        }
        command_free(&ran);
    }
}

/* "name\t" of each line of --print-config=tabs that `other` has, too. */
static void expect_common(const char *own, const char *other)
{
    for (const char *line = own; *line != '\0'; line += strcspn(line, "\n") + 1) {
        int size = (int)strcspn(line, "\t") + 1;
        char name[64];
        char text[128];
        (void)snprintf(name, sizeof name, "%.*s", size, line);
        const char *there = strstr(other, name);
        if (there == NULL || (there != other && there[-1] != '\n')) {
            continue;
        }
        const char *value = line + size;
        (void)snprintf(text, sizeof text, "[common]\n%.*s= %.*s\n", size - 1, line,
                       (int)strcspn(value, "\t"), value);
        static const char *const services[] = {"pfq-intake", "pfq-store", "pfq-feedback"};
        for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
            struct command ran = printed(services[i], text);
            cr_expect_eq(ran.code, 0, "%s: %s: %s", services[i], text, ran.err);
            command_free(&ran);
        }
    }
}

Test(operator_usage, what_two_services_have_may_stand_in_common)
{
    struct command intake = printed("pfq-intake", "");
    struct command store = printed("pfq-store", "");
    struct command feedback = printed("pfq-feedback", "");
    expect_common(intake.out, store.out);
    expect_common(intake.out, feedback.out);
    expect_common(store.out, feedback.out);
    command_free(&intake);
    command_free(&store);
    command_free(&feedback);
}
