/* themes_slow.c - the rules of recurring themes, written a second time: see themes_slow.h. */
#include "support/themes_slow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    W = 1, /* as in ThemeState */
    R,
    WORSE,
    BETTER,
    DONE,
    BACK,
    QUIET
};

struct month {
    double x;
    double n;
    int days;
    bool up;
    bool down;
    bool picked;
};

struct facts {
    struct month months[NATION_MONTHS];
    int first; /* after the baseline */
    double bx;
    double bn;
    double p0;
    double spread;
    const struct slow_own *own; /* NULL: nothing */
};

/* --- arithmetic, the plain way --- */

static double choose_term(double x, double n, double p)
{
    return exp(lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1) + x * log(p) +
               (n - x) * log1p(-p));
}

static double tail(double x, double n, double p)
{
    double sum = 0;
    for (double k = x; k <= n; k++) {
        sum += choose_term(k, n, p);
    }
    return sum;
}

/* As many files as it would be if months varied by chance alone. */
static double calm(const struct facts *f, double x, double n)
{
    double centre = n * f->p0;
    return f->spread > 1 ? floor(centre + (x - centre) / f->spread + 1e-9) : x;
}

static double chance(const struct facts *f, double x, double n)
{
    return tail(calm(f, x, n), n, f->p0);
}

static double mid_chance(const struct facts *f, double x, double n)
{
    return chance(f, x, n) - choose_term(calm(f, x, n), n, f->p0) / 2;
}

static double lower_odds_ratio(const struct facts *f, double x, double n)
{
    double a = x + 0.5;
    double b = n - x + 0.5;
    double c = f->bx + 0.5;
    double d = f->bn - f->bx + 0.5;
    return log(a * d / (b * c)) - f->spread * 1.959963985 * sqrt(1 / a + 1 / b + 1 / c + 1 / d);
}

/* --- facts --- */

/* Laney's: the mean step from month to month of what is left over, in standard errors. */
static double sigma_z(const struct facts *f)
{
    double rate = f->bx / f->bn;
    double steps = 0;
    double before = 0;
    int count = 0;
    for (int m = 0; m < f->first && m < NATION_MONTHS; m++) {
        const struct month *x = &f->months[m];
        if (x->n > 0) {
            double z = (x->x - rate * x->n) / sqrt(x->n * rate * (1 - rate));
            steps += count++ > 0 ? fabs(z - before) : 0;
            before = z;
        }
    }
    return count > 1 ? steps / (count - 1) / 1.128 : 1;
}

static void count(const struct nation_cell *cell, struct facts *f)
{
    memset(f, 0, sizeof *f);
    f->first = NATION_MONTHS;
    for (int m = 0; m < NATION_MONTHS; m++) {
        for (int d = 0; d < NATION_DAYS; d++) {
            f->months[m].x += cell->days[m][d].failing;
            f->months[m].n += cell->days[m][d].files;
            f->months[m].days += cell->days[m][d].failing > 0;
        }
    }
    for (int m = 0; m < NATION_MONTHS && f->first == NATION_MONTHS; m++) {
        f->bx += f->months[m].x;
        f->bn += f->months[m].n;
        f->first = m >= 11 && f->bn >= 100 ? m + 1 : NATION_MONTHS;
    }
    f->p0 = (f->bx + 0.5) / (f->bn + 1);
    f->spread = f->bx >= 5.0 * f->first ? fmax(1, sigma_z(f)) : 1;
}

static void add_up(const struct nation_cell *cell, struct slow_heights h, struct facts *f)
{
    double up = 0;
    double down = 0;
    double pass = -log1p(f->p0); /* log of 1 / (1 - p0 + 2 p0) */
    for (int m = f->first; m < NATION_MONTHS; m++) {
        for (int d = 0; d < NATION_DAYS; d++) {
            double sum = cell->days[m][d].failing * log(2) + cell->days[m][d].files * pass;
            up = fmax(0, up + sum);
            down = fmax(0, down - sum); /* the same likelihood ratio, the other way round */
            f->months[m].down = f->months[m].down || down >= h.down;
            down = down >= h.down ? 0 : down;
            if (up >= h.up) {
                f->months[m].up = true;
                up = down = 0;
            }
        }
    }
}

