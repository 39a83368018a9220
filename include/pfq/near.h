/* near.h - the known name that is nearest to a mistyped one.
 *
 *     struct pfq_near near = {.wanted = "sttaus"};
 *     pfq_near_offer(&near, "status"); ...
 *     near.name                            "status"; NULL: nothing is near
 *
 * Layer 0 (base).
 */
#ifndef PFQ_NEAR_H
#define PFQ_NEAR_H

#include <stddef.h>

enum {
    PFQ_NEAR_TEXT = 80 /* bytes of a name; a longer one is near nothing */
};

struct pfq_near {
    const char *wanted;
    const char *name;
    size_t edits; /* from wanted to name */
};

/* It is taken where it is nearer than those before it, and near at all: a suggestion that is
 * not near is of no use. */
void pfq_near_offer(struct pfq_near *near, const char *name);

/* How many letters must be put in, left out or changed to make `a` into `b`. */
size_t pfq_edits(const char *a, const char *b);

#endif
