/* history.c - what is judged beside earlier submissions: see pfq/history.h. */
#include "pfq/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certify.h"
#include "decide.h"
#include "pfq/bug.h"
#include "resubmission.h"
#include "verdict.h"

struct pfq_history {
    struct pfq_arena arena;
    const Pfq__V1__Catalogue *catalogue;
    struct rule_program program;
    struct catalogue_row *rows; /* for each check; compiled are those of scope HISTORY */
};

/* --- compiling ------------------------------------------------------------------------------ */

/* What is wrong with a condition, once: the texts were compiled when they were loaded. */
struct refusal {
    const char *check;
    struct pfq_err *err;
    enum pfq_code code;
};

static void refuse(void *self, const struct rule_source *source, size_t offset,
                   const char *sentence, const char *fix)
{
    struct refusal *r = self;
    (void)fix;
    if (r->code == PFQ_OK) {
        r->code = pfq_fail(r->err, PFQ_E_CATALOGUE, "%s, at %zu of \"%s\": %s", r->check, offset,
                           source->text, sentence);
    }
}

static uint16_t compile_one(struct pfq_history *h, const char *text, struct rule_faults *faults)
{
    static const struct rule_vocabulary none = {.word_count = 0};
    if (text == NULL) {
        return 0;
    }
    struct rule_source source = {.text = text};
    const struct rule_ast *ast = rule_parse(&source, &h->arena, faults);
    return ast == NULL ? 0 : rule_resolve_history(&h->program, &none, ast, faults);
}

static enum pfq_code compile(struct pfq_history *h, size_t i, struct pfq_err *err)
{
    const Pfq__V1__CatalogueCheck *texts = h->catalogue->checks[i];
    struct refusal refusal = {.check = texts->id, .err = err, .code = PFQ_OK};
    struct rule_faults faults = {.report = refuse, .self = &refusal};
    struct catalogue_row *row = &h->rows[i];
    row->weight = verdict_weight(texts);
    row->person = texts->person;
    row->unknown_fails = texts->unknown_fails;
    if (texts->scope == PFQ__V1__SCOPE__SCOPE_HISTORY) {
        row->when = compile_one(h, texts->when, &faults);
        row->check = texts->person ? 0 : compile_one(h, texts->check, &faults);
    }
    return refusal.code;
}

enum pfq_code pfq_history_open(const Pfq__V1__Catalogue *catalogue, struct pfq_history **out,
                               struct pfq_err *err)
{
    struct pfq_history *h = calloc(1, sizeof *h);
    PFQ_ASSERT(h != NULL);
    pfq_arena_open(&h->arena);
    rule_program_init(&h->program, &h->arena);
    h->catalogue = catalogue;
    h->rows = pfq_arena_new(&h->arena, struct catalogue_row, catalogue->n_checks + 1);
    *out = NULL;
    for (size_t i = 0; i < catalogue->n_checks; i++) {
        enum pfq_code code = compile(h, i, err);
        if (code != PFQ_OK) {
            pfq_history_close(h);
            return code;
        }
    }
    *out = h;
    return PFQ_OK;
}

void pfq_history_close(struct pfq_history *history)
{
    if (history != NULL) {
        pfq_arena_close(&history->arena);
        free(history);
    }
}

/* --- deciding ------------------------------------------------------------------------------- */

static Pfq__V1__HistoryFacts *borrowed(const Pfq__V1__HistoryFacts *facts)
{
    return (Pfq__V1__HistoryFacts *)(uintptr_t)facts; /* messages hold no const */
}

/* Checks of scope history are decided over this list, so they are not in it. */
static bool counts_again(const Pfq__V1__CatalogueCheck *check)
{
    return check->scope != PFQ__V1__SCOPE__SCOPE_HISTORY && verdict_is_grave(check->severity);
}

static void find_failing_again(const struct resubmission *pair, struct pfq_arena *arena,
                               Pfq__V1__History *history)
{
    const struct resubmission_side *now = &pair->now;
    history->failing_again = pfq_arena_new(arena, char *, now->judged->n_findings + 1);
    for (size_t i = 0; i < now->judged->n_findings; i++) {
        const Pfq__V1__JudgedFinding *f = now->judged->findings[i];
        const Pfq__V1__CatalogueCheck *check = now->texts->checks[f->check];
        if (f->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET && counts_again(check) &&
            resubmission_outcome(&pair->then, check->id, f->check) ==
                PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
            history->failing_again[history->n_failing_again++] = check->id;
        }
    }
}

static Pfq__V1__History *gather(const Pfq__V1__HistoryFacts *now, const struct pfq_past *past,
                                struct pfq_arena *arena)
{
    Pfq__V1__History *h = pfq_arena_new(arena, Pfq__V1__History, 1);
    pfq__v1__history__init(h);
    h->now = borrowed(now);
    h->before = borrowed(past->before);
    h->has_earlier = true;
    h->earlier = past->earlier;
    if (past->previous != NULL) {
        h->previous = borrowed(past->previous_facts);
        h->has_previous_verdict = past->previous->has_verdict;
        h->previous_verdict = past->previous->verdict;
    }
    return h;
}

/* Judged by a program that did not tell its limits: those of that time. */
static void ensure_limits(struct pfq_arena *arena, Pfq__V1__Judged *judged)
{
    if (judged->limits == NULL) {
        judged->limits = pfq_arena_new(arena, Pfq__V1__VerdictLimits, 1);
        verdict_limits_init(judged->limits);
    }
}

static void find_verdicts(const struct pfq_history *history, Pfq__V1__Judged *judged)
{
    struct verdict_tallies tallies = {.count = {{0}}};
    for (size_t i = 0; i < history->catalogue->n_checks; i++) {
        verdict_add(&tallies, history->rows[i].weight, decide_outcome(judged, i));
    }
    verdict_set(&tallies, judged);
}

Pfq__V1__History *pfq_history_decide(const struct pfq_history *history,
                                     const Pfq__V1__HistoryFacts *now, const struct pfq_past *past,
                                     struct pfq_arena *arena, Pfq__V1__Judged *judged)
{
    struct resubmission pair = {.then = {past->previous, past->previous_texts},
                                .now = {judged, history->catalogue},
                                .of_ordinal = past->earlier};
    Pfq__V1__History *over = gather(now, past, arena);
    if (!decide_fits(history->catalogue, judged)) {
        return over; /* damage, or another catalogue: nothing of ours to change */
    }
    if (past->previous != NULL) {
        find_failing_again(&pair, arena, over);
    }
    decide_history(&history->program, history->rows, over, arena, judged);
    ensure_limits(arena, judged);
    find_verdicts(history, judged);
    certify_count(history->catalogue, arena, judged);
    if (past->previous != NULL) {
        resubmission_compare(&pair, arena, judged);
    }
    return over;
}
