/* notice.h - what a message about a challenge says: to whoever deals with it at its level, and
 * to its owner before it climbs.
 *
 * Outside texts hold nothing that is marked [inside] in people.proto: neither owner nor note,
 * and no reason of a colleague's.
 *
 * Layer 2 (challenge): pure.
 */
#ifndef NOTICE_H
#define NOTICE_H

#include "feedback/render/audience.h"
#include "pfq/arena.h"
#include "pfq/wire.h"

struct notice {
    const char *subject;
    const char *text;
};

/* That it stands at its level. */
struct notice notice_level(const Pfq__V1__ChallengeRow *row, enum audience audience,
                           struct pfq_arena *arena);

/* That it will climb, for its owner: always inside. */
struct notice notice_owner(const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena);

/* That a muted theme will be told of again. */
struct notice notice_mute(const Pfq__V1__MuteRow *row, struct pfq_arena *arena);

/* "the file 43AA1234526", "Interview, unit BA": what it is about. */
const char *notice_about(const Pfq__V1__ChallengeRaise *raised, struct pfq_arena *arena);

/* "Interview", "Interview, unit BA, Crown Court" */
const char *notice_theme(const Pfq__V1__ThemeKey *key, struct pfq_arena *arena);

/* How the force answers in the state that it is in, in its own words and without a log-in.  NULL:
 * there is nothing to answer. */
const char *notice_reply(const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena);

/* "acknowledged": of a state, of one of its steps, of the whole ("opened again, acknowledged"). */
const char *notice_state(Pfq__V1__ChallengeState state);
const char *notice_step(const Pfq__V1__ChallengeRow *row, size_t step);
const char *notice_stands(const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena);

#endif
