/* limits.c - the table of limits.def. */
#include "limits.h"

#include <string.h>

#include "pfq/bug.h"
#include "pfq/wire.h"

static const struct limit {
    const char *message;
    const char *field;
    size_t bytes;
} rows[] = {

#define PFQ_LIMIT_BYTES(message, field, bytes) {message, field, bytes},
#include "limits.def"
#undef PFQ_LIMIT_BYTES
};

enum {
    ROWS = sizeof rows / sizeof *rows
};

size_t limits_bytes(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].message, type->short_name) == 0 &&
            strcmp(rows[i].field, field->name) == 0) {
            return rows[i].bytes;
        }
    }
    return LIMITS_BYTES;
}

size_t pfq_wire_text_max(const ProtobufCMessageDescriptor *type, const char *field)
{
    const ProtobufCFieldDescriptor *found =
        protobuf_c_message_descriptor_get_field_by_name(type, field);
    PFQ_ASSERT(found != NULL);
    return limits_bytes(type, found);
}

const char *limits_row(size_t i, const char **field)
{
    if (i >= ROWS) {
        return NULL;
    }
    *field = rows[i].field;
    return rows[i].message;
}

size_t limits_row_bytes(size_t i)
{
    return rows[i].bytes;
}
