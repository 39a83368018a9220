/* Challenges: what their messages say, what of them stands in digests, and the page for the
 * meeting. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/challenge/case_effect.h"
#include "feedback/challenge/ladder.h"
#include "feedback/challenge/notice.h"
#include "feedback/challenge/onto_digest.h"
#include "feedback/challenge/promise.h"
#include "feedback/digest/pages.h"
#include "feedback/render/html.h"
#include "feedback/render/plain.h"
#include "pfq/clock.h"
#include "support/challenge_kit.h"
#include "support/command.h"
#include "support/markup.h"

static struct pfq_arena arena;

static void begin(void)
{
    pfq_arena_open(&arena);
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(challenge, .init = begin, .fini = end);

#define STATE(name) PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##name

static Pfq__V1__ChallengeRow *with_step_at(int64_t at_ms)
{
    Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
    row->has_next_step_at = true;
    row->next_step_at = at_ms;
    return row;
}

/* --- messages --------------------------------------------------------------------------------- */

Test(challenge, a_message_says_what_is_so_what_is_wanted_by_when_and_how_to_answer)
{
    static const char *const wanted[] = {"31 of 60 files",
                                         "themes-2",
                                         "A summary of each interview",
                                         "30 November 2026",
                                         "Interview, unit BA",
                                         "right to reply",
                                         "pfq challenge acknowledge TH-12"};
    struct notice n = notice_level(challenge_kit_row(&arena), AUDIENCE_OUTSIDE, &arena);
    cr_expect_str_eq(n.subject,
                     "Challenge TH-12, level 1: an answer is wanted, by 30 November 2026");
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        cr_expect(strstr(n.text, wanted[i]) != NULL, "%s is not in: %s", wanted[i], n.text);
    }
    cr_expect(strstr(n.text, "SECRET") == NULL, "%s", n.text);
    n = notice_level(challenge_kit_row(&arena), AUDIENCE_INSIDE, &arena);
    cr_expect(strstr(n.text, "SECRET note") != NULL, "%s", n.text);
}

/* Only what holds in the state that it is in. */
Test(challenge, how_to_answer_is_said_where_there_is_something_to_answer)
{
    static const struct {
        Pfq__V1__ChallengeState states[4]; /* its steps, after it was written */
        const char *stands;
        const char *reply; /* a part of it; NULL: nothing */
        bool acknowledge;
    } rows[] = {
        {{0}, "written, not sent", NULL, false},
        {{STATE(SENT)}, "sent, not acknowledged", "stops it from going", true},
        {{STATE(SENT), STATE(ACKNOWLEDGED)}, "acknowledged", "--dispute", false},
        {{STATE(SENT), STATE(DISPUTED)}, "disputed by the force", "--done", false},
        {{STATE(SENT), STATE(MAINTAINED)}, "maintained by the CPS", "--done", false},
        {{STATE(SENT), STATE(CLOSED)}, "closed", NULL, false},
        {{STATE(SENT), STATE(CLOSED), STATE(OPEN)},
         "opened again, not sent yet",
         "until it is sent there is nothing to answer",
         false},
        {{STATE(SENT), STATE(CLOSED), STATE(OPEN), STATE(SENT)},
         "opened again, sent, not acknowledged",
         "stops it from going",
         true},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
        row->n_steps = 1;
        row->state = STATE(OPEN);
        for (size_t k = 0; k < 4 && rows[i].states[k] != 0; k++) {
            challenge_kit_step(row, rows[i].states[k], 1, &arena);
        }
        const char *reply = notice_reply(row, &arena);
        cr_expect_str_eq(notice_stands(row, &arena), rows[i].stands, "row %zu", i);
        cr_expect_eq(reply == NULL, rows[i].reply == NULL, "row %zu: %s", i, reply);
        cr_expect(reply == NULL || strstr(reply, rows[i].reply) != NULL, "row %zu: %s", i, reply);
        cr_expect_eq(reply != NULL && strstr(reply, "cknowledg") != NULL, rows[i].acknowledge,
                     "row %zu: %s", i, reply);
    }
}

Test(challenge, its_owner_is_told_where_it_goes_and_what_stops_it)
{
    struct notice n = notice_owner(with_step_at(pfq_london_ms(20261104, 600)), &arena);
    cr_expect_str_eq(n.subject, "Challenge TH-12 goes to level 2 on 4 November 2026");
    cr_expect(strstr(n.text, "SECRET-S18") != NULL);
    cr_expect(strstr(n.text, "criminal justice unit inspector") != NULL);
    cr_expect(strstr(n.text, "An acknowledgement stops that.") != NULL);
}

