/* promise.c - see promise.h. */
#include "promise.h"

#include "feedback/render/figure.h"
#include "feedback/themes/themes.h"
#include "ladder.h"
#include "pfq/clock.h"

static const char *promise_kind(Pfq__V1__ActionKind kind)
{
    static const char *const kinds[] = {
        [PFQ__V1__ACTION_KIND__ACTION_KIND_UNSPECIFIED] = "Action",
        [PFQ__V1__ACTION_KIND__ACTION_KIND_TRAINING] = "Training",
        [PFQ__V1__ACTION_KIND__ACTION_KIND_GUIDANCE] = "Guidance",
        [PFQ__V1__ACTION_KIND__ACTION_KIND_SYSTEM] = "Change of a system",
        [PFQ__V1__ACTION_KIND__ACTION_KIND_OTHER] = "Action",
    };
    bool known = kind >= 0 && kind <= PFQ__V1__ACTION_KIND__ACTION_KIND_OTHER;
    return kinds[known ? kind : 0];
}

const char *promise_words(const Pfq__V1__Action *a, const struct effect_month *months, size_t count,
                          struct pfq_arena *arena)
{
    const char *what =
        pfq_arena_printf(arena, "%s%s%s%s", promise_kind(a->kind), a->text == NULL ? "" : " (",
                         a->text == NULL ? "" : a->text, a->text == NULL ? "" : ")");
    if (!a->done) {
        int32_t due = themes_action_due(a);
        return due == 0 ? pfq_arena_printf(arena, "%s: not done yet", what)
                        : pfq_arena_printf(arena, "%s: not done yet, promised for %s", what,
                                           figure_date(due, arena));
    }
    struct effect effect = effect_of(months, count, a->date);
    return pfq_arena_printf(arena, "%s on %s: %s", what, figure_date(a->date, arena),
                            count == 0 ? "done" : effect_words(&effect, arena));
}

static int month_number(int32_t date)
{
    return date / 10000 * 12 + date / 100 % 100;
}

const char *promise_beside(const Pfq__V1__Action *action, Pfq__V1__ActionRow *const *actions,
                           size_t count, struct pfq_arena *arena)
{
    size_t beside = 0;
    for (size_t i = 0; action->done && i < count; i++) {
        const Pfq__V1__Action *other = actions[i]->action;
        int away = other == NULL ? 0 : month_number(other->date) - month_number(action->date);
        beside += other != NULL && other != action && other->done &&
                  ladder_same_theme(other->theme, action->theme) && away <= EFFECT_MONTHS &&
                  away >= -EFFECT_MONTHS;
    }
    return beside == 0 ? ""
                       : pfq_arena_printf(arena,
                                          "; %s in these months, so that the figures cannot tell "
                                          "which of them it was",
                                          figure_things((int64_t)beside, "other action",
                                                        "other actions", arena));
}

int64_t promise_sent_at(const Pfq__V1__ChallengeRow *row)
{
    for (size_t i = 0; i < row->n_steps; i++) {
        const Pfq__V1__ChallengeStep *step = row->steps[i];
        if (step->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT) {
            return step->has_at ? step->at : row->raised_at;
        }
    }
    return 0;
}

int32_t promise_sent(const Pfq__V1__ChallengeRow *row)
{
    int64_t at = promise_sent_at(row);
    return at == 0 ? 0 : pfq_london_date(at);
}

const char *promise_effect(const Pfq__V1__ChallengeRow *row, const struct effect_month *months,
                           size_t count, struct pfq_arena *arena)
{
    int32_t sent = promise_sent(row);
    if (sent == 0 || count == 0) {
        return NULL;
    }
    struct effect effect = effect_of(months, count, sent);
    return effect_words(&effect, arena);
}
