/* people_count.h - figures of assessments and of duties to assess.
 *
 *   C1  A file that was assessed is applicable to every theme and reason code of its process, and
 *       failing where a failure of it stands (pfq_people_stands()).  Withdrawn: it counts nothing.
 *       Assessed more than once it is one file: its day is the first one's, its judgement the
 *       latest one's, as with a correction.  Triage is counted by itself, NFQ and DGA together.
 *   C2  A file that ought to be assessed is applicable to its process, and failing until it was.
 *   C3  What a row counted is taken away when its next form is counted, in the same transaction:
 *       the figures are those of the rows, in whatever order events came.
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_COUNT_H
#define PEOPLE_COUNT_H

#include "db_people.h"

/* The assessments of a file that count; NULL: there are none. */
struct people_assessed {
    const Pfq__V1__AssessmentRow *first;
    const Pfq__V1__AssessmentRow *latest;
};

/* Takes the row in; one that counts nothing changes nothing. */
void people_assessed_add(struct people_assessed *all, const Pfq__V1__AssessmentRow *row);

/* Are the two figures of one file? */
bool people_assessed_same(const Pfq__V1__AssessmentRow *a, const Pfq__V1__AssessmentRow *b);

enum pfq_code people_count_assessed(struct db *db, const struct people_assessed *before,
                                    const struct people_assessed *now, struct pfq_arena *scratch,
                                    struct pfq_err *err) PFQ_CHECKED;

/* NULL: there was none. */
enum pfq_code people_count_expected(struct db *db, const Pfq__V1__ExpectedRow *before,
                                    const Pfq__V1__ExpectedRow *now, struct pfq_arena *scratch,
                                    struct pfq_err *err) PFQ_CHECKED;

#endif
