/* text.c - UTF-8 as RFC 3629 has it: shortest forms, no surrogates, to U+10FFFF. */
#include "text.h"

#include <string.h>

static size_t length_by(uint8_t lead)
{
    static const struct {
        uint8_t from;
        uint8_t length;
    } rows[] = {{0xF5, 0}, {0xF0, 4}, {0xE0, 3}, {0xC2, 2}, {0x00, 0}};

    size_t i = 0;
    while (lead < rows[i].from) {
        i++;
    }
    return rows[i].length;
}

/* Bytes of the character at `p`, which is not ASCII; 0 if it is none. */
static size_t wide_length(const uint8_t *p, size_t left)
{
    uint8_t lead = p[0];
    size_t length = length_by(lead);
    if (length == 0 || length > left) {
        return 0;
    }
    uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < least || p[1] > most) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/* Eight bytes of ASCII without NUL: a zero byte less one sets its highest bit as well. */
static bool is_plain(const uint8_t *p)
{
    uint64_t word = 0;
    memcpy(&word, p, sizeof word);
    return ((word | (word - 0x0101010101010101U)) & 0x8080808080808080U) == 0;
}

enum text_fault text_check(const uint8_t *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        if (size - i >= sizeof(uint64_t) && is_plain(text + i)) {
            i += sizeof(uint64_t);
            continue;
        }
        if (text[i] == 0) {
            return TEXT_NUL;
        }
        size_t length = text[i] < 0x80 ? 1 : wide_length(text + i, size - i);
        if (length == 0) {
            return TEXT_NOT_UTF8;
        }
        i += length;
    }
    return TEXT_OK;
}

bool text_has_control(const uint8_t *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] < 0x20 || text[i] == 0x7F) {
            return true;
        }
    }
    return false;
}
