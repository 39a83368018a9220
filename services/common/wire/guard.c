/* guard.c - walks raw bytes against a descriptor: see guard.h. */
#include "guard.h"

#include <stdio.h>
#include <string.h>

#include "limits.h"
#include "pfq/bug.h"
#include "place.h"
#include "text.h"

/* One message on the way down. */
struct level {
    struct guard *guard;
    const struct place *at; /* NULL: outermost */
    const struct shape *shape;
    bool oneof_taken; /* a message of ours has one oneof at most */
    uint16_t *counts; /* of each of its fields, with the one in hand */
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

/* Of the entry before which `count` have come. */
static struct place place_of(const struct level *l, const struct shape_field *field, size_t count)
{
    bool list = field->given == SHAPE_BY_COUNT;
    return (struct place){l->at, field->field->name, list ? count : PLACE_NO_INDEX};
}

/* Of the entry in hand. */
static struct place place_here(const struct level *l, const struct shape_field *field)
{
    return place_of(l, field, l->counts[field->position] - 1U);
}

static void fault(const struct level *l, const struct shape_field *field, const char *code,
                  const char *fix, const char *sentence)
{
    struct place at = place_here(l, field);
    report(l->guard->problems, &at, code, fix, sentence);
}

/* `field` is the one that it was lost in, if that is known; it was not counted. */
static void framing_lost(const struct level *l, const struct shape_field *field,
                         enum cursor_fault found)
{
    struct place in_field = {0};
    if (field != NULL) {
        in_field = place_of(l, field, l->counts[field->position]);
    }
    report(l->guard->problems, field == NULL ? l->at : &in_field, framing[found].code,
           framing[found].fix, framing[found].sentence);
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

static void unknown_value(const struct level *l, const struct shape_field *field)
{
    struct place at = place_here(l, field);
    l->guard->unknown = true;
    report(l->guard->warnings, &at, "UNKNOWN_VALUE", "None is needed if a newer sender means it.",
           "The value is not known here; it counts as not given.");
}

static void too_long(const struct level *l, const struct shape_field *field)
{
    char fix[64];
    (void)snprintf(fix, sizeof fix, "Shorten it to at most %zu bytes.", (size_t)field->most);
    fault(l, field, "WIRE_TOO_LONG", fix, "The value is too long.");
}

static void check_length(const struct level *l, const struct shape_field *field,
                         const struct cursor *value)
{
    if (cursor_left(value) > field->most) {
        too_long(l, field);
    }
}

static bool is_name_of_message(const struct level *l, const struct shape_field *field)
{
    return l->shape->type == &pfq__v1__envelope__descriptor && field->field->id <= 2;
}

static void check_text(const struct level *l, const struct shape_field *field,
                       const struct cursor *text)
{
    size_t size = cursor_left(text);
    check_length(l, field, text);
    enum text_fault found = text_check(text->at, size);
    if (found == TEXT_NOT_UTF8) {
        fault(l, field, "WIRE_TEXT", "Encode text as UTF-8.", "The text is not UTF-8.");
    } else if (found == TEXT_NUL) {
        fault(l, field, "WIRE_NUL", "Remove the NUL.", "The text contains NUL.");
    } else if (is_name_of_message(l, field) && text_has_control(text->at, size)) {
        fault(l, field, "WIRE_CONTROL", "Use visible characters.",
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

/* Beyond what is plainly good: negative, too large, or of no name. */
static void check_odd_number(const struct level *l, const struct shape_field *field,
                             uint64_t varint)
{
    if (!fits(field->field->type, varint)) {
        fault(l, field, "WIRE_RANGE", "Write a number that the field's type holds.",
              "The number is out of range.");
    } else if (!shape_knows(field, varint)) {
        unknown_value(l, field);
    }
}

static inline void check_number(const struct level *l, const struct shape_field *field,
                                uint64_t varint)
{
    if (varint > field->most) {
        check_odd_number(l, field, varint);
    }
}

static void too_many(const struct level *l, const struct shape_field *field)
{
    struct place list = {l->at, field->field->name, PLACE_NO_INDEX};
    report(l->guard->problems, &list, "WIRE_TOO_MANY", "Send at most 1,000 entries.",
           "The list has too many entries.");
}

/* Counts one more; false once there are too many. */
static bool another(struct level *l, const struct shape_field *field)
{
    uint16_t *count = &l->counts[field->position];
    if (*count > LIMITS_COUNT) {
        return false;
    }
    if (++*count <= LIMITS_COUNT) {
        return true;
    }
    too_many(l, field);
    return false;
}

static bool only(struct level *l, const struct shape_field *field)
{
    uint16_t *count = &l->counts[field->position];
    if (*count > 0) {
        fault(l, field, "WIRE_TWICE", "Send it once.", "The field is given twice.");
        return false;
    }
    *count = 1;
    if (field->given != SHAPE_BY_CASE) {
        return true;
    }
    if (l->oneof_taken) {
        fault(l, field, "WIRE_ONEOF", "Send one of them.",
              "Another field that excludes this one is given already.");
        return false;
    }
    l->oneof_taken = true;
    return true;
}

static void check_packed(struct level *l, const struct shape_field *field, struct cursor body)
{
    while (cursor_more(&body)) {
        uint64_t varint = 0;
        enum cursor_fault found = cursor_varint(&body, &varint);
        if (found != CURSOR_OK) {
            framing_lost(l, field, found);
            return;
        }
        if (!another(l, field)) {
            return;
        }
        check_number(l, field, varint);
    }
}

static void walk(struct guard *g, const struct place *at, const struct shape *shape,
                 struct cursor c);

static void check_message(const struct level *l, const struct shape_field *field,
                          struct cursor body)
{
    struct place at = place_here(l, field);
    walk(l->guard, &at, field->message, body);
}

static void check_body(const struct level *l, const struct shape_field *field, struct cursor body)
{
    switch (field->kind) {
    case SHAPE_TEXT:
        check_text(l, field, &body);
        break;
    case SHAPE_BYTES:
        check_length(l, field, &body);
        break;
    default:
        check_message(l, field, body);
        break;
    }
}

static void check_value(const struct level *l, const struct shape_field *field,
                        const struct item *item)
{
    if (item->wire != field->wire) {
        fault(l, field, "WIRE_TYPE", "Write the message by the contract's .proto files.",
              "The field has the wire type of another kind of value.");
    } else if (item->wire == WIRE_VARINT) {
        check_number(l, field, item->varint);
    } else {
        check_body(l, field, item->body);
    }
}

static void check_field(struct level *l, const struct shape_field *field, const struct item *item)
{
    if (shape_is_packed(field, item)) {
        check_packed(l, field, item->body);
    } else if (field->given == SHAPE_BY_COUNT ? another(l, field) : only(l, field)) {
        check_value(l, field, item);
    }
}

static void walk_level(struct level *l, struct cursor c)
{
    struct item item = {0};
    while (cursor_more(&c)) {
        enum cursor_fault found = cursor_item(&c, &item);
        const struct shape_field *field = shape_find(l->shape, item.number);
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

static void walk(struct guard *g, const struct place *at, const struct shape *shape,
                 struct cursor c)
{
    unsigned fields = shape->type->n_fields;
    PFQ_ASSERT(g->counts_used + fields <= GUARD_COUNTS);
    struct level l = {g, at, shape, false, g->counts + g->counts_used};
    memset(l.counts, 0, fields * sizeof *l.counts);
    g->counts_used += fields;
    walk_level(&l, c);
    g->counts_used -= fields;
}

/* The counts are cleared as they are taken. */
void guard_init(struct guard *g, struct pfq_problems *problems, struct pfq_problems *warnings)
{
    g->problems = problems;
    g->warnings = warnings;
    g->unknown = false;
    g->counts_used = 0;
}

void guard_walk(struct guard *g, const struct shape *shape, struct cursor c)
{
    walk(g, NULL, shape, c);
}
