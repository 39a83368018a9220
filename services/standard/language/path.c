/* path.c - along a path: see path.h.
 *
 * In a message a name is a field, or the entry of a list that sits in a wrapper:
 * "witness" is witnesses.witness. */
#include "path.h"

#include <stdio.h>
#include <string.h>

/* --- messages ---------------------------------------------------------------------- */

const ProtobufCFieldDescriptor *path_wrapped(const ProtobufCFieldDescriptor *field)
{
    if (field->type != PROTOBUF_C_TYPE_MESSAGE || field->label == PROTOBUF_C_LABEL_REPEATED) {
        return NULL;
    }
    const ProtobufCMessageDescriptor *m = field->descriptor;
    return m->n_fields == 1 && m->fields[0].label == PROTOBUF_C_LABEL_REPEATED ? &m->fields[0]
                                                                               : NULL;
}

struct path_member path_find(const ProtobufCMessageDescriptor *m, const char *name)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(m, name);
    if (field != NULL) {
        return (struct path_member){NULL, field};
    }
    for (unsigned i = 0; i < m->n_fields; i++) {
        const ProtobufCFieldDescriptor *inner = path_wrapped(&m->fields[i]);
        if (inner != NULL && strcmp(inner->name, name) == 0) {
            return (struct path_member){&m->fields[i], inner};
        }
    }
    return (struct path_member){NULL, NULL};
}

void path_offer(const ProtobufCMessageDescriptor *m, struct pfq_near *nearest)
{
    for (unsigned i = 0; i < m->n_fields; i++) {
        const ProtobufCFieldDescriptor *inner = path_wrapped(&m->fields[i]);
        pfq_near_offer(nearest, m->fields[i].name);
        if (inner != NULL) {
            pfq_near_offer(nearest, inner->name);
        }
    }
}

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name);
    size_t e = strlen(end);
    return n >= e && strcmp(name + n - e, end) == 0;
}

/* Type and layout of a field that is no message. */
static enum rule_type field_type(const ProtobufCFieldDescriptor *f, uint8_t *load)
{
    switch ((int)f->type) {
    case PROTOBUF_C_TYPE_BOOL:
        return RULE_FLAG;
    case PROTOBUF_C_TYPE_STRING:
        *load = LOAD_TEXT;
        return RULE_TEXT;
    case PROTOBUF_C_TYPE_ENUM:
        *load = LOAD_ENUM;
        return RULE_ENUM;
    case PROTOBUF_C_TYPE_INT64:
        *load = LOAD_INT64;
        return ends_with(f->name, "_at") ? RULE_INSTANT : RULE_NUMBER;
    case PROTOBUF_C_TYPE_INT32:
        *load = LOAD_INT32;
        return ends_with(f->name, "_date") ? RULE_DATE : RULE_NUMBER;
    default:
        *load = LOAD_UINT32;
        return RULE_NUMBER;
    }
}

/* --- along a path ------------------------------------------------------------------ */

void path_cut(const char **rest, char part[PATH_PART])
{
    const char *dot = strchr(*rest, '.');
    size_t n = dot == NULL ? strlen(*rest) : (size_t)(dot - *rest);
    (void)snprintf(part, PATH_PART, "%.*s", (int)n, *rest);
    *rest += dot == NULL ? n : n + 1;
}

struct typed path_unknown(struct resolver *r, const struct path_cursor *c, const char *part,
                          struct pfq_near *nearest)
{
    char fix[RULE_FIX_TEXT];
    rule_fault(r->faults, c->ast->source, c->ast->offset,
               rule_nearest_fix(nearest,
                                r->history ? "The names are those of proto/history.proto."
                                           : "The names are those of proto/submission.proto.",
                                fix),
               "Nothing is called %s here.", part);
    return resolver_faulty();
}

static struct typed unknown_member(struct resolver *r, const struct path_cursor *c,
                                   const char *part)
{
    struct pfq_near nearest = {.wanted = part};
    path_offer(c->message, &nearest);
    return path_unknown(r, c, part, &nearest);
}

static bool hop(struct resolver *r, struct path_cursor *c, const ProtobufCFieldDescriptor *field)
{
    if (c->node.hops == RULE_HOPS_MAX) {
        rule_fault(r->faults, c->ast->source, c->ast->offset, "Name the list in two steps.",
                   "The path is too long.");
        return false;
    }
    c->node.hop[c->node.hops++] = (uint16_t)field->offset;
    c->message = field->descriptor;
    return true;
}

