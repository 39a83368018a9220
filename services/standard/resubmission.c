/* resubmission.c - see resubmission.h. */
#include "resubmission.h"

#include <string.h>

#include "decide.h"

static bool is_check(const struct resubmission_side *side, size_t i, const char *check)
{
    return i < side->texts->n_checks && strcmp(side->texts->checks[i]->id, check) == 0;
}

Pfq__V1__Outcome resubmission_outcome(const struct resubmission_side *side, const char *check,
                                      size_t hint)
{
    if (is_check(side, hint, check)) {
        return decide_outcome(side->judged, hint);
    }
    for (size_t i = 0; i < side->texts->n_checks; i++) {
        if (is_check(side, i, check)) {
            return decide_outcome(side->judged, i);
        }
    }
    return PFQ__V1__OUTCOME__OUTCOME_UNSPECIFIED;
}

struct ids {
    char **id;
    size_t count;
};

static size_t count_failing(const struct resubmission_side *side)
{
    size_t n = 0;
    for (size_t i = 0; i < side->texts->n_checks; i++) {
        n += decide_outcome(side->judged, i) == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
    }
    return n;
}

/* The ids of the checks that fail on one side, and come to one of `wanted` (1 << Outcome)
 * on the other. */
static struct ids ids_of(const struct resubmission_side *failing,
                         const struct resubmission_side *other, unsigned wanted,
                         struct pfq_arena *arena)
{
    struct ids ids = {.id = pfq_arena_new(arena, char *, count_failing(failing) + 1)};
    for (size_t i = 0; i < failing->texts->n_checks; i++) {
        char *check = failing->texts->checks[i]->id;
        if (decide_outcome(failing->judged, i) == PFQ__V1__OUTCOME__OUTCOME_NOT_MET &&
            (1U << resubmission_outcome(other, check, i) & wanted) != 0) {
            ids.id[ids.count++] = check;
        }
    }
    return ids;
}

#define BIT(outcome) (1U << PFQ__V1__OUTCOME__OUTCOME_##outcome)

static void fill(const struct resubmission *pair, struct pfq_arena *arena,
                 Pfq__V1__Resubmission *out)
{
    const struct resubmission_side *then = &pair->then;
    const struct resubmission_side *now = &pair->now;
    struct ids fixed = ids_of(then, now, BIT(MET), arena);
    struct ids open = ids_of(then, now, BIT(NOT_MET), arena);
    struct ids undecided = ids_of(then, now, BIT(NEEDS_PERSON) | BIT(NOT_RUN), arena);
    struct ids not_asked = ids_of(then, now, BIT(NOT_APPLICABLE) | BIT(UNSPECIFIED), arena);
    struct ids fresh = ids_of(now, then, ~BIT(NOT_MET), arena);
    out->n_fixed = fixed.count;
    out->fixed = fixed.id;
    out->n_still_open = open.count;
    out->still_open = open.id;
    out->n_undecided_now = undecided.count;
    out->undecided_now = undecided.id;
    out->n_not_asked_now = not_asked.count;
    out->not_asked_now = not_asked.id;
    out->n_new_failing = fresh.count;
    out->new_failing = fresh.id;
}

/* Mark each failing; true where a critical or major one failed then, too. */
static bool mark_findings(const struct resubmission *pair, Pfq__V1__Judged *judged)
{
    bool twice = false;
    for (size_t i = 0; i < judged->n_findings; i++) {
        Pfq__V1__JudgedFinding *f = judged->findings[i];
        const Pfq__V1__CatalogueCheck *check = pair->now.texts->checks[f->check];
        bool failed = resubmission_outcome(&pair->then, check->id, f->check) ==
                      PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
        f->has_change = f->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
        if (f->has_change) {
            f->change = failed ? PFQ__V1__CHANGE__CHANGE_STILL_OPEN : PFQ__V1__CHANGE__CHANGE_NEW;
            twice = twice || (failed && verdict_is_grave(check->severity));
        }
    }
    return twice;
}

void resubmission_compare(const struct resubmission *pair, struct pfq_arena *arena,
                          Pfq__V1__Judged *judged)
{
    Pfq__V1__Resubmission *r = pfq_arena_new(arena, Pfq__V1__Resubmission, 1);
    pfq__v1__resubmission__init(r);
    r->has_of_ordinal = true;
    r->of_ordinal = pair->of_ordinal;
    fill(pair, arena, r);
    r->has_failing_twice = true;
    r->failing_twice = mark_findings(pair, judged);
    judged->resubmission = r;
}
