/* dcf_shape.c - the checker that walks the shape tables: see dcf_shape.h.
 *
 * A sentence never holds a value of the document; a path holds a key of it only
 * where the key looks like one (G9). */
#include "dcf_shape.h"

#include <string.h>
#include <strings.h>

#include "dcf_value.h"
#include "pfq/bug.h"
#include "pfq/ident.h"

struct check {
    struct pfq_arena *arena;
    struct pfq_problems *problems;
    struct pfq_problems *warnings; /* NULL below a field that is unmapped as a whole */
};

static void check_value(const struct check *c, const json_t *value, const struct dcf_type *type,
                        const char *path);

/* --- words --------------------------------------------------------------------- */

static const char *kind_words(enum dcf_kind kind)
{
    static const char *const words[DCF_KIND_COUNT] = {
        [DCF_TEXT] = "text",
        [DCF_FLAG] = "true or false",
        [DCF_TRUE] = "true",
        [DCF_NUMBER] = "a number",
        [DCF_DAY] = "a date, YYYY-MM-DD",
        [DCF_MOMENT] = "a date and time, such as 2016-05-03T10:00Z",
        [DCF_DURATION] = "hours and minutes, such as 00:45",
        [DCF_URN] = "a reference number, such as 43AA1234516",
        [DCF_ESSAY] = "text",
        [DCF_VERSION] = "text",
        [DCF_ENUM] = "one of the words of the format",
        [DCF_OBJECT] = "an object",
        [DCF_EITHER] = "an object",
        [DCF_LIST] = "a list",
    };
    return words[kind];
}

/* As many of the words as a sentence holds. */
static const char *list_words(struct pfq_arena *arena, const char *const *values)
{
    enum {
        CHARS = 300
    };

    const char *text = values[0];
    size_t left_out = 0;
    for (size_t i = 1; values[i] != NULL; i++) {
        if (left_out > 0 || strlen(text) + strlen(values[i]) > CHARS) {
            left_out++;
        } else {
            text = pfq_arena_printf(arena, "%s, %s", text, values[i]);
        }
    }
    return left_out == 0 ? text : pfq_arena_printf(arena, "%s and %zu more", text, left_out);
}

static const char *fix_for(const struct check *c, const char *verb, const struct dcf_type *type)
{
    if (type->kind == DCF_ENUM) {
        return pfq_arena_printf(c->arena, "%s: %s%s.", verb,
                                type->values[1] == NULL ? "" : "one of ",
                                list_words(c->arena, type->values));
    }
    return pfq_arena_printf(c->arena, "%s: %s.", verb, kind_words(type->kind));
}

static bool speakable(const char *key)
{
    size_t length = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    return length > 0 && length <= 64 && length == strlen(key);
}

static const char *below(const struct check *c, const char *path, const char *key)
{
    return pfq_arena_printf(c->arena, "%s.%s", path, speakable(key) ? key : "?");
}

/* --- warnings: one for each kind of field ---------------------------------------- */

/* "$.case.defendants[3].name" as "$.case.defendants[].name" */
static const char *kind_of_path(const struct check *c, const char *path)
{
    char *out = pfq_arena_strdup(c->arena, path);
    char *to = out;
    bool inside = false;
    for (const char *from = path; *from != '\0'; from++) {
        inside = *from == '[' || (inside && *from != ']');
        if (!inside || *from == '[') {
            *to++ = *from;
        }
    }
    *to = '\0';
    return out;
}

static bool listed(const struct pfq_problems *list, const char *code, const char *path)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->rows[i]->code, code) == 0 && strcmp(list->rows[i]->path, path) == 0) {
            return true;
        }
    }
    return false;
}

static void warn_unmapped(const struct check *c, const json_t *value, const char *path)
{
    if (c->warnings == NULL || !dcf_given(value)) {
        return;
    }
    const char *kind = kind_of_path(c, path);
    if (!listed(c->warnings, "DCF_NOT_MAPPED", kind)) {
        pfq_problem(c->warnings, "DCF_NOT_MAPPED", kind, "", "No check uses this.");
    }
}

/* --- one value -------------------------------------------------------------------- */

static void wrong_type(const struct check *c, const struct dcf_type *type, const char *path)
{
    pfq_problem(c->problems, "DCF_TYPE", path, fix_for(c, "Write", type),
                "This is of the wrong type: it should be %s.", kind_words(type->kind));
}

/* The code of what is wrong with a text, NULL where it can be read. */
static const char *text_fault(const json_t *value, enum dcf_kind kind)
{
    int64_t at = 0;
    uint32_t seconds = 0;
    if (kind == DCF_DAY || kind == DCF_MOMENT) {
        return dcf_instant(value, &at) ? NULL : "DCF_DATE";
    }
    const char *text = json_string_value(value);
    bool good = (kind != DCF_DURATION || dcf_duration(value, &seconds)) &&
                (kind != DCF_URN || dcf_urn_shaped(text) || pfq_urn_is_cps(text));
    return good ? NULL : "DCF_PATTERN";
}

