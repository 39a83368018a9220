/* A digest or pack with all its sections (feedback/summary/summary.h): what is asked, in which
 * order, and what it says when the people's part cannot be had.  Store and feedback are played
 * here; of figures they have but the files of a month. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/summary/summary.h"
#include "pfq/clock.h"
#include "pfq/people.h"
#include "support/challenge_kit.h"

#define KIND(name) PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name

enum {
    QUESTIONS_MAX = 400,
    ALL_KINDS = 8,
    FILES = 40,
    MONTHS = 9 /* of a theme, before the digest's own */
};

static struct pfq_arena arena;  /* of what is gathered */
static struct pfq_arena answer; /* of one answer, forgotten after it */
static struct summary summary;
static struct digest_force forces[2];
static int asked[ALL_KINDS];  /* of each PeopleKind */
static int refused;           /* this PeopleKind; 0: none */
static const char *challenge; /* force that has one */
static int cases;             /* challenges of that force on cases besides */

static void setup(void)
{
    pfq_arena_open(&arena);
    pfq_arena_open(&answer);
    memset(asked, 0, sizeof asked);
    refused = 0;
    challenge = "43";
    cases = 0;
    summary = (struct summary){.gather.arena = &arena};
}

static void teardown(void)
{
    pfq_arena_close(&answer);
    pfq_arena_close(&arena);
}

TestSuite(summary, .init = setup, .fini = teardown);

/* October 2026 of force 43, or of 40 and 43 as an Area. */
static void wish(Pfq__V1__DigestKind kind)
{
    static Pfq__V1__Catalogue no_texts;
    struct digest_facts *facts = &summary.gather.facts;
    struct digest_period period = digest_period(kind, 20261012);
    bool area = digest_is_of_area(kind);
    pfq__v1__catalogue__init(&no_texts);
    (void)strcpy(forces[0].code, area ? "40" : "43");
    (void)strcpy(forces[1].code, "43");
    facts->forces = forces;
    facts->force_count = area ? 2 : 1;
    facts->catalogue = &no_texts;
    facts->catalogue_version = "test";
    facts->wish = (struct digest_wish){.kind = kind,
                                       .force = area ? NULL : "43",
                                       .area = area ? "Thames and Chiltern" : NULL,
                                       .from_date = period.from,
                                       .to_date = period.to,
                                       .made_at = pfq_london_ms(20261104, 600)};
}

/* --- those who answer ---------------------------------------------------------------------- */

/* Half of the files of each month until June, then a tenth. */
static Pfq__V1__Figure *theme_figure(char *force, int32_t month)
{
    Pfq__V1__Figure *row = pfq_arena_new(&answer, Pfq__V1__Figure, 1);
    pfq__v1__figure__init(row);
    row->force = force;
    row->name = pfq_arena_strdup(&answer, "CASE_SUMMARY");
    row->has_kind = row->has_period = row->has_applicable = row->has_failing = true;
    row->kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;
    row->period = month;
    row->applicable = FILES;
    row->failing = month <= 202606 ? FILES / 2 : FILES / 10;
    return row;
}

static void answer_figures(const Pfq__V1__FiguresRead *read, Pfq__V1__Envelope *out)
{
    Pfq__V1__Figures *page = pfq_arena_new(&answer, Pfq__V1__Figures, 1);
    Pfq__V1__Figure *row = pfq_arena_new(&answer, Pfq__V1__Figure, 1);
    pfq__v1__figures__init(page);
    pfq__v1__figure__init(row);
    row->force = read->force == NULL ? pfq_arena_strdup(&answer, "44") : read->force;
    row->name = pfq_arena_strdup(&answer, "MEETS");
    row->has_kind = row->has_period = row->has_applicable = row->has_failing = true;
    row->kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT;
    row->period = 202610;
    row->applicable = row->failing = FILES;
    page->rows = pfq_arena_new(&answer, Pfq__V1__Figure *, 1 + MONTHS);
    page->rows[page->n_rows++] = row;
    for (int i = 0; i < MONTHS && read->from_date < 20260101; i++) {
        page->rows[page->n_rows++] = theme_figure(row->force, 202601 + i);
    }
    page->has_up_to = true;
    page->up_to = 9;
    out->body_case = PFQ__V1__ENVELOPE__BODY_FIGURES;
    out->figures = page;
}

