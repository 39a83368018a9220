/* html.h - a document as one HTML page that needs nothing else.
 *
 * No script, no font, picture or style from elsewhere: it can be mailed, opened on a locked-down
 * computer and printed on A4.  Headings in order, tables with headers, states in words, charts with
 * a description and their table beneath.
 *
 * Layer 2 (render): may include base.
 */
#ifndef HTML_H
#define HTML_H

#include <stdio.h>

#include "document.h"

void html_write(const struct document *document, enum audience audience, struct pfq_arena *arena,
                FILE *out);

/* The style of every page. */
extern const char html_style[];
extern const char html_narrow[];
extern const char html_dense[];

#endif
