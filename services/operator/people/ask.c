/* ask.c - reading from feedback and telling intake: see people.h. */
#include <string.h>
#include <unistd.h>

#include "operator/report.h"
#include "people.h"
#include "pfq/clock.h"
#include "pfq/json.h"

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
    *out = (struct people_rows){.rows = NULL};
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

/* Asked to be kept, or in TEST mode, where it is checked and answered alike. */
static enum pfq_code send(struct people *p, struct pfq_client *client, Pfq__V1__Event *event,
                          Pfq__V1__Receipt **receipt, struct pfq_err *err)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    envelope.id = name_of(p, event);
    envelope.source = pfq_arena_strdup(&p->arena, "pfq");
    envelope.has_sent_at = envelope.has_schema_version = envelope.has_mode = true;
    envelope.sent_at = p->now_ms;
    envelope.schema_version = 1;
    envelope.mode = p->dry_run ? PFQ__V1__MODE__MODE_TEST : PFQ__V1__MODE__MODE_LIVE;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_EVENT;
    envelope.event = event;
    return pfq_client_submit(client, &envelope, PATIENCE_MS, &p->arena, receipt, err);
}

static bool lacks_person(const Pfq__V1__Receipt *receipt)
{
    for (size_t i = 0; i < receipt->n_problems; i++) {
        const Pfq__V1__Problem *problem = receipt->problems[i];
        if (problem->code != NULL && strcmp(problem->code, "MISSING") == 0 &&
            problem->path != NULL && strcmp(problem->path, "event.by") == 0) {
            return true;
        }
    }
    return false;
}

/* Whoever has no staff id in pfq.conf and gives none is known by the user id alone. */
static enum pfq_code send_as_somebody(struct people *p, struct pfq_client *client,
                                      Pfq__V1__Event *event, Pfq__V1__Receipt **receipt,
                                      struct pfq_err *err)
{
    enum pfq_code code = send(p, client, event, receipt, err);
    if (code == PFQ_OK && event->by == NULL && lacks_person(*receipt)) {
        event->by = pfq_arena_printf(&p->arena, "uid-%u", (unsigned)getuid());
        code = send(p, client, event, receipt, err);
    }
    return code;
}

static bool is_taken(const Pfq__V1__Receipt *receipt)
{
    return receipt->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED ||
           receipt->answer == PFQ__V1__ANSWER__ANSWER_DUPLICATE;
}

static enum pfq_exit show(struct people *p, const Pfq__V1__Event *event,
                          const Pfq__V1__Receipt *receipt)
{
    folk_say_receipt(
        p->where != NULL ? p->where : pfq_arena_printf(&p->arena, "pfq %s", p->command), receipt);
    report_write(stdout, pfq_json_value(&event->base, PFQ_JSON_SHORT_ENUMS));
    return is_taken(receipt) ? PFQ_EXIT_GOOD : PFQ_EXIT_NOT_GOOD;
}

enum pfq_exit folk_tell(struct people *p, Pfq__V1__Event *event, Pfq__V1__Receipt **receipt)
{
    struct pfq_err err;
    Pfq__V1__Receipt *answer = NULL;
    *receipt = NULL;
    struct pfq_client *client = folk_client(p, PEOPLE_INTAKE);
    if (client == NULL) {
        return PFQ_EXIT_AWAY;
    }
    enum pfq_code code = send_as_somebody(p, client, event, &answer, &err);
    if (code != PFQ_OK) {
        return ask_away(&p->doors[PEOPLE_INTAKE], &err);
    }
    if (p->dry_run) {
        return show(p, event, answer);
    }
    *receipt = answer;
    return is_taken(answer) ? PFQ_EXIT_GOOD : PFQ_EXIT_NOT_GOOD;
}

void folk_say_problem(const char *where, const char *message, const char *fix)
{
    text_problem(where, message, fix);
}

enum pfq_exit folk_refused(struct people *p, size_t count, Pfq__V1__Problem *const *problems)
{
    return ask_refused(p->command, count, problems);
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

enum pfq_exit folk_say_unchanged(struct people *p)
{
    if (p->json) {
        report_write(stdout, json_pack("{s:b}", "unchanged", true));
    } else {
        page_paragraph(&p->page, 0, "", "It stands so already; nothing was told.");
    }
    return PFQ_EXIT_GOOD;
}
