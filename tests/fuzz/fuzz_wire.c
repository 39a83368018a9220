/* The wire door under random bytes, and the way in for what we packed ourselves, which may be
 * damaged: it may refuse them or not, but reads nothing that is not there.
 *
 * What is refused has a problem.  What is accepted is read by protobuf-c too, packs,
 * and reads again as the same message. */
#include <stdint.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct door {
    unsigned char block[1 << 20];
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_wire wire;
};

static bool take(struct door *d, struct pfq_bytes bytes)
{
    pfq_arena_init(&d->arena, d->block, sizeof d->block);
    pfq_problems_init(&d->problems, &d->arena);
    pfq_problems_init(&d->warnings, &d->arena);
    bool good = pfq_wire_read(bytes, &d->arena, &d->problems, &d->warnings, &d->wire);
    PFQ_ASSERT(good == (d->problems.count + d->problems.unlisted == 0));
    PFQ_ASSERT(good == (d->wire.envelope != NULL));
    return good;
}

static bool same(struct pfq_bytes a, struct pfq_bytes b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* protobuf-c keeps what it does not know, so it is an oracle only for what we know. */
static void compare_with_library(struct pfq_bytes received, struct pfq_bytes packed,
                                 const struct door *d, struct pfq_arena *arena)
{
    Pfq__V1__Envelope *theirs = pfq__v1__envelope__unpack(NULL, received.size, received.data);
    PFQ_ASSERT(theirs != NULL);
    PFQ_ASSERT(d->wire.unknown_fields || same(packed, pfq_wire_pack(&theirs->base, arena)));
    pfq__v1__envelope__free_unpacked(theirs, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct door first;
    static struct door second;
    struct pfq_arena arena;
    ProtobufCMessage *kept = NULL;
    pfq_arena_init(&second.arena, second.block, sizeof second.block);
    bool good = pfq_wire_trusted(&pfq__v1__envelope__descriptor, (struct pfq_bytes){data, size},
                                 &second.arena, &kept, NULL) == PFQ_OK;
    PFQ_ASSERT(good == (kept != NULL));
    if (!take(&first, (struct pfq_bytes){data, size})) {
        return 0;
    }
    pfq_arena_open(&arena);
    struct pfq_bytes packed = pfq_wire_pack(&first.wire.envelope->base, &arena);
    compare_with_library((struct pfq_bytes){data, size}, packed, &first, &arena);
    PFQ_ASSERT(take(&second, packed));
    PFQ_ASSERT(second.warnings.count == 0 || !second.wire.unknown_fields);
    PFQ_ASSERT(same(packed, pfq_wire_pack(&second.wire.envelope->base, &arena)));
    pfq_arena_close(&arena);
    return 0;
}
