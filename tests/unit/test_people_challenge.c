/* The moves of a challenge: every pair of states, by either side, against a table of its own. */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/wire.h"
#include "support/people_events.h"

enum {
    STATES = 9 /* with UNSPECIFIED */
};

static struct pfq_arena arena;
static struct pfq_people_rules rules;

static void open_arena(void)
{
    pfq_arena_open(&arena);
    pfq_people_rules_default(&rules);
}

static void close_arena(void)
{
    pfq_arena_close(&arena);
}

TestSuite(people_challenge, .init = open_arena, .fini = close_arena);

/* open, sent, acknowledged, disputed, maintained / withdrawn / remedied, closed.
 * B: both sides may, C: the CPS alone, '.': nobody. */
static const struct {
    const char *from;
    const char *to[STATES - 1];
} table[] = {
    /*                 OPEN SENT ACKN DISP MAIN WITH REME CLOS */
    {"OPEN", {".", "C", ".", ".", ".", "C", ".", "."}},
    {"SENT", {".", ".", "B", "B", ".", "C", "B", "."}},
    {"ACKNOWLEDGED", {".", ".", ".", "B", ".", "C", "B", "."}},
    {"DISPUTED", {".", ".", ".", ".", "C", "C", "B", "."}},
    {"MAINTAINED", {".", ".", ".", ".", ".", "C", "B", "C"}},
    {"WITHDRAWN", {".", ".", ".", ".", ".", ".", ".", "C"}},
    {"REMEDIED", {".", ".", ".", ".", ".", ".", ".", "C"}},
    {"CLOSED", {".", ".", ".", ".", ".", ".", ".", "."}},
};

static Pfq__V1__ChallengeRow row_in(int state, uint32_t level)
{
    Pfq__V1__ChallengeRow row = PFQ__V1__CHALLENGE_ROW__INIT;
    row.has_state = row.has_level = true;
    row.state = (Pfq__V1__ChallengeState)state;
    row.level = level;
    return row;
}

static Pfq__V1__ChallengeMove move_to(int state)
{
    Pfq__V1__ChallengeMove move = PFQ__V1__CHALLENGE_MOVE__INIT;
    move.has_to = true;
    move.to = (Pfq__V1__ChallengeState)state;
    return move;
}

static const Pfq__V1__Role cps_roles[] = {
    PFQ__V1__ROLE__ROLE_OPERATOR, PFQ__V1__ROLE__ROLE_CPS, PFQ__V1__ROLE__ROLE_PROSECUTOR,
    PFQ__V1__ROLE__ROLE_LEGAL_MANAGER, PFQ__V1__ROLE__ROLE_AREA_MANAGER};

Test(people_challenge, every_pair_of_states_is_as_the_process_has_it)
{
    for (int from = 1; from < STATES; from++) {
        cr_assert_str_eq(pfq_enum_name(&pfq__v1__challenge_state__descriptor, from),
                         table[from - 1].from);
        Pfq__V1__ChallengeRow row = row_in(from, 1);
        for (int to = 1; to < STATES; to++) {
            Pfq__V1__ChallengeMove move = move_to(to);
            char who = table[from - 1].to[to - 1][0];
            cr_expect_eq(pfq_challenge_refuse(&row, &move, PFQ__V1__ROLE__ROLE_FORCE) == NULL,
                         who == 'B', "force, %d to %d", from, to);
            for (size_t r = 0; r < sizeof cps_roles / sizeof *cps_roles; r++) {
                cr_expect_eq(pfq_challenge_refuse(&row, &move, cps_roles[r]) == NULL, who != '.',
                             "CPS, %d to %d", from, to);
            }
            cr_expect_not_null(pfq_challenge_refuse(&row, &move, PFQ__V1__ROLE__ROLE_UNSPECIFIED));
        }
    }
}

static bool says(const char *sentence, const char *word)
{
    const char *may = strchr(sentence, ':');
    return may != NULL && strstr(may, word) != NULL;
}

