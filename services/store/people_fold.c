/* people_fold.c - see people_fold.h. */
#include "people_fold.h"

#include <stdlib.h>
#include <string.h>

#include "job.h"
#include "people_facts.h"
#include "pfq/clock.h"

#define KIND(name) PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name
#define WHAT(name) PFQ__V1__EVENT__WHAT_##name

/* --- names ----------------------------------------------------------------------------- */

const char *people_file_name(const Pfq__V1__FileRef *file, Pfq__V1__AssessmentKind process,
                             const char *id, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "%s %s %d %d %s", file->urn, file->force, (int)file->file_type,
                            (int)process, id == NULL ? "" : id);
}

static const char *theme_name(const Pfq__V1__ThemeKey *key, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "%s %d %d %s %d %s", key->force, (int)key->system,
                            key->has_case_type ? (int)key->case_type : -1, key->name,
                            key->police_unit != NULL,
                            key->police_unit == NULL ? "" : key->police_unit);
}

/* NULL: the event is not about an assessment. */
static const char *assessment_of(const Pfq__V1__Event *e, Pfq__V1__AssessmentKind *process)
{
    switch ((int)e->what_case) {
    case WHAT(ASSESSMENT):
        *process = e->assessment->kind;
        return e->assessment->id;
    case WHAT(WITHDRAWAL):
        *process = e->withdrawal->kind;
        return e->withdrawal->assessment;
    case WHAT(RESPONSE):
        *process = e->response->kind;
        return e->response->assessment;
    case WHAT(OUTCOME):
        *process = e->outcome->kind;
        return e->outcome->assessment;
    case WHAT(REMARK):
        *process = e->remark->kind;
        return e->remark->assessment;
    default:
        return NULL;
    }
}

static bool names_file(const Pfq__V1__Event *e)
{
    return e->file != NULL && e->file->urn != NULL && job_is_force(e->file->force);
}

static const char *name_of(const Pfq__V1__Event *e, Pfq__V1__PeopleKind *kind,
                           struct pfq_arena *arena)
{
    Pfq__V1__AssessmentKind process = 0;
    const char *id = assessment_of(e, &process);
    *kind = KIND(ASSESSMENTS);
    if (id != NULL) {
        return names_file(e) ? people_file_name(e->file, process, id, arena) : NULL;
    }
    switch ((int)e->what_case) {
    case WHAT(REVIEW):
        *kind = KIND(REVIEWS);
        return names_file(e) ? people_file_name(e->file, 0, e->review->id, arena) : NULL;
    case WHAT(CHALLENGE_RAISE):
        *kind = KIND(CHALLENGES);
        return e->challenge_raise->id;
    case WHAT(CHALLENGE_MOVE):
        *kind = KIND(CHALLENGES);
        return e->challenge_move->id;
    case WHAT(MUTE):
        *kind = KIND(MUTES);
        return e->mute->theme == NULL ? NULL : theme_name(e->mute->theme, arena);
    case WHAT(ACTION):
        *kind = KIND(ACTIONS);
        return e->action->id;
    default:
        return NULL;
    }
}

bool people_subject_of(const Pfq__V1__Event *event, struct pfq_arena *arena,
                       Pfq__V1__PeopleKind *kind, const char **name)
{
    *name = event->what_case == WHAT(_NOT_SET) ? NULL : name_of(event, kind, arena);
    return *name != NULL && (*name)[0] != '\0';
}

/* --- one kind each --------------------------------------------------------------------- */

/* What a row is made from. */
struct source {
    struct pfq_people_event *events;
    size_t count;
    struct db *db;
    int64_t now_ms;
    const struct pfq_people_rules *rules;
    struct pfq_arena *arena;
};

static int by_time(const void *left, const void *right)
{
    const struct pfq_people_event *a = left;
    const struct pfq_people_event *b = right;
    int64_t at = a->event->happened_at;
    int64_t bt = b->event->happened_at;
    int order = (at > bt) - (at < bt);
    order = order != 0 ? order : strcmp(a->source, b->source);
    return order != 0 ? order : strcmp(a->id, b->id);
}

static void in_order(const struct source *s)
{
    if (s->count > 0) {
        qsort(s->events, s->count, sizeof *s->events, by_time);
    }
}

