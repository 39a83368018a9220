/* tally.c - see tally.h. */
#include "tally.h"

#include <string.h>

#include "pfq/bug.h"

enum {
    VARINT_BYTES = 10
};

void tally_clear(struct tally *tally)
{
    memset(tally->applicable, 0, tally->end * sizeof *tally->applicable);
    memset(tally->failing, 0, tally->end * sizeof *tally->failing);
    tally->end = 0;
}

void tally_add(struct tally *tally, uint32_t code, int64_t applicable, int64_t failing)
{
    PFQ_ASSERT(code < TALLY_CODES);
    if (code >= tally->end) {
        tally->end = code + 1;
    }
    tally->applicable[code] += applicable;
    tally->failing[code] += failing;
}

static uint8_t *put_varint(uint8_t *at, uint64_t value)
{
    for (; value > 0x7F; value >>= 7) {
        *at++ = (uint8_t)(value | 0x80);
    }
    *at++ = (uint8_t)value;
    return at;
}

static bool get_varint(struct pfq_bytes *bytes, uint64_t *value)
{
    *value = 0;
    for (unsigned shift = 0; shift < 63 && bytes->size > 0; shift += 7) {
        uint8_t byte = *bytes->data++;
        bytes->size--;
        *value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte <= 0x7F) {
            return true;
        }
    }
    return false;
}

bool tally_unpack(struct tally *tally, struct pfq_bytes packed, int sign)
{
    uint64_t code = 0;
    while (packed.size > 0) {
        uint64_t step = 0;
        uint64_t applicable = 0;
        uint64_t failing = 0;
        if (!get_varint(&packed, &step) || !get_varint(&packed, &applicable) ||
            !get_varint(&packed, &failing) || step >= TALLY_CODES || code + step >= TALLY_CODES) {
            return false;
        }
        code += step;
        tally_add(tally, (uint32_t)code, sign * (int64_t)applicable, sign * (int64_t)failing);
    }
    return true;
}

bool tally_pack(const struct tally *tally, struct pfq_arena *arena, struct pfq_bytes *out)
{
    uint8_t *data = pfq_arena_new(arena, uint8_t, (size_t)tally->end * 3 * VARINT_BYTES + 1);
    uint8_t *at = data;
    uint32_t before = 0;
    for (uint32_t code = 0; code < tally->end; code++) {
        int64_t applicable = tally->applicable[code];
        int64_t failing = tally->failing[code];
        if (applicable < 0 || failing < 0) {
            return false;
        }
        if (applicable > 0 || failing > 0) {
            at = put_varint(at, code - before);
            at = put_varint(at, (uint64_t)applicable);
            at = put_varint(at, (uint64_t)failing);
            before = code;
        }
    }
    *out = (struct pfq_bytes){data, (size_t)(at - data)};
    return true;
}
