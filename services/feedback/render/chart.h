/* chart.h - run charts, funnels and CUSUMs: what is drawn, beside its table.
 *
 * The numbers are computed elsewhere (stats); here they become a drawing, a table that holds
 * every number of the drawing, a description for who does not see it, and a sentence that
 * explains it.
 *
 * Layer 2 (render): may include base.
 */
#ifndef CHART_H
#define CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drawing.h"
#include "grid.h"
#include "plot.h"

enum chart_signal {
    CHART_NO_SIGNAL,
    CHART_HIGH,
    CHART_LOW
};

/* --- one force, one theme, over time ----------------------------------------------- */

struct run_point {
    const char *label; /* "Oct 2026" */
    int64_t failing;
    int64_t of;
    bool limited; /* centre, low and high are given; from 0 to 1 */
    double centre;
    double low;
    double high;
    double target; /* the force's own, from 0 to 1; 0: none */
    bool provisional;
    enum chart_signal signal;
    const char *why; /* of a signal, in two or three words: "above limit" */
};

struct run_action {
    double at;         /* 2.5: between the points 2 and 3 */
    const char *label; /* "training 3 May" */
};

struct run_chart {
    const char *period; /* what a point is: "month", "week" */
    const struct run_point *points;
    size_t point_count;
    const struct run_action *actions;
    size_t action_count;
};

/* --- forces beside each other ------------------------------------------------------- */

struct funnel_point {
    const char *name;
    const char *code; /* short, beside its point; NULL: none */
    int64_t failing;
    int64_t of;
    bool adjusted; /* `rate` is for the mix of cases, and is what is drawn */
    double rate;
    enum chart_signal outside; /* of the outer limits that count: it is named */
    bool own;                  /* the reader's own force: it is named */
};

/* The limits at one number of files; each curve is drawn through all of them. */
struct funnel_limit {
    double of;
    double low95;
    double high95;
    double low998;
    double high998;
    double low_widened; /* 99.8 % with over-dispersion */
    double high_widened;
};

struct funnel_chart {
    double centre;
    const struct funnel_point *points;
    size_t point_count;
    const struct funnel_limit *limits; /* in order of `of` */
    size_t limit_count;
    bool widened; /* the limits hold the widened ones */
    bool meeting; /* `failing` of its points counts files that meet the standard */
};

/* --- files, or days with files, one after another
 * --------------------------------------------------------- */

struct cusum_step {
    const char *label; /* of the day or the file; for the table */
    double value;
    bool signal;  /* it crossed h; the next step begins at 0 again */
    int32_t date; /* of a day, YYYYMMDD */
};

struct cusum_chart {
    double h;
    const struct cusum_step *steps;
    size_t step_count;
    bool by_day; /* a step is a day with files, named by its label; else a file, by its number */
    const char *thinned; /* which days there are, where not all; NULL: nothing to say */
};

/* --- any of them ---------------------------------------------------------------------- */

struct chart {
    const char *title;           /* "Files with a victim care failure, Avon and Somerset" */
    const char *axis;            /* "Files failing" */
    const struct run_chart *run; /* one of the three */
    const struct funnel_chart *funnel;
    const struct cusum_chart *cusum;
};

/* Enough to draw: 30 files and two points for a run chart or a funnel, two steps for a CUSUM.
 * Otherwise the table says all there is. */
bool chart_wanted(const struct chart *chart);

/* Of a chart that is wanted; `drawing` needs its arena alone. */
void chart_draw(const struct chart *chart, enum plot_size size, struct drawing *drawing);

const struct grid *chart_grid(const struct chart *chart, struct pfq_arena *arena);
const char *chart_description(const struct chart *chart, struct pfq_arena *arena);
const char *chart_note(const struct chart *chart, struct pfq_arena *arena); /* how to read it */

/* In one paragraph the numbers that tell how it came to where it is, where a table would be long
 * and says no more; NULL: the table it is. */
const char *chart_line(const struct chart *chart, struct pfq_arena *arena);

/* --- each kind's own, for chart.c ------------------------------------------------------- */

void run_draw(const struct chart *chart, enum plot_size size, struct drawing *drawing);
void run_grid(const struct run_chart *run, struct pfq_arena *arena, struct grid *grid);
const char *run_description(const struct run_chart *run, struct pfq_arena *arena);
const char *run_note(const struct run_chart *run, struct pfq_arena *arena);

void funnel_draw(const struct chart *chart, enum plot_size size, struct drawing *drawing);
void funnel_grid(const struct funnel_chart *funnel, struct pfq_arena *arena, struct grid *grid);
const char *funnel_description(const struct funnel_chart *funnel, struct pfq_arena *arena);

void cusum_draw(const struct chart *chart, enum plot_size size, struct drawing *drawing);
void cusum_grid(const struct cusum_chart *cusum, struct pfq_arena *arena, struct grid *grid);
const char *cusum_description(const struct cusum_chart *cusum, struct pfq_arena *arena);
const char *cusum_note(const struct cusum_chart *cusum, struct pfq_arena *arena);
const char *cusum_line(const struct cusum_chart *cusum, struct pfq_arena *arena); /* of days */

#endif
