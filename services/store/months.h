/* months.h - the states of the months, and closing one.
 *
 * Open until it is over in London; then provisional, because files of it still come in;
 * closed by a named person, from 42 days after its end on.  Closing freezes its figures, and a
 * digest over them, in one transaction: whatever is counted later, they are read as they
 * were, byte for byte.  What came after is told as `late`.
 *
 * Layer 4 (store).
 */
#ifndef MONTHS_H
#define MONTHS_H

#include "db_periodic.h"

enum {
    MONTHS_DAYS = 42 /* after its end: what then still comes is late */
};

/* Months in order, as many as a short read transaction allows. */
enum pfq_code months_read(struct db *db, const Pfq__V1__MonthsRead *read, int64_t wall_ms,
                          struct pfq_arena *arena, Pfq__V1__MonthRows *out,
                          struct pfq_err *err) PFQ_CHECKED;

/* Inside a transaction.  Either the month is closed, or out->problems says all that speaks
 * against it and nothing was written.  A preview never writes; its row says what would be
 * frozen.  The figures must have followed all submissions. */
enum pfq_code months_close(struct db *db, const Pfq__V1__MonthClose *close, int64_t wall_ms,
                           struct pfq_arena *arena, Pfq__V1__MonthRows *out,
                           struct pfq_err *err) PFQ_CHECKED;

#endif
