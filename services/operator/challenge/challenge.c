/* challenge.c - `pfq challenge`: questions to a force that are written down, answered, and that
 * climb while nobody answers. */
#include "challenge.h"

#include <stdio.h>
#include <string.h>

#include "operator/commands.h"

static const struct row {
    const char *name;
    const char *text;
    int (*run)(int argc, char **argv);
} rows[] = {

#define CHALLENGE(name, text) {#name, text, challenge_##name},
#include "challenge.def"
#undef CHALLENGE
};

enum {
    ROW_COUNT = sizeof rows / sizeof rows[0]
};

static void overview(FILE *out)
{
    fputs("Usage: pfq challenge COMMAND [OPTION...] [ARGUMENT...]\n"
          "Challenge a force on a case or a theme: the fact with its evidence, what is wanted and\n"
          "by when, and the force's answer. Unanswered it climbs from level to level.\n\n",
          out);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        fprintf(out, "  pfq challenge %-11s %s\n", rows[i].name, rows[i].text);
    }
    fputs("\nExample: pfq challenge raise --theme INTERVIEW --force 43 --due 2026-12-01 \\\n"
          "             --wanted 'A summary of each interview before the file is sent'\n"
          "         pfq challenge raise --urn 43AA1234526 --check VW01 --due 2026-12-01 \\\n"
          "             --wanted 'Say whether a statement was offered'\n"
          "         pfq challenge brief ch-20261123-1a2b3c --html -o brief.html\n"
          "\npfq challenge COMMAND --help tells more.\n",
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

static bool asks_for_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "-?") == 0 ||
           strcmp(word, "help") == 0;
}

int command_challenge(int argc, char **argv)
{
    char name[64];
    if (argc < 2) {
        overview(stderr);
        return PFQ_EXIT_USAGE;
    }
    if (asks_for_help(argv[1])) {
        overview(stdout);
        return PFQ_EXIT_GOOD;
    }
    const struct row *row = find_row(argv[1]);
    if (row == NULL) {
        fprintf(stderr, "pfq challenge: there is no command '%s'.\nTry: pfq help challenge\n",
                argv[1]);
        return PFQ_EXIT_USAGE;
    }
    (void)snprintf(name, sizeof name, "pfq challenge %s", row->name);
    argv[1] = name;
    return row->run(argc - 1, argv + 1);
}
