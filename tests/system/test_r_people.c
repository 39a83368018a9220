/* What a person did goes in at intake, is kept once whatever is killed meanwhile, and is read at
 * feedback; what concerns the force stands in its mailbox (G1, G2, G4). */
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "support/rig.h"

enum {
    EVENTS = 120,
    KILL_EVERY = 15
};

struct office {
    struct rig rig;
    struct pfq_client *intake;
    struct pfq_client *feedback;
    struct pfq_arena arena;
};

static void open_office(struct office *o)
{
    rig_begin(&o->rig);
    rig_start_all(&o->rig);
    pfq_arena_open(&o->arena);
    o->intake = rig_client(&o->rig, RIG_INTAKE);
    o->feedback = rig_client(&o->rig, RIG_FEEDBACK);
}

static void close_office(struct office *o)
{
    pfq_client_close(o->intake);
    pfq_client_close(o->feedback);
    pfq_arena_close(&o->arena);
    rig_end(&o->rig);
}

static char *lend(const char *text)
{
    return (char *)(uintptr_t)text;
}

/* Assessment n, of a file of its own, with one failure. */
static Pfq__V1__Envelope *assessment(struct pfq_arena *arena, unsigned n)
{
    Pfq__V1__Envelope *envelope = pfq_arena_new(arena, Pfq__V1__Envelope, 1);
    Pfq__V1__Event *event = pfq_arena_new(arena, Pfq__V1__Event, 1);
    Pfq__V1__Assessment *a = pfq_arena_new(arena, Pfq__V1__Assessment, 1);
    Pfq__V1__Failure *f = pfq_arena_new(arena, Pfq__V1__Failure, 1);
    pfq__v1__envelope__init(envelope);
    pfq__v1__event__init(event);
    pfq__v1__assessment__init(a);
    pfq__v1__failure__init(f);
    envelope->id = pfq_arena_printf(arena, "e%u", n);
    envelope->source = lend("office");
    envelope->body_case = PFQ__V1__ENVELOPE__BODY_EVENT;
    envelope->event = event;
    event->has_happened_at = true;
    event->happened_at = INT64_C(1777800000000) + n;
    event->by = lend("S17");
    event->unit = lend("TV1");
    event->file = pfq_arena_new(arena, Pfq__V1__FileRef, 1);
    pfq__v1__file_ref__init(event->file);
    event->file->force = lend("43");
    event->file->urn = pfq_arena_printf(arena, "43AA%05u26", n);
    event->file->has_file_type = true;
    event->file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    event->what_case = PFQ__V1__EVENT__WHAT_ASSESSMENT;
    event->assessment = a;
    a->id = pfq_arena_printf(arena, "A%u", n);
    a->has_kind = a->has_outcome = true;
    a->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    a->outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
    a->failures = pfq_arena_new(arena, Pfq__V1__Failure *, 1);
    a->failures[0] = f;
    a->n_failures = 1;
    f->has_number = true;
    f->number = 1;
    f->reason = lend("D13");
    f->detail = lend("INTERNAL detail");
    return envelope;
}

static Pfq__V1__Envelope *withdrawal(struct pfq_arena *arena, const char *of)
{
    Pfq__V1__Envelope *envelope = assessment(arena, 77);
    Pfq__V1__Withdrawal *w = pfq_arena_new(arena, Pfq__V1__Withdrawal, 1);
    pfq__v1__withdrawal__init(w);
    envelope->event->what_case = PFQ__V1__EVENT__WHAT_WITHDRAWAL;
    envelope->event->withdrawal = w;
    w->assessment = lend(of);
    w->has_kind = true;
    w->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    return envelope;
}

/* What was under way to a store that was killed is lost: whoever asks, asks again. */
static Pfq__V1__Envelope *ask(struct office *o, struct pfq_client *client,
                              Pfq__V1__Envelope__BodyCase body, void *request)
{
    struct pfq_err err = {0};
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    envelope.id = lend("ask");
    envelope.source = lend("office");
    envelope.body_case = body;
    envelope.people_read = request; /* a union of pointers */
    for (int tries = 0; tries < 5; tries++) {
        enum pfq_code code = pfq_client_ask(client, &envelope, 8000, &o->arena, &answer, &err);
        bool rows = code == PFQ_OK && answer->body_case == PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS;
        bool away = rows && answer->people_rows->n_problems > 0;
        if (code == PFQ_OK && !away) {
            return answer;
        }
    }
    cr_assert_fail("no answer: %s", err.text);
    return NULL;
}

