/* outbox.h - the moves of a delivery, and the requests that make them.
 *
 *                       take                mark, before the data ends      mark
 *     put -> QUEUED ----------> (held) ------------------> SENDING ------------> SENT
 *              ^                  |                           |---> BOUNCED  IN_DOUBT
 *              |                  v                           v                  ^
 *              +- a person     DEFERRED, BOUNCED, EXPIRED  DEFERRED              |
 *              |                                                                 |
 *              +---- a person says QUEUED or DROPPED          its holder is gone-+
 *
 *   O1  A delivery is there once under its names; putting it again changes nothing.
 *   O2  Before a server is told the end of a mail, the row says SENDING, durably.
 *   O3  What its holder left in SENDING becomes IN_DOUBT, and only a person moves it on: at
 *       most once, rather than at least once, for what lands in people's mailboxes.
 *   O4  Nothing leaves SENT or DROPPED; the schema refuses it, too.
 *   O5  A sender's mark counts only under the lease of its take: who was too slow and was
 *       overtaken changes nothing.
 *   O6  No recipient gets a later mail before an earlier one that still waits.
 *
 * Runs inside the batch: it writes in the batch's transaction.
 *
 * Layer 4 (store).
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include "db.h"
#include "job.h"

enum {
    OUTBOX_SENDING_MS = 15 * 60 * 1000 /* of an end of data, at most */
};

/* May a delivery be moved so, by its sender or by a person? */
bool outbox_may_move(Pfq__V1__DeliveryState from, Pfq__V1__DeliveryState to, bool by_person);

/* What is wrong with a request, in a sentence; NULL: well-formed. */
const char *outbox_fault(const Pfq__V1__Envelope *request);

/* One job each; what cannot be done is answered in job->outbox. */
enum pfq_code outbox_put(const struct turn *turn, struct job *job, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code outbox_take(const struct turn *turn, struct job *job,
                          struct pfq_err *err) PFQ_CHECKED;
enum pfq_code outbox_mark(const struct turn *turn, struct job *job,
                          struct pfq_err *err) PFQ_CHECKED;

/* A list, or one with its message. */
enum pfq_code outbox_read(const struct turn *turn, struct job *job,
                          struct pfq_err *err) PFQ_CHECKED;

#endif
