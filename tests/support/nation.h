/* nation.h - simulated figures of many cells, drawn as counts, and a run over them.
 *
 * For tests and for the bench: asserts nothing, aborts where there is no memory. */
#ifndef NATION_H
#define NATION_H

#include "feedback/themes/themes.h"

enum {
    NATION_MONTHS = 36,
    NATION_DAYS = 20 /* with files, of a month */
};

struct nation_day {
    uint16_t failing;
    uint16_t files;
};

struct nation_cell {
    uint32_t files; /* a month, on average */
    double rate;
    int planted; /* month from which the odds are doubled; -1: never */
    struct nation_day days[NATION_MONTHS][NATION_DAYS];
};

struct nation {
    struct nation_cell *cells;
    uint32_t count;
    uint64_t seed;
    double unrest; /* of the log odds, from month to month: a standard deviation; 0: chance alone */
    Pfq__V1__Action *actions; /* about its themes, of the test's */
    size_t action_count;
};

void nation_open(struct nation *nation, uint32_t cells, uint64_t seed);
void nation_close(struct nation *nation);

double nation_draw(struct nation *nation);                  /* 0 to below 1 */
uint32_t nation_below(struct nation *nation, uint32_t end); /* 0 to end - 1 */

/* 43 forces of different sizes by 15 themes of different rates: the same whatever the seed.
 * Every `planted`-th cell is planted in month 18; 0: none. */
void nation_plan(struct nation *nation, uint32_t planted);

/* Fill the days of all cells: binomial counts, files spread evenly. */
void nation_fill(struct nation *nation);

/* All months closed; `t` was opened for more cells than the nation has. */
void nation_run(const struct nation *nation, struct themes *t);

void nation_key(uint32_t cell, char name[16], Pfq__V1__ThemeKey *key);

/* What is announced: moves into recurring and returned. */
bool nation_is_announced(const struct themes_step *step);

#endif
