/* ladder_run.c - the states of a run over the challenges: see ladder_run.h. */
#include "ladder_run.h"

#include <string.h>

#include "feedback/retry.h"
#include "pfq/log.h"

static const struct {
    const char *name;
    bool asks; /* and waits for the answer; else it goes on with every turn */
} states[LADDER_STATES] = {
    [LADDER_IDLE] = {"idle", false},
    [LADDER_CHALLENGES] = {"challenges", true},
    [LADDER_ROW] = {"row", false},
    [LADDER_THEME] = {"theme", true},
    [LADDER_CASE] = {"case", true},
    [LADDER_ACT] = {"act", false},
    [LADDER_STEP] = {"step", true},
    [LADDER_QUEUE] = {"queue", true},
    [LADDER_MUTES] = {"mutes", true},
    [LADDER_MUTE] = {"mute", false},
    [LADDER_END] = {"end", true},
    [LADDER_DEADLINES] = {"deadlines", true},
    [LADDER_DEADLINE] = {"deadline", false},
    [LADDER_PUT] = {"put", true},
};

enum pfq_code ladder_run_init(struct ladder_run *run, struct pfq_service *service,
                              struct deliver *deliver, struct pfq_err *err)
{
    memset(run, 0, sizeof *run);
    run->service = service;
    run->store = pfq_service_sock(service, "store");
    run->deliver = deliver;
    run->steps = pfq_service_counter(service, "ladder_steps");
    run->mails = pfq_service_counter(service, "ladder_mails");
    run->failures = pfq_service_counter(service, "ladder_failures");
    run->due = true;
    pfq_arena_open(&run->page);
    pfq_arena_open(&run->asking);
    return ladder_rules(run, pfq_service_config(service), err);
}

void ladder_run_fini(struct ladder_run *run)
{
    pfq_arena_close(&run->page);
    pfq_arena_close(&run->asking);
}

void ladder_run_due(struct ladder_run *run)
{
    run->due = true;
}

bool ladder_waits(const struct ladder_run *run)
{
    return states[run->state].asks;
}

/* --- moving ---------------------------------------------------------------------------- */

static void rest(struct ladder_run *run)
{
    run->state = LADDER_IDLE;
    run->rows = NULL;
    pfq_arena_reset(&run->page);
}

void ladder_fail(struct ladder_run *run, const char *why)
{
    ++*run->failures;
    pfq_log(PFQ_LOG_WARN, "ladder_failed", "while=%s why=\"%s\"", states[run->state].name, why);
    rest(run);
    run->due = true; /* what is muted may not be known yet, and themes wait for it */
    run->rest_until_ms =
        run->now_ms + retry_wait_ms(++run->failed, pfq_service_number(run->service, "ladder_ms"));
}

void ladder_enter(struct ladder_run *run, enum ladder_state state)
{
    run->state = state;
    ladder_ask(run);
}

/* --- the turns ------------------------------------------------------------------------- */

/* The page is done: the next one, the next kind, or the end. */
void ladder_next_page(struct ladder_run *run, enum ladder_state again, enum ladder_state then)
{
    bool more = run->cursor_size > 0;
    rest(run);
    if (more || then != LADDER_IDLE) {
        ladder_enter(run, more ? again : then);
    }
}

static void ask_of_theme(struct ladder_run *run, const Pfq__V1__ThemeKey *key)
{
    run->key = key;
    run->theme_cursor_size = 0;
    ladder_enter(run, LADDER_THEME);
}

/* What has to be done about the row in hand, now that its theme is known. */
void ladder_decide(struct ladder_run *run)
{
    if (run->back == LADDER_MUTE) {
        ladder_acts_of_mute(run, run->rows->mutes[run->at]);
    } else {
        ladder_acts_of_challenge(run, run->rows->challenges[run->at]);
    }
    run->state = LADDER_ACT;
}

/* Only what may climb needs the facts. */
static void next_challenge(struct ladder_run *run)
{
    if (run->at == run->rows->n_challenges) {
        if (run->cursor_size == 0) {
            ladder_keep_sooner(run);
        }
        ladder_next_page(run, LADDER_CHALLENGES, LADDER_MUTES);
        return;
    }
    const Pfq__V1__ChallengeRow *row = run->rows->challenges[run->at];
    bool sent = row->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT && row->raised != NULL;
    run->back = LADDER_ROW;
    run->facts = (struct ladder_facts){.move = NULL};
    if (sent && row->raised->theme != NULL && row->raised->theme->force != NULL) {
        ask_of_theme(run, row->raised->theme);
    } else if (sent && row->raised->urn != NULL && row->raised->check != NULL) {
        ladder_enter(run, LADDER_CASE);
    } else {
        ladder_decide(run);
    }
}

