/* decide.c - a month of all cells: who moves, who is told, and what was told otherwise. */
#include <math.h>

#include "feedback/themes/private.h"

static int last_over(const struct themes *t)
{
    int month = t->month_count - 1;
    while (month > 0 && t->months[month].state == PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN) {
        month--;
    }
    return month;
}

/* A force is told of a theme once: of a case type's only where that of all case types together
 * says nothing. */
static bool speaks(const struct themes *t, const struct themes_cell *cell,
                   Pfq__V1__ThemeState state)
{
    const struct themes_cell *all = &t->cells[cell->parent];
    return themes_states[state].announced &&
           (all == cell || !themes_states[all->walk.state].announced);
}

/* And while it is news. */
static bool to_be_told(const struct themes *t, const struct themes_cell *cell, int month)
{
    return speaks(t, cell, cell->walk.state) && last_over(t) - month < t->rules->announce_age;
}

/* What was muted when it moved is told when that is over, however old it is: where it stands now,
 * and not what it went through meanwhile. */
static bool is_last_told(const struct themes *t, const struct themes_cell *cell, int month)
{
    int later = month + 1;
    while (later < t->month_count && cell->months[later].told == 0) {
        later++;
    }
    return later == t->month_count;
}

static void unmute(struct themes *t, uint32_t at, struct themes_step step)
{
    const struct themes_cell *cell = &t->cells[at];
    if (cell->months[step.month].hushed && is_last_told(t, cell, step.month) &&
        speaks(t, cell, step.state)) {
        step.announced = step.unmuted = true;
        step.why = step.why == THEMES_WHY_NONE ? THEMES_RESTATED : step.why;
        t->steps[t->step_count++] = step;
    }
}

/* A month that was told before and comes out otherwise is a re-statement; one that comes out
 * the same is no news. */
static void compare(struct themes *t, uint32_t at, struct themes_step step)
{
    struct themes_cell *cell = &t->cells[at];
    const struct themes_count *count = &cell->months[step.month];
    unsigned now = step.state == 0 ? THEMES_QUIET : step.state;
    bool moved = step.why != THEMES_WHY_NONE;
    if (count->told == now) {
        unmute(t, at, step);
        return;
    }
    if (count->told == 0 && !moved) {
        return;
    }
    step.announced = to_be_told(t, cell, step.month);
    if (count->told != 0) {
        step.restates = true;
        step.announced |= count->told_announced;
        step.why = moved ? step.why : THEMES_RESTATED;
    }
    step.state = (Pfq__V1__ThemeState)now;
    t->steps[t->step_count++] = step;
}

/* Late files leave a closed month's figures as they are, and what the month decided with them;
 * whoever was told of the theme is told how the figures would be. */
static void correct(struct themes *t, uint32_t at, struct themes_step step)
{
    struct themes_cell *cell = &t->cells[at];
    const struct themes_count *count = &cell->months[step.month];
    const struct themes_late *late = count->late == 0 ? NULL : &t->late[count->late - 1];
    if (late == NULL || !late->counted || step.state == THEMES_NONE || step.state == THEMES_QUIET) {
        return;
    }
    struct stats_share told = late->was_told ? late->told : count_share(count);
    if (late->now.of == told.of && late->now.failing == told.failing) {
        return;
    }
    step.before = step.state;
    step.why = THEMES_LATE_FILES;
    step.restates = true;
    step.told = told;
    step.announced = speaks(t, cell, step.state);
    t->steps[t->step_count++] = step;
}

static void decide_cell(struct themes *t, uint32_t at, int month)
{
    struct themes_cell *cell = &t->cells[at];
    struct themes_step step = {.cell = at, .month = month, .before = cell->walk.state};
    step.why = walk_step(t, cell, month);
    if (step.why == THEMES_ODDS_ABOVE || step.why == THEMES_TARGET) {
        walk_pool(t, cell, &step);
    }
    step.state = cell->walk.state;
    step.above = (uint32_t)cell->walk.above;
    compare(t, at, step);
    correct(t, at, step);
}

/* Those that are their own parent, or those that have another. */
static void decide_some(struct themes *t, int month, bool parents, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        if ((t->cells[i].parent == i) == parents) {
            decide_cell(t, i, month);
        }
    }
}

static bool has_room(const struct themes *t)
{
    return t->step_count + 2 * t->cell_count <= t->steps_max;
}

/* What a month takes, pass by pass: a family is one step of its pass, else so many cells are. */
static void take_slice(struct themes *t, int month, uint32_t to)
{
    switch (t->pass) {
    case THEMES_PASS_ALONE:
        evidence_alone(t, month, t->pass_at, to);
        break;
    case THEMES_PASS_TOGETHER:
        evidence_together(t, month, t->pass_at);
        break;
    case THEMES_PASS_PARENTS: /* first what the others look at */
        decide_some(t, month, true, t->pass_at, to);
        break;
    case THEMES_PASS_OTHERS:
    case THEMES_PASSES:
        decide_some(t, month, false, t->pass_at, to);
        break;
    }
}

