/* places.c - where things are: see places.h. */
#include "places.h"

#include <ini.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char found_run[] = "var/run"; /* of a `pfq up` in this directory */

static const char *given(const char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

static const char system_conf[] = "/etc/pfq/pfq.conf";

const char *place_conf(void)
{
    const char *named = given(getenv("PFQ_CONF"));
    return named != NULL ? named : system_conf;
}

const char *place_values(const char *option)
{
    const char *named = given(option) != NULL ? option : given(getenv("PFQ_CONF"));
    if (named != NULL) {
        return named;
    }
    return access(system_conf, F_OK) == 0 ? system_conf : NULL;
}

/* One value of pfq.conf.  The services judge the file; here it is only looked into. */
struct wanted {
    const char *section;
    const char *name;
    const char *value;
    struct pfq_arena *arena;
};

static int look(void *self, const char *section, const char *name, const char *value)
{
    struct wanted *w = self;
    bool ours = strcmp(section, "common") == 0 || strcmp(section, w->section) == 0;
    if (ours && strcmp(name, w->name) == 0 && given(value) != NULL) {
        w->value = pfq_arena_strdup(w->arena, value);
    }
    return 1;
}

static const char *configured_in(const char *file, const char *section, const char *name,
                                 struct pfq_arena *arena)
{
    struct wanted w = {section, name, NULL, arena};
    (void)ini_parse(file, look, &w);
    return w.value;
}

static const char *configured(const char *section, const char *name, struct pfq_arena *arena)
{
    return configured_in(place_conf(), section, name, arena);
}

const char *place_of_intake(const char *option, const char *name, struct pfq_arena *arena)
{
    const char *file = place_values(option);
    return file == NULL ? NULL : configured_in(file, "intake", name, arena);
}

const char *place_of_feedback(const char *name, struct pfq_arena *arena)
{
    return configured("feedback", name, arena);
}

static const char *said_run(const char *option)
{
    return given(option) != NULL ? option : given(getenv("PFQ_RUN"));
}

const char *place_tried(const char *option)
{
    bool told = said_run(option) != NULL || access(found_run, X_OK) == 0;
    return told ? "" : "\nThere is no ./var/run here, and neither --run nor PFQ_RUN is given.";
}

const char *place_run(const char *option, struct pfq_arena *arena)
{
    const char *named = said_run(option);
    if (named != NULL) {
        return named;
    }
    if (access(found_run, X_OK) == 0) {
        return found_run;
    }
    named = configured("common", "run", arena);
    return named != NULL ? named : "/run/pfq";
}

const char *place_endpoint(const char *run, const char *service, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "ipc://%s/%s.sock", run, service);
}

/* "var/run" gives "var/pfq.db"; NULL for a directory that `pfq up` did not lay out. */
static const char *beside_run(const char *run, const char *name, struct pfq_arena *arena)
{
    size_t size = strlen(run);
    size_t tail = sizeof "/run" - 1;
    if (size <= tail || strcmp(run + size - tail, "/run") != 0) {
        return NULL;
    }
    return pfq_arena_printf(arena, "%.*s/%s", (int)(size - tail), run, name);
}

const char *place_database(const char *run, struct pfq_arena *arena)
{
    const char *beside = beside_run(run, "pfq.db", arena);
    if (beside != NULL && access(beside, R_OK) == 0) {
        return beside;
    }
    const char *named = configured("store", "database", arena);
    return named != NULL && access(named, R_OK) == 0 ? named : NULL;
}

const char *place_tables(const char *run, struct pfq_arena *arena)
{
    const char *lock = beside_run(run, "lock", arena); /* the mark of `pfq up` */
    if (lock != NULL && access(lock, F_OK) == 0) {
        return beside_run(run, "tables", arena);
    }
    const char *named = configured("intake", "tables", arena);
    return named != NULL ? named : "/var/lib/pfq/tables";
}
