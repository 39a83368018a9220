/* chance.c - what chance alone would announce: the whole machine on figures with nothing wrong.
 *
 * A force is told of a theme as a whole or, where that says nothing, of one of its case types: each
 * of them is a chance more.  So what is drawn is a case type's files, and a theme's are the sum. */
#include <math.h>
#include <stdio.h>

#include "feedback/themes/private.h"

enum {
    MONTHS = 36,
    STEADY = 12, /* the last of them */
    DAYS = 20,   /* working days of a month */
    TYPES_MAX = 8
};

/* splitmix64: Steele, Lea and Flood, OOPSLA 2014. */
static uint64_t draw(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static int64_t draw_failing(uint64_t *seed, int64_t files, double rate)
{
    int64_t failing = 0;
    for (int64_t i = 0; i < files; i++) {
        failing += (double)(draw(seed) >> 11) < rate * 9007199254740992.0;
    }
    return failing;
}

/* A theme: its case types, and itself where there is more than one of them. */
struct group {
    const struct themes_size *sizes;
    uint32_t types;
    char name[16];
};

/* Every theme is a force of its own here: who it is called changes nothing. */
static struct group group_at(const struct themes_size *sizes, uint32_t count, uint32_t first)
{
    struct group group = {.sizes = sizes + first, .types = 1};
    while (first + group.types < count && group.types < TYPES_MAX &&
           group.sizes[group.types].joins) {
        group.types++;
    }
    (void)snprintf(group.name, sizeof group.name, "%u", (unsigned)first);
    return group;
}

/* Of the whole theme, where `type` is no case type of it, or the only one. */
static Pfq__V1__ThemeKey key_of(struct group *group, uint32_t type)
{
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    key.name = group->name;
    key.has_system = true;
    key.system = group->sizes->system != 0 ? group->sizes->system
                                           : PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    key.has_case_type = type < group->types && group->types > 1;
    key.case_type = (Pfq__V1__CaseType)(key.has_case_type ? type + 1 : 0);
    return key;
}

/* What the months or the days are given of: the case types, and the whole after them. */
static uint32_t cells_of(const struct group *group)
{
    return group->types > 1 ? group->types + 1 : 1;
}

/* The files of the month's day: even shares, the odd ones first. */
static int64_t files_of_day(uint32_t files, int day)
{
    return files / DAYS + ((uint32_t)day < files % DAYS);
}

static void draw_day(const struct group *group, int day, uint64_t *seed,
                     struct stats_share out[TYPES_MAX + 1])
{
    struct stats_share all = {0};
    for (uint32_t i = 0; i < group->types; i++) {
        int64_t files = files_of_day(group->sizes[i].files, day);
        out[i] = (struct stats_share){draw_failing(seed, files, group->sizes[i].rate), files};
        all.of += out[i].of;
        all.failing += out[i].failing;
    }
    out[group->types] = all;
}

static void draw_days(struct themes *t, struct group *group, int month, uint64_t *seed)
{
    struct stats_share day[TYPES_MAX + 1] = {{0}};
    for (int d = 0; d < DAYS; d++) {
        draw_day(group, d, seed, day);
        for (uint32_t i = 0; i < cells_of(group); i++) {
            Pfq__V1__ThemeKey key = key_of(group, i);
            themes_day(t, &key, themes_month_at(t, month) * 100 + d + 1, day[i]);
        }
    }
}

static void draw_month(struct themes *t, struct group *group, int month, uint64_t *seed)
{
    struct stats_share day[TYPES_MAX + 1] = {{0}};
    struct stats_share sums[TYPES_MAX + 1] = {{0}};
    uint32_t failing_days[TYPES_MAX + 1] = {0};
    for (int d = 0; d < DAYS; d++) {
        draw_day(group, d, seed, day);
        for (uint32_t i = 0; i < cells_of(group); i++) {
            sums[i].of += day[i].of;
            sums[i].failing += day[i].failing;
            failing_days[i] += day[i].failing > 0;
        }
    }
    for (uint32_t i = 0; i < cells_of(group); i++) {
        Pfq__V1__ThemeKey key = key_of(group, i);
        themes_month(t, &key, themes_month_at(t, month), sums[i], failing_days[i]);
    }
}

typedef void draw_of(struct themes *t, struct group *group, int month, uint64_t *seed);

/* Days are kept from the first pass to the second by drawing them again from the same seed. */
static void draw_months(struct themes *t, const struct themes_size *sizes, uint32_t count,
                        uint64_t seed, draw_of *draw_one)
{
    struct group group;
    for (uint32_t first = 0; first < count; first += group.types) {
        group = group_at(sizes, count, first);
        for (int m = 0; m < MONTHS; m++) {
            draw_one(t, &group, m, &seed);
        }
    }
}

static uint32_t count_cells(const struct themes_size *sizes, uint32_t count)
{
    uint32_t cells = 0;
    struct group group;
    for (uint32_t first = 0; first < count; first += group.types) {
        group = group_at(sizes, count, first);
        cells += cells_of(&group);
    }
    return cells;
}

/* Of a theme as a whole or of one of its case types, wherever a force is told. */
static uint32_t announced(const struct themes *t, int from)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->step_count; i++) {
        const struct themes_step *step = &t->steps[i];
        count += step->month >= from && step->announced &&
                 (step->state == THEMES_RECURRING || step->state == THEMES_RETURNED);
    }
    return count;
}

static void run_once(struct themes *t, const struct themes_size *sizes, uint32_t count,
                     uint64_t seed)
{
    struct themes_period closed[MONTHS];
    for (int m = 0; m < MONTHS; m++) {
        closed[m] = (struct themes_period){PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED, true};
    }
    themes_begin(t, 200001, closed, MONTHS);
    draw_months(t, sizes, count, seed, draw_month);
    (void)themes_freeze(t, 0, t->cell_count);
    draw_months(t, sizes, count, seed, draw_days);
    for (int m = 0; m < MONTHS && themes_decide(t, m); m++) {
    }
}

enum pfq_code themes_false_alarms(const struct themes_rules *rules, const struct themes_size *sizes,
                                  uint32_t count, uint64_t seed, uint32_t runs,
                                  struct themes_chance *out, struct pfq_err *err)
{
    struct themes t;
    struct themes_rules lasting = *rules;
    double sum = 0;
    double squares = 0;
    double all = 0;
    lasting.announce_age = MONTHS; /* each month was the last one once */
    enum pfq_code code = themes_open(&t, &lasting, count_cells(sizes, count) + 1, err);
    for (uint32_t run = 0; code == PFQ_OK && run < runs; run++) {
        run_once(&t, sizes, count, draw(&seed));
        double months = announced(&t, MONTHS - STEADY) / (double)STEADY;
        sum += months;
        squares += months * months;
        all += announced(&t, 0);
    }
    if (code != PFQ_OK) {
        return code;
    }
    themes_close(&t);
    double mean = sum / runs;
    double spread = runs > 1 ? (squares - runs * mean * mean) / (runs - 1) : 0;
    *out = (struct themes_chance){mean, sqrt(spread > 0 ? spread / runs : 0), all / runs};
    return PFQ_OK;
}
