/* What is periodic, through the services: a theme in a force's mailbox, and a month that is
 * closed with `pfq month`. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "support/command.h"
#include "support/rig.h"

static struct rig rig;
static struct pfq_arena arena;

static void begin(void)
{
    rig_begin(&rig);
    pfq_arena_open(&arena);
    rig_start_all(&rig);
}

static void end(void)
{
    pfq_arena_close(&arena);
    rig_end(&rig);
}

TestSuite(m_periodic, .init = begin, .fini = end, .timeout = 120);

static Pfq__V1__Envelope *ask(enum rig_service which, Pfq__V1__Envelope__BodyCase body, void *what)
{
    static int asked;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_err err = {0};
    struct pfq_client *client = rig_client(&rig, which);
    request.id = pfq_arena_printf(&arena, "ask-%d", ++asked);
    request.source = pfq_arena_strdup(&arena, "test");
    request.body_case = body;
    request.figures_read = what; /* a union of pointers */
    cr_assert_eq(pfq_client_ask(client, &request, 10000, &arena, &answer, &err), PFQ_OK, "%s",
                 err.text);
    pfq_client_close(client);
    return answer;
}

static void submit(uint32_t n)
{
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    const Pfq__V1__Receipt *receipt =
        rig_submit(client, rig_envelope("test", "40", n, &arena), &arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    pfq_client_close(client);
}

static char sentence[] = "31 of 60 files (52%); expected 22 to 36; third month above.";

static void put_theme(void)
{
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    Pfq__V1__ThemeMove move = PFQ__V1__THEME_MOVE__INIT;
    Pfq__V1__ThemeMove *moves[] = {&move};
    Pfq__V1__ThemesPut put = PFQ__V1__THEMES_PUT__INIT;
    key.force = pfq_arena_strdup(&arena, "40");
    key.name = pfq_arena_strdup(&arena, "INTERVIEW");
    key.has_system = true;
    key.system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    move.key = &key;
    move.has_month = move.has_state = move.has_announced = move.announced = true;
    move.month = 202604;
    move.state = PFQ__V1__THEME_STATE__THEME_STATE_RECURRING;
    move.has_files = move.has_failing = true;
    move.files = 60;
    move.failing = 31;
    move.sentence = sentence;
    put.moves = moves;
    put.n_moves = 1;
    put.has_up_to = true;
    put.up_to = 2;
    const Pfq__V1__Envelope *answer = ask(RIG_STORE, PFQ__V1__ENVELOPE__BODY_THEMES_PUT, &put);
    cr_assert_eq(answer->body_case, PFQ__V1__ENVELOPE__BODY_THEME_ROWS);
    cr_assert_eq(answer->theme_rows->n_problems, 0);
    cr_assert_eq(answer->theme_rows->up_to, 2);
}

/* The items after a number, packed. */
static const Pfq__V1__MailboxPage *fetch(uint64_t after, bool given)
{
    Pfq__V1__MailboxFetch fetch = PFQ__V1__MAILBOX_FETCH__INIT;
    fetch.force = pfq_arena_strdup(&arena, "40");
    fetch.has_after = given;
    fetch.after = after;
    const Pfq__V1__Envelope *answer =
        ask(RIG_FEEDBACK, PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH, &fetch);
    cr_assert_eq(answer->mailbox_page->n_problems, 0);
    return answer->mailbox_page;
}

static void restart_all(void)
{
    for (int i = 0; i < RIG_SERVICES; i++) {
        rig_signal(&rig, (enum rig_service)i, SIGKILL);
        (void)rig_reap(&rig, (enum rig_service)i);
    }
    rig_start_all(&rig);
}

static struct pfq_bytes packed(const Pfq__V1__FeedbackItem *item)
{
    return pfq_wire_pack(&item->base, &arena);
}

Test(m_periodic, g4_a_theme_is_read_acknowledged_and_after_a_crash_the_same_under_its_number)
{
    submit(1);
    put_theme();
    submit(2);
    put_theme(); /* again: nothing */
    const Pfq__V1__MailboxPage *page = fetch(0, true);
    cr_assert_eq(page->n_items, 3);
    const Pfq__V1__FeedbackItem *item = page->items[1];
    cr_assert_eq(item->number, 2);
    cr_assert_eq(item->kind, PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_THEME);
    cr_assert_null(item->receipt);
    cr_assert_str_eq(item->theme->sentence, sentence);
    cr_assert_eq(page->items[2]->kind, PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_CASE);
    struct pfq_bytes before = packed(item);

    Pfq__V1__MailboxAck ack = PFQ__V1__MAILBOX_ACK__INIT;
    ack.force = pfq_arena_strdup(&arena, "40");
    ack.has_up_to = true;
    ack.up_to = 2;
    (void)ask(RIG_FEEDBACK, PFQ__V1__ENVELOPE__BODY_MAILBOX_ACK, &ack);
    restart_all();
    cr_assert_eq(fetch(0, false)->items[0]->number, 3, "the theme was dealt with");
    page = fetch(1, true); /* the first of a page, by a feedback that has no texts yet */
    struct pfq_bytes after = packed(page->items[0]);
    cr_assert_eq(before.size, after.size);
    cr_assert_eq(memcmp(before.data, after.data, before.size), 0);
}

Test(m_periodic, pfq_feedback_shows_the_sentence)
{
    const char *const argv[] = {"pfq", "feedback", "40", rig.run_option, NULL};
    const char *const as_json[] = {"pfq", "feedback", "40", rig.run_option, "--json", NULL};
    put_theme();
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    cr_assert_not_null(strstr(ran.out, "Theme Interview, April 2026: recurring"), "%s", ran.out);
    cr_assert_not_null(strstr(ran.out, sentence), "%s", ran.out);
    command_free(&ran);
    ran = command_run(as_json, NULL);
    json_t *item = json_loads(ran.out, JSON_DISABLE_EOF_CHECK, NULL);
    cr_assert_not_null(item, "%s", ran.out);
    cr_assert_str_eq(json_string_value(json_object_get(item, "kind")), "THEME");
    const json_t *theme = json_object_get(item, "theme");
    cr_assert_str_eq(json_string_value(json_object_get(theme, "sentence")), sentence);
    json_decref(item);
    command_free(&ran);
}

static uint64_t counted(enum rig_service which, const char *name)
{
    const Pfq__V1__ServiceStatus *status = rig_status(&rig, which, &arena);
    for (size_t i = 0; i < status->n_counters; i++) {
        if (strcmp(status->counters[i]->name, name) == 0) {
            return status->counters[i]->value;
        }
    }
    cr_assert_fail("no counter %s", name);
    return 0;
}

/* --- pfq month ------------------------------------------------------------------------------ */

static struct command month(const char *a, const char *b, const char *c, const char *d,
                            const char *e)
{
    const char *const argv[] = {"pfq", "month", rig.run_option, a, b, c, d, e, NULL};
    return command_run(argv, NULL);
}

static void says(struct command ran, int code, const char *out, const char *err)
{
    cr_assert_eq(ran.code, code, "%d: %s%s", ran.code, ran.out, ran.err);
    cr_assert_not_null(strstr(ran.out, out), "%s", ran.out);
    cr_assert_not_null(strstr(ran.err, err), "%s", ran.err);
    for (const char *line = ran.out; *line != '\0'; line += strcspn(line, "\n")) {
        line += *line == '\n';
        cr_assert(*ran.out == '{' || strcspn(line, "\n") <= 80, "%s", line);
    }
    command_free(&ran);
}

Test(m_periodic, a_month_is_shown_previewed_closed_and_not_closed_twice)
{
    submit(1); /* of some month past, or this one: the figures of old months are empty */
    says(month("close", "2026-05", NULL, NULL, NULL), 0, "Files         1", "");
    says(month("list", NULL, NULL, NULL, NULL), 0, "Submissions", "");
    says(month("list", "--from", "2024-01", "--to", "2024-02"), 0, "2024-01  provisional", "");
    says(month("close", "2024-01", NULL, NULL, NULL), 0, "nothing was changed", "");
    says(month("close", "2024-01", NULL, NULL, NULL), 0, "Unanswered    0 failures", "");
    says(month("close", "2024-01", "--json", NULL, NULL), 0, "\"unanswered\":\"0\"", "");
    says(month("show", "2024-01", NULL, NULL, NULL), 0, "provisional", "");
    says(month("close", "2024-01", "--by=cps-114", "--yes", NULL), 0, "It is closed.", "");
    says(month("show", "2024-01", NULL, NULL, NULL), 0, "by cps-114", "");
    says(month("close", "2024-01", "--by=cps-2", "--yes", NULL), 1, "Nothing was changed.",
         "by cps-114");
    says(month("close", "2999-01", NULL, NULL, NULL), 1, "cannot be closed",
         "pfq month: The month is not over");
    says(month("close", "2024-02", "--by=Jo Doe", "--yes", NULL), 2, "", "never a name");
    restart_all();
    says(month("list", "--from=2024-01", "--to=2024-01", "--json", NULL), 0,
         "\"closedBy\":\"cps-114\"", "");
}

/* What feedback asked of a store that was not there is asked again soon: whoever closes a month
 * must not wait for the next turn of its timers, a minute later. */
Test(m_periodic, a_feedback_that_started_first_settles_a_month_all_the_same)
{
    rig_signal(&rig, RIG_FEEDBACK, SIGTERM);
    (void)rig_reap(&rig, RIG_FEEDBACK);
    rig_signal(&rig, RIG_STORE, SIGTERM);
    (void)rig_reap(&rig, RIG_STORE);
    rig.options[RIG_FEEDBACK][0] = "store_timeout_ms=500";
    rig_start(&rig, RIG_FEEDBACK);
    while (counted(RIG_FEEDBACK, "ladder_failures") == 0) {
        (void)poll(NULL, 0, 50);
    }
    rig.options[RIG_FEEDBACK][0] = NULL;
    rig_start(&rig, RIG_STORE);
    rig_wait_ready(&rig, RIG_STORE);
    says(month("close", "2024-01", "--by=cps-114", "--yes", NULL), 0, "Its themes are settled.",
         "");
}

Test(m_periodic, wrong_usage_of_month_is_told)
{
    static const struct {
        const char *words[3];
        const char *says;
    } rows[] = {
        {{NULL}, "list, show or close"},
        {{"shut"}, "none of list"},
        {{"show"}, "name the month"},
        {{"show", "2026-13"}, "2026-10"},
        {{"show", "202610"}, "2026-10"},
        {{"list", "2026-10"}, "one word too many"},
        {{"close", "2026-10", "--yes"}, "--by ID"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        says(month(rows[i].words[0], rows[i].words[1], rows[i].words[2], NULL, NULL), 2, "",
             rows[i].says);
    }
    const char *const away[] = {"pfq", "month", "list", "--run=/nowhere", NULL};
    says(command_run(away, NULL), 3, "", "");
}
