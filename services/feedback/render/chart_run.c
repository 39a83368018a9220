/* chart_run.c - a rate over time, with limits that follow the number of files: see chart.h. */
#include "chart.h"

#include <math.h>
#include <string.h>

#include "figure.h"

/* --- the drawing ----------------------------------------------------------------- */

static double rate_of(const struct run_point *p)
{
    return (double)p->failing / (double)p->of;
}

/* Below 10 files no rate is said, so none is drawn. */
static bool is_drawn(const struct run_point *p)
{
    return figure_size(p->of) >= FIGURE_INTERVAL;
}

static double highest(const struct run_chart *run)
{
    double most = 0;
    for (size_t i = 0; i < run->point_count; i++) {
        const struct run_point *p = &run->points[i];
        most = fmax(most, is_drawn(p) ? rate_of(p) : 0);
        most = fmax(most, is_drawn(p) && p->limited ? p->high : 0);
        most = fmax(most, is_drawn(p) ? p->target : 0);
    }
    return most;
}

enum run_step {
    STEP_LOW,
    STEP_CENTRE,
    STEP_HIGH,
    STEP_TARGET
};

static bool has_step(const struct run_point *p, enum run_step step)
{
    return is_drawn(p) && (step == STEP_TARGET ? p->target > 0 : p->limited);
}

static bool has_steps(const struct run_chart *run, enum run_step step)
{
    bool any = false;
    for (size_t i = 0; i < run->point_count; i++) {
        any = any || has_step(&run->points[i], step);
    }
    return any;
}

/* Steps through the points that have limits, or a target, one run after another. */
static void draw_steps(struct plot *plot, const struct run_chart *run, enum run_step step,
                       enum plot_mark line)
{
    struct spot *spots = pfq_arena_new(plot->drawing->arena, struct spot, run->point_count * 2);
    size_t count = 0;
    for (size_t i = 0; i < run->point_count; i++) {
        const struct run_point *p = &run->points[i];
        if (!has_step(p, step)) {
            drawing_path(plot->drawing, spots, count, plot_pen(line));
            count = 0;
            continue;
        }
        double value = (const double[]){p->low, p->centre, p->high, p->target}[step];
        spots[count++] = plot_spot(plot, (double)i - 0.5, value);
        spots[count++] = plot_spot(plot, (double)i + 0.5, value);
    }
    drawing_path(plot->drawing, spots, count, plot_pen(line));
}

static void draw_path(struct plot *plot, const struct run_chart *run)
{
    struct spot *spots = pfq_arena_new(plot->drawing->arena, struct spot, run->point_count);
    size_t count = 0;
    for (size_t i = 0; i < run->point_count; i++) {
        if (is_drawn(&run->points[i])) {
            spots[count++] = plot_spot(plot, (double)i, rate_of(&run->points[i]));
        } else {
            drawing_path(plot->drawing, spots, count, plot_pen(PLOT_LINE));
            count = 0;
        }
    }
    drawing_path(plot->drawing, spots, count, plot_pen(PLOT_LINE));
}

static const char *words_of(const struct run_point *p)
{
    return p->why != NULL ? p->why : p->signal == CHART_HIGH ? "above" : "below";
}

static enum plot_mark mark_of(const struct run_point *p)
{
    switch (p->signal) {
    case CHART_HIGH:
        return p->provisional ? PLOT_HIGH_HOLLOW : PLOT_HIGH;
    case CHART_LOW:
        return p->provisional ? PLOT_LOW_HOLLOW : PLOT_LOW;
    case CHART_NO_SIGNAL:
        break;
    }
    return p->provisional                       ? PLOT_HOLLOW
           : figure_unstable(p->failing, p->of) ? PLOT_HATCHED
                                                : PLOT_DOT;
}

/* Does the signal go on from the point before, for the same reason? */
static bool goes_on(const struct run_point *p, const struct run_point *before)
{
    return is_drawn(p) && is_drawn(before) && p->signal == before->signal &&
           p->signal != CHART_NO_SIGNAL && strcmp(words_of(p), words_of(before)) == 0;
}

/* One label for a signal and all points where it goes on, at the first. */
static void label_signals(struct plot *plot, const struct run_chart *run)
{
    for (size_t i = 0; i < run->point_count; i++) {
        const struct run_point *p = &run->points[i];
        if (!is_drawn(p) || p->signal == CHART_NO_SIGNAL || (i > 0 && goes_on(p, p - 1))) {
            continue;
        }
        size_t length = 1;
        while (i + length < run->point_count && goes_on(p + length, p + length - 1)) {
            length++;
        }
        const char *text = length == 1 ? words_of(p)
                                       : pfq_arena_printf(plot->drawing->arena, "%s, %zu times",
                                                          words_of(p), length);
        plot_label(plot, plot_spot(plot, (double)i, rate_of(p)),
                   p->signal == CHART_LOW ? PLOT_BELOW : PLOT_ABOVE, text, INK_SIGNAL);
    }
}

