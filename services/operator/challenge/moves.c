/* moves.c - the steps of a challenge: send, acknowledge, respond, escalate, resolve, reopen.
 *
 * Which steps there are from where, and for whom, is decided in store (pfq/people.h); what is
 * refused is refused with a sentence that says what may be done instead.  Each tells the state
 * that it was seen in, so that two people do not pass each other. */
#include <string.h>

#include "challenge.h"
#include "feedback/challenge/notice.h"

#define STATE(name) PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##name

enum {
    OPT_REASON = OPT_CHALLENGE_OWN,
    OPT_LEVEL,
    OPT_DISPUTE,
    OPT_DONE,
    OPT_MAINTAIN,
    OPT_WITHDRAW,
    OPT_REMEDIED,
    OPT_CLOSE,
    LEVEL_MAX = 5
};

struct step {
    struct people people;
    const char *id;
    const char *reason;
    Pfq__V1__ChallengeState to; /* 0: not said */
    uint32_t level;             /* 0: the next one */
    bool needs_to;
    bool needs_reason;
};

static void set_to(struct step *s, Pfq__V1__ChallengeState to, struct argp_state *state)
{
    if (s->to != 0) {
        argp_error(state, "one answer at a time");
    }
    s->to = to;
}

static void set_answer(struct step *s, Pfq__V1__ChallengeState to, const char *reason,
                       struct argp_state *state)
{
    set_to(s, to, state);
    s->reason = reason;
}