/* All that force 43 is told, and how many rows there are. */
static size_t count_rows(struct office *o)
{
    size_t count = 0;
    Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
    read.has_kind = true;
    read.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS;
    do {
        const Pfq__V1__PeopleRows *rows =
            ask(o, o->feedback, PFQ__V1__ENVELOPE__BODY_PEOPLE_READ, &read)->people_rows;
        cr_assert_eq(rows->n_problems, 0);
        count += rows->n_assessments;
        read.has_after = rows->has_next;
        read.after = rows->next;
    } while (read.has_after);
    return count;
}

static const Pfq__V1__MailboxPage *mailbox(struct office *o)
{
    Pfq__V1__MailboxFetch fetch = PFQ__V1__MAILBOX_FETCH__INIT;
    fetch.force = lend("43");
    fetch.has_limit = true;
    fetch.limit = 500;
    return ask(o, o->feedback, PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH, &fetch)->mailbox_page;
}

Test(r_people, an_event_comes_in_is_told_to_the_force_and_is_read, .timeout = 60)
{
    struct office o;
    open_office(&o);
    Pfq__V1__Envelope *envelope = assessment(&o.arena, 1);
    envelope->has_mode = true;
    envelope->mode = PFQ__V1__MODE__MODE_TEST;
    const Pfq__V1__Receipt *receipt = rig_submit(o.intake, envelope, &o.arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    cr_assert_eq(count_rows(&o), 0, "a test is not kept");
    receipt = rig_submit(o.intake, assessment(&o.arena, 1), &o.arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    cr_assert_str_eq(receipt->urn, "43AA0000126");
    receipt = rig_submit(o.intake, assessment(&o.arena, 1), &o.arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_DUPLICATE);
    Pfq__V1__Envelope *other = assessment(&o.arena, 1);
    other->event->assessment->failures[0]->reason = lend("D20");
    receipt = rig_submit(o.intake, other, &o.arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_CONFLICT, "the name is taken (G2)");
    cr_assert_eq(count_rows(&o), 1);
    const Pfq__V1__MailboxPage *page = mailbox(&o);
    cr_assert_eq(page->n_items, 1);
    cr_assert_eq(page->items[0]->kind, PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_ACTION_PLAN);
    cr_assert_null(page->items[0]->plan->failures[0]->detail);
    Pfq__V1__Envelope *wrong = assessment(&o.arena, 2);
    wrong->event->file->urn = lend("no urn");
    receipt = rig_submit(o.intake, wrong, &o.arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_REFUSED);
    cr_assert_gt(receipt->n_problems, 0);
    receipt = rig_submit(o.intake, withdrawal(&o.arena, "A77"), &o.arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED, "it may still come");
    cr_assert_eq(receipt->n_warnings, 1);
    cr_assert_str_eq(receipt->warnings[0]->code, "NO_SUCH_ASSESSMENT");
    close_office(&o);
}

Test(r_people, whatever_is_killed_each_event_is_there_once, .timeout = 120)
{
    struct office o;
    open_office(&o);
    for (unsigned n = 1; n <= EVENTS; n++) {
        struct pfq_err err = {0};
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        bool kill_one = n % KILL_EVERY == 0;
        if (kill_one) { /* under way when the service dies */
            cr_assert_eq(pfq_client_send(o.intake, assessment(&arena, n), &arena, &err), PFQ_OK);
            enum rig_service which = n / KILL_EVERY % 2 == 0 ? RIG_STORE : RIG_INTAKE;
            rig_signal(&o.rig, which, SIGKILL);
            (void)rig_reap(&o.rig, which);
            rig_start(&o.rig, which);
            rig_wait_ready(&o.rig, which);
        }
        const Pfq__V1__Receipt *receipt = rig_submit(o.intake, assessment(&arena, n), &arena);
        cr_assert(receipt->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED ||
                  (kill_one && receipt->answer == PFQ__V1__ANSWER__ANSWER_DUPLICATE));
        pfq_arena_close(&arena);
    }
    cr_assert_eq(count_rows(&o), EVENTS);
    const Pfq__V1__MailboxPage *page = mailbox(&o);
    cr_assert_eq(page->n_items, EVENTS);
    for (size_t i = 0; i < page->n_items; i++) {
        cr_assert_eq(page->items[i]->number, i + 1, "no gap");
    }
    close_office(&o);
}
