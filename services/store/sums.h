/* sums.h - what one force's cells of a day or a month come to, by unit and case type.
 *
 * A sum is files applicable, files failing, and on which days of the month files failed.
 * Cells are added up, those of final submissions as db_series tells; so are the frozen sums of a
 * closed month.  Groups are kept in order of unit and case type, whatever was added first.
 *
 * Layer 4 (store).
 */
#ifndef SUMS_H
#define SUMS_H

#include "db_periodic.h"
#include "tally.h"

struct sum {
    uint64_t applicable;
    uint64_t failing;
    uint32_t days; /* with files failing; bit 0 = the 1st */
};

struct sums_group {
    const char *police_unit; /* NULL: all together */
    int case_type;           /* SUMS_ALL: all together */
    struct sum *sums;        /* by code */
};

enum {
    SUMS_ALL = -1
};

struct sums {
    bool by_unit;
    bool by_case_type;
    struct sums_group *groups; /* in order */
    size_t count;
    size_t cells; /* looked at */
    uint32_t end; /* codes are below */

    struct pfq_arena memory; /* grows; of the groups */
    size_t room;
    enum db_figures series;
    bool damaged;
    struct db_cell open; /* what `counts` is of, while its series come one by one */
    struct tally counts;
    struct tally days;
};

/* No cell may hold a code of `end` or above. */
enum pfq_code sums_open(struct sums **out, uint32_t end, bool by_unit, bool by_case_type,
                        struct pfq_err *err) PFQ_CHECKED;
void sums_close(struct sums *sums);

/* Forget all, and add up a force's cells of these days, or its frozen sums of a month. */
enum pfq_code sums_of_days(struct sums *sums, struct db *db, const char *force,
                           enum db_figures series, int32_t from, int32_t to,
                           struct pfq_err *err) PFQ_CHECKED;
enum pfq_code sums_of_closed(struct sums *sums, struct db *db, const char *force,
                             enum db_figures series, int32_t month,
                             struct pfq_err *err) PFQ_CHECKED;

/* One group in the form in which it is frozen; the blobs are in the arena. */
enum pfq_code sums_freeze(struct sums *sums, const struct sums_group *group,
                          struct pfq_arena *arena, struct db_frozen *out,
                          struct pfq_err *err) PFQ_CHECKED;

#endif
