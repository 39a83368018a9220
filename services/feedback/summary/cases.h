/* cases.h - of a pack: what became of the files that were challenged, a line for each.
 *
 * Of each challenge on a case that was ever sent store is asked for the last submission of the
 * case, and the mailbox for its receipt, so that the line is what `pfq challenge show` says.  A
 * file that cannot be read is said to be so, and stops nothing.
 *
 * Layer 2 (summary).
 */
#ifndef CASES_H
#define CASES_H

#include "feedback/digest/gather.h"

enum {
    CASES_MAX = 10 /* challenges whose files are looked at; of further ones it says how many */
};

struct cases {
    const Pfq__V1__PeopleRows *people; /* of all forces */
    struct pfq_arena *arena;
    size_t at;       /* of the challenges on cases */
    char *force;     /* of the last submission; NULL: it is not asked for yet */
    uint64_t number; /* in the force's mailbox */
    bool is_read[CASES_MAX];
    Pfq__V1__Receipt *receipts[CASES_MAX]; /* NULL: no submission is there */
    Pfq__V1__CaseRead read;
};

/* Both are borrowed until the digest is made. */
void cases_begin(struct cases *c, const Pfq__V1__PeopleRows *people, struct pfq_arena *arena);

/* False: all is there. */
bool cases_ask(struct cases *c, struct gather_question *question);
void cases_take(struct cases *c, const Pfq__V1__Envelope *answer); /* NULL: it cannot be had */

/* Behind what else was done. */
void cases_put(const struct cases *c, Pfq__V1__Digest *digest, struct pfq_arena *arena);

#endif
