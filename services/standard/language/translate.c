/* translate.c - conditions as C: see translate.h.
 *
 * A function for each condition that begins a check, that several ask for, or that walks
 * over a list; an expression for everything within.  What has no word in native.h is left
 * to rule_eval(), which is told first where in the lists it is.
 *
 * In the code, e0 is the file and e1, e2 ... are the entries that the enclosing loops are
 * at, i1, i2 ... their places; t0, t1 ... hold what is looked at twice. */
#include "translate.h"

#include <inttypes.h>
#include <stdlib.h>

#include "native.h"
#include "pfq/bug.h"

struct translation {
    const struct rule_program *program;
    FILE *out;
    uint8_t *written;     /* by node: the functions that it has, 1 << enum purpose */
    unsigned temporaries; /* of the function in hand */
};

static void condition(struct translation *t, FILE *to, uint16_t node);

static const struct rule_node *node_at(const struct translation *t, uint16_t node)
{
    return &t->program->nodes[node];
}

/* --- fields ---------------------------------------------------------------------------- */

static void message(FILE *to, const struct rule_node *n)
{
    for (unsigned i = 0; i < n->hops; i++) {
        (void)fprintf(to, "native_hop(");
    }
    (void)fprintf(to, "e%u", n->frame);
    for (unsigned i = 0; i < n->hops; i++) {
        (void)fprintf(to, ", %u)", n->hop[i]);
    }
}

static void field(FILE *to, const char *word, const struct rule_node *n)
{
    (void)fprintf(to, "%s(", word);
    message(to, n);
    (void)fprintf(to, ", %u, %u", n->has, n->at);
}

static void number_text(FILE *to, int64_t number)
{
    if (number == INT64_MIN) {
        (void)fprintf(to, "INT64_MIN");
    } else {
        (void)fprintf(to, "INT64_C(%" PRId64 ")", number);
    }
}

static void mask_text(FILE *to, const struct rule_node *n)
{
    (void)fprintf(to, ", UINT64_C(%" PRIu64 "), UINT64_C(%" PRIu64 "))", n->mask[0], n->mask[1]);
}

/* --- what rule_eval() is left with -------------------------------------------------------- */

static void left(struct translation *t, FILE *to, uint16_t node, const char *word)
{
    (void)fprintf(to, "(");
    for (unsigned frame = 1; frame < RULE_FRAMES_MAX; frame++) {
        if ((node_at(t, node)->frames >> frame & 1) != 0) {
            (void)fprintf(to, "native_enter(run, %u, e%u, i%u), ", frame, frame, frame);
        }
    }
    (void)fprintf(to, "%s(run, %u))", word, node);
}

/* --- functions ------------------------------------------------------------------------------ */

/* A node may be a loop and what begins a check. */
enum purpose {
    WHOLE,
    LOOP
};

struct shape {
    enum purpose purpose;
    char letter; /* begins the function's name */
    const char *type;
    const char *begin;
    void (*body)(struct translation *t, FILE *to, uint16_t node);
};

/* The loops around a node that it hangs on: as parameters, or as arguments. */
static void loops_around(FILE *to, const struct rule_node *n, bool types)
{
    (void)fprintf(to, types ? "(struct rule_run *run" : "(run");
    for (unsigned frame = 1; frame < RULE_FRAMES_MAX; frame++) {
        if ((n->frames >> frame & 1) != 0) {
            (void)fprintf(to, types ? ", const char *e%u, size_t i%u" : ", e%u, i%u", frame, frame);
        }
    }
    (void)fprintf(to, ")");
}

/* Write the function of a node, behind the functions that it needs. */
static void function(struct translation *t, uint16_t node, const struct shape *shape)
{
    char *text = NULL;
    size_t size = 0;
    struct translation inner = *t;
    FILE *body = open_memstream(&text, &size);
    PFQ_ASSERT(body != NULL);
    t->written[node] |= (uint8_t)(1U << shape->purpose);
    inner.temporaries = 0;
    shape->body(&inner, body, node);
    (void)fclose(body);
    (void)fprintf(t->out, "static %s %c%u", shape->type, shape->letter, node);
    loops_around(t->out, node_at(t, node), true);
    (void)fprintf(t->out, "\n{\n    const char *e0 = run->frames[0].entry;\n");
    for (unsigned i = 0; i < inner.temporaries; i++) {
        (void)fprintf(t->out, "    enum rule_tri t%u;\n", i);
    }
    (void)fprintf(t->out, "    %s%s}\n\n", shape->begin, text);
    free(text);
}

