/* notice.c - see notice.h. */
#include "notice.h"

#include <inttypes.h>
#include <string.h>

#include "feedback/digest/digest.h"
#include "feedback/render/figure.h"
#include "feedback/themes/systems.h"
#include "ladder.h"
#include "pfq/clock.h"

static const char *or_nothing(const char *text)
{
    return text == NULL ? "" : text;
}

const char *notice_theme(const Pfq__V1__ThemeKey *key, struct pfq_arena *arena)
{
    static const char *const case_types[] = {
        [PFQ__V1__CASE_TYPE__CASE_TYPE_MC] = ", magistrates' court",
        [PFQ__V1__CASE_TYPE__CASE_TYPE_CC] = ", Crown Court",
        [PFQ__V1__CASE_TYPE__CASE_TYPE_RASSO] = ", rape and serious sexual offences",
        [PFQ__V1__CASE_TYPE__CASE_TYPE_CCU] = ", complex casework",
        [PFQ__V1__CASE_TYPE__CASE_TYPE_UNKNOWN] = ", case type not known",
    };
    bool typed = key->has_case_type && key->case_type >= PFQ__V1__CASE_TYPE__CASE_TYPE_MC &&
                 key->case_type <= PFQ__V1__CASE_TYPE__CASE_TYPE_UNKNOWN;
    return pfq_arena_printf(arena, "%s%s%s%s%s", themes_system(key)->before,
                            digest_theme_title(or_nothing(key->name)),
                            key->police_unit == NULL ? "" : ", unit ", or_nothing(key->police_unit),
                            typed ? case_types[key->case_type] : "");
}

const char *notice_about(const Pfq__V1__ChallengeRaise *raised, struct pfq_arena *arena)
{
    return raised->theme != NULL ? notice_theme(raised->theme, arena)
                                 : pfq_arena_printf(arena, "the file %s", or_nothing(raised->urn));
}

const char *notice_state(Pfq__V1__ChallengeState state)
{
    static const char *const words[] = {
        [PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_UNSPECIFIED] = "not known",
        [PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN] = "written, not sent",
        [PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT] = "sent, not acknowledged",
        [PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_ACKNOWLEDGED] = "acknowledged",
        [PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_DISPUTED] = "disputed by the force",
        [PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_MAINTAINED] = "maintained by the CPS",
        [PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_WITHDRAWN] = "withdrawn",
        [PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_REMEDIED] = "remedied",
        [PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_CLOSED] = "closed",
    };
    bool known = state >= PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN &&
                 state <= PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_CLOSED;
    return words[known ? state : PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_UNSPECIFIED];
}

/* An OPEN that is not its first step: it was opened again. */
const char *notice_step(const Pfq__V1__ChallengeRow *row, size_t step)
{
    Pfq__V1__ChallengeState state = row->steps[step]->state;
    return step > 0 && state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN
               ? "opened again, not sent yet"
               : notice_state(state);
}

const char *notice_stands(const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena)
{
    bool written = row->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN;
    return ladder_reopened(row) == 0 ? notice_state(row->state)
           : written                 ? notice_step(row, row->n_steps - 1)
                     : pfq_arena_printf(arena, "opened again, %s", notice_state(row->state));
}

/* --- how to answer ----------------------------------------------------------------- */

static const char *reply_to_sent(const char *id, struct pfq_arena *arena)
{
    return pfq_arena_printf(
        arena,
        "You have the right to reply. Say that you have it, and then that it is not so and why, or "
        "what was done: answer this message, naming %s, or use your mailbox: pfq challenge "
        "acknowledge %s; pfq challenge respond %s --dispute \"why\"; pfq challenge respond %s "
        "--done \"what\". Acknowledging it stops it from going to the next level.",
        id, id, id, id);
}

static const char *reply_to_acknowledged(const char *id, struct pfq_arena *arena)
{
    return pfq_arena_printf(
        arena,
        "You have the right to reply. Say that it is not so and why, or what was done: answer this "
        "message, naming %s, or use your mailbox: pfq challenge respond %s --dispute \"why\"; pfq "
        "challenge respond %s --done \"what\". It does not go to the next level by itself.",
        id, id, id);
}

const char *notice_reply(const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena)
{
    const char *id = row->raised->id;
    switch ((int)row->state) {
    case PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN:
        return ladder_reopened(row) == 0
                   ? NULL
                   : "It was opened again; until it is sent there is nothing to answer.";
    case PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT:
        return reply_to_sent(id, arena);
    case PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_ACKNOWLEDGED:
        return reply_to_acknowledged(id, arena);
    case PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_DISPUTED:
    case PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_MAINTAINED:
        return pfq_arena_printf(
            arena,
            "%s Once what is wanted is done, say what was done: answer this message, naming %s, or "
            "use your mailbox: pfq challenge respond %s --done \"what\".",
            row->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_DISPUTED
                ? "You disputed it, and the CPS is to answer."
                : "You disputed it, and the CPS maintains it.",
            id, id);
    default:
        return NULL;
    }
}

