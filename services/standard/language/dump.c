/* dump.c - a compiled condition as text: see dump.h.
 *
 * Nodes hold offsets; names come back from the descriptors, frame by frame. */
#include "dump.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/clock.h"
#include "pfq/wire.h"
#include "submission.pb-c.h"
#include "tables.h"

struct dump {
    const struct rule_program *program;
    const char *const *values;
    FILE *out;
    const ProtobufCMessageDescriptor *types[RULE_FRAMES_MAX]; /* NULL: the entry is a value */
    const char *entries[RULE_FRAMES_MAX];                     /* "witness"; of the file: "" */
};

static void put_node(struct dump *d, uint16_t index, int level);

/* --- fields ----------------------------------------------------------------------------- */

static const ProtobufCFieldDescriptor *field_at(const ProtobufCMessageDescriptor *m, uint16_t at)
{
    for (unsigned i = 0; m != NULL && i < m->n_fields; i++) {
        if (m->fields[i].offset == at) {
            return &m->fields[i];
        }
    }
    return NULL;
}

/* The message that holds the field of the node, its path written on the way. */
static const ProtobufCMessageDescriptor *put_way(struct dump *d, const struct rule_node *n)
{
    const ProtobufCMessageDescriptor *m = d->types[n->frame];
    const char *dot = d->entries[n->frame];
    fputs(dot, d->out);
    for (unsigned i = 0; i < n->hops; i++) {
        const ProtobufCFieldDescriptor *f = field_at(m, n->hop[i]);
        fprintf(d->out, "%s%s", *dot == '\0' ? "" : ".", f == NULL ? "?" : f->name);
        m = f == NULL ? NULL : f->descriptor;
        dot = ".";
    }
    return m;
}

static const ProtobufCFieldDescriptor *put_field(struct dump *d, const struct rule_node *n)
{
    const ProtobufCFieldDescriptor *f = field_at(put_way(d, n), n->at);
    bool first = n->hops == 0 && *d->entries[n->frame] == '\0';
    fprintf(d->out, "%s%s", first ? "" : ".", f == NULL ? "?" : f->name);
    return f;
}

/* Of the field that a node reads; NULL: it is no field of codes. */
static const ProtobufCEnumDescriptor *codes_of(const struct dump *d, const struct rule_node *n)
{
    const ProtobufCMessageDescriptor *m = d->types[n->frame];
    for (unsigned i = 0; i < n->hops; i++) {
        const ProtobufCFieldDescriptor *f = field_at(m, n->hop[i]);
        m = f == NULL ? NULL : f->descriptor;
    }
    const ProtobufCFieldDescriptor *f = field_at(m, n->at);
    return f != NULL && f->type == PROTOBUF_C_TYPE_ENUM ? f->descriptor : NULL;
}

/* --- constants -------------------------------------------------------------------------- */

static void put_code(struct dump *d, const ProtobufCEnumDescriptor *codes, int64_t value)
{
    const char *name = codes == NULL ? NULL : pfq_enum_name(codes, (int)value);
    if (name != NULL) {
        fputs(name, d->out);
    } else {
        fprintf(d->out, "%" PRId64, value);
    }
}

static void put_codes(struct dump *d, const ProtobufCEnumDescriptor *codes,
                      const struct rule_node *n)
{
    const char *between = " (";
    for (int64_t code = 0; code < RULE_ENUM_MAX; code++) {
        if ((n->mask[code / 64] >> (code % 64) & 1) != 0) {
            fputs(between, d->out);
            put_code(d, codes, code);
            between = ", ";
        }
    }
    fputs(")", d->out);
}

/* No count and no duration comes near the number of a date. */
static void put_number(struct dump *d, int64_t value)
{
    char text[PFQ_INSTANT_TEXT];
    if (value > 0 && value < INT32_MAX && pfq_date_valid((int32_t)value)) {
        pfq_date_format((int32_t)value, text);
        fputs(text, d->out);
    } else {
        fprintf(d->out, "%" PRId64, value);
    }
}

static void put_limit(struct dump *d, const ProtobufCFieldDescriptor *f, int64_t value)
{
    if (f != NULL && f->type == PROTOBUF_C_TYPE_ENUM) {
        put_code(d, f->descriptor, value);
    } else {
        put_number(d, value);
    }
}

static void put_within(struct dump *d, const struct rule_node *n)
{
    const ProtobufCFieldDescriptor *f = put_field(d, n);
    bool outside = n->compare != 0;
    if (n->within.low == n->within.high) {
        fputs(outside ? " != " : " = ", d->out);
        put_limit(d, f, n->within.low);
    } else if (n->within.low == INT64_MIN) {
        fputs(outside ? " > " : " <= ", d->out);
        put_limit(d, f, n->within.high);
    } else {
        fputs(outside ? " < " : " >= ", d->out);
        put_limit(d, f, n->within.low);
    }
}

/* --- nodes -------------------------------------------------------------------------------- */

