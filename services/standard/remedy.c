/* remedy.c - what shows the faults of a load: pfq_standard_remedy() of pfq/standard.h.
 *
 * The catalogue, pfq.conf and the loaded tables are mended with different commands. */
#include <string.h>

#include "catalogue.h"
#include "remedy.h"

enum remedy_place {
    IN_CATALOGUE,
    IN_REFERENCE,
    IN_CONFIG,
    IN_TABLES,
    PLACES
};

static bool is_inside(const char *path, const char *directory)
{
    size_t size = directory == NULL ? 0 : strlen(directory);
    return size > 0 && strncmp(path, directory, size) == 0 && path[size] == '/';
}

static enum remedy_place place_of(const struct pfq_standard_source *source,
                                  const Pfq__V1__Problem *problem)
{
    if (strcmp(problem->code, "CONFIG") == 0) {
        return IN_CONFIG;
    }
    return is_inside(problem->path, source->tables)      ? IN_TABLES
           : is_inside(problem->path, source->reference) ? IN_REFERENCE
                                                         : IN_CATALOGUE;
}

/* Which of the places have faults, from the problem of this number on. */
static void find_places(const struct pfq_standard_source *source,
                        const struct pfq_problems *problems, size_t first, bool found[PLACES])
{
    for (size_t i = first; i < problems->count; i++) {
        found[place_of(source, problems->rows[i])] = true;
    }
}

static const char *join(struct pfq_arena *arena, const char *text, const char *more)
{
    return *text == '\0' ? more : pfq_arena_printf(arena, "%s; %s", text, more);
}

const char *remedy_places(const struct pfq_standard_source *source,
                          const struct pfq_problems *problems, size_t first,
                          struct pfq_arena *arena)
{
    const char *const names[PLACES] = {source->catalogue, source->reference, source->config,
                                       source->tables};
    bool found[PLACES] = {false};
    const char *text = "";
    find_places(source, problems, first, found);
    for (size_t i = 0; i < PLACES; i++) {
        if (found[i]) {
            text = join(arena, text, names[i]);
        }
    }
    return text;
}

const char *pfq_standard_remedy(const struct pfq_standard_source *source,
                                const struct pfq_problems *problems, struct pfq_arena *arena)
{
    bool found[PLACES] = {false};
    const char *text = "";
    find_places(source, problems, 0, found);
    if (found[IN_REFERENCE]) {
        text = pfq_arena_printf(arena, "pfq rules lint --reference %s %s", source->reference,
                                source->catalogue);
    } else if (found[IN_CATALOGUE]) {
        text = pfq_arena_printf(arena, "pfq rules lint %s", source->catalogue);
    }
    if (found[IN_CONFIG]) {
        text = join(arena, text, pfq_arena_printf(arena, "pfq config --config %s", source->config));
    }
    if (found[IN_TABLES]) {
        text = join(arena, text,
                    pfq_arena_printf(arena, "pfq reference list --tables %s", source->tables));
    }
    return text;
}
