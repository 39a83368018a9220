/* Charts: feedback/render/chart.h, drawing.h, svg.h, png.h. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/render/figure.h"
#include "feedback/render/png.h"
#include "feedback/render/svg.h"
#include "support/markup.h"
#include "support/sample_document.h"

static struct pfq_arena arena;

static void begin(void)
{
    pfq_arena_open(&arena);
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(render_charts, .init = begin, .fini = end);

static struct drawing drawn(const struct chart *chart, enum plot_size size)
{
    struct drawing drawing = {.arena = &arena};
    chart_draw(chart, size, &drawing);
    return drawing;
}

static char *svg_of(const struct chart *chart, enum plot_size size)
{
    struct drawing drawing = drawn(chart, size);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    svg_write(&drawing, "c1", "broad", out);
    fclose(out);
    return text;
}

/* Shapes with so many corners (0: circles) and this inside. */
static size_t count_marks(const struct drawing *d, size_t corners, enum ink fill)
{
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct drawn *s = &d->shapes[i];
        bool circle = corners == 0 && s->kind == SHAPE_CIRCLE;
        bool polygon = s->kind == SHAPE_PATH && s->closed && s->count == corners;
        count += (circle || polygon) && s->pen.fill == fill;
    }
    return count;
}

static size_t count_texts(const struct drawing *d, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++) {
        count += d->shapes[i].kind == SHAPE_TEXT && strcmp(d->shapes[i].text, text) == 0;
    }
    return count;
}

/* --- all charts -------------------------------------------------------------------------- */

Test(render_charts, each_is_a_whole_picture_with_a_name_and_a_description)
{
    const struct chart *charts[] = {sample_run(&arena), sample_funnel(&arena),
                                    sample_cusum(&arena)};
    for (size_t i = 0; i < 6; i++) {
        const struct chart *chart = charts[i / 2];
        char *svg = svg_of(chart, i % 2 == 0 ? PLOT_WIDE : PLOT_NARROW);
        char *again = svg_of(chart, i % 2 == 0 ? PLOT_WIDE : PLOT_NARROW);
        cr_expect_null(markup_fault(svg, &arena), "%s", markup_fault(svg, &arena));
        cr_expect_not_null(strstr(svg, " role=\"img\""));
        cr_expect_not_null(strstr(svg, "aria-labelledby=\"c1-t c1-d\""));
        cr_expect_not_null(strstr(svg, "<title id=\"c1-t\">"));
        cr_expect_not_null(strstr(svg, "<desc id=\"c1-d\">"));
        cr_expect_null(strstr(svg, "nan"));
        cr_expect_null(strstr(svg, "inf"));
        cr_expect_str_eq(svg, again);
        free(svg);
        free(again);
    }
}

static double channel(unsigned value)
{
    double c = (double)(value & 255) / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double contrast_on_paper(enum ink ink)
{
    unsigned rgb = drawing_colour(ink);
    double light = 0.2126 * channel(rgb >> 16) + 0.7152 * channel(rgb >> 8) + 0.0722 * channel(rgb);
    return 1.05 / (light + 0.05);
}

/* WCAG 2.2, 1.4.3 and 1.4.11; every ink of these letters something somewhere. */
Test(render_charts, inks_can_be_told_from_the_paper)
{
    static const enum ink inks[] = {INK_TEXT, INK_QUIET, INK_DATA, INK_SIGNAL};

    for (size_t i = 0; i < sizeof inks / sizeof *inks; i++) {
        cr_expect_geq(contrast_on_paper(inks[i]), 4.5, "ink %d: %.2f", (int)inks[i],
                      contrast_on_paper(inks[i]));
    }
}

Test(render_charts, letters_keep_their_size_on_a_telephone)
{
    struct drawing narrow = drawn(sample_funnel(&arena), PLOT_NARROW);
    cr_expect_leq(narrow.width, 345);
    for (size_t i = 0; i < narrow.count; i++) {
        cr_expect(narrow.shapes[i].kind != SHAPE_TEXT || narrow.shapes[i].size >= 14);
    }
}

Test(render_charts, a_picture_for_mail_is_a_png_whatever_its_texts_are)
{
    struct run_point points[] = {{.label = "cut\xC3", .failing = 20, .of = 60},
                                 {.label = "\xFF\xFE", .failing = 30, .of = 60}};
    struct run_chart run = {"month", points, 2, NULL, 0};
    struct chart chart = {"t", "a\xC0", &run, NULL, NULL};
    struct drawing drawing = drawn(&chart, PLOT_WIDE);
    struct pfq_err err = {0};
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);
    cr_assert_eq(png_write(&drawing, 2, out, &err), PFQ_OK, "%s", err.text);
    fclose(out);
    cr_assert_gt(size, 1000);
    cr_assert_eq(memcmp(bytes, "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x05\xF0", 20), 0); /* 1520 wide */
    free(bytes);
}

