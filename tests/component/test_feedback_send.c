/* The run of digests against a store that the test plays: silence, refusals, what was kept before,
 * and what is done is not done again. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "support/played_store.h"

enum {
    QUIET_MS = 700
};

static struct played_store p;

static void begin(void)
{
    played_begin(&p);
    p.rig.options[RIG_FEEDBACK][0] = "digest_ms=50";
    p.rig.options[RIG_FEEDBACK][1] = "sweep_ms=10";
    p.rig.options[RIG_FEEDBACK][2] = "store_timeout_ms=300";
    p.rig.options[RIG_FEEDBACK][3] = "themes_ms=3600000";
    rig_start(&p.rig, RIG_FEEDBACK);
}

static void end(void)
{
    played_end(&p);
}

TestSuite(feedback_send, .init = begin, .fini = end, .timeout = 120);

/* No challenge, no mute: themes and digests wait for that word. */
static void answer_people(void)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__PeopleRows rows = PFQ__V1__PEOPLE_ROWS__INIT;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS;
    envelope.people_rows = &rows;
    played_answer(&p, &envelope);
}

/* False: nothing was asked in time.  Questions about themes wait for ever. */
static bool next_question(int64_t patience_ms)
{
    int64_t until = pfq_monotonic_ms() + patience_ms;
    while (played_next(&p, until - pfq_monotonic_ms())) {
        if (p.asked->body_case == PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK) {
            answer_people();
        } else if (p.asked->id[0] == 'd') {
            return true;
        }
    }
    return false;
}

static const Pfq__V1__DigestRow *expect_read(void)
{
    cr_assert(next_question(PLAYED_PATIENCE_MS), "nothing is asked");
    cr_assert_eq(p.asked->body_case, PFQ__V1__ENVELOPE__BODY_DIGEST_READ, "%d",
                 (int)p.asked->body_case);
    return p.asked->digest_read->row;
}

static const Pfq__V1__DigestRow *expect_put(void)
{
    cr_assert(next_question(PLAYED_PATIENCE_MS), "nothing is asked");
    cr_assert_eq(p.asked->body_case, PFQ__V1__ENVELOPE__BODY_DIGEST_PUT, "%d",
                 (int)p.asked->body_case);
    return p.asked->digest_put->row;
}

/* With one row, none (NULL), or a problem. */
static void answer(Pfq__V1__DigestRow *row, const char *problem, bool forces)
{
    static char *sending[] = {(char *)(uintptr_t) "43"};
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__DigestRows rows = PFQ__V1__DIGEST_ROWS__INIT;
    Pfq__V1__Problem one = PFQ__V1__PROBLEM__INIT;
    Pfq__V1__Problem *problems[] = {&one};
    one.message = (char *)(uintptr_t)problem;
    rows.rows = &row;
    rows.n_rows = row != NULL;
    rows.problems = problems;
    rows.n_problems = problem != NULL;
    rows.forces = sending;
    rows.n_forces = forces;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_DIGEST_ROWS;
    envelope.digest_rows = &rows;
    played_answer(&p, &envelope);
}

static Pfq__V1__DigestRow row_with(const Pfq__V1__DigestRow *names, bool settled)
{
    Pfq__V1__DigestRow row = *names;
    row.has_settled = true;
    row.settled = settled;
    return row;
}

/* All five kinds, with nobody to send to: each is closed, and not looked at again. */
static void close_all(int kinds)
{
    for (int i = 0; i < kinds; i++) {
        cr_assert_str_eq(expect_read()->force, "");
        answer(NULL, NULL, false);
        const Pfq__V1__DigestRow *run = expect_put();
        cr_expect_eq(run->audience, PFQ__V1__AUDIENCE__AUDIENCE_UNSPECIFIED);
        cr_expect(run->settled);
        Pfq__V1__DigestRow kept = row_with(run, true);
        answer(&kept, NULL, false);
    }
}

Test(feedback_send, what_is_done_is_not_looked_at_again)
{
    close_all(5);
    cr_expect_not(next_question(QUIET_MS), "body %d",
                  p.asked == NULL ? 0 : (int)p.asked->body_case);
}

Test(feedback_send, a_run_that_store_knows_is_over_with_one_question)
{
    for (int i = 0; i < 5; i++) {
        Pfq__V1__DigestRow run = row_with(expect_read(), true);
        answer(&run, NULL, true);
    }
    cr_expect_not(next_question(QUIET_MS));
}