/* --- the page -----------------------------------------------------------------------------------
 */

typedef void writer(const struct document *, enum audience, struct pfq_arena *, FILE *);

static const char *written(writer *write, const struct document *d, enum audience audience)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    write(d, audience, &arena, out);
    fclose(out);
    const char *kept = pfq_arena_strdup(&arena, text);
    free(text);
    return kept;
}

static void check_golden(const char *name, const char *text)
{
    char *kept = command_read(pfq_arena_printf(&arena, "tests/golden/challenge/%s", name));
    const char *new = pfq_arena_printf(&arena, PFQ_TREE "/%s", name);
    if (strcmp(kept, text) != 0) {
        FILE *out = fopen(new, "w");
        cr_assert_not_null(out);
        fputs(text, out);
        fclose(out);
    }
    cr_expect_str_eq(text, kept, "%s differs; read %s, and where it is right put it in its place",
                     name, new);
    free(kept);
}

Test(challenge, the_brief_reads_as_it_was_approved)
{
    struct brief_facts facts = challenge_kit_facts(&arena);
    const struct document *d = brief_document(&facts, &arena);
    check_golden("brief_inside.txt", written(plain_write, d, AUDIENCE_INSIDE));
    check_golden("brief_outside.txt", written(plain_write, d, AUDIENCE_OUTSIDE));
    const char *html = written(html_write, d, AUDIENCE_INSIDE);
    check_golden("brief_inside.html", html);
    cr_expect_null(markup_fault(html, &arena));
}

Test(challenge, the_brief_for_outside_has_nothing_from_inside)
{
    struct brief_facts facts = challenge_kit_facts(&arena);
    const struct document *d = brief_document(&facts, &arena);
    writer *const writers[] = {html_write, plain_write};
    for (size_t i = 0; i < 2; i++) {
        cr_expect(strstr(written(writers[i], d, AUDIENCE_OUTSIDE), "SECRET") == NULL);
        cr_expect(strstr(written(writers[i], d, AUDIENCE_INSIDE), "SECRET") != NULL);
        cr_expect(strstr(written(writers[i], d, AUDIENCE_INSIDE), "one too many") == NULL,
                  "three examples are enough");
    }
}

/* Effects are of months as they were closed; the move is of what came later, too. */
Test(challenge, a_brief_names_both_figures_of_a_closed_month_that_files_came_to_later)
{
    struct brief_facts facts = challenge_kit_facts(&arena);
    const struct effect_month closed[] = {{202610, {65, 180}}};
    facts.months = closed;
    facts.month_count = 1;
    Pfq__V1__ThemeMove *move = challenge_kit_move(facts.row, &arena);
    facts.move = move;
    move->failing = 70;
    move->files = 205;
    move->has_files_before = move->has_failing_before = true;
    move->files_before = 180;
    move->failing_before = 65;
    const char *text = written(plain_write, brief_document(&facts, &arena), AUDIENCE_OUTSIDE);
    cr_expect_not_null(strstr(text, "October 2026: 65 of 180 files (36%)"), "%s", text);
    cr_expect_not_null(strstr(text, "closed; 70 of 205 files (34%)"), "%s", text);
    cr_expect_not_null(strstr(text, "with what came later"), "%s", text);
}

Test(challenge, a_brief_of_a_case_without_figures_says_that_nothing_is_on_record)
{
    struct brief_facts facts = challenge_kit_facts(&arena);
    facts.row->raised->theme = NULL;
    facts.row->raised->urn = (char *)(uintptr_t) "43BA1001926";
    facts.row->raised->check = (char *)(uintptr_t) "IN03";
    facts.move = NULL;
    facts.month_count = facts.action_count = facts.other_count = 0;
    const char *text = written(plain_write, brief_document(&facts, &arena), AUDIENCE_OUTSIDE);
    cr_expect(strstr(text, "the file 43BA1001926") != NULL);
    cr_expect(strstr(text, "check IN03, catalogue themes-2") != NULL);
    cr_expect(strstr(text, "Nothing is on record.") != NULL);
}

