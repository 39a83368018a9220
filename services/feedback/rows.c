/* rows.c - what store answers, and what its hints wake up. */
#include <stdlib.h>
#include <string.h>

#include "feedback.h"
#include "pfq/log.h"

/* The first row, if we do not have its texts.  A page ends before a later one of that kind:
 * a page that had to have all its texts at once could need more than are kept. */
static const Pfq__V1__Stored *without_texts(struct feedback *f, const Pfq__V1__StoreRows *rows)
{
    if (rows->n_rows == 0 || !rows->rows[0]->has_catalogue_digest ||
        catalogues_find(&f->catalogues, rows->rows[0]->catalogue_digest) != NULL) {
        return NULL;
    }
    return rows->rows[0];
}

static bool store_is_busy(const Pfq__V1__StoreRows *rows)
{
    return rows->n_problems > 0 && rows->problems[0]->code != NULL &&
           strcmp(rows->problems[0]->code, "BUSY") == 0;
}

static void park(struct reader *reader)
{
    reader->state = READER_PARKED;
    reader->deadline_ms = reader->wait_until_ms;
}

static void want_texts(struct feedback *f, uint64_t token, struct reader *reader,
                       const Pfq__V1__Stored *row, struct pfq_frame *frame)
{
    if (++reader->texts <= FEEDBACK_TEXTS_MAX) {
        read_texts(f, token, row->catalogue_digest, frame->now_ms, frame->arena);
        return;
    }
    pfq_problem(frame->problems, "BUSY", "", "Ask again in a second.",
                "The texts of this feedback were needed by too many readers at once.");
    page_answer_problems(f, token, frame->problems->count, frame->problems->rows, frame->wall_ms,
                         frame->arena);
}

static void on_texts(struct feedback *f, uint64_t token, const Pfq__V1__StoreRows *rows,
                     struct pfq_frame *frame)
{
    struct pfq_err err = {0};
    struct pfq_bytes packed = {rows->catalogue.data, rows->catalogue.len};
    if (!rows->has_catalogue || catalogues_add(&f->catalogues, packed, &err) != PFQ_OK) {
        pfq_problem(frame->problems, "CATALOGUE_LOST", "",
                    "Tell the operator: the store is damaged.",
                    "The texts of this feedback could not be read back.");
        pfq_log(PFQ_LOG_ERROR, "catalogue_lost", "why=\"%s\"", err.text);
        page_answer_problems(f, token, frame->problems->count, frame->problems->rows,
                             frame->wall_ms, frame->arena);
        return;
    }
    read_rows(f, token, frame->now_ms, frame->arena);
}

static void on_mailbox(struct feedback *f, uint64_t token, struct reader *reader,
                       const Pfq__V1__StoreRows *rows, struct pfq_frame *frame)
{
    reader->last_number = rows->last_number;
    reader->acknowledged = rows->acknowledged;
    const Pfq__V1__Stored *unknown = without_texts(f, rows);
    if (unknown != NULL) {
        want_texts(f, token, reader, unknown, frame);
        return;
    }
    bool waits = !reader->acknowledges && rows->n_rows == 0 && !f->draining &&
                 frame->now_ms < reader->wait_until_ms;
    if (waits) {
        park(reader);
        return;
    }
    page_answer(f, token, rows, frame->wall_ms, frame->arena);
}

void feedback_on_rows(void *self, struct pfq_frame *frame)
{
    struct feedback *f = self;
    const Pfq__V1__Envelope *envelope = frame->wire.envelope;
    if (themes_run_answer(&f->themes, frame) || ladder_run_answer(&f->ladder, frame)) {
        return;
    }
    forward_mark_months(f, envelope); /* for a digest that goes out by itself as for who asks */
    if (send_run_answer(&f->send, frame)) {
        return;
    }
    if (envelope != NULL && envelope->body_case == PFQ__V1__ENVELOPE__BODY_OUTBOX_ROWS &&
        deliver_on_rows(&f->deliver, frame->wire.id, envelope->outbox_rows, frame->wall_ms,
                        frame->now_ms)) {
        return;
    }
    if (envelope != NULL && forward_answer(f, frame)) {
        return;
    }
    if (envelope == NULL || envelope->body_case != PFQ__V1__ENVELOPE__BODY_STORE_ROWS) {
        pfq_log(PFQ_LOG_ERROR, "store_nonsense", "bytes=%zu", frame->received.size);
        return;
    }
    uint64_t token = strtoull(frame->wire.id, NULL, 10);
    struct reader *reader = pfq_pending_find(&f->readers, token);
    if (reader == NULL || reader->state == READER_PARKED) {
        return; /* too late: it was answered, or asked again */
    }
    const Pfq__V1__StoreRows *rows = envelope->store_rows;
    if (store_is_busy(rows) && frame->now_ms < reader->wait_until_ms && !f->draining) {
        park(reader); /* the next hint or scan asks again */
    } else if (rows->n_problems > 0) {
        ++*f->rejected;
        page_answer_problems(f, token, rows->n_problems, rows->problems, frame->wall_ms,
                             frame->arena);
    } else if (reader->state == READER_TEXTS) {
        on_texts(f, token, rows, frame);
    } else {
        on_mailbox(f, token, reader, rows, frame);
    }
}

static bool named(const Pfq__V1__CommitHint *hint, const char *force)
{
    for (size_t i = 0; i < hint->n_forces; i++) {
        if (strcmp(hint->forces[i], force) == 0) {
            return true;
        }
    }
    return false;
}

/* Ask store again for those parked readers whose mailbox grew; NULL: for all. */
static void wake(struct feedback *f, const Pfq__V1__CommitHint *hint, int64_t now_ms)
{
    static unsigned char block[4096]; /* one request */
    struct pfq_arena arena;
    pfq_arena_init(&arena, block, sizeof block);
    for (uint64_t t = pfq_pending_next(&f->readers, 0); t != 0;
         t = pfq_pending_next(&f->readers, t)) {
        const struct reader *reader = pfq_pending_find(&f->readers, t);
        if (reader->state == READER_PARKED && (hint == NULL || named(hint, reader->force))) {
            read_rows(f, t, now_ms, &arena);
            pfq_arena_reset(&arena);
        }
    }
}

void feedback_on_hint(void *self, struct pfq_frame *frame)
{
    struct feedback *f = self;
    const Pfq__V1__Envelope *envelope = frame->wire.envelope;
    if (envelope == NULL || envelope->body_case != PFQ__V1__ENVELOPE__BODY_COMMIT_HINT) {
        return;
    }
    if (envelope->commit_hint->has_sequence) {
        f->sequence = envelope->commit_hint->sequence;
    }
    wake(f, envelope->commit_hint, frame->now_ms);
}

void feedback_scan(void *self, int64_t unused_wall_ms, int64_t now_ms)
{
    (void)unused_wall_ms;
    wake(self, NULL, now_ms);
}
