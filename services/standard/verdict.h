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

enum {
    VERDICT_WEIGHTS = 16, /* severities, of presence or quality, asked of the data or a person */
    VERDICT_OUTCOMES = 8
};

/* What a check weighs: checks of one weight count alike. */
struct verdict_weight {
    uint8_t of; /* below VERDICT_WEIGHTS */
};

struct verdict_tallies {
    uint16_t count[VERDICT_WEIGHTS][VERDICT_OUTCOMES];
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
    tallies->count[weight.of][(unsigned)outcome % VERDICT_OUTCOMES]++;
}

/* The verdicts by judged->limits, which must be given. */
void verdict_set(const struct verdict_tallies *tallies, Pfq__V1__Judged *judged);

#endif
