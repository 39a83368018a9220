/* pfq/problems.h - all the problems of one input, never just the first.
 *
 * A list of the contract's own Problem messages, made in an arena.  It is bounded:
 * past PFQ_PROBLEMS_MAX, or when less than PFQ_PROBLEMS_ROOM is left in the arena, it
 * only counts, and pfq_problems_close() says how many more there were.  A message sentence never
 * repeats a value from the input (G9): it names the place, what is wrong and how to mend it.
 *
 * Layer 1 (wire): may include layer 0 and the generated messages.
 */
#ifndef PFQ_PROBLEMS_H
#define PFQ_PROBLEMS_H

#include <stddef.h>

#include "pfq/arena.h"
#include "receipt.pb-c.h"

enum {
    PFQ_PROBLEMS_MAX = 200,
    PFQ_PROBLEMS_ROOM = 8 * 1024 /* bytes */
};

struct pfq_problems {
    struct pfq_arena *arena;
    Pfq__V1__Problem **rows; /* PFQ_PROBLEMS_MAX + 1 places */
    size_t count;
    size_t unlisted;
};

void pfq_problems_init(struct pfq_problems *p, struct pfq_arena *arena);

/* `path` and `fix` are copied; `fmt` makes the sentence. */
void pfq_problem(struct pfq_problems *p, const char *code, const char *path, const char *fix,
                 const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Add the "and 12 more" row where rows were left out.  Call once, at the end. */
void pfq_problems_close(struct pfq_problems *p);

#endif
