/* decide.h - what a row comes to where it is in force, and the finding that says so.
 *
 * Private to services/standard.
 */
#ifndef DECIDE_H
#define DECIDE_H

#include "catalogue.h"

/* The outcome of a check, of which two share a byte. */
static inline Pfq__V1__Outcome decide_outcome(const Pfq__V1__Judged *judged, size_t check)
{
    return check / 2 < judged->outcomes.len
               ? (Pfq__V1__Outcome)(judged->outcomes.data[check / 2] >> (check % 2 * 4) & 0x0F)
               : PFQ__V1__OUTCOME__OUTCOME_UNSPECIFIED;
}

/* The catalogue may have judged it: whatever it refers to is there. */
bool decide_fits(const Pfq__V1__Catalogue *catalogue, const Pfq__V1__Judged *judged);

/* The outcome, and in *at what condition and truth it hangs on, for naming items. */
static inline Pfq__V1__Outcome decide_row(struct rule_run *run, const struct catalogue_row *row,
                                          uint16_t *at, enum rule_tri *bad)
{
    *at = row->when;
    *bad = rule_ask(run, row->when);
    if (*bad == RULE_FALSE) {
        return PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE;
    }
    if (*bad == RULE_UNKNOWN || row->person) {
        return PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
    }
    *at = row->check;
    *bad = rule_ask(run, row->check);
    if (*bad == RULE_TRUE) {
        return PFQ__V1__OUTCOME__OUTCOME_MET;
    }
    return *bad == RULE_FALSE || row->unknown_fails ? PFQ__V1__OUTCOME__OUTCOME_NOT_MET
                                                    : PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
}

static inline bool decide_is_finding(Pfq__V1__Outcome outcome)
{
    return outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET ||
           outcome == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
}

/* The finding, with the items that made it so. */
Pfq__V1__JudgedFinding *decide_finding(struct rule_run *run, size_t check, Pfq__V1__Outcome outcome,
                                       uint16_t at, enum rule_tri bad, struct pfq_arena *arena);

/* Decide judged->history_checks over `history`: rows[check] is compiled in `program`.
 * Their outcomes and findings are replaced, each finding in its place in the catalogue. */
void decide_history(const struct rule_program *program, const struct catalogue_row *rows,
                    const Pfq__V1__History *history, struct pfq_arena *arena,
                    Pfq__V1__Judged *judged);

#endif
