/* closing.h - months are closed between batches, each in a transaction of its own.
 *
 * What a batch committed is counted first, so that the figures are true up to the last
 * commit.  The writer does nothing else meanwhile: once a month.
 *
 * Layer 4 (store).
 */
#ifndef CLOSING_H
#define CLOSING_H

#include "db.h"
#include "job.h"
#include "people_expect.h"
#include "rollup.h"

struct closing {
    struct db *db;
    struct rollup *rollup;
    const struct pfq_people_rules *rules;
    uint64_t *counted;  /* where the rollups stand */
    uint64_t *expected; /* where the duties to assess stand */
    int64_t wall_ms;
};

/* Answer the jobs that close a month, in order; the batch has answered all others.  What was
 * closed is in the activity log. */
void closing_run(const struct closing *closing, struct job *jobs, size_t count,
                 struct pfq_arena *arena);

#endif
