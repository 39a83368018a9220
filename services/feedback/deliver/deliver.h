/* deliver.h - mail: into the outbox, out of it, through the server.
 *
 * The outbox is store's (services/store/outbox.h); nothing is kept here but what is in hand.
 * One line of work, a slot, for each connection to the server:
 *
 *     FREE ----take---> ASKED ---row---> SENDING ---at the end---> ENDING
 *      ^                  | none            |                        | row says SENDING
 *      |                  v                 | done before            v
 *      +----------------- FREE              +--> MARKING <--done-- SENDING
 *      +--------------------- store knows the outcome ---+
 *
 * ENDING is the moment that counts: the server has the whole mail but not its end, and the
 * end is told only once store has committed that it may have been.  A mark that store does
 * not answer is sent again until it does; a crash instead leaves SENDING, which the next
 * start finds and makes IN_DOUBT.
 *
 * Layer 4 (feedback).
 */
#ifndef DELIVER_H
#define DELIVER_H

#include "pfq/service.h"
#include "relay.h"
#include "routes.h"
#include "smtp.h"

enum {
    DELIVER_SLOTS_MAX = 8,
    DELIVER_RECIPIENTS_MAX = 256, /* of one mail */
    DELIVER_UNROUTED_MAX = 64     /* remembered for status */
};

/* What feedback's table of parameters holds for mail. */
#define DELIVER_PARAMS                                                                             \
    {"smtp",                                                                                       \
     PFQ_PARAM_TEXT,                                                                               \
     "",                                                                                           \
     0,                                                                                            \
     0,                                                                                            \
     NULL,                                                                                         \
     "The mail server: smtp://host:port (STARTTLS) or smtps://host:port; empty: none is sent."},   \
        {"smtp_tls",                                                                               \
         PFQ_PARAM_TEXT,                                                                           \
         "required",                                                                               \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "required, or none, which only a loopback address may have."},                            \
        {"smtp_ca",                                                                                \
         PFQ_PARAM_TEXT,                                                                           \
         "",                                                                                       \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "Who vouches for the server: a PEM file; empty: the system's."},                          \
        {"smtp_certificate", PFQ_PARAM_TEXT, "", 0, 0, NULL, "Our own certificate, PEM."},         \
        {"smtp_key", PFQ_PARAM_TEXT, "", 0, 0, NULL, "Its key, PEM, closed to others."},           \
        {"smtp_login",                                                                             \
         PFQ_PARAM_TEXT,                                                                           \
         "",                                                                                       \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "A file closed to others: user on the first line, password on the second."},              \
        {"smtp_connections",           PFQ_PARAM_NUMBER, "1", 1, DELIVER_SLOTS_MAX, "connections", \
         "To the mail server at once."},                                                           \
        {"smtp_timeout_ms",                                                                        \
         PFQ_PARAM_NUMBER,                                                                         \
         "120000",                                                                                 \
         1000,                                                                                     \
         600000,                                                                                   \
         "ms",                                                                                     \
         "How long one mail may take."},                                                           \
        {"mail_from", PFQ_PARAM_TEXT, "", 0, 0, NULL, "The address that mail comes from."},        \
        {"mail_from_name",     PFQ_PARAM_TEXT, "Police file quality feedback", 0, 0, NULL,         \
         "The name beside it."},                                                                   \
        {"mail_reply_to", PFQ_PARAM_TEXT, "", 0, 0, NULL, "Where answers go, if elsewhere."},      \
        {"mail_reach",                                                                             \
         PFQ_PARAM_TEXT,                                                                           \
         "anywhere",                                                                               \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "anywhere, or loopback: then no mail leaves this machine (pfq up sets it)."},             \
        {"mail_retry_ms",                                                                          \
         PFQ_PARAM_NUMBER,                                                                         \
         "60000",                                                                                  \
         10,                                                                                       \
         3600000,                                                                                  \
         "ms",                                                                                     \
         "Wait after the first failed attempt; then 5, 30, 120 and 360 times as long."},           \
        {"mail_expire_ms",                                                                         \
         PFQ_PARAM_NUMBER,                                                                         \
         "259200000",                                                                              \
         1000,                                                                                     \
         2592000000,                                                                               \
         "ms",                                                                                     \
         "How old a mail gets before it is given up."},                                            \
    {                                                                                              \
        "mail_scan_ms", PFQ_PARAM_NUMBER, "1000", 10, 60000, "ms",                                 \
            "How often to look for mail that is due."                                              \
    }

enum slot_state {
    SLOT_FREE,
    SLOT_ASKED,
    SLOT_SENDING,
    SLOT_ENDING,
    SLOT_MARKING
};

