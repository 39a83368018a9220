/* csv_write.h - a grid as a CSV file that comes back unharmed (RFC 4180).
 *
 * The first column, row_key, holds each row's key with two check characters, so that the reader
 * notices a changed one.  Formulas are neutralised by pfq/escape.h, reversibly.  The header line
 * names columns as programs know them.
 *
 * Layer 2 (render): may include base.
 */
#ifndef CSV_WRITE_H
#define CSV_WRITE_H

#include <stdio.h>

#include "grid.h"

#define CSV_KEY_COLUMN "row_key"

enum csv_mark {
    CSV_PLAIN,
    CSV_BYTE_ORDER_MARK /* for spreadsheets that guess the encoding otherwise */
};

void csv_write(const struct grid *grid, enum audience audience, enum csv_mark mark,
               struct pfq_arena *arena, FILE *out);

/* The key with its check characters: ISO 7064 MOD 1271-36 over its letters (in either case) and
 * digits.  Every single wrong character and every swap of neighbours is noticed. */
const char *csv_key(const char *key, struct pfq_arena *arena);

/* The key alone, in the arena; NULL: the check characters are not its own. */
const char *csv_key_check(const char *with_check, struct pfq_arena *arena);

#endif