static void add_challenge(Pfq__V1__PeopleRows *rows)
{
    rows->challenges = pfq_arena_new(&answer, Pfq__V1__ChallengeRow *, 1);
    rows->challenges[rows->n_challenges++] = challenge_kit_row(&answer);
}

static void add_cases(Pfq__V1__PeopleRows *rows)
{
    Pfq__V1__ChallengeRow **all = pfq_arena_new(&answer, Pfq__V1__ChallengeRow *, cases + 1);
    memcpy(all, rows->challenges, rows->n_challenges * sizeof *all);
    for (int i = 0; i < cases; i++) {
        Pfq__V1__ChallengeRow *row = challenge_kit_row(&answer);
        row->raised->theme = NULL;
        row->raised->id = pfq_arena_printf(&answer, "CS-%d", i);
        row->raised->urn = pfq_arena_printf(&answer, "43BC%05d26", i);
        row->raised->check = pfq_arena_strdup(&answer, "VW01");
        all[rows->n_challenges++] = row;
    }
    rows->challenges = all;
}

/* Training in June, of a theme that the digest does not speak of any more. */
static void add_action(Pfq__V1__PeopleRows *rows, const char *force)
{
    Pfq__V1__ActionRow *row = pfq_arena_new(&answer, Pfq__V1__ActionRow, 1);
    pfq__v1__action_row__init(row);
    row->action = pfq_arena_new(&answer, Pfq__V1__Action, 1);
    pfq__v1__action__init(row->action);
    row->action->theme = pfq_arena_new(&answer, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(row->action->theme);
    row->action->theme->force = pfq_arena_strdup(&answer, force);
    row->action->theme->name = pfq_arena_strdup(&answer, "CASE_SUMMARY");
    row->action->has_kind = row->action->has_date = row->action->has_done = true;
    row->action->kind = PFQ__V1__ACTION_KIND__ACTION_KIND_TRAINING;
    row->action->date = 20260610;
    row->action->done = true;
    rows->actions = pfq_arena_new(&answer, Pfq__V1__ActionRow *, 1);
    rows->actions[rows->n_actions++] = row;
}

static void add_mute(Pfq__V1__PeopleRows *rows, const char *force)
{
    Pfq__V1__MuteRow *row = pfq_arena_new(&answer, Pfq__V1__MuteRow, 1);
    pfq__v1__mute_row__init(row);
    row->mute = pfq_arena_new(&answer, Pfq__V1__Mute, 1);
    pfq__v1__mute__init(row->mute);
    row->mute->theme = pfq_arena_new(&answer, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(row->mute->theme);
    row->mute->theme->force = pfq_arena_strdup(&answer, force);
    row->mute->theme->name = pfq_arena_strdup(&answer, "INTERVIEW");
    row->mute->reason = pfq_arena_strdup(&answer, "New system");
    row->mute->has_until_date = row->has_active = row->active = true;
    row->mute->until_date = 20261130;
    rows->mutes = pfq_arena_new(&answer, Pfq__V1__MuteRow *, 1);
    rows->mutes[rows->n_mutes++] = row;
}

/* Of the month that is asked for, whose deadline has passed. */
static void add_unanswered(Pfq__V1__PeopleRows *rows, const Pfq__V1__PeopleRead *read)
{
    Pfq__V1__AssessmentRow *row = pfq_arena_new(&answer, Pfq__V1__AssessmentRow, 1);
    Pfq__V1__FailureRow *failure = pfq_arena_new(&answer, Pfq__V1__FailureRow, 1);
    pfq__v1__assessment_row__init(row);
    pfq__v1__failure_row__init(failure);
    failure->has_standing = row->has_month = row->has_deadline = true;
    failure->standing = PFQ__V1__STANDING__STANDING_NO_RESPONSE;
    row->failures = pfq_arena_new(&answer, Pfq__V1__FailureRow *, 1);
    row->failures[row->n_failures++] = failure;
    row->month = read->from_month;
    row->deadline = pfq_people_deadline(read->from_month, 42);
    rows->assessments = pfq_arena_new(&answer, Pfq__V1__AssessmentRow *, 1);
    rows->assessments[rows->n_assessments++] = row;
}

/* Mutes come in two pages. */
static void answer_people(const Pfq__V1__PeopleRead *read, Pfq__V1__Envelope *out)
{
    Pfq__V1__PeopleRows *rows = pfq_arena_new(&answer, Pfq__V1__PeopleRows, 1);
    static uint8_t cursor[] = {7};
    pfq__v1__people_rows__init(rows);
    asked[read->kind]++;
    if ((int)read->kind == refused) {
        Pfq__V1__Problem *problem = pfq_arena_new(&answer, Pfq__V1__Problem, 1);
        pfq__v1__problem__init(problem);
        problem->message = pfq_arena_strdup(&answer, "You may not read this.");
        rows->problems = pfq_arena_new(&answer, Pfq__V1__Problem *, 1);
        rows->problems[rows->n_problems++] = problem;
    } else if (read->kind == KIND(CHALLENGES) && strcmp(read->force, challenge) == 0) {
        add_challenge(rows);
        add_cases(rows);
    } else if (read->kind == KIND(MUTES)) {
        add_mute(rows, read->force);
        rows->has_next = !read->has_after;
        rows->next = (ProtobufCBinaryData){rows->has_next ? 1 : 0, cursor};
    } else if (read->kind == KIND(ACTIONS) && strcmp(read->force, challenge) == 0) {
        add_action(rows, read->force);
    } else if (read->kind == KIND(ASSESSMENTS) && read->from_month == read->to_month) {
        add_unanswered(rows, read);
    }
    out->body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS;
    out->people_rows = rows;
}

/* The last submission of the nth case has the number n + 10; the second is not to be had. */
static void answer_case(const Pfq__V1__CaseRead *read, Pfq__V1__Envelope *out)
{
    Pfq__V1__StoreRows *rows = pfq_arena_new(&answer, Pfq__V1__StoreRows, 1);
    Pfq__V1__Stored *row = pfq_arena_new(&answer, Pfq__V1__Stored, 1);
    uint64_t nth = strtoul(read->urn + sizeof "43BC" - 1, NULL, 10) / 100;
    pfq__v1__store_rows__init(rows);
    pfq__v1__stored__init(row);
    row->force = pfq_arena_strdup(&answer, "43");
    row->number = nth + 10;
    rows->rows = pfq_arena_new(&answer, Pfq__V1__Stored *, 1);
    rows->rows[0] = row;
    rows->n_rows = nth != 1;
    out->body_case = PFQ__V1__ENVELOPE__BODY_STORE_ROWS;
    out->store_rows = rows;
}

/* The first case's file came again on 5 November, the others' did not. */
static void answer_item(const Pfq__V1__MailboxFetch *fetch, Pfq__V1__Envelope *out)
{
    Pfq__V1__MailboxPage *page = pfq_arena_new(&answer, Pfq__V1__MailboxPage, 1);
    Pfq__V1__FeedbackItem *item = pfq_arena_new(&answer, Pfq__V1__FeedbackItem, 1);
    pfq__v1__mailbox_page__init(page);
    pfq__v1__feedback_item__init(item);
    item->receipt = pfq_arena_new(&answer, Pfq__V1__Receipt, 1);
    pfq__v1__receipt__init(item->receipt);
    item->has_number = item->receipt->has_ordinal = item->receipt->has_received_at = true;
    item->number = fetch->after + 1;
    item->receipt->ordinal = 2;
    item->receipt->has_file_type = true;
    item->receipt->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    item->receipt->received_at = pfq_london_ms(item->number == 10 ? 20261105 : 20261001, 600);
    page->items = pfq_arena_new(&answer, Pfq__V1__FeedbackItem *, 1);
    page->items[page->n_items++] = item;
    out->body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE;
    out->mailbox_page = page;
}

static void answer_nothing(const struct gather_question *q, Pfq__V1__Envelope *out)
{
    static Pfq__V1__ThemeRows themes;
    static Pfq__V1__MonthRows months;
    static Pfq__V1__MailboxPage page;
    pfq__v1__theme_rows__init(&themes);
    pfq__v1__month_rows__init(&months);
    pfq__v1__mailbox_page__init(&page);
    out->body_case = q->wanted;
    if (q->wanted == PFQ__V1__ENVELOPE__BODY_THEME_ROWS) {
        out->theme_rows = &themes;
    } else if (q->wanted == PFQ__V1__ENVELOPE__BODY_MONTH_ROWS) {
        out->month_rows = &months;
    } else {
        out->mailbox_page = &page;
    }
}

static enum pfq_code answer_one(const struct gather_question *q, struct pfq_err *err)
{
    Pfq__V1__Envelope out = PFQ__V1__ENVELOPE__INIT;
    pfq_arena_reset(&answer);
    if (q->envelope.body_case == PFQ__V1__ENVELOPE__BODY_FIGURES_READ) {
        answer_figures(q->envelope.figures_read, &out);
    } else if (q->envelope.body_case == PFQ__V1__ENVELOPE__BODY_PEOPLE_READ) {
        answer_people(q->envelope.people_read, &out);
    } else if (q->envelope.body_case == PFQ__V1__ENVELOPE__BODY_CASE_READ) {
        answer_case(q->envelope.case_read, &out);
    } else if (q->of_feedback && summary.step == SUMMARY_CASES) {
        answer_item(&q->fetch, &out);
    } else {
        answer_nothing(q, &out);
    }
    return summary_take(&summary, &out, err);
}

static Pfq__V1__Digest *make(void)
{
    struct pfq_err err = {0};
    const struct gather_question *q = NULL;
    summary_begin(&summary);
    for (int n = 0; (q = summary_next(&summary)) != NULL; n++) {
        cr_assert_lt(n, QUESTIONS_MAX, "it never ends");
        cr_assert_eq(answer_one(q, &err), PFQ_OK, "%s", err.text);
    }
    pfq_arena_reset(&answer); /* nothing of it may be looked at any more */
    Pfq__V1__Digest *digest = summary_digest(&summary, &arena);
    cr_assert_not_null(digest);
    return digest;
}

static bool notes(const Pfq__V1__Digest *digest, const char *code)
{
    for (size_t i = 0; i < digest->n_notes; i++) {
        if (strcmp(digest->notes[i]->code, code) == 0) {
            return true;
        }
    }
    return false;
}

/* --- what comes of it ---------------------------------------------------------------------- */

Test(summary, a_digest_holds_open_challenges_and_what_is_muted)
{
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    const Pfq__V1__Digest *d = make();
    cr_assert_eq(d->n_challenges, 1);
    cr_expect_not_null(strstr(d->challenges[0], "TH-12"), "%s", d->challenges[0]);
    cr_assert_eq(d->n_muted, 2, "both pages");
    cr_expect_not_null(strstr(d->muted[0], "New system"), "%s", d->muted[0]);
    cr_expect_eq(asked[KIND(ACTIONS)], 1);
    cr_expect_eq(asked[KIND(EXPECTED)], 0, "staff compliance is of an Area");
    cr_expect_null(d->compliance);
    cr_expect_not(notes(d, "WITHOUT_PEOPLE"));
}

/* October holds the deadline of August; the week of 12 October does as well, the day after not. */
Test(summary, what_had_no_answer_by_a_deadline_of_the_period_is_said_once)
{
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    const Pfq__V1__Digest *d = make();
    cr_expect(notes(d, "NO_RESPONSE"));
    cr_expect_eq(asked[KIND(ASSESSMENTS)], 1);
    for (size_t i = 0; i < d->n_notes; i++) {
        cr_expect(strcmp(d->notes[i]->code, "NO_RESPONSE") != 0 ||
                      strstr(d->notes[i]->message,
                             "1 failure that the CPS recorded in August 2026, in 1 file, had no "
                             "answer by 12 October 2026 at 23:59") != NULL,
                  "%s", d->notes[i]->message);
    }
    summary.gather.facts.wish.from_date = 20261013;
    cr_expect_not(notes(make(), "NO_RESPONSE"));
    cr_expect_eq(asked[KIND(ASSESSMENTS)], 1, "no deadline lies there");
}

/* What worked is worth telling when the theme has gone quiet. */
Test(summary, what_was_done_is_evaluated_where_its_theme_has_no_chart_too)
{
    static const Pfq__V1__DigestKind kinds[] = {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY,
                                                PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK};
    for (size_t i = 0; i < 2; i++) {
        summary = (struct summary){.gather.arena = &arena};
        wish(kinds[i]);
        const Pfq__V1__Digest *d = make();
        cr_assert_eq(d->n_done, 1, "row %zu: %zu", i, d->n_done);
        const char *words =
            strstr(d->done[0], "Case summary. Training on 10 June 2026: 100 of 200");
        cr_expect_not_null(words, "%s", d->done[0]);
        cr_expect_not_null(strstr(d->done[0], "better than chance explains"), "%s", d->done[0]);
    }
}

Test(summary, a_pack_holds_them_of_each_force_and_what_staff_did)
{
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK);
    const Pfq__V1__Digest *d = make();
    cr_expect_eq(d->n_challenges, 1);
    cr_assert_eq(d->n_muted, 4);
    cr_expect_eq(strncmp(d->muted[0], "40, ", 4), 0, "%s", d->muted[0]);
    cr_expect_eq(strncmp(d->muted[3], "43, ", 4), 0, "%s", d->muted[3]);
    cr_expect_eq(asked[KIND(EXPECTED)], 6, "of each force the period, and what is open around it");
    cr_expect_not_null(d->compliance);
    cr_expect_not(notes(d, "WITHOUT_COMPLIANCE"));
    cr_expect_eq(summary_digest(&summary, &arena)->n_muted, 4, "made again it is the same");
}

static const char *done_of(const Pfq__V1__Digest *d, const char *id)
{
    for (size_t i = 0; i < d->n_done; i++) {
        if (strstr(d->done[i], id) != NULL) {
            return d->done[i];
        }
    }
    return "";
}

/* A review is held from the pack alone: of a case, too, it says whether the challenge worked. */
Test(summary, a_pack_says_what_became_of_the_files_that_were_challenged)
{
    static const char came[] = "43, challenge CS-0 on a case, sent on 2 November 2026: The file "
                               "came again on 5 November 2026 (FH_GAP, submission 2): check VW01 "
                               "does not fail any more.";
    static const char away[] = "43, challenge CS-1 on a case, sent on 2 November 2026: The file "
                               "could not be read.";
    static const char not_again[] = "43, challenge CS-2 on a case, sent on 2 November 2026: The "
                                    "file has not come again since.";
    cases = CASES_MAX + 2;
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK);
    const Pfq__V1__Digest *d = make();
    cr_expect_str_eq(done_of(d, "CS-0"), came);
    cr_expect_str_eq(done_of(d, "CS-1"), away);
    cr_expect_str_eq(done_of(d, "CS-2"), not_again);
    cr_expect_str_eq(d->done[d->n_done - 1],
                     "Shown 10 of 12 challenges on cases: pfq challenge list");
    cr_expect_eq(summary_digest(&summary, &arena)->n_done, d->n_done, "made again it is the same");
    summary = (struct summary){.gather.arena = &arena};
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    cr_expect_str_eq(done_of(make(), "CS-0"), "", "a force has it in its mailbox");
}

