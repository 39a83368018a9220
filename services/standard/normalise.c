/* normalise.c - see normalise.h. */
#include "normalise.h"

#include <stdio.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/clock.h"

enum {
    PATH_TEXT = 192,
    NO_INDEX = -1
};

/* Where we are, on the stack; made into text only for a problem. */
struct place {
    const struct place *up;
    const char *name;
    long index;
};

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name);
    size_t e = strlen(end);
    return n >= e && strcmp(name + n - e, end) == 0;
}

static bool is_date(const ProtobufCFieldDescriptor *f)
{
    return f->type == PROTOBUF_C_TYPE_INT32 && ends_with(f->name, "_date");
}

static bool is_instant(const ProtobufCFieldDescriptor *f)
{
    return f->type == PROTOBUF_C_TYPE_INT64 && ends_with(f->name, "_at");
}

static enum normalise_kind kind_of(const ProtobufCFieldDescriptor *f)
{
    return is_date(f)                              ? NORMALISE_DATE
           : is_instant(f)                         ? NORMALISE_INSTANT
           : f->label == PROTOBUF_C_LABEL_REPEATED ? NORMALISE_MESSAGES
                                                   : NORMALISE_MESSAGE;
}

/* --- the plan ------------------------------------------------------------------------- */

static struct normalise_type *prepare_type(struct normalise_plan *plan,
                                           const ProtobufCMessageDescriptor *message,
                                           struct pfq_arena *arena)
{
    PFQ_ASSERT(plan->count < NORMALISE_TYPES_MAX);
    struct normalise_type *type = &plan->types[plan->count++];
    type->message = message;
    type->steps = pfq_arena_new(arena, struct normalise_step, message->n_fields + 1);
    for (unsigned i = 0; i < message->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &message->fields[i];
        struct normalise_step step = {.field = f, .kind = kind_of(f)};
        if (f->type == PROTOBUF_C_TYPE_MESSAGE) {
            step.type = prepare_type(plan, f->descriptor, arena);
        }
        if (step.kind < NORMALISE_MESSAGE || (step.type != NULL && step.type->count > 0)) {
            type->steps[type->count++] = step;
        }
    }
    return type;
}

void normalise_prepare(struct normalise_plan *plan, struct pfq_arena *arena)
{
    plan->root = prepare_type(plan, &pfq__v1__submission__descriptor, arena);
}

/* --- one submission -------------------------------------------------------------------- */

static void path_text(const struct place *place, char out[PATH_TEXT])
{
    if (place == NULL) {
        out[0] = '\0';
        return;
    }
    path_text(place->up, out);
    size_t n = strlen(out);
    const char *dot = n > 0 ? "." : "";
    if (place->index == NO_INDEX) {
        (void)snprintf(out + n, PATH_TEXT - n, "%s%s", dot, place->name);
    } else {
        (void)snprintf(out + n, PATH_TEXT - n, "%s%s[%ld]", dot, place->name, place->index);
    }
}

static void report(const struct place *up, const ProtobufCFieldDescriptor *f,
                   struct pfq_problems *problems)
{
    char path[PATH_TEXT];
    struct place here = {up, f->name, NO_INDEX};
    path_text(&here, path);
    pfq_problem(problems, "DATE_RANGE", path,
                is_date(f) ? "Send a calendar day as YYYYMMDD, or leave it out."
                           : "Send UTC milliseconds since 1970, or leave it out.",
                "This is no %s of the years 1900 to 2999; it was read as not said.",
                is_date(f) ? "day" : "instant");
}

static void check_value(const struct normalise_step *step, char *message, const struct place *up,
                        struct pfq_problems *problems)
{
    const ProtobufCFieldDescriptor *f = step->field;
    protobuf_c_boolean *has = (protobuf_c_boolean *)(void *)(message + f->quantifier_offset);
    void *value = message + f->offset;
    if (!*has || (step->kind == NORMALISE_DATE ? pfq_date_valid(*(int32_t *)value)
                                               : pfq_instant_valid(*(int64_t *)value))) {
        return;
    }
    *has = 0;
    report(up, f, problems);
}

static void check_message(const struct normalise_type *type, char *message, const struct place *up,
                          struct pfq_problems *problems);

static void check_entries(const struct normalise_step *step, char *message, const struct place *up,
                          struct pfq_problems *problems)
{
    const ProtobufCFieldDescriptor *f = step->field;
    struct place here = {up, f->name, NO_INDEX};
    size_t count = *(size_t *)(void *)(message + f->quantifier_offset);
    char **entries = *(char ***)(void *)(message + f->offset);
    for (size_t i = 0; i < count; i++) {
        here.index = (long)i;
        check_message(step->type, entries[i], &here, problems);
    }
}

static void check_inner(const struct normalise_step *step, char *message, const struct place *up,
                        struct pfq_problems *problems)
{
    struct place here = {up, step->field->name, NO_INDEX};
    char *inner = *(char **)(void *)(message + step->field->offset);
    if (inner != NULL) {
        check_message(step->type, inner, &here, problems);
    }
}

static void check_message(const struct normalise_type *type, char *message, const struct place *up,
                          struct pfq_problems *problems)
{
    for (const struct normalise_step *step = type->steps; step < type->steps + type->count;
         step++) {
        if (step->kind < NORMALISE_MESSAGE) {
            check_value(step, message, up, problems);
        } else if (step->kind == NORMALISE_MESSAGE) {
            check_inner(step, message, up, problems);
        } else {
            check_entries(step, message, up, problems);
        }
    }
}

void normalise_dates(const struct normalise_plan *plan, Pfq__V1__Submission *submission,
                     struct pfq_problems *problems)
{
    struct place root = {NULL, "submission", NO_INDEX};
    check_message(plan->root, (char *)submission, &root, problems);
}
