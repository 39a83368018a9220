/* charts.c - the charts of a digest: see tables.h. */
#include "feedback/digest/digest.h"
#include "feedback/digest/tables.h"
#include "feedback/render/figure.h"
#include "feedback/themes/systems.h"

/* --- a theme over time ------------------------------------------------------------ */

static struct run_point run_point(const Pfq__V1__TrendPoint *p, struct pfq_arena *arena)
{
    double rate = p->files == 0 ? 0 : (double)p->failing / (double)p->files;
    bool high = rate > p->high_ppm / 1e6;
    bool closed = p->state == PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED;
    return (struct run_point){.label = figure_month_short(p->month, arena),
                              .failing = (int64_t)p->failing,
                              .of = (int64_t)p->files,
                              .limited = p->has_centre_ppm,
                              .centre = p->centre_ppm / 1e6,
                              .low = p->low_ppm / 1e6,
                              .high = p->high_ppm / 1e6,
                              .target = p->target_ppm / 1e6,
                              .provisional = p->has_state && !closed,
                              .signal = !p->signal ? CHART_NO_SIGNAL
                                        : high     ? CHART_HIGH
                                                   : CHART_LOW,
                              .why = high ? "above limit" : "below limit"};
}

/* In the first half of its month's step, so that the table has it in that month's row. */
static void add_mark(struct run_chart *run, struct run_action *actions,
                     const Pfq__V1__ThemeLine *line, const Pfq__V1__ThemeMark *mark)
{
    const double days = 31;
    for (size_t i = 0; i < line->n_trend; i++) {
        if (line->trend[i]->month == mark->date / 100) {
            double at = (double)i - 0.5 + (mark->date % 100) / days / 2;
            actions[run->action_count++] = (struct run_action){at, mark->label};
        }
    }
}

const struct chart *table_trend(const Pfq__V1__Digest *d, const Pfq__V1__ThemeLine *line,
                                struct pfq_arena *arena)
{
    struct chart *chart = pfq_arena_new(arena, struct chart, 1);
    struct run_chart *run = pfq_arena_new(arena, struct run_chart, 1);
    struct run_point *points = pfq_arena_new(arena, struct run_point, line->n_trend + 1);
    struct run_action *actions = pfq_arena_new(arena, struct run_action, line->n_marks + 1);
    for (size_t i = 0; i < line->n_trend; i++) {
        points[i] = run_point(line->trend[i], arena);
    }
    *run = (struct run_chart){
        .period = "month", .points = points, .point_count = line->n_trend, .actions = actions};
    for (size_t i = 0; i < line->n_marks; i++) {
        add_mark(run, actions, line, line->marks[i]);
    }
    chart->title = pfq_arena_printf(arena, "Month by month: %s", table_theme_name(d, line, arena));
    chart->axis = pfq_arena_printf(arena, "Files%s failing", themes_system(line->key)->seen);
    chart->run = run;
    return line->n_trend == 0 ? NULL : chart;
}

/* --- how a rise is found ---------------------------------------------------------- */

const struct chart *table_sums(const Pfq__V1__Digest *d, const Pfq__V1__ThemeLine *line,
                               struct pfq_arena *arena)
{
    struct chart *chart = pfq_arena_new(arena, struct chart, 1);
    struct cusum_chart *cusum = pfq_arena_new(arena, struct cusum_chart, 1);
    struct cusum_step *steps = pfq_arena_new(arena, struct cusum_step, line->n_sums + 1);
    for (size_t i = 0; i < line->n_sums; i++) {
        const Pfq__V1__SumPoint *p = line->sums[i];
        steps[i] = (struct cusum_step){.label = figure_date(p->date, arena),
                                       .value = p->value_milli / 1e3,
                                       .signal = p->signal,
                                       .date = p->date};
    }
    *cusum = (struct cusum_chart){
        .h = line->sum_height_milli / 1e3,
        .steps = steps,
        .step_count = line->n_sums,
        .by_day = true,
        .thinned = pfq_arena_printf(arena,
                                    "Of more than %d days with files each week shows its signals, "
                                    "else its highest day; and the last day is there.",
                                    DIGEST_SUM_DAYS)};
    chart->title =
        pfq_arena_printf(arena, "Added up file by file: %s", table_theme_name(d, line, arena));
    chart->axis = "Evidence of a rise";
    chart->cusum = cusum;
    return line->n_sums == 0 ? NULL : chart;
}

/* --- forces beside each other -------------------------------------------------------------------
 */

static struct funnel_point funnel_point(const Pfq__V1__ForceLine *f, double centre)
{
    double rate = f->adjusted_ppm / 1e6;
    return (struct funnel_point){.name = f->force_name == NULL ? f->force : f->force_name,
                                 .code = f->force,
                                 .failing = (int64_t)f->first_time->count,
                                 .of = (int64_t)f->first_time->files,
                                 .adjusted = f->has_adjusted_ppm,
                                 .rate = rate,
                                 .outside = !f->outside_998 ? CHART_NO_SIGNAL
                                            : rate > centre ? CHART_HIGH
                                                            : CHART_LOW};
}

static const struct funnel_limit *funnel_limits(const Pfq__V1__Funnel *f, struct pfq_arena *arena)
{
    struct funnel_limit *limits = pfq_arena_new(arena, struct funnel_limit, f->n_limits + 1);
    for (size_t i = 0; i < f->n_limits; i++) {
        const Pfq__V1__FunnelLimit *l = f->limits[i];
        limits[i] = (struct funnel_limit){.of = (double)l->files,
                                          .low95 = l->low_95_ppm / 1e6,
                                          .high95 = l->high_95_ppm / 1e6,
                                          .low998 = l->low_998_ppm / 1e6,
                                          .high998 = l->high_998_ppm / 1e6};
    }
    return limits;
}

const struct chart *table_funnel(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    struct chart *chart = pfq_arena_new(arena, struct chart, 1);
    struct funnel_chart *funnel = pfq_arena_new(arena, struct funnel_chart, 1);
    struct funnel_point *points = pfq_arena_new(arena, struct funnel_point, d->n_forces + 1);
    if (d->funnel == NULL || d->n_forces == 0) {
        return NULL;
    }
    funnel->centre = d->funnel->centre_ppm / 1e6;
    for (size_t i = 0; i < d->n_forces; i++) {
        points[i] = funnel_point(d->forces[i], funnel->centre);
    }
    funnel->points = points;
    funnel->point_count = d->n_forces;
    funnel->limits = funnel_limits(d->funnel, arena);
    funnel->limit_count = d->funnel->n_limits;
    funnel->meeting = true;
    chart->title = "Files that meet the standard first time, for the usual mix of cases";
    chart->axis = "Files meeting the standard";
    chart->funnel = funnel;
    return chart;
}
