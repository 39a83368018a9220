/* cases.c - see cases.h. */
#include "feedback/summary/cases.h"

#include <string.h>

#include "feedback/challenge/case_effect.h"
#include "feedback/challenge/promise.h"
#include "feedback/render/figure.h"

void cases_begin(struct cases *c, const Pfq__V1__PeopleRows *people, struct pfq_arena *arena)
{
    *c = (struct cases){.people = people, .arena = arena};
}

static bool is_of_case(const Pfq__V1__ChallengeRow *row)
{
    return row->raised != NULL && row->raised->urn != NULL && promise_sent_at(row) != 0;
}

static size_t count_all(const struct cases *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->people->n_challenges; i++) {
        count += is_of_case(c->people->challenges[i]);
    }
    return count;
}

static const Pfq__V1__ChallengeRow *find(const struct cases *c, size_t nth)
{
    for (size_t i = 0; i < c->people->n_challenges; i++) {
        const Pfq__V1__ChallengeRow *row = c->people->challenges[i];
        if (is_of_case(row) && nth-- == 0) {
            return row;
        }
    }
    return NULL;
}

/* --- questions ---------------------------------------------------------------------------- */

static void ask_case(struct cases *c, const Pfq__V1__ChallengeRow *row, struct gather_question *q)
{
    pfq__v1__case_read__init(&c->read);
    c->read.urn = row->raised->urn;
    c->read.has_limit = true;
    c->read.limit = 1; /* the newest */
    q->envelope.body_case = PFQ__V1__ENVELOPE__BODY_CASE_READ;
    q->envelope.case_read = &c->read;
    q->wanted = PFQ__V1__ENVELOPE__BODY_STORE_ROWS;
    q->of_feedback = false;
}

static void ask_item(struct cases *c, struct gather_question *q)
{
    pfq__v1__mailbox_fetch__init(&q->fetch);
    q->fetch.force = c->force;
    q->fetch.has_after = q->fetch.has_limit = true;
    q->fetch.after = c->number - 1;
    q->fetch.limit = 1;
    q->envelope.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    q->envelope.mailbox_fetch = &q->fetch;
    q->wanted = PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE;
    q->of_feedback = true;
}

bool cases_ask(struct cases *c, struct gather_question *question)
{
    const Pfq__V1__ChallengeRow *row = c->at < CASES_MAX ? find(c, c->at) : NULL;
    pfq__v1__envelope__init(&question->envelope);
    if (row == NULL) {
        return false;
    }
    if (c->force == NULL) {
        ask_case(c, row, question);
    } else {
        ask_item(c, question);
    }
    return true;
}

/* --- the answers -------------------------------------------------------------------------- */

static void next_case(struct cases *c)
{
    c->force = NULL;
    c->at++;
}

static void take_rows(struct cases *c, const Pfq__V1__StoreRows *rows)
{
    const Pfq__V1__Stored *last = rows->n_rows > 0 ? rows->rows[0] : NULL;
    if (last != NULL && last->force != NULL && last->number > 0) {
        c->force = pfq_arena_strdup(c->arena, last->force);
        c->number = last->number;
    } else {
        next_case(c);
    }
}

static void take_page(struct cases *c, const Pfq__V1__MailboxPage *page)
{
    const Pfq__V1__FeedbackItem *item = page->n_items > 0 ? page->items[0] : NULL;
    ProtobufCMessage *copy = NULL;
    struct pfq_err err;
    if (item != NULL && item->number == c->number && item->receipt != NULL &&
        pfq_wire_trusted(&pfq__v1__receipt__descriptor,
                         pfq_wire_pack(&item->receipt->base, c->arena), c->arena, &copy,
                         &err) == PFQ_OK) {
        c->receipts[c->at] = (Pfq__V1__Receipt *)copy;
        c->is_read[c->at] = true;
    }
    next_case(c);
}

void cases_take(struct cases *c, const Pfq__V1__Envelope *answer)
{
    int body = answer == NULL ? PFQ__V1__ENVELOPE__BODY__NOT_SET : (int)answer->body_case;
    if (body == PFQ__V1__ENVELOPE__BODY_STORE_ROWS && c->force == NULL) {
        take_rows(c, answer->store_rows);
    } else if (body == PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE && c->force != NULL) {
        take_page(c, answer->mailbox_page);
    } else {
        next_case(c);
    }
}

/* --- the lines ---------------------------------------------------------------------------- */

/* "43, challenge CH-7 on a case, sent on 9 October 2026: The file came again on ..." */
static char *line_of(const struct cases *c, size_t nth, struct pfq_arena *arena)
{
    const Pfq__V1__ChallengeRow *row = find(c, nth);
    const char *words = c->is_read[nth] ? case_effect(row, &c->receipts[nth], 1, arena)
                                        : "The file could not be read.";
    return pfq_arena_printf(arena, "%s, challenge %s on a case, sent on %s: %s",
                            row->raised->force == NULL ? "?" : row->raised->force, row->raised->id,
                            figure_date(promise_sent(row), arena), words);
}

void cases_put(const struct cases *c, Pfq__V1__Digest *digest, struct pfq_arena *arena)
{
    size_t all = count_all(c);
    size_t shown = all < CASES_MAX ? all : CASES_MAX;
    char **done = pfq_arena_new(arena, char *, digest->n_done + shown + 1);
    if (digest->n_done > 0) {
        memcpy(done, digest->done, digest->n_done * sizeof *done);
    }
    digest->done = done;
    for (size_t i = 0; i < shown; i++) {
        done[digest->n_done++] = line_of(c, i, arena);
    }
    if (shown < all) {
        done[digest->n_done++] = pfq_arena_printf(
            arena, "Shown %zu of %zu challenges on cases: pfq challenge list", shown, all);
    }
}
