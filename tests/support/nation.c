/* nation.c - simulated figures: see nation.h. */
#include "support/nation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void nation_open(struct nation *nation, uint32_t cells, uint64_t seed)
{
    *nation = (struct nation){calloc(cells, sizeof *nation->cells), cells, seed, 0, NULL, 0};
    if (nation->cells == NULL) {
        abort();
    }
}

void nation_close(struct nation *nation)
{
    free(nation->cells);
}

/* xorshift64*: another generator than the product's own simulation has. */
static uint64_t next(struct nation *nation)
{
    nation->seed ^= nation->seed >> 12;
    nation->seed ^= nation->seed << 25;
    nation->seed ^= nation->seed >> 27;
    return nation->seed * 2685821657736338717U;
}

double nation_draw(struct nation *nation)
{
    return (double)(next(nation) >> 11) / 9007199254740992.0;
}

uint32_t nation_below(struct nation *nation, uint32_t end)
{
    return (uint32_t)(nation_draw(nation) * end);
}

void nation_plan(struct nation *nation, uint32_t planted)
{
    static const uint32_t sizes[] = {12, 20, 28, 35, 45, 60, 80, 110, 160, 320};
    static const double rates[] = {0.03, 0.05, 0.08, 0.10, 0.15, 0.20, 0.30};
    for (uint32_t i = 0; i < nation->count; i++) {
        struct nation_cell *cell = &nation->cells[i];
        cell->files = sizes[i / 15 % 10];
        cell->rate = rates[i % 15 % 7];
        cell->planted = planted > 0 && i % planted == 0 ? 18 : -1;
    }
}

/* A normal value, nearly: of twelve uniform ones. */
static double draw_normal(struct nation *nation)
{
    double sum = -6;
    for (int i = 0; i < 12; i++) {
        sum += nation_draw(nation);
    }
    return sum;
}

static double rate_in(struct nation *nation, const struct nation_cell *cell, int month)
{
    double odds = cell->rate / (1 - cell->rate);
    odds *= cell->planted >= 0 && month >= cell->planted ? 2 : 1;
    odds *= nation->unrest > 0 ? exp(nation->unrest * draw_normal(nation)) : 1;
    return odds / (1 + odds);
}

void nation_fill(struct nation *nation)
{
    for (uint32_t c = 0; c < nation->count; c++) {
        struct nation_cell *cell = &nation->cells[c];
        for (int m = 0; m < NATION_MONTHS; m++) {
            double rate = rate_in(nation, cell, m);
            for (uint32_t d = 0; d < NATION_DAYS; d++) {
                struct nation_day *day = &cell->days[m][d];
                day->files =
                    (uint16_t)(cell->files / NATION_DAYS + (d < cell->files % NATION_DAYS ? 1 : 0));
                day->failing = 0;
                for (int i = 0; i < day->files; i++) {
                    day->failing = (uint16_t)(day->failing + (nation_draw(nation) < rate));
                }
            }
        }
    }
}

void nation_key(uint32_t cell, char name[16], Pfq__V1__ThemeKey *key)
{
    pfq__v1__theme_key__init(key);
    (void)snprintf(name, 16, "THEME_%u", (unsigned)(cell % 15));
    static char force[16];
    (void)snprintf(force, sizeof force, "%02u", (unsigned)(cell / 15));
    key->force = force;
    key->name = name;
    key->has_system = true;
    key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
}

static void give_month(struct themes *t, const Pfq__V1__ThemeKey *key, int month,
                       const struct nation_day *days)
{
    struct stats_share sum = {0};
    uint32_t failing_days = 0;
    for (int d = 0; d < NATION_DAYS; d++) {
        sum.of += days[d].files;
        sum.failing += days[d].failing;
        failing_days += days[d].failing > 0;
    }
    themes_month(t, key, themes_month_at(t, month), sum, failing_days);
}

void nation_run(const struct nation *nation, struct themes *t)
{
    struct themes_period closed[NATION_MONTHS];
    Pfq__V1__ThemeKey key;
    char name[16];
    for (int m = 0; m < NATION_MONTHS; m++) {
        closed[m] = (struct themes_period){PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED, true};
    }
    themes_begin(t, 202401, closed, NATION_MONTHS);
    for (uint32_t c = 0; c < nation->count; c++) {
        nation_key(c, name, &key);
        for (int m = 0; m < NATION_MONTHS; m++) {
            give_month(t, &key, m, nation->cells[c].days[m]);
        }
    }
    for (size_t a = 0; a < nation->action_count; a++) {
        themes_action(t, &nation->actions[a]);
    }
    (void)themes_freeze(t, 0, t->cell_count);
    for (uint32_t c = 0; c < nation->count; c++) {
        nation_key(c, name, &key);
        for (int m = 0; m < NATION_MONTHS; m++) {
            for (int d = 0; d < NATION_DAYS; d++) {
                const struct nation_day *day = &nation->cells[c].days[m][d];
                themes_day(t, &key, themes_month_at(t, m) * 100 + d + 1,
                           (struct stats_share){day->failing, day->files});
            }
        }
    }
    for (int m = 0; m < NATION_MONTHS && themes_decide(t, m); m++) {
    }
}

bool nation_is_announced(const struct themes_step *step)
{
    return step->state == THEMES_RECURRING || step->state == THEMES_RETURNED;
}
