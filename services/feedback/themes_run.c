/* themes_run.c - the states of a run over the figures: see themes_run.h. */
#include "themes_run.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/retry.h"
#include "pfq/clock.h"
#include "pfq/log.h"

static const struct {
    const char *name;
    bool asks; /* and waits for the answer; else it goes on with every turn */
    enum themes_run_state next;
} states[THEMES_RUN_STATES] = {
    [THEMES_RUN_IDLE] = {"idle", false, THEMES_RUN_PREPARE},
    [THEMES_RUN_PREPARE] = {"prepare", false, THEMES_RUN_MONTHS},
    [THEMES_RUN_MONTHS] = {"months", true, THEMES_RUN_TOLD},
    [THEMES_RUN_TOLD] = {"told", true, THEMES_RUN_ACTIONS},
    [THEMES_RUN_ACTIONS] = {"actions", true, THEMES_RUN_MONTHLY},
    [THEMES_RUN_MONTHLY] = {"monthly", true, THEMES_RUN_FREEZE},
    [THEMES_RUN_FREEZE] = {"freeze", false, THEMES_RUN_DAILY},
    [THEMES_RUN_DAILY] = {"daily", true, THEMES_RUN_DECIDE},
    [THEMES_RUN_DECIDE] = {"decide", false, THEMES_RUN_PUT},
    [THEMES_RUN_PUT] = {"put", true, THEMES_RUN_IDLE},
};

enum pfq_code themes_run_init(struct themes_run *run, struct pfq_service *service,
                              struct pfq_err *err)
{
    uint32_t cells = (uint32_t)pfq_service_number(service, "themes_cells");
    memset(run, 0, sizeof *run);
    run->service = service;
    run->store = pfq_service_sock(service, "store");
    run->runs = pfq_service_counter(service, "theme_runs");
    run->moves = pfq_service_counter(service, "theme_moves");
    run->failures = pfq_service_counter(service, "theme_failures");
    run->due = true;
    run->block = malloc(THEMES_PUT_BYTES);
    if (run->block == NULL) {
        return pfq_fail(err, PFQ_E_IO, "no memory for themes");
    }
    pfq_arena_init(&run->arena, run->block, THEMES_PUT_BYTES);
    return themes_open(&run->themes, &themes_rules_usual, cells, err);
}

void themes_run_fini(struct themes_run *run)
{
    themes_close(&run->themes);
    free(run->block);
    run->block = NULL;
}

void themes_run_due(struct themes_run *run)
{
    run->due = true;
}

bool themes_run_has_judged(const struct themes_run *run, int32_t month)
{
    int place = month / 100 * 12 + month % 100 - 1 - run->judged_first;
    return place < 0 || (place < THEMES_MONTHS_MAX && run->judged[place]);
}

void themes_run_hurry(struct themes_run *run)
{
    run->due = true;
    run->rest_until_ms = 0;
}

void themes_run_targets(struct themes_run *run, struct themes_targets targets)
{
    run->themes.targets = targets;
    run->state = THEMES_RUN_IDLE; /* what store still answers is too late */
    themes_run_hurry(run);
}

bool themes_run_busy(const struct themes_run *run, int64_t now_ms)
{
    return run->state != THEMES_RUN_IDLE || (run->due && run->rest_until_ms <= now_ms);
}

/* --- what a run depends on: when none of it changed, nothing is done ------------------- */

static void mix(struct themes_run *run, uint64_t value)
{
    run->seen = (run->seen ^ value) * 1099511628211U;
    run->seen ^= run->seen >> 29;
}

/* --- moving ---------------------------------------------------------------------------- */

static void rest(struct themes_run *run, int64_t now_ms)
{
    int64_t most = THEMES_REST_TURNS * pfq_service_number(run->service, "themes_ms");
    int64_t rest_ms = THEMES_IDLE_TIMES * run->waited_ms;
    run->state = THEMES_RUN_IDLE;
    run->rest_until_ms = now_ms + (rest_ms < most ? rest_ms : most);
}

