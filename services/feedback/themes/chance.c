/* chance.c - what chance alone would announce: the whole machine on figures with nothing wrong. */
#include <math.h>
#include <stdio.h>

#include "feedback/themes/private.h"

enum {
    MONTHS = 36,
    STEADY = 12, /* the last of them */
    DAYS = 20    /* working days of a month */
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

/* Every cell is a force of its own here: who it is called changes nothing. */
static Pfq__V1__ThemeKey key_of(uint32_t cell, char name[16])
{
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    (void)snprintf(name, 16, "%u", (unsigned)cell);
    key.name = name;
    key.has_system = true;
    key.system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    return key;
}

/* The files of the month's day: even shares, the odd ones first. */
static int64_t files_of_day(uint32_t files, int day)
{
    return files / DAYS + ((uint32_t)day < files % DAYS);
}

static void draw_month(struct themes *t, const struct themes_size *size,
                       const Pfq__V1__ThemeKey *key, int month, uint64_t *seed, bool days)
{
    struct stats_share sum = {0};
    uint32_t failing_days = 0;
    for (int d = 0; d < DAYS; d++) {
        int64_t files = files_of_day(size->files, d);
        struct stats_share day = {draw_failing(seed, files, size->rate), files};
        sum.of += day.of;
        sum.failing += day.failing;
        failing_days += day.failing > 0;
        if (days) {
            themes_day(t, key, themes_month_at(t, month) * 100 + d + 1, day);
        }
    }
    if (!days) {
        themes_month(t, key, themes_month_at(t, month), sum, failing_days);
    }
}

/* Days are kept from the first pass to the second by drawing them again from the same seed. */
static void draw_months(struct themes *t, const struct themes_size *sizes, uint32_t count,
                        uint64_t seed, bool days)
{
    for (uint32_t c = 0; c < count; c++) {
        char name[16];
        Pfq__V1__ThemeKey key = key_of(c, name);
        for (int m = 0; m < MONTHS; m++) {
            draw_month(t, &sizes[c], &key, m, &seed, days);
        }
    }
}

static uint32_t announced(const struct themes *t, int from)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->step_count; i++) {
        const struct themes_step *step = &t->steps[i];
        count += step->month >= from &&
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
    draw_months(t, sizes, count, seed, false);
    (void)themes_freeze(t, 0, t->cell_count);
    draw_months(t, sizes, count, seed, true);
    for (int m = 0; m < MONTHS && themes_decide(t, m); m++) {
    }
}

enum pfq_code themes_false_alarms(const struct themes_rules *rules, const struct themes_size *sizes,
                                  uint32_t count, uint64_t seed, uint32_t runs,
                                  struct themes_chance *out, struct pfq_err *err)
{
    struct themes t;
    double sum = 0;
    double squares = 0;
    double all = 0;
    enum pfq_code code = themes_open(&t, rules, count + 1, err);
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
