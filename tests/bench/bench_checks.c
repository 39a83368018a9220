/* What one file costs before it is stored: guard, unpacking, judging.
 *
 * usage: bench_checks CATALOGUE_DIR REFERENCE_DIR SAMPLE.json...
 * Prints the median of several rounds a sample, and the ratio of judging to reading. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pfq/adapter.h"
#include "pfq/standard.h"
#include "pfq/wire.h"

enum {
    ROUNDS = 21,
    TURNS = 2000,
    MINUTE_MS = 60000
};

static double now_ns(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static char *read_file(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    static char text[1 << 20];
    *size = f == NULL ? 0 : fread(text, 1, sizeof text, f);
    if (f != NULL) {
        (void)fclose(f);
    }
    return text;
}

/* A minute after it was sent: one that arrives before is warned of, which is no check. */
static int64_t received_at(const Pfq__V1__Envelope *envelope)
{
    return envelope->submission->submitted_at + MINUTE_MS;
}

struct cost {
    double read_ns;
    double judge_ns;
};

/* One message through the door, TURNS times; what is measured ends before packing. */
static struct cost round_of(const struct pfq_standard *standard, struct pfq_bytes frame,
                            struct pfq_arena *arena)
{
    struct cost cost = {0, 0};
    for (int i = 0; i < TURNS; i++) {
        struct pfq_problems problems;
        struct pfq_problems warnings;
        struct pfq_wire wire;
        struct pfq_judgement judgement;
        pfq_arena_reset(arena);
        pfq_problems_init(&problems, arena);
        pfq_problems_init(&warnings, arena);
        double start = now_ns();
        bool good = pfq_wire_read(frame, arena, &problems, &warnings, &wire);
        double middle = now_ns();
        if (!good) {
            fprintf(stderr, "bench_checks: the sample is refused\n");
            exit(1);
        }
        pfq_judge(standard, wire.envelope, received_at(wire.envelope), arena, &problems, &warnings,
                  &judgement);
        cost.judge_ns += now_ns() - middle;
        cost.read_ns += middle - start;
    }
    return (struct cost){cost.read_ns / TURNS, cost.judge_ns / TURNS};
}

static void measure(const struct pfq_standard *standard, const char *path)
{
    static unsigned char block[4 << 20];
    struct pfq_arena keep;
    struct pfq_arena arena;
    struct pfq_adapted *adapted = NULL;
    double reads[ROUNDS];
    double judges[ROUNDS];
    size_t size = 0;
    const char *text = read_file(path, &size);
    struct pfq_adapt_options options = {0};
    pfq_arena_open(&keep);
    if (pfq_adapt(text, size, &options, &keep, &adapted) == 0 || adapted[0].envelope == NULL) {
        fprintf(stderr, "bench_checks: %s cannot be read\n", path);
        exit(1);
    }
    adapted[0].envelope->id = pfq_arena_strdup(&keep, "bench");
    adapted[0].envelope->source = pfq_arena_strdup(&keep, "bench");
    struct pfq_bytes frame = pfq_wire_pack(&adapted[0].envelope->base, &keep);
    pfq_arena_init(&arena, block, sizeof block);
    for (int i = 0; i < ROUNDS; i++) {
        struct cost cost = round_of(standard, frame, &arena);
        reads[i] = cost.read_ns;
        judges[i] = cost.judge_ns;
    }
    qsort(reads, ROUNDS, sizeof *reads, by_value);
    qsort(judges, ROUNDS, sizeof *judges, by_value);
    printf("%-28s %6zu bytes  read %7.0f ns  judge %7.0f ns  judge/read %.2f\n",
           strrchr(path, '/') + 1, frame.size, reads[ROUNDS / 2], judges[ROUNDS / 2],
           judges[ROUNDS / 2] / reads[ROUNDS / 2]);
    pfq_arena_close(&keep);
}

int main(int argc, char **argv)
{
    struct pfq_standard *standard = NULL;
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_err err;
    if (argc < 4) {
        fprintf(stderr, "usage: bench_checks CATALOGUE_DIR REFERENCE_DIR SAMPLE.json...\n");
        return 2;
    }
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    const struct pfq_standard_source source = {.catalogue = argv[1], .reference = argv[2]};
    if (pfq_standard_load(&source, &problems, &standard, &err) != PFQ_OK) {
        fprintf(stderr, "bench_checks: %s\n", err.text);
        return 1;
    }
    printf("catalogue %s, %zu checks; medians of %d rounds of %d\n", pfq_standard_version(standard),
           pfq_standard_texts(standard)->n_checks, ROUNDS, TURNS);
    for (int i = 3; i < argc; i++) {
        measure(standard, argv[i]);
    }
    pfq_standard_close(standard);
    pfq_arena_close(&arena);
    return 0;
}
