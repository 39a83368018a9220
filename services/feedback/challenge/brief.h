/* brief.h - a challenge as one A4 page to take into a meeting: what is so, with its figures and
 * three examples; what was promised before and what came of it; what is wanted, by when.
 *
 * Everything is given by the caller as it was read; each part is marked for who may see it, so
 * the outside page has neither owner, note, nor what colleagues said among themselves.
 *
 * Layer 2 (challenge): pure.
 */
#ifndef BRIEF_H
#define BRIEF_H

#include <stddef.h>
#include <stdio.h>

#include "feedback/effect/effect.h"
#include "feedback/render/audience.h"
#include "pfq/wire.h"

enum {
    BRIEF_EXAMPLES = 3,
    BRIEF_PROMISES = 4 /* challenges, and as many actions */
};

struct brief_example {
    const char *urn;
    const char *what; /* of the finding: its title and the items at fault */
    int32_t date;     /* of its arrival */
};

struct brief_facts {
    const Pfq__V1__ChallengeRow *row;
    const char *force_name;
    const Pfq__V1__ThemeMove *move; /* the theme's last, or NULL */
    const struct effect_month *months;
    size_t month_count;
    const char *became; /* of a case: what became of the file; NULL: nobody says */
    const struct brief_example *examples;
    size_t example_count;
    Pfq__V1__ActionRow **actions; /* on the same theme */
    size_t action_count;
    Pfq__V1__ChallengeRow **others; /* earlier challenges on the same theme or case */
    size_t other_count;
    int64_t made_ms;
    uint64_t up_to;
};

struct document;

/* In the arena; borrows from the facts. */
const struct document *brief_document(const struct brief_facts *facts, struct pfq_arena *arena);

void brief_html(const struct brief_facts *facts, enum audience audience, struct pfq_arena *arena,
                FILE *out);
void brief_text(const struct brief_facts *facts, enum audience audience, struct pfq_arena *arena,
                FILE *out);

#endif
