/* values.c - questions about the values of a list: see values.h. */
#include "values.h"

enum rule_tri values_in_list(struct rule_run *run, const struct rule_node *n)
{
    const struct rule_node *list = &run->nodes[n->b];
    struct rule_view view = rule_open(run, list);
    struct rule_range number = n->c ? RULE_ANYTHING : rule_number(run, n->a);
    const char *text = n->c ? rule_text(run, n->a) : NULL;
    enum rule_tri result = view.given ? RULE_FALSE : RULE_UNKNOWN;
    for (size_t i = 0; i < view.count && result != RULE_TRUE; i++) {
        rule_enter(run, list, &view, i);
        enum rule_tri equal = n->c ? rule_equal_texts(text, rule_text(run, list->a))
                                   : rule_compare(COMPARE_EQUAL, number, rule_number(run, list->a));
        result = rule_or(result, equal);
    }
    return result;
}

/* Is entry `i` of list `l`, text or number, the same as what stands in list `m`? */
static enum rule_tri entry_in(struct rule_run *run, const struct rule_node *l,
                              const struct rule_view *view, size_t i, uint16_t m)
{
    rule_enter(run, l, view, i);
    struct rule_node find = {.op = OP_IN_LIST, .a = l->a, .b = m, .c = l->b};
    return values_in_list(run, &find);
}

static enum rule_tri subset(struct rule_run *run, uint16_t a, uint16_t b)
{
    const struct rule_node *list = &run->nodes[a];
    struct rule_view view = rule_open(run, list);
    enum rule_tri result = view.given ? RULE_TRUE : RULE_UNKNOWN;
    for (size_t i = 0; i < view.count && result != RULE_FALSE; i++) {
        result = rule_and(result, entry_in(run, list, &view, i, b));
    }
    return result;
}

static struct rule_range value_of(struct rule_run *run, const struct rule_node *list,
                                  const struct rule_view *view, size_t i)
{
    rule_enter(run, list, view, i);
    return rule_number(run, list->a);
}

/* Do entries i and j of one list agree?  Both are read through the same frame. */
static enum rule_tri same_entries(struct rule_run *run, const struct rule_node *list,
                                  const struct rule_view *view, size_t i, size_t j)
{
    if (list->b) {
        rule_enter(run, list, view, i);
        const char *first = rule_text(run, list->a);
        rule_enter(run, list, view, j);
        return rule_equal_texts(first, rule_text(run, list->a));
    }
    struct rule_range first = value_of(run, list, view, i);
    return rule_is_equal(first, value_of(run, list, view, j));
}

enum rule_tri values_unique(struct rule_run *run, const struct rule_node *n)
{
    const struct rule_node *list = &run->nodes[n->a];
    struct rule_view view = rule_open(run, list);
    enum rule_tri repeated = view.given ? RULE_FALSE : RULE_UNKNOWN;
    for (size_t i = 1; i < view.count; i++) {
        for (size_t j = 0; j < i && repeated != RULE_TRUE; j++) {
            repeated = rule_or(repeated, same_entries(run, list, &view, i, j));
        }
    }
    return rule_not(repeated);
}

bool values_stands_before(struct rule_run *run, const struct rule_node *list,
                          const struct rule_view *view, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (same_entries(run, list, view, i, j) == RULE_TRUE) {
            return true;
        }
    }
    return false;
}

/* 4, 5, 6: each is one more than the one before it. */
static enum rule_tri follows(struct rule_range before, struct rule_range now)
{
    return rule_is_just(before) ? rule_is_equal(now, rule_just(before.low + 1)) : RULE_UNKNOWN;
}

bool values_follows(struct rule_run *run, const struct rule_node *list,
                    const struct rule_view *view, size_t i)
{
    struct rule_range before = value_of(run, list, view, i - 1);
    return follows(before, value_of(run, list, view, i)) != RULE_FALSE;
}

enum rule_tri values_consecutive(struct rule_run *run, const struct rule_node *n)
{
    const struct rule_node *list = &run->nodes[n->a];
    struct rule_view view = rule_open(run, list);
    enum rule_tri result = view.given ? RULE_TRUE : RULE_UNKNOWN;
    struct rule_range before = RULE_ANYTHING;
    for (size_t i = 0; i < view.count && result != RULE_FALSE; i++) {
        struct rule_range now = value_of(run, list, &view, i);
        result = i == 0 ? result : rule_and(result, follows(before, now));
        before = now;
    }
    return result;
}

enum rule_tri values_same_set(struct rule_run *run, const struct rule_node *n)
{
    return rule_and(subset(run, n->a, n->b), subset(run, n->b, n->a));
}
