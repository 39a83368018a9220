/* golden_set.h - every golden file and every spoiled one, packed, to be judged many times. */
#ifndef TEST_GOLDEN_SET_H
#define TEST_GOLDEN_SET_H

#include "pfq/standard.h"

struct golden_set {
    struct pfq_bytes *files;
    size_t count;
};

void golden_set_read(struct pfq_arena *arena, struct golden_set *out);

/* What a standard, whichever it is, makes of a file. */
const Pfq__V1__Judged *golden_set_judge(const struct pfq_standard *standard, struct pfq_bytes file,
                                        struct pfq_arena *arena);

#endif
