/* message.c - one message from outside: guard, judge, hand to store. */
#include <string.h>

#include "intake.h"
#include "pfq/ident.h"
#include "pfq/log.h"
#include "pfq/people.h"

static struct pfq_problems *close_list(struct pfq_problems *problems)
{
    pfq_problems_close(problems);
    return problems;
}

static ProtobufCBinaryData binary(struct pfq_bytes bytes)
{
    return (ProtobufCBinaryData){bytes.size, (uint8_t *)(uintptr_t)bytes.data};
}

/* Refused with every reason; ids, digest and reasons are kept (G8). */
static void refuse(struct intake *in, struct pfq_frame *frame)
{
    Pfq__V1__StoreRefusal refusal = PFQ__V1__STORE_REFUSAL__INIT;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    const struct pfq_problems *problems = close_list(frame->problems);
    refusal.peer = &in->asking;
    refusal.source = frame->wire.source;
    refusal.id = frame->wire.id;
    refusal.has_content_digest = true;
    refusal.content_digest = (ProtobufCBinaryData){PFQ_DIGEST_BYTES, frame->wire.content_digest};
    refusal.has_received_at = true;
    refusal.received_at = frame->wall_ms;
    refusal.n_problems = problems->count;
    refusal.problems = problems->rows;
    refusal.has_token = true;
    request.body_case = PFQ__V1__ENVELOPE__BODY_STORE_REFUSAL;
    request.store_refusal = &refusal;
    (void)intake_hand(in, frame, &request, &refusal.token);
}

/* No id could be read, so no sender can match an answer: the bytes are kept. */
static void quarantine(struct intake *in, struct pfq_frame *frame)
{
    Pfq__V1__StoreQuarantine kept = PFQ__V1__STORE_QUARANTINE__INIT;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    const struct pfq_problems *problems = close_list(frame->problems);
    kept.peer = &in->asking;
    kept.has_received_at = true;
    kept.received_at = frame->wall_ms;
    kept.has_original = true;
    kept.original = binary(frame->received);
    if (kept.original.len > INTAKE_KEPT_BYTES) {
        kept.original.len = INTAKE_KEPT_BYTES; /* enough to see what it was */
    }
    kept.n_problems = problems->count;
    kept.problems = problems->rows;
    kept.has_token = true;
    request.body_case = PFQ__V1__ENVELOPE__BODY_STORE_QUARANTINE;
    request.store_quarantine = &kept;
    (void)intake_hand(in, frame, &request, &kept.token);
}

/* The bytes to store: as they came, or without what we do not know and without a URN that is
 * words (G9). */
static struct pfq_bytes original_of(const struct pfq_frame *frame)
{
    Pfq__V1__Submission *s = frame->wire.envelope->submission;
    char *urn = s == NULL ? NULL : s->urn;
    bool words = urn != NULL && !pfq_urn_is_plain(urn);
    if (!frame->wire.unknown_fields && !words) {
        return frame->received;
    }
    if (words) {
        s->urn = NULL;
    }
    struct pfq_bytes bytes = pfq_wire_pack(&frame->wire.envelope->base, frame->arena);
    if (words) {
        s->urn = urn; /* that it cannot be read is told */
    }
    return bytes;
}

static void fill_put(Pfq__V1__StorePut *put, const struct pfq_frame *frame,
                     const struct pfq_judgement *judgement, ProtobufCBinaryData judged)
{
    put->source = frame->wire.envelope->source;
    put->id = frame->wire.envelope->id;
    put->has_mode = true;
    put->mode = frame->wire.envelope->mode == PFQ__V1__MODE__MODE_TEST ? PFQ__V1__MODE__MODE_TEST
                                                                       : PFQ__V1__MODE__MODE_LIVE;
    put->has_content_digest = true;
    put->content_digest.len = PFQ_DIGEST_BYTES;
    put->content_digest.data = (uint8_t *)(uintptr_t)frame->wire.content_digest;
    put->has_received_at = true;
    put->received_at = frame->wall_ms;
    put->force = (char *)(uintptr_t)judgement->force;
    put->police_unit = (char *)(uintptr_t)judgement->police_unit;
    put->has_case_type = true;
    put->case_type = judgement->case_type;
    put->urn = (char *)(uintptr_t)judgement->urn;
    put->has_urn_readable = true;
    put->urn_readable = judgement->urn_readable;
    put->has_file_type = true;
    put->file_type = judgement->file_type;
    put->has_breach_date = judgement->breach_date != 0;
    put->breach_date = judgement->breach_date;
    put->facts = judgement->facts;
    put->has_judged = true;
    put->judged = judged;
}

static void put(struct intake *in, struct pfq_frame *frame, const struct pfq_judgement *judgement,
                struct pfq_bytes original, struct pfq_bytes judged)
{
    Pfq__V1__StorePut store_put = PFQ__V1__STORE_PUT__INIT;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    fill_put(&store_put, frame, judgement, binary(judged));
    store_put.peer = &in->asking;
    store_put.has_original = true;
    store_put.original = binary(original);
    store_put.has_catalogue_digest = true;
    store_put.catalogue_digest = pfq_standard_texts(in->standard)->digest;
    store_put.has_token = true;
    request.body_case = PFQ__V1__ENVELOPE__BODY_STORE_PUT;
    request.store_put = &store_put;
    (void)intake_hand(in, frame, &request, &store_put.token);
}

