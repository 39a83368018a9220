/* json_scalar.c - scalars of the superset that pfq/json.h describes. */
#include "json_scalar.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "pfq/bug.h"
#include "pfq/clock.h"
#include "pfq/wire.h"

static bool fail(struct scalar_fault *fault, const char *code, const char *sentence,
                 const char *fix, ...) __attribute__((format(printf, 4, 5)));

static bool fail(struct scalar_fault *fault, const char *code, const char *sentence,
                 const char *fix, ...)
{
    va_list args;
    va_start(args, fix);
    (void)vsnprintf(fault->fix, sizeof fault->fix, fix, args);
    va_end(args);
    fault->code = code;
    fault->sentence = sentence;
    return false;
}

/* A whole number: its sign apart, so that both 64-bit kinds fit. */
struct whole {
    bool negative;
    uint64_t magnitude;
};

static bool whole_from_text(const char *text, struct whole *out)
{
    const char *digits = text + (*text == '-');
    size_t length = strspn(digits, "0123456789");
    if (length == 0 || digits[length] != '\0') {
        return false;
    }
    errno = 0;
    *out = (struct whole){digits != text, strtoull(digits, NULL, 10)};
    return errno == 0;
}

static struct whole whole_from_integer(json_int_t n)
{
    return (struct whole){n < 0, n < 0 ? (uint64_t) - (n + 1) + 1 : (uint64_t)n};
}

/* 1.0 and 1e3 are whole numbers too, as far as a double is exact. */
static bool whole_from_real(double n, struct whole *out)
{
    if (!(fabs(n) <= 9007199254740992.0) || floor(n) != n) {
        return false;
    }
    *out = whole_from_integer((json_int_t)n);
    return true;
}

static bool read_whole(const json_t *json, struct whole *out, struct scalar_fault *fault)
{
    bool readable = false;
    if (json_is_integer(json)) {
        *out = whole_from_integer(json_integer_value(json));
        readable = true;
    } else if (json_is_real(json)) {
        readable = whole_from_real(json_real_value(json), out);
    } else if (json_is_string(json)) {
        readable = whole_from_text(json_string_value(json), out);
    }
    return readable || fail(fault, "JSON_TYPE", "A whole number is expected here.",
                            "Write a whole number, without a fraction or a unit.");
}

/* Between -(most_negative) and most_positive. */
static bool in_range(struct whole n, uint64_t most_negative, uint64_t most_positive,
                     struct scalar_fault *fault)
{
    if (n.magnitude <= (n.negative ? most_negative : most_positive)) {
        return true;
    }
    return fail(fault, "JSON_RANGE", "This number is out of range.",
                "Write a number from %s%llu to %llu.", most_negative > 0 ? "-" : "",
                (unsigned long long)most_negative, (unsigned long long)most_positive);
}

static int64_t whole_value(struct whole n)
{
    return (int64_t)(n.negative ? 0 - n.magnitude : n.magnitude);
}

static bool read_int32(const json_t *json, int32_t *out, struct scalar_fault *fault)
{
    struct whole n = {0};
    if (!read_whole(json, &n, fault) || !in_range(n, (uint64_t)INT32_MAX + 1, INT32_MAX, fault)) {
        return false;
    }
    *out = (int32_t)whole_value(n);
    return true;
}

static bool read_uint32(const json_t *json, uint32_t *out, struct scalar_fault *fault)
{
    struct whole n = {0};
    if (!read_whole(json, &n, fault) || !in_range(n, 0, UINT32_MAX, fault)) {
        return false;
    }
    *out = (uint32_t)n.magnitude;
    return true;
}

static bool read_int64(const json_t *json, int64_t *out, struct scalar_fault *fault)
{
    struct whole n = {0};
    if (!read_whole(json, &n, fault) || !in_range(n, (uint64_t)INT64_MAX + 1, INT64_MAX, fault)) {
        return false;
    }
    *out = whole_value(n);
    return true;
}

static bool read_uint64(const json_t *json, uint64_t *out, struct scalar_fault *fault)
{
    struct whole n = {0};
    if (!read_whole(json, &n, fault) || !in_range(n, 0, UINT64_MAX, fault)) {
        return false;
    }
    *out = n.magnitude;
    return true;
}

