/* themes_rebase.h - what the two parts of `pfq themes rebase` share.
 *
 *     themes_rebase.c    options, the preview, setting it
 *     themes_baseline.c  asking store: monthly figures, and the baseline that there is
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_THEMES_REBASE_H
#define OPERATOR_THEMES_REBASE_H

#include "feedback/themes/themes.h"
#include "themes.h"

struct rebase {
    Pfq__V1__Baseline wanted;
    Pfq__V1__ThemeKey key;
    const Pfq__V1__Baseline *set; /* by a person before; NULL: by rule */
    const char *run;
    bool yes;
    bool json;
    int32_t first; /* month of the first figure; the others follow */
    struct themes_count months[THEMES_MONTHS_MAX];
    struct ask_to store;
    struct pfq_arena arena;
    struct page page;
};

/* Store's answer; what failed is said on stderr. */
enum pfq_exit rebase_ask(struct rebase *r, Pfq__V1__Envelope *request,
                         Pfq__V1__Envelope__BodyCase wanted, Pfq__V1__Envelope **answer);

/* The theme's months, and the baseline that was set of it. */
enum pfq_exit rebase_read(struct rebase *r);

/* Of r->months: where a month is, and so many from one on together. */
int rebase_place(const struct rebase *r, int32_t month);
struct stats_share rebase_sum(const struct rebase *r, int from, int months);

/* The baseline that judges now.  False: there is none yet. */
bool rebase_old(const struct rebase *r, struct themes_base *base);

#endif
