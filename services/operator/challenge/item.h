/* item.h - a challenge as people read it: in `pfq challenge` and in a mailbox.
 *
 * Layer 4 (operator).
 */
#ifndef CHALLENGE_ITEM_H
#define CHALLENGE_ITEM_H

#include "operator/text.h"
#include "people.pb-c.h"
#include "pfq/arena.h"

/* Which it is, what is wanted, by when and when it climbs. */
void item_put_line(struct page *page, const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena);

/* And the fact with its evidence, every step, what became of it (NULL: nobody says), and how to
 * answer. */
void item_put(struct page *page, const Pfq__V1__ChallengeRow *row, const char *became,
              struct pfq_arena *arena);

#endif
