/* people.c - see people.h. */
#include "people.h"

#include <string.h>

#include "activity.h"
#include "authorise.h"
#include "people_read.h"
#include "people_fold.h"
#include "people_write.h"

#define KIND(name) PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name
#define WHAT(name) PFQ__V1__EVENT__WHAT_##name

/* One event on its way. */
struct telling {
    struct db *db;
    const struct pfq_people_rules *rules;
    struct job *job;
    const Pfq__V1__EventPut *put;
    const Pfq__V1__Event *event;
    struct pfq_arena *scratch;
    int64_t wall_ms;
    struct people_row before;
    struct people_row after;
    uint64_t number; /* of the event */
};

/* --- answers --------------------------------------------------------------------------- */

static void answer(struct telling *t, Pfq__V1__Answer answer, const struct db_known_event *known)
{
    Pfq__V1__Stored *stored = &t->job->stored;
    const Pfq__V1__FileRef *file = t->event->file;
    pfq__v1__stored__init(stored);
    stored->has_sequence = stored->has_mode = true;
    stored->sequence = known->event;
    stored->source = t->put->source;
    stored->id = t->put->id;
    stored->mode = PFQ__V1__MODE__MODE_LIVE;
    stored->has_received_at = stored->has_committed_at = true;
    stored->received_at = known->received_at;
    stored->committed_at = known->committed_at;
    if (file != NULL) {
        stored->force = file->force;
        stored->urn = file->urn;
        stored->has_file_type = file->has_file_type;
        stored->file_type = file->file_type;
    }
    t->job->store_answer.has_answer = true;
    t->job->store_answer.answer = answer;
    t->job->store_answer.stored = stored;
}

static void answer_repeat(struct telling *t, const struct db_known_event *known)
{
    if (known->same) {
        answer(t, PFQ__V1__ANSWER__ANSWER_DUPLICATE, known);
        return;
    }
    job_problem(t->job, PFQ__V1__ANSWER__ANSWER_CONFLICT, "ID_TAKEN",
                "This source and id already name a message with other content.",
                "Send what was changed under a new id.");
}

static void refuse(struct telling *t, const char *code, const char *message, const char *fix)
{
    job_problem(t->job, PFQ__V1__ANSWER__ANSWER_REFUSED, code, message, fix);
}

/* --- may it be told now? ----------------------------------------------------------------- */

static Pfq__V1__Role role_of(const Pfq__V1__EventPut *put)
{
    return put->peer == NULL ? PFQ__V1__ROLE__ROLE_OPERATOR : put->peer->role;
}

static bool may_move(struct telling *t)
{
    const Pfq__V1__ChallengeRow *row = &t->before.challenge;
    Pfq__V1__Role role = role_of(t->put);
    bool there = t->before.subject.packed.data != NULL;
    const char *force = t->before.subject.force;
    if (there && role == PFQ__V1__ROLE__ROLE_FORCE &&
        (force == NULL || strcmp(force, t->put->peer->force) != 0)) {
        refuse(t, "NOT_GRANTED", "This challenge is to another force.",
               "Answer the challenges of your own force.");
        return false;
    }
    const char *sentence = there ? pfq_challenge_refuse(row, t->event->challenge_move, role)
                                 : "There is no challenge of this id.";
    if (sentence != NULL) {
        refuse(t, there ? "ILLEGAL_MOVE" : "NO_SUCH_CHALLENGE", sentence,
               "See where it stands, then say again what is to be done.");
    }
    return sentence == NULL;
}

static bool may_raise(struct telling *t)
{
    if (t->before.subject.packed.data == NULL) {
        return true;
    }
    refuse(t, "ID_TAKEN", "A challenge of this id was raised before.",
           "Raise it under a new id, or move the one that there is.");
    return false;
}

/* Events on files go by their own time; a late outcome is a correction, and says so. */
static bool in_time(struct telling *t)
{
    const Pfq__V1__DisputeOutcome *outcome = t->event->outcome;
    bool there = t->before.subject.packed.data != NULL;
    if (!there || outcome->correction || t->event->happened_at <= t->before.assessment.deadline) {
        return true;
    }
    refuse(t, "TOO_LATE", "The deadline of this month's outcomes has passed.",
           "If it must be corrected, say that it is a correction, and why.");
    return false;
}

