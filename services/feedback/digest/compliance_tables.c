/* compliance_tables.c - the tables of compliance: see compliance.h. */
#include "feedback/digest/compliance.h"

#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/render/figure.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- cells ------------------------------------------------------------------------ */

const char *compliance_share(const Pfq__V1__Rate *rate, struct pfq_arena *arena)
{
    if (rate == NULL) {
        return NULL;
    }
    int64_t count = (int64_t)rate->count;
    int64_t files = (int64_t)rate->files;
    const char *of = figure_count(files, arena);
    struct figure_range range = {rate->low_ppm / 1e6, rate->high_ppm / 1e6};
    switch (figure_size(files)) {
    case FIGURE_NONE:
        return "no data";
    case FIGURE_WORDS:
        return pfq_arena_printf(arena, "%s of %s", figure_count(count, arena), of);
    case FIGURE_INTERVAL:
        return pfq_arena_printf(arena, "%s of %s (%s)", figure_per_cent(count, files, arena), of,
                                figure_interval(range, arena));
    case FIGURE_WHOLE:
        break;
    }
    return pfq_arena_printf(arena, "%s of %s", figure_per_cent(count, files, arena), of);
}

static struct grid_cell share(const Pfq__V1__Rate *rate, struct pfq_arena *arena)
{
    return grid_text(compliance_share(rate, arena));
}

/* "95 minutes", "5.2 hours", "3.1 days" */
static struct grid_cell duration(bool given, uint64_t minutes, struct pfq_arena *arena)
{
    enum {
        HOUR = 60,
        DAY = 24 * HOUR
    };

    double value = (double)minutes;
    return grid_text(
        !given               ? NULL
        : minutes < 2 * HOUR ? figure_things((int64_t)minutes, "minute", "minutes", arena)
        : minutes < 2 * DAY
            ? pfq_arena_printf(arena, "%s hours", figure_decimal(value / HOUR, 1, arena))
            : pfq_arena_printf(arena, "%s days", figure_decimal(value / DAY, 1, arena)));
}

static struct grid_cell rate_of(bool given, uint32_t ppm, struct pfq_arena *arena)
{
    return grid_text(given ? figure_rate(ppm / 1e6, arena) : NULL);
}

const char *compliance_unit(const char *name)
{
    return name == NULL || name[0] == '\0' ? "not known" : name;
}

const char *compliance_key(const Pfq__V1__Compliance *c, const char *table, const char *rest,
                           struct pfq_arena *arena)
{
    const char *of = c->area != NULL ? c->area : c->force != NULL ? c->force : "all";
    return pfq_arena_printf(arena, "%s/%d-%d/compliance/%s/%s", of, (int)c->from_date,
                            (int)c->to_date, table, rest);
}

/* --- duties of all ----------------------------------------------------------------- */

const struct grid *compliance_duties(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"duty", "Duty", GRID_TEXT, MARK_INSIDE, 0},
        {"count", "Count", GRID_COUNT, MARK_INSIDE, 0},
        {"of", "Of", GRID_COUNT, MARK_INSIDE, 0},
        {"rate", "Rate", GRID_PER_CENT, MARK_INSIDE, 0},
        {"interval", "95% interval", GRID_TEXT, MARK_INSIDE, 0},
    };
    const Pfq__V1__DutyLine *t = c->total;

    const struct {
        const char *key;
        const char *name;
        const Pfq__V1__Rate *rate;
    } lines[] = {
        {"completed", "Made, of assessments that ought to be", t->completed},
        {"before_hearing", "Assessed before the first hearing", t->before_hearing},
        {"on_time", "Assessed on time", t->on_time},
        {"without_detail", "Failures without detail", t->without_detail},
        {"copied", "Copied detail, of failures with one that somebody wrote", t->copied},
        {"never_answered", "Failures not answered by their deadline", t->never_answered},
        {"never_decided", "Disputes not decided by their deadline", t->never_decided},
        {"overturned", "Disputes accepted, of those decided", t->overturned},
        {"reviews_on_time", "Case reviews on time", t->reviews_on_time},
        {"disclosure", "Disclosure decision recorded, of reviews done", t->disclosure_recorded},
    };
    struct table table =
        table_begin("What CPS staff did", columns, COUNT(columns), COUNT(lines), arena);
    for (size_t i = 0; i < COUNT(lines); i++) {
        if (lines[i].rate != NULL) {
            struct grid_cell *cells =
                table_add(&table, compliance_key(c, "duty", lines[i].key, arena));
            cells[0] = grid_text(lines[i].name);
            table_put_rate(cells + 1, lines[i].rate, arena);
        }
    }
    return table.grid;
}

