/* What one sender may have in flight, what all may, and what a stranger may do (G7). */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/rig.h"

TestSuite(d_bounds, .timeout = 60);

static void send_n(struct pfq_client *client, uint32_t n, struct pfq_arena *arena)
{
    struct pfq_err err = {0};
    cr_assert_eq(pfq_client_send(client, rig_envelope("t", "43", n, arena), arena, &err), PFQ_OK,
                 "%s", err.text);
}

static const Pfq__V1__Receipt *next(struct pfq_client *client, int64_t wait_ms,
                                    struct pfq_arena *arena)
{
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_err err = {0};
    enum pfq_code code = pfq_client_next(client, wait_ms, arena, &answer, &err);
    return code == PFQ_OK ? answer->receipt : NULL;
}

static void assert_put_off(const Pfq__V1__Receipt *receipt, const char *code)
{
    cr_assert_not_null(receipt, "no answer, where %s was expected", code);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
    cr_assert_gt(receipt->retry_after_ms, 0);
    cr_assert_str_eq(receipt->problems[0]->code, code);
}

Test(d_bounds, past_what_one_sender_may_have_unanswered_it_is_put_off_and_others_are_not)
{
    struct rig rig;
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    rig_begin(&rig);
    rig.options[RIG_INTAKE][0] = "in_flight_per_peer=4";
    rig.options[RIG_INTAKE][1] = "in_flight=6";
    rig_start_all(&rig);
    struct pfq_client *greedy = rig_client(&rig, RIG_INTAKE);
    struct pfq_client *other = rig_client(&rig, RIG_INTAKE);
    rig_signal(&rig, RIG_STORE, SIGSTOP); /* it is there, and takes its time */
    for (uint32_t n = 1; n <= 5; n++) {
        send_n(greedy, n, &arena);
    }
    assert_put_off(next(greedy, 3000, &arena), "TOO_MANY_IN_FLIGHT");
    send_n(other, 11, &arena);
    send_n(other, 12, &arena);
    send_n(other, 13, &arena); /* the seventh of all */
    assert_put_off(next(other, 3000, &arena), "BUSY");
    rig_signal(&rig, RIG_STORE, SIGCONT);
    for (int n = 0; n < 4; n++) {
        const Pfq__V1__Receipt *receipt = next(greedy, 5000, &arena);
        cr_assert_not_null(receipt);
        cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    }
    pfq_client_close(greedy);
    pfq_client_close(other);
    rig_end(&rig);
    pfq_arena_close(&arena);
}

Test(d_bounds, a_store_that_hangs_puts_senders_off_and_takes_their_repeats_once_it_is_back)
{
    struct rig rig;
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    rig_begin(&rig);
    rig.options[RIG_INTAKE][0] = "store_timeout_ms=300";
    rig_start_all(&rig);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    rig_signal(&rig, RIG_STORE, SIGSTOP);
    send_n(client, 1, &arena);
    assert_put_off(next(client, 5000, &arena), "STORE_AWAY");
    cr_assert_eq(rig_status(&rig, RIG_INTAKE, &arena)->state,
                 PFQ__V1__SERVICE_STATE__SERVICE_STATE_DEGRADED);
    rig_signal(&rig, RIG_STORE, SIGCONT);
    const Pfq__V1__Receipt *receipt =
        rig_submit(client, rig_envelope("t", "43", 1, &arena), &arena);
    cr_assert_eq(receipt->ordinal, 1, "it was stored once, whichever of the two was first");
    pfq_client_close(client);
    rig_end(&rig);
    pfq_arena_close(&arena);
}

enum {
    STRANGER = 65534
};

/* Lets other users reach the sockets, as an operator would by group and mode. */
static void open_doors(const struct rig *rig)
{
    static const char *const names[] = {"", "/run", "/run/intake.sock", "/run/feedback.sock"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s%s", rig->dir, names[i]);
        cr_assert_eq(chmod(path, i < 2 ? 0755 : 0666), 0);
    }
}

/* What a process of another user is answered: in its exit status. */
static int answer_to_stranger(struct rig *rig, const char *force)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        if (setgid(STRANGER) != 0 || setuid(STRANGER) != 0) {
            _exit(99);
        }
        struct pfq_client *client = rig_client(rig, RIG_INTAKE);
        const Pfq__V1__Receipt *receipt =
            rig_submit(client, rig_envelope("stranger", force, 1, &arena), &arena);
        pfq_client_close(client);
        _exit((int)receipt->answer);
    }
    int status = 0;
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    cr_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

Test(d_bounds, a_user_that_is_not_mapped_gets_nothing_and_a_force_only_its_own)
{
    struct rig rig;
    if (geteuid() != 0) {
        cr_skip_test("only root can send as another user");
    }
    rig_begin(&rig);
    rig_start_all(&rig);
    open_doors(&rig);
    cr_assert_eq(answer_to_stranger(&rig, "43"), PFQ__V1__ANSWER__ANSWER_REFUSED);
    rig_signal(&rig, RIG_INTAKE, SIGTERM);
    (void)rig_reap(&rig, RIG_INTAKE);
    rig.options[RIG_INTAKE][0] = "peers=65534=force:40";
    rig_start(&rig, RIG_INTAKE);
    rig_wait_ready(&rig, RIG_INTAKE);
    open_doors(&rig);
    cr_assert_eq(answer_to_stranger(&rig, "43"), PFQ__V1__ANSWER__ANSWER_REFUSED);
    cr_assert_eq(answer_to_stranger(&rig, "40"), PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    rig_end(&rig);
}

Test(d_bounds, one_reader_cannot_hold_every_place_where_readers_wait)
{
    struct rig rig;
    struct pfq_arena arena;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxFetch want = PFQ__V1__MAILBOX_FETCH__INIT;
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_err err = {0};
    pfq_arena_open(&arena);
    rig_begin(&rig);
    rig.options[RIG_FEEDBACK][0] = "readers_per_peer=3";
    rig_start_all(&rig);
    struct pfq_client *greedy = rig_client(&rig, RIG_FEEDBACK);
    struct pfq_client *other = rig_client(&rig, RIG_FEEDBACK);
    request.source = pfq_arena_strdup(&arena, "test");
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    request.mailbox_fetch = &want;
    want.force = pfq_arena_strdup(&arena, "43");
    want.has_wait_ms = true;
    want.wait_ms = 20000;
    for (int i = 1; i <= 4; i++) {
        request.id = pfq_arena_printf(&arena, "wait-%d", i);
        cr_assert_eq(pfq_client_send(greedy, &request, &arena, &err), PFQ_OK);
    }
    cr_assert_eq(pfq_client_next(greedy, 5000, &arena, &answer, &err), PFQ_OK);
    cr_assert_str_eq(answer->id, "wait-4");
    cr_assert_str_eq(answer->mailbox_page->problems[0]->code, "BUSY");
    want.wait_ms = 0;
    request.id = pfq_arena_strdup(&arena, "other");
    cr_assert_eq(pfq_client_ask(other, &request, 5000, &arena, &answer, &err), PFQ_OK);
    cr_assert_eq(answer->mailbox_page->n_problems, 0);
    pfq_client_close(greedy);
    pfq_client_close(other);
    rig_end(&rig);
    pfq_arena_close(&arena);
}
