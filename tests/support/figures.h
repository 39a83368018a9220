/* figures.h - what the rollups of a kit's database say. */
#ifndef FIGURES_H
#define FIGURES_H

#include "store/rollup.h"
#include "store/tally.h"
#include "support/store_kit.h"

enum {
    FIGURES_CELLS = 4000,
    FIGURES_TEXT = 512
};

/* Every cell of force 43. */
struct figures {
    char rows[FIGURES_CELLS]
             [FIGURES_TEXT]; /* "day unit case type series: name=applicable/failing" */
    size_t count;
    uint32_t codes[32]; /* of the names */
};

struct figures *figures_read(struct kit *kit); /* free() it */
void figures_same(const struct figures *a, const struct figures *b);

/* Count all there is to count; the mark afterwards. */
uint64_t figures_follow(struct rollup *rollup, struct kit *kit);

uint32_t figures_code(struct kit *kit, enum db_code_kind kind, const char *name);

/* Store a submission of the kit's and return what was stored of it: of a resubmission the
 * verdicts are found again. */
const Pfq__V1__Judged *figures_put(struct kit *kit, const char *id, const char *urn, const char *at,
                                   const unsigned char outcomes[3], Pfq__V1__Verdict verdict);

/* The one cell of these keys, unpacked; an empty one when there is none. */
void figures_cell(struct kit *kit, int32_t day, enum db_series series, struct tally *out);

#endif