/* --- by unit and by reviewer ---------------------------------------------------------- */

const struct grid *compliance_units(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"unit", "CPS unit", GRID_TEXT, MARK_INSIDE, 0},
        {"assessed", "Assessed", GRID_TEXT, MARK_INSIDE, 0},
        {"before_hearing", "Before the hearing", GRID_TEXT, MARK_INSIDE, 0},
        {"on_time", "On time", GRID_TEXT, MARK_INSIDE, 0},
        {"late", "Overdue", GRID_COUNT, MARK_INSIDE, 0},
        {"median", "Half within", GRID_TEXT, MARK_INSIDE, 0},
        {"ninetieth", "9 of 10 within", GRID_TEXT, MARK_INSIDE, 0},
    };
    struct table t =
        table_begin("Assessments by CPS unit", columns, COUNT(columns), c->n_units, arena);
    for (size_t i = 0; i < c->n_units; i++) {
        const Pfq__V1__DutyLine *u = c->units[i];
        struct grid_cell *cells = table_add(&t, compliance_key(c, "unit", u->name, arena));
        cells[0] = grid_text(compliance_unit(u->name));
        cells[1] = share(u->completed, arena);
        cells[2] = share(u->before_hearing, arena);
        cells[3] = share(u->on_time, arena);
        cells[4] = grid_count((int64_t)u->late);
        cells[5] = duration(u->has_median_minutes, u->median_minutes, arena);
        cells[6] = duration(u->has_ninetieth_minutes, u->ninetieth_minutes, arena);
    }
    return c->n_units == 0 ? NULL : t.grid;
}

const struct grid *compliance_unit_reviews(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"unit", "CPS unit", GRID_TEXT, MARK_INSIDE, 0},
        {"reviews_on_time", "On time", GRID_TEXT, MARK_INSIDE, 0},
        {"reviews_late", "Overdue", GRID_COUNT, MARK_INSIDE, 0},
        {"disclosure", "Disclosure decision recorded", GRID_TEXT, MARK_INSIDE, 0},
    };
    struct table t =
        table_begin("Case reviews by CPS unit", columns, COUNT(columns), c->n_units, arena);
    for (size_t i = 0; i < c->n_units; i++) {
        const Pfq__V1__DutyLine *u = c->units[i];
        struct grid_cell *cells = table_add(&t, compliance_key(c, "unit_reviews", u->name, arena));
        cells[0] = grid_text(compliance_unit(u->name));
        cells[1] = share(u->reviews_on_time, arena);
        cells[2] = grid_count((int64_t)u->reviews_late);
        cells[3] = share(u->disclosure_recorded, arena);
    }
    return c->n_units == 0 ? NULL : t.grid;
}

/* Of a call sheet: both in one. */
static uint64_t overdue(const Pfq__V1__DutyLine *line)
{
    return line->late + line->reviews_late;
}

/* How many units have more overdue than this one, or as much and stand before it. */
static size_t more_overdue(const Pfq__V1__Compliance *c, size_t place)
{
    uint64_t own = overdue(c->units[place]);
    size_t count = 0;
    for (size_t i = 0; i < c->n_units; i++) {
        uint64_t other = overdue(c->units[i]);
        count += other > own || (other == own && i < place);
    }
    return count;
}

