/* sock.c - every ZeroMQ option of every socket, in one table: see pfq/sock.h.
 *
 * The bounds, and why they are what they are:
 *
 *   MAXMSGSIZE   one frame.  A peer that sends a larger one loses its connection, and
 *                nobody else notices.
 *   RCVHWM       libzmq bounds messages, not bytes.  A ROUTER keeps 16 a peer: 64 peers
 *                with frames of 4 KiB cost 4 MiB, and what is not read stays in the
 *                sender, which is the back-pressure.  A DEALER talks to one service of
 *                ours and holds a whole window of answers.
 *   SNDHWM       A ROUTER keeps 4096 answers a peer for one that reads slowly, and then
 *                says PEER_SLOW: twice what intake lets a peer have unanswered, because
 *                libzmq learns of what was read only in steps of half this number.
 *   HUB, LINK    Between services of ours, what is under way is bounded in messages and
 *                bytes by who asks; these queues only must not be the shorter ones.
 *   hints        PUB and SUB keep 64 and lose the rest: a timer scan is the truth.
 *
 * What libzmq 4.3.4 cannot bound: the parts of one unfinished multipart message.  Only
 * who may open the socket file can do that; its mode is 0660, and 0600 between services.
 */
#define _GNU_SOURCE /* memrchr */
#include "pfq/sock.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zmq.h>

#include "endpoint.h"
#include "pfq/bug.h"

enum {
    IO_THREADS = 1,
    SOCKETS_MAX = 64,
    WAIT_MAX = 16,
    UNSET = INT_MIN /* the option does not exist for this kind */
};

struct pfq_sock {
    void *zmq;
    enum pfq_sock_kind kind;
    bool ipc;
    zmq_msg_t frame; /* lent to the caller of receive until the next call */
};

/* --- the context: one a process, living as long as any socket ---------------------- */

static pthread_mutex_t context_lock = PTHREAD_MUTEX_INITIALIZER;
static void *context;
static unsigned context_users;

static void *context_begin(void)
{
    (void)pthread_mutex_lock(&context_lock);
    if (context == NULL) {
        context = zmq_ctx_new();
        if (context != NULL) {
            (void)zmq_ctx_set(context, ZMQ_IO_THREADS, IO_THREADS);
            (void)zmq_ctx_set(context, ZMQ_MAX_SOCKETS, SOCKETS_MAX);
        }
    }
    context_users += context != NULL;
    (void)pthread_mutex_unlock(&context_lock);
    return context;
}

/* Waits for what is still to be sent, at most LINGER. */
static void context_end(void)
{
    (void)pthread_mutex_lock(&context_lock);
    if (--context_users == 0) {
        while (zmq_ctx_term(context) != 0 && errno == EINTR) {
        }
        context = NULL;
    }
    (void)pthread_mutex_unlock(&context_lock);
}

/* --- options ------------------------------------------------------------------------ */

#define KINDS (PFQ_SOCK_SUB + 1)

static const int zmq_kinds[KINDS] = {
    [PFQ_SOCK_ROUTER] = ZMQ_ROUTER, [PFQ_SOCK_DEALER] = ZMQ_DEALER, [PFQ_SOCK_HUB] = ZMQ_ROUTER,
    [PFQ_SOCK_LINK] = ZMQ_DEALER,   [PFQ_SOCK_PUB] = ZMQ_PUB,       [PFQ_SOCK_SUB] = ZMQ_SUB,
};

/* clang-format off */
static const struct {
    int option;
    int value[KINDS]; /* none, ROUTER, DEALER, HUB, LINK, PUB, SUB */
} options[] = {
    /*                             ROUTER  DEALER    HUB   LINK   PUB    SUB */
    {ZMQ_LINGER,             {UNSET,  1000,   1000,  1000,  1000,     0,     0}},
    {ZMQ_SNDHWM,             {UNSET,  4096,   1024, 16384, 16384,    64,    64}},
    {ZMQ_RCVHWM,             {UNSET,    16,   1024, 16384, 16384,    64,    64}},
    {ZMQ_SNDTIMEO,           {UNSET,     0,      0,     0,     0,     0,     0}}, /* never wait */
    {ZMQ_RCVTIMEO,           {UNSET,     0,      0,     0,     0,     0,     0}},
    {ZMQ_BACKLOG,            {UNSET,   128,    128,   128,   128,   128,   128}},
    {ZMQ_HANDSHAKE_IVL,      {UNSET,  5000,   5000,  5000,  5000,  5000,  5000}}, /* then hang up */
    {ZMQ_RECONNECT_IVL,      {UNSET,   100,    100,   100,   100,   100,   100}},
    {ZMQ_RECONNECT_IVL_MAX,  {UNSET,  2000,   2000,  2000,  2000,  2000,  2000}},
    {ZMQ_HEARTBEAT_IVL,      {UNSET,     0,      0,     0,     0,     0,     0}}, /* the kernel tells */
    {ZMQ_IMMEDIATE,          {UNSET,     1,      1,     1,     1,     0,     0}}, /* queue for the living */
    {ZMQ_CONFLATE,           {UNSET, UNSET,      0, UNSET,     0,     0,     0}},
    {ZMQ_PROBE_ROUTER,       {UNSET,     0,      0,     0,     0, UNSET, UNSET}},
    {ZMQ_ROUTER_MANDATORY,   {UNSET,     1,  UNSET,     1, UNSET, UNSET, UNSET}}, /* say who is gone */
    {ZMQ_ROUTER_HANDOVER,    {UNSET,     0,  UNSET,     0, UNSET, UNSET, UNSET}}, /* no taking of ids */
    {ZMQ_ROUTER_RAW,         {UNSET,     0,  UNSET,     0, UNSET, UNSET, UNSET}},
    {ZMQ_XPUB_NODROP,        {UNSET, UNSET,  UNSET, UNSET, UNSET,     0, UNSET}}, /* hints may be lost */
    {ZMQ_TCP_KEEPALIVE,      {UNSET,     0,      0,     0,     0,     0,     0}}, /* loopback */
};

