/* prose.c - sentences and what no text may hold: see prose.h. */
#include "prose.h"

#include <ctype.h>
#include <string.h>

/* --- sentences ----------------------------------------------------------------------------- */

/* A mark ends a sentence before a space or the end, quotes aside. */
static bool ends_sentence(const char *mark)
{
    if (strchr(".!?", *mark) == NULL) {
        return false;
    }
    const char *after = mark + 1 + strspn(mark + 1, "\"')");
    return *after == ' ' || *after == '\0';
}

size_t prose_longest_sentence(const char *text)
{
    size_t longest = 0;
    size_t words = 0;
    for (const char *c = text; *c != '\0'; c++) {
        words += *c != ' ' && (c == text || c[-1] == ' ');
        longest = words > longest ? words : longest;
        words = ends_sentence(c) ? 0 : words;
    }
    return longest;
}

/* --- numbers and names ----------------------------------------------------------------------- */

/* Two digits of the force, two characters of the unit, five digits, two of the year. */
static bool is_urn(const char *text)
{
    static const char shape[] = "99A*9999999";
    size_t used = 0;
    for (const char *s = text; shape[used] != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '/' && s != text) {
            continue;
        }
        bool fits = shape[used] == '9'   ? isdigit(c) != 0
                    : shape[used] == 'A' ? isupper(c) != 0
                                         : isupper(c) != 0 || isdigit(c) != 0;
        if (!fits) {
            return false;
        }
        used++;
    }
    return true;
}

bool prose_has_urn(const char *text)
{
    static const char example[] = "43AA"; /* a unit that no force has */
    for (const char *s = text; *s != '\0'; s++) {
        bool begins = s == text || !isalnum((unsigned char)s[-1]);
        if (begins && is_urn(s) && strncmp(s, example, sizeof example - 1) != 0) {
            return true;
        }
    }
    return false;
}

bool prose_has_person(const char *text)
{
    static const char *const titles[] = {"Mr ", "Mrs ", "Ms ", "Miss ", "Dr ", "Sgt "};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        size_t size = strlen(titles[i]);
        for (const char *s = strstr(text, titles[i]); s != NULL; s = strstr(s + 1, titles[i])) {
            bool begins = s == text || !isalpha((unsigned char)s[-1]);
            if (begins && isupper((unsigned char)s[size]) && islower((unsigned char)s[size + 1])) {
                return true;
            }
        }
    }
    return false;
}
