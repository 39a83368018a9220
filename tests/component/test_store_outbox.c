/* The outbox: what is queued is there once, moves as the table of moves says, and is never
 * handed out twice (store/outbox.h: O1 to O6). */
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "store/outbox.h"
#include "store/sqlite/db_private.h"
#include "support/store_kit.h"

#define STATE(name) PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_##name

enum {
    LEASE_MS = 60000
};

static struct kit kit;

static void setup(void)
{
    kit_open(&kit);
}

static void teardown(void)
{
    kit_close(&kit);
}

TestSuite(store_outbox, .init = setup, .fini = teardown);

static int64_t now_ms = 1777800000000;

static Pfq__V1__Envelope *envelope(Pfq__V1__Envelope__BodyCase body)
{
    Pfq__V1__Envelope *e = pfq_arena_new(&kit.arena, Pfq__V1__Envelope, 1);
    pfq__v1__envelope__init(e);
    e->body_case = body;
    return e;
}

/* One request in a batch of its own, at now_ms. */
static const Pfq__V1__OutboxRows *run(Pfq__V1__Envelope *request)
{
    struct job *job = pfq_arena_new(&kit.arena, struct job, 1);
    struct batch_result result;
    job->request = request;
    batch_run(&kit.batch, job, 1, &kit.arena, now_ms, &result);
    cr_assert_eq(result.err.code, PFQ_OK, "%s", result.err.text);
    cr_assert_eq(job->answer.body_case, PFQ__V1__ENVELOPE__BODY_OUTBOX_ROWS);
    return &job->outbox;
}

static const Pfq__V1__OutboxRows *put(const char *recipient, const char *period)
{
    static uint8_t message[] = "To: somebody\r\n\r\nHello.\r\n";
    Pfq__V1__Envelope *e = envelope(PFQ__V1__ENVELOPE__BODY_OUTBOX_PUT);
    Pfq__V1__Delivery *d = pfq_arena_new(&kit.arena, Pfq__V1__Delivery, 1);
    e->outbox_put = pfq_arena_new(&kit.arena, Pfq__V1__OutboxPut, 1);
    pfq__v1__outbox_put__init(e->outbox_put);
    pfq__v1__delivery__init(d);
    d->recipient = pfq_arena_strdup(&kit.arena, recipient);
    d->force = pfq_arena_strdup(&kit.arena, "43");
    d->police_unit = pfq_arena_strdup(&kit.arena, "");
    d->period = pfq_arena_strdup(&kit.arena, period);
    d->message_id = pfq_arena_strdup(&kit.arena, "id@cps.example");
    d->has_kind = d->has_audience = d->has_message = true;
    d->kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY;
    d->audience = PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE;
    d->message = (ProtobufCBinaryData){sizeof message - 1, message};
    e->outbox_put->delivery = d;
    return run(e);
}

/* NULL: none is due. */
static const Pfq__V1__Delivery *take(bool fresh)
{
    Pfq__V1__Envelope *e = envelope(PFQ__V1__ENVELOPE__BODY_OUTBOX_TAKE);
    e->outbox_take = pfq_arena_new(&kit.arena, Pfq__V1__OutboxTake, 1);
    pfq__v1__outbox_take__init(e->outbox_take);
    e->outbox_take->has_lease_ms = e->outbox_take->has_fresh = true;
    e->outbox_take->lease_ms = LEASE_MS;
    e->outbox_take->fresh = fresh;
    const Pfq__V1__OutboxRows *rows = run(e);
    return rows->n_rows == 0 ? NULL : rows->rows[0];
}

/* "": done; else the code of the problem.  lease 0: a person. */
static const char *mark(uint64_t id, uint64_t lease, Pfq__V1__DeliveryState state, uint32_t wait_ms)
{
    Pfq__V1__Envelope *e = envelope(PFQ__V1__ENVELOPE__BODY_OUTBOX_MARK);
    e->outbox_mark = pfq_arena_new(&kit.arena, Pfq__V1__OutboxMark, 1);
    pfq__v1__outbox_mark__init(e->outbox_mark);
    e->outbox_mark->has_id = e->outbox_mark->has_state = e->outbox_mark->has_retry_after_ms = true;
    e->outbox_mark->id = id;
    e->outbox_mark->has_lease = lease != 0;
    e->outbox_mark->lease = lease;
    e->outbox_mark->state = state;
    e->outbox_mark->retry_after_ms = wait_ms;
    const Pfq__V1__OutboxRows *rows = run(e);
    return rows->n_problems == 0 ? "" : rows->problems[0]->code;
}

static const Pfq__V1__Delivery *find(uint64_t id)
{
    struct pfq_err err = {0};
    Pfq__V1__Delivery *row = NULL;
    cr_assert_eq(db_find_delivery(kit.batch.db, id, &kit.arena, &row, &err), PFQ_OK);
    return row;
}

