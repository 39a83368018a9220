/* escape_mail.c - values of mail headers: see pfq/escape.h. */
#include "pfq/escape.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static const char word_start[] = "=?UTF-8?Q?";
static const char word_end[] = "?=";

enum {
    WORD_MAX = 75, /* RFC 2047, section 2 */
    CONTENT_MAX = WORD_MAX - (int)(sizeof word_start - 1) - (int)(sizeof word_end - 1),
    BYTE_LONGEST = 3, /* =C3 */
    /* A word holds 17 bytes of the text or more and costs 13 characters, so less than one a byte.
     */
    BYTE_ROOM = BYTE_LONGEST + 1,
    WORD_ROOM = WORD_MAX + 2
};

/* A word's content, where a word may stand for a person's name too (RFC 2047, 5 (3)). */
static size_t encode(const char *c, size_t size, char out[4 * BYTE_LONGEST])
{
    static const char hex[] = "0123456789ABCDEF";
    if (size == 1 && (isalnum((unsigned char)*c) || *c == ' ')) {
        out[0] = (char)(*c == ' ' ? '_' : *c);
        return 1;
    }
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)c[i];
        out[i * 3] = '=';
        out[i * 3 + 1] = hex[byte >> 4];
        out[i * 3 + 2] = hex[byte & 15];
    }
    return size * BYTE_LONGEST;
}

static bool is_plain(const char *line)
{
    for (const char *c = line; *c != '\0'; c++) {
        if ((unsigned char)*c >= 0x80) {
            return false;
        }
    }
    return strstr(line, "=?") == NULL;
}

static char *put(char *to, const char *text)
{
    return stpcpy(to, text);
}

char *pfq_escape_mail(const char *text, struct pfq_arena *arena)
{
    char *line = pfq_escape(PFQ_ESCAPE_PLAIN, text, arena);
    if (is_plain(line)) {
        return line;
    }
    const char *from = line;
    char *out = pfq_arena_new(arena, char, strlen(from) * BYTE_ROOM + WORD_ROOM);
    char *to = put(out, word_start);
    size_t used = 0;
    while (*from != '\0') {
        char c[4];
        char coded[4 * BYTE_LONGEST];
        size_t taken = pfq_escape_next(&from, c);
        size_t size = encode(c, taken, coded);
        if (used + size > CONTENT_MAX) {
            to = put(put(put(to, word_end), " "), word_start);
            used = 0;
        }
        memcpy(to, coded, size);
        to += size;
        used += size;
    }
    (void)put(to, word_end);
    return out;
}
