/* shape.c - shapes from descriptors, once: see shape.h. */
#include "shape.h"

#include <pthread.h>

#include "fields.h"
#include "limits.h"
#include "pfq/bug.h"

enum {
    SHAPES_MAX = 256,
    ROWS_MAX = 2048
};

static struct shape shapes[SHAPES_MAX];
static size_t shape_count;
static struct shape_field all_rows[ROWS_MAX];
static size_t row_count;

static enum shape_kind kind_of(ProtobufCType type)
{
    switch ((int)type) {
    case PROTOBUF_C_TYPE_MESSAGE:
        return SHAPE_MESSAGE;
    case PROTOBUF_C_TYPE_STRING:
        return SHAPE_TEXT;
    case PROTOBUF_C_TYPE_BYTES:
        return SHAPE_BYTES;
    case PROTOBUF_C_TYPE_BOOL:
        return SHAPE_BOOL;
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
        return SHAPE_NUMBER64;
    default:
        return SHAPE_NUMBER32;
    }
}

static enum shape_given given_of(const ProtobufCFieldDescriptor *field, enum shape_kind kind)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        return SHAPE_BY_COUNT;
    }
    if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0) {
        return SHAPE_BY_CASE;
    }
    return kind == SHAPE_TEXT || kind == SHAPE_MESSAGE ? SHAPE_BY_POINTER : SHAPE_BY_FLAG;
}

/* The end of the run of known values that starts with 0. */
static uint64_t enum_run(const ProtobufCEnumDescriptor *type)
{
    int last = 0;
    while (protobuf_c_enum_descriptor_get_value(type, last + 1) != NULL) {
        last++;
    }
    return (uint64_t)last;
}

static uint64_t most_of(const ProtobufCMessageDescriptor *type,
                        const ProtobufCFieldDescriptor *field)
{
    switch ((int)field->type) {
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_BYTES:
        return limits_bytes(type, field);
    case PROTOBUF_C_TYPE_ENUM:
        return enum_run(field->descriptor);
    case PROTOBUF_C_TYPE_INT32:
        return INT32_MAX;
    case PROTOBUF_C_TYPE_UINT32:
        return UINT32_MAX;
    default:
        return UINT64_MAX;
    }
}

static const struct shape *add(const ProtobufCMessageDescriptor *type);

static struct shape_field row_of(const ProtobufCMessageDescriptor *type,
                                 const ProtobufCFieldDescriptor *field)
{
    enum shape_kind kind = kind_of(field->type);
    return (struct shape_field){
        .field = field,
        .message = kind == SHAPE_MESSAGE ? add(field->descriptor) : NULL,
        .most = most_of(type, field),
        .offset = field->offset,
        .given_at = field->quantifier_offset,
        .position = (uint16_t)(field - type->fields),
        .kind = (uint8_t)kind,
        .given = (uint8_t)given_of(field, kind),
        .wire = kind < SHAPE_TEXT ? WIRE_VARINT : WIRE_LENGTH,
        .value_size = (uint8_t)fields_size(field->type),
    };
}

static const struct shape *find(const ProtobufCMessageDescriptor *type)
{
    for (size_t i = 0; i < shape_count; i++) {
        if (shapes[i].type == type) {
            return &shapes[i];
        }
    }
    return NULL;
}

/* protobuf-c keeps a message's fields in the order of their numbers. */
static uint32_t highest_number(const ProtobufCMessageDescriptor *type)
{
    return type->n_fields == 0 ? 0 : type->fields[type->n_fields - 1].id;
}

static const struct shape *add(const ProtobufCMessageDescriptor *type)
{
    const struct shape *known = find(type);
    if (known != NULL) {
        return known;
    }
    struct shape_field *rows = all_rows + row_count;
    uint32_t count = highest_number(type) + 1;
    PFQ_ASSERT(shape_count < SHAPES_MAX && count <= ROWS_MAX - row_count);
    struct shape *shape = &shapes[shape_count++];
    *shape = (struct shape){type, rows, count};
    row_count += count;
    for (unsigned i = 0; i < type->n_fields; i++) {
        rows[type->fields[i].id] = row_of(type, &type->fields[i]);
    }
    return shape;
}

static void make_all(void)
{
    (void)add(&pfq__v1__envelope__descriptor); /* first, and so found at once */
    (void)add(&pfq__v1__judged__descriptor);   /* packed into bytes fields */
    (void)add(&pfq__v1__stored_file__descriptor);
}

const struct shape *shape_of(const ProtobufCMessageDescriptor *type)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, make_all);
    const struct shape *shape = find(type);
    PFQ_ASSERT(shape != NULL);
    return shape;
}
