/* own.c - what of a force itself moves its themes: its own targets, and actions that are overdue.
 *
 * Both are by month, so that what is set or recorded today moves nothing that was told before. */
#include <string.h>

#include "feedback/themes/private.h"

/* --- targets ------------------------------------------------------------------------------ */

/* Is it of this theme, of the whole force and all case types, and holds in that month? */
static bool is_for(const Pfq__V1__ThemeTarget *row, const Pfq__V1__ThemeKey *key, int32_t month)
{
    return row->from_month <= month && row->name != NULL && strcmp(row->name, key->name) == 0 &&
           (row->force == NULL || strcmp(row->force, key->force) == 0);
}

/* What says the force counts before what is for all, and of these the latest. */
static bool is_nearer(const Pfq__V1__ThemeTarget *row, const Pfq__V1__ThemeTarget *than)
{
    bool own = row->force != NULL;
    return than == NULL || own > (than->force != NULL) ||
           (own == (than->force != NULL) && row->from_month > than->from_month);
}

static const Pfq__V1__ThemeTarget *find(const struct themes_targets *targets,
                                        const Pfq__V1__ThemeKey *key, int32_t month)
{
    const Pfq__V1__ThemeTarget *found = NULL;
    bool whole = key->force != NULL && key->name != NULL && key->police_unit == NULL &&
                 !key->has_case_type && key->system == PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    for (size_t i = 0; whole && i < targets->count; i++) {
        const Pfq__V1__ThemeTarget *row = targets->rows[i];
        if (is_for(row, key, month) && is_nearer(row, found)) {
            found = row;
        }
    }
    return found;
}

uint32_t themes_target(const struct themes_targets *targets, const Pfq__V1__ThemeKey *key,
                       int32_t month)
{
    const Pfq__V1__ThemeTarget *found = find(targets, key, month);
    return found == NULL ? 0 : found->target_ppm;
}

int own_target_first(const struct themes *t, const struct themes_cell *cell, int month)
{
    const Pfq__V1__ThemeTarget *found = find(&t->targets, &cell->key, themes_month_at(t, month));
    int first = month;
    while (found != NULL && first > 0 && themes_month_at(t, first - 1) >= found->from_month) {
        first--;
    }
    return first;
}

bool own_is_above(struct stats_share share, uint32_t target_ppm)
{
    return target_ppm > 0 && share.failing * 1000000 > (int64_t)target_ppm * share.of;
}

/* --- actions ------------------------------------------------------------------------------ */

int32_t themes_action_due(const Pfq__V1__Action *action)
{
    return action->due_date != 0 || action->done ? action->due_date : action->date;
}

/* From the month of its day until the one before it was done: at the end of each of these it was
 * overdue.  What was done, nobody knows when, holds up nothing. */
void themes_action(struct themes *t, const Pfq__V1__Action *action)
{
    int32_t due = themes_action_due(action) / 100;
    int32_t done = !action->done ? INT32_MAX : action->date / 100;
    int32_t last = t->month_count == 0 ? 0 : themes_month_at(t, t->month_count - 1);
    bool of_theme = action->theme != NULL && action->theme->force != NULL;
    if (due == 0 || due > last || done <= due || done <= themes_month_at(t, 0) || !of_theme) {
        return;
    }
    struct themes_cell *cell = themes_cell(t, action->theme);
    for (int m = 0; cell != NULL && m < t->month_count; m++) {
        int32_t month = themes_month_at(t, m);
        cell->months[m].overdue |= month >= due && month < done;
    }
}

bool own_is_overdue(const struct themes *t, const struct themes_cell *cell, int month)
{
    return cell->months[month].overdue || t->cells[cell->parent].months[month].overdue;
}

/* --- has any of it changed? ---------------------------------------------------------------- */

static uint64_t mixed(uint64_t seen, uint64_t value)
{
    seen = (seen ^ value) * 1099511628211U;
    return seen ^ seen >> 29;
}

static uint64_t name_of(const char *a, const char *b)
{
    return pfq_name_key(a == NULL ? "" : a, b == NULL ? "" : b);
}

uint64_t themes_targets_digest(const struct themes_targets *targets)
{
    uint64_t seen = targets->count;
    for (size_t i = 0; i < targets->count; i++) {
        const Pfq__V1__ThemeTarget *row = targets->rows[i];
        seen = mixed(seen, name_of(row->force, row->name));
        seen = mixed(seen, (uint64_t)row->from_month << 32 | row->target_ppm);
    }
    return seen;
}

uint64_t themes_action_digest(const Pfq__V1__Action *action)
{
    const Pfq__V1__ThemeKey *key = action->theme;
    uint32_t done = action->done ? (uint32_t)action->date : 0;
    uint64_t seen = (uint64_t)themes_action_due(action) << 32 | done;
    if (key != NULL) {
        seen = mixed(seen, name_of(key->force, key->name));
        seen = mixed(seen, name_of(key->police_unit, ""));
        seen = mixed(seen, (uint64_t)key->system * 64 +
                               (key->has_case_type ? (uint64_t)key->case_type : 0));
    }
    return seen;
}
