/* rules.c - `pfq rules`: the catalogue, for those who own it. */
#include "rules.h"

#include <stdio.h>
#include <string.h>

#include "operator/commands.h"

static const struct row {
    const char *name;
    const char *text;
    int (*run)(int argc, char **argv);
} rows[] = {

#define RULES(name, text) {#name, text, rules_##name},
#include "rules.def"
#undef RULES
};

enum {
    ROW_COUNT = sizeof rows / sizeof rows[0]
};

static void overview(FILE *out)
{
    fputs("Usage: pfq rules COMMAND [OPTION...] [ARGUMENT...]\n"
          "Read, check and change the catalogue: the National File Standard as data.\n\n",
          out);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        fprintf(out, "  pfq rules %-8s %s\n", rows[i].name, rows[i].text);
    }
    fputs("\nExample: pfq rules list --stage FH_GAP --severity critical\n"
          "         pfq rules show VW01\n"
          "         pfq rules lint my-catalogue\n"
          "         pfq rules explain --html -o standard.html\n"
          "\npfq rules COMMAND --help tells more.\n",
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

int command_rules(int argc, char **argv)
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
        fprintf(stderr, "pfq rules: there is no command '%s'.\nTry: pfq help rules\n", argv[1]);
        return PFQ_EXIT_USAGE;
    }
    (void)snprintf(name, sizeof name, "pfq rules %s", row->name);
    argv[1] = name;
    return row->run(argc - 1, argv + 1);
}