/* However much was said, it stays a page. */
Test(challenge, of_many_promises_the_last_ones_are_told_in_short)
{
    enum {
        many = 9
    };

    struct brief_facts facts = challenge_kit_facts(&arena);
    char *wanted = pfq_arena_new(&arena, char, 500);
    memset(wanted, 'w', 499);
    wanted[499] = '\0';
    facts.others = pfq_arena_new(&arena, Pfq__V1__ChallengeRow *, many);
    for (facts.other_count = 0; facts.other_count < many; facts.other_count++) {
        Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
        row->raised->id = pfq_arena_printf(&arena, "OLD-%zu", facts.other_count);
        row->raised->wanted = wanted;
        facts.others[facts.other_count] = row;
    }
    const char *text = written(plain_write, brief_document(&facts, &arena), AUDIENCE_OUTSIDE);
    cr_expect(strstr(text, "OLD-4 ") == NULL && strstr(text, "OLD-5 ") != NULL &&
              strstr(text, "OLD-8 ") != NULL);
    cr_expect(strstr(text, "5 earlier ones: pfq challenge list --all") != NULL, "%s", text);
    cr_expect(strstr(text, " ...") != NULL);
}

/* --- digests --------------------------------------------------------------------------------- */

static Pfq__V1__TrendPoint *point(int32_t month, uint64_t failing)
{
    Pfq__V1__TrendPoint *p = pfq_arena_new(&arena, Pfq__V1__TrendPoint, 1);
    pfq__v1__trend_point__init(p);
    p->has_month = p->has_files = p->has_failing = true;
    p->month = month;
    p->files = 60;
    p->failing = failing;
    return p;
}

/* A month of force 43 with one theme that has a trend. */
static Pfq__V1__Digest *make_digest(Pfq__V1__ThemeKey *key)
{
    Pfq__V1__Digest *d = pfq_arena_new(&arena, Pfq__V1__Digest, 1);
    Pfq__V1__ThemeLine *line = pfq_arena_new(&arena, Pfq__V1__ThemeLine, 1);
    pfq__v1__digest__init(d);
    pfq__v1__theme_line__init(line);
    line->key = key;
    line->title = (char *)(uintptr_t) "Interview";
    line->state_words = (char *)(uintptr_t) "recurring";
    line->rate = pfq_arena_new(&arena, Pfq__V1__Rate, 1);
    pfq__v1__rate__init(line->rate);
    line->trend = pfq_arena_new(&arena, Pfq__V1__TrendPoint *, 10);
    for (int i = 0; i < 10; i++) {
        line->trend[line->n_trend++] = point(202601 + i, i < 5 ? 31 : 20);
    }
    d->has_kind = d->has_from_date = d->has_to_date = true;
    d->kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY;
    d->audience = PFQ__V1__AUDIENCE__AUDIENCE_INSIDE;
    d->force = (char *)(uintptr_t) "43";
    d->from_date = 20261001;
    d->to_date = 20261031;
    d->received = pfq_arena_new(&arena, Pfq__V1__Received, 1);
    pfq__v1__received__init(d->received);
    d->received->first_time = d->received->before = line->rate;
    d->themes = pfq_arena_new(&arena, Pfq__V1__ThemeLine *, 1);
    d->themes[d->n_themes++] = line;
    return d;
}

static Pfq__V1__MuteRow *make_mute(Pfq__V1__ThemeKey *key)
{
    Pfq__V1__MuteRow *row = pfq_arena_new(&arena, Pfq__V1__MuteRow, 1);
    pfq__v1__mute_row__init(row);
    row->mute = pfq_arena_new(&arena, Pfq__V1__Mute, 1);
    pfq__v1__mute__init(row->mute);
    row->mute->theme = key;
    row->mute->owner = (char *)(uintptr_t) "SECRET-S18";
    row->mute->reason = (char *)(uintptr_t) "New system";
    row->mute->until_date = 20261231;
    row->active = true;
    return row;
}

static Pfq__V1__PeopleRows *around(const struct brief_facts *facts)
{
    Pfq__V1__PeopleRows *rows = pfq_arena_new(&arena, Pfq__V1__PeopleRows, 1);
    pfq__v1__people_rows__init(rows);
    rows->challenges = pfq_arena_new(&arena, Pfq__V1__ChallengeRow *, 64);
    rows->challenges[rows->n_challenges++] = (Pfq__V1__ChallengeRow *)(uintptr_t)facts->row;
    rows->challenges[rows->n_challenges++] = facts->others[0]; /* which is over */
    rows->actions = facts->actions;
    rows->n_actions = facts->action_count;
    rows->mutes = pfq_arena_new(&arena, Pfq__V1__MuteRow *, 1);
    rows->mutes[rows->n_mutes++] = make_mute(facts->row->raised->theme);
    return rows;
}

