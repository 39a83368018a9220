/* native.c - an Envelope or a bare Submission in protobuf JSON: see pfq/json.h. */
#include <string.h>

#include "adapt.h"
#include "dcf_value.h"
#include "pfq/json.h"

/* lowerCamelCase and snake_case are the same word here. */
static bool names_field(const ProtobufCMessageDescriptor *type, const char *key)
{
    for (unsigned i = 0; i < type->n_fields; i++) {
        if (dcf_same_word(type->fields[i].name, key)) {
            return true;
        }
    }
    return false;
}

static bool knows_key(const ProtobufCMessageDescriptor *type, const json_t *document)
{
    json_t *object = (json_t *)(uintptr_t)document; /* the iterator does not change it */
    for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at)) {
        if (names_field(type, json_object_iter_key(at))) {
            return true;
        }
    }
    return false;
}

bool native_is_native(const json_t *document)
{
    return knows_key(&pfq__v1__envelope__descriptor, document) ||
           knows_key(&pfq__v1__submission__descriptor, document);
}

/* The caller fills what is NULL. */
static void drop_empty(char **name)
{
    if (*name != NULL && **name == '\0') {
        *name = NULL;
    }
}

static Pfq__V1__Envelope *read_envelope(const json_t *document, struct pfq_arena *arena,
                                        struct pfq_problems *problems)
{
    ProtobufCMessage *message =
        pfq_json_read(document, &pfq__v1__envelope__descriptor, "$", arena, problems);
    Pfq__V1__Envelope *envelope = (Pfq__V1__Envelope *)(void *)message;
    if (envelope != NULL && envelope->body_case != PFQ__V1__ENVELOPE__BODY_SUBMISSION) {
        pfq_problem(problems, "NATIVE_NO_SUBMISSION", "$.submission", "Put the file's facts there.",
                    "The envelope holds no submission, and nothing else can be submitted.");
        return NULL;
    }
    if (envelope != NULL) {
        drop_empty(&envelope->id);
        drop_empty(&envelope->source);
    }
    return envelope;
}

/* A native file states its own force; the caller's fills a gap. */
static void map_force(Pfq__V1__Submission *s, const struct pfq_adapt_options *options,
                      struct pfq_arena *arena, struct pfq_problems *warnings)
{
    const char *force = options == NULL ? NULL : options->force;
    if (force == NULL) {
        return;
    }
    if (s->submitting_force == NULL || *s->submitting_force == '\0') {
        s->submitting_force = pfq_arena_strdup(arena, force);
    } else if (strcmp(s->submitting_force, force) != 0) {
        pfq_problem(warnings, "FORCE_STATED", "$.submittingForce",
                    "Leave the option out, or correct the file.",
                    "The file states another submitting force than the option; the file's stands.");
    }
}

void native_read(const json_t *document, const struct pfq_adapt_options *options,
                 struct pfq_arena *arena, struct pfq_adapted *out)
{
    out->bare = !knows_key(&pfq__v1__envelope__descriptor, document);
    if (out->bare) {
        ProtobufCMessage *message =
            pfq_json_read(document, &pfq__v1__submission__descriptor, "$", arena, &out->problems);
        out->envelope =
            message == NULL ? NULL : adapt_wrap((Pfq__V1__Submission *)(void *)message, arena);
    } else {
        out->envelope = read_envelope(document, arena, &out->problems);
    }
    if (out->envelope != NULL) {
        map_force(out->envelope->submission, options, arena, &out->warnings);
    }
}
