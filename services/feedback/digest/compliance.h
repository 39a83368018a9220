/* compliance.h - whether CPS staff do their part, as a part of a page and as a page of its own.
 *
 * Private to digest/, but for the page of its own (pages.h).
 */
#ifndef DIGEST_COMPLIANCE_H
#define DIGEST_COMPLIANCE_H

#include "feedback/digest/tables.h"

enum {
    COMPLIANCE_PARTS = 32 /* at most */
};

/* How much of it. */
enum compliance_extent {
    COMPLIANCE_OVERDUE,
    COMPLIANCE_WHOLE
};

/* The parts of its section; how many.  `parts` is room for COMPLIANCE_PARTS. */
size_t compliance_parts(const Pfq__V1__Compliance *compliance, enum compliance_extent extent,
                        struct part *parts, struct pfq_arena *arena);

/* --- compliance_tables.c: NULL where there is nothing in it ----------------------------------- */

const struct grid *compliance_duties(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
const struct grid *compliance_units(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
const struct grid *compliance_unit_reviews(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
/* Of more units than `most` those with most overdue. */
const struct grid *compliance_sheet(const Pfq__V1__Compliance *c, size_t most,
                                    struct pfq_arena *arena);
const struct grid *compliance_care(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
const struct grid *compliance_reviewers(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
const struct grid *compliance_forces(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
const struct grid *compliance_clocks(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
const struct grid *compliance_late_files(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
const struct grid *compliance_late_reviews(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
const struct grid *compliance_late(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
const struct grid *compliance_checks(const Pfq__V1__Compliance *c, struct pfq_arena *arena);
const struct grid *compliance_spreads(const Pfq__V1__Compliance *c, struct pfq_arena *arena);

/* "Thames and Chiltern/20261001-20261031/compliance/unit/U1" */
const char *compliance_key(const Pfq__V1__Compliance *c, const char *table, const char *rest,
                           struct pfq_arena *arena);

/* Its name, or that it is not known. */
const char *compliance_unit(const char *name);

/* "3 of 6", "35% of 20 (18% to 57%)", "52% of 60", "no data" */
const char *compliance_share(const Pfq__V1__Rate *rate, struct pfq_arena *arena);

#endif
