/* authorise.c - see authorise.h. */
#include "authorise.h"

#include <string.h>

#include "pfq/people.h"

bool authorise(const Pfq__V1__Peer *peer, enum act act, const char *force)
{
    if (peer == NULL || !peer->has_role || force == NULL) {
        return false;
    }
    switch ((int)peer->role) {
    case PFQ__V1__ROLE__ROLE_OPERATOR:
        return true;
    case PFQ__V1__ROLE__ROLE_FORCE:
        return act != ACT_OVERSEE && peer->force != NULL && strcmp(peer->force, force) == 0;
    case PFQ__V1__ROLE__ROLE_CPS:
        return act != ACT_ACKNOWLEDGE;
    default:
        return false;
    }
}

static bool ours_or(const Pfq__V1__Peer *peer, enum act act, const char *force)
{
    return peer == NULL || authorise(peer, act, force == NULL ? "" : force);
}

bool authorise_periodic(const Pfq__V1__Envelope *request)
{
    switch ((int)request->body_case) {
    case PFQ__V1__ENVELOPE__BODY_FIGURES_READ:
        return ours_or(request->figures_read->peer, ACT_READ, request->figures_read->force);
    case PFQ__V1__ENVELOPE__BODY_THEMES_READ:
        return ours_or(request->themes_read->peer, ACT_READ, request->themes_read->force);
    case PFQ__V1__ENVELOPE__BODY_BASELINE:
        return ours_or(request->baseline->peer, ACT_OVERSEE, NULL);
    case PFQ__V1__ENVELOPE__BODY_MONTH_CLOSE:
        return ours_or(request->month_close->peer, ACT_OVERSEE, NULL);
    case PFQ__V1__ENVELOPE__BODY_MONTHS_READ:
        return ours_or(request->months_read->peer, ACT_OVERSEE, NULL);
    default:
        return true;
    }
}

/* --- what people said ---------------------------------------------------------------------- */

#define ROLE(name) (1U << PFQ__V1__ROLE__ROLE_##name)
#define KIND(name) [PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name]

enum {
    OFFICES = ROLE(OPERATOR) | ROLE(CPS) | ROLE(LEGAL_MANAGER) | ROLE(AREA_MANAGER),
    INSIDE = OFFICES | ROLE(PROSECUTOR)
};

/* Who may read rows of which kind; what of a row it sees is pfq_people_redact(). */
static const unsigned readers[] = {
    KIND(ASSESSMENTS) = INSIDE | ROLE(FORCE),
    KIND(EXPECTED) = INSIDE,
    KIND(REVIEWS) = INSIDE,
    KIND(CHALLENGES) = INSIDE | ROLE(FORCE),
    KIND(MUTES) = INSIDE | ROLE(FORCE),
    KIND(ACTIONS) = INSIDE | ROLE(FORCE),
};

Pfq__V1__Role authorise_role(const Pfq__V1__Peer *peer)
{
    return peer == NULL      ? PFQ__V1__ROLE__ROLE_OPERATOR
           : !peer->has_role ? PFQ__V1__ROLE__ROLE_UNSPECIFIED
                             : peer->role;
}

bool authorise_outside(const Pfq__V1__Peer *peer)
{
    return authorise_role(peer) == PFQ__V1__ROLE__ROLE_FORCE;
}

const char *authorise_event(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event)
{
    bool named = peer != NULL && peer->staff != NULL;
    const char *sentence =
        pfq_people_refuse(authorise_role(peer), peer == NULL ? NULL : peer->force, event);
    if (sentence == NULL && named && (event->by == NULL || strcmp(event->by, peer->staff) != 0)) {
        return "You may speak for yourself alone: `by` is not your staff id.";
    }
    return sentence;
}

const char *authorise_people(const Pfq__V1__Peer *peer, const Pfq__V1__PeopleRead *read,
                             const char **force)
{
    Pfq__V1__Role role = authorise_role(peer);
    if ((readers[read->kind] & 1U << (unsigned)role) == 0) {
        return "You may not read this.";
    }
    if (role != PFQ__V1__ROLE__ROLE_FORCE) {
        return NULL;
    }
    bool own = peer->force != NULL && ((*force)[0] == '\0' || strcmp(*force, peer->force) == 0);
    *force = peer->force;
    return own ? NULL : "A force reads what is of itself alone.";
}
