/* people_kit.c - see people_kit.h. */
#include "support/people_kit.h"

#include <criterion/criterion.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/problems.h"
#include "store/people_read.h"

enum {
    ROWS_MAX = 20000
};

static char *text(struct kit *kit, const char *given)
{
    return given == NULL ? NULL : pfq_arena_strdup(&kit->arena, given);
}

static int64_t instant(const char *at)
{
    int64_t ms = 0;
    cr_assert(pfq_instant_parse(at, &ms), "%s", at);
    return ms;
}

#define NEW(kit, Type, init)                                                                       \
    __extension__({                                                                                \
        Type *made = pfq_arena_new(&(kit)->arena, Type, 1);                                        \
        init(made);                                                                                \
        made;                                                                                      \
    })

Pfq__V1__Peer *people_peer(struct kit *kit, Pfq__V1__Role role, const char *force)
{
    Pfq__V1__Peer *peer = NEW(kit, Pfq__V1__Peer, pfq__v1__peer__init);
    peer->has_role = true;
    peer->role = role;
    peer->force = text(kit, force);
    return peer;
}

static Pfq__V1__Event *event_at(struct kit *kit, const char *at, Pfq__V1__Event__WhatCase what)
{
    Pfq__V1__Event *e = NEW(kit, Pfq__V1__Event, pfq__v1__event__init);
    e->has_happened_at = true;
    e->happened_at = instant(at);
    e->by = text(kit, "S17");
    e->unit = text(kit, "TV-CPS1");
    e->what_case = what;
    return e;
}

static Pfq__V1__Event *on_file(struct kit *kit, const char *at, Pfq__V1__Event__WhatCase what)
{
    Pfq__V1__Event *e = event_at(kit, at, what);
    e->file = NEW(kit, Pfq__V1__FileRef, pfq__v1__file_ref__init);
    e->file->force = text(kit, "43");
    e->file->urn = text(kit, "43AA0000126");
    e->file->has_file_type = true;
    e->file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    return e;
}

static Pfq__V1__ThemeKey *theme_key(struct kit *kit)
{
    Pfq__V1__ThemeKey *key = NEW(kit, Pfq__V1__ThemeKey, pfq__v1__theme_key__init);
    key->force = text(kit, "43");
    key->has_system = true;
    key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    key->name = text(kit, "CASE_DATA");
    return key;
}

Pfq__V1__Event *people_assessment(struct kit *kit, const char *at, const char *id,
                                  const char *const *reasons, size_t count)
{
    Pfq__V1__Event *e = on_file(kit, at, PFQ__V1__EVENT__WHAT_ASSESSMENT);
    Pfq__V1__Assessment *a = NEW(kit, Pfq__V1__Assessment, pfq__v1__assessment__init);
    e->assessment = a;
    a->id = text(kit, id);
    a->has_kind = a->has_outcome = true;
    a->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    a->outcome = count == 0 ? PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET
                            : PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
    a->failures = pfq_arena_new(&kit->arena, Pfq__V1__Failure *, count + 1);
    a->n_failures = count;
    for (size_t i = 0; i < count; i++) {
        Pfq__V1__Failure *f = NEW(kit, Pfq__V1__Failure, pfq__v1__failure__init);
        f->has_number = f->has_releasable = true;
        f->number = (uint32_t)i + 1;
        f->reason = text(kit, reasons[i]);
        f->detail = pfq_arena_printf(&kit->arena, "detail %zu", i + 1);
        f->releasable = i == 0;
        a->failures[i] = f;
    }
    return e;
}

Pfq__V1__Event *people_withdrawal(struct kit *kit, const char *at, const char *id)
{
    Pfq__V1__Event *e = on_file(kit, at, PFQ__V1__EVENT__WHAT_WITHDRAWAL);
    e->withdrawal = NEW(kit, Pfq__V1__Withdrawal, pfq__v1__withdrawal__init);
    e->withdrawal->assessment = text(kit, id);
    e->withdrawal->has_kind = true;
    e->withdrawal->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    return e;
}

