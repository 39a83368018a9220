/* systems.h - the three places that a theme's failings come from, and what each is called.
 *
 * The checks look at every file; people at the CPS look at some of them.  The three are never added
 * up: each has figures, cells and families of its own (themes.h).
 *
 * Layer 2 (themes).
 */
#ifndef THEMES_SYSTEMS_H
#define THEMES_SYSTEMS_H

#include "pfq/wire.h"

enum {
    THEMES_SYSTEMS = 3
};

struct themes_system {
    Pfq__V1__ThemeSystem system;
    Pfq__V1__FigureKind theme;  /* its figures of themes */
    Pfq__V1__FigureKind behind; /* and of what is behind them: checks, or reason codes */
    const char *name;           /* as it is typed: "triage" */
    const char *before;         /* a theme's title: "CPS triage: " */
    const char *seen;           /* of its files: " triaged" */
};

/* In the order in which they are shown. */
extern const struct themes_system themes_systems[THEMES_SYSTEMS];

/* Where the key says nothing, or what is not known here: the checks. */
const struct themes_system *themes_system(const Pfq__V1__ThemeKey *key);

/* Of whose themes figures of this kind are; NULL: of none. */
const struct themes_system *themes_system_of(Pfq__V1__FigureKind kind);

#endif
