/* summary.h - a digest or pack whole: the figures of a period, and what people say of them.
 *
 *     summary_begin    what is asked for: the wish, forces, texts and arena of `gather` are set
 *     summary_next     the next question
 *     summary_take     its answer, of which a copy is kept
 *     summary_without  it cannot be had: the people's part is left out, and the digest says so
 *     summary_digest   the digest with all its sections
 *
 * `pfq digest` and the feedback service both make theirs here, so that both are the same.  First
 * everything that gather.h asks; then challenges, mutes and actions of each force, and where a
 * deadline for answers lies in a force's period, what had no answer then; of a pack then the files
 * that were challenged (cases.h), and of an Area what its compliance is made of
 * (compliance/gather.h).
 *
 * Layer 2 (summary), above digest, challenge and compliance: no clock, no disk, no socket.
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "feedback/compliance/gather.h"
#include "feedback/digest/gather.h"
#include "feedback/reminders/reminders.h"
#include "feedback/summary/cases.h"

enum summary_step {
    SUMMARY_FIGURES,
    SUMMARY_PEOPLE, /* of each force: challenges, mutes, actions, a month's assessments */
    SUMMARY_CASES,  /* that were challenged, of a pack */
    SUMMARY_COMPLIANCE,
    SUMMARY_DONE
};

struct summary {
    struct gather gather; /* its facts hold the wish and all figures */
    enum summary_step step;
    size_t at;                  /* of the people's questions */
    ProtobufCBinaryData after;  /* cursor of a page; no data: from the beginning */
    Pfq__V1__PeopleRows people; /* of all forces */
    int32_t month;              /* whose deadline lies in the period; 0: none */
    struct reminder over;       /* what had no answer then */
    struct cases cases;         /* what became of those that were challenged */
    struct compliance_gather compliance;
    bool without_people; /* they could not be had */
    bool without_compliance;
    Pfq__V1__PeopleRead read;
    struct gather_question question;
};

void summary_begin(struct summary *s);

/* NULL: all is there.  Valid until summary_take().  A people_read goes to feedback as it is, to
 * store within a PeopleAsk. */
const struct gather_question *summary_next(struct summary *s);

/* NOT_FOUND: it says why there are no figures.  What people say is left out instead. */
enum pfq_code summary_take(struct summary *s, const Pfq__V1__Envelope *answer,
                           struct pfq_err *err) PFQ_CHECKED;

/* False: the question was of figures, and without them there is no digest. */
bool summary_without(struct summary *s) PFQ_CHECKED;

/* For the CPS; in the arena, borrows from what was gathered.  NULL: there is nothing to say. */
Pfq__V1__Digest *summary_digest(struct summary *s, struct pfq_arena *arena);

#endif
