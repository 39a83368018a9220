/* redact.c - who sees which text of a row: one table, walked by the descriptors.
 *
 * Every string of every message in PeopleRows is in the table, those that all see too, so
 * that a new one cannot be forgotten; and what is no string but [inside].  The table in
 * words, with its reasons: README.md.
 */
#include "pfq/people.h"

#include <string.h>

#define ROLE(name) (1U << PFQ__V1__ROLE__ROLE_##name)

enum {
    MANAGERS = ROLE(OPERATOR) | ROLE(LEGAL_MANAGER),
    OFFICES = MANAGERS | ROLE(AREA_MANAGER) | ROLE(CPS),
    INSIDE = OFFICES | ROLE(PROSECUTOR),
    ALL = INSIDE | ROLE(FORCE)
};

struct rule {
    const ProtobufCMessageDescriptor *type;
    const char *field;
    unsigned see;       /* roles */
    unsigned see_freed; /* roles that see it too when the message says `releasable` */
};

#define MESSAGE(name) &pfq__v1__##name##__descriptor

static const struct rule rules[] = {
    {MESSAGE(file_ref), "force", ALL, 0},
    {MESSAGE(file_ref), "urn", ALL, 0},
    {MESSAGE(theme_key), "force", ALL, 0},
    {MESSAGE(theme_key), "police_unit", ALL, 0},
    {MESSAGE(theme_key), "name", ALL, 0},
    {MESSAGE(answered), "check", INSIDE, 0},
    {MESSAGE(objection), "check", INSIDE, 0},
    {MESSAGE(objection), "reason", INSIDE, 0},
    {MESSAGE(failure_row), "reason", ALL, 0},
    {MESSAGE(failure_row), "detail", INSIDE, ROLE(FORCE)},
    {MESSAGE(failure_row), "check", ALL, 0},
    {MESSAGE(failure_row), "comment", ALL, 0},
    {MESSAGE(failure_row), "result_reason", INSIDE, 0},
    {MESSAGE(failure_row), "result_by", MANAGERS, 0},
    {MESSAGE(people_rows), "area", ALL, 0},
    {MESSAGE(assessment_row), "id", ALL, 0},
    {MESSAGE(assessment_row), "by", MANAGERS, 0},
    {MESSAGE(assessment_row), "unit", ALL, 0},
    {MESSAGE(assessment_row), "police_unit", ALL, 0},
    {MESSAGE(assessment_row), "confirmed", INSIDE, 0},
    {MESSAGE(assessment_row), "overruled", INSIDE, 0},
    {MESSAGE(assessment_row), "answered", INSIDE, 0},
    {MESSAGE(assessment_row), "objections", INSIDE, 0},
    {MESSAGE(assessment_row), "machine_failed", INSIDE, 0},
    {MESSAGE(assessment_row), "machine_named", INSIDE, 0},
    {MESSAGE(assessment_row), "remark", OFFICES, 0},
    {MESSAGE(assessment_row), "remark_reasons", OFFICES, 0},
    {MESSAGE(assessment_row), "remark_drawn", OFFICES, 0},
    {MESSAGE(expected_row), "by", MANAGERS, 0},
    {MESSAGE(expected_row), "unit", ALL, 0},
    {MESSAGE(expected_row), "police_unit", ALL, 0},
    {MESSAGE(review), "id", ALL, 0},
    {MESSAGE(review), "unit", ALL, 0},
    {MESSAGE(review), "reviewer", MANAGERS, 0},
    {MESSAGE(challenge_raise), "id", ALL, 0},
    {MESSAGE(challenge_raise), "urn", ALL, 0},
    {MESSAGE(challenge_raise), "force", ALL, 0},
    {MESSAGE(challenge_raise), "fact", ALL, 0},
    {MESSAGE(challenge_raise), "check", ALL, 0},
    {MESSAGE(challenge_raise), "rule_version", ALL, 0},
    {MESSAGE(challenge_raise), "wanted", ALL, 0},
    {MESSAGE(challenge_raise), "owner", OFFICES, 0},
    {MESSAGE(challenge_raise), "note", MANAGERS, 0},
    {MESSAGE(challenge_step), "by", OFFICES, 0},
    {MESSAGE(challenge_step), "reason", ALL, 0},
    {MESSAGE(mute), "owner", OFFICES, 0},
    {MESSAGE(mute), "reason", ALL, 0},
    {MESSAGE(action), "id", ALL, 0},
    {MESSAGE(action), "text", ALL, 0},
    {MESSAGE(action), "owner", ALL, 0},
    {MESSAGE(action), "challenge", ALL, 0},
    {MESSAGE(problem), "code", ALL, 0},
    {MESSAGE(problem), "path", ALL, 0},
    {MESSAGE(problem), "message", ALL, 0},
    {MESSAGE(problem), "fix", ALL, 0},
};

static void *member(ProtobufCMessage *message, unsigned offset)
{
    return (char *)message + offset;
}

/* The field as if it had never been said; a list's count stands where a flag stands. */
static void clear(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        *(size_t *)member(message, field->quantifier_offset) = 0;
    } else if (field->type == PROTOBUF_C_TYPE_STRING) {
        *(char **)member(message, field->offset) = NULL;
    } else {
        *(protobuf_c_boolean *)member(message, field->quantifier_offset) = 0;
    }
}

static bool is_freed(const ProtobufCMessage *message)
{
    if (message->descriptor != &pfq__v1__failure_row__descriptor) {
        return false;
    }
    const Pfq__V1__FailureRow *row = (const Pfq__V1__FailureRow *)message;
    return row->has_releasable && row->releasable;
}

static void redact_one(ProtobufCMessage *message, unsigned role)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct rule *rule = &rules[i];
        unsigned see =
            rule->see | (rule->see_freed != 0 && is_freed(message) ? rule->see_freed : 0);
        if (rule->type == message->descriptor && (see & role) == 0) {
            clear(message, protobuf_c_message_descriptor_get_field_by_name(message->descriptor,
                                                                           rule->field));
        }
    }
}

static void redact(ProtobufCMessage *message, unsigned role)
{
    redact_one(message, role);
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        if (field->type != PROTOBUF_C_TYPE_MESSAGE) {
            continue;
        }
        void *at = member(message, field->offset);
        bool list = field->label == PROTOBUF_C_LABEL_REPEATED;
        ProtobufCMessage **entries = list ? *(ProtobufCMessage ***)at : (ProtobufCMessage **)at;
        size_t count = list ? *(size_t *)member(message, field->quantifier_offset)
                            : *(ProtobufCMessage **)at != NULL;
        for (size_t k = 0; k < count; k++) {
            redact(entries[k], role);
        }
    }
}

void pfq_people_redact(Pfq__V1__PeopleRows *rows, Pfq__V1__Role role, bool outside)
{
    redact(&rows->base, outside ? ROLE(FORCE) : 1U << (unsigned)role);
}
