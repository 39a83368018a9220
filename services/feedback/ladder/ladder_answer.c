/* ladder_answer.c - what store answers to a run over the challenges: see ladder_run.h. */
#include <stdlib.h>
#include <string.h>

#include "ladder_run.h"
#include "pfq/log.h"

/* A cursor that is too long is as good as none. */
static size_t keep_cursor(uint8_t cursor[LADDER_CURSOR_BYTES], bool given, ProtobufCBinaryData next)
{
    size_t size = given && next.len <= LADDER_CURSOR_BYTES ? next.len : 0;
    if (size > 0) {
        memcpy(cursor, next.data, size);
    }
    return size;
}

/* A message of the frame's, in the page's arena: the frame's own ends with the handler. */
static const ProtobufCMessage *keep(struct ladder_run *run, const ProtobufCMessage *message)
{
    ProtobufCMessage *kept = NULL;
    struct pfq_err err = {0};
    struct pfq_bytes bytes = pfq_wire_pack(message, &run->page);
    enum pfq_code code = pfq_wire_trusted(message->descriptor, bytes, &run->page, &kept, &err);
    return code == PFQ_OK ? kept : NULL;
}

static void on_people(struct ladder_run *run, const Pfq__V1__PeopleRows *rows)
{
    enum ladder_state next = run->state == LADDER_MUTES ? LADDER_MUTE : LADDER_ROW;
    bool deadlines = run->state == LADDER_DEADLINES;
    run->cursor_size = keep_cursor(run->cursor, rows->has_next, rows->next);
    run->rows = (const Pfq__V1__PeopleRows *)keep(run, &rows->base);
    run->at = 0;
    if (rows->n_problems > 0) {
        ladder_fail(run,
                    rows->problems[0]->message == NULL ? "refused" : rows->problems[0]->message);
    } else if (run->rows == NULL) {
        ladder_fail(run, "the rows cannot be read");
    } else if (deadlines) {
        ladder_add_page(run, run->rows);
        ladder_next_page(run, LADDER_DEADLINES, LADDER_DEADLINE);
    } else {
        run->state = next;
    }
}

static void on_themes(struct ladder_run *run, const Pfq__V1__ThemeRows *rows)
{
    for (size_t i = 0; i < rows->n_moves; i++) {
        if (ladder_same_theme(rows->moves[i]->key, run->key)) {
            run->facts.move = (const Pfq__V1__ThemeMove *)keep(run, &rows->moves[i]->base);
        }
    }
    run->theme_cursor_size = keep_cursor(run->theme_cursor, rows->has_next, rows->next);
    if (rows->n_problems > 0) {
        ladder_fail(run,
                    rows->problems[0]->message == NULL ? "refused" : rows->problems[0]->message);
    } else if (run->theme_cursor_size > 0 && run->facts.move == NULL) {
        ladder_enter(run, LADDER_THEME);
    } else {
        ladder_decide(run);
    }
}

static bool fails_again(const Pfq__V1__History *history, const char *check)
{
    for (size_t i = 0; history != NULL && i < history->n_failing_again; i++) {
        if (strcmp(history->failing_again[i], check) == 0) {
            return true;
        }
    }
    return false;
}

/* Since when its check has failed again in the same file. */
static void on_case(struct ladder_run *run, const Pfq__V1__StoreRows *rows)
{
    const char *check = run->rows->challenges[run->at]->raised->check;
    for (size_t i = 0; i < rows->n_rows && run->facts.again_at == 0; i++) {
        if (fails_again(rows->rows[i]->history, check)) {
            run->facts.again_at = rows->rows[i]->received_at;
        }
    }
    if (rows->n_problems > 0) {
        ladder_fail(run,
                    rows->problems[0]->message == NULL ? "refused" : rows->problems[0]->message);
    } else {
        ladder_decide(run);
    }
}

/* It was taken, now or before; or it moved meanwhile, and the next run sees that. */
static void on_step(struct ladder_run *run, const Pfq__V1__StoreAnswer *answer)
{
    const struct ladder_act *act = &run->acts[run->act];
    if (answer->answer == PFQ__V1__ANSWER__ANSWER_TRY_AGAIN) {
        ladder_fail(run, "store is busy");
        return;
    }
    bool taken = answer->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED;
    *run->steps += taken;
    run->due |= taken && !act->ends; /* whoever deals with it now is told in the next run */
    pfq_log(PFQ_LOG_INFO, "ladder_step", "name=%s level=%u taken=%d", act->name,
            (unsigned)act->step_to, taken);
    run->act++;
    run->state = LADDER_ACT;
}

static void on_put(struct ladder_run *run, const Pfq__V1__DigestRows *rows)
{
    if (rows->n_problems > 0) {
        ladder_fail(run,
                    rows->problems[0]->message == NULL ? "refused" : rows->problems[0]->message);
    } else {
        run->act++;
        run->state = LADDER_ACT;
    }
}

bool ladder_run_answer(struct ladder_run *run, struct pfq_frame *frame)
{
    const Pfq__V1__Envelope *envelope = frame->wire.envelope;
    if (envelope == NULL || frame->wire.id[0] != 'l') {
        return false;
    }
    if (!ladder_waits(run) || run->state == LADDER_QUEUE ||
        strtoull(frame->wire.id + 1, NULL, 10) != run->token) {
        return true; /* too late */
    }
    run->now_ms = frame->now_ms;
    Pfq__V1__Envelope__BodyCase body = envelope->body_case;
    if (body == PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS &&
        (run->state == LADDER_CHALLENGES || run->state == LADDER_MUTES ||
         run->state == LADDER_DEADLINES)) {
        on_people(run, envelope->people_rows);
    } else if (body == PFQ__V1__ENVELOPE__BODY_THEME_ROWS && run->state == LADDER_THEME) {
        on_themes(run, envelope->theme_rows);
    } else if (body == PFQ__V1__ENVELOPE__BODY_STORE_ROWS && run->state == LADDER_CASE) {
        on_case(run, envelope->store_rows);
    } else if (body == PFQ__V1__ENVELOPE__BODY_STORE_ANSWER &&
               (run->state == LADDER_STEP || run->state == LADDER_END)) {
        on_step(run, envelope->store_answer);
    } else if (body == PFQ__V1__ENVELOPE__BODY_DIGEST_ROWS && run->state == LADDER_PUT) {
        on_put(run, envelope->digest_rows);
    } else {
        ladder_fail(run, "another answer than was asked for");
    }
    return true;
}

bool ladder_run_queued(struct ladder_run *run, uint64_t token, const Pfq__V1__OutboxRows *rows)
{
    if (token < LADDER_TOKENS) {
        return false;
    }
    if (run->state != LADDER_QUEUE || token != LADDER_TOKENS + run->token) {
        return true; /* too late: it is queued again, which changes nothing */
    }
    if (rows->n_problems > 0) {
        ladder_fail(run, "the outbox took no mail");
        return true;
    }
    int64_t at = rows->n_rows > 0 ? rows->rows[0]->queued_at : 0;
    run->queued_at = at < run->queued_at ? at : run->queued_at;
    *run->mails += !rows->duplicate;
    if (--run->unanswered == 0) {
        ladder_remember(run);
        run->act++;
        run->state = LADDER_ACT;
    }
    return true;
}
