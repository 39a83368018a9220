/* base.c - what a cell is compared with: its baseline, frozen, and the sums that go with it. */
#include <limits.h>
#include <math.h>

#include "feedback/stats/laney.h"
#include "feedback/themes/private.h"
#include "pfq/clock.h"

static void sum_months(const struct themes_count *months, struct themes_base *base)
{
    base->share = (struct stats_share){0};
    for (int m = base->from; m < base->from + base->months; m++) {
        base->share.of += months[m].files;
        base->share.failing += months[m].failing;
    }
}

/* The first settled months from the first with a file on, until there are enough of both,
 * months and files. */
static bool find_first(const struct themes_rules *rules, const struct themes_count *months,
                       int settled, struct themes_base *base)
{
    int64_t files = 0;
    int from = 0;
    for (int m = 0; m < settled; m++) {
        from = files == 0 ? m : from;
        files += months[m].files;
        int count = m + 1 - from;
        if (count >= rules->baseline_months && (double)files >= rules->baseline_files) {
            *base = (struct themes_base){.first = m + 1, .from = from, .months = count};
            return true;
        }
    }
    return false;
}

/* The rate itself may be 0, where no sum could ever begin: half a file more on each side. */
double themes_rate(struct stats_share baseline)
{
    double p = ((double)baseline.failing + 0.5) / ((double)baseline.of + 1);
    return stats_clamp(p, 0.004, 0.98);
}

/* A busy force's months vary more than chance: it has quiet weeks and bad ones, new staff,
 * another system.  Where files are many, limits of chance alone would signal all the time; where
 * they are few, sigma z itself is chance. */
static double spread_of(const struct themes_rules *rules, const struct themes_count *counts,
                        const struct themes_base *base)
{
    struct stats_share months[THEMES_MONTHS_MAX];
    if (base->months < rules->spread_months ||
        (double)base->share.failing < rules->spread_failing * base->months) {
        return 1;
    }
    for (int m = 0; m < base->months; m++) {
        months[m] = count_share(&counts[base->from + m]);
    }
    struct stats_laney laney = stats_laney_p(months, (size_t)base->months);
    double told = round(laney.sigma_z * 1000) / 1000; /* as it is told, so that it can be redone */
    return laney.fault == STATS_OK && told > 1 ? told : 1;
}

static void measure(const struct themes_rules *rules, const struct themes_count *months,
                    struct themes_base *base)
{
    sum_months(months, base);
    base->spread = spread_of(rules, months, base);
    base->p0 = themes_rate(base->share);
}

bool themes_usual(const struct themes_rules *rules, const struct themes_count *months, int settled,
                  struct themes_base *base)
{
    if (!find_first(rules, months, settled, base)) {
        return false;
    }
    measure(rules, months, base);
    return true;
}

void themes_watch(const struct themes_rules *rules, struct stats_share baseline,
                  uint32_t height_milli, struct themes_base *base)
{
    *base = (struct themes_base){.share = baseline, .p0 = themes_rate(baseline)};
    base->up = stats_bernoulli_weights(base->p0, rules->cusum_odds);
    base->up_height = height_milli / 1e3;
}

/* A sum of files that vary more walks up faster without a cause, by the square of it. */
static void prepare(struct themes *t, struct themes_base *base)
{
    double slack = base->spread * base->spread;
    double files = (double)base->share.of / base->months * 12 * t->rules->cusum_years;
    double ratio = t->rules->cusum_odds;
    double odds = ratio * base->p0 / (1 - base->p0);
    double p1 = odds / (1 + odds);
    base->up = stats_bernoulli_weights(base->p0, ratio);
    base->down = stats_bernoulli_weights(p1, 1 / ratio);
    files = files < 1 ? 1 : files;
    double height = slack * themes_threshold(t->thresholds, base->p0, files);
    base->up_height = round(height * 1000) / 1000; /* as it is told, so that it can be redone */
    /* The way down from p1 is, in odds of passing, the way up from 1 - p1. */
    base->down_height = slack * themes_threshold(t->thresholds, 1 - p1, files);
}

bool themes_prepare(struct themes *t)
{
    return themes_thresholds_next(t->thresholds);
}

static int settled_months(const struct themes *t)
{
    int count = 0;
    while (count < t->month_count && t->months[count].settled) {
        count++;
    }
    return count;
}

void base_freeze(struct themes *t, struct themes_cell *cell)
{
    if (cell->bases[0].first == INT_MAX) {
        (void)find_first(t->rules, cell->months, settled_months(t), &cell->bases[0]);
    }
    for (int i = 0; i < 2; i++) {
        if (cell->bases[i].first != INT_MAX) {
            measure(t->rules, cell->months, &cell->bases[i]);
            prepare(t, &cell->bases[i]);
        }
    }
}

