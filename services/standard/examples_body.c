/* examples_body.c - a YAML node as a message of the contract: see examples.h.
 *
 * The node becomes JSON and is read as such, so an example may say all that a sender may.
 * A problem's JSON path leads back to its node, and so to line and column. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "examples.h"
#include "pfq/bug.h"
#include "pfq/clock.h"
#include "pfq/json.h"
#include "pfq/wire.h"

enum {
    DEPTH_MAX = 16,
    NOON = 12 * 60
};

/* --- YAML to JSON ------------------------------------------------------------------------ */

/* "12", "-3", "0": a number with a zero before it is a code. */
static bool is_integer(const char *text)
{
    const char *digits = text + (*text == '-');
    size_t n = strspn(digits, "0123456789");
    return n > 0 && n < 19 && digits[n] == '\0' && (n == 1 || digits[0] != '0');
}

static json_t *scalar_value(struct fy_node *node)
{
    size_t size = 0;
    const char *text = fy_node_get_scalar(node, &size);
    char plain[64] = "";
    if (fy_node_get_style(node) != FYNS_PLAIN || size >= sizeof plain) {
        return json_stringn(text == NULL ? "" : text, text == NULL ? 0 : size);
    }
    memcpy(plain, text == NULL ? "" : text, text == NULL ? 0 : size);
    if (strcmp(plain, "true") == 0 || strcmp(plain, "false") == 0) {
        return json_boolean(plain[0] == 't');
    }
    if (plain[0] == '\0' || strcmp(plain, "null") == 0 || strcmp(plain, "~") == 0) {
        return json_null();
    }
    return is_integer(plain) ? json_integer(strtoll(plain, NULL, 10)) : json_string(plain);
}

static json_t *node_value(struct fy_node *node, unsigned depth);

static json_t *list_value(struct fy_node *node, unsigned depth)
{
    json_t *list = json_array();
    void *next = NULL;
    struct fy_node *item = NULL;
    while ((item = fy_node_sequence_iterate(node, &next)) != NULL) {
        PFQ_ASSERT(json_array_append_new(list, node_value(item, depth + 1)) == 0);
    }
    return list;
}

static json_t *mapping_value(struct fy_node *node, unsigned depth)
{
    json_t *object = json_object();
    void *next = NULL;
    struct fy_node_pair *pair = NULL;
    while ((pair = fy_node_mapping_iterate(node, &next)) != NULL) {
        size_t size = 0;
        const char *key = fy_node_get_scalar(fy_node_pair_key(pair), &size);
        json_t *name = json_stringn(key == NULL ? "" : key, key == NULL ? 0 : size);
        json_t *value = node_value(fy_node_pair_value(pair), depth + 1);
        PFQ_ASSERT(
            json_object_set_new(object, name == NULL ? "" : json_string_value(name), value) == 0);
        json_decref(name);
    }
    return object;
}

/* Deeper than the contract: there null is as good as anything. */
static json_t *node_value(struct fy_node *node, unsigned depth)
{
    json_t *value = NULL;
    if (node == NULL || depth > DEPTH_MAX) {
        value = json_null();
    } else if (fy_node_is_mapping(node)) {
        value = mapping_value(node, depth);
    } else {
        value = fy_node_is_sequence(node) ? list_value(node, depth) : scalar_value(node);
    }
    return value == NULL ? json_null() : value; /* NULL: no UTF-8 */
}

/* --- places ------------------------------------------------------------------------------- */

/* vpsStatus is vps_status. */
static bool is_name(const char *key, size_t size, const char *step, size_t length)
{
    size_t i = 0;
    size_t k = 0;
    while (i < size && k < length) {
        if (key[i] == '_' || step[k] == '_') {
            i += key[i] == '_';
            k += step[k] == '_';
        } else if (tolower((unsigned char)key[i++]) != tolower((unsigned char)step[k++])) {
            return false;
        }
    }
    return i == size && k == length;
}

static struct fy_node *member(struct fy_node *mapping, const char *step, size_t length, bool last)
{
    void *next = NULL;
    struct fy_node_pair *pair = NULL;
    while ((pair = fy_node_mapping_iterate(mapping, &next)) != NULL) {
        size_t size = 0;
        const char *key = fy_node_get_scalar(fy_node_pair_key(pair), &size);
        if (key != NULL && is_name(key, size, step, length)) {
            return last ? fy_node_pair_key(pair) : fy_node_pair_value(pair);
        }
    }
    return NULL;
}

/* The node that is nearest to "$.witnesses.witness[2].vpsStatus". */
static struct fy_node *node_at(struct fy_node *node, const char *path)
{
    path += *path == '$';
    while (*path != '\0' && node != NULL) {
        struct fy_node *inner = NULL;
        size_t length = 1 + strcspn(path + 1, ".[");
        if (*path == '[' && fy_node_is_sequence(node)) {
            inner = fy_node_sequence_get_by_index(node, (int)strtol(path + 1, NULL, 10));
        } else if (*path == '.' && fy_node_is_mapping(node)) {
            inner = member(node, path + 1, length - 1, path[length] == '\0');
        }
        if (inner == NULL) {
            return node;
        }
        node = inner;
        path += length;
    }
    return node;
}

static void report(const struct yaml_file *file, struct fy_node *body,
                   const struct pfq_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const Pfq__V1__Problem *row = problems->rows[i];
        const char *at = row->path == NULL ? "$" : row->path;
        yaml_fault(file, node_at(body, at), row->fix, "%s: %s", at, row->message);
    }
    file->problems->unlisted += problems->unlisted;
}

/* --- what is filled in --------------------------------------------------------------------- */

static bool says(const json_t *body, const char *name, const char *camel)
{
    return json_object_get(body, name) != NULL || json_object_get(body, camel) != NULL;
}

static void fill_in(const json_t *body, const struct example_defaults *defaults,
                    Pfq__V1__Submission *s, struct pfq_arena *arena)
{
    if (!says(body, "submitting_force", "submittingForce")) {
        s->submitting_force = pfq_arena_strdup(arena, "43");
    }
    if (!says(body, "urn", "urn")) {
        s->urn = pfq_arena_strdup(arena, "43AA1234526");
    }
    if (!says(body, "file_type", "fileType")) {
        s->has_file_type = true;
        s->file_type = defaults->stage;
    }
    if (!says(body, "submitted_at", "submittedAt")) {
        s->has_submitted_at = true;
        s->submitted_at = pfq_london_ms(defaults->date, NOON);
    }
}

struct pfq_bytes examples_body(const struct yaml_file *file, struct fy_node *body,
                               const ProtobufCMessageDescriptor *type,
                               const struct example_defaults *defaults, struct pfq_arena *arena,
                               struct pfq_arena *scratch)
{
    struct pfq_problems problems;
    struct pfq_bytes packed = {NULL, 0};
    pfq_problems_init(&problems, scratch);
    if (!fy_node_is_mapping(body)) {
        yaml_fault(file, body, "Write {} for a file that says nothing.",
                   "Here the fields of a %s are needed.", type->short_name);
        return packed;
    }
    json_t *json = node_value(body, 0);
    ProtobufCMessage *message = pfq_json_read(json, type, "$", scratch, &problems);
    report(file, body, &problems);
    if (message != NULL) {
        if (type == &pfq__v1__submission__descriptor) {
            fill_in(json, defaults, (Pfq__V1__Submission *)message, scratch);
        }
        packed = pfq_wire_pack(message, arena);
    }
    json_decref(json);
    return packed;
}
