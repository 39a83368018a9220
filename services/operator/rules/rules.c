/* rules.c - `pfq rules`: the catalogue, for those who own it. */
#include "rules.h"

#include "operator/commands.h"
#include "operator/verbs.h"

static const struct verb rows[] = {

#define RULES(called, what) {#called, NULL, what, rules_##called, NULL},
#include "rules.def"
#undef RULES
};

static const struct verbs verbs = {
    .command = "pfq rules",
    .before = "Usage: pfq rules COMMAND [OPTION...] [ARGUMENT...]\n"
              "Read, check and change the catalogue: the National File Standard as data.\n",
    .after = "Example: pfq rules list --stage FH_GAP --severity critical\n"
             "         pfq rules show VW01\n"
             "         pfq rules lint my-catalogue\n"
             "         pfq rules explain --html -o standard.html\n"
             "\npfq rules COMMAND --help tells more.\n",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};

int command_rules(int argc, char **argv)
{
    return verbs_run(&verbs, argc, argv);
}
