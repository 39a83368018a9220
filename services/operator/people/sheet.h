/* sheet.h - failures as a spreadsheet, a row each: what the police answer on, and the CPS's own.
 *
 * Which column and which cell may leave the CPS stands on the column (feedback/render/grid.h);
 * store has taken out the same before.
 *
 * Private to services/operator/people.
 */
#ifndef PEOPLE_SHEET_H
#define PEOPLE_SHEET_H

#include "feedback/render/grid.h"
#include "people.h"

/* For the police: response and comment are to be filled in. */
void sheet_answers(const struct people_failure *failures, size_t count, struct pfq_arena *arena,
                   struct grid *out);

/* The CPS's seventeen columns and some: disputed, cps_accepted, contact_methods, comments. */
void sheet_disputes(const struct people_failure *failures, size_t count, struct pfq_arena *arena,
                    struct grid *out);

/* What leaves the CPS is for one force.  False: there is another's row, and that was said. */
bool sheet_is_for_one(const struct people_failure *failures, size_t count, struct pfq_arena *arena);

/* To `path`, "-" is standard output.  False: why not has been said. */
bool sheet_write(struct people *p, const struct grid *grid, enum audience audience,
                 const char *path);

/* What the column of that name says of a failure, in either sheet; NULL: nothing. */
const char *sheet_text(const char *column, const struct people_failure *of,
                       struct pfq_arena *arena);

/* The police said, in time or not, that it is not so or not theirs. */
bool sheet_disputed(const Pfq__V1__FailureRow *failure);

/* "AWAITED": as the column `standing` has it. */
const char *sheet_standing(const Pfq__V1__FailureRow *failure);

#endif
