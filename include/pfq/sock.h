/* pfq/sock.h - ZeroMQ sockets with every option set explicitly.
 *
 * libzmq's defaults are wrong for a service of ours: no bound on a message, silent
 * discard of what cannot be routed, waiting for ever at close, queueing to a peer
 * that is not there.  pfq_sock_open() sets all of them and is the only place that does.
 *
 * Endpoints are ipc; a TCP endpoint outside loopback is refused until keys exist.
 *
 * Layer 1 (net).  sock.c is the only file that includes zmq.h.
 */
#ifndef PFQ_SOCK_H
#define PFQ_SOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pfq/err.h"
#include "pfq/wire.h"

enum pfq_sock_kind {
    PFQ_SOCK_NONE,
    PFQ_SOCK_ROUTER, /* binds; answers each peer */
    PFQ_SOCK_DEALER, /* connects; asks one service */
    PFQ_SOCK_HUB,    /* a ROUTER for services of ours alone: longer queues */
    PFQ_SOCK_LINK,   /* a DEALER between services of ours: longer queues */
    PFQ_SOCK_PUB,    /* binds; hints */
    PFQ_SOCK_SUB     /* connects; hints */
};

/* ROUTER and HUB answer, DEALER and LINK ask. */
bool pfq_sock_answers(enum pfq_sock_kind kind);
bool pfq_sock_asks(enum pfq_sock_kind kind);

struct pfq_peer {
    uint8_t size;
    uint8_t id[32]; /* libzmq's routing id: valid while the peer is connected */
    bool known;     /* uid and gid were told by the kernel (ipc) */
    uint32_t uid;
    uint32_t gid;
};

struct pfq_sock;

enum pfq_code pfq_sock_open(enum pfq_sock_kind kind, const char *endpoint, struct pfq_sock **out,
                            struct pfq_err *err) PFQ_CHECKED;
void pfq_sock_close(struct pfq_sock *sock);

/* False: nothing there now.  *frame is borrowed until the next call on this socket. */
bool pfq_sock_receive(struct pfq_sock *sock, struct pfq_peer *from, struct pfq_bytes *frame);

/* Never waits.  `to` is NULL but on ROUTER and HUB.  PEER_AWAY: the peer is gone, or nobody is
 * connected.  PEER_SLOW: its queue is full. */
enum pfq_code pfq_sock_send(struct pfq_sock *sock, const struct pfq_peer *to,
                            struct pfq_bytes frame) PFQ_CHECKED;

/* Wait until one of the sockets or fds is readable, or `wait_ms` has passed.  ready[i] is set
 * for socks first, then fds. */
enum pfq_code pfq_sock_wait(struct pfq_sock *const *socks, size_t sock_count, const int *fds,
                            size_t fd_count, int64_t wait_ms, bool *ready,
                            struct pfq_err *err) PFQ_CHECKED;

#endif
