/* chart_cusum.c - evidence that adds up file by file: see chart.h. */
#include "chart.h"

#include <math.h>

#include "figure.h"

enum {
    DRAWN_MAX = 1500, /* more steps than pixels are drawn by the highest of each few */
    ROWS_MAX = 40,    /* of the table, signals besides */
    MONTHS = 12,
    DAYS_TOLD = 12 /* in words */
};

static double value_of(const struct cusum_step *s)
{
    return s->value < 0 ? -s->value : s->value; /* a downward CUSUM is drawn upwards too */
}

static double highest(const struct cusum_chart *c)
{
    double most = c->h * 1.2;
    for (size_t i = 0; i < c->step_count; i++) {
        most = fmax(most, value_of(&c->steps[i]));
    }
    return most;
}

/* The highest of the steps from `from` on, or the first signal among them. */
static size_t foremost(const struct cusum_chart *c, size_t from, size_t count)
{
    size_t best = from;
    for (size_t i = from; i < from + count && i < c->step_count; i++) {
        if (c->steps[i].signal) {
            return i;
        }
        best = value_of(&c->steps[i]) > value_of(&c->steps[best]) ? i : best;
    }
    return best;
}

static int month_of(const struct cusum_chart *c, size_t step)
{
    return c->steps[step].date / 10000 * MONTHS + c->steps[step].date / 100 % 100 - 1;
}

/* Files are counted from 1, and the path to the first of them begins at 0.  A day lies in its
 * month; months are as wide as each other and named at their middle, as in a run chart. */
static double place_of(const struct cusum_chart *c, size_t step)
{
    const double days = 31;
    return !c->by_day ? (double)step + 1
                      : month_of(c, step) - month_of(c, 0) +
                            (c->steps[step].date % 100 - 0.5) / days - 0.5;
}

/* Of days: from the first month to the last. */
static size_t months(const struct cusum_chart *c)
{
    return (size_t)(month_of(c, c->step_count - 1) - month_of(c, 0)) + 1;
}

/* Where a signal is followed by more steps, the path falls to zero and begins again. */
static void draw_path(struct plot *plot, const struct cusum_chart *c)
{
    struct drawing *d = plot->drawing;
    struct spot *spots = pfq_arena_new(d->arena, struct spot, c->step_count + 1);
    size_t each = c->step_count / DRAWN_MAX + 1;
    size_t count = c->by_day ? 0 : 1;
    spots[0] = plot_spot(plot, 0, 0);
    for (size_t from = 0; from < c->step_count; from += each) {
        size_t i = foremost(c, from, each);
        spots[count++] = plot_spot(plot, place_of(c, i), value_of(&c->steps[i]));
        if (c->steps[i].signal) {
            struct spot zero = plot_spot(plot, place_of(c, i), 0);
            drawing_path(d, spots, count, plot_pen(PLOT_LINE));
            drawing_line(d, spots[count - 1], zero, plot_pen(PLOT_LIMIT));
            spots[0] = zero;
            count = 1;
        }
    }
    drawing_path(d, spots, count, plot_pen(PLOT_LINE));
}

static int64_t signals(const struct cusum_chart *c)
{
    int64_t count = 0;
    for (size_t i = 0; i < c->step_count; i++) {
        count += c->steps[i].signal;
    }
    return count;
}

/* Of days, which may be many and near each other, the first signal says how many there are. */
static const char *label_of(const struct cusum_chart *c, size_t step, struct pfq_arena *arena)
{
    return c->by_day && signals(c) > 1
               ? pfq_arena_printf(arena, "first of %s",
                                  figure_things(signals(c), "signal", "signals", arena))
               : pfq_arena_printf(arena, "signal, %s", c->steps[step].label);
}

static void draw_signals(struct plot *plot, const struct cusum_chart *c)
{
    bool labelled = false;
    for (size_t i = 0; i < c->step_count; i++) {
        if (c->steps[i].signal) {
            plot_put(plot, plot_spot(plot, place_of(c, i), value_of(&c->steps[i])), PLOT_HIGH);
        }
    }
    for (size_t i = 0; i < c->step_count; i++) {
        if (c->steps[i].signal && !(labelled && c->by_day)) {
            plot_label(plot, plot_spot(plot, place_of(c, i), value_of(&c->steps[i])), PLOT_ABOVE,
                       label_of(c, i, plot->drawing->arena), INK_SIGNAL);
            labelled = true;
        }
    }
}

