/* states.c - the states of a recurring theme: see states.h. */
#include "feedback/themes/states.h"

#define TO(state) (1U << (state))

const struct themes_state themes_states[THEMES_STATES] = {
    [THEMES_NONE] = {"UNSPECIFIED", "nothing to say", false, false,
                     TO(THEMES_WATCHING) | TO(THEMES_RECURRING)},
    [THEMES_WATCHING] = {"WATCHING", "watching", false, false,
                         TO(THEMES_RECURRING) | TO(THEMES_QUIET)},
    [THEMES_RECURRING] = {"RECURRING", "recurring", true, true,
                          TO(THEMES_WORSENING) | TO(THEMES_IMPROVING)},
    [THEMES_WORSENING] = {"WORSENING", "worsening", true, true, TO(THEMES_IMPROVING)},
    [THEMES_IMPROVING] = {"IMPROVING", "improving", true, true,
                          TO(THEMES_RECURRING) | TO(THEMES_RESOLVED)},
    [THEMES_RESOLVED] = {"RESOLVED", "resolved", true, false,
                         TO(THEMES_RETURNED) | TO(THEMES_QUIET)},
    [THEMES_RETURNED] = {"RETURNED", "returned", true, true,
                         TO(THEMES_WORSENING) | TO(THEMES_IMPROVING)},
    [THEMES_QUIET] = {"QUIET", "quiet", false, false, TO(THEMES_WATCHING) | TO(THEMES_RECURRING)},
};

bool themes_may_follow(Pfq__V1__ThemeState from, Pfq__V1__ThemeState to)
{
    return (themes_states[from].next & TO(to)) != 0;
}

static const struct {
    const char *name;
    const char *words;
} whys[THEMES_WHYS] = {
    [THEMES_WHY_NONE] = {"", ""},
    [THEMES_CUSUM] = {"CUSUM", "added up file by file, too many failed"},
    [THEMES_BH] = {"BH", "stands out this month"},
    [THEMES_LIMIT] = {"LIMIT", "outside its limits this month"},
    [THEMES_CUSUM_POOLED] = {"CUSUM_POOLED",
                             "added up file by file, too many failed, and it goes on"},
    [THEMES_BH_REPEATED] = {"BH_REPEATED", "stands out for the second time in three months"},
    [THEMES_TARGET] = {"TARGET", "are above the force's own target"},
    [THEMES_ODDS_ABOVE] = {"ODDS_ABOVE", "are more than chance explains"},
    [THEMES_CUSUM_DOWN] = {"CUSUM_DOWN", "falling back to what it was"},
    [THEMES_WITHIN_LIMITS] = {"WITHIN_LIMITS", "as expected for three whole months"},
    [THEMES_NO_SIGNAL] = {"NO_SIGNAL", "no signal for three whole months"},
    [THEMES_TIME_PASSED] = {"TIME_PASSED", "resolved more than twelve months ago"},
    [THEMES_RESTATED] = {"RESTATED", ""},
    [THEMES_LATE_FILES] = {"LATE_FILES", "files came after the month was closed"},
};

const char *themes_why_name(enum themes_why why)
{
    return whys[why].name;
}

const char *themes_why_words(enum themes_why why)
{
    return whys[why].words;
}
