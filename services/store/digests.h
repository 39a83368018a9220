/* digests.h - the requests that keep digests and ask for them.
 *
 *   D1  A digest is there once under (force, unit, kind, period, audience); putting it again
 *       changes nothing, and answers with the one that is kept.
 *   D2  One of a whole force for outside has its number in the force's mailbox from the
 *       transaction that keeps it (G3, G4).
 *   D3  It is settled once all its mail is in the outbox, and never unsettled: whoever is
 *       interrupted before goes on from the digest that is kept.
 *
 * The putting runs inside the batch.  Layer 4 (store).
 */
#ifndef DIGESTS_H
#define DIGESTS_H

#include "db.h"
#include "job.h"

/* What is wrong with a request, in a sentence; NULL: well-formed. */
const char *digests_fault(const Pfq__V1__Envelope *request);

enum pfq_code digests_put(const struct turn *turn, struct job *job,
                          struct pfq_err *err) PFQ_CHECKED;
enum pfq_code digests_read(const struct turn *turn, struct job *job,
                           struct pfq_err *err) PFQ_CHECKED;

#endif
