/* sums.c - how the sum for a rise came about, day by day: see private.h.
 *
 * A run over all figures decides by this sum.  Its move tells where the sum signals and a day at
 * whose end it stood at 0; from there on the days of this one force give the same sum, stepped by
 * the same code (themes_rise).  Of many days a week keeps its signals, else its highest.
 *
 * A closed month's page stays as it is.  Days are known as they are now alone, so the sum is shown
 * only while they add up to the months as these were closed. */
#include "feedback/digest/private.h"
#include "feedback/render/figure.h"
#include "pfq/clock.h"

enum {
    YEARS = 3,
    YEAR_OF_DAY = 10000,
    YEAR_OF_MONTH = 100,
    MONTHS_OF_YEAR = 12,
    DAYS_OF_WEEK = 7,
    MONDAY = 3 /* of the days since 1970 */
};

/* A sum as it is stepped. */
struct stepping {
    struct themes_base base;
    double sum;
    Pfq__V1__SumPoint *days; /* that are shown */
    size_t count;
    int64_t files; /* of those days */
};

/* --- which ----------------------------------------------------------------------------- */

/* Its sum is shown. */
static bool is_shown(const struct digest_facts *facts, const Pfq__V1__ThemeMove *move)
{
    const struct digest_wish *wish = &facts->wish;
    return wish->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY && wish->police_unit == NULL &&
           move->key != NULL && move->key->police_unit == NULL && digest_is_problem(move) &&
           move->has_sum_zero && move->has_sum_height_milli && move->has_baseline_files &&
           move->sum_zero > wish->to_date - YEARS * YEAR_OF_DAY;
}

int32_t digest_sums_from(const struct digest_facts *facts)
{
    int32_t from = 0;
    for (size_t i = 0; i < facts->move_count; i++) {
        const Pfq__V1__ThemeMove *move = facts->moves[i];
        if (is_shown(facts, move) && (from == 0 || move->sum_zero < from)) {
            from = move->sum_zero;
        }
    }
    return from == 0 ? 0 : pfq_date_add(from, 1);
}

bool digest_sums_by_case_type(const struct digest_facts *facts)
{
    bool any = false;
    for (size_t i = 0; i < facts->move_count; i++) {
        any = any || (is_shown(facts, facts->moves[i]) && facts->moves[i]->key->has_case_type);
    }
    return any;
}

static struct stats_share share_of(const Pfq__V1__Figure *row, const Pfq__V1__ThemeKey *key)
{
    struct digest_ask ask = digest_ask_theme(key, (struct digest_period){row->period, row->period});
    Pfq__V1__Figure *one = (Pfq__V1__Figure *)(uintptr_t)row; /* lists know no const */
    return digest_sum(&(struct digest_figures){&one, 1}, &ask);
}

bool digest_sums_want(const struct digest_facts *facts, const Pfq__V1__Figure *row)
{
    for (size_t i = 0; i < facts->move_count; i++) {
        const Pfq__V1__ThemeMove *move = facts->moves[i];
        if (is_shown(facts, move) && share_of(row, move->key).of > 0) {
            return true;
        }
    }
    return false;
}

/* --- the days -------------------------------------------------------------------------- */

static void step(struct stepping *s, int32_t date, struct stats_share files, int32_t shown_from)
{
    double reached = 0;
    if (files.of <= 0) {
        return;
    }
    bool signal = themes_rise(&s->base, files, &s->sum, &reached);
    if (date < shown_from) {
        return;
    }
    Pfq__V1__SumPoint *point = &s->days[s->count++];
    pfq__v1__sum_point__init(point);
    point->has_date = point->has_value_milli = point->has_signal = true;
    point->date = date;
    point->value_milli = (uint32_t)(1000 * reached + 0.5);
    point->signal = signal;
    s->files += files.of;
}

/* A year with the digest's own month: what every move knows enough for. */
static int32_t first_shown(int32_t month)
{
    for (int i = 1; i < THEMES_SUM_MONTHS; i++) {
        month = digest_month_before(month);
    }
    return month * 100 + 1;
}

/* The rows of a day stand together, its case types one after the other. */
static void step_days(const struct digest_build *b, const Pfq__V1__ThemeMove *move,
                      struct stepping *s)
{
    const struct digest_figures *days = &b->facts->days;
    int32_t last = b->facts->wish.to_date;
    int32_t first = first_shown(b->month);
    struct stats_share files = {0};
    int32_t date = 0;
    for (size_t i = 0; i < days->count; i++) {
        const Pfq__V1__Figure *row = days->rows[i];
        if (row->period <= move->sum_zero || row->period > last) {
            continue;
        }
        if (row->period != date) {
            step(s, date, files, first);
            files = (struct stats_share){0};
            date = row->period;
        }
        struct stats_share more = share_of(row, move->key);
        files.of += more.of;
        files.failing += more.failing;
    }
    step(s, date, files, first);
}

