/* facts.h - what later submissions of a case are compared with.
 *
 * Private to services/standard.
 */
#ifndef FACTS_H
#define FACTS_H

#include "history.pb-c.h"
#include "language/eval.h"

Pfq__V1__HistoryFacts *facts_for_history(const struct rule_facts *facts, struct pfq_arena *arena);

#endif
