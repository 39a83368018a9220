/* ladder_run.h - challenges climb by themselves, and reminders go out: one after another,
 * without ever waiting.
 *
 *     IDLE        nothing to do; the timer, or the start of the service, makes it look
 *     CHALLENGES  store was asked for a page of open challenges
 *     ROW         the next one of the page, in one turn
 *     THEME       store was asked for the last move of its theme, or of a mute's
 *     CASE        store was asked for the last submissions of its case
 *     ACT         what has to be done about it, one thing a turn
 *     STEP        store was told of a step
 *     QUEUE       store was told to queue a mail
 *     MUTES       store was asked for a page of mutes that hold
 *     MUTE        the next one of the page, in one turn
 *     END         store was told that a mute ends early: its theme has fallen silent
 *     DEADLINES   store was asked for a page of assessments that wait for an answer or outcome,
 *                 of the month whose deadline is near
 *     DEADLINE    the reminders of one force, in one turn
 *     PUT         store was told of a line in a force's mailbox
 *
 * After a deadline, DEADLINES and DEADLINE come a second time: what had no answer is told of.
 *
 * What has to be done follows from the rows alone (feedback/challenge/ladder.h), so whatever a
 * crash leaves undone the next run does.  Nothing is done twice: a step is an event under a name
 * of its own, which store keeps once, and a mail is in the outbox once under (recipient, force,
 * unit, kind, period, audience), the period being that name.  What store refuses or does not
 * answer in time ends the run; the next turn of the timer begins anew.
 *
 * Memory: a page of rows.  Layer 4 (feedback).
 */
#ifndef LADDER_RUN_H
#define LADDER_RUN_H

#include "feedback/challenge/ladder.h"
#include "feedback/challenge/notice.h"
#include "feedback/deliver/deliver.h"
#include "feedback/reminders/reminders.h"
#include "pfq/people.h"
#include "pfq/service.h"
#include "pfq/standard.h"

enum ladder_state {
    LADDER_IDLE,
    LADDER_CHALLENGES,
    LADDER_ROW,
    LADDER_THEME,
    LADDER_CASE,
    LADDER_ACT,
    LADDER_STEP,
    LADDER_QUEUE,
    LADDER_MUTES,
    LADDER_MUTE,
    LADDER_END,
    LADDER_DEADLINES,
    LADDER_DEADLINE,
    LADDER_PUT,
    LADDER_STATES /* last */
};

enum {
    LADDER_CURSOR_BYTES = 256,
    LADDER_TURN_ROWS = 64,  /* that need nothing, in one turn */
    LADDER_TOLD_MAX = 4096, /* mails of which it is remembered that they are queued */
    LADDER_ACTS_MAX = 4,    /* about one row */
    LADDER_HOLIDAYS_MAX = 512,
    LADDER_MUTES_MAX = 512, /* that hold; further ones are told of all the same */
    LADDER_NAME_BYTES = 64,
    LADDER_ID_BYTES = 32,
    LADDER_SOONER_MAX = 512, /* further ones climb all the same, and are shown as by time */
    LADDER_FORCES_MAX = 64,
    LADDER_NEAR_DAYS = 15,  /* a deadline that may need a reminder */
    LADDER_OVER_DAYS = 15,  /* or has passed not longer ago */
    LADDER_SUBMISSIONS = 20 /* of a case, the last ones */
};

#define LADDER_TOKENS (UINT64_C(1) << 48) /* above those of every other mail */

/* A theme that is not told of. */
struct ladder_muted {
    char force[3];
    char unit[LADDER_NAME_BYTES + 1]; /* "" = the whole force */
    char name[LADDER_NAME_BYTES + 1];
    int system;    /* ThemeSystem */
    int case_type; /* 0: all together */
};

struct ladder_mutes {
    struct ladder_muted rows[LADDER_MUTES_MAX];
    size_t count;
};

/* What is open of one force, added up page by page. */
struct ladder_tally {
    char force[3];
    struct reminder reminder;
};

/* A mail, or with step_to a step, or the end of a mute, or a line in the mailbox. */
struct ladder_act {
    uint32_t step_to;
    bool ends;
    const struct reminder *line;
    const char *why;
    Pfq__V1__DigestKind kind;
    Pfq__V1__Audience audience;
    const char *force;
    const char *unit;
    const char *staff; /* for whom it is; NULL: for whom the routes name */
    uint32_t level;    /* of the routes; 0: any */
    const char *name;
    struct notice notice;
};