static bool read_bool(const json_t *json, protobuf_c_boolean *out, struct scalar_fault *fault)
{
    if (!json_is_boolean(json)) {
        return fail(fault, "JSON_TYPE", "A flag is expected here.", "Write true or false.");
    }
    *out = json_is_true(json);
    return true;
}

/* The first values' names, but not that of zero, which says nothing. */
static void list_values(const ProtobufCEnumDescriptor *type, unsigned most, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (unsigned i = 1; i < type->n_values && i <= most; i++) {
        (void)snprintf(out + used, size - used, "%s%s", i == 1 ? "" : ", ",
                       pfq_enum_name(type, type->values[i].value));
        used = strlen(out);
    }
}

static bool not_a_value(const ProtobufCEnumDescriptor *type, const char *name,
                        struct scalar_fault *fault)
{
    enum {
        ALL = 11,
        FEW = 4
    };

    static const char sentence[] = "This is not a value of the list.";
    char near[NAMES_TEXT];
    char values[200];
    if (name != NULL && names_near_value(type, name, near)) {
        return fail(fault, "JSON_ENUM", sentence, "Did you mean %s?", near);
    }
    if (type->n_values > ALL + 1) {
        list_values(type, FEW, values, sizeof values);
        return fail(fault, "JSON_ENUM", sentence,
                    "Write a value such as %s: see %s in proto/submission.proto.", values,
                    type->short_name);
    }
    list_values(type, ALL, values, sizeof values);
    return fail(fault, "JSON_ENUM", sentence, "Write one of %s.", values);
}

static bool read_enum(const ProtobufCEnumDescriptor *type, const json_t *json, int *out,
                      struct scalar_fault *fault)
{
    const char *name = json_string_value(json);
    if (name != NULL) {
        return pfq_enum_value(type, name, out) || not_a_value(type, name, fault);
    }
    if (!json_is_integer(json)) {
        return fail(fault, "JSON_TYPE", "The name of a value is expected here.",
                    "Write the name of a value of %s in quotes.", type->short_name);
    }
    json_int_t number = json_integer_value(json);
    if (number < INT32_MIN || number > INT32_MAX || pfq_enum_name(type, (int)number) == NULL) {
        return not_a_value(type, NULL, fault);
    }
    *out = (int)number;
    return true;
}

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name);
    size_t tail = strlen(end);
    return length > tail && strcmp(name + length - tail, end) == 0;
}

/* Digits alone stay a number, so that canonical JSON reads back as it was. */
static const char *time_text(const ProtobufCFieldDescriptor *field, const json_t *json,
                             const char *end)
{
    struct whole n = {0};
    const char *text = json_string_value(json);
    return text != NULL && ends_with(field->name, end) && !whole_from_text(text, &n) ? text : NULL;
}

static bool read_date(const char *text, int32_t *out, struct scalar_fault *fault)
{
    return pfq_date_parse(text, out) ||
           fail(fault, "JSON_DATE", "This is not a day.", "Write a day as 2026-05-03 or 20260503.");
}

static bool read_instant(const char *text, int64_t *out, struct scalar_fault *fault)
{
    return pfq_instant_parse(text, out) ||
           fail(fault, "JSON_INSTANT", "This is not an instant.",
                "Write an instant as 2026-05-03T09:30:00Z, or as milliseconds since 1970.");
}

bool scalar_read(const ProtobufCFieldDescriptor *field, const json_t *json, void *out,
                 struct scalar_fault *fault)
{
    const char *text = NULL;
    switch ((int)field->type) {
    case PROTOBUF_C_TYPE_BOOL:
        return read_bool(json, out, fault);
    case PROTOBUF_C_TYPE_ENUM:
        return read_enum(field->descriptor, json, out, fault);
    case PROTOBUF_C_TYPE_INT32:
        text = time_text(field, json, "_date");
        return text != NULL ? read_date(text, out, fault) : read_int32(json, out, fault);
    case PROTOBUF_C_TYPE_INT64:
        text = time_text(field, json, "_at");
        return text != NULL ? read_instant(text, out, fault) : read_int64(json, out, fault);
    case PROTOBUF_C_TYPE_UINT32:
        return read_uint32(json, out, fault);
    case PROTOBUF_C_TYPE_UINT64:
        return read_uint64(json, out, fault);
    default:
        pfq_bug(__FILE__, __LINE__, "only types that the contract uses");
    }
}
