/* resolve.h - from what was written to what is evaluated.
 *
 * Names become offsets through the protobuf-c descriptors and every part is given a
 * type; whatever does not fit is a fault with the nearest known name.
 *
 * Private to services/standard.
 */
#ifndef RULE_RESOLVE_H
#define RULE_RESOLVE_H

#include "ast.h"
#include "program.h"

enum rule_type {
    RULE_FAULTY, /* a fault was reported: fits everything, to report none twice */
    RULE_FLAG,
    RULE_NUMBER,
    RULE_DATE,
    RULE_INSTANT,
    RULE_TIME,
    RULE_ENUM,
    RULE_TEXT,
    RULE_LIST,
    RULE_FORM,    /* a message that is no list */
    RULE_CONSTANT /* an enum constant of which the enum is not known yet */
};

/* A name for an expression or for a list, from standard.yaml. */
struct rule_word {
    const char *name;
    const char *named;    /* how entries are shown; NULL: by the word or the list */
    struct rule_ast *ast; /* NULL: faulty */
};

/* A name for a number, date or time of day.  What it is hangs on the file that is
 * judged: its place in the vocabulary is its place in rule_facts.values. */
struct rule_value {
    const char *name;
    enum rule_type type;
};

struct rule_vocabulary {
    struct rule_word *words;
    size_t word_count;
    struct rule_value *values;
    size_t value_count;
};

/* Add a condition on a submission to the program.  0: there are faults. */
uint16_t rule_resolve(struct rule_program *program, const struct rule_vocabulary *vocabulary,
                      const struct rule_ast *ast, struct rule_faults *faults);

/* The same on a History (proto/history.proto), in a program that holds no others: what
 * is kept of a file while it is checked is kept by node.  Words, values and what is asked
 * of a submission or of a table are faults there. */
uint16_t rule_resolve_history(struct rule_program *program,
                              const struct rule_vocabulary *vocabulary, const struct rule_ast *ast,
                              struct rule_faults *faults);

/* True where the file, one of its lists or the language has the name already. */
bool rule_name_taken(const char *name);

#endif
