/* shape.h - the message types of the contract, made ready for reading.
 *
 * Descriptors answer every question about a field, but some only by a search.  A shape
 * is one message type with the answers at hand, in rows found by field number.  All
 * shapes are made once, at the first use, whichever thread comes first.
 *
 * Private to the wire layer.
 */
#ifndef SHAPE_H
#define SHAPE_H

#include <stdbool.h>

#include "cursor.h"

enum shape_kind {
    SHAPE_NUMBER32,
    SHAPE_NUMBER64,
    SHAPE_BOOL,
    SHAPE_TEXT,
    SHAPE_BYTES,
    SHAPE_MESSAGE
};

/* How a struct says that a field is given. */
enum shape_given {
    SHAPE_BY_FLAG,
    SHAPE_BY_POINTER,
    SHAPE_BY_CASE, /* in the oneof */
    SHAPE_BY_COUNT /* a list */
};

struct shape_field {
    const ProtobufCFieldDescriptor *field; /* NULL: no field has this number */
    const struct shape *message;           /* MESSAGE */
    uint64_t most;      /* bytes at most; of numbers: up to here in range and known */
    uint32_t offset;    /* of the value in its struct */
    uint32_t given_at;  /* offset of flag, case or count */
    uint16_t position;  /* among the fields of its message */
    uint8_t kind;       /* enum shape_kind */
    uint8_t given;      /* enum shape_given */
    uint8_t wire;       /* enum cursor_wire; of one entry, in a list */
    uint8_t value_size; /* in the struct, or in a list's array */
};

struct shape {
    const ProtobufCMessageDescriptor *type;
    const struct shape_field *rows; /* by number */
    uint32_t row_count;
};

/* Of any message of the contract. */
const struct shape *shape_of(const ProtobufCMessageDescriptor *type);

/* The field of that number, or NULL. */
static inline const struct shape_field *shape_find(const struct shape *shape, uint32_t number)
{
    return number < shape->row_count && shape->rows[number].field != NULL ? &shape->rows[number]
                                                                          : NULL;
}

/* Is this item a whole list of numbers in one? */
static inline bool shape_is_packed(const struct shape_field *field, const struct item *item)
{
    return item->wire == WIRE_LENGTH && field->wire == WIRE_VARINT &&
           field->given == SHAPE_BY_COUNT;
}

/* A number that the contract knows; only values of enums can be unknown. */
static inline bool shape_knows(const struct shape_field *field, uint64_t number)
{
    return number <= field->most || field->field->type != PROTOBUF_C_TYPE_ENUM ||
           protobuf_c_enum_descriptor_get_value(field->field->descriptor, (int)number) != NULL;
}

#endif
