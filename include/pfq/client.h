/* pfq/client.h - the client: what a tool, a test or an intake system uses to ask a service.
 *
 * A client speaks to one service over its own socket.  Requests are Envelopes, answers
 * are Envelopes with the same id.  A call waits until its answer, its time-out, or
 * neither for ever; a submission is sent again by id until it is answered for good
 * (DUPLICATE then carries the first receipt), so a lost frame or a restarted service
 * costs time and nothing else.
 *
 * No global state but libzmq's context.  A client is used by one thread.
 *
 * Layer 2.
 */
#ifndef PFQ_CLIENT_H
#define PFQ_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "envelope.pb-c.h"
#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/wire.h"

struct pfq_client;

enum pfq_code pfq_client_open(const char *endpoint, struct pfq_client **out,
                              struct pfq_err *err) PFQ_CHECKED;
void pfq_client_close(struct pfq_client *client);

/* One request, one answer.  PEER_AWAY when none came in time. */
enum pfq_code pfq_client_ask(struct pfq_client *client, const Pfq__V1__Envelope *request,
                             int64_t timeout_ms, struct pfq_arena *arena,
                             Pfq__V1__Envelope **answer, struct pfq_err *err) PFQ_CHECKED;

/* Send without waiting for the answer, and take whatever comes next: for many in flight.
 * A send waits at most a second for the service to be there (PEER_AWAY).
 * The caller matches answers by id and sends again what stays unanswered. */
enum pfq_code pfq_client_send(struct pfq_client *client, const Pfq__V1__Envelope *request,
                              struct pfq_arena *arena, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code pfq_client_send_bytes(struct pfq_client *client, struct pfq_bytes frame,
                                    struct pfq_err *err) PFQ_CHECKED;
enum pfq_code pfq_client_next(struct pfq_client *client, int64_t timeout_ms,
                              struct pfq_arena *arena, Pfq__V1__Envelope **answer,
                              struct pfq_err *err) PFQ_CHECKED;

/* Submit and keep sending, under the same id, until ACCEPTED, DUPLICATE, CONFLICT or
 * REFUSED, or until patience_ms has passed (PEER_AWAY). TRY_AGAIN is waited out. */
enum pfq_code pfq_client_submit(struct pfq_client *client, const Pfq__V1__Envelope *envelope,
                                int64_t patience_ms, struct pfq_arena *arena,
                                Pfq__V1__Receipt **receipt, struct pfq_err *err) PFQ_CHECKED;

#endif
