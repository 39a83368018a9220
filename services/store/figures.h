/* figures.h - sums of what was counted, page by page, from the cells of the rollups or, for
 * a closed month, from its frozen sums.
 *
 * A page costs what the cells of its span cost, however long the history is.  It ends when
 * it is full (1,000 rows, as any list of the contract), and after some ten thousand cells even if
 * it is not, so that a read transaction stays short; its cursor is the key of the last row that it
 * went past.
 *
 * Layer 4 (store).
 */
#ifndef FIGURES_READ_H
#define FIGURES_READ_H

#include "sums.h"

enum pfq_code figures_answer(struct db *db, const Pfq__V1__FiguresRead *read, size_t room,
                             struct pfq_arena *arena, Pfq__V1__Figures *out,
                             struct pfq_err *err) PFQ_CHECKED;

/* Names by kind and name, and the number that all codes are below. */
struct figures_names {
    struct db_code *rows;
    size_t count;
    uint32_t end;
};

enum pfq_code figures_names_read(struct db *db, struct pfq_arena *arena, struct figures_names *out,
                                 struct pfq_err *err) PFQ_CHECKED;

/* What a group counts of a name; false: nothing.  The texts are borrowed. */
bool figures_row(const struct sums_group *group, const struct db_code *name, const char *force,
                 int32_t period, Pfq__V1__Figure *out);

/* YYYYMM of a date and the other way. */
int32_t figures_month(int32_t date);
int32_t figures_first_day(int32_t month);
int32_t figures_last_day(int32_t month);
int32_t figures_month_add(int32_t month, int32_t months);

#endif