Pfq__V1__Event *people_response(struct kit *kit, const char *at, const char *id, uint32_t failure,
                                Pfq__V1__ResponseKind response)
{
    Pfq__V1__Event *e = on_file(kit, at, PFQ__V1__EVENT__WHAT_RESPONSE);
    Pfq__V1__Response *r = NEW(kit, Pfq__V1__Response, pfq__v1__response__init);
    e->response = r;
    r->assessment = text(kit, id);
    r->has_kind = r->has_failure = r->has_response = true;
    r->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    r->failure = failure;
    r->response = response;
    return e;
}

Pfq__V1__Event *people_outcome(struct kit *kit, const char *at, const char *id, uint32_t failure,
                               Pfq__V1__DisputeResult result)
{
    Pfq__V1__Event *e = on_file(kit, at, PFQ__V1__EVENT__WHAT_OUTCOME);
    Pfq__V1__DisputeOutcome *o = NEW(kit, Pfq__V1__DisputeOutcome, pfq__v1__dispute_outcome__init);
    e->outcome = o;
    o->assessment = text(kit, id);
    o->has_kind = o->has_failure = o->has_result = true;
    o->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    o->failure = failure;
    o->result = result;
    o->reason = text(kit, "INTERNAL reason");
    return e;
}

Pfq__V1__Event *people_raise(struct kit *kit, const char *at, const char *id)
{
    Pfq__V1__Event *e = event_at(kit, at, PFQ__V1__EVENT__WHAT_CHALLENGE_RAISE);
    Pfq__V1__ChallengeRaise *r = NEW(kit, Pfq__V1__ChallengeRaise, pfq__v1__challenge_raise__init);
    e->challenge_raise = r;
    r->id = text(kit, id);
    r->force = text(kit, "43");
    r->urn = text(kit, "43AA0000126");
    r->fact = text(kit, "The schedule is not there.");
    r->wanted = text(kit, "Send the schedule.");
    r->note = text(kit, "INTERNAL note");
    return e;
}

Pfq__V1__Event *people_move(struct kit *kit, const char *at, const char *id,
                            Pfq__V1__ChallengeState to)
{
    Pfq__V1__Event *e = event_at(kit, at, PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE);
    Pfq__V1__ChallengeMove *m = NEW(kit, Pfq__V1__ChallengeMove, pfq__v1__challenge_move__init);
    e->challenge_move = m;
    m->id = text(kit, id);
    m->has_to = true;
    m->to = to;
    m->reason = text(kit, "because it is so");
    return e;
}

Pfq__V1__Event *people_review(struct kit *kit, const char *at, const char *id)
{
    Pfq__V1__Event *e = on_file(kit, at, PFQ__V1__EVENT__WHAT_REVIEW);
    e->review = NEW(kit, Pfq__V1__Review, pfq__v1__review__init);
    e->review->id = text(kit, id);
    e->review->has_due_at = true;
    e->review->due_at = e->happened_at;
    return e;
}

Pfq__V1__Event *people_mute(struct kit *kit, const char *at, int32_t until)
{
    Pfq__V1__Event *e = event_at(kit, at, PFQ__V1__EVENT__WHAT_MUTE);
    e->mute = NEW(kit, Pfq__V1__Mute, pfq__v1__mute__init);
    e->mute->theme = theme_key(kit);
    e->mute->has_until_date = true;
    e->mute->until_date = until;
    e->mute->reason = text(kit, "A new form comes in May.");
    return e;
}

Pfq__V1__Event *people_action(struct kit *kit, const char *at, const char *id)
{
    Pfq__V1__Event *e = event_at(kit, at, PFQ__V1__EVENT__WHAT_ACTION);
    e->action = NEW(kit, Pfq__V1__Action, pfq__v1__action__init);
    e->action->id = text(kit, id);
    e->action->theme = theme_key(kit);
    e->action->text = text(kit, "A training day.");
    return e;
}

Pfq__V1__Envelope *people_keep(struct kit *kit, const char *id, Pfq__V1__Event *event,
                               Pfq__V1__Peer *peer)
{
    Pfq__V1__Envelope *e = NEW(kit, Pfq__V1__Envelope, pfq__v1__envelope__init);
    Pfq__V1__EventPut *put = NEW(kit, Pfq__V1__EventPut, pfq__v1__event_put__init);
    e->body_case = PFQ__V1__ENVELOPE__BODY_EVENT_PUT;
    e->event_put = put;
    put->has_token = true;
    put->token = 7;
    put->peer = peer;
    put->source = text(kit, "people");
    put->id = text(kit, id);
    put->has_content_digest = put->has_received_at = true;
    struct pfq_bytes packed = job_pack(&event->base, &kit->arena);
    put->content_digest.len = PFQ_DIGEST_BYTES;
    put->content_digest.data = pfq_arena_new(&kit->arena, uint8_t, PFQ_DIGEST_BYTES);
    pfq_digest(packed, put->content_digest.data);
    put->received_at = event->happened_at;
    put->event = event;
    return e;
}

