/* tell.c - who may tell what: one table of events and roles.
 *
 * The operator may tell anything.  What the police say comes from a force, or from a CPS office
 * that had it on a sheet; a prosecutor judges files and raises challenges; outcomes of disputes
 * are recorded by legal managers and by the CPS's own systems.
 */
#include <string.h>

#include "pfq/people.h"

#define ROLE(name) (1U << PFQ__V1__ROLE__ROLE_##name)
#define WHAT(name) PFQ__V1__EVENT__WHAT_##name

enum {
    LEGAL = ROLE(OPERATOR) | ROLE(CPS) | ROLE(LEGAL_MANAGER),
    OFFICES = LEGAL | ROLE(AREA_MANAGER),
    ASSESSORS = LEGAL | ROLE(PROSECUTOR),
    INSIDE = OFFICES | ROLE(PROSECUTOR),
    ALL = INSIDE | ROLE(FORCE)
};

static const struct {
    Pfq__V1__Event__WhatCase what;
    unsigned who;
    const char *else_say;
} rows[] = {
    {WHAT(ASSESSMENT), ASSESSORS, "Assessments are made by prosecutors and legal managers."},
    {WHAT(WITHDRAWAL), ASSESSORS, "Assessments are withdrawn by prosecutors and legal managers."},
    {WHAT(RESPONSE), OFFICES | ROLE(FORCE),
     "Responses come from the force, or from a manager who was sent them."},
    {WHAT(OUTCOME), LEGAL, "Outcomes of disputes are recorded by legal managers."},
    {WHAT(REVIEW), INSIDE, "Reviews are told of by the CPS."},
    {WHAT(REMARK), ASSESSORS, "Second markings are made by prosecutors and legal managers."},
    {WHAT(CHALLENGE_RAISE), INSIDE, "Challenges are raised by the CPS."},
    {WHAT(CHALLENGE_MOVE), ALL, "Challenges are moved by the force and the CPS."},
    {WHAT(MUTE), OFFICES, "Themes are muted by managers of the CPS."},
    {WHAT(ACTION), ALL, "Actions are told of by the force and the CPS."},
};

/* The force that an event says it is about; NULL: none, or its challenge knows. */
static const char *force_of(const Pfq__V1__Event *event)
{
    const Pfq__V1__ThemeKey *theme =
        event->what_case == WHAT(ACTION) && event->action != NULL ? event->action->theme : NULL;
    return event->file != NULL ? event->file->force : theme != NULL ? theme->force : NULL;
}

static const char *refuse_force(const char *force, const Pfq__V1__Event *event)
{
    const char *about = force_of(event);
    bool named_elsewhere = event->what_case == WHAT(CHALLENGE_MOVE);
    bool own = about != NULL && force != NULL && strcmp(about, force) == 0;
    return own || (about == NULL && named_elsewhere)
               ? NULL
               : "A force speaks of its own files and themes alone: name its own force.";
}

static const char *refuse_person(const char *staff, const Pfq__V1__Event *event)
{
    bool own = staff == NULL || (event->by != NULL && strcmp(event->by, staff) == 0);
    return own ? NULL : "You may speak for yourself alone: `by` is not your staff id.";
}

const char *pfq_people_refuse(const struct pfq_people_teller *who, const Pfq__V1__Event *event)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].what != event->what_case) {
            continue;
        }
        if ((rows[i].who & 1U << (unsigned)who->role) == 0) {
            return rows[i].else_say;
        }
        const char *no =
            who->role == PFQ__V1__ROLE__ROLE_FORCE ? refuse_force(who->force, event) : NULL;
        return no == NULL ? refuse_person(who->staff, event) : no;
    }
    return "The event says nothing.";
}