static void take(struct intake *in, struct pfq_frame *frame)
{
    /* packed before judging, which normalises the message in place */
    struct pfq_bytes original = original_of(frame);
    struct pfq_judgement judgement;
    pfq_judge(in->standard, frame->wire.envelope, frame->wall_ms, frame->arena, frame->problems,
              frame->warnings, &judgement);
    if (judgement.refused) {
        refuse(in, frame);
        return;
    }
    struct pfq_bytes judged = pfq_wire_pack(&judgement.judged->base, frame->arena);
    if (judged.size > INTAKE_JUDGED_BYTES || original.size + judged.size > INTAKE_PUT_BYTES) {
        pfq_problem(frame->problems, "TOO_LARGE", "", "Send one submission of fewer entries.",
                    "The submission has %zu bytes and what is found in it %zu; %d and %d fit.",
                    original.size, judged.size, (int)(INTAKE_PUT_BYTES - INTAKE_JUDGED_BYTES),
                    (int)INTAKE_JUDGED_BYTES);
        refuse(in, frame);
        return;
    }
    put(in, frame, &judgement, original, judged);
}

/* --- what a person did ------------------------------------------------------------------ */

static void put_event(struct intake *in, struct pfq_frame *frame, Pfq__V1__Event *event)
{
    Pfq__V1__EventPut put_one = PFQ__V1__EVENT_PUT__INIT;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    put_one.peer = &in->asking;
    put_one.source = frame->wire.envelope->source;
    put_one.id = frame->wire.envelope->id;
    put_one.has_content_digest = true;
    put_one.content_digest = (ProtobufCBinaryData){PFQ_DIGEST_BYTES, frame->wire.content_digest};
    put_one.has_received_at = true;
    put_one.received_at = frame->wall_ms;
    put_one.event = event;
    put_one.has_token = true;
    request.body_case = PFQ__V1__ENVELOPE__BODY_EVENT_PUT;
    request.event_put = &put_one;
    (void)intake_hand(in, frame, &request, &put_one.token);
}

/* In TEST mode it is checked and answered, and not kept. */
static void answer_trial(struct intake *in, struct pfq_frame *frame)
{
    Pfq__V1__Receipt *receipt =
        pfq_receipt_without(frame->wire.source, frame->wire.id, PFQ__V1__ANSWER__ANSWER_ACCEPTED,
                            frame->problems, frame->arena);
    receipt->has_mode = true;
    receipt->mode = PFQ__V1__MODE__MODE_TEST;
    intake_answer(in, &frame->peer, receipt, frame->wall_ms, frame->arena);
}

/* As store says it (authorise.c). */
static void refuse_peer(const struct intake *in, struct pfq_frame *frame,
                        const Pfq__V1__Event *event, const char *why)
{
    char who[PFQ_GRANTS_WORDS];
    const char *path = NULL;
    const char *fix = pfq_people_refuse_fix(&in->asking, event, frame->arena, &path);
    pfq_grants_words(&in->asking, who);
    pfq_problem(frame->problems, "NOT_GRANTED", path, fix == NULL ? PFQ_GRANTS_FIX : fix,
                "Not permitted: %s.  %s", who, why);
}

/* Who does not say who they are is whom pfq.conf says. */
static void take_event(struct intake *in, struct pfq_frame *frame, Pfq__V1__Event *event)
{
    event->by = event->by == NULL ? in->asking.staff : event->by;
    if (pfq_people_check(event, frame->wall_ms, frame->arena, frame->problems)) {
        const char *no = pfq_people_refuse(&in->asking, event);
        if (no != NULL) {
            refuse_peer(in, frame, event, no);
        }
    }
    if (frame->problems->count > 0) {
        refuse(in, frame);
    } else if (frame->wire.envelope->mode == PFQ__V1__MODE__MODE_TEST) {
        answer_trial(in, frame);
    } else {
        put_event(in, frame, event);
    }
}

/* Who has no role at all takes none of the room that senders share.  The log says so at
 * the 1st, 2nd, 4th ... time: a stranger must not be able to fill it. */
static void turn_away(struct intake *in, struct pfq_frame *frame)
{
    char who[PFQ_GRANTS_WORDS];
    struct intake_sender sender = intake_sender_of(frame);
    uint64_t times = ++*in->strangers;
    if ((times & (times - 1)) == 0) {
        pfq_log(PFQ_LOG_WARN, "not_granted", "uid=%u known=%d times=%llu", frame->peer.uid,
                frame->peer.known, (unsigned long long)times);
    }
    pfq_grants_words(&in->asking, who);
    intake_refuse(in, &sender, "NOT_GRANTED",
                  pfq_arena_printf(frame->arena, "Not permitted: %s.", who), PFQ_GRANTS_FIX,
                  frame->wall_ms, frame->arena);
}

void intake_on_message(void *self, struct pfq_frame *frame)
{
    struct intake *in = self;
    pfq_grants_stamp(&in->grants, &frame->peer, &in->asking);
    if (in->asking.role == PFQ__V1__ROLE__ROLE_UNSPECIFIED) {
        turn_away(in, frame);
        return;
    }
    if (frame->wire.envelope == NULL) {
        if (frame->wire.id[0] == '\0') {
            quarantine(in, frame);
        } else {
            refuse(in, frame);
        }
        return;
    }
    switch ((int)frame->wire.envelope->body_case) {
    case PFQ__V1__ENVELOPE__BODY_SUBMISSION:
        take(in, frame);
        return;
    case PFQ__V1__ENVELOPE__BODY_EVENT:
        take_event(in, frame, frame->wire.envelope->event);
        return;
    default:
        pfq_problem(frame->problems, "WRONG_DOOR", "body",
                    "Send a submission or an event here; mailboxes and rows are read from the "
                    "feedback service.",
                    "Intake takes submissions and events; this message holds something else.");
        pfq_digest(frame->received, frame->wire.content_digest);
        refuse(in, frame);
    }
}
