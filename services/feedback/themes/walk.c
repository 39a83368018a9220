/* walk.c - the state machine: one month of one cell.
 *
 * Into an announced problem a theme goes with any month that is over; out of it, or further in,
 * only with a settled month, after it has stayed for one (hysteresis).  An open month moves
 * nothing but quiet to watching, and only by its sum, which may be looked at every day.
 * Months without a file move nothing but what time alone moves. */
#include <math.h>

#include "feedback/stats/interval.h"
#include "feedback/themes/private.h"
#include "pfq/bug.h"

/* A move that a month suggests. */
struct way {
    Pfq__V1__ThemeState to;
    enum themes_why why;
};

/* What a state may look at. */
struct sight {
    const struct themes_rules *rules;
    const struct themes_cell *cell;
    const struct themes_base *base;
    int month;
    int from;            /* first month whose evidence counts */
    uint32_t target_ppm; /* the force's own; 0: none */
    int target_from;     /* first month that is measured against it */
    bool overdue;        /* an action is */
    const struct themes_period *months;
};

static struct evidence_window last_months(const struct sight *s, double months)
{
    int from = s->month + 1 - (int)months;
    return evidence_window(s->cell, from > s->from ? from : s->from, s->month);
}

/* The same months as far as they are measured against the target. */
static struct sight target_sight(const struct sight *s)
{
    struct sight since = *s;
    since.from = s->target_from > s->from ? s->target_from : s->from;
    return since;
}

/* A month or two, or months that still fill, are no year: nobody is told by them of a target. */
static bool target_has_months(const struct sight *s)
{
    int settled = 0;
    for (int m = s->month; m >= s->from && m > s->month - (int)s->rules->target_months; m--) {
        settled += s->months[m].settled && s->cell->months[m].files > 0;
    }
    return settled >= s->rules->target_least;
}

static bool above_target(const struct sight *s)
{
    const struct themes_count *count = &s->cell->months[s->month];
    struct sight since = target_sight(s);
    if (s->target_ppm == 0 || !target_has_months(&since)) {
        return false;
    }
    struct stats_share year = last_months(&since, s->rules->target_months).share;
    struct stats_range range = stats_wilson(year, s->rules->confidence);
    if (!own_is_above(count_share(count), s->target_ppm) || range.fault != STATS_OK) {
        return false;
    }
    double rate = (double)year.failing / (double)year.of;
    double low = rate - s->base->spread * (rate - range.low); /* as much wider as months vary */
    return low > s->target_ppm / 1e6;
}

/* While the last months together are above the force's own target, nothing improves and nothing is
 * resolved: measured from the baseline alone it would at once, and recur the month after. */
static bool misses_target(const struct sight *s)
{
    return own_is_above(last_months(s, s->rules->pooled_months).share, s->target_ppm);
}

/* A sum signalled, and the months after it, the last three at most, speak for themselves.  The
 * months that made it signal would nearly always agree: with them in, seven themes of 645 were
 * announced by chance each month, with fresh ones one or two, for a month of delay. */
static bool sum_is_borne_out(const struct sight *s)
{
    int last = s->month - (int)s->rules->pooled_months;
    for (int m = s->month - 1; m >= last && m >= s->from; m--) {
        if ((s->cell->months[m].marks & THEMES_MARK_UP) != 0) {
            struct stats_share since = evidence_window(s->cell, m + 1, s->month).share;
            return themes_tail(since, s->base) < s->rules->pooled_p;
        }
    }
    return false;
}

/* Nobody is told that a theme recurs or worsens by a month that was better than usual.  (What is
 * above a force's own target is measured against that.) */
static bool is_above(const struct sight *s)
{
    const struct themes_count *count = &s->cell->months[s->month];
    return count->failing > s->base->p0 * count->files;
}

static enum themes_why recurs(const struct sight *s)
{
    const struct themes_count *count = &s->cell->months[s->month];
    struct evidence_window pooled = last_months(s, s->rules->pooled_months);
    if ((double)pooled.share.failing < s->rules->announce_failing ||
        pooled.days < s->rules->announce_days) {
        return THEMES_WHY_NONE; /* feedback on cases says it */
    }
    if (is_above(s) && sum_is_borne_out(s)) {
        return THEMES_CUSUM_POOLED;
    }
    struct sight before = *s;
    before.month = s->month - 1;
    if (is_above(s) && (count->marks & THEMES_MARK_BH) != 0 &&
        (last_months(&before, s->rules->pooled_months - 1).marks & THEMES_MARK_TAIL) != 0) {
        return THEMES_BH_REPEATED;
    }
    return above_target(s) ? THEMES_TARGET : THEMES_WHY_NONE;
}