/* A mail that is in the outbox, by a hash of its names. */
struct ladder_told {
    uint64_t name;
    int64_t queued_at;
};

/* A challenge that the facts call up sooner than the row says. */
struct ladder_sooner {
    char id[LADDER_ID_BYTES + 1];
    int64_t changed_at;
    int64_t at;
};

struct ladder_soon {
    struct ladder_sooner rows[LADDER_SOONER_MAX];
    size_t count;
};

/* What feedback's table of parameters holds for challenges. */
#define LADDER_PARAMS                                                                              \
    {"deadline_days",                                                                              \
     PFQ_PARAM_TEXT,                                                                               \
     PFQ_PEOPLE_DEADLINE_DAYS,                                                                     \
     0,                                                                                            \
     0,                                                                                            \
     NULL,                                                                                         \
     "Days after the end of a month until its outcomes are final, as under [store]."},             \
        {"ladder_days",                                                                            \
         PFQ_PARAM_TEXT,                                                                           \
         PFQ_PEOPLE_LADDER_DAYS,                                                                   \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "Working days until an unacknowledged challenge leaves level 1, 2, 3, 4; 0: a person "    \
         "moves "                                                                                  \
         "it."},                                                                                   \
        {"ladder_strong_days",                                                                     \
         PFQ_PARAM_TEXT,                                                                           \
         PFQ_PEOPLE_LADDER_STRONG_DAYS,                                                            \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "The same where the facts call for a higher level; 0: they do not hurry it."},            \
        {"ladder_months",                                                                          \
         PFQ_PARAM_TEXT,                                                                           \
         PFQ_PEOPLE_LADDER_MONTHS,                                                                 \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "Months above its baseline: a unit's theme calls for level 3, a force's for level 4."},   \
        {"ladder_hearing_days",                                                                    \
         PFQ_PARAM_TEXT,                                                                           \
         PFQ_PEOPLE_LADDER_HEARING_DAYS,                                                           \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "Working days before the first hearing: a critical failing calls for level 2."},          \
        {"ladder_custody",                                                                         \
         PFQ_PARAM_TEXT,                                                                           \
         PFQ_PEOPLE_LADDER_CUSTODY,                                                                \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         "Checks on custody time limits: a challenge on one calls for level 2."},                  \
        {"ladder_ms",                                                                              \
         PFQ_PARAM_NUMBER,                                                                         \
         "60000",                                                                                  \
         50,                                                                                       \
         3600000,                                                                                  \
         "ms",                                                                                     \
         "How often to look at challenges, mutes and deadlines."},                                 \
    {                                                                                              \
        "ladder_ahead_ms", PFQ_PARAM_NUMBER, "0", 0, 34560000000, "ms",                            \
            "Added to the clock by which challenges climb: for rehearsals and tests."              \
    }

struct ladder_run {
    struct pfq_service *service;
    struct pfq_sock *store;
    struct deliver *deliver;
    struct pfq_people_rules rules;
    int32_t holidays[LADDER_HOLIDAYS_MAX];
    enum ladder_state state;
    bool due;
    uint32_t failed;       /* in a row */
    int64_t rest_until_ms; /* after a failure */
    uint64_t token;        /* of the question that is on its way */
    int64_t deadline_ms;
    int64_t wall_ms; /* of the turn, steered */
    int64_t now_ms;
    struct pfq_arena page; /* the rows in hand and all that is made of them */
    struct pfq_arena asking;
    const Pfq__V1__PeopleRows *rows;
    size_t at;
    uint8_t cursor[LADDER_CURSOR_BYTES]; /* of the next page of rows */
    size_t cursor_size;
    uint8_t theme_cursor[LADDER_CURSOR_BYTES];
    size_t theme_cursor_size;
    enum ladder_state back; /* where it goes on after ACT */
    int32_t month;          /* DEADLINES: YYYYMM */
    bool over;              /* of a deadline that has passed */
    int32_t month_told;     /* of which all was told */
    struct ladder_tally tallies[LADDER_FORCES_MAX];
    size_t tally_count;
    const Pfq__V1__ThemeKey *key; /* THEME: whose move */
    struct ladder_facts facts;    /* of the row in hand */
    struct ladder_todo todo;
    struct ladder_mutes mutes; /* that held at the last look */
    struct ladder_mutes found; /* in this one */
    bool mutes_known;
    struct ladder_soon soon;      /* of the last look */
    struct ladder_soon soon_next; /* of this one */
    struct ladder_act acts[LADDER_ACTS_MAX];
    size_t act_count;
    size_t act;
    size_t unanswered; /* mails of the act in hand */
    int64_t queued_at; /* of the mail in hand, store's time; INT64_MIN: nobody is to have it */
    struct ladder_told told[LADDER_TOLD_MAX];
    size_t told_at;
    uint64_t *steps;
    uint64_t *mails;
    uint64_t *failures;
};

