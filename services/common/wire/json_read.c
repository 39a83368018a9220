/* json_read.c - JSON into any message of the contract: see pfq/json.h. */
#include "pfq/json.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "fields.h"
#include "json_scalar.h"
#include "limits.h"
#include "names.h"
#include "pfq/wire.h"
#include "place.h"

struct reader {
    struct pfq_arena *arena;
    struct pfq_problems *problems;
};

static void problem(const struct reader *r, const struct place *at, const char *code,
                    const char *fix, const char *sentence)
{
    char path[PLACE_TEXT];
    place_text(at, path);
    pfq_problem(r->problems, code, path, fix, "%s", sentence);
}

static const char *file_of(const ProtobufCMessageDescriptor *type)
{
    return strcmp(type->short_name, "Envelope") == 0 ? "envelope" : "submission";
}

static void fix_name(const ProtobufCMessageDescriptor *type, const char *name, char *fix,
                     size_t size)
{
    char near[NAMES_TEXT] = "";
    const ProtobufCFieldDescriptor *given = NULL;
    if (names_personal(type, name, &given)) {
        if (given != NULL) {
            names_camel(given->name, near);
        }
        (void)snprintf(fix, size,
                       "Remove it: names, addresses and birth dates are never taken%s%s%s.",
                       given == NULL ? "" : "; say ", near, given == NULL ? "" : " instead");
    } else if (names_near_field(type, name, near)) {
        (void)snprintf(fix, size, "Did you mean %s?", near);
    } else {
        (void)snprintf(fix, size, "Remove it, or see %s in proto/%s.proto.", type->short_name,
                       file_of(type));
    }
}

static void unknown_name(const struct reader *r, const struct place *up, const char *name,
                         const ProtobufCMessageDescriptor *type)
{
    char shown[NAMES_TEXT];
    char fix[2 * NAMES_TEXT + 64];
    names_shown(name, shown);
    fix_name(type, name, fix, sizeof fix);
    struct place at = {up, shown, PLACE_NO_INDEX};
    problem(r, &at, "JSON_UNKNOWN_NAME", fix, "This name is not known here.");
}

static bool fits(const struct reader *r, const struct place *at, size_t size, size_t limit)
{
    if (size <= limit) {
        return true;
    }
    char fix[64];
    (void)snprintf(fix, sizeof fix, "Shorten it to at most %zu bytes.", limit);
    problem(r, at, "JSON_TOO_LONG", fix, "This value is too long.");
    return false;
}

static bool read_text(const struct reader *r, const struct place *at,
                      const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field,
                      const json_t *json, char **out)
{
    size_t size = json_string_length(json);
    const char *text = json_string_value(json);
    if (text == NULL) {
        problem(r, at, "JSON_TYPE", "Write a text in quotes.", "A text is expected here.");
        return false;
    }
    if (strlen(text) != size) {
        problem(r, at, "JSON_TEXT", "Remove the NUL.", "This text contains NUL.");
        return false;
    }
    if (!fits(r, at, size, limits_bytes(type, field))) {
        return false;
    }
    *out = pfq_arena_strndup(r->arena, text, size);
    return true;
}

static bool read_bytes(const struct reader *r, const struct place *at,
                       const ProtobufCMessageDescriptor *type,
                       const ProtobufCFieldDescriptor *field, const json_t *json,
                       ProtobufCBinaryData *out)
{
    static const int variants[] = {
        sodium_base64_VARIANT_ORIGINAL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING,
        sodium_base64_VARIANT_URLSAFE, sodium_base64_VARIANT_URLSAFE_NO_PADDING};
    size_t size = json_string_length(json);
    const char *text = json_string_value(json);
    uint8_t *data = pfq_arena_new(r->arena, uint8_t, size + 1);
    for (size_t i = 0; text != NULL && i < sizeof variants / sizeof *variants; i++) {
        if (sodium_base642bin(data, size + 1, text, size, NULL, &out->len, NULL, variants[i]) ==
            0) {
            out->data = data;
            return fits(r, at, out->len, limits_bytes(type, field));
        }
    }
    problem(r, at, "JSON_BASE64", "Write the bytes as base64 text.",
            "Bytes as base64 text are expected here.");
    return false;
}

static void read_message(const struct reader *r, const struct place *at, const json_t *json,
                         ProtobufCMessage *out);

static void read_list(const struct reader *r, const struct place *at,
                      const ProtobufCFieldDescriptor *field, const json_t *json,
                      ProtobufCMessage *out);

/* A message that is there to hold a list, so that none can be told from an empty one. */
static bool is_wrapper(const ProtobufCMessageDescriptor *type)
{
    return type->n_fields == 1 && type->fields[0].label == PROTOBUF_C_LABEL_REPEATED;
}

