/* themes_none.c - `pfq themes` found nothing: which of several nothings that is. */
#include <stdio.h>
#include <string.h>

#include "feedback/themes/systems.h"
#include "places.h"
#include "themes.h"

static bool units_are_watched(struct themes_command *c)
{
    const char *told = place_of_feedback("themes_by_unit", &c->places);
    return told != NULL && strcmp(told, "0") != 0;
}

/* Submissions of the months, of the force where one is named; -1: nobody could say. */
static int64_t count_submissions(struct themes_command *c, int32_t month)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    Pfq__V1__MonthsRead read = PFQ__V1__MONTHS_READ__INIT;
    struct pfq_err err;
    int64_t count = 0;
    read.has_from_month = read.has_to_month = month != 0;
    read.from_month = read.to_month = month;
    read.force = c->force == NULL ? NULL : pfq_arena_strdup(&c->arena, c->force);
    request.body_case = PFQ__V1__ENVELOPE__BODY_MONTHS_READ;
    request.months_read = &read;
    if (ask(c->feedback.client, &request, PFQ__V1__ENVELOPE__BODY_MONTH_ROWS, ASK_TIMEOUT_MS,
            &c->arena, &answer, &err) != PFQ_OK ||
        answer->month_rows->n_problems > 0) {
        return -1;
    }
    for (size_t i = 0; i < answer->month_rows->n_rows; i++) {
        count += (int64_t)answer->month_rows->rows[i]->submissions;
    }
    return count;
}

void themes_say_none(struct themes_command *c)
{
    const Pfq__V1__ThemeKey key = {.has_system = true, .system = (Pfq__V1__ThemeSystem)c->system};
    const char *of_force =
        pfq_arena_printf(&c->arena, "%s%s%s%s", c->force == NULL ? "" : " of force ",
                         c->force == NULL ? "" : c->force, c->system == 0 ? "" : ", system ",
                         c->system == 0 ? "" : themes_system(&key)->name);
    fputs("pfq themes: ", stderr);
    if (c->unit != NULL && !units_are_watched(c)) {
        fputs("police units are not watched: themes_by_unit is 0 in pfq.conf\n", stderr);
    } else if (c->system <= PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE &&
               count_submissions(c, c->month) == 0) {
        fprintf(stderr, "nothing was received%s in %s, so no theme can move\n", of_force,
                c->month == 0 ? "the last twelve months"
                              : pfq_arena_printf(&c->arena, "%04d-%02d", (int)(c->month / 100),
                                                 (int)(c->month % 100)));
    } else if (c->month != 0) {
        fprintf(stderr, "no theme%s moved so with the figures of %04d-%02d\n", of_force,
                (int)(c->month / 100), (int)(c->month % 100));
    } else {
        fprintf(stderr, "no theme%s is in such a state; --state quiet shows what was\n", of_force);
    }
}
