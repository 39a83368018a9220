/* answer.c - receipts: what store says, in the words that a sender reads. */
#include <string.h>

#include "intake.h"
#include "pfq/log.h"

void intake_answer(struct intake *in, const struct pfq_peer *peer, Pfq__V1__Receipt *receipt,
                   int64_t wall_ms, struct pfq_arena *arena)
{
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    answer.id = receipt->id;
    answer.source = (char *)(uintptr_t) "pfq-intake";
    answer.has_sent_at = true;
    answer.sent_at = wall_ms;
    answer.has_schema_version = true;
    answer.schema_version = 1;
    answer.body_case = PFQ__V1__ENVELOPE__BODY_RECEIPT;
    answer.receipt = receipt;
    if (pfq_sock_send(in->front, peer, pfq_wire_pack(&answer.base, arena)) != PFQ_OK) {
        ++*in->unanswered; /* it will send again, and get the same receipt */
    }
}

void intake_try_again(struct intake *in, const struct intake_sender *sender, const char *code,
                      const char *why, int64_t wall_ms, struct pfq_arena *arena)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, arena);
    pfq_problem(&problems, code, "", "Send the same message again, under the same id.", "%s", why);
    Pfq__V1__Receipt *receipt = pfq_receipt_without(
        sender->source, sender->id, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN, &problems, arena);
    receipt->has_retry_after_ms = true;
    receipt->retry_after_ms = in->limits.retry_after_ms;
    ++*in->try_again;
    intake_answer(in, &sender->peer, receipt, wall_ms, arena);
}

void intake_refuse(struct intake *in, const struct intake_sender *sender, const char *code,
                   const char *why, const char *fix, int64_t wall_ms, struct pfq_arena *arena)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, arena);
    pfq_problem(&problems, code, "", fix, "%s", why);
    Pfq__V1__Receipt *receipt = pfq_receipt_without(
        sender->source, sender->id, PFQ__V1__ANSWER__ANSWER_REFUSED, &problems, arena);
    ++*in->refused;
    intake_answer(in, &sender->peer, receipt, wall_ms, arena);
}

static bool judged_by(const struct pfq_standard *standard, const Pfq__V1__Stored *stored)
{
    const ProtobufCBinaryData *digest = &pfq_standard_texts(standard)->digest;
    return digest->len == stored->catalogue_digest.len &&
           memcmp(digest->data, stored->catalogue_digest.data, digest->len) == 0;
}

/* Ours, or of before a reload; NULL: neither judged it. */
static const struct pfq_standard *judge_of(const struct intake *in, const Pfq__V1__Stored *stored)
{
    if (judged_by(in->standard, stored)) {
        return in->standard;
    }
    return in->previous != NULL && judged_by(in->previous, stored) ? in->previous : NULL;
}

/* The texts that belong to what is stored: those of a standard at hand, or those that
 * store sent along. */
static const Pfq__V1__Catalogue *texts_for(const struct pfq_standard *judge,
                                           const Pfq__V1__StoreAnswer *answer,
                                           struct pfq_arena *arena, struct pfq_err *err)
{
    ProtobufCMessage *older = NULL;
    if (judge != NULL) {
        return pfq_standard_texts(judge);
    }
    struct pfq_bytes bytes = {answer->catalogue.data, answer->catalogue.len};
    return pfq_wire_trusted(&pfq__v1__catalogue__descriptor, bytes, arena, &older, err) == PFQ_OK
               ? (const Pfq__V1__Catalogue *)older
               : NULL;
}

/* Other texts than ours judged it, and they fit no frame beside it: asking again would bring
 * no more. */
static Pfq__V1__Receipt *without_texts(const Pfq__V1__Stored *stored, Pfq__V1__Answer answer,
                                       struct pfq_arena *arena)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, arena);
    pfq_problem(&problems, "TEXTS_TOO_LARGE", "", "Read its feedback in the force's mailbox.",
                "This file is stored, but its receipt is too long to be given once more.");
    Pfq__V1__Receipt *receipt =
        pfq_receipt_without(stored->source, stored->id, answer, &problems, arena);
    receipt->urn = stored->urn;
    receipt->force = stored->force;
    receipt->has_ordinal = stored->has_ordinal;
    receipt->ordinal = stored->ordinal;
    receipt->has_feedback_number = stored->has_number;
    receipt->feedback_number = stored->number;
    receipt->has_sequence = stored->has_sequence && stored->mode != PFQ__V1__MODE__MODE_TEST;
    receipt->sequence = receipt->has_sequence ? stored->sequence : 0;
    return receipt;
}

/* Nothing is judged of what a person did. */
static Pfq__V1__Receipt *event_receipt(const Pfq__V1__StoreAnswer *answer, struct pfq_arena *arena)
{
    const Pfq__V1__Stored *stored = answer->stored;
    struct pfq_problems none;
    pfq_problems_init(&none, arena);
    Pfq__V1__Receipt *receipt =
        pfq_receipt_without(stored->source, stored->id, answer->answer, &none, arena);
    receipt->n_warnings = answer->n_warnings;
    receipt->warnings = answer->warnings;
    receipt->urn = stored->urn;
    receipt->force = stored->force;
    receipt->has_file_type = stored->has_file_type;
    receipt->file_type = stored->file_type;
    receipt->has_mode = receipt->has_received_at = true;
    receipt->mode = stored->mode;
    receipt->received_at = stored->received_at;
    return receipt;
}

