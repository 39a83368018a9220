/* doc.c - see doc.h. */
#include "support/doc.h"

#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/json.h"

json_t *doc_load(const char *file)
{
    json_t *root = json_load_file(file, 0, NULL);
    PFQ_ASSERT(root != NULL);
    return root;
}

/* The value that the first step of the path names, and the rest of the path. */
static json_t *step(json_t *at, const char **path)
{
    char key[96] = "";
    if (**path == '[') {
        char *end = NULL;
        size_t index = strtoul(*path + 1, &end, 10);
        PFQ_ASSERT(*end == ']');
        *path = end + 1;
        at = json_array_get(at, index);
    } else {
        size_t length = strcspn(*path, ".[");
        PFQ_ASSERT(length > 0 && length < sizeof key);
        memcpy(key, *path, length);
        *path += length;
        at = json_object_get(at, key);
    }
    *path += **path == '.';
    return at;
}

json_t *doc_at(json_t *root, const char *path)
{
    while (*path != '\0') {
        root = step(root, &path);
    }
    return root;
}

static json_t *parsed(const char *json)
{
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
    PFQ_ASSERT(value != NULL);
    return value;
}

static void set_entry(json_t *list, const char *bracket, const char *json)
{
    size_t index = strtoul(bracket + 1, NULL, 10);
    if (json == NULL) {
        PFQ_ASSERT(json_array_remove(list, index) == 0);
    } else if (index == json_array_size(list)) {
        PFQ_ASSERT(json_array_append_new(list, parsed(json)) == 0);
    } else {
        PFQ_ASSERT(json_array_set_new(list, index, parsed(json)) == 0);
    }
}

void doc_set(json_t *root, const char *path, const char *json)
{
    char parent[256];
    PFQ_ASSERT(strlen(path) < sizeof parent);
    memcpy(parent, path, strlen(path) + 1);
    char *bracket = strrchr(parent, '[');
    char *dot = strrchr(parent, '.');
    if (bracket != NULL && (dot == NULL || bracket > dot)) {
        *bracket = '\0';
        set_entry(doc_at(root, parent), path + (bracket - parent), json);
        return;
    }
    const char *key = dot == NULL ? path : path + (dot - parent) + 1;
    if (dot != NULL) {
        *dot = '\0';
    }
    json_t *object = dot == NULL ? root : doc_at(root, parent);
    PFQ_ASSERT(json_is_object(object));
    if (json == NULL) {
        PFQ_ASSERT(json_object_del(object, key) == 0);
    } else {
        PFQ_ASSERT(json_object_set_new(object, key, parsed(json)) == 0);
    }
}

struct pfq_adapted *doc_adapt(const json_t *root, const char *force, struct pfq_arena *arena)
{
    struct pfq_adapted *out = NULL;
    struct pfq_adapt_options options = {.force = force};
    char *text = json_dumps(root, JSON_COMPACT);
    PFQ_ASSERT(text != NULL);
    size_t count = pfq_adapt(text, strlen(text), &options, arena, &out);
    PFQ_ASSERT(count == 1);
    out->digest_of = NULL;
    out->digest_of_size = 0;
    free(text);
    return out;
}

const char *doc_problems(const struct pfq_adapted *adapted, struct pfq_arena *arena)
{
    const struct pfq_problems *list = &adapted->problems;
    const char *text = "";
    for (size_t i = 0; i < list->count; i++) {
        const Pfq__V1__Problem *row = list->rows[i];
        PFQ_ASSERT(*row->message != '\0' && *row->fix != '\0');
        text = pfq_arena_printf(arena, "%s%s%s %s", text, i == 0 ? "" : "; ", row->code,
                                row->path + strspn(row->path, "$."));
    }
    return text;
}

static char *list_text(const struct pfq_problems *list, char *text, struct pfq_arena *arena)
{
    for (size_t i = 0; i < list->count; i++) {
        const Pfq__V1__Problem *row = list->rows[i];
        text = pfq_arena_printf(arena, "%s\n%s %s %s %s", text, row->code, row->path, row->message,
                                row->fix);
    }
    return text;
}

char *doc_everything(const struct pfq_adapted *adapted, struct pfq_arena *arena)
{
    char *text = pfq_arena_strdup(arena, "");
    text = list_text(&adapted->problems, text, arena);
    text = list_text(&adapted->warnings, text, arena);
    if (adapted->envelope != NULL) {
        text = pfq_arena_printf(arena, "%s\n%s", text,
                                pfq_json_write(&adapted->envelope->base, 0, arena));
    }
    return text;
}