Test(feedback_send, silence_and_refusals_are_asked_again_and_hold_up_no_reader)
{
    (void)expect_read(); /* not answered */
    const char *period = pfq_arena_strdup(&p.arena, expect_read()->period);
    answer(NULL, "The disk is full.", false);
    cr_expect_str_eq(expect_read()->period, period);
    const Pfq__V1__ServiceStatus *status = rig_status(&p.rig, RIG_FEEDBACK, &p.arena);
    cr_expect_eq(status->state, PFQ__V1__SERVICE_STATE__SERVICE_STATE_READY);
    answer(NULL, NULL, false);
    (void)expect_put();
}

/* The mailbox's digest was kept, and the service died: no figures are asked, and, as no route
 * wants mail, it is settled. */
Test(feedback_send, a_digest_that_was_kept_before_is_settled_and_not_made_again)
{
    Pfq__V1__Digest digest = PFQ__V1__DIGEST__INIT;
    (void)expect_read();
    answer(NULL, NULL, true);
    const Pfq__V1__DigestRow *names = expect_read();
    cr_assert_str_eq(names->force, "43");
    cr_expect_eq(names->audience, PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE);
    Pfq__V1__DigestRow kept = row_with(names, false);
    kept.digest = &digest;
    answer(&kept, NULL, false);
    const Pfq__V1__DigestRow *settled = expect_put();
    cr_expect_str_eq(settled->force, "43");
    cr_expect(settled->settled);
    cr_expect_eq(settled->mails, 0U);
    kept.settled = true;
    answer(&kept, NULL, false);
    cr_expect_eq(expect_put()->audience, PFQ__V1__AUDIENCE__AUDIENCE_UNSPECIFIED,
                 "the run is over");
}

/* Twice it fails, then the others have their turn, the run stays open, and status says so. */
Test(feedback_send, a_target_that_fails_is_passed_over_and_an_alarm)
{
    for (int i = 0; i < 2; i++) {
        (void)expect_read();
        answer(NULL, NULL, true);
        cr_assert_str_eq(expect_read()->force, "43");
        answer(NULL, "This row is damaged.", false);
    }
    (void)expect_read();
    answer(NULL, NULL, true); /* nobody is left, and the run is not closed */
    cr_assert_str_eq(expect_read()->force, "");
    const Pfq__V1__ServiceStatus *status = rig_status(&p.rig, RIG_FEEDBACK, &p.arena);
    cr_assert_eq(status->n_alarms, 1);
    cr_expect_not_null(strstr(status->alarms[0], "Digests are late"), "%s", status->alarms[0]);
    cr_expect_not_null(strstr(status->alarms[0], "This row is damaged."), "%s", status->alarms[0]);
}

/* What is wrong with a day's digest of one force keeps nobody from the week's, the month's, ... */
Test(feedback_send, a_target_that_fails_holds_up_no_other_kind)
{
    for (int i = 0; i < 2; i++) {
        (void)expect_read();
        answer(NULL, NULL, true);
        (void)expect_read();
        answer(NULL, "This row is damaged.", false);
    }
    cr_assert_eq(expect_read()->kind, PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY);
    answer(NULL, NULL, true); /* passed over */
    close_all(4);
    const Pfq__V1__DigestRow *again = expect_read();
    cr_expect_eq(again->kind, PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY, "%d", (int)again->kind);
    const Pfq__V1__ServiceStatus *status = rig_status(&p.rig, RIG_FEEDBACK, &p.arena);
    cr_assert_eq(status->n_alarms, 1, "the day's is still late");
    cr_expect_not_null(strstr(status->alarms[0], "This row is damaged."), "%s", status->alarms[0]);
    answer(NULL, NULL, false);
    (void)expect_put();
}

/* The guard of store answers by another message than digest_rows. */
Test(feedback_send, what_store_could_not_read_is_told_with_the_place)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__StoreAnswer refused = PFQ__V1__STORE_ANSWER__INIT;
    Pfq__V1__Problem one = PFQ__V1__PROBLEM__INIT;
    Pfq__V1__Problem *problems[] = {&one};
    one.path = (char *)(uintptr_t) "digest_put.row.digest.done[0]";
    one.message = (char *)(uintptr_t) "The value is too long.";
    refused.problems = problems;
    refused.n_problems = 1;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_STORE_ANSWER;
    envelope.store_answer = &refused;
    (void)expect_read();
    answer(NULL, NULL, true);
    cr_assert_str_eq(expect_read()->force, "43");
    played_answer(&p, &envelope);
    (void)expect_read();
    const Pfq__V1__ServiceStatus *status = rig_status(&p.rig, RIG_FEEDBACK, &p.arena);
    cr_assert_eq(status->n_alarms, 1);
    cr_expect_not_null(strstr(status->alarms[0], "digest.done[0]: The value is too long."), "%s",
                       status->alarms[0]);
    answer(NULL, NULL, false);
    (void)expect_put();
}

