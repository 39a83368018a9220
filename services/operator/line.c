/* line.c - see line.h. */
#include "line.h"

#include <stdarg.h>
#include <stdio.h>

void line_append(struct line *line, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(line->text + line->used, sizeof line->text - line->used, fmt, args);
    va_end(args);
    if (n > 0) {
        line->used += (size_t)n;
    }
    if (line->used >= sizeof line->text) {
        line->used = sizeof line->text - 1;
    }
}
