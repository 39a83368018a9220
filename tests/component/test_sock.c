/* Sockets on ipc and loopback: pfq/sock.h.  Hostile peers are made with bare libzmq. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <zmq.h>

#include "pfq/clock.h"
#include "pfq/sock.h"

static char dir[40];
static char path[64];
static char endpoint[80];
static struct pfq_sock *router;
static struct pfq_peer peer;
static struct pfq_bytes frame;
static struct pfq_err err;

static void begin(void)
{
    (void)snprintf(dir, sizeof dir, "/tmp/pfq-sock-XXXXXX");
    cr_assert_not_null(mkdtemp(dir));
    (void)snprintf(path, sizeof path, "%s/s", dir);
    (void)snprintf(endpoint, sizeof endpoint, "ipc://%s", path);
}

static void end(void)
{
    pfq_sock_close(router);
    (void)unlink(path);
    (void)rmdir(dir);
}

TestSuite(sock, .init = begin, .fini = end, .timeout = 30);

static struct pfq_sock *open_sock(enum pfq_sock_kind kind, const char *where)
{
    struct pfq_sock *sock = NULL;
    cr_assert_eq(pfq_sock_open(kind, where, &sock, &err), PFQ_OK, "%s", err.text);
    return sock;
}

static struct pfq_bytes text(const char *s)
{
    return (struct pfq_bytes){(const uint8_t *)s, strlen(s)};
}

/* Sends as soon as the connection is there. */
static void send_soon(struct pfq_sock *sock, const char *s)
{
    bool none;
    enum pfq_code code = pfq_sock_send(sock, NULL, text(s));
    for (int i = 0; i < 1000 && code == PFQ_E_PEER_AWAY; i++) {
        (void)!pfq_sock_wait(NULL, 0, NULL, 0, 5, &none, &err);
        code = pfq_sock_send(sock, NULL, text(s));
    }
    cr_assert_eq(code, PFQ_OK);
}

/* The next message within five seconds. */
static void receive_soon(struct pfq_sock *sock)
{
    bool ready = false;
    for (int i = 0; i < 50 && !ready; i++) {
        cr_assert_eq(pfq_sock_wait(&sock, 1, NULL, 0, 100, &ready, &err), PFQ_OK);
        ready = ready && pfq_sock_receive(sock, &peer, &frame);
    }
    cr_assert(ready, "nothing came");
}

static void expect(const char *s)
{
    cr_assert(frame.size == strlen(s) && memcmp(frame.data, s, frame.size) == 0, "not %s", s);
}

Test(sock, an_answer_goes_back_to_the_peer_that_asked)
{
    router = open_sock(PFQ_SOCK_ROUTER, endpoint);
    struct pfq_sock *a = open_sock(PFQ_SOCK_DEALER, endpoint);
    struct pfq_sock *b = open_sock(PFQ_SOCK_DEALER, endpoint);
    send_soon(a, "from a");
    receive_soon(router);
    struct pfq_peer first = peer;
    send_soon(b, "from b");
    receive_soon(router);
    expect("from b");
    cr_assert_eq(pfq_sock_send(router, &first, text("to a")), PFQ_OK);
    receive_soon(a);
    expect("to a");
    cr_assert_not(pfq_sock_receive(b, NULL, &frame));
    pfq_sock_close(a);
    pfq_sock_close(b);
}

Test(sock, the_kernel_tells_who_an_ipc_peer_is_and_nobody_tells_of_a_tcp_peer)
{
    router = open_sock(PFQ_SOCK_ROUTER, endpoint);
    struct pfq_sock *dealer = open_sock(PFQ_SOCK_DEALER, endpoint);
    send_soon(dealer, "me");
    receive_soon(router);
    cr_assert(peer.known);
    cr_assert_eq(peer.uid, getuid());
    cr_assert_eq(peer.gid, getgid());
    pfq_sock_close(dealer);
    pfq_sock_close(router);

    char tcp[64];
    (void)snprintf(tcp, sizeof tcp, "tcp://127.0.0.1:%d", 20000 + (int)getpid() % 20000);
    router = open_sock(PFQ_SOCK_ROUTER, tcp);
    dealer = open_sock(PFQ_SOCK_DEALER, tcp);
    send_soon(dealer, "me");
    receive_soon(router);
    cr_assert_not(peer.known);
    pfq_sock_close(dealer);
}

