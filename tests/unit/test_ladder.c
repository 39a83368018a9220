/* When a challenge climbs: by time, by what the facts call for, and never past anybody who had no
 * time to answer. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/challenge/ladder.h"
#include "feedback/ladder/ladder_run.h"
#include "pfq/clock.h"
#include "support/challenge_kit.h"

#define STATE(name) PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##name

static const int64_t day_ms = 86400000;
static struct pfq_arena arena;
static struct pfq_people_rules rules;

static void begin(void)
{
    pfq_arena_open(&arena);
    pfq_people_rules_default(&rules);
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(ladder, .init = begin, .fini = end);

static struct ladder_todo due(Pfq__V1__ChallengeRow *row, const Pfq__V1__ThemeMove *move,
                              int64_t now_ms)
{
    struct ladder_facts facts = {.move = move};
    return ladder_due(row, &facts, &rules, now_ms, &arena);
}

/* Sent on a Monday, wanted that day. */
static Pfq__V1__ChallengeRow *sent_row(uint32_t level)
{
    Pfq__V1__ChallengeRow *row = challenge_kit_row(&arena);
    challenge_kit_step(row, STATE(SENT), level, &arena);
    row->raised->has_due_date = false;
    return row;
}

static Pfq__V1__ThemeMove *strong_move(Pfq__V1__ChallengeRow *row, bool unit, uint32_t months)
{
    Pfq__V1__ThemeMove *move = challenge_kit_move(row, &arena);
    move->months_above = months;
    move->key->police_unit = unit ? move->key->police_unit : NULL;
    return move;
}

/* On a file, with that check. */
static Pfq__V1__ChallengeRow *case_row(const char *check)
{
    Pfq__V1__ChallengeRow *row = sent_row(1);
    row->raised->theme = NULL;
    row->raised->urn = (char *)(uintptr_t) "43BA1001926";
    row->raised->check = (char *)(uintptr_t)check;
    row->raised->n_evidence = 1;
    return row;
}

Test(ladder, it_climbs_at_its_time_and_its_owner_is_reminded_two_days_before)
{
    int64_t at = pfq_people_end_of_day(20261109); /* five working days after 2 November */

    static const struct {
        int64_t before_ms;
        bool remind;
        uint32_t step_to;
    } rows[] = {{3 * 86400000LL, false, 0},
                {2 * 86400000LL + 1, false, 0},
                {2 * 86400000LL, true, 0},
                {1, true, 0},
                {0, true, 2},
                {-86400000LL, true, 2}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ladder_todo todo = due(sent_row(1), NULL, at - rows[i].before_ms);
        cr_expect(todo.tell);
        cr_expect_eq(todo.remind, rows[i].remind, "row %zu", i);
        cr_expect_eq(todo.step_to, rows[i].step_to, "row %zu", i);
    }
    struct ladder_todo todo = due(sent_row(1), NULL, at);
    cr_expect_str_eq(todo.why, "Nobody acknowledged it by 9 November 2026.");
    cr_expect_not(ladder_may_step(&todo, at - day_ms, at), "its owner knows since yesterday");
    cr_expect(ladder_may_step(&todo, at - 2 * day_ms, at));
    cr_expect(ladder_may_step(&todo, INT64_MIN, at), "there is nobody to remind");
}

Test(ladder, only_what_was_sent_and_not_acknowledged_climbs)
{
    for (int state = STATE(UNSPECIFIED); state <= STATE(CLOSED); state++) {
        Pfq__V1__ChallengeRow *row = sent_row(1);
        challenge_kit_step(row, (Pfq__V1__ChallengeState)state, 2, &arena);
        struct ladder_todo todo =
            due(row, strong_move(row, true, 12), row->changed_at + 60 * day_ms);
        bool told = state >= STATE(SENT) && state <= STATE(MAINTAINED);
        cr_expect_eq(todo.tell, told, "state %d", state);
        cr_expect_eq(todo.step_to, state == STATE(SENT) ? 3 : 0, "state %d", state);
    }
}

