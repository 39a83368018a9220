/* Submissions on their way, against an intake that this test plays: operator/flight.h. */
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "operator/flight.h"
#include "pfq/clock.h"
#include "pfq/sock.h"

enum play {
    PLAY_ACCEPT,
    PLAY_TRY_AGAIN_FIRST, /* each message once */
    PLAY_BACKWARDS,       /* hold ten, then answer the last first */
    PLAY_SILENT
};

struct intake_played {
    char endpoint[96];
    enum play play;
    unsigned frames; /* received */
    atomic_bool stop;
    pthread_t thread;
};

struct held {
    struct pfq_peer peer;
    char id[PFQ_ID_BYTES + 1];
};

static void answer(struct pfq_sock *sock, const struct held *to, Pfq__V1__Answer word)
{
    struct pfq_arena arena;
    Pfq__V1__Envelope e = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Receipt r = PFQ__V1__RECEIPT__INIT;
    char id[PFQ_ID_BYTES + 1];
    char source[] = "test";
    pfq_arena_open(&arena);
    (void)snprintf(id, sizeof id, "%s", to->id);
    e.id = id;
    e.source = source;
    e.body_case = PFQ__V1__ENVELOPE__BODY_RECEIPT;
    e.receipt = &r;
    r.id = id;
    r.has_answer = true;
    r.answer = word;
    r.has_retry_after_ms = word == PFQ__V1__ANSWER__ANSWER_TRY_AGAIN;
    r.retry_after_ms = 10;
    (void)!pfq_sock_send(sock, &to->peer, pfq_wire_pack(&e.base, &arena));
    pfq_arena_close(&arena);
}

static bool receive(struct pfq_sock *sock, struct held *out)
{
    struct pfq_bytes frame;
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_wire wire;
    if (!pfq_sock_receive(sock, &out->peer, &frame)) {
        return false;
    }
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    pfq_problems_init(&warnings, &arena);
    (void)pfq_wire_read(frame, &arena, &problems, &warnings, &wire);
    memcpy(out->id, wire.id, sizeof out->id);
    pfq_arena_close(&arena);
    return true;
}

