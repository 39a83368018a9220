/* translate.c - conditions as C: see translate.h.
 *
 * A function for each 64 rows, for each condition that several ask for, and for each that walks
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

/* A node may be a loop and what several ask for. */
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

/* The body of a function while it is written: those that it needs come before it. */
struct text {
    char *text;
    size_t size;
    FILE *file;
};

static FILE *text_begin(struct text *text)
{
    text->file = open_memstream(&text->text, &text->size);
    PFQ_ASSERT(text->file != NULL);
    return text->file;
}

static void function_end(const struct translation *t, unsigned temporaries, struct text *text)
{
    (void)fclose(text->file);
    (void)fprintf(t->out, "{\n    const char *e0 = native_there(run->frames[0].entry);\n");
    for (unsigned i = 0; i < temporaries; i++) {
        (void)fprintf(t->out, "    enum rule_tri t%u;\n", i);
    }
    (void)fprintf(t->out, "%s}\n\n", text->text);
    free(text->text);
}

/* Write the function of a node, behind the functions that it needs. */
static void function(struct translation *t, uint16_t node, const struct shape *shape)
{
    struct text text;
    struct translation inner = *t;
    FILE *body = text_begin(&text);
    t->written[node] |= (uint8_t)(1U << shape->purpose);
    inner.temporaries = 0;
    (void)fprintf(body, "    %s", shape->begin);
    shape->body(&inner, body, node);
    (void)fprintf(t->out, "static %s %c%u", shape->type, shape->letter, node);
    loops_around(t->out, node_at(t, node), true);
    (void)fprintf(t->out, "\n");
    function_end(t, inner.temporaries, &text);
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
    translate_message(to, list);
    (void)fprintf(to, ", %u, %u);\n", list->has, list->at);
    (void)fprintf(to,
                  "    for (size_t i%u = 0; i%u < list.count; i%u++) {\n"
                  "        const char *e%u = native_there(list.entries[i%u]);\n",
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

static void number(struct translation *t, FILE *to, uint16_t node);

/* What several ask for is left to rule_number(), which keeps it. */
static bool sum(struct translation *t, FILE *to, const struct rule_node *n)
{
    if (n->op < OP_ADD || n->op > OP_YEAR || n->slot != 0) {
        return false;
    }
    (void)fprintf(to, "rule_reckon(run->facts, %u, ", n->op);
    number(t, to, n->a);
    (void)fprintf(to, ", ");
    if (n->op < OP_DATE) {
        number(t, to, n->b);
    } else {
        (void)fprintf(to, "RULE_ANYTHING");
    }
    (void)fprintf(to, ")");
    return true;
}

static void number(struct translation *t, FILE *to, uint16_t node)
{
    const struct rule_node *n = node_at(t, node);
    if (n->op == OP_COUNT && is_list_of_forms(t, n->a)) {
        call(t, to, node, &count_shape);
    } else if (!translate_number_word(to, n) && !sum(t, to, n)) {
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

/* --- conditions ------------------------------------------------------------------------ */

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
    if (!translate_condition_word(to, t->program, node_at(t, node)) && !by_parts(t, to, node)) {
        left(t, to, node, "rule_eval");
    }
}

/* --- conditions that several ask for ---------------------------------------------------- */

/* What several ask for is worked out for the first of them. */
static void whole_body(struct translation *t, FILE *to, uint16_t node)
{
    (void)fprintf(to,
                  "    uint8_t *kept = &run->truths[%u];\n"
                  "    return *kept != 0 ? (enum rule_tri)(*kept - 1) : native_keep(kept, ",
                  node_at(t, node)->slot);
    expression(t, to, node);
    (void)fprintf(to, ");\n");
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

/* --- rows ---------------------------------------------------------------------------------- */

static void row(struct translation *t, FILE *to, size_t i)
{
    (void)fprintf(to, "    if ((asked >> %zu & 1) != 0) {\n        enum rule_tri when = ", i % 64);
    condition(t, to, t->program->rows[i].when);
    (void)fprintf(to, ";\n        answers[%zu] = (uint8_t)(when != RULE_TRUE ? when : RULE_TRUE + ",
                  i % 64);
    condition(t, to, t->program->rows[i].check);
    (void)fprintf(to, ");\n    }\n");
}

/* In one function, so that the compiler need not keep its parts apart; 64 rows, because it
 * gives up on larger ones. */
static void word(struct translation *t, size_t word)
{
    struct text text;
    FILE *body = text_begin(&text);
    t->temporaries = 0;
    for (size_t i = word * 64; i < t->program->row_count && i < (word + 1) * 64; i++) {
        row(t, body, i);
    }
    (void)fprintf(t->out,
                  "static void rows%zu(struct rule_run *run, uint64_t asked, uint8_t *answers)\n",
                  word);
    function_end(t, t->temporaries, &text);
}

static const char heading[] =
    "/* Written by services/standard/translate from services/standard/catalogue. */\n"
    "#include \"standard/language/native.h\"\n\n";

void rule_translate(const struct rule_program *program, FILE *out)
{
    struct translation t = {.program = program, .out = out};
    size_t words = (program->row_count + 63) / 64;
    t.written = calloc(program->count, sizeof *t.written);
    PFQ_ASSERT(t.written != NULL);
    (void)fputs(heading, out);
    for (size_t i = 0; i < words; i++) {
        word(&t, i);
    }
    (void)fprintf(out, "static rule_native_rows *const rows[] = {\n");
    for (size_t i = 0; i < words; i++) {
        (void)fprintf(out, "    rows%zu,\n", i);
    }
    (void)fprintf(out,
                  "    NULL};\n\n"
                  "const struct rule_native rule_native_shipped = {UINT64_C(%" PRIu64 "), rows};\n",
                  rule_native_digest(program));
    free(t.written);
}
