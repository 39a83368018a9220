/* failures.c - the failures of an assessment, and what was said of each: see fold.h. */
#include <string.h>

#include "fold.h"

/* The place of a number, or where it would go. */
static size_t place_of(const struct fold *f, uint32_t number)
{
    size_t i = 0;
    while (i < f->failure_count && f->failures[i].row->number < number) {
        i++;
    }
    return i;
}

static struct fold_failure *find(const struct fold *f, uint32_t number)
{
    size_t i = place_of(f, number);
    return i < f->failure_count && f->failures[i].row->number == number ? &f->failures[i] : NULL;
}

/* --- versions ---------------------------------------------------------------------------- */

static struct fold_failure *add(struct fold *f, uint32_t number)
{
    size_t at = place_of(f, number);
    struct fold_failure *more = pfq_arena_new(f->arena, struct fold_failure, f->failure_count + 1);
    if (f->failure_count > 0) {
        memcpy(more, f->failures, at * sizeof *more);
        memcpy(more + at + 1, f->failures + at, (f->failure_count - at) * sizeof *more);
    }
    f->failures = more;
    f->failure_count++;
    more[at].row = pfq_arena_new(f->arena, Pfq__V1__FailureRow, 1);
    pfq__v1__failure_row__init(more[at].row);
    more[at].row->has_number = true;
    more[at].row->number = number;
    return &more[at];
}

static void set(struct fold_failure *to, const Pfq__V1__Failure *from)
{
    Pfq__V1__FailureRow *row = to->row;
    to->left_out = false;
    row->reason = from->reason;
    row->has_theme = true;
    row->theme = pfq_people_reason_theme(from->reason);
    row->detail = from->detail;
    row->has_releasable = true;
    row->releasable = from->has_releasable && from->releasable;
    row->n_items = from->n_items;
    row->items = from->items;
    row->check = from->check;
    row->has_suggested = from->has_suggested;
    row->suggested = from->suggested;
}

/* Under another reason it is another failure. */
static bool is_same(const struct fold_failure *failure, const char *reason)
{
    const char *own = failure->row->reason;
    return own != NULL && reason != NULL && strcmp(own, reason) == 0;
}

void fold_failures(struct fold *f, const Pfq__V1__Assessment *version, int64_t at_ms)
{
    bool late = at_ms > f->row->deadline;
    for (size_t i = 0; i < f->failure_count; i++) {
        f->failures[i].left_out = true;
    }
    for (size_t i = 0; i < version->n_failures; i++) {
        const Pfq__V1__Failure *from = version->failures[i];
        struct fold_failure *to = find(f, from->number);
        if (to == NULL && !late) {
            to = add(f, from->number);
        }
        if (to != NULL && (!late || is_same(to, from->reason))) {
            set(to, from);
        }
    }
}

/* --- responses and outcomes -------------------------------------------------------------- */

static const char *reason_in(const Pfq__V1__Assessment *version, uint32_t number)
{
    for (size_t i = 0; i < version->n_failures; i++) {
        if (version->failures[i]->number == number) {
            return version->failures[i]->reason;
        }
    }
    return NULL;
}

/* The reason that the number had by then; before it had any, its first. */
static const char *reason_at(const struct fold *f, uint32_t number, int64_t at_ms)
{
    const char *reason = NULL;
    for (size_t i = 0; i < f->count; i++) {
        const Pfq__V1__Event *event = f->events[i].event;
        bool version = event->what_case == PFQ__V1__EVENT__WHAT_ASSESSMENT &&
                       event->happened_at <= f->row->deadline;
        const char *named = version ? reason_in(event->assessment, number) : NULL;
        if (named != NULL && (reason == NULL || event->happened_at <= at_ms)) {
            reason = named;
        }
    }
    return reason;
}

/* The failure that an answer is to: none where the number was another failure's then. */
static struct fold_failure *answered(const struct fold *f, uint32_t number, int64_t at_ms)
{
    struct fold_failure *failure = find(f, number);
    return failure != NULL && is_same(failure, reason_at(f, number, at_ms)) ? failure : NULL;
}

static void add_response(const struct fold *f, const Pfq__V1__Event *event)
{
    const Pfq__V1__Response *response = event->response;
    struct fold_failure *failure = answered(f, response->failure, event->happened_at);
    if (failure == NULL) {
        return;
    }
    Pfq__V1__FailureRow *row = failure->row;
    row->has_response = true;
    row->response = response->response;
    row->has_responded_at = true;
    row->responded_at = event->happened_at;
    row->comment = response->comment;
    if (event->happened_at <= f->row->deadline) {
        failure->response = event;
    }
}

static bool is_correction(const Pfq__V1__DisputeOutcome *outcome)
{
    return outcome->has_correction && outcome->correction && outcome->reason != NULL &&
           outcome->reason[0] != '\0';
}

static void add_outcome(const struct fold *f, const Pfq__V1__Event *event)
{
    const Pfq__V1__DisputeOutcome *outcome = event->outcome;
    struct fold_failure *failure = answered(f, outcome->failure, event->happened_at);
    bool late = event->happened_at > f->row->deadline;
    if (failure == NULL || (late && !is_correction(outcome))) {
        return;
    }
    Pfq__V1__FailureRow *row = failure->row;
    failure->outcome = event;
    row->has_result = true;
    row->result = outcome->result;
    row->result_reason = outcome->reason;
    row->has_channel = outcome->has_channel;
    row->channel = outcome->channel;
    row->result_by = event->by;
    row->has_corrected_late = true;
    row->corrected_late = late;
}

void fold_answers(struct fold *f)
{
    for (size_t i = 0; i < f->count; i++) {
        const Pfq__V1__Event *event = f->events[i].event;
        if (event->what_case == PFQ__V1__EVENT__WHAT_RESPONSE) {
            add_response(f, event);
        } else if (event->what_case == PFQ__V1__EVENT__WHAT_OUTCOME) {
            add_outcome(f, event);
        }
    }
}
