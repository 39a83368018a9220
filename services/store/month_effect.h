/* month_effect.h - what closing a month would freeze: for its preview.
 *
 * Layer 4 (store).
 */
#ifndef MONTH_EFFECT_H
#define MONTH_EFFECT_H

#include "db_people.h"
#include "figures.h"

struct month_effect {
    uint64_t forces;           /* with files */
    uint64_t undecided;        /* files decided neither way */
    Pfq__V1__Figure *expected; /* by AssessmentKind: what ought to be assessed, and is not */
    uint64_t unanswered;       /* failures that the police may still answer */
    uint64_t disputed;         /* failures disputed, without an outcome */
};

void month_effect_open(struct month_effect *e, struct pfq_arena *arena);

/* The first submissions of one force, `files` of them. */
void month_effect_add(struct month_effect *e, const struct sums *sums,
                      const struct figures_names *names, uint64_t files);

/* Failures of the assessments made in the month whose deadline is to come. */
enum pfq_code month_effect_failures(struct month_effect *e, struct db *db, int32_t month,
                                    int64_t wall_ms, struct pfq_err *err) PFQ_CHECKED;

/* False: no room. */
bool month_effect_put(const struct month_effect *e, struct pfq_arena *arena,
                      Pfq__V1__MonthRow *row);

#endif