/* "outcome of <name>, failure 2"; NULL: an event of another kind. */
static const char *change_of_month(const struct telling *t)
{
    const Pfq__V1__Event *e = t->event;
    const char *name = t->before.subject.name;
    switch ((int)e->what_case) {
    case WHAT(OUTCOME):
        return pfq_arena_printf(t->scratch, "outcome of %s, failure %u", name, e->outcome->failure);
    case WHAT(RESPONSE):
        return pfq_arena_printf(t->scratch, "response to %s, failure %u", name,
                                e->response->failure);
    case WHAT(ASSESSMENT):
        return pfq_arena_printf(t->scratch, "assessment %s", name);
    case WHAT(WITHDRAWAL):
        return pfq_arena_printf(t->scratch, "withdrawal of %s", name);
    default:
        return NULL;
    }
}

/* A month that is over is changed: by what was done after its deadline, or by what was done
 * before and is told only now.  A late response changes nothing. */
static const char *late_change(const struct telling *t, bool taken)
{
    int64_t deadline = t->before.assessment.deadline;
    bool late = t->event->happened_at > deadline;
    const char *change = t->before.subject.packed.data == NULL ? NULL : change_of_month(t);
    if (change == NULL || (late && t->event->what_case == WHAT(RESPONSE))) {
        return NULL;
    }
    if (late) {
        return taken ? pfq_arena_printf(t->scratch, "%s, corrected late", change)
                     : pfq_arena_printf(t->scratch, "late %s, refused", change);
    }
    return taken && t->wall_ms > deadline
               ? pfq_arena_printf(t->scratch, "%s, told late as done in time", change)
               : NULL;
}

/* What must be seen to have been done, also that it was tried in vain.  NULL: nothing. */
static const char *worth_noting(const struct telling *t, bool taken)
{
    const Pfq__V1__Event *e = t->event;
    if (e->what_case == WHAT(CHALLENGE_MOVE) && taken && e->challenge_move->reopen) {
        return pfq_arena_printf(t->scratch, "challenge %s opened again", t->before.subject.name);
    }
    return late_change(t, taken);
}

static enum pfq_code note(struct telling *t, bool taken, struct pfq_err *err)
{
    const char *text = worth_noting(t, taken);
    return text == NULL ? PFQ_OK
                        : activity_note(t->db, t->put->peer, t->wall_ms, text, t->scratch, err);
}

static bool allowed(struct telling *t)
{
    switch ((int)t->event->what_case) {
    case WHAT(CHALLENGE_MOVE):
        return may_move(t);
    case WHAT(CHALLENGE_RAISE):
        return may_raise(t);
    case WHAT(OUTCOME):
        return in_time(t);
    default:
        return true;
    }
}

/* --- what the force is told ---------------------------------------------------------------- */

/* The row as a force may see it, packed. */
static struct pfq_bytes outside(struct telling *t, const struct people_row *row)
{
    ProtobufCMessage *copy = NULL;
    struct pfq_err damage = {0};
    Pfq__V1__PeopleRows rows = PFQ__V1__PEOPLE_ROWS__INIT;
    bool plan = row->subject.kind == KIND(ASSESSMENTS);
    const ProtobufCMessageDescriptor *type =
        plan ? &pfq__v1__assessment_row__descriptor : &pfq__v1__challenge_row__descriptor;
    if (row->subject.packed.data == NULL ||
        pfq_wire_trusted(type, row->subject.packed, t->scratch, &copy, &damage) != PFQ_OK) {
        return (struct pfq_bytes){0};
    }
    Pfq__V1__AssessmentRow *assessment = (Pfq__V1__AssessmentRow *)copy;
    Pfq__V1__ChallengeRow *challenge = (Pfq__V1__ChallengeRow *)copy;
    rows.assessments = &assessment;
    rows.n_assessments = plan;
    rows.challenges = &challenge;
    rows.n_challenges = !plan;
    pfq_people_redact(&rows, PFQ__V1__ROLE__ROLE_FORCE, true);
    return job_pack(copy, t->scratch);
}

