/* challenge_kit.h - one challenge on a theme with everything around it, for tests. */
#ifndef CHALLENGE_KIT_H
#define CHALLENGE_KIT_H

#include "feedback/challenge/brief.h"

enum {
    CHALLENGE_KIT_MONTHS = 10
};

/* "TH-12" to force 43, unit BA, sent on 2 November 2026; what is marked [inside] holds the word
 * SECRET. */
Pfq__V1__ChallengeRow *challenge_kit_row(struct pfq_arena *arena);

/* A further step, at which it stands from then on. */
void challenge_kit_step(Pfq__V1__ChallengeRow *row, Pfq__V1__ChallengeState state, uint32_t level,
                        struct pfq_arena *arena);

/* The last move of its theme. */
Pfq__V1__ThemeMove *challenge_kit_move(const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena);

/* All that a brief may have. */
struct brief_facts challenge_kit_facts(struct pfq_arena *arena);

#endif
