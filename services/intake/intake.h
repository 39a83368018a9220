/* intake.h - the state of the intake service and its handlers.
 *
 * A message goes one way:
 *
 *     on_message   guard said yes -> judge -> StorePut       (pending: waits)
 *                  guard or judge said no -> StoreRefusal    (pending: waits)
 *                  nobody can be named -> StoreQuarantine    (pending: waits)
 *                  no room, or store away -> TRY_AGAIN       (nothing kept)
 *     on_answer    store committed -> Receipt to the sender  (pending: released)
 *     sweep        store did not answer in time -> TRY_AGAIN (pending: released)
 *
 * What is kept of a message in flight is its address, not its content: store sends
 * back what the receipt is made of.
 *
 * Layer 4 (intake).
 */
#ifndef INTAKE_H
#define INTAKE_H

#include "peers.h"
#include "pfq/grants.h"
#include "pfq/pending.h"
#include "pfq/service.h"
#include "pfq/standard.h"

enum {
    INTAKE_PUT_BYTES = 248 * 1024,    /* original and outcomes together: they share a frame
                                         with ids and digests on the way to store */
    INTAKE_JUDGED_BYTES = 112 * 1024, /* outcomes alone: with all the catalogue's texts
                                         beside them a receipt still fits a frame */
    INTAKE_ALARMS_MAX = 2,
    INTAKE_KEPT_BYTES = 112 * 1024 /* of a frame that goes to quarantine */
};

/* Whom to answer, and under which names. */
struct intake_sender {
    struct pfq_peer peer;
    char id[PFQ_ID_BYTES + 1];
    char source[PFQ_ID_BYTES + 1];
};

/* One message that store has and the sender waits for. */
struct intake_waiting {
    struct intake_sender sender;
    uint32_t bytes;
    int64_t since_ms;
    int64_t deadline_ms;
};

/* The parameters that every message asks for, read once at the start. */
struct intake_limits {
    uint64_t in_flight_bytes;
    int64_t in_flight_per_peer;
    int64_t store_timeout_ms;
    uint32_t retry_after_ms;
};

struct intake {
    struct pfq_service *service;
    struct intake_limits limits;
    struct pfq_sock *front;
    struct pfq_sock *store;
    struct pfq_standard *standard;
    struct pfq_standard *previous; /* what was handed over before a reload comes back */
    struct pfq_grants grants;
    Pfq__V1__Peer asking; /* who sent the message in hand, as store is told */
    struct pfq_pending waiting;
    struct intake_peers peers;
    uint64_t waiting_bytes;
    bool registered;       /* store knows our catalogue */
    bool kept;             /* the last reload was not taken: the old catalogue stays */
    size_t faults;         /* that the last load found */
    char see[360];         /* the commands that show them */
    int64_t away_since_ms; /* wall clock; 0 = store answers */
    uint64_t *accepted;
    uint64_t *duplicates;
    uint64_t *conflicts;
    uint64_t *refused;
    uint64_t *strangers; /* of them, by who has no role */
    uint64_t *try_again;
    uint64_t *unanswered; /* the peer was gone or its queue full; it will ask again */
};

enum pfq_code intake_init(void *self, struct pfq_service *service, struct pfq_err *err);
void intake_on_message(void *self, struct pfq_frame *frame);
void intake_on_answer(void *self, struct pfq_frame *frame);
void intake_sweep(void *self, int64_t wall_ms, int64_t now_ms);
void intake_reload(void *self);
void intake_status(void *self, const struct pfq_frame *frame, Pfq__V1__ServiceStatus *out);
bool intake_drain(void *self, int64_t now_ms);
void intake_fini(void *self);

/* A refusal that store need not remember: who sends it has no part in what is kept here,
 * or store could not take it either. */
void intake_refuse(struct intake *in, const struct intake_sender *sender, const char *code,
                   const char *why, const char *fix, int64_t wall_ms, struct pfq_arena *arena);

struct intake_sender intake_sender_of(const struct pfq_frame *frame);

/* hand.c: hand a request to store under a token; false: there was no room, or nobody to
 * take it, and the sender was told to try again. */
bool intake_hand(struct intake *in, struct pfq_frame *frame, Pfq__V1__Envelope *request,
                 uint64_t *token_field);

/* What was in hand under the token is done with. */
void intake_release(struct intake *in, uint64_t token);

/* Make store know our catalogue; does nothing when store is not there. */
void intake_register(struct intake *in, struct pfq_arena *arena);

/* answer.c: send a receipt to a peer, under the id it used. */
void intake_answer(struct intake *in, const struct pfq_peer *peer, Pfq__V1__Receipt *receipt,
                   int64_t wall_ms, struct pfq_arena *arena);
/* For what is stored: NULL, it cannot be read back. */
Pfq__V1__Receipt *intake_receipt(const struct intake *in, const Pfq__V1__StoreAnswer *answer,
                                 struct pfq_arena *arena, struct pfq_err *err);
void intake_try_again(struct intake *in, const struct intake_sender *sender, const char *code,
                      const char *why, int64_t wall_ms, struct pfq_arena *arena);

#endif