/* However strong the signal is: one level at a time, each after its days. */
Test(ladder, a_strong_signal_hurries_it_and_passes_nobody_by)
{
    static const struct {
        bool unit;
        uint32_t months;
        Pfq__V1__ThemeState state;
        uint32_t level;
        int32_t until; /* 0: by itself it does not climb */
    } rows[] = {
        {true, 1, PFQ__V1__THEME_STATE__THEME_STATE_WORSENING, 1, 20261109},
        {true, 2, PFQ__V1__THEME_STATE__THEME_STATE_WORSENING, 1, 20261104},
        {true, 2, PFQ__V1__THEME_STATE__THEME_STATE_WORSENING, 2, 20261104},
        {true, 2, PFQ__V1__THEME_STATE__THEME_STATE_WORSENING, 3, 0},
        {false, 2, PFQ__V1__THEME_STATE__THEME_STATE_WORSENING, 1, 20261109},
        {false, 3, PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, 1, 20261104},
        {false, 3, PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, 3, 20261130},
        {false, 9, PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, 4, 20261116},
        {false, 9, PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, 5, 0},
        {false, 3, PFQ__V1__THEME_STATE__THEME_STATE_RESOLVED, 1, 20261109},
        {false, 3, PFQ__V1__THEME_STATE__THEME_STATE_WATCHING, 1, 20261109},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Pfq__V1__ChallengeRow *row = sent_row(rows[i].level);
        Pfq__V1__ThemeMove *move = strong_move(row, rows[i].unit, rows[i].months);
        move->state = rows[i].state;
        int64_t end = rows[i].until == 0 ? row->changed_at + 365 * day_ms
                                         : pfq_people_end_of_day(rows[i].until);
        cr_expect_eq(due(row, move, end - 1).step_to, 0, "row %zu", i);
        cr_expect_eq(due(row, move, end).step_to, rows[i].until == 0 ? 0 : rows[i].level + 1,
                     "row %zu", i);
    }
}

Test(ladder, it_hurries_before_the_day_by_which_it_was_wanted_and_says_why)
{
    Pfq__V1__ChallengeRow *row = sent_row(1);
    row->raised->has_due_date = true;
    struct ladder_todo todo = due(row, strong_move(row, true, 2), pfq_london_ms(20261105, 0));
    cr_expect_eq(todo.step_to, 2);
    cr_expect_str_eq(todo.why, "The unit has been above its baseline for 2 months in a row. Nobody "
                               "acknowledged it by 4 November 2026.");
    cr_expect_eq(due(row, NULL, pfq_london_ms(20261105, 0)).step_to, 0);
}

/* Domain 3.4, of a case: what is shortly before its hearing, what endangers a custody time limit,
 * what failed twice. */
