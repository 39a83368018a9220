/* people_notice.h - what the force is told of an event: whether it is news to it, and the row as
 * it may see it, stored with its number in the running transaction (P3).
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_NOTICE_H
#define PEOPLE_NOTICE_H

#include "people_fold.h"

enum {
    PEOPLE_TOLD_BYTES = 3
};

struct people_change {
    struct db *db;
    const Pfq__V1__Event *event;
    Pfq__V1__Role role; /* of whoever told it */
    uint64_t number;    /* of the event */
    const struct people_row *before;
    const struct people_row *after;
    struct pfq_arena *scratch;
    char *told; /* PEOPLE_TOLD_BYTES: the force that was told; untouched: none was */
};

enum pfq_code people_notice(struct people_change *change, struct pfq_err *err) PFQ_CHECKED;

#endif
