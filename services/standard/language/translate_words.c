/* translate_words.c - the parts of conditions that are one word of native.h: see translate.h. */
#include <inttypes.h>

#include "native.h"
#include "translate.h"

/* --- fields ---------------------------------------------------------------------------- */

void translate_message(FILE *to, const struct rule_node *n)
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
    translate_message(to, n);
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

/* --- numbers -------------------------------------------------------------------------------- */

bool translate_number_word(FILE *to, const struct rule_node *n)
{
    switch ((int)n->op) {
    case OP_NUMBER:
        (void)fprintf(to, "rule_just(");
        number_text(to, n->number);
        (void)fprintf(to, ")");
        return true;
    case OP_VALUE:
        (void)fprintf(to, "rule_just(run->facts->values[%" PRId64 "])", n->number);
        return true;
    case OP_FIELD:
        field(to, "native_number", n);
        (void)fprintf(to, ", %u)", n->load);
        return true;
    case OP_EVENT_DATE:
        (void)fprintf(to, "rule_event_date(run->facts)");
        return true;
    default:
        return false;
    }
}

/* --- conditions ----------------------------------------------------------------------------- */

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

static bool in_list(FILE *to, const struct rule_program *program, const struct rule_node *n)
{
    const struct rule_node *list = &program->nodes[n->b];
    const struct rule_node *code = &program->nodes[n->a];
    if (n->c != 0 || list->load != LOAD_ENUM || code->op != OP_NUMBER) {
        return false;
    }
    field(to, "native_in_list", list);
    (void)fprintf(to, ", %" PRId64 ")", code->number);
    return true;
}

static bool given(FILE *to, const struct rule_program *program, const struct rule_node *n)
{
    const struct rule_node *of = &program->nodes[n->a];
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
    translate_message(to, n);
    (void)fprintf(to, " != NULL)");
}

bool translate_condition_word(FILE *to, const struct rule_program *program,
                              const struct rule_node *n)
{
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
        present(to, &program->nodes[n->a]);
        return true;
    case OP_NUMBER_KNOWN:
        return given(to, program, n);
    case OP_IN_LIST:
        return in_list(to, program, n);
    default:
        return false;
    }
}
