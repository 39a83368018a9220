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

/* The next line that is not blank, and past it; size 0 at the end. */
static struct adapt_span next_line(struct scan *s)
{
    struct adapt_span line = {NULL, 0, 0};
    while (s->at < s->end && line.size == 0) {
        const char *stop = memchr(s->at, '\n', (size_t)(s->end - s->at));
        stop = stop == NULL ? s->end : stop;
        line = trimmed(s->at, stop, s->line++);
        s->at = stop + (stop < s->end);
    }
    return line;
}

/* Newline-delimited: more than one line, and the first or the last is an object of its
 * own.  A cut-off or mistyped line among them is then a fault of that line alone. */
size_t adapt_lines(const char *text, size_t size, struct adapt_span *out)
{
    struct scan s = {text, text + size, 1};
    struct adapt_span line = next_line(&s);
    bool first = is_object(line);
    bool last = first;
    size_t count = 0;
    for (; line.size > 0; line = next_line(&s)) {
        last = is_object(line);
        if (out != NULL) {
            out[count] = line;
        }
        count++;
    }
    return count > 1 && (first || last) ? count : 0;
}
