/* spread.c - how far assessors differ, and what that does to the rates of forces: the formulas
 * are in compliance.h. */
#include <math.h>
#include <stdio.h>

#include "feedback/compliance/private.h"
#include "feedback/digest/digest.h"
#include "feedback/render/figure.h"
#include "feedback/stats/funnel.h"

static const double WINSOR = 0.1;
static const double Z_95 = 1.959963984540054;

/* What is known of the spread of all units together. */
struct between {
    double weight; /* sum of I_u - 1 */
    double tau2;
};

/* --- counting ------------------------------------------------------------------------ */

void spread_count(struct compliance *c, const Pfq__V1__AssessmentRow *row, const struct tally *unit)
{
    char name[NAME_MAX_BYTES];
    struct force *force = book_take(&c->forces, row->file->force);
    if (row->by == NULL || row->by[0] == '\0') {
        force->unnamed++;
        return;
    }
    (void)snprintf(name, sizeof name, "%.64s/%.64s", unit->name, row->by);
    struct marker *marker = book_take(&c->markers, name);
    marker->unit = unit;
    marker->failing.of++;
    marker->failing.failing += compliance_found_failure(row);
    (void)snprintf(name, sizeof name, "%.8s/%.64s/%.64s", force->name, unit->name, row->by);
    struct marked *marked = book_take(&c->marked, name);
    marked->force = force;
    marked->marker = marker;
    marked->count++;
}

/* --- between assessors ----------------------------------------------------------------- */

static uint32_t millionths(double value)
{
    return (uint32_t)llround(stats_clamp(value, 0, 4000) * 1e6);
}

/* Markers of the unit with enough assessments, as shares. */
static size_t markers_of(const struct compliance *c, const struct tally *unit,
                         struct stats_share *out)
{
    size_t count = 0;
    for (size_t i = 0; i < c->markers.count; i++) {
        const struct marker *marker = c->markers.items[i];
        if (marker->unit == unit && marker->failing.of >= FIGURE_INTERVAL_FROM) {
            out[count++] = marker->failing;
        }
    }
    return count;
}

static Pfq__V1__Spread *new_spread(struct stats_share failing, size_t markers,
                                   struct pfq_arena *arena)
{
    Pfq__V1__Spread *out = pfq_arena_new(arena, Pfq__V1__Spread, 1);
    pfq__v1__spread__init(out);
    out->failing = digest_rate(failing, arena);
    out->has_markers = true;
    out->markers = (uint32_t)markers;
    return out;
}

static void put_unit(struct compliance *c, const struct tally *unit, struct between *all,
                     Pfq__V1__Compliance *out)
{
    struct stats_share *shares = pfq_arena_new(c->arena, struct stats_share, c->markers.count + 1);
    double *scratch = pfq_arena_new(c->arena, double, 2 * c->markers.count + 1);
    size_t count = markers_of(c, unit, shares);
    struct stats_share failing = unit->duties[DUTY_FAILING];
    if (count < 2) {
        return;
    }
    double rate = (double)failing.failing / (double)failing.of;
    struct stats_dispersion d = stats_dispersion(shares, count, rate, WINSOR, scratch);
    Pfq__V1__Spread *line = new_spread(failing, count, c->arena);
    line->unit = pfq_arena_strdup(c->arena, unit->name);
    out->spreads[out->n_spreads++] = line;
    if (d.fault != STATS_OK) {
        return; /* all alike: nothing to compare */
    }
    line->has_phi_ppm = line->has_phi_low_ppm = line->has_phi_high_ppm = true;
    line->has_tau2_ppm = line->has_more_than_chance = true;
    line->phi_ppm = millionths(d.phi);
    line->phi_low_ppm = millionths(d.phi_low);
    line->phi_high_ppm = millionths(d.phi_high);
    line->tau2_ppm = millionths(d.tau2);
    line->more_than_chance = d.phi_low > 1;
    all->weight += (double)d.forces - 1;
    all->tau2 += ((double)d.forces - 1) * d.tau2;
}

