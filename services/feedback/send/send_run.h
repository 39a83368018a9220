/* send_run.h - digests go out by themselves: one after another, without ever waiting.
 *
 *     IDLE      nothing is due; the timer, the start of the service or HUP makes it look
 *     LIST      store was asked whether a period is done, and which forces send
 *     LOOK      store was asked for the digest of one target, which may be there from before
 *     GATHER    store, or a mailbox of our own, was asked what the digest is made of
 *     BUILD     the thread makes the digest (send_worker.h)
 *     KEEP      store was told to keep it: from here on it is what everybody gets
 *     LETTER    the thread makes the mail
 *     QUEUE     store was told to queue it for one recipient
 *     SETTLE    store was told that all its mail is in the outbox
 *     CLOSE     store was told that everybody had theirs
 *
 *     LIST --nobody left--> CLOSE --> IDLE          done: the period is not looked at again
 *          --> LOOK --> GATHER --> BUILD --> KEEP --> LETTER --> QUEUE ... --> SETTLE --> LOOK
 *                  --kept, not settled----------------^
 *                  --settled--> the next LOOK           KEEP --nothing to say--> the next LOOK
 *
 * What is done is in store alone (services/store/digests.h): a crash at any point leaves a digest
 * that is kept whole or not at all, and mail that is queued once (deliver.h), so the next start
 * goes on where the last ended.  What store refuses or does not answer in time ends the run; it
 * begins again after digest_ms.  A target that fails twice is passed over, so that it holds up
 * nobody else, and tried again once the other kinds had their turns: an alarm says so.
 *
 * Memory: that of one digest at a time.  Layer 4 (feedback).
 */
#ifndef SEND_RUN_H
#define SEND_RUN_H

#include "due.h"
#include "feedback/deliver/deliver.h"
#include "feedback/digest/letter.h"
#include "feedback/own_targets.h"
#include "feedback/summary/summary.h"
#include "pfq/service.h"
#include "pfq/standard.h"
#include "send_worker.h"
#include "targets.h"

enum {
    SEND_KINDS = PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK + 1,
    SEND_TROUBLE_BYTES = 200,
    SEND_WHY_BYTES = 400,
    SEND_FAILED_MAX = TARGETS_MAX, /* all may fail */
    SEND_TRIES = 2,                /* of a target, before it is passed over */
    SEND_ALARMS_MAX = 2 + SEND_KINDS
};

#define SEND_TOKENS (UINT64_C(1) << 40) /* above those of `pfq outbox test` */

enum send_state {
    SEND_IDLE,
    SEND_LIST,
    SEND_LOOK,
    SEND_GATHER,
    SEND_BUILD,
    SEND_KEEP,
    SEND_LETTER,
    SEND_QUEUE,
    SEND_SETTLE,
    SEND_CLOSE,
    SEND_STATES /* last */
};

/* Fetch a page of a mailbox; it comes back through send_run_page().  False: not now. */
typedef bool send_fetch(void *self, const Pfq__V1__MailboxFetch *fetch, uint64_t token,
                        int64_t now_ms);

struct send_failed {
    struct target target;
    unsigned times;
};

struct send_run {
    struct pfq_service *service;
    struct pfq_sock *store;
    struct deliver *deliver;
    send_fetch *fetch;
    void *fetch_self;
    const struct own_targets *own_targets; /* of forces: beside what store says of their themes */
    struct pfq_standard *standard;         /* NULL: it cannot be loaded */
    struct due_times times;
    bool times_stale; /* the file has faults: the times are those of before */
    enum send_state state;
    struct send_worker worker;
    bool reload_wanted; /* once the thread has done */
    bool due;           /* look as soon as may be */
    bool hold;          /* themes are being looked at: what is found belongs into a digest */
    char done[SEND_KINDS][DUE_NAME_BYTES];
    struct due period; /* what is being done */
    uint64_t sequence; /* what its figures must be true up to */
    struct targets targets;
    size_t at;
    bool passed_over; /* somebody: it is not closed */
    int left;         /* kind that was so left open; 0: none */
    struct send_failed failed[SEND_FAILED_MAX];
    size_t failed_count;
    uint64_t token;
    int64_t deadline_ms;
    int64_t rest_until_ms;
    int64_t wall_ms; /* of the turn */
    int64_t now_ms;
    struct pfq_arena asking; /* of a question */
    struct pfq_arena facts;  /* of a gathering */
    struct pfq_arena words;  /* of a digest and its mail */
    struct summary summary;
    const struct gather_question *question; /* of the summary, in hand */
    struct digest_force forces[TARGETS_FORCES_MAX];
    bool gathered; /* for the target before, too, which is of the same force and unit */
    Pfq__V1__Digest *digest;
    struct letter letter;
    const char *recipients[DELIVER_RECIPIENTS_MAX];
    size_t recipient_count;
    size_t recipient;
    char trouble[SEND_KINDS][SEND_TROUBLE_BYTES]; /* of a kind; "": none */
    uint64_t *made;
    uint64_t *quiet;
    uint64_t *failures;
};

