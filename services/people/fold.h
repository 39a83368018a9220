/* fold.h - one assessment being put together from its events.
 *
 *     fold.c      the order of events, versions, withdrawal, second markings
 *     failures.c  its failures, and what was said of each
 *     standing.c  where each failure stands, and the roll-up of all
 *
 * Private to services/people.
 */
#ifndef PEOPLE_FOLD_H
#define PEOPLE_FOLD_H

#include "pfq/people.h"

/* What holds of one failure, beside its row. */
struct fold_failure {
    Pfq__V1__FailureRow *row;
    bool left_out;                  /* by the latest version */
    const Pfq__V1__Event *response; /* the latest in time */
    const Pfq__V1__Event *outcome;  /* the latest that is taken */
};

struct fold {
    const struct pfq_people_event *events; /* in order */
    size_t count;
    const Pfq__V1__Event *first; /* its first version */
    const struct pfq_people_rules *rules;
    int64_t now_ms;
    struct pfq_arena *arena;
    struct fold_failure *failures; /* in order of their numbers */
    size_t failure_count;
    Pfq__V1__AssessmentRow *row;
};

/* Its failures as a version told at `at_ms` leaves them. */
void fold_failures(struct fold *f, const Pfq__V1__Assessment *version, int64_t at_ms);

/* Responses and outcomes go to their failures. */
void fold_answers(struct fold *f);

/* Each failure's standing, and the roll-up. */
void fold_standings(struct fold *f);

#endif