static void fail(struct themes_run *run, const char *why, int64_t now_ms)
{
    ++*run->failures;
    pfq_log(PFQ_LOG_WARN, "themes_failed", "while=%s why=\"%s\"", states[run->state].name, why);
    rest(run, now_ms);
    run->due = true;
    int64_t again_ms =
        now_ms + retry_wait_ms(++run->failed, pfq_service_number(run->service, "themes_ms"));
    run->rest_until_ms = again_ms > run->rest_until_ms ? again_ms : run->rest_until_ms;
}

static void enter(struct themes_run *run, enum themes_run_state state, int64_t now_ms)
{
    run->state = state;
    run->at = 0;
    run->query = 0;
    run->cursor_size = 0;
    themes_ask(run, now_ms);
}

static void advance(struct themes_run *run, int64_t now_ms)
{
    enter(run, states[run->state].next, now_ms);
}

/* --- the turns ------------------------------------------------------------------------- */

/* Provisional months over for so long are taken as closed: a month that nobody closes must
 * not hold up every baseline. */
static bool is_settled(const struct themes_run *run, int32_t month, Pfq__V1__MonthState state)
{
    int32_t next = month % 100 == 12 ? (month / 100 + 1) * 100 + 1 : month + 1;
    int64_t over = pfq_date_days(run->today) - pfq_date_days(next * 100 + 1);
    return state == PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED ||
           over >= pfq_service_number(run->service, "themes_settled_days");
}

/* As they are without a word of store's: it lists only those that have something. */
static void begin(struct themes_run *run, int64_t wall_ms, int64_t now_ms)
{
    struct themes_period months[THEMES_MONTHS_MAX];
    run->today = pfq_london_date(wall_ms);
    int last = run->today / 10000 * 12 + run->today / 100 % 100 - 1;
    int first = last + 1 - THEMES_MONTHS_MAX;
    for (int i = 0; i < THEMES_MONTHS_MAX; i++) {
        int month = first + i;
        months[i].state = i + 1 < THEMES_MONTHS_MAX ? PFQ__V1__MONTH_STATE__MONTH_STATE_PROVISIONAL
                                                    : PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN;
        months[i].settled = is_settled(run, month / 12 * 100 + month % 12 + 1, months[i].state);
    }
    themes_begin(&run->themes, first / 12 * 100 + first % 12 + 1, months, THEMES_MONTHS_MAX);
    run->from_month = themes_month_at(&run->themes, 0);
    run->due = false;
    run->whole = true;
    run->waited_ms = 0;
    run->up_to = UINT64_MAX;
    run->seen = 14695981039346656037U;
    mix(run, (uint64_t)(run->today / 100));
    mix(run, themes_targets_digest(&run->themes.targets));
    advance(run, now_ms);
}

/* Days before the first month that has a baseline move nothing. */
static int32_t first_judged_day(const struct themes *t)
{
    int first = INT_MAX;
    for (uint32_t i = 0; i < t->cell_count; i++) {
        for (int b = 0; b < 2; b++) {
            int one = t->cells[i].bases[b].first;
            first = one < first ? one : first;
        }
    }
    return first < t->month_count ? themes_month_at(t, first) * 100 + 1 : 0;
}

static void freeze(struct themes_run *run, int64_t now_ms)
{
    run->at = themes_freeze(&run->themes, run->at, THEMES_FREEZE_CELLS);
    if (run->at < run->themes.cell_count) {
        return;
    }
    run->first_day = first_judged_day(&run->themes);
    if (run->first_day == 0) { /* nothing can be judged yet */
        enter(run, THEMES_RUN_PUT, now_ms);
    } else {
        advance(run, now_ms);
    }
}

static void decide(struct themes_run *run, int64_t now_ms)
{
    if (run->at < (uint32_t)run->themes.month_count) {
        run->whole = themes_decide(&run->themes, (int)run->at++);
    }
    if (run->at == (uint32_t)run->themes.month_count || !run->whole) {
        advance(run, now_ms);
    }
}

void themes_run_turn(struct themes_run *run, int64_t wall_ms, int64_t now_ms)
{
    if (states[run->state].asks) {
        if (run->deadline_ms <= now_ms) {
            fail(run, "store did not answer in time", now_ms);
        }
    } else if (run->state == THEMES_RUN_FREEZE) {
        freeze(run, now_ms);
    } else if (run->state == THEMES_RUN_DECIDE) {
        decide(run, now_ms);
    } else if (run->state == THEMES_RUN_PREPARE) {
        if (!themes_prepare(&run->themes)) {
            advance(run, now_ms);
        }
    } else if (run->due && now_ms >= run->rest_until_ms) {
        begin(run, wall_ms, now_ms);
    }
}

