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

/* How a row comes from an answer to an outcome. */
enum decision {
    DECIDE_BY_DATA,
    DECIDE_UNKNOWN_FAILS,
    DECIDE_BY_PERSON,
    DECIDE_LATER /* scope HISTORY: OUTCOME_UNSPECIFIED until then */
};

static inline enum decision decide_how(const struct catalogue_row *row)
{
    return row->person          ? DECIDE_BY_PERSON
           : row->unknown_fails ? DECIDE_UNKNOWN_FAILS
                                : DECIDE_BY_DATA;
}

static inline Pfq__V1__Outcome decide(enum decision how, enum rule_answer answer)
{
    enum {
        out = PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE,
        met = PFQ__V1__OUTCOME__OUTCOME_MET,
        not_met = PFQ__V1__OUTCOME__OUTCOME_NOT_MET,
        open = PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON
    };

    static const uint8_t outcomes[][RULE_ANSWERS] = {
        [DECIDE_BY_DATA] = {out, open, not_met, open, met},
        [DECIDE_UNKNOWN_FAILS] = {out, open, not_met, not_met, met},
        [DECIDE_BY_PERSON] = {out, open, open, open, open},
        [DECIDE_LATER] = {0},
    };
    return (Pfq__V1__Outcome)outcomes[how][answer];
}

static inline bool decide_is_finding(Pfq__V1__Outcome outcome)
{
    return outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET ||
           outcome == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
}

/* The finding, with the items that made it so. */
Pfq__V1__JudgedFinding *decide_finding(struct rule_run *run, const struct catalogue_row *row,
                                       size_t check, enum rule_answer answer,
                                       struct pfq_arena *arena, Pfq__V1__Judged *judged);

/* Decide judged->history_checks over `history`: rows[check] is compiled in `program`.
 * Their outcomes and findings are replaced, each finding in its place in the catalogue. */
void decide_history(const struct rule_program *program, const struct catalogue_row *rows,
                    const Pfq__V1__History *history, struct pfq_arena *arena,
                    Pfq__V1__Judged *judged);

#endif
