/* onto_digest.c - see onto_digest.h. */
#include "onto_digest.h"

#include <inttypes.h>
#include <string.h>

#include "feedback/render/figure.h"
#include "ladder.h"
#include "notice.h"
#include "promise.h"

struct onto {
    Pfq__V1__Digest *digest;
    const Pfq__V1__PeopleRows *rows;
    int32_t today;
    struct pfq_arena *arena;
};

/* "43, " where the digest is of several forces. */
static const char *whose(const struct onto *o, const char *force)
{
    return o->digest->force != NULL || force == NULL ? ""
                                                     : pfq_arena_printf(o->arena, "%s, ", force);
}

/* --- themes ---------------------------------------------------------------------------- */

static struct effect_month *months_of(const struct onto *o, const Pfq__V1__ThemeLine *line)
{
    struct effect_month *months = pfq_arena_new(o->arena, struct effect_month, line->n_trend + 1);
    for (size_t i = 0; i < line->n_trend; i++) {
        const Pfq__V1__TrendPoint *p = line->trend[i];
        months[i] = (struct effect_month){p->month, {(int64_t)p->failing, (int64_t)p->files}};
    }
    return months;
}

static void add_mark(const struct onto *o, Pfq__V1__ThemeLine *line, const char *what, int32_t date)
{
    Pfq__V1__ThemeMark *mark = pfq_arena_new(o->arena, Pfq__V1__ThemeMark, 1);
    pfq__v1__theme_mark__init(mark);
    mark->has_date = true;
    mark->date = date;
    mark->label = pfq_arena_printf(o->arena, "%s %s", what, figure_date(date, o->arena));
    line->marks[line->n_marks++] = mark;
}

/* What changed after each challenge on the theme, those that are over too. */
static void add_asked(const struct onto *o, Pfq__V1__ThemeLine *line,
                      const struct effect_month *months)
{
    for (size_t i = 0; i < o->rows->n_challenges && line->n_done < ONTO_DIGEST_LINES; i++) {
        const Pfq__V1__ChallengeRow *row = o->rows->challenges[i];
        const char *words = row->raised != NULL && ladder_same_theme(row->raised->theme, line->key)
                                ? promise_effect(row, months, line->n_trend, o->arena)
                                : NULL;
        if (words != NULL) {
            int32_t sent = promise_sent(row);
            line->done[line->n_done++] =
                pfq_arena_printf(o->arena, "Challenge %s, sent on %s: %s", row->raised->id,
                                 figure_date(sent, o->arena), words);
            add_mark(o, line, "challenge", sent);
        }
    }
}

static void add_done(const struct onto *o, Pfq__V1__ThemeLine *line)
{
    const struct effect_month *months = months_of(o, line);
    line->done = pfq_arena_new(o->arena, char *, ONTO_DIGEST_LINES);
    line->marks = pfq_arena_new(o->arena, Pfq__V1__ThemeMark *, ONTO_DIGEST_LINES);
    add_asked(o, line, months);
    for (size_t i = 0; i < o->rows->n_actions && line->n_done < ONTO_DIGEST_LINES; i++) {
        const Pfq__V1__Action *a = o->rows->actions[i]->action;
        if (a == NULL || !ladder_same_theme(a->theme, line->key)) {
            continue;
        }
        line->done[line->n_done++] =
            (char *)(uintptr_t)promise_words(a, months, line->n_trend, o->arena);
        if (a->done) {
            bool training = a->kind == PFQ__V1__ACTION_KIND__ACTION_KIND_TRAINING;
            add_mark(o, line, training ? "training" : "action", a->date);
        }
    }
}

/* --- lists ------------------------------------------------------------------------------ */

/* Who has to say something next. */
static const char *turn_of(Pfq__V1__ChallengeState state)
{
    switch ((int)state) {
    case PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT:
        return "the force's turn, to acknowledge it";
    case PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_ACKNOWLEDGED:
        return "the force's turn, to answer";
    case PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_DISPUTED:
        return "the CPS's turn, to maintain or withdraw it";
    case PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_MAINTAINED:
        return "the force's turn, to do what is wanted";
    default:
        return "the CPS's turn, to close it";
    }
}

/* "level 3", and in a pack who deals with it there. */
static const char *level_of(const struct onto *o, uint32_t level)
{
    const char *words = pfq_arena_printf(o->arena, "level %" PRIu32, level);
    return o->digest->kind != PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK || level > LADDER_TOP
               ? words
               : pfq_arena_printf(o->arena, "%s (police: %s; CPS: %s)", words,
                                  ladder_levels[level].police, ladder_levels[level].cps);
}

static void add_challenge(const struct onto *o, const Pfq__V1__ChallengeRow *row)
{
    const Pfq__V1__ChallengeRaise *r = row->raised;
    Pfq__V1__Digest *d = o->digest;
    if (r == NULL || ladder_is_over(row->state) ||
        row->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN ||
        d->n_challenges == ONTO_DIGEST_LINES) {
        return;
    }
    bool late = r->due_date != 0 && r->due_date < o->today;
    d->challenges[d->n_challenges++] = pfq_arena_printf(
        o->arena, "%s%s, %s: %s, %s; %s. Wanted by %s%s: %s", whose(o, r->force), r->id,
        notice_about(r, o->arena), notice_state(row->state), level_of(o, row->level),
        turn_of(row->state), figure_date(r->due_date, o->arena), late ? " (overdue)" : "",
        r->wanted == NULL ? "" : r->wanted);
}

static void add_overdue(const struct onto *o, const Pfq__V1__Action *a)
{
    Pfq__V1__Digest *d = o->digest;
    if (a != NULL && a->theme != NULL && !a->done && a->due_date != 0 && a->due_date < o->today &&
        d->n_challenges < ONTO_DIGEST_LINES) {
        d->challenges[d->n_challenges++] =
            pfq_arena_printf(o->arena, "%s%s: overdue. %s", whose(o, a->theme->force),
                             notice_theme(a->theme, o->arena), promise_words(a, NULL, 0, o->arena));
    }
}

static void add_muted(const struct onto *o, const Pfq__V1__MuteRow *row)
{
    Pfq__V1__Digest *d = o->digest;
    if (!row->active || row->mute == NULL || row->mute->theme == NULL ||
        d->n_muted == ONTO_DIGEST_LINES) {
        return;
    }
    d->muted[d->n_muted++] = pfq_arena_printf(
        o->arena, "%s%s, until %s: %s", whose(o, row->mute->theme->force),
        notice_theme(row->mute->theme, o->arena), figure_date(row->mute->until_date, o->arena),
        row->mute->reason == NULL ? "" : row->mute->reason);
}

void onto_digest(Pfq__V1__Digest *digest, const Pfq__V1__PeopleRows *rows, int32_t today,
                 struct pfq_arena *arena)
{
    struct onto o = {digest, rows, today, arena};
    digest->challenges = pfq_arena_new(arena, char *, ONTO_DIGEST_LINES);
    digest->muted = pfq_arena_new(arena, char *, ONTO_DIGEST_LINES);
    for (size_t i = 0; i < digest->n_themes; i++) {
        add_done(&o, digest->themes[i]);
    }
    for (size_t i = 0; i < rows->n_challenges; i++) {
        add_challenge(&o, rows->challenges[i]);
    }
    for (size_t i = 0; i < rows->n_actions; i++) {
        add_overdue(&o, rows->actions[i]->action);
    }
    for (size_t i = 0; i < rows->n_mutes; i++) {
        add_muted(&o, rows->mutes[i]);
    }
}
