/* examples.h - an example while it is read.
 *
 *     examples.c       files, rows, examples
 *     examples_body.c  a YAML node as a message of the contract
 *     examples_run.c   what a row comes to
 *
 * Private to services/standard.
 */
#ifndef EXAMPLES_H
#define EXAMPLES_H

#include "pfq/examples.h"
#include "yaml.h"

/* What the sender of an example says where its body does not. */
struct example_defaults {
    Pfq__V1__FileType stage;
    int32_t date;
};

/* The body, packed; {NULL, 0}: faults were reported.  `scratch` is for what is thrown away. */
struct pfq_bytes examples_body(const struct yaml_file *file, struct fy_node *body,
                               const ProtobufCMessageDescriptor *type,
                               const struct example_defaults *defaults, struct pfq_arena *arena,
                               struct pfq_arena *scratch);

#endif
