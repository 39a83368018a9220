/* field.h - reading the fields of a message, and what is asked of them.
 *
 * The innermost steps of evaluation, inline because all of its cost is here: eval.c
 * takes them for one entry, column.c for all entries of a list.
 *
 * Private to services/standard/language.
 */
#ifndef RULE_FIELD_H
#define RULE_FIELD_H

#include <protobuf-c/protobuf-c.h>

#include "program.h"
#include "tri.h"

/* From an entry to the message that has the field; NULL where one on the way is absent. */
static inline const char *field_reach(const void *entry, const struct rule_node *n)
{
    const char *p = entry;
    for (unsigned i = 0; i < n->hops && p != NULL; i++) {
        p = *(const char *const *)(const void *)(p + n->hop[i]);
    }
    return p;
}

static inline int64_t field_load(const void *p, uint8_t load)
{
    if (load == LOAD_INT64) {
        return *(const int64_t *)p;
    }
    return load == LOAD_UINT32 ? (int64_t) * (const uint32_t *)p : *(const int32_t *)p;
}

static inline bool field_is_given(const char *message, const struct rule_node *n)
{
    return message != NULL && *(const protobuf_c_boolean *)(const void *)(message + n->has) != 0;
}

/* False: not said. */
static inline bool field_number(const void *entry, const struct rule_node *n, int64_t *out)
{
    const char *p = field_reach(entry, n);
    if (!field_is_given(p, n)) {
        return false;
    }
    *out = field_load(p + n->at, n->load);
    return n->load != LOAD_ENUM || *out != 0;
}

static inline enum rule_tri field_flag(const void *entry, const struct rule_node *n)
{
    const char *p = field_reach(entry, n);
    if (!field_is_given(p, n)) {
        return RULE_UNKNOWN;
    }
    return rule_tri(*(const protobuf_c_boolean *)(const void *)(p + n->at) != 0);
}

static inline bool field_is_code(const struct rule_node *n, int64_t value)
{
    return value >= 0 && value < RULE_ENUM_MAX && (n->mask[value / 64] >> (value % 64) & 1) != 0;
}

static inline bool field_compares(const struct rule_node *n, int64_t value)
{
    return (value >= n->within.low && value <= n->within.high) != (n->compare != 0);
}

/* OP_COMPARE_TO */
static inline enum rule_tri field_compare(const void *entry, const struct rule_node *n)
{
    int64_t v = 0;
    return field_number(entry, n, &v) ? rule_tri(field_compares(n, v)) : RULE_UNKNOWN;
}

/* OP_IN_CODES */
static inline enum rule_tri field_in_codes(const void *entry, const struct rule_node *n)
{
    int64_t v = 0;
    return field_number(entry, n, &v) ? rule_tri(field_is_code(n, v)) : RULE_UNKNOWN;
}

#endif
