/* The sum that a digest shows (feedback/digest/sums.c) is the one that a run decided by: written a
 * second time here, from its formula, over all days since the baseline. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/themes/themes.h"
#include "pfq/clock.h"
#include "support/digest_kit.h"

enum {
    MONTHS = 40,
    BASE = 12,
    DAYS = 20, /* of a month, with files */
    FIRST_MONTH = 202301,
    POINTS_MAX = 100 /* two for each week */
};

static struct pfq_arena arena;
static struct themes themes;
static struct stats_share days[MONTHS][DAYS];

static void begin(void)
{
    struct pfq_err err;
    pfq_arena_open(&arena);
    cr_assert_eq(themes_open(&themes, &themes_rules_usual, 16, &err), PFQ_OK);
}

static void end(void)
{
    themes_close(&themes);
    pfq_arena_close(&arena);
}

TestSuite(digest_sums, .init = begin, .fini = end);

static Pfq__V1__ThemeKey key_of(void)
{
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    key.force = pfq_arena_strdup(&arena, "43");
    key.name = pfq_arena_strdup(&arena, "INTERVIEW");
    key.has_system = true;
    key.system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    return key;
}

static int32_t date_of(int month, int day)
{
    return themes_month_at(&themes, month) * 100 + day + 1;
}

/* One file in eight fails; from some month of the third year on one in three. */
static void make_days(unsigned seed)
{
    srand(seed);
    int shift = 24 + rand() % 12;
    int files = 1 + rand() % 4;
    for (int m = 0; m < MONTHS; m++) {
        for (int d = 0; d < DAYS; d++) {
            days[m][d] = (struct stats_share){0, rand() % 5 == 0 ? 0 : files};
            for (int i = 0; i < days[m][d].of; i++) {
                days[m][d].failing += rand() % 1000 < (m < shift ? 125 : 330);
            }
        }
    }
}

static void run(void)
{
    struct themes_period months[MONTHS];
    Pfq__V1__ThemeKey key = key_of();
    for (int m = 0; m < MONTHS; m++) {
        months[m] =
            (struct themes_period){PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED, .settled = true};
    }
    themes_begin(&themes, FIRST_MONTH, months, MONTHS);
    for (int m = 0; m < MONTHS; m++) {
        for (int d = 0; d < DAYS; d++) {
            themes_month(&themes, &key, themes_month_at(&themes, m), days[m][d],
                         days[m][d].failing > 0);
        }
    }
    (void)themes_freeze(&themes, 0, themes.cell_count);
    for (int m = 0; m < MONTHS; m++) {
        for (int d = 0; d < DAYS; d++) {
            themes_day(&themes, &key, date_of(m, d), days[m][d]);
        }
    }
    for (int m = 0; m < MONTHS; m++) {
        cr_assert(themes_decide(&themes, m));
    }
}

/* --- the same sum, from its formula --------------------------------------------------------- */

struct own {
    double value[MONTHS][DAYS]; /* what each day came to */
    bool signal[MONTHS][DAYS];
};

static void reckon(const Pfq__V1__ThemeMove *move, int first, struct own *own)
{
    double p = ((double)move->baseline_failing + 0.5) / ((double)move->baseline_files + 1);
    double sum = 0;
    for (int m = first; m < MONTHS; m++) {
        for (int d = 0; d < DAYS; d++) {
            double n = (double)days[m][d].of;
            double rise = (double)days[m][d].failing * log(2) - n * log(1 - p + 2 * p);
            sum = fmax(0, sum + rise);
            own->value[m][d] = sum;
            own->signal[m][d] = sum >= move->sum_height_milli / 1e3 && n > 0;
            sum = own->signal[m][d] ? 0 : sum;
        }
    }
}

/* --- the digest ------------------------------------------------------------------------------ */

