/* dispute.h - `pfq dispute`: what the files of its acts share.
 *
 *     dispute.c         options, and which act
 *     dispute_acts.c    list and bulk
 *     dispute_record.c  record
 *     dispute_sheet.c   export and import
 *
 * Private to services/operator/people.
 */
#ifndef DISPUTE_H
#define DISPUTE_H

#include "people.h"

struct dispute {
    struct people people;
    struct people_filter filter;
    const char *act;
    const char *word; /* URN, result or file */
    const char *urn;
    const char *reason;
    const char *out;
    uint32_t failure; /* 0: none was named */
    Pfq__V1__DisputeResult result;
    Pfq__V1__Channel channel;
    bool correction;
    bool yes;
    bool replace;
    bool anyway;
    bool inside;
    bool outside;
};

enum pfq_exit dispute_list(struct dispute *d);
enum pfq_exit dispute_record(struct dispute *d);
enum pfq_exit dispute_bulk(struct dispute *d);
enum pfq_exit dispute_export(struct dispute *d);
enum pfq_exit dispute_import(struct dispute *d);

/* "rejected, recorded by m1, by email: it was ours"; NULL: no outcome stands. */
const char *dispute_outcome(const Pfq__V1__FailureRow *failure, struct pfq_arena *arena);

/* An outcome of one failure; 0 or NULL: not said. */
Pfq__V1__Event *dispute_event(struct people *p, const struct people_failure *of,
                              Pfq__V1__DisputeResult result, Pfq__V1__Channel channel,
                              const char *reason, bool correction);

#endif
