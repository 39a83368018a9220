/* csv.h - records of a CSV text (RFC 4180), cut in place.
 *
 *     struct csv csv = csv_open(text, size);
 *     while (csv_next(&csv, &record)) ...
 *
 * Taken as well: a byte order mark, LF for CRLF, empty lines (passed over), and lines
 * before the header that begin with '#'.  A quoted field may hold commas, line ends and
 * doubled quotes.
 *
 * Used in services/standard, and by `pfq stats`.
 */
#ifndef CSV_H
#define CSV_H

#include <stdbool.h>
#include <stddef.h>

enum {
    CSV_COLUMNS_MAX = 64
};

struct csv {
    char *at;
    char *end; /* holds a NUL */
    unsigned line;
};

struct csv_record {
    unsigned line; /* on which it begins */
    const char *begin;
    const char *fault; /* a sentence; the fields are then not all there */
    size_t count;
    char *fields[CSV_COLUMNS_MAX];
};

/* `text` is altered; text[size] must be NUL, and no other byte of it. */
struct csv csv_open(char *text, size_t size);
bool csv_next(struct csv *csv, struct csv_record *record);

/* The column of that name, in either case of letters; -1: none. */
int csv_column(const struct csv_record *header, const char *name);

#endif
