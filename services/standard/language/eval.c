/* eval.c - conditions and texts: see eval.h.
 *
 * Every op of a condition is a row of one table: the table of the language. */
#include "eval.h"

#include <stddef.h>
#include <string.h>

#include "column.h"
#include "documents.h"
#include "values.h"

/* --- facts that are read once --------------------------------------------------- */

void rule_facts_read(const Pfq__V1__Submission *submission, const struct rule_tables *tables,
                     int32_t event_date, struct rule_facts *out)
{
    *out =
        (struct rule_facts){.submission = submission, .tables = tables, .event_date = event_date};
    out->urn_readable = submission->urn != NULL && pfq_urn_read(submission->urn, &out->urn);
    documents_read(submission->documents, out);
}

void rule_begin(struct rule_run *run, const struct rule_program *program, const void *root,
                const struct rule_facts *facts)
{
    memset(run, 0, offsetof(struct rule_run, yes));
    run->nodes = program->nodes;
    run->rows = program->rows;
    run->native = program->native;
    run->facts = facts;
    run->frames[0].entry = root;
}

/* --- fields ----------------------------------------------------------------------- */

static const char *reach(const struct rule_run *run, const struct rule_node *n)
{
    return field_reach(run->frames[n->frame].entry, n);
}

/* --- comparisons ------------------------------------------------------------------ */

static enum rule_tri compare(struct rule_run *run, const struct rule_node *n)
{
    struct rule_range a = rule_number(run, n->a);
    return rule_compare(n->compare, a, rule_number(run, n->b));
}

static enum rule_tri in_mask(struct rule_run *run, const struct rule_node *n)
{
    struct rule_range v = rule_number(run, n->a);
    return rule_is_just(v) ? rule_tri(field_is_code(n, v.low)) : RULE_UNKNOWN;
}

enum rule_tri rule_equal_texts(const char *a, const char *b)
{
    return a == NULL || b == NULL ? RULE_UNKNOWN : rule_tri(strcmp(a, b) == 0);
}

/* --- identifiers ------------------------------------------------------------------- */

static enum rule_tri is_text(struct rule_run *run, const struct rule_node *n)
{
    const char *a = rule_text(run, n->a);
    return rule_equal_texts(a, rule_text(run, n->b));
}

static enum rule_tri urn_readable(struct rule_run *run, const struct rule_node *unused)
{
    (void)unused;
    return rule_tri(run->facts->urn_readable);
}

static enum rule_tri urn_well_formed(struct rule_run *run, const struct rule_node *n)
{
    struct pfq_urn unused;
    const char *urn = rule_text(run, n->a);
    return urn == NULL ? RULE_UNKNOWN : rule_tri(pfq_urn_read(urn, &unused));
}

static enum rule_tri asn_valid(struct rule_run *run, const struct rule_node *n)
{
    const char *asn = rule_text(run, n->a);
    return asn == NULL ? RULE_UNKNOWN : rule_tri(pfq_asn_valid(asn));
}

static enum rule_tri force_known(struct rule_run *run, const struct rule_node *n)
{
    const char *force = rule_text(run, n->a);
    return force == NULL ? RULE_UNKNOWN
                         : rule_tri(tables_force_known(run->facts->tables, pfq_force_code(force),
                                                       run->facts->event_date));
}

static enum rule_tri unit_known(struct rule_run *run, const struct rule_node *n)
{
    const char *force = rule_text(run, n->a);
    const char *unit = rule_text(run, n->b);
    return force == NULL || unit == NULL
               ? RULE_UNKNOWN
               : tables_unit_known(run->facts->tables, force, unit, run->facts->event_date);
}

static enum rule_tri offence_known(struct rule_run *run, const struct rule_node *n)
{
    const char *code = rule_text(run, n->a);
    return code == NULL ? RULE_UNKNOWN
                        : tables_offence_known(run->facts->tables, code, run->facts->event_date);
}

static enum rule_tri in_class(struct rule_run *run, const struct rule_node *n)
{
    const char *code = rule_text(run, n->a);
    return code == NULL ? RULE_UNKNOWN
                        : tables_offence_in_class(run->facts->tables, code, run->facts->event_date,
                                                  (uint32_t)n->mask[0]);
}

/* --- conditions -------------------------------------------------------------------- */

static enum rule_tri opposite(struct rule_run *run, const struct rule_node *n)
{
    return rule_not(rule_eval(run, n->a));
}

static enum rule_tri both(struct rule_run *run, const struct rule_node *n)
{
    enum rule_tri a = rule_eval(run, n->a);
    return a == RULE_FALSE ? a : rule_and(a, rule_eval(run, n->b));
}

static enum rule_tri either(struct rule_run *run, const struct rule_node *n)
{
    enum rule_tri a = rule_eval(run, n->a);
    return a == RULE_TRUE ? a : rule_or(a, rule_eval(run, n->b));
}

static enum rule_tri choose(struct rule_run *run, const struct rule_node *n)
{
    enum rule_tri a = rule_eval(run, n->a);
    if (a != RULE_UNKNOWN) {
        return rule_eval(run, a == RULE_TRUE ? n->b : n->c);
    }
    enum rule_tri b = rule_eval(run, n->b);
    return b == rule_eval(run, n->c) ? b : RULE_UNKNOWN;
}

static enum rule_tri same(struct rule_run *run, const struct rule_node *n)
{
    enum rule_tri a = rule_eval(run, n->a);
    enum rule_tri b = rule_eval(run, n->b);
    return a == RULE_UNKNOWN || b == RULE_UNKNOWN ? RULE_UNKNOWN : rule_tri(a == b);
}