static void draw_axes(struct plot *plot, const struct chart *chart)
{
    const struct cusum_chart *c = chart->cusum;
    struct pfq_arena *arena = plot->drawing->arena;
    plot_axis_number(plot, chart->axis);
    if (!c->by_day) {
        plot_axis_count(plot, "Files, in their order");
        return;
    }
    const char **names = pfq_arena_new(arena, const char *, months(c));
    for (size_t i = 0; i < months(c); i++) {
        int month = month_of(c, 0) + (int)i;
        names[i] = figure_month_short(month / MONTHS * 100 + month % MONTHS + 1, arena);
    }
    plot_axis_names(plot, names, months(c));
}

void cusum_draw(const struct chart *chart, enum plot_size size, struct drawing *drawing)
{
    const struct cusum_chart *c = chart->cusum;
    struct plot plot = {.x_low = c->by_day ? -0.5 : 0,
                        .x_high = c->by_day ? (double)months(c) - 0.5 : (double)c->step_count,
                        .x_titled = !c->by_day};
    plot_y_to(&plot, highest(c) * 1.1, 0.1);
    plot_legend_add(&plot, PLOT_LINE, "evidence so far");
    plot_legend_add(
        &plot, PLOT_LIMIT_WIDENED,
        pfq_arena_printf(drawing->arena, "signal at %s", figure_decimal(c->h, 2, drawing->arena)));
    if (signals(c) > 0) {
        plot_legend_add(&plot, PLOT_HIGH, "signal");
        plot_legend_add(&plot, PLOT_LIMIT, "begins again");
    }
    plot_open(&plot, size, 0, drawing);
    draw_axes(&plot, chart);
    struct spot left = plot_spot(&plot, plot.x_low, c->h);
    drawing_line(drawing, left, (struct spot){plot.frame.right, left.y},
                 plot_pen(PLOT_LIMIT_WIDENED));
    draw_path(&plot, c);
    draw_signals(&plot, c);
    plot_close(&plot);
}

/* --- the table ------------------------------------------------------------------- */

/* Days are as few as their caller gives; files are thinned here. */
static bool is_listed(const struct cusum_chart *c, size_t i)
{
    size_t each = c->by_day ? 1 : c->step_count / ROWS_MAX + 1;
    return c->steps[i].signal || i % each == each - 1 || i + 1 == c->step_count;
}

static void put_file(const struct cusum_chart *c, size_t i, struct grid_cell *cells)
{
    cells[0] = grid_count((int64_t)i + 1);
    cells[1] = grid_text(c->steps[i].label);
    cells[2] = grid_number(c->steps[i].value);
    cells[3] = grid_text(c->steps[i].signal ? "signal; begins again" : NULL);
}

static void put_day(const struct cusum_chart *c, size_t i, struct grid_cell *cells)
{
    cells[0] = grid_date(c->steps[i].date);
    cells[1] = grid_number(c->steps[i].value);
    cells[2] = grid_number(c->h);
    cells[3] = grid_text(c->steps[i].signal ? "signal; begins again" : NULL);
}

void cusum_grid(const struct cusum_chart *c, struct pfq_arena *arena, struct grid *grid)
{
    static const struct grid_column files[] = {
        {"file", "File", GRID_COUNT, MARK_ANYONE, 0},
        {"of", "Of", GRID_TEXT, MARK_ANYONE, 0},
        {"evidence", "Evidence", GRID_NUMBER, MARK_ANYONE, 2},
        {"note", "Note", GRID_TEXT, MARK_ANYONE, 0},
    };
    static const struct grid_column days[] = {
        {"day", "Day", GRID_DATE, MARK_ANYONE, 0},
        {"evidence", "Evidence", GRID_NUMBER, MARK_ANYONE, 2},
        {"height", "Signal at", GRID_NUMBER, MARK_ANYONE, 2},
        {"note", "Note", GRID_TEXT, MARK_ANYONE, 0},
    };
    struct grid_row *rows = pfq_arena_new(arena, struct grid_row, c->step_count);
    grid->columns = c->by_day ? days : files;
    grid->column_count = c->by_day ? sizeof days / sizeof *days : sizeof files / sizeof *files;
    for (size_t i = 0; i < c->step_count; i++) {
        if (is_listed(c, i)) {
            struct grid_cell *cells = pfq_arena_new(arena, struct grid_cell, grid->column_count);
            (c->by_day ? put_day : put_file)(c, i, cells);
            const char *key = c->by_day ? pfq_arena_printf(arena, "%d", (int)c->steps[i].date)
                                        : pfq_arena_printf(arena, "%zu", i + 1);
            rows[grid->row_count++] = (struct grid_row){key, cells};
        }
    }
    grid->rows = rows;
    grid->of = c->by_day ? 0 : (int64_t)c->step_count;
}

