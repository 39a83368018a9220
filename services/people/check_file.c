/* check_file.c - events on a file: assessments and what is said of them, reviews. */
#include <stdio.h>
#include <string.h>

#include "check.h"

#define OUTCOME_IS(name) PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_##name

/* Reviews are due up to years ahead. */
#define AHEAD_MS INT64_C(157680000000)

static void check_kind(struct check *c, const struct at *at, bool has, Pfq__V1__AssessmentKind kind)
{
    check_said(c, at, has && kind != 0, "Say which kind of assessment: TRIAGE, NFQ or DGA.");
}

static void check_result(struct check *c, const struct at *at, bool has,
                         Pfq__V1__AssessmentOutcome outcome)
{
    check_said(c, at, has && outcome != 0, "Say how it came out: MET, PARTLY_MET or NOT_MET.");
}

/* MET has nothing against the file, the others have something. */
static void check_agrees(struct check *c, const struct at *at, bool has,
                         Pfq__V1__AssessmentOutcome outcome, size_t against)
{
    if (has && outcome == OUTCOME_IS(MET) && against > 0) {
        check_fault(c, "CONTRADICTION", at, "Take them out, or say PARTLY_MET or NOT_MET.",
                    "The file meets the standard, and yet something is said against it.");
    } else if (has && outcome > OUTCOME_IS(MET) && against == 0) {
        check_fault(c, "CONTRADICTION", at, "Give at least one, or say MET.",
                    "The file does not meet the standard, and nothing says why.");
    }
}

static void check_count(struct check *c, const struct at *at, size_t count, size_t most)
{
    char fix[48];
    if (count > most) {
        (void)snprintf(fix, sizeof fix, "Give %zu at most.", most);
        check_fault(c, "TOO_MANY", at, fix, "There are too many.");
    }
}

/* --- assessments ------------------------------------------------------------------------- */

static void check_number(struct check *c, const Pfq__V1__Assessment *a, size_t i)
{
    const struct at *at = AT_ENTRY("event.assessment.failures", i, "number");
    const Pfq__V1__Failure *failure = a->failures[i];
    if (!failure->has_number || failure->number == 0) {
        check_fault(c, "NUMBER_RANGE", at, "Number the failures 1, 2, 3 ...",
                    "The failure has no number.");
        return;
    }
    for (size_t k = 0; k < i; k++) {
        if (a->failures[k]->has_number && a->failures[k]->number == failure->number) {
            check_fault(c, "NUMBER_TWICE", at, "Give each failure a number of its own.",
                        "Another failure of this assessment has the same number.");
            return;
        }
    }
}

static void check_failure(struct check *c, const Pfq__V1__Assessment *a, size_t i)
{
    static const char list[] = "event.assessment.failures";
    Pfq__V1__Failure *failure = a->failures[i];
    check_number(c, a, i);
    check_reason(c, AT_ENTRY(list, i, "reason"), &failure->reason, a->kind);
    check_text(c, AT_ENTRY(list, i, "detail"), &failure->detail, DETAIL_CHARS, OPTIONAL);
    check_count(c, AT_ENTRY(list, i, "items"), failure->n_items, ITEMS_MAX);
    check_code(c, AT_ENTRY(list, i, "check"), &failure->check, OPTIONAL);
    for (size_t k = 0; k < failure->n_items; k++) {
        if (failure->items[k] == 0) {
            check_fault(c, "NUMBER_RANGE", AT_ENTRY(list, i, "items"), "Count items from 1.",
                        "There is no item 0.");
            return;
        }
    }
}

static void check_failures(struct check *c, const Pfq__V1__Assessment *a)
{
    const struct at *at = AT("event.assessment.failures");
    check_count(c, at, a->n_failures, FAILURES_MAX);
    check_agrees(c, at, a->has_outcome, a->outcome, a->n_failures);
    for (size_t i = 0; i < a->n_failures && i <= FAILURES_MAX; i++) {
        check_failure(c, a, i);
    }
}

static bool is_among(const char *code, char **codes, size_t count)
{
    for (size_t i = 0; code != NULL && i < count; i++) {
        if (codes[i] != NULL && strcmp(codes[i], code) == 0) {
            return true;
        }
    }
    return false;
}

static void check_findings(struct check *c, Pfq__V1__Assessment *a)
{
    for (size_t i = 0; i < a->n_confirmed; i++) {
        check_code(c, AT_ENTRY("event.assessment.confirmed", i, NULL), &a->confirmed[i], NEEDED);
    }
    for (size_t i = 0; i < a->n_overruled; i++) {
        const struct at *at = AT_ENTRY("event.assessment.overruled", i, NULL);
        check_code(c, at, &a->overruled[i], NEEDED);
        if (is_among(a->overruled[i], a->confirmed, a->n_confirmed)) {
            check_fault(c, "CONTRADICTION", at, "Leave it in one of the two.",
                        "The same check is confirmed and overruled.");
        }
    }
}

static bool is_objected_before(const Pfq__V1__Assessment *a, size_t i)
{
    const char *check = a->objections[i]->check;
    for (size_t k = 0; k < i && check != NULL; k++) {
        if (a->objections[k]->check != NULL && strcmp(a->objections[k]->check, check) == 0) {
            return true;
        }
    }
    return false;
}

