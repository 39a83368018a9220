/* flight.c - submissions on their way: see flight.h. */
#include "flight.h"

#include <string.h>

#include "pfq/bug.h"
#include "pfq/clock.h"
#include "pfq/standard.h"

enum {
    SEND_AGAIN_MS = 2000, /* no answer: the frame or its answer was lost */
    PAUSE_MS = 20         /* between attempts, at least */
};

void flights_init(struct flights *flights, struct pfq_client *client, int64_t patience_ms)
{
    memset(flights, 0, sizeof *flights);
    flights->client = client;
    flights->patience_ms = patience_ms;
    pfq_arena_open(&flights->spare);
    for (size_t i = 0; i < FLIGHT_WINDOW; i++) {
        pfq_arena_open(&flights->rows[i].arena);
    }
}

void flights_fini(struct flights *flights)
{
    pfq_arena_close(&flights->spare);
    for (size_t i = 0; i < FLIGHT_WINDOW; i++) {
        pfq_arena_close(&flights->rows[i].arena);
    }
}

static struct flight *row_at(struct flights *flights, size_t i)
{
    return &flights->rows[(flights->first + i) % FLIGHT_WINDOW];
}

/* The guard's word on the frame, as intake would have it: what it refuses is refused here,
 * because intake cannot answer under an id that it cannot read.  NULL: nothing is wrong. */
static Pfq__V1__Receipt *guard(struct flight *flight)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_wire wire;
    pfq_problems_init(&problems, &flight->arena);
    pfq_problems_init(&warnings, &flight->arena);
    if (pfq_wire_read(flight->frame, &flight->arena, &problems, &warnings, &wire)) {
        return NULL;
    }
    pfq_problems_close(&problems);
    return pfq_receipt_without(flight->item->source, flight->item->id,
                               PFQ__V1__ANSWER__ANSWER_REFUSED, &problems, &flight->arena);
}

void flights_add(struct flights *flights, const struct input_item *item)
{
    PFQ_ASSERT(flights->count < FLIGHT_WINDOW);
    int64_t now = pfq_monotonic_ms();
    struct flight *flight = row_at(flights, flights->count);
    if (flights->count++ == 0) {
        flights->give_up_at_ms = now + flights->patience_ms;
    }
    flight->item = item;
    flight->receipt = NULL;
    flight->put_off = false;
    flight->sent = false;
    flight->send_at_ms = now;
    if (item->adapted->envelope == NULL) {
        flight->receipt = input_refusal(item, &flight->arena);
        return;
    }
    flight->frame = pfq_wire_pack(&item->adapted->envelope->base, &flight->arena);
    flight->receipt = guard(flight);
}

/* False: nobody is connected, or the queue is full. */
static bool send_one(struct flights *flights, struct flight *flight, int64_t now)
{
    if (pfq_client_send_bytes(flights->client, flight->frame, NULL) != PFQ_OK) {
        return false;
    }
    flight->put_off = false;
    flight->sent = true;
    flights->sent = true;
    flight->send_at_ms = now + SEND_AGAIN_MS;
    return true;
}

/* The client has tried for a second by now. */
static void tell_nobody(struct flights *flights)
{
    if (flights->reach != NULL && pfq_monotonic_ms() < flights->give_up_at_ms) {
        reach_say_waiting(flights->reach, flights->patience_ms);
    }
}

/* Send what is due; the result is when something will next be due.  Where one cannot be
 * sent no other can. */
static int64_t send_due(struct flights *flights, int64_t now)
{
    int64_t next = flights->give_up_at_ms;
    for (size_t i = 0; i < flights->count; i++) {
        struct flight *flight = row_at(flights, i);
        if (flight->receipt != NULL) {
            continue;
        }
        if (flight->send_at_ms <= now && !send_one(flights, flight, now)) {
            tell_nobody(flights);
            return now + PAUSE_MS;
        }
        next = flight->send_at_ms < next ? flight->send_at_ms : next;
    }
    return next;
}

