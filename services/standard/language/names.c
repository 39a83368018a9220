/* names.c - what a name means: see resolver.h.
 *
 * A name is looked for in the innermost frame first.  In a message it is a field, or
 * the entry of a list that sits in a wrapper: "witness" is witnesses.witness. */
#include <stdio.h>
#include <string.h>

#include "pfq/bug.h"
#include "resolver.h"
#include "submission.pb-c.h"

enum {
    PART_TEXT = 64,
    WORDS_MAX = 8 /* words within words: more can only be a circle */
};

static const struct {
    const char *name;
    enum rule_op op;
    enum rule_type type;
} builtins[] = {
    {"event_date", OP_EVENT_DATE, RULE_DATE}, {"urn_readable", OP_URN_READABLE, RULE_FLAG},
    {"urn_force", OP_URN_FORCE, RULE_TEXT},   {"urn_unit", OP_URN_UNIT, RULE_TEXT},
    {"urn_year", OP_URN_YEAR, RULE_NUMBER},
};

enum {
    BUILTINS = sizeof builtins / sizeof *builtins
};

/* A place in the frame that a path has led to. */
struct cursor {
    const struct rule_ast *ast;
    const char *rest; /* of the path; "" at its end */
    const ProtobufCMessageDescriptor *message;
    struct rule_node node;
};

struct member {
    const ProtobufCFieldDescriptor *wrapper; /* NULL: a field of the message itself */
    const ProtobufCFieldDescriptor *field;
};

/* --- messages ---------------------------------------------------------------------- */

static const ProtobufCFieldDescriptor *wrapped(const ProtobufCFieldDescriptor *field)
{
    if (field->type != PROTOBUF_C_TYPE_MESSAGE || field->label == PROTOBUF_C_LABEL_REPEATED) {
        return NULL;
    }
    const ProtobufCMessageDescriptor *m = field->descriptor;
    return m->n_fields == 1 && m->fields[0].label == PROTOBUF_C_LABEL_REPEATED ? &m->fields[0]
                                                                               : NULL;
}

static struct member find_member(const ProtobufCMessageDescriptor *m, const char *name)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(m, name);
    if (field != NULL) {
        return (struct member){NULL, field};
    }
    for (unsigned i = 0; i < m->n_fields; i++) {
        const ProtobufCFieldDescriptor *inner = wrapped(&m->fields[i]);
        if (inner != NULL && strcmp(inner->name, name) == 0) {
            return (struct member){&m->fields[i], inner};
        }
    }
    return (struct member){NULL, NULL};
}

