/* people_count.h - figures of assessments and of duties to assess.
 *
 *   C1  A file that was assessed is applicable to every theme and reason code of its process, and
 *       failing where a failure of it stands (pfq_people_stands()).  Withdrawn: it counts nothing.
 *   C2  A file that ought to be assessed is applicable to its process, and failing until it was.
 *   C3  What a row counted is taken away when its next form is counted, in the same transaction:
 *       the figures are those of the rows, in whatever order events came.
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_COUNT_H
#define PEOPLE_COUNT_H

#include "db_people.h"

/* NULL: there was none. */
enum pfq_code people_count_assessment(struct db *db, const Pfq__V1__AssessmentRow *before,
                                      const Pfq__V1__AssessmentRow *now, struct pfq_arena *scratch,
                                      struct pfq_err *err) PFQ_CHECKED;
enum pfq_code people_count_expected(struct db *db, const Pfq__V1__ExpectedRow *before,
                                    const Pfq__V1__ExpectedRow *now, struct pfq_arena *scratch,
                                    struct pfq_err *err) PFQ_CHECKED;

#endif
