/* people_notice.c - see people_notice.h. */
#include "people_notice.h"

#include <string.h>

#include "job.h"
#include "pfq/people.h"

#define KIND(name) PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name
#define WHAT(name) PFQ__V1__EVENT__WHAT_##name

/* The row as a force may see it, packed. */
static struct pfq_bytes outside(struct people_change *c, const struct people_row *row)
{
    ProtobufCMessage *copy = NULL;
    struct pfq_err damage = {0};
    Pfq__V1__PeopleRows rows = PFQ__V1__PEOPLE_ROWS__INIT;
    bool plan = row->subject.kind == KIND(ASSESSMENTS);
    const ProtobufCMessageDescriptor *type =
        plan ? &pfq__v1__assessment_row__descriptor : &pfq__v1__challenge_row__descriptor;
    if (row->subject.packed.data == NULL ||
        pfq_wire_trusted(type, row->subject.packed, c->scratch, &copy, &damage) != PFQ_OK) {
        return (struct pfq_bytes){0};
    }
    Pfq__V1__AssessmentRow *assessment = (Pfq__V1__AssessmentRow *)copy;
    Pfq__V1__ChallengeRow *challenge = (Pfq__V1__ChallengeRow *)copy;
    rows.assessments = &assessment;
    rows.n_assessments = plan;
    rows.challenges = &challenge;
    rows.n_challenges = !plan;
    pfq_people_redact(&rows, PFQ__V1__ROLE__ROLE_FORCE, true);
    return job_pack(copy, c->scratch);
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
static bool plan_is_news(const struct people_change *c)
{
    int what = (int)c->event->what_case;
    bool to_do = what == WHAT(ASSESSMENT) || what == WHAT(WITHDRAWAL);
    bool decided = what == WHAT(OUTCOME) && is_settled(&c->after->assessment);
    return (to_do || decided) &&
           c->after->assessment.n_failures + c->before->assessment.n_failures > 0;
}

/* From when it was sent on, whatever the CPS does with it. */
static bool challenge_is_news(const struct people_change *c)
{
    bool sent = false;
    for (size_t i = 0; i < c->after->challenge.n_steps; i++) {
        sent = sent || c->after->challenge.steps[i]->state ==
                           PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT;
    }
    return sent && c->role != PFQ__V1__ROLE__ROLE_FORCE;
}

enum pfq_code people_notice(struct people_change *c, struct pfq_err *err)
{
    const struct db_subject *subject = &c->after->subject;
    bool plan = subject->kind == KIND(ASSESSMENTS);
    bool news = plan ? plan_is_news(c) : subject->kind == KIND(CHALLENGES) && challenge_is_news(c);
    if (!news || subject->packed.data == NULL || !job_is_force(subject->force)) {
        return PFQ_OK;
    }
    struct pfq_bytes now = outside(c, c->after);
    if (same(outside(c, c->before), now)) {
        return PFQ_OK;
    }
    memcpy(c->told, subject->force, PEOPLE_TOLD_BYTES);
    return db_put_notice(c->db, c->number, subject->force,
                         plan ? PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_ACTION_PLAN
                              : PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_CHALLENGE,
                         now, err);
}
