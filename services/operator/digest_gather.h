/* digest_gather.h - everything a digest is made of, asked of store and feedback page by page.
 *
 * Layer 4 (operator).
 */
#ifndef DIGEST_GATHER_H
#define DIGEST_GATHER_H

#include "feedback/digest/digest.h"
#include "pfq/client.h"

struct gathering {
    struct pfq_client *store;
    struct pfq_client *feedback;
    const char *asked; /* the endpoint that was asked last, for whoever says that it is away */
    const char *store_at;
    const char *feedback_at;
    struct pfq_arena *arena;   /* of all that comes back */
    struct digest_facts facts; /* wish, forces and catalogue are given */
};

enum pfq_code gather_digest(struct gathering *g, struct pfq_err *err) PFQ_CHECKED;

#endif
