/* Challenges: when one climbs, what its messages say, and the page for the meeting. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/challenge/ladder.h"
#include "feedback/challenge/notice.h"
#include "feedback/challenge/onto_digest.h"
#include "feedback/digest/pages.h"
#include "feedback/ladder/ladder_run.h"
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

/* --- the ladder ----------------------------------------------------------------------------- */

#define STATE(name) PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##name

static Pfq__V1__ChallengeRow *with_step_at(int64_t at_ms)
{
    Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
    row->has_next_step_at = true;
    row->next_step_at = at_ms;
    return row;
}

Test(challenge, it_climbs_at_its_time_and_its_owner_is_reminded_two_days_before)
{
    int64_t at = pfq_london_ms(20261104, 600);

    static const struct {
        int64_t before_ms;
        bool remind;
        uint32_t step_to;
    } rows[] = {{3 * 86400000LL, false, 0},
                {2 * 86400000LL + 1, false, 0},
                {2 * 86400000LL, true, 0},
                {1, true, 0},
                {0, false, 2},
                {-86400000LL, false, 2}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ladder_todo todo =
            ladder_due(with_step_at(at), NULL, at - rows[i].before_ms, &arena);
        cr_expect(todo.tell);
        cr_expect_eq(todo.remind, rows[i].remind, "row %zu", i);
        cr_expect_eq(todo.step_to, rows[i].step_to, "row %zu", i);
    }
    struct ladder_todo todo = ladder_due(with_step_at(at), NULL, at, &arena);
    cr_expect_str_eq(todo.why, "Nobody acknowledged it by 4 November 2026.");
}

Test(challenge, only_what_was_sent_and_not_acknowledged_climbs)
{
    for (int state = STATE(UNSPECIFIED); state <= STATE(CLOSED); state++) {
        Pfq__V1__ChallengeRow *row = with_step_at(1000);
        challenge_kit_step(row, (Pfq__V1__ChallengeState)state, 2, &arena);
        Pfq__V1__ThemeMove *move = challenge_kit_move(row, &arena);
        move->months_above = 12;
        struct ladder_todo todo = ladder_due(row, move, 2000, &arena);
        bool told = state >= STATE(SENT) && state <= STATE(MAINTAINED);
        cr_expect_eq(todo.tell, told, "state %d", state);
        cr_expect_eq(todo.step_to, state == STATE(SENT) ? 3 : 0, "state %d", state);
    }
}

Test(challenge, it_climbs_by_how_strong_the_signal_is)
{
    static const struct {
        bool unit;
        uint32_t months;
        Pfq__V1__ThemeState state;
        uint32_t step_to;
    } rows[] = {{true, 1, PFQ__V1__THEME_STATE__THEME_STATE_WORSENING, 0},
                {true, 2, PFQ__V1__THEME_STATE__THEME_STATE_WORSENING, 3},
                {false, 2, PFQ__V1__THEME_STATE__THEME_STATE_WORSENING, 0},
                {false, 3, PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, 4},
                {false, 3, PFQ__V1__THEME_STATE__THEME_STATE_RESOLVED, 0},
                {false, 3, PFQ__V1__THEME_STATE__THEME_STATE_WATCHING, 0}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
        Pfq__V1__ThemeMove *move = challenge_kit_move(row, &arena);
        move->months_above = rows[i].months;
        move->state = rows[i].state;
        move->key->police_unit = rows[i].unit ? move->key->police_unit : NULL;
        cr_expect_eq(ladder_due(row, move, 1, &arena).step_to, rows[i].step_to, "row %zu", i);
        challenge_kit_step(row, STATE(SENT), 5, &arena);
        cr_expect_eq(ladder_due(row, move, 1, &arena).step_to, 0, "there is nothing above the top");
    }
}

/* Once for each level, and once more when it was opened again. */
Test(challenge, a_step_has_one_name)
{
    Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
    cr_expect_str_eq(ladder_name(row, 2, &arena), "TH-12/2/0");
    challenge_kit_step(row, STATE(SENT), 2, &arena);
    cr_expect_str_eq(ladder_name(row, 2, &arena), "TH-12/2/0");
    challenge_kit_step(row, STATE(CLOSED), 2, &arena);
    challenge_kit_step(row, STATE(OPEN), 1, &arena);
    challenge_kit_step(row, STATE(SENT), 1, &arena);
    cr_expect_str_eq(ladder_name(row, 2, &arena), "TH-12/2/1");
}

Test(challenge, themes_are_the_same_when_every_part_of_them_is)
{
    Pfq__V1__ThemeKey *a = challenge_kit_row(&arena)->raised->theme;
    Pfq__V1__ThemeKey *b = challenge_kit_row(&arena)->raised->theme;
    cr_expect(ladder_same_theme(a, b));
    b->police_unit = NULL;
    cr_expect_not(ladder_same_theme(a, b));
    b->police_unit = a->police_unit;
    b->has_case_type = true;
    cr_expect_not(ladder_same_theme(a, b));
    cr_expect_not(ladder_same_theme(a, NULL));
}

/* Working days in London: no weekend, no bank holiday, the clocks change or not. */
Test(challenge, a_level_has_working_days)
{
    static const struct {
        int32_t since;
        uint32_t level;
        int32_t until; /* its last day; 0: a person moves it */
    } rows[] = {{20261102, 1, 20261109}, {20261105, 2, 20261109}, {20261224, 2, 20261230},
                {20260402, 2, 20260408}, {20260327, 1, 20260407}, {20261023, 2, 20261027},
                {20261102, 3, 0},        {20261102, 4, 20261116}};

    static struct ladder_run run;
    struct pfq_err err = {0};
    pfq_arena_open(&run.page);
    cr_assert_eq(ladder_rules(&run, "5 2 0 10", &err), PFQ_OK, "%s", err.text);
    cr_expect_eq(run.rules.holiday_count, 0);
    const struct pfq_standard_source source = {.catalogue = "services/standard/catalogue",
                                               .reference = "services/standard/reference"};
    struct pfq_standard *standard = NULL;
    struct pfq_problems problems;
    pfq_problems_init(&problems, &arena);
    cr_assert_eq(pfq_standard_load(&source, &problems, &standard, &err), PFQ_OK, "%s", err.text);
    ladder_run_holidays(&run, standard);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
        challenge_kit_step(row, STATE(SENT), rows[i].level, &arena);
        row->raised->has_due_date = false;
        row->changed_at = pfq_london_ms(rows[i].since, 600);
        pfq_challenge_next_step(row, &run.rules);
        int32_t until = row->has_next_step_at ? pfq_london_date(row->next_step_at) : 0;
        cr_expect_eq(until, rows[i].until, "row %zu: %d", i, (int)until);
    }
    static const char *const wrong[] = {"",         "5",        "5 2 0",    "5 2 0 10 1",
                                        "5,2,0,10", "5 2 0 -1", "5 2 0 367"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct pfq_err fault = {0};
        cr_expect_eq(ladder_rules(&run, wrong[i], &fault), PFQ_E_CONFIG, "'%s'", wrong[i]);
    }
    ladder_run_holidays(&run, NULL);
    cr_expect_eq(run.rules.holiday_count, 0, "the tables are gone");
    pfq_standard_close(standard);
    pfq_arena_close(&run.page);
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
    rows->challenges = pfq_arena_new(&arena, Pfq__V1__ChallengeRow *, 3);
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
    onto_digest(d, around(&facts), 20261216, &arena);
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
