/* plain.h - a document as plain text of 80 columns: what a mail says where HTML is not shown.
 *
 * Equal in content to the page; a chart is its description and its table.
 *
 * Layer 2 (render): may include base.
 */
#ifndef PLAIN_H
#define PLAIN_H

#include <stdio.h>

#include "document.h"

enum {
    PLAIN_WIDTH = 80
};

void plain_write(const struct document *document, enum audience audience, struct pfq_arena *arena,
                 FILE *out);

/* Texts and titles wrap in their columns, and a column that says nothing is left out.  A table that
 * is wider even so becomes one block of "title: text" lines a row. */
void plain_grid(const struct grid *grid, enum audience audience, struct pfq_arena *arena,
                FILE *out);

#endif
