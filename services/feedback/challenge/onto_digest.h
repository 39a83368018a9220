/* onto_digest.h - what people say of its themes, put onto a digest that is made: what was done
 * and whether it worked, marks on the charts, open challenges, what is overdue, what is muted.
 *
 * Layer 2 (challenge): pure.
 */
#ifndef ONTO_DIGEST_H
#define ONTO_DIGEST_H

#include "feedback/digest/digest.h"
#include "pfq/arena.h"
#include "pfq/wire.h"

enum {
    ONTO_DIGEST_LINES = 10,       /* actions of a theme */
    ONTO_DIGEST_OPEN = 40,        /* challenges, and mutes; of further ones it says how many */
    ONTO_DIGEST_BYTES = 16 * 1024 /* of either list: a digest must fit a mailbox */
};

/* Every challenge that is not over and was ever sent is there, one that was opened again as such;
 * of an Area also what was written and not sent.
 *
 * What was done about a theme stands with its chart; where it has none here, in a list of its own,
 * by the months of `facts` (NULL: without them).
 *
 * `rows` holds challenges, mutes and actions of the digest's forces, in any order; texts are
 * borrowed from the arena.  Nothing of it is for the CPS alone. */
void onto_digest(Pfq__V1__Digest *digest, const Pfq__V1__PeopleRows *rows,
                 const struct digest_facts *facts, int32_t today, struct pfq_arena *arena);

#endif