static void check_text(const struct check *c, const json_t *value, const struct dcf_type *type,
                       const char *path)
{
    if (!json_is_string(value)) {
        wrong_type(c, type, path);
        return;
    }
    const char *code = text_fault(value, type->kind);
    if (code != NULL) {
        pfq_problem(c->problems, code, path, fix_for(c, "Write", type),
                    "This cannot be read as %s.", kind_words(type->kind));
    } else if (type->kind == DCF_URN && !dcf_urn_shaped(json_string_value(value)) &&
               c->warnings != NULL) {
        pfq_problem(c->warnings, "DCF_SPELLING", path, "Use the spelling of the format.",
                    "This reference number is written as the CPS has it, and not as the format.");
    }
}

static void check_essay(const struct check *c, const json_t *value, const struct dcf_type *type,
                        const char *path)
{
    check_text(c, value, type, path);
    if (dcf_words(value) > DCF_WORDS_MAX) {
        pfq_problem(c->problems, "DCF_LENGTH", path, "Shorten it.", "This has more than %d words.",
                    DCF_WORDS_MAX);
    }
}

static void check_version(const struct check *c, const json_t *value, const struct dcf_type *type,
                          const char *path)
{
    (void)type;
    const char *text = json_string_value(value);
    if (text == NULL || strcmp(text, "1.2.2") != 0) {
        bool numbers = text != NULL && strlen(text) < 16 && strspn(text, "0123456789.") > 0 &&
                       text[strspn(text, "0123456789.")] == '\0';
        pfq_problem(c->problems, "DCF_VERSION", path, "Send version 1.2.2.",
                    "Only version 1.2.2 of the Digital Case File is read%s%s%s.",
                    numbers ? "; this says " : "", numbers ? text : "",
                    numbers ? ", and was read as if it were 1.2.2" : "");
    }
}

static void check_flag(const struct check *c, const json_t *value, const struct dcf_type *type,
                       const char *path)
{
    if (!json_is_boolean(value)) {
        wrong_type(c, type, path);
    } else if (type->kind == DCF_TRUE && !json_is_true(value)) {
        pfq_problem(c->problems, "DCF_ENUM", path, "Write true, or leave the entry out.",
                    "This can only be true.");
    }
}

static void check_number(const struct check *c, const json_t *value, const struct dcf_type *type,
                         const char *path)
{
    if (!json_is_number(value)) {
        wrong_type(c, type, path);
    } else if (json_number_value(value) < type->min) {
        pfq_problem(c->problems, "DCF_RANGE", path,
                    pfq_arena_printf(c->arena, "Write %u or more.", type->min),
                    "This number is too small.");
    }
}

/* Spelt as the format has it, or differing in case alone, is silent. */
static void check_enum(const struct check *c, const json_t *value, const struct dcf_type *type,
                       const char *path)
{
    const char *text = json_string_value(value);
    if (text == NULL) {
        wrong_type(c, type, path);
        return;
    }
    for (const char *const *known = type->values; *known != NULL; known++) {
        if (!dcf_same_word(*known, text)) {
            continue;
        }
        if (strcasecmp(*known, text) != 0 && c->warnings != NULL) {
            pfq_problem(c->warnings, "DCF_SPELLING", path, "Use the spelling of the format.",
                        "This is not spelt as the format has it; it was read as %s.", *known);
        }
        return;
    }
    pfq_problem(c->problems, "DCF_ENUM", path, fix_for(c, "Write", type),
                "This is none of the words that the format has for it.");
}

/* --- objects ------------------------------------------------------------------------ */

static void check_missing(const struct check *c, const struct dcf_field *field, const char *what,
                          const char *path)
{
    if ((field->flags & DCF_REQUIRED) != 0) {
        pfq_problem(c->problems, "DCF_MISSING", path, fix_for(c, "Add it", &field->type),
                    "The format wants \"%s\" in %s.", field->key, what);
    }
}

static void check_field(const struct check *c, const json_t *value, const struct dcf_field *field,
                        const char *path)
{
    struct check inner = *c;
    if ((field->flags & DCF_UNMAPPED) != 0) {
        warn_unmapped(c, value, path);
        inner.warnings = NULL;
    }
    check_value(&inner, value, &field->type, path);
}

static void check_fields(const struct check *c, const json_t *object, const struct dcf_shape *shape,
                         const char *path)
{
    for (const struct dcf_field *field = shape->fields; field->key != NULL; field++) {
        const json_t *value = json_object_get(object, field->key);
        const char *place = below(c, path, field->key);
        if (value == NULL) {
            check_missing(c, field, shape->what, place);
        } else {
            check_field(c, value, field, place);
        }
    }
}

static bool has_field(const struct dcf_shape *shape, const char *key)
{
    const struct dcf_field *field = shape->fields;
    while (field->key != NULL && strcmp(field->key, key) != 0) {
        field++;
    }
    return field->key != NULL;
}

