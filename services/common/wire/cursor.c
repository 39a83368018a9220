/* cursor.c - tags, varints and lengths: see cursor.h. */
#include "cursor.h"

enum {
    VARINT_BYTES = 10,
    SHORT_BYTES = 5, /* of a tag or a length; readers elsewhere take no more */
    GROUP_START = 3,
    GROUP_END = 4,
    NUMBER_MAX = (1 << 29) - 1
};

enum cursor_fault cursor_long_varint(struct cursor *c, uint64_t *out)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < VARINT_BYTES; i++) {
        if (c->at == c->end) {
            return CURSOR_CUT;
        }
        uint8_t byte = *c->at++;
        if (i == VARINT_BYTES - 1 && byte > 1) {
            return CURSOR_VARINT;
        }
        value |= (uint64_t)(byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            *out = value;
            return CURSOR_OK;
        }
    }
    return CURSOR_VARINT;
}

static enum cursor_fault short_varint(struct cursor *c, uint64_t *out)
{
    const uint8_t *start = c->at;
    enum cursor_fault fault = cursor_varint(c, out);
    return fault == CURSOR_OK && c->at - start > SHORT_BYTES ? CURSOR_VARINT : fault;
}

static enum cursor_fault skip(struct cursor *c, size_t size)
{
    if (cursor_left(c) < size) {
        return CURSOR_CUT;
    }
    c->at += size;
    return CURSOR_OK;
}

static enum cursor_fault read_body(struct cursor *c, struct cursor *out)
{
    uint64_t size = 0;
    enum cursor_fault fault = short_varint(c, &size);
    if (fault != CURSOR_OK) {
        return fault;
    }
    if (size > cursor_left(c)) {
        return CURSOR_LENGTH;
    }
    *out = (struct cursor){c->at, c->at + size};
    c->at += size;
    return CURSOR_OK;
}

enum cursor_fault cursor_long_tag(struct cursor *c, struct item *out)
{
    uint64_t tag = 0;
    out->number = 0;
    enum cursor_fault fault = short_varint(c, &tag);
    if (fault != CURSOR_OK) {
        return fault;
    }
    if (tag >> 3 == 0 || tag >> 3 > NUMBER_MAX) {
        return CURSOR_TAG;
    }
    out->number = (uint32_t)(tag >> 3);
    out->wire = tag & 7;
    return CURSOR_OK;
}

enum cursor_fault cursor_long_value(struct cursor *c, struct item *out)
{
    switch (out->wire) {
    case WIRE_FIXED64:
        return skip(c, sizeof(uint64_t));
    case WIRE_LENGTH:
        return read_body(c, &out->body);
    case WIRE_FIXED32:
        return skip(c, sizeof(uint32_t));
    case GROUP_START:
    case GROUP_END:
        return CURSOR_GROUP;
    default:
        return CURSOR_TAG;
    }
}
