/* raise.c - `pfq challenge raise`: on a case or a theme, with its evidence filled in. */
#include <string.h>

#include "challenge.h"
#include "feedback/challenge/ladder.h"
#include "feedback/challenge/notice.h"
#include "operator/report.h"
#include "pfq/clock.h"
#include "pfq/json.h"

enum {
    OPT_URN = OPT_CHALLENGE_OWN,
    OPT_CHECK,
    OPT_FACT,
    OPT_WANTED,
    OPT_DUE,
    OPT_LEVEL,
    OPT_OWNER,
    OPT_NOTE,
    OPT_NAME,
    OPT_DRAFT,
    OPT_MENDED,
    OPT_ANYWAY,
    LEVEL_MAX = 5,
    ID_DIGITS = 6
};

struct raising {
    struct people people;
    struct theme_option theme;
    Pfq__V1__ChallengeRaise raise;
    bool draft;
    struct case_although although;
    const char *why; /* at its level; NULL: it was given, or is the first */
};

static const struct argp_option options[] = {
    {"urn", OPT_URN, "URN", 0, "the case", 0},
    {"check", OPT_CHECK, "ID", 0,
     "of the case: the check that fails (else the worst of the last submission)", 0},
    {"wanted", OPT_WANTED, "TEXT", 0, "what the force is asked to do", 0},
    {"due", OPT_DUE, "DATE", 0, "by when, such as 2026-12-01", 0},
    {"fact", OPT_FACT, "TEXT", 0, "what is so (else from the findings, or the theme's figures)", 0},
    {"level", OPT_LEVEL, "N", 0, "of the ladder, 1 to 5 (else what the facts call for, or 1)", 0},
    {"owner", OPT_OWNER, "STAFF", 0, "who answers for it at the CPS (else --by)", 0},
    {"note", OPT_NOTE, "TEXT", 0,
     "for legal managers and the operator alone, at most 200 characters", 0},
    {"id", OPT_NAME, "ID", 0, "its name for ever (else made up from the day and the matter)", 0},
    {"mended", OPT_MENDED, NULL, 0, "although the last submission does not fail by it any more", 0},
    {"anyway", OPT_ANYWAY, NULL, 0,
     "although the CPS accepted a dispute of it, or its assessor does not agree with it", 0},
    {"draft", OPT_DRAFT, NULL, 0, "write it and do not send it yet", 0},
    {0}};