/* What a refusal names is what would be taken, no more and no less. */
Test(people_challenge, a_refusal_names_what_may_be_done_instead)
{
    static const char *const words[] = {"",          " open",       " sent",      " acknowledged",
                                        " disputed", " maintained", " withdrawn", " remedied",
                                        " closed"};
    static const Pfq__V1__Role roles[] = {PFQ__V1__ROLE__ROLE_FORCE, PFQ__V1__ROLE__ROLE_CPS};
    for (int from = 1; from < STATES; from++) {
        for (size_t r = 0; r < 2; r++) {
            Pfq__V1__ChallengeRow row = row_in(from, 1);
            Pfq__V1__ChallengeMove nowhere = move_to(from);
            const char *sentence = pfq_challenge_refuse(&row, &nowhere, roles[r]);
            cr_assert_not_null(sentence);
            for (int to = 1; to < STATES; to++) {
                Pfq__V1__ChallengeMove move = move_to(to);
                bool taken = pfq_challenge_refuse(&row, &move, roles[r]) == NULL;
                cr_expect_eq(says(sentence, words[to]), taken, "%s: %s", words[to], sentence);
            }
            Pfq__V1__ChallengeMove up = PFQ__V1__CHALLENGE_MOVE__INIT;
            up.has_level = true;
            up.level = 2;
            bool taken = pfq_challenge_refuse(&row, &up, roles[r]) == NULL;
            cr_expect_eq(says(sentence, "escalated"), taken, "%s", sentence);
        }
    }
}

/* And who may do it. */
Test(people_challenge, a_refusal_names_whose_move_it_is)
{
    for (int from = 1; from < STATES; from++) {
        Pfq__V1__ChallengeRow row = row_in(from, 1);
        Pfq__V1__ChallengeMove nowhere = move_to(from);
        const char *cps = pfq_challenge_refuse(&row, &nowhere, PFQ__V1__ROLE__ROLE_CPS);
        const char *force = pfq_challenge_refuse(&row, &nowhere, PFQ__V1__ROLE__ROLE_FORCE);
        cr_expect_not_null(strstr(cps, "its owner, a legal manager or the operator"), "%s", cps);
        bool either =
            strchr(table[from - 1].to[PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_REMEDIED - 1],
                   'B') != NULL;
        cr_expect_eq(strstr(cps, "by the force or for it") != NULL, either, "%s", cps);
        cr_expect_eq(strstr(force, "by the force") != NULL, either, "%s", force);
    }
}

Test(people_challenge, escalating_goes_up_and_not_beyond_the_last_level)
{
    static const struct {
        uint32_t from;
        uint32_t to;
        bool taken;
    } rows[] = {{1, 2, true},  {1, 5, true},  {4, 5, true},  {2, 2, false},
                {3, 1, false}, {5, 6, false}, {1, 6, false}, {5, 5, false}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__ChallengeRow row =
            row_in(PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT, rows[i].from);
        Pfq__V1__ChallengeMove move = PFQ__V1__CHALLENGE_MOVE__INIT;
        move.has_level = true;
        move.level = rows[i].to;
        cr_expect_eq(pfq_challenge_refuse(&row, &move, PFQ__V1__ROLE__ROLE_LEGAL_MANAGER) == NULL,
                     rows[i].taken, "%u to %u", rows[i].from, rows[i].to);
        cr_expect_not_null(pfq_challenge_refuse(&row, &move, PFQ__V1__ROLE__ROLE_FORCE));
    }
}

Test(people_challenge, reopening_needs_an_end_a_reason_and_the_cps)
{
    for (int from = 1; from < STATES; from++) {
        Pfq__V1__ChallengeRow row = row_in(from, 1);
        Pfq__V1__ChallengeMove move = PFQ__V1__CHALLENGE_MOVE__INIT;
        char reason[] = "It has come up again.";
        move.has_reopen = move.reopen = true;
        cr_expect_not_null(pfq_challenge_refuse(&row, &move, PFQ__V1__ROLE__ROLE_CPS));
        move.reason = reason;
        bool ended = from >= PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_WITHDRAWN;
        cr_expect_eq(pfq_challenge_refuse(&row, &move, PFQ__V1__ROLE__ROLE_CPS) == NULL, ended,
                     "%d", from);
        cr_expect_not_null(pfq_challenge_refuse(&row, &move, PFQ__V1__ROLE__ROLE_FORCE));
    }
}

Test(people_challenge, a_mover_who_saw_another_state_is_told_the_state_it_is_in)
{
    Pfq__V1__ChallengeRow row = row_in(PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT, 1);
    Pfq__V1__ChallengeMove move = move_to(PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_WITHDRAWN);
    move.has_from = true;
    move.from = PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN;
    const char *sentence = pfq_challenge_refuse(&row, &move, PFQ__V1__ROLE__ROLE_CPS);
    cr_assert_not_null(sentence);
    cr_expect_not_null(strstr(sentence, "is sent"), "%s", sentence);
    move.from = PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT;
    cr_expect_null(pfq_challenge_refuse(&row, &move, PFQ__V1__ROLE__ROLE_CPS));
    Pfq__V1__ChallengeRow none = PFQ__V1__CHALLENGE_ROW__INIT;
    cr_expect_not_null(pfq_challenge_refuse(&none, &move, PFQ__V1__ROLE__ROLE_CPS));
}

