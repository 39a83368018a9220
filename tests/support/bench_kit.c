/* bench_kit.c - see bench_kit.h. */
#include "support/bench_kit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "pfq/adapter.h"

int64_t bench_now_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

_Noreturn void bench_die(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, why);
    exit(1);
}

Pfq__V1__Envelope *bench_sample(const char *path, struct pfq_arena *arena)
{
    static char text[1 << 20];
    struct pfq_adapt_options options = {0};
    struct pfq_adapted *adapted = NULL;
    FILE *f = fopen(path, "rb");
    size_t size = f == NULL ? 0 : fread(text, 1, sizeof text, f);
    if (f != NULL) {
        (void)fclose(f);
    }
    if (pfq_adapt(text, size, &options, arena, &adapted) == 0 || adapted->envelope == NULL) {
        bench_die(path, "cannot be read");
    }
    adapted->envelope->source = pfq_arena_strdup(arena, "bench");
    return adapted->envelope;
}
