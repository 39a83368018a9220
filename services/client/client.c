/* client.c - one socket, requests and answers matched by id: see pfq/client.h.
 *
 * A socket takes a message only while its service is connected, so that nothing waits
 * in a queue for a service that may never come.  libzmq connects by itself, again and
 * again; what a call does meanwhile is try again until its own time is up.
 *
 * All clients of a process share libzmq's one thread: one that sends without end can
 * starve another there (seen).  Clients that must not wait for each other belong in
 * processes of their own.
 */
#include "pfq/client.h"

#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/clock.h"
#include "pfq/problems.h"
#include "pfq/sock.h"

enum {
    CONNECT_MS = 1000,       /* a send waits so long for the service to be there */
    CONNECT_PAUSE_MS = 2,    /* and looks so often */
    FIRST_ATTEMPT_MS = 1000, /* a submission is sent again after 1, 2, 4, 8, 8 ... s */
    LAST_ATTEMPT_MS = 8000,
    LEAST_PAUSE_MS = 20, /* after TRY_AGAIN, whatever the service asks for */
    MOST_PAUSE_MS = 30000
};

struct pfq_client {
    struct pfq_sock *sock;
};

/* --- open and close ----------------------------------------------------------------- */

enum pfq_code pfq_client_open(const char *endpoint, struct pfq_client **out, struct pfq_err *err)
{
    *out = NULL;
    struct pfq_client *client = calloc(1, sizeof *client);
    if (client == NULL) {
        return pfq_fail(err, PFQ_E_IO, "%s: no memory", endpoint);
    }
    enum pfq_code code = pfq_sock_open(PFQ_SOCK_DEALER, endpoint, &client->sock, err);
    if (code != PFQ_OK) {
        free(client);
        return code;
    }
    *out = client;
    return PFQ_OK;
}

void pfq_client_close(struct pfq_client *client)
{
    if (client != NULL) {
        pfq_sock_close(client->sock);
        free(client);
    }
}

/* --- time --------------------------------------------------------------------------- */

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t left(int64_t deadline_ms)
{
    int64_t ms = deadline_ms - pfq_monotonic_ms();
    return ms > 0 ? ms : 0;
}

static enum pfq_code pause_for(int64_t ms, struct pfq_err *err)
{
    bool none;
    return pfq_sock_wait(NULL, 0, NULL, 0, ms, &none, err);
}

/* --- send --------------------------------------------------------------------------- */

static enum pfq_code send_by(struct pfq_client *client, struct pfq_bytes frame, int64_t deadline_ms,
                             struct pfq_err *err)
{
    enum pfq_code code = pfq_sock_send(client->sock, NULL, frame);
    while (code == PFQ_E_PEER_AWAY && left(deadline_ms) > 0) {
        code = pause_for(earlier(CONNECT_PAUSE_MS, left(deadline_ms)), err);
        if (code != PFQ_OK) {
            return code;
        }
        code = pfq_sock_send(client->sock, NULL, frame);
    }
    if (code == PFQ_E_PEER_AWAY) {
        return pfq_fail(err, code, "nobody serves this endpoint, or its queue is full");
    }
    return code == PFQ_OK ? code : pfq_fail(err, code, "%zu bytes were not sent", frame.size);
}

enum pfq_code pfq_client_send_bytes(struct pfq_client *client, struct pfq_bytes frame,
                                    struct pfq_err *err)
{
    return send_by(client, frame, pfq_monotonic_ms() + CONNECT_MS, err);
}

enum pfq_code pfq_client_send(struct pfq_client *client, const Pfq__V1__Envelope *request,
                              struct pfq_arena *arena, struct pfq_err *err)
{
    return pfq_client_send_bytes(client, pfq_wire_pack(&request->base, arena), err);
}

/* --- receive ------------------------------------------------------------------------ */

/* An answer may lack an id: what it answers had none that could be read. */
static enum pfq_code decode(struct pfq_bytes frame, struct pfq_arena *arena,
                            Pfq__V1__Envelope **answer, struct pfq_err *err)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    pfq_problems_init(&problems, arena);
    pfq_problems_init(&warnings, arena);
    ProtobufCMessage *message =
        pfq_wire_unpack(&pfq__v1__envelope__descriptor, frame, arena, &problems, &warnings);
    if (message == NULL) {
        return pfq_fail(err, PFQ_E_MALFORMED, "the service's answer of %zu bytes, problem %s",
                        frame.size, problems.count > 0 ? problems.rows[0]->code : "unknown");
    }
    *answer = (Pfq__V1__Envelope *)message;
    return PFQ_OK;
}

static enum pfq_code next_by(struct pfq_client *client, int64_t deadline_ms,
                             struct pfq_arena *arena, Pfq__V1__Envelope **answer,
                             struct pfq_err *err)
{
    struct pfq_bytes frame;
    while (!pfq_sock_receive(client->sock, NULL, &frame)) {
        int64_t ms = left(deadline_ms);
        bool ready = false;
        if (ms == 0) {
            return pfq_fail(err, PFQ_E_PEER_AWAY, "no answer in time");
        }
        enum pfq_code code = pfq_sock_wait(&client->sock, 1, NULL, 0, ms, &ready, err);
        if (code != PFQ_OK) {
            return code;
        }
    }
    return decode(frame, arena, answer, err);
}