/* --- the message ------------------------------------------------------------------- */

static const char *line(const char *before, const char *name, const char *text,
                        struct pfq_arena *arena)
{
    return text == NULL || text[0] == '\0'
               ? before
               : pfq_arena_printf(arena, "%s%s: %s\n", before, name, text);
}

static const char *check_words(const Pfq__V1__ChallengeRaise *r, struct pfq_arena *arena)
{
    return r->check == NULL
               ? r->rule_version
               : pfq_arena_printf(arena, "check %s of %s", r->check,
                                  r->rule_version == NULL ? "the catalogue" : r->rule_version);
}

static const char *level_words(uint32_t level, struct pfq_arena *arena)
{
    const struct ladder_level *l = &ladder_levels[level > LADDER_TOP ? LADDER_TOP : level];
    return pfq_arena_printf(arena, "%" PRIu32 " of %d (police: %s; CPS: %s)", level, LADDER_TOP,
                            l->police, l->cps);
}

static const char *facts(const Pfq__V1__ChallengeRow *row, enum audience audience,
                         struct pfq_arena *arena)
{
    const Pfq__V1__ChallengeRaise *r = row->raised;
    const char *text = line("", "About", notice_about(r, arena), arena);
    text = line(text, "Fact", r->fact, arena);
    text = line(text, "Rule", check_words(r, arena), arena);
    text = line(text, "Wanted", r->wanted, arena);
    text = line(text, "By", figure_date(r->due_date, arena), arena);
    text = line(text, "Level", level_words(row->level, arena), arena);
    text = line(text, "It stands", notice_stands(row, arena), arena);
    if (audience == AUDIENCE_INSIDE) {
        text = line(text, "Owner", r->owner, arena);
        text = line(text, "Note", r->note, arena);
    }
    return text;
}

struct notice notice_level(const Pfq__V1__ChallengeRow *row, enum audience audience,
                           struct pfq_arena *arena)
{
    const Pfq__V1__ChallengeRaise *r = row->raised;
    const char *by =
        r->due_date == 0 ? "" : pfq_arena_printf(arena, ", by %s", figure_date(r->due_date, arena));
    struct notice n = {
        .subject = pfq_arena_printf(arena, "Challenge %s, level %" PRIu32 ": an answer is wanted%s",
                                    r->id, row->level, by)};
    n.text = pfq_arena_printf(
        arena, "%s\n%s", facts(row, audience, arena),
        audience == AUDIENCE_INSIDE
            ? pfq_arena_printf(arena,
                               "The force has the same message. To take it into a meeting: pfq "
                               "challenge brief %s\n",
                               r->id)
            : pfq_arena_printf(arena, "%s\n", or_nothing(notice_reply(row, arena))));
    return n;
}

struct notice notice_owner(const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena)
{
    const Pfq__V1__ChallengeRaise *r = row->raised;
    uint32_t next = row->level < LADDER_TOP ? row->level + 1 : LADDER_TOP;
    const char *day = figure_date(pfq_london_date(row->next_step_at), arena);
    struct notice n = {.subject =
                           pfq_arena_printf(arena, "Challenge %s goes to level %" PRIu32 " on %s",
                                            r->id, next, day)};
    n.text = pfq_arena_printf(
        arena,
        "For its owner, %s.\n\n%s\nNobody at the force has acknowledged it. On %s it goes to level "
        "%" PRIu32 ": %s for the police, %s for the CPS. An acknowledgement stops that.\n",
        r->owner == NULL ? "who is not named" : r->owner, facts(row, AUDIENCE_INSIDE, arena), day,
        next, ladder_levels[next].police, ladder_levels[next].cps);
    return n;
}

struct notice notice_mute(const Pfq__V1__MuteRow *row, struct pfq_arena *arena)
{
    const Pfq__V1__Mute *m = row->mute;
    const char *day = figure_date(m->until_date, arena);
    const char *theme = notice_theme(m->theme, arena);
    struct notice n = {.subject = pfq_arena_printf(arena, "Muted until %s: %s, force %s", day,
                                                   theme, or_nothing(m->theme->force))};
    n.text = pfq_arena_printf(
        arena,
        "For its owner, %s.\n\n%s of force %s is muted until %s, because: %s\n\nAfter that day it "
        "is "
        "told of again. To go on: pfq mute %s --force %s%s%s, with a new reason and day.\n",
        m->owner == NULL ? "who is not named" : m->owner, theme, or_nothing(m->theme->force), day,
        or_nothing(m->reason), or_nothing(m->theme->name), or_nothing(m->theme->force),
        themes_system(m->theme) == themes_systems ? "" : " --system ",
        themes_system(m->theme) == themes_systems ? "" : themes_system(m->theme)->name);
    return n;
}
