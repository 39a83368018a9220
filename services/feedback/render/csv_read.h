/* csv_read.h - what csv_write() wrote, back from whoever filled it in.
 *
 * Columns may be in any order and there may be more of them; a missing, changed or repeated key is
 * refused.  Taken as well: a byte order mark, LF or CR for CRLF, empty lines and rows of empty
 * fields, semicolons or tabs for commas.  A text that was neutralised comes back as it was.  All
 * problems are told at once.
 *
 * Layer 2 (render): may include base and wire.
 */
#ifndef CSV_READ_H
#define CSV_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "pfq/arena.h"
#include "pfq/problems.h"

struct csv_row {
    unsigned line; /* on which it begins */
    const char *key;
    const char **fields; /* one for each column of the header, the key's among them */
};

struct csv_file {
    const char **names;
    size_t column_count;
    struct csv_row *rows;
    size_t row_count;
};

/* Problems have code CSV and the path "name:line".  True: none was found.  `*out` is valid either
 * way and holds the rows that are whole. */
bool csv_read(const char *name, const char *text, size_t size, struct pfq_arena *arena,
              struct pfq_problems *problems, struct csv_file *out);

/* Index of the column, -1: it is not there. */
int csv_find(const struct csv_file *file, const char *name);

#endif
