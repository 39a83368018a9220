/* feedback.h - the state of the feedback service and its handlers.
 *
 * A request goes through these states; each has one deadline:
 *
 *     READING    store was asked for rows or for a new position
 *     TEXTS      store was asked for the catalogue that a row was judged by
 *     PARKED     nothing there yet; a hint, the scan or the end of the wait comes next
 *
 *     fetch -> READING -> page                     rows, or no wait left
 *                      -> TEXTS -> READING         a catalogue was not in the cache
 *                      -> PARKED -> READING        nothing yet, and time to wait
 *     acknowledge -> READING -> acked
 *
 * Layer 4 (feedback).
 */
#ifndef FEEDBACK_H
#define FEEDBACK_H

#include "catalogues.h"
#include "deliver/trial.h"
#include "ladder/ladder_run.h"
#include "own_targets.h"
#include "pfq/grants.h"
#include "pfq/pending.h"
#include "pfq/service.h"
#include "send/send_run.h"
#include "themes_run.h"

enum {
    FEEDBACK_CONSUMER_BYTES = 32,
    FEEDBACK_LIMIT_MAX = 500,
    FEEDBACK_LIMIT = 50,
    FEEDBACK_WAIT_MAX_MS = 30000,
    FEEDBACK_TEXTS_MAX = 8,          /* catalogues fetched for one request, at most */
    FEEDBACK_PAGE_BYTES = 240 * 1024 /* of items in one page: the frame holds 256 KiB */
};

enum reader_state {
    READER_READING,
    READER_TEXTS,
    READER_PARKED
};

struct reader {
    struct pfq_peer peer;
    char id[PFQ_ID_BYTES + 1];
    bool acknowledges;                     /* else it fetches */
    bool own;                              /* for a digest: its page goes to send_run_page() */
    Pfq__V1__Envelope__BodyCase forwarded; /* or wants this from store: forward.c; else 0 */
    enum reader_state state;
    char force[3];
    char consumer[FEEDBACK_CONSUMER_BYTES + 1];
    bool has_after;
    uint64_t number; /* fetch: after; acknowledge: up to */
    uint32_t limit;
    uint32_t texts; /* catalogues fetched so far */
    int64_t since_ms;
    int64_t wait_until_ms; /* fetch: an empty page is held back until then */
    int64_t deadline_ms;   /* of the state */
    uint64_t last_number;  /* as store said last */
    uint64_t acknowledged;
};

struct feedback {
    struct pfq_service *service;
    struct pfq_sock *front;
    struct pfq_sock *store;
    struct pfq_grants grants;
    struct pfq_pending readers;
    struct catalogues catalogues;
    struct own_targets targets;
    struct themes_run themes;
    struct deliver deliver;
    struct trial trial;
    struct send_run send;
    struct ladder_run ladder;
    bool draining;
    uint64_t sequence; /* committed up to here, as the last hint said */
    uint64_t *pages;
    uint64_t *items;
    uint64_t *acknowledgements;
    uint64_t *rejected;
    uint64_t *timeouts;
};

enum pfq_code feedback_init(void *self, struct pfq_service *service, struct pfq_err *err);
void feedback_on_request(void *self, struct pfq_frame *frame);
void feedback_on_rows(void *self, struct pfq_frame *frame);
void feedback_on_hint(void *self, struct pfq_frame *frame);
void feedback_scan(void *self, int64_t wall_ms, int64_t now_ms);
void feedback_ladder(void *self, int64_t wall_ms, int64_t now_ms);
void feedback_themes(void *self, int64_t wall_ms, int64_t now_ms);
void feedback_digests(void *self, int64_t wall_ms, int64_t now_ms);
void feedback_sweep(void *self, int64_t wall_ms, int64_t now_ms);
void feedback_status(void *self, const struct pfq_frame *frame, Pfq__V1__ServiceStatus *out);
bool feedback_drain(void *self, int64_t now_ms);
void feedback_fini(void *self);
void feedback_on_mail(void *self, int64_t wall_ms, int64_t now_ms); /* the mail threads rang */
void feedback_scan_mail(void *self, int64_t wall_ms, int64_t now_ms);
void feedback_reload(void *self);

/* request.c: whoever asks in this frame; room for it: a token, or 0 and it was told to ask
 * again. */
struct reader request_reader(const struct pfq_frame *frame, bool acknowledges);
uint64_t request_begin(struct feedback *f, struct pfq_frame *frame, const struct reader *wanted);

/* read.c: what store is asked; a request that cannot be sent is tried at the next scan. */
void read_rows(struct feedback *f, uint64_t token, int64_t now_ms, struct pfq_arena *arena);
void read_send(struct feedback *f, uint64_t token, Pfq__V1__Envelope *request, int64_t now_ms,
               struct pfq_arena *arena);
void read_texts(struct feedback *f, uint64_t token, ProtobufCBinaryData digest, int64_t now_ms,
                struct pfq_arena *arena);

/* request.c: fetch for a digest of our own, under the token of its question.  False: there are too
 * many readers just now. */
bool request_own(void *self, const Pfq__V1__MailboxFetch *fetch, uint64_t token, int64_t now_ms);

/* forward.c: what store answers to whoever asks here.  False: it is nothing that is forwarded,
 * or answers nothing of the kind.  Store decides who sees what. */
bool forward_ask(struct feedback *f, struct pfq_frame *frame);
bool forward_answer(struct feedback *f, struct pfq_frame *frame);
void forward_refuse(struct feedback *f, const struct reader *reader, size_t count,
                    Pfq__V1__Problem **problems, int64_t wall_ms, struct pfq_arena *arena);
/* Months that were closed and whose themes were not judged by that, in an answer of them. */
void forward_mark_months(struct feedback *f, const Pfq__V1__Envelope *answer);

/* page.c: the answers; each releases the reader. */
void page_answer(struct feedback *f, uint64_t token, const Pfq__V1__StoreRows *rows,
                 int64_t wall_ms, struct pfq_arena *arena);
void page_answer_problems(struct feedback *f, uint64_t token, size_t count,
                          Pfq__V1__Problem **problems, int64_t wall_ms, struct pfq_arena *arena);
void page_send(struct feedback *f, const struct reader *reader, Pfq__V1__Envelope *answer,
               int64_t wall_ms, struct pfq_arena *arena);
void page_refuse(struct feedback *f, const struct reader *reader, size_t count,
                 Pfq__V1__Problem **problems, int64_t wall_ms, struct pfq_arena *arena);

/* routes_print.c: --print-config. */
void feedback_print_routes(const struct pfq_config *config, bool tabs);

#endif
