/* tables_forces.c - the tables of a pack: forces beside each other, who waits for whom, and how the
 * figures came about; see tables.h. */
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/digest/tables.h"
#include "feedback/render/figure.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- forces ----------------------------------------------------------------------- */

static const char *position(const Pfq__V1__ForceLine *f)
{
    return !f->has_outside_95 ? NULL
           : f->outside_998   ? "outside the 99.8% limits"
           : f->outside_95    ? "outside the 95% limits"
                              : "inside the limits";
}

const struct grid *table_forces(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"force", "Code", GRID_TEXT, MARK_INSIDE, 0},
        {"name", "Force", GRID_TEXT, MARK_INSIDE, 0},
        {"meeting", "Met", GRID_COUNT, MARK_INSIDE, 0},
        {"files", "Files", GRID_COUNT, MARK_INSIDE, 0},
        {"rate", "Rate", GRID_PER_CENT, MARK_INSIDE, 0},
        {"interval", "95% interval", GRID_TEXT, MARK_INSIDE, 0},
        {"adjusted", "Usual mix", GRID_TEXT, MARK_INSIDE, 0},
        {"position", "Position", GRID_TEXT, MARK_INSIDE, 0},
        {"themes", "Themes going on", GRID_COUNT, MARK_INSIDE, 0},
    };
    struct table t =
        table_begin("Files that meet the standard first time, as counted, by force code", columns,
                    COUNT(columns), d->n_forces, arena);
    t.grid->sheet = "Forces";
    for (size_t i = 0; i < d->n_forces; i++) {
        const Pfq__V1__ForceLine *f = d->forces[i];
        struct grid_cell *cells =
            table_add(&t, table_key(d, pfq_arena_printf(arena, "force/%s", f->force), arena));
        cells[0] = grid_text(f->force);
        cells[1] = grid_text(f->force_name);
        table_put_rate(cells + 2, f->first_time, arena);
        if (f->has_adjusted_ppm) {
            cells[6] = grid_text(figure_rate(f->adjusted_ppm / 1e6, arena));
        }
        cells[7] = grid_text(position(f));
        cells[8] = grid_count((int64_t)f->themes);
    }
    return d->n_forces == 0 ? NULL : t.grid;
}

/* --- who waits for whom ---------------------------------------------------------------- */

static const Pfq__V1__CoverageLine *coverage_of(const Pfq__V1__Digest *d, const char *force)
{
    const Pfq__V1__Compliance *c = d->compliance;
    for (size_t i = 0; c != NULL && i < c->n_coverage; i++) {
        if (strcmp(c->coverage[i]->force, force) == 0) {
            return c->coverage[i];
        }
    }
    return NULL;
}

/* A force of which nothing was told owes nothing; without compliance it is not known. */
static void put_waiting(struct grid_cell *cells, const Pfq__V1__Digest *d, const char *force)
{
    const Pfq__V1__CoverageLine *line = coverage_of(d, force);
    if (d->compliance != NULL) {
        cells[0] = grid_count(line == NULL ? 0 : (int64_t)line->plans_open);
        cells[1] = grid_count(line == NULL ? 0 : (int64_t)line->plans_late);
        cells[2] = grid_count(line == NULL ? 0 : (int64_t)line->disputes_open);
    }
}

const struct grid *table_waiting(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"force", "Code", GRID_TEXT, MARK_INSIDE, 0},
        {"name", "Force", GRID_TEXT, MARK_INSIDE, 0},
        {"plans_open", "Action plans without an answer", GRID_COUNT, MARK_INSIDE, 0},
        {"plans_late", "Of them past their day", GRID_COUNT, MARK_INSIDE, 0},
        {"disputes_open", "Disputes waiting for the CPS", GRID_COUNT, MARK_INSIDE, 0},
    };
    struct table t = table_begin("What waits for an answer now, by force code", columns,
                                 COUNT(columns), d->n_forces, arena);
    t.grid->sheet = "Waiting";
    for (size_t i = 0; i < d->n_forces; i++) {
        const Pfq__V1__ForceLine *f = d->forces[i];
        struct grid_cell *cells =
            table_add(&t, table_key(d, pfq_arena_printf(arena, "waiting/%s", f->force), arena));
        cells[0] = grid_text(f->force);
        cells[1] = grid_text(f->force_name);
        put_waiting(cells + 2, d, f->force);
    }
    return d->n_forces == 0 ? NULL : t.grid;
}

const struct grid *table_sides(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"force", "Code", GRID_TEXT, MARK_INSIDE, 0},
        {"name", "Force", GRID_TEXT, MARK_INSIDE, 0},
        {"rate", "Met first time", GRID_TEXT, MARK_INSIDE, 0},
        {"themes", "Themes", GRID_COUNT, MARK_INSIDE, 0},
        {"plans_open", "Plans", GRID_COUNT, MARK_INSIDE, 0},
        {"plans_late", "Late plans", GRID_COUNT, MARK_INSIDE, 0},
        {"disputes_open", "Disputes", GRID_COUNT, MARK_INSIDE, 0},
    };
    struct table t = table_begin("By force code: themes going on; now: action plans without an "
                                 "answer, those past their day, disputes without an outcome",
                                 columns, COUNT(columns), d->n_forces, arena);
    for (size_t i = 0; i < d->n_forces; i++) {
        const Pfq__V1__ForceLine *f = d->forces[i];
        struct grid_cell *cells =
            table_add(&t, table_key(d, pfq_arena_printf(arena, "sides/%s", f->force), arena));
        cells[0] = grid_text(f->force);
        cells[1] = grid_text(f->force_name);
        cells[2] = grid_text(digest_rate_words(f->first_time, arena));
        cells[3] = grid_count((int64_t)f->themes);
        put_waiting(cells + 4, d, f->force);
    }
    return d->n_forces == 0 ? NULL : t.grid;
}

