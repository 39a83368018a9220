/* topics.c - themes for people: see topics.def. */
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/themes/systems.h"

static const struct topic {
    const char *name;
    const char *title;
    const char *training;
    const char *prevents;
} topics[] = {

#define TOPIC(name, title, training, prevents) {#name, title, training, prevents},
#include "feedback/digest/topics.def"
#undef TOPIC
};

static const struct topic *find(const char *name)
{
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
        if (strcmp(topics[i].name, name) == 0) {
            return &topics[i];
        }
    }
    return NULL;
}

const char *digest_theme_title(const char *name)
{
    const struct topic *topic = find(name);
    return topic == NULL ? name : topic->title;
}

const char *digest_theme_training(const char *name)
{
    const struct topic *topic = find(name);
    return topic == NULL ? NULL : topic->training;
}

const char *digest_theme_prevents(const char *name)
{
    const struct topic *topic = find(name);
    return topic == NULL ? NULL : topic->prevents;
}

const char *digest_theme_name(size_t place)
{
    return place < sizeof topics / sizeof *topics ? topics[place].name : NULL;
}

const char *digest_key_title(const Pfq__V1__ThemeKey *key, struct pfq_arena *arena)
{
    static const char *const types[] = {
        [PFQ__V1__CASE_TYPE__CASE_TYPE_UNSPECIFIED] = "case type not said",
        [PFQ__V1__CASE_TYPE__CASE_TYPE_MC] = "magistrates' court",
        [PFQ__V1__CASE_TYPE__CASE_TYPE_CC] = "Crown Court",
        [PFQ__V1__CASE_TYPE__CASE_TYPE_RASSO] = "rape and serious sexual offences",
        [PFQ__V1__CASE_TYPE__CASE_TYPE_CCU] = "complex casework",
        [PFQ__V1__CASE_TYPE__CASE_TYPE_UNKNOWN] = "case type not known"};
    const size_t count = sizeof types / sizeof *types;
    const char *before = themes_system(key)->before;
    const char *title = digest_theme_title(key->name);
    title = *before == '\0' ? title : pfq_arena_printf(arena, "%s%s", before, title);
    size_t type = key->has_case_type ? (size_t)key->case_type : count;
    return type < count ? pfq_arena_printf(arena, "%s, %s", title, types[type]) : title;
}

const char *digest_theme_path(const Pfq__V1__ThemeKey *key, struct pfq_arena *arena)
{
    const struct themes_system *system = themes_system(key);
    return system == themes_systems
               ? key->name
               : pfq_arena_printf(
                     arena, "%s/%s",
                     pfq_enum_name(&pfq__v1__theme_system__descriptor, (int)system->system),
                     key->name);
}
