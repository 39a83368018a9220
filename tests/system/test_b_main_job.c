/* The main job, whole: submit, receipt, mailbox, acknowledge, status; and the answers of
 * design 3.1 through real services. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "pfq/clock.h"
#include "support/rig.h"

static struct rig rig;

static void begin(void)
{
    rig_begin(&rig);
    rig_start_all(&rig);
}

static void end(void)
{
    rig_end(&rig);
}

TestSuite(b_main_job, .init = begin, .fini = end, .timeout = 60);

static Pfq__V1__Envelope *ask_feedback(Pfq__V1__Envelope *request, struct pfq_arena *arena)
{
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_err err = {0};
    struct pfq_client *client = rig_client(&rig, RIG_FEEDBACK);
    request->id = pfq_arena_strdup(arena, "ask");
    request->source = pfq_arena_strdup(arena, "test");
    cr_assert_eq(pfq_client_ask(client, request, 10000, arena, &answer, &err), PFQ_OK, "%s",
                 err.text);
    pfq_client_close(client);
    return answer;
}

static const Pfq__V1__MailboxPage *fetch(const char *force, const char *consumer, uint32_t wait_ms,
                                         struct pfq_arena *arena)
{
    Pfq__V1__Envelope *request = pfq_arena_new(arena, Pfq__V1__Envelope, 1);
    Pfq__V1__MailboxFetch *want = pfq_arena_new(arena, Pfq__V1__MailboxFetch, 1);
    pfq__v1__envelope__init(request);
    pfq__v1__mailbox_fetch__init(want);
    want->force = pfq_arena_strdup(arena, force);
    want->consumer = pfq_arena_strdup(arena, consumer);
    want->has_wait_ms = true;
    want->wait_ms = wait_ms;
    request->body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    request->mailbox_fetch = want;
    const Pfq__V1__Envelope *answer = ask_feedback(request, arena);
    cr_assert_eq(answer->body_case, PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE);
    return answer->mailbox_page;
}

static const Pfq__V1__MailboxAcked *acknowledge(const char *force, const char *consumer,
                                                uint64_t up_to, struct pfq_arena *arena)
{
    Pfq__V1__Envelope *request = pfq_arena_new(arena, Pfq__V1__Envelope, 1);
    Pfq__V1__MailboxAck *ack = pfq_arena_new(arena, Pfq__V1__MailboxAck, 1);
    pfq__v1__envelope__init(request);
    pfq__v1__mailbox_ack__init(ack);
    ack->force = pfq_arena_strdup(arena, force);
    ack->consumer = pfq_arena_strdup(arena, consumer);
    ack->has_up_to = true;
    ack->up_to = up_to;
    request->body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_ACK;
    request->mailbox_ack = ack;
    const Pfq__V1__Envelope *answer = ask_feedback(request, arena);
    cr_assert_eq(answer->body_case, PFQ__V1__ENVELOPE__BODY_MAILBOX_ACKED);
    return answer->mailbox_acked;
}

static void assert_same_but_answer(Pfq__V1__Receipt *a, Pfq__V1__Receipt *b,
                                   struct pfq_arena *arena)
{
    Pfq__V1__Answer kept = b->answer;
    b->answer = a->answer;
    struct pfq_bytes left = pfq_wire_pack(&a->base, arena);
    struct pfq_bytes right = pfq_wire_pack(&b->base, arena);
    b->answer = kept;
    cr_assert_eq(left.size, right.size);
    cr_assert_eq(memcmp(left.data, right.data, left.size), 0);
}

Test(b_main_job, a_receipt_carries_the_findings_and_the_mailbox_the_same_ones)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    Pfq__V1__Receipt *receipt = rig_submit(client, rig_envelope("t", "43", 1, &arena), &arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    cr_assert_eq(receipt->ordinal, 1);
    cr_assert_eq(receipt->feedback_number, 1);
    cr_assert_gt(receipt->n_findings, 0);
    cr_assert_not_null(receipt->findings[0]->fix);
    const Pfq__V1__MailboxPage *page = fetch("43", "desk", 0, &arena);
    cr_assert_eq(page->n_items, 1);
    assert_same_but_answer(receipt, page->items[0]->receipt, &arena);
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

Test(b_main_job, the_same_message_again_gets_the_same_receipt_and_other_content_a_conflict)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    Pfq__V1__Envelope *envelope = rig_envelope("t", "43", 1, &arena);
    Pfq__V1__Receipt *first = rig_submit(client, envelope, &arena);
    envelope->has_sent_at = true;
    envelope->sent_at = 1777800000001; /* a retry may be stamped anew (G2) */
    Pfq__V1__Receipt *again = rig_submit(client, envelope, &arena);
    cr_assert_eq(again->answer, PFQ__V1__ANSWER__ANSWER_DUPLICATE);
    assert_same_but_answer(first, again, &arena);
    envelope->submission->submitted_at++;
    cr_assert_eq(rig_submit(client, envelope, &arena)->answer, PFQ__V1__ANSWER__ANSWER_CONFLICT);
    cr_assert_eq(fetch("43", "desk", 0, &arena)->last_number, 1, "a conflict changes nothing");
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