static Pfq__V1__Digest *digest_of(struct digest_kit *kit, Pfq__V1__ThemeMove *move, int month,
                                  int32_t from)
{
    int32_t name = themes_month_at(&themes, month);
    digest_kit_open(kit, PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, &arena);
    struct digest_period period = digest_period(kit->facts.wish.kind, name * 100 + 1);
    kit->facts.wish.from_date = period.from;
    kit->facts.wish.to_date = period.to;
    kit->facts.moves[kit->facts.move_count++] = move;
    (void)digest_kit_figure(kit, "43", name, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME, "INTERVIEW",
                            9, 40);
    for (int m = 0; m <= month; m++) {
        for (int d = 0; d < DAYS; d++) {
            if (days[m][d].of > 0 && date_of(m, d) >= from) {
                digest_kit_day(kit, "43", date_of(m, d), "INTERVIEW", (uint64_t)days[m][d].failing,
                               (uint64_t)days[m][d].of);
            }
        }
    }
    return digest_build(&kit->facts, &arena);
}

/* The last move that makes the theme a problem; NULL: there is none. */
static Pfq__V1__ThemeMove *find_problem(int *month)
{
    Pfq__V1__ThemeMove *move = NULL;
    for (uint32_t i = 0; i < themes.step_count; i++) {
        const struct themes_step *step = &themes.steps[i];
        if (themes_states[step->state].problem) {
            move = themes_move(&themes, step, 1, &arena);
            *month = step->month;
        }
    }
    return move;
}

static const Pfq__V1__SumPoint *point_of(const Pfq__V1__ThemeLine *line, int32_t date)
{
    for (size_t i = 0; i < line->n_sums; i++) {
        if (line->sums[i]->date == date) {
            return line->sums[i];
        }
    }
    return NULL;
}

/* Every point is right, every signal is a point, and so is the highest day of the year. */
static void compare(const Pfq__V1__ThemeLine *line, const struct own *own, int month, unsigned seed)
{
    double highest = 0;
    int32_t highest_on = 0;
    size_t seen = 0;
    for (int m = month - 11; m <= month; m++) {
        for (int d = 0; d < DAYS; d++) {
            const Pfq__V1__SumPoint *point = point_of(line, date_of(m, d));
            cr_expect(point != NULL || !own->signal[m][d], "seed %u: a signal is lost", seed);
            if (own->value[m][d] > highest) {
                highest = own->value[m][d];
                highest_on = date_of(m, d);
            }
            if (point != NULL) {
                seen++;
                cr_expect_float_eq(point->value_milli / 1e3, own->value[m][d], 0.00051,
                                   "seed %u, %d", seed, (int)point->date);
                cr_expect_eq(point->signal, own->signal[m][d], "seed %u, %d", seed,
                             (int)point->date);
            }
        }
    }
    cr_expect_eq(seen, line->n_sums, "seed %u: days of the year alone", seed);
    cr_expect_not_null(point_of(line, highest_on), "seed %u: the highest is lost", seed);
    cr_expect_leq(line->n_sums, (size_t)POINTS_MAX);
}

Test(digest_sums, the_sum_that_is_shown_is_the_one_that_decided)
{
    static struct own own;
    unsigned shown = 0;
    unsigned later = 0; /* that did not begin with the baseline's end */
    for (unsigned seed = 1; seed <= 60; seed++) {
        struct digest_kit kit;
        int month = 0;
        make_days(seed);
        run();
        Pfq__V1__ThemeMove *move = find_problem(&month);
        if (move == NULL) {
            continue;
        }
        const struct themes_base *base = themes_base_at(&themes.cells[0], month);
        cr_expect_float_eq(move->sum_height_milli / 1e3, base->up_height, 1e-12);
        reckon(move, base->first, &own);
        for (int m = base->first; m < MONTHS; m++) {
            bool signal = false;
            for (int d = 0; d < DAYS; d++) {
                signal = signal || own.signal[m][d];
            }
            cr_expect_eq(signal, (themes.cells[0].months[m].marks & THEMES_MARK_UP) != 0);
        }
        /* its own month, and a month without a move after it */
        for (int at = month; at < MONTHS && at < month + 2; at++) {
            Pfq__V1__Digest *d = digest_of(&kit, move, at, move->sum_zero + 1);
            cr_assert_not_null(d);
            cr_expect_eq(digest_sums_from(&kit.facts), pfq_date_add(move->sum_zero, 1));
            compare(d->themes[0], &own, at, seed);
            later += move->sum_zero > date_of(base->first, 0);
            shown++;
        }
        pfq_arena_reset(&arena);
    }
    cr_expect_gt(shown, 60U);
    cr_expect_gt(later, 30U);
}