/* clang-format on */

bool pfq_sock_answers(enum pfq_sock_kind kind)
{
    return kind == PFQ_SOCK_ROUTER || kind == PFQ_SOCK_HUB;
}

bool pfq_sock_asks(enum pfq_sock_kind kind)
{
    return kind == PFQ_SOCK_DEALER || kind == PFQ_SOCK_LINK;
}

static bool set_options(void *zmq, enum pfq_sock_kind kind, int ipv6)
{
    int64_t largest = PFQ_FRAME_BYTES;
    bool good = zmq_setsockopt(zmq, ZMQ_MAXMSGSIZE, &largest, sizeof largest) == 0 &&
                zmq_setsockopt(zmq, ZMQ_IPV6, &ipv6, sizeof ipv6) == 0;
    for (size_t i = 0; good && i < sizeof options / sizeof *options; i++) {
        int value = options[i].value[kind];
        good = value == UNSET || zmq_setsockopt(zmq, options[i].option, &value, sizeof value) == 0;
    }
    return good && (kind != PFQ_SOCK_SUB || zmq_setsockopt(zmq, ZMQ_SUBSCRIBE, "", 0) == 0);
}

/* --- open and close ----------------------------------------------------------------- */

static enum pfq_code attach(const struct pfq_sock *sock, const char *endpoint, struct pfq_err *err)
{
    int result = 0;
    if (net_endpoint_binds(sock->kind)) {
        /* The umask is the process's: sockets are opened before other threads make files. */
        mode_t before = umask(sock->kind == PFQ_SOCK_ROUTER ? 0117 : 0177);
        result = zmq_bind(sock->zmq, endpoint);
        int why = errno;
        (void)umask(before);
        errno = why;
    } else {
        result = zmq_connect(sock->zmq, endpoint);
    }
    return result == 0 ? PFQ_OK
                       : pfq_fail(err, PFQ_E_ENDPOINT, "%s: %s", endpoint, zmq_strerror(errno));
}

static enum pfq_code set_up(struct pfq_sock *sock, const char *endpoint, struct pfq_err *err)
{
    sock->zmq = zmq_socket(context, zmq_kinds[sock->kind]);
    if (sock->zmq == NULL ||
        !set_options(sock->zmq, sock->kind, net_endpoint_after(endpoint, "tcp://[") != NULL)) {
        return pfq_fail(err, PFQ_E_IO, "%s: %s", endpoint, zmq_strerror(errno));
    }
    return attach(sock, endpoint, err);
}

enum pfq_code pfq_sock_open(enum pfq_sock_kind kind, const char *endpoint, struct pfq_sock **out,
                            struct pfq_err *err)
{
    PFQ_ASSERT(kind > PFQ_SOCK_NONE && kind < KINDS);
    *out = NULL;
    enum pfq_code code = net_endpoint_check(kind, endpoint, err);
    if (code != PFQ_OK) {
        return code;
    }
    struct pfq_sock *sock = calloc(1, sizeof *sock);
    if (sock == NULL || context_begin() == NULL) {
        free(sock);
        return pfq_fail(err, PFQ_E_IO, "%s: no memory", endpoint);
    }
    sock->kind = kind;
    sock->ipc = net_endpoint_after(endpoint, "ipc://") != NULL;
    (void)zmq_msg_init(&sock->frame);
    code = set_up(sock, endpoint, err);
    if (code != PFQ_OK) {
        pfq_sock_close(sock);
        return code;
    }
    *out = sock;
    return PFQ_OK;
}

void pfq_sock_close(struct pfq_sock *sock)
{
    if (sock == NULL) {
        return;
    }
    (void)zmq_msg_close(&sock->frame);
    if (sock->zmq != NULL) {
        (void)zmq_close(sock->zmq);
    }
    free(sock);
    context_end();
}

/* --- receive ------------------------------------------------------------------------ */

/* The number after a colon, when another colon follows. */
static bool read_number(const char **text, uint32_t *out)
{
    char *end = NULL;
    unsigned long number = strtoul(*text + 1, &end, 10);
    bool good = **text == ':' && end != *text + 1 && *end == ':' && number <= UINT32_MAX;
    *out = good ? (uint32_t)number : 0;
    *text = end;
    return good;
}

