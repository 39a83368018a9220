/* The contract keeps its promises to senders of yesterday: proto/ and proto/numbers.lock.
 *
 * Every field and enum value has its line in the lock, "Message.field=number".  A number
 * that goes out of use stays as "Message.field=number retired" and is never used again. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/wire/guard.h"
#include "common/wire/limits.h"
#include "common/wire/shape.h"
#include "pfq/wire.h"

enum {
    TYPES_MAX = 200,
    LOCK_MAX = 4000,
    LINE = 160
};

/* --- everything that an Envelope can hold --- */

static struct {
    const ProtobufCMessageDescriptor *messages[TYPES_MAX];
    size_t n_messages;
    const ProtobufCEnumDescriptor *enums[TYPES_MAX];
    size_t n_enums;
} contract;

static bool enum_is_new(const ProtobufCEnumDescriptor *type)
{
    for (size_t i = 0; i < contract.n_enums; i++) {
        if (contract.enums[i] == type) {
            return false;
        }
    }
    return true;
}

static bool message_is_new(const ProtobufCMessageDescriptor *type)
{
    for (size_t i = 0; i < contract.n_messages; i++) {
        if (contract.messages[i] == type) {
            return false;
        }
    }
    return true;
}

static void collect(const ProtobufCMessageDescriptor *type)
{
    if (!message_is_new(type)) {
        return;
    }
    cr_assert_lt(contract.n_messages, (size_t)TYPES_MAX);
    contract.messages[contract.n_messages++] = type;
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
            collect(field->descriptor);
        } else if (field->type == PROTOBUF_C_TYPE_ENUM && enum_is_new(field->descriptor)) {
            contract.enums[contract.n_enums++] = field->descriptor;
        }
    }
}

static void setup(void)
{
    memset(&contract, 0, sizeof contract);
    collect(&pfq__v1__envelope__descriptor);
    collect(&pfq__v1__judged__descriptor); /* packed into bytes fields */
    collect(&pfq__v1__catalogue__descriptor);
    collect(&pfq__v1__stored_file__descriptor); /* what pfq-store --stored writes */
}

TestSuite(contract, .init = setup);

static unsigned depth(const ProtobufCMessageDescriptor *type, unsigned level, unsigned fields)
{
    unsigned deepest = level;
    fields += type->n_fields;
    cr_assert_leq(fields, (unsigned)GUARD_COUNTS, "%s", type->name);
    cr_assert_leq(level, LIMITS_DEPTH, "%s recurs, or is too deep", type->name);
    for (unsigned i = 0; i < type->n_fields; i++) {
        if (type->fields[i].type == PROTOBUF_C_TYPE_MESSAGE) {
            unsigned below = depth(type->fields[i].descriptor, level + 1, fields);
            deepest = below > deepest ? below : deepest;
        }
    }
    return deepest;
}

Test(contract, no_message_holds_itself_and_the_guard_has_room_for_all)
{
    cr_assert_gt(depth(&pfq__v1__envelope__descriptor, 1, 0), 3U);
}

static bool type_is_used(ProtobufCType type)
{
    switch ((int)type) {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_BOOL:
    case PROTOBUF_C_TYPE_ENUM:
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_BYTES:
    case PROTOBUF_C_TYPE_MESSAGE:
        return true;
    default:
        return false;
    }
}

/* The wire layer reads these kinds of field and no others. */
Test(contract, fields_are_optional_or_repeated_and_of_the_kinds_that_we_read)
{
    for (size_t i = 0; i < contract.n_messages; i++) {
        const ProtobufCMessageDescriptor *type = contract.messages[i];
        for (unsigned j = 0; j < type->n_fields; j++) {
            const ProtobufCFieldDescriptor *field = &type->fields[j];
            cr_assert_neq(field->label, PROTOBUF_C_LABEL_REQUIRED, "%s.%s", type->name,
                          field->name);
            cr_assert(type_is_used(field->type), "%s.%s", type->name, field->name);
            cr_assert_null(field->default_value, "%s.%s", type->name, field->name);
            cr_assert_lt(strlen(field->name), 60U);
        }
    }
}

/* Reading makes a message of zeros and its type, without asking the library. */
Test(contract, every_message_can_be_read_and_is_zeros_when_empty)
{
    for (size_t i = 0; i < contract.n_messages; i++) {
        const ProtobufCMessageDescriptor *type = contract.messages[i];

        union {
            ProtobufCMessage base;
            char bytes[4096];
        } empty, zeros;

        memset(&empty, 0, sizeof empty);
        memset(&zeros, 0, sizeof zeros);
        zeros.base.descriptor = type;
        cr_assert_eq(shape_of(type)->type, type);
        cr_assert_leq(type->sizeof_message, sizeof empty);
        type->message_init(&empty.base);
        cr_assert_arr_eq(empty.bytes, zeros.bytes, type->sizeof_message, "%s", type->name);
    }
}

