/* units.c - which police units a force's figures name: see digest.h. */
#include <string.h>

#include "feedback/digest/digest.h"

enum {
    UNITS_MAX = 200
};

struct units {
    const char *names[UNITS_MAX];
    size_t count;
};

/* In order, none twice. */
static void add(struct units *units, const char *name)
{
    size_t at = 0;
    while (at < units->count && strcmp(units->names[at], name) < 0) {
        at++;
    }
    if (units->count == UNITS_MAX || (at < units->count && strcmp(units->names[at], name) == 0)) {
        return;
    }
    memmove(&units->names[at + 1], &units->names[at], (units->count - at) * sizeof *units->names);
    units->names[at] = name;
    units->count++;
}

static void add_all(struct units *units, const struct digest_figures *figures)
{
    for (size_t i = 0; i < figures->count; i++) {
        const char *name = figures->rows[i]->police_unit;
        if (name != NULL && name[0] != '\0') {
            add(units, name);
        }
    }
}

const char *digest_other_units(const struct digest_facts *facts, struct pfq_arena *arena)
{
    struct units units = {.count = 0};
    const char *list = "";
    add_all(&units, &facts->usual);
    add_all(&units, &facts->first);
    for (size_t i = 0; i < units.count; i++) {
        if (strcmp(units.names[i], facts->wish.police_unit) == 0) {
            return NULL;
        }
        list = pfq_arena_printf(arena, "%s%s%s", list, i == 0 ? "" : ", ", units.names[i]);
    }
    return list;
}