Test(render_charts, a_picture_that_cannot_be_written_is_an_error)
{
    struct drawing drawing = drawn(sample_cusum(&arena), PLOT_WIDE);
    struct pfq_err err = {0};
    FILE *out = fopen("/dev/full", "w");
    setvbuf(out, NULL, _IONBF, 0);
    cr_assert_eq(png_write(&drawing, 1, out, &err), PFQ_E_IO);
    fclose(out);
}

/* --- run charts ---------------------------------------------------------------------------- */

Test(render_charts, a_point_is_told_by_its_shape_and_a_signal_by_words_too)
{
    struct run_point points[] = {
        {.label = "a", .failing = 20, .of = 60},
        {.label = "b", .failing = 20, .of = 60, .provisional = true},
        {.label = "c", .failing = 19, .of = 60},
        {.label = "d", .failing = 40, .of = 60, .signal = CHART_HIGH, .why = "above limit"},
        {.label = "e", .failing = 2, .of = 60, .signal = CHART_LOW},
        {.label = "f", .failing = 3, .of = 9, .signal = CHART_HIGH, .why = "never drawn"},
    };
    struct run_chart run = {"month", points, 6, &(struct run_action){2.5, "training 3 May"}, 1};
    struct chart chart = {"t", "Files failing", &run, NULL, NULL};
    struct drawing d = drawn(&chart, PLOT_WIDE);
    /* each once as a point and once in the legend */
    cr_expect_eq(count_marks(&d, 0, INK_DATA), 2);
    cr_expect_eq(count_marks(&d, 0, INK_PAPER), 2);
    cr_expect_eq(count_marks(&d, 0, INK_PALE), 2);
    cr_expect_eq(count_marks(&d, 3, INK_SIGNAL), 4);
    cr_expect_eq(count_texts(&d, "above limit"), 1);
    cr_expect_eq(count_texts(&d, "below"), 1);
    cr_expect_eq(count_texts(&d, "never drawn"), 0);
    cr_expect_eq(count_texts(&d, "training 3 May"), 1);
}

Test(render_charts, a_signal_that_goes_on_is_named_once_with_its_length)
{
    struct run_point points[4];
    for (int i = 0; i < 4; i++) {
        points[i] = (struct run_point){.label = "m",
                                       .failing = 40,
                                       .of = 60,
                                       .signal = CHART_HIGH,
                                       .why = i < 3 ? "above limit" : "seventh above"};
    }
    struct run_chart run = {"month", points, 4, NULL, 0};
    struct drawing d = drawn(&(struct chart){"t", "a", &run, NULL, NULL}, PLOT_WIDE);
    cr_expect_eq(count_texts(&d, "above limit, 3 times"), 1);
    cr_expect_eq(count_texts(&d, "seventh above"), 1);
}

/* The dotted path of n points has 2 n corners; each step is as high as its own limit. */
Test(render_charts, limits_are_steps_that_follow_each_months_files)
{
    struct run_point points[] = {{.label = "a",
                                  .failing = 30,
                                  .of = 100,
                                  .limited = true,
                                  .centre = .3,
                                  .low = .2,
                                  .high = .4},
                                 {.label = "b",
                                  .failing = 9,
                                  .of = 30,
                                  .limited = true,
                                  .centre = .3,
                                  .low = .1,
                                  .high = .5}};
    struct run_chart run = {"month", points, 2, NULL, 0};
    struct drawing d = drawn(&(struct chart){"t", "a", &run, NULL, NULL}, PLOT_WIDE);
    const struct drawn *limits[2] = {NULL};
    size_t count = 0;
    for (size_t i = 0; i < d.count && count < 2; i++) {
        if (d.shapes[i].pen.dash == DASH_DOTS && d.shapes[i].count == 4) {
            limits[count++] = &d.shapes[i];
        }
    }
    cr_assert_eq(count, 2);
    for (size_t i = 0; i < 2; i++) {
        cr_expect_eq(limits[i]->spots[0].y, limits[i]->spots[1].y);
        cr_expect_eq(limits[i]->spots[1].x, limits[i]->spots[2].x);
        cr_expect_eq(limits[i]->spots[2].y, limits[i]->spots[3].y);
    }
    double narrow = limits[0]->spots[0].y - limits[1]->spots[0].y;
    double wide = limits[0]->spots[2].y - limits[1]->spots[2].y;
    cr_expect_float_eq(fabs(wide), 2 * fabs(narrow), 1e-6);
}

