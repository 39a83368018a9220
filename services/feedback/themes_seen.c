/* themes_seen.c - what a run over the figures depends on: when none of it changed, nothing is done.
 * See themes_run.h. */
#include "themes_run.h"

void themes_see(struct themes_run *run, uint64_t value)
{
    run->seen = (run->seen ^ value) * 1099511628211U;
    run->seen ^= run->seen >> 29;
}

static void see_text(struct themes_run *run, const char *force, const char *name)
{
    themes_see(run, pfq_name_key(force == NULL ? "" : force, name == NULL ? "" : name));
}

void themes_see_targets(struct themes_run *run)
{
    const struct themes_targets *targets = &run->themes.targets;
    for (size_t i = 0; i < targets->count; i++) {
        const Pfq__V1__ThemeTarget *row = targets->rows[i];
        see_text(run, row->force, row->name);
        themes_see(run, (uint64_t)row->from_month << 32 | row->target_ppm);
    }
}

void themes_see_action(struct themes_run *run, const Pfq__V1__Action *action)
{
    const Pfq__V1__ThemeKey *key = action->theme;
    if (key != NULL) {
        see_text(run, key->force, key->name);
        see_text(run, key->police_unit, "");
        themes_see(run, (uint64_t)key->system * 64 +
                            (key->has_case_type ? (uint64_t)key->case_type : 0));
    }
    themes_see(run, (uint64_t)themes_action_due(action) << 32 |
                        (action->done ? (uint32_t)action->date : 0));
}
