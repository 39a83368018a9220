/* unsaid.c - what would have to be said for a condition to be decided: rule_unsaid() of
 * eval.h.
 *
 * Walks the condition again, only through what came out unknown, down to the fields that
 * are absent.  Where a whole list or form is absent it is named, not what it would hold. */
#include <stdio.h>
#include <string.h>

#include "eval.h"

enum {
    NAME_TEXT = 64
};

struct unsaid {
    struct rule_run *run;
    struct rule_unsaid *names;
};

static void walk(struct unsaid *u, uint16_t index);

static void add(struct unsaid *u, const char *name)
{
    struct rule_unsaid *names = u->names;
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->names[i], name) == 0) {
            return;
        }
    }
    if (names->count < RULE_UNSAID_MAX) {
        names->names[names->count++] = pfq_arena_strdup(names->arena, name);
    }
}

/* --- fields ------------------------------------------------------------------------------- */

static const ProtobufCFieldDescriptor *field_at(const ProtobufCMessage *m, uint16_t at)
{
    for (unsigned i = 0; i < m->descriptor->n_fields; i++) {
        if (m->descriptor->fields[i].offset == at) {
            return &m->descriptor->fields[i];
        }
    }
    return NULL;
}

static void append(char name[NAME_TEXT], const ProtobufCMessage *m, uint16_t at)
{
    const ProtobufCFieldDescriptor *field = field_at(m, at);
    size_t used = strlen(name);
    (void)snprintf(name + used, NAME_TEXT - used, "%s%s", used > 0 ? "." : "",
                   field == NULL ? "?" : field->name);
}

static bool is_said(const char *m, const struct rule_node *n)
{
    if (n->op == OP_LIST) {
        return true; /* its wrapper is there */
    }
    if (n->op == OP_TEXT_FIELD) {
        return *(const char *const *)(const void *)(m + n->at) != NULL;
    }
    return field_is_given(m, n) && (n->load != LOAD_ENUM || field_load(m + n->at, n->load) != 0);
}

/* The field of the node, or the first message on the way to it that is absent. */
static void walk_field(struct unsaid *u, const struct rule_node *n)
{
    char name[NAME_TEXT] = "";
    const char *m = u->run->frames[n->frame].entry;
    for (unsigned i = 0; i < n->hops; i++) {
        append(name, (const ProtobufCMessage *)(const void *)m, n->hop[i]);
        m = *(const char *const *)(const void *)(m + n->hop[i]);
        if (m == NULL) {
            add(u, name);
            return;
        }
    }
    if (!is_said(m, n)) {
        append(name, (const ProtobufCMessage *)(const void *)m, n->at);
        add(u, name);
    }
}

/* --- conditions ----------------------------------------------------------------------------- */

static void walk_unknown(struct unsaid *u, uint16_t condition)
{
    if (rule_eval(u->run, condition) == RULE_UNKNOWN) {
        walk(u, condition);
    }
}

static void walk_choice(struct unsaid *u, const struct rule_node *n)
{
    enum rule_tri a = rule_eval(u->run, n->a);
    walk(u, a == RULE_UNKNOWN ? n->a : a == RULE_TRUE ? n->b : n->c);
}

/* The list itself, or what is not said of its entries. */
static void walk_list(struct unsaid *u, const struct rule_node *n)
{
    const struct rule_node *list = &u->run->nodes[n->a];
    struct rule_view view = rule_open(u->run, list);
    walk_field(u, list);
    for (size_t i = 0; i < view.count && u->names->count < RULE_UNSAID_MAX; i++) {
        rule_enter(u->run, list, &view, i);
        if (rule_eval(u->run, n->b) == RULE_FALSE) {
            continue;
        }
        walk_unknown(u, n->b);
        if (n->op != OP_COUNT) {
            walk_unknown(u, n->c);
        }
    }
}

/* A table that is not whole: the code is said, and whether there is such a one is not known. */
static void walk_table(struct unsaid *u, const struct rule_node *n, const char *table)
{
    size_t before = u->names->count;
    walk(u, n->a);
    if (n->op == OP_UNIT_KNOWN) {
        walk(u, n->b);
    }
    if (u->names->count == before) {
        add(u, table);
    }
}

static void walk_documents(struct unsaid *u)
{
    if (u->run->facts != NULL && !u->run->facts->documents_given) {
        add(u, "documents");
    }
}

/* What hangs on all of its parts. */
static void walk_parts(struct unsaid *u, const struct rule_node *n)
{
    switch ((int)n->op) {
    case OP_IN_MASK:
    case OP_ASN_VALID:
    case OP_FORCE_KNOWN:
    case OP_IN_CLASS:
    case OP_UNIQUE:
    case OP_CONSECUTIVE:
    case OP_DATE:
    case OP_TIME:
    case OP_YEAR:
        walk(u, n->a);
        break;
    case OP_COMPARE:
    case OP_IS_TEXT:
    case OP_IN_LIST:
    case OP_SAME_SET:
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_DATE_ADD:
    case OP_DATE_BACK:
    case OP_DAYS:
    case OP_WORKING_DAYS:
    case OP_HOURS:
        walk(u, n->a);
        walk(u, n->b);
        break;
    default:
        break;
    }
}

static void walk(struct unsaid *u, uint16_t index)
{
    const struct rule_node *n = &u->run->nodes[index];
    switch ((int)n->op) {
    case OP_FLAG:
    case OP_COMPARE_TO:
    case OP_COMPARE_VALUE:
    case OP_IN_CODES:
    case OP_FIELD:
    case OP_TEXT_FIELD:
    case OP_LIST:
        walk_field(u, n);
        break;
    case OP_NOT:
        walk(u, n->a);
        break;
    case OP_AND:
    case OP_OR:
    case OP_SAME:
        walk_unknown(u, n->a);
        walk_unknown(u, n->b);
        break;
    case OP_IF:
        walk_choice(u, n);
        break;
    case OP_EACH:
    case OP_ANY:
    case OP_COUNT:
    case OP_SHARE:
        walk_list(u, n);
        break;
    case OP_HAS:
    case OP_HAS_FOR:
        walk_documents(u);
        break;
    case OP_OFFENCE_KNOWN:
    case OP_OFFENCE_CATEGORY:
        walk_table(u, n, "offence table");
        break;
    case OP_UNIT_KNOWN:
        walk_table(u, n, "unit table");
        break;
    default:
        walk_parts(u, n);
        break;
    }
}

void rule_unsaid(struct rule_run *run, uint16_t condition, struct rule_unsaid *names)
{
    struct unsaid u = {.run = run, .names = names};
    walk(&u, condition);
}