/* --- particulars ----------------------------------------------------------------------- */

const struct grid *table_mix(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"force", "Code", GRID_TEXT, MARK_INSIDE, 0},
        {"name", "Force", GRID_TEXT, MARK_INSIDE, 0},
        {"expected", "Files meeting as expected of its cases", GRID_NUMBER, MARK_INSIDE, 1},
        {"adjusted", "Rate for the usual cases", GRID_TEXT, MARK_INSIDE, 0},
    };
    struct table t =
        table_begin("What the mix of cases explains", columns, COUNT(columns), d->n_forces, arena);
    t.grid->sheet = "Mix of cases";
    for (size_t i = 0; i < d->n_forces; i++) {
        const Pfq__V1__ForceLine *f = d->forces[i];
        if (!f->has_expected_milli) {
            continue;
        }
        struct grid_cell *cells =
            table_add(&t, table_key(d, pfq_arena_printf(arena, "mix/%s", f->force), arena));
        cells[0] = grid_text(f->force);
        cells[1] = grid_text(f->force_name);
        cells[2] = grid_number((double)f->expected_milli / 1000);
        cells[3] = grid_text(figure_rate(f->adjusted_ppm / 1e6, arena));
    }
    return t.grid->row_count == 0 ? NULL : t.grid;
}

const struct grid *table_limits(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"files", "Files", GRID_COUNT, MARK_ANYONE, 0},
        {"low_95", "95%, low", GRID_TEXT, MARK_ANYONE, 0},
        {"high_95", "95%, high", GRID_TEXT, MARK_ANYONE, 0},
        {"low_998", "99.8%, low", GRID_TEXT, MARK_ANYONE, 0},
        {"high_998", "99.8%, high", GRID_TEXT, MARK_ANYONE, 0},
    };
    size_t count = d->funnel == NULL ? 0 : d->funnel->n_limits;
    struct table t = table_begin("Limits of the funnel", columns, COUNT(columns), count, arena);
    for (size_t i = 0; i < count; i++) {
        const Pfq__V1__FunnelLimit *l = d->funnel->limits[i];
        const char *files = pfq_arena_printf(arena, "limit/%llu", (unsigned long long)l->files);
        struct grid_cell *cells = table_add(&t, table_key(d, files, arena));
        const uint32_t ppm[] = {l->low_95_ppm, l->high_95_ppm, l->low_998_ppm, l->high_998_ppm};
        cells[0] = grid_count((int64_t)l->files);
        for (size_t j = 0; j < COUNT(ppm); j++) {
            cells[j + 1] = grid_text(figure_rate(ppm[j] / 1e6, arena));
        }
    }
    return count == 0 ? NULL : t.grid;
}

static void reckon(struct table *t, const Pfq__V1__Digest *d, const char *key, const char *name,
                   const char *value)
{
    struct grid_cell *cells = table_add(t, table_key(d, key, t->arena));
    cells[0] = grid_text(name);
    cells[1] = grid_text(value);
}

const struct grid *table_about(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"figure", "Figure", GRID_TEXT, MARK_ANYONE, 0},
        {"value", "Value", GRID_TEXT, MARK_ANYONE, 0},
    };
    struct table t = table_begin("About these figures", columns, COUNT(columns), 12, arena);
    const Pfq__V1__Funnel *f = d->funnel;
    reckon(&t, d, "about/from", "First day", figure_date(d->from_date, arena));
    reckon(&t, d, "about/to", "Last day", figure_date(d->to_date, arena));
    reckon(&t, d, "about/up_to", "Everything up to entry", figure_count((int64_t)d->up_to, arena));
    if (d->has_themes_in_all) {
        reckon(&t, d, "about/themes", "Themes in all",
               figure_count((int64_t)d->themes_in_all, arena));
    }
    if (d->has_cases_in_all) {
        reckon(&t, d, "about/cases", "Files to mend in all",
               figure_count((int64_t)d->cases_in_all, arena));
    }
    if (d->has_false_alarms_milli) {
        reckon(&t, d, "about/false_alarms", "Themes announced by chance in such a month",
               digest_false_alarms(d, arena));
    }
    if (f != NULL && f->has_centre_ppm) {
        reckon(&t, d, "about/centre", "Rate of all forces together",
               figure_rate(f->centre_ppm / 1e6, arena));
    }
    if (f != NULL && f->has_phi_ppm) {
        reckon(&t, d, "about/phi", "Over-dispersion (1: chance explains all differences)",
               figure_decimal(f->phi_ppm / 1e6, 2, arena));
        reckon(&t, d, "about/phi_low", "Its 95% interval, from",
               figure_decimal(f->phi_low_ppm / 1e6, 2, arena));
        reckon(&t, d, "about/phi_high", "Its 95% interval, to",
               figure_decimal(f->phi_high_ppm / 1e6, 2, arena));
        reckon(&t, d, "about/tau2", "Variance between forces, arcsine scale",
               figure_decimal(f->tau2_ppm / 1e6, 6, arena));
    }
    return t.grid;
}
