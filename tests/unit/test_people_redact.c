/* Who sees which text of a row.  Every text of a row is a marker that names its field; what a
 * role may not see must be nowhere in the packed rows. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "pfq/wire.h"
#include "support/people_events.h"

static struct pfq_arena arena;

static void open_arena(void)
{
    pfq_arena_open(&arena);
}

static void close_arena(void)
{
    pfq_arena_close(&arena);
}

TestSuite(people_redact, .init = open_arena, .fini = close_arena);

/* --- rows full of markers ---------------------------------------------------------------- */

static const char *marker(const ProtobufCMessageDescriptor *message, const char *field)
{
    return pfq_arena_printf(&arena, "<%s.%s>", message->short_name, field);
}

static ProtobufCMessage *full(const ProtobufCMessageDescriptor *type, bool releasable);

/* One value into `at`: a marker, a full message, or 1. */
static void fill_value(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *f,
                       void *at, bool releasable)
{
    if (f->type == PROTOBUF_C_TYPE_STRING) {
        *(const char **)at = marker(type, f->name);
    } else if (f->type == PROTOBUF_C_TYPE_MESSAGE) {
        *(ProtobufCMessage **)at = full(f->descriptor, releasable);
    } else if (f->type == PROTOBUF_C_TYPE_BOOL) {
        *(protobuf_c_boolean *)at = releasable;
    } else if (f->type == PROTOBUF_C_TYPE_INT64 || f->type == PROTOBUF_C_TYPE_UINT64) {
        *(int64_t *)at = 1;
    } else if (f->type != PROTOBUF_C_TYPE_BYTES) {
        *(int32_t *)at = 1;
    }
}

static ProtobufCMessage *full(const ProtobufCMessageDescriptor *type, bool releasable)
{
    char *m = pfq_arena_alloc(&arena, 1, type->sizeof_message, 16);
    type->message_init((ProtobufCMessage *)m);
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &type->fields[i];
        if (f->label == PROTOBUF_C_LABEL_REPEATED) {
            void *list = pfq_arena_alloc(&arena, 1, 16, 16);
            fill_value(type, f, list, releasable);
            *(void **)(m + f->offset) = list;
            *(size_t *)(m + f->quantifier_offset) = 1;
        } else {
            fill_value(type, f, m + f->offset, releasable);
            if (f->quantifier_offset != 0) {
                *(protobuf_c_boolean *)(m + f->quantifier_offset) = 1;
            }
        }
    }
    return (ProtobufCMessage *)m;
}

static struct pfq_bytes seen_by(Pfq__V1__Role role, bool outside, bool releasable)
{
    Pfq__V1__PeopleRows *rows =
        (Pfq__V1__PeopleRows *)full(&pfq__v1__people_rows__descriptor, releasable);
    pfq_people_redact(rows, role, outside);
    return pfq_wire_pack(&rows->base, &arena);
}

static bool holds(struct pfq_bytes bytes, const char *text)
{
    return memmem(bytes.data, bytes.size, text, strlen(text)) != NULL;
}

/* --- what the table must hold ------------------------------------------------------------ */

typedef void (*visit)(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field,
                      struct pfq_bytes bytes);

static void walk(const ProtobufCMessageDescriptor *type, struct pfq_bytes bytes, visit each)
{
    for (unsigned i = 0; i < type->n_fields; i++) {
        each(type, &type->fields[i], bytes);
        if (type->fields[i].type == PROTOBUF_C_TYPE_MESSAGE) {
            walk(type->fields[i].descriptor, bytes, each);
        }
    }
}

static void is_gone(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field,
                    struct pfq_bytes bytes)
{
    if (field->type == PROTOBUF_C_TYPE_STRING) {
        cr_expect_not(holds(bytes, marker(type, field->name)),
                      "%s.%s is not in the table of services/people/redact.c", type->short_name,
                      field->name);
    }
}

static void is_there(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field,
                     struct pfq_bytes bytes)
{
    if (field->type == PROTOBUF_C_TYPE_STRING) {
        cr_expect(holds(bytes, marker(type, field->name)), "%s.%s", type->short_name, field->name);
    }
}