static bool read_submessage(const struct reader *r, const struct place *at,
                            const ProtobufCMessageDescriptor *type, const json_t *json,
                            ProtobufCMessage **out)
{
    *out = pfq_arena_alloc(r->arena, 1, type->sizeof_message, alignof(max_align_t));
    type->message_init(*out);
    if (json_is_array(json) && is_wrapper(type)) {
        read_list(r, at, &type->fields[0], json, *out);
    } else {
        read_message(r, at, json, *out);
    }
    return true;
}

static bool read_scalar(const struct reader *r, const struct place *at,
                        const ProtobufCFieldDescriptor *field, const json_t *json, void *out)
{
    struct scalar_fault fault = {0};
    if (scalar_read(field, json, out, &fault)) {
        return true;
    }
    problem(r, at, fault.code, fault.fix, fault.sentence);
    return false;
}

/* `out` has room for one value of the field's type. */
static bool read_value(const struct reader *r, const struct place *at,
                       const ProtobufCMessageDescriptor *type,
                       const ProtobufCFieldDescriptor *field, const json_t *json, void *out)
{
    switch ((int)field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return read_text(r, at, type, field, json, out);
    case PROTOBUF_C_TYPE_BYTES:
        return read_bytes(r, at, type, field, json, out);
    case PROTOBUF_C_TYPE_MESSAGE:
        return read_submessage(r, at, field->descriptor, json, out);
    default:
        return read_scalar(r, at, field, json, out);
    }
}

static void read_list(const struct reader *r, const struct place *at,
                      const ProtobufCFieldDescriptor *field, const json_t *json,
                      ProtobufCMessage *out)
{
    size_t count = json_array_size(json);
    if (!json_is_array(json)) {
        problem(r, at, "JSON_TYPE", "Write a list in [ ].", "A list is expected here.");
        return;
    }
    if (count > LIMITS_COUNT) {
        problem(r, at, "JSON_TOO_MANY", "Send at most 1,000 entries.",
                "This list has too many entries.");
        return;
    }
    size_t size = fields_size(field->type);
    char *array = pfq_arena_alloc(r->arena, count + 1, size, alignof(max_align_t));
    fields_set_list(out, field, array, count);
    for (size_t i = 0; i < count; i++) {
        struct place entry = {at, NULL, i};
        const json_t *value = json_array_get(json, i);
        if (json_is_null(value)) {
            problem(r, &entry, "JSON_NULL", "Remove the entry.", "A list cannot hold null.");
        } else {
            (void)read_value(r, &entry, out->descriptor, field, value, array + i * size);
        }
    }
}

static void read_field(const struct reader *r, const struct place *at,
                       const ProtobufCFieldDescriptor *field, const json_t *json,
                       ProtobufCMessage *out)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        read_list(r, at, field, json, out);
        return;
    }

    union {
        uint64_t number;
        void *pointer;
        ProtobufCBinaryData bytes;
    } value = {0};

    if (read_value(r, at, out->descriptor, field, json, &value)) {
        memcpy(fields_set(out, field), &value, fields_size(field->type));
    }
}

/* Both spellings of one name, or two members of a oneof. */
static bool given_before(const struct reader *r, const struct place *at,
                         const ProtobufCFieldDescriptor *field, const ProtobufCMessage *out)
{
    if (fields_oneof_taken(out, field)) {
        problem(r, at, "JSON_ONEOF", "Give one of them.",
                "Another field that excludes this one is given already.");
        return true;
    }
    if (fields_count(out, field) > 0) {
        problem(r, at, "JSON_TWICE", "Give it once.", "This field is given in both spellings.");
        return true;
    }
    return false;
}

static void read_message(const struct reader *r, const struct place *at, const json_t *json,
                         ProtobufCMessage *out)
{
    if (!json_is_object(json)) {
        problem(r, at, "JSON_TYPE", "Write an object in { }.", "An object is expected here.");
        return;
    }
    const char *name = NULL;
    json_t *value = NULL;
    json_t *object = json_incref((json_t *)(uintptr_t)json); /* jansson's iterators are not const */
    json_object_foreach(object, name, value)
    {
        const ProtobufCFieldDescriptor *field = names_field(out->descriptor, name);
        struct place member = {at, name, PLACE_NO_INDEX};
        if (field == NULL) {
            unknown_name(r, at, name, out->descriptor);
        } else if (!json_is_null(value) && !given_before(r, &member, field, out)) {
            read_field(r, &member, field, value, out);
        }
    }
    json_decref(object);
}

ProtobufCMessage *pfq_json_read(const json_t *json, const ProtobufCMessageDescriptor *type,
                                const char *path, struct pfq_arena *arena,
                                struct pfq_problems *problems)
{
    struct reader r = {arena, problems};
    struct place at = {NULL, path, PLACE_NO_INDEX};
    size_t before = problems->count + problems->unlisted;
    ProtobufCMessage *message = NULL;
    (void)read_submessage(&r, &at, type, json, &message);
    return problems->count + problems->unlisted == before ? message : NULL;
}