enum pfq_code pfq_client_next(struct pfq_client *client, int64_t timeout_ms,
                              struct pfq_arena *arena, Pfq__V1__Envelope **answer,
                              struct pfq_err *err)
{
    return next_by(client, pfq_monotonic_ms() + timeout_ms, arena, answer, err);
}

/* --- ask ---------------------------------------------------------------------------- */

static bool answers(const Pfq__V1__Envelope *answer, const char *id)
{
    PFQ_ASSERT(answer != NULL);
    return answer->id != NULL && strcmp(answer->id, id) == 0;
}

/* Late answers to earlier requests are passed over. */
static enum pfq_code answer_by(struct pfq_client *client, const char *id, int64_t deadline_ms,
                               struct pfq_arena *arena, Pfq__V1__Envelope **answer,
                               struct pfq_err *err)
{
    enum pfq_code code = PFQ_OK;
    do {
        code = next_by(client, deadline_ms, arena, answer, err);
    } while (code == PFQ_OK && !answers(*answer, id));
    return code;
}

static enum pfq_code ask_by(struct pfq_client *client, const char *id, struct pfq_bytes frame,
                            int64_t deadline_ms, struct pfq_arena *arena,
                            Pfq__V1__Envelope **answer, struct pfq_err *err)
{
    enum pfq_code code = send_by(client, frame, deadline_ms, err);
    return code == PFQ_OK ? answer_by(client, id, deadline_ms, arena, answer, err) : code;
}

enum pfq_code pfq_client_ask(struct pfq_client *client, const Pfq__V1__Envelope *request,
                             int64_t timeout_ms, struct pfq_arena *arena,
                             Pfq__V1__Envelope **answer, struct pfq_err *err)
{
    PFQ_ASSERT(request->id != NULL);
    return ask_by(client, request->id, pfq_wire_pack(&request->base, arena),
                  pfq_monotonic_ms() + timeout_ms, arena, answer, err);
}

/* --- submit ------------------------------------------------------------------------- */

/* The body is a union: only its case says what may be read. */
static Pfq__V1__Receipt *receipt_of(const Pfq__V1__Envelope *answer)
{
    return answer->body_case == PFQ__V1__ENVELOPE__BODY_RECEIPT ? answer->receipt : NULL;
}

static bool is_final(const Pfq__V1__Receipt *receipt)
{
    return receipt != NULL && receipt->has_answer &&
           receipt->answer != PFQ__V1__ANSWER__ANSWER_UNSPECIFIED &&
           receipt->answer != PFQ__V1__ANSWER__ANSWER_TRY_AGAIN;
}

static int64_t pause_asked_for(const Pfq__V1__Receipt *receipt)
{
    int64_t ms = receipt->has_retry_after_ms ? (int64_t)receipt->retry_after_ms : LEAST_PAUSE_MS;
    return ms < LEAST_PAUSE_MS ? LEAST_PAUSE_MS : earlier(ms, MOST_PAUSE_MS);
}

/* What is left to do after an attempt that brought no final answer. */
static enum pfq_code wait_out(enum pfq_code code, const Pfq__V1__Receipt *receipt,
                              int64_t deadline_ms, struct pfq_err *err)
{
    if (code == PFQ_E_PEER_AWAY) {
        return PFQ_OK;
    }
    if (code != PFQ_OK) {
        return code;
    }
    if (receipt == NULL) {
        return pfq_fail(err, PFQ_E_MALFORMED, "the service's answer is not a receipt");
    }
    return pause_for(earlier(pause_asked_for(receipt), left(deadline_ms)), err);
}

enum pfq_code pfq_client_submit(struct pfq_client *client, const Pfq__V1__Envelope *envelope,
                                int64_t patience_ms, struct pfq_arena *arena,
                                Pfq__V1__Receipt **receipt, struct pfq_err *err)
{
    PFQ_ASSERT(envelope->id != NULL);
    struct pfq_bytes frame = pfq_wire_pack(&envelope->base, arena);
    int64_t deadline_ms = pfq_monotonic_ms() + patience_ms;
    int64_t attempt_ms = FIRST_ATTEMPT_MS;
    do {
        Pfq__V1__Envelope *answer = NULL;
        int64_t until_ms = earlier(pfq_monotonic_ms() + attempt_ms, deadline_ms);
        enum pfq_code code = ask_by(client, envelope->id, frame, until_ms, arena, &answer, err);
        Pfq__V1__Receipt *got = code == PFQ_OK ? receipt_of(answer) : NULL;
        if (is_final(got)) {
            *receipt = got;
            return PFQ_OK;
        }
        code = wait_out(code, got, deadline_ms, err);
        if (code != PFQ_OK) {
            return code;
        }
        attempt_ms = earlier(attempt_ms * 2, LAST_ATTEMPT_MS);
    } while (left(deadline_ms) > 0);
    return pfq_fail(err, PFQ_E_PEER_AWAY, "no receipt within %lld ms", (long long)patience_ms);
}