/* --- in words ---------------------------------------------------------------------- */

/* "No signals", "1 signal", and of days which: "2 signals, on 3 May 2026 and 12 June 2026" */
static const char *signal_words(const struct cusum_chart *c, struct pfq_arena *arena)
{
    const char *text =
        signals(c) == 0 ? "No signals" : figure_things(signals(c), "signal", "signals", arena);
    int64_t said = 0;
    for (size_t i = 0; c->by_day && i < c->step_count; i++) {
        if (c->steps[i].signal) {
            said++;
            text = pfq_arena_printf(arena, "%s%s%s", text,
                                    said == 1            ? ", on "
                                    : said == signals(c) ? " and "
                                                         : ", ",
                                    figure_date(c->steps[i].date, arena));
        }
    }
    return text;
}

static const char *span_words(const struct cusum_chart *c, struct pfq_arena *arena)
{
    if (!c->by_day || c->step_count == 0) {
        return pfq_arena_printf(arena, "after each of %s",
                                figure_things((int64_t)c->step_count, "file", "files", arena));
    }
    return pfq_arena_printf(arena, "from %s to %s", figure_date(c->steps[0].date, arena),
                            figure_date(c->steps[c->step_count - 1].date, arena));
}

/* After the last step: behind a signal it is 0 again. */
static double now(const struct cusum_chart *c)
{
    size_t count = c->step_count;
    return count == 0 || c->steps[count - 1].signal ? 0 : c->steps[count - 1].value;
}

const char *cusum_description(const struct cusum_chart *c, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena,
                            "Line of the evidence %s. It stands at %s; the signal is at %s. %s.",
                            span_words(c, arena), figure_decimal(now(c), 2, arena),
                            figure_decimal(c->h, 2, arena), signal_words(c, arena));
}

const char *cusum_note(const struct cusum_chart *c, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena,
                            "Each file that fails lifts the line, and each that passes lowers it a "
                            "little. From the dashed line on a rise is no longer put down to "
                            "chance alone; the line then begins again at zero.%s%s",
                            c->thinned == NULL ? "" : " ", c->thinned == NULL ? "" : c->thinned);
}

/* From where it last stood at 0 on, but no more than the last days. */
static size_t first_told(const struct cusum_chart *c)
{
    size_t first = c->step_count;
    while (first > 0 && c->step_count - first < DAYS_TOLD &&
           (c->steps[first - 1].value > 0 || c->steps[first - 1].signal)) {
        first--;
    }
    return first;
}

const char *cusum_line(const struct cusum_chart *c, struct pfq_arena *arena)
{
    size_t first = first_told(c);
    const char *all = figure_things((int64_t)c->step_count, "day", "days", arena);
    if (first == c->step_count) {
        return pfq_arena_printf(arena, "It stands at 0. All %s stand in the other forms.", all);
    }
    const char *text =
        first == 0 ? "Its days: "
                   : pfq_arena_printf(arena, "Its last %s of %s (all stand in the other forms): ",
                                      figure_count((int64_t)(c->step_count - first), arena), all);
    for (size_t i = first; i < c->step_count; i++) {
        text = pfq_arena_printf(arena, "%s%s%s %s%s", text, i == first ? "" : ", ",
                                figure_date(c->steps[i].date, arena),
                                figure_decimal(c->steps[i].value, 2, arena),
                                c->steps[i].signal ? " (signal)" : "");
    }
    return pfq_arena_printf(arena, "%s.", text);
}