Test(store_outbox, o1_the_same_names_are_one_mail)
{
    const Pfq__V1__OutboxRows *first = put("a@x.example", "w1");
    cr_expect_not(first->duplicate);
    for (int i = 0; i < 3; i++) {
        const Pfq__V1__OutboxRows *again = put("a@x.example", "w1");
        cr_expect(again->duplicate);
        cr_expect_eq(again->rows[0]->id, first->rows[0]->id);
    }
    cr_expect_not(put("a@x.example", "w2")->duplicate);
    cr_expect_not(put("b@x.example", "w1")->duplicate);
    kit_reopen(&kit);
    cr_expect(put("a@x.example", "w1")->duplicate);
}

Test(store_outbox, o2_o4_a_mail_is_sent_once_and_stays_sent)
{
    (void)put("a@x.example", "w1");
    const Pfq__V1__Delivery *d = take(true);
    cr_assert_not_null(d);
    cr_expect_eq(d->message.len, 24U);
    cr_expect_eq(d->attempts, 1U);
    cr_expect_null(take(false), "it is in somebody's hands");
    cr_expect_str_eq(mark(d->id, d->lease, STATE(SENT), 0), "ILLEGAL_MOVE");
    cr_expect_str_eq(mark(d->id, d->lease, STATE(SENDING), 0), "");
    cr_expect_str_eq(mark(d->id, d->lease, STATE(SENDING), 0), "", "a repeat is safe");
    cr_expect_str_eq(mark(d->id, d->lease, STATE(SENT), 0), "");
    cr_expect_str_eq(mark(d->id, d->lease, STATE(SENT), 0), "", "a repeat is safe");
    cr_expect_str_eq(mark(d->id, d->lease, STATE(DEFERRED), 0), "ILLEGAL_MOVE");
    cr_expect_str_eq(mark(d->id, 0, STATE(QUEUED), 0), "ILLEGAL_MOVE");
    cr_expect(put("a@x.example", "w1")->duplicate);
    now_ms += 10LL * LEASE_MS;
    cr_expect_null(take(true));
}

Test(store_outbox, o3_what_was_left_in_the_moment_of_sending_waits_for_a_person)
{
    (void)put("a@x.example", "w1");
    const Pfq__V1__Delivery *d = take(true);
    cr_assert_str_eq(mark(d->id, d->lease, STATE(SENDING), 0), "");
    kit_reopen(&kit);
    cr_expect_null(take(false), "its holder may be at work");
    cr_expect_eq(find(d->id)->state, STATE(SENDING));
    cr_expect_null(take(true), "a sender that starts takes it for lost, and sends it not");
    cr_expect_eq(find(d->id)->state, STATE(IN_DOUBT));
    cr_expect_str_eq(mark(d->id, 0, STATE(QUEUED), 0), "");
    const Pfq__V1__Delivery *again = take(false);
    cr_assert_not_null(again);
    cr_expect(again->repeat, "and the mail will say so");
    cr_expect_str_eq(again->message_id, d->message_id);
}

Test(store_outbox, o3_a_holder_that_is_silent_for_too_long_leaves_a_doubt)
{
    (void)put("a@x.example", "w1");
    const Pfq__V1__Delivery *d = take(true);
    cr_assert_str_eq(mark(d->id, d->lease, STATE(SENDING), 0), "");
    now_ms += OUTBOX_SENDING_MS + 1;
    cr_expect_null(take(false));
    cr_expect_eq(find(d->id)->state, STATE(IN_DOUBT));
    cr_expect_str_eq(mark(d->id, d->lease, STATE(SENT), 0), "", "if it knows after all, good");
}

Test(store_outbox, o5_who_was_overtaken_changes_nothing)
{
    (void)put("a@x.example", "w1");
    const Pfq__V1__Delivery *slow = take(true);
    now_ms += LEASE_MS + 1;
    const Pfq__V1__Delivery *next = take(false);
    cr_assert_not_null(next);
    cr_expect_eq(next->id, slow->id);
    cr_expect_eq(next->attempts, 2U);
    cr_expect_str_eq(mark(slow->id, slow->lease, STATE(SENDING), 0), "LEASE_LOST");
    cr_expect_str_eq(mark(next->id, next->lease, STATE(SENDING), 0), "");
}

Test(store_outbox, o6_a_recipient_gets_the_earlier_mail_first)
{
    (void)put("a@x.example", "w1");
    (void)put("a@x.example", "w2");
    (void)put("b@x.example", "w1");
    const Pfq__V1__Delivery *a1 = take(true);
    const Pfq__V1__Delivery *b1 = take(false);
    cr_assert_str_eq(a1->recipient, "a@x.example");
    cr_assert_str_eq(b1->recipient, "b@x.example", "not the second of a");
    cr_expect_null(take(false));
    cr_assert_str_eq(mark(a1->id, a1->lease, STATE(DEFERRED), 5000), "");
    cr_expect_null(take(false), "the first of a waits, and the second for it");
    now_ms += 5000;
    const Pfq__V1__Delivery *again = take(false);
    cr_assert_not_null(again);
    cr_expect_eq(again->id, a1->id);
    cr_assert_str_eq(mark(again->id, again->lease, STATE(BOUNCED), 0), "");
    cr_expect_str_eq(take(false)->period, "w2", "a bounced one holds up nobody");
}

