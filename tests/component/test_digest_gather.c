/* What a digest is made of, asked question by question: feedback/digest/gather.h.  Store and
 * feedback are played here, in pages as small as can be. */
#include <criterion/criterion.h>
#include <string.h>

#include "feedback/digest/gather.h"
#include "feedback/digest/gather_keep.h"
#include "pfq/clock.h"

enum {
    ITEMS = 700,
    ITEM_MINUTES = 60,
    QUESTIONS_MAX = 4000
};

static struct pfq_arena arena;  /* of what is gathered */
static struct pfq_arena answer; /* of one answer, forgotten after it */
static struct gather gather;
static struct digest_force forces[2];
static int64_t first_ms; /* of the mailbox's first item; one an hour */
static int asked;
static int asked_now; /* for a closed month as it is counted now */
static int asked_expected;
static bool people;        /* looked at files of the force, and every month is closed */
static int32_t late_month; /* that files came to when it was closed */
static uint64_t up_to;     /* of the next page of figures */
static int32_t zero;       /* of the sum of "second", which is announced; 0: nothing is */
static bool corrected;     /* late files came for the theme's last month */
static int32_t days_from;  /* from which day on daily figures were asked for; 0: never */

static void setup(void)
{
    pfq_arena_open(&arena);
    pfq_arena_open(&answer);
    gather = (struct gather){.arena = &arena};
    asked = 0;
    up_to = 99;
    zero = days_from = 0;
    corrected = false;
}

static void teardown(void)
{
    pfq_arena_close(&answer);
    pfq_arena_close(&arena);
}

TestSuite(digest_gather, .init = setup, .fini = teardown);

static void wish(Pfq__V1__DigestKind kind, int32_t date, size_t count)
{
    static const char *const codes[] = {"40", "43"};
    struct digest_period period = digest_period(kind, date);
    for (size_t i = 0; i < count; i++) {
        (void)strcpy(forces[i].code, codes[i]);
    }
    gather.facts.forces = forces;
    gather.facts.force_count = count;
    gather.facts.wish = (struct digest_wish){.kind = kind,
                                             .force = count == 1 ? "40" : NULL,
                                             .from_date = period.from,
                                             .to_date = period.to};
}

/* --- those who answer --------------------------------------------------------------------- */

static Pfq__V1__Figure *figure(const char *force, const char *name)
{
    Pfq__V1__Figure *row = pfq_arena_new(&answer, Pfq__V1__Figure, 1);
    pfq__v1__figure__init(row);
    row->force = pfq_arena_strdup(&answer, force);
    row->name = pfq_arena_strdup(&answer, name);
    row->has_kind = row->has_applicable = true;
    row->kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;
    row->applicable = 7;
    return row;
}

/* Two pages of one row each; of the nation a row of each of three forces. */
static void answer_figures(const Pfq__V1__FiguresRead *read, Pfq__V1__Envelope *out)
{
    static const char *const nation[] = {"40", "43", "44"};
    Pfq__V1__Figures *page = pfq_arena_new(&answer, Pfq__V1__Figures, 1);
    pfq__v1__figures__init(page);
    page->rows = pfq_arena_new(&answer, Pfq__V1__Figure *, 3);
    asked_now += read->as_now;
    for (size_t i = 0; i < read->n_kinds; i++) { /* coverage of what people found */
        asked_expected += read->kinds[i] == PFQ__V1__FIGURE_KIND__FIGURE_KIND_EXPECTED;
    }
    if (read->grain == PFQ__V1__GRAIN__GRAIN_DAY) {
        days_from = read->from_date;
    }
    if (read->force == NULL) {
        for (size_t i = 0; i < 3; i++) {
            page->rows[page->n_rows++] = figure(nation[i], "nation");
        }
    } else {
        page->rows[page->n_rows++] = figure(read->force, read->has_after ? "second" : "first");
        page->rows[0]->kind = people ? PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_THEME
                                     : PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;
        page->has_next = !read->has_after;
        page->next = (ProtobufCBinaryData){3, (uint8_t *)pfq_arena_strdup(&answer, "abc")};
        cr_expect(!read->has_after || memcmp(read->after.data, "abc", 3) == 0);
    }
    page->has_up_to = true;
    page->up_to = up_to;
    up_to += 10; /* figures go on while they are asked for */
    out->body_case = PFQ__V1__ENVELOPE__BODY_FIGURES;
    out->figures = page;
}

