/* translate.h - conditions written down as C, when pfq is built: see native.h.
 *
 * Private to services/standard.
 */
#ifndef RULE_TRANSLATE_H
#define RULE_TRANSLATE_H

#include <stdio.h>

#include "program.h"

/* Write `rule_native_shipped` for the conditions at `roots`. */
void rule_translate(const struct rule_program *program, const uint16_t *roots, size_t count,
                    FILE *out);

#endif