/* --- rows -------------------------------------------------------------------------------- */

static struct pfq_people_event events[16];
static size_t count;

static void raise_on(int day, int32_t due_date)
{
    Pfq__V1__Event *event = people_event(&arena, day);
    event->what_case = PFQ__V1__EVENT__WHAT_CHALLENGE_RAISE;
    event->challenge_raise = pfq_arena_new(&arena, Pfq__V1__ChallengeRaise, 1);
    pfq__v1__challenge_raise__init(event->challenge_raise);
    event->challenge_raise->has_due_date = true;
    event->challenge_raise->due_date = due_date;
    count = 0;
    events[count++] = (struct pfq_people_event){event, "s", "c0"};
}

static Pfq__V1__ChallengeMove *move_on(int day)
{
    Pfq__V1__Event *event = people_event(&arena, day);
    event->what_case = PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE;
    event->challenge_move = pfq_arena_new(&arena, Pfq__V1__ChallengeMove, 1);
    pfq__v1__challenge_move__init(event->challenge_move);
    events[count++] = (struct pfq_people_event){event, "s", "c1"};
    return event->challenge_move;
}

static void enter_on(int day, Pfq__V1__ChallengeState state)
{
    Pfq__V1__ChallengeMove *move = move_on(day);
    move->has_to = true;
    move->to = state;
}

static void escalate_on(int day, uint32_t level)
{
    Pfq__V1__ChallengeMove *move = move_on(day);
    move->has_level = true;
    move->level = level;
}

static Pfq__V1__ChallengeRow row_of(void)
{
    Pfq__V1__ChallengeRow row;
    pfq_challenge_fold(events, count, &rules, &arena, &row);
    return row;
}

Test(people_challenge, a_row_holds_every_step)
{
    raise_on(1, 20251110);
    enter_on(2, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT);
    escalate_on(20, 3);
    enter_on(21, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_WITHDRAWN);
    Pfq__V1__ChallengeMove *reopen = move_on(22);
    reopen->has_reopen = reopen->reopen = true;
    reopen->reason = pfq_arena_strdup(&arena, "It has come up again.");
    Pfq__V1__ChallengeRow row = row_of();
    cr_assert_eq(row.n_steps, 5);
    cr_expect_eq(row.state, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN);
    cr_expect_eq(row.level, 3);
    cr_expect_eq(row.raised_at, people_day(1));
    cr_expect_eq(row.changed_at, people_day(22));
    cr_expect_eq(row.steps[0]->level, 1);
    cr_expect_eq(row.steps[2]->state, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT);
    cr_expect_eq(row.steps[2]->level, 3);
    cr_expect_str_eq(row.steps[4]->reason, "It has come up again.");
    cr_expect_str_eq(row.steps[4]->by, "p101");
    cr_expect_not(row.has_next_step_at);
}

/* 1 November 2025 is a Saturday; the fifth working day after Monday the 10th is the 17th. */
Test(people_challenge, it_escalates_by_itself_until_it_is_acknowledged)
{
    raise_on(1, 20251110);
    cr_expect_not(row_of().has_next_step_at); /* not sent */
    enter_on(3, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT);
    Pfq__V1__ChallengeRow row = row_of();
    cr_assert(row.has_next_step_at); /* five working days after it was wanted */
    cr_expect_eq(row.next_step_at, pfq_people_end_of_day(20251117));
    escalate_on(18, 2);
    cr_expect_eq(row_of().next_step_at, pfq_people_end_of_day(20251120));
    escalate_on(21, 3);
    cr_expect_not(row_of().has_next_step_at); /* waits for a meeting */
    escalate_on(22, 4);
    cr_expect_eq(row_of().next_step_at, pfq_people_end_of_day(20251205));
    escalate_on(40, 5);
    cr_expect_not(row_of().has_next_step_at); /* the last */
}

Test(people_challenge, acknowledging_stops_the_ladder)
{
    raise_on(1, 20251110);
    enter_on(3, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT);
    enter_on(4, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_ACKNOWLEDGED);
    cr_expect_not(row_of().has_next_step_at);
}

Test(people_challenge, nothing_raised_is_no_row)
{
    count = 0;
    enter_on(3, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT);
    Pfq__V1__ChallengeRow row = row_of();
    cr_expect_null(row.raised);
    cr_expect_eq(row.n_steps, 0);
}