Pfq__V1__Receipt *intake_receipt(const struct intake *in, const Pfq__V1__StoreAnswer *answer,
                                 struct pfq_arena *arena, struct pfq_err *err)
{
    Pfq__V1__Receipt *receipt = NULL;
    if (answer->stored == NULL) {
        return NULL;
    }
    if (!answer->stored->has_judged) {
        return event_receipt(answer, arena);
    }
    const struct pfq_standard *judge = judge_of(in, answer->stored);
    if (judge == NULL && !answer->has_catalogue) {
        return without_texts(answer->stored, answer->answer, arena);
    }
    const Pfq__V1__Catalogue *texts = texts_for(judge, answer, arena, err);
    if (texts == NULL ||
        pfq_receipt(answer->stored, texts, answer->answer, arena, &receipt, err) != PFQ_OK) {
        return NULL;
    }
    return receipt;
}

static void answer_stored(struct intake *in, const struct intake_waiting *row,
                          const Pfq__V1__StoreAnswer *answer, struct pfq_frame *frame)
{
    struct pfq_err err = {0};
    Pfq__V1__Receipt *receipt = intake_receipt(in, answer, frame->arena, &err);
    if (receipt == NULL) {
        /* stored, but not to be rendered: the sender asks again rather than be misled */
        pfq_log(PFQ_LOG_ERROR, "receipt_damaged", "id=%s why=\"%s\"", row->sender.id, err.text);
        intake_try_again(in, &row->sender, "RECEIPT_DAMAGED",
                         "Your file is stored, but its receipt could not be read back.",
                         frame->wall_ms, frame->arena);
        return;
    }
    ++*(answer->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED ? in->accepted : in->duplicates);
    intake_answer(in, &row->sender.peer, receipt, frame->wall_ms, frame->arena);
}

/* CONFLICT, REFUSED and TRY_AGAIN hold nothing but problems. */
static void answer_without(struct intake *in, const struct intake_waiting *row,
                           const Pfq__V1__StoreAnswer *answer, struct pfq_frame *frame)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, frame->arena);
    for (size_t i = 0; i < answer->n_problems; i++) {
        const Pfq__V1__Problem *p = answer->problems[i];
        pfq_problem(&problems, p->code, p->path, p->fix, "%s", p->message);
    }
    Pfq__V1__Receipt *receipt = pfq_receipt_without(row->sender.source, row->sender.id,
                                                    answer->answer, &problems, frame->arena);
    if (answer->answer == PFQ__V1__ANSWER__ANSWER_TRY_AGAIN) {
        receipt->has_retry_after_ms = true;
        receipt->retry_after_ms =
            answer->has_retry_after_ms ? answer->retry_after_ms : in->limits.retry_after_ms;
        ++*in->try_again;
    } else {
        ++*(answer->answer == PFQ__V1__ANSWER__ANSWER_CONFLICT ? in->conflicts : in->refused);
    }
    intake_answer(in, &row->sender.peer, receipt, frame->wall_ms, frame->arena);
}

static void store_is_here(struct intake *in, int64_t wall_ms)
{
    if (in->away_since_ms != 0) {
        pfq_log(PFQ_LOG_INFO, "store_back", "away_ms=%lld",
                (long long)(wall_ms - in->away_since_ms));
        in->away_since_ms = 0;
    }
}

/* Only the catalogue's registration goes out without a token. */
static void on_registration(struct intake *in, const Pfq__V1__StoreAnswer *answer)
{
    bool known = answer->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED ||
                 answer->answer == PFQ__V1__ANSWER__ANSWER_DUPLICATE;
    if (known && !in->registered) {
        pfq_log(PFQ_LOG_INFO, "catalogue_known", "version=%s", pfq_standard_version(in->standard));
    }
    in->registered = known;
}

void intake_on_answer(void *self, struct pfq_frame *frame)
{
    struct intake *in = self;
    const Pfq__V1__Envelope *envelope = frame->wire.envelope;
    if (envelope == NULL || envelope->body_case != PFQ__V1__ENVELOPE__BODY_STORE_ANSWER) {
        pfq_log(PFQ_LOG_ERROR, "store_nonsense", "bytes=%zu", frame->received.size);
        return;
    }
    const Pfq__V1__StoreAnswer *answer = envelope->store_answer;
    store_is_here(in, frame->wall_ms);
    if (!answer->has_token || answer->token == 0) {
        on_registration(in, answer);
        return;
    }
    if (answer->catalogue_wanted) {
        intake_register(in, frame->arena);
    }
    const struct intake_waiting *row = pfq_pending_find(&in->waiting, answer->token);
    if (row == NULL) {
        return; /* swept; the sender was told to try again */
    }
    if (answer->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED ||
        answer->answer == PFQ__V1__ANSWER__ANSWER_DUPLICATE) {
        answer_stored(in, row, answer, frame);
    } else {
        answer_without(in, row, answer, frame);
    }
    intake_release(in, answer->token);
}