static enum themes_why signals(const struct sight *s)
{
    unsigned marks = s->month >= s->from ? s->cell->months[s->month].marks : 0;
    if ((marks & THEMES_MARK_UP) != 0) {
        return THEMES_CUSUM;
    }
    if ((marks & THEMES_MARK_BH) != 0) {
        return THEMES_BH;
    }
    return (marks & THEMES_MARK_LIMIT) != 0 ? THEMES_LIMIT : THEMES_WHY_NONE;
}

static bool worsens(const struct sight *s)
{
    struct stats_share pooled = last_months(s, s->rules->pooled_months).share;
    struct stats_ratio odds = stats_odds_ratio(pooled, s->base->share, s->rules->confidence);
    double reach = log(odds.ratio / odds.low) * s->base->spread; /* of the interval, downwards */
    return is_above(s) && odds.fault == STATS_OK && log(odds.ratio) > reach;
}

struct stats_limits walk_expected(const struct themes *t, const struct themes_cell *cell, int month,
                                  int64_t files)
{
    const struct themes_base *base = themes_base_at(cell, month);
    double p0 = base == NULL ? 0 : base->p0;
    double spread = base == NULL ? 1 : base->spread;
    return themes_expected(p0, spread, files, t->rules->expected_p);
}

/* --- one month ------------------------------------------------------------------------ */

static void count_months(const struct themes *t, struct themes_cell *cell, const struct sight *s)
{
    const struct themes_count *count = &cell->months[s->month];
    struct themes_walk *walk = &cell->walk;
    if (count->files == 0) {
        return; /* no data is neither good nor bad */
    }
    walk->above = is_above(s) ? walk->above + 1 : 0;
    if (t->months[s->month].settled) {
        struct stats_limits expected = walk_expected(t, cell, s->month, count->files);
        bool inside = expected.fault == STATS_OK && count->failing <= expected.high;
        walk->inside = inside ? walk->inside + 1 : 0;
        walk->calm = signals(s) == THEMES_WHY_NONE ? walk->calm + 1 : 0;
    }
}

static struct way from_calm(const struct sight *s, bool open)
{
    enum themes_why why = open ? THEMES_WHY_NONE : recurs(s);
    if (why != THEMES_WHY_NONE) {
        return (struct way){THEMES_RECURRING, why};
    }
    why = signals(s);
    return (struct way){why == THEMES_WHY_NONE ? THEMES_NONE : THEMES_WATCHING, why};
}

static struct way from_watching(const struct sight *s)
{
    enum themes_why why = recurs(s);
    if (why != THEMES_WHY_NONE) {
        return (struct way){THEMES_RECURRING, why};
    }
    struct stats_share pooled = last_months(s, s->rules->pooled_months).share;
    bool quiet = s->cell->walk.calm >= s->rules->quiet_months &&
                 themes_tail(pooled, s->base) >= s->rules->quiet_p;
    return quiet ? (struct way){THEMES_QUIET, THEMES_NO_SIGNAL}
                 : (struct way){THEMES_NONE, THEMES_WHY_NONE};
}

/* Recurring, returned, worsening. */
static struct way from_problem(const struct sight *s, bool worse_already)
{
    if ((s->cell->months[s->month].marks & THEMES_MARK_DOWN) != 0 && !misses_target(s)) {
        return (struct way){THEMES_IMPROVING, THEMES_CUSUM_DOWN};
    }
    if (!worse_already && worsens(s)) {
        return (struct way){THEMES_WORSENING, THEMES_ODDS_ABOVE};
    }
    return (struct way){THEMES_NONE, THEMES_WHY_NONE};
}