struct deliver_slot {
    enum slot_state state;
    struct smtp *smtp;
    uint64_t asked; /* number of the question that store has of it */
    int64_t ask_again_ms;
    uint64_t id; /* of the delivery in hand */
    uint64_t lease;
    uint32_t attempts;
    int64_t queued_at;
    Pfq__V1__DeliveryState mark; /* ENDING, MARKING: what store is told */
    uint32_t wait_ms;
    char answer[SMTP_ANSWER_BYTES];
};

struct deliver_unrouted {
    char force[3];
    char unit[ROUTES_UNIT_BYTES + 1];
    Pfq__V1__Audience audience;
};

/* Store's word on a mail that was queued: problems, or its row. */
typedef void deliver_on_queued(void *self, uint64_t token, const Pfq__V1__OutboxRows *rows);

struct deliver {
    struct pfq_service *service;
    struct pfq_sock *store;
    int event_fd;
    struct pfq_arena arena; /* of one act */
    struct relay relay;
    struct schedule schedule;
    struct routes routes;
    bool routes_stale; /* the file has faults: the routes are those of before */
    bool fresh;        /* store has not yet been told that a sender started */
    bool draining;
    uint64_t questions;
    struct deliver_slot slots[DELIVER_SLOTS_MAX];
    size_t slot_count;
    struct deliver_unrouted unrouted[DELIVER_UNROUTED_MAX];
    size_t unrouted_count;
    char trouble[SMTP_ANSWER_BYTES]; /* "": the server takes mail, as far as we know */
    bool used;                       /* something was queued since the start */
    deliver_on_queued *on_queued;
    void *on_queued_self;
    uint64_t *sent;
    uint64_t *deferred;
    uint64_t *bounced;
};

/* What is wrong with the settings of mail and with the routes, for --print-config. */
enum pfq_code deliver_check(const struct pfq_config *config, struct pfq_err *err);

enum pfq_code deliver_init(struct deliver *d, struct pfq_service *service,
                           struct pfq_err *err) PFQ_CHECKED;
void deliver_fini(struct deliver *d);
void deliver_reload(struct deliver *d); /* the routes anew, or as they were and an alarm */

/* What is queued: a mail without from, to, message_id and date, which are filled in. */
struct deliver_item {
    const char *force; /* "" of an Area's */
    const char *unit;  /* "" = the whole force; of an Area's the Area */
    Pfq__V1__DigestKind kind;
    Pfq__V1__Audience audience;
    const char *period;
    const struct mail *mail;
    uint64_t token; /* comes back in on_queued */
    uint32_t level; /* of a challenge; else 0 */
    const char
        *staff; /* for whom it is: the address in [staff], else the routes; NULL: the routes */
};

/* Whom [staff] or the routes name, at most DELIVER_RECIPIENTS_MAX; nobody at all: an alarm in
 * status.  Valid until the next reload. */
size_t deliver_recipients(struct deliver *d, const struct deliver_item *item,
                          const char *recipients[DELIVER_RECIPIENTS_MAX]);

/* These forces send files, and a digest of this kind is due or done: whoever of them no route names
 * outside is an alarm, whether or not there was anything to say.  So the alarm is there again after
 * a restart and HUP.  No routes at all: nobody wants mail, which is none. */
void deliver_expect(struct deliver *d, Pfq__V1__DigestKind kind, char *const *forces, size_t count);

/* Queue the mail for one of them. */
enum pfq_code deliver_queue_to(struct deliver *d, const struct deliver_item *item,
                               const char *recipient, int64_t wall_ms,
                               struct pfq_err *err) PFQ_CHECKED;

/* Queue the mail for everybody whom the routes name; *count says for how many.  Nobody at all:
 * an alarm in status.  Store answers each through on_queued; whoever hears nothing calls again
 * (a repeat is DUPLICATE).  Wait for the answers of one item before the next. */
enum pfq_code deliver_queue(struct deliver *d, const struct deliver_item *item, int64_t wall_ms,
                            size_t *count, struct pfq_err *err) PFQ_CHECKED;

/* From feedback's loop.  False: the answer was not to a question of ours. */
bool deliver_on_rows(struct deliver *d, const char *id, const Pfq__V1__OutboxRows *rows,
                     int64_t wall_ms, int64_t now_ms);
void deliver_on_event(struct deliver *d, int64_t wall_ms, int64_t now_ms);
void deliver_scan(struct deliver *d, int64_t wall_ms, int64_t now_ms);
bool deliver_drain(struct deliver *d, int64_t now_ms); /* true: nothing is in hand */

enum {
    DELIVER_ALARMS_MAX = 5
};

/* Add what needs a look. */
void deliver_alarms(const struct deliver *d, Pfq__V1__ServiceStatus *out, struct pfq_arena *arena);

#endif