static void call(struct translation *t, FILE *to, uint16_t node, const struct shape *shape)
{
    if ((t->written[node] >> shape->purpose & 1) == 0) {
        function(t, node, shape);
    }
    (void)fprintf(to, "%c%u", shape->letter, node);
    loops_around(to, node_at(t, node), false);
}

/* --- lists -------------------------------------------------------------------------------- */

/* There is one loop in a function. */
static void loop_begin(FILE *to, const struct rule_node *list)
{
    (void)fprintf(to, "    struct native_list list = native_open(");
    message(to, list);
    (void)fprintf(to, ", %u, %u);\n", list->has, list->at);
    (void)fprintf(to,
                  "    for (size_t i%u = 0; i%u < list.count; i%u++) {\n"
                  "        const char *e%u = list.entries[i%u];\n",
                  list->c, list->c, list->c, list->c, list->c);
}

static void where(struct translation *t, FILE *to, const struct rule_node *n)
{
    (void)fprintf(to, "        enum rule_tri where = ");
    condition(t, to, n->b);
    (void)fprintf(to, ";\n        if (where == RULE_FALSE) {\n            continue;\n        }\n");
}

static void quantifier_body(struct translation *t, FILE *to, uint16_t node)
{
    const struct rule_node *n = node_at(t, node);
    bool each = n->op == OP_EACH;
    loop_begin(to, node_at(t, n->a));
    where(t, to, n);
    (void)fprintf(to, "        enum rule_tri holds = ");
    condition(t, to, n->c);
    (void)fprintf(to,
                  each ? ";\n        result = rule_and(result, rule_or(rule_not(where), holds));\n"
                         "        if (result == RULE_FALSE) {\n            return result;\n"
                       : ";\n        result = rule_or(result, rule_and(where, holds));\n"
                         "        if (result == RULE_TRUE) {\n            return result;\n");
    (void)fprintf(to, "        }\n    }\n"
                      "    return list.given ? result : RULE_UNKNOWN;\n");
}

static void count_body(struct translation *t, FILE *to, uint16_t node)
{
    const struct rule_node *n = node_at(t, node);
    loop_begin(to, node_at(t, n->a));
    where(t, to, n);
    (void)fprintf(to, "        result.low += where == RULE_TRUE;\n"
                      "        result.high++;\n    }\n"
                      "    return list.given ? result : (struct rule_range){0, INT64_MAX};\n");
}

static const struct shape each_shape = {LOOP, 'l', "enum rule_tri",
                                        "enum rule_tri result = RULE_TRUE;\n", quantifier_body};
static const struct shape any_shape = {LOOP, 'l', "enum rule_tri",
                                       "enum rule_tri result = RULE_FALSE;\n", quantifier_body};
static const struct shape count_shape = {LOOP, 'l', "struct rule_range",
                                         "struct rule_range result = {0, 0};\n", count_body};

/* --- numbers ---------------------------------------------------------------------------------- */

static bool is_list_of_forms(const struct translation *t, uint16_t list)
{
    return node_at(t, list)->load == LOAD_MESSAGE;
}

static void number(struct translation *t, FILE *to, uint16_t node)
{
    const struct rule_node *n = node_at(t, node);
    if (n->op == OP_NUMBER) {
        (void)fprintf(to, "rule_just(");
        number_text(to, n->number);
        (void)fprintf(to, ")");
    } else if (n->op == OP_VALUE) {
        (void)fprintf(to, "rule_just(run->facts->values[%" PRId64 "])", n->number);
    } else if (n->op == OP_FIELD) {
        field(to, "native_number", n);
        (void)fprintf(to, ", %u)", n->load);
    } else if (n->op == OP_COUNT && is_list_of_forms(t, n->a)) {
        call(t, to, node, &count_shape);
    } else {
        left(t, to, node, "rule_number");
    }
}

