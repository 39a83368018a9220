/* themes_run.h - one look at the figures of all forces, page by page, without ever waiting.
 *
 *     IDLE      nothing to do; the timer, or the start of the service, makes it due
 *     PREPARE   where sums signal, a part a turn; once
 *     MONTHS    store was asked which months are closed
 *     TOLD      store was asked what was told before, and for baselines
 *     ACTIONS   store was asked what was promised about themes
 *     MONTHLY   store was asked for monthly figures
 *     FREEZE    baselines, some cells a turn
 *     DAILY     store was asked for daily figures
 *     DECIDE    the states, a month a turn
 *     PUT       store was told what is new
 *
 * Each state goes to the next (states[] in themes_run.c), or back to IDLE: from MONTHLY when
 * nothing changed since the last run, from anywhere when store refuses or does not answer in
 * time; then it begins anew after a second, twice as long each time (retry.h).  Afterwards it rests
 * for twenty times as long as it waited for store, so that it has no more than a twentieth of its
 * reader, but for ten turns of the timer at most.
 *
 * One question is on its way at a time.  Memory: that of the core (themes/themes.h), and one
 * block for what is sent.
 *
 * Layer 4 (feedback).
 */
#ifndef THEMES_RUN_H
#define THEMES_RUN_H

#include "feedback/themes/themes.h"
#include "pfq/service.h"

enum themes_run_state {
    THEMES_RUN_IDLE,
    THEMES_RUN_PREPARE,
    THEMES_RUN_MONTHS,
    THEMES_RUN_TOLD,
    THEMES_RUN_ACTIONS,
    THEMES_RUN_MONTHLY,
    THEMES_RUN_FREEZE,
    THEMES_RUN_DAILY,
    THEMES_RUN_DECIDE,
    THEMES_RUN_PUT,
    THEMES_RUN_STATES /* last */
};

enum {
    THEMES_CURSOR_BYTES = 256,      /* of a page's `next` */
    THEMES_PUT_MOVES = 200,         /* in one frame */
    THEMES_PUT_BYTES = 1024 * 1024, /* to make one in */
    THEMES_FREEZE_CELLS = 128,      /* in one turn */
    THEMES_IDLE_TIMES = 20,
    THEMES_REST_TURNS = 10
};

struct themes_run {
    struct pfq_service *service;
    struct pfq_sock *store;
    struct themes themes;
    struct pfq_arena arena; /* of what is sent, when no frame is in hand */
    void *block;
    bool (*is_muted)(const void *self, const Pfq__V1__ThemeKey *key); /* then it is not announced */
    const void *muted_self;
    enum themes_run_state state;
    bool due;
    uint32_t failed; /* runs in a row */
    bool whole;      /* no move was left for the next run */
    uint64_t token;
    int64_t deadline_ms;
    int64_t asked_ms;  /* when the question was sent */
    int64_t waited_ms; /* for store, in this run */
    int64_t rest_until_ms;
    int32_t today;
    uint32_t query;     /* of MONTHLY and DAILY: which of the splits */
    int32_t from_month; /* MONTHS: of the page that is asked for */
    int32_t first_day;  /* DAILY */
    uint8_t cursor[THEMES_CURSOR_BYTES];
    size_t cursor_size;
    uint32_t at; /* FREEZE: cell; DECIDE: month; PUT: move */
    uint64_t up_to;
    uint64_t seen;                  /* of all that a run depends on */
    uint64_t done;                  /* the same, of the last run that ended well */
    bool judged[THEMES_MONTHS_MAX]; /* as closed, by the last run that ended well */
    int judged_first;               /* which they are: year * 12 + month - 1 of the first */
    uint64_t *runs;
    uint64_t *moves;
    uint64_t *failures;
};

enum pfq_code themes_run_init(struct themes_run *run, struct pfq_service *service,
                              struct pfq_err *err) PFQ_CHECKED;
void themes_run_fini(struct themes_run *run);

/* What is muted is put, and not announced until that is over. */
bool themes_run_is_muted(const struct themes_run *run, const Pfq__V1__ThemeKey *key);

/* What forces set themselves, borrowed until others are given.  A run that is under way ends, and
 * another begins at once. */
void themes_run_targets(struct themes_run *run, struct themes_targets targets);

/* The timer: look again, as soon as may be. */
void themes_run_due(struct themes_run *run);

/* Whether the last run that ended well knew that the month is closed: then its themes stand. Months
 * before those that are looked at have none. */
bool themes_run_has_judged(const struct themes_run *run, int32_t month);

/* Look again at once, not only after the rest: somebody waits for it. */
void themes_run_hurry(struct themes_run *run);

/* Whether a run is under way, or begins with the next turn. */
bool themes_run_busy(const struct themes_run *run, int64_t now_ms);

/* A turn: begin what is due, go on with what takes no answer, end a wait that is over. */
void themes_run_turn(struct themes_run *run, int64_t wall_ms, int64_t now_ms);

/* Whether the answer is to a question of ours, which it then has dealt with. */
bool themes_run_answer(struct themes_run *run, struct pfq_frame *frame);

/* themes_ask.c: the question of the state that was just entered, or its next page. */
void themes_ask(struct themes_run *run, int64_t now_ms);

/* themes_ask.c: the system whose failings figures of this kind count; UNSPECIFIED: none.  Another
 * system's figures come by another kind, and are asked for by its row there. */
Pfq__V1__ThemeSystem themes_system_of(Pfq__V1__FigureKind kind);

/* themes_ask.c: how many splits of the figures are read. */
uint32_t themes_queries(const struct themes_run *run);

#endif
