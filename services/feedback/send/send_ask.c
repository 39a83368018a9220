/* send_ask.c - what a run of digests asks of store: see send_run.h. */
#include <stdio.h>
#include <string.h>

#include "send_run.h"

enum {
    OWN_TIMES = 3 /* a mailbox of our own asks store, perhaps for texts, too */
};

static char *lend(const char *text)
{
    return (char *)(uintptr_t)text;
}

static void wait_for(struct send_run *run, int64_t times)
{
    run->deadline_ms = run->now_ms + times * pfq_service_number(run->service, "store_timeout_ms");
}

static void send(struct send_run *run, Pfq__V1__Envelope *request)
{
    char id[24];
    (void)snprintf(id, sizeof id, "d%llu", (unsigned long long)++run->token);
    request->id = id;
    request->source = lend("pfq-feedback");
    wait_for(run, 1);
    /* not sent: the deadline ends the run */
    enum pfq_code unsent =
        pfq_sock_send(run->store, NULL, pfq_wire_pack(&request->base, &run->asking));
    (void)unsent;
    request->id = NULL; /* it ends here */
    pfq_arena_reset(&run->asking);
}

/* Of a target; NULL: of the whole run. */
static Pfq__V1__DigestRow row_of(struct send_run *run, const struct target *target)
{
    Pfq__V1__DigestRow row = PFQ__V1__DIGEST_ROW__INIT;
    row.has_kind = row.has_audience = true;
    row.kind = run->period.kind;
    row.period = run->period.name;
    row.force = lend(target == NULL ? "" : target->force);
    row.unit = lend(target == NULL ? "" : target->unit);
    row.audience = target == NULL ? PFQ__V1__AUDIENCE__AUDIENCE_UNSPECIFIED : target->audience;
    return row;
}

static void ask_row(struct send_run *run, const struct target *target)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__DigestRead read = PFQ__V1__DIGEST_READ__INIT;
    Pfq__V1__DigestRow row = row_of(run, target);
    read.row = &row;
    read.has_before = target == NULL;
    read.before = run->period.at_ms;
    request.body_case = PFQ__V1__ENVELOPE__BODY_DIGEST_READ;
    request.digest_read = &read;
    send(run, &request);
}

static void put_row(struct send_run *run, const struct target *target, Pfq__V1__Digest *digest,
                    bool settled)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__DigestPut put = PFQ__V1__DIGEST_PUT__INIT;
    Pfq__V1__DigestRow row = row_of(run, target);
    row.digest = digest;
    row.has_settled = row.has_mails = true;
    row.settled = settled;
    row.mails = settled && target != NULL ? (uint32_t)run->recipient_count : 0;
    put.row = &row;
    request.body_case = PFQ__V1__ENVELOPE__BODY_DIGEST_PUT;
    request.digest_put = &put;
    send(run, &request);
}

static void ask_facts(struct send_run *run)
{
    const struct gather_question *q = run->question;
    if (q->of_feedback) {
        wait_for(run, OWN_TIMES);
        if (!run->fetch(run->fetch_self, &q->fetch, ++run->token, run->now_ms)) {
            run->deadline_ms = run->now_ms; /* too many readers: another time */
        }
        return;
    }
    Pfq__V1__Envelope request = q->envelope;
    Pfq__V1__PeopleAsk ask = PFQ__V1__PEOPLE_ASK__INIT; /* without a peer: it is for ourselves */
    if (request.body_case == PFQ__V1__ENVELOPE__BODY_PEOPLE_READ) {
        ask.read = request.people_read;
        request.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK;
        request.people_ask = &ask;
    }
    send(run, &request);
}

void send_ask(struct send_run *run)
{
    switch ((int)run->state) {
    case SEND_LIST:
        ask_row(run, NULL);
        break;
    case SEND_LOOK:
        ask_row(run, send_target(run));
        break;
    case SEND_GATHER:
        ask_facts(run);
        break;
    case SEND_KEEP: /* nothing to say is settled by that */
        put_row(run, send_target(run), run->digest, run->digest == NULL);
        break;
    case SEND_SETTLE:
        put_row(run, send_target(run), NULL, true);
        break;
    case SEND_CLOSE:
        put_row(run, NULL, NULL, true);
        break;
    default: /* the others ask nothing, or of the outbox */
        break;
    }
}