/* `made_of` names the operands that are nodes. */
static const struct shape {
    const char *name;
    const char *made_of;
} shapes[] = {
    [OP_NOT] = {"not", "a"},
    [OP_AND] = {"and", "ab"},
    [OP_OR] = {"or", "ab"},
    [OP_IF] = {"if, then, else", "abc"},
    [OP_SAME] = {"agree", "ab"},
    [OP_IS_TEXT] = {"equal texts", "ab"},
    [OP_LIST_EXISTS] = {"exists", "a"},
    [OP_KNOWN] = {"known", "a"},
    [OP_NUMBER_KNOWN] = {"known", "a"},
    [OP_TEXT_KNOWN] = {"known", "a"},
    [OP_URN_READABLE] = {"urn_readable", ""},
    [OP_URN_WELL_FORMED] = {"urn_well_formed", "a"},
    [OP_ASN_VALID] = {"asn_valid", "a"},
    [OP_FORCE_KNOWN] = {"force_known", "a"},
    [OP_UNIT_KNOWN] = {"unit_known", "ab"},
    [OP_OFFENCE_KNOWN] = {"offence_known", "a"},
    [OP_UNIQUE] = {"unique", "a"},
    [OP_CONSECUTIVE] = {"consecutive", "a"},
    [OP_SAME_SET] = {"same_set", "ab"},
    [OP_ADD] = {"+", "ab"},
    [OP_SUBTRACT] = {"-", "ab"},
    [OP_DATE_ADD] = {"date + days", "ab"},
    [OP_DATE_BACK] = {"date - days", "ab"},
    [OP_DAYS] = {"days from, to", "ab"},
    [OP_WORKING_DAYS] = {"working_days from, to", "ab"},
    [OP_HOURS] = {"hours from, to", "ab"},
    [OP_DATE] = {"date of", "a"},
    [OP_TIME] = {"time of", "a"},
    [OP_YEAR] = {"year of", "a"},
    [OP_OFFENCE_CATEGORY] = {"offence_category", "a"},
    [OP_EVENT_DATE] = {"event_date", ""},
    [OP_URN_YEAR] = {"urn_year", ""},
    [OP_URN_FORCE] = {"urn_force", ""},
    [OP_URN_UNIT] = {"urn_unit", ""},
};

static void put_operands(struct dump *d, const struct rule_node *n, const char *made_of, int level)
{
    for (const char *k = made_of; *k != '\0'; k++) {
        uint16_t at = *k == 'a' ? n->a : *k == 'b' ? n->b : n->c;
        if (*k != 'c' || at != 0) { /* no else: true, and not shown */
            put_node(d, at, level);
        }
    }
}

/* The list of a quantifier opens a frame for what is said of its entries. */
static void open_frame(struct dump *d, const struct rule_node *list)
{
    const ProtobufCMessageDescriptor *m = d->types[list->frame];
    for (unsigned i = 0; i < list->hops; i++) {
        const ProtobufCFieldDescriptor *f = field_at(m, list->hop[i]);
        m = f == NULL ? NULL : f->descriptor;
    }
    const ProtobufCFieldDescriptor *f = field_at(m, list->at);
    bool message = f != NULL && f->type == PROTOBUF_C_TYPE_MESSAGE;
    d->types[list->c] = message ? f->descriptor : NULL;
    d->entries[list->c] = f == NULL ? "entry" : f->name;
}

static void put_over_list(struct dump *d, const struct rule_node *n, const char *name, int level)
{
    const struct rule_node *list = &d->program->nodes[n->a];
    fprintf(d->out, "%s ", name);
    (void)put_field(d, list);
    fprintf(d->out, " (shown as \"%s\")", list->text);
    open_frame(d, list);
    if (n->b != 0) {
        fprintf(d->out, "\n%*swhere", 2 * level + 2, "");
        put_node(d, n->b, level + 2);
    }
    if (n->c != 0) {
        fprintf(d->out, "\n%*sholds", 2 * level + 2, "");
        put_node(d, n->c, level + 2);
    }
}

/* A list whose values are taken as they are, or a field of each. */
static void put_values(struct dump *d, const struct rule_node *n, int level)
{
    fputs("values of ", d->out);
    (void)put_field(d, n);
    if (n->a != 0) {
        open_frame(d, n);
        put_node(d, n->a, level + 1);
    }
}

/* A constant that is looked for takes its name from the codes that the list holds. */
static void put_in_list(struct dump *d, const struct rule_node *n, int level)
{
    const struct rule_node *wanted = &d->program->nodes[n->a];
    const ProtobufCEnumDescriptor *codes = codes_of(d, &d->program->nodes[n->b]);
    fputs("in list", d->out);
    if (wanted->op == OP_NUMBER && codes != NULL) {
        fprintf(d->out, "\n%*s", 2 * level + 2, "");
        put_code(d, codes, wanted->number);
    } else {
        put_node(d, n->a, level + 1);
    }
    put_node(d, n->b, level + 1);
}

static const char *const signs[] = {
    [COMPARE_EQUAL] = "=",    [COMPARE_UNEQUAL] = "!=", [COMPARE_LESS] = "<",
    [COMPARE_AT_MOST] = "<=", [COMPARE_MORE] = ">",     [COMPARE_AT_LEAST] = ">=",
};

