/* digest_people.h - challenges, mutes and actions for a digest.
 *
 * Layer 4 (operator).
 */
#ifndef DIGEST_PEOPLE_H
#define DIGEST_PEOPLE_H

#include "feedback/digest/digest.h"
#include "pfq/client.h"

/* Ask feedback for those of the digest's forces and put them onto it. */
enum pfq_code digest_add_people(struct pfq_client *feedback, const struct digest_facts *facts,
                                Pfq__V1__Digest *digest, struct pfq_arena *arena) PFQ_CHECKED;

#endif