/* Benjamini and Hochberg by definition: the most tests of which none is above its own line. */
static void pick(struct facts *all, uint32_t cells, int m)
{
    double *p = calloc(cells, sizeof *p);
    uint32_t tests = 0;
    double line = 0;
    for (uint32_t c = 0; p != NULL && c < cells; c++) {
        const struct month *x = &all[c].months[m];
        p[c] = 2;
        if (m >= all[c].first && x->n >= 10) {
            p[c] = mid_chance(&all[c], x->x, x->n);
            tests++;
        }
    }
    for (uint32_t i = 0; p != NULL && i < cells; i++) {
        uint32_t rank = 0;
        for (uint32_t k = 0; k < cells; k++) {
            rank += p[k] <= p[i];
        }
        if (p[i] <= 1 && p[i] <= 0.10 * rank / tests && p[i] > line) {
            line = p[i];
        }
    }
    for (uint32_t i = 0; p != NULL && i < cells; i++) {
        all[i].months[m].picked = p[i] <= line;
    }
    free(p);
}

/* --- one cell --- */

/* What a cell remembers: its states so far, and since when its evidence is fresh. */
struct past {
    const int *states;
    int fresh;
};

static int latest(const struct past *past, int m, int state)
{
    for (int i = m - 1; i > 0; i--) {
        if (past->states[i] == state && past->states[i - 1] != state) {
            return i;
        }
    }
    return -1;
}

static bool above(const struct facts *f, int m)
{
    return f->months[m].x > f->p0 * f->months[m].n;
}

/* The lower end of Wilson's interval, as its quadratic is written. */
static double wilson_low(double x, double n)
{
    const double z = 1.959963984540054;
    double a = n + z * z;
    double b = 2 * x + z * z;
    double c = x * x / n;
    return (b - sqrt(b * b - 4 * a * c)) / (2 * a);
}

/* Files that the target would let fail are compared with those that did, in hundredths. */
static bool beyond(double x, double n, double per_cent)
{
    return per_cent > 0 && 1000 * x > round(10 * per_cent) * n;
}

static bool above_own_target(const struct facts *f, const struct past *past, int m)
{
    double target = f->own == NULL ? 0 : f->own->target[m];
    double x = 0;
    double n = 0;
    int months = 0;
    for (int i = m; target > 0 && i > m - 12 && i >= past->fresh && i >= f->own->since[m]; i--) {
        x += f->months[i].x;
        n += f->months[i].n;
        months += f->months[i].n > 0;
    }
    return months >= 3 && beyond(f->months[m].x, f->months[m].n, target) &&
           x / n - f->spread * (x / n - wilson_low(x, n)) > target / 100;
}

/* Three months together are beyond it: then nothing gets better. */
static bool keeps_missing(const struct facts *f, const struct past *past, int m)
{
    double x = 0;
    double n = 0;
    for (int i = m; i > m - 3 && i >= past->fresh; i--) {
        x += f->months[i].x;
        n += f->months[i].n;
    }
    return f->own != NULL && beyond(x, n, f->own->target[m]);
}

static bool stands_out(const struct facts *f, const struct past *past, int m)
{
    if (!above(f, m)) {
        return false;
    }
    double sx = f->months[m].x;
    double sn = f->months[m].n;
    for (int i = m - 1; i >= m - 3 && i >= past->fresh; i--) {
        if (f->months[i].up) {
            if (chance(f, sx, sn) < 0.05) {
                return true;
            }
            break;
        }
        sx += f->months[i].x;
        sn += f->months[i].n;
    }
    bool before = false;
    for (int i = m - 1; i >= m - 2 && i >= past->fresh; i--) {
        before = before || chance(f, f->months[i].x, f->months[i].n) < 0.05;
    }
    return before && f->months[m].picked;
}

