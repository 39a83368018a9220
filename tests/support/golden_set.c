/* golden_set.c - see golden_set.h. */
#include "support/golden_set.h"

#include <glob.h>

#include "pfq/bug.h"
#include "pfq/json.h"
#include "support/golden.h"
#include "support/spoil.h"

enum {
    FILES_MAX = 1000,
    MINUTE_MS = 60000
};

static void add(const json_t *json, struct pfq_arena *arena, struct golden_set *out)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, arena);
    ProtobufCMessage *message =
        pfq_json_read(json, &pfq__v1__submission__descriptor, "$", arena, &problems);
    PFQ_ASSERT(message != NULL && out->count < FILES_MAX);
    out->files[out->count++] = pfq_wire_pack(message, arena);
}

static void add_whole(struct pfq_arena *arena, struct golden_set *out)
{
    glob_t found;
    PFQ_ASSERT(glob("tests/golden/*.json", 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        json_t *json = golden_load(found.gl_pathv[i]);
        add(json, arena, out);
        json_decref(json);
    }
    globfree(&found);
}

static void add_variant(const json_t *variant, struct pfq_arena *arena, struct golden_set *out)
{
    const char *base = json_string_value(json_object_get(variant, "base"));
    json_t *json = golden_load(pfq_arena_printf(arena, "tests/golden/%s.json", base));
    PFQ_ASSERT(spoil(json, variant) == NULL);
    add(json, arena, out);
    json_decref(json);
}

static void add_spoiled(struct pfq_arena *arena, struct golden_set *out)
{
    glob_t found;
    PFQ_ASSERT(glob("tests/golden/spoiled/*.json", 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        json_t *variants = golden_load(found.gl_pathv[i]);
        for (size_t k = 0; k < json_array_size(variants); k++) {
            add_variant(json_array_get(variants, k), arena, out);
        }
        json_decref(variants);
    }
    globfree(&found);
}

void golden_set_read(struct pfq_arena *arena, struct golden_set *out)
{
    *out = (struct golden_set){.files = pfq_arena_new(arena, struct pfq_bytes, FILES_MAX)};
    add_whole(arena, out);
    add_spoiled(arena, out);
}

const Pfq__V1__Judged *golden_set_judge(const struct pfq_standard *standard, struct pfq_bytes file,
                                        struct pfq_arena *arena)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement judgement;
    ProtobufCMessage *message = NULL;
    struct pfq_err err;
    PFQ_ASSERT(pfq_wire_trusted(&pfq__v1__submission__descriptor, file, arena, &message, &err) ==
               PFQ_OK);
    pfq_problems_init(&problems, arena);
    pfq_problems_init(&warnings, arena);
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    envelope.submission = (Pfq__V1__Submission *)message;
    pfq_judge(standard, &envelope, envelope.submission->submitted_at + MINUTE_MS, arena, &problems,
              &warnings, &judgement);
    return judgement.refused ? NULL : judgement.judged;
}
