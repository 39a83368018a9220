/* feed.h - stored files, one after another, as `pfq-store --stored` writes them.
 *
 * store is the only program that opens the database, so it is asked to read; here its
 * output is read, one file at a time in constant memory.
 *
 * Private to services/operator/rules.
 */
#ifndef FEED_H
#define FEED_H

#include <stdio.h>
#include <sys/types.h>

#include "pfq/arena.h"
#include "pfq/err.h"
#include "store.pb-c.h"

struct feed {
    FILE *in;
    pid_t pid; /* 0: it is no program's output */
};

/* Days as written: "2026-01-01".  Its standard error is ours. */
enum pfq_code feed_open(struct feed *feed, const char *database, const char *from, const char *to,
                        struct pfq_err *err) PFQ_CHECKED;

/* The next file, in the arena; *out is NULL at the end. */
enum pfq_code feed_next(struct feed *feed, struct pfq_arena *arena, Pfq__V1__StoredFile **out,
                        struct pfq_err *err) PFQ_CHECKED;

/* An error: the program did not give all that there is. */
enum pfq_code feed_close(struct feed *feed, struct pfq_err *err) PFQ_CHECKED;

#endif
