/* column.c - conditions for all entries of a list at once: see column.h. */
#include "column.h"

/* --- columns of one condition --------------------------------------------------------- */

static inline void put(struct rule_column *column, unsigned i, enum rule_tri t)
{
    column->yes |= (uint64_t)(t == RULE_TRUE) << i;
    column->no |= (uint64_t)(t == RULE_FALSE) << i;
}

static struct rule_column throughout(enum rule_tri t, uint64_t all)
{
    return (struct rule_column){t == RULE_TRUE ? all : 0, t == RULE_FALSE ? all : 0};
}

static inline const char *message(const struct column_block *block, unsigned i,
                                  const struct rule_node *n)
{
    return field_reach(((const void *const *)block->entries)[i], n);
}

static struct rule_column flags(struct rule_run *unused, const struct column_block *block,
                                const struct rule_node *n)
{
    struct rule_column column = {0, 0};
    (void)unused;
    for (unsigned i = 0; i < block->count; i++) {
        const char *p = message(block, i, n);
        uint64_t bit = (uint64_t)field_is_given(p, n) << i;
        column.yes |= bit != 0 && *(const protobuf_c_boolean *)(const void *)(p + n->at) ? bit : 0;
        column.no |= bit;
    }
    column.no &= ~column.yes;
    return column;
}

/* OP_COMPARE_TO and OP_IN_CODES: `is` says of each value whether it is meant. */
static inline struct rule_column values(const struct column_block *block, const struct rule_node *n,
                                        bool (*is)(const struct rule_node *n, int64_t value))
{
    struct rule_column column = {0, 0};
    for (unsigned i = 0; i < block->count; i++) {
        int64_t v = 0;
        if (field_number(((const void *const *)block->entries)[i], n, &v)) {
            uint64_t bit = UINT64_C(1) << i;
            column.yes |= is(n, v) ? bit : 0;
            column.no |= bit;
        }
    }
    column.no &= ~column.yes;
    return column;
}

static struct rule_column comparisons(struct rule_run *unused, const struct column_block *block,
                                      const struct rule_node *n)
{
    (void)unused;
    return values(block, n, field_compares);
}

static struct rule_column comparisons_with_value(struct rule_run *run,
                                                 const struct column_block *block,
                                                 const struct rule_node *n)
{
    struct rule_node settled = rule_settled(run, n);
    return values(block, &settled, field_compares);
}

static struct rule_column codes(struct rule_run *unused, const struct column_block *block,
                                const struct rule_node *n)
{
    (void)unused;
    return values(block, n, field_is_code);
}

/* What needs more than a field of the entry. */
static struct rule_column one_by_one(struct rule_run *run, const struct column_block *block,
                                     const struct rule_node *n)
{
    uint16_t condition = (uint16_t)(n - run->nodes);
    struct rule_column column = {0, 0};
    for (unsigned i = 0; i < block->count; i++) {
        rule_enter(run, block->list, &block->view, block->first + i);
        put(&column, i, rule_eval(run, condition));
    }
    return column;
}

/* --- columns of columns ---------------------------------------------------------------- */

static struct rule_column opposite(struct rule_run *run, const struct column_block *block,
                                   const struct rule_node *n)
{
    struct rule_column a = column_of(run, block, n->a);
    return (struct rule_column){a.no, a.yes};
}

static struct rule_column both(struct rule_run *run, const struct column_block *block,
                               const struct rule_node *n)
{
    struct rule_column a = column_of(run, block, n->a);
    if (a.no == block->all) {
        return a;
    }
    struct rule_column b = column_of(run, block, n->b);
    return (struct rule_column){a.yes & b.yes, a.no | b.no};
}

static struct rule_column either(struct rule_run *run, const struct column_block *block,
                                 const struct rule_node *n)
{
    struct rule_column a = column_of(run, block, n->a);
    if (a.yes == block->all) {
        return a;
    }
    struct rule_column b = column_of(run, block, n->b);
    return (struct rule_column){a.yes | b.yes, a.no & b.no};
}

/* Where the condition is unknown, what both branches agree on. */
static struct rule_column choice(struct rule_run *run, const struct column_block *block,
                                 const struct rule_node *n)
{
    struct rule_column a = column_of(run, block, n->a);
    struct rule_column b = column_of(run, block, n->b);
    struct rule_column c = column_of(run, block, n->c);
    return (struct rule_column){(a.yes & b.yes) | (a.no & c.yes) | (b.yes & c.yes),
                                (a.yes & b.no) | (a.no & c.no) | (b.no & c.no)};
}

/* What each op of a condition does with all entries; the others take one by one. */
static struct rule_column (*const makers[])(struct rule_run *run, const struct column_block *block,
                                            const struct rule_node *n) = {
    [OP_CONSTANT] = one_by_one,
    [OP_FLAG] = flags,
    [OP_NOT] = opposite,
    [OP_AND] = both,
    [OP_OR] = either,
    [OP_IF] = choice,
    [OP_SAME] = one_by_one,
    [OP_COMPARE] = one_by_one,
    [OP_COMPARE_TO] = comparisons,
    [OP_COMPARE_VALUE] = comparisons_with_value,
    [OP_IN_CODES] = codes,
};

