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
#include "rollup.h"

/* Answer the jobs that close a month, in order; the batch has answered all others.
 * *counted is where the rollups stand. */
void closing_run(struct db *db, struct rollup *rollup, struct job *jobs, size_t count,
                 struct pfq_arena *arena, int64_t wall_ms, uint64_t *counted);

#endif
