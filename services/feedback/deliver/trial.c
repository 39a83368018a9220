/* trial.c - see trial.h. */
#include "trial.h"

#include <stdio.h>
#include <string.h>

static const char text[] =
    "This is a test of the mail of the police file quality feedback service.\n\n"
    "Nothing is asked of you.  If you did not expect it, tell whoever runs the service at your "
    "CPS Area.\n";

static const char html[] =
    "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">"
    "<title>Test</title></head>\n<body>\n<p>This is a test of the mail of the police file "
    "quality feedback service.</p>\n<p>Nothing is asked of you.  If you did not expect it, tell "
    "whoever runs the service at your CPS Area.</p>\n</body></html>\n";

static const char csv[] = "force,test\r\n43,yes\r\n";

static const struct mail_attachment attachment = {
    "test.csv", "text/csv", {(const uint8_t *)csv, sizeof csv - 1}};

static const struct mail content = {.subject = "Test of police file quality feedback",
                                    .text = text,
                                    .html = html,
                                    .attachments = &attachment,
                                    .attachment_count = 1};

void trial_init(struct trial *t, struct deliver *deliver, struct pfq_sock *front)
{
    *t = (struct trial){.deliver = deliver, .front = front};
    pfq_arena_open(&t->arena);
}

void trial_fini(struct trial *t)
{
    pfq_arena_close(&t->arena);
}

/* --- the answer --------------------------------------------------------------------------- */

static void send(struct trial *t, const struct pfq_peer *peer, const char *id,
                 Pfq__V1__OutboxRows *rows, struct pfq_arena *arena)
{
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    answer.id = (char *)(uintptr_t)id;
    answer.source = (char *)(uintptr_t) "pfq-feedback";
    answer.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_ROWS;
    answer.outbox_rows = rows;
    enum pfq_code gone = pfq_sock_send(t->front, peer, pfq_wire_pack(&answer.base, arena));
    (void)gone; /* whoever asked has left; the outbox has what it has */
}

static void end(struct trial *t)
{
    send(t, &t->peer, t->id, &t->answer, &t->arena);
    t->left = 0;
    pfq_arena_reset(&t->arena);
}

static void refuse(struct trial *t, struct pfq_frame *frame)
{
    Pfq__V1__OutboxRows rows = PFQ__V1__OUTBOX_ROWS__INIT;
    pfq_problems_close(frame->problems);
    rows.problems = frame->problems->rows;
    rows.n_problems = frame->problems->count;
    send(t, &frame->peer, frame->wire.id, &rows, frame->arena);
}

/* A copy: what store said ends with its frame. */
static void keep(struct trial *t, const Pfq__V1__OutboxRows *rows)
{
    ProtobufCMessage *copy = NULL;
    struct pfq_err err = {0};
    if (pfq_wire_trusted(&pfq__v1__outbox_rows__descriptor, pfq_wire_pack(&rows->base, &t->arena),
                         &t->arena, &copy, &err) != PFQ_OK) {
        return;
    }
    const Pfq__V1__OutboxRows *mine = (const Pfq__V1__OutboxRows *)copy;
    if (mine->n_rows > 0 && mine->n_problems == 0) {
        t->answer.rows[t->answer.n_rows++] = mine->rows[0];
        t->answer.duplicate = t->answer.duplicate || mine->duplicate;
    } else if (t->answer.n_problems == 0) {
        t->answer.problems = mine->problems;
        t->answer.n_problems = mine->n_problems;
    }
}

void trial_on_queued(void *self, uint64_t token, const Pfq__V1__OutboxRows *rows)
{
    struct trial *t = self;
    if (t->left == 0 || token != t->number) {
        return;
    }
    keep(t, rows);
    if (--t->left == 0) {
        end(t);
    }
}

void trial_sweep(struct trial *t, int64_t now_ms)
{
    struct pfq_problems problems;
    if (t->left == 0 || now_ms < t->deadline_ms) {
        return;
    }
    pfq_problems_init(&problems, &t->arena);
    pfq_problem(&problems, "STORE_AWAY", "", "Ask again in a few seconds; nothing is sent twice.",
                "The store did not answer in time for %zu of them.", t->left);
    t->answer.problems = problems.rows;
    t->answer.n_problems = problems.count;
    end(t);
}

/* --- the request ----------------------------------------------------------------------------- */

static struct deliver_item item_of(const struct trial *t, const Pfq__V1__OutboxTest *test)
{
    return (struct deliver_item){
        .force = test->force == NULL ? "" : test->force,
        .unit = test->police_unit == NULL ? "" : test->police_unit,
        .kind = test->has_kind ? test->kind : PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY,
        .audience = test->has_audience ? test->audience : PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE,
        .period = test->period,
        .mail = &content,
        .token = t->number,
    };
}

static void begin(struct trial *t, struct pfq_frame *frame, int64_t timeout_ms)
{
    const Pfq__V1__OutboxTest *test = frame->wire.envelope->outbox_test;
    struct pfq_err err = {0};
    size_t count = 0;
    t->number++;
    struct deliver_item item = item_of(t, test);
    enum pfq_code code = deliver_queue(t->deliver, &item, frame->wall_ms, &count, &err);
    if (code != PFQ_OK) {
        pfq_problem(frame->problems, pfq_code_name(code), "", "", "%s", err.text);
    } else if (count == 0) {
        pfq_problem(frame->problems, "NO_ROUTE", "", "Add one to [routes] in pfq.conf, send HUP.",
                    "No route wants such a mail.");
    }
    if (frame->problems->count > 0) {
        refuse(t, frame);
        return;
    }
    t->peer = frame->peer;
    memcpy(t->id, frame->wire.id, sizeof t->id);
    t->left = count;
    t->deadline_ms = frame->now_ms + timeout_ms;
    pfq__v1__outbox_rows__init(&t->answer);
    t->answer.has_duplicate = true;
    t->answer.rows = pfq_arena_new(&t->arena, Pfq__V1__Delivery *, count);
}

static void check(const struct trial *t, const Pfq__V1__OutboxTest *test,
                  struct pfq_problems *problems)
{
    if (t->left > 0) {
        pfq_problem(problems, "BUSY", "", "Ask again in a few seconds.",
                    "Another test is being queued.");
    }
    if (test->period == NULL || test->period[0] == '\0') {
        pfq_problem(problems, "PERIOD_MISSING", "outboxTest.period", "Give any word.",
                    "The test has no name of its own.");
    }
    if (test->force == NULL || strlen(test->force) != 2) {
        pfq_problem(problems, "FORCE_MISSING", "outboxTest.force",
                    "Give the force's two-digit code, as in 43.",
                    "Whose route is meant is not stated.");
    }
    if (pfq_service_text(t->deliver->service, "mail_from")[0] == '\0') {
        pfq_problem(problems, "NO_SENDER", "", "Set smtp and mail_from in pfq.conf.",
                    "No address is set that mail comes from.");
    }
}

void trial_on_request(struct trial *t, struct pfq_grants *grants, struct pfq_frame *frame,
                      int64_t timeout_ms)
{
    Pfq__V1__Peer peer;
    pfq_grants_stamp(grants, &frame->peer, &peer);
    if (!peer.has_role || peer.role != PFQ__V1__ROLE__ROLE_OPERATOR) {
        pfq_problem(frame->problems, "NOT_GRANTED", "", "Ask the operator.",
                    "Only an operator may send test mail.");
    } else {
        check(t, frame->wire.envelope->outbox_test, frame->problems);
    }
    if (frame->problems->count > 0) {
        refuse(t, frame);
        return;
    }
    begin(t, frame, timeout_ms);
}
