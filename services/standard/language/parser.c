/* parser.c - text to tree, by recursive descent: see ast.h.
 *
 *     expression  = "if" expression "then" expression ["else" expression] | either
 *     either      = both { "or" both }
 *     both        = denial { "and" denial }
 *     denial      = "not" denial | ("each" | "any" | "no") list ":" expression | comparison
 *     list        = name [ "where" expression ]
 *     comparison  = sum [ ("=" | "!=" | "<" | "<=" | ">" | ">=") sum
 *                       | ["not"] "in" ( "(" sum { "," sum } ")" | sum ) ]
 *     sum         = operand { ("+" | "-") operand }
 *     operand     = literal | name | name "(" arguments ")" | "(" expression ")"
 */
#include <string.h>

#include "ast.h"

enum {
    DEPTH_MAX = 40
};

struct parser {
    const struct rule_source *source;
    struct pfq_arena *arena;
    struct rule_faults *faults;
    struct rule_token token;
    unsigned depth;
    bool failed; /* the first fault of an expression ends its parse */
};

static struct rule_ast *parse_expression(struct parser *p);

static void fail(struct parser *p, const char *sentence, const char *fix)
{
    if (p->failed) {
        return;
    }
    p->failed = true;
    if (p->token.kind == TOKEN_BAD) {
        rule_fault(p->faults, p->source, p->token.offset, "Write it as the language knows it.",
                   "%s", p->token.fault);
        return;
    }
    rule_fault(p->faults, p->source, p->token.offset, fix, "%s", sentence);
}

static void advance(struct parser *p)
{
    p->token = rule_lex(p->source->text, p->token.offset + p->token.size);
}

static bool take(struct parser *p, enum rule_token_kind kind)
{
    if (p->failed || p->token.kind != kind) {
        return false;
    }
    advance(p);
    return true;
}

static void expect(struct parser *p, enum rule_token_kind kind, const char *sentence,
                   const char *fix)
{
    if (!take(p, kind)) {
        fail(p, sentence, fix);
    }
}

static struct rule_ast *make(struct parser *p, enum rule_form form)
{
    struct rule_ast *ast = pfq_arena_new(p->arena, struct rule_ast, 1);
    ast->form = form;
    ast->source = p->source;
    ast->offset = p->token.offset;
    return ast;
}

static struct rule_ast *join(struct parser *p, enum rule_form form, struct rule_ast *a,
                             size_t offset)
{
    struct rule_ast *ast = make(p, form);
    ast->a = a;
    ast->offset = offset;
    return ast;
}

static const char *token_text(struct parser *p)
{
    return pfq_arena_strndup(p->arena, p->source->text + p->token.offset, p->token.size);
}

static struct rule_ast *parse_list(struct parser *p)
{
    struct rule_ast *list = make(p, FORM_LIST);
    if (p->token.kind != TOKEN_NAME) {
        fail(p, "Here a list is named.", "Name one: witness, defendant, mg6c.unused_item.");
        return list;
    }
    list->name = token_text(p);
    advance(p);
    if (take(p, TOKEN_WHERE)) {
        list->a = parse_expression(p);
    }
    return list;
}

static struct rule_ast *parse_quantifier(struct parser *p, enum rule_form form)
{
    struct rule_ast *ast = make(p, form);
    advance(p);
    ast->a = parse_list(p);
    expect(p, TOKEN_COLON, "A colon is missing between the list and what must hold.",
           "Write it as: each LIST: CONDITION");
    ast->b = parse_expression(p);
    return ast;
}

static struct rule_ast *parse_argument(struct parser *p, bool list)
{
    return list ? parse_list(p) : parse_expression(p);
}

/* count and share are given a list; what share counts stands after a colon. */
static void parse_arguments(struct parser *p, struct rule_ast *call)
{
    bool list = strcmp(call->name, "count") == 0 || strcmp(call->name, "share") == 0;
    struct rule_ast **end = &call->a;
    if (take(p, TOKEN_CLOSE)) {
        return;
    }
    do {
        *end = parse_argument(p, list && end == &call->a);
        end = &(*end)->next;
    } while (take(p, TOKEN_COMMA) || (list && take(p, TOKEN_COLON)));
    expect(p, TOKEN_CLOSE, "A closing bracket is missing.", "Close the bracket: f(a, b)");
}

