/* authorise.c - see authorise.h. */
#include "authorise.h"

#include <string.h>

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
