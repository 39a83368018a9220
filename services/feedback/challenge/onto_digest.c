/* onto_digest.c - see onto_digest.h. */
#include "onto_digest.h"

#include <inttypes.h>
#include <string.h>

#include "feedback/digest/digest.h"
#include "feedback/render/figure.h"
#include "feedback/themes/themes.h"
#include "ladder.h"
#include "notice.h"
#include "promise.h"

struct onto {
    Pfq__V1__Digest *digest;
    const Pfq__V1__PeopleRows *rows;
    const struct digest_facts *facts;
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

static char *action_line(const struct onto *o, const Pfq__V1__Action *a,
                         const struct effect_month *months, size_t count)
{
    return pfq_arena_printf(o->arena, "%s%s", promise_words(a, months, count, o->arena),
                            promise_beside(a, o->rows->actions, o->rows->n_actions, o->arena));
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
        line->done[line->n_done++] = action_line(o, a, months, line->n_trend);
        if (a->done) {
            bool training = a->kind == PFQ__V1__ACTION_KIND__ACTION_KIND_TRAINING;
            add_mark(o, line, training ? "training" : "action", a->date);
        }
    }
}

/* Is it told of with its chart? */
static bool has_chart(const struct onto *o, const Pfq__V1__ThemeKey *key)
{
    for (size_t i = 0; i < o->digest->n_themes; i++) {
        const Pfq__V1__ThemeLine *line = o->digest->themes[i];
        if (line->n_trend > 0 && ladder_same_theme(line->key, key)) {
            return true;
        }
    }
    return false;
}

/* What was done about themes that have no chart here, as it is with those where it worked. */
static void add_worked(const struct onto *o)
{
    Pfq__V1__Digest *d = o->digest;
    struct effect_month months[DIGEST_TREND_MONTHS];
    d->done = pfq_arena_new(o->arena, char *, ONTO_DIGEST_LINES);
    for (size_t i = 0; i < o->rows->n_actions && d->n_done < ONTO_DIGEST_LINES; i++) {
        const Pfq__V1__Action *a = o->rows->actions[i]->action;
        if (o->facts == NULL || a == NULL || a->theme == NULL || !a->done ||
            has_chart(o, a->theme)) {
            continue;
        }
        struct digest_month shares[DIGEST_TREND_MONTHS];
        size_t count = digest_theme_months(o->facts, a->theme, shares);
        for (size_t m = 0; m < count; m++) {
            months[m] = (struct effect_month){shares[m].month, shares[m].share};
        }
        if (count > 0 && a->date / 100 >= months[0].month) {
            d->done[d->n_done++] = pfq_arena_printf(o->arena, "%s%s. %s", whose(o, a->theme->force),
                                                    notice_theme(a->theme, o->arena),
                                                    action_line(o, a, months, count));
        }
    }
}

/* --- lists ------------------------------------------------------------------------------ */

static size_t length_of(char *const *lines, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length += strlen(lines[i]);
    }
    return length;
}

/* A line more, or one more of those that are only counted: by then all others are, too. */
static void add_line(char **lines, size_t *count, size_t *more, char *line)
{
    if (*more == 0 && *count < ONTO_DIGEST_OPEN &&
        length_of(lines, *count) + strlen(line) <= ONTO_DIGEST_BYTES) {
        lines[(*count)++] = line;
    } else {
        ++*more;
    }
}

static void say_more(const struct onto *o, char **lines, size_t *count, size_t more,
                     const char *where)
{
    if (more > 0) {
        lines[(*count)++] = pfq_arena_printf(o->arena, "And %zu more: %s", more, where);
    }
}

/* The force knows what was sent to it once; what is only written is for an Area's own. */
static bool is_open(const struct onto *o, const Pfq__V1__ChallengeRow *row)
{
    bool written = row->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN;
    return row->raised != NULL && !ladder_is_over(row->state) &&
           row->state != PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_UNSPECIFIED &&
           (!written || promise_sent_at(row) != 0 || digest_is_of_area(o->digest->kind));
}

