/* fields.c - struct members through descriptors: see fields.h. */
#include "fields.h"

static const void *member(const ProtobufCMessage *message, size_t offset)
{
    return (const char *)message + offset;
}

static void *place_of(ProtobufCMessage *message, size_t offset)
{
    return (char *)message + offset;
}

size_t fields_size(ProtobufCType type)
{
    switch (type) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return sizeof(uint64_t);
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SFIXED32:
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
    case PROTOBUF_C_TYPE_FLOAT:
    case PROTOBUF_C_TYPE_ENUM:
    default:
        return sizeof(uint32_t);
    }
}

size_t fields_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        return *(const size_t *)member(message, field->quantifier_offset);
    }
    if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0) {
        return *(const uint32_t *)member(message, field->quantifier_offset) == field->id;
    }
    if (field->type == PROTOBUF_C_TYPE_STRING || field->type == PROTOBUF_C_TYPE_MESSAGE) {
        return *(const void *const *)member(message, field->offset) != NULL;
    }
    return *(const protobuf_c_boolean *)member(message, field->quantifier_offset) != 0;
}

const void *fields_at(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                      size_t i)
{
    const void *value = member(message, field->offset);
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        value = *(const char *const *)value + i * fields_size(field->type);
    }
    return value;
}

void *fields_set(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0) {
        *(uint32_t *)place_of(message, field->quantifier_offset) = field->id;
    } else if (field->type != PROTOBUF_C_TYPE_STRING && field->type != PROTOBUF_C_TYPE_MESSAGE) {
        *(protobuf_c_boolean *)place_of(message, field->quantifier_offset) = 1;
    }
    return place_of(message, field->offset);
}

bool fields_oneof_taken(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    return (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 &&
           *(const uint32_t *)member(message, field->quantifier_offset) != 0;
}

void fields_set_list(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, void *array,
                     size_t count)
{
    *(void **)place_of(message, field->offset) = array;
    *(size_t *)place_of(message, field->quantifier_offset) = count;
}
