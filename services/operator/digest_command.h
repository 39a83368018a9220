/* digest_command.h - `pfq digest` and `pfq pack`: what they were asked for, and what they gather.
 */
#ifndef DIGEST_COMMAND_H
#define DIGEST_COMMAND_H

#include <argp.h>

#include "feedback/summary/summary.h"
#include "pfq/client.h"
#include "pfq/standard.h"
#include "reach.h"

enum {
    DIGEST_COMMAND_FORCES = 50
};

enum form {
    FORM_TEXT,
    FORM_HTML,
    FORM_CSV,
    FORM_XLSX,
    FORM_JSON
};

struct digest_command {
    const char *name; /* of the command */
    struct digest_wish wish;
    int32_t date; /* in the period; 0: the last one that is over */
    bool kind_told;
    enum form form;
    const char *out;
    const char *run;
    const char *catalogue;
    bool inside;
    struct reach feedback;
    struct pfq_standard *standard;
    struct pfq_arena arena;
    struct digest_force forces[DIGEST_COMMAND_FORCES];
    struct pfq_client *client; /* of feedback */
    struct summary summary;
};

/* digest_options.c: the input of both is a struct digest_command. */
extern const struct argp digest_argp;
extern const struct argp pack_argp;

#endif