Test(contract, zero_of_every_enum_is_unspecified)
{
    for (size_t i = 0; i < contract.n_enums; i++) {
        const ProtobufCEnumValue *zero = protobuf_c_enum_descriptor_get_value(contract.enums[i], 0);
        cr_assert_not_null(zero, "%s", contract.enums[i]->name);
        cr_assert_str_eq(pfq_enum_name(contract.enums[i], 0), "UNSPECIFIED");
        cr_assert_not_null(strstr(zero->name, "_UNSPECIFIED"));
    }
}

Test(contract, every_row_of_the_limits_names_a_field)
{
    const char *message = NULL;
    const char *name = NULL;
    for (size_t row = 0; (message = limits_row(row, &name)) != NULL; row++) {
        bool found = false;
        for (size_t i = 0; i < contract.n_messages; i++) {
            found = found || (strcmp(contract.messages[i]->short_name, message) == 0 &&
                              protobuf_c_message_descriptor_get_field_by_name(contract.messages[i],
                                                                              name) != NULL);
        }
        cr_assert(found, "%s.%s", message, name);
    }
}

/* Codes, ids and digests, which are bounded where they are made and fit the default. */
static const char *const short_texts[] = {
    "area", "asn", "assessment", "by", "catalogue_digest", "catalogue_version", "challenge",
    "check", "checks", "cjs_code", "closed_by", "code", "confirmed", "consumer", "content_digest",
    "digest", "failing_again", "fixed", "force", "forces", "id", "machine_failed", "machine_named",
    "new_failing", "not_asked_now", "overruled", "owner", "period", "police_unit", "reason_code",
    "reasons", "remark_reasons", "result_by", "reviewer", "rule", "rule_version", "service",
    "source", "staff", "standing", "still_open", "submitting_force", "undecided_now", "unit", "urn",
    "urns", "version",
    /* one word may be a code here and a text there */
    "Catalogue.label", "Counter.name", "DigestStatus.kind", "DutyLine.name", "Failure.reason",
    "FailureRow.reason", "Figure.name", "Finding.not_said", "Judged.unsaid", "Restated.name",
    "TableStatus.name", "ThemeKey.name", "ThemeTarget.name"};