/* --- as the months were closed --------------------------------------------------------- */

/* Months before those that are known are over for a year and more. */
static bool is_closed(const struct digest_facts *facts, int32_t month)
{
    bool before = facts->month_count > 0;
    for (size_t i = 0; i < facts->month_count; i++) {
        if (facts->months[i]->month == month) {
            return facts->months[i]->state == PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED;
        }
        before = before && facts->months[i]->month > month;
    }
    return before;
}

/* Its figures by month; before the trend there are those of all case types together alone. */
static const struct digest_figures *months_of(const struct digest_build *b,
                                              const Pfq__V1__ThemeKey *key, int32_t month)
{
    int32_t trend_from = b->month - (DIGEST_TREND_MONTHS - 1) / MONTHS_OF_YEAR * YEAR_OF_MONTH;
    return month == b->month     ? &b->facts->first
           : month >= trend_from ? &b->facts->trend
           : key->has_case_type  ? NULL
                                 : &b->facts->usual;
}

/* Do the days of the month add up to it as it was closed?  Yes, where there is nothing to tell. */
static bool is_as_closed(const struct digest_build *b, const Pfq__V1__ThemeKey *key, int32_t month)
{
    enum {
        LAST_DAY = 31
    };

    const struct digest_figures *months = months_of(b, key, month);
    if (months == NULL || !is_closed(b->facts, month)) {
        return true;
    }
    struct digest_ask by_month = digest_ask_theme(key, (struct digest_period){month, month});
    struct digest_ask by_day = by_month;
    by_day.from = month * 100 + 1;
    by_day.to = month * 100 + LAST_DAY;
    struct stats_share closed = digest_sum(months, &by_month);
    struct stats_share now = digest_sum(&b->facts->days, &by_day);
    return closed.of == now.of && closed.failing == now.failing;
}

int32_t digest_sums_changed(const struct digest_build *b, const Pfq__V1__ThemeKey *key)
{
    const Pfq__V1__ThemeMove *move = digest_find_move(b->facts, key);
    if (move == NULL || !is_shown(b->facts, move) || digest_is_set_anew(b, move)) {
        return 0;
    }
    int32_t from = pfq_date_add(move->sum_zero, 1) / 100;
    int32_t changed = 0;
    for (int32_t month = b->month; month >= from; month = digest_month_before(month)) {
        changed = is_as_closed(b, key, month) ? changed : month;
    }
    return changed;
}

/* --- what is shown of them ------------------------------------------------------------- */

static int64_t week_of(int32_t date)
{
    return (pfq_date_days(date) + MONDAY) / DAYS_OF_WEEK;
}

/* A signal; or the highest of a week without one; or the last of all. */
static bool is_kept(const struct stepping *s, size_t at)
{
    const Pfq__V1__SumPoint *day = &s->days[at];
    bool kept = true;
    for (size_t i = at; i-- > 0 && week_of(s->days[i].date) == week_of(day->date);) {
        kept = kept && !s->days[i].signal && s->days[i].value_milli < day->value_milli;
    }
    for (size_t i = at + 1; i < s->count && week_of(s->days[i].date) == week_of(day->date); i++) {
        kept = kept && !s->days[i].signal && s->days[i].value_milli <= day->value_milli;
    }
    return kept || day->signal || at + 1 == s->count;
}

void digest_add_sums(const struct digest_build *b, Pfq__V1__ThemeLine *line)
{
    struct stepping s = {.sum = 0};
    const Pfq__V1__ThemeMove *move = digest_find_move(b->facts, line->key);
    if (move == NULL || !is_shown(b->facts, move) || digest_is_set_anew(b, move) ||
        digest_sums_changed(b, line->key) != 0) {
        return;
    }
    struct stats_share base = {(int64_t)move->baseline_failing, (int64_t)move->baseline_files};
    themes_watch(&themes_rules_usual, base, move->sum_height_milli, &s.base);
    s.days = pfq_arena_new(b->arena, Pfq__V1__SumPoint, b->facts->days.count + 1);
    step_days(b, move, &s);
    if (s.count < 2 || figure_size(s.files) != FIGURE_WHOLE) {
        return;
    }
    line->has_sum_height_milli = true;
    line->sum_height_milli = move->sum_height_milli;
    line->sums = pfq_arena_new(b->arena, Pfq__V1__SumPoint *, s.count);
    for (size_t i = 0; i < s.count; i++) {
        if (s.count <= DIGEST_SUM_DAYS || is_kept(&s, i)) {
            line->sums[line->n_sums++] = &s.days[i];
        }
    }
}
