/* enum.c - enum values by their short names: FILE_TYPE_FH_GAP is "FH_GAP".
 *
 * The prefix is what the zero value's name has before UNSPECIFIED. */
#include <string.h>

#include "pfq/bug.h"
#include "pfq/wire.h"

static size_t prefix_length(const ProtobufCEnumDescriptor *type)
{
    const ProtobufCEnumValue *zero = protobuf_c_enum_descriptor_get_value(type, 0);
    PFQ_ASSERT(zero != NULL);
    size_t length = strlen(zero->name);
    PFQ_ASSERT(length > sizeof "UNSPECIFIED" - 1);
    return length - (sizeof "UNSPECIFIED" - 1);
}

const char *pfq_enum_name(const ProtobufCEnumDescriptor *type, int value)
{
    const ProtobufCEnumValue *row = protobuf_c_enum_descriptor_get_value(type, value);
    return row == NULL ? NULL : row->name + prefix_length(type);
}

bool pfq_enum_value(const ProtobufCEnumDescriptor *type, const char *name, int *out)
{
    size_t skip = prefix_length(type);
    for (unsigned i = 0; i < type->n_values; i++) {
        const char *full = type->values[i].name;
        if (strcmp(full, name) == 0 || strcmp(full + skip, name) == 0) {
            *out = type->values[i].value;
            return true;
        }
    }
    return false;
}