/* --- the answers ----------------------------------------------------------------------- */

/* The next page, or false: this was the last.  A cursor that is too long is as good as none. */
static bool more(struct themes_run *run, protobuf_c_boolean has_next, ProtobufCBinaryData next,
                 int64_t now_ms)
{
    if (!has_next || next.len == 0 || next.len > sizeof run->cursor) {
        return false;
    }
    memcpy(run->cursor, next.data, next.len);
    run->cursor_size = next.len;
    themes_ask(run, now_ms);
    return true;
}

static void on_months(struct themes_run *run, const Pfq__V1__MonthRows *rows, int64_t now_ms)
{
    for (size_t i = 0; i < rows->n_rows; i++) {
        const Pfq__V1__MonthRow *row = rows->rows[i];
        int place = themes_month_place(&run->themes, row->month);
        if (place >= 0 && row->has_state) {
            struct themes_period *period = &run->themes.months[place];
            period->state = row->state;
            period->settled = is_settled(run, row->month, row->state);
            mix(run, (uint64_t)row->month * 8 + (uint64_t)row->state);
        }
    }
    if (rows->has_next_month && rows->next_month > run->from_month) {
        run->from_month = rows->next_month;
        themes_ask(run, now_ms);
    } else {
        advance(run, now_ms);
    }
}

bool themes_run_is_muted(const struct themes_run *run, const Pfq__V1__ThemeKey *key)
{
    return run->is_muted != NULL && key != NULL && run->is_muted(run->muted_self, key);
}

static void on_told(struct themes_run *run, const Pfq__V1__ThemeRows *rows, int64_t now_ms)
{
    for (size_t i = 0; i < rows->n_moves; i++) {
        bool muted = themes_run_is_muted(run, rows->moves[i]->key);
        themes_told(&run->themes, rows->moves[i], muted);
        if (rows->moves[i]->muted) {
            mix(run, muted); /* when it ends there is something to tell */
        }
    }
    for (size_t i = 0; i < rows->n_baselines; i++) {
        themes_baseline(&run->themes, rows->baselines[i]);
        mix(run, (uint64_t)rows->baselines[i]->set_at);
    }
    if (!more(run, rows->has_next, rows->next, now_ms)) {
        advance(run, now_ms);
    }
}

static void on_actions(struct themes_run *run, const Pfq__V1__PeopleRows *rows, int64_t now_ms)
{
    for (size_t i = 0; i < rows->n_actions; i++) {
        if (rows->actions[i]->action != NULL) {
            themes_action(&run->themes, rows->actions[i]->action);
            mix(run, themes_action_digest(rows->actions[i]->action));
        }
    }
    if (!more(run, rows->has_next, rows->next, now_ms)) {
        advance(run, now_ms);
    }
}

static void take_figure(struct themes_run *run, const Pfq__V1__Figure *row)
{
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    struct stats_share files = {(int64_t)row->failing, (int64_t)row->applicable};
    Pfq__V1__ThemeSystem system = themes_system_of(row->kind);
    if (system == PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_UNSPECIFIED || row->force == NULL ||
        row->name == NULL || row->failing > row->applicable || files.of > STATS_COUNT_MAX) {
        return;
    }
    key.force = row->force;
    key.police_unit = row->police_unit;
    key.has_system = true;
    key.system = system;
    key.name = row->name;
    key.has_case_type = row->has_case_type;
    key.case_type = row->case_type;
    if (run->state == THEMES_RUN_DAILY) {
        themes_day(&run->themes, &key, row->period, files);
    } else {
        themes_month(&run->themes, &key, row->period, files, row->failing_days);
    }
}