Test(sock, hints_reach_whoever_listens)
{
    router = open_sock(PFQ_SOCK_PUB, endpoint);
    struct pfq_sock *sub = open_sock(PFQ_SOCK_SUB, endpoint);
    bool ready = false;
    for (int i = 0; i < 200 && !ready; i++) {
        cr_assert_eq(pfq_sock_send(router, NULL, text("more")), PFQ_OK);
        cr_assert_eq(pfq_sock_wait(&sub, 1, NULL, 0, 10, &ready, &err), PFQ_OK);
    }
    cr_assert(pfq_sock_receive(sub, NULL, &frame));
    expect("more");
    pfq_sock_close(sub);
}

/* --- endpoints ---------------------------------------------------------------------- */

Test(sock, tcp_beyond_loopback_is_refused_with_the_reason)
{
    static const char *const bad[] = {
        "tcp://0.0.0.0:7000",     "tcp://*:7000",        "tcp://192.168.1.2:7000",
        "tcp://localhost:7000",   "tcp://[::]:7000",     "tcp://[fe80::1]:7000",
        "tcp://127.0.0.1.x:7000", "tcp://128.0.0.1:700", "tcp://10.0.0.1:70;127.0.0.1:70",
        "tcp://127.0.0.1"};

    static const enum pfq_sock_kind kinds[] = {PFQ_SOCK_ROUTER, PFQ_SOCK_DEALER};

    for (size_t i = 0; i < 2 * (sizeof bad / sizeof *bad); i++) {
        struct pfq_sock *sock = NULL;
        cr_assert_eq(pfq_sock_open(kinds[i % 2], bad[i / 2], &sock, &err), PFQ_E_ENDPOINT, "%s",
                     bad[i / 2]);
        cr_assert_not_null(strstr(err.text, "beyond this machine, and keys do not exist yet"), "%s",
                           err.text);
        cr_assert_null(sock);
    }
}

Test(sock, an_endpoint_that_cannot_be_says_why)
{
    char file[64];
    char in_the_way[80];
    char long_one[200] = "ipc:///tmp/";
    memset(long_one + strlen(long_one), 'x', 150);
    (void)snprintf(file, sizeof file, "%s/file", dir);
    (void)snprintf(in_the_way, sizeof in_the_way, "ipc://%s", file);
    (void)fclose(fopen(file, "w"));

    const struct {
        const char *endpoint;
        const char *says;
    } rows[] = {
        {long_one, "at most 107 fit"},
        {"ipc:///tmp/pfq-no-such-place/s", "there is no directory /tmp/pfq-no-such-place"},
        {in_the_way, "not a socket"},
        {"ipc://@abstract", "give the path of a socket file"},
        {"ipc://", "give the path of a socket file"},
        {"inproc://x", "write ipc://PATH"},
        {"", "write ipc://PATH"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pfq_sock *sock = NULL;
        cr_assert_eq(pfq_sock_open(PFQ_SOCK_ROUTER, rows[i].endpoint, &sock, &err), PFQ_E_ENDPOINT,
                     "%s", rows[i].endpoint);
        cr_assert_not_null(strstr(err.text, rows[i].says), "%s", err.text);
    }
    cr_assert_eq(access(file, F_OK), 0, "a file of somebody's was removed");
    (void)unlink(file);
}

Test(sock, an_endpoint_that_is_served_is_not_stolen)
{
    struct pfq_sock *thief = NULL;
    router = open_sock(PFQ_SOCK_ROUTER, endpoint);
    cr_assert_eq(pfq_sock_open(PFQ_SOCK_ROUTER, endpoint, &thief, &err), PFQ_E_ENDPOINT);
    cr_assert_not_null(strstr(err.text, "another process serves it"), "%s", err.text);
    struct pfq_sock *dealer = open_sock(PFQ_SOCK_DEALER, endpoint);
    send_soon(dealer, "still there");
    receive_soon(router);
    pfq_sock_close(dealer);
}

Test(sock, a_socket_file_left_by_a_crash_is_replaced_and_only_the_group_may_connect)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    (void)close(fd);
    router = open_sock(PFQ_SOCK_ROUTER, endpoint);
    struct stat st;
    cr_assert_eq(stat(path, &st), 0);
    cr_assert_eq(st.st_mode & 0777, 0660, "%o", st.st_mode & 0777);
}

/* --- peers that are gone, slow or hostile ------------------------------------------- */

Test(sock, nobody_there_is_said_and_nothing_is_queued)
{
    struct pfq_sock *dealer = open_sock(PFQ_SOCK_DEALER, endpoint);
    cr_assert_eq(pfq_sock_send(dealer, NULL, text("lost?")), PFQ_E_PEER_AWAY);
    router = open_sock(PFQ_SOCK_ROUTER, endpoint);
    send_soon(dealer, "there");
    receive_soon(router);
    expect("there");
    pfq_sock_close(dealer);
}

