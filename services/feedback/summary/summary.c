/* summary.c - see summary.h. */
#include "feedback/summary/summary.h"

#include <string.h>

#include "feedback/challenge/ladder.h"
#include "feedback/challenge/onto_digest.h"
#include "pfq/clock.h"
#include "pfq/people.h"

/* What is asked of each force. */
static const struct {
    Pfq__V1__PeopleKind kind;
    bool open_only;
} kinds[] = {{PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_CHALLENGES, true},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_MUTES, true},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ACTIONS, false},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS, false}};

enum {
    KINDS = sizeof kinds / sizeof *kinds,
    NOTES = 3, /* what may be said to be missing, and what had no answer */
    MONTHS_BACK = 3
};

/* --- from step to step ------------------------------------------------------------------- */

static void begin_compliance(struct summary *s)
{
    const struct digest_facts *facts = &s->gather.facts;
    struct compliance_wish wish = {.from_date = facts->wish.from_date,
                                   .to_date = facts->wish.to_date,
                                   .made_at = facts->wish.made_at,
                                   .area = facts->wish.area};
    for (size_t i = 0; i < facts->force_count && i < COMPLIANCE_FORCES; i++) {
        wish.forces[wish.force_count++] = facts->forces[i].code;
    }
    compliance_gather_begin(&s->compliance, &wish, s->gather.arena);
}

static void step_on(struct summary *s)
{
    Pfq__V1__DigestKind kind = s->gather.facts.wish.kind;
    bool area = digest_is_of_area(kind);
    s->step++;
    if (s->step == SUMMARY_CASES && kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK) {
        cases_begin(&s->cases, &s->people, s->gather.arena);
        return;
    }
    s->step += s->step == SUMMARY_CASES;
    if (s->step == SUMMARY_COMPLIANCE && area) {
        begin_compliance(s);
    } else if (s->step == SUMMARY_COMPLIANCE) {
        s->step = SUMMARY_DONE;
    }
}

/* The month whose deadline lies in a force's period, by the usual days until it. */
static int32_t month_ended(const struct digest_wish *wish)
{
    struct pfq_people_rules rules;
    int32_t month = wish->to_date / 100;
    pfq_people_rules_default(&rules);
    for (int back = 0; back <= MONTHS_BACK && !digest_is_of_area(wish->kind); back++) {
        int64_t deadline = pfq_people_deadline(month, rules.deadline_days);
        int32_t day = pfq_london_date(deadline);
        if (day >= wish->from_date && day <= wish->to_date && deadline < wish->made_at) {
            return month;
        }
        month = month % 100 == 1 ? month - 89 : month - 1;
    }
    return 0;
}

void summary_begin(struct summary *s)
{
    s->month = month_ended(&s->gather.facts.wish);
    s->over = (struct reminder){.force = ""};
    s->step = SUMMARY_FIGURES;
    s->at = 0;
    s->after = (ProtobufCBinaryData){0, NULL};
    s->without_people = s->without_compliance = false;
    s->cases = (struct cases){.people = &s->people};
    pfq__v1__people_rows__init(&s->people);
    gather_begin(&s->gather);
}

bool summary_without(struct summary *s)
{
    switch (s->step) {
    case SUMMARY_PEOPLE:
        s->without_people = true;
        pfq__v1__people_rows__init(&s->people);
        step_on(s);
        return true;
    case SUMMARY_CASES:
        cases_take(&s->cases, NULL);
        return true;
    case SUMMARY_COMPLIANCE:
        s->without_compliance = true;
        step_on(s);
        return true;
    case SUMMARY_FIGURES:
    case SUMMARY_DONE:
        break;
    }
    return false;
}

/* --- questions ---------------------------------------------------------------------------- */

static const struct gather_question *ask(struct summary *s, const Pfq__V1__Envelope *envelope)
{
    s->question.envelope = *envelope;
    s->question.of_feedback = false;
    s->question.wanted = PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS;
    return &s->question;
}