static bool is_short(const char *message, const char *field)
{
    char both[LINE];
    (void)snprintf(both, sizeof both, "%s.%s", message, field);
    for (size_t i = 0; i < sizeof short_texts / sizeof *short_texts; i++) {
        if (strcmp(short_texts[i], field) == 0 || strcmp(short_texts[i], both) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_limit(const char *message, const char *field)
{
    const char *row = NULL;
    const char *name = NULL;
    for (size_t i = 0; (row = limits_row(i, &name)) != NULL; i++) {
        if (strcmp(row, message) == 0 && strcmp(name, field) == 0) {
            return true;
        }
    }
    return false;
}

/* A text without either would be refused by our own services once it has 65 bytes. */
Test(contract, every_text_has_a_row_of_the_limits_or_is_known_to_be_short)
{
    for (size_t i = 0; i < contract.n_messages; i++) {
        const ProtobufCMessageDescriptor *type = contract.messages[i];
        for (unsigned j = 0; j < type->n_fields; j++) {
            const ProtobufCFieldDescriptor *field = &type->fields[j];
            bool text =
                field->type == PROTOBUF_C_TYPE_STRING || field->type == PROTOBUF_C_TYPE_BYTES;
            cr_expect(!text || is_short(type->short_name, field->name) ||
                          has_limit(type->short_name, field->name),
                      "give %s.%s a row in limits.def", type->short_name, field->name);
        }
    }
}

/* --- the lock --- */

struct locked {
    char name[LINE];
    long number;
    bool retired;
    bool seen;
};

static struct locked lock[LOCK_MAX];
static size_t n_lock;

static void read_lock(void)
{
    FILE *f = fopen("proto/numbers.lock", "r");
    char line[LINE];
    n_lock = 0;
    cr_assert_not_null(f, "run the tests at the top of the tree");
    while (fgets(line, sizeof line, f) != NULL) {
        char *number = strchr(line, '=');
        if (line[0] == '#' || number == NULL) {
            continue;
        }
        cr_assert_lt(n_lock, (size_t)LOCK_MAX);
        *number++ = '\0';
        struct locked *row = &lock[n_lock++];
        *row = (struct locked){.number = strtol(number, NULL, 10),
                               .retired = strstr(number, "retired") != NULL};
        (void)snprintf(row->name, sizeof row->name, "%s", line);
    }
    (void)fclose(f);
}

static bool same_owner(const char *a, const char *b)
{
    size_t length = (size_t)(strchr(a, '.') - a);
    return strncmp(a, b, length + 1) == 0;
}

static void check_locked(const char *owner, const char *field, long number)
{
    char name[LINE];
    struct locked *mine = NULL;
    (void)snprintf(name, sizeof name, "%s.%s", owner, field);
    for (size_t i = 0; i < n_lock; i++) {
        if (strcmp(lock[i].name, name) == 0) {
            mine = &lock[i];
        } else if (lock[i].retired && same_owner(lock[i].name, name)) {
            cr_assert_neq(lock[i].number, number, "%s takes the retired number of %s", name,
                          lock[i].name);
        }
    }
    cr_assert_not_null(mine, "add to proto/numbers.lock: %s=%ld", name, number);
    cr_assert_not(mine->retired, "%s is retired", name);
    cr_assert_eq(mine->number, number, "%s is %ld in the lock", name, mine->number);
    mine->seen = true;
}

Test(contract, numbers_are_those_of_the_lock_for_ever)
{
    read_lock();
    for (size_t i = 0; i < contract.n_messages; i++) {
        const ProtobufCMessageDescriptor *type = contract.messages[i];
        for (unsigned j = 0; j < type->n_fields; j++) {
            check_locked(type->short_name, type->fields[j].name, (long)type->fields[j].id);
        }
    }
    for (size_t i = 0; i < contract.n_enums; i++) {
        const ProtobufCEnumDescriptor *type = contract.enums[i];
        for (unsigned j = 0; j < type->n_values; j++) {
            check_locked(type->short_name, type->values[j].name, type->values[j].value);
        }
    }
    for (size_t i = 0; i < n_lock; i++) {
        cr_assert(lock[i].seen || lock[i].retired, "%s is gone: mark its line retired",
                  lock[i].name);
    }
}

/* --- the comments, which are the integrators' documentation --- */

static bool is_field(const char *line)
{
    const char *start = line + strspn(line, " ");
    const char *end = strchr(start, ';');
    bool labelled = strncmp(start, "optional ", 9) == 0 || strncmp(start, "repeated ", 9) == 0;
    return end != NULL && strchr(start, '=') != NULL && strchr(start, '=') < end &&
           (labelled || strncmp(line, "    ", 4) == 0) && strncmp(start, "//", 2) != 0;
}

static size_t check_comments(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[400];
    size_t fields = 0;
    cr_assert_not_null(f, "%s", path);
    for (unsigned number = 1; fgets(line, sizeof line, f) != NULL; number++) {
        const char *comment = strstr(line, "// ");
        cr_assert(!is_field(line) || (comment != NULL && strlen(comment) > 6),
                  "%s:%u: a field without a comment", path, number);
        fields += is_field(line);
    }
    (void)fclose(f);
    return fields;
}

Test(contract, every_field_carries_a_comment)
{
    DIR *dir = opendir("proto");
    size_t fields = 0;
    cr_assert_not_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[400];
        (void)snprintf(path, sizeof path, "proto/%s", entry->d_name);
        if (strstr(entry->d_name, ".proto") != NULL) {
            fields += check_comments(path);
        }
    }
    (void)closedir(dir);
    size_t known = 0;
    for (size_t i = 0; i < contract.n_messages; i++) {
        known += contract.messages[i]->n_fields;
    }
    cr_assert_geq(fields, known, "%zu lines for %zu fields", fields, known);
}

/* --- G9: facts about a file, never its content --- */

static void check_texts(const ProtobufCMessageDescriptor *type)
{
    static const char *const codes_and_ids[] = {"urn", "submitting_force", "police_unit", "asn",
                                                "cjs_code"};
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        bool known = false;
        for (size_t k = 0; k < sizeof codes_and_ids / sizeof *codes_and_ids; k++) {
            known = known || strcmp(field->name, codes_and_ids[k]) == 0;
        }
        cr_assert(known || field->type != PROTOBUF_C_TYPE_STRING, "%s.%s is a text", type->name,
                  field->name);
        cr_assert_neq(field->type, PROTOBUF_C_TYPE_BYTES, "%s.%s is bytes", type->name,
                      field->name);
        if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
            check_texts(field->descriptor);
        }
    }
}

Test(contract, g9_the_only_texts_of_a_submission_are_codes_and_ids)
{
    check_texts(&pfq__v1__submission__descriptor);
}
