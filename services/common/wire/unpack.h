/* unpack.h - bytes into a message in the arena.
 *
 * It takes whatever is of protobuf's form, and reads no byte that is not there: whether
 * numbers, lengths and texts are what the contract allows is the guard's question, and for
 * bytes from outside guard_walk() comes first.  What the contract does not know is left
 * out: unknown fields, and enum values of no name.  Nothing is borrowed from the bytes.
 * Private to the wire layer.
 */
#ifndef UNPACK_H
#define UNPACK_H

#include "shape.h"

/* NULL: the arena is out, or the bytes are damaged. */
ProtobufCMessage *unpack_message(const struct shape *shape, struct cursor c,
                                 struct pfq_arena *arena);

#endif