/* Of the month whose deadline is near, then of the one whose deadline has passed. */
static void begin_deadlines(struct ladder_run *run, bool over)
{
    rest(run);
    run->over = over;
    run->month = ladder_month(run);
    run->cursor_size = run->tally_count = 0;
    if (run->month != 0) {
        ladder_enter(run, LADDER_DEADLINES);
    } else if (!over) {
        begin_deadlines(run, true);
    }
}

/* The last page of them: from here on it is known what is muted. */
static void end_mutes(struct ladder_run *run)
{
    if (run->cursor_size > 0) {
        ladder_next_page(run, LADDER_MUTES, LADDER_IDLE);
        return;
    }
    run->mutes = run->found;
    run->mutes_known = true;
    begin_deadlines(run, false);
}

static void next_deadline(struct ladder_run *run)
{
    if (run->at < run->tally_count) {
        run->back = LADDER_DEADLINE;
        ladder_acts_of_deadline(run, &run->tallies[run->at]);
        run->state = LADDER_ACT;
    } else if (run->over) {
        run->month_told = run->month;
        rest(run);
    } else {
        begin_deadlines(run, true);
    }
}

static void next_mute(struct ladder_run *run)
{
    if (run->at == run->rows->n_mutes) {
        end_mutes(run);
        return;
    }
    const Pfq__V1__MuteRow *row = run->rows->mutes[run->at];
    run->back = LADDER_MUTE;
    run->facts = (struct ladder_facts){.move = NULL};
    if (row->active && row->mute != NULL && row->mute->theme != NULL &&
        row->mute->theme->force != NULL && row->mute->theme->name != NULL) {
        ask_of_theme(run, row->mute->theme);
    } else {
        run->at++;
    }
}

static void queue_mail(struct ladder_run *run)
{
    struct pfq_err err = {0};
    if (ladder_queue(run, &run->unanswered, &err) != PFQ_OK) {
        ladder_fail(run, err.text);
    } else if (run->unanswered == 0) {
        run->act++;
    } else {
        run->state = LADDER_QUEUE;
    }
}

static void next_act(struct ladder_run *run)
{
    if (run->act == run->act_count) {
        run->at++;
        run->state = run->back;
    } else if (run->acts[run->act].step_to > 0 &&
               !ladder_may_step(&run->todo, run->queued_at, run->wall_ms)) {
        run->act++; /* its owner was reminded only now */
    } else if (run->acts[run->act].step_to > 0) {
        if (run->queued_at == INT64_MIN) { /* the reminder before it: nobody is to have it */
            run->acts[run->act].why = ladder_unreminded(run->todo.why, &run->page);
        }
        ladder_enter(run, LADDER_STEP);
    } else if (run->acts[run->act].ends) {
        ladder_enter(run, LADDER_END);
    } else if (run->acts[run->act].line != NULL) {
        ladder_enter(run, LADDER_PUT);
    } else {
        queue_mail(run);
    }
}

static bool may_begin(const struct ladder_run *run)
{
    return run->due && run->rest_until_ms <= run->now_ms;
}

static void go_on(struct ladder_run *run)
{
    if (run->state == LADDER_ROW) {
        next_challenge(run);
    } else if (run->state == LADDER_MUTE) {
        next_mute(run);
    } else if (run->state == LADDER_DEADLINE) {
        next_deadline(run);
    } else if (run->state == LADDER_ACT) {
        next_act(run);
    } else if (may_begin(run)) {
        run->due = false;
        run->cursor_size = 0;
        run->found.count = 0;
        run->soon_next.count = 0;
        ladder_enter(run, LADDER_CHALLENGES);
    }
}

bool ladder_run_busy(const struct ladder_run *run)
{
    return run->state != LADDER_IDLE || may_begin(run);
}

void ladder_run_turn(struct ladder_run *run, int64_t wall_ms, int64_t now_ms)
{
    run->wall_ms = wall_ms + pfq_service_number(run->service, "ladder_ahead_ms");
    run->now_ms = now_ms;
    if (ladder_waits(run) && run->deadline_ms <= now_ms) {
        ladder_fail(run, "store did not answer in time");
    }
    for (int i = 0; i < LADDER_TURN_ROWS && !ladder_waits(run); i++) {
        go_on(run);
        if (run->state == LADDER_IDLE) {
            break;
        }
    }
    if (run->state == LADDER_IDLE && !run->due) {
        run->failed = 0;
    }
}
