/* send_run.c - the states of a run of digests: see send_run.h. */
#include "send_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/log.h"

static const struct {
    const char *name;
    bool waits; /* for an answer; else it goes on with the next turn */
} states[SEND_STATES] = {
    [SEND_IDLE] = {"idle", false},     [SEND_LIST] = {"list", true},
    [SEND_LOOK] = {"look", true},      [SEND_GATHER] = {"gather", true},
    [SEND_BUILD] = {"build", false},   [SEND_KEEP] = {"keep", true},
    [SEND_LETTER] = {"letter", false}, [SEND_QUEUE] = {"queue", true},
    [SEND_SETTLE] = {"settle", true},  [SEND_CLOSE] = {"close", true},
};

const struct target *send_target(const struct send_run *run)
{
    return &run->targets.rows[run->at];
}

/* --- moving ------------------------------------------------------------------------------- */

static void enter(struct send_run *run, enum send_state state)
{
    run->state = state;
    send_ask(run);
}

static void rest(struct send_run *run)
{
    run->state = SEND_IDLE;
    run->token++; /* what still comes, comes too late */
    run->gathered = false;
    run->digest = NULL;
    pfq_arena_reset(&run->facts);
    pfq_arena_reset(&run->words);
}

/* How often it failed; NULL: never. */
static struct send_failed *find_failed(struct send_run *run, const struct target *target)
{
    for (size_t i = 0; i < run->failed_count; i++) {
        if (target_order(&run->failed[i].target, target) == 0) {
            return &run->failed[i];
        }
    }
    return NULL;
}

static void note_failed(struct send_run *run, const struct target *target)
{
    struct send_failed *failed = find_failed(run, target);
    if (failed == NULL && run->failed_count < SEND_FAILED_MAX) {
        failed = &run->failed[run->failed_count++];
        *failed = (struct send_failed){.target = *target};
    }
    if (failed != NULL) {
        failed->times++;
    }
}

/* Again after digest_ms. */
static void pause_run(struct send_run *run)
{
    run->rest_until_ms = run->now_ms + pfq_service_number(run->service, "digest_ms");
    rest(run);
}

static void fail(struct send_run *run, const char *why)
{
    bool of_target = run->state != SEND_LIST && run->state != SEND_CLOSE;
    const struct target *t = send_target(run);
    ++*run->failures;
    pfq_log(PFQ_LOG_WARN, "digest_failed", "while=%s period=%s force=%s unit=\"%s\" why=\"%s\"",
            states[run->state].name, run->period.name, of_target ? t->force : "",
            of_target ? t->unit : "", why);
    if (of_target) {
        note_failed(run, t);
        (void)snprintf(run->trouble[run->period.kind], SEND_TROUBLE_BYTES,
                       "of %s%s%.40s for %s: %.100s.", t->force, t->unit[0] == '\0' ? "" : " ",
                       t->unit, run->period.name, why);
    }
    pause_run(run);
}

/* Everybody was looked at. */
static void finish(struct send_run *run)
{
    if (!run->passed_over) {
        enter(run, SEND_CLOSE);
        return;
    }
    run->failed_count = 0; /* they get their turns again, after the other kinds */
    run->left = (int)run->period.kind;
    pause_run(run);
}

static bool is_to_pass_over(struct send_run *run)
{
    const struct send_failed *failed = find_failed(run, send_target(run));
    return failed != NULL && failed->times >= SEND_TRIES;
}

static void look(struct send_run *run)
{
    while (run->at < run->targets.count && is_to_pass_over(run)) {
        run->passed_over = true;
        run->gathered = false;
        run->at++;
    }
    if (run->at < run->targets.count) {
        enter(run, SEND_LOOK);
    } else {
        finish(run);
    }
}

static void next_target(struct send_run *run)
{
    size_t next = run->at + 1;
    run->gathered = run->gathered && next < run->targets.count &&
                    target_is_neighbour(send_target(run), &run->targets.rows[next]);
    run->digest = NULL;
    run->at = next;
    look(run);
}

/* The next question of a gathering, or its end. */
static void gather_on(struct send_run *run)
{
    run->question = summary_next(&run->summary);
    if (run->question == NULL) {
        run->gathered = true;
        run->state = SEND_BUILD;
    } else {
        enter(run, SEND_GATHER);
    }
}

static void begin_gathering(struct send_run *run)
{
    struct pfq_err err = {0};
    if (run->gathered) {
        run->state = SEND_BUILD;
    } else if (send_begin_gathering(run, &err) == PFQ_OK) {
        gather_on(run);
    } else {
        fail(run, err.text);
    }
}

/* --- the turns ---------------------------------------------------------------------------- */

/* The next kind that has a period due and not done: one where somebody was passed over is the last,
 * so that it holds up no other. */
