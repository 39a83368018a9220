/* tell.c - who may tell what: one table of events and roles.
 *
 * The operator may tell anything.  What the police say comes from a force, or from a CPS office
 * that had it on a sheet; a prosecutor judges files and raises challenges; outcomes of disputes
 * are recorded by legal managers alone, and by no system.  What ends a challenge, upholds it
 * or takes it further is said by legal managers and by the person who answers for it.
 *
 * A force speaks of itself, the manager of an Area of the forces of that Area.  Nobody marks a
 * second time what they marked first.
 */
#include <string.h>

#include "pfq/people.h"

#define ROLE(name) (1U << PFQ__V1__ROLE__ROLE_##name)
#define WHAT(name) PFQ__V1__EVENT__WHAT_##name
#define TO(state)  (1U << PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##state)

enum {
    MANAGERS = ROLE(OPERATOR) | ROLE(LEGAL_MANAGER),
    LEGAL = MANAGERS | ROLE(CPS),
    OFFICES = LEGAL | ROLE(AREA_MANAGER),
    ASSESSORS = LEGAL | ROLE(PROSECUTOR),
    INSIDE = OFFICES | ROLE(PROSECUTOR),
    ALL = INSIDE | ROLE(FORCE),

    ANY = 0,
    ANSWERS = TO(ACKNOWLEDGED) | TO(DISPUTED) | TO(REMEDIED)
};

static const struct row {
    Pfq__V1__Event__WhatCase what;
    unsigned
        to; /* of a move: the states that it enters; ANY: of whatever the rows before do not name */
    unsigned who;
    unsigned owner; /* these too, when the challenge is theirs */
    const char *else_say;
} rows[] = {
    {WHAT(ASSESSMENT), ANY, ASSESSORS, 0,
     "Assessments are made by prosecutors and legal managers."},
    {WHAT(WITHDRAWAL), ANY, ASSESSORS, 0,
     "Assessments are withdrawn by prosecutors and legal managers."},
    {WHAT(RESPONSE), ANY, OFFICES | ROLE(FORCE), 0,
     "Responses come from the force, or from a manager who was sent them."},
    {WHAT(OUTCOME), ANY, MANAGERS, 0, "Outcomes of disputes are recorded by legal managers."},
    {WHAT(REVIEW), ANY, INSIDE, 0, "Reviews are told of by the CPS."},
    {WHAT(REMARK), ANY, ASSESSORS, 0,
     "Second markings are made by prosecutors and legal managers."},
    {WHAT(CHALLENGE_RAISE), ANY, INSIDE, 0, "Challenges are raised by the CPS."},
    {WHAT(CHALLENGE_MOVE), ANSWERS, ALL, 0, "Challenges are answered by the force and the CPS."},
    {WHAT(CHALLENGE_MOVE), TO(SENT), INSIDE, 0, "Challenges are sent by the CPS."},
    {WHAT(CHALLENGE_MOVE), ANY, MANAGERS, ROLE(PROSECUTOR) | ROLE(AREA_MANAGER),
     "Challenges are maintained, withdrawn, closed, escalated and opened again by the person who "
     "answers for them and by legal managers."},
    {WHAT(MUTE), ANY, OFFICES, 0, "Themes are muted by managers of the CPS."},
    {WHAT(ACTION), ANY, ALL, 0, "Actions are told of by the force and the CPS."},
};

static const struct row *row_of(const Pfq__V1__Event *event)
{
    unsigned to = 0; /* escalated, or opened again */
    if (event->what_case == WHAT(CHALLENGE_MOVE) && event->challenge_move->has_to) {
        to = 1U << ((unsigned)event->challenge_move->to & 31U);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].what == event->what_case && (rows[i].to == ANY || (rows[i].to & to) != 0)) {
            return &rows[i];
        }
    }
    return NULL;
}

/* --- of which force ---------------------------------------------------------------------- */

static const char *of_theme(const Pfq__V1__ThemeKey *theme)
{
    return theme == NULL ? NULL : theme->force;
}

/* The force that an event says it is about; NULL: none, or its challenge knows. */
static const char *force_of(const Pfq__V1__Event *event)
{
    switch ((int)event->what_case) {
    case WHAT(CHALLENGE_RAISE):
        return event->challenge_raise->force;
    case WHAT(CHALLENGE_MOVE):
        return NULL;
    case WHAT(MUTE):
        return of_theme(event->mute->theme);
    case WHAT(ACTION):
        return of_theme(event->action->theme);
    default:
        return event->file == NULL ? NULL : event->file->force;
    }
}

