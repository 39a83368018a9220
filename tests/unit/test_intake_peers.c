/* Messages in flight for each peer: services/intake/peers.h. */
#include <criterion/criterion.h>
#include <string.h>

#include "intake/peers.h"

static struct pfq_peer peer_of(uint32_t n)
{
    struct pfq_peer peer = {.size = 5};
    memcpy(peer.id + 1, &n, sizeof n);
    return peer;
}

/* Against plain counters, with more churn than places, so that rows collide and move. */
Test(intake_peers, counts_agree_with_a_plain_array_under_churn)
{
    enum {
        PEERS = 40,
        IN_FLIGHT = 32
    };
    struct intake_peers peers;
    struct pfq_err err;
    uint32_t plain[PEERS] = {0};
    uint32_t total = 0;
    uint32_t seed = 2026;
    cr_assert_eq(peers_init(&peers, IN_FLIGHT, &err), PFQ_OK);
    for (int step = 0; step < 100000; step++) {
        seed = seed * 1664525 + 1013904223;
        uint32_t n = (seed >> 8) % PEERS;
        struct pfq_peer peer = peer_of(n);
        if (plain[n] > 0 && (total == IN_FLIGHT || (seed >> 20) % 2 == 0)) {
            peers_drop(&peers, &peer, n);
            plain[n]--;
            total--;
        } else if (total < IN_FLIGHT) {
            peers_add(&peers, &peer, n);
            plain[n]++;
            total++;
        }
        struct pfq_peer other = peer_of((seed >> 3) % PEERS);
        const struct intake_peer *row = peers_find(&peers, &other);
        uint32_t k = (seed >> 3) % PEERS;
        cr_assert_eq(row->in_flight, plain[k], "step %d", step);
        cr_assert_eq(row->bytes, (uint64_t)plain[k] * k, "step %d", step);
    }
    peers_fini(&peers);
}
