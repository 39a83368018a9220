/* people_read.h - rows of what people said, for whoever asks: authorised, redacted, in pages.
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_READ_H
#define PEOPLE_READ_H

#include "db_people.h"
#include "job.h"

/* A page that fits into the room.  What time alone changed since it was stored is made
 * anew.  Answers the job, also that it is not granted. */
enum pfq_code people_read(const struct turn *turn, struct job *job,
                          struct pfq_err *err) PFQ_CHECKED;

#endif
