/* The JSON door under random text: what reads, writes, and reads again the same. */
#include <stdint.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/json.h"
#include "submission.pb-c.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* NULL: refused, with a problem. */
static char *rewrite(const char *text, size_t size, struct pfq_arena *arena)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, arena);
    json_t *json = pfq_json_parse(text, size, 1, &problems);
    ProtobufCMessage *message = NULL;
    if (json != NULL) {
        message = pfq_json_read(json, &pfq__v1__submission__descriptor, "$", arena, &problems);
    }
    json_decref(json);
    PFQ_ASSERT((message == NULL) == (problems.count > 0));
    return message == NULL ? NULL : pfq_json_write(message, PFQ_JSON_CANONICAL, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    char *once = rewrite((const char *)data, size, &arena);
    if (once != NULL) {
        char *twice = rewrite(once, strlen(once), &arena);
        PFQ_ASSERT(twice != NULL && strcmp(once, twice) == 0);
    }
    pfq_arena_close(&arena);
    return 0;
}