/* What feedback's table of parameters holds for digests. */
#define SEND_PARAMS                                                                                \
    {"digest_hour",                                                                                \
     PFQ_PARAM_NUMBER,                                                                             \
     "6",                                                                                          \
     0,                                                                                            \
     23,                                                                                           \
     NULL,                                                                                         \
     "Hour of the day, in London, from which digests go out; HUP reads it again."},                \
        {"digest_month_day",                                                                       \
         PFQ_PARAM_NUMBER,                                                                         \
         "3",                                                                                      \
         1,                                                                                        \
         28,                                                                                       \
         NULL,                                                                                     \
         "Day of the next month from which a month's digest goes out; HUP reads it again."},       \
        {"digest_undecided_percent",                                                               \
         PFQ_PARAM_NUMBER,                                                                         \
         "25",                                                                                     \
         1,                                                                                        \
         100,                                                                                      \
         NULL,                                                                                     \
         "Share of files undecided, in per cent, from which a digest greys the flag of a theme."}, \
        {"digest_ms",                                                                              \
         PFQ_PARAM_NUMBER,                                                                         \
         "60000",                                                                                  \
         50,                                                                                       \
         3600000,                                                                                  \
         "ms",                                                                                     \
         "How often to look whether digests are due, and how soon to try again."},                 \
        {"digest_ahead_ms",                                                                        \
         PFQ_PARAM_NUMBER,                                                                         \
         "0",                                                                                      \
         0,                                                                                        \
         34560000000,                                                                              \
         "ms",                                                                                     \
         "Added to the clock by which digests are due: for rehearsals and tests."},                \
        {"catalogue",                                                                              \
         PFQ_PARAM_TEXT,                                                                           \
         "",                                                                                       \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "Directory of the catalogue whose texts digests use; empty: share/pfq/catalogue beside "  \
         "the program."},                                                                          \
        {"reference",                                                                              \
         PFQ_PARAM_TEXT,                                                                           \
         "",                                                                                       \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "Directory of the reference tables; empty: share/pfq/reference beside the program."},     \
    {                                                                                              \
        "tables", PFQ_PARAM_TEXT, "/var/lib/pfq/tables", 0, 0, NULL,                               \
            "Directory of the tables that `pfq reference load` wrote."                             \
    }

enum pfq_code send_run_init(struct send_run *run, struct pfq_service *service,
                            struct deliver *deliver, struct pfq_err *err) PFQ_CHECKED;
void send_run_fini(struct send_run *run);

/* Hours, catalogue and tables anew, or as they were and an alarm. */
void send_run_reload(struct send_run *run);

void send_run_due(struct send_run *run); /* the timer */

/* A turn: begin what is due, go on with what takes no answer, end a wait that is over. */
void send_run_turn(struct send_run *run, int64_t wall_ms, int64_t now_ms);

/* Whether the answer is to a question of ours, which it then has dealt with. */
bool send_run_answer(struct send_run *run, struct pfq_frame *frame);
/* A page that was fetched under this token. */
void send_run_page(struct send_run *run, uint64_t token, const Pfq__V1__Envelope *page);
/* Store's word on a mail; false: it is not ours. */
bool send_run_queued(struct send_run *run, uint64_t token, const Pfq__V1__OutboxRows *rows);

void send_run_alarms(const struct send_run *run, Pfq__V1__ServiceStatus *out,
                     struct pfq_arena *arena);

/* --- between its files -------------------------------------------------------------------- */

/* send_ask.c: the question of the state that was just entered. */
void send_ask(struct send_run *run);

/* send_make.c: what takes no answer.  Building and composing are acts of the thread. */
enum pfq_code send_begin_gathering(struct send_run *run, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code send_build(struct send_run *run, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code send_compose(struct send_run *run, struct pfq_err *err) PFQ_CHECKED;
void send_address(struct send_run *run); /* who gets the mail */
enum pfq_code send_queue(struct send_run *run, struct pfq_err *err) PFQ_CHECKED;

const struct target *send_target(const struct send_run *run);

#endif
