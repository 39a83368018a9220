/* standing.c - where each failure stands, and the roll-up of all: see fold.h.
 *
 * The first of these that is so:
 *
 *   WITHDRAWN      its assessment was, or its latest version leaves it out
 *   DISPUTED       the police dispute it after NOT_DISPUTED was recorded, and in time
 *   DISPUTE_ACCEPTED, DISPUTE_REJECTED, NOT_DISPUTED    the outcome that holds
 *   AGREED, DISPUTED                                    the response that holds
 *   AWAITED        before the deadline;  NO_RESPONSE  after it
 *
 * A dispute that the CPS did not decide in time stays DISPUTED: the police did answer, so it
 * is no NO_RESPONSE.  It counts as a failure, as only an accepted dispute takes one away.
 */
#include "fold.h"

bool pfq_people_stands(Pfq__V1__Standing standing)
{
    return standing != PFQ__V1__STANDING__STANDING_UNSPECIFIED &&
           standing != PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED &&
           standing != PFQ__V1__STANDING__STANDING_WITHDRAWN;
}

static bool disputes(const Pfq__V1__Event *response)
{
    return response->response->response == PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE ||
           response->response->response == PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_NOT_OURS;
}

/* Which of the two is later needs no more than their times: told at the same instant, the
 * outcome knew of the response. */
static bool overtaken(const struct fold_failure *failure)
{
    return failure->outcome->outcome->result ==
               PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_NOT_DISPUTED &&
           failure->response != NULL && disputes(failure->response) &&
           failure->response->happened_at > failure->outcome->happened_at;
}

static Pfq__V1__Standing of_outcome(Pfq__V1__DisputeResult result)
{
    return result == PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_ACCEPTED
               ? PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED
           : result == PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_REJECTED
               ? PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED
               : PFQ__V1__STANDING__STANDING_NOT_DISPUTED;
}

static Pfq__V1__Standing standing_of(const struct fold *f, const struct fold_failure *failure)
{
    if (f->row->withdrawn || failure->left_out) {
        return PFQ__V1__STANDING__STANDING_WITHDRAWN;
    }
    if (failure->outcome != NULL && !overtaken(failure)) {
        return of_outcome(failure->outcome->outcome->result);
    }
    if (failure->response != NULL) {
        return disputes(failure->response) ? PFQ__V1__STANDING__STANDING_DISPUTED
                                           : PFQ__V1__STANDING__STANDING_AGREED;
    }
    return f->now_ms > f->row->deadline ? PFQ__V1__STANDING__STANDING_NO_RESPONSE
                                        : PFQ__V1__STANDING__STANDING_AWAITED;
}

/* A failure that is disputed and undecided when the deadline has passed stands after a
 * dispute, like a rejected one: "not disputed" would be untrue. */
static Pfq__V1__RollUp roll_up(const struct fold *f)
{
    unsigned seen = 0;
    for (size_t i = 0; i < f->failure_count; i++) {
        seen |= 1U << f->failures[i].row->standing;
    }
    const unsigned disputed = 1U << PFQ__V1__STANDING__STANDING_DISPUTED;
    const unsigned open = disputed | 1U << PFQ__V1__STANDING__STANDING_AWAITED;
    const unsigned rejected = disputed | 1U << PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED;
    const unsigned accepted = 1U << PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED;
    return (seen & ~(1U << PFQ__V1__STANDING__STANDING_WITHDRAWN)) == 0
               ? PFQ__V1__ROLL_UP__ROLL_UP_NO_FAILURES
           : (seen & open) != 0 && f->now_ms <= f->row->deadline ? PFQ__V1__ROLL_UP__ROLL_UP_PENDING
           : (seen & rejected) != 0 ? PFQ__V1__ROLL_UP__ROLL_UP_DISPUTED_UNSUCCESSFULLY
           : (seen & accepted) != 0 ? PFQ__V1__ROLL_UP__ROLL_UP_DISPUTED_SUCCESSFULLY
                                    : PFQ__V1__ROLL_UP__ROLL_UP_NOT_DISPUTED;
}

void fold_standings(struct fold *f)
{
    Pfq__V1__AssessmentRow *row = f->row;
    row->n_failures = f->failure_count;
    row->failures = pfq_arena_new(f->arena, Pfq__V1__FailureRow *, f->failure_count + 1);
    for (size_t i = 0; i < f->failure_count; i++) {
        row->failures[i] = f->failures[i].row;
        row->failures[i]->has_standing = true;
        row->failures[i]->standing = standing_of(f, &f->failures[i]);
    }
    row->has_roll_up = true;
    row->roll_up = roll_up(f);
}
