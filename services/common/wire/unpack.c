/* unpack.c - second walk, which may believe what it reads: see unpack.h. */
#include "unpack.h"

#include <string.h>

#include "fields.h"
#include "guard.h"
#include "pfq/bug.h"

static bool next_item(struct cursor *c, struct item *out)
{
    if (!cursor_more(c)) {
        return false;
    }
    PFQ_ASSERT(cursor_item(c, out) == CURSOR_OK);
    return true;
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
static size_t count_entries(const ProtobufCFieldDescriptor *field, const struct item *first,
                            struct cursor rest)
{
    struct item item = *first;
    size_t count = 0;
    do {
        if (item.number == field->id) {
            count += guard_is_packed(field, &item) ? count_packed(item.body) : 1;
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

static void store_number(ProtobufCType type, uint64_t varint, void *out)
{
    switch ((int)type) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
        *(uint64_t *)out = varint;
        break;
    case PROTOBUF_C_TYPE_BOOL:
        *(protobuf_c_boolean *)out = varint != 0;
        break;
    default:
        *(uint32_t *)out = (uint32_t)varint;
        break;
    }
}

static bool store(const ProtobufCFieldDescriptor *field, const struct item *item,
                  struct pfq_arena *arena, void *out)
{
    switch ((int)field->type) {
    case PROTOBUF_C_TYPE_MESSAGE:
        *(ProtobufCMessage **)out = unpack_guarded(field->descriptor, item->body, arena);
        return *(ProtobufCMessage **)out != NULL;
    case PROTOBUF_C_TYPE_STRING:
        return copy_text(item->body, arena, out);
    case PROTOBUF_C_TYPE_BYTES:
        return copy_bytes(item->body, arena, out);
    default:
        store_number(field->type, item->varint, out);
        return true;
    }
}

static bool is_known(const ProtobufCFieldDescriptor *field, uint64_t varint)
{
    return field->type != PROTOBUF_C_TYPE_ENUM ||
           protobuf_c_enum_descriptor_get_value(field->descriptor, (int)varint) != NULL;
}

static void append_packed(ProtobufCMessage *out, const ProtobufCFieldDescriptor *field,
                          struct cursor body)
{
    while (cursor_more(&body)) {
        uint64_t varint = 0;
        PFQ_ASSERT(cursor_varint(&body, &varint) == CURSOR_OK);
        if (is_known(field, varint)) {
            store_number(field->type, varint, fields_append(out, field));
        }
    }
}

static bool append(ProtobufCMessage *out, const ProtobufCFieldDescriptor *field,
                   const struct item *item, struct cursor rest, struct pfq_arena *arena)
{
    if (!fields_has_array(out, field)) {
        size_t count = count_entries(field, item, rest);
        void *array =
            pfq_arena_try(arena, count * fields_size(field->type) + 1, alignof(max_align_t));
        if (array == NULL) {
            return false;
        }
        fields_set_list(out, field, array, 0);
    }
    if (guard_is_packed(field, item)) {
        append_packed(out, field, item->body);
        return true;
    }
    return !is_known(field, item->varint) || store(field, item, arena, fields_append(out, field));
}

static bool set(ProtobufCMessage *out, const ProtobufCFieldDescriptor *field,
                const struct item *item, struct pfq_arena *arena)
{
    return !is_known(field, item->varint) || store(field, item, arena, fields_set(out, field));
}

ProtobufCMessage *unpack_guarded(const ProtobufCMessageDescriptor *type, struct cursor c,
                                 struct pfq_arena *arena)
{
    ProtobufCMessage *out = pfq_arena_try(arena, type->sizeof_message, alignof(max_align_t));
    if (out == NULL) {
        return NULL;
    }
    type->message_init(out);
    struct item item = {0};
    while (next_item(&c, &item)) {
        const ProtobufCFieldDescriptor *field = fields_find(type, item.number);
        if (field == NULL) {
            continue;
        }
        bool stored = field->label == PROTOBUF_C_LABEL_REPEATED
                          ? append(out, field, &item, c, arena)
                          : set(out, field, &item, arena);
        if (!stored) {
            return NULL;
        }
    }
    return out;
}
