/* disclosure.h - a page of rows for an export, noted in the activity log before it is given.
 *
 * Layer 4 (store).
 */
#ifndef DISCLOSURE_H
#define DISCLOSURE_H

#include "db_people.h"
#include "job.h"

enum pfq_code disclosure_read(const struct turn *turn, struct job *job,
                              struct pfq_err *err) PFQ_CHECKED;

#endif
