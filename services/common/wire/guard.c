/* guard.c - walks raw bytes against a descriptor: see guard.h. */
#include "guard.h"

#include <stdio.h>
#include <string.h>

#include "fields.h"
#include "limits.h"
#include "pfq/bug.h"
#include "place.h"
#include "text.h"

/* One message on the way down. */
struct level {
    struct guard *guard;
    const struct place *at; /* NULL: outermost */
    const ProtobufCMessageDescriptor *type;
    bool oneof_taken; /* a message of ours has one oneof at most */
    uint16_t *counts; /* of each of its fields, so far */
};

static const struct {
    const char *code;
    const char *fix;
    const char *sentence;
} framing[] = {
    [CURSOR_CUT] = {"WIRE_CUT", "Send the whole message.", "The bytes end inside a field."},
    [CURSOR_LENGTH] = {"WIRE_LENGTH", "Send the whole message, with the lengths that it has.",
                       "A length reaches past the end of the message that it is in."},
    [CURSOR_VARINT] = {"WIRE_VARINT", "Write the message with a protobuf library.",
                       "A number has more bytes than it may have."},
    [CURSOR_TAG] = {"WIRE_TAG", "Write the message with a protobuf library.",
                    "A field has a number or a wire type that does not exist."},
    [CURSOR_GROUP] = {"WIRE_GROUP", "Write the message with a protobuf library.",
                      "A field has the wire type of a group."},
};

static void report(struct pfq_problems *list, const struct place *at, const char *code,
                   const char *fix, const char *sentence)
{
    char path[PLACE_TEXT];
    place_text(at, path);
    pfq_problem(list, code, path, fix, "%s", sentence);
}

static void fault(const struct level *l, const struct place *at, const char *code, const char *fix,
                  const char *sentence)
{
    report(l->guard->problems, at, code, fix, sentence);
}

static void unknown_field(const struct level *l, uint32_t number)
{
    char sentence[96];
    (void)snprintf(sentence, sizeof sentence,
                   "Field number %u is not known here; it was passed over.", (unsigned)number);
    l->guard->unknown = true;
    report(l->guard->warnings, l->at, "UNKNOWN_FIELD", "None is needed if a newer sender means it.",
           sentence);
}

static void unknown_value(const struct level *l, const struct place *at)
{
    l->guard->unknown = true;
    report(l->guard->warnings, at, "UNKNOWN_VALUE", "None is needed if a newer sender means it.",
           "The value is not known here; it counts as not given.");
}

static bool is_name_of_message(const struct level *l, const ProtobufCFieldDescriptor *field)
{
    return l->type == &pfq__v1__envelope__descriptor && field->id <= 2;
}

static void check_length(const struct level *l, const struct place *at,
                         const ProtobufCFieldDescriptor *field, size_t size)
{
    size_t most = size <= LIMITS_BYTES ? size : limits_bytes(l->type, field);
    if (size > most) {
        char fix[64];
        (void)snprintf(fix, sizeof fix, "Shorten it to at most %zu bytes.", most);
        fault(l, at, "WIRE_TOO_LONG", fix, "The value is too long.");
    }
}

static void check_text(const struct level *l, const struct place *at,
                       const ProtobufCFieldDescriptor *field, const struct cursor *text)
{
    size_t size = cursor_left(text);
    check_length(l, at, field, size);
    enum text_fault found = text_check(text->at, size);
    if (found == TEXT_NOT_UTF8) {
        fault(l, at, "WIRE_TEXT", "Encode text as UTF-8.", "The text is not UTF-8.");
    } else if (found == TEXT_NUL) {
        fault(l, at, "WIRE_NUL", "Remove the NUL.", "The text contains NUL.");
    } else if (is_name_of_message(l, field) && text_has_control(text->at, size)) {
        fault(l, at, "WIRE_CONTROL", "Use visible characters.",
              "The text contains a control character.");
    }
}

static bool fits(ProtobufCType type, uint64_t varint)
{
    int64_t value = (int64_t)varint;
    switch ((int)type) {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_ENUM:
        return value >= INT32_MIN && value <= INT32_MAX;
    case PROTOBUF_C_TYPE_UINT32:
        return varint <= UINT32_MAX;
    default:
        return true;
    }
}

static void check_number(const struct level *l, const struct place *at,
                         const ProtobufCFieldDescriptor *field, uint64_t varint)
{
    if (!fits(field->type, varint)) {
        fault(l, at, "WIRE_RANGE", "Write a number that the field's type holds.",
              "The number is out of range.");
    } else if (field->type == PROTOBUF_C_TYPE_ENUM &&
               protobuf_c_enum_descriptor_get_value(field->descriptor, (int)varint) == NULL) {
        unknown_value(l, at);
    }
}

static unsigned wire_of(ProtobufCType type)
{
    return type == PROTOBUF_C_TYPE_STRING || type == PROTOBUF_C_TYPE_BYTES ||
                   type == PROTOBUF_C_TYPE_MESSAGE
               ? WIRE_LENGTH
               : WIRE_VARINT;
}

bool guard_is_packed(const ProtobufCFieldDescriptor *field, const struct item *item)
{
    return item->wire == WIRE_LENGTH && field->label == PROTOBUF_C_LABEL_REPEATED &&
           wire_of(field->type) == WIRE_VARINT;
}

