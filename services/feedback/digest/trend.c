/* trend.c - the months of a theme, oldest first, with the limits of each: see private.h.
 *
 * Limits are exact ones at the frozen baseline, as much wider as its months vary more than by
 * chance; without a baseline there are none. */
#include "feedback/digest/private.h"
#include "feedback/themes/themes.h"

enum {
    MONTHS = 12
};

int32_t digest_month_before(int32_t month)
{
    return month % 100 == 1 ? month - 100 + MONTHS - 1 : month - 1;
}

static Pfq__V1__MonthState state_of(const struct digest_facts *facts, int32_t month)
{
    for (size_t i = 0; i < facts->month_count; i++) {
        if (facts->months[i]->month == month) {
            return facts->months[i]->state;
        }
    }
    return PFQ__V1__MONTH_STATE__MONTH_STATE_UNSPECIFIED;
}

double digest_spread(const Pfq__V1__ThemeLine *line)
{
    return line->has_spread_milli ? line->spread_milli / 1e3 : 1;
}

static void set_limits(const struct digest_build *b, const Pfq__V1__ThemeLine *line,
                       Pfq__V1__TrendPoint *point)
{
    const Pfq__V1__Rate *base = line->baseline;
    if (base == NULL || base->files == 0 || point->files == 0) {
        return;
    }
    double p0 = themes_rate((struct stats_share){(int64_t)base->count, (int64_t)base->files});
    struct stats_limits limits =
        themes_expected(p0, digest_spread(line), (int64_t)point->files, themes_rules_usual.limit_p);
    if (limits.fault != STATS_OK) {
        return;
    }
    point->has_low_ppm = point->has_high_ppm = point->has_centre_ppm = point->has_signal = true;
    point->low_ppm = digest_ppm((double)limits.low / (double)point->files);
    point->high_ppm = digest_ppm((double)limits.high / (double)point->files);
    point->centre_ppm = digest_ppm(p0);
    point->signal = (int64_t)point->failing < limits.low || (int64_t)point->failing > limits.high;
    point->target_ppm = digest_target(b, line->key, point->month);
    point->has_target_ppm = point->target_ppm > 0;
}

/* Its own month is that of its rate: figures may move between two questions. */
static struct stats_share share_of(const struct digest_facts *facts, const Pfq__V1__ThemeKey *key,
                                   int32_t month)
{
    struct digest_ask ask = digest_ask_theme(key, (struct digest_period){month, month});
    bool own = month == facts->wish.to_date / 100;
    return digest_sum(own ? &facts->first : &facts->trend, &ask);
}

size_t digest_theme_months(const struct digest_facts *facts, const Pfq__V1__ThemeKey *key,
                           struct digest_month out[])
{
    int32_t months[DIGEST_TREND_MONTHS];
    size_t count = 0;
    int32_t month = facts->wish.to_date / 100;
    for (size_t i = DIGEST_TREND_MONTHS; i-- > 0; month = digest_month_before(month)) {
        months[i] = month;
    }
    for (size_t i = 0; digest_is_monthly(facts->wish.kind) && i < DIGEST_TREND_MONTHS; i++) {
        struct stats_share share = share_of(facts, key, months[i]);
        if (count > 0 || share.of > 0) {
            out[count++] = (struct digest_month){months[i], share};
        }
    }
    return count;
}

static Pfq__V1__TrendPoint *make(const struct digest_build *b, const Pfq__V1__ThemeLine *line,
                                 int32_t month)
{
    Pfq__V1__TrendPoint *point = pfq_arena_new(b->arena, Pfq__V1__TrendPoint, 1);
    struct stats_share share = share_of(b->facts, line->key, month);
    pfq__v1__trend_point__init(point);
    point->has_month = point->has_files = point->has_failing = true;
    point->month = month;
    point->files = (uint64_t)share.of;
    point->failing = (uint64_t)share.failing;
    point->state = state_of(b->facts, month);
    point->has_state = point->state != PFQ__V1__MONTH_STATE__MONTH_STATE_UNSPECIFIED;
    set_limits(b, line, point);
    return point;
}

void digest_add_trend(const struct digest_build *b, Pfq__V1__ThemeLine *line)
{
    if (!digest_is_monthly(b->facts->wish.kind)) {
        return;
    }
    int32_t month = b->month;
    line->trend = pfq_arena_new(b->arena, Pfq__V1__TrendPoint *, DIGEST_TREND_MONTHS);
    line->n_trend = DIGEST_TREND_MONTHS;
    for (size_t i = DIGEST_TREND_MONTHS; i-- > 0;) {
        line->trend[i] = make(b, line, month);
        month = digest_month_before(month);
    }
    while (line->n_trend > 0 && line->trend[0]->files == 0) { /* before there was anything */
        line->trend++;
        line->n_trend--;
    }
    line->n_trend = line->n_trend > 1 ? line->n_trend : 0; /* one month is no trend */
}
