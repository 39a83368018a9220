/* pending.c - a slab with generation tokens: see pfq/pending.h.
 *
 * token = generation << 32 | slot + 1.  The generation of a slot grows at each release. */
#include "pfq/pending.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"

#define NONE UINT32_MAX

struct pfq_pending_link {
    uint32_t generation;
    uint32_t older; /* in use: neighbours; free: `newer` is the next free slot */
    uint32_t newer;
    uint32_t used;
};

enum pfq_code pfq_pending_init(struct pfq_pending *p, uint32_t capacity, size_t data_size,
                               struct pfq_err *err)
{
    size_t align = alignof(max_align_t);
    *p = (struct pfq_pending){.capacity = capacity, .oldest = NONE, .newest = NONE};
    p->data_size = (data_size + align - 1) / align * align;
    p->data = calloc(capacity, p->data_size);
    p->links = calloc(capacity, sizeof *p->links);
    if (p->data == NULL || p->links == NULL) {
        pfq_pending_fini(p);
        return pfq_fail(err, PFQ_E_IO, "no memory for %u conversations", capacity);
    }
    for (uint32_t i = 0; i < capacity; i++) {
        p->links[i].newer = i + 1 < capacity ? i + 1 : NONE;
    }
    return PFQ_OK;
}

void pfq_pending_fini(struct pfq_pending *p)
{
    free(p->data);
    free(p->links);
    *p = (struct pfq_pending){.free = NONE, .oldest = NONE, .newest = NONE};
}

static uint64_t token_of(const struct pfq_pending *p, uint32_t slot)
{
    return slot == NONE ? 0 : (uint64_t)p->links[slot].generation << 32 | (slot + 1);
}

/* NONE when the token is not of an entry in use. */
static uint32_t slot_of(const struct pfq_pending *p, uint64_t token)
{
    uint32_t slot = (uint32_t)token - 1;
    if (slot >= p->capacity || !p->links[slot].used || token_of(p, slot) != token) {
        return NONE;
    }
    return slot;
}

void *pfq_pending_take(struct pfq_pending *p, uint64_t *token)
{
    uint32_t slot = p->free;
    if (p->count == p->capacity || slot == NONE) {
        return NULL;
    }
    struct pfq_pending_link *link = &p->links[slot];
    p->free = link->newer;
    *link = (struct pfq_pending_link){link->generation, p->newest, NONE, 1};
    if (p->newest != NONE) {
        p->links[p->newest].newer = slot;
    } else {
        p->oldest = slot;
    }
    p->newest = slot;
    p->count++;
    *token = token_of(p, slot);
    return memset(p->data + (size_t)slot * p->data_size, 0, p->data_size);
}

void *pfq_pending_find(struct pfq_pending *p, uint64_t token)
{
    uint32_t slot = slot_of(p, token);
    return slot == NONE ? NULL : p->data + (size_t)slot * p->data_size;
}

void pfq_pending_release(struct pfq_pending *p, uint64_t token)
{
    uint32_t slot = slot_of(p, token);
    PFQ_ASSERT(slot != NONE);
    struct pfq_pending_link *link = &p->links[slot];
    if (link->older != NONE) {
        p->links[link->older].newer = link->newer;
    } else {
        p->oldest = link->newer;
    }
    if (link->newer != NONE) {
        p->links[link->newer].older = link->older;
    } else {
        p->newest = link->older;
    }
    *link = (struct pfq_pending_link){link->generation + 1, NONE, p->free, 0};
    p->free = slot;
    p->count--;
}

uint64_t pfq_pending_next(const struct pfq_pending *p, uint64_t after)
{
    if (after == 0) {
        return token_of(p, p->oldest);
    }
    uint32_t slot = slot_of(p, after);
    PFQ_ASSERT(slot != NONE);
    return token_of(p, p->links[slot].newer);
}
