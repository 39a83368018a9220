/* peers.h - how many messages, and bytes of them, each peer has in flight.
 *
 * A fixed open-addressing table by routing id; a peer is there only while it has
 * something in flight, so the table is as large as the messages in flight can need.
 *
 * Layer 4 (intake).
 */
#ifndef PEERS_H
#define PEERS_H

#include <stdint.h>

#include "pfq/err.h"
#include "pfq/sock.h"

struct intake_peer {
    struct pfq_peer peer;
    uint32_t in_flight; /* 0 = free place */
    uint64_t bytes;     /* of them */
};

struct intake_peers {
    struct intake_peer *rows;
    uint32_t places; /* a power of two, at least twice the messages in flight */
};

enum pfq_code peers_init(struct intake_peers *peers, uint32_t in_flight,
                         struct pfq_err *err) PFQ_CHECKED;
void peers_fini(struct intake_peers *peers);

/* What the peer has in flight; valid until the next call. */
const struct intake_peer *peers_find(const struct intake_peers *peers, const struct pfq_peer *peer);
void peers_add(struct intake_peers *peers, const struct pfq_peer *peer, uint32_t bytes);
void peers_drop(struct intake_peers *peers, const struct pfq_peer *peer, uint32_t bytes);

#endif
