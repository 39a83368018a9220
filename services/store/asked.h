/* asked.h - the questions that anybody may put to feedback, which forwards them: all that is wrong
 * with one, field by field, for a person to mend.  What services of ours say is job_fault()'s.
 *
 * Layer 4 (store).
 */
#ifndef ASKED_H
#define ASKED_H

#include <stdbool.h>

#include "envelope.pb-c.h"
#include "pfq/problems.h"

/* Is it one of them? */
bool asked_is(const Pfq__V1__Envelope *request);

/* Names every fault; codes of forces and URNs are made canonical where they stand. */
void asked_check(const Pfq__V1__Envelope *request, struct pfq_problems *problems);

#endif