/* --- where none is shown --------------------------------------------------------------------- */

static struct digest_kit kit;

static Pfq__V1__ThemeMove *open_month(Pfq__V1__DigestKind kind)
{
    pfq_arena_reset(&arena);
    digest_kit_open(&kit, kind, &arena);
    digest_kit_fill_month(&kit);
    return kit.facts.moves[0];
}

static const Pfq__V1__ThemeLine *line(void)
{
    Pfq__V1__Digest *d = digest_build(&kit.facts, &arena);
    cr_assert_not_null(d);
    for (size_t i = 0; i < d->n_themes; i++) {
        if (strcmp(d->themes[i]->key->name, "VICTIM_WITNESS_CARE") == 0) {
            return d->themes[i];
        }
    }
    cr_assert_fail("no such theme");
    return NULL;
}

static void is_shown(bool shown, const char *when)
{
    const Pfq__V1__ThemeLine *l = line();
    cr_expect_eq(l->n_sums > 0, shown, "%s", when);
    cr_expect_eq((bool)l->has_sum_height_milli, shown, "%s", when);
    cr_expect_eq(digest_sums_from(&kit.facts) != 0, shown, "%s", when);
}

Test(digest_sums, it_is_shown_of_an_announced_theme_in_the_month_of_a_force_alone)
{
    const Pfq__V1__DigestKind monthly = PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY;
    (void)open_month(monthly);
    is_shown(true, "announced");
    cr_expect_eq(digest_sums_from(&kit.facts), 20251030);
    open_month(monthly)->state = PFQ__V1__THEME_STATE__THEME_STATE_WATCHING;
    is_shown(false, "watched: a force is not told so");
    open_month(monthly)->state = PFQ__V1__THEME_STATE__THEME_STATE_RESOLVED;
    is_shown(false, "over");
    open_month(monthly)->has_sum_zero = false;
    is_shown(false, "a move of an older version");
    open_month(monthly)->sum_zero = 20231031;
    is_shown(false, "three years of days are read at most");
    (void)open_month(monthly);
    kit.facts.wish.police_unit = "AA";
    cr_expect_eq(digest_sums_from(&kit.facts), 0, "a unit");
    (void)open_month(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK);
    is_shown(false, "a pack");
}

