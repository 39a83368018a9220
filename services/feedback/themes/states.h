/* states.h - where a recurring theme can stand, and where it can go from there.
 *
 * Layer 2 (themes): pure.
 */
#ifndef THEMES_STATES_H
#define THEMES_STATES_H

#include <stdbool.h>

#include "feedback.pb-c.h"

/* The values of ThemeState, shorter. */
#define THEMES_NONE      PFQ__V1__THEME_STATE__THEME_STATE_UNSPECIFIED
#define THEMES_WATCHING  PFQ__V1__THEME_STATE__THEME_STATE_WATCHING
#define THEMES_RECURRING PFQ__V1__THEME_STATE__THEME_STATE_RECURRING
#define THEMES_WORSENING PFQ__V1__THEME_STATE__THEME_STATE_WORSENING
#define THEMES_IMPROVING PFQ__V1__THEME_STATE__THEME_STATE_IMPROVING
#define THEMES_RESOLVED  PFQ__V1__THEME_STATE__THEME_STATE_RESOLVED
#define THEMES_RETURNED  PFQ__V1__THEME_STATE__THEME_STATE_RETURNED
#define THEMES_QUIET     PFQ__V1__THEME_STATE__THEME_STATE_QUIET

/* 0 ... THEMES_STATES-1 are the values of ThemeState. */
enum {
    THEMES_STATES = 8
};

struct themes_state {
    const char *name;  /* as in the contract */
    const char *words; /* for people */
    bool announced;    /* the force is told */
    bool problem;      /* announced, and not over */
    unsigned next;     /* bit (1 << state) for each that may follow */
};

extern const struct themes_state themes_states[THEMES_STATES];

bool themes_may_follow(Pfq__V1__ThemeState from, Pfq__V1__ThemeState to);

/* Why a state moved; its name goes into ThemeMove.rule. */
enum themes_why {
    THEMES_WHY_NONE,
    THEMES_CUSUM,
    THEMES_BH,
    THEMES_LIMIT,
    THEMES_CUSUM_POOLED,
    THEMES_BH_REPEATED,
    THEMES_TARGET,
    THEMES_ODDS_ABOVE,
    THEMES_CUSUM_DOWN,
    THEMES_WITHIN_LIMITS,
    THEMES_NO_SIGNAL,
    THEMES_TIME_PASSED,
    THEMES_RESTATED,
    THEMES_LATE_FILES,
    THEMES_WHYS /* last */
};

const char *themes_why_name(enum themes_why why);
const char *themes_why_words(enum themes_why why); /* ends the sentence of a move */

#endif
