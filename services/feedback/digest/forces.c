/* forces.c - the forces of an Area beside each other, by code: never by rank.
 *
 * The funnel's limits are made from all forces and allow for over-dispersion.  A force is judged
 * by the rate that it would have with everybody's mix of case types. */
#include <math.h>
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/render/figure.h"
#include "feedback/stats/funnel.h"
#include "feedback/stats/standardise.h"

enum {
    CASE_TYPES = 6, /* UNSPECIFIED, that is not said, included */
    FORCES_MAX = 100,
    LIMITS = 24
};

#define WINSOR 0.1

struct nation {
    struct stats_share forces[FORCES_MAX]; /* by code */
    struct stats_share mix[CASE_TYPES];
    double shares[2 * FORCES_MAX];
    struct stats_number centre;
    struct stats_dispersion spread;
    double tau2;
    bool spread_out; /* some files meet the standard and some do not: there are limits */
    int64_t largest; /* files of a force */
};

static struct digest_ask ask_force(const struct digest_build *b, const char *force, int case_type)
{
    struct digest_period p = digest_rows_period(b->facts, false);
    return (struct digest_ask){.force = force, .case_type = case_type, .from = p.from, .to = p.to};
}

static void read_nation(const struct digest_build *b, struct nation *n)
{
    char code[3] = "00";
    for (int i = 0; i < FORCES_MAX; i++) {
        code[0] = (char)('0' + i / 10);
        code[1] = (char)('0' + i % 10);
        n->forces[i] = digest_first_time(
            digest_verdicts(&b->facts->first, ask_force(b, code, DIGEST_ALL_CASES)));
        n->largest = n->forces[i].of > n->largest ? n->forces[i].of : n->largest;
    }
    for (int type = 0; type < CASE_TYPES; type++) {
        n->mix[type] =
            digest_first_time(digest_verdicts(&b->facts->first, ask_force(b, NULL, type)));
    }
    n->centre = stats_pooled_share(n->forces, FORCES_MAX);
    n->spread = stats_dispersion(n->forces, FORCES_MAX, n->centre.value, WINSOR, n->shares);
    n->spread_out = n->centre.fault == STATS_OK && n->centre.value > 0 && n->centre.value < 1;
    n->tau2 = n->spread.fault == STATS_OK ? n->spread.tau2 : 0;
}

/* --- the funnel ------------------------------------------------------------------- */

static struct stats_range limits_at(const struct nation *n, int64_t files, double coverage)
{
    if (n->tau2 > 0) {
        return stats_funnel_adjusted(n->centre.value, files, coverage, n->tau2);
    }
    struct stats_funnel exact = stats_funnel_limits(n->centre.value, files, coverage);
    return (struct stats_range){exact.fault, exact.drawn_low, exact.drawn_high};
}

static Pfq__V1__FunnelLimit *make_limit(const struct digest_build *b, const struct nation *n,
                                        int64_t files)
{
    Pfq__V1__FunnelLimit *limit = pfq_arena_new(b->arena, Pfq__V1__FunnelLimit, 1);
    struct stats_range inner = limits_at(n, files, 0.95);
    struct stats_range outer = limits_at(n, files, 0.998);
    pfq__v1__funnel_limit__init(limit);
    if (inner.fault != STATS_OK || outer.fault != STATS_OK) {
        return NULL;
    }
    limit->has_files = limit->has_low_95_ppm = limit->has_high_95_ppm = true;
    limit->has_low_998_ppm = limit->has_high_998_ppm = true;
    limit->files = (uint64_t)files;
    limit->low_95_ppm = digest_ppm(inner.low);
    limit->high_95_ppm = digest_ppm(inner.high);
    limit->low_998_ppm = digest_ppm(outer.low);
    limit->high_998_ppm = digest_ppm(outer.high);
    return limit;
}

/* From the smallest month of which a rate is said to the largest force, closer together where
 * the limits are steep. */
static void add_limits(const struct digest_build *b, const struct nation *n, Pfq__V1__Funnel *f)
{
    int64_t last = 0;
    f->limits = pfq_arena_new(b->arena, Pfq__V1__FunnelLimit *, LIMITS);
    for (int i = 0; i < LIMITS; i++) {
        double ratio = fmax((double)n->largest / FIGURE_INTERVAL_FROM, 1);
        int64_t files = llround(FIGURE_INTERVAL_FROM * pow(ratio, (double)i / (LIMITS - 1)));
        Pfq__V1__FunnelLimit *limit = files > last ? make_limit(b, n, files) : NULL;
        if (limit != NULL) {
            f->limits[f->n_limits++] = limit;
            last = files;
        }
    }
}

