/* fold.c - what all events about one assessment come to: see pfq/people.h.
 *
 * Where it stands follows from the set of events alone: they are put in order of happened_at,
 * then source, then id, and walked once.
 *
 *   F1  The latest version holds, whole.  When and by whom it was made is the first one's, and
 *       so are its month and its deadline.
 *   F2  A failure that a later version leaves out is WITHDRAWN and remembered.  One that is
 *       first named after the deadline is not taken: the police could never have answered it.
 *       One that has another reason then is one first named then; the number's own is left out.
 *       Before the deadline the one with another reason takes the number over: what was answered
 *       while the number had a reason is said of the failure with that reason alone.
 *   F3  It is withdrawn when the latest of its versions and withdrawals is a withdrawal.
 *   F4  Until the deadline the latest response and the latest outcome hold; after it an outcome
 *       holds only as a correction with a reason, and a response is shown but moves nothing.
 */
#include "fold.h"

#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"

static int compare_events(const void *a, const void *b)
{
    const struct pfq_people_event *x = a;
    const struct pfq_people_event *y = b;
    if (x->event->happened_at != y->event->happened_at) {
        return x->event->happened_at < y->event->happened_at ? -1 : 1;
    }
    int order = strcmp(x->source, y->source);
    return order != 0 ? order : strcmp(x->id, y->id);
}

static const Pfq__V1__Assessment *version_of(const Pfq__V1__Event *event)
{
    return event->what_case == PFQ__V1__EVENT__WHAT_ASSESSMENT ? event->assessment : NULL;
}

static const Pfq__V1__Event *first_version(const struct fold *f)
{
    for (size_t i = 0; i < f->count; i++) {
        if (version_of(f->events[i].event) != NULL) {
            return f->events[i].event;
        }
    }
    return NULL;
}

static bool fold_begin(struct fold *f, const struct pfq_people_event *events, size_t count)
{
    struct pfq_people_event *sorted = pfq_arena_new(f->arena, struct pfq_people_event, count + 1);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = events[i];
    }
    qsort(sorted, count, sizeof *sorted, compare_events);
    f->events = sorted;
    f->count = count;
    f->first = first_version(f);
    return f->first != NULL;
}

/* --- versions ---------------------------------------------------------------------------- */

static void add_first(struct fold *f)
{
    Pfq__V1__AssessmentRow *row = f->row;
    const Pfq__V1__Event *first = f->first;
    row->file = first->file;
    row->has_kind = true;
    row->kind = first->assessment->kind;
    row->id = first->assessment->id;
    row->has_assessed_at = true;
    row->assessed_at = first->happened_at;
    row->by = first->by;
    row->unit = first->unit;
    row->has_month = true;
    row->month = pfq_people_month(first->happened_at);
    row->has_deadline = true;
    row->deadline = pfq_people_deadline(row->month, f->rules->deadline_days);
}

static int32_t response_date(const struct fold *f, const Pfq__V1__Assessment *version)
{
    size_t kinds = sizeof f->rules->response_days / sizeof *f->rules->response_days;
    size_t kind = (size_t)version->kind;
    return version->has_response_date
               ? version->response_date
               : pfq_date_add(pfq_london_date(f->row->assessed_at),
                              kind < kinds ? f->rules->response_days[kind] : 0);
}

static void add_latest(const struct fold *f, const Pfq__V1__Assessment *version)
{
    Pfq__V1__AssessmentRow *row = f->row;
    row->has_outcome = version->has_outcome;
    row->outcome = version->outcome;
    row->has_response_date = true;
    row->response_date = response_date(f, version);
    row->n_confirmed = version->n_confirmed;
    row->confirmed = version->confirmed;
    row->n_overruled = version->n_overruled;
    row->overruled = version->overruled;
    row->n_answered = version->n_answered;
    row->answered = version->answered;
    row->n_objections = version->n_objections;
    row->objections = version->objections;
    row->has_sequence = version->has_sequence;
    row->sequence = version->sequence;
}

static void add_versions(struct fold *f)
{
    uint32_t versions = 0;
    bool withdrawn = false;
    for (size_t i = 0; i < f->count; i++) {
        const Pfq__V1__Event *event = f->events[i].event;
        const Pfq__V1__Assessment *version = version_of(event);
        if (version != NULL) {
            add_latest(f, version);
            fold_failures(f, version, event->happened_at);
            versions++;
        }
        withdrawn = version != NULL                                       ? false
                    : event->what_case == PFQ__V1__EVENT__WHAT_WITHDRAWAL ? true
                                                                          : withdrawn;
    }
    f->row->has_corrections = true;
    f->row->corrections = versions - 1;
    f->row->has_withdrawn = true;
    f->row->withdrawn = withdrawn;
}

/* --- second markings --------------------------------------------------------------------- */

static bool is_second(const struct fold *f, const Pfq__V1__Event *event)
{
    return event->what_case == PFQ__V1__EVENT__WHAT_REMARK &&
           pfq_people_refuse_second(f->row->by, event->by) == NULL;
}

static void add_remark(const struct fold *f)
{
    for (size_t i = 0; i < f->count; i++) {
        const Pfq__V1__Event *event = f->events[i].event;
        if (is_second(f, event)) {
            f->row->has_remark = event->remark->has_outcome;
            f->row->remark = event->remark->outcome;
            f->row->has_remark_drawn = true;
            f->row->remark_drawn = event->remark->drawn;
            f->row->n_remark_reasons = event->remark->n_reasons;
            f->row->remark_reasons = event->remark->reasons;
        }
    }
}

bool pfq_people_fold(const struct pfq_people_event *events, size_t count,
                     const struct pfq_people_rules *rules, int64_t now_ms, struct pfq_arena *arena,
                     Pfq__V1__AssessmentRow *out)
{
    struct fold f = {.rules = rules, .now_ms = now_ms, .arena = arena, .row = out};
    pfq__v1__assessment_row__init(out);
    if (!fold_begin(&f, events, count)) {
        return false;
    }
    add_first(&f);
    add_versions(&f);
    fold_answers(&f);
    fold_standings(&f);
    add_remark(&f);
    return true;
}
