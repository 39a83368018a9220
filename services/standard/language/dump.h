/* dump.h - a compiled condition as text, for whoever asks how a row is evaluated.
 *
 * Private to services/standard.
 */
#ifndef RULE_DUMP_H
#define RULE_DUMP_H

#include <protobuf-c/protobuf-c.h>

#include "program.h"

/* One node a line, what it is made of indented below it.  `file` is the message that the
 * condition looks at, `values` the names of the catalogue's values. */
char *rule_dump(const struct rule_program *program, uint16_t root,
                const ProtobufCMessageDescriptor *file, const char *const *values,
                struct pfq_arena *arena);

#endif
