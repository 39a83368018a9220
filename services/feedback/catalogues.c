/* catalogues.c - a cache of four: see catalogues.h. */
#include "catalogues.h"

#include <string.h>

void catalogues_init(struct catalogues *c)
{
    *c = (struct catalogues){.clock = 0};
    for (size_t i = 0; i < CATALOGUES_KEPT; i++) {
        pfq_arena_open(&c->rows[i].arena);
    }
}

void catalogues_fini(struct catalogues *c)
{
    for (size_t i = 0; i < CATALOGUES_KEPT; i++) {
        pfq_arena_close(&c->rows[i].arena);
    }
}

static bool same(ProtobufCBinaryData a, ProtobufCBinaryData b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

const Pfq__V1__Catalogue *catalogues_find(struct catalogues *c, ProtobufCBinaryData digest)
{
    for (size_t i = 0; i < CATALOGUES_KEPT; i++) {
        struct catalogue_kept *row = &c->rows[i];
        if (row->catalogue != NULL && same(row->catalogue->digest, digest)) {
            row->used = ++c->clock;
            return row->catalogue;
        }
    }
    return NULL;
}

static struct catalogue_kept *least_used(struct catalogues *c)
{
    struct catalogue_kept *least = &c->rows[0];
    for (size_t i = 1; i < CATALOGUES_KEPT; i++) {
        if (c->rows[i].used < least->used) {
            least = &c->rows[i];
        }
    }
    return least;
}

enum pfq_code catalogues_add(struct catalogues *c, struct pfq_bytes packed, struct pfq_err *err)
{
    struct catalogue_kept *row = least_used(c);
    ProtobufCMessage *message = NULL;
    row->catalogue = NULL;
    row->used = 0;
    pfq_arena_reset(&row->arena);
    enum pfq_code code =
        pfq_wire_trusted(&pfq__v1__catalogue__descriptor, packed, &row->arena, &message, err);
    if (code == PFQ_OK) {
        row->catalogue = (const Pfq__V1__Catalogue *)message;
        row->used = ++c->clock;
    }
    return code;
}
