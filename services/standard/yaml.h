/* yaml.h - one YAML file, with the place of everything in it.
 *
 * Faults of the file itself and of what is written in it go to pfq_problems with the
 * path "file:line:column".  Private to services/standard.
 */
#ifndef YAML_H
#define YAML_H

#include <libfyaml.h>

#include "language/fault.h"
#include "pfq/problems.h"

struct yaml_file {
    const char *name; /* for people: without its directory */
    const char *text;
    struct fy_document *document;
    struct pfq_problems *problems;
};

/* An expression in a file. */
struct yaml_source {
    struct rule_source source; /* first */
    const struct yaml_file *file;
    size_t start; /* of the scalar in the file's text */
};

/* False: it cannot be read or is no YAML; a problem says so. */
bool yaml_open(struct yaml_file *file, const char *directory, const char *name,
               struct pfq_arena *arena, struct pfq_problems *problems);
void yaml_close(struct yaml_file *file);

/* A fault at a node; NULL: of the file as a whole. */
void yaml_fault(const struct yaml_file *file, struct fy_node *node, const char *fix,
                const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* "file:line:column" of a node, as faults have it. */
const char *yaml_place(const struct yaml_file *file, struct fy_node *node, struct pfq_arena *arena);

/* The text of a scalar, in the arena; NULL where the node is no scalar or empty. */
const char *yaml_text(struct fy_node *node, struct pfq_arena *arena);

/* An expression with its place; NULL as above. */
struct rule_source *yaml_expression(const struct yaml_file *file, struct fy_node *node,
                                    struct pfq_arena *arena);

/* Where a fault inside an expression is reported (rule_faults.report). */
void yaml_report(void *unused_self, const struct rule_source *source, size_t offset,
                 const char *sentence, const char *fix);

#endif