Test(challenge, a_digest_says_what_was_done_what_is_open_and_what_is_muted)
{
    static const char *const wanted[] = {
        "Training (workshop on summaries) on 12 May 2026: 124 of 240 files (52%) before",
        "better than chance explains",
        "Challenge TH-3, sent on 2 March 2026: 62 of 120 files (52%) before",
        "challenge 2 March 2026",
        "training 12 May 2026",
        ("TH-12, Interview, unit BA: sent, not acknowledged, level 1; the force&#39;s turn, to "
         "acknowledge it. Wanted by 30 November 2026 (overdue)"),
        "a second workshop): not done yet, promised for 15 December 2026",
        "Interview, unit BA, until 31 December 2026: New system"};

    struct brief_facts facts = challenge_kit_facts(&arena);
    Pfq__V1__Digest *d = make_digest(facts.row->raised->theme);
    facts.actions[1]->action->due_date = 20261215;
    onto_digest(d, around(&facts), NULL, 20261216, &arena);
    cr_assert_eq(d->n_challenges, 2, "one that is open and one action that is overdue");
    cr_assert_eq(d->themes[0]->n_marks, 3,
                 "two challenges and a training: what is not done yet is not on the chart");
    char *page = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&page, &size);
    digest_html(d, &arena, out);
    fclose(out);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        cr_expect(strstr(page, wanted[i]) != NULL, "%s is not in the page", wanted[i]);
    }
    cr_expect(strstr(page, "SECRET") == NULL, "nothing of it is for the CPS alone");
    cr_expect_null(markup_fault(page, &arena));
    free(page);
}

/* Two things at once: either may have been it. */
Test(challenge, what_was_done_in_the_same_months_is_said_beside_it)
{
    struct brief_facts facts = challenge_kit_facts(&arena);
    cr_assert_eq(facts.action_count, 2);
    Pfq__V1__Action *a = facts.actions[0]->action;
    Pfq__V1__Action *b = facts.actions[1]->action;
    cr_expect_str_eq(promise_beside(a, facts.actions, 2, &arena), "", "the other is not done");
    b->done = true;
    b->date = pfq_date_add(a->date, 14);
    cr_expect_str_eq(promise_beside(a, facts.actions, 2, &arena),
                     "; 1 other action in these months, so that the figures cannot tell which of "
                     "them it was");
    b->date = a->date + 10000;
    cr_expect_str_eq(promise_beside(a, facts.actions, 2, &arena), "", "a year later");
}

static bool is_listed(const Pfq__V1__Digest *d, const char *text)
{
    for (size_t i = 0; i < d->n_challenges; i++) {
        if (strstr(d->challenges[i], text) != NULL) {
            return true;
        }
    }
    return false;
}

/* What is open is listed, whatever became of it in between. */
Test(challenge, a_challenge_that_was_opened_again_is_listed_as_such)
{
    struct brief_facts facts = challenge_kit_facts(&arena);
    Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
    facts.row = row;
    facts.action_count = 0;
    challenge_kit_step(row, STATE(CLOSED), 1, &arena);
    challenge_kit_step(row, STATE(OPEN), 1, &arena);
    Pfq__V1__Digest *d = make_digest(row->raised->theme);
    onto_digest(d, around(&facts), NULL, 20261216, &arena);
    cr_expect(is_listed(d, "TH-12, Interview, unit BA: opened again, not sent yet, level 1; the "
                           "CPS's turn, to send it."));
    challenge_kit_step(row, STATE(SENT), 1, &arena);
    onto_digest(d = make_digest(row->raised->theme), around(&facts), NULL, 20261216, &arena);
    cr_expect(is_listed(d, "opened again, sent, not acknowledged, level 1; the force's turn"));
}

/* A meeting hears that a challenge climbed behind everybody's back; a later step does not. */
Test(challenge, that_nobody_was_reminded_is_said_to_the_area)
{
    struct brief_facts facts = challenge_kit_facts(&arena);
    Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
    const char *said = "level 2 (nobody was reminded before it climbed)";
    facts.row = row;
    facts.action_count = 0;
    challenge_kit_step(row, STATE(SENT), 2, &arena);
    row->steps[row->n_steps - 1]->reason =
        (char *)(uintptr_t)ladder_unreminded("Nobody acknowledged it by 4 May 2026.", &arena);
    challenge_kit_step(row, STATE(ACKNOWLEDGED), 2, &arena);
    for (int area = 0; area < 2; area++) {
        Pfq__V1__Digest *d = make_digest(row->raised->theme);
        d->kind = area ? PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET
                       : PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY;
        onto_digest(d, around(&facts), NULL, 20261216, &arena);
        cr_expect_eq(is_listed(d, said), area == 1);
    }
    challenge_kit_step(row, STATE(ACKNOWLEDGED), 3, &arena);
    cr_expect_not(ladder_was_unreminded(row));
}

