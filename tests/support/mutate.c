/* mutate.c - see mutate.h. */
#include "support/mutate.h"

#include <string.h>

#include "pfq/clock.h"
#include "support/ast_text.h"

struct mutator {
    const struct sources *sources;
    struct pfq_arena *arena;
    size_t left; /* mutants to pass over */
    bool done;
    struct mutate_change *out;
};

static struct rule_ast *changed(const struct mutator *m, const struct rule_ast *ast)
{
    struct rule_ast *out = pfq_arena_new(m->arena, struct rule_ast, 1);
    *out = *ast;
    return out;
}

static struct rule_ast *as_form(const struct mutator *m, const struct rule_ast *ast,
                                enum rule_form form)
{
    struct rule_ast *out = changed(m, ast);
    out->form = form;
    return out;
}

/* --- the ways in which a place can be wrong: the k-th, or NULL where there are no more ------ */

static bool is_join(const struct rule_ast *ast)
{
    return ast->form == FORM_AND || ast->form == FORM_OR;
}

static struct rule_ast *flip_join(const struct mutator *m, const struct rule_ast *ast, size_t k)
{
    if (!is_join(ast) || k > 0) {
        return NULL;
    }
    return as_form(m, ast, ast->form == FORM_AND ? FORM_OR : FORM_AND);
}

static struct rule_ast *drop_operand(const struct mutator *m, const struct rule_ast *ast, size_t k)
{
    return !is_join(ast) || k > 1 ? NULL : changed(m, k == 0 ? ast->b : ast->a);
}

static struct rule_ast *drop_not(const struct mutator *m, const struct rule_ast *ast, size_t k)
{
    return ast->form != FORM_NOT || k > 0 ? NULL : changed(m, ast->a);
}

static struct rule_ast *change_if(const struct mutator *m, const struct rule_ast *ast, size_t k)
{
    if (ast->form != FORM_IF || k > 1) {
        return NULL;
    }
    if (k == 1) {
        return changed(m, ast->b);
    }
    if (ast->c == NULL) {
        return as_form(m, ast, FORM_AND);
    }
    struct rule_ast *out = changed(m, ast);
    out->b = ast->c;
    out->c = ast->b;
    return out;
}

static struct rule_ast *change_comparison(const struct mutator *m, const struct rule_ast *ast,
                                          size_t k)
{
    static const struct {
        size_t count;
        enum rule_compare others[3];
    } neighbours[] = {
        [COMPARE_EQUAL] = {3, {COMPARE_UNEQUAL, COMPARE_AT_MOST, COMPARE_AT_LEAST}},
        [COMPARE_UNEQUAL] = {1, {COMPARE_EQUAL}},
        [COMPARE_LESS] = {2, {COMPARE_AT_MOST, COMPARE_MORE}},
        [COMPARE_AT_MOST] = {2, {COMPARE_LESS, COMPARE_AT_LEAST}},
        [COMPARE_MORE] = {2, {COMPARE_AT_LEAST, COMPARE_LESS}},
        [COMPARE_AT_LEAST] = {2, {COMPARE_MORE, COMPARE_AT_MOST}},
    };

    if (ast->form != FORM_COMPARE || k >= neighbours[ast->compare].count) {
        return NULL;
    }
    struct rule_ast *out = changed(m, ast);
    out->compare = neighbours[ast->compare].others[k];
    return out;
}

static struct rule_ast *negate_in(const struct mutator *m, const struct rule_ast *ast, size_t k)
{
    if (ast->form != FORM_IN || k > 0) {
        return NULL;
    }
    struct rule_ast *out = changed(m, ast);
    out->number = !ast->number;
    return out;
}

static struct rule_ast *change_quantifier(const struct mutator *m, const struct rule_ast *ast,
                                          size_t k)
{
    if (ast->form < FORM_EACH || ast->form > FORM_NO || k > 1) {
        return NULL;
    }
    unsigned place = (unsigned)ast->form - FORM_EACH;
    return as_form(m, ast, (enum rule_form)(FORM_EACH + (place + 1 + k) % 3));
}

static struct rule_ast *drop_where(const struct mutator *m, const struct rule_ast *ast, size_t k)
{
    if (ast->form != FORM_LIST || ast->a == NULL || k > 0) {
        return NULL;
    }
    struct rule_ast *out = changed(m, ast);
    out->a = NULL;
    return out;
}

static struct rule_ast *flip_sum(const struct mutator *m, const struct rule_ast *ast, size_t k)
{
    if ((ast->form != FORM_ADD && ast->form != FORM_SUBTRACT) || k > 0) {
        return NULL;
    }
    return as_form(m, ast, ast->form == FORM_ADD ? FORM_SUBTRACT : FORM_ADD);
}

