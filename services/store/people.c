/* people.c - see people.h. */
#include "people.h"

#include <stdio.h>
#include <string.h>

#include "activity.h"
#include "authorise.h"
#include "pfq/clock.h"
#include "people_read.h"
#include "people_fold.h"
#include "people_known.h"
#include "people_notice.h"
#include "people_write.h"

#define KIND(name) PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name
#define WHAT(name) PFQ__V1__EVENT__WHAT_##name

enum {
    TEXT_BYTES = 256
};

/* One event on its way. */
struct telling {
    struct db *db;
    const struct pfq_people_rules *rules;
    struct job *job;
    const Pfq__V1__EventPut *put;
    const Pfq__V1__Event *event;
    struct pfq_arena *arena; /* of the answer */
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

/* What it is about may be another's: the row knows. */
static bool is_theirs(struct telling *t)
{
    const Pfq__V1__ChallengeRow *row = &t->before.challenge;
    const Pfq__V1__Peer *peer = t->put->peer;
    bool challenge = t->before.subject.kind == KIND(CHALLENGES) && row->raised != NULL;
    if (peer == NULL || t->before.subject.packed.data == NULL) {
        return true;
    }
    const char *owner = !challenge                   ? NULL
                        : row->raised->owner != NULL ? row->raised->owner
                        : row->n_steps > 0           ? row->steps[0]->by
                                                     : NULL;
    const char *sentence = pfq_people_refuse_of(peer, t->event, t->before.subject.force, owner);
    if (sentence != NULL) {
        authorise_refuse(t->job, peer, sentence, t->arena);
    }
    return sentence == NULL;
}

/* Challenges go in the order of commits, so their steps must, too. */
static bool in_order(struct telling *t)
{
    char last[PFQ_INSTANT_TEXT];
    char told[PFQ_INSTANT_TEXT];
    const Pfq__V1__ChallengeRow *row = &t->before.challenge;
    if (t->event->happened_at >= row->changed_at) {
        return true;
    }
    pfq_instant_format(row->changed_at, last);
    pfq_instant_format(t->event->happened_at, told);
    char *text = pfq_arena_try(t->arena, TEXT_BYTES, 1);
    if (text != NULL) {
        (void)snprintf(text, TEXT_BYTES,
                       "The move is said to have happened at %s, before the challenge's last step "
                       "at %s.",
                       told, last);
    }
    refuse(t, "OUT_OF_ORDER", text == NULL ? "The move happened before the last step." : text,
           "Give a time that is not before it; since when it is so can stand in the reason.");
    return false;
}

static bool may_move(struct telling *t)
{
    const Pfq__V1__ChallengeRow *row = &t->before.challenge;
    bool there = t->before.subject.packed.data != NULL;
    const char *sentence =
        there ? pfq_challenge_refuse(row, t->event->challenge_move, role_of(t->put))
              : "There is no challenge of this id.";
    if (sentence != NULL) {
        refuse(t, there ? "ILLEGAL_MOVE" : "NO_SUCH_CHALLENGE", sentence,
               "See where it stands, then say again what is to be done.");
    }
    return sentence == NULL && in_order(t);
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

/* What is told before the assessment is looks sound here; the fold leaves it out. */
static bool may_mark(struct telling *t)
{
    bool there = t->before.subject.packed.data != NULL;
    const char *sentence =
        there ? pfq_people_refuse_second(t->before.assessment.by, t->event->by) : NULL;
    if (sentence != NULL) {
        refuse(t, "OWN_MARKING", sentence, "Somebody else must mark it the second time.");
    }
    return sentence == NULL;
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
 * before and is told only now.  A late response changes nothing.  What is decided of a dispute is
 * noted whenever it is. */
static const char *change_worth_noting(const struct telling *t, bool taken)
{
    int64_t deadline = t->before.assessment.deadline;
    bool there = t->before.subject.packed.data != NULL;
    bool late = there && t->event->happened_at > deadline;
    bool told_late = there && t->wall_ms > deadline;
    const char *change = change_of_month(t);
    if (change == NULL || (late && t->event->what_case == WHAT(RESPONSE))) {
        return NULL;
    }
    if (late) {
        return taken ? pfq_arena_printf(t->scratch, "%s, corrected late", change)
                     : pfq_arena_printf(t->scratch, "late %s, refused", change);
    }
    return !taken      ? NULL
           : told_late ? pfq_arena_printf(t->scratch, "%s, told late as done in time", change)
           : t->event->what_case == WHAT(OUTCOME) ? change
                                                  : NULL;
}

/* The same with whose assessment it is and of which month. */
static const char *change_noted(const struct telling *t, bool taken)
{
    const Pfq__V1__AssessmentRow *row = &t->before.assessment;
    const char *text = change_worth_noting(t, taken);
    bool there = t->before.subject.packed.data != NULL;
    return text == NULL || !there
               ? text
               : pfq_arena_printf(t->scratch, "%s unit=%s month=%d", text,
                                  row->unit == NULL ? "-" : row->unit, (int)row->month);
}

/* What must be seen to have been done, also that it was tried in vain.  NULL: nothing. */
static const char *worth_noting(const struct telling *t, bool taken)
{
    const Pfq__V1__Event *e = t->event;
    if (e->what_case == WHAT(CHALLENGE_MOVE) && taken && e->challenge_move->reopen) {
        return pfq_arena_printf(t->scratch, "challenge %s opened again", t->before.subject.name);
    }
    return change_noted(t, taken);
}

static enum pfq_code note(struct telling *t, bool taken, struct pfq_err *err)
{
    const char *text = worth_noting(t, taken);
    return text == NULL ? PFQ_OK
                        : activity_note(t->db, t->put->peer, t->wall_ms, text, t->scratch, err);
}

static bool allowed(struct telling *t)
{
    if (!is_theirs(t)) {
        return false;
    }
    switch ((int)t->event->what_case) {
    case WHAT(CHALLENGE_MOVE):
        return may_move(t);
    case WHAT(CHALLENGE_RAISE):
        return may_raise(t);
    case WHAT(OUTCOME):
        return in_time(t);
    case WHAT(REMARK):
        return may_mark(t);
    default:
        return true;
    }
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
    struct people_change change = {.db = t->db,
                                   .event = t->event,
                                   .role = role_of(t->put),
                                   .number = t->number,
                                   .before = &t->before,
                                   .after = &t->after,
                                   .scratch = t->scratch,
                                   .told = t->job->told};
    return code == PFQ_OK ? people_notice(&change, err) : code;
}

static enum pfq_code find_subject(struct telling *t, struct pfq_err *err)
{
    Pfq__V1__PeopleKind kind = 0;
    const char *name = NULL;
    (void)people_subject_of(t->event, t->scratch, &kind, &name);
    return db_find_subject(t->db, kind, name, t->scratch, &t->before.subject, err);
}

static enum pfq_code warn(struct telling *t, const struct db_known_event *known,
                          struct pfq_err *err)
{
    return people_known(t->db, t->job, t->before.subject.subject, known->committed_at, t->arena,
                        t->scratch, err);
}

static enum pfq_code look_up(struct telling *t, struct pfq_err *err)
{
    enum pfq_code code = find_subject(t, err);
    return code == PFQ_OK && t->before.subject.subject != 0
               ? people_fold(t->db, t->rules, t->wall_ms, t->scratch, &t->before, err)
               : code;
}

static enum pfq_code put_new(struct telling *t, struct pfq_err *err)
{
    enum pfq_code code = look_up(t, err);
    if (code != PFQ_OK) {
        return code;
    }
    bool taken = allowed(t);
    code = note(t, taken, err);
    if (code != PFQ_OK || !taken) {
        return code;
    }
    code = keep(t, err);
    const struct db_known_event known = {t->number, true, t->put->received_at, t->wall_ms};
    answer(t, PFQ__V1__ANSWER__ANSWER_ACCEPTED, &known);
    return code == PFQ_OK ? warn(t, &known, err) : code;
}

/* The first receipt, with what it warned of. */
static enum pfq_code put_again(struct telling *t, const struct db_known_event *known,
                               struct pfq_err *err)
{
    answer_repeat(t, known);
    enum pfq_code code = known->same ? find_subject(t, err) : PFQ_OK;
    return known->same && code == PFQ_OK ? warn(t, known, err) : code;
}

/* Its work does not lie in the batch's memory, which others share. */
enum pfq_code people_put(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    struct pfq_arena scratch;
    struct telling t = {.db = turn->db,
                        .rules = turn->rules,
                        .job = job,
                        .put = job->request->event_put,
                        .event = job->request->event_put->event,
                        .arena = turn->arena,
                        .scratch = &scratch,
                        .wall_ms = turn->wall_ms};
    struct db_known_event known = {0};
    enum pfq_code code = db_find_event(t.db, t.put, &known, err);
    if (code != PFQ_OK) {
        return code;
    }
    pfq_arena_open(&scratch);
    code = known.event != 0 ? put_again(&t, &known, err) : put_new(&t, err);
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

const char *people_fault(const Pfq__V1__Envelope *request)
{
    return put_fault(request->event_put);
}
