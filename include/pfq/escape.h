/* pfq/escape.h - text made harmless for where it goes.
 *
 * Whatever comes out of a message, a file or the catalogue passes through here before it
 * becomes part of a page.  What is no UTF-8, control characters, and characters that turn
 * the reading direction come out as "?".
 *
 * Layer 0: includes nothing of ours but the arena.
 */
#ifndef PFQ_ESCAPE_H
#define PFQ_ESCAPE_H

#include <stddef.h>

#include "pfq/arena.h"

enum pfq_escape {
    PFQ_ESCAPE_HTML,    /* content, and attributes in either kind of quotes */
    PFQ_ESCAPE_MARKDOWN /* within a line or a cell of a table; no HTML gets through */
};

/* In the arena; line breaks and tabs become spaces, NULL becomes "". */
char *pfq_escape(enum pfq_escape how, const char *text, struct pfq_arena *arena);

/* The next character of untrusted text, harmless for a terminal: 1 to 4 bytes in `out`;
 * *text moves on. */
size_t pfq_escape_next(const char **text, char out[4]);

#endif