/* Every pair of states, against what the README and proto/outbox.proto say. */
Test(store_outbox, only_the_moves_of_the_table_are_possible)
{
    static const char *const by_sender[] = {
        /* to:         QDSTIBXR  (queued deferred sending sent in-doubt bounced expired dropped) */
        [STATE(QUEUED)] = ".xx..xx.",   [STATE(DEFERRED)] = ".xx..xx.",
        [STATE(SENDING)] = ".x.xxxx.",  [STATE(SENT)] = "........",
        [STATE(IN_DOUBT)] = "...x....", [STATE(BOUNCED)] = "........",
        [STATE(EXPIRED)] = "........",  [STATE(DROPPED)] = "........"};
    static const char *const by_person[] = {
        [STATE(QUEUED)] = ".......x",   [STATE(DEFERRED)] = "x......x",
        [STATE(SENDING)] = "........",  [STATE(SENT)] = "........",
        [STATE(IN_DOUBT)] = "x......x", [STATE(BOUNCED)] = "x......x",
        [STATE(EXPIRED)] = "x......x",  [STATE(DROPPED)] = "........"};
    for (int from = STATE(QUEUED); from <= STATE(DROPPED); from++) {
        for (int to = STATE(QUEUED); to <= STATE(DROPPED); to++) {
            cr_expect_eq(outbox_may_move(from, to, false), by_sender[from][to - 1] == 'x',
                         "sender %d -> %d", from, to);
            cr_expect_eq(outbox_may_move(from, to, true), by_person[from][to - 1] == 'x',
                         "person %d -> %d", from, to);
        }
    }
}

Test(store_outbox, the_schema_refuses_what_a_program_should_not_try)
{
    static const char *const attempts[] = {
        "UPDATE delivery SET state = 1, done_at = NULL WHERE id = 1", /* out of SENT */
        "UPDATE delivery SET state = 9 WHERE id = 2",
        "UPDATE delivery SET state = 3 WHERE id = 2", /* SENDING without a lease */
        "UPDATE delivery SET state = 6 WHERE id = 2", /* done without a time */
        "UPDATE delivery SET attempts = -1 WHERE id = 2",
        "INSERT INTO delivery (recipient, force, unit, kind, period, audience, queued_at, next_at,"
        " message_id, message) SELECT recipient, force, unit, kind, period, audience, 0, 0, 'x',"
        " message FROM delivery WHERE id = 1",
    };
    sqlite3 *handle = kit.batch.db->engine.handle;
    (void)put("a@x.example", "w1");
    (void)put("b@x.example", "w1");
    const Pfq__V1__Delivery *d = take(true);
    cr_assert_eq(d->id, 1U);
    cr_assert_str_eq(mark(1, d->lease, STATE(SENDING), 0), "");
    cr_assert_str_eq(mark(1, d->lease, STATE(SENT), 0), "");
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        cr_expect_eq(sqlite3_exec(handle, attempts[i], NULL, NULL, NULL) & 0xFF, SQLITE_CONSTRAINT,
                     "%s", attempts[i]);
    }
}

Test(store_outbox, status_counts_what_waits_and_what_needs_a_person)
{
    struct pfq_err err = {0};
    Pfq__V1__OutboxStatus o = PFQ__V1__OUTBOX_STATUS__INIT;
    int64_t first_ms = now_ms;
    (void)put("a@x.example", "w1");
    now_ms += 1000;
    (void)put("b@x.example", "w1");
    (void)put("c@x.example", "w1");
    const Pfq__V1__Delivery *d = take(true);
    cr_assert_str_eq(mark(d->id, d->lease, STATE(BOUNCED), 0), "");
    d = take(false);
    cr_assert_str_eq(mark(d->id, d->lease, STATE(DEFERRED), 1000), "");
    cr_assert_eq(db_read_outbox(kit.batch.db, &o, &err), PFQ_OK);
    cr_expect_eq(o.queued, 1U);
    cr_expect_eq(o.deferred, 1U);
    cr_expect_eq(o.bounced, 1U);
    cr_expect_eq(o.in_doubt + o.expired + o.sending, 0U);
    cr_expect_eq(o.oldest_queued_at, first_ms + 1000, "the one that bounced waits no longer");
}

Test(store_outbox, a_request_that_lacks_something_is_refused)
{
    Pfq__V1__Envelope *e = envelope(PFQ__V1__ENVELOPE__BODY_OUTBOX_PUT);
    e->outbox_put = pfq_arena_new(&kit.arena, Pfq__V1__OutboxPut, 1);
    pfq__v1__outbox_put__init(e->outbox_put);
    cr_expect_str_eq(run(e)->problems[0]->code, "MALFORMED");
    cr_expect_str_eq(put("", "w1")->problems[0]->code, "MALFORMED");
    cr_expect_str_eq(mark(77, 0, STATE(DROPPED), 0), "NO_SUCH_DELIVERY");
}
