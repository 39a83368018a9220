/* column.h - a condition on the entries of a list, for all of them at once.
 *
 * The answer for up to 64 entries is a column: a bit for each that is true and one for
 * each that is false.  "and" and "or" of columns cost what they cost of one entry, and
 * a column that several checks ask for is made once for each file.
 *
 * Private to services/standard/language.
 */
#ifndef RULE_COLUMN_H
#define RULE_COLUMN_H

#include "eval.h"

/* A list, 64 entries at a time:
 *
 *     struct column_block block = column_block(run, list);
 *     while (column_next(&block)) ... column_of(run, &block, condition) */
struct column_block {
    const struct rule_node *list;
    struct rule_view view;
    size_t first;        /* entry of the block */
    const void *entries; /* from there */
    unsigned count;
    uint64_t all; /* a bit for each */
};

static inline struct column_block column_block(const struct rule_run *run,
                                               const struct rule_node *list)
{
    return (struct column_block){.list = list, .view = rule_open(run, list)};
}

static inline bool column_next(struct column_block *block)
{
    block->first += block->count;
    size_t left = block->view.count - block->first;
    if (left == 0) {
        return false;
    }
    block->entries = rule_entry(&block->view, block->first);
    block->count = left < RULE_COLUMN_BITS ? (unsigned)left : RULE_COLUMN_BITS;
    block->all = UINT64_MAX >> (RULE_COLUMN_BITS - block->count);
    return true;
}

struct rule_column column_of(struct rule_run *run, const struct column_block *block,
                             uint16_t condition);

/* OP_EACH, OP_ANY */
enum rule_tri column_each(struct rule_run *run, const struct rule_node *n);
enum rule_tri column_any(struct rule_run *run, const struct rule_node *n);

/* OP_COUNT, OP_SHARE */
struct rule_range column_count(struct rule_run *run, const struct rule_node *n);
struct rule_range column_share(struct rule_run *run, const struct rule_node *n);

#endif