const struct grid *compliance_sheet(const Pfq__V1__Compliance *c, size_t most,
                                    struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"unit", "CPS unit", GRID_TEXT, MARK_INSIDE, 0},
        {"assessed", "Assessed", GRID_TEXT, MARK_INSIDE, 0},
        {"on_time", "On time", GRID_TEXT, MARK_INSIDE, 0},
        {"late", "Overdue", GRID_COUNT, MARK_INSIDE, 0},
        {"reviews_on_time", "Reviews on time", GRID_TEXT, MARK_INSIDE, 0},
        {"reviews_late", "Reviews overdue", GRID_COUNT, MARK_INSIDE, 0},
    };
    struct table t = table_begin("Assessments and case reviews by CPS unit", columns,
                                 COUNT(columns), c->n_units, arena);
    for (size_t i = 0; i < c->n_units; i++) {
        const Pfq__V1__DutyLine *u = c->units[i];
        if (more_overdue(c, i) >= most) {
            continue;
        }
        struct grid_cell *cells = table_add(&t, compliance_key(c, "sheet", u->name, arena));
        cells[0] = grid_text(compliance_unit(u->name));
        cells[1] = share(u->completed, arena);
        cells[2] = share(u->on_time, arena);
        cells[3] = grid_count((int64_t)u->late);
        cells[4] = share(u->reviews_on_time, arena);
        cells[5] = grid_count((int64_t)u->reviews_late);
    }
    t.grid->of = (int64_t)c->n_units;
    return c->n_units == 0 ? NULL : t.grid;
}

const struct grid *compliance_care(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"unit", "CPS unit", GRID_TEXT, MARK_INSIDE, 0},
        {"failing", "Marked as failing", GRID_TEXT, MARK_INSIDE, 0},
        {"without_detail", "Without detail", GRID_TEXT, MARK_INSIDE, 0},
        {"copied", "Copied detail", GRID_TEXT, MARK_INSIDE, 0},
        {"never_answered", "Never answered", GRID_TEXT, MARK_INSIDE, 0},
        {"never_decided", "Never decided", GRID_TEXT, MARK_INSIDE, 0},
        {"overturned", "Overturned", GRID_TEXT, MARK_INSIDE, 0},
    };
    struct table t = table_begin("With what care: failures and disputes", columns, COUNT(columns),
                                 c->n_units, arena);
    for (size_t i = 0; i < c->n_units; i++) {
        const Pfq__V1__DutyLine *u = c->units[i];
        struct grid_cell *cells = table_add(&t, compliance_key(c, "care", u->name, arena));
        cells[0] = grid_text(compliance_unit(u->name));
        cells[1] = share(u->failing, arena);
        cells[2] = share(u->without_detail, arena);
        cells[3] = share(u->copied, arena);
        cells[4] = share(u->never_answered, arena);
        cells[5] = share(u->never_decided, arena);
        cells[6] = share(u->overturned, arena);
    }
    return c->n_units == 0 ? NULL : t.grid;
}

const struct grid *compliance_reviewers(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"reviewer", "Reviewer", GRID_TEXT, MARK_INSIDE, 0},
        {"assessments", "Assessments", GRID_COUNT, MARK_INSIDE, 0},
        {"on_time", "On time", GRID_TEXT, MARK_INSIDE, 0},
        {"median", "Half within", GRID_TEXT, MARK_INSIDE, 0},
        {"failing", "Marked as failing", GRID_TEXT, MARK_INSIDE, 0},
        {"without_detail", "Without detail", GRID_TEXT, MARK_INSIDE, 0},
        {"copied", "Copied detail", GRID_TEXT, MARK_INSIDE, 0},
        {"overturned", "Overturned", GRID_TEXT, MARK_INSIDE, 0},
        {"reviews_on_time", "Reviews on time", GRID_TEXT, MARK_INSIDE, 0},
    };
    struct table t = table_begin("Reviewers, in order of their ids: for legal managers", columns,
                                 COUNT(columns), c->n_reviewers, arena);
    for (size_t i = 0; i < c->n_reviewers; i++) {
        const Pfq__V1__DutyLine *r = c->reviewers[i];
        struct grid_cell *cells = table_add(&t, compliance_key(c, "reviewer", r->name, arena));
        cells[0] = grid_text(r->name);
        cells[1] = grid_count((int64_t)r->assessments);
        cells[2] = share(r->on_time, arena);
        cells[3] = duration(r->has_median_minutes, r->median_minutes, arena);
        cells[4] = share(r->failing, arena);
        cells[5] = share(r->without_detail, arena);
        cells[6] = share(r->copied, arena);
        cells[7] = share(r->overturned, arena);
        cells[8] = share(r->reviews_on_time, arena);
    }
    return c->n_reviewers == 0 ? NULL : t.grid;
}

/* --- both sides -------------------------------------------------------------------------- */

