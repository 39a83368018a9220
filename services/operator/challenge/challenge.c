/* challenge.c - `pfq challenge`: questions to a force that are written down, answered, and that
 * climb while nobody answers. */
#include "challenge.h"

#include "operator/commands.h"
#include "operator/verbs.h"

static const struct verb rows[] = {

#define CHALLENGE(called, what) {#called, NULL, what, challenge_##called, NULL},
#include "challenge.def"
#undef CHALLENGE
};

static const struct verbs verbs = {
    .command = "pfq challenge",
    .before =
        "Usage: pfq challenge COMMAND [OPTION...] [ARGUMENT...]\n"
        "Challenge a force on a case or a theme: the fact with its evidence, what is wanted and\n"
        "by when, and the force's answer. Unanswered it climbs from level to level.\n",
    .after = "Example: pfq challenge raise --theme INTERVIEW --force 43 --due 2026-12-01 \\\n"
             "             --wanted 'A summary of each interview before the file is sent'\n"
             "         pfq challenge raise --urn 43AA1234526 --check VW01 --due 2026-12-01 \\\n"
             "             --wanted 'Say whether a statement was offered'\n"
             "         pfq challenge brief ch-20261123-1a2b3c --html -o brief.html\n"
             "\npfq challenge COMMAND --help tells more.\n",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};

int command_challenge(int argc, char **argv)
{
    return verbs_run(&verbs, argc, argv);
}
