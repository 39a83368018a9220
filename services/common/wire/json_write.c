/* json_write.c - any message as canonical protobuf JSON: see pfq/json.h. */
#include "pfq/json.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "fields.h"
#include "names.h"
#include "pfq/bug.h"
#include "pfq/wire.h"

static json_t *text_json(const char *text)
{
    json_t *json = json_string(text);
    return json != NULL ? json : json_string("\xEF\xBF\xBD"); /* not UTF-8: kept by nobody */
}

static json_t *enum_json(const ProtobufCEnumDescriptor *type, int value, unsigned style)
{
    const ProtobufCEnumValue *row = protobuf_c_enum_descriptor_get_value(type, value);
    if (row == NULL) {
        return json_integer(value);
    }
    return json_string((style & PFQ_JSON_SHORT_ENUMS) != 0 ? pfq_enum_name(type, value)
                                                           : row->name);
}

static json_t *bytes_json(const ProtobufCBinaryData *bytes)
{
    size_t size = sodium_base64_encoded_len(bytes->len, sodium_base64_VARIANT_ORIGINAL);
    char *text = malloc(size);
    if (text == NULL) {
        return NULL;
    }
    sodium_bin2base64(text, size, bytes->data, bytes->len, sodium_base64_VARIANT_ORIGINAL);
    json_t *json = json_string(text);
    free(text);
    return json;
}

static json_t *signed_json(int64_t value)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%" PRId64, value);
    return json_string(text);
}

static json_t *unsigned_json(uint64_t value)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%" PRIu64, value);
    return json_string(text);
}

static json_t *value_json(const ProtobufCFieldDescriptor *field, const void *value, unsigned style)
{
    switch ((int)field->type) {
    case PROTOBUF_C_TYPE_BOOL:
        return json_boolean(*(const protobuf_c_boolean *)value != 0);
    case PROTOBUF_C_TYPE_INT32:
        return json_integer(*(const int32_t *)value);
    case PROTOBUF_C_TYPE_UINT32:
        return json_integer(*(const uint32_t *)value);
    case PROTOBUF_C_TYPE_INT64:
        return signed_json(*(const int64_t *)value);
    case PROTOBUF_C_TYPE_UINT64:
        return unsigned_json(*(const uint64_t *)value);
    case PROTOBUF_C_TYPE_ENUM:
        return enum_json(field->descriptor, *(const int *)value, style);
    case PROTOBUF_C_TYPE_STRING:
        return text_json(*(char *const *)value);
    case PROTOBUF_C_TYPE_BYTES:
        return bytes_json(value);
    case PROTOBUF_C_TYPE_MESSAGE:
        return pfq_json_value(*(ProtobufCMessage *const *)value, style);
    default:
        pfq_bug(__FILE__, __LINE__, "only types that the contract uses");
    }
}

static json_t *list_json(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                         unsigned style)
{
    json_t *list = json_array();
    size_t count = fields_count(message, field);
    for (size_t i = 0; i < count; i++) {
        PFQ_ASSERT(json_array_append_new(
                       list, value_json(field, fields_at(message, field, i), style)) == 0);
    }
    return list;
}

/* NULL: nothing to write. */
static json_t *field_json(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                          unsigned style)
{
    bool given = fields_count(message, field) > 0;
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        return given || (style & PFQ_JSON_LISTS) != 0 ? list_json(message, field, style) : NULL;
    }
    return given ? value_json(field, fields_at(message, field, 0), style) : NULL;
}

json_t *pfq_json_value(const ProtobufCMessage *message, unsigned style)
{
    json_t *object = json_object();
    PFQ_ASSERT(object != NULL);
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        json_t *value = field_json(message, field, style);
        if (value != NULL) {
            char name[NAMES_TEXT];
            names_camel(field->name, name);
            PFQ_ASSERT(json_object_set_new(object, name, value) == 0);
        }
    }
    return object;
}

char *pfq_json_write(const ProtobufCMessage *message, unsigned style, struct pfq_arena *arena)
{
    json_t *json = pfq_json_value(message, style);
    char *text =
        json_dumps(json, (style & PFQ_JSON_INDENT) != 0 ? JSON_INDENT(2) : (size_t)JSON_COMPACT);
    PFQ_ASSERT(text != NULL);
    char *kept = pfq_arena_strdup(arena, text);
    free(text);
    json_decref(json);
    return kept;
}
