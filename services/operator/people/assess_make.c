/* assess_make.c - from what was typed and what was found to an Assessment: see assess.h. */
#include <string.h>

#include "assess.h"

enum {
    FAILURES_MAX = 40,
    MAJOR_FAILS = 2 /* major failings that make a file fail, as in the machine's verdict */
};

struct making {
    const struct assess_wish *wish;
    const struct assess_file *file;
    struct pfq_arena *arena;
    struct pfq_problems *problems;
    Pfq__V1__Assessment *out;
    unsigned critical; /* of what the assessor agrees with */
    unsigned major;
};

static void wrong(struct making *m, const char *option, const char *id, const char *fix,
                  const char *sentence)
{
    const char *path = pfq_arena_printf(m->arena, "%s %s", option, id);
    pfq_problem(m->problems, "ASSESS", path, fix, "%s", sentence);
}

/* --- findings ---------------------------------------------------------------------------- */

static const Pfq__V1__Finding *find(const struct making *m, const char *check,
                                    Pfq__V1__Outcome outcome)
{
    const Pfq__V1__Receipt *receipt = m->file->receipt;
    for (size_t i = 0; receipt != NULL && i < receipt->n_findings; i++) {
        const Pfq__V1__Finding *finding = receipt->findings[i];
        if (finding->outcome == outcome && finding->check != NULL &&
            strcmp(finding->check, check) == 0) {
            return finding;
        }
    }
    return NULL;
}

static bool holds(const struct assess_list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->ids[i], id) == 0) {
            return true;
        }
    }
    return false;
}

/* --- failures ---------------------------------------------------------------------------- */

static Pfq__V1__Failure *find_failure(const struct making *m, const char *reason)
{
    for (size_t i = 0; i < m->out->n_failures; i++) {
        if (strcmp(m->out->failures[i]->reason, reason) == 0) {
            return m->out->failures[i];
        }
    }
    return NULL;
}

/* The number that the reason had before; else one that no failure ever had. */
static uint32_t number_of(const struct making *m, const char *reason)
{
    const Pfq__V1__AssessmentRow *before = m->file->before;
    uint32_t most = 0;
    for (size_t i = 0; before != NULL && i < before->n_failures; i++) {
        const Pfq__V1__FailureRow *row = before->failures[i];
        if (row->reason != NULL && strcmp(row->reason, reason) == 0) {
            return row->number;
        }
        most = row->number > most ? row->number : most;
    }
    for (size_t i = 0; i < m->out->n_failures; i++) {
        most = m->out->failures[i]->number > most ? m->out->failures[i]->number : most;
    }
    return most + 1;
}

static Pfq__V1__Failure *add_failure(struct making *m, const char *reason)
{
    Pfq__V1__Failure *failure = pfq_arena_new(m->arena, Pfq__V1__Failure, 1);
    pfq__v1__failure__init(failure);
    failure->reason = pfq_arena_strdup(m->arena, reason);
    failure->has_number = true;
    failure->number = number_of(m, reason);
    if (m->out->n_failures < FAILURES_MAX) {
        m->out->failures[m->out->n_failures++] = failure;
    } else {
        wrong(m, "--fail", reason, "Leave out what matters least.",
              "An assessment has at most 40 failures.");
    }
    return failure;
}

static void set_items(struct making *m, Pfq__V1__Failure *failure, const uint32_t *items,
                      size_t count)
{
    failure->items = pfq_arena_new(m->arena, uint32_t, count + 1);
    failure->n_items = count;
    memcpy(failure->items, items, count * sizeof *items);
}

static void typed_failure(struct making *m, const struct assess_fail *fail)
{
    if (find_failure(m, fail->reason) != NULL) {
        wrong(m, "--fail", fail->reason, "Put what is to be said into one of them.",
              "The same reason is given twice.");
        return;
    }
    Pfq__V1__Failure *failure = add_failure(m, fail->reason);
    failure->detail = fail->detail == NULL ? NULL : pfq_arena_strdup(m->arena, fail->detail);
    failure->has_releasable = true;
    failure->releasable = holds(&m->wish->releasable, fail->reason);
    set_items(m, failure, fail->items, fail->item_count);
}

static bool is_typed(const struct making *m, const Pfq__V1__Failure *failure)
{
    for (size_t i = 0; i < m->wish->fail_count; i++) {
        if (strcmp(m->wish->fails[i].reason, failure->reason) == 0) {
            return true;
        }
    }
    return false;
}