/* An entry as a value: itself, or the field of it that the rest of the path names. */
struct typed path_project(struct resolver *r, const struct path_cursor *c,
                          const ProtobufCFieldDescriptor *field, uint8_t frame)
{
    struct path_cursor inner = {.ast = c->ast, .rest = c->rest, .message = field->descriptor};
    inner.node.frame = frame;
    if (*c->rest != '\0' && field->type == PROTOBUF_C_TYPE_MESSAGE) {
        return path_follow(r, &inner);
    }
    if (*c->rest != '\0') {
        rule_fault(r->faults, c->ast->source, c->ast->offset, "Leave out what follows.",
                   "The entries of %s are values and have no parts.", field->name);
        return resolver_faulty();
    }
    struct typed t = {.type = RULE_FORM};
    if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
        return t;
    }
    t.type = field_type(field, &inner.node.load);
    t.enumeration = field->type == PROTOBUF_C_TYPE_ENUM ? field->descriptor : NULL;
    inner.node.op = t.type == RULE_TEXT ? OP_TEXT_ITEM : OP_ITEM;
    t.node = resolver_emit(r, c->ast, inner.node);
    return t;
}

static const char *spaced(struct resolver *r, const char *name)
{
    char *text = pfq_arena_strdup(r->program->arena, name);
    for (char *s = text; *s != '\0'; s++) {
        if (*s == '_') {
            *s = ' ';
        }
    }
    return text;
}

static struct typed end_list(struct resolver *r, struct path_cursor *c,
                             const ProtobufCFieldDescriptor *field)
{
    if (r->depth == RULE_FRAMES_MAX) {
        rule_fault(r->faults, c->ast->source, c->ast->offset, "Use fewer lists within lists.",
                   "Lists are nested too deep.");
        return resolver_faulty();
    }
    uint8_t frame = (uint8_t)r->depth;
    struct typed entry = path_project(r, c, field, frame);
    if (entry.type == RULE_FAULTY) {
        return entry;
    }
    if (entry.type == RULE_FLAG || entry.type == RULE_LIST) {
        rule_fault(r->faults, c->ast->source, c->ast->offset,
                   "Use each, any or count with a condition.",
                   "A list of values holds numbers, dates, codes or texts.");
        return resolver_faulty();
    }
    uint8_t load = LOAD_MESSAGE;
    if (field->type != PROTOBUF_C_TYPE_MESSAGE) {
        (void)field_type(field, &load);
    }
    c->node.op = OP_LIST;
    c->node.load = load;
    c->node.has = (uint16_t)field->quantifier_offset;
    c->node.at = (uint16_t)field->offset;
    c->node.a = entry.node;
    c->node.b = entry.type == RULE_TEXT;
    c->node.c = frame;
    c->node.text = spaced(r, field->name);
    return (struct typed){.type = RULE_LIST,
                          .node = resolver_emit(r, c->ast, c->node),
                          .enumeration = entry.enumeration,
                          .element = entry.type,
                          .list = field,
                          .projected = *c->rest != '\0'};
}

static struct typed end_form(struct resolver *r, struct path_cursor *c,
                             const ProtobufCFieldDescriptor *field)
{
    const ProtobufCFieldDescriptor *inner = path_wrapped(field);
    if (inner != NULL) {
        return end_list(r, c, inner);
    }
    c->node.op = OP_EXISTS;
    return (struct typed){.type = RULE_FORM, .node = resolver_emit(r, c->ast, c->node)};
}

static struct typed end_value(struct resolver *r, struct path_cursor *c,
                              const ProtobufCFieldDescriptor *field)
{
    if (*c->rest != '\0') {
        rule_fault(r->faults, c->ast->source, c->ast->offset, "Leave out what follows.",
                   "%s is a value and has no parts.", field->name);
        return resolver_faulty();
    }
    struct typed t = {.type = field_type(field, &c->node.load)};
    t.enumeration = field->type == PROTOBUF_C_TYPE_ENUM ? field->descriptor : NULL;
    c->node.op = t.type == RULE_FLAG ? OP_FLAG : t.type == RULE_TEXT ? OP_TEXT_FIELD : OP_FIELD;
    c->node.has = (uint16_t)field->quantifier_offset;
    c->node.at = (uint16_t)field->offset;
    t.node = resolver_emit(r, c->ast, c->node);
    return t;
}

/* From the message at the cursor along the rest of the path. */
struct typed path_follow(struct resolver *r, struct path_cursor *c)
{
    for (;;) {
        char part[PATH_PART];
        path_cut(&c->rest, part);
        struct path_member m = path_find(c->message, part);
        if (m.field == NULL) {
            return unknown_member(r, c, part);
        }
        if (m.wrapper != NULL && !hop(r, c, m.wrapper)) {
            return resolver_faulty();
        }
        if (m.field->label == PROTOBUF_C_LABEL_REPEATED) {
            return end_list(r, c, m.field);
        }
        if (m.field->type != PROTOBUF_C_TYPE_MESSAGE) {
            return end_value(r, c, m.field);
        }
        if (!hop(r, c, m.field)) {
            return resolver_faulty();
        }
        if (*c->rest == '\0') {
            return end_form(r, c, m.field);
        }
    }
}
