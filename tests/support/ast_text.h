/* ast_text.h - a parsed condition as text again, every part in brackets. */
#ifndef TEST_AST_TEXT_H
#define TEST_AST_TEXT_H

#include "standard/language/ast.h"

/* In the arena; parsing it gives an equal tree. */
const char *ast_text(const struct rule_ast *ast, struct pfq_arena *arena);

/* Parse a condition that has no fault; aborts the test where it has one. */
struct rule_ast *ast_parse(const char *text, struct pfq_arena *arena);

/* What a word means: a condition or a list. */
struct rule_ast *ast_parse_word(const char *text, struct pfq_arena *arena);

#endif
