/* tri.h - Kleene's three truth values, and values that may be unknown.
 *
 * A truth is FALSE < UNKNOWN < TRUE: "and" is the smaller, "or" the larger, "not"
 * the mirror.  A value is the range it may lie in: a known value is a range of one,
 * an unknown one the range of everything, and a count of which only some is known
 * is what lies between.  So a comparison is true or false whenever no missing fact
 * could change it, and unknown otherwise.
 *
 * Private to services/standard.
 */
#ifndef RULE_TRI_H
#define RULE_TRI_H

#include <stdbool.h>
#include <stdint.h>

enum rule_tri {
    RULE_FALSE,
    RULE_UNKNOWN,
    RULE_TRUE
};

struct rule_range {
    int64_t low;
    int64_t high;
};

#define RULE_ANYTHING ((struct rule_range){INT64_MIN, INT64_MAX})

static inline struct rule_range rule_just(int64_t value)
{
    return (struct rule_range){value, value};
}

static inline bool rule_is_just(struct rule_range r)
{
    return r.low == r.high;
}

static inline enum rule_tri rule_tri(bool condition)
{
    return condition ? RULE_TRUE : RULE_FALSE;
}

static inline enum rule_tri rule_not(enum rule_tri a)
{
    return (enum rule_tri)(RULE_TRUE - a);
}

static inline enum rule_tri rule_and(enum rule_tri a, enum rule_tri b)
{
    return a < b ? a : b;
}

static inline enum rule_tri rule_or(enum rule_tri a, enum rule_tri b)
{
    return a > b ? a : b;
}

/* --- ranges compared ------------------------------------------------------------------- */

static inline enum rule_tri rule_is_less(struct rule_range a, struct rule_range b)
{
    return a.high < b.low ? RULE_TRUE : a.low >= b.high ? RULE_FALSE : RULE_UNKNOWN;
}

static inline enum rule_tri rule_is_at_most(struct rule_range a, struct rule_range b)
{
    return a.high <= b.low ? RULE_TRUE : a.low > b.high ? RULE_FALSE : RULE_UNKNOWN;
}

static inline enum rule_tri rule_is_equal(struct rule_range a, struct rule_range b)
{
    if (a.high < b.low || b.high < a.low) {
        return RULE_FALSE;
    }
    return rule_is_just(a) && rule_is_just(b) ? RULE_TRUE : RULE_UNKNOWN;
}

#endif
