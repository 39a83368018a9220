/* loop.c - one turn of a service: see pfq/service.h and loop.h.
 *
 * The order within a turn is fixed: signals, sockets, fd, timers, drain, watchdog.  The
 * clock is read once before the handlers, so all of a turn happens at one instant.
 */
#define _GNU_SOURCE /* sigset_t, pthread_sigmask */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "loop.h"
#include "pfq/bug.h"
#include "pfq/log.h"

enum {
    DRAIN_TURN_MS = 100 /* drain() is asked at least so often */
};

/* --- for init() and handlers -------------------------------------------------------- */

struct pfq_sock *pfq_service_sock(struct pfq_service *service, const char *name)
{
    size_t i = 0;
    while (i < service->sock_count && strcmp(service->ops->sockets[i].name, name) != 0) {
        i++;
    }
    PFQ_ASSERT(i < service->sock_count);
    return service->socks[i];
}

const char *pfq_service_text(struct pfq_service *service, const char *param)
{
    return pfq_config_text(service->config, param);
}

const struct pfq_config *pfq_service_config(struct pfq_service *service)
{
    return service->config;
}

enum pfq_code pfq_service_reread(struct pfq_service *service, struct pfq_config **out,
                                 struct pfq_err *err)
{
    return pfq_config_load(service->ops->params, service->ops->name,
                           pfq_config_file(service->config), service->overrides, out, err);
}

int64_t pfq_service_number(struct pfq_service *service, const char *param)
{
    return pfq_config_number(service->config, param);
}

void pfq_service_watch(struct pfq_service *service, int fd)
{
    PFQ_ASSERT(service->watched_fd < 0 && service->ops->on_fd != NULL);
    service->watched_fd = fd;
}

void pfq_service_stop(struct pfq_service *service, const struct pfq_err *why)
{
    if (why != NULL) {
        service->failed = true;
        pfq_log(PFQ_LOG_ERROR, "stopped", "code=%s why=\"%s\"", pfq_code_name(why->code),
                why->text);
    }
    net_loop_drain(service);
}

/* --- frames ------------------------------------------------------------------------- */

static int64_t wall(const struct pfq_service *service)
{
    return service->clock->wall_ms(service->clock->self);
}

static int64_t monotonic(const struct pfq_service *service)
{
    return service->clock->monotonic_ms(service->clock->self);
}

/* What decodes but leaves no room to work on it. */
static void refuse_as_too_large(struct pfq_frame *frame)
{
    pfq_arena_reset(frame->arena);
    pfq_problems_init(frame->problems, frame->arena);
    pfq_problems_init(frame->warnings, frame->arena);
    pfq_problem(frame->problems, "TOO_LARGE", "", "Send less in one message.",
                "The message takes more memory than one message may.");
    frame->wire.envelope = NULL;
}

static void decode(struct pfq_service *service, struct pfq_frame *frame)
{
    pfq_problems_init(frame->problems, frame->arena);
    pfq_problems_init(frame->warnings, frame->arena);
    if (!pfq_wire_read(frame->received, frame->arena, frame->problems, frame->warnings,
                       &frame->wire)) {
        frame->wire.envelope = NULL;
    }
    if (!pfq_arena_seal(frame->arena, NET_ARENA_RESERVE)) {
        refuse_as_too_large(frame);
    }
    (*service->received)++;
    *service->refused += frame->wire.envelope == NULL;
}

static bool asks_for_status(const struct pfq_socket_row *row, const struct pfq_frame *frame)
{
    return pfq_sock_answers(row->kind) && frame->wire.envelope != NULL &&
           frame->wire.envelope->body_case == PFQ__V1__ENVELOPE__BODY_STATUS_REQUEST;
}

static bool take_frame(struct pfq_service *service, size_t index, int64_t wall_ms, int64_t now_ms)
{
    const struct pfq_socket_row *row = &service->ops->sockets[index];
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_frame frame = {.from = service->socks[index],
                              .problems = &problems,
                              .warnings = &warnings,
                              .arena = &service->arena,
                              .wall_ms = wall_ms,
                              .now_ms = now_ms};
    if (!pfq_sock_receive(frame.from, &frame.peer, &frame.received)) {
        return false;
    }
    decode(service, &frame);
    if (asks_for_status(row, &frame)) {
        net_status_answer(service, &frame);
    } else {
        row->on_frame(service->self, &frame);
    }
    pfq_arena_reset(&service->arena);
    return true;
}