bool pfq_people_limited(const Pfq__V1__Peer *peer)
{
    return peer->role == PFQ__V1__ROLE__ROLE_FORCE ||
           (peer->role == PFQ__V1__ROLE__ROLE_AREA_MANAGER && peer->area != NULL);
}

bool pfq_people_own(const Pfq__V1__Peer *peer, const char *force)
{
    if (!pfq_people_limited(peer) || force == NULL) {
        return !pfq_people_limited(peer);
    }
    if (peer->role == PFQ__V1__ROLE__ROLE_FORCE) {
        return peer->force != NULL && strcmp(peer->force, force) == 0;
    }
    for (size_t i = 0; i < peer->n_forces; i++) {
        if (strcmp(peer->forces[i], force) == 0) {
            return true;
        }
    }
    return false;
}

/* The challenge of a move knows its force: pfq_people_refuse_of(). */
static const char *refuse_force(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event)
{
    const char *force = force_of(event);
    if ((force == NULL && event->what_case == WHAT(CHALLENGE_MOVE)) ||
        pfq_people_own(peer, force)) {
        return NULL;
    }
    return peer->role == PFQ__V1__ROLE__ROLE_FORCE
               ? "A force speaks of its own files and themes alone: name its own force."
               : "The manager of an Area speaks of the forces of that Area alone.";
}

static const char *refuse_person(const char *staff, const Pfq__V1__Event *event)
{
    bool own = staff == NULL || (event->by != NULL && strcmp(event->by, staff) == 0);
    return own ? NULL : "You may speak for yourself alone: `by` is not your staff id.";
}

/* --- may it? ------------------------------------------------------------------------------- */

static bool has_role(const Pfq__V1__Peer *peer, unsigned roles)
{
    return (roles & 1U << (unsigned)peer->role) != 0;
}

const char *pfq_people_refuse(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event)
{
    const struct row *row = row_of(event);
    if (row == NULL) {
        return "The event says nothing.";
    }
    bool may_own = has_role(peer, row->owner) && peer->staff != NULL;
    if (!has_role(peer, row->who) && !may_own) {
        return row->else_say;
    }
    const char *no = refuse_force(peer, event);
    return no == NULL ? refuse_person(peer->staff, event) : no;
}

const char *pfq_people_refuse_of(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event,
                                 const char *force, const char *owner)
{
    const struct row *row = row_of(event);
    bool owns = owner != NULL && peer->staff != NULL && strcmp(owner, peer->staff) == 0;
    if (row == NULL || !pfq_people_own(peer, force)) {
        return PFQ_PEOPLE_ANOTHER_FORCE;
    }
    return has_role(peer, row->who) || (owns && has_role(peer, row->owner)) ? NULL : row->else_say;
}

const char *pfq_people_refuse_second(const char *first, const char *by)
{
    bool own = first != NULL && by != NULL && strcmp(first, by) == 0;
    return own ? "You marked this file the first time." : NULL;
}

/* "40 41 43"; a user of one force: that. */
static const char *forces_of(const Pfq__V1__Peer *peer, struct pfq_arena *arena)
{
    const char *all = peer->force == NULL ? "" : peer->force;
    for (size_t i = 0; i < peer->n_forces; i++) {
        all = pfq_arena_printf(arena, "%s%s%s", all, *all == '\0' ? "" : " ", peer->forces[i]);
    }
    return all;
}

const char *pfq_people_refuse_fix(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event,
                                  struct pfq_arena *arena, const char **path)
{
    const struct row *row = row_of(event);
    bool may_own = row != NULL && has_role(peer, row->owner) && peer->staff != NULL;
    const char *forces = forces_of(peer, arena);
    *path = "event";
    if (row == NULL || !(has_role(peer, row->who) || may_own)) {
        return NULL;
    }
    if (refuse_force(peer, event) != NULL) { /* without one, pfq.conf is at fault */
        return *forces == '\0'
                   ? NULL
                   : pfq_arena_printf(arena, "Name a force that is its own: %s.", forces);
    }
    *path = "event.by";
    return refuse_person(peer->staff, event) == NULL
               ? NULL
               : pfq_arena_printf(arena, "Leave `by` out, or give your own staff id: --by %s.",
                                  peer->staff);
}
