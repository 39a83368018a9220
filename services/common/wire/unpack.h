/* unpack.h - guarded bytes into a message in the arena.
 *
 * Only for bytes that guard_walk() found no fault in.  What the contract does not know
 * is left out: unknown fields, and enum values of no name.  Nothing is borrowed from the
 * bytes.  Private to the wire layer.
 */
#ifndef UNPACK_H
#define UNPACK_H

#include "shape.h"

/* NULL: the arena is out. */
ProtobufCMessage *unpack_guarded(const struct shape *shape, struct cursor c,
                                 struct pfq_arena *arena);

#endif
