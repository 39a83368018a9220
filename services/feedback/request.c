/* request.c - what a reader asks for: all that is wrong with it at once, else on to store. */
#include <stdio.h>
#include <string.h>

#include "feedback.h"
#include "pfq/ident.h"

struct wish {
    const char *force;
    const char *consumer;
    uint32_t limit;
    uint32_t wait_ms;
};

static bool is_force(const char *text)
{
    return text != NULL && strlen(text) == 2 && strspn(text, "0123456789") == 2;
}

static bool is_consumer(const char *text)
{
    size_t length = strlen(text);
    return length >= 1 && length <= FEEDBACK_CONSUMER_BYTES &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

static bool check(const struct wish *wish, const char *body, struct pfq_problems *problems)
{
    char path[64];
    (void)snprintf(path, sizeof path, "%s.force", body);
    if (!is_force(wish->force)) {
        pfq_problem(problems, "FORCE_MISSING", path, "Give the force's two-digit code, as in 43.",
                    "Whose mailbox is meant is not stated.");
    }
    (void)snprintf(path, sizeof path, "%s.consumer", body);
    if (!is_consumer(wish->consumer)) {
        pfq_problem(problems, "CONSUMER_NAME", path, "Use 1 to 32 of a-z, 0-9, - and _.",
                    "The consumer's name cannot be used.");
    }
    (void)snprintf(path, sizeof path, "%s.limit", body);
    if (wish->limit < 1 || wish->limit > FEEDBACK_LIMIT_MAX) {
        pfq_problem(problems, "LIMIT_RANGE", path, "Ask for 1 to 500 items.",
                    "The limit is outside what one page can hold.");
    }
    (void)snprintf(path, sizeof path, "%s.waitMs", body);
    if (wish->wait_ms > FEEDBACK_WAIT_MAX_MS) {
        pfq_problem(problems, "WAIT_RANGE", path, "Wait for 30000 ms at most, then ask again.",
                    "The wait is longer than we hold a request.");
    }
    return problems->count == 0;
}

/* 02 is read as 01. */
static void take_force(struct reader *reader, const char *force)
{
    (void)snprintf(reader->force, sizeof reader->force, "%s", pfq_force_code(force));
}

/* What can be named is named in the answer, too, where something else is wrong. */
static void take_names(struct reader *reader, const struct wish *wish)
{
    if (is_force(wish->force)) {
        take_force(reader, wish->force);
    }
    if (is_consumer(wish->consumer)) {
        (void)snprintf(reader->consumer, sizeof reader->consumer, "%s", wish->consumer);
    }
}

static bool too_many(struct feedback *f, const struct pfq_peer *peer)
{
    int64_t mine = 0;
    for (uint64_t t = pfq_pending_next(&f->readers, 0); t != 0;
         t = pfq_pending_next(&f->readers, t)) {
        const struct reader *reader = pfq_pending_find(&f->readers, t);
        mine +=
            reader->peer.size == peer->size && memcmp(reader->peer.id, peer->id, peer->size) == 0;
    }
    return mine >= pfq_service_number(f->service, "readers_per_peer");
}

struct reader request_reader(const struct pfq_frame *frame, bool acknowledges)
{
    struct reader reader = {.peer = frame->peer, .acknowledges = acknowledges};
    memcpy(reader.id, frame->wire.id, sizeof reader.id);
    reader.since_ms = frame->now_ms;
    return reader;
}

uint64_t request_begin(struct feedback *f, struct pfq_frame *frame, const struct reader *wanted)
{
    uint64_t token = 0;
    struct reader *reader =
        too_many(f, &frame->peer) ? NULL : pfq_pending_take(&f->readers, &token);
    if (reader == NULL) {
        pfq_problem(frame->problems, "BUSY", "", "Ask again in a second.",
                    "More readers are waiting than we keep at once.");
        page_refuse(f, wanted, frame->problems->count, frame->problems->rows, frame->wall_ms,
                    frame->arena);
        return 0;
    }
    *reader = *wanted;
    return token;
}

static void begin(struct feedback *f, struct pfq_frame *frame, const struct reader *wanted)
{
    uint64_t token = request_begin(f, frame, wanted);
    if (token != 0) {
        read_rows(f, token, frame->now_ms, frame->arena);
    }
}

static void turn_away(struct feedback *f, struct pfq_frame *frame, const struct reader *wanted)
{
    ++*f->rejected;
    pfq_problems_close(frame->problems);
    page_refuse(f, wanted, frame->problems->count, frame->problems->rows, frame->wall_ms,
                frame->arena);
}

static void on_fetch(struct feedback *f, struct pfq_frame *frame,
                     const Pfq__V1__MailboxFetch *fetch)
{
    struct reader reader = request_reader(frame, false);
    struct wish wish = {fetch->force, fetch->consumer == NULL ? "default" : fetch->consumer,
                        fetch->has_limit ? fetch->limit : FEEDBACK_LIMIT, fetch->wait_ms};
    take_names(&reader, &wish);
    if (!check(&wish, "mailboxFetch", frame->problems)) {
        turn_away(f, frame, &reader);
        return;
    }
    reader.has_after = fetch->has_after;
    reader.number = fetch->after;
    reader.limit = wish.limit;
    reader.wait_until_ms = frame->now_ms + wish.wait_ms;
    begin(f, frame, &reader);
}

static void on_acknowledge(struct feedback *f, struct pfq_frame *frame,
                           const Pfq__V1__MailboxAck *ack)
{
    struct reader reader = request_reader(frame, true);
    struct wish wish = {ack->force, ack->consumer == NULL ? "default" : ack->consumer, 1, 0};
    if (!ack->has_up_to) {
        pfq_problem(frame->problems, "NUMBER_MISSING", "mailboxAck.upTo",
                    "Give the number of the last item that was dealt with.",
                    "Up to which item is not stated.");
    }
    take_names(&reader, &wish);
    if (!check(&wish, "mailboxAck", frame->problems)) {
        turn_away(f, frame, &reader);
        return;
    }
    reader.number = ack->up_to;
    begin(f, frame, &reader);
}

bool request_own(void *self, const Pfq__V1__MailboxFetch *fetch, uint64_t token, int64_t now_ms)
{
    static unsigned char block[4096]; /* one request */
    struct pfq_arena arena;
    struct feedback *f = self;
    uint64_t number = 0;
    struct reader *reader = pfq_pending_take(&f->readers, &number);
    if (reader == NULL) {
        return false;
    }
    *reader = (struct reader){.own = true,
                              .has_after = true,
                              .number = fetch->after,
                              .limit = fetch->limit,
                              .since_ms = now_ms,
                              .wait_until_ms = now_ms};
    (void)snprintf(reader->id, sizeof reader->id, "%llu", (unsigned long long)token);
    (void)snprintf(reader->consumer, sizeof reader->consumer, "digests");
    take_force(reader, fetch->force);
    pfq_arena_init(&arena, block, sizeof block);
    read_rows(f, number, now_ms, &arena);
    return true;
}

void feedback_on_request(void *self, struct pfq_frame *frame)
{
    struct feedback *f = self;
    const Pfq__V1__Envelope *envelope = frame->wire.envelope;
    if (envelope != NULL && envelope->body_case == PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH) {
        on_fetch(f, frame, envelope->mailbox_fetch);
        return;
    }
    if (envelope != NULL && envelope->body_case == PFQ__V1__ENVELOPE__BODY_MAILBOX_ACK) {
        on_acknowledge(f, frame, envelope->mailbox_ack);
        return;
    }
    if (envelope != NULL && forward_ask(f, frame)) {
        return;
    }
    if (envelope != NULL && envelope->body_case == PFQ__V1__ENVELOPE__BODY_OUTBOX_TEST) {
        trial_on_request(&f->trial, &f->grants, frame,
                         pfq_service_number(f->service, "store_timeout_ms"));
        return;
    }
    if (envelope != NULL) {
        pfq_problem(frame->problems, "WRONG_DOOR", "body",
                    "Send a mailbox fetch or acknowledgement, or a read of people, figures, themes "
                    "or months, here; submissions and events go to intake.",
                    "Feedback serves mailboxes and rows; this message holds something else.");
    }
    struct reader nobody = request_reader(frame, false);
    turn_away(f, frame, &nobody);
}