static const struct gather_question *ask_people(struct summary *s)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    size_t kind = s->at % KINDS;
    pfq__v1__people_read__init(&s->read);
    s->read.has_kind = s->read.has_open_only = true;
    s->read.kind = kinds[kind].kind;
    s->read.open_only = kinds[kind].open_only;
    if (kinds[kind].kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS) {
        s->read.has_from_month = s->read.has_to_month = true;
        s->read.from_month = s->read.to_month = s->month;
        s->read.police_unit = (char *)(uintptr_t)s->gather.facts.wish.police_unit;
    }
    s->read.force = pfq_arena_strdup(s->gather.arena, s->gather.facts.forces[s->at / KINDS].code);
    s->read.has_after = s->after.len > 0;
    s->read.after = s->after;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_READ;
    envelope.people_read = &s->read;
    return ask(s, &envelope);
}

const struct gather_question *summary_next(struct summary *s)
{
    const struct gather_question *figures = NULL;
    const Pfq__V1__Envelope *compliance = NULL;
    if (s->step == SUMMARY_FIGURES && (figures = gather_next(&s->gather)) != NULL) {
        return figures;
    }
    if (s->step == SUMMARY_FIGURES) {
        step_on(s);
    }
    if (s->step == SUMMARY_PEOPLE && s->month == 0 &&
        kinds[s->at % KINDS].kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS) {
        s->at++;
    }
    if (s->step == SUMMARY_PEOPLE && s->at < KINDS * s->gather.facts.force_count) {
        return ask_people(s);
    }
    if (s->step == SUMMARY_PEOPLE) {
        step_on(s);
    }
    if (s->step == SUMMARY_CASES && cases_ask(&s->cases, &s->question)) {
        return &s->question;
    }
    if (s->step == SUMMARY_CASES) {
        step_on(s);
    }
    if (s->step == SUMMARY_COMPLIANCE &&
        (compliance = compliance_gather_next(&s->compliance)) != NULL) {
        return ask(s, compliance);
    }
    s->step = SUMMARY_DONE;
    return NULL;
}

/* --- answers ------------------------------------------------------------------------------ */

/* The list with a page's rows behind it. */
static void *append(struct pfq_arena *arena, const void *list, size_t *count, const void *rows,
                    size_t more)
{
    void **all = pfq_arena_new(arena, void *, *count + more + 1);
    if (*count > 0) {
        memcpy(all, list, *count * sizeof *all);
    }
    if (more > 0) {
        memcpy(all + *count, rows, more * sizeof *all);
    }
    *count += more;
    return all;
}

static void add_over(struct summary *s, const Pfq__V1__PeopleRows *page)
{
    struct reminder r;
    if (reminder_over(page->assessments, page->n_assessments, s->gather.facts.wish.made_at, &r)) {
        r.files += s->over.files;
        r.unanswered += s->over.unanswered;
        s->over = r;
    }
}

static enum pfq_code keep(struct summary *s, const Pfq__V1__PeopleRows *rows, struct pfq_err *err)
{
    struct pfq_arena *arena = s->gather.arena;
    Pfq__V1__PeopleRows *all = &s->people;
    ProtobufCMessage *copy = NULL;
    enum pfq_code code = pfq_wire_trusted(rows->base.descriptor, pfq_wire_pack(&rows->base, arena),
                                          arena, &copy, err);
    if (code != PFQ_OK) {
        return code;
    }
    const Pfq__V1__PeopleRows *page = (const Pfq__V1__PeopleRows *)copy;
    all->challenges =
        append(arena, all->challenges, &all->n_challenges, page->challenges, page->n_challenges);
    all->mutes = append(arena, all->mutes, &all->n_mutes, page->mutes, page->n_mutes);
    all->actions = append(arena, all->actions, &all->n_actions, page->actions, page->n_actions);
    add_over(s, page);
    bool more = page->has_next && page->next.len > 0;
    s->after = more ? page->next : (ProtobufCBinaryData){0, NULL};
    s->at += !more;
    return PFQ_OK;
}

