#include "support/people_desk.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pfq/people.h"
#include "pfq/service.h"

enum {
    EVENTS_MAX = 5000,
    ROWS_MAX = 2000
};

static struct {
    struct pfq_arena arena; /* of what is kept */
    struct pfq_people_event events[EVENTS_MAX];
    size_t count;
} kept;

/* --- taking -------------------------------------------------------------------------------- */

static void send(struct pfq_frame *frame, Pfq__V1__Envelope *answer)
{
    answer->id = pfq_arena_strdup(frame->arena, frame->wire.id);
    answer->source = pfq_arena_strdup(frame->arena, "desk");
    (void)!pfq_sock_send(frame->from, &frame->peer, pfq_wire_pack(&answer->base, frame->arena));
}

static void answer_with(struct pfq_frame *frame, Pfq__V1__Answer what)
{
    Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    receipt.has_answer = true;
    receipt.answer = what;
    receipt.n_problems = frame->problems->count;
    receipt.problems = frame->problems->rows;
    answer.body_case = PFQ__V1__ENVELOPE__BODY_RECEIPT;
    answer.receipt = &receipt;
    send(frame, &answer);
}

static bool is_known(const struct pfq_frame *frame)
{
    for (size_t i = 0; i < kept.count; i++) {
        if (strcmp(kept.events[i].id, frame->wire.id) == 0 &&
            strcmp(kept.events[i].source, frame->wire.source) == 0) {
            return true;
        }
    }
    return false;
}

static void keep(const struct pfq_frame *frame)
{
    ProtobufCMessage *copy = NULL;
    struct pfq_err err;
    struct pfq_bytes packed = pfq_wire_pack(&frame->wire.envelope->event->base, &kept.arena);
    if (kept.count < EVENTS_MAX &&
        pfq_wire_trusted(&pfq__v1__event__descriptor, packed, &kept.arena, &copy, &err) == PFQ_OK) {
        kept.events[kept.count++] = (struct pfq_people_event){
            (const Pfq__V1__Event *)copy, pfq_arena_strdup(&kept.arena, frame->wire.source),
            pfq_arena_strdup(&kept.arena, frame->wire.id)};
    }
}

static void on_intake(void *self, struct pfq_frame *frame)
{
    (void)self;
    if (frame->wire.envelope == NULL ||
        !pfq_people_check(frame->wire.envelope->event, frame->wall_ms, frame->arena,
                          frame->problems)) {
        answer_with(frame, PFQ__V1__ANSWER__ANSWER_REFUSED);
    } else if (frame->wire.envelope->mode == PFQ__V1__MODE__MODE_TEST) {
        answer_with(frame, PFQ__V1__ANSWER__ANSWER_ACCEPTED); /* checked, and not kept */
    } else if (is_known(frame)) {
        answer_with(frame, PFQ__V1__ANSWER__ANSWER_DUPLICATE);
    } else {
        keep(frame);
        answer_with(frame, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    }
}

/* --- reading ------------------------------------------------------------------------------- */

static const char *assessment_of(const Pfq__V1__Event *event)
{
    return event->what_case == PFQ__V1__EVENT__WHAT_ASSESSMENT   ? event->assessment->id
           : event->what_case == PFQ__V1__EVENT__WHAT_WITHDRAWAL ? event->withdrawal->assessment
           : event->what_case == PFQ__V1__EVENT__WHAT_RESPONSE   ? event->response->assessment
           : event->what_case == PFQ__V1__EVENT__WHAT_OUTCOME    ? event->outcome->assessment
                                                                 : "";
}

static bool is_same(const Pfq__V1__Event *a, const Pfq__V1__Event *b)
{
    return strcmp(a->file->urn, b->file->urn) == 0 && a->file->file_type == b->file->file_type &&
           strcmp(assessment_of(a), assessment_of(b)) == 0;
}

static bool is_first(size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (is_same(kept.events[i].event, kept.events[at].event)) {
            return false;
        }
    }
    return true;
}

static bool fold(size_t first, struct pfq_frame *frame, Pfq__V1__AssessmentRow *out)
{
    struct pfq_people_rules rules;
    struct pfq_people_event *same = pfq_arena_new(frame->arena, struct pfq_people_event, 100);
    size_t count = 0;
    for (size_t i = first; i < kept.count && count < 100; i++) {
        if (is_same(kept.events[first].event, kept.events[i].event)) {
            same[count++] = kept.events[i];
        }
    }
    pfq_people_rules_default(&rules);
    return pfq_people_fold(same, count, &rules, frame->wall_ms, frame->arena, out);
}