Test(sock, a_peer_that_left_is_away)
{
    router = open_sock(PFQ_SOCK_ROUTER, endpoint);
    struct pfq_sock *dealer = open_sock(PFQ_SOCK_DEALER, endpoint);
    send_soon(dealer, "bye");
    receive_soon(router);
    struct pfq_peer gone = peer;
    pfq_sock_close(dealer);
    enum pfq_code code = PFQ_OK;
    for (int i = 0; i < 500 && code == PFQ_OK; i++) {
        (void)usleep(5000);
        code = pfq_sock_send(router, &gone, text("hello?"));
    }
    cr_assert_eq(code, PFQ_E_PEER_AWAY);
}

Test(sock, a_peer_that_reads_nothing_is_slow_and_nobody_else_is)
{
    static uint8_t large[16 * 1024];
    router = open_sock(PFQ_SOCK_ROUTER, endpoint);
    struct pfq_sock *slow = open_sock(PFQ_SOCK_DEALER, endpoint);
    struct pfq_sock *quick = open_sock(PFQ_SOCK_DEALER, endpoint);
    send_soon(slow, "s");
    receive_soon(router);
    struct pfq_peer at_fault = peer;
    enum pfq_code code = PFQ_OK;
    for (int i = 0; i < 100000 && code == PFQ_OK; i++) {
        code = pfq_sock_send(router, &at_fault, (struct pfq_bytes){large, sizeof large});
    }
    cr_assert_eq(code, PFQ_E_PEER_SLOW);
    send_soon(quick, "q");
    receive_soon(router);
    cr_assert_eq(pfq_sock_send(router, &peer, text("answer")), PFQ_OK);
    receive_soon(quick);
    expect("answer");
    pfq_sock_close(slow);
    pfq_sock_close(quick);
}

static void *hostile(void *context, const char *name)
{
    void *socket = zmq_socket(context, ZMQ_DEALER);
    int linger = 0;
    (void)zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    if (name != NULL) {
        (void)zmq_setsockopt(socket, ZMQ_ROUTING_ID, name, strlen(name));
    }
    cr_assert_eq(zmq_connect(socket, endpoint), 0);
    return socket;
}

Test(sock, a_frame_that_is_too_large_costs_its_sender_the_connection_and_nobody_else)
{
    static uint8_t large[PFQ_FRAME_BYTES + 1];
    void *context = zmq_ctx_new();
    router = open_sock(PFQ_SOCK_ROUTER, endpoint);
    struct pfq_sock *good = open_sock(PFQ_SOCK_DEALER, endpoint);
    send_soon(good, "before");
    receive_soon(router);
    cr_assert_eq(pfq_sock_send(good, NULL, (struct pfq_bytes){large, sizeof large}),
                 PFQ_E_TOO_LARGE);
    void *bad = hostile(context, NULL);
    cr_assert_eq(zmq_send(bad, large, sizeof large, 0), (int)sizeof large);
    (void)usleep(300000);
    send_soon(good, "after");
    receive_soon(router);
    expect("after");
    cr_assert_eq(zmq_send(bad, large, PFQ_FRAME_BYTES, 0), PFQ_FRAME_BYTES);
    receive_soon(router);
    cr_assert_eq(frame.size, PFQ_FRAME_BYTES, "the largest that is allowed comes through");
    (void)zmq_close(bad);
    (void)zmq_ctx_term(context);
    pfq_sock_close(good);
}

Test(sock, a_message_of_many_frames_is_read_to_its_end_and_handed_over_as_none_of_ours)
{
    void *context = zmq_ctx_new();
    router = open_sock(PFQ_SOCK_ROUTER, endpoint);
    void *bad = hostile(context, NULL);
    (void)zmq_send(bad, "one", 3, ZMQ_SNDMORE);
    (void)zmq_send(bad, "two", 3, ZMQ_SNDMORE);
    (void)zmq_send(bad, "three", 5, 0);
    (void)zmq_send(bad, "whole", 5, 0);
    receive_soon(router);
    expect("\xFF");
    receive_soon(router);
    expect("whole");
    (void)zmq_close(bad);
    (void)zmq_ctx_term(context);
}

Test(sock, a_peer_under_a_name_longer_than_ours_cannot_be_answered)
{
    void *context = zmq_ctx_new();
    router = open_sock(PFQ_SOCK_ROUTER, endpoint);
    void *bad = hostile(context, "a name of more than thirty-two bytes");
    (void)zmq_send(bad, "hello", 5, 0);
    receive_soon(router);
    expect("hello");
    cr_assert_eq(pfq_sock_send(router, &peer, text("who?")), PFQ_E_PEER_AWAY);
    (void)zmq_close(bad);
    (void)zmq_ctx_term(context);
}
