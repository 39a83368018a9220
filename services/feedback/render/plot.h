/* plot.h - what all charts are made of: a frame with axes, marks, labels that do not cover each
 * other, and a legend.
 *
 * A chart is drawn twice: wide for screens and paper, narrow for telephones, with letters of
 * about the same size in both.
 *
 * Private to render.
 */
#ifndef PLOT_H
#define PLOT_H

#include "drawing.h"

enum plot_size {
    PLOT_WIDE,
    PLOT_NARROW
};

enum plot_mark {
    PLOT_DOT,
    PLOT_HOLLOW,  /* provisional */
    PLOT_HATCHED, /* made of few failures */
    PLOT_HIGH,    /* a signal upwards */
    PLOT_HIGH_HOLLOW,
    PLOT_LOW,
    PLOT_LOW_HOLLOW,
    PLOT_OUTSIDE,
    PLOT_OWN,
    PLOT_OWN_OUTSIDE,
    PLOT_LINE, /* from here on lines; samples of them in the legend */
    PLOT_CENTRE,
    PLOT_LIMIT,
    PLOT_LIMIT_OUTER,
    PLOT_LIMIT_WIDENED,
    PLOT_EVENT
};

enum plot_side {
    PLOT_ABOVE,
    PLOT_BELOW
};

struct plot_legend {
    enum plot_mark mark;
    const char *text;
};

struct box {
    double left;
    double top;
    double right;
    double bottom;
};

enum {
    PLOT_LEGEND_MAX = 9,
    PLOT_BOXES_MAX = 400
};

struct plot {
    struct drawing *drawing;
    double letter; /* height of the letters */
    struct box frame;
    double x_low; /* what the frame's edges stand for */
    double x_high;
    double y_high; /* the lower edge is 0 */
    double y_step;
    bool x_titled; /* there is a title below the x axis */
    struct plot_legend legend[PLOT_LEGEND_MAX];
    size_t legend_count;
    struct box *boxes; /* what no label may cover */
    size_t box_count;
};

/* Begins a drawing: size, letters, frame.  The legend must be complete; `events` rows of labels
 * are left free above the frame.  The members for x and y are set by then. */
void plot_open(struct plot *plot, enum plot_size size, int events, struct drawing *drawing);
void plot_legend_add(struct plot *plot, enum plot_mark mark, const char *text);

/* The distance of four to seven round marks from 0 to `most` or just above: 1, 2 or 5 times a
 * power of ten, not below `least`. */
double plot_step(double most, double least);
/* Sets y_high and y_step. */
void plot_y_to(struct plot *plot, double most, double least_step);

struct spot plot_spot(const struct plot *plot, double x, double y);
struct pen plot_pen(enum plot_mark line);

/* Axes and their titles. */
void plot_axis_rate(struct plot *plot, const char *title);
void plot_axis_number(struct plot *plot, const char *title);
void plot_axis_count(struct plot *plot, const char *title);                      /* along x */
void plot_axis_names(struct plot *plot, const char *const *names, size_t count); /* x is 0, 1 … */

void plot_put(struct plot *plot, struct spot at, enum plot_mark mark);

/* Near the spot, on this side if it can be, where it covers no mark and no other label; a thin line
 * joins the two when it is further away. */
void plot_label(struct plot *plot, struct spot at, enum plot_side side, const char *text,
                enum ink ink);

void plot_close(struct plot *plot); /* the legend */

#endif
