/* slow_eval.c - operators, quantifiers and outcomes: see slow_eval.h and slow.h. */
#include "support/slow_eval.h"

#include <string.h>

#include "history.pb-c.h"
#include "pfq/bug.h"
#include "support/ast_text.h"
#include "support/slow.h"

/* --- values ----------------------------------------------------------------------------------- */

enum slow_truth slow_and(enum slow_truth a, enum slow_truth b)
{
    if (a == SLOW_NO || b == SLOW_NO) {
        return SLOW_NO;
    }
    return a == SLOW_YES && b == SLOW_YES ? SLOW_YES : SLOW_PERHAPS;
}

enum slow_truth slow_or(enum slow_truth a, enum slow_truth b)
{
    return slow_not(slow_and(slow_not(a), slow_not(b)));
}

struct slow_value slow_flag(enum slow_truth truth)
{
    return (struct slow_value){.kind = SLOW_FLAG, .truth = truth};
}

struct slow_value slow_between(int64_t low, int64_t high)
{
    return (struct slow_value){.kind = SLOW_NUMBER, .low = low, .high = high};
}

struct slow_value slow_number(int64_t number)
{
    return slow_between(number, number);
}

struct slow_value slow_unknown_number(void)
{
    return slow_between(INT64_MIN, INT64_MAX);
}

struct slow_value slow_text(const char *text)
{
    return (struct slow_value){.kind = SLOW_TEXT, .text = text};
}

/* --- comparing -------------------------------------------------------------------------------- */

/* A code takes its meaning from the other side. */
static struct slow_value settled(struct slow_value v, const ProtobufCEnumDescriptor *codes)
{
    int number = 0;
    if (v.kind != SLOW_CONSTANT) {
        return v;
    }
    bool found = codes != NULL && pfq_enum_value(codes, v.text, &number);
    PFQ_ASSERT(found);
    v = slow_number(number);
    v.codes = codes;
    return v;
}

enum slow_truth slow_equal(struct slow_value a, struct slow_value b)
{
    a = settled(a, b.codes);
    b = settled(b, a.codes);
    PFQ_ASSERT(a.kind == b.kind);
    if (a.kind == SLOW_FLAG) {
        bool known = a.truth != SLOW_PERHAPS && b.truth != SLOW_PERHAPS;
        return known ? slow_is(a.truth == b.truth) : SLOW_PERHAPS;
    }
    if (a.kind == SLOW_TEXT) {
        bool known = a.text != NULL && b.text != NULL;
        return known ? slow_is(strcmp(a.text, b.text) == 0) : SLOW_PERHAPS;
    }
    if (a.low > b.high || b.low > a.high) {
        return SLOW_NO;
    }
    return slow_known(&a) && slow_known(&b) ? SLOW_YES : SLOW_PERHAPS;
}

static enum slow_truth less(const struct slow_value *a, const struct slow_value *b)
{
    if (a->high < b->low) {
        return SLOW_YES;
    }
    return a->low >= b->high ? SLOW_NO : SLOW_PERHAPS;
}

static enum slow_truth compare(struct slow_run *run, const struct rule_ast *ast)
{
    struct slow_value a = slow_eval(run, ast->a);
    struct slow_value b = slow_eval(run, ast->b);
    switch (ast->compare) {
    case COMPARE_EQUAL:
        return slow_equal(a, b);
    case COMPARE_UNEQUAL:
        return slow_not(slow_equal(a, b));
    case COMPARE_LESS:
        return less(&a, &b);
    case COMPARE_AT_MOST:
        return slow_not(less(&b, &a));
    case COMPARE_MORE:
        return less(&b, &a);
    case COMPARE_AT_LEAST:
        return slow_not(less(&a, &b));
    }
    return SLOW_PERHAPS;
}

static enum slow_truth member_of_list(struct slow_value a, struct slow_value list)
{
    enum slow_truth found = SLOW_NO;
    list = slow_as_list(list);
    if (list.holder == NULL) {
        return SLOW_PERHAPS;
    }
    for (size_t i = 0; i < slow_count(&list); i++) {
        found = slow_or(found, slow_equal(a, slow_entry(&list, i)));
    }
    return found;
}