Test(challenge, what_was_never_sent_is_for_the_area_alone)
{
    struct brief_facts facts = challenge_kit_facts(&arena);
    Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
    facts.row = row;
    facts.action_count = 0;
    row->n_steps = 0;
    challenge_kit_step(row, STATE(OPEN), 1, &arena);
    Pfq__V1__Digest *d = make_digest(row->raised->theme);
    onto_digest(d, around(&facts), NULL, 20261216, &arena);
    cr_expect_not(is_listed(d, "TH-12"));
    d = make_digest(row->raised->theme);
    d->kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET;
    onto_digest(d, around(&facts), NULL, 20261216, &arena);
    cr_expect(is_listed(d, "written, not sent"));
}

Test(challenge, however_many_are_open_none_is_dropped_without_a_word)
{
    struct brief_facts facts = challenge_kit_facts(&arena);
    facts.action_count = 0;
    Pfq__V1__Digest *d = make_digest(facts.row->raised->theme);
    Pfq__V1__PeopleRows *rows = around(&facts);
    rows->n_challenges = 0;
    for (size_t i = 0; i < ONTO_DIGEST_OPEN + 3; i++) {
        rows->challenges[rows->n_challenges++] = challenge_kit_row(&arena);
    }
    onto_digest(d, rows, NULL, 20261216, &arena);
    cr_expect_eq(d->n_challenges, ONTO_DIGEST_OPEN + 1);
    cr_expect(is_listed(d, "And 3 more: pfq challenge list"));
}

/* --- a file that was challenged --------------------------------------------------------------- */

Test(challenge, what_became_of_the_file_is_said)
{
    static char *new_failing[] = {(char *)(uintptr_t) "CS03", (char *)(uintptr_t) "DS05"};
    static char *not_asked[] = {(char *)(uintptr_t) "VW01"};

    static const struct {
        int32_t came; /* 0: never */
        Pfq__V1__Outcome outcome;
        size_t fresh;
        size_t not_asked;
        const char *words;
    } rows[] = {
        {0, 0, 0, 0, "The file has not come again since."},
        {20261030, 0, 0, 0, "The file has not come again since."},
        {20261105, PFQ__V1__OUTCOME__OUTCOME_NOT_MET, 0, 0,
         "The file came again on 5 November 2026 (FH_GAP, submission 2): check VW01 still fails."},
        {20261105, 0, 0, 0,
         "The file came again on 5 November 2026 (FH_GAP, submission 2): check VW01 does not fail "
         "any more."},
        {20261105, 0, 2, 0,
         "The file came again on 5 November 2026 (FH_GAP, submission 2): check VW01 does not fail "
         "any more; 2 failings are new (CS03, DS05)."},
        {20261105, PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON, 1, 0,
         "The file came again on 5 November 2026 (FH_GAP, submission 2): check VW01 cannot be "
         "decided from what was sent; 1 failing is new (CS03)."},
        {20261105, 0, 0, 1,
         "The file came again on 5 November 2026 (FH_GAP, submission 2): check VW01 does not apply "
         "any more."},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__Finding finding = PFQ__V1__FINDING__INIT;
        Pfq__V1__Finding *findings[] = {&finding};
        Pfq__V1__Resubmission again = PFQ__V1__RESUBMISSION__INIT;
        Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
        Pfq__V1__Receipt *receipts[] = {&receipt};
        Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
        row->raised->theme = NULL;
        row->raised->urn = (char *)(uintptr_t) "43BA1001926";
        row->raised->check = finding.check = (char *)(uintptr_t) "VW01";
        finding.outcome = rows[i].outcome;
        receipt.findings = findings;
        receipt.n_findings = rows[i].outcome != 0;
        receipt.ordinal = 2;
        receipt.file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
        receipt.received_at = rows[i].came == 0 ? 0 : pfq_london_ms(rows[i].came, 600);
        receipt.resubmission = &again;
        again.new_failing = new_failing;
        again.n_new_failing = rows[i].fresh;
        again.not_asked_now = not_asked;
        again.n_not_asked_now = rows[i].not_asked;
        const char *words = case_effect(row, receipts, rows[i].came != 0, &arena);
        cr_expect_str_eq(words, rows[i].words, "row %zu", i);
    }
    cr_expect_null(case_effect(challenge_kit_row(&arena), NULL, 0, &arena), "it is on a theme");
}