static void announce(Pfq__V1__ThemeMove *move)
{
    move->key = pfq_arena_new(&answer, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(move->key);
    move->key->has_system = true;
    move->key->force = pfq_arena_strdup(&answer, "40");
    move->key->name = pfq_arena_strdup(&answer, "second");
    move->key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    move->has_state = move->has_baseline_files = move->has_sum_zero = true;
    move->state = PFQ__V1__THEME_STATE__THEME_STATE_RECURRING;
    move->sum_zero = zero;
    move->has_sum_height_milli = true;
}

/* All moves of a theme, a page each: as it began, as it was told last, and what late files make of
 * it. */
static Pfq__V1__ThemeMove *move_of(const Pfq__V1__ThemesRead *read, Pfq__V1__ThemeRows *page)
{
    static const char *const sentences[] = {"9 of 60 files", "31 of 60 files",
                                            "restated: 35 of 66 files"};
    size_t at = read->latest_only ? 2 : read->has_after ? read->after.len : 0;
    Pfq__V1__ThemeMove *move = pfq_arena_new(&answer, Pfq__V1__ThemeMove, 1);
    pfq__v1__theme_move__init(move);
    announce(move);
    move->sentence = pfq_arena_strdup(&answer, sentences[at]);
    move->has_files_before = move->restates = at == 2;
    page->has_next = at < 2;
    page->next = (ProtobufCBinaryData){at + 1, (uint8_t *)pfq_arena_strdup(&answer, "abc")};
    return move;
}

static void answer_themes(const Pfq__V1__ThemesRead *read, Pfq__V1__Envelope *out)
{
    Pfq__V1__ThemeRows *page = pfq_arena_new(&answer, Pfq__V1__ThemeRows, 1);
    Pfq__V1__ThemeMove *move = pfq_arena_new(&answer, Pfq__V1__ThemeMove, 1);
    pfq__v1__theme_rows__init(page);
    pfq__v1__theme_move__init(move);
    move->sentence = pfq_arena_strdup(&answer, "31 of 60 files");
    if (zero != 0) {
        announce(move);
    }
    page->has_up_to = true;
    page->up_to = 77;
    page->moves = pfq_arena_new(&answer, Pfq__V1__ThemeMove *, 1);
    page->moves[page->n_moves++] = corrected ? move_of(read, page) : move;
    out->body_case = PFQ__V1__ENVELOPE__BODY_THEME_ROWS;
    out->theme_rows = page;
}

static void answer_months(const Pfq__V1__MonthsRead *read, Pfq__V1__Envelope *out)
{
    Pfq__V1__MonthRows *page = pfq_arena_new(&answer, Pfq__V1__MonthRows, 1);
    Pfq__V1__MonthRow *row = pfq_arena_new(&answer, Pfq__V1__MonthRow, 1);
    pfq__v1__month_rows__init(page);
    pfq__v1__month_row__init(row);
    row->has_month = true;
    row->month = read->from_month;
    row->has_state = people;
    row->state = people ? PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED
                        : PFQ__V1__MONTH_STATE__MONTH_STATE_UNSPECIFIED;
    row->has_late = true;
    row->late = read->from_month == late_month ? 2 : 0;
    page->rows = pfq_arena_new(&answer, Pfq__V1__MonthRow *, 1);
    page->rows[page->n_rows++] = row;
    page->has_next_month = read->from_month < read->to_month;
    page->next_month = read->from_month % 100 == 12 ? read->from_month + 89 : read->from_month + 1;
    out->body_case = PFQ__V1__ENVELOPE__BODY_MONTH_ROWS;
    out->month_rows = page;
}

static Pfq__V1__FeedbackItem *item(uint64_t number)
{
    Pfq__V1__FeedbackItem *one = pfq_arena_new(&answer, Pfq__V1__FeedbackItem, 1);
    Pfq__V1__Receipt *receipt = pfq_arena_new(&answer, Pfq__V1__Receipt, 1);
    pfq__v1__feedback_item__init(one);
    pfq__v1__receipt__init(receipt);
    one->has_number = one->has_committed_at = true;
    one->number = number;
    one->committed_at = first_ms + (int64_t)(number - 1) * ITEM_MINUTES * 60000;
    one->receipt = receipt;
    receipt->urn = pfq_arena_printf(&answer, "40AA%05u26", (unsigned)number);
    receipt->findings = pfq_arena_new(&answer, Pfq__V1__Finding *, 2);
    for (; receipt->n_findings < 2; receipt->n_findings++) {
        Pfq__V1__Finding *f = pfq_arena_new(&answer, Pfq__V1__Finding, 1);
        pfq__v1__finding__init(f);
        f->has_outcome = true;
        f->outcome = receipt->n_findings == 0 ? PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON
                                              : PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
        f->check = pfq_arena_strdup(&answer, "VW01");
        f->fix = pfq_arena_strdup(&answer, "Say so.");
        f->why = pfq_arena_strdup(&answer, "The court must know.");
        receipt->findings[receipt->n_findings] = f;
    }
    return one;
}

static void answer_mailbox(const Pfq__V1__MailboxFetch *fetch, Pfq__V1__Envelope *out)
{
    Pfq__V1__MailboxPage *page = pfq_arena_new(&answer, Pfq__V1__MailboxPage, 1);
    pfq__v1__mailbox_page__init(page);
    page->items = pfq_arena_new(&answer, Pfq__V1__FeedbackItem *, fetch->limit);
    for (uint64_t n = fetch->after + 1; n <= ITEMS && page->n_items < fetch->limit; n++) {
        page->items[page->n_items++] = item(n);
    }
    page->last_number = ITEMS;
    out->body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE;
    out->mailbox_page = page;
}

static enum pfq_code answer_one(const struct gather_question *q, struct pfq_err *err)
{
    Pfq__V1__Envelope out = PFQ__V1__ENVELOPE__INIT;
    pfq_arena_reset(&answer);
    cr_assert_lt(++asked, QUESTIONS_MAX, "it never ends");
    cr_expect_eq(q->of_feedback, q->envelope.body_case == PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH);
    if (q->envelope.body_case == PFQ__V1__ENVELOPE__BODY_FIGURES_READ) {
        answer_figures(q->envelope.figures_read, &out);
    } else if (q->envelope.body_case == PFQ__V1__ENVELOPE__BODY_THEMES_READ) {
        answer_themes(q->envelope.themes_read, &out);
    } else if (q->envelope.body_case == PFQ__V1__ENVELOPE__BODY_MONTHS_READ) {
        answer_months(q->envelope.months_read, &out);
    } else {
        answer_mailbox(q->envelope.mailbox_fetch, &out);
    }
    return gather_take(&gather, &out, err);
}

static void gather_all(void)
{
    struct pfq_err err = {0};
    gather_begin(&gather);
    for (const struct gather_question *q = gather_next(&gather); q != NULL;
         q = gather_next(&gather)) {
        cr_assert_eq(answer_one(q, &err), PFQ_OK, "%s", err.text);
    }
    pfq_arena_reset(&answer); /* nothing of it may be looked at any more */
}

/* --- what comes of it --------------------------------------------------------------------- */

Test(digest_gather, the_items_of_a_day_are_those_committed_in_it_wherever_it_lies)
{
    static const struct {
        int32_t day;
        size_t items;
        uint64_t first;
    } rows[] = {
        {20260228, 0, 0}, /* before the mailbox began, on 1 March at 00:00 */
        {20260301, 24, 1},  {20260302, 24, 25}, {20260329, 23, 673}, /* the clocks go forward */
        {20260330, 5, 696},                                          /* its end */
        {20260331, 0, 0},
    };

    first_ms = pfq_london_ms(20260301, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        gather = (struct gather){.arena = &arena};
        wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY, rows[i].day, 1);
        gather_all();
        cr_expect_eq(gather.facts.item_count, rows[i].items, "%d: %zu", (int)rows[i].day,
                     gather.facts.item_count);
        if (rows[i].items > 0 && gather.facts.item_count > 0) {
            cr_expect_eq(gather.facts.items[0]->number, rows[i].first);
        }
        cr_expect_eq(gather.facts.month_count + gather.facts.trend.count, 0U, "of months alone");
    }
}

