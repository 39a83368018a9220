/* no_allocation.c - judging takes no memory from the heap, whatever the file.
 *
 * A program of its own, because it counts by standing in for malloc.  It judges every
 * golden file in an arena of fixed size: once to let libraries set themselves up, and
 * once more while it counts.  `make test` runs it.  That evaluation takes nothing from the
 * arena either is seen by unit/test_no_allocation.c. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "pfq/bug.h"
#include "pfq/json.h"
#include "pfq/standard.h"

#if defined(__SANITIZE_ADDRESS__)
#define COUNTS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COUNTS 0
#endif
#endif
#ifndef COUNTS
#define COUNTS 1
#endif

enum {
    ARENA_BYTES = 4 * 1024 * 1024,
    MINUTE_MS = 60000
};

static volatile unsigned long counted;
static volatile bool counting;

#if COUNTS
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    counted += counting;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    counted += counting;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    counted += counting;
    return __libc_realloc(old, size);
}
#endif

/* A counter that does not count would find nothing. */
static bool can_count(void)
{
    void *volatile one = NULL;
    counted = 0;
    counting = true;
    one = malloc(1);
    counting = false;
    free(one);
    return counted == 1;
}

static struct pfq_standard *load(void)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_standard *standard = NULL;
    struct pfq_err err = {0};
    const struct pfq_standard_source source = {.catalogue = "services/standard/catalogue",
                                               .reference = "services/standard/reference"};
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    if (pfq_standard_load(&source, &problems, &standard, &err) != PFQ_OK) {
        (void)fprintf(stderr, "no_allocation: %s\n", err.text);
        exit(1);
    }
    pfq_arena_close(&arena);
    return standard;
}

static Pfq__V1__Submission *read_file(const char *path, struct pfq_arena *arena)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, arena);
    json_t *json = json_load_file(path, 0, NULL);
    PFQ_ASSERT(json != NULL);
    ProtobufCMessage *message =
        pfq_json_read(json, &pfq__v1__submission__descriptor, "$", arena, &problems);
    PFQ_ASSERT(message != NULL);
    json_decref(json);
    return (Pfq__V1__Submission *)message;
}

static void judge(const struct pfq_standard *standard, const char *path, struct pfq_arena *arena,
                  bool count)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement judgement;
    pfq_arena_reset(arena);
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    envelope.submission = read_file(path, arena);
    pfq_problems_init(&problems, arena);
    pfq_problems_init(&warnings, arena);
    counting = count;
    pfq_judge(standard, &envelope, envelope.submission->submitted_at + MINUTE_MS, arena, &problems,
              &warnings, &judgement);
    counting = false;
    PFQ_ASSERT(!judgement.refused);
}

int main(void)
{
    static unsigned char block[ARENA_BYTES];
    struct pfq_arena arena;
    glob_t files;
    struct pfq_standard *standard = load();
    pfq_arena_init(&arena, block, sizeof block);
    if (!COUNTS) {
        (void)puts("no_allocation: nothing is counted beside AddressSanitizer");
    } else if (!can_count()) {
        (void)fputs("no_allocation: the counter does not count\n", stderr);
        return 1;
    }
    PFQ_ASSERT(glob("tests/golden/*.json", 0, NULL, &files) == 0);
    counted = 0;
    for (size_t i = 0; i < 2 * files.gl_pathc; i++) {
        judge(standard, files.gl_pathv[i % files.gl_pathc], &arena, i >= files.gl_pathc);
    }
    (void)printf("no_allocation: %lu allocations while %zu files were judged\n", counted,
                 files.gl_pathc);
    globfree(&files);
    pfq_standard_close(standard);
    return counted == 0 ? 0 : 1;
}
