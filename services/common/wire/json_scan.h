/* json_scan.h - places in a JSON text, and what is still open at one.
 *
 * For texts that did not parse: jansson says how far it came, not where the trouble
 * began.  Private to the wire layer.
 */
#ifndef JSON_SCAN_H
#define JSON_SCAN_H

#include <stddef.h>

struct scan_place {
    unsigned line;   /* counted from `first_line` */
    unsigned column; /* in characters, from 1 */
};

/* The place of the byte at `at`, which is inside the text unless the text is empty. */
struct scan_place scan_place_of(const char *text, size_t at, unsigned first_line);

/* The innermost '{', '[' or '"' that is open at the end; *at is where it stands.  0: none.
 * Up to there, the text is good JSON. */
char scan_open(const char *text, size_t size, size_t *at);

#endif