Test(render_charts, the_table_of_a_run_chart_holds_all_of_it)
{
    const struct chart *chart = sample_run(&arena);
    const struct grid *grid = chart_grid(chart, &arena);
    cr_assert_eq(grid->row_count, chart->run->point_count);
    for (size_t i = 0; i < grid->row_count; i++) {
        const struct run_point *p = &chart->run->points[i];
        const struct grid_cell *c = grid->rows[i].cells;
        cr_expect_str_eq(c[0].text, p->label);
        cr_expect_eq(c[1].count, p->failing);
        cr_expect_eq(c[2].count, p->of);
        cr_expect_eq(c[4].given, p->of >= 10, "no limits are said of fewer than 10 files");
        cr_expect(!p->provisional || strstr(c[5].text, "provisional") != NULL);
        cr_expect(p->signal == CHART_NO_SIGNAL || strstr(c[5].text, p->why) != NULL);
    }
    cr_expect_str_eq(grid->rows[17].cells[5].text, "below limit; training 3 May");
    cr_expect_not_null(strstr(chart_description(chart, &arena), "Last: 31 of 60 files, limits"));
    cr_expect_not_null(strstr(chart_note(chart, &arena), "wider in months with fewer files"));
}

Test(render_charts, too_few_files_are_not_drawn)
{
    struct run_point points[] = {{.label = "a", .failing = 5, .of = 14},
                                 {.label = "b", .failing = 5, .of = 15},
                                 {.label = "c", .failing = 5, .of = 1}};
    struct run_chart run = {"month", points, 2, NULL, 0};
    struct chart chart = {"t", "a", &run, NULL, NULL};
    cr_expect_not(chart_wanted(&chart), "29 files");
    run.point_count = 3;
    cr_expect(chart_wanted(&chart), "30 files");
    points[0].of = 9;
    points[1].of = 100;
    cr_expect_not(chart_wanted(&chart), "one point alone");
    run.point_count = 0;
    cr_expect_not(chart_wanted(&chart));
    cr_expect_eq(chart_grid(&chart, &arena)->row_count, 0);
    cr_expect_str_eq(chart_description(&chart, &arena), "No data.");
}

/* --- funnels --------------------------------------------------------------------------------- */

Test(render_charts, a_funnel_names_what_is_outside_and_the_readers_own)
{
    const struct chart *chart = sample_funnel(&arena);
    struct drawing d = drawn(chart, PLOT_WIDE);
    for (size_t i = 0; i < chart->funnel->point_count; i++) {
        const struct funnel_point *p = &chart->funnel->points[i];
        bool named = p->own || p->outside != CHART_NO_SIGNAL;
        cr_expect_eq(count_texts(&d, p->name), named, "%s", p->name);
    }
    cr_expect_eq(count_texts(&d, "99.8%, widened for other differences"), 1);
    cr_expect_eq(chart_grid(chart, &arena)->row_count, chart->funnel->point_count);
}

static bool cover(const struct drawn *a, const struct drawn *b)
{
    double half_a = drawing_text_width(a->text, a->size) / 2;
    double half_b = drawing_text_width(b->text, b->size) / 2;
    return fabs(a->spots[0].x - b->spots[0].x) < half_a + half_b &&
           fabs(a->spots[0].y - b->spots[0].y) < a->size;
}

/* Forces close to each other, all of them outside: names are moved apart. */
Test(render_charts, names_never_cover_each_other)
{
    struct funnel_point points[9];
    unsigned seed = 99;
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 9; i++) {
            seed = seed * 1664525 + 1013904223;
            points[i] = (struct funnel_point){.name = "Devon and Cornwall",
                                              .failing = 60 + (seed >> 16) % 60,
                                              .of = 150 + (seed >> 20) % 300,
                                              .outside = CHART_HIGH};
        }
        struct funnel_chart funnel = {0.2, points, 9, NULL, 0, false};
        struct drawing d = drawn(&(struct chart){"t", "a", NULL, &funnel, NULL},
                                 round % 2 == 0 ? PLOT_WIDE : PLOT_NARROW);
        for (size_t i = 0; i < d.count; i++) {
            for (size_t j = i + 1; j < d.count; j++) {
                const struct drawn *a = &d.shapes[i];
                const struct drawn *b = &d.shapes[j];
                cr_assert(!a->bold || !b->bold || !cover(a, b), "seed 99, round %d", round);
            }
            cr_assert(!d.shapes[i].bold ||
                      (d.shapes[i].spots[0].x > 0 && d.shapes[i].spots[0].x < d.width));
        }
        pfq_arena_reset(&arena);
    }
}