enum pfq_code ladder_run_init(struct ladder_run *run, struct pfq_service *service,
                              struct deliver *deliver, struct pfq_err *err) PFQ_CHECKED;
void ladder_run_fini(struct ladder_run *run);

void ladder_run_due(struct ladder_run *run); /* the timer */

/* A turn: begin what is due, go on with what takes no answer, end a wait that is over. */
void ladder_run_turn(struct ladder_run *run, int64_t wall_ms, int64_t now_ms);

/* A look is under way, or about to begin. */
bool ladder_run_busy(const struct ladder_run *run);

/* Whether the answer is to a question of ours, which it then has dealt with. */
bool ladder_run_answer(struct ladder_run *run, struct pfq_frame *frame);

/* Store's word on a mail; false: it is not ours. */
bool ladder_run_queued(struct ladder_run *run, uint64_t token, const Pfq__V1__OutboxRows *rows);

/* Is the theme muted?  Not to be asked before the first look at the mutes has ended. */
bool ladder_mutes_known(const struct ladder_run *run);
bool ladder_is_muted(const void *run, const Pfq__V1__ThemeKey *key);

/* The bank holidays from here on.  NULL: no tables can be read, so that Monday to Friday are
 * working days; an alarm says so (send/). */
void ladder_run_holidays(struct ladder_run *run, const struct pfq_standard *standard);

/* Say of each challenge when it climbs by itself, by the days and bank holidays in use here. */
void ladder_run_date(const struct ladder_run *run, const Pfq__V1__PeopleRows *rows);

/* --- between its files -------------------------------------------------------------------- */

/* ladder_run.c: enter a state, and ask its question; the page is done, on to the next one or the
 * next state; the facts of the row in hand are known; end the run.  Does it wait for an answer? */
void ladder_enter(struct ladder_run *run, enum ladder_state state);
void ladder_next_page(struct ladder_run *run, enum ladder_state again, enum ladder_state then);
void ladder_decide(struct ladder_run *run);
void ladder_fail(struct ladder_run *run, const char *why);
bool ladder_waits(const struct ladder_run *run);

/* ladder_ask.c: the question of the state that was just entered. */
void ladder_ask(struct ladder_run *run);

/* ladder_acts.c: what has to be done about the row in hand. */
void ladder_acts_of_challenge(struct ladder_run *run, Pfq__V1__ChallengeRow *row);
void ladder_acts_of_mute(struct ladder_run *run, const Pfq__V1__MuteRow *row);

/* ladder_deadlines.c: the month whose deadline is near, or with run->over has passed and was not
 * told of, 0: none; a page of its rows; the reminders
 * of the force in hand. */
int32_t ladder_month(const struct ladder_run *run);
void ladder_add_page(struct ladder_run *run, const Pfq__V1__PeopleRows *rows);
void ladder_acts_of_deadline(struct ladder_run *run, const struct ladder_tally *tally);

/* ladder_mutes.c */
void ladder_found_mute(struct ladder_run *run, const Pfq__V1__ThemeKey *key);

/* ladder_acts.c: queue the mail of the act in hand; the number of recipients, 0 where it was
 * queued before or nobody is to have it. */
enum pfq_code ladder_queue(struct ladder_run *run, size_t *count, struct pfq_err *err) PFQ_CHECKED;
void ladder_remember(struct ladder_run *run);

/* ladder_rules.c: the rules of the ladder as they are configured; no bank holidays yet.  A
 * challenge that was found to climb at its next_step_at by the facts; the look has ended. */
enum pfq_code ladder_rules(struct ladder_run *run, const struct pfq_config *config,
                           struct pfq_err *err) PFQ_CHECKED;
enum pfq_code ladder_check(const struct pfq_config *config, struct pfq_err *err);
void ladder_found_sooner(struct ladder_run *run, const Pfq__V1__ChallengeRow *row);
void ladder_keep_sooner(struct ladder_run *run);

#endif
