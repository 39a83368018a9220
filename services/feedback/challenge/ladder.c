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
static unsigned reopened(const Pfq__V1__ChallengeRow *row)
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
    return pfq_arena_printf(arena, "%s/%" PRIu32 "/%u", row->raised->id, level, reopened(row));
}

/* The level that the figures call for; 0: none. */
static uint32_t level_of_strength(const Pfq__V1__ThemeMove *move)
{
    if (move == NULL || move->key == NULL || (unsigned)move->state >= THEMES_STATES ||
        !themes_states[move->state].problem) {
        return 0;
    }
    bool of_unit = move->key->police_unit != NULL;
    if (!of_unit && move->months_above >= LADDER_FORCE_MONTHS) {
        return LEVEL_FORCE;
    }
    return of_unit && move->months_above >= LADDER_UNIT_MONTHS ? LEVEL_UNIT : 0;
}

static void step_by_strength(const Pfq__V1__ChallengeRow *row, const Pfq__V1__ThemeMove *move,
                             struct ladder_todo *todo, struct pfq_arena *arena)
{
    uint32_t level = level_of_strength(move);
    if (level <= row->level) {
        return;
    }
    todo->step_to = level;
    todo->why = pfq_arena_printf(
        arena, "The %s has been above its baseline for %s in a row, and nobody has answered.",
        move->key->police_unit != NULL ? "unit" : "force",
        figure_things((int64_t)move->months_above, "month", "months", arena));
}

static void step_by_time(const Pfq__V1__ChallengeRow *row, int64_t now_ms, struct ladder_todo *todo,
                         struct pfq_arena *arena)
{
    const int64_t day_ms = 86400000;
    if (!row->has_next_step_at || row->next_step_at == 0) {
        return;
    }
    if (row->next_step_at <= now_ms) {
        todo->step_to = row->level + 1;
        todo->why = pfq_arena_printf(arena, "Nobody acknowledged it by %s.",
                                     figure_date(pfq_london_date(row->next_step_at), arena));
    } else {
        todo->remind = row->next_step_at - now_ms <= LADDER_REMIND_DAYS * day_ms;
    }
}

struct ladder_todo ladder_due(const Pfq__V1__ChallengeRow *row, const Pfq__V1__ThemeMove *move,
                              int64_t now_ms, struct pfq_arena *arena)
{
    struct ladder_todo todo = {.tell = false};
    if (row->raised == NULL || row->raised->id == NULL || ladder_is_over(row->state) ||
        row->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN ||
        row->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_UNSPECIFIED) {
        return todo;
    }
    todo.tell = true;
    if (row->state != PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT || row->level >= LADDER_TOP) {
        return todo;
    }
    step_by_time(row, now_ms, &todo, arena);
    step_by_strength(row, move, &todo, arena);
    todo.remind = todo.remind && todo.step_to == 0;
    return todo;
}