Test(ladder, a_case_calls_for_its_level)
{
    static const struct {
        const char *check;
        Pfq__V1__Severity severity;
        int32_t hearing; /* 0: not known */
        size_t evidence;
        int32_t again;
        uint32_t level;
        int32_t since;
    } rows[] = {
        {"VW01", PFQ__V1__SEVERITY__SEVERITY_CRITICAL, 0, 1, 0, 0, 0},
        {"VW01", PFQ__V1__SEVERITY__SEVERITY_MAJOR, 20261106, 1, 0, 0, 0},
        {"VW01", PFQ__V1__SEVERITY__SEVERITY_CRITICAL, 20261120, 1, 0, 2, 20261113},
        {"VW01", PFQ__V1__SEVERITY__SEVERITY_CRITICAL, 20270104, 1, 0, 2, 20261228},
        {"VW01", PFQ__V1__SEVERITY__SEVERITY_CRITICAL, 20261010, 1, 0, 0, 0}, /* is over */
        {"BO10", PFQ__V1__SEVERITY__SEVERITY_CRITICAL, 0, 1, 0, 2, 20261102},
        {"BO1", PFQ__V1__SEVERITY__SEVERITY_CRITICAL, 0, 1, 0, 0, 0},
        {"VW01", PFQ__V1__SEVERITY__SEVERITY_MAJOR, 0, 2, 0, 3, 20261102},
        {"VW01", PFQ__V1__SEVERITY__SEVERITY_CRITICAL, 20261106, 1, 20261110, 3, 20261110},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Pfq__V1__ChallengeRow *row = case_row(rows[i].check);
        struct ladder_facts facts = {
            .again_at = rows[i].again == 0 ? 0 : pfq_london_ms(rows[i].again, 600)};
        row->raised->severity = rows[i].severity;
        row->raised->has_hearing_at = rows[i].hearing != 0;
        row->raised->hearing_at = rows[i].hearing == 0 ? 0 : pfq_london_ms(rows[i].hearing, 600);
        row->raised->n_evidence = rows[i].evidence;
        struct ladder_call call = ladder_called(row, &facts, &rules, &arena);
        cr_expect_eq(call.level, rows[i].level, "row %zu: %u", i, (unsigned)call.level);
        cr_expect(call.level == 0 || pfq_london_date(call.since) == rows[i].since, "row %zu: %d", i,
                  (int)pfq_london_date(call.since));
        cr_expect(call.level == 0 || call.why != NULL);
    }
}

/* Once for each level, and once more when it was opened again. */
Test(ladder, a_step_has_one_name)
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

Test(ladder, themes_are_the_same_when_every_part_of_them_is)
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

/* --- any history ------------------------------------------------------------------------------ */

/* A life of a challenge by chance: facts that come and go, a service that is down for days. */
struct life {
    Pfq__V1__ChallengeRow *row;
    Pfq__V1__ThemeMove *move;
    int64_t now_ms;
    int64_t since;    /* at its level */
    int64_t reminded; /* at this level; 0: not yet */
    unsigned seed;
    unsigned steps;
};

static unsigned chance(struct life *l, unsigned of)
{
    l->seed = l->seed * 1103515245U + 12345U;
    return (l->seed >> 16) % of;
}

/* The fewest working days that those of a level have, by either clock. */
static int64_t clock_ends(const struct life *l, bool called)
{
    int days = rules.ladder_days[l->row->level];
    int strong = rules.ladder_strong_days[l->row->level];
    bool by_strength = called && strong > 0 && (days == 0 || strong < days);
    return pfq_people_working_days(&rules, l->since, by_strength ? strong : days);
}

static void expect_step(const struct life *l, const struct ladder_todo *todo, unsigned seed)
{
    int64_t ends = clock_ends(l, todo->step_to > 0 && strstr(todo->why, "above") != NULL);
    int64_t clock = ends - l->since;
    int64_t lead = l->now_ms - l->reminded;
    cr_expect_eq(todo->step_to, l->row->level + 1, "seed %u: a level was passed by", seed);
    cr_expect_geq(l->now_ms, ends, "seed %u: level %u had no time", seed, (unsigned)l->row->level);
    cr_expect(l->reminded != 0 && lead >= (clock < 2 * day_ms ? clock : 2 * day_ms),
              "seed %u: its owner was reminded %lld ms before", seed, (long long)lead);
}

static void live_an_hour(struct life *l, unsigned seed)
{
    if (chance(l, 100) == 0) {
        l->move = chance(l, 2) == 0 ? NULL : strong_move(l->row, chance(l, 2) == 0, chance(l, 5));
    }
    if (chance(l, 200) == 0) {
        l->now_ms += (int64_t)chance(l, 6) * day_ms; /* nothing ran */
    }
    struct ladder_todo todo = due(l->row, l->move, l->now_ms);
    l->reminded = todo.remind && l->reminded == 0 ? l->now_ms : l->reminded;
    if (todo.step_to != 0 && ladder_may_step(&todo, l->reminded, l->now_ms)) {
        expect_step(l, &todo, seed);
        challenge_kit_step(l->row, STATE(SENT), todo.step_to, &arena);
        l->row->changed_at = l->since = l->now_ms;
        l->reminded = 0;
        l->steps++;
    }
    l->now_ms += day_ms / 24;
}