static void check_unknown(const struct check *c, const json_t *object,
                          const struct dcf_shape *shape, const char *path)
{
    for (void *at = json_object_iter((json_t *)(uintptr_t)object); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)object, at)) {
        const char *key = json_object_iter_key(at);
        if (has_field(shape, key)) {
            continue;
        }
        const char *place = below(c, path, key);
        if (shape->open) {
            warn_unmapped(c, json_object_iter_value(at), place);
        } else {
            pfq_problem(c->problems, "DCF_UNKNOWN_KEY", place,
                        "Take it out, or correct its spelling.",
                        "The format has no such key in %s.", shape->what);
        }
    }
}

static void check_shape(const struct check *c, const json_t *object, const struct dcf_shape *shape,
                        const char *path)
{
    check_fields(c, object, shape, path);
    check_unknown(c, object, shape, path);
}

static void check_object(const struct check *c, const json_t *value, const struct dcf_type *type,
                         const char *path)
{
    if (!json_is_object(value)) {
        wrong_type(c, type, path);
        return;
    }
    check_shape(c, value, type->shape, path);
}

const struct dcf_shape *dcf_shape_option(const struct dcf_option *options, const json_t *object)
{
    const json_t *type = json_object_get(object, "type");
    const char *text = json_string_value(type);
    for (; options->shape != NULL; options++) {
        if (text != NULL
                ? dcf_same_word(text, options->type)
                : options->mark != NULL && json_object_get(object, options->mark) != NULL) {
            return options->shape;
        }
    }
    return NULL;
}

static void no_option(const struct check *c, const json_t *object, const struct dcf_option *options,
                      const char *path)
{
    const char *names = options->type;
    for (options++; options->shape != NULL; options++) {
        names = pfq_arena_printf(c->arena, "%s, %s", names, options->type);
    }
    bool missing = json_object_get(object, "type") == NULL;
    pfq_problem(c->problems, missing ? "DCF_MISSING" : "DCF_ENUM", below(c, path, "type"),
                pfq_arena_printf(c->arena, "Write one of %s.", names),
                missing ? "Nothing says what kind of entry this is."
                        : "This is none of the kinds that may stand here.");
}

static void check_either(const struct check *c, const json_t *value, const struct dcf_type *type,
                         const char *path)
{
    if (!json_is_object(value)) {
        wrong_type(c, type, path);
        return;
    }
    const struct dcf_shape *shape = dcf_shape_option(type->options, value);
    if (shape == NULL) {
        no_option(c, value, type->options, path);
        return;
    }
    check_shape(c, value, shape, path);
}

/* --- lists --------------------------------------------------------------------------- */

static bool repeats(const json_t *list, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (json_equal(json_array_get(list, i), json_array_get(list, at))) {
            return true;
        }
    }
    return false;
}

static void check_count(const struct check *c, const json_t *list, const struct dcf_type *type,
                        const char *path)
{
    size_t count = json_array_size(list);
    unsigned max = type->max == 0 ? DCF_LIST_MAX : type->max;
    if (count < type->min) {
        pfq_problem(c->problems, "DCF_COUNT", path,
                    pfq_arena_printf(c->arena, "Give at least %u.", type->min),
                    "This list has too few entries.");
    } else if (count > max) {
        pfq_problem(c->problems, "DCF_COUNT", path,
                    pfq_arena_printf(c->arena, "Give at most %u.", max),
                    "This list has too many entries.");
    }
}

static void check_list(const struct check *c, const json_t *value, const struct dcf_type *type,
                       const char *path)
{
    if (!json_is_array(value)) {
        wrong_type(c, type, path);
        return;
    }
    check_count(c, value, type, path);
    for (size_t i = 0; i < dcf_count(value); i++) {
        const char *place = pfq_arena_printf(c->arena, "%s[%zu]", path, i);
        check_value(c, json_array_get(value, i), type->item, place);
        if (type->unique && repeats(value, i)) {
            pfq_problem(c->problems, "DCF_DUPLICATE", place, "Take it out.",
                        "This repeats an earlier entry of the list.");
        }
    }
}

/* --- all ------------------------------------------------------------------------------ */

static void check_value(const struct check *c, const json_t *value, const struct dcf_type *type,
                        const char *path)
{
    typedef void check_fn(const struct check *, const json_t *, const struct dcf_type *,
                          const char *);
    static check_fn *const checks[DCF_KIND_COUNT] = {
        [DCF_TEXT] = check_text,       [DCF_FLAG] = check_flag, [DCF_TRUE] = check_flag,
        [DCF_NUMBER] = check_number,   [DCF_DAY] = check_text,  [DCF_MOMENT] = check_text,
        [DCF_DURATION] = check_text,   [DCF_URN] = check_text,  [DCF_ESSAY] = check_essay,
        [DCF_VERSION] = check_version, [DCF_ENUM] = check_enum, [DCF_OBJECT] = check_object,
        [DCF_EITHER] = check_either,   [DCF_LIST] = check_list,
    };
    checks[type->kind](c, value, type, path);
}

void dcf_shape_check(const json_t *document, const struct dcf_shape *shape, struct pfq_arena *arena,
                     struct pfq_problems *problems, struct pfq_problems *warnings)
{
    const struct check c = {arena, problems, warnings};
    check_shape(&c, document, shape, "$");
}