static enum slow_truth member(struct slow_run *run, const struct rule_ast *ast)
{
    enum slow_truth found = SLOW_NO;
    struct slow_value a = slow_eval(run, ast->a);
    if (ast->b->form != FORM_SET) {
        found = member_of_list(a, slow_eval(run, ast->b));
    } else {
        for (const struct rule_ast *m = ast->b->a; m != NULL; m = m->next) {
            found = slow_or(found, slow_equal(a, slow_eval(run, m)));
        }
    }
    return ast->number != 0 ? slow_not(found) : found;
}

static struct slow_value sum(struct slow_run *run, const struct rule_ast *ast)
{
    struct slow_value a = slow_eval(run, ast->a);
    struct slow_value b = slow_eval(run, ast->b);
    bool add = ast->form == FORM_ADD;
    if (!slow_known(&a) || !slow_known(&b)) {
        bool bounded = !a.date && a.low != INT64_MIN && a.high < INT64_MAX / 2 &&
                       b.low != INT64_MIN && b.high < INT64_MAX / 2;
        struct slow_value v = slow_unknown_number();
        if (bounded) {
            v = add ? slow_between(a.low + b.low, a.high + b.high)
                    : slow_between(a.low - b.high, a.high - b.low);
        }
        v.date = a.date;
        return v;
    }
    int64_t by = add ? b.low : -b.low;
    struct slow_value v =
        slow_number(a.date ? slow_date(slow_day((int32_t)a.low) + by) : a.low + by);
    v.date = a.date;
    return v;
}

/* --- quantifiers -------------------------------------------------------------------------------
 */

enum slow_truth slow_belongs(struct slow_run *run, const struct slow_walk *walk)
{
    enum slow_truth t = SLOW_YES;
    for (size_t i = 0; i < walk->where_count && t != SLOW_NO; i++) {
        t = slow_and(t, slow_truth(run, walk->wheres[i]));
    }
    return t;
}

/* For one of them it holds. */
static enum slow_truth some(struct slow_run *run, const struct rule_ast *ast, bool holds)
{
    struct slow_walk walk = slow_list(run, ast->a);
    enum slow_truth found = SLOW_NO;
    if (walk.list.holder == NULL) {
        return SLOW_PERHAPS;
    }
    for (size_t i = 0; i < slow_count(&walk.list) && found != SLOW_YES; i++) {
        slow_enter(run, &walk, i);
        enum slow_truth in = slow_belongs(run, &walk);
        enum slow_truth t = in == SLOW_NO ? SLOW_NO : slow_truth(run, ast->b);
        found = slow_or(found, slow_and(in, holds ? t : slow_not(t)));
        slow_leave(run);
    }
    return found;
}

/* What is not known of A does not matter where B and C are the same. */
static enum slow_truth conditional(struct slow_run *run, const struct rule_ast *ast)
{
    enum slow_truth a = slow_truth(run, ast->a);
    enum slow_truth b = a == SLOW_NO ? SLOW_PERHAPS : slow_truth(run, ast->b);
    enum slow_truth c = SLOW_YES;
    if (a != SLOW_YES && ast->c != NULL) {
        c = slow_truth(run, ast->c);
    }
    if (a != SLOW_PERHAPS) {
        return a == SLOW_YES ? b : c;
    }
    return b == c ? b : SLOW_PERHAPS;
}

static struct slow_value literal(const struct rule_ast *ast)
{
    struct slow_value v = slow_number(ast->number);
    switch ((int)ast->form) {
    case FORM_TEXT:
        return slow_text(ast->name);
    case FORM_FLAG:
        return slow_flag(slow_is(ast->number != 0));
    case FORM_CONSTANT:
        return (struct slow_value){.kind = SLOW_CONSTANT, .text = ast->name};
    default:
        v.date = ast->form == FORM_DATE;
        return v;
    }
}

/* The right side is left out where the left one decides. */
static enum slow_truth joined(struct slow_run *run, const struct rule_ast *ast)
{
    bool all = ast->form == FORM_AND;
    enum slow_truth a = slow_truth(run, ast->a);
    if (a == (all ? SLOW_NO : SLOW_YES)) {
        return a;
    }
    enum slow_truth b = slow_truth(run, ast->b);
    return all ? slow_and(a, b) : slow_or(a, b);
}

