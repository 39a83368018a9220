/* translate.h - conditions written down as C, when pfq is built: see native.h.
 *
 * Private to services/standard.
 */
#ifndef RULE_TRANSLATE_H
#define RULE_TRANSLATE_H

#include <stdio.h>

#include "program.h"

/* Write `rule_native_shipped` for the rows of `program`. */
void rule_translate(const struct rule_program *program, FILE *out);

/* translate_words.c: what has a word of its own.  False: there is none. */
bool translate_condition_word(FILE *to, const struct rule_program *program,
                              const struct rule_node *n);
bool translate_number_word(FILE *to, const struct rule_node *n);

/* The message that has the field of the node. */
void translate_message(FILE *to, const struct rule_node *n);

#endif
