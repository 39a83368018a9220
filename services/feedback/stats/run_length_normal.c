/* run_length_normal.c - the tabular CUSUM's run length as an integral equation: see
 * run_length.h. */
#include <math.h>

#include "normal.h"
#include "run_length.h"

enum {
    NODES = 24,
    UNKNOWNS = NODES + 1 /* L at each node, then at 0 */
};

#define PI          3.14159265358979323846
#define SQRT_TWO_PI 2.50662827463100050242

struct rule {
    double at[NODES];
    double weight[NODES];
};

struct equations {
    double row[UNKNOWNS][UNKNOWNS + 1];
};

/* P_NODES and its derivative at x. */
static double legendre(double x, double *slope)
{
    double before = 1;
    double value = x;
    for (int n = 2; n <= NODES; n++) {
        double next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
        before = value;
        value = next;
    }
    *slope = NODES * (before - x * value) / (1 - x * x);
    return value;
}

/* Gauss and Legendre's rule on 0 to h: roots by Newton from Tricomi's start. */
static void make_rule(double h, struct rule *rule)
{
    for (int i = 0; i < NODES; i++) {
        double x = cos(PI * (i + 0.75) / (NODES + 0.5));
        double slope = 1;
        for (int step = 0; step < 6; step++) {
            double value = legendre(x, &slope);
            x -= value / slope;
        }
        (void)legendre(x, &slope);
        rule->at[i] = h * (1 - x) / 2;
        rule->weight[i] = h / ((1 - x * x) * slope * slope);
    }
}

/* One row: L(s) - sum w f(x + k - s) L(x) - F(k - s) L(0) = 1, steps about `shift`. */
static void make_row(double *row, int unknown, double s, double k, double shift,
                     const struct rule *rule)
{
    for (int j = 0; j < NODES; j++) {
        double z = rule->at[j] + k - s - shift;
        row[j] = -rule->weight[j] * exp(-z * z / 2) / SQRT_TWO_PI;
    }
    row[NODES] = -normal_below(k - s - shift);
    row[unknown] += 1;
    row[UNKNOWNS] = 1;
}

static void swap_rows(struct equations *e, int a, int b)
{
    for (int j = 0; j <= UNKNOWNS; j++) {
        double kept = e->row[a][j];
        e->row[a][j] = e->row[b][j];
        e->row[b][j] = kept;
    }
}

static int largest_below(const struct equations *e, int column)
{
    int best = column;
    for (int i = column + 1; i < UNKNOWNS; i++) {
        best = fabs(e->row[i][column]) > fabs(e->row[best][column]) ? i : best;
    }
    return best;
}

static void subtract(struct equations *e, int column, int i)
{
    double factor = e->row[i][column] / e->row[column][column];
    for (int j = column; j <= UNKNOWNS; j++) {
        e->row[i][j] -= factor * e->row[column][j];
    }
}

/* The last unknown, L(0), by Gaussian elimination with pivots. */
static double solve_last(struct equations *e)
{
    for (int column = 0; column < UNKNOWNS; column++) {
        swap_rows(e, column, largest_below(e, column));
        for (int i = column + 1; i < UNKNOWNS; i++) {
            subtract(e, column, i);
        }
    }
    return e->row[NODES][UNKNOWNS] / e->row[NODES][NODES];
}

static bool in_range(double x, double low, double high)
{
    return x >= low && x <= high;
}

struct stats_number stats_cusum_run_length(double k, double h, double shift)
{
    struct rule rule = {0};
    struct equations e = {0};
    if (!in_range(k, 0.1, 3) || !in_range(h, 0.1, 8) || !in_range(shift, -5, 5)) {
        return stats_no_number(STATS_SETTING);
    }
    make_rule(h, &rule);
    for (int i = 0; i < NODES; i++) {
        make_row(e.row[i], i, rule.at[i], k, shift, &rule);
    }
    make_row(e.row[NODES], NODES, 0, k, shift, &rule);
    double length = solve_last(&e);
    if (!in_range(length, 1, 1e12)) {
        return stats_no_number(STATS_UNSETTLED);
    }
    return (struct stats_number){.value = length};
}

struct stats_number stats_cusum_run_length_both(double k, double h, double shift)
{
    struct stats_number up = stats_cusum_run_length(k, h, fabs(shift));
    struct stats_number down = stats_cusum_run_length(k, h, -fabs(shift));
    if (up.fault == STATS_OK && down.fault == STATS_UNSETTLED) {
        return up; /* the other side practically never signals */
    }
    if (up.fault != STATS_OK || down.fault != STATS_OK) {
        return stats_no_number(up.fault != STATS_OK ? up.fault : down.fault);
    }
    return (struct stats_number){.value = 1 / (1 / up.value + 1 / down.value)};
}
