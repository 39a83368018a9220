/* tables.h - the directory of loaded reference tables.
 *
 *     DIR/offences.csv            what intake uses: a stamp, then the table
 *     DIR/offences.previous.csv   what it used before
 *
 * A table is there whole or not at all: it is written beside its place, synced, and
 * renamed; so is the one that it replaces.
 *
 * Layer 4 (operator).
 */
#ifndef TABLES_DIR_H
#define TABLES_DIR_H

#include "pfq/reference.h"

/* The path of a table, or of the one before it. */
const char *tables_path(const char *directory, enum pfq_table table, bool previous,
                        struct pfq_arena *arena);

/* A table on its way into its place. */
struct tables_new {
    enum pfq_table table;
    const struct pfq_table_text *text;
    int64_t loaded_at;
    bool keep; /* the one in place, as the one before: it is a good one */
};

/* Put the table in its place; the directory is made where its parent is there. */
enum pfq_code tables_put(const char *directory, const struct tables_new *new,
                         struct pfq_arena *arena, struct pfq_err *err) PFQ_CHECKED;

#endif