static bool find_due(struct send_run *run)
{
    int64_t at_ms = run->wall_ms + pfq_service_number(run->service, "digest_ahead_ms");
    for (int i = 0; i < SEND_KINDS - 1; i++) {
        int kind = (run->left + i) % (SEND_KINDS - 1) + 1;
        struct due due = due_last(&run->times, (Pfq__V1__DigestKind)kind, at_ms);
        if (strcmp(run->done[kind], due.name) == 0) {
            continue;
        }
        if (run->period.kind != due.kind || strcmp(run->period.name, due.name) != 0) {
            run->sequence = 0;
            run->failed_count = 0;
        }
        run->period = due;
        return true;
    }
    return false;
}

static void begin(struct send_run *run)
{
    run->due = find_due(run);
    if (run->due) {
        run->at = 0;
        run->passed_over = false;
        enter(run, SEND_LIST);
    }
}

/* Figures follow the commits, and so do files that ought to be assessed: those of before the run
 * began must be in them. */
static bool is_counted(const struct send_run *run)
{
    const struct summary *s = &run->summary;
    bool files = digest_is_of_area(s->gather.facts.wish.kind) && !s->without_compliance;
    return s->gather.facts.up_to >= run->sequence &&
           (!files || s->compliance.up_to >= run->sequence);
}

static void queue_next(struct send_run *run)
{
    struct pfq_err err = {0};
    run->state = SEND_QUEUE;
    if (run->recipient == run->recipient_count) {
        enter(run, SEND_SETTLE);
    } else if (send_queue(run, &err) != PFQ_OK) {
        fail(run, err.text);
    }
}

/* To the thread, where there is anything to do. */
static void give(struct send_run *run)
{
    if (run->state == SEND_BUILD && !is_counted(run)) {
        pause_run(run);
        return;
    }
    if (run->state == SEND_BUILD) {
        send_worker_give(&run->worker, send_build);
        return;
    }
    send_address(run);
    if (run->recipient_count == 0) {
        enter(run, SEND_SETTLE);
    } else {
        send_worker_give(&run->worker, send_compose);
    }
}

static void take(struct send_run *run)
{
    struct pfq_err err = {0};
    enum pfq_code code = send_worker_take(&run->worker, &err);
    if (run->reload_wanted) {
        send_run_reload(run);
    } else if (code != PFQ_OK) {
        fail(run, err.text);
    } else if (run->state == SEND_BUILD) {
        enter(run, SEND_KEEP);
    } else {
        queue_next(run);
    }
}

static void make(struct send_run *run)
{
    enum send_worker_state state = send_worker_look(&run->worker);
    if (state == SEND_WORKER_DONE) {
        take(run);
    } else if (state == SEND_WORKER_IDLE) {
        give(run);
    }
}

void send_run_turn(struct send_run *run, int64_t wall_ms, int64_t now_ms)
{
    run->wall_ms = wall_ms;
    run->now_ms = now_ms;
    if (states[run->state].waits) {
        if (run->deadline_ms <= now_ms) {
            fail(run, "store did not answer in time");
        }
    } else if (run->state == SEND_BUILD || run->state == SEND_LETTER) {
        make(run);
    } else if (run->due && !run->hold && run->standard != NULL && now_ms >= run->rest_until_ms) {
        begin(run);
    }
}

/* --- the answers -------------------------------------------------------------------------- */

/* What store keeps is what everybody gets, whoever made it. */
static bool take_kept(struct send_run *run, const Pfq__V1__DigestRow *row)
{
    ProtobufCMessage *copy = NULL;
    struct pfq_err err = {0};
    pfq_arena_reset(&run->words);
    run->digest = NULL;
    enum pfq_code code =
        pfq_wire_trusted(&pfq__v1__digest__descriptor,
                         pfq_wire_pack(&row->digest->base, &run->words), &run->words, &copy, &err);
    run->digest = (Pfq__V1__Digest *)copy;
    if (code != PFQ_OK) {
        fail(run, err.text);
    }
    return code == PFQ_OK;
}

static void on_list(struct send_run *run, const Pfq__V1__DigestRows *rows)
{
    if (!digest_is_of_area(run->period.kind)) { /* done or not: what lacks a route lacks it now */
        deliver_expect(run->deliver, run->period.kind, rows->forces, rows->n_forces);
    }
    if (rows->n_rows > 0) {
        (void)snprintf(run->done[run->period.kind], DUE_NAME_BYTES, "%s", run->period.name);
        run->state = SEND_IDLE;
        return;
    }
    run->sequence = run->sequence == 0 ? rows->sequence : run->sequence;
    targets_fill(&run->targets, run->period.kind, rows->forces, rows->n_forces,
                 &run->deliver->routes);
    look(run);
}