static bool is_value(const struct mutator *m, const char *name)
{
    for (size_t i = 0; i < m->sources->value_count; i++) {
        if (strcmp(m->sources->values[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* A value of standard.yaml cannot be written otherwise: one is added to it. */
static struct rule_ast *shift_value(const struct mutator *m, const struct rule_ast *ast, int by)
{
    struct rule_ast *one = pfq_arena_new(m->arena, struct rule_ast, 1);
    struct rule_ast *out = as_form(m, ast, by > 0 ? FORM_ADD : FORM_SUBTRACT);
    *one = (struct rule_ast){.form = FORM_NUMBER, .number = 1};
    out->a = changed(m, ast);
    out->a->next = NULL;
    out->b = one;
    return out;
}

static struct rule_ast *one_off(const struct mutator *m, const struct rule_ast *ast, size_t k)
{
    int by = k == 0 ? 1 : -1;
    if (k > 1) {
        return NULL;
    }
    if (ast->form == FORM_PATH && is_value(m, ast->name)) {
        return shift_value(m, ast, by);
    }
    struct rule_ast *out = changed(m, ast);
    if (ast->form == FORM_DATE) {
        out->number = pfq_date_add((int32_t)ast->number, by);
    } else if (ast->form == FORM_NUMBER || (ast->form == FORM_TIME && ast->number + by >= 0)) {
        out->number += by;
    } else {
        return NULL;
    }
    return out;
}

/* One code of has(), one member of a set. */
static struct rule_ast *drop_member(const struct mutator *m, const struct rule_ast *ast, size_t k)
{
    bool codes = ast->form == FORM_CALL && strncmp(ast->name, "has", 3) == 0;
    if ((!codes && ast->form != FORM_SET) || ast->a == NULL) {
        return NULL;
    }
    const struct rule_ast *first = ast->a;
    const struct rule_ast *kept = NULL; /* has_for's first argument names whom */
    if (first->form == FORM_PATH && codes) {
        kept = first;
        first = first->next;
    }
    if (first == NULL || first->next == NULL) {
        return NULL; /* the only one */
    }
    struct rule_ast *out = changed(m, ast);
    struct rule_ast **end = &out->a;
    if (kept != NULL) {
        *end = changed(m, kept);
        end = &(*end)->next;
    }
    size_t i = 0;
    for (const struct rule_ast *a = first; a != NULL; a = a->next, i++) {
        if (i != k) {
            *end = changed(m, a);
            end = &(*end)->next;
        }
    }
    *end = NULL;
    return k < i ? out : NULL;
}

static struct rule_ast *other_text(const struct mutator *m, const struct rule_ast *ast, size_t k)
{
    if (ast->form != FORM_TEXT || k > 0) {
        return NULL;
    }
    struct rule_ast *out = changed(m, ast);
    out->name = "another text";
    return out;
}

static const struct {
    const char *what;
    struct rule_ast *(*make)(const struct mutator *m, const struct rule_ast *ast, size_t k);
} ways[] = {
    {"and for or", flip_join},         {"operand dropped", drop_operand},
    {"not dropped", drop_not},         {"if changed", change_if},
    {"comparison", change_comparison}, {"in for not in", negate_in},
    {"quantifier", change_quantifier}, {"where dropped", drop_where},
    {"plus for minus", flip_sum},      {"one off", one_off},
    {"member dropped", drop_member},   {"another text", other_text},
};

/* --- walking ------------------------------------------------------------------------------ */

/* `ast` itself changed, or as it is. */
static const struct rule_ast *change_here(struct mutator *m, const struct rule_ast *ast)
{
    for (size_t w = 0; w < sizeof ways / sizeof *ways && !m->done; w++) {
        struct rule_ast *mutant = NULL;
        for (size_t k = 0; (mutant = ways[w].make(m, ast, k)) != NULL; k++) {
            if (m->left-- == 0) {
                m->done = true;
                m->out->what = ways[w].what;
                m->out->where = ast_text(ast, m->arena);
                m->out->now = ast_text(mutant, m->arena);
                mutant->next = ast->next;
                return mutant;
            }
        }
    }
    return ast;
}

static struct rule_ast *walk(struct mutator *m, const struct rule_ast *ast)
{
    if (ast == NULL) {
        return NULL;
    }
    struct rule_ast *out = changed(m, ast);
    if (!m->done) {
        *out = *change_here(m, ast);
    }
    if (!m->done) {
        out->a = walk(m, ast->a);
        out->b = walk(m, ast->b);
        out->c = walk(m, ast->c);
        out->next = walk(m, ast->next);
    }
    return out;
}

bool mutate(const struct rule_ast *ast, size_t n, const struct sources *sources,
            struct pfq_arena *arena, struct mutate_change *out)
{
    struct mutator m = {.sources = sources, .arena = arena, .left = n, .out = out};
    out->ast = walk(&m, ast);
    return m.done;
}
