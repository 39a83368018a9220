/* text.h - is this clean text?  Private to the wire layer. */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_fault {
    TEXT_OK,
    TEXT_NOT_UTF8,
    TEXT_NUL
};

enum text_fault text_check(const uint8_t *text, size_t size);

/* A control character: U+0001 to U+001F, U+007F. */
bool text_has_control(const uint8_t *text, size_t size);

#endif