/* Each says why one check is overruled. */
static void check_objections(struct check *c, const Pfq__V1__Assessment *a)
{
    static const char list[] = "event.assessment.objections";
    for (size_t i = 0; i < a->n_objections; i++) {
        Pfq__V1__Objection *objection = a->objections[i];
        check_code(c, AT_ENTRY(list, i, "check"), &objection->check, NEEDED);
        check_text(c, AT_ENTRY(list, i, "reason"), &objection->reason, DETAIL_CHARS, NEEDED);
        if (objection->check != NULL && !is_among(objection->check, a->overruled, a->n_overruled)) {
            check_fault(c, "CONTRADICTION", AT_ENTRY(list, i, "check"),
                        "Name it in overruled, or leave the reason out.",
                        "The check is not overruled, and yet it is said why.");
        }
        if (is_objected_before(a, i)) {
            check_fault(c, "CONTRADICTION", AT_ENTRY(list, i, "check"),
                        "Give each check one reason.", "Two reasons are given for this check.");
        }
    }
}

static bool is_answered_before(const Pfq__V1__Assessment *a, size_t i)
{
    const char *check = a->answered[i]->check;
    for (size_t k = 0; k < i && check != NULL; k++) {
        if (a->answered[k]->check != NULL && strcmp(a->answered[k]->check, check) == 0) {
            return true;
        }
    }
    return false;
}

static void check_answered(struct check *c, const Pfq__V1__Assessment *a)
{
    static const char list[] = "event.assessment.answered";
    for (size_t i = 0; i < a->n_answered; i++) {
        Pfq__V1__Answered *answered = a->answered[i];
        bool decided =
            answered->has_outcome && (answered->outcome == PFQ__V1__OUTCOME__OUTCOME_MET ||
                                      answered->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
        check_code(c, AT_ENTRY(list, i, "check"), &answered->check, NEEDED);
        check_said(c, AT_ENTRY(list, i, "outcome"), decided, "Answer MET or NOT_MET.");
        if (is_answered_before(a, i)) {
            check_fault(c, "CONTRADICTION", AT_ENTRY(list, i, "check"),
                        "Answer each question once.", "This question is answered twice.");
        }
    }
}

void check_assessment(struct check *c, Pfq__V1__Assessment *a)
{
    check_id(c, AT("event.assessment.id"), &a->id);
    check_kind(c, AT("event.assessment.kind"), a->has_kind, a->kind);
    check_result(c, AT("event.assessment.outcome"), a->has_outcome, a->outcome);
    check_failures(c, a);
    check_findings(c, a);
    check_objections(c, a);
    check_answered(c, a);
    if (a->has_response_date) {
        check_day_ahead(c, AT("event.assessment.response_date"), a->response_date);
    }
}

void check_withdrawal(struct check *c, Pfq__V1__Withdrawal *w)
{
    check_id(c, AT("event.withdrawal.assessment"), &w->assessment);
    check_kind(c, AT("event.withdrawal.kind"), w->has_kind, w->kind);
}

void check_remark(struct check *c, Pfq__V1__Remark *r)
{
    const struct at *at = AT("event.remark.reasons");
    check_id(c, AT("event.remark.assessment"), &r->assessment);
    check_kind(c, AT("event.remark.kind"), r->has_kind, r->kind);
    check_result(c, AT("event.remark.outcome"), r->has_outcome, r->outcome);
    check_agrees(c, at, r->has_outcome, r->outcome, r->n_reasons);
    check_count(c, at, r->n_reasons, FAILURES_MAX);
    for (size_t i = 0; i < r->n_reasons && i <= FAILURES_MAX; i++) {
        check_reason(c, AT_ENTRY("event.remark.reasons", i, NULL), &r->reasons[i], r->kind);
    }
}

/* --- what is said of a failure ----------------------------------------------------------- */

static void check_failure_number(struct check *c, const struct at *at, bool has, uint32_t number)
{
    if (!has || number == 0) {
        check_fault(c, "NUMBER_RANGE", at, "Give the failure's number in its assessment.",
                    "This is no number of a failure.");
    }
}

void check_response(struct check *c, Pfq__V1__Response *r)
{
    check_id(c, AT("event.response.assessment"), &r->assessment);
    check_kind(c, AT("event.response.kind"), r->has_kind, r->kind);
    check_failure_number(c, AT("event.response.failure"), r->has_failure, r->failure);
    check_said(c, AT("event.response.response"), r->has_response && r->response != 0,
               "Say ACCEPT, DISPUTE, FIXED or NOT_OURS.");
    check_text(c, AT("event.response.comment"), &r->comment, DETAIL_CHARS, OPTIONAL);
}

void check_outcome(struct check *c, Pfq__V1__DisputeOutcome *o)
{
    bool correction = o->has_correction && o->correction;
    check_id(c, AT("event.outcome.assessment"), &o->assessment);
    check_kind(c, AT("event.outcome.kind"), o->has_kind, o->kind);
    check_failure_number(c, AT("event.outcome.failure"), o->has_failure, o->failure);
    check_said(c, AT("event.outcome.result"), o->has_result && o->result != 0,
               "Say ACCEPTED, REJECTED or NOT_DISPUTED.");
    check_text(c, AT("event.outcome.reason"), &o->reason, REASON_CHARS,
               correction ? NEEDED : OPTIONAL);
}

/* --- reviews ----------------------------------------------------------------------------- */

void check_review(struct check *c, Pfq__V1__Review *r)
{
    check_id(c, AT("event.review.id"), &r->id);
    check_said(c, AT("event.review"), r->has_due_at || r->has_done_at || r->has_disclosure_recorded,
               "Say when it is due, when it was done, or whether the disclosure decision stands.");
    if (r->has_due_at) {
        check_instant(c, AT("event.review.due_at"), r->due_at, AHEAD_MS);
    }
    if (r->has_done_at) {
        check_instant(c, AT("event.review.done_at"), r->done_at, INT64_C(86400000));
    }
    check_text(c, AT("event.review.unit"), &r->unit, ID_BYTES, OPTIONAL);
    check_staff(c, AT("event.review.reviewer"), &r->reviewer, OPTIONAL);
}
