/* json_scalar.h - a flag, a number or an enum value from JSON.
 *
 * Private to the wire layer.
 */
#ifndef JSON_SCALAR_H
#define JSON_SCALAR_H

#include <stdbool.h>

#include <jansson.h>
#include <protobuf-c/protobuf-c.h>

struct scalar_fault {
    const char *code;
    const char *sentence;
    char fix[256];
};

/* *out is an int32_t, uint32_t, int64_t, uint64_t, protobuf_c_boolean or enum, as the
 * field's type has it.  False: `fault` says why. */
bool scalar_read(const ProtobufCFieldDescriptor *field, const json_t *json, void *out,
                 struct scalar_fault *fault);

#endif