static enum slow_truth condition(struct slow_run *run, const struct rule_ast *ast)
{
    switch ((int)ast->form) {
    case FORM_NOT:
        return slow_not(slow_truth(run, ast->a));
    case FORM_AND:
    case FORM_OR:
        return joined(run, ast);
    case FORM_IF:
        return conditional(run, ast);
    case FORM_COMPARE:
        return compare(run, ast);
    case FORM_IN:
        return member(run, ast);
    case FORM_EACH:
        return slow_not(some(run, ast, false));
    case FORM_ANY:
        return some(run, ast, true);
    default: /* FORM_NO */
        return slow_not(some(run, ast, true));
    }
}

struct slow_value slow_eval(struct slow_run *run, const struct rule_ast *ast)
{
    switch ((int)ast->form) {
    case FORM_PATH:
        return slow_path(run, ast->name);
    case FORM_CALL:
        return slow_call(run, ast);
    case FORM_ADD:
    case FORM_SUBTRACT:
        return sum(run, ast);
    case FORM_NUMBER:
    case FORM_DATE:
    case FORM_TIME:
    case FORM_TEXT:
    case FORM_FLAG:
    case FORM_CONSTANT:
        return literal(ast);
    default:
        return slow_flag(condition(run, ast));
    }
}

enum slow_truth slow_truth(struct slow_run *run, const struct rule_ast *ast)
{
    struct slow_value v = slow_eval(run, ast);
    PFQ_ASSERT(v.kind == SLOW_FLAG);
    return v.truth;
}

/* --- rows ------------------------------------------------------------------------------------- */

struct slow *slow_open(const struct sources *sources, const char *reference_dir,
                       struct pfq_arena *arena)
{
    struct slow *slow = pfq_arena_new(arena, struct slow, 1);
    slow->sources = sources;
    slow->tables = slow_tables_read(reference_dir, arena);
    slow->rows = pfq_arena_new(arena, struct slow_row, sources->row_count);
    slow->words = pfq_arena_new(arena, struct rule_ast *, sources->word_count);
    for (size_t i = 0; i < sources->row_count; i++) {
        const struct sources_row *row = &sources->rows[i];
        slow->rows[i].when = row->when == NULL ? NULL : ast_parse(row->when, arena);
        slow->rows[i].check = row->check == NULL ? NULL : ast_parse(row->check, arena);
    }
    for (size_t i = 0; i < sources->word_count; i++) {
        slow->words[i] = ast_parse_word(sources->words[i].means, arena);
    }
    return slow;
}

static void start(struct slow_run *run, const ProtobufCMessage *message)
{
    bool file = message->descriptor == &pfq__v1__submission__descriptor;
    run->frames[0] = (struct slow_frame){
        .name = file ? "file" : "history", .type = message->descriptor, .message = message};
    run->depth = 1;
    run->urn = file ? ((const Pfq__V1__Submission *)message)->urn : NULL;
}

size_t slow_find(const struct slow *slow, const char *id)
{
    size_t i = 0;
    while (i < slow->sources->row_count && strcmp(slow->sources->rows[i].id, id) != 0) {
        i++;
    }
    PFQ_ASSERT(i < slow->sources->row_count);
    return i;
}

Pfq__V1__Outcome slow_outcome(const struct slow *slow, size_t place,
                              const ProtobufCMessage *message, int32_t event_date)
{
    struct slow_run run = {.slow = slow, .event_date = event_date};
    const struct slow_row *row = &slow->rows[place];
    start(&run, message);
    enum slow_truth when = row->when == NULL ? SLOW_YES : slow_truth(&run, row->when);
    if (when == SLOW_NO) {
        return PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE;
    }
    if (when == SLOW_PERHAPS || row->check == NULL) {
        return PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
    }
    enum slow_truth check = slow_truth(&run, row->check);
    if (check == SLOW_PERHAPS && !slow->sources->rows[place].unknown_fails) {
        return PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
    }
    return check == SLOW_YES ? PFQ__V1__OUTCOME__OUTCOME_MET : PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
}
