/* resolver.h - what the parts of the resolver share.
 *
 *     resolve.c    operators, sets, quantifiers
 *     constants.c  codes of enums
 *     names.c      where a path begins: frames, words, values
 *     path.c       where it leads: fields, lists
 *     functions.c  the functions, as a table
 *
 * Private to services/standard/language.
 */
#ifndef RULE_RESOLVER_H
#define RULE_RESOLVER_H

#include <protobuf-c/protobuf-c.h>

#include "resolve.h"

/* What a name inside a quantifier may mean: the file, or the entry of a list. */
struct resolver_frame {
    const ProtobufCMessageDescriptor *type; /* NULL: the entry is a value itself */
    const ProtobufCFieldDescriptor *field;  /* the list */
    const char *entry;                      /* "witness"; of the file: "file" */
    const char *alias;                      /* the word it was reached by, or NULL */
};

struct resolver {
    struct rule_program *program;
    const struct rule_vocabulary *vocabulary;
    struct rule_faults *faults;
    struct resolver_frame frames[RULE_FRAMES_MAX];
    size_t depth;   /* frames in use */
    unsigned words; /* words within words */
    bool history;   /* the root is a History, not a file */
};

/* What a part came to. */
struct typed {
    enum rule_type type;
    uint16_t node;
    const ProtobufCEnumDescriptor *enumeration; /* ENUM, and LIST of such */
    enum rule_type element;                     /* LIST: FORM for messages */
    const ProtobufCFieldDescriptor *list;       /* LIST: the repeated field */
    bool projected;                             /* LIST: a field of each entry */
};

/* A list that is walked over; its frame is pushed and must be popped. */
struct walked {
    bool ok;
    uint16_t list;
    uint16_t where;
};

struct typed resolver_expression(struct resolver *r, const struct rule_ast *ast);
uint16_t resolver_condition(struct resolver *r, const struct rule_ast *ast);
struct typed resolver_path(struct resolver *r, const struct rule_ast *ast);
struct typed resolver_call(struct resolver *r, const struct rule_ast *ast);
struct walked resolver_walk(struct resolver *r, const struct rule_ast *list);
void resolver_pop(struct resolver *r);

/* A constant as a value of the enum. */
struct typed resolver_constant(struct resolver *r, const struct rule_ast *ast,
                               const ProtobufCEnumDescriptor *type);

uint16_t resolver_emit(struct resolver *r, const struct rule_ast *ast, struct rule_node node);
struct typed resolver_faulty(void);

/* Report that the name says something of a file, where a History is looked at. */
struct typed resolver_not_of_history(struct resolver *r, const struct rule_ast *ast);
const char *resolver_type_name(enum rule_type type);

/* The current entry of an enclosing "each witness": its frame, or -1. */
int resolver_entry_frame(const struct resolver *r, const char *name);

#endif
