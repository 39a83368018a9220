/* spans.c - where the entries of a document start and end: see adapt.h.
 *
 * The JSON library gives values without places; an entry's own bytes make its message
 * id, and its line is what a person looks for. */
#include "adapt.h"

#include <string.h>

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct adapt_span trimmed(const char *from, const char *to, unsigned line)
{
    while (from < to && blank(*from)) {
        line += *from == '\n';
        from++;
    }
    while (to > from && blank(to[-1])) {
        to--;
    }
    return (struct adapt_span){from, (size_t)(to - from), line};
}

/* --- a list ------------------------------------------------------------------------ */

struct scan {
    const char *at;
    const char *end;
    unsigned line;
};

static void skip_string(struct scan *s)
{
    for (s->at++; s->at < s->end && *s->at != '"'; s->at++) {
        s->at += *s->at == '\\';
    }
}

/* To the comma or bracket that ends the entry at s->at. */
static void skip_entry(struct scan *s)
{
    size_t depth = 0;
    for (; s->at < s->end; s->at++) {
        char c = *s->at;
        if (depth == 0 && (c == ',' || c == ']')) {
            return;
        }
        if (c == '"') {
            skip_string(s);
        }
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        s->line += c == '\n';
    }
}

size_t adapt_entries(const char *text, size_t size, struct adapt_span *out)
{
    const char *open = memchr(text, '[', size);
    if (open == NULL) {
        return 0;
    }
    struct scan s = {open, text + size, 1};
    size_t count = 0;
    for (const char *c = text; c < open; c++) {
        s.line += *c == '\n';
    }
    while (s.at < s.end && *s.at != ']') {
        const char *from = ++s.at;
        unsigned line = s.line;
        skip_entry(&s);
        struct adapt_span entry = trimmed(from, s.at, line);
        if (entry.size > 0 && out != NULL) {
            out[count] = entry;
        }
        count += entry.size > 0;
    }
    return count;
}

/* --- lines -------------------------------------------------------------------------- */

static bool is_object(struct adapt_span line)
{
    return line.size >= 2 && line.text[0] == '{' && line.text[line.size - 1] == '}';
}

/* Newline-delimited: more than one line, and the first or the last is an object of its
 * own.  A cut-off or mistyped line among them is then a fault of that line alone. */
size_t adapt_lines(const char *text, size_t size, struct adapt_span *out)
{
    size_t count = 0;
    unsigned number = 1;
    struct adapt_span first = {NULL, 0, 0};
    struct adapt_span last = first;
    const char *end = text + size;
    for (const char *at = text; at < end; number++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        struct adapt_span line = trimmed(at, stop, number);
        if (line.size > 0) {
            first = count == 0 ? line : first;
            last = line;
            if (out != NULL) {
                out[count] = line;
            }
            count++;
        }
        at = stop + (stop < end);
    }
    return count > 1 && (is_object(first) || is_object(last)) ? count : 0;
}