static void put_compare(struct dump *d, const struct rule_node *n)
{
    fprintf(d->out, "compare %s", signs[n->compare]);
}

static void put_compare_value(struct dump *d, const struct rule_node *n)
{
    (void)put_field(d, n);
    fprintf(d->out, " %s %s", signs[n->compare], d->values[n->number]);
}

static void put_class(struct dump *d, const struct rule_node *n)
{
    const char *between = "in_class (";
    for (unsigned place = 0; tables_class_name(place) != NULL; place++) {
        if ((n->mask[0] >> place & 1) != 0) {
            fprintf(d->out, "%s%s", between, tables_class_name(place));
            between = ", ";
        }
    }
    fputs(")", d->out);
}

/* Those that read the message. */
static bool put_reading(struct dump *d, const struct rule_node *n)
{
    switch ((int)n->op) {
    case OP_FLAG:
    case OP_FIELD:
    case OP_TEXT_FIELD:
        (void)put_field(d, n);
        return true;
    case OP_COMPARE_TO:
        put_within(d, n);
        return true;
    case OP_COMPARE_VALUE:
        put_compare_value(d, n);
        return true;
    case OP_IN_CODES:
        fputs("in", d->out);
        put_codes(d, codes_of(d, n), n);
        fputs(": ", d->out);
        (void)put_field(d, n);
        return true;
    case OP_HAS:
        fputs("has", d->out);
        put_codes(d, &pfq__v1__document_code__descriptor, n);
        return true;
    case OP_HAS_FOR:
        fprintf(d->out, "has_for %s", d->entries[n->frame]);
        put_codes(d, &pfq__v1__document_code__descriptor, n);
        return true;
    case OP_EXISTS:
        fputs("exists ", d->out);
        (void)put_way(d, n);
        return true;
    case OP_ITEM:
    case OP_TEXT_ITEM:
    case OP_POSITION:
        fprintf(d->out, "%s%s", n->op == OP_POSITION ? "position of " : "", d->entries[n->frame]);
        return true;
    default:
        return false;
    }
}

/* Those that are what they are. */
static bool put_constant(struct dump *d, const struct rule_node *n)
{
    static const char *const truths[] = {"false", "unknown", "true"};
    switch ((int)n->op) {
    case OP_CONSTANT:
        fputs(truths[n->number], d->out);
        return true;
    case OP_NUMBER:
        put_number(d, n->number);
        return true;
    case OP_VALUE:
        fputs(d->values[n->number], d->out);
        return true;
    case OP_TEXT:
        fprintf(d->out, "'%s'", n->text);
        return true;
    default:
        return false;
    }
}

static bool put_made_of(struct dump *d, const struct rule_node *n, int level)
{
    switch ((int)n->op) {
    case OP_EACH:
        put_over_list(d, n, "each", level);
        return true;
    case OP_ANY:
        put_over_list(d, n, "any", level);
        return true;
    case OP_COUNT:
        put_over_list(d, n, "count", level);
        return true;
    case OP_SHARE:
        put_over_list(d, n, "share", level);
        return true;
    case OP_LIST:
        put_values(d, n, level);
        return true;
    case OP_IN_LIST:
        put_in_list(d, n, level);
        return true;
    case OP_COMPARE:
        put_compare(d, n);
        put_operands(d, n, "ab", level + 1);
        return true;
    case OP_IN_CLASS:
        put_class(d, n);
        put_operands(d, n, "a", level + 1);
        return true;
    case OP_IN_MASK:
        fputs("in", d->out);
        put_codes(d, codes_of(d, &d->program->nodes[n->a]), n);
        put_operands(d, n, "a", level + 1);
        return true;
    default:
        return false;
    }
}

static void put_node(struct dump *d, uint16_t index, int level)
{
    const struct rule_node *n = &d->program->nodes[index];
    fprintf(d->out, "%s%*s", level == 0 ? "" : "\n", 2 * level, "");
    if (put_reading(d, n) || put_constant(d, n) || put_made_of(d, n, level)) {
        return;
    }
    if (n->op < sizeof shapes / sizeof *shapes && shapes[n->op].name != NULL) {
        fputs(shapes[n->op].name, d->out);
        put_operands(d, n, shapes[n->op].made_of, level + 1);
    } else {
        fprintf(d->out, "operation %u", (unsigned)n->op);
    }
}

char *rule_dump(const struct rule_program *program, uint16_t root,
                const ProtobufCMessageDescriptor *file, const char *const *values,
                struct pfq_arena *arena)
{
    char *text = NULL;
    size_t size = 0;
    struct dump d = {.program = program, .values = values, .out = open_memstream(&text, &size)};
    PFQ_ASSERT(d.out != NULL);
    for (size_t i = 0; i < RULE_FRAMES_MAX; i++) {
        d.entries[i] = i == 0 ? "" : "entry";
    }
    d.types[0] = file;
    put_node(&d, root, 0);
    PFQ_ASSERT(fclose(d.out) == 0);
    char *kept = pfq_arena_strdup(arena, text);
    free(text);
    return kept;
}
