/* slots.c - see slots.h and deliver.h. */
#include "slots.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pfq/bug.h"
#include "pfq/log.h"

#define STATE(name) PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_##name

enum {
    ASK_AGAIN_MS = 3000,
    LEASE_MARGIN_MS = 60 * 1000 /* beyond what a conversation may take */
};

/* --- asking store ----------------------------------------------------------------------- */

enum pfq_code slots_ask(struct deliver *d, const char *word, uint64_t number,
                        Pfq__V1__Envelope *request)
{
    char id[40];
    (void)snprintf(id, sizeof id, "%s-%" PRIu64, word, number);
    request->id = id;
    request->source = (char *)(uintptr_t) "pfq-feedback";
    enum pfq_code code = pfq_sock_send(d->store, NULL, pfq_wire_pack(&request->base, &d->arena));
    request->id = NULL; /* it ends here */
    pfq_arena_reset(&d->arena);
    return code;
}

/* Unsent or unanswered is the same: it is asked again. */
static void ask(struct deliver *d, struct deliver_slot *slot, Pfq__V1__Envelope *request,
                int64_t now_ms)
{
    slot->asked = ++d->questions;
    slot->ask_again_ms = now_ms + ASK_AGAIN_MS;
    enum pfq_code unsent = slots_ask(d, "mail", slot->asked, request);
    (void)unsent;
}

static void take(struct deliver *d, struct deliver_slot *slot, int64_t now_ms)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxTake body = PFQ__V1__OUTBOX_TAKE__INIT;
    body.has_lease_ms = body.has_fresh = true;
    body.lease_ms = (uint32_t)(d->relay.timeout_ms + LEASE_MARGIN_MS);
    body.fresh = d->fresh;
    request.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_TAKE;
    request.outbox_take = &body;
    slot->state = SLOT_ASKED;
    ask(d, slot, &request, now_ms);
}

/* The sentence of slot->mark; again and again until store answers. */
static void mark(struct deliver *d, struct deliver_slot *slot, int64_t now_ms)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxMark body = PFQ__V1__OUTBOX_MARK__INIT;
    body.has_id = body.has_lease = body.has_state = body.has_retry_after_ms = true;
    body.id = slot->id;
    body.lease = slot->lease;
    body.state = slot->mark;
    body.retry_after_ms = slot->wait_ms;
    body.answer = slot->answer[0] == '\0' ? NULL : slot->answer;
    request.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_MARK;
    request.outbox_mark = &body;
    ask(d, slot, &request, now_ms);
}

/* --- what store answers -------------------------------------------------------------------- */

static bool put_off(const Pfq__V1__OutboxRows *rows)
{
    static const char *const final[] = {"LEASE_LOST", "ILLEGAL_MOVE", "NO_SUCH_DELIVERY",
                                        "MALFORMED"};
    for (size_t i = 0; i < sizeof final / sizeof *final; i++) {
        if (strcmp(rows->problems[0]->code, final[i]) == 0) {
            return false;
        }
    }
    return true; /* busy, a full disk: asked again */
}

static void on_taken(struct deliver *d, struct deliver_slot *slot, const Pfq__V1__OutboxRows *rows)
{
    slot->state = SLOT_FREE;
    if (rows->n_problems > 0) {
        return;
    }
    d->fresh = false;
    if (rows->n_rows == 0 || rows->rows[0]->message.len > MAIL_BYTES_MAX) {
        return;
    }
    const Pfq__V1__Delivery *row = rows->rows[0];
    slot->id = row->id;
    slot->lease = row->lease;
    slot->attempts = row->attempts;
    slot->queued_at = row->queued_at;
    slot->answer[0] = '\0';
    slot->wait_ms = 0;
    slot->state = SLOT_SENDING;
    smtp_give(slot->smtp, &(struct smtp_job){.from = pfq_service_text(d->service, "mail_from"),
                                             .to = row->recipient,
                                             .message = {row->message.data, row->message.len},
                                             .repeat = row->repeat});
}

/* The row says SENDING, or store will not have it: another has the mail, or a person dropped it. */
static void on_ending(struct deliver_slot *slot, bool granted)
{
    slot->state = SLOT_SENDING;
    smtp_go_on(slot->smtp, granted);
}

static void on_marked(struct deliver *d, struct deliver_slot *slot, const Pfq__V1__OutboxRows *rows,
                      int64_t now_ms)
{
    if (rows->n_problems > 0) {
        pfq_log(PFQ_LOG_WARN, "mail_mark_refused", "delivery=%" PRIu64 " code=%s", slot->id,
                rows->problems[0]->code);
    }
    slot->state = SLOT_FREE;
    if (!d->draining) {
        take(d, slot, now_ms); /* there may be more */
    }
}

