/* gather.h - the rows that compliance is made of, as one question to feedback after another.
 *
 *     compliance_gather_begin   what is asked for
 *     compliance_gather_next    the next question
 *     compliance_gather_take    its answer, which may end with the call
 *
 * Whoever has the socket carries questions and answers.
 *
 * Layer 2 (compliance): no clock, no disk, no socket.
 */
#ifndef COMPLIANCE_GATHER_H
#define COMPLIANCE_GATHER_H

#include "feedback/compliance/compliance.h"
#include "pfq/err.h"

struct compliance_gather {
    struct compliance *compliance;
    struct compliance_wish wish;
    struct pfq_arena *arena;
    size_t force; /* of the wish; 0 as well where it names none */
    size_t step;
    ProtobufCBinaryData after; /* cursor of a page; no data: from the beginning */
    uint64_t up_to;            /* the least submission up to which an answer had its files */
    char *area;                /* whoever asks may read of its forces alone; NULL: of all */
    Pfq__V1__PeopleRead read;
    Pfq__V1__Envelope question; /* without id and source */
};

void compliance_gather_begin(struct compliance_gather *g, const struct compliance_wish *wish,
                             struct pfq_arena *arena);

/* Answered by people_rows.  NULL: all is there; then compliance_end(g->compliance). */
Pfq__V1__Envelope *compliance_gather_next(struct compliance_gather *g);

/* NOT_FOUND: it says why it has none. */
enum pfq_code compliance_gather_take(struct compliance_gather *g, const Pfq__V1__PeopleRows *rows,
                                     struct pfq_err *err) PFQ_CHECKED;

#endif
