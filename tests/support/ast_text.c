/* ast_text.c - see ast_text.h. */
#include "support/ast_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"

#define PRINT(...) pfq_arena_printf(arena, __VA_ARGS__)

static const char *literal(const struct rule_ast *ast, struct pfq_arena *arena)
{
    int n = (int)ast->number;
    switch ((int)ast->form) {
    case FORM_NUMBER:
        return n < 0 ? PRINT("(0 - %d)", -n) : PRINT("%d", n);
    case FORM_DATE:
        return PRINT("%04d-%02d-%02d", n / 10000, n / 100 % 100, n % 100);
    case FORM_TIME:
        return PRINT("%02d:%02d", n / 60, n % 60);
    case FORM_TEXT:
        return PRINT("'%s'", ast->name);
    case FORM_FLAG:
        return n ? "true" : "false";
    default: /* PATH, CONSTANT */
        return ast->name;
    }
}

static const char *list(const struct rule_ast *ast, struct pfq_arena *arena)
{
    return ast->a == NULL ? ast->name : PRINT("%s where %s", ast->name, ast_text(ast->a, arena));
}

/* The members from `ast` on; a list is parted from what is asked of it by a colon. */
static const char *members(const struct rule_ast *ast, struct pfq_arena *arena)
{
    const char *text = "";
    for (; ast != NULL; ast = ast->next) {
        const char *sign = ast->next == NULL ? "" : ast->form == FORM_LIST ? ": " : ", ";
        text = PRINT("%s%s%s", text, ast_text(ast, arena), sign);
    }
    return text;
}

static const char *pair(const struct rule_ast *ast, const char *sign, struct pfq_arena *arena)
{
    return PRINT("(%s %s %s)", ast_text(ast->a, arena), sign, ast_text(ast->b, arena));
}

static const char *conditional(const struct rule_ast *ast, struct pfq_arena *arena)
{
    const char *text = PRINT("if %s then %s", ast_text(ast->a, arena), ast_text(ast->b, arena));
    return ast->c == NULL ? PRINT("(%s)", text)
                          : PRINT("(%s else %s)", text, ast_text(ast->c, arena));
}

static const char *quantifier(const struct rule_ast *ast, struct pfq_arena *arena)
{
    static const char *const names[] = {[FORM_EACH] = "each", [FORM_ANY] = "any", [FORM_NO] = "no"};
    return PRINT("(%s %s: %s)", names[ast->form], list(ast->a, arena), ast_text(ast->b, arena));
}

const char *ast_text(const struct rule_ast *ast, struct pfq_arena *arena)
{
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    switch ((int)ast->form) {
    case FORM_CALL:
        return PRINT("%s(%s)", ast->name, members(ast->a, arena));
    case FORM_SET:
        return PRINT("(%s)", members(ast->a, arena));
    case FORM_NOT:
        return PRINT("(not %s)", ast_text(ast->a, arena));
    case FORM_AND:
        return pair(ast, "and", arena);
    case FORM_OR:
        return pair(ast, "or", arena);
    case FORM_ADD:
        return pair(ast, "+", arena);
    case FORM_SUBTRACT:
        return pair(ast, "-", arena);
    case FORM_IN:
        return pair(ast, ast->number != 0 ? "not in" : "in", arena);
    case FORM_COMPARE:
        return pair(ast, signs[ast->compare], arena);
    case FORM_IF:
        return conditional(ast, arena);
    case FORM_EACH:
    case FORM_ANY:
    case FORM_NO:
        return quantifier(ast, arena);
    case FORM_LIST:
        return list(ast, arena);
    default:
        return literal(ast, arena);
    }
}

static void print_fault(void *self, const struct rule_source *source, size_t offset,
                        const char *sentence, const char *fix)
{
    (void)self;
    (void)fprintf(stderr, "%s: at %zu: %s %s\n", source->text, offset, sentence, fix);
}

static struct rule_source *source_of(const char *text, struct pfq_arena *arena)
{
    struct rule_source *source = pfq_arena_new(arena, struct rule_source, 1);
    source->text = pfq_arena_strdup(arena, text);
    return source;
}

struct rule_ast *ast_parse(const char *text, struct pfq_arena *arena)
{
    struct rule_faults faults = {.report = print_fault};
    struct rule_ast *ast = rule_parse(source_of(text, arena), arena, &faults);
    PFQ_ASSERT(ast != NULL);
    return ast;
}

struct rule_ast *ast_parse_word(const char *text, struct pfq_arena *arena)
{
    struct rule_faults faults = {.report = print_fault};
    struct rule_ast *ast = rule_parse_word(source_of(text, arena), arena, &faults);
    PFQ_ASSERT(ast != NULL);
    return ast;
}
