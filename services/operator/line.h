/* line.h - a line of output, composed piece by piece before it is put on a page.
 *
 * Layer 4 (operator).
 */
#ifndef LINE_H
#define LINE_H

#include <stddef.h>

enum {
    LINE_MAX_BYTES = 1200
};

struct line {
    char text[LINE_MAX_BYTES];
    size_t used;
};

/* Appending past its end cuts it off. */
void line_append(struct line *line, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
