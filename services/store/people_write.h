/* people_write.h - a row is written together with all that follows from it: the figures that
 * count it, and the duty that an assessment does.
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_WRITE_H
#define PEOPLE_WRITE_H

#include "people_fold.h"

enum pfq_code people_write(struct db *db, const struct people_row *row, struct pfq_arena *scratch,
                           struct pfq_err *err) PFQ_CHECKED;

/* The same of a file that ought to be assessed.  `before` is the row as it is stored now, packed;
 * no data: there is none. */
enum pfq_code people_write_expected(struct db *db, struct pfq_bytes before,
                                    struct db_subject *subject, const Pfq__V1__ExpectedRow *row,
                                    struct pfq_arena *scratch, struct pfq_err *err) PFQ_CHECKED;

/* Done when an assessment of it stands that was not withdrawn: the first of them. */
enum pfq_code people_fulfil(struct db *db, const Pfq__V1__FileRef *file,
                            Pfq__V1__AssessmentKind process, struct pfq_arena *scratch,
                            struct pfq_err *err) PFQ_CHECKED;

#endif
