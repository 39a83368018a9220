/* A client against a toy service: pfq/client.h. */
#include <criterion/criterion.h>
#include <signal.h>
#include <unistd.h>

#include "support/toy.h"

static struct toy toy;
static struct pfq_arena arena;

static void begin(void)
{
    toy_begin(&toy);
    pfq_arena_open(&arena);
}

static void end(void)
{
    pfq_arena_close(&arena);
    toy_end(&toy);
}

TestSuite(client, .init = begin, .fini = end, .timeout = 30);

static struct pfq_client *open_client(void)
{
    struct pfq_client *client = NULL;
    struct pfq_err err = {0};
    cr_assert_eq(pfq_client_open(toy.endpoint, &client, &err), PFQ_OK, "%s", err.text);
    return client;
}

static enum pfq_code submit(struct pfq_client *client, const char *id, int64_t patience_ms,
                            Pfq__V1__Receipt **receipt, struct pfq_err *err)
{
    return pfq_client_submit(client, toy_envelope(id), patience_ms, &arena, receipt, err);
}

Test(client, a_submission_gets_its_receipt_at_once)
{
    Pfq__V1__Receipt *receipt = NULL;
    struct pfq_err err = {0};
    toy_start(&toy, NULL);
    struct pfq_client *client = open_client();
    cr_assert_eq(submit(client, "one", 10000, &receipt, &err), PFQ_OK, "%s", err.text);
    int64_t before = pfq_monotonic_ms();
    cr_assert_eq(submit(client, "two", 10000, &receipt, &err), PFQ_OK, "%s", err.text);
    cr_assert_lt(pfq_monotonic_ms() - before, 500);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    cr_assert_str_eq(receipt->id, "two");
    pfq_client_close(client);
}

Test(client, try_again_is_waited_out)
{
    Pfq__V1__Receipt *receipt = NULL;
    struct pfq_err err = {0};
    toy_start(&toy, NULL);
    struct pfq_client *client = open_client();
    int64_t before = pfq_monotonic_ms();
    cr_assert_eq(submit(client, "again-1", 10000, &receipt, &err), PFQ_OK, "%s", err.text);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    cr_assert_geq(pfq_monotonic_ms() - before, 100, "50 ms were asked for, twice");
    pfq_client_close(client);
}

Test(client, a_service_that_restarts_costs_time_and_nothing_else)
{
    struct toy next = toy;
    Pfq__V1__Receipt *receipt = NULL;
    struct pfq_err err = {0};
    toy_prepare(&next, NULL); /* forked before this process has sockets */
    toy_start(&toy, NULL);
    struct pfq_client *client = open_client();
    cr_assert_eq(submit(client, "one", 10000, &receipt, &err), PFQ_OK, "%s", err.text);
    (void)toy_stop(&toy, SIGKILL);
    toy_go(&next);
    toy.pid = next.pid;
    cr_assert_eq(submit(client, "two", 20000, &receipt, &err), PFQ_OK, "%s", err.text);
    cr_assert_str_eq(receipt->id, "two");
    pfq_client_close(client);
}

Test(client, patience_ends_when_nobody_is_there)
{
    Pfq__V1__Receipt *receipt = NULL;
    struct pfq_err err = {0};
    struct pfq_client *client = open_client();
    int64_t before = pfq_monotonic_ms();
    cr_assert_eq(submit(client, "one", 300, &receipt, &err), PFQ_E_PEER_AWAY);
    cr_assert_geq(pfq_monotonic_ms() - before, 300);
    cr_assert_lt(pfq_monotonic_ms() - before, 3000);
    pfq_client_close(client);
}

Test(client, a_late_answer_to_an_earlier_request_is_not_taken_for_this_one)
{
    struct pfq_err err = {0};
    Pfq__V1__Envelope *answer = NULL;
    toy_start(&toy, NULL);
    struct pfq_client *client = open_client();
    cr_assert_eq(pfq_client_send(client, toy_envelope("early"), &arena, &err), PFQ_OK, "%s",
                 err.text);
    cr_assert_eq(pfq_client_ask(client, toy_envelope("now"), 5000, &arena, &answer, &err), PFQ_OK,
                 "%s", err.text);
    cr_assert_str_eq(answer->id, "now");
    pfq_client_close(client);
}

Test(client, a_request_without_an_answer_ends_in_its_time)
{
    struct pfq_err err = {0};
    Pfq__V1__Envelope *answer = NULL;
    toy_start(&toy, NULL);
    struct pfq_client *client = open_client();
    cr_assert_eq(pfq_client_ask(client, toy_envelope("mute"), 400, &arena, &answer, &err),
                 PFQ_E_PEER_AWAY);
    cr_assert_eq(pfq_client_ask(client, toy_envelope("heard"), 5000, &arena, &answer, &err), PFQ_OK,
                 "%s", err.text);
    pfq_client_close(client);
}

Test(client, a_thousand_in_flight_are_all_answered)
{
    struct pfq_err err = {0};
    Pfq__V1__Envelope *answer = NULL;
    toy_start(&toy, NULL);
    struct pfq_client *client = open_client();
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 1000; i++) {
            cr_assert_eq(pfq_client_send(client, toy_envelope("many"), &arena, &err), PFQ_OK, "%s",
                         err.text);
        }
        for (int i = 0; i < 1000; i++) {
            cr_assert_eq(pfq_client_next(client, 5000, &arena, &answer, &err), PFQ_OK,
                         "round %d, answer %d: %s", round, i, err.text);
        }
    }
    pfq_client_close(client);
}
