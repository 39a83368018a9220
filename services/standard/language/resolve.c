/* resolve.c - operators, sets and quantifiers: see resolve.h and resolver.h. */
#include <string.h>

#include "history.pb-c.h"
#include "pfq/wire.h"
#include "resolver.h"
#include "submission.pb-c.h"
#include "tri.h"

/* --- nodes ---------------------------------------------------------------------------- */

uint16_t resolver_emit(struct resolver *r, const struct rule_ast *ast, struct rule_node node)
{
    uint16_t index = rule_program_add(r->program, node);
    if (index == 0) {
        rule_fault(r->faults, ast->source, ast->offset, "Shorten the catalogue.",
                   "The catalogue is larger than the language holds.");
    }
    return index;
}

struct typed resolver_faulty(void)
{
    return (struct typed){.type = RULE_FAULTY};
}

const char *resolver_type_name(enum rule_type type)
{
    static const char *const names[] = {
        [RULE_FAULTY] = "a fault", [RULE_FLAG] = "a condition",   [RULE_NUMBER] = "a number",
        [RULE_DATE] = "a date",    [RULE_INSTANT] = "an instant", [RULE_TIME] = "a time of day",
        [RULE_ENUM] = "a code",    [RULE_TEXT] = "a text",        [RULE_LIST] = "a list",
        [RULE_FORM] = "a form",    [RULE_CONSTANT] = "a code",
    };
    return names[type];
}

static struct typed make(struct resolver *r, const struct rule_ast *ast, enum rule_type type,
                         struct rule_node node)
{
    return (struct typed){.type = type, .node = resolver_emit(r, ast, node)};
}

static struct typed fault(struct resolver *r, const struct rule_ast *ast, const char *sentence,
                          const char *fix)
{
    rule_fault(r->faults, ast->source, ast->offset, fix, "%s", sentence);
    return resolver_faulty();
}

static struct typed number(struct resolver *r, const struct rule_ast *ast, enum rule_type type)
{
    struct rule_node node = {.op = OP_NUMBER, .number = ast->number};
    return make(r, ast, type, node);
}

/* --- comparison ----------------------------------------------------------------------- */

/* A constant takes its enum from the other side. */
static void settle(struct resolver *r, const struct rule_ast *ast, struct typed *t,
                   const struct typed *other)
{
    if (t->type != RULE_CONSTANT) {
        return;
    }
    if (other->type == RULE_ENUM || (other->type == RULE_LIST && other->enumeration != NULL)) {
        *t = resolver_constant(r, ast, other->enumeration);
    } else if (other->type == RULE_FAULTY) {
        *t = resolver_faulty();
    } else {
        *t = fault(r, ast, "Nothing here says which codes are meant.",
                   "Compare a code with a field that holds such codes.");
    }
}

static bool fits(struct resolver *r, const struct rule_ast *ast, const struct typed *a,
                 const struct typed *b)
{
    if (a->type == RULE_FAULTY || b->type == RULE_FAULTY) {
        return false;
    }
    if (a->type == RULE_LIST || a->type == RULE_FORM || b->type == RULE_LIST ||
        b->type == RULE_FORM) {
        (void)fault(r, ast, "A list or a form cannot be compared.",
                    "Use count(), exists(), same_set() or a field.");
        return false;
    }
    if (a->type != b->type || a->enumeration != b->enumeration) {
        rule_fault(r->faults, ast->source, ast->offset, "Compare things of one kind.",
                   a->type == b->type ? "Two different kinds of code are compared (%s, %s)."
                                      : "Different things are compared: %s and %s.",
                   resolver_type_name(a->type), resolver_type_name(b->type));
        return false;
    }
    return true;
}

static struct typed negated(struct resolver *r, const struct rule_ast *ast, struct typed t,
                            bool negate)
{
    struct rule_node node = {.op = OP_NOT, .a = t.node};
    return negate && t.type == RULE_FLAG ? make(r, ast, RULE_FLAG, node) : t;
}

