/* send.c - simulated files through intake: a window of them on their way. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "operator/flight.h"
#include "operator/places.h"
#include "pfq/bug.h"
#include "pfq/clock.h"
#include "simulate.h"

enum {
    PROGRESS_MS = 200,
    ANSWERS = 6 /* of the contract's Answer, UNSPECIFIED included */
};

/* A message on its way: flights borrow its name. */
struct parcel {
    char id[PFQ_ID_BYTES + 1];
    struct pfq_adapted adapted;
    struct input_item item;
};

struct sender {
    struct flights flights;
    struct pfq_client *client;
    struct pfq_arena places;
    struct reach reach;
    struct parcel parcels[FLIGHT_WINDOW];
    size_t next;
    uint64_t answers[ANSWERS];
    uint64_t added;
    uint64_t answered;
    uint64_t expected;
    int64_t progress_at_ms; /* 0: nobody watches */
};

struct sender *sender_open(const char *run, const char *endpoint, int64_t patience_ms,
                           uint64_t expected)
{
    struct sender *s = calloc(1, sizeof *s);
    struct pfq_err err;
    PFQ_ASSERT(s != NULL);
    pfq_arena_open(&s->places);
    const char *where = endpoint != NULL
                            ? endpoint
                            : place_endpoint(place_run(run, &s->places), "intake", &s->places);
    if (pfq_client_open(where, &s->client, &err) != PFQ_OK) {
        fprintf(stderr, "pfq simulate: the endpoint cannot be used: %s\n", plain_words(&err));
        pfq_arena_close(&s->places);
        free(s);
        return NULL;
    }
    s->reach = (struct reach){.command = "simulate", .endpoint = where};
    s->reach.tried = endpoint != NULL ? "" : place_tried(run);
    s->expected = expected;
    flights_init(&s->flights, s->client, patience_ms);
    s->flights.reach = &s->reach;
    s->progress_at_ms = isatty(STDERR_FILENO) ? pfq_monotonic_ms() + PROGRESS_MS : 0;
    return s;
}

static void show_progress(struct sender *s)
{
    if (s->progress_at_ms != 0 && pfq_monotonic_ms() >= s->progress_at_ms) {
        fprintf(stderr, "\r%" PRIu64 " answered, of about %" PRIu64, s->answered, s->expected);
        s->progress_at_ms = pfq_monotonic_ms() + PROGRESS_MS;
    }
}

static void take_oldest(struct sender *s)
{
    const struct flight *flight = flights_oldest(&s->flights);
    unsigned answer = (unsigned)flight->receipt->answer;
    s->answers[answer < ANSWERS ? answer : 0]++;
    s->answered += flight->receipt->answer != PFQ__V1__ANSWER__ANSWER_TRY_AGAIN;
    flights_drop(&s->flights);
    show_progress(s);
}

bool sender_add(struct sender *s, const struct pfq_simulated *file)
{
    if (s->flights.count == FLIGHT_WINDOW) {
        take_oldest(s);
    }
    struct parcel *p = &s->parcels[s->next++ % FLIGHT_WINDOW];
    (void)snprintf(p->id, sizeof p->id, "%s", file->envelope->id);
    p->adapted = (struct pfq_adapted){.envelope = file->envelope};
    p->item = (struct input_item){.file = "", .source = "sim", .id = p->id, .adapted = &p->adapted};
    flights_add(&s->flights, &p->item);
    s->added++;
    return !s->flights.away;
}

static void say_away(const struct sender *s)
{
    if (!s->flights.sent) {
        reach_say_nobody(&s->reach);
        return;
    }
    fputs("pfq simulate: intake stopped answering, and nothing more was sent.\n"
          "The same command again sends the same files: what was stored is known already.\n",
          stderr);
}

enum pfq_exit sender_close(struct sender *s)
{
    const uint64_t *n = s->answers;
    while (s->flights.count > 0) {
        take_oldest(s);
    }
    uint64_t taken = n[PFQ__V1__ANSWER__ANSWER_ACCEPTED] + n[PFQ__V1__ANSWER__ANSWER_DUPLICATE];
    fprintf(stderr,
            "%s%s %" PRIu64 ": %" PRIu64 " accepted, %" PRIu64 " known already, %" PRIu64
            " in conflict, %" PRIu64 " refused, %" PRIu64 " not answered for good\n",
            s->progress_at_ms != 0 ? "\r\033[K" : "",
            s->flights.sent ? "sent" : "nobody took any of", s->added,
            n[PFQ__V1__ANSWER__ANSWER_ACCEPTED], n[PFQ__V1__ANSWER__ANSWER_DUPLICATE],
            n[PFQ__V1__ANSWER__ANSWER_CONFLICT], n[PFQ__V1__ANSWER__ANSWER_REFUSED],
            s->added - taken - n[PFQ__V1__ANSWER__ANSWER_CONFLICT] -
                n[PFQ__V1__ANSWER__ANSWER_REFUSED]);
    enum pfq_exit code = s->flights.away     ? PFQ_EXIT_AWAY
                         : taken == s->added ? PFQ_EXIT_GOOD
                                             : PFQ_EXIT_NOT_GOOD;
    if (s->flights.away) {
        say_away(s);
    }
    flights_fini(&s->flights);
    pfq_client_close(s->client);
    pfq_arena_close(&s->places);
    free(s);
    return code;
}