Test(ladder, whatever_happens_each_level_has_its_time_and_its_owner_a_reminder)
{
    enum {
        lives = 60,
        hours = 120 * 24
    };

    unsigned steps = 0;
    for (unsigned seed = 1; seed <= lives; seed++) {
        struct life l = {.seed = seed, .now_ms = pfq_london_ms(20261002, 540)};
        l.now_ms += (int64_t)chance(&l, 30) * day_ms;
        l.row = sent_row(1);
        l.row->changed_at = l.since = l.now_ms;
        for (int i = 1; i <= 4; i++) {
            rules.ladder_days[i] = (int)chance(&l, 8);
            rules.ladder_strong_days[i] = (int)chance(&l, 4);
        }
        for (int i = 0; i < hours && l.row->n_steps < 14; i++) {
            live_an_hour(&l, seed);
        }
        steps += l.steps;
        pfq_arena_reset(&arena);
    }
    cr_expect_gt(steps, (unsigned)lives, "most of them climbed");
}

/* --- working days ---------------------------------------------------------------------------- */

/* Working days in London: no weekend, no bank holiday, the clocks change or not. */
Test(ladder, a_level_has_working_days)
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
    static const struct pfq_param params[] = {LADDER_PARAMS, {0}};
    struct pfq_config *config = NULL;
    cr_assert_eq(pfq_config_load(params, "feedback", NULL, NULL, &config, &err), PFQ_OK);
    pfq_arena_open(&run.page);
    cr_assert_eq(ladder_rules(&run, config, &err), PFQ_OK, "%s", err.text);
    pfq_config_close(config);
    cr_expect_eq(run.rules.holiday_count, 0);
    const struct pfq_standard_source source = {.catalogue = "services/standard/catalogue",
                                               .reference = "services/standard/reference"};
    struct pfq_standard *standard = NULL;
    struct pfq_problems problems;
    pfq_problems_init(&problems, &arena);
    cr_assert_eq(pfq_standard_load(&source, &problems, &standard, &err), PFQ_OK, "%s", err.text);
    ladder_run_holidays(&run, standard);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Pfq__V1__ChallengeRow *row = sent_row(rows[i].level);
        row->changed_at = pfq_london_ms(rows[i].since, 600);
        pfq_challenge_next_step(row, &run.rules);
        int32_t until = row->has_next_step_at ? pfq_london_date(row->next_step_at) : 0;
        cr_expect_eq(until, rows[i].until, "row %zu: %d", i, (int)until);
    }
    ladder_run_holidays(&run, NULL);
    cr_expect_eq(run.rules.holiday_count, 0, "the tables are gone");
    pfq_standard_close(standard);
    pfq_arena_close(&run.page);
}

/* Whoever reads challenges is told the day that the facts call for, until it has moved. */
Test(ladder, when_it_climbs_is_said_by_the_facts_too)
{
    static struct ladder_run run;
    Pfq__V1__PeopleRows rows = PFQ__V1__PEOPLE_ROWS__INIT;
    Pfq__V1__ChallengeRow *row = sent_row(1);
    run.rules = rules;
    rows.challenges = &row;
    rows.n_challenges = 1;
    (void)due(row, strong_move(row, true, 2), row->changed_at);
    ladder_found_sooner(&run, row);
    ladder_run_date(&run, &rows);
    cr_expect_eq(pfq_london_date(row->next_step_at), 20261109, "the look has not ended");
    (void)due(row, strong_move(row, true, 2), row->changed_at);
    ladder_keep_sooner(&run);
    ladder_run_date(&run, &rows);
    cr_expect_eq(pfq_london_date(row->next_step_at), 20261104);
    row->changed_at += 7 * day_ms;
    ladder_run_date(&run, &rows);
    cr_expect_eq(pfq_london_date(row->next_step_at), 20261116);
}