static void comparison(struct translation *t, FILE *to, const struct rule_node *n)
{
    (void)fprintf(to, "rule_compare(%u, ", n->compare);
    number(t, to, n->a);
    (void)fprintf(to, ", ");
    number(t, to, n->b);
    (void)fprintf(to, ")");
}

/* --- conditions --------------------------------------------------------------------------------
 */

static void within(FILE *to, const struct rule_node *n)
{
    field(to, "native_within", n);
    (void)fprintf(to, ", %u, ", n->load);
    number_text(to, n->within.low);
    (void)fprintf(to, ", ");
    number_text(to, n->within.high);
    (void)fprintf(to, ", %u)", n->compare);
}

static void with_value(FILE *to, const struct rule_node *n)
{
    (void)fprintf(to, "rule_compare(%u, ", n->compare);
    field(to, "native_number", n);
    (void)fprintf(to, ", %u), rule_just(run->facts->values[%" PRId64 "]))", n->load, n->number);
}

static void codes(FILE *to, const struct rule_node *n)
{
    field(to, "native_codes", n);
    (void)fprintf(to, ", %u", n->load);
    mask_text(to, n);
}

static void wrapped(struct translation *t, FILE *to, const char *word, uint16_t of)
{
    (void)fprintf(to, "%s(", word);
    condition(t, to, of);
    (void)fprintf(to, ")");
}

/* The second is not looked at when the first decides. */
static void joined(struct translation *t, FILE *to, const struct rule_node *n)
{
    unsigned first = t->temporaries++;
    const char *decides = n->op == OP_AND ? "RULE_FALSE" : "RULE_TRUE";
    (void)fprintf(to, "((t%u = ", first);
    condition(t, to, n->a);
    (void)fprintf(to, ") == %s ? %s : %s(t%u, ", decides, decides,
                  n->op == OP_AND ? "rule_and" : "rule_or", first);
    condition(t, to, n->b);
    (void)fprintf(to, "))");
}

static void choice(struct translation *t, FILE *to, const struct rule_node *n)
{
    unsigned a = t->temporaries;
    t->temporaries += 3;
    (void)fprintf(to, "((t%u = ", a);
    condition(t, to, n->a);
    (void)fprintf(to, "), (t%u = t%u == RULE_FALSE ? RULE_UNKNOWN : ", a + 1, a);
    condition(t, to, n->b);
    (void)fprintf(to, "), (t%u = t%u == RULE_TRUE ? RULE_UNKNOWN : ", a + 2, a);
    condition(t, to, n->c);
    (void)fprintf(to, "), native_if(t%u, t%u, t%u))", a, a + 1, a + 2);
}

static bool in_list(const struct translation *t, FILE *to, const struct rule_node *n)
{
    const struct rule_node *list = node_at(t, n->b);
    const struct rule_node *code = node_at(t, n->a);
    if (n->c != 0 || list->load != LOAD_ENUM || code->op != OP_NUMBER) {
        return false;
    }
    field(to, "native_in_list", list);
    (void)fprintf(to, ", %" PRId64 ")", code->number);
    return true;
}

static bool given(const struct translation *t, FILE *to, const struct rule_node *n)
{
    const struct rule_node *of = node_at(t, n->a);
    if (of->op != OP_FIELD) {
        return false;
    }
    field(to, "native_given", of);
    (void)fprintf(to, ", %u)", of->load);
    return true;
}

static void present(FILE *to, const struct rule_node *n)
{
    (void)fprintf(to, "rule_tri(");
    message(to, n);
    (void)fprintf(to, " != NULL)");
}