static struct deliver_slot *slot_of(struct deliver *d, uint64_t number)
{
    for (size_t i = 0; i < d->slot_count; i++) {
        if (d->slots[i].asked == number) {
            return &d->slots[i];
        }
    }
    return NULL; /* an answer that came too late: it was asked again */
}

void slots_on_rows(struct deliver *d, uint64_t number, const Pfq__V1__OutboxRows *rows,
                   int64_t now_ms)
{
    struct deliver_slot *slot = slot_of(d, number);
    if (slot == NULL) {
        return;
    }
    bool refused = rows->n_problems > 0;
    if (slot->state == SLOT_ASKED) {
        on_taken(d, slot, rows);
    } else if (refused && put_off(rows)) {
        return; /* the scan asks again */
    } else if (slot->state == SLOT_ENDING) {
        on_ending(slot, !refused);
    } else if (slot->state == SLOT_MARKING) {
        on_marked(d, slot, rows, now_ms);
    }
}

/* --- what the server does ------------------------------------------------------------------- */

static void count(struct deliver *d, const struct deliver_slot *slot)
{
    *d->sent += slot->mark == STATE(SENT);
    *d->deferred += slot->mark == STATE(DEFERRED);
    *d->bounced += slot->mark == STATE(BOUNCED);
    pfq_log(slot->mark == STATE(SENT) ? PFQ_LOG_INFO : PFQ_LOG_WARN, "mail",
            "delivery=%" PRIu64 " state=%s attempt=%" PRIu32, slot->id,
            pfq_enum_name(&pfq__v1__delivery_state__descriptor, (int)slot->mark), slot->attempts);
}

static void finish(struct deliver *d, struct deliver_slot *slot, int64_t wall_ms, int64_t now_ms)
{
    struct smtp_result result;
    smtp_take(slot->smtp, &result);
    struct schedule_next next =
        schedule_next(&d->schedule, &result.outcome, slot->attempts, wall_ms - slot->queued_at);
    slot->mark = next.state;
    slot->wait_ms = next.wait_ms;
    (void)snprintf(slot->answer, sizeof slot->answer, "%s", result.answer);
    (void)snprintf(d->trouble, sizeof d->trouble, "%s", next.relay_trouble ? result.answer : "");
    slot->state = SLOT_MARKING;
    count(d, slot);
    mark(d, slot, now_ms);
}

void deliver_on_event(struct deliver *d, int64_t wall_ms, int64_t now_ms)
{
    uint64_t rings = 0;
    ssize_t got = read(d->event_fd, &rings, sizeof rings);
    (void)got;
    for (size_t i = 0; i < d->slot_count; i++) {
        struct deliver_slot *slot = &d->slots[i];
        bool in_hand = slot->state == SLOT_SENDING || slot->state == SLOT_ENDING;
        enum smtp_state state = in_hand ? smtp_state(slot->smtp) : SMTP_IDLE;
        if (state == SMTP_DONE) {
            finish(d, slot, wall_ms, now_ms);
        } else if (state == SMTP_AT_END && slot->state == SLOT_SENDING) {
            slot->state = SLOT_ENDING;
            slot->mark = STATE(SENDING);
            mark(d, slot, now_ms);
        }
    }
}

/* --- the scan --------------------------------------------------------------------------------- */

static bool asking_alone(const struct deliver *d)
{
    bool asked = false;
    for (size_t i = 0; i < d->slot_count; i++) {
        asked = asked || d->slots[i].state == SLOT_ASKED;
    }
    return !(d->fresh && asked); /* the first word to store is said once */
}

void deliver_scan(struct deliver *d, int64_t wall_ms, int64_t now_ms)
{
    (void)wall_ms;
    for (size_t i = 0; i < d->slot_count; i++) {
        struct deliver_slot *slot = &d->slots[i];
        bool again = now_ms >= slot->ask_again_ms;
        if (slot->state == SLOT_ASKED && again) {
            slot->state = SLOT_FREE;
        }
        if (slot->state == SLOT_FREE && !d->draining && asking_alone(d)) {
            take(d, slot, now_ms);
        } else if ((slot->state == SLOT_ENDING || slot->state == SLOT_MARKING) && again) {
            mark(d, slot, now_ms);
        }
    }
}

bool deliver_drain(struct deliver *d, int64_t now_ms)
{
    bool done = true;
    d->draining = true;
    deliver_scan(d, 0, now_ms);
    for (size_t i = 0; i < d->slot_count; i++) {
        enum slot_state state = d->slots[i].state;
        done = done && (state == SLOT_FREE || state == SLOT_ASKED);
    }
    return done;
}
