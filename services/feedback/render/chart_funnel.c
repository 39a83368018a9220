/* chart_funnel.c - forces beside each other, without a ranking: see chart.h. */
#include "chart.h"

#include <math.h>
#include <string.h>

#include "figure.h"

/* --- the drawing ----------------------------------------------------------------- */

static double rate_of(const struct funnel_point *p)
{
    return p->adjusted ? p->rate : (double)p->failing / (double)p->of;
}

static bool is_drawn(const struct funnel_point *p)
{
    return figure_size(p->of) >= FIGURE_INTERVAL;
}

static double highest(const struct funnel_chart *f)
{
    double most = f->centre * 2;
    for (size_t i = 0; i < f->point_count; i++) {
        most = fmax(most, is_drawn(&f->points[i]) ? rate_of(&f->points[i]) : 0);
    }
    return most;
}

static double widest(const struct funnel_chart *f)
{
    double most = FIGURE_WHOLE_FROM;
    for (size_t i = 0; i < f->point_count; i++) {
        most = fmax(most, (double)f->points[i].of);
    }
    return most;
}

static double limit(const struct funnel_limit *l, int which)
{
    return (const double[]){l->low95,   l->high95,      l->low998,
                            l->high998, l->low_widened, l->high_widened}[which];
}

/* What leaves the frame above or on the right is not drawn along its edge. */
static void draw_curve(struct plot *plot, const struct funnel_chart *f, int which,
                       enum plot_mark line)
{
    struct spot *spots = pfq_arena_new(plot->drawing->arena, struct spot, f->limit_count);
    size_t count = 0;
    for (size_t i = 0; i < f->limit_count; i++) {
        double value = limit(&f->limits[i], which);
        if (value <= plot->y_high && f->limits[i].of <= plot->x_high) {
            spots[count++] = plot_spot(plot, f->limits[i].of, value);
        }
    }
    drawing_path(plot->drawing, spots, count, plot_pen(line));
}

static void draw_limits(struct plot *plot, const struct funnel_chart *f)
{
    drawing_line(plot->drawing, plot_spot(plot, 0, f->centre),
                 plot_spot(plot, plot->x_high, f->centre), plot_pen(PLOT_CENTRE));
    for (int which = 0; which < (f->widened ? 6 : 4); which++) {
        draw_curve(plot, f, which,
                   which < 2   ? PLOT_LIMIT
                   : which < 4 ? PLOT_LIMIT_OUTER
                               : PLOT_LIMIT_WIDENED);
    }
}

static enum plot_mark mark_of(const struct funnel_point *p)
{
    bool out = p->outside != CHART_NO_SIGNAL;
    return p->own                               ? (out ? PLOT_OWN_OUTSIDE : PLOT_OWN)
           : out                                ? PLOT_OUTSIDE
           : figure_unstable(p->failing, p->of) ? PLOT_HATCHED
                                                : PLOT_DOT;
}

static void draw_points(struct plot *plot, const struct funnel_chart *f)
{
    for (size_t i = 0; i < f->point_count; i++) {
        const struct funnel_point *p = &f->points[i];
        if (is_drawn(p)) {
            plot_put(plot, plot_spot(plot, (double)p->of, rate_of(p)), mark_of(p));
        }
    }
    for (size_t i = 0; i < f->point_count; i++) {
        const struct funnel_point *p = &f->points[i];
        if (is_drawn(p) && (p->own || p->outside != CHART_NO_SIGNAL)) {
            plot_label(plot, plot_spot(plot, (double)p->of, rate_of(p)),
                       p->outside == CHART_LOW ? PLOT_BELOW : PLOT_ABOVE, p->name,
                       p->outside != CHART_NO_SIGNAL ? INK_SIGNAL : INK_TEXT);
        }
    }
    for (size_t i = 0; i < f->point_count; i++) { /* as far as there is room */
        const struct funnel_point *p = &f->points[i];
        if (is_drawn(p) && p->code != NULL && !p->own && p->outside == CHART_NO_SIGNAL) {
            plot_label(plot, plot_spot(plot, (double)p->of, rate_of(p)), PLOT_ABOVE, p->code,
                       INK_TEXT);
        }
    }
}

static void add_legend(struct plot *plot, const struct funnel_chart *f)
{
    static const char *const texts[] = {[PLOT_DOT] = "force",
                                        [PLOT_HATCHED] = "fewer than 20 failures",
                                        [PLOT_OUTSIDE] = "outside the limits",
                                        [PLOT_OWN] = "your force",
                                        [PLOT_OWN_OUTSIDE] = "your force, outside the limits"};
    bool used[sizeof texts / sizeof *texts] = {false};
    for (size_t i = 0; i < f->point_count; i++) {
        if (is_drawn(&f->points[i])) {
            used[mark_of(&f->points[i])] = true;
        }
    }
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
        if (used[i]) {
            plot_legend_add(plot, (enum plot_mark)i, texts[i]);
        }
    }
    plot_legend_add(plot, PLOT_CENTRE, "all forces");
    plot_legend_add(plot, PLOT_LIMIT, "95% limits");
    plot_legend_add(plot, PLOT_LIMIT_OUTER, "99.8% limits");
    if (f->widened) {
        plot_legend_add(plot, PLOT_LIMIT_WIDENED, "99.8%, widened for other differences");
    }
}