static void pack(struct db_subject *subject, const ProtobufCMessage *row, struct pfq_arena *arena)
{
    subject->packed = job_pack(row, arena);
}

static void of_file(struct db_subject *subject, const Pfq__V1__FileRef *file)
{
    subject->force = file->force;
    subject->urn = file->urn;
}

static enum pfq_code fold_assessment(const struct source *s, struct people_row *out,
                                     struct pfq_err *err)
{
    Pfq__V1__AssessmentRow *row = &out->assessment;
    struct db_subject *subject = &out->subject;
    if (!pfq_people_fold(s->events, s->count, s->rules, s->now_ms, s->arena, row)) {
        return PFQ_OK;
    }
    enum pfq_code code = people_facts(s->db, row, s->arena, err);
    of_file(subject, row->file);
    subject->process = (int)row->kind;
    subject->id = row->id;
    subject->unit = row->unit;
    subject->police_unit = row->police_unit;
    subject->place = row->assessed_at;
    subject->open = row->roll_up == PFQ__V1__ROLL_UP__ROLL_UP_PENDING;
    subject->settles_at = subject->open ? row->deadline + 1 : 0;
    pack(subject, &row->base, s->arena);
    return code;
}

/* The latest holds, field by field what it gives. */
static void merge_review(Pfq__V1__Review *into, const Pfq__V1__Review *from)
{
    into->id = from->id;
    if (from->has_kind) {
        into->has_kind = true;
        into->kind = from->kind;
    }
    if (from->has_due_at) {
        into->has_due_at = true;
        into->due_at = from->due_at;
    }
    if (from->has_done_at) {
        into->has_done_at = true;
        into->done_at = from->done_at;
    }
    if (from->has_disclosure_recorded) {
        into->has_disclosure_recorded = true;
        into->disclosure_recorded = from->disclosure_recorded;
    }
    into->unit = from->unit != NULL ? from->unit : into->unit;
    into->reviewer = from->reviewer != NULL ? from->reviewer : into->reviewer;
}

static enum pfq_code fold_review(const struct source *s, struct people_row *out,
                                 struct pfq_err *unused_err)
{
    (void)unused_err;
    Pfq__V1__ReviewRow *row = &out->review;
    struct db_subject *subject = &out->subject;
    pfq__v1__review__init(&out->merged);
    in_order(s);
    for (size_t i = 0; i < s->count; i++) {
        merge_review(&out->merged, s->events[i].event->review);
        row->file = s->events[i].event->file;
        row->told_at = s->events[i].event->happened_at;
    }
    row->review = &out->merged;
    row->has_told_at = true;
    of_file(subject, row->file);
    subject->id = row->review->id;
    subject->unit = row->review->unit;
    subject->place = row->review->has_due_at ? row->review->due_at : row->told_at;
    subject->open = !row->review->has_done_at;
    pack(subject, &row->base, s->arena);
    return PFQ_OK;
}

static enum pfq_code fold_challenge(const struct source *s, struct people_row *out,
                                    struct pfq_err *unused_err)
{
    (void)unused_err;
    Pfq__V1__ChallengeRow *row = &out->challenge;
    struct db_subject *subject = &out->subject;
    pfq_challenge_fold(s->events, s->count, s->rules, s->arena, row);
    row->has_next_step_at = false; /* feedback knows the days, and says it to whoever asks */
    if (row->raised == NULL) {
        return PFQ_OK;
    }
    const Pfq__V1__ThemeKey *theme = row->raised->theme;
    subject->force = row->raised->force != NULL ? row->raised->force
                     : theme != NULL            ? theme->force
                                                : NULL;
    subject->urn = row->raised->urn;
    subject->id = row->raised->id;
    subject->unit = s->events[0].event->unit;
    subject->police_unit = theme == NULL ? NULL : theme->police_unit;
    subject->place = row->raised_at;
    subject->open = row->state != PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_CLOSED;
    pack(subject, &row->base, s->arena);
    return PFQ_OK;
}