static void add_funnel(struct digest_build *b, const struct nation *n)
{
    Pfq__V1__Funnel *f = pfq_arena_new(b->arena, Pfq__V1__Funnel, 1);
    pfq__v1__funnel__init(f);
    if (n->centre.fault != STATS_OK) {
        return; /* no file anywhere */
    }
    f->has_centre_ppm = true;
    f->centre_ppm = digest_ppm(n->centre.value);
    b->digest->funnel = f;
    if (!n->spread_out) {
        return;
    }
    if (n->spread.fault == STATS_OK) {
        f->has_phi_ppm = f->has_phi_low_ppm = f->has_phi_high_ppm = f->has_tau2_ppm = true;
        f->phi_ppm = (uint32_t)llround(fmin(n->spread.phi, 4000) * 1e6);
        f->phi_low_ppm = (uint32_t)llround(fmin(n->spread.phi_low, 4000) * 1e6);
        f->phi_high_ppm = (uint32_t)llround(fmin(n->spread.phi_high, 4000) * 1e6);
        f->tau2_ppm = (uint32_t)llround(fmin(n->spread.tau2, 4000) * 1e6);
    }
    add_limits(b, n, f);
}

/* --- a force ---------------------------------------------------------------------- */

static void set_adjusted(const struct digest_build *b, const struct nation *n,
                         Pfq__V1__ForceLine *line)
{
    struct stats_share own[CASE_TYPES];
    for (int type = 0; type < CASE_TYPES; type++) {
        own[type] =
            digest_first_time(digest_verdicts(&b->facts->first, ask_force(b, line->force, type)));
    }
    struct stats_standard standard = stats_standardise(own, n->mix, CASE_TYPES, 0.95);
    int64_t files = (int64_t)line->first_time->files;
    if (standard.fault != STATS_OK || figure_size(files) < FIGURE_INTERVAL) {
        return;
    }
    line->has_expected_milli = line->has_adjusted_ppm = true;
    line->expected_milli = (uint64_t)llround(standard.expected * 1000);
    line->adjusted_ppm = digest_ppm(standard.adjusted);
    struct stats_range inner = limits_at(n, files, 0.95);
    struct stats_range outer = limits_at(n, files, 0.998);
    if (inner.fault == STATS_OK && outer.fault == STATS_OK) {
        line->has_outside_95 = line->has_outside_998 = true;
        line->outside_95 = standard.adjusted < inner.low || standard.adjusted > inner.high;
        line->outside_998 = standard.adjusted < outer.low || standard.adjusted > outer.high;
    }
}

static Pfq__V1__ForceLine *make(const struct digest_build *b, const struct nation *n,
                                const struct digest_force *force)
{
    Pfq__V1__ForceLine *line = pfq_arena_new(b->arena, Pfq__V1__ForceLine, 1);
    struct digest_verdicts v =
        digest_verdicts(&b->facts->first, ask_force(b, force->code, DIGEST_ALL_CASES));
    pfq__v1__force_line__init(line);
    line->force = pfq_arena_strdup(b->arena, force->code);
    line->force_name = force->name == NULL ? NULL : pfq_arena_strdup(b->arena, force->name);
    line->first_time = digest_rate(digest_first_time(v), b->arena);
    line->has_themes = true;
    line->themes = digest_count_themes(b, force->code);
    if (n->spread_out) {
        set_adjusted(b, n, line);
    }
    return line;
}

void digest_add_forces(struct digest_build *b)
{
    Pfq__V1__Digest *d = b->digest;
    struct nation *n = pfq_arena_new(b->arena, struct nation, 1);
    if (!digest_is_of_area(d->kind)) {
        return;
    }
    n->centre.fault = STATS_NO_DATA;
    if (d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK) {
        read_nation(b, n);
        add_funnel(b, n);
        digest_add_false_alarms(b);
    }
    d->forces = pfq_arena_new(b->arena, Pfq__V1__ForceLine *, b->facts->force_count + 1);
    for (size_t i = 0; i < b->facts->force_count; i++) {
        d->forces[d->n_forces++] = make(b, n, &b->facts->forces[i]);
    }
}
