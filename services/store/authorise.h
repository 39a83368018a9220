/* authorise.h - may this peer do this?  The one place where it is decided (G7).
 *
 * Layer 4 (store).
 */
#ifndef AUTHORISE_H
#define AUTHORISE_H

#include <stdbool.h>

#include "envelope.pb-c.h"
#include "pfq/arena.h"

enum act {
    ACT_PUT,
    ACT_READ,
    ACT_ACKNOWLEDGE,
    ACT_OVERSEE /* what is of all forces: months, baselines */
};

/* An operator may do anything; a force's system everything for its own force alone, and
 * nothing that is of all (`force` is ""); a CPS system may put, read and oversee, its managers read
 * and oversee, its prosecutors read; the manager of an Area so for the forces of the Area alone;
 * whoever has no role, nothing. */
bool authorise(const Pfq__V1__Peer *peer, enum act act, const char *force);

/* Figures, themes, months.  Without a peer one of our own services asks for itself: which
 * process that may be is decided by callers.h. */
bool authorise_periodic(const Pfq__V1__Envelope *request);

/* What people said.  Without a peer a service of ours asks or tells for itself, as an operator. */
Pfq__V1__Role authorise_role(const Pfq__V1__Peer *peer);
/* It sees what a force sees, whatever it asks for. */
bool authorise_outside(const Pfq__V1__Peer *peer);

/* The forces that it may read, as "- 40 41 43"; NULL: all. */
const char *authorise_forces(const Pfq__V1__Peer *peer, struct pfq_arena *arena);

/* Submissions of any case, and the texts they were judged by: whoever assesses.  A force has its
 * own in its mailbox. */
bool authorise_case(const Pfq__V1__Peer *peer);
/* Of these rows only what is of forces that it may read. */
void authorise_case_rows(const Pfq__V1__Peer *peer, Pfq__V1__StoreRows *rows);

/* NULL: it may; else a sentence. */
const char *authorise_event(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event);
/* The same of reading; a force that names none reads its own: *force. */
const char *authorise_people(const Pfq__V1__Peer *peer, const Pfq__V1__PeopleRead *read,
                             const char **force);

#endif