static struct typed compare_flags(struct resolver *r, const struct rule_ast *ast, struct typed a,
                                  struct typed b)
{
    const struct rule_node *right = &r->program->nodes[b.node];
    bool unequal = ast->compare == COMPARE_UNEQUAL;
    if (right->op == OP_CONSTANT) { /* "= true", "= false" */
        return negated(r, ast, a, (right->number == RULE_FALSE) != unequal);
    }
    struct rule_node node = {.op = OP_SAME, .a = a.node, .b = b.node};
    return negated(r, ast, make(r, ast, RULE_FLAG, node), unequal);
}

static struct typed compare_texts(struct resolver *r, const struct rule_ast *ast, uint16_t a,
                                  uint16_t b, bool unequal)
{
    struct rule_node node = {.op = OP_IS_TEXT, .a = a, .b = b};
    return negated(r, ast, make(r, ast, RULE_FLAG, node), unequal);
}

static enum rule_compare mirrored(enum rule_compare compare)
{
    static const enum rule_compare mirror[] = {
        [COMPARE_EQUAL] = COMPARE_EQUAL, [COMPARE_UNEQUAL] = COMPARE_UNEQUAL,
        [COMPARE_LESS] = COMPARE_MORE,   [COMPARE_AT_MOST] = COMPARE_AT_LEAST,
        [COMPARE_MORE] = COMPARE_LESS,   [COMPARE_AT_LEAST] = COMPARE_AT_MOST,
    };

    return mirror[compare];
}

static bool is_fixed(const struct rule_node *n)
{
    return n->op == OP_NUMBER || n->op == OP_VALUE;
}

/* A field against a number or a value, the commonest of all, becomes one node. */
static struct typed compare_numbers(struct resolver *r, const struct rule_ast *ast, uint16_t a,
                                    uint16_t b, enum rule_compare compare)
{
    const struct rule_node *left = &r->program->nodes[a];
    const struct rule_node *right = &r->program->nodes[b];
    if (is_fixed(left) && right->op == OP_FIELD) {
        return compare_numbers(r, ast, b, a, mirrored(compare));
    }
    struct rule_node node = *left;
    if (left->op == OP_FIELD && right->op == OP_NUMBER) {
        rule_compare_with(&node, compare, right->number);
        return make(r, ast, RULE_FLAG, node);
    }
    if (left->op == OP_FIELD && right->op == OP_VALUE) {
        node.op = OP_COMPARE_VALUE;
        node.compare = (uint8_t)compare;
        node.number = right->number;
        return make(r, ast, RULE_FLAG, node);
    }
    node = (struct rule_node){.op = OP_COMPARE, .compare = (uint8_t)compare, .a = a, .b = b};
    return make(r, ast, RULE_FLAG, node);
}

static struct typed compare_typed(struct resolver *r, const struct rule_ast *ast, struct typed a,
                                  struct typed b)
{
    if (!fits(r, ast, &a, &b)) {
        return resolver_faulty();
    }
    bool ordered = ast->compare != COMPARE_EQUAL && ast->compare != COMPARE_UNEQUAL;
    if (ordered && (a.type == RULE_FLAG || a.type == RULE_TEXT || a.type == RULE_ENUM)) {
        return fault(r, ast, "These have no order: they are equal or not.", "Use = or !=.");
    }
    if (a.type == RULE_FLAG) {
        return compare_flags(r, ast, a, b);
    }
    if (a.type == RULE_TEXT) {
        return compare_texts(r, ast, a.node, b.node, ast->compare == COMPARE_UNEQUAL);
    }
    return compare_numbers(r, ast, a.node, b.node, ast->compare);
}

static struct typed comparison(struct resolver *r, const struct rule_ast *ast)
{
    struct typed a = resolver_expression(r, ast->a);
    struct typed b = resolver_expression(r, ast->b);
    settle(r, ast->a, &a, &b);
    settle(r, ast->b, &b, &a);
    return compare_typed(r, ast, a, b);
}

/* --- membership ----------------------------------------------------------------------- */