Test(digest_sums, another_baseline_set_by_a_person_is_another_sum)
{
    Pfq__V1__Baseline set = PFQ__V1__BASELINE__INIT;
    Pfq__V1__Baseline *baselines[] = {&set};
    Pfq__V1__ThemeMove *move = open_month(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    digest_kit_usual(&kit, "VICTIM_WITNESS_CARE", 20, 12, 60);
    set.key = move->key;
    set.by = pfq_arena_strdup(&arena, "J4471");
    set.from_month = 202603;
    set.to_month = 202607;
    kit.facts.baselines = baselines;
    kit.facts.baseline_count = 1;
    cr_expect_gt(line()->n_sums, 0U, "the move was made with it: 60 of 300");
    set.to_month = 202608;
    cr_expect_eq(line()->n_sums, 0U, "72 of 360");
}

/* Below thirty files nothing is drawn of anything. */
Test(digest_sums, of_few_files_there_is_none)
{
    (void)open_month(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    kit.facts.days.count = 6; /* of which one is before the known zero */
    kit.facts.month_count = 0;
    cr_expect_eq(line()->n_sums, 0U);
}

/* Up to sixty days each is there; of more each week's signals, else its highest, and the last. */
Test(digest_sums, many_days_are_thinned_to_weeks)
{
    (void)open_month(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    const Pfq__V1__ThemeLine *l = line();
    for (size_t i = 1; i < l->n_sums; i++) {
        bool same = (pfq_date_days(l->sums[i]->date) + 3) / 7 ==
                    (pfq_date_days(l->sums[i - 1]->date) + 3) / 7;
        cr_expect(!same || l->sums[i]->signal || l->sums[i - 1]->signal || i + 1 == l->n_sums);
    }
    cr_expect_eq(l->sums[l->n_sums - 1]->date, 20261029);
    cr_expect_lt(l->n_sums, 60U);
    size_t weeks = l->n_sums;
    kit.facts.days.count = 60; /* ten before the known zero, but the last of them */
    kit.facts.month_count = 0; /* and of no month is it known that it is closed */
    l = line();
    cr_expect_eq(l->n_sums, 50U, "%zu", l->n_sums);
    cr_expect_gt(weeks, 40U);
}

/* The two of a case type are added up to a day of the whole theme. */
Test(digest_sums, case_types_of_a_day_are_one_day)
{
    Pfq__V1__ThemeMove *move = open_month(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    const Pfq__V1__ThemeLine *whole = line();
    Pfq__V1__SumPoint last = *whole->sums[whole->n_sums - 2];
    struct digest_figures *days_of = &kit.facts.days;
    size_t count = days_of->count;
    Pfq__V1__Figure **rows = pfq_arena_new(&arena, Pfq__V1__Figure *, 2 * count);
    for (size_t i = 0; i < count; i++) {
        for (size_t part = 0; part < 2; part++) {
            Pfq__V1__Figure *row = pfq_arena_new(&arena, Pfq__V1__Figure, 1);
            *row = *days_of->rows[i];
            row->has_case_type = true;
            row->case_type =
                part == 0 ? PFQ__V1__CASE_TYPE__CASE_TYPE_MC : PFQ__V1__CASE_TYPE__CASE_TYPE_CC;
            row->failing = part == 0 ? row->failing / 2 : row->failing - row->failing / 2;
            row->applicable = 3;
            rows[2 * i + part] = row;
        }
    }
    *days_of = (struct digest_figures){rows, 2 * count};
    const Pfq__V1__SumPoint *point = point_of(line(), last.date);
    cr_assert_not_null(point);
    cr_expect_eq(point->value_milli, last.value_milli);
    cr_expect_not(digest_sums_by_case_type(&kit.facts));
    move->key->has_case_type = true;
    cr_expect(digest_sums_by_case_type(&kit.facts));
}

static uint64_t notes(const Pfq__V1__Digest *d, const char *code)
{
    uint64_t said = 0;
    for (size_t i = 0; i < d->n_notes; i++) {
        said += strcmp(d->notes[i]->code, code) == 0;
    }
    return said;
}

/* One more file on a day that stood before: what a closed month's page would show is others' now.
 */
Test(digest_sums, where_days_are_no_longer_those_of_a_closed_month_none_is_shown_and_it_says_so)
{
    static const struct {
        int32_t day;
        bool shown;
        const char *why;
    } rows[] = {
        {20260311, false, "a closed month"},
        {20251029, true, "its month ends the sum's last zero"},
        {20251101, false, "the first month of the sum"},
        {20261002, true, "a provisional month may move"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_month(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY)->sum_zero = 20251031;
        digest_kit_day(&kit, "43", rows[i].day, "VICTIM_WITNESS_CARE", 1, 1);
        cr_expect_eq(line()->n_sums > 0, rows[i].shown, "%s", rows[i].why);
        const Pfq__V1__Digest *d = digest_build(&kit.facts, &arena);
        cr_expect_eq(notes(d, "SUMS_LEFT_OUT"), rows[i].shown ? 0U : 1U, "%s", rows[i].why);
    }
}

/* Months before the trend are compared with what is usual, which is all case types together. */
Test(digest_sums, days_before_the_trend_are_compared_too)
{
    for (uint64_t more = 0; more < 2; more++) {
        open_month(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY)->sum_zero = 20250829;
        digest_kit_usual(&kit, "VICTIM_WITNESS_CARE", 14, 5, 20);
        digest_kit_day(&kit, "43", 20250930, "VICTIM_WITNESS_CARE", 5, 20 + more);
        digest_kit_day(&kit, "43", 20250830, "VICTIM_WITNESS_CARE", 5, 20);
        cr_expect_eq(line()->n_sums > 0, more == 0);
    }
}
