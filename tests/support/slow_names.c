/* slow_names.c - what a name means, by the descriptors: see slow.h. */
#include <string.h>

#include "pfq/bug.h"
#include "support/slow.h"

enum {
    PART = 64
};

static const void *at(const ProtobufCMessage *message, unsigned offset)
{
    return (const char *)message + offset;
}

/* Most differ in their first letter. */
static bool same(const char *a, const char *b)
{
    return *a == *b && strcmp(a, b) == 0;
}

static bool is_wrapper(const ProtobufCMessageDescriptor *type)
{
    return type->n_fields == 1 && type->fields[0].label == PROTOBUF_C_LABEL_REPEATED;
}

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name);
    size_t m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

/* --- a field's value ------------------------------------------------------------------------ */

/* `p` points to it; NULL: it is not given. */
static struct slow_value scalar(const ProtobufCFieldDescriptor *field, const void *p)
{
    struct slow_value v = slow_unknown_number();
    switch ((int)field->type) {
    case PROTOBUF_C_TYPE_BOOL:
        return slow_flag(p == NULL ? SLOW_PERHAPS : slow_is(*(const protobuf_c_boolean *)p));
    case PROTOBUF_C_TYPE_STRING:
        return slow_text(p == NULL ? NULL : *(char *const *)p);
    case PROTOBUF_C_TYPE_ENUM:
        v.codes = field->descriptor;
        if (p != NULL && *(const int32_t *)p != 0) {
            v.low = v.high = *(const int32_t *)p;
        }
        return v;
    case PROTOBUF_C_TYPE_UINT32:
        v = p == NULL ? v : slow_number(*(const uint32_t *)p);
        return v;
    case PROTOBUF_C_TYPE_INT32:
        v = p == NULL ? v : slow_number(*(const int32_t *)p);
        v.date = ends_with(field->name, "_date");
        return v;
    case PROTOBUF_C_TYPE_INT64:
        v = p == NULL ? v : slow_number(*(const int64_t *)p);
        v.instant = ends_with(field->name, "_at");
        return v;
    default:
        PFQ_ASSERT(!"a field of a type that checks do not know");
        return v;
    }
}

static struct slow_value field_value(const ProtobufCMessage *message,
                                     const ProtobufCFieldDescriptor *field)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        return (struct slow_value){.kind = SLOW_LIST, .holder = message, .list = field};
    }
    if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
        const ProtobufCMessage *form =
            message == NULL ? NULL : *(ProtobufCMessage *const *)at(message, field->offset);
        return (struct slow_value){.kind = SLOW_FORM, .holder = form, .form = field->descriptor};
    }
    bool given = message != NULL;
    if (given && field->quantifier_offset != 0) {
        given = *(const protobuf_c_boolean *)at(message, field->quantifier_offset) != 0;
    }
    return scalar(field, given ? at(message, field->offset) : NULL);
}

/* A field by its name, or the list of that entry in a wrapper. */
static bool member(const ProtobufCMessageDescriptor *type, const ProtobufCMessage *message,
                   const char *name, struct slow_value *out)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(type, name);
    if (field != NULL) {
        *out = field_value(message, field);
        return true;
    }
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &type->fields[i];
        if (f->type == PROTOBUF_C_TYPE_MESSAGE && f->label != PROTOBUF_C_LABEL_REPEATED) {
            const ProtobufCMessageDescriptor *inner = f->descriptor;
            if (is_wrapper(inner) && same(inner->fields[0].name, name)) {
                struct slow_value wrapper = field_value(message, f);
                *out = field_value(wrapper.holder, &inner->fields[0]);
                return true;
            }
        }
    }
    return false;
}

/* --- lists ------------------------------------------------------------------------------------ */

struct slow_value slow_as_list(struct slow_value value)
{
    if (value.kind == SLOW_FORM && is_wrapper(value.form)) {
        return field_value(value.holder, &value.form->fields[0]);
    }
    PFQ_ASSERT(value.kind == SLOW_LIST);
    return value;
}

size_t slow_count(const struct slow_value *list)
{
    return list->holder == NULL ? 0
                                : *(const size_t *)at(list->holder, list->list->quantifier_offset);
}

static const void *entry_at(const struct slow_value *list, size_t i)
{
    const char *entries = *(char *const *)at(list->holder, list->list->offset);
    bool pointers =
        list->list->type == PROTOBUF_C_TYPE_MESSAGE || list->list->type == PROTOBUF_C_TYPE_STRING;
    return entries + i * (pointers ? sizeof(void *) : sizeof(uint32_t));
}

static const ProtobufCMessage *message_at(const struct slow_value *list, size_t i)
{
    return *(ProtobufCMessage *const *)entry_at(list, i);
}

/* The value of an entry, or of the field of it that is asked for. */
struct slow_value slow_entry(const struct slow_value *list, size_t i)
{
    return list->of != NULL ? field_value(message_at(list, i), list->of)
                            : scalar(list->list, entry_at(list, i));
}

/* --- frames ----------------------------------------------------------------------------------- */

