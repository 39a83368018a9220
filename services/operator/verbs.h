/* verbs.h - a command that has several: `pfq rules list`, `pfq outbox retry`, and pfq itself.
 *
 * A verb is a row of its command's table: name, what it does in a line, function.  The help is
 * printed from the table, and who mistypes a verb is told the nearest.
 *
 *     run   reads options of its own; argv[0] is "pfq rules list"
 *     act   has the options of its command, which argp reads first: `self` is theirs
 *
 * Layer 4 (operator).
 */
#ifndef VERBS_H
#define VERBS_H

#include "operator.h"

struct verb {
    const char *name;
    const char *words; /* that follow it: "N"; NULL: none, or as its own help says */
    const char *text;
    int (*run)(int argc, char **argv);
    enum pfq_exit (*act)(void *self);
};

struct verbs {
    const char *command; /* "pfq rules" */
    const char *before;  /* of the help, and after it */
    const char *after;
    const struct verb *rows;
    size_t count;
};

/* NULL: there is none of this name. */
const struct verb *verbs_find(const struct verbs *verbs, const char *name);

/* The same for argp; exits with a sentence where there is none. */
const struct verb *verbs_option(struct argp_state *state, const struct verbs *verbs,
                                const char *name);

/* For .help_filter: the rows behind the words before \v. */
char *verbs_doc(const struct verbs *verbs, int key, const char *text);

/* Run the verb that argv[1] names.  `help`, with a verb or alone, and no word at all are the
 * help; an enum pfq_exit. */
int verbs_run(const struct verbs *verbs, int argc, char **argv);

#endif