/* Two checks under one reason are one failure; words that were typed stay alone. */
static void join(struct making *m, Pfq__V1__Failure *failure, const Pfq__V1__Finding *finding)
{
    failure->check = failure->check == NULL ? finding->check : failure->check;
    if (is_typed(m, failure)) {
        return;
    }
    const char *both =
        pfq_arena_printf(m->arena, "%s %s", failure->detail, assess_suggest(finding, m->arena));
    failure->detail = pfq_arena_strdup(m->arena, assess_fit(both, ASSESS_DETAIL_CHARS, m->arena));
    failure->n_items = 0; /* of which list, is in the words */
}

/* The words of the catalogue have gone to the force with the receipt: they may leave. */
static void found_failure(struct making *m, const Pfq__V1__Finding *finding)
{
    uint32_t items[ASSESS_ITEMS_MAX];
    const char *reason = assess_reason(finding, m->wish->kind);
    m->critical += finding->severity == PFQ__V1__SEVERITY__SEVERITY_CRITICAL;
    m->major += finding->severity == PFQ__V1__SEVERITY__SEVERITY_MAJOR;
    if (reason == NULL) {
        return;
    }
    Pfq__V1__Failure *failure = find_failure(m, reason);
    if (failure != NULL) {
        join(m, failure, finding);
        return;
    }
    failure = add_failure(m, reason);
    failure->check = finding->check;
    failure->detail = pfq_arena_strdup(m->arena, assess_suggest(finding, m->arena));
    failure->has_releasable = failure->releasable = true;
    failure->has_suggested = failure->suggested = true;
    set_items(m, failure, items, assess_items(finding, items));
}

/* --- what the assessor says of each check -------------------------------------------------- */

static void agree(struct making *m, const Pfq__V1__Finding *finding, bool fails)
{
    m->out->confirmed[m->out->n_confirmed++] = finding->check;
    if (fails) {
        found_failure(m, finding);
    }
}