void slow_enter(struct slow_run *run, const struct slow_walk *walk, size_t i)
{
    const struct slow_value *list = &walk->list;
    PFQ_ASSERT(run->depth < SLOW_FRAMES);
    struct slow_frame *f = &run->frames[run->depth++];
    *f = (struct slow_frame){
        .name = list->list->name, .alias = walk->alias, .position = (int64_t)i + 1};
    if (list->list->type == PROTOBUF_C_TYPE_MESSAGE) {
        f->type = list->list->descriptor;
        f->message = message_at(list, i);
    } else {
        f->value = slow_entry(list, i);
    }
}

void slow_leave(struct slow_run *run)
{
    run->depth--;
}

static bool is_called(const struct slow_frame *f, const char *name)
{
    return same(f->name, name) || (f->alias != NULL && same(f->alias, name));
}

int64_t slow_position(const struct slow_run *run, const char *name)
{
    for (size_t i = run->depth; i-- > 0;) {
        if (is_called(&run->frames[i], name)) {
            return run->frames[i].position;
        }
    }
    PFQ_ASSERT(!"no enclosing entry of that name");
    return 0;
}

/* --- paths ------------------------------------------------------------------------------------ */

static const char *cut(const char *path, char part[PART])
{
    size_t n = strcspn(path, ".");
    PFQ_ASSERT(n < PART);
    memcpy(part, path, n);
    part[n] = '\0';
    return path + n + (path[n] == '.');
}

static struct slow_value follow(struct slow_value v, const char *rest)
{
    char part[PART];
    while (*rest != '\0') {
        rest = cut(rest, part);
        if (v.kind == SLOW_LIST) {
            v.of = protobuf_c_message_descriptor_get_field_by_name(v.list->descriptor, part);
            PFQ_ASSERT(v.of != NULL);
        } else {
            bool found = v.kind == SLOW_FORM && member(v.form, v.holder, part, &v);
            PFQ_ASSERT(found);
        }
    }
    return v;
}

static bool in_frame(const struct slow_frame *f, const char *part, const char *rest,
                     struct slow_value *out)
{
    if (f->type == NULL) {
        *out = f->value;
        return *rest == '\0' && is_called(f, part);
    }
    if (!member(f->type, f->message, part, out)) {
        return false;
    }
    *out = follow(*out, rest);
    return true;
}

/* "file.urn", "witness.kind": of the entry that is called so. */
static bool of_named(const struct slow_run *run, const char *part, const char *rest,
                     struct slow_value *out)
{
    for (size_t i = run->depth; i-- > 0 && *rest != '\0';) {
        const struct slow_frame *f = &run->frames[i];
        char inner[PART];
        const char *after = cut(rest, inner);
        if (f->type != NULL && is_called(f, part) && member(f->type, f->message, inner, out)) {
            *out = follow(*out, after);
            return true;
        }
    }
    return false;
}

static const struct rule_ast *word(const struct slow *slow, const char *name)
{
    for (size_t i = 0; i < slow->sources->word_count; i++) {
        if (same(slow->sources->words[i].name, name)) {
            return slow->words[i];
        }
    }
    return NULL;
}

/* A number, a date or a time of day of standard.yaml. */
static bool value(const struct slow *slow, const char *name, struct slow_value *out)
{
    for (size_t i = 0; i < slow->sources->value_count; i++) {
        const struct sources_value *v = &slow->sources->values[i];
        if (same(v->name, name)) {
            struct rule_token t = rule_lex(v->is, 0);
            *out = slow_number(t.number);
            out->date = t.kind == TOKEN_DATE;
            return true;
        }
    }
    return false;
}

struct slow_value slow_path(struct slow_run *run, const char *path)
{
    struct slow_value v;
    char part[PART];
    const char *rest = cut(path, part);
    for (size_t i = run->depth; i-- > 0;) {
        if (in_frame(&run->frames[i], part, rest, &v)) {
            return v;
        }
    }
    if (of_named(run, part, rest, &v) || slow_builtin(run, path, &v) ||
        value(run->slow, path, &v)) {
        return v;
    }
    const struct rule_ast *means = word(run->slow, path);
    PFQ_ASSERT(means != NULL && means->form != FORM_LIST);
    return slow_eval(run, means);
}

/* A word for a list brings a condition of its own. */
struct slow_walk slow_list(struct slow_run *run, const struct rule_ast *ast)
{
    struct slow_walk w = {.where_count = 0};
    const struct rule_ast *means = NULL;
    if (ast->form == FORM_LIST && ast->a != NULL) {
        w.wheres[w.where_count++] = ast->a;
    }
    while ((means = word(run->slow, ast->name)) != NULL) {
        w.alias = w.alias == NULL ? ast->name : w.alias;
        ast = means;
        if (ast->form == FORM_LIST && ast->a != NULL) {
            PFQ_ASSERT(w.where_count < SLOW_WHERES);
            w.wheres[w.where_count++] = ast->a;
        }
    }
    w.list = slow_as_list(slow_path(run, ast->name));
    return w;
}
