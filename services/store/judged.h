/* judged.h - what was decided of a stored submission, as its figures need it.
 *
 * Layer 4 (store).
 */
#ifndef JUDGED_H
#define JUDGED_H

#include "db.h"

/* NULL, and a line in the log: it cannot be read.  Its file counts, its outcomes do not. */
const Pfq__V1__Judged *judged_read(const struct db_counted *of, struct pfq_arena *arena);

/* When it happened and the London day on which it counts, as far as `judged` (may be NULL)
 * knows; else its arrival decides. */
int64_t judged_at(const Pfq__V1__Judged *judged, const struct db_counted *of);
int32_t judged_day(const Pfq__V1__Judged *judged, const struct db_counted *of);

#endif