static void put_all(struct compliance *c, const struct between *all, Pfq__V1__Compliance *out)
{
    uint32_t markers = 0;
    for (size_t i = 0; i < out->n_spreads; i++) {
        markers += out->spreads[i]->markers;
    }
    out->spread = new_spread(c->total.duties[DUTY_FAILING], markers, c->arena);
    out->spread->has_tau2_ppm = all->weight > 0;
    out->spread->tau2_ppm = millionths(all->tau2);
}

/* --- forces ------------------------------------------------------------------------------ */

static double arcsine(struct stats_share share)
{
    return asin(sqrt((double)share.failing / (double)share.of));
}

static double back(double y)
{
    double in = sin(stats_clamp(y, 0, asin(1)));
    return in * in;
}

static void set_strictness(struct compliance *c, double tau2)
{
    for (size_t i = 0; i < c->markers.count; i++) {
        struct marker *m = c->markers.items[i];
        double own = 1 / (4 * (double)m->failing.of);
        double weight = tau2 > 0 ? tau2 / (tau2 + own) : 0;
        m->strictness = weight * (arcsine(m->failing) - arcsine(m->unit->duties[DUTY_FAILING]));
    }
}

/* How far the marking of a force's files differs from the usual, and how many marked them. */
struct marking {
    double strictness; /* sum of s_a d_a */
    double squares;    /* sum of s_a^2 */
    uint32_t markers;
};

static struct marking marking_of(const struct compliance *c, const struct force *force)
{
    struct marking m = {0};
    for (size_t i = 0; i < c->marked.count; i++) {
        const struct marked *marked = c->marked.items[i];
        if (marked->force == force) {
            double share = (double)marked->count / (double)force->markings;
            m.strictness += share * marked->marker->strictness;
            m.squares += share * share;
            m.markers++;
        }
    }
    return m;
}

static void put_force(struct compliance *c, const struct force *force, const struct between *all,
                      Pfq__V1__Compliance *out)
{
    Pfq__V1__StrictnessLine *line = pfq_arena_new(c->arena, Pfq__V1__StrictnessLine, 1);
    pfq__v1__strictness_line__init(line);
    out->forces[out->n_forces++] = line;
    line->force = pfq_arena_strdup(c->arena, force->name);
    line->failing = digest_rate(force->failing, c->arena);
    if (force->unnamed > 0 || all->weight <= 0 || force->failing.of < FIGURE_INTERVAL_FROM) {
        return;
    }
    struct marking m = marking_of(c, force);
    double y = arcsine(force->failing);
    double width = Z_95 * sqrt(all->tau2 * m.squares);
    line->has_markers = line->has_adjusted_ppm = true;
    line->has_band_low_ppm = line->has_band_high_ppm = true;
    line->markers = m.markers;
    line->adjusted_ppm = digest_ppm(back(y - m.strictness));
    line->band_low_ppm = digest_ppm(back(y - width));
    line->band_high_ppm = digest_ppm(back(y + width));
}

void spread_put(struct compliance *c, Pfq__V1__Compliance *out)
{
    struct between all = {0};
    out->spreads = pfq_arena_new(c->arena, Pfq__V1__Spread *, c->units.count + 1);
    out->forces = pfq_arena_new(c->arena, Pfq__V1__StrictnessLine *, c->forces.count + 1);
    book_sort(&c->units);
    book_sort(&c->forces);
    book_sort(&c->markers); /* sums of doubles are the same in every order of rows */
    book_sort(&c->marked);
    for (size_t i = 0; i < c->units.count; i++) {
        put_unit(c, c->units.items[i], &all, out);
    }
    all.tau2 = all.weight > 0 ? all.tau2 / all.weight : 0;
    put_all(c, &all, out);
    set_strictness(c, all.tau2);
    for (size_t i = 0; i < c->forces.count; i++) {
        const struct force *force = c->forces.items[i];
        if (force->failing.of > 0) {
            put_force(c, force, &all, out);
        }
    }
}