static bool recurs(const struct facts *f, const struct past *past, int m)
{
    double x = 0;
    int days = 0;
    for (int i = m; i > m - 3 && i >= past->fresh; i--) {
        x += f->months[i].x;
        days += f->months[i].days;
    }
    return x >= 5 && days >= 3 && (stands_out(f, past, m) || above_own_target(f, past, m));
}

static bool signals(const struct facts *f, int m)
{
    const struct month *x = &f->months[m];
    return x->up || x->picked || chance(f, x->x, x->n) <= 0.00135;
}

static bool calmed(const struct facts *f, const struct past *past, int m)
{
    double x = 0;
    double n = 0;
    for (int i = m; i > m - 3; i--) {
        if (i < past->fresh || signals(f, i) || past->states[i - 1] != W) {
            return false;
        }
        x += f->months[i].x;
        n += f->months[i].n;
    }
    return chance(f, x, n) >= 0.20;
}

static bool worse(const struct facts *f, const struct past *past, int m)
{
    double x = 0;
    double n = 0;
    for (int i = m; i > m - 3 && i >= past->fresh; i--) {
        x += f->months[i].x;
        n += f->months[i].n;
    }
    return above(f, m) && lower_odds_ratio(f, x, n) > 0;
}

static bool settled_down(const struct facts *f, const struct past *past, int m)
{
    for (int i = m; i > m - 3; i--) {
        if (past->states[i - 1] != BETTER || chance(f, f->months[i].x, f->months[i].n) <= 0.025) {
            return false;
        }
    }
    return !keeps_missing(f, past, m) && (f->own == NULL || !f->own->late[m]);
}

static int next_state(const struct facts *f, const struct past *past, int m)
{
    int now = m == 0 ? 0 : past->states[m - 1];
    if (now == R || now == BACK || now == WORSE) {
        if (f->months[m].down && !keeps_missing(f, past, m)) {
            return BETTER;
        }
        return now != WORSE && worse(f, past, m) ? WORSE : now;
    }
    if (now == DONE && m - latest(past, m, DONE) > 12) {
        return QUIET;
    }
    if (recurs(f, past, m)) {
        return now == DONE ? BACK : R;
    }
    if (now == BETTER) {
        return settled_down(f, past, m) ? DONE : BETTER;
    }
    if (now == W) {
        return calmed(f, past, m) ? QUIET : W;
    }
    return now != DONE && m >= past->fresh && signals(f, m) ? W : now;
}

static void walk(const struct facts *f, struct slow_cell *out)
{
    struct past past = {out->states, f->first};
    for (int m = 0; m < NATION_MONTHS; m++) {
        int before = m == 0 ? 0 : out->states[m - 1];
        out->states[m] = m < f->first ? 0 : next_state(f, &past, m);
        int now = out->states[m];
        if (now != before && (now == BETTER || now == DONE || now == QUIET)) {
            past.fresh = m + 1;
        }
    }
}

void slow_run(const struct nation *nation, const struct slow_heights *heights,
              const struct slow_own *own, struct slow_cell *out)
{
    struct facts *all = calloc(nation->count, sizeof *all);
    if (all == NULL) {
        abort();
    }
    for (uint32_t c = 0; c < nation->count; c++) {
        count(&nation->cells[c], &all[c]);
        all[c].own = own == NULL ? NULL : &own[c];
        add_up(&nation->cells[c], heights[c], &all[c]);
    }
    for (int m = 0; m < NATION_MONTHS; m++) {
        pick(all, nation->count, m);
    }
    for (uint32_t c = 0; c < nation->count; c++) {
        walk(&all[c], &out[c]);
    }
    free(all);
}

uint32_t slow_announced(const struct slow_cell *cell, int from)
{
    uint32_t times = 0;
    for (int m = from > 0 ? from : 1; m < NATION_MONTHS; m++) {
        int now = cell->states[m];
        int before = cell->states[m - 1];
        times += now != before && (now == R || now == BACK);
    }
    return times;
}
