/* people_kit.h - events put into a kit's store, and rows read back as somebody.
 *
 * Everything is fictitious; staff are ids. */
#ifndef PEOPLE_KIT_H
#define PEOPLE_KIT_H

#include "support/store_kit.h"

/* Somebody: of a role, and of a force where it is one. */
Pfq__V1__Peer *people_peer(struct kit *kit, Pfq__V1__Role role, const char *force);

/* Each an event of force 43 on 43AA0000126 at FH_GAP, where it is on a file; alter it as you like.
 * `at` is an instant as in "2026-05-03T09:30:00Z". */
Pfq__V1__Event *people_assessment(struct kit *kit, const char *at, const char *id,
                                  const char *const *reasons, size_t count);
Pfq__V1__Event *people_withdrawal(struct kit *kit, const char *at, const char *id);
Pfq__V1__Event *people_response(struct kit *kit, const char *at, const char *id, uint32_t failure,
                                Pfq__V1__ResponseKind response);
Pfq__V1__Event *people_outcome(struct kit *kit, const char *at, const char *id, uint32_t failure,
                               Pfq__V1__DisputeResult result);
Pfq__V1__Event *people_raise(struct kit *kit, const char *at, const char *id);
Pfq__V1__Event *people_move(struct kit *kit, const char *at, const char *id,
                            Pfq__V1__ChallengeState to);
Pfq__V1__Event *people_review(struct kit *kit, const char *at, const char *id);
Pfq__V1__Event *people_mute(struct kit *kit, const char *at, int32_t until);
Pfq__V1__Event *people_action(struct kit *kit, const char *at, const char *id);

/* The request that keeps it; a NULL peer is a service's own. */
Pfq__V1__Envelope *people_keep(struct kit *kit, const char *id, Pfq__V1__Event *event,
                               Pfq__V1__Peer *peer);
/* Put it at a moment of the wall clock, alone in its batch. */
Pfq__V1__StoreAnswer *people_tell(struct kit *kit, const char *id, Pfq__V1__Event *event,
                                  Pfq__V1__Peer *peer, const char *now);

/* All pages together, of at most `room` bytes each. */
Pfq__V1__PeopleRows *people_rows(struct kit *kit, Pfq__V1__PeopleRead *read, Pfq__V1__Peer *peer,
                                 size_t room, const char *now);
/* Those of one kind, as the operator. */
Pfq__V1__PeopleRows *people_every(struct kit *kit, Pfq__V1__PeopleKind kind, const char *now);

#endif
