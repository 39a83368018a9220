/* chart.c - what all charts share: see chart.h. */
#include "chart.h"

#include "figure.h"
#include "pfq/bug.h"

struct tally {
    int64_t files;
    int64_t drawn; /* points of 10 files and more */
};

static void count(struct tally *tally, int64_t of)
{
    tally->files += of;
    tally->drawn += figure_size(of) >= FIGURE_INTERVAL;
}

bool chart_wanted(const struct chart *chart)
{
    struct tally tally = {0, 0};
    if (chart->cusum != NULL) {
        return chart->cusum->step_count > 1;
    }
    for (size_t i = 0; chart->run != NULL && i < chart->run->point_count; i++) {
        count(&tally, chart->run->points[i].of);
    }
    for (size_t i = 0; chart->funnel != NULL && i < chart->funnel->point_count; i++) {
        count(&tally, chart->funnel->points[i].of);
    }
    return figure_size(tally.files) == FIGURE_WHOLE && tally.drawn > 1;
}

void chart_draw(const struct chart *chart, enum plot_size size, struct drawing *drawing)
{
    PFQ_ASSERT(chart_wanted(chart));
    drawing->title = chart->title;
    drawing->description = chart_description(chart, drawing->arena);
    if (chart->run != NULL) {
        run_draw(chart, size, drawing);
    } else if (chart->funnel != NULL) {
        funnel_draw(chart, size, drawing);
    } else {
        cusum_draw(chart, size, drawing);
    }
}

const struct grid *chart_grid(const struct chart *chart, struct pfq_arena *arena)
{
    struct grid *grid = pfq_arena_new(arena, struct grid, 1);
    grid->title = chart->title;
    if (chart->run != NULL) {
        run_grid(chart->run, arena, grid);
    } else if (chart->funnel != NULL) {
        funnel_grid(chart->funnel, arena, grid);
    } else {
        cusum_grid(chart->cusum, arena, grid);
    }
    return grid;
}

const char *chart_description(const struct chart *chart, struct pfq_arena *arena)
{
    return chart->run != NULL      ? run_description(chart->run, arena)
           : chart->funnel != NULL ? funnel_description(chart->funnel, arena)
                                   : cusum_description(chart->cusum, arena);
}

const char *chart_note(const struct chart *chart, struct pfq_arena *arena)
{
    if (chart->run != NULL) {
        return run_note(chart->run, arena);
    }
    if (chart->funnel != NULL) {
        return "The limits are wider on the left, where a force sent fewer files, because chance "
               "moves a small number more. This is no ranking: forces within the limits do not "
               "differ by more than chance.";
    }
    return cusum_note(chart->cusum, arena);
}

const char *chart_line(const struct chart *chart, struct pfq_arena *arena)
{
    return chart->cusum != NULL && chart->cusum->by_day ? cusum_line(chart->cusum, arena) : NULL;
}