/* --- signals ------------------------------------------------------------------------ */

/* The first TERM drains; the second does not wait for it. */
static void asked_to_stop(struct pfq_service *service)
{
    if (service->state == NET_RUNNING) {
        net_loop_drain(service);
        return;
    }
    pfq_log(PFQ_LOG_WARN, "drain_cut_short", "by=signal");
    service->state = NET_STOPPED;
}

static void on_signal(struct pfq_service *service, uint32_t number)
{
    switch (number) {
    case SIGHUP:
        pfq_log(PFQ_LOG_INFO, "reload", " ");
        if (service->ops->reload != NULL) {
            service->ops->reload(service->self);
        }
        break;
    case SIGUSR1:
        net_status_log(service);
        break;
    default:
        asked_to_stop(service);
        break;
    }
}

static void take_signals(struct pfq_service *service)
{
    struct signalfd_siginfo info;
    while (read(service->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
        on_signal(service, info.ssi_signo);
    }
}

static int open_signals(void)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGHUP);
    (void)sigaddset(&set, SIGUSR1);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL); /* before libzmq starts its threads */
    (void)signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* --- a turn ------------------------------------------------------------------------- */

/* What a turn waits for, in the order in which pfq_sock_wait() reports it. */
struct wait_set {
    struct pfq_sock *socks[NET_SOCKS_MAX];
    size_t rows[NET_SOCKS_MAX]; /* of the socket table */
    size_t sock_count;
    int fds[2];
    size_t fd_count;
    bool ready[NET_SOCKS_MAX + 2];
};

/* While draining only the answers to our own questions are read. */
static void collect(const struct pfq_service *service, struct wait_set *set)
{
    *set = (struct wait_set){.fds = {service->signal_fd, service->watched_fd},
                             .fd_count = service->watched_fd < 0 ? 1 : 2};
    for (size_t i = 0; i < service->sock_count; i++) {
        enum pfq_sock_kind kind = service->ops->sockets[i].kind;
        if (kind != PFQ_SOCK_PUB && (service->state == NET_RUNNING || pfq_sock_asks(kind))) {
            set->rows[set->sock_count] = i;
            set->socks[set->sock_count++] = service->socks[i];
        }
    }
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t time_to_wait(const struct pfq_service *service, int64_t most_ms)
{
    int64_t now_ms = monotonic(service);
    int64_t next = earlier(net_timers_next(&service->timers), service->notify.watchdog_due_ms);
    if (service->state == NET_DRAINING) {
        next = earlier(next, earlier(service->drain_until_ms, now_ms + DRAIN_TURN_MS));
    }
    if (next == INT64_MAX) {
        return most_ms;
    }
    int64_t wait_ms = next > now_ms ? next - now_ms : 0;
    return most_ms < 0 ? wait_ms : earlier(wait_ms, most_ms);
}

static void take_frames(struct pfq_service *service, const struct wait_set *set, int64_t wall_ms,
                        int64_t now_ms)
{
    for (size_t i = 0; i < set->sock_count; i++) {
        uint32_t left = set->ready[i] ? service->ops->sockets[set->rows[i]].burst : 0;
        while (left > 0 && take_frame(service, set->rows[i], wall_ms, now_ms)) {
            left--;
        }
    }
}

static void drain_further(struct pfq_service *service, int64_t now_ms)
{
    bool done = service->ops->drain == NULL || service->ops->drain(service->self, now_ms);
    if (!done && now_ms < service->drain_until_ms) {
        return;
    }
    if (!done) {
        pfq_log(PFQ_LOG_WARN, "drain_cut_short", "by=drain_ms");
    }
    service->state = NET_STOPPED;
}

static void break_off(struct pfq_service *service, const struct pfq_err *err)
{
    pfq_log(PFQ_LOG_ERROR, "loop_failed", "why=\"%s\"", err->text);
    service->failed = true;
    service->state = NET_STOPPED;
}

void net_loop_turn(struct pfq_service *service, int64_t most_ms)
{
    struct pfq_err err;
    struct wait_set set;
    collect(service, &set);
    if (pfq_sock_wait(set.socks, set.sock_count, set.fds, set.fd_count,
                      time_to_wait(service, most_ms), set.ready, &err) != PFQ_OK) {
        break_off(service, &err);
        return;
    }
    int64_t wall_ms = wall(service);
    int64_t now_ms = monotonic(service);
    take_signals(service);
    if (service->state == NET_RUNNING || service->state == NET_DRAINING) {
        take_frames(service, &set, wall_ms, now_ms);
        if (service->watched_fd >= 0 && set.ready[set.sock_count + 1]) {
            service->ops->on_fd(service->self, wall_ms, now_ms);
        }
        net_timers_run(&service->timers, service->self, wall_ms, now_ms);
    }
    if (service->state == NET_DRAINING) {
        drain_further(service, now_ms);
    }
    net_notify_watchdog(&service->notify, now_ms);
}

void net_loop_drain(struct pfq_service *service)
{
    if (service->state != NET_RUNNING) {
        return;
    }
    service->state = NET_DRAINING;
    service->drain_until_ms = monotonic(service) + pfq_config_number(service->config, "drain_ms");
    net_notify_send(&service->notify, "STOPPING=1\nSTATUS=finishing what is in hand");
    pfq_log(PFQ_LOG_INFO, "draining", " ");
}

/* --- open and close ----------------------------------------------------------------- */

static enum pfq_code open_sockets(struct pfq_service *service, struct pfq_err *err)
{
    const struct pfq_socket_row *rows = service->ops->sockets;
    for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++) {
        PFQ_ASSERT(i < NET_SOCKS_MAX);
        enum pfq_code code = pfq_sock_open(rows[i].kind, pfq_service_text(service, rows[i].name),
                                           &service->socks[i], err);
        if (code != PFQ_OK) {
            return code;
        }
        service->sock_count++;
    }
    return PFQ_OK;
}

