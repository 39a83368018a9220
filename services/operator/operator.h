/* operator.h - what every subcommand of pfq shares: its exit codes and its options.
 *
 * A subcommand is one file that defines command_<name>() and one row of commands.def.
 * It reads its own options with argp (argv[0] is "pfq <name>"), writes data to stdout
 * and everything else to stderr, and returns an exit code.
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_H
#define OPERATOR_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/wire.h"

enum pfq_exit {
    PFQ_EXIT_GOOD = 0,
    PFQ_EXIT_NOT_GOOD = 1,   /* answered, but not good: findings, refused, degraded */
    PFQ_EXIT_USAGE = 2,      /* wrong usage or unreadable input */
    PFQ_EXIT_AWAY = 3,       /* a service is not reachable */
    PFQ_EXIT_CANNOT_TELL = 4 /* undecided, or seen only in part */
};

/* Of several answers the worst counts: good, cannot tell, not good, unreadable, away. */
enum pfq_exit exit_worse(enum pfq_exit a, enum pfq_exit b);

/* Options that mean the same in every subcommand that has them.  Keys without a letter
 * start at 256. */
enum {
    OPT_RUN = 256,
    OPT_FORCE,
    OPT_CATALOGUE,
    OPT_FULL,
    OPT_CONFIG,
    OPT_TABLES,
    OPT_OWN /* a subcommand's own start here */
};

#define OPTION_JSON                                                                                \
    {                                                                                              \
        "json", 'j', NULL, 0, "one JSON object a line", 0                                          \
    }
#define OPTION_FORCE                                                                               \
    {                                                                                              \
        "force", OPT_FORCE, "NN", 0,                                                               \
            "the submitting force, for a document that does not say "                              \
            "(a DCF)",                                                                             \
            0                                                                                      \
    }
#define OPTION_FULL                                                                                \
    {                                                                                              \
        "full", OPT_FULL, NULL, 0, "every finding with its fix, and all that needs a person", 0    \
    }
#define OPTION_RUN                                                                                 \
    {                                                                                              \
        "run", OPT_RUN, "DIR", 0,                                                                  \
            "where the services' sockets are (else $PFQ_RUN, else "                                \
            "./var/run, else the run of pfq.conf)",                                                \
            0                                                                                      \
    }

#define OPTION_CATALOGUE                                                                           \
    {                                                                                              \
        "catalogue", OPT_CATALOGUE, "DIR", 0, "judge by the catalogue in DIR", 0                   \
    }
#define OPTION_CONFIG                                                                              \
    {                                                                                              \
        "config", OPT_CONFIG, "FILE", 0,                                                           \
            "the pfq.conf that counts (else $PFQ_CONF, else /etc/pfq/pfq.conf where it is there)", \
            0                                                                                      \
    }
#define OPTION_TABLES                                                                              \
    {                                                                                              \
        "tables", OPT_TABLES, "DIR", 0,                                                            \
            "where loaded tables are (else tables beside ./var/run, else that of pfq.conf)", 0     \
    }

/* Exit with a sentence and the way to help unless `text` is such a number or force. */
uint64_t option_number(struct argp_state *state, const char *name, const char *text, uint64_t min,
                       uint64_t max);
const char *option_force(struct argp_state *state, const char *text);
int32_t option_month(struct argp_state *state, const char *text); /* YYYYMM */
/* The id of a member of staff, as store asks it: never a name. */
const char *option_staff(struct argp_state *state, const char *text);
/* A value of the enum, in either case of letters; else the names that there are. */
int option_code(struct argp_state *state, const ProtobufCEnumDescriptor *type, const char *what,
                const char *text);

/* Whether the reference table has this force; true as well where there is no table. */
bool force_exists(const char *code);

/* As people call it, in the arena; NULL: the table does not say. */
const char *force_name(const char *code, struct pfq_arena *arena);

/* The err's sentence without the name of its kind, where what follows says it all. */
const char *plain_words(const struct pfq_err *err);

/* For .children of every subcommand's argp: -h, which is --help, and the word that no parser
 * before it took. */
extern const struct argp_child option_help[];

#endif
