/* verdict.h - from outcomes to a verdict: the whole file's, and each aspect's.
 *
 * The one place that knows how failings add up, for judge.c and for history.c.
 *
 * Private to services/standard.
 */
#ifndef VERDICT_H
#define VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "store.pb-c.h"

/* What a check weighs. */
struct verdict_weight {
    uint8_t severity; /* Severity */
    bool presence;    /* else quality */
    bool person;      /* a question for a person never moves the machine's verdict */
};

struct verdict_tally {
    unsigned critical; /* NOT_MET */
    unsigned major;
    unsigned open; /* critical or major, and undecided */
    unsigned applied;
};

struct verdict_tallies {
    struct verdict_tally presence;
    struct verdict_tally quality;
};

struct verdict_weight verdict_weight(const Pfq__V1__CatalogueCheck *check);

/* Critical or major: minor failings are advice. */
static inline bool verdict_is_grave(Pfq__V1__Severity severity)
{
    return severity == PFQ__V1__SEVERITY__SEVERITY_CRITICAL ||
           severity == PFQ__V1__SEVERITY__SEVERITY_MAJOR;
}

/* Those that count where nobody says otherwise. */
void verdict_limits_init(Pfq__V1__VerdictLimits *limits);

static inline void verdict_add(struct verdict_tallies *tallies, struct verdict_weight weight,
                               Pfq__V1__Outcome outcome)
{
    struct verdict_tally *t = weight.presence ? &tallies->presence : &tallies->quality;
    if (weight.person || outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE) {
        return;
    }
    t->applied++;
    if (outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
        t->critical += weight.severity == PFQ__V1__SEVERITY__SEVERITY_CRITICAL;
        t->major += weight.severity == PFQ__V1__SEVERITY__SEVERITY_MAJOR;
    } else if (outcome != PFQ__V1__OUTCOME__OUTCOME_MET) {
        t->open += verdict_is_grave((Pfq__V1__Severity)weight.severity);
    }
}

/* The verdicts by judged->limits, which must be given. */
void verdict_set(const struct verdict_tallies *tallies, Pfq__V1__Judged *judged);

#endif
