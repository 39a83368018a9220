/* check.c - everything that is wrong with an event: see check.h. */
#include "check.h"

#include <stdio.h>

#include "pfq/clock.h"

enum {
    PATH_TEXT = 128
};

#define DAY_MS  INT64_C(86400000)
#define SKEW_MS INT64_C(300000) /* by which a sender's clock may be before ours */

void check_fault(struct check *c, const char *code, const struct at *at, const char *fix,
                 const char *message)
{
    char path[PATH_TEXT];
    c->faulty = true;
    if (at->list == NULL) {
        (void)snprintf(path, sizeof path, "%s", at->field);
    } else {
        (void)snprintf(path, sizeof path, "%s[%zu]%s%s", at->list, at->index,
                       at->field == NULL ? "" : ".", at->field == NULL ? "" : at->field);
    }
    pfq_problem(c->problems, code, path, fix, "%s", message);
}

/* --- what every event says --------------------------------------------------------------- */

static bool is_of_challenge(const Pfq__V1__Event *event)
{
    return event->what_case == PFQ__V1__EVENT__WHAT_CHALLENGE_RAISE ||
           event->what_case == PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE;
}

/* Steps of a challenge are in the order of their commits: one from tomorrow would keep any other
 * from being told until then. */
static void check_step_time(struct check *c)
{
    int64_t ahead_ms = c->event->happened_at - c->now_ms;
    if (is_of_challenge(c->event) && ahead_ms > SKEW_MS && ahead_ms <= DAY_MS) {
        check_fault(c, "TIME_RANGE", AT("event.happened_at"),
                    "Tell it when it has happened, or set the sender's clock.",
                    "A step of a challenge cannot be dated ahead: none after it could be told.");
    }
}

static void check_when(struct check *c)
{
    const Pfq__V1__Event *event = c->event;
    check_said(c, AT("event.happened_at"), event->has_happened_at, "Say when it was done.");
    if (event->has_happened_at) {
        check_instant(c, AT("event.happened_at"), event->happened_at, DAY_MS);
        check_step_time(c);
    }
    bool sound = event->has_happened_at && pfq_instant_valid(event->happened_at);
    c->today = pfq_london_date(sound ? event->happened_at : c->now_ms);
}

static void check_unit(struct check *c)
{
    check_text(c, AT("event.unit"), &c->event->unit, ID_BYTES, OPTIONAL);
}

static void check_file(struct check *c)
{
    Pfq__V1__FileRef *file = c->event->file;
    check_said(c, AT("event.file"), file != NULL, "Say which file: force, URN and stage.");
    if (file == NULL) {
        return;
    }
    check_force(c, AT("event.file.force"), &file->force);
    check_urn(c, AT("event.file.urn"), &file->urn);
    check_said(c, AT("event.file.file_type"), file->has_file_type && file->file_type != 0,
               "Say which stage the file is of, such as FH_GAP.");
}

/* --- which event it is ------------------------------------------------------------------- */

static void check_on_file(struct check *c)
{
    Pfq__V1__Event *event = c->event;
    check_file(c);
    if (event->what_case == PFQ__V1__EVENT__WHAT_ASSESSMENT) {
        check_assessment(c, event->assessment);
    } else if (event->what_case == PFQ__V1__EVENT__WHAT_WITHDRAWAL) {
        check_withdrawal(c, event->withdrawal);
    } else if (event->what_case == PFQ__V1__EVENT__WHAT_RESPONSE) {
        check_response(c, event->response);
    } else if (event->what_case == PFQ__V1__EVENT__WHAT_OUTCOME) {
        check_outcome(c, event->outcome);
    } else if (event->what_case == PFQ__V1__EVENT__WHAT_REVIEW) {
        check_review(c, event->review);
    } else {
        check_remark(c, event->remark);
    }
}

static void check_what(struct check *c)
{
    Pfq__V1__Event *event = c->event;
    switch (event->what_case) {
    case PFQ__V1__EVENT__WHAT_CHALLENGE_RAISE:
        check_raise(c, event->challenge_raise);
        break;
    case PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE:
        check_move(c, event->challenge_move);
        break;
    case PFQ__V1__EVENT__WHAT_MUTE:
        check_mute(c, event->mute);
        break;
    case PFQ__V1__EVENT__WHAT_ACTION:
        check_action(c, event->action);
        break;
    case PFQ__V1__EVENT__WHAT_ASSESSMENT:
    case PFQ__V1__EVENT__WHAT_WITHDRAWAL:
    case PFQ__V1__EVENT__WHAT_RESPONSE:
    case PFQ__V1__EVENT__WHAT_OUTCOME:
    case PFQ__V1__EVENT__WHAT_REVIEW:
    case PFQ__V1__EVENT__WHAT_REMARK:
        check_on_file(c);
        break;
    case PFQ__V1__EVENT__WHAT__NOT_SET:
    case _PFQ__V1__EVENT__WHAT__CASE_IS_INT_SIZE:
        check_said(c, AT("event"), false, "Say what was done: an assessment, a response ...");
        break;
    }
}

bool pfq_people_check(Pfq__V1__Event *event, int64_t now_ms, struct pfq_arena *arena,
                      struct pfq_problems *problems)
{
    struct check c = {.event = event, .now_ms = now_ms, .arena = arena, .problems = problems};
    check_when(&c);
    check_staff(&c, AT("event.by"), &event->by, NEEDED);
    check_unit(&c);
    check_what(&c);
    return !c.faulty;
}
