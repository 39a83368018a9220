/* limits.h - how long a text and how many entries a field may have: see limits.def.
 *
 * Private to the wire layer.
 */
#ifndef LIMITS_H
#define LIMITS_H

#include <stdbool.h>
#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

enum {
    LIMITS_BYTES = 64,   /* of a text or bytes field without a row */
    LIMITS_COUNT = 1000, /* of any list */
    LIMITS_DEPTH = 16    /* messages inside one another; the contract needs 6 */
};

size_t limits_bytes(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field);

/* Every row, for the tests that each names a field of the contract and is told to integrators; NULL
 * past the end. */
const char *limits_row(size_t i, const char **field);
size_t limits_row_bytes(size_t i);

#endif
