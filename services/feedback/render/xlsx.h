/* xlsx.h - the tables of a document as a spreadsheet, one sheet a table.
 *
 * Frozen header, typed cells (numbers are numbers, dates are dates), widths that fit, no formula:
 * text is text whatever it begins with.  What no rate may be said of is the same words as on the
 * page.  A last sheet says where the figures come from.
 *
 * The one file of render that touches the disk: libxlsxwriter 1.1 writes to a named file only.
 *
 * Layer 2 (render): may include base.  The only user of libxlsxwriter is xlsx.c.
 */
#ifndef XLSX_H
#define XLSX_H

#include "document.h"
#include "pfq/err.h"

enum pfq_code xlsx_write(const struct document *document, enum audience audience, const char *path,
                         struct pfq_arena *arena, struct pfq_err *err) PFQ_CHECKED;

#endif