/* False: there is no word for it. */
static bool by_word(struct translation *t, FILE *to, uint16_t node)
{
    const struct rule_node *n = node_at(t, node);
    switch ((int)n->op) {
    case OP_CONSTANT:
        (void)fprintf(to, "(enum rule_tri)%" PRId64, n->number);
        return true;
    case OP_FLAG:
        field(to, "native_flag", n);
        (void)fprintf(to, ")");
        return true;
    case OP_COMPARE_TO:
        within(to, n);
        return true;
    case OP_COMPARE_VALUE:
        with_value(to, n);
        return true;
    case OP_IN_CODES:
        codes(to, n);
        return true;
    case OP_HAS:
        (void)fprintf(to, "native_has(run");
        mask_text(to, n);
        return true;
    case OP_EXISTS:
        present(to, n);
        return true;
    case OP_LIST_EXISTS:
        present(to, node_at(t, n->a));
        return true;
    case OP_NUMBER_KNOWN:
        return given(t, to, n);
    case OP_IN_LIST:
        return in_list(t, to, n);
    default:
        return false;
    }
}

static bool by_parts(struct translation *t, FILE *to, uint16_t node)
{
    const struct rule_node *n = node_at(t, node);
    switch ((int)n->op) {
    case OP_NOT:
        wrapped(t, to, "rule_not", n->a);
        return true;
    case OP_KNOWN:
        wrapped(t, to, "native_known", n->a);
        return true;
    case OP_AND:
    case OP_OR:
        joined(t, to, n);
        return true;
    case OP_IF:
        choice(t, to, n);
        return true;
    case OP_COMPARE:
        comparison(t, to, n);
        return true;
    case OP_EACH:
    case OP_ANY:
        if (is_list_of_forms(t, n->a)) {
            call(t, to, node, n->op == OP_EACH ? &each_shape : &any_shape);
            return true;
        }
        return false;
    default:
        return false;
    }
}

static void expression(struct translation *t, FILE *to, uint16_t node)
{
    if (!by_word(t, to, node) && !by_parts(t, to, node)) {
        left(t, to, node, "rule_eval");
    }
}

/* --- conditions that begin a check, or that several ask for ------------------------------------
 */

/* What several ask for is worked out for the first of them. */
static void whole_body(struct translation *t, FILE *to, uint16_t node)
{
    uint16_t slot = node_at(t, node)->slot;
    if (slot == 0) {
        (void)fprintf(to, "    return ");
    } else {
        (void)fprintf(to,
                      "    uint8_t *kept = &run->truths[%u];\n"
                      "    return *kept != 0 ? (enum rule_tri)(*kept - 1) : native_keep(kept, ",
                      slot);
    }
    expression(t, to, node);
    (void)fprintf(to, slot == 0 ? ";\n" : ");\n");
}

static const struct shape whole_shape = {WHOLE, 'c', "enum rule_tri", "", whole_body};

static void condition(struct translation *t, FILE *to, uint16_t node)
{
    const struct rule_node *n = node_at(t, node);
    if (rule_is_of_file(n) && n->slot != 0) {
        call(t, to, node, &whole_shape);
    } else {
        expression(t, to, node);
    }
}

static const char heading[] =
    "/* Written by services/standard/translate from services/standard/catalogue. */\n"
    "#include \"standard/language/native.h\"\n\n";

void rule_translate(const struct rule_program *program, const uint16_t *roots, size_t count,
                    FILE *out)
{
    struct translation t = {.program = program, .out = out};
    t.written = calloc(program->count, sizeof *t.written);
    PFQ_ASSERT(t.written != NULL);
    (void)fputs(heading, out);
    for (size_t i = 0; i < count; i++) {
        if ((t.written[roots[i]] >> WHOLE & 1) == 0) {
            function(&t, roots[i], &whole_shape);
        }
    }
    (void)fprintf(out, "static rule_native_condition *const conditions[%zu] = {\n", program->count);
    for (size_t i = 0; i < program->count; i++) {
        if ((t.written[i] >> WHOLE & 1) != 0) {
            (void)fprintf(out, "    [%zu] = c%zu,\n", i, i);
        }
    }
    (void)fprintf(out,
                  "};\n\nconst struct rule_native rule_native_shipped = {UINT64_C(%" PRIu64
                  "), %zu, conditions};\n",
                  rule_native_digest(program), program->count);
    free(t.written);
}