static void check_words(const struct step *s, struct argp_state *state)
{
    if (s->id == NULL) {
        argp_error(state, "name the challenge by its id: pfq challenge list shows them");
    } else if (s->needs_to && s->to == 0) {
        argp_error(state, "say what became of it: one of the options above");
    } else if (s->needs_reason && s->reason == NULL) {
        argp_error(state, "say why: --reason TEXT");
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct step *s = state->input;
    switch (key) {
    case OPT_REASON:
        s->reason = arg;
        return 0;
    case OPT_LEVEL:
        s->level = (uint32_t)option_number(state, "the level", arg, 1, LEVEL_MAX);
        return 0;
    case OPT_DISPUTE:
        set_answer(s, STATE(DISPUTED), arg, state);
        return 0;
    case OPT_DONE:
        set_answer(s, STATE(REMEDIED), arg, state);
        return 0;
    case OPT_MAINTAIN:
        set_to(s, STATE(MAINTAINED), state);
        return 0;
    case OPT_WITHDRAW:
        set_to(s, STATE(WITHDRAWN), state);
        return 0;
    case OPT_REMEDIED:
        set_to(s, STATE(REMEDIED), state);
        return 0;
    case OPT_CLOSE:
        set_to(s, STATE(CLOSED), state);
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &s->people;
        return 0;
    case ARGP_KEY_ARG:
        if (s->id != NULL) {
            argp_error(state, "one challenge at a time; texts with spaces need quotes");
        }
        s->id = arg;
        return 0;
    case ARGP_KEY_END:
        check_words(s, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- telling ---------------------------------------------------------------------- */

static const char *said(struct step *s, const Pfq__V1__ChallengeMove *move, uint32_t level)
{
    struct pfq_arena *arena = &s->people.arena;
    if (move->reopen) {
        return pfq_arena_printf(arena, "%s is open again. To send it: %s", s->id,
                                challenge_next(&s->people, "send", s->id));
    }
    return move->has_to ? pfq_arena_printf(arena, "%s is %s.", s->id, notice_state(move->to))
                        : pfq_arena_printf(arena, "%s goes to level %u.", s->id, (unsigned)level);
}

static enum pfq_exit tell(struct step *s, Pfq__V1__ChallengeMove *move)
{
    Pfq__V1__ChallengeRow *row = NULL;
    enum pfq_exit code = challenge_find(&s->people, s->id, &row);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    Pfq__V1__Event *event = challenge_event(&s->people);
    move->id = challenge_text(&s->people, s->id);
    move->reason = challenge_text(&s->people, s->reason);
    move->has_from = row->has_state;
    move->from = row->state;
    if (!move->has_to && !move->reopen) {
        move->has_level = true;
        move->level = s->level != 0 ? s->level : row->level + 1;
    }
    event->what_case = PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE;
    event->challenge_move = move;
    return challenge_tell(&s->people, event, s->id, said(s, move, move->level));
}

static int run(struct step *s, const struct argp *argp, bool reopen, int argc, char **argv)
{
    Pfq__V1__ChallengeMove move = PFQ__V1__CHALLENGE_MOVE__INIT;
    folk_open(&s->people, "challenge");
    (void)argp_parse(argp, argc, argv, 0, NULL, s);
    move.has_to = s->to != 0;
    move.to = s->to;
    move.has_reopen = move.reopen = reopen;
    enum pfq_exit code = tell(s, &move);
    folk_close(&s->people);
    return (int)code;
}

/* --- the commands ------------------------------------------------------------------ */

#define REASON(text)                                                                               \
    {                                                                                              \
        "reason", OPT_REASON, "TEXT", 0, text, 0                                                   \
    }

static const struct argp_child children[] = PEOPLE_CHILDREN;

static const struct argp_option reason_options[] = {
    REASON("with it, at most 500 characters; the other side reads it"), {0}};

int challenge_send(int argc, char **argv)
{
    struct step s = {.to = STATE(SENT)};
    const struct argp argp = {reason_options,
                              parse,
                              "ID",
                              "Send a challenge that was written and not sent. It goes into the "
                              "force's mailbox, and to whoever deals with its level.",
                              children,
                              NULL,
                              NULL};
    return run(&s, &argp, false, argc, argv);
}

int challenge_acknowledge(int argc, char **argv)
{
    struct step s = {.to = STATE(ACKNOWLEDGED)};
    const struct argp argp = {reason_options,
                              parse,
                              "ID",
                              "Say that the force has read a challenge. It climbs no further by "
                              "itself.\vExample: pfq challenge acknowledge ch-20261123-1a2b3c",
                              children,
                              NULL,
                              NULL};
    return run(&s, &argp, false, argc, argv);
}

int challenge_respond(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"dispute", OPT_DISPUTE, "WHY", 0, "it is not so; at most 500 characters", 0},
        {"done", OPT_DONE, "WHAT", 0, "what was wanted has been done; at most 500 characters", 0},
        {0}};
    struct step s = {.needs_to = true};
    const struct argp argp = {options,
                              parse,
                              "ID",
                              "Answer a challenge, as the force.\vExample: pfq challenge respond "
                              "ch-20261123-1a2b3c --done 'Summaries are checked by a supervisor'",
                              children,
                              NULL,
                              NULL};
    return run(&s, &argp, false, argc, argv);
}

int challenge_escalate(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"to", OPT_LEVEL, "LEVEL", 0, "which level, 2 to 5 (else the next one)", 0},
        REASON("why, at most 500 characters; the other side reads it"),
        {0}};
    struct step s = {.needs_reason = true};
    const struct argp argp = {options,
                              parse,
                              "ID",
                              "Take a challenge to a higher level now. By itself it climbs while "
                              "nobody at the force acknowledges it.",
                              children,
                              NULL,
                              NULL};
    return run(&s, &argp, false, argc, argv);
}

int challenge_resolve(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"maintain", OPT_MAINTAIN, NULL, 0, "it was disputed, and it stands", 0},
        {"withdraw", OPT_WITHDRAW, NULL, 0, "the CPS takes it back", 0},
        {"remedied", OPT_REMEDIED, NULL, 0, "what was wanted has been done", 0},
        {"close", OPT_CLOSE, NULL, 0, "nothing more is to be done", 0},
        REASON("why, at most 500 characters; the other side reads it"),
        {0}};
    struct step s = {.needs_to = true};
    const struct argp argp = {options,
                              parse,
                              "ID",
                              "Record what became of a challenge, as the CPS.\vExample: pfq "
                              "challenge resolve ch-20261123-1a2b3c --maintain --reason 'Three "
                              "further files this week'",
                              children,
                              NULL,
                              NULL};
    return run(&s, &argp, false, argc, argv);
}

int challenge_reopen(int argc, char **argv)
{
    struct step s = {.needs_reason = true};
    const struct argp argp = {reason_options,
                              parse,
                              "ID",
                              "Open a challenge again that was withdrawn, remedied or closed, with "
                              "a reason. Then send it.",
                              children,
                              NULL,
                              NULL};
    return run(&s, &argp, true, argc, argv);
}