static void handle(struct intake_played *p, struct pfq_sock *sock, struct held *held,
                   unsigned *count)
{
    static char seen[4096];
    const struct held *one = &held[*count];
    p->frames++;
    if (p->play == PLAY_TRY_AGAIN_FIRST && strstr(seen, one->id) == NULL) {
        (void)strncat(seen, one->id, sizeof seen - strlen(seen) - 1);
        answer(sock, one, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
    } else if (p->play == PLAY_BACKWARDS) {
        if (++*count == 10) {
            while (*count > 0) {
                answer(sock, &held[--*count], PFQ__V1__ANSWER__ANSWER_ACCEPTED);
            }
        }
    } else if (p->play != PLAY_SILENT) {
        answer(sock, one, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    }
}

static void *play(void *self)
{
    struct intake_played *p = self;
    struct pfq_sock *sock = NULL;
    struct held held[16];
    unsigned count = 0;
    if (pfq_sock_open(PFQ_SOCK_ROUTER, p->endpoint, &sock, NULL) != PFQ_OK) {
        return NULL;
    }
    while (!atomic_load(&p->stop)) {
        bool ready = false;
        (void)!pfq_sock_wait(&sock, 1, NULL, 0, 20, &ready, NULL);
        while (receive(sock, &held[count])) {
            handle(p, sock, held, &count);
        }
    }
    pfq_sock_close(sock);
    return NULL;
}

static void begin(struct intake_played *p, enum play how)
{
    *p = (struct intake_played){.play = how};
    (void)snprintf(p->endpoint, sizeof p->endpoint, "ipc:///tmp/pfq-flight-%d-%d.sock",
                   (int)getpid(), (int)how);
    cr_assert_eq(pthread_create(&p->thread, NULL, play, p), 0);
}

static void end(struct intake_played *p)
{
    atomic_store(&p->stop, true);
    (void)pthread_join(p->thread, NULL);
    (void)unlink(p->endpoint + strlen("ipc://"));
}

/* `count` items with ids "i-0", "i-1" ... */
static struct input_item *make_items(size_t count, struct pfq_arena *arena)
{
    struct input_item *items = pfq_arena_new(arena, struct input_item, count);
    for (size_t i = 0; i < count; i++) {
        struct pfq_adapted *adapted = pfq_arena_new(arena, struct pfq_adapted, 1);
        Pfq__V1__Envelope *e = pfq_arena_new(arena, Pfq__V1__Envelope, 1);
        pfq__v1__envelope__init(e);
        e->id = pfq_arena_printf(arena, "i-%zu;", i);
        e->source = pfq_arena_strdup(arena, "test");
        e->body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
        e->submission = pfq_arena_new(arena, Pfq__V1__Submission, 1);
        pfq__v1__submission__init(e->submission);
        adapted->envelope = e;
        pfq_problems_init(&adapted->problems, arena);
        pfq_problems_init(&adapted->warnings, arena);
        items[i] = (struct input_item){.source = e->source, .id = e->id, .adapted = adapted};
    }
    return items;
}

struct sent {
    unsigned accepted;
    unsigned unanswered;
    unsigned not_sent;
    bool in_order;
};

static struct sent send_all(const char *endpoint, size_t count, int64_t patience_ms)
{
    static struct flights flights;
    struct pfq_client *client = NULL;
    struct pfq_arena arena;
    struct sent sent = {.in_order = true};
    size_t added = 0;
    pfq_arena_open(&arena);
    cr_assert_eq(pfq_client_open(endpoint, &client, NULL), PFQ_OK);
    const struct input_item *items = make_items(count, &arena);
    flights_init(&flights, client, patience_ms);
    for (size_t done = 0; done < count; done++) {
        while (added < count && flights.count < FLIGHT_WINDOW) {
            flights_add(&flights, &items[added++]);
        }
        const struct flight *oldest = flights_oldest(&flights);
        sent.in_order = sent.in_order && strcmp(oldest->receipt->id, items[done].id) == 0;
        sent.accepted += oldest->receipt->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED;
        if (oldest->receipt->answer == PFQ__V1__ANSWER__ANSWER_TRY_AGAIN) {
            const char *code = oldest->receipt->problems[0]->code;
            sent.unanswered += strcmp(code, "NO_ANSWER") == 0;
            sent.not_sent += strcmp(code, "NOT_SENT") == 0;
        }
        flights_drop(&flights);
    }
    flights_fini(&flights);
    pfq_client_close(client);
    pfq_arena_close(&arena);
    return sent;
}

Test(operator_flight, more_than_a_window_is_answered_in_the_order_of_the_input)
{
    struct intake_played intake;
    begin(&intake, PLAY_ACCEPT);
    struct sent sent = send_all(intake.endpoint, 3 * FLIGHT_WINDOW + 5, 5000);
    end(&intake);
    cr_assert_eq(sent.accepted, 3 * FLIGHT_WINDOW + 5);
    cr_assert(sent.in_order);
}

Test(operator_flight, answers_that_come_backwards_are_still_shown_in_order)
{
    struct intake_played intake;
    begin(&intake, PLAY_BACKWARDS);
    struct sent sent = send_all(intake.endpoint, 100, 5000);
    end(&intake);
    cr_assert_eq(sent.accepted, 100);
    cr_assert(sent.in_order);
}

Test(operator_flight, try_again_is_waited_out_and_sent_again_under_the_same_id)
{
    struct intake_played intake;
    begin(&intake, PLAY_TRY_AGAIN_FIRST);
    struct sent sent = send_all(intake.endpoint, 10, 5000);
    end(&intake);
    cr_assert_eq(sent.accepted, 10);
    cr_assert_eq(intake.frames, 20);
}

Test(operator_flight, an_intake_that_is_silent_is_given_up_for_all_at_once)
{
    struct intake_played intake;
    begin(&intake, PLAY_SILENT);
    int64_t began = pfq_monotonic_ms();
    struct sent sent = send_all(intake.endpoint, 2 * FLIGHT_WINDOW, 300);
    int64_t took = pfq_monotonic_ms() - began;
    end(&intake);
    cr_assert_eq(sent.unanswered, FLIGHT_WINDOW);
    cr_assert_eq(sent.not_sent, FLIGHT_WINDOW); /* they did not get into the window */
    cr_assert(took >= 300 && took < 2000, "%lld ms", (long long)took);
}

Test(operator_flight, an_intake_that_is_not_there_is_given_up)
{
    struct sent sent = send_all("ipc:///tmp/pfq-flight-nobody.sock", 3, 100);
    cr_assert_eq(sent.not_sent, 3);
}

Test(operator_flight, what_the_guard_refuses_is_refused_without_waiting_for_anybody)
{
    static struct flights flights;
    struct pfq_client *client = NULL;
    struct pfq_arena arena;
    char id[PFQ_ID_BYTES + 2];
    memset(id, 'x', sizeof id - 1);
    id[sizeof id - 1] = '\0';
    pfq_arena_open(&arena);
    cr_assert_eq(pfq_client_open("ipc:///tmp/pfq-flight-nobody.sock", &client, NULL), PFQ_OK);
    struct input_item *item = make_items(1, &arena);
    item->adapted->envelope->id = id;
    item->id = id;
    flights_init(&flights, client, 60000);
    flights_add(&flights, item);
    const struct flight *flight = flights_oldest(&flights);
    cr_assert_eq(flight->receipt->answer, PFQ__V1__ANSWER__ANSWER_REFUSED);
    cr_assert_gt(flight->receipt->n_problems, 0);
    flights_drop(&flights);
    flights_fini(&flights);
    pfq_client_close(client);
    pfq_arena_close(&arena);
}
