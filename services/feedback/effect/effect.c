/* effect.c - see effect.h. */
#include "effect.h"

#include <math.h>
#include <string.h>

#include "feedback/render/figure.h"
#include "feedback/stats/interval.h"
#include "feedback/stats/laney.h"

enum {
    WOBBLE_MONTHS = 36,
    WOBBLE_LEAST = 3
};

/* Months since year 0. */
static int month_number(int32_t month)
{
    return month / 100 * 12 + month % 100 - 1;
}

static double wobble_of(const struct effect_month *months, size_t count, int day_month)
{
    struct stats_share points[WOBBLE_MONTHS] = {{0, 0}};
    size_t used = 0;
    size_t filled = 0;
    for (size_t i = count; i-- > 0 && used < WOBBLE_MONTHS;) { /* the latest ones */
        if (month_number(months[i].month) < day_month) {
            filled += months[i].share.of > 0;
            points[used++] = months[i].share;
        }
    }
    struct stats_laney laney = stats_laney_p(points, used);
    return filled < WOBBLE_LEAST || laney.fault != STATS_OK ? 1 : fmax(1, laney.sigma_z);
}

static enum effect_verdict judge(const struct effect *e)
{
    const struct stats_difference *c = &e->change;
    if (e->before.of < EFFECT_LEAST_FILES || e->after.of < EFFECT_LEAST_FILES ||
        c->fault != STATS_OK) {
        return EFFECT_TOO_EARLY;
    }
    if (c->low <= 0 && c->high >= 0) {
        return EFFECT_CHANCE;
    }
    double nearest = c->high < 0 ? c->high : c->low; /* the end beside zero */
    double stretched = c->difference + (nearest - c->difference) * e->wobble;
    if (stretched * c->difference <= 0) {
        return EFFECT_WOBBLE;
    }
    return c->difference < 0 ? EFFECT_BETTER : EFFECT_WORSE;
}

struct effect effect_of(const struct effect_month *months, size_t count, int32_t date)
{
    struct effect e = {.verdict = EFFECT_TOO_EARLY};
    int day_month = month_number(date / 100);
    for (size_t i = 0; i < count; i++) {
        int away = month_number(months[i].month) - day_month;
        struct stats_share *side = away < 0 ? &e.before : &e.after;
        if (away != 0 && away >= -EFFECT_MONTHS && away <= EFFECT_MONTHS) {
            side->failing += months[i].share.failing;
            side->of += months[i].share.of;
        }
    }
    e.wobble = wobble_of(months, count, day_month);
    e.change = stats_difference(e.after, e.before, 0.95);
    e.verdict = judge(&e);
    return e;
}

/* --- words ----------------------------------------------------------------------- */

const char *effect_verdict_words(enum effect_verdict verdict)
{
    static const char *const words[] = {
        [EFFECT_TOO_EARLY] = "too early to say whether it worked",
        [EFFECT_CHANCE] = "chance alone explains the difference",
        [EFFECT_WOBBLE] = "no more than this force's rate usually moves",
        [EFFECT_BETTER] = "better than chance explains",
        [EFFECT_WORSE] = "worse than chance explains",
    };
    return words[verdict];
}

static const char *share_words(struct stats_share share, struct pfq_arena *arena)
{
    struct stats_range range = stats_wilson(share, 0.95);
    return figure_share(share.failing, share.of, (struct figure_range){range.low, range.high},
                        arena);
}

/* "18 points less (95% interval 0 to 34)"; an interval that holds zero goes from less to more. */
static const char *change_words(const struct stats_difference *c, struct pfq_arena *arena)
{
    bool less = c->difference < 0;
    double size = fabs(c->difference) * 100;
    double near = (less ? -c->high : c->low) * 100;
    double far = (less ? -c->low : c->high) * 100;
    const char *points = figure_decimal(size, 0, arena);
    return pfq_arena_printf(arena, "%s %s %s (95%% interval %s to %s)", points,
                            strcmp(points, "1") == 0 ? "point" : "points", less ? "less" : "more",
                            figure_decimal(near, 0, arena), figure_decimal(far, 0, arena));
}

/* Which side it is that lacks files: before, they never come; after, they may yet. */
static const char *early_words(const struct effect *e, struct pfq_arena *arena)
{
    const char *before = share_words(e->before, arena);
    if (e->after.of == 0) {
        return pfq_arena_printf(arena, "%s before; no whole month after it has figures yet",
                                before);
    }
    const char *after = share_words(e->after, arena);
    return e->before.of < EFFECT_LEAST_FILES
               ? pfq_arena_printf(arena, "%s before, %s after: too few files before to compare",
                                  before, after)
               : pfq_arena_printf(arena, "%s before, %s after: %s", before, after,
                                  effect_verdict_words(e->verdict));
}

const char *effect_words(const struct effect *e, struct pfq_arena *arena)
{
    if (e->verdict == EFFECT_TOO_EARLY) {
        return early_words(e, arena);
    }
    return pfq_arena_printf(arena, "%s before, %s after, %s: %s", share_words(e->before, arena),
                            share_words(e->after, arena), change_words(&e->change, arena),
                            effect_verdict_words(e->verdict));
}
