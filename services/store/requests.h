/* requests.h - the requests that store takes, in one table: which right each needs, which thread
 * answers it, and what does.
 *
 * Layer 4 (store).
 */
#ifndef REQUESTS_H
#define REQUESTS_H

#include "job.h"

/* The reader's thread answers it; else the writer's. */
bool requests_reads(const Pfq__V1__Envelope *request);

/* Before any transaction: what is not well-formed or not granted is answered, and the job settled.
 */
void requests_admit(struct job *job, struct pfq_arena *arena);

/* Inside one.  What is kept apart from the main transaction (quarantine.h, closing.h) does
 * nothing here. */
enum pfq_code requests_act(const struct turn *turn, struct job *job,
                           struct pfq_err *err) PFQ_CHECKED;

#endif