static struct typed in_codes(struct resolver *r, const struct rule_ast *ast, struct typed a)
{
    struct rule_node node = {.op = OP_IN_MASK, .a = a.node};
    if (r->program->nodes[a.node].op == OP_FIELD) { /* one node, as for a comparison */
        node = r->program->nodes[a.node];
        node.op = OP_IN_CODES;
    }
    for (const struct rule_ast *m = ast->b->a; m != NULL; m = m->next) {
        struct typed t = resolver_constant(r, m, a.enumeration);
        if (t.type != RULE_FAULTY && t.node != 0) {
            int64_t code = r->program->nodes[t.node].number;
            node.mask[code / 64] |= UINT64_C(1) << (code % 64);
        }
    }
    return make(r, ast, RULE_FLAG, node);
}

/* Equal to the first, or to the second ... */
static struct typed in_values(struct resolver *r, const struct rule_ast *ast, struct typed a)
{
    struct typed all = {.type = RULE_FLAG};
    for (const struct rule_ast *m = ast->b->a; m != NULL; m = m->next) {
        struct rule_ast equal = {.form = FORM_COMPARE,
                                 .compare = COMPARE_EQUAL,
                                 .source = m->source,
                                 .offset = m->offset};
        struct typed b = resolver_expression(r, m);
        settle(r, m, &b, &a);
        struct typed one = compare_typed(r, &equal, a, b);
        struct rule_node node = {.op = OP_OR, .a = all.node, .b = one.node};
        all = all.node == 0 ? one : make(r, ast, RULE_FLAG, node);
    }
    return all;
}

static struct typed in_list(struct resolver *r, const struct rule_ast *ast, struct typed a)
{
    struct typed b = resolver_expression(r, ast->b);
    if (b.type != RULE_LIST || b.element == RULE_FORM) {
        return b.type == RULE_FAULTY ? b
                                     : fault(r, ast->b, "After 'in' a list of values is needed.",
                                             "Write (A, B), or name a list such as markers.");
    }
    settle(r, ast->a, &a, &b);
    struct typed element = {.type = b.element, .enumeration = b.enumeration};
    if (!fits(r, ast, &a, &element)) {
        return resolver_faulty();
    }
    struct rule_node node = {.op = OP_IN_LIST, .a = a.node, .b = b.node, .c = a.type == RULE_TEXT};
    return make(r, ast, RULE_FLAG, node);
}

static struct typed membership(struct resolver *r, const struct rule_ast *ast)
{
    struct typed a = resolver_expression(r, ast->a);
    struct typed t;
    if (ast->b->form != FORM_SET) {
        t = in_list(r, ast, a);
    } else if (a.type == RULE_CONSTANT) {
        t = fault(r, ast->a, "Nothing here says which codes are meant.",
                  "Before 'in (...)' a field is named.");
    } else {
        t = a.type == RULE_ENUM ? in_codes(r, ast, a) : in_values(r, ast, a);
    }
    return negated(r, ast, t, ast->number != 0);
}

/* --- sums ----------------------------------------------------------------------------- */

static struct typed sum(struct resolver *r, const struct rule_ast *ast)
{
    bool add = ast->form == FORM_ADD;
    struct typed a = resolver_expression(r, ast->a);
    struct typed b = resolver_expression(r, ast->b);
    if (a.type == RULE_FAULTY || b.type == RULE_FAULTY) {
        return resolver_faulty();
    }
    if ((a.type != RULE_NUMBER && a.type != RULE_DATE) || b.type != RULE_NUMBER) {
        return fault(r, ast, "Numbers can be added, and days to a date.",
                     "For the time between two dates write days(a, b).");
    }
    enum rule_op op =
        a.type == RULE_DATE ? (add ? OP_DATE_ADD : OP_DATE_BACK) : (add ? OP_ADD : OP_SUBTRACT);
    struct rule_node node = {.op = (uint8_t)op, .a = a.node, .b = b.node};
    return make(r, ast, a.type, node);
}

/* --- conditions ----------------------------------------------------------------------- */

uint16_t resolver_condition(struct resolver *r, const struct rule_ast *ast)
{
    struct typed t = resolver_expression(r, ast);
    if (t.type != RULE_FLAG && t.type != RULE_FAULTY) {
        rule_fault(r->faults, ast->source, ast->offset,
                   "Compare it, or ask for it with known() or exists().",
                   "Here a condition is needed, and this is %s.", resolver_type_name(t.type));
    }
    return t.node;
}

