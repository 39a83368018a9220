/* ladder_mutes.c - the themes that are not told of, as the last look at the mutes found them. */
#include <stdio.h>
#include <string.h>

#include "feedback/themes/systems.h"
#include "ladder_run.h"
#include "pfq/log.h"

static const char *text(const char *given)
{
    return given == NULL ? "" : given;
}

void ladder_found_mute(struct ladder_run *run, const Pfq__V1__ThemeKey *key)
{
    if (run->found.count == LADDER_MUTES_MAX) {
        pfq_log(PFQ_LOG_WARN, "mutes_full", "count=%d", LADDER_MUTES_MAX);
        return;
    }
    struct ladder_muted *m = &run->found.rows[run->found.count++];
    (void)snprintf(m->force, sizeof m->force, "%s", text(key->force));
    (void)snprintf(m->unit, sizeof m->unit, "%s", text(key->police_unit));
    (void)snprintf(m->name, sizeof m->name, "%s", text(key->name));
    m->system = (int)themes_system(key)->system;
    m->case_type = key->has_case_type ? (int)key->case_type : 0;
}

bool ladder_mutes_known(const struct ladder_run *run)
{
    return run->mutes_known;
}

bool ladder_is_muted(const void *self, const Pfq__V1__ThemeKey *key)
{
    const struct ladder_run *run = self;
    for (size_t i = 0; i < run->mutes.count; i++) {
        const struct ladder_muted *m = &run->mutes.rows[i];
        if (strcmp(m->force, text(key->force)) == 0 &&
            strcmp(m->unit, text(key->police_unit)) == 0 && strcmp(m->name, text(key->name)) == 0 &&
            m->system == (int)themes_system(key)->system &&
            m->case_type == (key->has_case_type ? (int)key->case_type : 0)) {
            return true;
        }
    }
    return false;
}
