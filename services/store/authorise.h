/* authorise.h - may this peer do this?  The one place where it is decided (G7).
 *
 * Which right a request needs stands beside it in the table of requests (requests.c); who has
 * which right is the table in authorise.c; who may tell which event is people/tell.c.
 *
 * Layer 4 (store).
 */
#ifndef AUTHORISE_H
#define AUTHORISE_H

#include <stdbool.h>

#include "envelope.pb-c.h"
#include "job.h"
#include "pfq/arena.h"

enum authorise_act {
    ACT_PUT,
    ACT_READ,
    ACT_ACKNOWLEDGE,
    ACT_CASE,   /* submissions of any case, and the texts they were judged by */
    ACT_OVERSEE /* what is of all forces: months, baselines */
};

/* An operator may do anything; a force's system everything for its own force alone, and
 * nothing that is of all (`force` is ""); a CPS system may put, read and oversee, its managers read
 * and oversee, its prosecutors read; the manager of an Area so for the forces of the Area alone;
 * whoever has no role, nothing.  Force NULL: of no force by name; the answer holds only what is of
 * its own. */
bool authorise(const Pfq__V1__Peer *peer, enum authorise_act act, const char *force);

/* What people said.  Without a peer a service of ours asks or tells for itself, as an operator:
 * which process that may be is decided by callers.h. */
Pfq__V1__Role authorise_role(const Pfq__V1__Peer *peer);
/* It sees what a force sees, whatever it asks for. */
bool authorise_outside(const Pfq__V1__Peer *peer);

/* Totals of forces by month, without units, checks and reasons: what the limits of a funnel are
 * made from.  Whoever oversees may read them of forces that are not its own. */
bool authorise_is_total(const Pfq__V1__FiguresRead *read);

/* It may read of this force; NULL: of all. */
bool authorise_own(const Pfq__V1__Peer *peer, const char *force);

/* The forces that it may read, as "- 40 41 43"; NULL: all. */
const char *authorise_forces(const Pfq__V1__Peer *peer, struct pfq_arena *arena);

/* NULL: it may; else a sentence. */
const char *authorise_event(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event);
/* The same of reading; a force that names none reads its own: *force. */
const char *authorise_people(const Pfq__V1__Peer *peer, const Pfq__V1__PeopleRead *read,
                             const char **force);

/* Answer NOT_GRANTED: who it is and what that user may do, then the sentence ("": none). */
void authorise_refuse(struct job *job, const Pfq__V1__Peer *peer, const char *sentence,
                      struct pfq_arena *arena);

/* Take out of rows what it may not see: cases of other forces, what a theme is only watched for.
 * A mailbox reads as the force's whoever reads it (G4). */
void authorise_case_rows(const Pfq__V1__Peer *peer, Pfq__V1__StoreRows *rows);
void authorise_theme_rows(const Pfq__V1__Peer *peer, Pfq__V1__ThemeRows *rows);
void authorise_mailbox_rows(Pfq__V1__StoreRows *rows);

#endif
