/* json_scan.c - lines, columns and nesting of a JSON text: see json_scan.h. */
#include "json_scan.h"

struct scan_place scan_place_of(const char *text, size_t at, unsigned first_line)
{
    struct scan_place place = {first_line, 1};
    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n') {
            place.line++;
            place.column = 1;
        } else {
            /* A character counts where it starts, not where UTF-8 continues it. */
            place.column += ((unsigned char)text[i + 1] & 0xC0) != 0x80;
        }
    }
    return place;
}

static size_t string_end(const char *text, size_t size, size_t at)
{
    for (at++; at < size && text[at] != '"'; at++) {
        at += text[at] == '\\';
    }
    return at;
}

struct nesting {
    size_t depth;  /* at the end of the text */
    size_t opener; /* the last to reach the wanted depth */
    size_t string; /* the last string's start */
    int in_string; /* that string is open */
};

static struct nesting nesting_of(const char *text, size_t size, size_t wanted)
{
    struct nesting n = {0};
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '"') {
            n.string = i;
            i = string_end(text, size, i);
            n.in_string = i >= size;
        } else if (c == '{' || c == '[') {
            n.opener = ++n.depth == wanted ? i : n.opener;
        } else if (c == '}' || c == ']') {
            n.depth--;
        }
    }
    return n;
}

/* Twice over the text, for want of a stack: what opened the depth that the text ends at. */
char scan_open(const char *text, size_t size, size_t *at)
{
    struct nesting end = nesting_of(text, size, 0);
    if (end.in_string) {
        *at = end.string;
    } else if (end.depth > 0) {
        *at = nesting_of(text, size, end.depth).opener;
    } else {
        return '\0';
    }
    return text[*at];
}
