/* offline.h - what pfq-store does when it is not to be a service: one thing with the database, and
 * end.
 *
 *     --report    what status shows (report.h)
 *     --stored    the submissions of some days (export.h)
 *     --activity  the log of what is watched over (report.h)
 *     --recount   figures counted again from nothing (recount.h)
 *
 * All but the last read only.  Beside a running service or without one.  Exit status: 0 told, 2
 * wrong usage, 4 cannot tell (the reason is on standard error).
 *
 * Layer 4 (store).
 */
#ifndef OFFLINE_H
#define OFFLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/err.h"

struct offline_span { /* of days, YYYYMMDD, both included */
    int32_t from;
    int32_t to;
};

struct offline_use {
    const char *name; /* "--report" */
    bool span;        /* --from and --to are wanted */
    enum pfq_code (*act)(const char *database, const struct offline_span *span,
                         struct pfq_err *err);
};

/* NULL: argv[1] names no such use, and pfq-store is a service. */
const struct offline_use *offline_find(int argc, char **argv);

/* argv from the use's name on.  The result is main()'s. */
int offline_main(const struct offline_use *use, int argc, char **argv);

#endif
