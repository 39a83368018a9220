/* escape.c - text made harmless: see pfq/escape.h. */
#include "pfq/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    LONGEST = 6 /* bytes that one byte of text can become: &quot; */
};

/* --- characters ---------------------------------------------------------------- */

/* Length of the well-formed UTF-8 sequence at `s`, 0 when there is none. */
static size_t decode(const unsigned char *s, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = s[0] < 0x80             ? 1
                  : (s[0] & 0xE0) == 0xC0 ? 2
                  : (s[0] & 0xF0) == 0xE0 ? 3
                  : (s[0] & 0xF8) == 0xF0 ? 4
                                          : 0;
    if (size <= 1) {
        *code = s[0];
        return size;
    }
    *code = s[0] & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((s[i] & 0xC0) != 0x80) {
            return 0;
        }
        *code = *code << 6 | (s[i] & 0x3Fu);
    }
    bool whole = *code >= least[size] && *code <= 0x10FFFF && (*code < 0xD800 || *code > 0xDFFF);
    return whole ? size : 0;
}

/* C0, DEL and C1 drive terminals; the marks and overrides of direction, and the line
 * separators, make a line read otherwise than it was written. */
static bool harmless(uint32_t code)
{
    return code >= 0x20 && (code < 0x7F || code > 0x9F) && (code < 0x200E || code > 0x200F) &&
           (code < 0x2028 || code > 0x202E) && (code < 0x2066 || code > 0x2069) && code != 0xFEFF &&
           (code & 0xFFFE) != 0xFFFE; /* no characters; XML refuses a page that holds one */
}

size_t pfq_escape_next(const char **text, char out[4])
{
    uint32_t code = 0;
    size_t size = decode((const unsigned char *)*text, &code);
    if (size > 0 && harmless(code)) {
        memcpy(out, *text, size);
        *text += size;
        return size;
    }
    out[0] = '?';
    *text += size > 0 ? size : 1;
    return 1;
}

/* --- pages --------------------------------------------------------------------- */

/* What stands for a character of the format; NULL: the character itself. */
static const char *html(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static const char *markdown(char c)
{
    static const char marks[] = "\\`*_{}[]#|~$";
    static const char *const escaped[] = {"\\\\", "\\`", "\\*", "\\_", "\\{", "\\}",
                                          "\\[",  "\\]", "\\#", "\\|", "\\~", "\\$"};
    const char *mark = c == '\0' ? NULL : strchr(marks, c);
    if (mark != NULL) {
        return escaped[mark - marks];
    }
    return c == '&' || c == '<' || c == '>' ? html(c) : NULL;
}

static const char *stand_in(enum pfq_escape how, char c)
{
    switch (how) {
    case PFQ_ESCAPE_HTML:
        return html(c);
    case PFQ_ESCAPE_MARKDOWN:
        return markdown(c);
    case PFQ_ESCAPE_PLAIN:
        break;
    }
    return NULL;
}

char *pfq_escape(enum pfq_escape how, const char *text, struct pfq_arena *arena)
{
    const char *from = text == NULL ? "" : text;
    char *out = pfq_arena_new(arena, char, strlen(from) * LONGEST + 1);
    char *to = out;
    while (*from != '\0') {
        char c[4];
        bool space = *from == '\n' || *from == '\t' || *from == '\r';
        size_t size = pfq_escape_next(&from, c);
        if (space) {
            c[0] = ' ';
        }
        const char *instead = size > 1 ? NULL : stand_in(how, c[0]);
        if (instead != NULL) {
            to = stpcpy(to, instead);
        } else {
            memcpy(to, c, size);
            to += size;
        }
    }
    return out;
}