Test(digest_gather, of_an_item_is_kept_what_a_digest_looks_at)
{
    first_ms = pfq_london_ms(20260301, 0);
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY, 20260301, 1);
    gather_all();
    const Pfq__V1__Receipt *receipt = gather.facts.items[4]->receipt;
    cr_expect_str_eq(receipt->urn, "40AA0000526");
    cr_assert_eq(receipt->n_findings, 1, "what needs a person is in no digest");
    cr_expect_str_eq(receipt->findings[0]->check, "VW01");
    cr_expect_str_eq(receipt->findings[0]->fix, "Say so.");
    cr_expect_null(receipt->findings[0]->why);
}

Test(digest_gather, a_month_has_its_figures_in_pages_its_trend_and_the_last_items)
{
    first_ms = pfq_london_ms(20260301, 0);
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 20260315, 1);
    asked_expected = 0;
    gather_all();
    const struct digest_facts *f = &gather.facts;
    cr_expect_eq(asked_expected, 2, "in both pages of the period's own question");
    cr_expect_eq(f->first.count, 2U);
    cr_expect_str_eq(f->first.rows[1]->name, "second");
    cr_expect_eq(f->later.count + f->final.count + f->trend.count, 6U);
    cr_expect_eq(f->up_to, 99U, "true of all that was gathered, not of its last page alone");
    cr_expect_eq(f->themes_up_to, 77U);
    cr_expect_eq(f->move_count, 1U);
    cr_expect_str_eq(f->moves[0]->sentence, "31 of 60 files");
    cr_expect_eq(f->month_count, (size_t)DIGEST_TREND_MONTHS);
    cr_expect_eq(f->months[0]->month, 202503);
    cr_expect_eq(f->months[12]->month, 202603);
    cr_expect_eq(f->item_count, (size_t)GATHER_ITEMS_OF_MONTH);
    cr_expect_eq(f->items[f->item_count - 1]->number, (uint64_t)ITEMS);
    cr_expect_not(f->items_cut, "examples are all that a month needs");
}

