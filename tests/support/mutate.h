/* mutate.h - a condition with one thing in it changed.
 *
 * Each place of a condition can be wrong in a few ways: an operator for its neighbour,
 * a part left out, a number one off.  A test that cannot tell a mutant from the condition
 * does not prove that place.
 */
#ifndef TEST_MUTATE_H
#define TEST_MUTATE_H

#include "standard/language/ast.h"
#include "support/sources.h"

struct mutate_change {
    struct rule_ast *ast; /* the changed condition */
    const char *what;     /* "and for or" */
    const char *where;    /* the changed part as it was */
    const char *now;      /* and as it is */
};

/* The n-th mutant, in the arena.  False: there are no more. */
bool mutate(const struct rule_ast *ast, size_t n, const struct sources *sources,
            struct pfq_arena *arena, struct mutate_change *out);

#endif