/* --- the table --------------------------------------------------------------------- */

static enum rule_tri constant(struct rule_run *unused, const struct rule_node *n)
{
    (void)unused;
    return (enum rule_tri)n->number;
}

static enum rule_tri flag(struct rule_run *run, const struct rule_node *n)
{
    return field_flag(run->frames[n->frame].entry, n);
}

static enum rule_tri compare_to(struct rule_run *run, const struct rule_node *n)
{
    return field_compare(run->frames[n->frame].entry, n);
}

static enum rule_tri compare_value(struct rule_run *run, const struct rule_node *n)
{
    struct rule_node settled = rule_settled(run, n);
    return field_compare(run->frames[n->frame].entry, &settled);
}

static enum rule_tri in_codes(struct rule_run *run, const struct rule_node *n)
{
    return field_in_codes(run->frames[n->frame].entry, n);
}

static enum rule_tri exists(struct rule_run *run, const struct rule_node *n)
{
    return rule_tri(reach(run, n) != NULL);
}

static enum rule_tri list_exists(struct rule_run *run, const struct rule_node *n)
{
    return rule_tri(rule_open(run, &run->nodes[n->a]).given);
}

static enum rule_tri known(struct rule_run *run, const struct rule_node *n)
{
    return rule_tri(rule_eval(run, n->a) != RULE_UNKNOWN);
}

static enum rule_tri number_known(struct rule_run *run, const struct rule_node *n)
{
    return rule_tri(rule_is_just(rule_number(run, n->a)));
}

static enum rule_tri text_known(struct rule_run *run, const struct rule_node *n)
{
    return rule_tri(rule_text(run, n->a) != NULL);
}

/* What each op of a condition does. */
static enum rule_tri (*const conditions[])(struct rule_run *run, const struct rule_node *n) = {
    [OP_CONSTANT] = constant,
    [OP_FLAG] = flag,
    [OP_NOT] = opposite,
    [OP_AND] = both,
    [OP_OR] = either,
    [OP_IF] = choose,
    [OP_SAME] = same,
    [OP_COMPARE] = compare,
    [OP_COMPARE_TO] = compare_to,
    [OP_COMPARE_VALUE] = compare_value,
    [OP_IN_CODES] = in_codes,
    [OP_IN_MASK] = in_mask,
    [OP_IS_TEXT] = is_text,
    [OP_IN_LIST] = values_in_list,
    [OP_EACH] = column_each,
    [OP_ANY] = column_any,
    [OP_HAS] = documents_has,
    [OP_HAS_FOR] = documents_has_for,
    [OP_EXISTS] = exists,
    [OP_LIST_EXISTS] = list_exists,
    [OP_KNOWN] = known,
    [OP_NUMBER_KNOWN] = number_known,
    [OP_TEXT_KNOWN] = text_known,
    [OP_URN_READABLE] = urn_readable,
    [OP_URN_WELL_FORMED] = urn_well_formed,
    [OP_ASN_VALID] = asn_valid,
    [OP_FORCE_KNOWN] = force_known,
    [OP_UNIT_KNOWN] = unit_known,
    [OP_OFFENCE_KNOWN] = offence_known,
    [OP_IN_CLASS] = in_class,
    [OP_UNIQUE] = values_unique,
    [OP_CONSECUTIVE] = values_consecutive,
    [OP_SAME_SET] = values_same_set,
};

/* What several checks ask of the file is worked out for the first of them. */
static RULE_APART enum rule_tri eval_kept(struct rule_run *run, const struct rule_node *n)
{
    uint8_t *kept = &run->truths[n->slot];
    if (*kept == 0) {
        *kept = (uint8_t)(1 + conditions[n->op](run, n));
    }
    return (enum rule_tri)(*kept - 1);
}

enum rule_tri rule_eval(struct rule_run *run, uint16_t condition)
{
    const struct rule_node *n = &run->nodes[condition];
    return n->slot != 0 && rule_is_of_file(n) ? eval_kept(run, n) : conditions[n->op](run, n);
}

/* --- rows -------------------------------------------------------------------------- */

enum rule_answer rule_answer(struct rule_run *run, struct rule_row row)
{
    enum rule_tri when = rule_eval(run, row.when);
    return when == RULE_TRUE ? (enum rule_answer)(RULE_TRUE + rule_eval(run, row.check))
                             : (enum rule_answer)when;
}

void rule_answer_rows(struct rule_run *run, size_t word, uint64_t asked, uint8_t *answers)
{
    if (run->native != NULL) {
        run->native[word](run, asked, answers);
        return;
    }
    for (; asked != 0; asked &= asked - 1) {
        size_t i = (size_t)__builtin_ctzll(asked);
        answers[i] = (uint8_t)rule_answer(run, run->rows[word * 64 + i]);
    }
}

/* --- texts ------------------------------------------------------------------------- */

const char *rule_text(struct rule_run *run, uint16_t text)
{
    const struct rule_node *n = &run->nodes[text];
    const struct rule_facts *f = run->facts;
    switch ((int)n->op) {
    case OP_TEXT:
        return n->text;
    case OP_TEXT_ITEM:
        return run->frames[n->frame].entry;
    case OP_URN_FORCE:
        return f->urn_readable ? f->urn.force : NULL;
    case OP_URN_UNIT:
        return f->urn_readable ? f->urn.unit : NULL;
    default: {
        const char *p = reach(run, n);
        return p == NULL ? NULL : *(const char *const *)(const void *)(p + n->at);
    }
    }
}

/* rule_number() is in number.c. */