static void draw_points(struct plot *plot, const struct run_chart *run)
{
    for (size_t i = 0; i < run->point_count; i++) {
        const struct run_point *p = &run->points[i];
        if (is_drawn(p)) {
            plot_put(plot, plot_spot(plot, (double)i, rate_of(p)), mark_of(p));
        }
    }
    label_signals(plot, run);
}

/* One row of labels above the frame for each, so that none covers another. */
static void draw_actions(struct plot *plot, const struct run_chart *run)
{
    struct drawing *d = plot->drawing;
    double line = plot->letter * 1.6;
    for (size_t i = 0; i < run->action_count; i++) {
        double x = plot_spot(plot, run->actions[i].at, 0).x;
        drawing_line(d, (struct spot){x, line * (double)(i + 1)},
                     (struct spot){x, plot->frame.bottom}, plot_pen(PLOT_EVENT));
    }
    for (size_t i = 0; i < run->action_count; i++) {
        const char *label = run->actions[i].label;
        double x = plot_spot(plot, run->actions[i].at, 0).x;
        bool left = x + drawing_text_width(label, plot->letter) + 6 > d->width;
        drawing_text(d, (struct spot){x + (left ? -6 : 6), line * (double)(i + 1) + plot->letter},
                     label,
                     (struct lettering){plot->letter, INK_TEXT, left ? ANCHOR_END : ANCHOR_START,
                                        false, true});
    }
}

static void add_legend(struct plot *plot, const struct run_chart *run)
{
    const char *const texts[] = {[PLOT_DOT] = run->period,
                                 [PLOT_HOLLOW] = "provisional",
                                 [PLOT_HATCHED] = "fewer than 20 failures",
                                 [PLOT_HIGH] = "signal, high",
                                 [PLOT_HIGH_HOLLOW] = "signal, high, provisional",
                                 [PLOT_LOW] = "signal, low",
                                 [PLOT_LOW_HOLLOW] = "signal, low, provisional"};
    bool used[sizeof texts / sizeof *texts] = {false};
    for (size_t i = 0; i < run->point_count; i++) {
        if (is_drawn(&run->points[i])) {
            used[mark_of(&run->points[i])] = true;
        }
    }
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
        if (used[i]) {
            plot_legend_add(plot, (enum plot_mark)i, texts[i]);
        }
    }
    if (has_steps(run, STEP_CENTRE)) {
        plot_legend_add(plot, PLOT_CENTRE, "expected");
        plot_legend_add(plot, PLOT_LIMIT, "limits");
    }
    if (has_steps(run, STEP_TARGET)) {
        plot_legend_add(plot, PLOT_LIMIT_WIDENED, "own target");
    }
}

void run_draw(const struct chart *chart, enum plot_size size, struct drawing *drawing)
{
    const struct run_chart *run = chart->run;
    struct plot plot = {.x_low = -0.5, .x_high = (double)run->point_count - 0.5};
    plot_y_to(&plot, fmin(1, highest(run) * 1.05), 0.01);
    add_legend(&plot, run);
    plot_open(&plot, size, (int)run->action_count, drawing);
    const char **names = pfq_arena_new(drawing->arena, const char *, run->point_count);
    for (size_t i = 0; i < run->point_count; i++) {
        names[i] = run->points[i].label;
    }
    plot_axis_rate(&plot, chart->axis);
    plot_axis_names(&plot, names, run->point_count);
    draw_steps(&plot, run, STEP_LOW, PLOT_LIMIT);
    draw_steps(&plot, run, STEP_CENTRE, PLOT_CENTRE);
    draw_steps(&plot, run, STEP_HIGH, PLOT_LIMIT);
    draw_steps(&plot, run, STEP_TARGET, PLOT_LIMIT_WIDENED);
    draw_path(&plot, run);
    draw_actions(&plot, run);
    draw_points(&plot, run);
    plot_close(&plot);
}

/* --- the table ------------------------------------------------------------------- */

