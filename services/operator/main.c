/* main.c - pfq, the operator's command.
 *
 * NAME
 *      pfq - check police case files against the National File Standard
 * SYNOPSIS
 *      pfq COMMAND [OPTION...] [ARGUMENT...]
 *      pfq help [COMMAND]
 *      pfq --version
 * DESCRIPTION
 *      Each command is a row of commands.def and a file of its own.  `pfq help COMMAND`
 *      is `pfq COMMAND --help`.  Data goes to stdout, everything else to stderr.
 * DIAGNOSTICS
 *      0 good; 1 answered, but not good; 2 wrong usage or unreadable input; 3 a service
 *      is not reachable; 4 cannot tell.
 * SECURITY
 *      Whatever comes out of a message or a file is made harmless for the terminal before
 *      it is printed (text.h).  The command holds no secret and no database handle.
 */
#include <argp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "operator.h"

static const struct row {
    const char *name;
    const char *text;
    int (*run)(int argc, char **argv);
} rows[] = {

#define COMMAND(name, text) {#name, text, command_##name},
#include "commands.def"
#undef COMMAND
};

enum {
    ROW_COUNT = sizeof rows / sizeof rows[0]
};

static void overview(FILE *out)
{
    fputs("pfq checks police case files against the National File Standard.\n\n", out);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        fprintf(out, "  pfq %-10s %s\n", rows[i].name, rows[i].text);
    }
    fputs("\npfq help COMMAND tells more.  First steps:\n"
          "  pfq check FILE...        what would be said of these files\n"
          "  pfq up                   start the services, then in another terminal\n"
          "  pfq submit FILE...       send the files\n",
          out);
}

static const struct row *find_row(const char *name)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static int no_such_command(const char *name)
{
    fprintf(stderr, "pfq: there is no command '%s'.  There are:", name);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        fprintf(stderr, " %s", rows[i].name);
    }
    fputs("\nTry: pfq help\n", stderr);
    return PFQ_EXIT_USAGE;
}

static int run_row(const struct row *row, int argc, char **argv)
{
    char name[64];
    (void)snprintf(name, sizeof name, "pfq %s", row->name);
    argv[0] = name;
    return row->run(argc, argv);
}

static int help(int argc, char **argv)
{
    if (argc < 2) {
        overview(stdout);
        return PFQ_EXIT_GOOD;
    }
    const struct row *row = find_row(argv[1]);
    char option[] = "--help";
    char *ask[] = {argv[1], option, NULL};
    return row == NULL ? no_such_command(argv[1]) : run_row(row, 2, ask);
}

static const char version[] = "pfq " PFQ_VERSION;

static bool is_one_of(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

/* What did not reach the reader is not good, whatever the answer was. */
static int flushed(int code)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("pfq: the output could not be written in full\n", stderr);
        return (int)exit_worse((enum pfq_exit)code, PFQ_EXIT_NOT_GOOD);
    }
    return code;
}

int main(int argc, char **argv)
{
    argp_err_exit_status = PFQ_EXIT_USAGE;
    argp_program_version = version;
    if (argc < 2) {
        overview(stderr);
        return PFQ_EXIT_USAGE;
    }
    if (is_one_of(argv[1], "--version", "-V") || strcmp(argv[1], "version") == 0) {
        puts(version);
        return flushed(PFQ_EXIT_GOOD);
    }
    if (is_one_of(argv[1], "--help", "-h") || strcmp(argv[1], "help") == 0) {
        return flushed(help(argc - 1, argv + 1));
    }
    const struct row *row = find_row(argv[1]);
    return row == NULL ? no_such_command(argv[1]) : flushed(run_row(row, argc - 1, argv + 1));
}