Test(b_main_job, a_resubmission_is_told_what_is_still_open_against_the_one_before)
{
    struct pfq_arena arena;
    size_t failing = 0;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    Pfq__V1__Envelope *envelope = rig_envelope("t", "43", 1, &arena);
    const Pfq__V1__Receipt *first = rig_submit(client, envelope, &arena);
    envelope->id = pfq_arena_strdup(&arena, "again");
    Pfq__V1__Receipt *second = rig_submit(client, envelope, &arena);
    for (size_t i = 0; i < first->n_findings; i++) {
        failing += first->findings[i]->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
    }
    cr_assert_null(first->resubmission);
    cr_assert_gt(failing, 0);
    cr_assert_eq(second->ordinal, 2);
    cr_assert_eq(second->resubmission->of_ordinal, 1);
    cr_assert_eq(second->resubmission->n_still_open, failing);
    cr_assert_eq(second->resubmission->n_fixed, 0);
    assert_same_but_answer(second, fetch("43", "desk", 0, &arena)->items[1]->receipt, &arena);
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

Test(b_main_job, what_was_refused_may_be_mended_and_sent_under_the_same_id)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    Pfq__V1__Envelope *envelope = rig_envelope("t", "43", 1, &arena);
    envelope->submission->submitting_force = pfq_arena_strdup(&arena, "99");
    envelope->submission->has_file_type = false;
    Pfq__V1__Receipt *refused = rig_submit(client, envelope, &arena);
    cr_assert_eq(refused->answer, PFQ__V1__ANSWER__ANSWER_REFUSED);
    cr_assert_geq(refused->n_problems, 2, "all the reasons at once");
    Pfq__V1__Receipt *taken = rig_submit(client, rig_envelope("t", "43", 1, &arena), &arena);
    cr_assert_eq(taken->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

Test(b_main_job, a_test_message_is_answered_and_reaches_no_mailbox)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    Pfq__V1__Envelope *envelope = rig_envelope("t", "43", 1, &arena);
    envelope->has_mode = true;
    envelope->mode = PFQ__V1__MODE__MODE_TEST;
    Pfq__V1__Receipt *receipt = rig_submit(client, envelope, &arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    cr_assert_not(receipt->has_ordinal);
    cr_assert_not(receipt->has_feedback_number);
    cr_assert_eq(fetch("43", "desk", 0, &arena)->last_number, 0);
    /* an id space of its own */
    envelope->mode = PFQ__V1__MODE__MODE_LIVE;
    cr_assert_eq(rig_submit(client, envelope, &arena)->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

Test(b_main_job, positions_of_named_consumers_survive_a_restart_of_everything)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    for (uint32_t n = 1; n <= 5; n++) {
        (void)rig_submit(client, rig_envelope("t", "40", n, &arena), &arena);
    }
    cr_assert_eq(acknowledge("40", "desk", 3, &arena)->acknowledged, 3);
    cr_assert_eq(acknowledge("40", "desk", 2, &arena)->acknowledged, 3, "never back");
    for (int i = 0; i < RIG_SERVICES; i++) {
        rig_signal(&rig, (enum rig_service)i, SIGTERM);
        int status = rig_reap(&rig, (enum rig_service)i);
        cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    rig_start_all(&rig);
    const Pfq__V1__MailboxPage *page = fetch("40", "desk", 0, &arena);
    cr_assert_eq(page->n_items, 2);
    cr_assert_eq(page->items[0]->number, 4);
    cr_assert_eq(fetch("40", "archive", 0, &arena)->n_items, 5, "each consumer has its own");
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

Test(b_main_job, a_long_poll_ends_with_what_comes_or_with_its_time)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    int64_t before = pfq_monotonic_ms();
    cr_assert_eq(fetch("41", "desk", 300, &arena)->n_items, 0);
    cr_assert_geq(pfq_monotonic_ms() - before, 290);
    pid_t sender = fork();
    if (sender == 0) {
        struct timespec pause = {0, 200000000};
        (void)nanosleep(&pause, NULL);
        struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
        (void)rig_submit(client, rig_envelope("t", "41", 1, &arena), &arena);
        pfq_client_close(client);
        _exit(0);
    }
    before = pfq_monotonic_ms();
    cr_assert_eq(fetch("41", "desk", 20000, &arena)->n_items, 1);
    cr_assert_lt(pfq_monotonic_ms() - before, 15000, "the wait was not ended by the item");
    cr_assert_eq(waitpid(sender, NULL, 0), sender);
    pfq_arena_close(&arena);
}

Test(b_main_job, while_store_is_stopped_senders_are_put_off_and_succeed_by_themselves_later)
{
    struct pfq_arena arena;
    struct pfq_err err;
    Pfq__V1__Envelope *answer = NULL;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    rig_signal(&rig, RIG_STORE, SIGTERM);
    (void)rig_reap(&rig, RIG_STORE);
    Pfq__V1__Envelope *envelope = rig_envelope("t", "43", 7, &arena);
    cr_assert_eq(pfq_client_ask(client, envelope, 15000, &arena, &answer, &err), PFQ_OK, "%s",
                 err.text);
    cr_assert_eq(answer->receipt->answer, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
    cr_assert_gt(answer->receipt->retry_after_ms, 0);
    rig_start(&rig, RIG_STORE);
    cr_assert_eq(rig_submit(client, envelope, &arena)->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

Test(b_main_job, status_tells_what_each_service_holds)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    for (uint32_t n = 1; n <= 3; n++) {
        (void)rig_submit(client, rig_envelope("t", "40", n, &arena), &arena);
    }
    (void)acknowledge("40", "desk", 1, &arena);
    const Pfq__V1__ServiceStatus *store = rig_status(&rig, RIG_STORE, &arena);
    cr_assert_eq(store->submissions, 3);
    cr_assert_gt(store->last_commit_at, 0);
    cr_assert_eq(store->n_forces, 1);
    cr_assert_str_eq(store->forces[0]->force, "40");
    cr_assert_eq(store->forces[0]->last_number, 3);
    cr_assert_eq(store->forces[0]->unread, 2);
    const Pfq__V1__ServiceStatus *intake = rig_status(&rig, RIG_INTAKE, &arena);
    cr_assert_eq(intake->backlog, 0);
    cr_assert(strchr(intake->catalogue_version, '-') != NULL, "label and digest");
    cr_assert_eq(rig_status(&rig, RIG_FEEDBACK, &arena)->state,
                 PFQ__V1__SERVICE_STATE__SERVICE_STATE_READY);
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

/* Its files as they are, the log included. */
static bool database_holds(const char *text)
{
    char command[160];
    (void)snprintf(command, sizeof command, "cat %s/pfq.db* | grep -aqF %s", rig.dir, text);
    int status = system(command);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) <= 1, "%s", command);
    return WEXITSTATUS(status) == 0;
}

Test(b_main_job, what_a_sender_adds_that_we_do_not_know_is_a_warning_and_is_not_kept)
{
    struct pfq_arena arena;
    struct pfq_err err;
    Pfq__V1__Envelope *answer = NULL;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    struct pfq_bytes known = pfq_wire_pack(&rig_envelope("t", "43", 9, &arena)->base, &arena);
    uint8_t *frame = pfq_arena_new(&arena, uint8_t, known.size + 16);
    static const uint8_t unknown[] = {0xF2, 0x3F, 6, 'S', 'E', 'C', 'R', 'E', 'T'}; /* field 1022 */
    memcpy(frame, known.data, known.size);
    memcpy(frame + known.size, unknown, sizeof unknown);
    struct pfq_bytes bytes = {frame, known.size + sizeof unknown};
    cr_assert_eq(pfq_client_send_bytes(client, bytes, &err), PFQ_OK);
    cr_assert_eq(pfq_client_next(client, 10000, &arena, &answer, &err), PFQ_OK);
    cr_assert_eq(answer->receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    cr_assert_gt(answer->receipt->n_warnings, 0);
    cr_assert(database_holds(answer->receipt->urn), "what was known is kept");
    cr_assert_not(database_holds("SECRET"), "the unknown field's bytes are kept (G9)");
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

/* Nobody's name is taken for a number of a file. */
Test(b_main_job, words_in_the_place_of_a_urn_are_told_of_and_neither_shown_nor_kept)
{
    struct pfq_arena arena;
    struct pfq_err err;
    Pfq__V1__Envelope *answer = NULL;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    Pfq__V1__Envelope *envelope = rig_envelope("t", "43", 10, &arena);
    envelope->submission->urn = pfq_arena_strdup(&arena, "JaneSampleDoe, 12 High St");
    struct pfq_bytes bytes = pfq_wire_pack(&envelope->base, &arena);
    cr_assert_eq(pfq_client_send_bytes(client, bytes, &err), PFQ_OK);
    cr_assert_eq(pfq_client_next(client, 10000, &arena, &answer, &err), PFQ_OK);
    cr_assert_eq(answer->receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    cr_assert_str_empty(answer->receipt->urn);
    cr_assert_str_eq(answer->receipt->problems[0]->code, "URN_UNREADABLE");
    cr_assert_not(database_holds("JaneSampleDoe"));
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

Test(b_main_job, a_breach_date_names_a_breach_file_and_no_other)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);

    static const struct {
        Pfq__V1__FileType type;
        int32_t date;
        uint32_t ordinal;
    } rows[] = {{PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP, 0, 1},
                {PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP, 20260501, 2},
                {PFQ__V1__FILE_TYPE__FILE_TYPE_BOB, 20260501, 1},
                {PFQ__V1__FILE_TYPE__FILE_TYPE_BOB, 20260502, 1},
                {PFQ__V1__FILE_TYPE__FILE_TYPE_BOB, 20260501, 2}};

    for (uint32_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__BreachOfBail breach = PFQ__V1__BREACH_OF_BAIL__INIT;
        Pfq__V1__Envelope *envelope = rig_envelope("t", "43", 1, &arena);
        envelope->id = pfq_arena_printf(&arena, "m%u", i);
        envelope->submission->file_type = rows[i].type;
        envelope->submission->breach_of_bail = &breach;
        breach.has_breach_date = rows[i].date != 0;
        breach.breach_date = rows[i].date;
        cr_assert_eq(rig_submit(client, envelope, &arena)->ordinal, rows[i].ordinal, "row %u", i);
    }
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

Test(b_main_job, force_02_is_read_as_01_by_both_doors)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    const Pfq__V1__Receipt *receipt =
        rig_submit(client, rig_envelope("t", "02", 1, &arena), &arena);
    cr_assert_str_eq(receipt->force, "01");
    cr_assert_eq(fetch("02", "desk", 0, &arena)->n_items, 1);
    cr_assert_eq(fetch("01", "desk", 0, &arena)->n_items, 1);
    pfq_client_close(client);
    pfq_arena_close(&arena);
}
