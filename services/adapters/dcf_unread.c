/* dcf_unread.c - what is of the wrong type and empty is not taken for what is missing.
 *
 * Reading asks of a place whether anything is given there.  {} where a text is wanted says no
 * more than 7 does, but an empty value looks like none at all, and what is missing is a failing.
 * So each such value gives way to one that is given and reads as nothing; that it is of the wrong
 * type is then told as of any other (dcf_shape.c). */
#include "dcf_shape.h"
#include "dcf_value.h"

static void mend_shape(json_t *object, const struct dcf_shape *shape);

static bool is_of_type(const json_t *value, enum dcf_kind kind)
{
    switch (kind) {
    case DCF_FLAG:
    case DCF_TRUE:
        return json_is_boolean(value);
    case DCF_NUMBER:
        return json_is_number(value);
    case DCF_OBJECT:
    case DCF_EITHER:
        return json_is_object(value);
    case DCF_LIST:
        return json_is_array(value);
    case DCF_TEXT:
    case DCF_DAY:
    case DCF_MOMENT:
    case DCF_DURATION:
    case DCF_URN:
    case DCF_ESSAY:
    case DCF_VERSION:
    case DCF_ENUM:
    case DCF_KIND_COUNT:
        break;
    }
    return json_is_string(value);
}

/* What stands in for it, to be owned by the caller; NULL: it may stay.  null says that there is
 * nothing. */
static json_t *stand_in(const json_t *value, const struct dcf_type *type)
{
    if (json_is_null(value) || dcf_given(value) || is_of_type(value, type->kind)) {
        return NULL;
    }
    return type->kind == DCF_NUMBER ? json_true() : json_integer(0);
}

static void mend_inside(json_t *value, const struct dcf_type *type)
{
    if (type->kind == DCF_OBJECT) {
        mend_shape(value, type->shape);
    } else if (type->kind == DCF_EITHER) {
        mend_shape(value, dcf_shape_option(type->options, value));
    }
    for (size_t i = 0; type->kind == DCF_LIST && i < dcf_count(value); i++) {
        json_t *entry = json_array_get(value, i);
        json_t *other = stand_in(entry, type->item);
        mend_inside(entry, type->item);
        if (other != NULL) {
            (void)json_array_set_new(value, i, other);
        }
    }
}

static void mend_shape(json_t *object, const struct dcf_shape *shape)
{
    for (const struct dcf_field *f = shape == NULL ? NULL : shape->fields;
         f != NULL && f->key != NULL; f++) {
        json_t *value = json_object_get(object, f->key);
        if (value == NULL) {
            continue;
        }
        json_t *other = stand_in(value, &f->type);
        mend_inside(value, &f->type);
        if (other != NULL) {
            (void)json_object_set_new(object, f->key, other);
        }
    }
}

json_t *dcf_unread(const json_t *document, const struct dcf_shape *shape)
{
    json_t *copy = json_deep_copy(document);
    mend_shape(copy, shape);
    return copy;
}
