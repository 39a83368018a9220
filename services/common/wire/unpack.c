/* unpack.c - bytes into structs: see unpack.h. */
#include "unpack.h"

#include <string.h>

/* False: the end, or damage, which whoever reads the values finds again. */
static bool next_item(struct cursor *c, struct item *out)
{
    return cursor_more(c) && cursor_item(c, out) == CURSOR_OK;
}

/* Every number ends with the only byte of its own below 0x80. */
static size_t count_packed(struct cursor body)
{
    size_t count = 0;
    for (; cursor_more(&body); body.at++) {
        count += *body.at < 0x80;
    }
    return count;
}

/* Entries of a list from its first item to the end of the message. */
static size_t count_entries(const struct shape_field *field, const struct item *first,
                            struct cursor rest)
{
    uint32_t number = first->number;
    struct item item = *first;
    size_t count = 0;
    do {
        if (item.number == number) {
            count += shape_is_packed(field, &item) ? count_packed(item.body) : 1;
        }
    } while (next_item(&rest, &item));
    return count;
}

static bool copy_text(struct cursor text, struct pfq_arena *arena, char **out)
{
    size_t size = cursor_left(&text);
    *out = pfq_arena_try(arena, size + 1, 1);
    if (*out != NULL && size > 0) {
        memcpy(*out, text.at, size);
    }
    return *out != NULL;
}

static bool copy_bytes(struct cursor bytes, struct pfq_arena *arena, ProtobufCBinaryData *out)
{
    out->len = cursor_left(&bytes);
    char *copy = NULL;
    bool copied = copy_text(bytes, arena, &copy);
    out->data = (uint8_t *)copy;
    return copied;
}

static void store_number(const struct shape_field *field, uint64_t varint, void *out)
{
    if (field->kind == SHAPE_BOOL) {
        *(protobuf_c_boolean *)out = varint != 0;
    } else if (field->kind == SHAPE_NUMBER64) {
        *(uint64_t *)out = varint;
    } else {
        *(uint32_t *)out = (uint32_t)varint;
    }
}

static bool store_body(const struct shape_field *field, struct cursor body, struct pfq_arena *arena,
                       void *out)
{
    switch (field->kind) {
    case SHAPE_TEXT:
        return copy_text(body, arena, out);
    case SHAPE_BYTES:
        return copy_bytes(body, arena, out);
    default:
        *(ProtobufCMessage **)out = unpack_message(field->message, body, arena);
        return *(ProtobufCMessage **)out != NULL;
    }
}

static void *member(ProtobufCMessage *message, uint32_t offset)
{
    return (char *)message + offset;
}

/* Where the next value of a list goes, within its array. */
static void *next_entry(ProtobufCMessage *out, const struct shape_field *field)
{
    size_t *count = member(out, field->given_at);
    char *array = *(char **)member(out, field->offset);
    return array + (*count)++ * field->value_size;
}

static bool has_array(ProtobufCMessage *out, const struct shape_field *field)
{
    return *(void **)member(out, field->offset) != NULL;
}

/* Room for all entries, this one and those to come. */
static bool make_array(ProtobufCMessage *out, const struct shape_field *field,
                       const struct item *item, struct cursor rest, struct pfq_arena *arena)
{
    size_t count = count_entries(field, item, rest);
    void *array = pfq_arena_try(arena, count * field->value_size + 1, alignof(max_align_t));
    *(void **)member(out, field->offset) = array;
    return array != NULL;
}

static void append_number(ProtobufCMessage *out, const struct shape_field *field, uint64_t varint)
{
    if (shape_knows(field, varint)) {
        store_number(field, varint, next_entry(out, field));
    }
}

static bool append_packed(ProtobufCMessage *out, const struct shape_field *field,
                          struct cursor body)
{
    while (cursor_more(&body)) {
        uint64_t varint = 0;
        if (cursor_varint(&body, &varint) != CURSOR_OK) {
            return false;
        }
        append_number(out, field, varint);
    }
    return true;
}

static bool append(ProtobufCMessage *out, const struct shape_field *field, const struct item *item,
                   struct cursor rest, struct pfq_arena *arena)
{
    if (!has_array(out, field) && !make_array(out, field, item, rest, arena)) {
        return false;
    }
    if (shape_is_packed(field, item)) {
        return append_packed(out, field, item->body);
    }
    if (item->wire != field->wire) {
        return false;
    }
    if (item->wire != WIRE_VARINT) {
        return store_body(field, item->body, arena, next_entry(out, field));
    }
    append_number(out, field, item->varint);
    return true;
}

static void mark_given(ProtobufCMessage *out, const struct shape_field *field)
{
    if (field->given == SHAPE_BY_FLAG) {
        *(protobuf_c_boolean *)member(out, field->given_at) = 1;
    } else if (field->given == SHAPE_BY_CASE) {
        *(uint32_t *)member(out, field->given_at) = field->field->id;
    }
}

static bool set(ProtobufCMessage *out, const struct shape_field *field, const struct item *item,
                struct pfq_arena *arena)
{
    if (item->wire != field->wire) {
        return false;
    }
    if (item->wire != WIRE_VARINT) {
        mark_given(out, field);
        return store_body(field, item->body, arena, member(out, field->offset));
    }
    if (shape_knows(field, item->varint)) {
        mark_given(out, field);
        store_number(field, item->varint, member(out, field->offset));
    }
    return true;
}

/* An empty message is zeros but for its descriptor (a test sees to it). */
ProtobufCMessage *unpack_message(const struct shape *shape, struct cursor c,
                                 struct pfq_arena *arena)
{
    ProtobufCMessage *out = pfq_arena_try(arena, shape->type->sizeof_message, alignof(max_align_t));
    if (out == NULL) {
        return NULL;
    }
    out->descriptor = shape->type;
    struct item item = {0};
    while (cursor_more(&c)) {
        if (cursor_item(&c, &item) != CURSOR_OK) {
            return NULL;
        }
        const struct shape_field *field = shape_find(shape, item.number);
        if (field == NULL) {
            continue;
        }
        bool stored = field->given == SHAPE_BY_COUNT ? append(out, field, &item, c, arena)
                                                     : set(out, field, &item, arena);
        if (!stored) {
            return NULL;
        }
    }
    return out;
}