Pfq__V1__StoreAnswer *people_tell(struct kit *kit, const char *id, Pfq__V1__Event *event,
                                  Pfq__V1__Peer *peer, const char *now)
{
    struct batch_result result;
    struct job *job = pfq_arena_new(&kit->arena, struct job, 1);
    job->request = people_keep(kit, id, event, peer);
    batch_run(&kit->batch, job, 1, &kit->arena, instant(now), &result);
    return &job->store_answer;
}

static struct job *ask(struct kit *kit, Pfq__V1__PeopleRead *read, Pfq__V1__Peer *peer, size_t room,
                       int64_t now_ms)
{
    struct pfq_err err = {0};
    struct job *job = pfq_arena_new(&kit->arena, struct job, 1);
    job->request = NEW(kit, Pfq__V1__Envelope, pfq__v1__envelope__init);
    job->request->body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK;
    job->request->people_ask = NEW(kit, Pfq__V1__PeopleAsk, pfq__v1__people_ask__init);
    job->request->people_ask->peer = peer;
    job->request->people_ask->read = read;
    job_begin(job);
    cr_assert_null(job_fault(job->request));
    const struct turn turn = {kit->batch.db, NULL, &kit->rules, &kit->arena, room, now_ms};
    cr_assert_eq(people_read(&turn, job, &err), PFQ_OK, "%s", err.text);
    return job;
}

/* The lists of a page added to those before. */
static void add_page(Pfq__V1__PeopleRows *all, const Pfq__V1__PeopleRows *page)
{
#define ADD(list)                                                                                  \
    if (page->n_##list > 0) {                                                                      \
        memcpy(all->list + all->n_##list, page->list, page->n_##list * sizeof *page->list);        \
        all->n_##list += page->n_##list;                                                           \
    }
    ADD(assessments)
    ADD(expected)
    ADD(reviews)
    ADD(challenges)
    ADD(mutes)
    ADD(actions)
#undef ADD
    all->up_to = page->up_to;
    all->files_up_to = page->files_up_to;
    all->files_behind = page->files_behind;
    all->area = page->area;
    all->n_problems = page->n_problems;
    all->problems = page->problems;
}

Pfq__V1__PeopleRows *people_rows(struct kit *kit, Pfq__V1__PeopleRead *read, Pfq__V1__Peer *peer,
                                 size_t room, const char *now)
{
    Pfq__V1__PeopleRows *all = NEW(kit, Pfq__V1__PeopleRows, pfq__v1__people_rows__init);
    all->assessments = pfq_arena_new(&kit->arena, Pfq__V1__AssessmentRow *, ROWS_MAX);
    all->expected = pfq_arena_new(&kit->arena, Pfq__V1__ExpectedRow *, ROWS_MAX);
    all->reviews = pfq_arena_new(&kit->arena, Pfq__V1__ReviewRow *, ROWS_MAX);
    all->challenges = pfq_arena_new(&kit->arena, Pfq__V1__ChallengeRow *, ROWS_MAX);
    all->mutes = pfq_arena_new(&kit->arena, Pfq__V1__MuteRow *, ROWS_MAX);
    all->actions = pfq_arena_new(&kit->arena, Pfq__V1__ActionRow *, ROWS_MAX);
    read->has_after = false;
    do {
        const struct job *job = ask(kit, read, peer, room, instant(now));
        add_page(all, &job->people);
        read->has_after = job->people.has_next;
        read->after = job->people.next;
    } while (read->has_after);
    return all;
}

Pfq__V1__PeopleRows *people_every(struct kit *kit, Pfq__V1__PeopleKind kind, const char *now)
{
    Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
    read.has_kind = true;
    read.kind = kind;
    return people_rows(kit, &read, NULL, 100000, now);
}