/* Without a role nothing is seen, so a text that the table does not name would be left. */
Test(people_redact, every_text_of_every_row_is_in_the_table)
{
    walk(&pfq__v1__people_rows__descriptor, seen_by(PFQ__V1__ROLE__ROLE_UNSPECIFIED, false, true),
         is_gone);
}

Test(people_redact, managers_of_files_and_the_operator_see_everything)
{
    walk(&pfq__v1__people_rows__descriptor, seen_by(PFQ__V1__ROLE__ROLE_OPERATOR, false, false),
         is_there);
    walk(&pfq__v1__people_rows__descriptor,
         seen_by(PFQ__V1__ROLE__ROLE_LEGAL_MANAGER, false, false), is_there);
}

/* --- what the contract marks ------------------------------------------------------------- */

static const Pfq__V1__Role roles[] = {
    PFQ__V1__ROLE__ROLE_OPERATOR,      PFQ__V1__ROLE__ROLE_FORCE,
    PFQ__V1__ROLE__ROLE_CPS,           PFQ__V1__ROLE__ROLE_PROSECUTOR,
    PFQ__V1__ROLE__ROLE_LEGAL_MANAGER, PFQ__V1__ROLE__ROLE_AREA_MANAGER};

/* The number of a field as it is packed says whether one that is no text is there. */
static bool is_given(const Pfq__V1__AssessmentRow *row)
{
    return row->has_remark || row->n_remark_reasons > 0 || row->has_remark_drawn;
}

/* "  optional string by = 5;   // [inside ..." of which message; false: there is no mark. */
static bool check_line(const char *message, const char *line)
{
    char field[64];
    const char *mark = strstr(line, "// ");
    if (mark == NULL || strstr(mark, "[inside") == NULL ||
        sscanf(line, " %*s string %63s = ", field) != 1) {
        return false;
    }
    bool managers = strstr(mark, "managers alone") != NULL;
    const char *text = pfq_arena_printf(&arena, "<%s.%s>", message, field);
    for (int releasable = 0; releasable <= 1; releasable++) {
        for (size_t r = 0; r < sizeof roles / sizeof *roles; r++) {
            cr_expect_not(holds(seen_by(roles[r], true, releasable), text), "%s outside", text);
        }
        cr_expect_not(holds(seen_by(PFQ__V1__ROLE__ROLE_FORCE, false, releasable), text), "%s",
                      text);
        cr_expect_not(managers &&
                      holds(seen_by(PFQ__V1__ROLE__ROLE_PROSECUTOR, false, releasable), text));
        cr_expect_not(managers &&
                      holds(seen_by(PFQ__V1__ROLE__ROLE_AREA_MANAGER, false, releasable), text));
    }
    return true;
}

Test(people_redact, nothing_that_the_contract_marks_inside_reaches_a_force)
{
    char line[512];
    char message[64] = "";
    unsigned marks = 0;
    FILE *proto = fopen("proto/people.proto", "r");
    cr_assert_not_null(proto);
    while (fgets(line, sizeof line, proto) != NULL) {
        (void)sscanf(line, "message %63s {", message);
        marks += check_line(message, line);
    }
    (void)fclose(proto);
    cr_expect_gt(marks, 10);
}

