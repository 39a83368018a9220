/* pfq/history.h - what can only be judged beside earlier submissions.
 *
 * Checks of scope HISTORY are decided by store's writer inside the commit, over a
 * History message that is stored with the submission (G5).  intake has decided them
 * already as if nothing came before; so this is for a submission that something did
 * come before: an earlier one of the same file, or another stage of the same case.
 *
 *     pfq_history_open()    a catalogue's own texts -> its history checks, compiled
 *     pfq_history_decide()  what came before -> outcomes, findings, verdicts, Resubmission
 *
 * Pure: no clock, no disk.  Layer 2 (core).
 */
#ifndef PFQ_HISTORY_H
#define PFQ_HISTORY_H

#include "pfq/arena.h"
#include "pfq/err.h"
#include "store.pb-c.h"

struct pfq_history;

/* `catalogue` is any version that was ever kept: it must stay as long as the result. */
enum pfq_code pfq_history_open(const Pfq__V1__Catalogue *catalogue, struct pfq_history **out,
                               struct pfq_err *err) PFQ_CHECKED;
void pfq_history_close(struct pfq_history *history);

/* What came before; everything is borrowed. */
struct pfq_past {
    const Pfq__V1__Judged *previous;             /* of the same file, the one before; NULL: none */
    const Pfq__V1__Catalogue *previous_texts;    /* the catalogue that judged it */
    const Pfq__V1__HistoryFacts *previous_facts; /* NULL: not kept */
    uint32_t earlier;                    /* submissions of the same file; also its ordinal */
    const Pfq__V1__HistoryFacts *before; /* latest of the case at another stage; NULL: none */
};

/* Changes `judged` (its history checks, verdicts, resubmission, certified and the change of
 * each finding) and returns what it was decided over, both in the arena: less than a KiB for
 * each check.  A `judged` that another catalogue judged is left as it is. */
Pfq__V1__History *pfq_history_decide(const struct pfq_history *history,
                                     const Pfq__V1__HistoryFacts *now, const struct pfq_past *past,
                                     struct pfq_arena *arena, Pfq__V1__Judged *judged);

#endif