/* --- CUSUMs ------------------------------------------------------------------------------------
 */

Test(render_charts, a_cusum_begins_again_after_its_signal)
{
    struct cusum_step steps[] = {{.label = "1 May", .value = 2},
                                 {.label = "2 May", .value = 4.5, .signal = true},
                                 {.label = "3 May", .value = 0.5},
                                 {.label = "4 May", .value = 1}};
    struct cusum_chart cusum = {.h = 4, .steps = steps, .step_count = 4};
    struct drawing d = drawn(&(struct chart){"t", "Evidence", NULL, NULL, &cusum}, PLOT_WIDE);
    size_t paths = 0;
    for (size_t i = 0; i < d.count; i++) {
        const struct drawn *s = &d.shapes[i];
        paths += s->kind == SHAPE_PATH && s->pen.stroke == INK_DATA && s->count == 3;
    }
    cr_expect_eq(paths, 2, "from 0 to the signal, and from 0 again");
    cr_expect_eq(count_marks(&d, 3, INK_SIGNAL), 2);
    cr_expect_eq(count_texts(&d, "signal, 2 May"), 1);
    cr_expect_eq(count_texts(&d, "signal at 4.00"), 1);
}

Test(render_charts, a_long_cusum_stays_small_and_loses_no_signal)
{
    enum {
        STEPS = 100000
    };
    struct cusum_step *steps = pfq_arena_new(&arena, struct cusum_step, STEPS);
    for (size_t i = 0; i < STEPS; i++) {
        steps[i] = (struct cusum_step){
            .label = "day", .value = i % 25000 == 24999 ? 4.1 : 1, .signal = i % 25000 == 24999};
    }
    struct cusum_chart cusum = {.h = 4, .steps = steps, .step_count = STEPS};
    struct chart chart = {"t", "Evidence", NULL, NULL, &cusum};
    char *svg = svg_of(&chart, PLOT_WIDE);
    struct drawing d = drawn(&chart, PLOT_WIDE);
    const struct grid *grid = chart_grid(&chart, &arena);
    size_t signals = 0;
    for (size_t i = 0; i < grid->row_count; i++) {
        signals += grid->rows[i].cells[3].given;
    }
    cr_expect_lt(strlen(svg), 64 * 1024);
    cr_expect_eq(count_marks(&d, 3, INK_SIGNAL), 4 + 1);
    cr_expect_eq(signals, 4);
    cr_expect_lt(grid->row_count, 50);
    cr_expect_str_eq(grid_shown(grid, &arena),
                     pfq_arena_printf(&arena, "Shown %zu of 100,000", grid->row_count));
    free(svg);
}

/* Of days all are in the table, each by its date, and the words say on which days it signalled. */
Test(render_charts, a_cusum_of_days_names_them_and_lists_all_it_is_given)
{
    enum {
        DAYS = 90
    };
    struct cusum_step steps[DAYS];
    for (int i = 0; i < DAYS; i++) {
        int32_t date = 20260101 + i / 30 * 100 + i % 30 % 28;
        steps[i] = (struct cusum_step){.label = figure_date(date, &arena),
                                       .value = i % 40 == 39 ? 4.13 : 0.5 + i % 40 / 100.0,
                                       .signal = i % 40 == 39,
                                       .date = date};
    }
    struct cusum_chart cusum = {.h = 4, .steps = steps, .step_count = DAYS, .by_day = true};
    struct chart chart = {.title = "t", .axis = "Evidence", .cusum = &cusum};
    struct drawing d = drawn(&chart, PLOT_WIDE);
    const struct grid *grid = chart_grid(&chart, &arena);
    cr_expect_eq(grid->row_count, (size_t)DAYS);
    cr_expect_str_eq(grid_shown(grid, &arena), "");
    cr_expect_str_eq(grid->rows[39].key, "20260210");
    cr_expect_eq(grid->rows[39].cells[0].date, 20260210);
    cr_expect_float_eq(grid->rows[39].cells[1].number, 4.13, 1e-12);
    cr_expect(grid->rows[39].cells[3].given && !grid->rows[38].cells[3].given);
    cr_expect_eq(count_texts(&d, "first of 2 signals"), 1);
    cr_expect_eq(count_marks(&d, 3, INK_SIGNAL), 2 + 1, "and one in the legend");
    cr_expect_eq(count_texts(&d, "Files, in their order"), 0);
    cr_expect_eq(count_texts(&d, "Mar 2026"), 1, "months on the axis");
    cr_expect_str_eq(chart_description(&chart, &arena),
                     "Line of the evidence from 1 January 2026 to 2 March 2026. It stands at 0.59; "
                     "the signal is at 4.00. 2 signals, on 10 February 2026 and 20 March 2026.");
    const char *line = chart_line(&chart, &arena);
    cr_expect_not_null(strstr(line, "20 March 2026 4.13 (signal), 21 March 2026 0.50,"), "%s",
                       line);
    cr_expect_eq(strstr(line, "Its last 12 of 90 days (all stand in the other forms): "), line,
                 "what is left out is said: %s", line);
    steps[DAYS - 1].value = 0;
    cr_expect_str_eq(chart_line(&chart, &arena),
                     "It stands at 0. All 90 days stand in the other forms.");
    cusum.thinned = "Not all days.";
    cr_expect_not_null(strstr(chart_note(&chart, &arena), " at zero. Not all days."));
    cr_expect_null(chart_line(sample_cusum(&arena), &arena));
    steps[DAYS - 1].signal = true;
    cr_expect_not_null(strstr(chart_description(&chart, &arena), "It stands at 0.00;"),
                       "after a signal it begins again");
}

