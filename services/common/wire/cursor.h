/* cursor.h - protobuf's wire format, one field at a time.
 *
 * A cursor never moves past its end, whatever the bytes say.  Private to the wire
 * layer.
 */
#ifndef CURSOR_H
#define CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/wire.h"

struct cursor {
    const uint8_t *at;
    const uint8_t *end;
};

enum cursor_fault {
    CURSOR_OK,
    CURSOR_CUT,    /* the bytes end inside a field */
    CURSOR_LENGTH, /* a length reaches past the enclosing message */
    CURSOR_VARINT, /* a number of more bytes than it may have */
    CURSOR_TAG,    /* no field has such a number or wire type */
    CURSOR_GROUP   /* the group wire types, which nobody sends any more */
};

enum cursor_wire {
    WIRE_VARINT = 0,
    WIRE_FIXED64 = 1,
    WIRE_LENGTH = 2,
    WIRE_FIXED32 = 5
};

struct item {
    const uint8_t *start; /* of its tag */
    uint32_t number;
    unsigned wire;
    uint64_t varint;    /* VARINT */
    struct cursor body; /* LENGTH */
};

static inline struct cursor cursor_of(struct pfq_bytes bytes)
{
    return (struct cursor){bytes.data, bytes.size == 0 ? bytes.data : bytes.data + bytes.size};
}

static inline bool cursor_more(const struct cursor *c)
{
    return c->at != c->end;
}

static inline size_t cursor_left(const struct cursor *c)
{
    return (size_t)(c->end - c->at);
}

enum cursor_fault cursor_long_varint(struct cursor *c, uint64_t *out);

/* Most numbers, tags and lengths are one byte. */
static inline enum cursor_fault cursor_varint(struct cursor *c, uint64_t *out)
{
    if (c->at != c->end && *c->at < 0x80) {
        *out = *c->at++;
        return CURSOR_OK;
    }
    return cursor_long_varint(c, out);
}

enum cursor_fault cursor_long_tag(struct cursor *c, struct item *out);

/* Most tags are one or two bytes. */
static inline enum cursor_fault cursor_tag(struct cursor *c, struct item *out)
{
    bool wide = cursor_left(c) > 1 && c->at[0] >= 0x80 && c->at[1] < 0x80;
    uint32_t tag = wide ? (c->at[0] & 0x7FU) | (uint32_t)c->at[1] << 7 : c->at[0];
    if (tag < 8 || (!wide && tag >= 0x80)) {
        return cursor_long_tag(c, out);
    }
    out->number = tag >> 3;
    out->wire = tag & 7;
    c->at += 1 + wide;
    return CURSOR_OK;
}

enum cursor_fault cursor_long_value(struct cursor *c, struct item *out);

/* The next field; only where there is more.  After a fault nothing more can be read here;
 * out->number is 0 if not even that is known. */
static inline enum cursor_fault cursor_item(struct cursor *c, struct item *out)
{
    const uint8_t *at = c->at;
    out->start = at;
    /* Most of what is ever sent: a tag of one byte and a number of one byte. */
    if (cursor_left(c) > 1 && (at[0] & 0x87) == WIRE_VARINT && at[0] != 0 && at[1] < 0x80) {
        out->number = at[0] >> 3;
        out->wire = WIRE_VARINT;
        out->varint = at[1];
        c->at = at + 2;
        return CURSOR_OK;
    }
    enum cursor_fault fault = cursor_tag(c, out);
    if (fault != CURSOR_OK) {
        return fault;
    }
    if (out->wire == WIRE_VARINT) {
        return cursor_varint(c, &out->varint);
    }
    /* Most lengths are one byte too. */
    if (out->wire == WIRE_LENGTH && cursor_more(c) && *c->at < 0x80 && *c->at < cursor_left(c)) {
        out->body = (struct cursor){c->at + 1, c->at + 1 + *c->at};
        c->at = out->body.end;
        return CURSOR_OK;
    }
    return cursor_long_value(c, out);
}

#endif