enum pfq_code summary_take(struct summary *s, const Pfq__V1__Envelope *answer, struct pfq_err *err)
{
    if (s->step == SUMMARY_FIGURES) {
        return gather_take(&s->gather, answer, err);
    }
    if (s->step == SUMMARY_CASES) {
        cases_take(&s->cases, answer);
        return PFQ_OK;
    }
    const Pfq__V1__PeopleRows *rows =
        answer->body_case == s->question.wanted ? answer->people_rows : NULL;
    struct pfq_err fault;
    bool kept = rows != NULL && rows->n_problems == 0;
    if (kept && s->step == SUMMARY_PEOPLE) {
        kept = keep(s, rows, &fault) == PFQ_OK;
    } else if (kept) {
        kept = compliance_gather_take(&s->compliance, rows, &fault) == PFQ_OK;
    }
    return kept || summary_without(s)
               ? PFQ_OK
               : pfq_fail(err, PFQ_E_MALFORMED, "another answer than was asked for");
}

/* --- the digest --------------------------------------------------------------------------- */

static void note(Pfq__V1__Digest *digest, const char *code, const char *message,
                 struct pfq_arena *arena)
{
    Pfq__V1__Problem *p = pfq_arena_new(arena, Pfq__V1__Problem, 1);
    pfq__v1__problem__init(p);
    p->code = pfq_arena_strdup(arena, code);
    p->message = pfq_arena_strdup(arena, message);
    digest->notes[digest->n_notes++] = p;
}

static void add_notes(const struct summary *s, Pfq__V1__Digest *digest, struct pfq_arena *arena)
{
    Pfq__V1__Problem **notes = pfq_arena_new(arena, Pfq__V1__Problem *, digest->n_notes + NOTES);
    if (digest->n_notes > 0) {
        memcpy(notes, digest->notes, digest->n_notes * sizeof(Pfq__V1__Problem *));
    }
    digest->notes = notes;
    if (s->over.unanswered > 0) {
        note(digest, "NO_RESPONSE", reminder_line(&s->over, arena), arena);
    }
    if (s->without_people) {
        note(digest, "WITHOUT_PEOPLE",
             "Challenges, muted themes and what was done could not be read: they are not in this.",
             arena);
    }
    if (s->without_compliance) {
        note(digest, "WITHOUT_COMPLIANCE",
             "What CPS staff did could not be read: it is not in this.", arena);
    }
}

static bool is_open(const Pfq__V1__PeopleRows *people)
{
    bool open = people->n_mutes > 0;
    for (size_t i = 0; i < people->n_challenges; i++) {
        open = open || !ladder_is_over(people->challenges[i]->state);
    }
    for (size_t i = 0; i < people->n_actions; i++) {
        open = open || (people->actions[i]->action != NULL && !people->actions[i]->action->done);
    }
    return open;
}

Pfq__V1__Digest *summary_digest(struct summary *s, struct pfq_arena *arena)
{
    struct digest_facts *facts = &s->gather.facts;
    bool asked = digest_is_of_area(facts->wish.kind) && !s->without_compliance;
    if (asked && facts->compliance == NULL) {
        facts->compliance = compliance_end(s->compliance.compliance);
    }
    facts->mutes = s->people.mutes;
    facts->mute_count = s->people.n_mutes;
    facts->people_open = is_open(&s->people);
    Pfq__V1__Digest *digest = digest_build(facts, arena);
    if (digest != NULL) {
        onto_digest(digest, &s->people, facts, pfq_london_date(facts->wish.made_at), arena);
        if (digest->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK) {
            cases_put(&s->cases, digest, arena);
        }
        add_notes(s, digest, arena);
    }
    return digest;
}