/* libzmq ends the address of an ipc peer with ":uid:gid:pid", as the kernel told it. */
static void read_credentials(struct pfq_sock *sock, struct pfq_peer *peer)
{
    const char *address = sock->ipc ? zmq_msg_gets(&sock->frame, "Peer-Address") : NULL;
    const char *end = address == NULL ? NULL : address + strlen(address);
    for (int colons = 0; end != NULL && colons < 3; colons++) {
        end = end == address ? NULL : memrchr(address, ':', (size_t)(end - address));
    }
    peer->known = end != NULL && read_number(&end, &peer->uid) && read_number(&end, &peer->gid);
}

/* Take the next part into `frame`; false when there is none. */
static bool take_part(struct pfq_sock *sock)
{
    return zmq_msg_recv(&sock->frame, sock->zmq, ZMQ_DONTWAIT) >= 0;
}

/* A message of more than one frame is none of ours.  It is read to its end, and what
 * the caller gets in its place is a byte that no guard lets pass. */
static bool skip_rest(struct pfq_sock *sock)
{
    bool skipped = false;
    while (zmq_msg_more(&sock->frame) && take_part(sock)) {
        skipped = true;
    }
    return skipped;
}

static bool take_peer(struct pfq_sock *sock, struct pfq_peer *from)
{
    if (!take_part(sock)) {
        return false;
    }
    size_t size = zmq_msg_size(&sock->frame);
    if (size <= sizeof from->id) { /* a longer name was chosen by the peer: no answer */
        from->size = (uint8_t)size;
        memcpy(from->id, zmq_msg_data(&sock->frame), size);
    }
    return zmq_msg_more(&sock->frame) != 0;
}

bool pfq_sock_receive(struct pfq_sock *sock, struct pfq_peer *from, struct pfq_bytes *frame)
{
    static const uint8_t no_envelope[] = {0xFF};
    struct pfq_peer peer = {0};
    bool router = pfq_sock_answers(sock->kind);
    if ((router && !take_peer(sock, &peer)) || !take_part(sock)) {
        return false;
    }
    if (router) {
        read_credentials(sock, &peer);
    }
    if (from != NULL) {
        *from = peer;
    }
    *frame = skip_rest(sock)
                 ? (struct pfq_bytes){no_envelope, sizeof no_envelope}
                 : (struct pfq_bytes){zmq_msg_data(&sock->frame), zmq_msg_size(&sock->frame)};
    return true;
}

/* --- send --------------------------------------------------------------------------- */

static enum pfq_code send_part(struct pfq_sock *sock, const void *data, size_t size, int flags)
{
    if (zmq_send(sock->zmq, data, size, flags | ZMQ_DONTWAIT) >= 0) {
        return PFQ_OK;
    }
    /* A DEALER cannot tell a full queue from nobody there; both mean: later. */
    if (errno == EAGAIN) {
        return pfq_sock_asks(sock->kind) ? PFQ_E_PEER_AWAY : PFQ_E_PEER_SLOW;
    }
    return errno == EHOSTUNREACH ? PFQ_E_PEER_AWAY : PFQ_E_IO;
}

enum pfq_code pfq_sock_send(struct pfq_sock *sock, const struct pfq_peer *to,
                            struct pfq_bytes frame)
{
    PFQ_ASSERT((to != NULL) == pfq_sock_answers(sock->kind));
    if (frame.size > PFQ_FRAME_BYTES) {
        return PFQ_E_TOO_LARGE; /* the peer would hang up on us */
    }
    if (to != NULL) {
        if (to->size == 0) {
            return PFQ_E_PEER_AWAY;
        }
        enum pfq_code code = send_part(sock, to->id, to->size, ZMQ_SNDMORE);
        if (code != PFQ_OK) {
            return code;
        }
    }
    return send_part(sock, frame.data, frame.size, 0);
}

/* --- wait --------------------------------------------------------------------------- */

enum pfq_code pfq_sock_wait(struct pfq_sock *const *socks, size_t sock_count, const int *fds,
                            size_t fd_count, int64_t wait_ms, bool *ready, struct pfq_err *err)
{
    zmq_pollitem_t items[WAIT_MAX];
    size_t count = sock_count + fd_count;
    PFQ_ASSERT(count <= WAIT_MAX);
    for (size_t i = 0; i < count; i++) {
        items[i] = i < sock_count
                       ? (zmq_pollitem_t){.socket = socks[i]->zmq, .events = ZMQ_POLLIN}
                       : (zmq_pollitem_t){.fd = fds[i - sock_count], .events = ZMQ_POLLIN};
        ready[i] = false;
    }
    int found = zmq_poll(items, (int)count, wait_ms < 0 ? -1 : (long)wait_ms);
    if (found < 0 && errno != EINTR) {
        return pfq_fail(err, PFQ_E_IO, "poll: %s", zmq_strerror(errno));
    }
    for (size_t i = 0; found > 0 && i < count; i++) {
        ready[i] = (items[i].revents & (ZMQ_POLLIN | ZMQ_POLLERR)) != 0;
    }
    return PFQ_OK;
}
