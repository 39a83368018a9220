/* hand.c - handing a request to store: room first, then a token, then the frame. */
#include <string.h>

#include "intake.h"
#include "pfq/log.h"

enum {
    PEER_SHARE = 4 /* one peer may have this part of all bytes in flight */
};

struct put_off {
    const char *code;
    const char *why;
};

static const struct put_off away = {"STORE_AWAY",
                                    "The store does not answer, so nothing can be kept now."};
static const struct put_off full = {"BUSY", "More messages are in hand than we keep at once."};
static const struct put_off yours = {"TOO_MANY_IN_FLIGHT",
                                     "You have more messages unanswered than one sender may have."};

/* NULL when there is room for one more message of this size from this peer. */
static const struct put_off *no_room(const struct intake *in, const struct pfq_frame *frame)
{
    if (!in->registered) {
        return &away;
    }
    if (in->waiting.count == in->waiting.capacity ||
        in->waiting_bytes + frame->received.size > in->limits.in_flight_bytes) {
        return &full;
    }
    const struct intake_peer *mine = peers_find(&in->peers, &frame->peer);
    bool greedy = mine->in_flight >= in->limits.in_flight_per_peer ||
                  mine->bytes + frame->received.size > in->limits.in_flight_bytes / PEER_SHARE;
    return greedy ? &yours : NULL;
}

struct intake_sender intake_sender_of(const struct pfq_frame *frame)
{
    struct intake_sender sender = {.peer = frame->peer};
    memcpy(sender.id, frame->wire.id, sizeof sender.id);
    memcpy(sender.source, frame->wire.source, sizeof sender.source);
    return sender;
}

static void begin(struct intake *in, const struct pfq_frame *frame, uint64_t *token)
{
    struct intake_waiting *row = pfq_pending_take(&in->waiting, token);
    row->sender = intake_sender_of(frame);
    row->bytes = (uint32_t)frame->received.size;
    row->since_ms = frame->now_ms;
    row->deadline_ms = frame->now_ms + in->limits.store_timeout_ms;
    in->waiting_bytes += row->bytes;
    peers_add(&in->peers, &row->sender.peer, row->bytes);
}

void intake_release(struct intake *in, uint64_t token)
{
    const struct intake_waiting *row = pfq_pending_find(&in->waiting, token);
    in->waiting_bytes -= row->bytes;
    peers_drop(&in->peers, &row->sender.peer, row->bytes);
    pfq_pending_release(&in->waiting, token);
}

static void tell_to_wait(struct intake *in, struct pfq_frame *frame, const struct put_off *reason)
{
    struct intake_sender sender = intake_sender_of(frame);
    intake_try_again(in, &sender, reason->code, reason->why, frame->wall_ms, frame->arena);
}

static void not_sent(struct intake *in, struct pfq_frame *frame, enum pfq_code code)
{
    struct intake_sender sender = intake_sender_of(frame);
    if (code == PFQ_E_TOO_LARGE) { /* again would be no better */
        intake_refuse(in, &sender, "TOO_LARGE", "What is to be said of this message fits no frame.",
                      "Send less in one message.", frame->wall_ms, frame->arena);
        return;
    }
    tell_to_wait(in, frame, &away);
}

/* Store's answers are matched by token; the envelope's own names are only well-formed. */
static struct pfq_bytes pack(Pfq__V1__Envelope *request, struct pfq_arena *arena)
{
    request->id = (char *)(uintptr_t) "request";
    request->source = (char *)(uintptr_t) "pfq-intake";
    return pfq_wire_pack(&request->base, arena);
}

bool intake_hand(struct intake *in, struct pfq_frame *frame, Pfq__V1__Envelope *request,
                 uint64_t *token_field)
{
    const struct put_off *reason = no_room(in, frame);
    if (reason != NULL) {
        tell_to_wait(in, frame, reason);
        return false;
    }
    begin(in, frame, token_field);
    struct pfq_bytes bytes = pack(request, frame->arena);
    enum pfq_code code = pfq_sock_send(in->store, NULL, bytes);
    if (code != PFQ_OK) {
        intake_release(in, *token_field);
        not_sent(in, frame, code);
        return false;
    }
    return true;
}

void intake_register(struct intake *in, struct pfq_arena *arena)
{
    Pfq__V1__StoreCatalogue known = PFQ__V1__STORE_CATALOGUE__INIT;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    known.catalogue = (Pfq__V1__Catalogue *)(uintptr_t)pfq_standard_texts(in->standard);
    request.body_case = PFQ__V1__ENVELOPE__BODY_STORE_CATALOGUE;
    request.store_catalogue = &known;
    if (pfq_sock_send(in->store, NULL, pack(&request, arena)) == PFQ_OK) {
        pfq_log(PFQ_LOG_DEBUG, "catalogue_sent", "version=%s", pfq_standard_version(in->standard));
    }
}
