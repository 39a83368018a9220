/* table_kinds.h - the kinds of reference tables: columns, and a row from and to text.
 *
 * Private to services/standard.
 */
#ifndef TABLE_KINDS_H
#define TABLE_KINDS_H

#include "sheet.h"
#include "table.h"

enum {
    TABLE_FROM = 2, /* places of columns; those before are the table's own */
    TABLE_UNTIL = 3,
    TABLE_COLUMNS = 4
};

struct table_kind {
    const char *name;
    const char *header; /* of the canonical form */
    struct sheet_column columns[TABLE_COLUMNS];

    /* The record in hand; a row without a key was faulty, which was reported. */
    void (*read)(struct sheet *sheet, struct tables_row *row);
    int (*write)(const struct tables_row *row, char *out, size_t size); /* without its days */
};

extern const struct table_kind table_kinds[PFQ_TABLE_COUNT];

#endif
