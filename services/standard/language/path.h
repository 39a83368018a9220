/* path.h - along a path, from a message to the field or the list at its end.
 *
 * Private to services/standard/language.
 */
#ifndef RULE_PATH_H
#define RULE_PATH_H

#include "resolver.h"

enum {
    PATH_PART = 64
};

/* A place in the frame that a path has led to. */
struct path_cursor {
    const struct rule_ast *ast;
    const char *rest; /* of the path; "" at its end */
    const ProtobufCMessageDescriptor *message;
    struct rule_node node;
};

struct path_member {
    const ProtobufCFieldDescriptor *wrapper; /* NULL: a field of the message itself */
    const ProtobufCFieldDescriptor *field;
};

/* The only list in a message that wraps it, else NULL. */
const ProtobufCFieldDescriptor *path_wrapped(const ProtobufCFieldDescriptor *field);

/* A field of the message, or the entry of a list in one of its wrappers. */
struct path_member path_find(const ProtobufCMessageDescriptor *m, const char *name);
void path_offer(const ProtobufCMessageDescriptor *m, struct pfq_near *nearest);

/* Take the first part off the path. */
void path_cut(const char **rest, char part[PATH_PART]);

/* From the message at the cursor along the rest of the path. */
struct typed path_follow(struct resolver *r, struct path_cursor *c);

/* An entry as a value: itself, or the field of it that the rest of the path names. */
struct typed path_project(struct resolver *r, const struct path_cursor *c,
                          const ProtobufCFieldDescriptor *field, uint8_t frame);

/* Report that nothing is called so. */
struct typed path_unknown(struct resolver *r, const struct path_cursor *c, const char *part,
                          struct pfq_near *nearest);

#endif