static void open_timers(struct pfq_service *service)
{
    const struct pfq_timer_row *rows = service->ops->timers;
    for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++) {
        net_timers_add(&service->timers, &rows[i], pfq_service_number(service, rows[i].param),
                       monotonic(service));
    }
}

enum pfq_code net_loop_open(struct pfq_service *service, const struct pfq_service_ops *ops,
                            void *self, const struct pfq_config *config,
                            const struct pfq_clock *clock, struct pfq_err *err)
{
    *service = (struct pfq_service){.ops = ops,
                                    .self = self,
                                    .config = config,
                                    .clock = clock,
                                    .signal_fd = open_signals(),
                                    .watched_fd = -1,
                                    .notify = {.fd = -1, .watchdog_due_ms = INT64_MAX},
                                    .state = NET_STOPPED};
    service->started_at = wall(service);
    service->received = pfq_service_counter(service, "frames_received");
    service->refused = pfq_service_counter(service, "frames_refused");
    service->block = malloc(NET_ARENA_BYTES);
    if (service->block == NULL || service->signal_fd < 0) {
        return pfq_fail(err, PFQ_E_IO, "start: %s", strerror(errno));
    }
    pfq_arena_init(&service->arena, service->block, NET_ARENA_BYTES);
    enum pfq_code code = open_sockets(service, err);
    if (code == PFQ_OK && ops->init != NULL) {
        code = ops->init(self, service, err);
    }
    if (code == PFQ_OK) {
        service->state = NET_RUNNING;
        open_timers(service);
        net_notify_open(&service->notify, monotonic(service));
        net_notify_send(&service->notify, "READY=1\nSTATUS=ready");
    }
    service->opened = code == PFQ_OK;
    return code;
}

void net_loop_close(struct pfq_service *service)
{
    if (service->opened && service->ops->fini != NULL) {
        service->ops->fini(service->self);
    }
    for (size_t i = service->sock_count; i > 0; i--) {
        pfq_sock_close(service->socks[i - 1]);
    }
    net_notify_close(&service->notify);
    if (service->signal_fd >= 0) {
        (void)close(service->signal_fd);
    }
    free(service->block);
}
