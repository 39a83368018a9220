/* loop.h - the inside of the service loop, for its own files and its tests.
 *
 *   service.c   main: options, configuration, start and stop
 *   loop.c      one turn: wait, signals, sockets, fd, timers, drain
 *   timers.c    deadlines under the loop's clock
 *   notify.c    the supervisor: READY, STOPPING, WATCHDOG, STATUS
 *   status.c    counters, and the answer to a StatusRequest
 *
 * A test opens a loop with a clock of its own and calls net_loop_turn() itself.
 */
#ifndef NET_LOOP_H
#define NET_LOOP_H

#include <stddef.h>

#include "pfq/service.h"

enum {
    NET_SOCKS_MAX = 8,
    NET_TIMERS_MAX = 8,
    NET_COUNTERS_MAX = 64,
    NET_COUNTER_BYTES = 32,
    NET_ARENA_BYTES = 8 * 1024 * 1024,  /* of one message; pages are taken as touched */
    NET_ARENA_RESERVE = 2 * 1024 * 1024 /* what a handler may count on after decoding */
};

/* --- timers.c ----------------------------------------------------------------------- */

struct net_timer {
    const struct pfq_timer_row *row;
    int64_t every_ms;
    int64_t due_ms; /* monotonic */
};

struct net_timers {
    struct net_timer rows[NET_TIMERS_MAX];
    size_t count;
};

void net_timers_add(struct net_timers *timers, const struct pfq_timer_row *row, int64_t every_ms,
                    int64_t now_ms);

/* Runs those that are due, earliest first; each is due again one interval from now, so
 * a pause of the process is not followed by a burst. */
void net_timers_run(struct net_timers *timers, void *self, int64_t wall_ms, int64_t now_ms);

/* The earliest deadline, INT64_MAX when there is none. */
int64_t net_timers_next(const struct net_timers *timers);

/* --- notify.c ----------------------------------------------------------------------- */

struct net_notify {
    int fd;                    /* -1: nobody wants to know */
    int64_t watchdog_every_ms; /* half of what the supervisor asks; 0: no watchdog */
    int64_t watchdog_due_ms;   /* INT64_MAX: none */
};

/* Reads NOTIFY_SOCKET and WATCHDOG_USEC, as systemd and others set them. */
void net_notify_open(struct net_notify *notify, int64_t now_ms);
void net_notify_close(struct net_notify *notify);
void net_notify_send(const struct net_notify *notify, const char *text);
void net_notify_watchdog(struct net_notify *notify, int64_t now_ms);

/* --- status.c ----------------------------------------------------------------------- */

struct net_counter {
    char name[NET_COUNTER_BYTES];
    uint64_t value;
};

struct net_counters {
    struct net_counter rows[NET_COUNTERS_MAX];
    size_t count;
};

void net_status_answer(struct pfq_service *service, const struct pfq_frame *frame);
void net_status_log(const struct pfq_service *service);

/* --- loop.c ------------------------------------------------------------------------- */

enum net_state {
    NET_RUNNING,
    NET_DRAINING,
    NET_STOPPED
};

struct pfq_service {
    const struct pfq_service_ops *ops;
    void *self;
    const struct pfq_config *config;
    const char *const *overrides; /* of the command line, NULL-ended; NULL: none */
    const struct pfq_clock *clock;

    void *block; /* the arena's */
    struct pfq_arena arena;
    struct pfq_sock *socks[NET_SOCKS_MAX];
    size_t sock_count;
    int signal_fd;
    int watched_fd; /* -1: none */
    struct net_timers timers;
    struct net_counters counters;
    struct net_notify notify;
    uint64_t *received;
    uint64_t *refused;

    bool opened; /* init() succeeded */
    enum net_state state;
    int64_t started_at;     /* wall clock */
    int64_t drain_until_ms; /* monotonic */
    bool failed;            /* stopped by pfq_service_stop(), or the loop itself broke */
};

/* Opens the sockets in the order of their rows, then calls init(). */
enum pfq_code net_loop_open(struct pfq_service *service, const struct pfq_service_ops *ops,
                            void *self, const struct pfq_config *config,
                            const struct pfq_clock *clock, struct pfq_err *err) PFQ_CHECKED;

/* Waits at most `most_ms` (-1: as long as there is nothing to do). */
void net_loop_turn(struct pfq_service *service, int64_t most_ms);

void net_loop_drain(struct pfq_service *service);

/* After an open that succeeded or failed; fini() only after init() succeeded. */
void net_loop_close(struct pfq_service *service);

#endif
