/* people_read.h - rows of what people said, for whoever asks: authorised, redacted, in pages.
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_READ_H
#define PEOPLE_READ_H

#include "db_people.h"
#include "job.h"

/* A page that fits into `room` bytes.  What time alone changed since it was stored is made
 * anew.  Answers the job, also that it is not granted. */
enum pfq_code people_read(struct db *db, const struct pfq_people_rules *rules, struct job *job,
                          size_t room, int64_t wall_ms, struct pfq_arena *arena,
                          struct pfq_err *err) PFQ_CHECKED;

#endif
