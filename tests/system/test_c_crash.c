/* kill -9 of any service at any moment under load: every receipt that was given is in
 * the database, nothing is there twice, and mailbox numbers have no gap (G1, G2, G4).
 *
 * The sender keeps a ledger of the receipts it was given.  While it keeps a window of
 * messages in flight, services are killed and started again, one at a time, at random
 * moments.  Then every message is sent once more, and every mailbox is read whole. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "support/rig.h"

enum {
    FORCES = 3,
    MESSAGES = 30000, /* of all forces: more than the kills leave time for */
    WINDOW = 96,
    KILLS = 36,
    RESEND_MS = 700
};

static const char *const forces[FORCES] = {"40", "41", "43"};

struct entry {
    bool given; /* a receipt was given */
    uint32_t ordinal;
    uint64_t number;
    int64_t received_at;
    int64_t sent_ms; /* 0 = not in flight */
};

struct sender {
    struct rig rig;
    struct pfq_client *client;
    struct entry ledger[MESSAGES];
    uint32_t next; /* first message never sent */
    uint32_t given;
    uint32_t in_flight;
    uint32_t oldest; /* no message below is without a receipt */
};

static struct sender sender;

static void send_message(uint32_t n)
{
    struct pfq_arena arena;
    struct pfq_err err;
    pfq_arena_open(&arena);
    const Pfq__V1__Envelope *envelope =
        rig_envelope("ledger", forces[n % FORCES], n / FORCES, &arena);
    enum pfq_code unsent = pfq_client_send(sender.client, envelope, &arena, &err);
    (void)unsent; /* sent again when no answer comes */
    sender.ledger[n].sent_ms = pfq_monotonic_ms();
    pfq_arena_close(&arena);
}

/* Keep the window full, and send again what was not answered. */
static void pump(bool fresh)
{
    int64_t now_ms = pfq_monotonic_ms();
    while (sender.oldest < sender.next && sender.ledger[sender.oldest].given) {
        sender.oldest++;
    }
    for (uint32_t n = sender.oldest; n < sender.next; n++) {
        if (!sender.ledger[n].given && now_ms - sender.ledger[n].sent_ms > RESEND_MS) {
            send_message(n);
        }
    }
    while (fresh && sender.in_flight < WINDOW && sender.next < MESSAGES) {
        send_message(sender.next++);
        sender.in_flight++;
    }
}

static uint32_t number_of(const char *id)
{
    for (uint32_t f = 0; f < FORCES; f++) {
        if (strncmp(id, forces[f], 2) == 0) {
            return (uint32_t)strtoul(id + 3, NULL, 10) * FORCES + f;
        }
    }
    cr_assert_fail("an answer for %s, which was never sent", id);
    return 0;
}

static void note(const Pfq__V1__Receipt *receipt)
{
    struct entry *entry = &sender.ledger[number_of(receipt->id)];
    bool good = receipt->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED ||
                receipt->answer == PFQ__V1__ANSWER__ANSWER_DUPLICATE;
    if (!good) {
        cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
        return; /* sent again after RESEND_MS */
    }
    if (!entry->given) {
        *entry = (struct entry){true, receipt->ordinal, receipt->feedback_number,
                                receipt->received_at, entry->sent_ms};
        sender.given++;
        sender.in_flight--;
        return;
    }
    cr_assert_eq(entry->ordinal, receipt->ordinal);
    cr_assert_eq(entry->number, receipt->feedback_number);
    cr_assert_eq(entry->received_at, receipt->received_at);
}

static void receive(int64_t until_ms)
{
    int64_t left = until_ms - pfq_monotonic_ms();
    while (left > 0) {
        struct pfq_arena arena;
        struct pfq_err err;
        Pfq__V1__Envelope *answer = NULL;
        pfq_arena_open(&arena);
        if (pfq_client_next(sender.client, left < 20 ? left : 20, &arena, &answer, &err) ==
            PFQ_OK) {
            cr_assert_eq(answer->body_case, PFQ__V1__ENVELOPE__BODY_RECEIPT);
            note(answer->receipt);
        }
        pfq_arena_close(&arena);
        pump(true);
        left = until_ms - pfq_monotonic_ms();
    }
}

