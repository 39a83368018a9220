/* case_effect.c - see case_effect.h. */
#include "case_effect.h"

#include <inttypes.h>
#include <string.h>

#include "feedback/render/figure.h"
#include "pfq/clock.h"
#include "promise.h"

static bool is_among(char *const *ids, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(ids[i], id) == 0) {
            return true;
        }
    }
    return false;
}

static Pfq__V1__Outcome outcome_of(const Pfq__V1__Receipt *receipt, const char *check)
{
    for (size_t i = 0; i < receipt->n_findings; i++) {
        if (receipt->findings[i]->check != NULL &&
            strcmp(receipt->findings[i]->check, check) == 0) {
            return receipt->findings[i]->outcome;
        }
    }
    return PFQ__V1__OUTCOME__OUTCOME_UNSPECIFIED; /* none that is told of */
}

/* "check VW01 does not fail any more" */
static const char *check_words(const Pfq__V1__Receipt *receipt, const char *check,
                               struct pfq_arena *arena)
{
    const Pfq__V1__Resubmission *r = receipt->resubmission;
    const char *what = "does not fail any more";
    if (check == NULL) {
        return receipt->verdict == PFQ__V1__VERDICT__VERDICT_MEETS
                   ? "the file meets the standard"
                   : "the file still does not meet the standard in full";
    }
    switch ((int)outcome_of(receipt, check)) {
    case PFQ__V1__OUTCOME__OUTCOME_NOT_MET:
        what = "still fails";
        break;
    case PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON:
    case PFQ__V1__OUTCOME__OUTCOME_NOT_RUN:
        what = "cannot be decided from what was sent";
        break;
    default:
        what = r != NULL && is_among(r->not_asked_now, r->n_not_asked_now, check)
                   ? "does not apply any more"
                   : what;
        break;
    }
    return pfq_arena_printf(arena, "check %s %s", check, what);
}

/* "; 2 failings are new (CS03, DS05)" */
static const char *new_words(const Pfq__V1__Resubmission *r, struct pfq_arena *arena)
{
    const char *ids = "";
    for (size_t i = 0; r != NULL && i < r->n_new_failing; i++) {
        ids = pfq_arena_printf(arena, "%s%s%s", ids, i == 0 ? "" : ", ", r->new_failing[i]);
    }
    return ids[0] == '\0' ? ""
                          : pfq_arena_printf(arena, "; %s new (%s)",
                                             figure_things((int64_t)r->n_new_failing, "failing is",
                                                           "failings are", arena),
                                             ids);
}

const char *case_effect(const Pfq__V1__ChallengeRow *row, Pfq__V1__Receipt *const *receipts,
                        size_t count, struct pfq_arena *arena)
{
    int64_t sent = promise_sent_at(row);
    if (sent == 0 || row->raised == NULL || row->raised->urn == NULL) {
        return NULL;
    }
    const Pfq__V1__Receipt *last = count == 0 ? NULL : receipts[count - 1];
    if (last == NULL || last->received_at <= sent) {
        return "The file has not come again since.";
    }
    return pfq_arena_printf(arena, "The file came again on %s (%s, submission %" PRIu32 "): %s%s.",
                            figure_date(pfq_london_date(last->received_at), arena),
                            pfq_enum_name(&pfq__v1__file_type__descriptor, (int)last->file_type),
                            last->ordinal, check_words(last, row->raised->check, arena),
                            new_words(last->resubmission, arena));
}
