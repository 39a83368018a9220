/* plan.h - an action plan as the police read it in `pfq feedback`.
 *
 * Layer 4 (operator).
 */
#ifndef PLAN_H
#define PLAN_H

#include "operator/text.h"
#include "people.pb-c.h"
#include "pfq/arena.h"
#include "store.pb-c.h"

/* `texts`: where a failure of a check finds why it matters and what good looks like; NULL: not
 * known here.  `run`: --run as it was typed, for the commands to answer with; NULL: it was not. */
void plan_put(struct page *page, const Pfq__V1__AssessmentRow *row, const Pfq__V1__Catalogue *texts,
              const char *run, struct pfq_arena *arena);

#endif
