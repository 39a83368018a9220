/* values.h - questions about the values of a list: membership, repetition, order.
 *
 * Private to services/standard/language.
 */
#ifndef RULE_VALUES_H
#define RULE_VALUES_H

#include "eval.h"

/* OP_IN_LIST, OP_UNIQUE, OP_CONSECUTIVE, OP_SAME_SET */
enum rule_tri values_in_list(struct rule_run *run, const struct rule_node *n);
enum rule_tri values_unique(struct rule_run *run, const struct rule_node *n);
enum rule_tri values_consecutive(struct rule_run *run, const struct rule_node *n);
enum rule_tri values_same_set(struct rule_run *run, const struct rule_node *n);

/* Does the value of entry `i` stand in the list before?  Is it one more than the value
 * before it?  Only what is surely so counts as bad. */
bool values_stands_before(struct rule_run *run, const struct rule_node *list,
                          const struct rule_view *view, size_t i);
bool values_follows(struct rule_run *run, const struct rule_node *list,
                    const struct rule_view *view, size_t i);

#endif
