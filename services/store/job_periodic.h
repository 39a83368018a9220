/* job_periodic.h - job_fault() for figures, themes and months.
 *
 * Layer 4 (store).
 */
#ifndef JOB_PERIODIC_H
#define JOB_PERIODIC_H

#include "envelope.pb-c.h"

/* What is wrong with it, in a sentence; NULL: well-formed. */
const char *job_periodic_fault(const Pfq__V1__Envelope *request);

#endif
