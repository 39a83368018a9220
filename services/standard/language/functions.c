/* functions.c - the functions of the language: see resolver.h.
 *
 * Most take values and are a row of a table.  Those that take lists, codes or the
 * entry of a quantifier resolve their own arguments. */
#include <string.h>

#include "pfq/wire.h"
#include "resolver.h"
#include "submission.pb-c.h"
#include "tables.h"

enum {
    ARGUMENTS_MAX = 2
};

/* `takes` has a letter for each argument: t text, i instant, d date, where an instant
 * stands for its civil date. */
struct plain {
    const char *name;
    const char *takes;
    enum rule_type gives;
    enum rule_op op;
};

static const struct plain plain_functions[] = {
    {"days", "dd", RULE_NUMBER, OP_DAYS},
    {"working_days", "dd", RULE_NUMBER, OP_WORKING_DAYS},
    {"hours", "ii", RULE_NUMBER, OP_HOURS},
    {"date", "i", RULE_DATE, OP_DATE},
    {"time", "i", RULE_TIME, OP_TIME},
    {"year", "d", RULE_NUMBER, OP_YEAR},
    {"urn_well_formed", "t", RULE_FLAG, OP_URN_WELL_FORMED},
    {"asn_valid", "t", RULE_FLAG, OP_ASN_VALID},
    {"force_known", "t", RULE_FLAG, OP_FORCE_KNOWN},
    {"unit_known", "tt", RULE_FLAG, OP_UNIT_KNOWN},
    {"offence_known", "t", RULE_FLAG, OP_OFFENCE_KNOWN},
    {"offence_category", "t", RULE_ENUM, OP_OFFENCE_CATEGORY},
};

static size_t count_arguments(const struct rule_ast *call)
{
    size_t n = 0;
    for (const struct rule_ast *a = call->a; a != NULL; a = a->next) {
        n++;
    }
    return n;
}

static struct typed result(struct resolver *r, const struct rule_ast *call, enum rule_type type,
                           struct rule_node node)
{
    return (struct typed){.type = type, .node = resolver_emit(r, call, node)};
}

static struct typed wrong(struct resolver *r, const struct rule_ast *call, const char *fix)
{
    rule_fault(r->faults, call->source, call->offset, fix, "%s() is given the wrong things.",
               call->name);
    return resolver_faulty();
}

/* --- functions of values ------------------------------------------------------------- */

static uint16_t plain_argument(struct resolver *r, const struct rule_ast *ast, char takes)
{
    struct typed t = resolver_expression(r, ast);
    enum rule_type wanted = takes == 't' ? RULE_TEXT : takes == 'i' ? RULE_INSTANT : RULE_DATE;
    if (takes == 'd' && t.type == RULE_INSTANT) {
        struct rule_node node = {.op = OP_DATE, .a = t.node};
        return resolver_emit(r, ast, node);
    }
    if (t.type != wanted && t.type != RULE_FAULTY) {
        rule_fault(r->faults, ast->source, ast->offset, "Give it what its name says.",
                   "Here %s is needed, and this is %s.", resolver_type_name(wanted),
                   resolver_type_name(t.type));
    }
    return t.node;
}

static struct typed call_plain(struct resolver *r, const struct rule_ast *call,
                               const struct plain *f)
{
    uint16_t arguments[ARGUMENTS_MAX] = {0, 0};
    if (count_arguments(call) != strlen(f->takes)) {
        return wrong(r, call, f->takes[1] == '\0' ? "It takes one value." : "It takes two values.");
    }
    size_t i = 0;
    for (const struct rule_ast *a = call->a; a != NULL; a = a->next, i++) {
        arguments[i] = plain_argument(r, a, f->takes[i]);
    }
    struct rule_node node = {.op = (uint8_t)f->op, .a = arguments[0], .b = arguments[1]};
    struct typed t = result(r, call, f->gives, node);
    t.enumeration = t.type == RULE_ENUM ? &pfq__v1__offence_category__descriptor : NULL;
    return t;
}

/* --- documents ------------------------------------------------------------------------ */

static void read_codes(struct resolver *r, const struct rule_ast *first, struct rule_node *node)
{
    for (const struct rule_ast *a = first; a != NULL; a = a->next) {
        struct typed t = resolver_constant(r, a, &pfq__v1__document_code__descriptor);
        if (t.type == RULE_FAULTY || t.node == 0) {
            continue;
        }
        int64_t code = r->program->nodes[t.node].number;
        node->mask[code / 64] |= UINT64_C(1) << (code % 64);
    }
}

static struct typed call_has(struct resolver *r, const struct rule_ast *call)
{
    if (call->a == NULL) {
        return wrong(r, call, "Write it as: has(MG6C) or has(MG4D, MG4E)");
    }
    struct rule_node node = {.op = OP_HAS};
    read_codes(r, call->a, &node);
    return result(r, call, RULE_FLAG, node);
}