static void settle(void)
{
    int64_t until_ms = pfq_monotonic_ms() + 60000;
    while (sender.given < sender.next && pfq_monotonic_ms() < until_ms) {
        struct pfq_arena arena;
        struct pfq_err err;
        Pfq__V1__Envelope *answer = NULL;
        pfq_arena_open(&arena);
        if (pfq_client_next(sender.client, 20, &arena, &answer, &err) == PFQ_OK) {
            note(answer->receipt);
        }
        pfq_arena_close(&arena);
        pump(false);
    }
    cr_assert_eq(sender.given, sender.next, "%u of %u messages have a receipt", sender.given,
                 sender.next);
}

static void send_all_again(void)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    for (uint32_t n = 0; n < sender.next; n++) {
        const Pfq__V1__Envelope *envelope =
            rig_envelope("ledger", forces[n % FORCES], n / FORCES, &arena);
        const Pfq__V1__Receipt *receipt = rig_submit(sender.client, envelope, &arena);
        cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_DUPLICATE, "message %u was lost", n);
        note(receipt);
        pfq_arena_reset(&arena);
    }
    pfq_arena_close(&arena);
}

static const Pfq__V1__MailboxPage *fetch(struct pfq_client *client, const char *force,
                                         uint64_t after, struct pfq_arena *arena)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxFetch want = PFQ__V1__MAILBOX_FETCH__INIT;
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_err err = {0};
    char id[] = "fetch";
    char source[] = "ledger";
    request.id = id;
    request.source = source;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    request.mailbox_fetch = &want;
    want.force = (char *)(uintptr_t)force;
    want.has_after = want.has_limit = true;
    want.after = after;
    want.limit = 500;
    cr_assert_eq(pfq_client_ask(client, &request, 10000, arena, &answer, &err), PFQ_OK, "%s",
                 err.text);
    cr_assert_eq(answer->body_case, PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE);
    return answer->mailbox_page;
}

/* Every number once, in order, and the receipt under it is the one that was given. */
static uint64_t read_mailbox(struct pfq_client *client, const char *force)
{
    uint64_t number = 0;
    bool more = true;
    while (more) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        const Pfq__V1__MailboxPage *page = fetch(client, force, number, &arena);
        for (size_t i = 0; i < page->n_items; i++) {
            const Pfq__V1__FeedbackItem *item = page->items[i];
            cr_assert_eq(item->number, number + 1, "force %s: a gap after %lu", force, number);
            number = item->number;
            cr_assert_eq(sender.ledger[number_of(item->receipt->id)].number, number);
        }
        more = page->n_items > 0;
        pfq_arena_close(&arena);
    }
    return number;
}

Test(c_crash, no_receipt_is_lost_nothing_is_twice_and_no_number_is_missing, .timeout = 300)
{
    static struct pfq_client *readers;
    srand(20261123);
    rig_begin(&sender.rig);
    rig_start_all(&sender.rig);
    sender.client = rig_client(&sender.rig, RIG_INTAKE);
    for (int kills = 0; kills < KILLS; kills++) {
        enum rig_service victim = (enum rig_service)(kills % RIG_SERVICES);
        do { /* until enough is on its way, however busy the machine is */
            receive(pfq_monotonic_ms() + 20 + rand() % 230);
        } while (sender.next <= 10 * (unsigned)(kills + 1));
        rig_signal(&sender.rig, victim, SIGKILL);
        (void)rig_reap(&sender.rig, victim);
        rig_start(&sender.rig, victim);
    }
    rig_wait_ready(&sender.rig, RIG_STORE);
    rig_wait_ready(&sender.rig, RIG_INTAKE);
    rig_wait_ready(&sender.rig, RIG_FEEDBACK);
    settle();
    cr_log_info("%u messages, %d kills", sender.next, KILLS);
    send_all_again();
    readers = rig_client(&sender.rig, RIG_FEEDBACK);
    uint64_t total = 0;
    for (int f = 0; f < FORCES; f++) {
        total += read_mailbox(readers, forces[f]);
    }
    cr_assert_eq(total, sender.next, "%lu items for %u messages", total, sender.next);
    pfq_client_close(readers);
    pfq_client_close(sender.client);
    rig_end(&sender.rig);
}