static void check_words(const struct raising *r, struct argp_state *state)
{
    const struct theme_option *t = &r->theme;
    if ((r->raise.urn != NULL) == (t->name != NULL)) {
        argp_error(state, "name a case with --urn, or a theme with --theme and --force");
    } else if (t->name != NULL && t->force == NULL) {
        argp_error(state, "a theme is of a force: --force NN");
    } else if (r->raise.wanted == NULL || !r->raise.has_due_date) {
        argp_error(state, "a challenge says what is wanted and by when: --wanted TEXT --due DATE");
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct raising *r = state->input;
    Pfq__V1__ChallengeRaise *raise = &r->raise;
    switch (key) {
    case OPT_URN:
        raise->urn = (char *)(uintptr_t)folk_urn(state, arg);
        return 0;
    case OPT_CHECK:
        raise->check = arg;
        return 0;
    case OPT_FACT:
        raise->fact = arg;
        return 0;
    case OPT_WANTED:
        raise->wanted = arg;
        return 0;
    case OPT_DUE:
        raise->has_due_date = true;
        raise->due_date = option_day(state, "--due", arg);
        return 0;
    case OPT_LEVEL:
        raise->has_level = true;
        raise->level = (uint32_t)option_number(state, "the level", arg, 1, LEVEL_MAX);
        return 0;
    case OPT_OWNER:
        raise->owner = arg;
        return 0;
    case OPT_NOTE:
        raise->note = arg;
        return 0;
    case OPT_NAME:
        raise->id = arg;
        return 0;
    case OPT_DRAFT:
        r->draft = true;
        return 0;
    case OPT_MENDED:
        r->although.mended = true;
        return 0;
    case OPT_ANYWAY:
        r->although.anyway = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &r->theme;
        state->child_inputs[1] = &r->people;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is no option; texts with spaces need quotes", arg);
        return EINVAL;
    case ARGP_KEY_END:
        check_words(r, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&theme_argp, 0, "Of a theme:", 2}, {&folk_argp, 0, NULL, 0}, {0}};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .doc = "Write a challenge and send it to the force. The fact, the version of the rule and the "
           "evidence are filled in from what is stored.\v"
           "Example: pfq challenge raise --urn 43AA1234526 --check VW01 --due 2026-12-01 --wanted "
           "'Say whether a statement was offered'"};

/* The same matter on the same day is the same challenge. */
static char *name_of(const struct raising *r, struct pfq_arena *arena)
{
    uint8_t digest[PFQ_DIGEST_BYTES];
    char day[PFQ_INSTANT_TEXT];
    const Pfq__V1__ChallengeRaise *raise = &r->raise;
    const char *matter = raise->theme == NULL
                             ? pfq_arena_printf(arena, "%s/%s", raise->urn, raise->check)
                             : pfq_json_write(&raise->theme->base, PFQ_JSON_CANONICAL, arena);
    pfq_digest((struct pfq_bytes){(const uint8_t *)matter, strlen(matter)}, digest);
    (void)snprintf(day, sizeof day, "%d", (int)pfq_london_date(r->people.now_ms));
    return pfq_arena_printf(arena, "ch-%s-%02x%02x%02x", day, digest[0], digest[1], digest[2]);
}

/* Where the facts of now have it begin. */
static void choose_level(struct raising *r, const Pfq__V1__ThemeMove *move)
{
    struct pfq_people_rules rules;
    struct ladder_facts facts = {.move = move};
    Pfq__V1__ChallengeRow row = PFQ__V1__CHALLENGE_ROW__INIT;
    if (r->raise.has_level) {
        return;
    }
    pfq_people_rules_default(&rules);
    row.raised = &r->raise;
    row.raised_at = r->people.now_ms;
    struct ladder_call call = ladder_called(&row, &facts, &rules, &r->people.arena);
    bool now = call.level > 0 && call.since <= r->people.now_ms;
    r->raise.has_level = true;
    r->raise.level = now ? call.level : 1;
    r->why = now ? call.why : NULL;
}

static enum pfq_exit fill(struct raising *r)
{
    struct people *p = &r->people;
    Pfq__V1__ChallengeRaise *raise = &r->raise;
    const Pfq__V1__ThemeMove *move = NULL;
    if (r->theme.name != NULL) {
        raise->theme = theme_key(&r->theme, &p->arena);
        raise->force = raise->theme->force;
    }
    enum pfq_exit code =
        raise->theme != NULL ? theme_fact(p, raise, &move) : case_fact(p, raise, r->although);
    if (code == PFQ_EXIT_GOOD) {
        choose_level(r, move);
    }
    raise->owner = raise->owner != NULL ? raise->owner : challenge_text(p, p->by);
    raise->id = raise->id != NULL || code != PFQ_EXIT_GOOD ? raise->id : name_of(r, &p->arena);
    return code;
}

static const char *level_words(struct raising *r)
{
    return r->why == NULL
               ? ""
               : pfq_arena_printf(&r->people.arena, " (%s --level 1 begins at the foot.)", r->why);
}

static enum pfq_exit send(struct raising *r)
{
    struct people *p = &r->people;
    Pfq__V1__ChallengeMove move = PFQ__V1__CHALLENGE_MOVE__INIT;
    Pfq__V1__Event *event = challenge_event(p);
    event->happened_at++; /* after it was written */
    move.id = r->raise.id;
    move.has_to = move.has_from = true;
    move.to = PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT;
    move.from = PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN;
    event->what_case = PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE;
    event->challenge_move = &move;
    return challenge_tell(p, event, r->raise.id,
                          pfq_arena_printf(&p->arena, "%s is sent to force %s, at level %u%s: %s",
                                           r->raise.id, r->raise.force, (unsigned)r->raise.level,
                                           level_words(r), r->raise.fact));
}

static enum pfq_exit raise_it(struct raising *r)
{
    struct people *p = &r->people;
    enum pfq_exit code = fill(r);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    Pfq__V1__Event *event = challenge_event(p);
    event->what_case = PFQ__V1__EVENT__WHAT_CHALLENGE_RAISE;
    event->challenge_raise = &r->raise;
    code = challenge_tell(
        p, event, r->raise.id,
        pfq_arena_printf(
            &p->arena, "%s is written%s%s", r->raise.id,
            r->raise.note == NULL ? "" : ", its note for legal managers and the operator alone",
            r->draft ? pfq_arena_printf(&p->arena, ", not sent. To send it: %s",
                                        challenge_next(p, "send", r->raise.id))
                     : "."));
    return code == PFQ_EXIT_GOOD && !r->draft ? send(r) : code;
}

int challenge_raise(int argc, char **argv)
{
    struct raising r = {.draft = false};
    pfq__v1__challenge_raise__init(&r.raise);
    folk_open(&r.people, "challenge");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &r);
    enum pfq_exit code = raise_it(&r);
    folk_close(&r.people);
    return (int)code;
}
