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
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "verbs.h"

static const struct verb rows[] = {

#define COMMAND(called, what) {#called, NULL, what, command_##called, NULL},
#include "commands.def"
#undef COMMAND
};

static const struct verbs commands = {
    .command = "pfq",
    .before = "pfq checks police case files against the National File Standard.\n",
    .after = "pfq help COMMAND tells more.  First steps:\n"
             "  pfq check FILE...        what would be said of these files\n"
             "  pfq up                   start the services, then in another terminal\n"
             "  pfq submit FILE...       send the files\n",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};

static const char version[] = "pfq " PFQ_VERSION;

static bool asks_for_version(const char *word)
{
    return strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0 ||
           strcmp(word, "version") == 0;
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
    if (argc > 1 && asks_for_version(argv[1])) {
        puts(version);
        return flushed(PFQ_EXIT_GOOD);
    }
    return flushed(verbs_run(&commands, argc, argv));
}
