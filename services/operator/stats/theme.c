/* theme.c - `pfq stats theme`: what is said of a month of a theme, from the numbers beside it. */
#include "feedback/themes/themes.h"
#include "stats.h"

void stats_run_theme(struct stats_run *run)
{
    for (size_t row = 0; row < run->rows; row++) {
        struct stats_share month = stats_share_at(run, 0, row);
        struct themes_base base = {.share = stats_share_at(run, 2, row),
                                   .spread = stats_at(run, 4, row)};
        base.p0 = themes_rate(base.share);
        struct stats_limits expected =
            themes_expected(base.p0, base.spread, month.of, themes_rules_usual.expected_p);
        if (stats_good(run, row, expected.fault)) {
            json_t *out = stats_row(run, row);
            double chance = themes_tail(month, &base);
            stats_put(out, "p0", base.p0);
            stats_put_count(out, "expected_low", expected.low);
            stats_put_count(out, "expected_high", expected.high);
            stats_put(out, "chance", chance);
            stats_put(out, "one_in", 1 / chance);
        }
    }
}
