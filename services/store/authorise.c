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
        return peer->force != NULL && strcmp(peer->force, force) == 0;
    case PFQ__V1__ROLE__ROLE_CPS:
        return act != ACT_ACKNOWLEDGE;
    default:
        return false;
    }
}