static void offer_members(const ProtobufCMessageDescriptor *m, struct rule_nearest *nearest)
{
    for (unsigned i = 0; i < m->n_fields; i++) {
        const ProtobufCFieldDescriptor *inner = wrapped(&m->fields[i]);
        rule_nearest_offer(nearest, m->fields[i].name);
        if (inner != NULL) {
            rule_nearest_offer(nearest, inner->name);
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

static void cut(const char **rest, char part[PART_TEXT])
{
    const char *dot = strchr(*rest, '.');
    size_t n = dot == NULL ? strlen(*rest) : (size_t)(dot - *rest);
    (void)snprintf(part, PART_TEXT, "%.*s", (int)n, *rest);
    *rest += dot == NULL ? n : n + 1;
}

static struct typed unknown_name(struct resolver *r, const struct cursor *c, const char *part,
                                 struct rule_nearest *nearest)
{
    char fix[RULE_FIX_TEXT];
    rule_fault(r->faults, c->ast->source, c->ast->offset,
               rule_nearest_fix(nearest, "The names are those of proto/submission.proto.", fix),
               "Nothing is called %s here.", part);
    return resolver_faulty();
}

static struct typed unknown_member(struct resolver *r, const struct cursor *c, const char *part)
{
    struct rule_nearest nearest = {.wanted = part};
    offer_members(c->message, &nearest);
    return unknown_name(r, c, part, &nearest);
}

static bool hop(struct resolver *r, struct cursor *c, const ProtobufCFieldDescriptor *field)
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

static struct typed follow(struct resolver *r, struct cursor *c);

/* An entry as a value: itself, or the field of it that the rest of the path names. */
static struct typed project(struct resolver *r, const struct cursor *c,
                            const ProtobufCFieldDescriptor *field, uint8_t frame)
{
    struct cursor inner = {.ast = c->ast, .rest = c->rest, .message = field->descriptor};
    inner.node.frame = frame;
    if (*c->rest != '\0' && field->type == PROTOBUF_C_TYPE_MESSAGE) {
        return follow(r, &inner);
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

static struct typed end_list(struct resolver *r, struct cursor *c,
                             const ProtobufCFieldDescriptor *field)
{
    if (r->depth == RULE_FRAMES_MAX) {
        rule_fault(r->faults, c->ast->source, c->ast->offset, "Use fewer lists within lists.",
                   "Lists are nested too deep.");
        return resolver_faulty();
    }
    uint8_t frame = (uint8_t)r->depth;
    struct typed entry = project(r, c, field, frame);
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

static struct typed end_form(struct resolver *r, struct cursor *c,
                             const ProtobufCFieldDescriptor *field)
{
    const ProtobufCFieldDescriptor *inner = wrapped(field);
    if (inner != NULL) {
        return end_list(r, c, inner);
    }
    c->node.op = OP_EXISTS;
    return (struct typed){.type = RULE_FORM, .node = resolver_emit(r, c->ast, c->node)};
}

static struct typed end_value(struct resolver *r, struct cursor *c,
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
static struct typed follow(struct resolver *r, struct cursor *c)
{
    for (;;) {
        char part[PART_TEXT];
        cut(&c->rest, part);
        struct member m = find_member(c->message, part);
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

bool rule_name_taken(const char *name)
{
    bool taken = rule_is_keyword(name) || strcmp(name, "file") == 0;
    for (size_t i = 0; i < BUILTINS; i++) {
        taken = taken || strcmp(builtins[i].name, name) == 0;
    }
    return taken || find_member(&pfq__v1__submission__descriptor, name).field != NULL;
}

/* --- where a path begins ------------------------------------------------------------ */

int resolver_entry_frame(const struct resolver *r, const char *name)
{
    for (size_t i = r->depth; i-- > 0;) {
        const struct resolver_frame *f = &r->frames[i];
        if (strcmp(f->entry, name) == 0 || (f->alias != NULL && strcmp(f->alias, name) == 0)) {
            return (int)i;
        }
    }
    return -1;
}

static struct typed entry_itself(struct resolver *r, const struct cursor *c, size_t frame)
{
    struct cursor at = {.ast = c->ast, .rest = ""};
    return project(r, &at, r->frames[frame].field, (uint8_t)frame);
}

/* In one frame: the entry by its own name, or a field of it.  False: not here. */
static bool in_frame(struct resolver *r, struct cursor *c, size_t frame, const char *part,
                     struct typed *out)
{
    const struct resolver_frame *f = &r->frames[frame];
    bool own = strcmp(f->entry, part) == 0 || (f->alias != NULL && strcmp(f->alias, part) == 0);
    size_t used = strlen(part) + (strchr(c->ast->name, '.') != NULL);
    c->rest = c->ast->name;
    c->message = f->type;
    c->node = (struct rule_node){.frame = (uint8_t)frame};
    if (own && f->type == NULL) {
        *out = entry_itself(r, c, frame);
        return true;
    }
    if (own && c->ast->name[used] != '\0') {
        c->rest += used;
        *out = follow(r, c);
        return true;
    }
    if (f->type == NULL || find_member(f->type, part).field == NULL) {
        return false;
    }
    *out = follow(r, c);
    return true;
}

static struct typed builtin(struct resolver *r, const struct rule_ast *ast, size_t i)
{
    struct rule_node node = {.op = (uint8_t)builtins[i].op};
    return (struct typed){.type = builtins[i].type, .node = resolver_emit(r, ast, node)};
}

static struct typed value(struct resolver *r, const struct rule_ast *ast,
                          const struct rule_value *v)
{
    struct rule_node node = {.op = OP_NUMBER, .number = v->number};
    if (v->type == RULE_TEXT) {
        node.op = OP_TEXT;
        node.text = v->text;
    }
    return (struct typed){.type = v->type, .node = resolver_emit(r, ast, node)};
}

static const struct rule_word *find_word(const struct resolver *r, const char *name)
{
    for (size_t i = 0; i < r->vocabulary->word_count; i++) {
        if (strcmp(r->vocabulary->words[i].name, name) == 0) {
            return &r->vocabulary->words[i];
        }
    }
    return NULL;
}

static struct typed circle(struct resolver *r, const struct rule_ast *ast)
{
    rule_fault(r->faults, ast->source, ast->offset, "Define it by names of the file.",
               "The word %s is defined by itself.", ast->name);
    return resolver_faulty();
}

static struct typed word(struct resolver *r, const struct rule_ast *ast, const struct rule_word *w)
{
    if (w->ast == NULL) {
        return resolver_faulty();
    }
    if (w->ast->form == FORM_LIST) {
        rule_fault(r->faults, ast->source, ast->offset, "Write it as: each LIST: ..., count(LIST)",
                   "The word %s stands for a list, and here a value is needed.", w->name);
        return resolver_faulty();
    }
    if (r->words == WORDS_MAX) {
        return circle(r, ast);
    }
    r->words++;
    struct typed t = resolver_expression(r, w->ast);
    r->words--;
    return t;
}

static struct typed nowhere(struct resolver *r, struct cursor *c, const char *part)
{
    struct rule_nearest nearest = {.wanted = part};
    for (size_t i = r->depth; i-- > 0;) {
        if (r->frames[i].type != NULL) {
            offer_members(r->frames[i].type, &nearest);
        }
    }
    for (size_t i = 0; i < BUILTINS; i++) {
        rule_nearest_offer(&nearest, builtins[i].name);
    }
    for (size_t i = 0; i < r->vocabulary->word_count; i++) {
        rule_nearest_offer(&nearest, r->vocabulary->words[i].name);
    }
    for (size_t i = 0; i < r->vocabulary->value_count; i++) {
        rule_nearest_offer(&nearest, r->vocabulary->values[i].name);
    }
    return unknown_name(r, c, part, &nearest);
}

struct typed resolver_path(struct resolver *r, const struct rule_ast *ast)
{
    struct cursor c = {.ast = ast, .rest = ast->name};
    struct typed found;
    char part[PART_TEXT];
    const char *rest = ast->name;
    cut(&rest, part);
    for (size_t i = r->depth; i-- > 0;) {
        if (in_frame(r, &c, i, part, &found)) {
            return found;
        }
    }
    for (size_t i = 0; i < BUILTINS; i++) {
        if (strcmp(builtins[i].name, ast->name) == 0) {
            return builtin(r, ast, i);
        }
    }
    for (size_t i = 0; i < r->vocabulary->value_count; i++) {
        if (strcmp(r->vocabulary->values[i].name, ast->name) == 0) {
            return value(r, ast, &r->vocabulary->values[i]);
        }
    }
    const struct rule_word *w = find_word(r, ast->name);
    return w != NULL ? word(r, ast, w) : nowhere(r, &c, part);
}

/* --- lists that are walked over ------------------------------------------------------ */

struct steps {
    const struct rule_ast *where[WORDS_MAX + 1];
    size_t count;
    const struct rule_ast *base; /* the path of the list itself */
    const char *label;
    const char *alias;
};

/* From a word to the list behind it, collecting the conditions on the way. */
static bool unfold(struct resolver *r, const struct rule_ast *list, struct steps *s)
{
    const struct rule_ast *at = list;
    const struct rule_word *w = NULL;
    while ((w = find_word(r, at->name)) != NULL) {
        if (w->ast == NULL) {
            return false;
        }
        if (w->ast->form != FORM_LIST && w->ast->form != FORM_PATH) {
            rule_fault(r->faults, list->source, list->offset, "Name a list, or a word for one.",
                       "The word %s stands for no list.", w->name);
            return false;
        }
        if (s->count == WORDS_MAX) {
            (void)circle(r, list);
            return false;
        }
        s->where[s->count++] = at->form == FORM_LIST ? at->a : NULL;
        s->label = s->label == NULL ? w->named : s->label;
        s->alias = s->alias == NULL ? w->name : s->alias;
        at = w->ast;
    }
    s->where[s->count++] = at->form == FORM_LIST ? at->a : NULL;
    s->base = at;
    return true;
}

static uint16_t filter(struct resolver *r, const struct steps *s)
{
    uint16_t all = 0;
    for (size_t i = s->count; i-- > 0;) { /* the word's own condition first */
        if (s->where[i] == NULL) {
            continue;
        }
        uint16_t one = resolver_condition(r, s->where[i]);
        struct rule_node node = {.op = OP_AND, .a = all, .b = one};
        all = all == 0 ? one : resolver_emit(r, s->where[i], node);
    }
    return all;
}

static bool is_walkable(struct resolver *r, const struct rule_ast *list, const struct typed *t)
{
    if (t->type == RULE_LIST && !t->projected) {
        PFQ_ASSERT(t->list != NULL);
        return true;
    }
    if (t->type != RULE_FAULTY) {
        rule_fault(r->faults, list->source, list->offset,
                   "Name a list by its entry: witness, defendant, mg6c.unused_item.",
                   "%s is no list of entries.", list->name);
    }
    return false;
}

/* A list is meant, so a value of that name in an inner frame does not hide it. */
static struct typed list_path(struct resolver *r, const struct rule_ast *ast)
{
    char part[PART_TEXT];
    const char *rest = ast->name;
    cut(&rest, part);
    for (size_t i = r->depth; *rest == '\0' && i-- > 0;) {
        struct member m = {NULL, NULL};
        if (r->frames[i].type != NULL) {
            m = find_member(r->frames[i].type, part);
        }
        if (m.field != NULL &&
            (m.field->label == PROTOBUF_C_LABEL_REPEATED || wrapped(m.field) != NULL)) {
            struct cursor c = {.ast = ast, .rest = ast->name, .message = r->frames[i].type};
            c.node.frame = (uint8_t)i;
            return follow(r, &c);
        }
    }
    return resolver_path(r, ast);
}

struct walked resolver_walk(struct resolver *r, const struct rule_ast *list)
{
    struct steps s = {.count = 0};
    if (!unfold(r, list, &s)) {
        return (struct walked){.ok = false};
    }
    struct typed t = list_path(r, s.base);
    if (!is_walkable(r, list, &t)) {
        return (struct walked){.ok = false};
    }
    if (s.label != NULL && t.node != 0) {
        struct rule_node named = r->program->nodes[t.node];
        named.text = pfq_arena_strdup(r->program->arena, s.label);
        t.node = resolver_emit(r, list, named);
    }
    r->frames[r->depth++] = (struct resolver_frame){
        .type = t.list->type == PROTOBUF_C_TYPE_MESSAGE ? t.list->descriptor : NULL,
        .field = t.list,
        .entry = t.list->name,
        .alias = s.alias};
    return (struct walked){.ok = true, .list = t.node, .where = filter(r, &s)};
}

void resolver_pop(struct resolver *r)
{
    r->depth--;
}
