/* challenge.c - the moves of a challenge: which there are, whose they are, and where they
 * leave it.
 *
 * The table is the law: from each state the states that each side may enter.  The force
 * acknowledges, disputes and says that it has remedied; the CPS may record each of these for
 * a force that said so elsewhere.  Only the CPS sends, maintains, withdraws, closes, escalates
 * and reopens.
 */
#include "pfq/people.h"

#include <string.h>

#define IS(state)  PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##state
#define BIT(state) (1U << IS(state))

enum side {
    SIDE_NONE,
    SIDE_FORCE,
    SIDE_CPS
};

enum {
    LEVEL_FIRST = 1,
    LEVEL_LAST = 5
};

struct state {
    unsigned cps;   /* states that the CPS may move it to */
    unsigned force; /* states that the force may move it to */
    bool escalates;
    bool reopens;
    const char *cps_may;
    const char *force_may;
};

#define CPS_BY   " by its owner, a legal manager or the operator"
#define EITHER   ", by the force or for it, and "
#define FORCE_BY " by the force; all else is the CPS's."

static const struct state states[] = {
    [IS(OPEN)] = {BIT(SENT) | BIT(WITHDRAWN), 0, false, false,
                  "The challenge is open: it can be sent or withdrawn" CPS_BY ".",
                  "The challenge has not been sent: wait until the CPS sends it."},
    [IS(SENT)] = {BIT(ACKNOWLEDGED) | BIT(DISPUTED) | BIT(REMEDIED) | BIT(WITHDRAWN),
                  BIT(ACKNOWLEDGED) | BIT(DISPUTED) | BIT(REMEDIED), true, false,
                  "The challenge is sent: it can be acknowledged, disputed or remedied" EITHER
                  "withdrawn or escalated" CPS_BY ".",
                  "The challenge is sent: it can be acknowledged, disputed or remedied" FORCE_BY},
    [IS(ACKNOWLEDGED)] = {BIT(DISPUTED) | BIT(REMEDIED) | BIT(WITHDRAWN),
                          BIT(DISPUTED) | BIT(REMEDIED), true, false,
                          "The challenge is acknowledged: it can be disputed or remedied" EITHER
                          "withdrawn or escalated" CPS_BY ".",
                          "The challenge is acknowledged: it can be disputed or remedied" FORCE_BY},
    [IS(DISPUTED)] =
        {BIT(MAINTAINED) | BIT(REMEDIED) | BIT(WITHDRAWN), BIT(REMEDIED), true, false,
         "The challenge is disputed: it can be remedied" EITHER
         "maintained, withdrawn or escalated" CPS_BY ".",
         "The challenge is disputed and the CPS is to answer: it can be remedied" FORCE_BY},
    [IS(MAINTAINED)] = {BIT(REMEDIED) | BIT(WITHDRAWN) | BIT(CLOSED), BIT(REMEDIED), true, false,
                        "The challenge is maintained: it can be remedied" EITHER
                        "withdrawn, closed or escalated" CPS_BY ".",
                        "The challenge is maintained: it can be remedied" FORCE_BY},
    [IS(WITHDRAWN)] = {BIT(CLOSED), 0, false, true,
                       "The challenge is withdrawn: it can be closed, or reopened with a "
                       "reason," CPS_BY ".",
                       "The challenge is withdrawn: there is nothing to answer."},
    [IS(REMEDIED)] = {BIT(CLOSED), 0, false, true,
                      "The challenge is remedied: it can be closed, or reopened with a "
                      "reason," CPS_BY ".",
                      "The challenge is remedied: there is nothing to answer."},
    [IS(CLOSED)] = {0, 0, false, true,
                    "The challenge is closed: it can be reopened with a reason" CPS_BY ".",
                    "The challenge is closed: there is nothing to answer."},
};

#define STATES (sizeof states / sizeof *states)

/* The operator stands for the CPS. */
static enum side side_of(Pfq__V1__Role role)
{
    switch (role) {
    case PFQ__V1__ROLE__ROLE_FORCE:
        return SIDE_FORCE;
    case PFQ__V1__ROLE__ROLE_OPERATOR:
    case PFQ__V1__ROLE__ROLE_CPS:
    case PFQ__V1__ROLE__ROLE_PROSECUTOR:
    case PFQ__V1__ROLE__ROLE_LEGAL_MANAGER:
    case PFQ__V1__ROLE__ROLE_AREA_MANAGER:
        return SIDE_CPS;
    case PFQ__V1__ROLE__ROLE_UNSPECIFIED:
    case _PFQ__V1__ROLE_IS_INT_SIZE:
        break;
    }
    return SIDE_NONE;
}

static const struct state *state_of(const Pfq__V1__ChallengeRow *row)
{
    return row->has_state && row->state > 0 && (size_t)row->state < STATES ? &states[row->state]
                                                                           : NULL;
}

static bool has_reason(const Pfq__V1__ChallengeMove *move)
{
    return move->reason != NULL && move->reason[0] != '\0';
}

/* --- what is refused --------------------------------------------------------------------- */

static const char *refuse_reopening(const struct state *state, const Pfq__V1__ChallengeMove *move)
{
    return !state->reopens ? state->cps_may
           : !has_reason(move)
               ? "Reopening needs a reason: say what has come to light since it was ended."
               : NULL;
}