static struct rule_ast *parse_name(struct parser *p)
{
    struct rule_ast *ast = make(p, FORM_PATH);
    ast->name = token_text(p);
    advance(p);
    if (take(p, TOKEN_OPEN)) {
        ast->form = FORM_CALL;
        parse_arguments(p, ast);
    }
    return ast;
}

static struct rule_ast *parse_literal(struct parser *p, enum rule_form form)
{
    struct rule_ast *ast = make(p, form);
    ast->number = p->token.kind == TOKEN_TRUE ? 1 : p->token.number;
    if (form == FORM_CONSTANT) {
        ast->name = token_text(p);
    } else if (form == FORM_TEXT) { /* without its quotes */
        ast->name =
            pfq_arena_strndup(p->arena, p->source->text + p->token.offset + 1, p->token.size - 2);
    }
    advance(p);
    return ast;
}

static struct rule_ast *parse_bracket(struct parser *p)
{
    advance(p);
    struct rule_ast *ast = parse_expression(p);
    expect(p, TOKEN_CLOSE, "A closing bracket is missing.", "Close the bracket.");
    return ast;
}

static struct rule_ast *parse_operand(struct parser *p)
{
    static const struct {
        enum rule_token_kind kind;
        enum rule_form form;
    } literals[] = {
        {TOKEN_NUMBER, FORM_NUMBER}, {TOKEN_DATE, FORM_DATE},         {TOKEN_TIME, FORM_TIME},
        {TOKEN_TEXT, FORM_TEXT},     {TOKEN_CONSTANT, FORM_CONSTANT}, {TOKEN_TRUE, FORM_FLAG},
        {TOKEN_FALSE, FORM_FLAG},
    };

    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
        if (p->token.kind == literals[i].kind) {
            return parse_literal(p, literals[i].form);
        }
    }
    if (p->token.kind == TOKEN_NAME) {
        return parse_name(p);
    }
    if (p->token.kind == TOKEN_OPEN) {
        return parse_bracket(p);
    }
    fail(p, "Here a name, a value or a bracket is missing.",
         "A comparison needs something on both sides.");
    return make(p, FORM_FLAG);
}

static struct rule_ast *parse_sum(struct parser *p)
{
    struct rule_ast *ast = parse_operand(p);
    while (!p->failed && (p->token.kind == TOKEN_PLUS || p->token.kind == TOKEN_MINUS)) {
        enum rule_form form = p->token.kind == TOKEN_PLUS ? FORM_ADD : FORM_SUBTRACT;
        ast = join(p, form, ast, p->token.offset);
        advance(p);
        ast->b = parse_operand(p);
    }
    return ast;
}

static struct rule_ast *parse_set(struct parser *p)
{
    struct rule_ast *set = make(p, FORM_SET);
    struct rule_ast **end = &set->a;
    advance(p);
    do {
        *end = parse_sum(p);
        end = &(*end)->next;
    } while (take(p, TOKEN_COMMA));
    expect(p, TOKEN_CLOSE, "A closing bracket is missing.", "Write it as: in (MADE, DECLINED)");
    return set;
}

static bool at_comparison(const struct parser *p, enum rule_compare *compare)
{
    *compare = (enum rule_compare)(p->token.kind - TOKEN_EQUAL);
    return !p->failed && p->token.kind >= TOKEN_EQUAL && p->token.kind <= TOKEN_AT_LEAST;
}

static struct rule_ast *parse_in(struct parser *p, struct rule_ast *left, bool denied)
{
    struct rule_ast *ast = join(p, FORM_IN, left, p->token.offset);
    ast->number = denied;
    expect(p, TOKEN_IN, "After a name, 'not' can only be followed by 'in'.",
           "Write it as: vps_status not in (MADE, DECLINED)");
    ast->b = p->token.kind == TOKEN_OPEN ? parse_set(p) : parse_sum(p);
    return ast;
}