Test(digest_gather, a_closed_month_that_files_came_to_later_is_read_as_it_is_now_too)
{
    static const struct {
        int32_t late;
        size_t first, final;
        int asked;
    } cases[] = {{202601, 0, 0, 0}, {202602, 2, 2, 4}, {202603, 2, 2, 4}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gather = (struct gather){.arena = &arena};
        asked = 0;
        first_ms = pfq_london_ms(20260301, 0);
        wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 20260315, 1);
        late_month = cases[i].late;
        asked_now = 0;
        gather_all();
        cr_expect_eq(gather.facts.now.count, cases[i].first, "%zu", i);
        cr_expect_eq(gather.facts.now_final.count, cases[i].final, "%zu", i);
        cr_expect_eq(asked_now, cases[i].asked, "%zu: no other figures are asked for so", i);
    }
}

/* What made a theme move is said as it was; what late files make of it stands beside it. */
Test(digest_gather, a_theme_of_a_closed_month_is_as_it_was_told_before_late_files_corrected_it)
{
    first_ms = pfq_london_ms(20260301, 0);
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 20260315, 1);
    corrected = true;
    gather_all();
    cr_assert_eq(gather.facts.move_count, 1U);
    cr_expect_str_eq(gather.facts.moves[0]->sentence, "31 of 60 files");
    cr_expect_not(gather.facts.moves[0]->has_files_before);
}

Test(digest_gather, days_are_read_of_a_force_with_an_announced_theme_and_kept_of_that_alone)
{
    static const struct {
        Pfq__V1__DigestKind kind;
        int32_t zero, from;
        size_t kept;
    } cases[] = {{PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 0, 0, 0},
                 {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 20250331, 20250401, 1},
                 {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 20230331, 0, 0},
                 {PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK, 20250331, 0, 0}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gather = (struct gather){.arena = &arena};
        asked = 0;
        first_ms = pfq_london_ms(20260301, 0);
        wish(cases[i].kind, 20260315, 1);
        zero = cases[i].zero;
        days_from = 0;
        gather_all();
        cr_expect_eq(days_from, cases[i].from, "%zu: %d", i, (int)days_from);
        cr_assert_eq(gather.facts.days.count, cases[i].kept, "%zu: of two pages", i);
        cr_expect(cases[i].kept == 0 || strcmp(gather.facts.days.rows[0]->name, "second") == 0);
        cr_expect_eq(gather.facts.item_count, (size_t)GATHER_ITEMS_OF_MONTH, "%zu", i);
    }
}

