/* batch.h - many requests, one transaction, all their answers.
 *
 * batch_run() is the instant of responsibility.  Before its COMMIT the senders still own
 * what they sent; after it we do, and the answers may leave.
 *
 *   B1  No answer says ACCEPTED or DUPLICATE unless the transaction that it rests on is
 *       committed (G1).
 *   B2  A failure of the disk or the database rolls everything back and answers every
 *       open request TRY_AGAIN.
 *   B3  A request that can never be stored is answered REFUSED and costs the others
 *       nothing but a second attempt.
 *   B4  What was refused or put into quarantine is answered REFUSED with its own reasons,
 *       once it is kept.
 *   B5  Whatever the answer, sending again is safe (G2).
 *
 * No thread, no socket, no clock: tests drive it as the writer does.
 *
 * Layer 4 (store).
 */
#ifndef BATCH_H
#define BATCH_H

#include <stddef.h>

#include "db.h"
#include "job.h"
#include "past.h"

enum {
    BATCH_FORCES_MAX = 100,
    BATCH_PAGE_BYTES = 200 * 1024 /* of rows for an export */
};

struct batch {
    struct db *db;
    struct past *past;
    const struct pfq_people_rules *rules; /* borrowed */
    struct db *quarantine;                /* NULL: it could not be opened */
    struct db_held held;                  /* what it holds */
    struct db_held held_at_most;          /* and may hold */
};

struct batch_result {
    struct pfq_err err;                   /* of the main database: code PFQ_OK, or why all failed */
    struct pfq_err quarantine_err;        /* of the quarantine */
    bool quarantine_used;                 /* there was something for it */
    uint64_t accepted;                    /* LIVE submissions newly stored */
    uint64_t sequence;                    /* of the last of them */
    const char *forces[BATCH_FORCES_MAX]; /* whose mailboxes grew; borrowed from the jobs */
    size_t force_count;
};

/* Every job is answered when it returns. */
void batch_run(struct batch *batch, struct job *jobs, size_t count, struct pfq_arena *arena,
               int64_t wall_ms, struct batch_result *out);

/* Answer every job TRY_AGAIN for one reason. */
void batch_put_off(struct job *jobs, size_t count, enum pfq_code code);

#endif