/* --- a whole gathering -------------------------------------------------------------------- */

static Pfq__V1__Envelope__BodyCase next_of_gathering(void)
{
    int64_t until = pfq_monotonic_ms() + PLAYED_PATIENCE_MS;
    while (played_next(&p, until - pfq_monotonic_ms())) {
        bool mailbox = p.asked->body_case == PFQ__V1__ENVELOPE__BODY_MAILBOX_READ;
        if (p.asked->body_case == PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK) {
            answer_people();
        } else if (p.asked->id[0] == 'd' || mailbox) {
            return p.asked->body_case;
        }
    }
    return PFQ__V1__ENVELOPE__BODY__NOT_SET;
}

/* The month that was just over, closed. */
static void answer_closed(int32_t month)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MonthRows rows = PFQ__V1__MONTH_ROWS__INIT;
    Pfq__V1__MonthRow row = PFQ__V1__MONTH_ROW__INIT;
    Pfq__V1__MonthRow *all[] = {&row};
    row.has_month = row.has_state = true;
    row.month = month;
    row.state = PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED;
    rows.rows = all;
    rows.n_rows = 1;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_MONTH_ROWS;
    envelope.month_rows = &rows;
    played_answer(&p, &envelope);
}

static void answer_twelve_files(int32_t month)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Figures figures = PFQ__V1__FIGURES__INIT;
    Pfq__V1__Figure row = PFQ__V1__FIGURE__INIT;
    Pfq__V1__Figure *all[] = {&row};
    row.force = (char *)(uintptr_t) "43";
    row.name = (char *)(uintptr_t) "MEETS";
    row.has_period = row.has_kind = row.has_applicable = true;
    row.period = month;
    row.kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT;
    row.applicable = 12;
    figures.rows = all;
    figures.n_rows = 1;
    figures.has_up_to = true;
    figures.up_to = 12;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_FIGURES;
    envelope.figures = &figures;
    played_answer(&p, &envelope);
}

/* Of that month; what was made of it is the last question. */
static void play_gathering(int32_t month)
{
    Pfq__V1__Envelope themes = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope mailbox = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__ThemeRows no_themes = PFQ__V1__THEME_ROWS__INIT;
    Pfq__V1__StoreRows no_items = PFQ__V1__STORE_ROWS__INIT;
    themes.body_case = PFQ__V1__ENVELOPE__BODY_THEME_ROWS;
    themes.theme_rows = &no_themes;
    mailbox.body_case = PFQ__V1__ENVELOPE__BODY_STORE_ROWS;
    mailbox.store_rows = &no_items;
    while (next_of_gathering() != PFQ__V1__ENVELOPE__BODY_DIGEST_PUT) {
        switch ((int)p.asked->body_case) {
        case PFQ__V1__ENVELOPE__BODY_MONTHS_READ:
            answer_closed(month);
            break;
        case PFQ__V1__ENVELOPE__BODY_FIGURES_READ:
            answer_twelve_files(month);
            break;
        case PFQ__V1__ENVELOPE__BODY_THEMES_READ:
            played_answer(&p, &themes);
            break;
        case PFQ__V1__ENVELOPE__BODY_MAILBOX_READ:
            played_answer(&p, &mailbox);
            break;
        default:
            cr_assert_fail("an unexpected question, or none: %d", (int)p.asked->body_case);
        }
    }
}

/* Here no themes were judged yet.  Whoever asks is told so, and who is sent it is told as well. */
Test(feedback_send, a_digest_that_goes_out_says_when_its_themes_are_being_settled)
{
    for (int i = 0; i < 2; i++) { /* the day's and the week's are done */
        Pfq__V1__DigestRow run = row_with(expect_read(), true);
        answer(&run, NULL, true);
    }
    const Pfq__V1__DigestRow *run = expect_read();
    cr_assert_eq(run->kind, PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    int32_t month = (int32_t)strtol(run->period, NULL, 10) * 100 +
                    (int32_t)strtol(run->period + sizeof "2026", NULL, 10);
    answer(NULL, NULL, true);
    (void)expect_read();
    answer(NULL, NULL, false);
    play_gathering(month);
    const Pfq__V1__Digest *digest = p.asked->digest_put->row->digest;
    cr_assert_not_null(digest);
    bool said = false;
    for (size_t i = 0; i < digest->n_notes; i++) {
        said = said || strcmp(digest->notes[i]->code, "THEMES_PENDING") == 0;
    }
    cr_expect(said);
}
