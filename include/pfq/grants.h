/* pfq/grants.h - who a peer is, until keys exist: its user id on the ipc socket.
 *
 * The parameter `peers` maps user ids to roles:
 *
 *     peers = 1001=force:43 1002=cps 1003=operator 1004=prosecutor:S17
 *             1005=legal_manager:S18 1006=area_manager:THAMES_CHILTERN:S19
 *
 * People have an opaque staff id, and say and read as themselves; an area manager has the
 * CPS Area, or ALL.
 *
 * The service's own user and root are the operator.  Whoever is not mapped, and
 * whoever the kernel does not vouch for (TCP), gets nothing.  A front service stamps
 * the Peer on what it sends to store, and store authorises (G7).
 *
 * Layer 1 (net).
 */
#ifndef PFQ_GRANTS_H
#define PFQ_GRANTS_H

#include <stddef.h>
#include <stdint.h>

#include "pfq/err.h"
#include "pfq/sock.h"
#include "store.pb-c.h"

enum {
    PFQ_GRANTS_MAX = 256
};

struct pfq_grant {
    uint32_t uid;
    Pfq__V1__Role role;
    char force[3];
    char area[33];  /* of an area manager; "" = all */
    char staff[33]; /* opaque id; "" = a system */
};

struct pfq_grants {
    struct pfq_grant rows[PFQ_GRANTS_MAX];
    size_t count;
};

/* All faults are named in the one error. */
enum pfq_code pfq_grants_parse(const char *peers, struct pfq_grants *out,
                               struct pfq_err *err) PFQ_CHECKED;

/* Fill *out; its force points into `grants`. */
void pfq_grants_stamp(struct pfq_grants *grants, const struct pfq_peer *peer, Pfq__V1__Peer *out);

#endif