static void take_confirmed(struct making *m)
{
    const struct assess_list *list = &m->wish->confirm;
    for (size_t i = 0; i < list->count; i++) {
        const Pfq__V1__Finding *finding = find(m, list->ids[i], PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
        if (finding == NULL) {
            wrong(m, "--confirm", list->ids[i], "Name a check of the form, or use --fail.",
                  "The machine found no failing of this check.");
        } else if (holds(&m->wish->overrule, list->ids[i])) {
            wrong(m, "--confirm", list->ids[i], "Leave out one of the two.",
                  "The check is overruled, too.");
        } else {
            agree(m, finding, true);
        }
    }
}

/* Minor failings are advice: agreed with, but no failure. */
static void take_all(struct making *m)
{
    const Pfq__V1__Receipt *receipt = m->file->receipt;
    for (size_t i = 0; receipt != NULL && i < receipt->n_findings; i++) {
        const Pfq__V1__Finding *finding = receipt->findings[i];
        if (finding->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET &&
            !holds(&m->wish->overrule, finding->check) &&
            !holds(&m->wish->confirm, finding->check)) {
            agree(m, finding, finding->severity != PFQ__V1__SEVERITY__SEVERITY_MINOR);
        }
    }
}

static void add_objection(struct making *m, char *check, const char *why)
{
    if (why == NULL) {
        return;
    }
    Pfq__V1__Objection *objection = pfq_arena_new(m->arena, Pfq__V1__Objection, 1);
    pfq__v1__objection__init(objection);
    objection->check = check;
    objection->reason = pfq_arena_strdup(m->arena, why);
    m->out->objections[m->out->n_objections++] = objection;
}

static void take_overruled(struct making *m)
{
    const struct assess_list *list = &m->wish->overrule;
    for (size_t i = 0; i < list->count; i++) {
        const Pfq__V1__Finding *finding = find(m, list->ids[i], PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
        if (finding == NULL) {
            wrong(m, "--overrule", list->ids[i], "Name a check of the form.",
                  "The machine found no failing of this check.");
        } else {
            m->out->overruled[m->out->n_overruled++] = finding->check;
            add_objection(m, finding->check, list->why[i]);
        }
    }
}

static void check_released(struct making *m)
{
    const struct assess_list *list = &m->wish->releasable;
    for (size_t i = 0; i < list->count; i++) {
        if (find_failure(m, list->ids[i]) == NULL) {
            wrong(m, "--releasable", list->ids[i],
                  "Name the reason code of a --fail: --fail D06=\"no descriptions\" --releasable "
                  "D06.",
                  "No failure has this reason code.");
        }
    }
}

static void take_answers(struct making *m, const struct assess_list *list, Pfq__V1__Outcome said)
{
    for (size_t i = 0; i < list->count; i++) {
        const Pfq__V1__Finding *finding =
            find(m, list->ids[i], PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON);
        if (finding == NULL) {
            wrong(m, "--answer", list->ids[i], "Name a question of the form.",
                  "The machine left no question of this check.");
            continue;
        }
        Pfq__V1__Answered *answered = pfq_arena_new(m->arena, Pfq__V1__Answered, 1);
        pfq__v1__answered__init(answered);
        answered->check = finding->check;
        answered->has_outcome = true;
        answered->outcome = said;
        m->out->answered[m->out->n_answered++] = answered;
        if (said == PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
            found_failure(m, finding);
        }
    }
}

/* --- the whole ----------------------------------------------------------------------------- */

/* Only what rests on checks alone has an outcome by itself. */
static Pfq__V1__AssessmentOutcome outcome_of(struct making *m)
{
    const Pfq__V1__Receipt *receipt = m->file->receipt;
    bool undecided = receipt == NULL || receipt->verdict == PFQ__V1__VERDICT__VERDICT_UNDECIDED;
    if (m->wish->outcome != PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_UNSPECIFIED) {
        return m->wish->outcome;
    }
    if (m->wish->fail_count > 0 || (undecided && m->critical + m->major == 0)) {
        pfq_problem(m->problems, "ASSESS", "--outcome", "Add --outcome met, partly or not-met.",
                    "%s",
                    m->wish->fail_count > 0
                        ? "What you found yourself has no outcome by itself."
                        : "The machine could not decide whether this file meets the standard.");
        return PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_UNSPECIFIED;
    }
    if (m->critical > 0 || m->major >= MAJOR_FAILS) {
        return PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
    }
    return m->major > 0 ? PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET
                        : PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
}

static void check_outcome(struct making *m)
{
    bool met = m->out->outcome == PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
    if (met && m->out->n_failures > 0) {
        pfq_problem(m->problems, "ASSESS", "--outcome",
                    "Say partly or not-met, or overrule what did not fail.",
                    "A file that is met has no failure.");
    } else if (!met && m->out->has_outcome && m->out->n_failures == 0) {
        pfq_problem(m->problems, "ASSESS", "--outcome",
                    m->wish->kind == PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE
                        ? "Name what failed: --fail T06=\"the statement of the victim\"."
                        : "Name what failed: --fail D06=\"items 3 and 7 have no description\".",
                    "No failure has a reason code of this kind of assessment.");
    }
}

static Pfq__V1__Assessment *begin(struct making *m)
{
    size_t room = ASSESS_LIST_MAX + (m->file->receipt == NULL ? 0 : m->file->receipt->n_findings);
    Pfq__V1__Assessment *a = pfq_arena_new(m->arena, Pfq__V1__Assessment, 1);
    pfq__v1__assessment__init(a);
    a->id = pfq_arena_strdup(m->arena, m->file->id);
    a->has_kind = true;
    a->kind = m->wish->kind;
    a->failures = pfq_arena_new(m->arena, Pfq__V1__Failure *, FAILURES_MAX);
    a->confirmed = pfq_arena_new(m->arena, char *, room);
    a->overruled = pfq_arena_new(m->arena, char *, room);
    a->objections = pfq_arena_new(m->arena, Pfq__V1__Objection *, room);
    a->answered = pfq_arena_new(m->arena, Pfq__V1__Answered *, 2 * room);
    a->has_sequence = m->file->sequence != 0;
    a->sequence = m->file->sequence;
    a->has_response_date = m->wish->response_date != 0;
    a->response_date = m->wish->response_date;
    return a;
}

bool assess_decides(const struct assess_wish *w)
{
    return w->outcome != PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_UNSPECIFIED ||
           w->confirm_all || w->withdraw ||
           w->fail_count + w->confirm.count + w->overrule.count + w->met.count + w->not_met.count >
               0;
}

bool assess_make(const struct assess_wish *wish, const struct assess_file *file,
                 struct pfq_arena *arena, struct pfq_problems *problems, Pfq__V1__Assessment **out)
{
    struct making m = {.wish = wish, .file = file, .arena = arena, .problems = problems};
    size_t before = problems->count + problems->unlisted;
    m.out = begin(&m);
    for (size_t i = 0; i < wish->fail_count; i++) {
        typed_failure(&m, &wish->fails[i]);
    }
    take_confirmed(&m);
    if (wish->confirm_all) {
        take_all(&m);
    }
    take_overruled(&m);
    take_answers(&m, &wish->met, PFQ__V1__OUTCOME__OUTCOME_MET);
    take_answers(&m, &wish->not_met, PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
    check_released(&m);
    m.out->outcome = outcome_of(&m);
    m.out->has_outcome =
        m.out->outcome != PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_UNSPECIFIED;
    check_outcome(&m);
    *out = m.out;
    return problems->count + problems->unlisted == before;
}