static bool equal(const char *wanted, const char *is)
{
    return wanted == NULL || (is != NULL && strcmp(wanted, is) == 0);
}

static bool is_open(const Pfq__V1__AssessmentRow *row)
{
    return row->roll_up == PFQ__V1__ROLL_UP__ROLL_UP_PENDING;
}

static bool is_wanted(const Pfq__V1__PeopleRead *want, const Pfq__V1__AssessmentRow *row)
{
    return equal(want->urn, row->file->urn) && equal(want->force, row->file->force) &&
           equal(want->id, row->id) &&
           (!want->has_assessment_kind || want->assessment_kind == row->kind) &&
           (!want->has_from_month || want->from_month <= row->month) &&
           (!want->has_to_month || want->to_month >= row->month) &&
           (!want->open_only || is_open(row));
}

/* Two rows a page, so that whoever reads must turn pages. */
static void on_feedback(void *self, struct pfq_frame *frame)
{
    static Pfq__V1__AssessmentRow *rows[ROWS_MAX];
    Pfq__V1__PeopleRows found = PFQ__V1__PEOPLE_ROWS__INIT;
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    const Pfq__V1__PeopleRead *want = frame->wire.envelope->people_read;
    size_t from = want->has_after ? (size_t)atoi((const char *)want->after.data) : 0;
    char next[32] = "";
    (void)self;
    for (size_t i = from; i < kept.count && next[0] == '\0'; i++) {
        Pfq__V1__AssessmentRow *row = pfq_arena_new(frame->arena, Pfq__V1__AssessmentRow, 1);
        pfq__v1__assessment_row__init(row);
        if (is_first(i) && fold(i, frame, row) && is_wanted(want, row)) {
            rows[found.n_assessments++] = row;
        }
        if (found.n_assessments == 2) {
            (void)snprintf(next, sizeof next, "%zu", i + 1);
        }
    }
    found.assessments = rows;
    found.has_next = next[0] != '\0';
    found.next = (ProtobufCBinaryData){strlen(next) + 1, (uint8_t *)next};
    pfq_people_redact(&found, PFQ__V1__ROLE__ROLE_OPERATOR, want->outside);
    answer.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS;
    answer.people_rows = &found;
    send(frame, &answer);
}

/* --- its process ----------------------------------------------------------------------------- */

static enum pfq_code init(void *self, struct pfq_service *service, struct pfq_err *err)
{
    (void)self;
    (void)service;
    (void)err;
    pfq_arena_open(&kept.arena);
    return PFQ_OK;
}

static const struct pfq_service_ops *ops_of(void)
{
    static const struct pfq_param params[] = {
        {"intake", PFQ_PARAM_TEXT, "ipc://%RUN%/intake.sock", 0, 0, NULL, "Events."},
        {"feedback", PFQ_PARAM_TEXT, "ipc://%RUN%/feedback.sock", 0, 0, NULL, "Rows."},
        {0},
    };
    static const struct pfq_socket_row sockets[] = {
        {"intake", PFQ_SOCK_ROUTER, 8, on_intake},
        {"feedback", PFQ_SOCK_ROUTER, 8, on_feedback},
        {0},
    };
    static const struct pfq_timer_row timers[] = {{0}};
    static const struct pfq_service_ops ops = {.name = "desk",
                                               .text = "Events in memory, for tests",
                                               .params = params,
                                               .sockets = sockets,
                                               .timers = timers,
                                               .init = init};
    return &ops;
}

static void run_desk(const struct desk *desk)
{
    char run[64];
    char name[] = "desk";
    char flag[] = "-o";
    char level[] = "log_level=error";
    char *argv[] = {name, flag, run, flag, level, NULL};
    (void)snprintf(run, sizeof run, "run=%s", desk->dir);
    _exit(pfq_service_main(ops_of(), NULL, 5, argv));
}

void desk_begin(struct desk *desk)
{
    *desk = (struct desk){.pid = -1};
    (void)snprintf(desk->dir, sizeof desk->dir, "/tmp/pfq-desk-XXXXXX");
    cr_assert_not_null(mkdtemp(desk->dir));
    (void)snprintf(desk->run, sizeof desk->run, "--run=%s", desk->dir);
    desk->pid = fork();
    cr_assert_geq(desk->pid, 0);
    if (desk->pid == 0) {
        run_desk(desk);
    }
}

void desk_end(struct desk *desk)
{
    char command[96];
    (void)kill(desk->pid, SIGTERM);
    (void)waitpid(desk->pid, NULL, 0);
    (void)snprintf(command, sizeof command, "rm -rf %s", desk->dir);
    cr_assert_eq(system(command), 0);
}