/* Case 14, and what each role does not see besides. */
static const struct {
    const char *text;
    Pfq__V1__Role role;
    bool seen;
} rows[] = {
    {"<FailureRow.result_reason>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<FailureRow.result_reason>", PFQ__V1__ROLE__ROLE_AREA_MANAGER, true},
    {"<FailureRow.result_by>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<FailureRow.result_by>", PFQ__V1__ROLE__ROLE_AREA_MANAGER, false},
    {"<FailureRow.detail>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<FailureRow.detail>", PFQ__V1__ROLE__ROLE_PROSECUTOR, true},
    {"<FailureRow.comment>", PFQ__V1__ROLE__ROLE_FORCE, true},
    {"<AssessmentRow.by>", PFQ__V1__ROLE__ROLE_PROSECUTOR, false},
    {"<AssessmentRow.by>", PFQ__V1__ROLE__ROLE_AREA_MANAGER, false},
    {"<AssessmentRow.by>", PFQ__V1__ROLE__ROLE_CPS, false},
    {"<AssessmentRow.by>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<AssessmentRow.unit>", PFQ__V1__ROLE__ROLE_FORCE, true},
    {"<AssessmentRow.confirmed>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<AssessmentRow.confirmed>", PFQ__V1__ROLE__ROLE_PROSECUTOR, true},
    {"<AssessmentRow.overruled>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<AssessmentRow.machine_failed>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<AssessmentRow.machine_named>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<Answered.check>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<Objection.check>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<Objection.reason>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<Objection.reason>", PFQ__V1__ROLE__ROLE_PROSECUTOR, true},
    {"<AssessmentRow.remark_reasons>", PFQ__V1__ROLE__ROLE_PROSECUTOR, false},
    {"<AssessmentRow.remark_reasons>", PFQ__V1__ROLE__ROLE_AREA_MANAGER, true},
    {"<ExpectedRow.by>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<Review.reviewer>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<Review.reviewer>", PFQ__V1__ROLE__ROLE_AREA_MANAGER, false},
    {"<ChallengeRaise.note>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<ChallengeRaise.note>", PFQ__V1__ROLE__ROLE_AREA_MANAGER, false},
    {"<ChallengeRaise.fact>", PFQ__V1__ROLE__ROLE_FORCE, true},
    {"<ChallengeRaise.owner>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<ChallengeStep.by>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<ChallengeStep.by>", PFQ__V1__ROLE__ROLE_PROSECUTOR, false},
    {"<Mute.owner>", PFQ__V1__ROLE__ROLE_FORCE, false},
    {"<Mute.reason>", PFQ__V1__ROLE__ROLE_FORCE, true},
};

Test(people_redact, each_role_sees_what_its_work_needs)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(holds(seen_by(rows[i].role, false, false), rows[i].text), rows[i].seen,
                     "%s, role %d", rows[i].text, (int)rows[i].role);
        cr_expect(rows[i].role != PFQ__V1__ROLE__ROLE_FORCE ||
                      holds(seen_by(PFQ__V1__ROLE__ROLE_LEGAL_MANAGER, true, false),
                            rows[i].text) == rows[i].seen,
                  "%s, outside", rows[i].text);
    }
}

Test(people_redact, a_detail_reaches_a_force_when_it_is_released)
{
    cr_expect(holds(seen_by(PFQ__V1__ROLE__ROLE_FORCE, false, true), "<FailureRow.detail>"));
    cr_expect(holds(seen_by(PFQ__V1__ROLE__ROLE_CPS, true, true), "<FailureRow.detail>"));
    cr_expect_not(
        holds(seen_by(PFQ__V1__ROLE__ROLE_UNSPECIFIED, false, true), "<FailureRow.detail>"));
}

/* A detail of which nobody said whether it may leave does not leave. */
Test(people_redact, what_is_not_said_to_be_releasable_is_not)
{
    Pfq__V1__PeopleRows *all = (Pfq__V1__PeopleRows *)full(&pfq__v1__people_rows__descriptor, true);
    all->assessments[0]->failures[0]->has_releasable = false;
    pfq_people_redact(all, PFQ__V1__ROLE__ROLE_FORCE, false);
    cr_expect_null(all->assessments[0]->failures[0]->detail);
    cr_expect_not(is_given(all->assessments[0]));
}

/* Not even how many checks there were. */
Test(people_redact, a_force_cannot_count_the_marks_of_checks)
{
    Pfq__V1__PeopleRows *all = (Pfq__V1__PeopleRows *)full(&pfq__v1__people_rows__descriptor, true);
    pfq_people_redact(all, PFQ__V1__ROLE__ROLE_OPERATOR, true);
    const Pfq__V1__AssessmentRow *row = all->assessments[0];
    cr_expect_eq(row->n_confirmed + row->n_overruled + row->n_machine_failed, 0);
    cr_expect_eq(row->n_answered + row->n_objections, 0);
}