const struct themes_base *themes_base_at(const struct themes_cell *cell, int month)
{
    const struct themes_base *base = NULL;
    for (int i = 0; i < 2; i++) {
        const struct themes_base *one = &cell->bases[i];
        if (one->first <= month && (base == NULL || one->first >= base->first)) {
            base = one;
        }
    }
    return base;
}

void themes_baseline(struct themes *t, const Pfq__V1__Baseline *baseline)
{
    int from = themes_month_place(t, baseline->from_month);
    int to = themes_month_place(t, baseline->to_month);
    struct themes_cell *cell =
        baseline->key == NULL || baseline->by == NULL ? NULL : themes_cell(t, baseline->key);
    if (cell == NULL || from < 0 || to < from) {
        return; /* the one by rule is found here, and an old one is out of sight */
    }
    struct themes_base *base = &cell->bases[1];
    *base = (struct themes_base){.first = to + 1, .from = from, .months = to + 1 - from};
}

/* The days of a closed month are as they are now: where they come to other figures than it was
 * closed with, or than were told last, that is a correction. */
static void compare_days(struct themes *t, struct themes_count *count, struct stats_share now)
{
    bool same = now.of == (int64_t)count->files && now.failing == (int64_t)count->failing;
    struct themes_late *late = same && count->late == 0 ? NULL : late_of(t, count);
    if (late != NULL) {
        late->now = now;
        late->counted = true;
    }
}

/* Months without a day have no files now. */
static void leave_months(struct themes *t, struct themes_cell *cell, int next)
{
    for (int m = cell->summed < 0 ? 0 : cell->summed; m < next; m++) {
        struct stats_share now = m == cell->summed ? cell->now : (struct stats_share){0};
        if (t->months[m].state == PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED &&
            themes_base_at(cell, m) != NULL) {
            compare_days(t, &cell->months[m], now);
        }
    }
}

void base_end(struct themes *t, struct themes_cell *cell)
{
    leave_months(t, cell, t->month_count);
}

/* The sums step through the month's days in order; a new baseline begins them anew. */
static void enter_month(struct themes *t, struct themes_cell *cell, int month)
{
    if (themes_base_at(cell, month) != themes_base_at(cell, cell->summed)) {
        cell->up = cell->down = 0;
    }
    if (month != cell->summed) {
        leave_months(t, cell, month);
        cell->now = (struct stats_share){0};
    }
    cell->summed = month;
}

bool themes_rise(const struct themes_base *base, struct stats_share files, double *sum,
                 double *reached)
{
    *reached = stats_bernoulli_step(*sum, base->up, files);
    bool signal = *reached >= base->up_height;
    *sum = signal ? 0 : *reached;
    return signal;
}

/* Each signal begins its sum anew; a rise begins the search for a fall anew. */
static void step(struct themes_cell *cell, const struct themes_base *base, int32_t date, int month,
                 struct stats_share files)
{
    double reached = 0;
    cell->down = stats_bernoulli_step(cell->down, base->down, files);
    if (cell->down >= base->down_height) {
        cell->months[month].marks |= THEMES_MARK_DOWN;
        cell->down = 0;
    }
    if (themes_rise(base, files, &cell->up, &reached)) {
        cell->months[month].marks |= THEMES_MARK_UP;
        cell->down = 0;
    }
    if (cell->up <= 0) {
        cell->months[month].zero = (uint8_t)(date % 100);
    }
}

void themes_day(struct themes *t, const Pfq__V1__ThemeKey *key, int32_t date,
                struct stats_share files)
{
    int month = themes_month_place(t, date / 100);
    struct themes_cell *cell = month < 0 ? NULL : themes_find(t, key);
    const struct themes_base *base = cell == NULL ? NULL : themes_base_at(cell, month);
    if (base == NULL || files.of <= 0) {
        return;
    }
    enter_month(t, cell, month);
    cell->now.of += files.of;
    cell->now.failing += files.failing;
    step(cell, base, date, month, files);
}

/* A year of days is told of: whoever adds them up begins at the last zero before it. */
int32_t base_zero(const struct themes *t, const struct themes_cell *cell,
                  const struct themes_base *base, int month)
{
    for (int m = month - THEMES_SUM_MONTHS; m >= base->first; m--) {
        if (cell->months[m].zero > 0) {
            return themes_month_at(t, m) * 100 + cell->months[m].zero;
        }
    }
    return pfq_date_add(themes_month_at(t, base->first) * 100 + 1, -1);
}