static const Pfq__V1__StrictnessLine *strictness_of(const Pfq__V1__Compliance *c, const char *force)
{
    for (size_t i = 0; i < c->n_forces; i++) {
        if (strcmp(c->forces[i]->force, force) == 0) {
            return c->forces[i];
        }
    }
    return NULL;
}

static void put_strictness(struct grid_cell *cells, const Pfq__V1__StrictnessLine *line,
                           struct pfq_arena *arena)
{
    const Pfq__V1__Rate *rate = line->failing;
    struct figure_range interval = {rate->low_ppm / 1e6, rate->high_ppm / 1e6};
    struct figure_range band = {line->band_low_ppm / 1e6, line->band_high_ppm / 1e6};
    cells[0] = share(rate, arena);
    cells[1] = grid_text(rate->has_low_ppm ? figure_interval(interval, arena) : NULL);
    cells[2] = grid_text(line->has_band_low_ppm ? figure_interval(band, arena) : NULL);
    cells[3] = rate_of(line->has_adjusted_ppm, line->adjusted_ppm, arena);
    cells[4] = line->has_markers ? grid_count(line->markers) : grid_text(NULL);
}

const struct grid *compliance_forces(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"force", "Force", GRID_TEXT, MARK_INSIDE, 0},
        {"coverage", "Assessed by the CPS", GRID_TEXT, MARK_INSIDE, 0},
        {"failing", "Failing, of assessed", GRID_TEXT, MARK_INSIDE, 0},
        {"interval", "95% interval", GRID_TEXT, MARK_INSIDE, 0},
        {"band", "By other markers", GRID_TEXT, MARK_INSIDE, 0},
        {"adjusted", "Usual strictness", GRID_TEXT, MARK_INSIDE, 0},
        {"markers", "Markers", GRID_COUNT, MARK_INSIDE, 0},
    };
    struct table t =
        table_begin("Both sides, by force code: how much was assessed, how much of it failed",
                    columns, COUNT(columns), c->n_coverage, arena);
    for (size_t i = 0; i < c->n_coverage; i++) {
        const Pfq__V1__CoverageLine *line = c->coverage[i];
        const Pfq__V1__StrictnessLine *force = strictness_of(c, line->force);
        struct grid_cell *cells = table_add(&t, compliance_key(c, "force", line->force, arena));
        cells[0] = grid_text(line->force);
        cells[1] = share(line->assessed, arena);
        if (force != NULL) {
            put_strictness(cells + 2, force, arena);
        }
    }
    return c->n_coverage == 0 ? NULL : t.grid;
}

/* --- case reviews ---------------------------------------------------------------------- */

const struct grid *compliance_clocks(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"kind", "Case review", GRID_TEXT, MARK_INSIDE, 0},
        {"on_time", "On time", GRID_COUNT, MARK_INSIDE, 0},
        {"of", "Of", GRID_COUNT, MARK_INSIDE, 0},
        {"rate", "Rate", GRID_PER_CENT, MARK_INSIDE, 0},
        {"interval", "95% interval", GRID_TEXT, MARK_INSIDE, 0},
        {"late", "Overdue", GRID_COUNT, MARK_INSIDE, 0},
        {"median", "Half within", GRID_TEXT, MARK_INSIDE, 0},
        {"ninetieth", "9 of 10 within", GRID_TEXT, MARK_INSIDE, 0},
    };
    struct table t =
        table_begin("Case reviews by their clock", columns, COUNT(columns), c->n_clocks, arena);
    for (size_t i = 0; i < c->n_clocks; i++) {
        const Pfq__V1__ClockLine *line = c->clocks[i];
        const char *kind = table_enum(&pfq__v1__review_kind__descriptor, (int)line->kind, arena);
        struct grid_cell *cells = table_add(&t, compliance_key(c, "clock", kind, arena));
        cells[0] = grid_text(kind);
        table_put_rate(cells + 1, line->on_time, arena);
        cells[5] = grid_count((int64_t)line->late);
        cells[6] = duration(line->has_median_minutes, line->median_minutes, arena);
        cells[7] = duration(line->has_ninetieth_minutes, line->ninetieth_minutes, arena);
    }
    return c->n_clocks == 0 ? NULL : t.grid;
}