static struct way from_improving(const struct sight *s)
{
    enum themes_why why = recurs(s);
    if (why != THEMES_WHY_NONE) {
        return (struct way){THEMES_RECURRING, why};
    }
    if (s->cell->walk.inside >= s->rules->resolved_months && !s->overdue && !misses_target(s)) {
        return (struct way){THEMES_RESOLVED, THEMES_WITHIN_LIMITS};
    }
    return (struct way){THEMES_NONE, THEMES_WHY_NONE};
}

static struct way from_resolved(const struct sight *s)
{
    if (s->month - s->cell->walk.resolved > s->rules->returned_months) {
        return (struct way){THEMES_QUIET, THEMES_TIME_PASSED};
    }
    enum themes_why why = recurs(s);
    return (struct way){why == THEMES_WHY_NONE ? THEMES_NONE : THEMES_RETURNED, why};
}

static struct way look(const struct sight *s, bool open)
{
    switch ((int)s->cell->walk.state) {
    case THEMES_NONE:
    case THEMES_QUIET:
        return from_calm(s, open);
    case THEMES_WATCHING:
        return from_watching(s);
    case THEMES_RECURRING:
    case THEMES_RETURNED:
        return from_problem(s, false);
    case THEMES_WORSENING:
        return from_problem(s, true);
    case THEMES_IMPROVING:
        return from_improving(s);
    default:
        return from_resolved(s);
    }
}

/* Whether this month may make that move: see the top. */
static bool allowed(const struct themes *t, const struct themes_walk *walk, int month,
                    struct way way)
{
    const struct themes_period *period = &t->months[month];
    if (period->state == PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN) {
        return way.to == THEMES_WATCHING;
    }
    if (way.to == THEMES_WATCHING || way.to == THEMES_RETURNED ||
        (way.to == THEMES_RECURRING && !themes_states[walk->state].announced)) {
        return true;
    }
    return period->settled && month - walk->entered >= t->rules->dwell_months;
}

static void enter(struct themes_walk *walk, struct way way, int month)
{
    PFQ_ASSERT(themes_may_follow(walk->state, way.to));
    walk->state = way.to;
    walk->entered = month;
    walk->calm = 0;
    if (way.to == THEMES_IMPROVING || way.to == THEMES_RESOLVED || way.to == THEMES_QUIET) {
        walk->evidence = month + 1; /* what made it a problem is spent */
    }
    if (way.to == THEMES_IMPROVING) {
        walk->inside = 0;
    }
    if (way.to == THEMES_RESOLVED) {
        walk->resolved = month;
    }
}

static struct sight sight_of(const struct themes *t, const struct themes_cell *cell, int month,
                             const struct themes_base *base)
{
    const struct themes_walk *walk = &cell->walk;
    int from = walk->evidence > base->first ? walk->evidence : base->first;
    uint32_t target_ppm = themes_target(&t->targets, &cell->key, themes_month_at(t, month));
    int target_from = target_ppm == 0 ? from : own_target_first(t, cell, month);
    return (struct sight){t->rules, cell,       base,        month,
                          from,     target_ppm, target_from, own_is_overdue(t, cell, month),
                          t->months};
}

void walk_pool(const struct themes *t, const struct themes_cell *cell, struct themes_step *step)
{
    int month = step->month;
    bool target = step->why == THEMES_TARGET;
    double months = target ? t->rules->target_months : t->rules->pooled_months;
    struct sight sight = sight_of(t, cell, month, themes_base_at(cell, month));
    sight = target ? target_sight(&sight) : sight;
    int most = month + 1 - sight.from;
    step->pooled = last_months(&sight, months).share;
    step->pooled_months = most < (int)months ? most : (int)months;
}

enum themes_why walk_step(const struct themes *t, struct themes_cell *cell, int month)
{
    struct themes_walk *walk = &cell->walk;
    const struct themes_base *base = themes_base_at(cell, month);
    if (base == NULL) {
        return THEMES_WHY_NONE;
    }
    struct sight sight = sight_of(t, cell, month, base);
    bool open = t->months[month].state == PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN;
    count_months(t, cell, &sight);
    struct way way = look(&sight, open);
    bool time_alone = way.why == THEMES_TIME_PASSED;
    if (way.to == THEMES_NONE || (cell->months[month].files == 0 && !time_alone) ||
        !allowed(t, walk, month, way)) {
        return THEMES_WHY_NONE;
    }
    enter(walk, way, month);
    return way.why;
}
