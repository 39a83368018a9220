/* ladder.c - see ladder.h. */
#include "ladder.h"

#include <inttypes.h>
#include <string.h>

#include "feedback/render/figure.h"
#include "feedback/themes/states.h"
#include "pfq/clock.h"

enum {
    LEVEL_UNIT = 3,
    LEVEL_FORCE = 4
};

const struct ladder_level ladder_levels[LADDER_TOP + 1] = {
    [0] = {"automatic feedback", "officer in the case, file builder"},
    [1] = {"casework assistant or paralegal officer", "sergeant, evidential review officer"},
    [2] = {"legal manager", "criminal justice unit inspector"},
    [3] = {"deputy chief crown prosecutor", "head of criminal justice; performance meeting"},
    [4] = {"chief crown prosecutor, area business manager", "assistant chief constable"},
    [5] = {"local criminal justice board", "police and crime commissioner"},
};

bool ladder_is_over(Pfq__V1__ChallengeState state)
{
    return state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_WITHDRAWN ||
           state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_REMEDIED ||
           state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_CLOSED;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

bool ladder_same_theme(const Pfq__V1__ThemeKey *a, const Pfq__V1__ThemeKey *b)
{
    return a != NULL && b != NULL && same_text(a->force, b->force) &&
           same_text(a->police_unit, b->police_unit) && same_text(a->name, b->name) &&
           a->has_case_type == b->has_case_type &&
           (!a->has_case_type || a->case_type == b->case_type) &&
           (a->has_system && b->has_system ? a->system == b->system : true);
}

/* An OPEN that is not its first step: it was opened again. */
unsigned ladder_reopened(const Pfq__V1__ChallengeRow *row)
{
    unsigned times = 0;
    for (size_t i = 1; i < row->n_steps; i++) {
        times += row->steps[i]->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN &&
                 ladder_is_over(row->steps[i - 1]->state);
    }
    return times;
}

const char *ladder_name(const Pfq__V1__ChallengeRow *row, uint32_t level, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "%s/%" PRIu32 "/%u", row->raised->id, level,
                            ladder_reopened(row));
}

/* Where its theme has been above its baseline for so long. */
static struct ladder_call call_of_theme(const Pfq__V1__ThemeMove *move,
                                        const struct pfq_people_rules *rules,
                                        struct pfq_arena *arena)
{
    struct ladder_call call = {.level = 0};
    if (move == NULL || move->key == NULL || (unsigned)move->state >= THEMES_STATES ||
        !themes_states[move->state].problem) {
        return call;
    }
    bool of_unit = move->key->police_unit != NULL;
    if (move->months_above >= (uint32_t)rules->ladder_months[of_unit ? 0 : 1]) {
        call.level = of_unit ? LEVEL_UNIT : LEVEL_FORCE;
        call.why =
            pfq_arena_printf(arena, "The %s has been above its baseline for %s in a row.",
                             of_unit ? "unit" : "force",
                             figure_things((int64_t)move->months_above, "month", "months", arena));
    }
    return call;
}

struct ladder_call ladder_called(const Pfq__V1__ChallengeRow *row, const struct ladder_facts *facts,
                                 const struct pfq_people_rules *rules, struct pfq_arena *arena)
{
    struct ladder_call call = {.level = 0};
    if (row->raised->theme != NULL) {
        return call_of_theme(facts->move, rules, arena);
    }
    call.level = pfq_challenge_called(row, rules, &call.since, &call.why);
    if (facts->again_at != 0 && call.level < LEVEL_UNIT) {
        call = (struct ladder_call){LEVEL_UNIT, facts->again_at, "The same failing came twice."};
    }
    return call;
}

/* When it climbs, and why then. */
static const char *find_step(Pfq__V1__ChallengeRow *row, const struct ladder_call *call,
                             const struct pfq_people_rules *rules, struct pfq_arena *arena)
{
    pfq_challenge_next_step(row, rules);
    int64_t by_time = row->has_next_step_at ? row->next_step_at : INT64_MAX;
    pfq_challenge_next_step_called(row, rules, call->level, call->since);
    if (!row->has_next_step_at) {
        return NULL;
    }
    const char *day = figure_date(pfq_london_date(row->next_step_at), arena);
    return row->next_step_at < by_time
               ? pfq_arena_printf(arena, "%s Nobody acknowledged it by %s.", call->why, day)
               : pfq_arena_printf(arena, "Nobody acknowledged it by %s.", day);
}

struct ladder_todo ladder_due(Pfq__V1__ChallengeRow *row, const struct ladder_facts *facts,
                              const struct pfq_people_rules *rules, int64_t now_ms,
                              struct pfq_arena *arena)
{
    const int64_t remind_ms = LADDER_REMIND_DAYS * (int64_t)86400000;
    struct ladder_todo todo = {.tell = false};
    if (row->raised == NULL || row->raised->id == NULL || ladder_is_over(row->state) ||
        row->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN ||
        row->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_UNSPECIFIED) {
        return todo;
    }
    struct ladder_call call = ladder_called(row, facts, rules, arena);
    todo.tell = true;
    todo.why = find_step(row, &call, rules, arena);
    if (todo.why == NULL) {
        return todo;
    }
    int64_t days_ms = row->next_step_at - row->changed_at;
    todo.lead_ms = days_ms < remind_ms ? days_ms : remind_ms;
    todo.remind = row->next_step_at - now_ms <= todo.lead_ms;
    todo.step_to = row->next_step_at <= now_ms ? row->level + 1 : 0;
    return todo;
}

#define UNREMINDED "Nobody at the CPS was reminded before."

const char *ladder_unreminded(const char *why, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "%s " UNREMINDED, why);
}

bool ladder_was_unreminded(const Pfq__V1__ChallengeRow *row)
{
    for (size_t i = row->n_steps; i-- > 0;) {
        const Pfq__V1__ChallengeStep *step = row->steps[i];
        if (i == 0 || step->level != row->steps[i - 1]->level) { /* it came to its level so */
            return step->reason != NULL && strstr(step->reason, UNREMINDED) != NULL;
        }
    }
    return false;
}

bool ladder_may_step(const struct ladder_todo *todo, int64_t reminded_at, int64_t now_ms)
{
    return reminded_at == INT64_MIN || now_ms - reminded_at >= todo->lead_ms;
}
