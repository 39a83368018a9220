/* rollup.h - the figures follow the submissions, by high-water mark.
 *
 * A cell is (force, London day of the event time, police unit, case type, file type,
 * series: first, later or replaced submissions of their files).  It counts files applicable
 * and files failing for each check, theme and reason, and files of each verdict, on all,
 * on presence and on quality (as applicable; UNDECIDED is counted, and in no rate).  A theme or
 * reason applies where at least one of its checks came out MET or NOT_MET, and fails where at least
 * one is NOT_MET (G6).  A theme's coverage is counted beside it: of files where one of its checks
 * came out MET, NOT_MET, NEEDS_PERSON or NOT_RUN, those where none is NOT_MET and one is
 * NEEDS_PERSON or NOT_RUN are undecided.  A row of `person:` takes no part: no data could decide
 * it.
 *
 *   R1  progress "rollup" is the sequence up to which all cells are true; it moves in
 *       the transaction that moves them (G3).
 *   R2  The first submission of a file is the earliest by (event time, sequence) of those
 *       up to R1's mark, the final one is the latest.  Every other than the first is in
 *       "later", every other than the final in "replaced", so that first + later - replaced
 *       is final.  When an earlier one arrives, the old first moves to "later"; when a later
 *       one arrives, the old final comes into "replaced": in the end the cells are the same
 *       in whatever order submissions of different instants arrived.
 *   R3  Counting again from nothing gives the same cells.
 *
 * TEST messages and refusals are no submissions and reach no cell.
 *
 * Layer 4 (store).
 */
#ifndef ROLLUP_H
#define ROLLUP_H

#include "db.h"

struct rollup; /* memory and what is remembered of catalogues */

enum pfq_code rollup_open(struct rollup **out, struct pfq_err *err) PFQ_CHECKED;
void rollup_close(struct rollup *rollup);

enum {
    ROLLUP_CHUNK = 1024 /* submissions in one transaction: some milliseconds */
};

/* Count the next chunk in a transaction of its own.  *up_to is the mark afterwards. */
enum pfq_code rollup_follow(struct rollup *rollup, struct db *db, uint64_t *up_to,
                            struct pfq_err *err) PFQ_CHECKED;

/* Forget all cells and start again from nothing; rollup_follow() does the counting. */
enum pfq_code rollup_restart(struct rollup *rollup, struct db *db, struct pfq_err *err) PFQ_CHECKED;

#endif