void funnel_draw(const struct chart *chart, enum plot_size size, struct drawing *drawing)
{
    const struct funnel_chart *f = chart->funnel;
    struct plot plot = {.x_low = 0, .x_high = widest(f) * 1.06, .x_titled = true};
    plot_y_to(&plot, fmin(1, highest(f) * 1.1), 0.01);
    add_legend(&plot, f);
    plot_open(&plot, size, 0, drawing);
    plot_axis_rate(&plot, chart->axis);
    plot_axis_count(&plot, "Files");
    draw_limits(&plot, f);
    draw_points(&plot, f);
    plot_close(&plot);
}

/* --- the table ------------------------------------------------------------------- */

/* The limits at the point's own number of files, between those that are given. */
static const char *expected(const struct funnel_chart *f, double of, struct pfq_arena *arena)
{
    int low = f->widened ? 4 : 2;
    for (size_t i = 1; i < f->limit_count; i++) {
        const struct funnel_limit *a = &f->limits[i - 1];
        const struct funnel_limit *b = &f->limits[i];
        if (a->of <= of && of <= b->of) {
            double part = b->of > a->of ? (of - a->of) / (b->of - a->of) : 0;
            double bottom = limit(a, low) + part * (limit(b, low) - limit(a, low));
            double top = limit(a, low + 1) + part * (limit(b, low + 1) - limit(a, low + 1));
            return figure_interval((struct figure_range){bottom, top}, arena);
        }
    }
    return NULL;
}

static const char *place_of(const struct funnel_point *p)
{
    static const char *const words[] = {
        [CHART_NO_SIGNAL] = "within", [CHART_HIGH] = "above", [CHART_LOW] = "below"};
    return is_drawn(p) ? words[p->outside] : "too few";
}

void funnel_grid(const struct funnel_chart *f, struct pfq_arena *arena, struct grid *grid)
{
    static const struct grid_column made[] = {
        {"force", "Force", GRID_TEXT, MARK_ANYONE, 0},
        {"failing", "Failing", GRID_COUNT, MARK_ANYONE, 0},
        {"files", "Files", GRID_COUNT, MARK_ANYONE, 0},
        {"rate", "Rate", GRID_PER_CENT, MARK_ANYONE, 0},
        {"adjusted", "Adjusted", GRID_TEXT, MARK_ANYONE, 0},
        {"expected", "99.8% limits", GRID_TEXT, MARK_ANYONE, 0},
        {"place", "Of the 99.8% limits", GRID_TEXT, MARK_ANYONE, 0},
        {"code", "Code", GRID_TEXT, MARK_ANYONE, 0},
    };

    enum {
        WIDTH = sizeof made / sizeof *made
    };
    struct grid_column *columns = pfq_arena_new(arena, struct grid_column, WIDTH);
    struct grid_row *rows = pfq_arena_new(arena, struct grid_row, f->point_count);
    memcpy(columns, made, sizeof made);
    if (f->meeting) {
        columns[1].name = "meeting";
        columns[1].title = "Meeting";
    }
    for (size_t i = 0; i < f->point_count; i++) {
        const struct funnel_point *p = &f->points[i];
        struct grid_cell *cells = pfq_arena_new(arena, struct grid_cell, WIDTH);
        cells[0] = grid_text(p->name);
        cells[1] = grid_count(p->failing);
        cells[2] = grid_count(p->of);
        cells[3] = grid_per_cent(p->failing, p->of);
        cells[4] = grid_text(is_drawn(p) && p->adjusted ? figure_rate(p->rate, arena) : NULL);
        cells[5] = grid_text(is_drawn(p) ? expected(f, (double)p->of, arena) : NULL);
        cells[6] = grid_text(place_of(p));
        cells[7] = grid_text(p->code);
        rows[i] = (struct grid_row){p->name, cells};
    }
    grid->columns = columns;
    grid->column_count = WIDTH;
    grid->rows = rows;
    grid->row_count = f->point_count;
}

const char *funnel_description(const struct funnel_chart *f, struct pfq_arena *arena)
{
    const char *names = "";
    int64_t drawn = 0;
    for (size_t i = 0; i < f->point_count; i++) {
        const struct funnel_point *p = &f->points[i];
        drawn += is_drawn(p);
        if (is_drawn(p) && p->outside != CHART_NO_SIGNAL) {
            names = pfq_arena_printf(arena, "%s%s%s (%s)", names, *names == '\0' ? "" : ", ",
                                     p->name, place_of(p));
        }
    }
    return pfq_arena_printf(arena,
                            "Funnel of %s by number of files and share %s, around %s for all. "
                            "Outside the 99.8%% limits: %s.",
                            figure_things(drawn, "force", "forces", arena),
                            f->meeting ? "meeting the standard" : "failing",
                            figure_rate(f->centre, arena), *names == '\0' ? "none" : names);
}