static const char *refuse_escalation(const struct state *state, const Pfq__V1__ChallengeRow *row,
                                     const Pfq__V1__ChallengeMove *move)
{
    return !state->escalates          ? state->cps_may
           : row->level >= LEVEL_LAST ? "The challenge is on the last level of the ladder: it can "
                                        "be remedied, withdrawn or, when it is maintained, closed."
           : move->level <= row->level || move->level > LEVEL_LAST
               ? "The challenge can only be escalated to a higher level, 5 at most."
               : NULL;
}

/* The sentence by the state that it is in: it has moved since the mover looked. */
static const char *moved_meanwhile(const Pfq__V1__ChallengeRow *row)
{
    static const char *const sentences[] = {
        [IS(OPEN)] = "The challenge has moved meanwhile and is open: look at it again.",
        [IS(SENT)] = "The challenge has moved meanwhile and is sent: look at it again.",
        [IS(ACKNOWLEDGED)] =
            "The challenge has moved meanwhile and is acknowledged: look at it again.",
        [IS(DISPUTED)] = "The challenge has moved meanwhile and is disputed: look at it again.",
        [IS(MAINTAINED)] = "The challenge has moved meanwhile and is maintained: look at it again.",
        [IS(WITHDRAWN)] = "The challenge has moved meanwhile and is withdrawn: look at it again.",
        [IS(REMEDIED)] = "The challenge has moved meanwhile and is remedied: look at it again.",
        [IS(CLOSED)] = "The challenge has moved meanwhile and is closed: look at it again.",
    };
    return sentences[row->state];
}

static const char *refuse_force(const struct state *state, const Pfq__V1__ChallengeMove *move)
{
    bool may = !move->reopen && move->has_to && (size_t)move->to < STATES &&
               (state->force >> (unsigned)move->to & 1U) != 0;
    return may ? NULL : state->force_may;
}

static const char *refuse_cps(const struct state *state, const Pfq__V1__ChallengeRow *row,
                              const Pfq__V1__ChallengeMove *move)
{
    if (move->has_reopen && move->reopen) {
        return refuse_reopening(state, move);
    }
    if (!move->has_to) {
        return refuse_escalation(state, row, move);
    }
    bool may = (size_t)move->to < STATES && (state->cps >> (unsigned)move->to & 1U) != 0;
    return may ? NULL : state->cps_may;
}

const char *pfq_challenge_refuse(const Pfq__V1__ChallengeRow *row,
                                 const Pfq__V1__ChallengeMove *move, Pfq__V1__Role role)
{
    const struct state *state = state_of(row);
    enum side side = side_of(role);
    if (state == NULL) {
        return "There is no such challenge: raise it first.";
    }
    if (side == SIDE_NONE) {
        return "Only the force that is challenged and the CPS may move a challenge.";
    }
    if (move->has_from && move->from != row->state) {
        return moved_meanwhile(row);
    }
    return side == SIDE_FORCE ? refuse_force(state, move) : refuse_cps(state, row, move);
}

/* --- where they leave it ----------------------------------------------------------------- */

static void add_step(Pfq__V1__ChallengeRow *row, const Pfq__V1__Event *event, const char *reason,
                     struct pfq_arena *arena)
{
    Pfq__V1__ChallengeStep *step = pfq_arena_new(arena, Pfq__V1__ChallengeStep, 1);
    pfq__v1__challenge_step__init(step);
    step->has_at = true;
    step->at = event->happened_at;
    step->has_state = true;
    step->state = row->state;
    step->has_level = true;
    step->level = row->level;
    step->by = event->by;
    step->reason = (char *)(uintptr_t)reason;
    row->steps[row->n_steps++] = step;
    row->has_changed_at = true;
    row->changed_at = event->happened_at;
}

static void raise(Pfq__V1__ChallengeRow *row, const Pfq__V1__Event *event, struct pfq_arena *arena)
{
    row->raised = event->challenge_raise;
    row->has_state = true;
    row->state = IS(OPEN);
    row->has_level = true;
    row->level = row->raised->has_level ? row->raised->level : LEVEL_FIRST;
    row->has_raised_at = true;
    row->raised_at = event->happened_at;
    add_step(row, event, NULL, arena);
}

static void make_move(Pfq__V1__ChallengeRow *row, const Pfq__V1__Event *event,
                      struct pfq_arena *arena)
{
    const Pfq__V1__ChallengeMove *move = event->challenge_move;
    if (move->has_reopen && move->reopen) {
        row->state = IS(OPEN);
    } else if (move->has_to) {
        row->state = move->to;
    } else {
        row->level = move->level;
    }
    add_step(row, event, move->reason, arena);
}

void pfq_challenge_fold(const struct pfq_people_event *events, size_t count,
                        const struct pfq_people_rules *rules, struct pfq_arena *arena,
                        Pfq__V1__ChallengeRow *out)
{
    pfq__v1__challenge_row__init(out);
    out->steps = pfq_arena_new(arena, Pfq__V1__ChallengeStep *, count + 1);
    for (size_t i = 0; i < count; i++) {
        const Pfq__V1__Event *event = events[i].event;
        if (event->what_case == PFQ__V1__EVENT__WHAT_CHALLENGE_RAISE && out->raised == NULL) {
            raise(out, event, arena);
        } else if (event->what_case == PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE && out->raised != NULL) {
            make_move(out, event, arena);
        }
    }
    if (out->raised != NULL) {
        pfq_challenge_next_step(out, rules);
    }
}