static const char *state_of(const struct run_point *p, const struct run_chart *run, size_t at,
                            struct pfq_arena *arena)
{
    const char *text = "";
    const char *parts[] = {is_drawn(p) && p->signal != CHART_NO_SIGNAL ? words_of(p) : NULL,
                           p->provisional ? "provisional" : NULL};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] != NULL) {
            text = pfq_arena_printf(arena, "%s%s%s", text, *text == '\0' ? "" : "; ", parts[i]);
        }
    }
    for (size_t i = 0; i < run->action_count; i++) {
        if (ceil(run->actions[i].at) == (double)at) {
            text = pfq_arena_printf(arena, "%s%s%s", text, *text == '\0' ? "" : "; ",
                                    run->actions[i].label);
        }
    }
    return text;
}

void run_grid(const struct run_chart *run, struct pfq_arena *arena, struct grid *grid)
{
    static const struct grid_column columns[] = {
        {"period", "Period", GRID_TEXT, MARK_ANYONE, 0},
        {"failing", "Failing", GRID_COUNT, MARK_ANYONE, 0},
        {"files", "Files", GRID_COUNT, MARK_ANYONE, 0},
        {"rate", "Rate", GRID_PER_CENT, MARK_ANYONE, 0},
        {"limits", "Limits", GRID_TEXT, MARK_ANYONE, 0},
        {"note", "Note", GRID_TEXT, MARK_ANYONE, 0},
        {"target", "Own target", GRID_TEXT, MARK_ANYONE, 0},
    };

    enum {
        WIDTH = sizeof columns / sizeof *columns
    };
    struct grid_row *rows = pfq_arena_new(arena, struct grid_row, run->point_count);
    for (size_t i = 0; i < run->point_count; i++) {
        const struct run_point *p = &run->points[i];
        struct grid_cell *cells = pfq_arena_new(arena, struct grid_cell, WIDTH);
        cells[0] = grid_text(p->label);
        cells[1] = grid_count(p->failing);
        cells[2] = grid_count(p->of);
        cells[3] = grid_per_cent(p->failing, p->of);
        cells[4] = grid_text(is_drawn(p) && p->limited
                                 ? figure_interval((struct figure_range){p->low, p->high}, arena)
                                 : NULL);
        cells[5] = grid_text(state_of(p, run, i, arena));
        cells[6] = grid_text(has_step(p, STEP_TARGET) ? figure_target(p->target, arena) : NULL);
        rows[i] = (struct grid_row){p->label, cells};
    }
    grid->columns = columns;
    grid->column_count = WIDTH;
    grid->rows = rows;
    grid->row_count = run->point_count;
}

/* Said once, not at every point. */
const char *run_note(const struct run_chart *run, struct pfq_arena *arena)
{
    bool unstable = false;
    for (size_t i = 0; i < run->point_count; i++) {
        const struct run_point *p = &run->points[i];
        unstable = unstable || (is_drawn(p) && figure_unstable(p->failing, p->of));
    }
    const char *limits =
        has_steps(run, STEP_CENTRE)
            ? pfq_arena_printf(arena,
                               "The limits are wider in %ss with fewer files, because chance moves "
                               "a small number more. A point within them is what chance alone "
                               "would give.",
                               run->period)
            : "There is no baseline yet, so no limits are drawn.";
    return pfq_arena_printf(arena, "%s%s", limits,
                            unstable ? " Rates made of fewer than 20 failures swing most." : "");
}

const char *run_description(const struct run_chart *run, struct pfq_arena *arena)
{
    if (run->point_count == 0) {
        return "No data.";
    }
    const struct run_point *first = &run->points[0];
    const struct run_point *last = &run->points[run->point_count - 1];
    int64_t signals = 0;
    for (size_t i = 0; i < run->point_count; i++) {
        signals += is_drawn(&run->points[i]) && run->points[i].signal != CHART_NO_SIGNAL;
    }
    return pfq_arena_printf(
        arena, "Line of the share of files failing, %s to %s. Last: %s of %s%s%s%s%s. %s.",
        first->label, last->label, figure_count(last->failing, arena),
        figure_things(last->of, "file", "files", arena),
        is_drawn(last) && last->limited ? ", limits " : "",
        is_drawn(last) && last->limited
            ? figure_interval((struct figure_range){last->low, last->high}, arena)
            : "",
        has_step(last, STEP_TARGET) ? ", own target " : "",
        has_step(last, STEP_TARGET) ? figure_target(last->target, arena) : "",
        !has_steps(run, STEP_CENTRE) ? "No limits yet"
        : signals == 0               ? "No signals"
                                     : figure_things(signals, "signal", "signals", arena));
}