static void on_figures(struct themes_run *run, const Pfq__V1__Figures *figures, int64_t now_ms)
{
    bool first = run->state == THEMES_RUN_MONTHLY && run->query == 0 && run->cursor_size == 0;
    run->up_to = figures->up_to < run->up_to ? figures->up_to : run->up_to;
    if (first) {
        mix(run, figures->up_to);
        if (run->seen == run->done) { /* nothing changed */
            run->failed = 0;
            rest(run, now_ms);
            return;
        }
    }
    for (size_t i = 0; i < figures->n_rows; i++) {
        take_figure(run, figures->rows[i]);
    }
    if (more(run, figures->has_next, figures->next, now_ms)) {
        return;
    }
    if (++run->query < themes_queries(run)) {
        run->cursor_size = 0;
        themes_ask(run, now_ms);
    } else {
        advance(run, now_ms);
    }
}

static void remember_judged(struct themes_run *run)
{
    run->judged_first = run->themes.first_month;
    for (int m = 0; m < THEMES_MONTHS_MAX; m++) {
        run->judged[m] = run->themes.months[m].state == PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED;
    }
}

static void on_put(struct themes_run *run, int64_t now_ms)
{
    if (run->at < run->themes.step_count) {
        themes_ask(run, now_ms);
        return;
    }
    ++*run->runs;
    run->failed = 0;
    *run->moves += run->themes.step_count;
    run->done = run->whole ? run->seen : 0;
    if (run->whole) {
        remember_judged(run);
    }
    run->due |= !run->whole;
    if (run->themes.full) {
        pfq_log(PFQ_LOG_WARN, "themes_full", "cells=%u", (unsigned)run->themes.cell_count);
    }
    rest(run, now_ms);
}

static void take(struct themes_run *run, const Pfq__V1__Envelope *envelope, int64_t now_ms)
{
    Pfq__V1__Envelope__BodyCase body = envelope->body_case;
    if (body == PFQ__V1__ENVELOPE__BODY_MONTH_ROWS && run->state == THEMES_RUN_MONTHS) {
        on_months(run, envelope->month_rows, now_ms);
    } else if (body == PFQ__V1__ENVELOPE__BODY_THEME_ROWS && run->state == THEMES_RUN_TOLD) {
        on_told(run, envelope->theme_rows, now_ms);
    } else if (body == PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS && run->state == THEMES_RUN_ACTIONS) {
        on_actions(run, envelope->people_rows, now_ms);
    } else if (body == PFQ__V1__ENVELOPE__BODY_THEME_ROWS && run->state == THEMES_RUN_PUT) {
        on_put(run, now_ms);
    } else if (body == PFQ__V1__ENVELOPE__BODY_FIGURES &&
               (run->state == THEMES_RUN_MONTHLY || run->state == THEMES_RUN_DAILY)) {
        on_figures(run, envelope->figures, now_ms);
    } else {
        fail(run, "another answer than was asked for", now_ms);
    }
}

/* NULL: it did what it was asked. */
static const char *refusal(const Pfq__V1__Envelope *envelope)
{
    size_t count = 0;
    Pfq__V1__Problem **problems = NULL;
    if (envelope->body_case == PFQ__V1__ENVELOPE__BODY_MONTH_ROWS) {
        count = envelope->month_rows->n_problems;
        problems = envelope->month_rows->problems;
    } else if (envelope->body_case == PFQ__V1__ENVELOPE__BODY_THEME_ROWS) {
        count = envelope->theme_rows->n_problems;
        problems = envelope->theme_rows->problems;
    } else if (envelope->body_case == PFQ__V1__ENVELOPE__BODY_FIGURES) {
        count = envelope->figures->n_problems;
        problems = envelope->figures->problems;
    } else if (envelope->body_case == PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS) {
        count = envelope->people_rows->n_problems;
        problems = envelope->people_rows->problems;
    }
    if (count == 0) {
        return NULL;
    }
    return problems[0]->message == NULL ? "refused" : problems[0]->message;
}

bool themes_run_answer(struct themes_run *run, struct pfq_frame *frame)
{
    if (frame->wire.envelope == NULL || frame->wire.id[0] != 't') {
        return false;
    }
    bool awaited = states[run->state].asks && strtoull(frame->wire.id + 1, NULL, 10) == run->token;
    run->waited_ms += awaited ? frame->now_ms - run->asked_ms : 0;
    const char *why = awaited ? refusal(frame->wire.envelope) : NULL;
    if (why != NULL) {
        fail(run, why, frame->now_ms);
    } else if (awaited) {
        take(run, frame->wire.envelope, frame->now_ms);
    } /* else too late */
    return true;
}
