/* people.h - one event into the running transaction: whether it may be told, what it leaves
 * changed, and what the force is told of it.
 *
 *   P1  (source, id) is stored once; an event is never changed or deleted (G2).
 *   P2  An event, the row that it leaves changed and the force's number are one transaction (G3).
 *   P3  What a force is told of an event is stored with it, as a force may see it (G4).
 *   P4  Events on files are taken in any order; a challenge is moved only as its state allows, and
 *       never to before its last step.
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "db_people.h"
#include "job.h"

/* Answers the job.  `scratch` grows, and holds what is worked on. */
enum pfq_code people_put(const struct turn *turn, struct job *job, struct pfq_err *err) PFQ_CHECKED;

/* What is wrong with the request of this part: see job_fault(). */
const char *people_fault(const Pfq__V1__Envelope *request);

#endif
