/* trial.h - `pfq outbox test`: a mail with a fixed text along a force's route, to see
 * whether mail arrives.
 *
 * One at a time; the asker is answered when store has all of them, or after the time that
 * store has for an answer.
 *
 * Layer 4 (feedback).
 */
#ifndef TRIAL_H
#define TRIAL_H

#include "deliver.h"
#include "pfq/grants.h"

struct trial {
    struct deliver *deliver;
    struct pfq_sock *front;
    struct pfq_peer peer;
    char id[PFQ_ID_BYTES + 1];
    uint64_t number; /* the token of its mails */
    size_t left;     /* answers of store that are awaited; 0 = no trial */
    int64_t deadline_ms;
    struct pfq_arena arena; /* of the answer */
    Pfq__V1__OutboxRows answer;
};

void trial_init(struct trial *t, struct deliver *deliver, struct pfq_sock *front);
void trial_fini(struct trial *t);
void trial_on_request(struct trial *t, struct pfq_grants *grants, struct pfq_frame *frame,
                      int64_t timeout_ms);
void trial_on_queued(void *self, uint64_t token, const Pfq__V1__OutboxRows *rows);
void trial_sweep(struct trial *t, int64_t now_ms);

#endif
