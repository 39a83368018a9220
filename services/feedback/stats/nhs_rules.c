/* nhs_rules.c - the four rules of Making Data Count: see runs.h. */
#include "runs.h"

enum {
    RUN = 7
};

static int sign(double x)
{
    return (x > 0) - (x < 0);
}

static int side(const struct stats_point *p)
{
    return sign(p->value - p->centre);
}

static bool outside(const struct stats_point *p)
{
    return p->value > p->high || p->value < p->low;
}

/* Which limit it is beyond two thirds of the way to; 0: none. */
static int near(const struct stats_point *p)
{
    double way = p->value - p->centre;
    double limit = way > 0 ? p->high - p->centre : p->low - p->centre;
    return way * 3 > limit * 2 && way > 0 ? 1 : way * 3 < limit * 2 && way < 0 ? -1 : 0;
}

static int direction(const struct stats_point *points, size_t i)
{
    return i == 0 ? 0 : sign(points[i].value - points[i - 1].value);
}

/* Mark the points from first to before end when they are a run of that sign. */
static void mark_run(unsigned *marks, size_t first, size_t end, int sign_of_run, unsigned rule)
{
    bool run = end - first >= RUN && sign_of_run != 0;
    for (size_t i = first; i < end && run; i++) {
        marks[i] |= rule;
    }
}

static void mark_shifts(const struct stats_point *points, size_t count, unsigned *marks)
{
    size_t first = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i == count || side(&points[i]) != side(&points[first])) {
            mark_run(marks, first, i, side(&points[first]), STATS_SHIFT);
            first = i;
        }
    }
}

/* A trend begins one point before its first step. */
static void mark_trends(const struct stats_point *points, size_t count, unsigned *marks)
{
    size_t first = 0;
    int way = count > 1 ? direction(points, 1) : 0;
    for (size_t i = 1; i <= count; i++) {
        if (i == count || direction(points, i) != way) {
            mark_run(marks, first, i, way, STATS_TREND);
            first = i - 1;
            way = i < count ? direction(points, i) : 0;
        }
    }
}

static void mark_pair(const struct stats_point *points, size_t i, size_t j, unsigned *marks)
{
    if (near(&points[i]) != 0 && near(&points[i]) == near(&points[j])) {
        marks[i] |= STATS_NEAR;
        marks[j] |= STATS_NEAR;
    }
}

/* Two of three in a row: neighbours, or one apart. */
static void mark_near(const struct stats_point *points, size_t count, unsigned *marks)
{
    for (size_t i = 1; i < count; i++) {
        mark_pair(points, i - 1, i, marks);
    }
    for (size_t i = 2; i < count; i++) {
        mark_pair(points, i - 2, i, marks);
    }
}

static enum stats_fault check(const struct stats_point *points, size_t count)
{
    enum stats_fault fault = count == 0 ? STATS_NO_DATA : STATS_OK;
    for (size_t i = 0; i < count && fault == STATS_OK; i++) {
        const double all[] = {points[i].value, points[i].centre, points[i].low, points[i].high};
        fault = stats_check_values(all, 4);
        if (fault == STATS_OK &&
            (points[i].low > points[i].centre || points[i].high < points[i].centre)) {
            fault = STATS_SETTING;
        }
    }
    return fault;
}

enum stats_fault stats_nhs_rules(const struct stats_point *points, size_t count, unsigned *marks)
{
    enum stats_fault fault = check(points, count);
    if (fault != STATS_OK) {
        return fault;
    }
    for (size_t i = 0; i < count; i++) {
        marks[i] = outside(&points[i]) ? STATS_OUTSIDE : 0;
    }
    mark_shifts(points, count, marks);
    mark_trends(points, count, marks);
    mark_near(points, count, marks);
    return STATS_OK;
}
