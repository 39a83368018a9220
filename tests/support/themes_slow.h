/* themes_slow.h - the rules of recurring themes a second time, written from their description
 * and not from the product's code: for each month it looks at the whole history anew.
 *
 * It takes nothing from the product but the heights at which sums signal. */
#ifndef THEMES_SLOW_H
#define THEMES_SLOW_H

#include "support/nation.h"

struct slow_cell {
    int states[NATION_MONTHS]; /* at the end of each month, as ThemeState */
};

struct slow_heights {
    double up;
    double down;
};

/* What the force itself adds, by month. */
struct slow_own {
    double target[NATION_MONTHS]; /* per cent; 0: none */
    int since[NATION_MONTHS];     /* first month of that target */
    bool late[NATION_MONTHS];     /* at its end an action was overdue */
};

/* `heights`, `own` (NULL: nothing) and `out` are one for each cell of the nation. */
void slow_run(const struct nation *nation, const struct slow_heights *heights,
              const struct slow_own *own, struct slow_cell *out);

/* Announced so often: how many, by cell and month. */
uint32_t slow_announced(const struct slow_cell *cell, int from);

#endif
