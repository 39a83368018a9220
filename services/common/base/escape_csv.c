/* escape_csv.c - fields of CSV that no spreadsheet runs: see pfq/escape.h. */
#include "pfq/escape.h"

#include <stdbool.h>
#include <string.h>

/* "12", "-12.5": what a spreadsheet takes for a number and nothing else. */
static bool is_number(const char *s)
{
    s += *s == '-' || *s == '+';
    size_t whole = strspn(s, "0123456789");
    s += whole;
    if (*s == '.') {
        s++;
        size_t part = strspn(s, "0123456789");
        return whole > 0 && part > 0 && s[part] == '\0';
    }
    return whole > 0 && *s == '\0';
}

/* Does a formula begin behind the apostrophes and spaces?  Then one apostrophe more is put in
 * front, so whatever is true of a text stays true of it with an apostrophe before it: that is
 * what makes the marking reversible. */
static bool begins_formula(const char *text)
{
    static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
                                       "\xEF\xBC\xA0"}; /* = + - @ */
    const char *s = text + strspn(text, "' ");
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        if (strncmp(s, wide[i], 3) == 0) {
            return true;
        }
    }
    return *s != '\0' && strchr("=+-@\t\r\n", *s) != NULL && !is_number(text);
}

static bool needs_quotes(const char *text)
{
    size_t n = strlen(text);
    return strpbrk(text, ",\"\r\n") != NULL || text[0] == '#' ||
           (n > 0 && (text[0] == ' ' || text[n - 1] == ' '));
}

char *pfq_escape_csv(const char *text, struct pfq_arena *arena)
{
    const char *from = text == NULL ? "" : text;
    char *out = pfq_arena_new(arena, char, strlen(from) * 2 + 4);
    char *to = out;
    bool quoted = needs_quotes(from);
    if (quoted) {
        *to++ = '"';
    }
    if (begins_formula(from)) {
        *to++ = '\'';
    }
    for (; *from != '\0'; from++) {
        if (*from == '"') {
            *to++ = '"';
        }
        *to++ = *from;
    }
    if (quoted) {
        *to = '"';
    }
    return out;
}

const char *pfq_unescape_csv(const char *field)
{
    return field[0] == '\'' && begins_formula(field + 1) ? field + 1 : field;
}