/* Its owner and last day stay those that were told; why it ended is the later word. */
static void end_mute(Pfq__V1__MuteRow *row, const Pfq__V1__Event *e, struct pfq_arena *arena)
{
    Pfq__V1__Mute *mute = pfq_arena_new(arena, Pfq__V1__Mute, 1);
    *mute = *row->mute;
    mute->reason = e->mute->reason != NULL ? e->mute->reason : mute->reason;
    row->mute = mute;
    row->has_ended_at = true;
    row->ended_at = e->happened_at;
}

/* It began with the first word that was not yet ended, by a person or by its last day. */
static enum pfq_code fold_mute(const struct source *s, struct people_row *out,
                               struct pfq_err *unused_err)
{
    (void)unused_err;
    Pfq__V1__MuteRow *row = &out->mute;
    struct db_subject *subject = &out->subject;
    int64_t until = INT64_MIN;
    in_order(s);
    for (size_t i = 0; i < s->count; i++) {
        const Pfq__V1__Event *e = s->events[i].event;
        if (!e->mute->end) {
            row->since = until < e->happened_at ? e->happened_at : row->since;
            row->mute = e->mute;
            row->has_ended_at = false;
            until = pfq_people_end_of_day(e->mute->until_date);
        } else if (row->mute == NULL) {
            row->mute = e->mute;
        } else if (e->happened_at <= until) { /* else it had ended by itself */
            end_mute(row, e, s->arena);
            until = e->happened_at - 1;
        }
    }
    row->has_since = row->has_active = true;
    row->active = s->now_ms <= until;
    subject->force = row->mute->theme->force;
    subject->police_unit = row->mute->theme->police_unit;
    subject->unit = s->events[0].event->unit;
    subject->place = row->since;
    subject->open = row->active;
    subject->settles_at = row->active ? until + 1 : 0;
    pack(subject, &row->base, s->arena);
    return PFQ_OK;
}

static enum pfq_code fold_action(const struct source *s, struct people_row *out,
                                 struct pfq_err *unused_err)
{
    (void)unused_err;
    Pfq__V1__ActionRow *row = &out->action;
    struct db_subject *subject = &out->subject;
    in_order(s);
    const Pfq__V1__Event *last = s->events[s->count - 1].event;
    Pfq__V1__Action *action = last->action;
    row->action = action;
    row->has_told_at = true;
    row->told_at = last->happened_at;
    subject->force = action->theme == NULL ? NULL : action->theme->force;
    subject->police_unit = action->theme == NULL ? NULL : action->theme->police_unit;
    subject->id = action->id;
    subject->unit = s->events[0].event->unit;
    subject->place = action->has_date       ? pfq_people_end_of_day(action->date)
                     : action->has_due_date ? pfq_people_end_of_day(action->due_date)
                                            : row->told_at;
    subject->open = !action->done;
    pack(subject, &row->base, s->arena);
    return PFQ_OK;
}

typedef enum pfq_code fold_kind(const struct source *s, struct people_row *out,
                                struct pfq_err *err);

static fold_kind *const folds[] = {
    [KIND(ASSESSMENTS)] = fold_assessment, [KIND(REVIEWS)] = fold_review,
    [KIND(CHALLENGES)] = fold_challenge,   [KIND(MUTES)] = fold_mute,
    [KIND(ACTIONS)] = fold_action,
};

enum pfq_code people_fold(struct db *db, const struct pfq_people_rules *rules, int64_t now_ms,
                          struct pfq_arena *arena, struct people_row *out, struct pfq_err *err)
{
    struct source s = {.db = db, .rules = rules, .now_ms = now_ms, .arena = arena};
    const struct db_subject which = out->subject;
    enum pfq_code code = db_read_events(db, which.subject, arena, &s.events, &s.count, err);
    out->subject =
        (struct db_subject){.subject = which.subject, .kind = which.kind, .name = which.name};
    if (code != PFQ_OK || s.count == 0) {
        return code;
    }
    pfq__v1__assessment_row__init(&out->assessment);
    pfq__v1__review_row__init(&out->review);
    pfq__v1__challenge_row__init(&out->challenge);
    pfq__v1__mute_row__init(&out->mute);
    pfq__v1__action_row__init(&out->action);
    return folds[which.kind](&s, out, err);
}