static struct typed call_has_for(struct resolver *r, const struct rule_ast *call)
{
    const struct rule_ast *who = call->a;
    int frame = who != NULL && who->form == FORM_PATH ? resolver_entry_frame(r, who->name) : -1;
    if (frame <= 0 || who->next == NULL) {
        return wrong(r, call, "Write it as: each defendant: has_for(defendant, MG7)");
    }
    const ProtobufCMessageDescriptor *type = r->frames[frame].type;
    bool witness = type == &pfq__v1__witness__descriptor;
    if (!witness && type != &pfq__v1__defendant__descriptor) {
        return wrong(r, call, "A document concerns a defendant or a witness.");
    }
    struct rule_node node = {.op = OP_HAS_FOR, .frame = (uint8_t)frame, .a = witness};
    read_codes(r, who->next, &node);
    return result(r, call, RULE_FLAG, node);
}

/* --- classes of offences ---------------------------------------------------------------- */

static int find_class(struct resolver *r, const struct rule_ast *ast)
{
    char fix[RULE_FIX_TEXT];
    const char *name = NULL;
    struct pfq_near nearest = {.wanted = ast->form == FORM_CONSTANT ? ast->name : ""};
    for (unsigned i = 0; (name = tables_class_name(i)) != NULL; i++) {
        if (strcmp(name, nearest.wanted) == 0) {
            return (int)i;
        }
        pfq_near_offer(&nearest, name);
    }
    rule_fault(r->faults, ast->source, ast->offset,
               rule_nearest_fix(&nearest, "The classes are those of offence_classes.csv.", fix),
               "There is no such class of offences.");
    return -1;
}

static struct typed call_in_class(struct resolver *r, const struct rule_ast *call)
{
    if (count_arguments(call) < 2) {
        return wrong(r, call, "Write it as: in_class(cjs_code, SEXUAL, WOUNDING)");
    }
    struct rule_node node = {.op = OP_IN_CLASS, .a = plain_argument(r, call->a, 't')};
    for (const struct rule_ast *a = call->a->next; a != NULL; a = a->next) {
        int place = find_class(r, a);
        node.mask[0] |= place < 0 ? 0 : UINT64_C(1) << place;
    }
    return result(r, call, RULE_FLAG, node);
}

/* --- lists ---------------------------------------------------------------------------- */

static struct typed call_count(struct resolver *r, const struct rule_ast *call)
{
    if (count_arguments(call) != 1) {
        return wrong(r, call, "Write it as: count(LIST where CONDITION)");
    }
    struct walked w = resolver_walk(r, call->a);
    if (!w.ok) {
        return resolver_faulty();
    }
    resolver_pop(r);
    struct rule_node node = {.op = OP_COUNT, .a = w.list, .b = w.where};
    return result(r, call, RULE_NUMBER, node);
}

static struct typed call_share(struct resolver *r, const struct rule_ast *call)
{
    if (count_arguments(call) != 2) {
        return wrong(r, call, "Write it as: share(LIST where CONDITION: CONDITION)");
    }
    struct walked w = resolver_walk(r, call->a);
    if (!w.ok) {
        return resolver_faulty();
    }
    uint16_t holds = resolver_condition(r, call->a->next);
    resolver_pop(r);
    struct rule_node node = {.op = OP_SHARE, .a = w.list, .b = w.where, .c = holds};
    return result(r, call, RULE_NUMBER, node);
}

/* A list of numbers, codes, dates or texts. */
static struct typed values(struct resolver *r, const struct rule_ast *ast)
{
    struct typed t = resolver_expression(r, ast);
    if (t.type == RULE_FAULTY || (t.type == RULE_LIST && t.element != RULE_FORM)) {
        return t;
    }
    rule_fault(r->faults, ast->source, ast->offset,
               "Name a list and what to take of each entry: offence.cjs_code",
               "Here a list of values is needed.");
    return resolver_faulty();
}

static struct typed call_on_values(struct resolver *r, const struct rule_ast *call, enum rule_op op)
{
    if (count_arguments(call) != 1) {
        return wrong(r, call, "It takes one list of values: offence.cjs_code");
    }
    struct typed t = values(r, call->a);
    if (op == OP_CONSECUTIVE && t.type == RULE_LIST && t.element != RULE_NUMBER) {
        return wrong(r, call, "Only numbers can follow each other.");
    }
    struct rule_node node = {.op = (uint8_t)op, .a = t.node};
    return result(r, call, RULE_FLAG, node);
}

static struct typed call_unique(struct resolver *r, const struct rule_ast *call)
{
    return call_on_values(r, call, OP_UNIQUE);
}

static struct typed call_consecutive(struct resolver *r, const struct rule_ast *call)
{
    return call_on_values(r, call, OP_CONSECUTIVE);
}