static void on_look(struct send_run *run, const Pfq__V1__DigestRows *rows)
{
    const Pfq__V1__DigestRow *row = rows->n_rows > 0 ? rows->rows[0] : NULL;
    if (row == NULL) {
        begin_gathering(run);
    } else if (row->settled || row->digest == NULL) {
        next_target(run);
    } else if (take_kept(run, row)) {
        run->state = SEND_LETTER;
    }
}

static void on_keep(struct send_run *run, const Pfq__V1__DigestRows *rows)
{
    const Pfq__V1__DigestRow *row = rows->n_rows > 0 ? rows->rows[0] : NULL;
    if (row == NULL) {
        fail(run, "store kept nothing");
        return;
    }
    ++*(row->digest == NULL ? run->quiet : run->made);
    if (row->settled || row->digest == NULL) {
        next_target(run);
    } else if (take_kept(run, row)) {
        run->state = SEND_LETTER;
    }
}

static void on_close(struct send_run *run)
{
    pfq_log(PFQ_LOG_INFO, "digests_done", "period=%s targets=%zu", run->period.name,
            run->targets.count);
    (void)snprintf(run->done[run->period.kind], DUE_NAME_BYTES, "%s", run->period.name);
    run->trouble[run->period.kind][0] = '\0';
    rest(run);
    run->due = true; /* another kind may be due */
}

/* With what store has against it: the first, and where. */
static void fail_by(struct send_run *run, Pfq__V1__Problem *const *problems, size_t count)
{
    const Pfq__V1__Problem *first = count > 0 ? problems[0] : NULL;
    const char *path = first == NULL || first->path == NULL ? "" : first->path;
    char why[SEND_WHY_BYTES];
    (void)snprintf(why, sizeof why, "%s%s%s", path, path[0] == '\0' ? "" : ": ",
                   first == NULL || first->message == NULL ? "refused" : first->message);
    fail(run, why);
}

static void on_rows(struct send_run *run, const Pfq__V1__DigestRows *rows)
{
    if (rows->n_problems > 0) {
        fail_by(run, rows->problems, rows->n_problems);
        return;
    }
    switch ((int)run->state) {
    case SEND_LIST:
        on_list(run, rows);
        break;
    case SEND_LOOK:
        on_look(run, rows);
        break;
    case SEND_KEEP:
        on_keep(run, rows);
        break;
    case SEND_SETTLE:
        next_target(run);
        break;
    case SEND_CLOSE:
        on_close(run);
        break;
    default:
        fail(run, "another answer than was asked for");
        break;
    }
}

static void on_facts(struct send_run *run, const Pfq__V1__Envelope *answer)
{
    struct pfq_err err = {0};
    if (answer->body_case == PFQ__V1__ENVELOPE__BODY_THEME_ROWS) {
        own_targets_put(run->own_targets, run->question->themes.force, answer->theme_rows,
                        &run->asking);
    }
    if (summary_take(&run->summary, answer, &err) == PFQ_OK) {
        gather_on(run);
    } else {
        fail(run, err.text);
    }
}

bool send_run_answer(struct send_run *run, struct pfq_frame *frame)
{
    const Pfq__V1__Envelope *envelope = frame->wire.envelope;
    if (envelope == NULL || frame->wire.id[0] != 'd') {
        return false;
    }
    bool awaited = states[run->state].waits && run->state != SEND_QUEUE &&
                   strtoull(frame->wire.id + 1, NULL, 10) == run->token;
    run->now_ms = frame->now_ms;
    if (!awaited) {
        return true; /* too late */
    }
    if (run->state == SEND_GATHER) {
        on_facts(run, envelope);
    } else if (envelope->body_case == PFQ__V1__ENVELOPE__BODY_DIGEST_ROWS) {
        on_rows(run, envelope->digest_rows);
    } else if (envelope->body_case == PFQ__V1__ENVELOPE__BODY_STORE_ANSWER) {
        fail_by(run, envelope->store_answer->problems, envelope->store_answer->n_problems);
    } else {
        fail(run, "another answer than was asked for");
    }
    return true;
}

void send_run_page(struct send_run *run, uint64_t token, const Pfq__V1__Envelope *page)
{
    if (run->state == SEND_GATHER && token == run->token) {
        on_facts(run, page);
    }
}

bool send_run_queued(struct send_run *run, uint64_t token, const Pfq__V1__OutboxRows *rows)
{
    if (run->state != SEND_QUEUE || token != run->token) {
        return false;
    }
    if (rows->n_problems > 0) {
        fail_by(run, rows->problems, rows->n_problems);
    } else {
        run->recipient++;
        queue_next(run);
    }
    return true;
}
