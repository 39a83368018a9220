/* codes.h - from the outcomes of a submission to what they count for.
 *
 * A catalogue version says which theme and which reasons a check belongs to; the store
 * gives each name a small number once.  The last few versions are remembered.
 *
 * Layer 4 (store).
 */
#ifndef CODES_H
#define CODES_H

#include "db.h"
#include "tally.h"

struct code_map;

enum {
    CODES_MAPS = 8,
    CODES_VERDICTS = 8,
    CODES_ASPECTS = 3 /* the verdict on all, on presence, on quality */
};

struct codes {
    struct pfq_arena arena; /* grows; the maps */
    struct code_map *maps[CODES_MAPS];
    size_t count;
    uint32_t verdicts[CODES_ASPECTS][CODES_VERDICTS]; /* 0 = not asked yet */
};

void codes_init(struct codes *codes);
void codes_fini(struct codes *codes);

/* After a rollback: numbers that were made in it may not exist. */
void codes_forget(struct codes *codes);

enum pfq_code codes_of(struct codes *codes, struct db *db, int64_t catalogue,
                       struct pfq_arena *scratch, struct code_map **out,
                       struct pfq_err *err) PFQ_CHECKED;
/* `kind` is VERDICT, PRESENCE or QUALITY. */
enum pfq_code codes_verdict(struct codes *codes, struct db *db, enum db_code_kind kind, int verdict,
                            uint32_t *out, struct pfq_err *err) PFQ_CHECKED;

/* Add (sign 1) or take away (-1) one submission with these packed outcomes. */
void codes_count(struct code_map *map, struct pfq_bytes outcomes, int sign, struct tally *tally);

#endif
