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
    PFQ_ESCAPE_HTML,     /* HTML, XML and SVG: content, and attributes in either kind of quotes */
    PFQ_ESCAPE_MARKDOWN, /* within a line or a cell of a table; no HTML gets through */
    PFQ_ESCAPE_PLAIN     /* a line of plain text: of a mail, a picture, a spreadsheet's cell */
};

/* In the arena; line breaks and tabs become spaces, NULL becomes "". */
char *pfq_escape(enum pfq_escape how, const char *text, struct pfq_arena *arena);

/* The next character of untrusted text, harmless for a terminal: 1 to 4 bytes in `out`;
 * *text moves on. */
size_t pfq_escape_next(const char **text, char out[4]);

/* The value of a mail header that people read (Subject, a name): no line break gets through,
 * and what is not plain ASCII, or could be taken for an encoded word, becomes encoded words
 * (RFC 2047) of at most 75 characters, a space between them. */
char *pfq_escape_mail(const char *text, struct pfq_arena *arena);

/* One field of a CSV line (RFC 4180), byte for byte what pfq_unescape_csv() gives back.
 *
 * Spreadsheets run a field as a formula when it begins with = + - @, a tab, a line break, or a
 * full-width form of these signs, with or without spaces and apostrophes before it.  Such a
 * field gets one more apostrophe in front, which spreadsheets take for "this is text".  A whole
 * number or decimal ("-12.5") is no formula and stays.  Quotes are added where RFC 4180 wants
 * them, around spaces at either end, and where a line might be taken for a comment ("#"). */
char *pfq_escape_csv(const char *text, struct pfq_arena *arena);

/* The text of a field whose quotes are already taken off: within `field`. */
const char *pfq_unescape_csv(const char *field);

#endif
