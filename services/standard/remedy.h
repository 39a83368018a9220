/* remedy.h - where the faults of a load are.
 *
 * Private to services/standard.
 */
#ifndef REMEDY_H
#define REMEDY_H

#include "pfq/standard.h"

/* "var/tables", "pfq.conf; var/tables": of the problems from this number on. */
const char *remedy_places(const struct pfq_standard_source *source,
                          const struct pfq_problems *problems, size_t first,
                          struct pfq_arena *arena);

#endif
