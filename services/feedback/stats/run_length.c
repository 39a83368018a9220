/* run_length.c - the Bernoulli CUSUM's run length on a lattice: see run_length.h. */
#include "run_length.h"

#include <math.h>

#include "search.h"

enum {
    SWEEPS_MAX = 200000,
    HUNDREDTHS_MIN = 10,
    HUNDREDTHS_MAX = 2000
};

#define SETTLED 1e-12

/* A walk on whole numbers: up with chance p, down with 1 - p; over `top` or at it: a signal. */
struct walk {
    int up;
    int down;
    int top;
    double p;
    double q;
};

/* Numerators and denominators of the convergents of a continued fraction. */
struct convergent {
    double a;
    double b;
    double last_a;
    double last_b;
};

static void deepen(struct convergent *c, double whole)
{
    double a = whole * c->a + c->last_a;
    double b = whole * c->b + c->last_b;
    *c = (struct convergent){.a = a, .b = b, .last_a = c->a, .last_b = c->b};
}

static double top_of(double a, double b, double whole_a, double whole_b, double h)
{
    return ceil(h * (whole_a + whole_b) / (a + b) - 1e-9);
}

/* The best fraction whole_a/whole_b for a/b whose lattice below h fits. */
static bool fit_lattice(double a, double b, double h, struct walk *walk)
{
    struct convergent c = {.a = 1, .b = 0, .last_a = 0, .last_b = 1};
    double rest = a / b;
    walk->top = 0;
    for (int depth = 0; depth < 32; depth++) {
        deepen(&c, floor(rest));
        double top = top_of(a, b, c.a, c.b, h);
        if (top > STATS_LATTICE) {
            break;
        }
        if (c.a >= 1) {
            walk->up = (int)c.a;
            walk->down = (int)c.b;
            walk->top = (int)top;
        }
        double beyond = rest - floor(rest);
        if (beyond < 1e-9) {
            break;
        }
        rest = 1 / beyond;
    }
    return walk->top > 0;
}

/* Steps and chance of a signal from place i, from those of its neighbours. */
static void settle(const struct walk *walk, struct stats_run_work *work, int i)
{
    int above = i + walk->up;
    int below = i - walk->down;
    double steps = 1;
    double signal = 0;
    if (above < walk->top) {
        steps += walk->p * work->steps[above];
        signal += walk->p * work->signals[above];
    } else {
        signal += walk->p;
    }
    if (below > 0) {
        steps += walk->q * work->steps[below];
        signal += walk->q * work->signals[below];
    }
    work->steps[i] = steps;
    work->signals[i] = signal;
}

/* An excursion begins with a step up from 0. */
static void from_zero(const struct walk *walk, const struct stats_run_work *work, double *steps,
                      double *signal)
{
    bool over = walk->up >= walk->top;
    *steps = 1 + (over ? 0 : walk->p * work->steps[walk->up]);
    *signal = walk->p * (over ? 1 : work->signals[walk->up]);
}

static bool same(double a, double b)
{
    return fabs(a - b) <= SETTLED * b;
}

static struct stats_number solve(const struct walk *walk, struct stats_run_work *work)
{
    double steps = 0;
    double signal = 0;
    for (int i = 0; i < walk->top; i++) {
        work->steps[i] = 0;
        work->signals[i] = 0;
    }
    for (int sweep = 0; sweep < SWEEPS_MAX; sweep++) {
        double steps_before = steps;
        double signal_before = signal;
        for (int i = 1; i < walk->top; i++) {
            settle(walk, work, i);
        }
        for (int i = walk->top - 1; i > 0; i--) {
            settle(walk, work, i);
        }
        from_zero(walk, work, &steps, &signal);
        if (sweep > 0 && signal > 0 && same(steps_before, steps) && same(signal_before, signal)) {
            return (struct stats_number){.value = steps / signal};
        }
    }
    return stats_no_number(STATS_UNSETTLED);
}

struct stats_number stats_bernoulli_run_length(struct stats_weights weights, double h, double p,
                                               struct stats_run_work *work)
{
    struct walk walk = {.p = weights.fail > 0 ? p : 1 - p, .q = weights.fail > 0 ? 1 - p : p};
    double up = fmax(weights.fail, weights.pass);
    double down = -fmin(weights.fail, weights.pass);
    if (weights.fault != STATS_OK) {
        return stats_no_number(weights.fault);
    }
    if (!(p > 0 && p < 1)) {
        return stats_no_number(STATS_RATE);
    }
    if (!(h >= 0.1 && h <= 20) || !fit_lattice(up, down, h, &walk)) {
        return stats_no_number(STATS_SETTING);
    }
    return solve(&walk, work);
}

/* --- threshold ------------------------------------------------------------------ */

struct wanted {
    struct stats_weights weights;
    double p0;
    double files;
    struct stats_run_work *work;
};

static bool long_enough(int64_t hundredths, const void *context)
{
    const struct wanted *w = context;
    double h = (double)hundredths / 100;
    struct stats_number length = stats_bernoulli_run_length(w->weights, h, w->p0, w->work);
    return length.fault != STATS_OK || length.value >= w->files;
}

struct stats_number stats_bernoulli_threshold(double p0, double odds_ratio, double files,
                                              struct stats_run_work *work)
{
    struct wanted wanted = {
        .weights = stats_bernoulli_weights(p0, odds_ratio), .p0 = p0, .files = files, .work = work};
    if (wanted.weights.fault != STATS_OK) {
        return stats_no_number(wanted.weights.fault);
    }
    if (!(files >= 1 && files <= 1e9)) {
        return stats_no_number(STATS_EXPECTED);
    }
    /* It grows about as e^h. */
    int64_t found = search_first(HUNDREDTHS_MIN, HUNDREDTHS_MAX, 100 * log(fmax(2, files * p0 / 4)),
                                 long_enough, &wanted);
    double h = (double)found / 100;
    struct stats_number length = stats_bernoulli_run_length(wanted.weights, h, p0, work);
    if (length.fault != STATS_OK || length.value < files) {
        return stats_no_number(STATS_UNSETTLED);
    }
    return (struct stats_number){.value = h};
}
