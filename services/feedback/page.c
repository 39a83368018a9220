/* page.c - rows into a page: each item is the receipt that its sender had, or what was told
 * of a theme, of failures to answer or of a challenge, or a digest as it was made. */
#include <stdlib.h>
#include <string.h>

#include "feedback.h"
#include "pfq/log.h"
#include "pfq/standard.h"

void page_send(struct feedback *f, const struct reader *reader, Pfq__V1__Envelope *answer,
               int64_t wall_ms, struct pfq_arena *arena)
{
    if (reader->own) {
        send_run_page(&f->send, strtoull(reader->id, NULL, 10), answer);
        return;
    }
    answer->id = (char *)(uintptr_t)reader->id;
    answer->source = (char *)(uintptr_t) "pfq-feedback";
    answer->has_sent_at = true;
    answer->sent_at = wall_ms;
    answer->has_schema_version = true;
    answer->schema_version = 1;
    enum pfq_code unsent =
        pfq_sock_send(f->front, &reader->peer, pfq_wire_pack(&answer->base, arena));
    if (unsent == PFQ_E_TOO_LARGE) {
        pfq_log(PFQ_LOG_ERROR, "page_too_large", "force=%s", reader->force);
    } /* else it has gone, and asks again: nothing was acknowledged */
}

static void send_acked(struct feedback *f, const struct reader *reader, size_t count,
                       Pfq__V1__Problem **problems, int64_t wall_ms, struct pfq_arena *arena)
{
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxAcked acked = PFQ__V1__MAILBOX_ACKED__INIT;
    acked.force = (char *)(uintptr_t)reader->force;
    acked.consumer = (char *)(uintptr_t)reader->consumer;
    acked.has_acknowledged = count == 0;
    acked.acknowledged = reader->acknowledged;
    acked.n_problems = count;
    acked.problems = problems;
    answer.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_ACKED;
    answer.mailbox_acked = &acked;
    page_send(f, reader, &answer, wall_ms, arena);
}

static void send_page(struct feedback *f, const struct reader *reader, Pfq__V1__MailboxPage *page,
                      int64_t wall_ms, struct pfq_arena *arena)
{
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    page->force = (char *)(uintptr_t)reader->force;
    page->consumer = (char *)(uintptr_t)reader->consumer;
    answer.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE;
    answer.mailbox_page = page;
    page_send(f, reader, &answer, wall_ms, arena);
}

void page_refuse(struct feedback *f, const struct reader *reader, size_t count,
                 Pfq__V1__Problem **problems, int64_t wall_ms, struct pfq_arena *arena)
{
    Pfq__V1__MailboxPage page = PFQ__V1__MAILBOX_PAGE__INIT;
    page.n_problems = count;
    page.problems = problems;
    if (reader->forwarded != PFQ__V1__ENVELOPE__BODY__NOT_SET) {
        forward_refuse(f, reader, count, problems, wall_ms, arena);
    } else if (reader->acknowledges) {
        send_acked(f, reader, count, problems, wall_ms, arena);
    } else {
        send_page(f, reader, &page, wall_ms, arena);
    }
}

void page_answer_problems(struct feedback *f, uint64_t token, size_t count,
                          Pfq__V1__Problem **problems, int64_t wall_ms, struct pfq_arena *arena)
{
    page_refuse(f, pfq_pending_find(&f->readers, token), count, problems, wall_ms, arena);
    pfq_pending_release(&f->readers, token);
}

static Pfq__V1__FeedbackItem *blank_item(const Pfq__V1__Stored *row, struct pfq_arena *arena)
{
    Pfq__V1__FeedbackItem *item = pfq_arena_new(arena, Pfq__V1__FeedbackItem, 1);
    pfq__v1__feedback_item__init(item);
    item->has_number = item->has_kind = item->has_committed_at = true;
    item->number = row->number;
    item->kind = PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_CASE;
    item->committed_at = row->committed_at;
    return item;
}

static Pfq__V1__FeedbackKind told_kind(const Pfq__V1__Stored *row)
{
    if (row->theme != NULL) {
        return row->theme->restates ? PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_RESTATEMENT
                                    : PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_THEME;
    }
    return row->plan != NULL        ? PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_ACTION_PLAN
           : row->challenge != NULL ? PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_CHALLENGE
           : row->digest != NULL    ? PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_DIGEST
                                    : PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_CASE;
}

/* As it was told: nothing of it is made anew.  NULL: it is of a submission. */
static Pfq__V1__FeedbackItem *told_item(const Pfq__V1__Stored *row, struct pfq_arena *arena)
{
    Pfq__V1__FeedbackItem *item = blank_item(row, arena);
    item->theme = row->theme;
    item->plan = row->plan;
    item->challenge = row->challenge;
    item->digest = row->digest;
    item->kind = told_kind(row);
    return item->kind == PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_CASE ? NULL : item;
}

/* NULL: its texts are in the cache, but the row cannot be read back. */
static Pfq__V1__FeedbackItem *item_of(struct feedback *f, const Pfq__V1__Stored *row,
                                      struct pfq_arena *arena)
{
    struct pfq_err err = {0};
    Pfq__V1__FeedbackItem *item = told_item(row, arena);
    if (item != NULL) {
        return item;
    }
    const Pfq__V1__Catalogue *texts = catalogues_find(&f->catalogues, row->catalogue_digest);
    item = blank_item(row, arena);
    if (texts == NULL) {
        return NULL; /* the next page begins with it */
    }
    if (pfq_receipt(row, texts, PFQ__V1__ANSWER__ANSWER_ACCEPTED, arena, &item->receipt, &err) !=
        PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "row_damaged", "force=%s number=%llu why=\"%s\"", row->force,
                (unsigned long long)row->number, err.text);
        return NULL;
    }
    return item;
}

/* As many rows as a frame can hold; never past one that cannot be read (G4). */
static void fill(struct feedback *f, Pfq__V1__MailboxPage *page, const Pfq__V1__StoreRows *rows,
                 struct pfq_arena *arena)
{
    size_t bytes = 0;
    page->items = pfq_arena_new(arena, Pfq__V1__FeedbackItem *, rows->n_rows + 1);
    page->more = rows->more;
    for (size_t i = 0; i < rows->n_rows; i++) {
        Pfq__V1__FeedbackItem *item = item_of(f, rows->rows[i], arena);
        bytes += item == NULL ? 0 : protobuf_c_message_get_packed_size(&item->base);
        if (item == NULL || (bytes > FEEDBACK_PAGE_BYTES && page->n_items > 0)) {
            page->more = true;
            break;
        }
        page->items[page->n_items++] = item;
    }
}

void page_answer(struct feedback *f, uint64_t token, const Pfq__V1__StoreRows *rows,
                 int64_t wall_ms, struct pfq_arena *arena)
{
    const struct reader *reader = pfq_pending_find(&f->readers, token);
    Pfq__V1__MailboxPage page = PFQ__V1__MAILBOX_PAGE__INIT;
    if (reader->acknowledges) {
        ++*f->acknowledgements;
        send_acked(f, reader, 0, NULL, wall_ms, arena);
    } else {
        page.has_last_number = page.has_acknowledged = page.has_more = true;
        page.last_number = reader->last_number;
        page.acknowledged = reader->acknowledged;
        if (rows != NULL) {
            fill(f, &page, rows, arena);
        }
        ++*f->pages;
        *f->items += page.n_items;
        send_page(f, reader, &page, wall_ms, arena);
    }
    pfq_pending_release(&f->readers, token);
}