/* Counts one more; false once there are too many. */
static bool another(struct level *l, const struct place *at, const ProtobufCFieldDescriptor *field)
{
    uint16_t *count = &l->counts[field - l->type->fields];
    if (*count > LIMITS_COUNT) {
        return false;
    }
    if (++*count <= LIMITS_COUNT) {
        return true;
    }
    struct place list = {at->up, at->name, PLACE_NO_INDEX};
    fault(l, &list, "WIRE_TOO_MANY", "Send at most 1,000 entries.",
          "The list has too many entries.");
    return false;
}

static void check_packed(struct level *l, struct place *at, const ProtobufCFieldDescriptor *field,
                         struct cursor body)
{
    while (cursor_more(&body)) {
        uint64_t varint = 0;
        enum cursor_fault found = cursor_varint(&body, &varint);
        if (found != CURSOR_OK) {
            fault(l, at, framing[found].code, framing[found].fix, framing[found].sentence);
            return;
        }
        if (!another(l, at, field)) {
            return;
        }
        check_number(l, at, field, varint);
        at->index++;
    }
}

static void walk(struct guard *g, const struct place *at, const ProtobufCMessageDescriptor *type,
                 struct cursor c);

static void check_value(struct level *l, const struct place *at,
                        const ProtobufCFieldDescriptor *field, const struct item *item)
{
    if (item->wire != wire_of(field->type)) {
        fault(l, at, "WIRE_TYPE", "Write the message by the contract's .proto files.",
              "The field has the wire type of another kind of value.");
        return;
    }
    switch ((int)field->type) {
    case PROTOBUF_C_TYPE_MESSAGE:
        walk(l->guard, at, field->descriptor, item->body);
        break;
    case PROTOBUF_C_TYPE_STRING:
        check_text(l, at, field, &item->body);
        break;
    case PROTOBUF_C_TYPE_BYTES:
        check_length(l, at, field, cursor_left(&item->body));
        break;
    default:
        check_number(l, at, field, item->varint);
        break;
    }
}

static bool check_once(struct level *l, const struct place *at,
                       const ProtobufCFieldDescriptor *field)
{
    bool in_oneof = (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
    if (l->counts[field - l->type->fields]++ > 0) {
        l->counts[field - l->type->fields] = 1;
        fault(l, at, "WIRE_TWICE", "Send it once.", "The field is given twice.");
        return false;
    }
    if (in_oneof && l->oneof_taken) {
        fault(l, at, "WIRE_ONEOF", "Send one of them.",
              "Another field that excludes this one is given already.");
        return false;
    }
    l->oneof_taken = l->oneof_taken || in_oneof;
    return true;
}

/* Of the entry that comes next. */
static size_t index_of(const struct level *l, const ProtobufCFieldDescriptor *field)
{
    return field->label == PROTOBUF_C_LABEL_REPEATED ? l->counts[field - l->type->fields]
                                                     : PLACE_NO_INDEX;
}

static void check_field(struct level *l, const ProtobufCFieldDescriptor *field,
                        const struct item *item)
{
    struct place at = {l->at, field->name, index_of(l, field)};
    if (field->label != PROTOBUF_C_LABEL_REPEATED) {
        if (check_once(l, &at, field)) {
            check_value(l, &at, field, item);
        }
        return;
    }
    if (guard_is_packed(field, item)) {
        check_packed(l, &at, field, item->body);
    } else if (another(l, &at, field)) {
        check_value(l, &at, field, item);
    }
}

static void framing_lost(const struct level *l, const ProtobufCFieldDescriptor *field,
                         enum cursor_fault found)
{
    struct place in_field = {l->at, NULL, PLACE_NO_INDEX};
    if (field != NULL) {
        in_field.name = field->name;
        in_field.index = index_of(l, field);
    }
    fault(l, field == NULL ? l->at : &in_field, framing[found].code, framing[found].fix,
          framing[found].sentence);
}

static void walk_level(struct level *l, struct cursor c)
{
    struct item item = {0};
    while (cursor_more(&c)) {
        enum cursor_fault found = cursor_item(&c, &item);
        const ProtobufCFieldDescriptor *field = fields_find(l->type, item.number);
        if (found != CURSOR_OK) {
            framing_lost(l, field, found);
            return;
        }
        if (field == NULL) {
            unknown_field(l, item.number);
        } else {
            check_field(l, field, &item);
        }
    }
}

static void walk(struct guard *g, const struct place *at, const ProtobufCMessageDescriptor *type,
                 struct cursor c)
{
    PFQ_ASSERT(g->counts_used + type->n_fields <= GUARD_COUNTS);
    struct level l = {g, at, type, false, g->counts + g->counts_used};
    memset(l.counts, 0, type->n_fields * sizeof *l.counts);
    g->counts_used += type->n_fields;
    walk_level(&l, c);
    g->counts_used -= type->n_fields;
}

void guard_walk(struct guard *g, const ProtobufCMessageDescriptor *type, struct pfq_bytes bytes)
{
    walk(g, NULL, type, cursor_of(bytes));
}
