/* systems.c - see systems.h. */
#include "feedback/themes/systems.h"

const struct themes_system themes_systems[THEMES_SYSTEMS] = {
    {PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
     PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK, "machine", "", ""},
    {PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_TRIAGE, PFQ__V1__FIGURE_KIND__FIGURE_KIND_TRIAGE_THEME,
     PFQ__V1__FIGURE_KIND__FIGURE_KIND_TRIAGE_REASON, "triage", "CPS triage: ", " triaged"},
    {PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_ASSESSED, PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_THEME,
     PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_REASON, "assessed",
     "CPS assessments: ", " assessed"},
};

const struct themes_system *themes_system(const Pfq__V1__ThemeKey *key)
{
    size_t place = THEMES_SYSTEMS - 1;
    while (place > 0 && (!key->has_system || themes_systems[place].system != key->system)) {
        place--;
    }
    return &themes_systems[place];
}

const struct themes_system *themes_system_of(Pfq__V1__FigureKind kind)
{
    for (size_t i = 0; i < THEMES_SYSTEMS; i++) {
        if (themes_systems[i].theme == kind) {
            return &themes_systems[i];
        }
    }
    return NULL;
}