/* No file came in its week; a challenge is open, and mutes hold. */
Test(summary, a_call_sheet_is_made_while_people_have_something_open)
{
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET);
    const Pfq__V1__Digest *d = make();
    cr_assert_not_null(d);
    cr_expect_eq(d->received->files, 0U);
    cr_expect_eq(d->n_challenges, 1);
}

Test(summary, what_people_say_may_be_missing_and_that_is_said)
{
    static const struct {
        int refused;
        bool people; /* are in it */
        bool compliance;
    } rows[] = {{KIND(CHALLENGES), false, true},
                {KIND(ACTIONS), false, true},
                {KIND(EXPECTED), true, false},
                {KIND(REVIEWS), true, false}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        summary = (struct summary){.gather.arena = &arena};
        refused = rows[i].refused;
        wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK);
        const Pfq__V1__Digest *d = make();
        cr_expect_eq(d->n_muted > 0, rows[i].people, "row %zu", i);
        cr_expect_eq(notes(d, "WITHOUT_PEOPLE"), !rows[i].people, "row %zu", i);
        cr_expect_eq(d->compliance != NULL, rows[i].compliance, "row %zu", i);
        cr_expect_eq(notes(d, "WITHOUT_COMPLIANCE"), !rows[i].compliance, "row %zu", i);
    }
}

Test(summary, without_figures_there_is_no_digest)
{
    struct pfq_err err = {0};
    Pfq__V1__Envelope other = PFQ__V1__ENVELOPE__INIT;
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY);
    summary_begin(&summary);
    cr_assert_not_null(summary_next(&summary));
    cr_expect_not(summary_without(&summary));
    cr_expect_eq(summary_take(&summary, &other, &err), PFQ_E_MALFORMED);
}