Test(render_charts, days_stand_where_they_lie_in_their_month)
{
    struct cusum_step steps[] = {{.label = "a", .value = 1, .date = 20260101},
                                 {.label = "b", .value = 2, .date = 20260131},
                                 {.label = "c", .value = 1, .date = 20260201}};
    struct cusum_chart cusum = {.h = 4, .steps = steps, .step_count = 3, .by_day = true};
    struct chart chart = {.title = "t", .axis = "Evidence", .cusum = &cusum};
    struct drawing d = drawn(&chart, PLOT_WIDE);
    for (size_t i = 0; i < d.count; i++) {
        const struct drawn *s = &d.shapes[i];
        if (s->kind == SHAPE_PATH && s->pen.stroke == INK_DATA && s->count == 3) {
            double day = s->spots[2].x - s->spots[1].x;
            cr_expect_gt(day, 0);
            cr_expect_float_eq(s->spots[1].x - s->spots[0].x, 30 * day, 0.01);
            return;
        }
    }
    cr_assert_fail("no line");
}

/* --- a force's own target ----------------------------------------------------------------- */

Test(render_charts, a_target_is_drawn_named_and_in_the_table_from_its_month_on)
{
    static const struct run_point points[] = {
        {"Aug 2026", 12, 60, true, 0.2, 0.05, 0.4, 0, false, CHART_NO_SIGNAL, NULL},
        {"Sep 2026", 13, 60, true, 0.2, 0.05, 0.4, 0.1, false, CHART_NO_SIGNAL, NULL},
        {"Oct 2026", 11, 60, true, 0.2, 0.05, 0.4, 0.075, false, CHART_NO_SIGNAL, NULL},
    };
    const struct run_chart run = {"month", points, 3, NULL, 0};
    struct run_point none[3];
    const struct run_chart without = {"month", none, 3, NULL, 0};
    const struct chart chart = {.title = "Interview", .axis = "Files failing", .run = &run};
    const struct chart bare = {.title = "Interview", .axis = "Files failing", .run = &without};
    struct grid grid = {.title = "Interview"};
    for (size_t i = 0; i < 3; i++) {
        none[i] = points[i];
        none[i].target = 0;
    }
    struct drawing drawing = drawn(&chart, PLOT_WIDE);
    cr_expect_eq(count_texts(&drawing, "own target"), 1U);
    drawing = drawn(&bare, PLOT_WIDE);
    cr_expect_eq(count_texts(&drawing, "own target"), 0U);
    run_grid(&run, &arena, &grid);
    cr_assert_str_eq(grid.columns[grid.column_count - 1].title, "Own target");
    cr_expect_null(grid.rows[0].cells[grid.column_count - 1].text);
    cr_expect_str_eq(grid.rows[1].cells[grid.column_count - 1].text, "10%");
    cr_expect_str_eq(grid.rows[2].cells[grid.column_count - 1].text, "7.5%");
    run_grid(&without, &arena, &grid);
    cr_expect(!grid_wanted(&grid, grid.column_count - 1, AUDIENCE_INSIDE));
    cr_expect_not_null(strstr(run_description(&run, &arena), ", own target 7.5%. "));
    cr_expect_null(strstr(run_description(&without, &arena), "target"));
}