static struct flight *find(struct flights *flights, const char *id)
{
    for (size_t i = 0; i < flights->count; i++) {
        struct flight *flight = row_at(flights, i);
        if (flight->receipt == NULL && strcmp(flight->item->id, id) == 0) {
            return flight;
        }
    }
    return NULL;
}

static bool is_final(const Pfq__V1__Receipt *receipt)
{
    return receipt->answer != PFQ__V1__ANSWER__ANSWER_TRY_AGAIN &&
           receipt->answer != PFQ__V1__ANSWER__ANSWER_UNSPECIFIED;
}

/* The answer's arena goes to its row, and the row's, with the frame, is the next spare. */
static void swap_arenas(struct flights *flights, struct flight *flight)
{
    struct pfq_arena with_frame = flight->arena;
    flight->arena = flights->spare;
    flights->spare = with_frame;
}

/* Answers to what was answered before, and to nobody, are passed over. */
static void take(struct flights *flights, const Pfq__V1__Envelope *answer, int64_t now)
{
    struct flight *flight = answer->id == NULL ? NULL : find(flights, answer->id);
    if (flight == NULL || answer->body_case != PFQ__V1__ENVELOPE__BODY_RECEIPT) {
        return;
    }
    if (!is_final(answer->receipt)) {
        int64_t pause = answer->receipt->retry_after_ms;
        flight->put_off = true;
        flight->send_at_ms = now + (pause > PAUSE_MS ? pause : PAUSE_MS);
        return;
    }
    flight->receipt = answer->receipt;
    swap_arenas(flights, flight);
    flights->give_up_at_ms = now + flights->patience_ms;
}

static Pfq__V1__Receipt *unanswered(const struct flights *flights, struct flight *flight)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, &flight->arena);
    if (!flight->sent) {
        pfq_problem(&problems, "NOT_SENT", "", "Send it again when the services run.",
                    flights->sent ? "Those before it were not answered, so this was not sent."
                                  : "No service was there to take it, so nothing was sent.");
    } else if (flight->put_off) {
        pfq_problem(&problems, "PUT_OFF", "", "Send it again later; `pfq status` may say why.",
                    "Intake asked to try again until patience was over; nothing is stored.");
    } else if (flights->garbled) {
        pfq_problem(&problems, "NOT_UNDERSTOOD", "",
                    "Look whether pfq and the services are of one version, and send it again.",
                    "An answer came that could not be understood, so whether it was stored is "
                    "not known.");
    } else {
        pfq_problem(&problems, "NO_ANSWER", "",
                    "Send it again: under the same id it is stored once at most.",
                    "No answer came in time, so whether it was stored is not known.");
    }
    return pfq_receipt_without(flight->item->source, flight->item->id,
                               PFQ__V1__ANSWER__ANSWER_TRY_AGAIN, &problems, &flight->arena);
}

static void give_up(struct flights *flights)
{
    flights->away = true;
    for (size_t i = 0; i < flights->count; i++) {
        struct flight *flight = row_at(flights, i);
        if (flight->receipt == NULL) {
            flight->receipt = unanswered(flights, flight);
        }
    }
}

static void turn(struct flights *flights)
{
    Pfq__V1__Envelope *answer = NULL;
    int64_t now = pfq_monotonic_ms();
    if (flights->away || now >= flights->give_up_at_ms) {
        give_up(flights);
        return;
    }
    int64_t wait = send_due(flights, now) - now;
    pfq_arena_reset(&flights->spare);
    enum pfq_code code =
        pfq_client_next(flights->client, wait > 0 ? wait : 0, &flights->spare, &answer, NULL);
    flights->garbled = flights->garbled || code == PFQ_E_MALFORMED;
    if (code == PFQ_OK) {
        take(flights, answer, pfq_monotonic_ms());
    }
}

const struct flight *flights_oldest(struct flights *flights)
{
    PFQ_ASSERT(flights->count > 0);
    struct flight *oldest = row_at(flights, 0);
    while (oldest->receipt == NULL) {
        turn(flights);
    }
    return oldest;
}

void flights_drop(struct flights *flights)
{
    pfq_arena_reset(&row_at(flights, 0)->arena);
    flights->first = (flights->first + 1) % FLIGHT_WINDOW;
    flights->count--;
}
