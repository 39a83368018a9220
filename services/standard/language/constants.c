/* constants.c - codes of enums, without their prefix: see resolver.h. */
#include <string.h>

#include "pfq/wire.h"
#include "resolver.h"

/* "VPS_STATUS_" of the value VPS_STATUS_UNSPECIFIED. */
static size_t prefix_size(const ProtobufCEnumDescriptor *type)
{
    return strlen(type->values[0].name) - strlen(pfq_enum_name(type, type->values[0].value));
}

static struct typed unknown_constant(struct resolver *r, const struct rule_ast *ast,
                                     const ProtobufCEnumDescriptor *type)
{
    char fix[RULE_FIX_TEXT];
    struct pfq_near nearest = {.wanted = ast->name};
    for (unsigned i = 0; i < type->n_values; i++) {
        pfq_near_offer(&nearest, type->values[i].name + prefix_size(type));
    }
    rule_fault(r->faults, ast->source, ast->offset,
               rule_nearest_fix(&nearest, "The codes are those of proto/submission.proto.", fix),
               "%s is no code of %s.", ast->name, type->short_name);
    return resolver_faulty();
}

struct typed resolver_constant(struct resolver *r, const struct rule_ast *ast,
                               const ProtobufCEnumDescriptor *type)
{
    int value = 0;
    if (ast->form != FORM_CONSTANT) {
        rule_fault(r->faults, ast->source, ast->offset, "Write it as MG6C.",
                   "Here a code is needed, in upper case.");
        return resolver_faulty();
    }
    if (!pfq_enum_value(type, ast->name, &value) || value <= 0 || value >= RULE_ENUM_MAX) {
        return unknown_constant(r, ast, type);
    }
    struct rule_node node = {.op = OP_NUMBER, .number = value};
    return (struct typed){
        .type = RULE_ENUM, .node = resolver_emit(r, ast, node), .enumeration = type};
}