static struct rule_ast *parse_comparison(struct parser *p)
{
    struct rule_ast *left = parse_sum(p);
    enum rule_compare compare = COMPARE_EQUAL;
    if (at_comparison(p, &compare)) {
        struct rule_ast *ast = join(p, FORM_COMPARE, left, p->token.offset);
        ast->compare = compare;
        advance(p);
        ast->b = parse_sum(p);
        return ast;
    }
    if (take(p, TOKEN_NOT)) {
        return parse_in(p, left, true);
    }
    return !p->failed && p->token.kind == TOKEN_IN ? parse_in(p, left, false) : left;
}

static struct rule_ast *parse_if(struct parser *p)
{
    struct rule_ast *ast = make(p, FORM_IF);
    advance(p);
    ast->a = parse_expression(p);
    expect(p, TOKEN_THEN, "'then' is missing after 'if'.", "Write it as: if A then B else C");
    ast->b = parse_expression(p);
    if (take(p, TOKEN_ELSE)) {
        ast->c = parse_expression(p);
    }
    return ast;
}

static struct rule_ast *parse_denial(struct parser *p)
{
    switch ((int)p->token.kind) {
    case TOKEN_NOT: {
        struct rule_ast *ast = make(p, FORM_NOT);
        advance(p);
        if (++p->depth > DEPTH_MAX) {
            fail(p, "The expression is nested too deep.", "Give its parts names as words.");
            return ast;
        }
        ast->a = parse_denial(p);
        p->depth--;
        return ast;
    }
    case TOKEN_EACH:
        return parse_quantifier(p, FORM_EACH);
    case TOKEN_ANY:
        return parse_quantifier(p, FORM_ANY);
    case TOKEN_NO:
        return parse_quantifier(p, FORM_NO);
    case TOKEN_IF:
        return parse_if(p);
    default:
        return parse_comparison(p);
    }
}

static struct rule_ast *parse_chain(struct parser *p, enum rule_token_kind sign,
                                    enum rule_form form,
                                    struct rule_ast *(*parse_part)(struct parser *))
{
    struct rule_ast *ast = parse_part(p);
    while (!p->failed && p->token.kind == sign) {
        ast = join(p, form, ast, p->token.offset);
        advance(p);
        ast->b = parse_part(p);
    }
    return ast;
}

static struct rule_ast *parse_both(struct parser *p)
{
    return parse_chain(p, TOKEN_AND, FORM_AND, parse_denial);
}

static struct rule_ast *parse_expression(struct parser *p)
{
    if (++p->depth > DEPTH_MAX) {
        fail(p, "The expression is nested too deep.", "Give its parts names as words.");
        return make(p, FORM_FLAG);
    }
    struct rule_ast *ast = parse_chain(p, TOKEN_OR, FORM_OR, parse_both);
    p->depth--;
    return ast;
}

static struct rule_ast *finish(struct parser *p, struct rule_ast *ast)
{
    if (!p->failed && p->token.kind != TOKEN_END) {
        fail(p, "The expression should end here.", "Join conditions with 'and' or 'or'.");
    }
    return p->failed ? NULL : ast;
}

struct rule_ast *rule_parse(const struct rule_source *source, struct pfq_arena *arena,
                            struct rule_faults *faults)
{
    struct parser p = {.source = source, .arena = arena, .faults = faults};
    p.token = rule_lex(source->text, 0);
    return finish(&p, parse_expression(&p));
}

struct rule_ast *rule_parse_word(const struct rule_source *source, struct pfq_arena *arena,
                                 struct rule_faults *faults)
{
    struct parser p = {.source = source, .arena = arena, .faults = faults};
    p.token = rule_lex(source->text, 0);
    struct rule_ast *ast = parse_expression(&p);
    if (ast->form == FORM_PATH && take(&p, TOKEN_WHERE)) {
        ast->form = FORM_LIST;
        ast->a = parse_expression(&p);
    }
    return finish(&p, ast);
}
