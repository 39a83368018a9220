/* table.h - the rows of the tables of pfq/reference.h, for whoever looks things up.
 *
 * Private to services/standard.
 */
#ifndef TABLE_H
#define TABLE_H

#include "language/tables.h"
#include "pfq/reference.h"

struct table {
    struct pfq_table_text text;
    struct tables_row *rows; /* sorted by key and day */
    bool stamped;
};

enum table_state {
    TABLE_MISSING,
    TABLE_FAULTY, /* the problems say why */
    TABLE_READ
};

/* Rows are made in `arena`, the rest in `scratch`. */
enum table_state table_read(enum pfq_table which, const char *path, const char *name,
                            struct pfq_arena *arena, struct pfq_arena *scratch,
                            struct pfq_problems *problems, struct table *out);

#endif