/* What people said may change after the close, which no late submission tells. */
Test(digest_gather, a_closed_month_with_assessments_is_read_as_it_is_now_too)
{
    first_ms = pfq_london_ms(20260301, 0);
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, 20260315, 1);
    late_month = 0;
    asked_now = 0;
    people = true;
    gather_all();
    cr_expect_eq(gather.facts.now.count, 2U);
    cr_expect_eq(asked_now, 4);
}

Test(digest_gather, a_plan_is_kept_as_far_as_an_example_needs_it)
{
    Pfq__V1__AssessmentRow plan = PFQ__V1__ASSESSMENT_ROW__INIT;
    Pfq__V1__FileRef file = PFQ__V1__FILE_REF__INIT;
    Pfq__V1__FailureRow failure = PFQ__V1__FAILURE_ROW__INIT;
    Pfq__V1__FailureRow *failures[] = {&failure};
    Pfq__V1__FeedbackItem one = PFQ__V1__FEEDBACK_ITEM__INIT;
    Pfq__V1__FeedbackItem *items[] = {&one};
    Pfq__V1__MailboxPage page = PFQ__V1__MAILBOX_PAGE__INIT;
    struct pfq_err err = {0};
    file.force = pfq_arena_strdup(&answer, "40");
    file.urn = pfq_arena_strdup(&answer, "40AA0000126");
    plan.file = &file;
    plan.id = pfq_arena_strdup(&answer, "A1");
    plan.by = pfq_arena_strdup(&answer, "S17");
    plan.failures = failures;
    plan.n_failures = 1;
    failure.theme = PFQ__V1__THEME__THEME_INTERVIEW;
    failure.standing = PFQ__V1__STANDING__STANDING_AGREED;
    failure.detail = pfq_arena_strdup(&answer, "not for a digest");
    one.number = 1;
    one.plan = &plan;
    page.items = items;
    page.n_items = 1;
    gather.high = 1;
    cr_assert_eq(gather_keep_items(&gather, &page, &err), PFQ_OK);
    pfq_arena_reset(&answer);
    const Pfq__V1__AssessmentRow *kept = gather.facts.items[0]->plan;
    cr_expect_str_eq(kept->file->urn, "40AA0000126");
    cr_expect_str_eq(kept->id, "A1");
    cr_expect_eq(kept->failures[0]->theme, PFQ__V1__THEME__THEME_INTERVIEW);
    cr_expect_eq(kept->failures[0]->standing, PFQ__V1__STANDING__STANDING_AGREED);
    cr_expect_null(kept->failures[0]->detail);
    cr_expect_null(kept->by);
}

Test(digest_gather, a_pack_has_each_force_and_the_nation_without_them)
{
    first_ms = pfq_london_ms(20260301, 0);
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK, 20260315, 2);
    gather_all();
    cr_expect_eq(gather.facts.first.count, 5U);
    cr_expect_str_eq(gather.facts.first.rows[4]->force, "44");
    cr_expect_gt(gather.facts.usual.count, 0U, "for its praise");
    cr_expect_eq(gather.facts.move_count, 2U);
    cr_expect_eq(gather.facts.item_count, 2U * GATHER_ITEMS_OF_MONTH);
}

Test(digest_gather, a_refusal_or_another_answer_is_told)
{
    struct pfq_err err = {0};
    Pfq__V1__Envelope out = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Figures page = PFQ__V1__FIGURES__INIT;
    Pfq__V1__Problem problem = PFQ__V1__PROBLEM__INIT;
    Pfq__V1__Problem *problems[] = {&problem};
    wish(PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY, 20260301, 1);
    gather_begin(&gather);
    cr_assert_not_null(gather_next(&gather));
    cr_expect_eq(gather_take(&gather, &out, &err), PFQ_E_MALFORMED);
    problem.message = "You may not read this.";
    page.problems = problems;
    page.n_problems = 1;
    out.body_case = PFQ__V1__ENVELOPE__BODY_FIGURES;
    out.figures = &page;
    cr_expect_eq(gather_take(&gather, &out, &err), PFQ_E_NOT_FOUND);
    cr_expect_not_null(strstr(err.text, "You may not read this."), "%s", err.text);
}
