/* within.c - announced themes whose last months were as expected: see private.h. */
#include "feedback/digest/private.h"
#include "feedback/render/figure.h"

static bool is_within(const struct digest_build *b, const Pfq__V1__ThemeMove *move,
                      const struct digest_month *one)
{
    struct stats_share month = one->share;
    uint32_t target = digest_target(b, move->key, one->month);
    double p0 = themes_rate(
        (struct stats_share){(int64_t)move->baseline_failing, (int64_t)move->baseline_files});
    double spread = move->has_spread_milli ? move->spread_milli / 1e3 : 1;
    struct stats_limits limits =
        themes_expected(p0, spread, month.of, themes_rules_usual.expected_p);
    bool above = target > 0 && month.failing * 1000000 > (int64_t)target * month.of;
    return limits.fault == STATS_OK && month.failing <= limits.high && !above;
}

/* Months after the one that moved it: of that one its sentence speaks.  Those without a file say
 * neither. */
int32_t digest_within_since(const struct digest_build *b, const Pfq__V1__ThemeKey *key)
{
    struct digest_month months[DIGEST_TREND_MONTHS];
    const Pfq__V1__ThemeMove *move = digest_find_move(b->facts, key);
    int32_t since = 0;
    if (!digest_is_monthly(b->facts->wish.kind) || !digest_is_problem(move) ||
        move->baseline_files == 0) {
        return 0;
    }
    for (size_t i = digest_theme_months(b->facts, key, months); i-- > 0;) {
        if (months[i].month <= move->month ||
            (months[i].share.of > 0 && !is_within(b, move, &months[i]))) {
            break;
        }
        since = months[i].share.of > 0 ? months[i].month : since;
    }
    return since;
}

const char *digest_within_words(const struct digest_build *b, const Pfq__V1__ThemeKey *key)
{
    int32_t since = digest_within_since(b, key);
    return since == 0 ? ""
                      : pfq_arena_printf(b->arena, "; within its limits since %s",
                                         figure_month(since, b->arena));
}
