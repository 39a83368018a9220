/* peers.c - linear probing with deletion by moving back: see peers.h. */
#include "peers.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"

enum pfq_code peers_init(struct intake_peers *peers, uint32_t in_flight, struct pfq_err *err)
{
    uint32_t places = 16;
    while (places < 2 * in_flight) {
        places *= 2;
    }
    *peers = (struct intake_peers){calloc(places, sizeof(struct intake_peer)), places};
    return peers->rows == NULL ? pfq_fail(err, PFQ_E_IO, "no memory for %u peers", places) : PFQ_OK;
}

void peers_fini(struct intake_peers *peers)
{
    free(peers->rows);
    *peers = (struct intake_peers){NULL, 0};
}

/* libzmq's ids are counters: FNV-1a spreads them. */
static uint32_t home_of(const struct intake_peers *peers, const struct pfq_peer *peer)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < peer->size; i++) {
        hash = (hash ^ peer->id[i]) * 16777619U;
    }
    return hash & (peers->places - 1);
}

static bool same(const struct pfq_peer *a, const struct pfq_peer *b)
{
    return a->size == b->size && memcmp(a->id, b->id, a->size) == 0;
}

/* The peer's place, or the free one where it would go. */
static uint32_t place_of(const struct intake_peers *peers, const struct pfq_peer *peer)
{
    uint32_t i = home_of(peers, peer);
    while (peers->rows[i].in_flight > 0 && !same(&peers->rows[i].peer, peer)) {
        i = (i + 1) & (peers->places - 1);
    }
    return i;
}

const struct intake_peer *peers_find(const struct intake_peers *peers, const struct pfq_peer *peer)
{
    return &peers->rows[place_of(peers, peer)];
}

void peers_add(struct intake_peers *peers, const struct pfq_peer *peer, uint32_t bytes)
{
    struct intake_peer *row = &peers->rows[place_of(peers, peer)];
    row->peer = *peer;
    row->in_flight++;
    row->bytes += bytes;
}

/* Close the hole at i: move back whatever probed past it. */
static void close_hole(struct intake_peers *peers, uint32_t i)
{
    uint32_t mask = peers->places - 1;
    for (uint32_t j = (i + 1) & mask; peers->rows[j].in_flight > 0; j = (j + 1) & mask) {
        uint32_t home = home_of(peers, &peers->rows[j].peer);
        if (((j - home) & mask) >= ((j - i) & mask)) {
            peers->rows[i] = peers->rows[j];
            peers->rows[j].in_flight = 0;
            peers->rows[j].bytes = 0;
            i = j;
        }
    }
}

void peers_drop(struct intake_peers *peers, const struct pfq_peer *peer, uint32_t bytes)
{
    uint32_t i = place_of(peers, peer);
    PFQ_ASSERT(peers->rows[i].in_flight > 0 && peers->rows[i].bytes >= bytes);
    peers->rows[i].in_flight--;
    peers->rows[i].bytes -= bytes;
    if (peers->rows[i].in_flight == 0) {
        close_hole(peers, i);
    }
}