static struct pfq_client *client_of(struct desk *desk, const char *service)
{
    char endpoint[96];
    struct pfq_client *client = NULL;
    struct pfq_err err;
    (void)snprintf(endpoint, sizeof endpoint, "ipc://%s/%s.sock", desk->dir, service);
    cr_assert_eq(pfq_client_open(endpoint, &client, &err), PFQ_OK, "%s", err.text);
    return client;
}

void desk_tell(struct desk *desk, Pfq__V1__Event *event, const char *id)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Receipt *receipt = NULL;
    struct pfq_arena arena;
    struct pfq_err err;
    struct pfq_client *client = client_of(desk, "intake");
    pfq_arena_open(&arena);
    envelope.id = pfq_arena_strdup(&arena, id);
    envelope.source = pfq_arena_strdup(&arena, "test");
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_EVENT;
    envelope.event = event;
    cr_assert_eq(pfq_client_submit(client, &envelope, 10000, &arena, &receipt, &err), PFQ_OK, "%s",
                 err.text);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED, "%s",
                 receipt->n_problems > 0 ? receipt->problems[0]->message : "");
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

static Pfq__V1__Failure *failure_of(size_t i, struct pfq_arena *arena)
{
    static const char *const reasons[] = {"D06", "D20", "D23", "D14", "D09", "D08"};
    Pfq__V1__Failure *failure = pfq_arena_new(arena, Pfq__V1__Failure, 1);
    pfq__v1__failure__init(failure);
    failure->has_number = true;
    failure->number = (uint32_t)i + 1;
    failure->reason = pfq_arena_strdup(arena, reasons[i % 6]);
    failure->detail = pfq_arena_printf(arena, i == 1 ? "UNRELEASED detail" : "=item %zu", i);
    failure->has_releasable = true;
    failure->releasable = i != 1;
    return failure;
}

void desk_assess(struct desk *desk, unsigned n, size_t failures, int64_t at_ms)
{
    Pfq__V1__Event event = PFQ__V1__EVENT__INIT;
    Pfq__V1__Assessment made = PFQ__V1__ASSESSMENT__INIT;
    Pfq__V1__FileRef file = PFQ__V1__FILE_REF__INIT;
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    file.force = pfq_arena_strdup(&arena, "40");
    file.urn = pfq_arena_printf(&arena, "40AA%05u26", n);
    file.has_file_type = true;
    file.file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP;
    event.has_happened_at = true;
    event.happened_at = at_ms;
    event.by = pfq_arena_strdup(&arena, "REVIEWER-7");
    event.unit = pfq_arena_strdup(&arena, "TC1");
    event.file = &file;
    made.id = pfq_arena_printf(&arena, "a%u", n);
    made.has_kind = made.has_outcome = true;
    made.kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    made.outcome = failures > 0 ? PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET
                                : PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
    made.n_failures = failures;
    made.failures = pfq_arena_new(&arena, Pfq__V1__Failure *, failures + 1);
    for (size_t i = 0; i < failures; i++) {
        made.failures[i] = failure_of(i, &arena);
    }
    event.what_case = PFQ__V1__EVENT__WHAT_ASSESSMENT;
    event.assessment = &made;
    desk_tell(desk, &event, made.id);
    pfq_arena_close(&arena);
}

Pfq__V1__PeopleRows *desk_rows(struct desk *desk, const char *force, struct pfq_arena *arena)
{
    Pfq__V1__PeopleRows *all = pfq_arena_new(arena, Pfq__V1__PeopleRows, 1);
    struct pfq_client *client = client_of(desk, "feedback");
    ProtobufCBinaryData after = {0};
    bool more = true;
    pfq__v1__people_rows__init(all);
    all->assessments = pfq_arena_new(arena, Pfq__V1__AssessmentRow *, ROWS_MAX);
    while (more) {
        Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
        Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
        Pfq__V1__Envelope *answer = NULL;
        struct pfq_err err;
        want.force = pfq_arena_strdup(arena, force);
        want.has_after = after.len > 0;
        want.after = after;
        request.id = pfq_arena_printf(arena, "rows-%zu", all->n_assessments);
        request.source = pfq_arena_strdup(arena, "test");
        request.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_READ;
        request.people_read = &want;
        cr_assert_eq(pfq_client_ask(client, &request, 10000, arena, &answer, &err), PFQ_OK);
        for (size_t i = 0; i < answer->people_rows->n_assessments; i++) {
            all->assessments[all->n_assessments++] = answer->people_rows->assessments[i];
        }
        more = answer->people_rows->has_next;
        after = answer->people_rows->next;
    }
    pfq_client_close(client);
    return all;
}
