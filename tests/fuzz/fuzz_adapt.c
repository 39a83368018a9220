/* The adapters under random text: an answer for every document, and nothing that intake's
 * guard would refuse for its form. */
#include <stdint.h>

#include "pfq/adapter.h"
#include "pfq/bug.h"
#include "pfq/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    LIST_MAX = 1000 /* entries that the guard takes */
};

static void check_sendable(Pfq__V1__Envelope *envelope, struct pfq_arena *arena)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_wire wire;
    pfq_problems_init(&problems, arena);
    pfq_problems_init(&warnings, arena);
    envelope->id = envelope->id == NULL ? pfq_arena_strdup(arena, "id") : envelope->id;
    envelope->source =
        envelope->source == NULL ? pfq_arena_strdup(arena, "fuzz") : envelope->source;
    struct pfq_bytes frame = pfq_wire_pack(&envelope->base, arena);
    const Pfq__V1__Offences *offences = envelope->submission->offences;
    if (frame.size < PFQ_FRAME_BYTES && (offences == NULL || offences->n_offence <= LIST_MAX)) {
        PFQ_ASSERT(pfq_wire_read(frame, arena, &problems, &warnings, &wire));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pfq_arena arena;
    struct pfq_adapted *out = NULL;
    pfq_arena_open(&arena);
    size_t count = pfq_adapt((const char *)data, size, NULL, &arena, &out);
    PFQ_ASSERT(count > 0);
    for (size_t i = 0; i < count; i++) {
        PFQ_ASSERT(out[i].envelope != NULL || out[i].problems.count > 0);
        if (out[i].envelope != NULL && out[i].bare) {
            check_sendable(out[i].envelope, &arena);
        }
    }
    pfq_arena_close(&arena);
    return 0;
}
