/* ask.c - reading from feedback and telling intake: see people.h. */
#include <string.h>

#include "operator/report.h"
#include "people.h"
#include "pfq/clock.h"
#include "pfq/json.h"
#include "pfq/people.h"

enum {
    PATIENCE_MS = 30000,
    ID_DIGITS = 24 /* of the digest that an event is named by */
};

static const char *const services[PEOPLE_DOORS] = {
    [PEOPLE_INTAKE] = "intake", [PEOPLE_FEEDBACK] = "feedback"};

void folk_open(struct people *p, const char *command)
{
    p->command = command;
    p->now_ms = pfq_wall_ms();
    pfq_arena_open(&p->arena);
    page_open(&p->page, stdout);
}

void folk_close(struct people *p)
{
    for (size_t i = 0; i < PEOPLE_DOORS; i++) {
        ask_close(&p->doors[i]);
    }
    pfq_arena_close(&p->arena);
}

struct pfq_client *folk_client(struct people *p, enum people_door door)
{
    struct ask_to *to = &p->doors[door];
    if (to->client == NULL) {
        (void)ask_open(to, p->command, services[door], p->run, &p->arena);
    }
    return to->client;
}

enum pfq_exit folk_ask(struct people *p, enum people_door door, Pfq__V1__Envelope *request,
                       Pfq__V1__Envelope__BodyCase wanted, Pfq__V1__Envelope **answer)
{
    struct pfq_err err;
    struct pfq_client *client = folk_client(p, door);
    if (client == NULL) {
        return PFQ_EXIT_AWAY;
    }
    enum pfq_code code = ask(client, request, wanted, ASK_TIMEOUT_MS, &p->arena, answer, &err);
    return code == PFQ_OK ? PFQ_EXIT_GOOD : ask_away(&p->doors[door], &err);
}

/* --- reading ----------------------------------------------------------------------------- */

static void append(struct people *p, const Pfq__V1__PeopleRows *page, struct people_rows *out)
{
    size_t count = out->count + page->n_assessments;
    if (count > out->room) {
        size_t room = 2 * count;
        Pfq__V1__AssessmentRow **all = pfq_arena_new(&p->arena, Pfq__V1__AssessmentRow *, room);
        if (out->count > 0) {
            memcpy(all, out->rows, out->count * sizeof(Pfq__V1__AssessmentRow *));
        }
        out->rows = all;
        out->room = room;
    }
    for (size_t i = 0; i < page->n_assessments; i++) {
        out->rows[out->count++] = page->assessments[i];
    }
}

enum pfq_exit folk_refused(struct people *p, size_t count, Pfq__V1__Problem *const *problems)
{
    return ask_refused(p->command, count, problems);
}

enum pfq_exit folk_page(struct people *p, Pfq__V1__PeopleRead *want, Pfq__V1__PeopleRows **out)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    request.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_READ;
    request.people_read = want;
    enum pfq_exit code =
        folk_ask(p, PEOPLE_FEEDBACK, &request, PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS, &answer);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    *out = answer->people_rows;
    return folk_refused(p, (*out)->n_problems, (*out)->problems);
}

enum pfq_exit folk_read(struct people *p, Pfq__V1__PeopleRead *want, struct people_rows *out)
{
    enum pfq_exit code = PFQ_EXIT_GOOD;
    bool more = true;
    *out = (struct people_rows){NULL, 0, 0};
    want->has_kind = true;
    want->kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS;
    while (code == PFQ_EXIT_GOOD && more) {
        Pfq__V1__PeopleRows *page = NULL;
        code = folk_page(p, want, &page);
        if (code == PFQ_EXIT_GOOD) {
            append(p, page, out);
            more = page->has_next && page->next.len > 0;
            want->has_after = more;
            want->after = page->next;
        }
    }
    return code;
}

/* --- telling ----------------------------------------------------------------------------- */

/* What it says, time and all: the same said again is the same message. */
static char *name_of(struct people *p, const Pfq__V1__Event *event)
{
    uint8_t digest[PFQ_DIGEST_BYTES];
    char hex[2 * PFQ_DIGEST_BYTES + 1];
    pfq_digest(pfq_wire_pack(&event->base, &p->arena), digest);
    for (size_t i = 0; i < PFQ_DIGEST_BYTES; i++) {
        (void)snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
    return pfq_arena_printf(&p->arena, "%s-%.*s", p->command, ID_DIGITS, hex);
}

static enum pfq_exit show(struct people *p, Pfq__V1__Event *event)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, &p->arena);
    bool sound = pfq_people_check(event, p->now_ms, &p->arena, &problems);
    pfq_problems_close(&problems);
    (void)ask_refused(p->command, problems.count, problems.rows);
    report_write(stdout, pfq_json_value(&event->base, PFQ_JSON_SHORT_ENUMS));
    return sound ? PFQ_EXIT_GOOD : PFQ_EXIT_NOT_GOOD;
}

enum pfq_exit folk_tell(struct people *p, Pfq__V1__Event *event, Pfq__V1__Receipt **receipt)
{
    struct pfq_err err;
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    *receipt = NULL;
    if (p->dry_run) {
        return show(p, event);
    }
    struct pfq_client *client = folk_client(p, PEOPLE_INTAKE);
    if (client == NULL) {
        return PFQ_EXIT_AWAY;
    }
    envelope.id = name_of(p, event);
    envelope.source = pfq_arena_strdup(&p->arena, "pfq");
    envelope.has_sent_at = envelope.has_schema_version = true;
    envelope.sent_at = p->now_ms;
    envelope.schema_version = 1;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_EVENT;
    envelope.event = event;
    enum pfq_code code =
        pfq_client_submit(client, &envelope, PATIENCE_MS, &p->arena, receipt, &err);
    if (code != PFQ_OK) {
        return ask_away(&p->doors[PEOPLE_INTAKE], &err);
    }
    bool taken = (*receipt)->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED ||
                 (*receipt)->answer == PFQ__V1__ANSWER__ANSWER_DUPLICATE;
    return taken ? PFQ_EXIT_GOOD : PFQ_EXIT_NOT_GOOD;
}

void folk_say_problem(const char *where, const char *message, const char *fix)
{
    text_problem(where, message, fix);
}

void folk_say_receipt(const char *where, const Pfq__V1__Receipt *receipt)
{
    for (size_t i = 0; i < receipt->n_problems; i++) {
        folk_say_problem(where, receipt->problems[i]->message, receipt->problems[i]->fix);
    }
    for (size_t i = 0; i < receipt->n_warnings; i++) {
        folk_say_problem(where, receipt->warnings[i]->message, receipt->warnings[i]->fix);
    }
    if (receipt->n_problems == 0 && receipt->answer == PFQ__V1__ANSWER__ANSWER_CONFLICT) {
        folk_say_problem(where, "Something else was told under the same name.", NULL);
    }
}