enum {
    MAKERS = sizeof makers / sizeof *makers
};

static inline struct rule_column make(struct rule_run *run, const struct column_block *block,
                                      const struct rule_node *n)
{
    return n->op < MAKERS ? makers[n->op](run, block, n) : one_by_one(run, block, n);
}

/* Entries of two lists never lie in one place. */
static RULE_APART struct rule_column kept(struct rule_run *run, const struct column_block *block,
                                          const struct rule_node *n)
{
    if (run->places[n->slot] == block->entries) {
        return (struct rule_column){run->yes[n->slot], run->no[n->slot]};
    }
    struct rule_column made = make(run, block, n);
    run->yes[n->slot] = made.yes;
    run->places[n->slot] = block->entries;
    run->no[n->slot] = made.no;
    return made;
}

struct rule_column column_of(struct rule_run *run, const struct column_block *block,
                             uint16_t condition)
{
    const struct rule_node *n = &run->nodes[condition];
    if (condition == 0) { /* left out, as most conditions after "where" */
        return (struct rule_column){block->all, 0};
    }
    if ((n->frames >> block->list->c & 1) == 0) {
        return throughout(rule_eval(run, condition), block->all);
    }
    return n->slot != 0 ? kept(run, block, n) : make(run, block, n);
}

/* --- what is asked of a list ----------------------------------------------------------- */

/* each: "where implies holds" of all.  A condition that is unknown leaves open whether
 * the entry counts, so it can neither fail the list nor, unless it holds, pass it. */
enum rule_tri column_each(struct rule_run *run, const struct rule_node *n)
{
    struct column_block block = column_block(run, &run->nodes[n->a]);
    enum rule_tri result = block.view.given ? RULE_TRUE : RULE_UNKNOWN;
    while (column_next(&block)) {
        struct rule_column where = column_of(run, &block, n->b);
        if (where.no == block.all) {
            continue;
        }
        struct rule_column holds = column_of(run, &block, n->c);
        if ((where.yes & holds.no) != 0) {
            return RULE_FALSE;
        }
        if ((where.no | holds.yes) != block.all) {
            result = RULE_UNKNOWN;
        }
    }
    return result;
}

enum rule_tri column_any(struct rule_run *run, const struct rule_node *n)
{
    struct column_block block = column_block(run, &run->nodes[n->a]);
    enum rule_tri result = block.view.given ? RULE_FALSE : RULE_UNKNOWN;
    while (column_next(&block)) {
        struct rule_column where = column_of(run, &block, n->b);
        if (where.no == block.all) {
            continue;
        }
        struct rule_column holds = column_of(run, &block, n->c);
        if ((where.yes & holds.yes) != 0) {
            return RULE_TRUE;
        }
        if ((where.no | holds.no) != block.all) {
            result = RULE_UNKNOWN;
        }
    }
    return result;
}

static int bits(uint64_t mask)
{
    return __builtin_popcountll(mask);
}

struct rule_range column_count(struct rule_run *run, const struct rule_node *n)
{
    struct column_block block = column_block(run, &run->nodes[n->a]);
    if (!block.view.given) {
        return (struct rule_range){0, INT64_MAX};
    }
    struct rule_range sum = {0, 0};
    while (column_next(&block)) {
        struct rule_column where = column_of(run, &block, n->b);
        sum.low += bits(where.yes);
        sum.high += bits(block.all & ~where.no);
    }
    return sum;
}

static int64_t per_cent(int64_t part, int64_t whole)
{
    return whole == 0 ? 100 : part * 100 / whole;
}

/* Low: what is open goes against; high: in favour.  An entry of which it is open
 * whether it counts is left out where counting it would go the other way. */
struct rule_range column_share(struct rule_run *run, const struct rule_node *n)
{
    struct column_block block = column_block(run, &run->nodes[n->a]);
    if (!block.view.given) {
        return (struct rule_range){0, 100};
    }
    int64_t low[2] = {0, 0}; /* hold, of */
    int64_t high[2] = {0, 0};
    while (column_next(&block)) {
        struct rule_column where = column_of(run, &block, n->b);
        struct rule_column holds = column_of(run, &block, n->c);
        uint64_t perhaps = block.all & ~where.yes & ~where.no;
        low[0] += bits(where.yes & holds.yes);
        low[1] += bits(where.yes | (perhaps & ~holds.yes));
        high[0] += bits((where.yes | perhaps) & ~holds.no);
        high[1] += bits(where.yes | (perhaps & ~holds.no));
    }
    struct rule_range r = {per_cent(low[0], low[1]), per_cent(high[0], high[1])};
    return r.low <= r.high ? r : (struct rule_range){0, 100};
}
