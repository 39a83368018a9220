/* plot.c - frame, axes and legend: see plot.h. */
#include "plot.h"

#include <math.h>

#include "figure.h"
#include "pfq/bug.h"

static const struct {
    double width;
    double frame_height;
    double letter;
    double left;
} sizes[] = {[PLOT_WIDE] = {760, 250, 15, 52}, [PLOT_NARROW] = {345, 220, 14, 46}};

enum {
    RIGHT = 12,
    LEGEND_MARK = 30, /* of a sample and the space around it */
    LEGEND_GAP = 14
};

double plot_step(double most, double least)
{
    static const double steps[] = {1, 2, 5, 10};

    enum {
        MARKS = 6
    };

    double unit = most > 0 ? pow(10, floor(log10(most / MARKS))) : least;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        double step = steps[i] * unit;
        if (step >= least * (1 - 1e-9) && step * MARKS >= most * (1 - 1e-9)) {
            return step;
        }
    }
    return least > 10 * unit ? least : 10 * unit;
}

void plot_y_to(struct plot *plot, double most, double least_step)
{
    plot->y_step = plot_step(most, least_step);
    plot->y_high = fmax(1, ceil(most / plot->y_step - 1e-9)) * plot->y_step;
}

struct spot plot_spot(const struct plot *plot, double x, double y)
{
    const struct box *f = &plot->frame;
    double across = (x - plot->x_low) / (plot->x_high - plot->x_low);
    double up = y / plot->y_high;
    up = up < 0 ? 0 : up > 1 ? 1 : up;
    return (struct spot){f->left + across * (f->right - f->left),
                         f->bottom - up * (f->bottom - f->top)};
}

/* --- legend ---------------------------------------------------------------------- */

void plot_legend_add(struct plot *plot, enum plot_mark mark, const char *text)
{
    PFQ_ASSERT(plot->legend_count < PLOT_LEGEND_MAX);
    plot->legend[plot->legend_count++] = (struct plot_legend){mark, text};
}

/* Moves *x and *row on to where an entry of the legend begins. */
static void flow(const struct plot *plot, const struct plot_legend *entry, double width, double *x,
                 int *row)
{
    double wide = LEGEND_MARK + drawing_text_width(entry->text, plot->letter) + LEGEND_GAP;
    if (*x > 0 && *x + wide > width) {
        *x = 0;
        ++*row;
    }
    *x += wide;
}

static int legend_rows(const struct plot *plot, double width)
{
    double x = 0;
    int row = 0;
    for (size_t i = 0; i < plot->legend_count; i++) {
        flow(plot, &plot->legend[i], width, &x, &row);
    }
    return row + 1;
}

static void legend_sample(struct plot *plot, enum plot_mark mark, double x, double y)
{
    struct spot middle = {x + 11, y};
    if (mark < PLOT_LINE) {
        plot_put(plot, middle, mark);
        return;
    }
    drawing_line(plot->drawing, (struct spot){x, y}, (struct spot){x + 22, y}, plot_pen(mark));
}

void plot_close(struct plot *plot)
{
    struct drawing *d = plot->drawing;
    double line = plot->letter * 1.6;
    double top = d->height - line * legend_rows(plot, d->width) + line / 2;
    double x = 0;
    int row = 0;
    for (size_t i = 0; i < plot->legend_count; i++) {
        const struct plot_legend *entry = &plot->legend[i];
        flow(plot, entry, d->width, &x, &row);
        double from = x - LEGEND_MARK - LEGEND_GAP - drawing_text_width(entry->text, plot->letter);
        legend_sample(plot, entry->mark, from, top + row * line);
        drawing_text(d, (struct spot){from + LEGEND_MARK, top + row * line + plot->letter * 0.35},
                     entry->text,
                     (struct lettering){plot->letter, INK_TEXT, ANCHOR_START, false, false});
    }
}

/* --- frame and axes --------------------------------------------------------------- */

void plot_open(struct plot *plot, enum plot_size size, int events, struct drawing *drawing)
{
    plot->drawing = drawing;
    plot->letter = sizes[size].letter;
    plot->boxes = pfq_arena_new(drawing->arena, struct box, PLOT_BOXES_MAX);
    drawing->width = sizes[size].width;
    double line = plot->letter * 1.6;
    double top = line * (1 + events) + 4;
    plot->frame =
        (struct box){sizes[size].left, top, drawing->width - RIGHT, top + sizes[size].frame_height};
    drawing->height = plot->frame.bottom + line * (plot->x_titled ? 2.3 : 1.3) +
                      line * legend_rows(plot, drawing->width);
}

static void axis(struct plot *plot, const char *title, bool rate)
{
    struct drawing *d = plot->drawing;
    long marks = lround(plot->y_high / plot->y_step);
    for (long i = 0; i <= marks; i++) {
        double value = plot->y_step * (double)i;
        struct spot at = plot_spot(plot, plot->x_low, value);
        drawing_line(d, at, (struct spot){plot->frame.right, at.y},
                     (struct pen){i == 0 ? INK_QUIET : INK_GRID, INK_NONE, 1, DASH_SOLID});
        const char *text =
            rate ? figure_rate(fmin(value, 1), d->arena) : figure_decimal(value, 1, d->arena);
        drawing_text(d, (struct spot){at.x - 6, at.y + plot->letter * 0.35}, text,
                     (struct lettering){plot->letter, INK_QUIET, ANCHOR_END, false, false});
    }
    drawing_text(d, (struct spot){0, plot->letter}, title,
                 (struct lettering){plot->letter, INK_TEXT, ANCHOR_START, false, false});
}

void plot_axis_rate(struct plot *plot, const char *title)
{
    axis(plot, title, true);
}

void plot_axis_number(struct plot *plot, const char *title)
{
    axis(plot, title, false);
}

static void below(struct plot *plot, double x, const char *text)
{
    struct drawing *d = plot->drawing;
    double half = drawing_text_width(text, plot->letter) / 2;
    double least = half;
    double most = d->width - half;
    double at = x < least ? least : x > most ? most : x;
    drawing_text(d, (struct spot){at, plot->frame.bottom + plot->letter * 1.4}, text,
                 (struct lettering){plot->letter, INK_QUIET, ANCHOR_MIDDLE, false, false});
}

void plot_axis_names(struct plot *plot, const char *const *names, size_t count)
{
    double widest = 0;
    for (size_t i = 0; i < count; i++) {
        double width = drawing_text_width(names[i], plot->letter) + 14;
        widest = width > widest ? width : widest;
    }
    double slot = (plot->frame.right - plot->frame.left) / (double)count;
    size_t each = (size_t)ceil(widest / slot);
    for (size_t i = 0; i < count; i++) {
        if ((count - 1 - i) % each == 0) {
            below(plot, plot_spot(plot, (double)i, 0).x, names[i]);
        }
    }
}

void plot_axis_count(struct plot *plot, const char *title)
{
    struct drawing *d = plot->drawing;
    double step = plot_step(plot->x_high, 1);
    size_t steps = (size_t)(plot->x_high / step);
    for (size_t i = 0; i <= steps; i++) {
        double x = (double)i * step;
        below(plot, plot_spot(plot, x, 0).x, figure_count((int64_t)x, d->arena));
    }
    drawing_text(d, (struct spot){plot->frame.right, plot->frame.bottom + plot->letter * 2.9},
                 title, (struct lettering){plot->letter, INK_TEXT, ANCHOR_END, false, false});
}