enum themes_slice themes_decide_some(struct themes *t, int month, uint32_t cells)
{
    bool families = t->pass == THEMES_PASS_TOGETHER;
    uint32_t end = families ? EVIDENCE_FAMILIES : t->cell_count;
    uint32_t step = families ? 1 : cells;
    bool first = t->pass == THEMES_PASS_ALONE && t->pass_at == 0;
    if (first && !has_room(t)) {
        return THEMES_NO_ROOM;
    }
    for (uint32_t i = 0; first && month == 0 && i < t->cell_count; i++) {
        base_end(t, &t->cells[i]);
    }
    uint32_t to = end - t->pass_at < step ? end : t->pass_at + step;
    take_slice(t, month, to);
    t->pass_at = to < end ? to : 0;
    t->pass += to == end;
    if (t->pass < THEMES_PASSES) {
        return THEMES_MORE;
    }
    t->pass = THEMES_PASS_ALONE;
    return THEMES_MONTH_DONE;
}

bool themes_decide(struct themes *t, int month)
{
    enum themes_slice slice = THEMES_MORE;
    while (slice == THEMES_MORE) {
        slice = themes_decide_some(t, month, THEMES_CELLS_MAX);
    }
    return slice == THEMES_MONTH_DONE;
}

/* --- for the wire ---------------------------------------------------------------------- */

/* No more than the sentence says: what is rarer is not told apart. */
static uint32_t one_in(double chance)
{
    double one = chance > 0 ? 1 / chance : THEMES_RAREST;
    return (uint32_t)(one < THEMES_RAREST ? one + 0.5 : THEMES_RAREST);
}

/* The month's own, or as late files make them. */
static struct stats_share figures_of(const struct themes *t, const struct themes_step *step)
{
    const struct themes_count *count = &t->cells[step->cell].months[step->month];
    return step->why == THEMES_LATE_FILES ? t->late[count->late - 1].now : count_share(count);
}

static void set_late(Pfq__V1__ThemeMove *move, const struct themes_step *step)
{
    if (step->why == THEMES_LATE_FILES) {
        move->has_files_before = move->has_failing_before = true;
        move->files_before = (uint64_t)step->told.of;
        move->failing_before = (uint64_t)step->told.failing;
    }
}

static void set_counts(Pfq__V1__ThemeMove *move, const struct themes *t,
                       const struct themes_step *step)
{
    const struct themes_cell *cell = &t->cells[step->cell];
    const struct themes_base *base = themes_base_at(cell, step->month);
    struct stats_share share = figures_of(t, step);
    struct stats_limits expected = walk_expected(t, cell, step->month, share.of);
    move->has_files = move->has_failing = true;
    move->files = (uint64_t)share.of;
    move->failing = (uint64_t)share.failing;
    if (base == NULL || expected.fault != STATS_OK) {
        return;
    }
    move->has_expected_low = move->has_expected_high = share.of > 0;
    move->expected_low = (uint64_t)expected.low;
    move->expected_high = (uint64_t)expected.high;
    move->has_baseline_files = move->has_baseline_failing = true;
    move->baseline_files = (uint64_t)base->share.of;
    move->baseline_failing = (uint64_t)base->share.failing;
    move->has_spread_milli = base->spread > 1;
    move->spread_milli = (uint32_t)(1000 * base->spread + 0.5);
    move->has_sum_zero = move->has_sum_height_milli = true;
    move->sum_zero = base_zero(t, cell, base, step->month);
    move->sum_height_milli = (uint32_t)lround(1000 * base->up_height);
    move->has_one_in = share.of > 0;
    move->one_in = one_in(themes_tail(share, base));
}

Pfq__V1__ThemeMove *themes_move(const struct themes *t, const struct themes_step *step,
                                uint64_t up_to, struct pfq_arena *arena)
{
    const struct themes_cell *cell = &t->cells[step->cell];
    Pfq__V1__ThemeMove *move = pfq_arena_new(arena, Pfq__V1__ThemeMove, 1);
    pfq__v1__theme_move__init(move);
    move->key = pfq_arena_new(arena, Pfq__V1__ThemeKey, 1);
    *move->key = cell->key;
    move->has_month = move->has_month_state = move->has_state = move->has_months_above = true;
    move->month = themes_month_at(t, step->month);
    move->month_state = t->months[step->month].state;
    move->has_before = step->before != 0;
    move->before = step->before;
    move->state = step->state;
    move->months_above = step->above;
    set_counts(move, t, step);
    set_late(move, step);
    move->has_target_ppm = step->why == THEMES_TARGET;
    move->target_ppm =
        move->has_target_ppm ? themes_target(&t->targets, &cell->key, move->month) : 0;
    move->rule = pfq_arena_strdup(arena, themes_why_name(step->why));
    move->rule_version = pfq_arena_strdup(arena, t->version);
    move->has_announced = move->has_restates = move->has_up_to = true;
    move->announced = step->announced;
    move->restates = step->restates;
    move->has_muted = step->unmuted;
    move->up_to = up_to;
    move->sentence = sentence_of(t, step, move, arena);
    return move;
}
