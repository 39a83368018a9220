/* bench_kit.h - what the benchmarks share: a clock, a sample file, and giving up.
 *
 * Nothing here needs a test framework. */
#ifndef BENCH_KIT_H
#define BENCH_KIT_H

#include <stdint.h>

#include "pfq/wire.h"

int64_t bench_now_us(void);

/* Says "bench_commits: what: why" and ends the program. */
_Noreturn void bench_die(const char *what, const char *why);

/* The first submission in the file, from the source "bench". */
Pfq__V1__Envelope *bench_sample(const char *path, struct pfq_arena *arena);

#endif
