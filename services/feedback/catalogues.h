/* catalogues.h - the last few catalogue versions that rows were judged by.
 *
 * Versions never change, so a cached one is never stale; the least recently used goes.
 *
 * Layer 4 (feedback).
 */
#ifndef CATALOGUES_H
#define CATALOGUES_H

#include <stdint.h>

#include "pfq/err.h"
#include "pfq/wire.h"

enum {
    CATALOGUES_KEPT = 4
};

struct catalogue_kept {
    struct pfq_arena arena;
    const Pfq__V1__Catalogue *catalogue; /* in the arena; NULL = free */
    uint64_t used;
};

struct catalogues {
    struct catalogue_kept rows[CATALOGUES_KEPT];
    uint64_t clock;
};

void catalogues_init(struct catalogues *c);
void catalogues_fini(struct catalogues *c);

/* NULL: not kept. */
const Pfq__V1__Catalogue *catalogues_find(struct catalogues *c, ProtobufCBinaryData digest);

/* Keep a packed Catalogue, as store sent it. */
enum pfq_code catalogues_add(struct catalogues *c, struct pfq_bytes packed,
                             struct pfq_err *err) PFQ_CHECKED;

#endif
