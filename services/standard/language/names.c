/* names.c - what a name means: see resolver.h.
 *
 * A name is looked for in the innermost frame first, then among what the language has
 * itself, the values and the words of the catalogue. */
#include <string.h>

#include "path.h"
#include "pfq/bug.h"
#include "submission.pb-c.h"

enum {
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

bool rule_name_taken(const char *name)
{
    bool taken = rule_is_keyword(name) || strcmp(name, "file") == 0;
    for (size_t i = 0; i < BUILTINS; i++) {
        taken = taken || strcmp(builtins[i].name, name) == 0;
    }
    return taken || path_find(&pfq__v1__submission__descriptor, name).field != NULL;
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

static struct typed entry_itself(struct resolver *r, const struct path_cursor *c, size_t frame)
{
    struct path_cursor at = {.ast = c->ast, .rest = ""};
    return path_project(r, &at, r->frames[frame].field, (uint8_t)frame);
}

/* In one frame: the entry by its own name, or a field of it.  False: not here. */
static bool in_frame(struct resolver *r, struct path_cursor *c, size_t frame, const char *part,
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
        *out = path_follow(r, c);
        return true;
    }
    if (f->type == NULL || path_find(f->type, part).field == NULL) {
        return false;
    }
    *out = path_follow(r, c);
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
    struct rule_node node = {.op = OP_VALUE, .number = v - r->vocabulary->values};
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

static struct typed nowhere(struct resolver *r, struct path_cursor *c, const char *part)
{
    struct pfq_near nearest = {.wanted = part};
    for (size_t i = r->depth; i-- > 0;) {
        if (r->frames[i].type != NULL) {
            path_offer(r->frames[i].type, &nearest);
        }
    }
    if (r->history) {
        return path_unknown(r, c, part, &nearest);
    }
    for (size_t i = 0; i < BUILTINS; i++) {
        pfq_near_offer(&nearest, builtins[i].name);
    }
    for (size_t i = 0; i < r->vocabulary->word_count; i++) {
        pfq_near_offer(&nearest, r->vocabulary->words[i].name);
    }
    for (size_t i = 0; i < r->vocabulary->value_count; i++) {
        pfq_near_offer(&nearest, r->vocabulary->values[i].name);
    }
    return path_unknown(r, c, part, &nearest);
}

/* What is added to a History's own names would ask the file, or is not kept with its texts. */
static bool is_of_file(const struct resolver *r, const char *name)
{
    bool value = false;
    for (size_t i = 0; i < r->vocabulary->value_count; i++) {
        value = value || strcmp(r->vocabulary->values[i].name, name) == 0;
    }
    return value || rule_name_taken(name) || find_word(r, name) != NULL;
}

struct typed resolver_not_of_history(struct resolver *r, const struct rule_ast *ast)
{
    rule_fault(r->faults, ast->source, ast->offset,
               "Use the names of proto/history.proto and literals.",
               "%s cannot be used in a check of scope history.", ast->name);
    return resolver_faulty();
}

/* In no frame: something of the language or of the catalogue. */
static struct typed elsewhere(struct resolver *r, struct path_cursor *c, const char *part)
{
    const struct rule_ast *ast = c->ast;
    if (r->history) {
        return is_of_file(r, part) ? resolver_not_of_history(r, ast) : nowhere(r, c, part);
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
    return w != NULL ? word(r, ast, w) : nowhere(r, c, part);
}

struct typed resolver_path(struct resolver *r, const struct rule_ast *ast)
{
    struct path_cursor c = {.ast = ast, .rest = ast->name};
    struct typed found;
    char part[PATH_PART];
    const char *rest = ast->name;
    path_cut(&rest, part);
    for (size_t i = r->depth; i-- > 0;) {
        if (in_frame(r, &c, i, part, &found)) {
            return found;
        }
    }
    return elsewhere(r, &c, part);
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
    while (!r->history && (w = find_word(r, at->name)) != NULL) {
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
    char part[PATH_PART];
    const char *rest = ast->name;
    path_cut(&rest, part);
    for (size_t i = r->depth; *rest == '\0' && i-- > 0;) {
        struct path_member m = {NULL, NULL};
        if (r->frames[i].type != NULL) {
            m = path_find(r->frames[i].type, part);
        }
        if (m.field != NULL &&
            (m.field->label == PROTOBUF_C_LABEL_REPEATED || path_wrapped(m.field) != NULL)) {
            struct path_cursor c = {.ast = ast, .rest = ast->name, .message = r->frames[i].type};
            c.node.frame = (uint8_t)i;
            return path_follow(r, &c);
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