static struct typed call_same_set(struct resolver *r, const struct rule_ast *call)
{
    if (count_arguments(call) != 2) {
        return wrong(r, call, "It takes two lists of values.");
    }
    struct typed a = values(r, call->a);
    struct typed b = values(r, call->a->next);
    if (a.type == RULE_LIST && b.type == RULE_LIST &&
        (a.element != b.element || a.enumeration != b.enumeration)) {
        return wrong(r, call, "Both lists must hold the same kind of value.");
    }
    struct rule_node node = {.op = OP_SAME_SET, .a = a.node, .b = b.node};
    return result(r, call, RULE_FLAG, node);
}

/* --- what is said --------------------------------------------------------------------- */

static struct typed call_known(struct resolver *r, const struct rule_ast *call)
{
    if (count_arguments(call) != 1) {
        return wrong(r, call, "Write it as: known(first_hearing_at)");
    }
    struct typed t = resolver_expression(r, call->a);
    struct rule_node node = {.op = OP_NUMBER_KNOWN, .a = t.node};
    switch ((int)t.type) {
    case RULE_FAULTY:
        return t;
    case RULE_FORM:
        t.type = RULE_FLAG; /* a form is a flag already: given or not */
        return t;
    case RULE_LIST:
        node.op = OP_LIST_EXISTS;
        break;
    case RULE_FLAG:
        node.op = OP_KNOWN;
        break;
    case RULE_TEXT:
        node.op = OP_TEXT_KNOWN;
        break;
    case RULE_CONSTANT:
        return wrong(r, call, "A constant is always known: name a field.");
    default:
        break;
    }
    return result(r, call, RULE_FLAG, node);
}

static struct typed call_exists(struct resolver *r, const struct rule_ast *call)
{
    if (count_arguments(call) != 1 || call->a->form != FORM_PATH) {
        return wrong(r, call, "Write it as: exists(mg6c)");
    }
    struct typed t = resolver_path(r, call->a);
    if (t.type == RULE_FORM) {
        t.type = RULE_FLAG;
        return t;
    }
    if (t.type != RULE_LIST) {
        return t.type == RULE_FAULTY
                   ? t
                   : wrong(r, call, "Name a form or a list; for a value write known().");
    }
    struct rule_node node = {.op = OP_LIST_EXISTS, .a = t.node};
    return result(r, call, RULE_FLAG, node);
}

static struct typed call_position(struct resolver *r, const struct rule_ast *call)
{
    const struct rule_ast *who = call->a;
    int frame = who != NULL && who->form == FORM_PATH ? resolver_entry_frame(r, who->name) : -1;
    if (frame <= 0 || who->next != NULL) {
        return wrong(r, call, "Write it as: each defendant: ... position(defendant)");
    }
    struct rule_node node = {.op = OP_POSITION, .frame = (uint8_t)frame};
    return result(r, call, RULE_NUMBER, node);
}

static const struct {
    const char *name;
    struct typed (*resolve)(struct resolver *r, const struct rule_ast *call);
} special_functions[] = {
    {"has", call_has},           {"has_for", call_has_for},   {"count", call_count},
    {"share", call_share},       {"unique", call_unique},     {"consecutive", call_consecutive},
    {"same_set", call_same_set}, {"known", call_known},       {"exists", call_exists},
    {"position", call_position}, {"in_class", call_in_class},
};

enum {
    PLAIN = sizeof plain_functions / sizeof *plain_functions,
    SPECIAL = sizeof special_functions / sizeof *special_functions
};

static struct typed unknown_function(struct resolver *r, const struct rule_ast *call)
{
    char fix[RULE_FIX_TEXT];
    struct pfq_near nearest = {.wanted = call->name};
    for (size_t i = 0; i < PLAIN; i++) {
        pfq_near_offer(&nearest, plain_functions[i].name);
    }
    for (size_t i = 0; i < SPECIAL; i++) {
        pfq_near_offer(&nearest, special_functions[i].name);
    }
    rule_fault(r->faults, call->source, call->offset,
               rule_nearest_fix(&nearest, "services/standard/README.md lists the functions.", fix),
               "There is no function %s().", call->name);
    return resolver_faulty();
}

/* What needs nothing but its arguments; the others ask the file or a table. */
static bool is_for_history(const char *name)
{
    static const char *const names[] = {"days",     "hours",           "date",     "time",
                                        "year",     "known",           "exists",   "count",
                                        "share",    "unique",          "same_set", "consecutive",
                                        "position", "urn_well_formed", "asn_valid"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

struct typed resolver_call(struct resolver *r, const struct rule_ast *call)
{
    if (r->history && !is_for_history(call->name)) {
        return resolver_not_of_history(r, call);
    }
    for (size_t i = 0; i < PLAIN; i++) {
        if (strcmp(plain_functions[i].name, call->name) == 0) {
            return call_plain(r, call, &plain_functions[i]);
        }
    }
    for (size_t i = 0; i < SPECIAL; i++) {
        if (strcmp(special_functions[i].name, call->name) == 0) {
            return special_functions[i].resolve(r, call);
        }
    }
    return unknown_function(r, call);
}
