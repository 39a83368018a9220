/* ast.h - an expression as it was written.
 *
 *     rule_lex()    text -> one token after another
 *     rule_parse()  text -> tree, in an arena
 *
 * Private to services/standard.
 */
#ifndef RULE_AST_H
#define RULE_AST_H

#include <stdbool.h>

#include "fault.h"
#include "pfq/arena.h"
#include "program.h"

enum rule_token_kind {
    TOKEN_END,
    TOKEN_BAD,
    TOKEN_NUMBER,
    TOKEN_DATE,
    TOKEN_TIME,
    TOKEN_TEXT,
    TOKEN_NAME,     /* lower case, parts joined by dots: mg5.word_count */
    TOKEN_CONSTANT, /* upper case: FH_GAP */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_EQUAL,
    TOKEN_UNEQUAL,
    TOKEN_LESS,
    TOKEN_AT_MOST,
    TOKEN_MORE,
    TOKEN_AT_LEAST,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_IF,
    TOKEN_THEN,
    TOKEN_ELSE,
    TOKEN_EACH,
    TOKEN_ANY,
    TOKEN_NO,
    TOKEN_WHERE,
    TOKEN_IN,
    TOKEN_TRUE,
    TOKEN_FALSE
};

struct rule_token {
    enum rule_token_kind kind;
    size_t offset;
    size_t size;
    int64_t number;    /* NUMBER, DATE, TIME */
    const char *fault; /* BAD: a sentence */
};

/* The token at or after `offset`; its text is text[offset .. offset + size). */
struct rule_token rule_lex(const char *text, size_t offset);

/* True for a word that the language itself uses. */
bool rule_is_keyword(const char *name);

enum rule_form {
    FORM_NUMBER,   /* number */
    FORM_DATE,     /* number, YYYYMMDD */
    FORM_TIME,     /* number, minutes after midnight */
    FORM_TEXT,     /* name */
    FORM_FLAG,     /* number 0, 1 */
    FORM_CONSTANT, /* name */
    FORM_PATH,     /* name, dots and all */
    FORM_CALL,     /* name; a = arguments, by next */
    FORM_SET,      /* a = members, by next */
    FORM_NOT,      /* a */
    FORM_AND,      /* a, b */
    FORM_OR,       /* a, b */
    FORM_IF,       /* a then b else c; c may be NULL */
    FORM_COMPARE,  /* a compare b */
    FORM_IN,       /* a in b; number 1 = not in */
    FORM_ADD,      /* a + b */
    FORM_SUBTRACT, /* a - b */
    FORM_EACH,     /* a = LIST, b = what must hold */
    FORM_ANY,
    FORM_NO,
    FORM_LIST /* name; a = where, or NULL */
};

struct rule_ast {
    enum rule_form form;
    enum rule_compare compare;
    const struct rule_source *source;
    size_t offset;
    const char *name;
    int64_t number;
    struct rule_ast *a;
    struct rule_ast *b;
    struct rule_ast *c;
    struct rule_ast *next;
};

/* NULL: a fault was reported. */
struct rule_ast *rule_parse(const struct rule_source *source, struct pfq_arena *arena,
                            struct rule_faults *faults);

/* What a word means: an expression, or a list with its condition (FORM_LIST). */
struct rule_ast *rule_parse_word(const struct rule_source *source, struct pfq_arena *arena,
                                 struct rule_faults *faults);

#endif
