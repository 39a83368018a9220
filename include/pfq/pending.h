/* pfq/pending.h - what a service is waiting for: a fixed table of conversations.
 *
 * Each entry has a token that goes out with a request and comes back with its answer.
 * A token is never found again once its entry was released, so an answer that comes
 * too late finds nothing.  Entries are kept in the order in which they were taken,
 * oldest first, which is also the order of their deadlines where all wait equally long.
 *
 * Layer 1 (net).
 */
#ifndef PFQ_PENDING_H
#define PFQ_PENDING_H

#include <stddef.h>
#include <stdint.h>

#include "pfq/err.h"

struct pfq_pending_link;

struct pfq_pending {
    unsigned char *data; /* capacity * data_size */
    struct pfq_pending_link *links;
    size_t data_size;
    uint32_t capacity;
    uint32_t count;
    uint32_t free;   /* head of the free list */
    uint32_t oldest; /* ends of the list in use */
    uint32_t newest;
};

/* Takes all its memory here; data_size is rounded up for alignment. */
enum pfq_code pfq_pending_init(struct pfq_pending *p, uint32_t capacity, size_t data_size,
                               struct pfq_err *err) PFQ_CHECKED;
void pfq_pending_fini(struct pfq_pending *p);

/* A zeroed entry, or NULL when the table is full.  Tokens are never 0. */
void *pfq_pending_take(struct pfq_pending *p, uint64_t *token);

/* NULL: released, or never ours. */
void *pfq_pending_find(struct pfq_pending *p, uint64_t token);

/* The entry must be there. */
void pfq_pending_release(struct pfq_pending *p, uint64_t token);

/* Oldest first: after = 0 gives the first token, 0 ends.  Releasing the token in hand
 * is allowed if the next one was asked for before. */
uint64_t pfq_pending_next(const struct pfq_pending *p, uint64_t after);

#endif
