/* tally.h - files applicable and files failing, by code, and their packed form.
 *
 * Packed: for each code that counts anything, in rising order, three varints: code less
 * the one before, applicable, failing.  About three bytes a code in a young cell.
 *
 * Pure.  Layer 4 (store).
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/arena.h"
#include "pfq/wire.h"

enum {
    TALLY_CODES = 4096 /* codes are below this; the whole standard makes some 300 */
};

struct tally {
    uint32_t end; /* codes in use are below */
    int64_t applicable[TALLY_CODES];
    int64_t failing[TALLY_CODES];
};

void tally_clear(struct tally *tally);
void tally_add(struct tally *tally, uint32_t code, int64_t applicable, int64_t failing);

/* Add (sign 1) or take away (-1) what is packed.  False: it is not of the packed form. */
bool tally_unpack(struct tally *tally, struct pfq_bytes packed, int sign);

/* No bytes when nothing is counted.  False: a count fell below zero. */
bool tally_pack(const struct tally *tally, struct pfq_arena *arena, struct pfq_bytes *out);

#endif
