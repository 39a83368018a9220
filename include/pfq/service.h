/* pfq/service.h - the one main loop, shared by intake, store and feedback.
 *
 * A service describes itself with tables and callbacks and calls pfq_service_main(),
 * which reads the configuration, opens sockets, reports readiness, and then turns
 * until told to stop:
 *
 *     wait     zmq_poll over { signalfd, sockets, plain fds } to the nearest deadline
 *     signals  TERM, INT: begin draining.  HUP: reload.  USR1: log counters
 *     sockets  at most `burst` messages from each, so no peer starves the rest
 *     timers   those that are due, earliest first
 *
 * The arena is reset after each frame.
 *
 * One thread.  Handlers never block and never wait for a reply: they record what they
 * are waiting for and return.
 *
 * The loop itself answers StatusRequest on every ROUTER socket; frames that
 * the guard refuses are handed to on_frame with their reasons, and it speaks sd_notify
 * (READY, STOPPING, WATCHDOG from the loop that does the work).
 *
 * Draining: no more input; drain() is called each turn until it says that nothing is
 * in flight or `drain_ms` has passed; sockets are closed with a finite linger.
 *
 * Layer 1 (net): may include layer 0 and wire.  The only user of zmq.h is sock.c.
 */
#ifndef PFQ_SERVICE_H
#define PFQ_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/arena.h"
#include "pfq/clock.h"
#include "pfq/config.h"
#include "pfq/err.h"
#include "pfq/sock.h"
#include "pfq/wire.h"

/* One message in hand: everything is borrowed until the handler returns. */
struct pfq_frame {
    struct pfq_sock *from;
    struct pfq_peer peer;      /* who sent it, for the answer; empty but on ROUTER */
    struct pfq_bytes received; /* the frame as it came */
    struct pfq_wire wire;      /* envelope is NULL when the guard refused the frame */
    struct pfq_problems *problems;
    struct pfq_problems *warnings;
    struct pfq_arena *arena; /* reset after the handler */
    int64_t wall_ms;         /* the turn's clock: handlers read no clock themselves */
    int64_t now_ms;          /* monotonic, for deadlines */
};

struct pfq_socket_row {
    const char *name; /* also the parameter that holds its endpoint */
    enum pfq_sock_kind kind;
    uint32_t burst;                                        /* messages in one turn, at most */
    void (*on_frame)(void *self, struct pfq_frame *frame); /* refused ones too */
};

struct pfq_timer_row {
    const char *name;
    const char *param; /* the parameter that holds the interval in milliseconds */
    void (*on_due)(void *self, int64_t wall_ms, int64_t now_ms);
};

struct pfq_service;

/* What init() would refuse of the configuration, so that --print-config tells it, too. */
typedef enum pfq_code pfq_service_check(const struct pfq_config *config, struct pfq_err *err);

struct pfq_service_ops {
    const char *name;                     /* "intake" */
    const char *text;                     /* one line for --help */
    const struct pfq_param *params;       /* ends with {0} */
    const struct pfq_socket_row *sockets; /* ends with {0} */
    const struct pfq_timer_row *timers;   /* ends with {0} */

    pfq_service_check *const *checks; /* ends with NULL; NULL: none */
    /* What --print-config shows that is no parameter; NULL: nothing. */
    void (*print_config)(const struct pfq_config *config, bool tabs);
    enum pfq_code (*init)(void *self, struct pfq_service *service, struct pfq_err *err);
    void (*on_fd)(void *self, int64_t wall_ms, int64_t now_ms); /* a watched fd is readable */
    void (*reload)(void *self);
    /* What only this service knows; the frame holds a StatusRequest. */
    void (*status)(void *self, const struct pfq_frame *frame, Pfq__V1__ServiceStatus *out);
    bool (*drain)(void *self, int64_t now_ms); /* true when nothing is in flight */
    void (*fini)(void *self);                  /* only after an init() that succeeded */
};

/* Never returns before the service has stopped; the result is main()'s. */
int pfq_service_main(const struct pfq_service_ops *ops, void *self, int argc, char **argv);

/* For init() and handlers. */
struct pfq_sock *pfq_service_sock(struct pfq_service *service, const char *name);
const char *pfq_service_text(struct pfq_service *service, const char *param);
int64_t pfq_service_number(struct pfq_service *service, const char *param);
/* For reload(): the parameters as the file has them now, -o before it as ever.  The caller closes
 * what it gets. */
enum pfq_code pfq_service_reread(struct pfq_service *service, struct pfq_config **out,
                                 struct pfq_err *err) PFQ_CHECKED;
const struct pfq_config *pfq_service_config(struct pfq_service *service);
void pfq_service_watch(struct pfq_service *service, int fd); /* one plain fd, level-triggered */
/* What is wrong with something that was loaded, a line each. */
void pfq_service_log_faults(const char *event, const struct pfq_problems *problems);
uint64_t *pfq_service_counter(struct pfq_service *service, const char *name);  /* shown in status */
void pfq_service_stop(struct pfq_service *service, const struct pfq_err *why); /* begin draining */

#endif