/* Who has to say something next. */
static const char *turn_of(Pfq__V1__ChallengeState state)
{
    switch ((int)state) {
    case PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN:
        return "the CPS's turn, to send it";
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

static char *challenge_line(const struct onto *o, const Pfq__V1__ChallengeRow *row)
{
    const Pfq__V1__ChallengeRaise *r = row->raised;
    bool late = r->due_date != 0 && r->due_date < o->today;
    bool alone = digest_is_of_area(o->digest->kind) && ladder_was_unreminded(row);
    return pfq_arena_printf(o->arena, "%s%s, %s: %s, %s%s; %s. Wanted by %s%s: %s",
                            whose(o, r->force), r->id, notice_about(r, o->arena),
                            notice_stands(row, o->arena), level_of(o, row->level),
                            alone ? " (nobody was reminded before it climbed)" : "",
                            turn_of(row->state), figure_date(r->due_date, o->arena),
                            late ? " (overdue)" : "", r->wanted == NULL ? "" : r->wanted);
}

static bool is_overdue(const struct onto *o, const Pfq__V1__Action *a)
{
    int32_t due = a == NULL || a->done ? 0 : themes_action_due(a);
    return due != 0 && due < o->today && a->theme != NULL;
}

static void add_challenges(const struct onto *o)
{
    Pfq__V1__Digest *d = o->digest;
    size_t more = 0;
    d->challenges = pfq_arena_new(o->arena, char *, ONTO_DIGEST_OPEN + 1);
    for (size_t i = 0; i < o->rows->n_challenges; i++) {
        const Pfq__V1__ChallengeRow *row = o->rows->challenges[i];
        if (is_open(o, row)) {
            add_line(d->challenges, &d->n_challenges, &more, challenge_line(o, row));
        }
    }
    for (size_t i = 0; i < o->rows->n_actions; i++) {
        const Pfq__V1__Action *a = o->rows->actions[i]->action;
        if (is_overdue(o, a)) {
            add_line(d->challenges, &d->n_challenges, &more,
                     pfq_arena_printf(o->arena, "%s%s: overdue. %s", whose(o, a->theme->force),
                                      notice_theme(a->theme, o->arena),
                                      promise_words(a, NULL, 0, o->arena)));
        }
    }
    say_more(o, d->challenges, &d->n_challenges, more, "pfq challenge list");
}

static void add_muted(const struct onto *o)
{
    Pfq__V1__Digest *d = o->digest;
    size_t more = 0;
    d->muted = pfq_arena_new(o->arena, char *, ONTO_DIGEST_OPEN + 1);
    for (size_t i = 0; i < o->rows->n_mutes; i++) {
        const Pfq__V1__MuteRow *row = o->rows->mutes[i];
        if (row->active && row->mute != NULL && row->mute->theme != NULL) {
            const Pfq__V1__Mute *m = row->mute;
            add_line(d->muted, &d->n_muted, &more,
                     pfq_arena_printf(o->arena, "%s%s, until %s: %s", whose(o, m->theme->force),
                                      notice_theme(m->theme, o->arena),
                                      figure_date(m->until_date, o->arena),
                                      m->reason == NULL ? "" : m->reason));
        }
    }
    say_more(o, d->muted, &d->n_muted, more, "pfq mute list");
}

void onto_digest(Pfq__V1__Digest *digest, const Pfq__V1__PeopleRows *rows,
                 const struct digest_facts *facts, int32_t today, struct pfq_arena *arena)
{
    struct onto o = {digest, rows, facts, today, arena};
    for (size_t i = 0; i < digest->n_themes; i++) {
        add_done(&o, digest->themes[i]);
    }
    add_worked(&o);
    add_challenges(&o);
    add_muted(&o);
}
