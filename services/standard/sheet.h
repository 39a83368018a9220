/* sheet.h - a CSV file with a header, read by the names of its columns.
 *
 *     if (sheet_open(&sheet, path, arena) == SHEET_OPEN)
 *         while (sheet_next(&sheet)) ... sheet_field(&sheet, 0) ...
 *
 * Columns that nobody asks for are passed over, so that no name of anybody gets in.
 * Faults go to the problems with the path "file:line:column", the column that of the field
 * that was read last; a record that cannot be cut
 * into fields is reported and passed over.
 *
 * Used in services/standard, and by `pfq stats`.
 */
#ifndef SHEET_H
#define SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "csv.h"
#include "pfq/problems.h"
#include "pfq/wire.h"

/* What a table that pfq wrote begins with. */
#define SHEET_STAMP "# pfq "

enum {
    SHEET_COLUMNS_MAX = 8
};

struct sheet_column {
    const char *name;
    const char *also; /* another name that is taken, or NULL */
    bool required;
};

struct sheet {
    const char *name; /* of the file, for people */
    const struct sheet_column *columns;
    size_t column_count;
    struct pfq_problems *problems;
    /* set by sheet_open() */
    char *text; /* as read; cutting alters it */
    size_t size;
    size_t lines;                     /* no file has more records */
    uint8_t digest[PFQ_DIGEST_BYTES]; /* of the text as read */
    struct csv csv;
    struct csv_record record;
    int field; /* of the record, that was asked for last; -1: none */
    size_t width;
    int at[SHEET_COLUMNS_MAX];
};

enum sheet_state {
    SHEET_MISSING, /* there is no such file, and nothing was reported */
    SHEET_FAULTY,
    SHEET_OPEN
};

enum sheet_state sheet_open(struct sheet *sheet, const char *path, struct pfq_arena *arena);
bool sheet_next(struct sheet *sheet);

/* pfq wrote it: what is of no use to it was left out. */
bool sheet_is_ours(const struct sheet *sheet);

/* The field without spaces around it; "" where the file has no such column. */
const char *sheet_field(struct sheet *sheet, size_t column);

/* The day in the field; `otherwise` where it is empty or, which is reported, no day. */
int32_t sheet_date(struct sheet *sheet, size_t column, int32_t otherwise);

/* A fault of the record in hand, at the field that was asked for last. */
void sheet_fault(const struct sheet *sheet, const char *fix, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
