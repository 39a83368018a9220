/* native.c - whether a program is the one that pfq was built with: see native.h. */
#include "native.h"

#include <stddef.h>
#include <string.h>

/* FNV-1a */
static uint64_t add(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

uint64_t rule_native_digest(const struct rule_program *program)
{
    uint64_t hash = add(UINT64_C(14695981039346656037), &program->count, sizeof program->count);
    for (size_t i = 0; i < program->count; i++) {
        const struct rule_node *n = &program->nodes[i];
        bool text = n->op == OP_TEXT || n->op == OP_LIST;
        hash = add(hash, n, offsetof(struct rule_node, slot)); /* there is no padding there */
        hash = add(hash, &n->slot, sizeof n->slot);
        hash = text ? add(hash, n->text, strlen(n->text) + 1) : add(hash, n->mask, sizeof n->mask);
    }
    return add(hash, program->rows, program->row_count * sizeof *program->rows);
}

rule_native_rows *const *rule_native_of(const struct rule_program *program)
{
    const struct rule_native *shipped = &rule_native_shipped;
    return shipped->digest == rule_native_digest(program) ? shipped->rows : NULL;
}
