/* authorise.h - may this peer do this?  The one place where it is decided (G7).
 *
 * Layer 4 (store).
 */
#ifndef AUTHORISE_H
#define AUTHORISE_H

#include <stdbool.h>

#include "store.pb-c.h"

enum act {
    ACT_PUT,
    ACT_READ,
    ACT_ACKNOWLEDGE
};

/* An operator may do anything; a force's system everything, for its own force alone;
 * a CPS system may put and read; whoever has no role, nothing. */
bool authorise(const Pfq__V1__Peer *peer, enum act act, const char *force);

#endif