static struct typed joined(struct resolver *r, const struct rule_ast *ast, enum rule_op op)
{
    uint16_t a = resolver_condition(r, ast->a);
    uint16_t b = ast->b == NULL ? 0 : resolver_condition(r, ast->b);
    uint16_t c = ast->c == NULL ? 0 : resolver_condition(r, ast->c);
    struct rule_node node = {.op = (uint8_t)op, .a = a, .b = b, .c = c};
    return make(r, ast, RULE_FLAG, node);
}

static struct typed quantifier(struct resolver *r, const struct rule_ast *ast)
{
    struct walked w = resolver_walk(r, ast->a);
    if (!w.ok) {
        return resolver_faulty();
    }
    uint16_t holds = resolver_condition(r, ast->b);
    resolver_pop(r);
    struct rule_node node = {
        .op = ast->form == FORM_EACH ? OP_EACH : OP_ANY, .a = w.list, .b = w.where, .c = holds};
    return negated(r, ast, make(r, ast, RULE_FLAG, node), ast->form == FORM_NO);
}

static struct typed literal(struct resolver *r, const struct rule_ast *ast)
{
    struct rule_node text = {.op = OP_TEXT};
    struct rule_node flag = {.op = OP_CONSTANT, .number = ast->number ? RULE_TRUE : RULE_FALSE};
    switch ((int)ast->form) {
    case FORM_NUMBER:
        return number(r, ast, RULE_NUMBER);
    case FORM_DATE:
        return number(r, ast, RULE_DATE);
    case FORM_TIME:
        return number(r, ast, RULE_TIME);
    case FORM_TEXT:
        text.text = pfq_arena_strdup(r->program->arena, ast->name);
        return make(r, ast, RULE_TEXT, text);
    case FORM_CONSTANT:
        return (struct typed){.type = RULE_CONSTANT};
    default:
        return make(r, ast, RULE_FLAG, flag);
    }
}

struct typed resolver_expression(struct resolver *r, const struct rule_ast *ast)
{
    switch ((int)ast->form) {
    case FORM_PATH:
        return resolver_path(r, ast);
    case FORM_CALL:
        return resolver_call(r, ast);
    case FORM_NOT:
        return joined(r, ast, OP_NOT);
    case FORM_AND:
        return joined(r, ast, OP_AND);
    case FORM_OR:
        return joined(r, ast, OP_OR);
    case FORM_IF:
        return joined(r, ast, OP_IF);
    case FORM_COMPARE:
        return comparison(r, ast);
    case FORM_IN:
        return membership(r, ast);
    case FORM_ADD:
    case FORM_SUBTRACT:
        return sum(r, ast);
    case FORM_EACH:
    case FORM_ANY:
    case FORM_NO:
        return quantifier(r, ast);
    default:
        return literal(r, ast);
    }
}

static uint16_t resolve(struct resolver *r, struct resolver_frame root, const struct rule_ast *ast)
{
    size_t before = r->faults->count;
    r->frames[0] = root;
    r->depth = 1;
    uint16_t node = resolver_condition(r, ast);
    return r->faults->count == before ? node : 0;
}

uint16_t rule_resolve(struct rule_program *program, const struct rule_vocabulary *vocabulary,
                      const struct rule_ast *ast, struct rule_faults *faults)
{
    struct resolver r = {.program = program, .vocabulary = vocabulary, .faults = faults};
    struct resolver_frame root = {.type = &pfq__v1__submission__descriptor, .entry = "file"};
    return resolve(&r, root, ast);
}

uint16_t rule_resolve_history(struct rule_program *program,
                              const struct rule_vocabulary *vocabulary, const struct rule_ast *ast,
                              struct rule_faults *faults)
{
    struct resolver r = {
        .program = program, .vocabulary = vocabulary, .faults = faults, .history = true};
    struct resolver_frame root = {.type = &pfq__v1__history__descriptor, .entry = "history"};
    return resolve(&r, root, ast);
}