static bool same(struct pfq_bytes a, struct pfq_bytes b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static bool is_settled(const Pfq__V1__AssessmentRow *row)
{
    return row->has_roll_up && row->roll_up != PFQ__V1__ROLL_UP__ROLL_UP_PENDING;
}

/* Failures to answer, or no longer to answer.  What the police said themselves is no news; what
 * the CPS decided of it is told once, when nothing of the assessment is open any more, and
 * whenever it changes after that. */
static bool plan_is_news(const struct telling *t)
{
    int what = (int)t->event->what_case;
    bool to_do = what == WHAT(ASSESSMENT) || what == WHAT(WITHDRAWAL);
    bool decided = what == WHAT(OUTCOME) && is_settled(&t->after.assessment);
    return (to_do || decided) &&
           t->after.assessment.n_failures + t->before.assessment.n_failures > 0;
}

/* From when it was sent on, whatever the CPS does with it. */
static bool challenge_is_news(const struct telling *t)
{
    bool sent = false;
    for (size_t i = 0; i < t->after.challenge.n_steps; i++) {
        sent = sent ||
               t->after.challenge.steps[i]->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT;
    }
    return sent && role_of(t->put) != PFQ__V1__ROLE__ROLE_FORCE;
}

static enum pfq_code tell_force(struct telling *t, struct pfq_err *err)
{
    const struct db_subject *subject = &t->after.subject;
    bool plan = subject->kind == KIND(ASSESSMENTS);
    bool news = plan ? plan_is_news(t) : subject->kind == KIND(CHALLENGES) && challenge_is_news(t);
    if (!news || subject->packed.data == NULL || !job_is_force(subject->force)) {
        return PFQ_OK;
    }
    struct pfq_bytes now = outside(t, &t->after);
    if (same(outside(t, &t->before), now)) {
        return PFQ_OK;
    }
    memcpy(t->job->told, subject->force, sizeof t->job->told);
    return db_put_notice(t->db, t->number, subject->force,
                         plan ? PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_ACTION_PLAN
                              : PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_CHALLENGE,
                         now, err);
}

/* --- keeping it ---------------------------------------------------------------------------- */

static enum pfq_code keep(struct telling *t, struct pfq_err *err)
{
    struct db_subject *subject = &t->before.subject;
    enum pfq_code code = subject->subject == 0 ? db_add_subject(t->db, subject, err) : PFQ_OK;
    if (code == PFQ_OK) {
        code =
            db_put_event(t->db, t->put, subject->subject, t->wall_ms, t->scratch, &t->number, err);
    }
    t->after.subject = *subject;
    if (code == PFQ_OK) {
        code = people_fold(t->db, t->rules, t->wall_ms, t->scratch, &t->after, err);
    }
    if (code == PFQ_OK && t->after.subject.packed.data != NULL) {
        code = people_write(t->db, &t->after, t->scratch, err);
    }
    return code == PFQ_OK ? tell_force(t, err) : code;
}

static enum pfq_code look_up(struct telling *t, struct pfq_err *err)
{
    Pfq__V1__PeopleKind kind = 0;
    const char *name = NULL;
    (void)people_subject_of(t->event, t->scratch, &kind, &name);
    enum pfq_code code = db_find_subject(t->db, kind, name, t->scratch, &t->before.subject, err);
    return code == PFQ_OK && t->before.subject.subject != 0
               ? people_fold(t->db, t->rules, t->wall_ms, t->scratch, &t->before, err)
               : code;
}

enum pfq_code people_put(struct db *db, const struct pfq_people_rules *rules, struct job *job,
                         struct pfq_arena *scratch, int64_t wall_ms, struct pfq_err *err)
{
    struct telling t = {.db = db,
                        .rules = rules,
                        .job = job,
                        .put = job->request->event_put,
                        .event = job->request->event_put->event,
                        .scratch = scratch,
                        .wall_ms = wall_ms};
    struct db_known_event known = {0};
    enum pfq_code code = db_find_event(db, t.put, &known, err);
    if (code != PFQ_OK) {
        return code;
    }
    if (known.event != 0) {
        answer_repeat(&t, &known);
        return PFQ_OK;
    }
    code = look_up(&t, err);
    if (code != PFQ_OK) {
        return code;
    }
    bool taken = allowed(&t);
    code = note(&t, taken, err);
    if (code != PFQ_OK || !taken) {
        return code;
    }
    code = keep(&t, err);
    known = (struct db_known_event){t.number, true, t.put->received_at, wall_ms};
    answer(&t, PFQ__V1__ANSWER__ANSWER_ACCEPTED, &known);
    return code;
}

/* --- an export for disclosure ---------------------------------------------------------------- */

enum pfq_code people_disclose(struct db *db, const struct pfq_people_rules *rules, struct job *job,
                              size_t room, int64_t wall_ms, struct pfq_arena *arena,
                              struct pfq_err *err)
{
    const Pfq__V1__PeopleAsk *ask = job->request->people_ask;
    const Pfq__V1__PeopleRead *read = ask->read;
    struct pfq_arena scratch;
    enum pfq_code code = people_read(db, rules, job, room, wall_ms, arena, err);
    if (code != PFQ_OK || job->people.n_problems > 0) {
        return code;
    }
    pfq_arena_open(&scratch);
    const char *text = pfq_arena_printf(
        &scratch, "export kind=%d force=%s urn=%s unit=%s months=%d-%d outside=%d page=%s",
        (int)read->kind, read->force == NULL ? "" : read->force, read->urn == NULL ? "" : read->urn,
        read->unit == NULL ? "" : read->unit, (int)read->from_month, (int)read->to_month,
        (int)read->outside, read->has_after ? "further" : "first");
    code = activity_note(db, ask->peer, wall_ms, text, &scratch, err);
    pfq_arena_close(&scratch);
    return code;
}

/* --- well-formed? -------------------------------------------------------------------------- */

static const char *put_fault(const Pfq__V1__EventPut *put)
{
    struct pfq_arena arena;
    Pfq__V1__PeopleKind kind = 0;
    const char *name = NULL;
    bool good = job_text_within(put->source, 1, PFQ_ID_BYTES) &&
                job_text_within(put->id, 1, PFQ_ID_BYTES) && put->has_content_digest &&
                put->content_digest.len == PFQ_DIGEST_BYTES && put->has_received_at;
    if (!good || put->event == NULL) {
        return "an event with source, id, content_digest and received_at is wanted";
    }
    pfq_arena_open(&arena);
    good = people_subject_of(put->event, &arena, &kind, &name);
    pfq_arena_close(&arena);
    return good ? NULL : "the event does not say what it is about";
}

static bool is_month(protobuf_c_boolean given, int32_t month)
{
    return !given || (month >= 100001 && month <= 999912 && month % 100 >= 1 && month % 100 <= 12);
}

static const char *ask_fault(const Pfq__V1__PeopleRead *read)
{
    if (read == NULL || read->kind < KIND(ASSESSMENTS) || read->kind > KIND(ACTIONS)) {
        return "which kind of rows is wanted";
    }
    if (read->force != NULL && !job_is_force(read->force)) {
        return "force has two digits";
    }
    if (!is_month(read->has_from_month, read->from_month) ||
        !is_month(read->has_to_month, read->to_month)) {
        return "from_month and to_month are YYYYMM";
    }
    return !read->has_after || read->after.len == 2 * sizeof(int64_t)
               ? NULL
               : "after is none of our cursors";
}

const char *people_fault(const Pfq__V1__Envelope *request)
{
    return (int)request->body_case == PFQ__V1__ENVELOPE__BODY_EVENT_PUT
               ? put_fault(request->event_put)
               : ask_fault(request->people_ask->read);
}
