/* people_known.h - is there what an event answers: an assessment, and a failure of that number; or
 * the file that was assessed or reviewed?
 *
 * Events are taken in any order, so one that answers nothing yet is taken as well, and its sender
 * is told: it may be a slip.  Decided from what was committed before it alone, so a repeat is told
 * the same (G2).
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_KNOWN_H
#define PEOPLE_KNOWN_H

#include "db_people.h"
#include "job.h"

/* Warns in the job's answer, made in `arena`, if there was none.  `subject` is what the event is
 * about, `told_at` when it was committed; `scratch` grows. */
enum pfq_code people_known(struct db *db, struct job *job, uint64_t subject, int64_t told_at,
                           struct pfq_arena *arena, struct pfq_arena *scratch,
                           struct pfq_err *err) PFQ_CHECKED;

#endif
