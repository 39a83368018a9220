/* themes.h - what the parts of `pfq themes` share.
 *
 *     themes.c         options, the rules, the list
 *     themes_none.c    why the list is empty
 *     themes_rebase.c  a baseline set anew (themes_rebase.h)
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_THEMES_H
#define OPERATOR_THEMES_H

#include "ask.h"
#include "text.h"

struct themes_command {
    const char *force;
    const char *unit;
    const char *theme;
    const char *run;
    int system;    /* ThemeSystem; 0: any */
    int32_t month; /* 0: the last move, whenever it was */
    int state;     /* 0: all that say something */
    bool json;
    bool rules;
    uint64_t shown;
    struct ask_to feedback;
    struct pfq_arena places;
    struct pfq_arena arena; /* of one page of moves */
    struct page page;
};

/* On stderr: nobody looks, there is nothing to look at, or nothing moved. */
void themes_say_none(struct themes_command *c);

int themes_rebase(int argc, char **argv);

#endif
