/* failings.c - which failings a file gets: see failings.h.
 *
 * A theme fails with the odds of its published rate, times those of its force, unit, officer
 * and month, times those of whatever was planted.  The failings of one file go together, as
 * careless files have many: each is drawn by a Polya process, in which what has failed makes
 * more failings likelier.  It has two properties that are wanted here and needs whole numbers
 * only: each theme by itself fails with exactly its odds, and no failing at all has the odds
 * 1 to the sum of the odds, so that shares of clean files and rates of themes fit each other.
 */
#include "failings.h"

#include <string.h>

#include "pfq/bug.h"

enum {
    ROWS_MAX = 24, /* of one theme */
    ODDS_ONE = MILLION,
    ODDS_MAX = 50 * MILLION /* 98 %; what is beyond is no longer a rate */
};

static const uint32_t rates[THEME_COUNT] = {P_RATE_CASE_DATA,
                                            P_RATE_SUPERVISION_CHARGING,
                                            P_RATE_CASE_SUMMARY,
                                            P_RATE_INTERVIEW,
                                            P_RATE_WITNESS_EVIDENCE,
                                            P_RATE_EXHIBITS_MULTIMEDIA,
                                            P_RATE_FORENSIC_MEDICAL,
                                            P_RATE_DISCLOSURE_SCHEDULES,
                                            P_RATE_DISCLOSURE_MATERIAL,
                                            P_RATE_VICTIM_WITNESS_CARE,
                                            P_RATE_DA_SPECIALIST,
                                            P_RATE_PRECONS_BADCHAR,
                                            P_RATE_BAIL_ORDERS_ANCILLARY,
                                            P_RATE_DATA_PROTECTION,
                                            P_RATE_TIMELINESS};

/* Sixteen equally likely values of a standard normal, in thousandths: means of its
 * sixteenths, stretched to a standard deviation of 1. */
static const int32_t normal[16] = {-1992, -1338, -1027, -788, -585, -403, -233, -77,
                                   77,    233,   403,   585,  788,  1027, 1338, 1992};

/* e to the power of 0.3 times those, in thousandths, divided by their mean. */
static const uint32_t officer[16] = {530, 644,  706,  758,  805,  849,  893,  935,
                                     979, 1025, 1079, 1138, 1209, 1298, 1423, 1728};

static uint64_t odds_of(uint64_t ppm)
{
    return ppm * MILLION / (MILLION - ppm);
}

static int64_t spread(uint64_t seed, uint64_t purpose, uint64_t number, int32_t sd)
{
    struct dice dice = dice_named(seed, purpose, number);
    return (int64_t)normal[dice_below(&dice, 16)] * sd / 1000;
}

static const char *unit_of(const struct facts *f)
{
    return world_forces[f->force].units + (size_t)f->unit * 2;
}

/* The share of files that meet the standard, where this one comes from, ppm. */
static int64_t share_meeting(const struct failings_model *m, const struct facts *f, int32_t month)
{
    uint64_t force = (uint64_t)f->force;
    uint64_t unit = force * UNITS_MAX + (uint64_t)f->unit;
    struct dice drift = dice_named(m->seed, 5, (uint64_t)month);
    int64_t share =
        P_COMPLIANT + spread(m->seed, 3, force, P_FORCE_SD) + spread(m->seed, 4, unit, P_UNIT_SD);
    share += (int64_t)dice_below(&drift, 2 * P_MONTH_DRIFT + 1) - P_MONTH_DRIFT;
    share += shift_points(m, f->force, unit_of(f), month);
    return share < 20000 ? 20000 : share > 980000 ? 980000 : share;
}

/* Failing odds of this file beside those of the country, in millionths. */
static uint64_t file_odds(const struct failings_model *m, const struct facts *f, struct dice *dice)
{
    uint64_t share = (uint64_t)share_meeting(m, f, month_of(f->date));
    uint64_t odds = (MILLION - share) * P_COMPLIANT / share * MILLION / (MILLION - P_COMPLIANT);
    odds = odds * officer[dice_below(dice, 16)] / 1000;
    return f->ordinal > 1 ? odds * P_MENDED_HAZARD / MILLION : odds;
}

bool failing_possible(const struct failing *row, const struct facts *f)
{
    int32_t from = stage_in(f, STAGES_PCD) ? row->from_before : row->from;
    return stage_in(f, row->stages) && f->date >= from && has(f, row->needs);
}

/* The rows of one theme that the file can have, and the odds of all together. */
struct chance {
    const struct failing *row[ROWS_MAX];
    uint64_t weight[ROWS_MAX]; /* odds, in parts of the theme's */
    size_t count;
    uint64_t whole; /* sum of weights */
    uint64_t odds;
};

static void shift_theme(const struct pfq_shift *s, int32_t month, struct chance *c)
{
    c->odds = s->rate != 0 ? odds_of(s->rate) : c->odds * shift_odds(s, month) / MILLION;
}

/* One check's odds change, the others of its theme keep theirs. */
static void shift_check(const struct pfq_shift *s, int32_t month, struct chance *c)
{
    uint64_t before = c->whole;
    for (size_t i = 0; i < c->count; i++) {
        if (strcmp(c->row[i]->check, s->check) == 0) {
            c->whole -= c->weight[i];
            c->weight[i] = c->weight[i] * shift_odds(s, month) / MILLION;
            c->whole += c->weight[i];
        }
    }
    c->odds = c->odds * c->whole / before;
}

static void shift_chance(const struct failings_model *m, const struct facts *f, enum theme theme,
                         struct chance *c)
{
    int32_t month = month_of(f->date);
    for (size_t i = 0; i < m->shift_count; i++) {
        const struct pfq_shift *s = &m->shifts[i];
        bool of_theme = s->theme < 0 || s->theme == (int)theme;
        if (s->kind == PFQ_SHIFT_INTERVENTION || !of_theme ||
            !shift_concerns(s, f->force, unit_of(f), month)) {
            continue;
        }
        if (s->check != NULL) {
            shift_check(s, month, c);
        } else {
            shift_theme(s, month, c);
        }
    }
    c->odds = c->odds < ODDS_MAX ? c->odds : ODDS_MAX;
}

static const struct failing *pick(const struct chance *c, struct dice *dice)
{
    uint64_t left = (dice_next(dice) >> 32) * c->whole >> 32;
    size_t i = 0;
    while (i + 1 < c->count && left >= c->weight[i]) {
        left -= c->weight[i++];
    }
    return c->row[i];
}

/* The process: odds of what was passed, and failings so far. */
struct polya {
    uint64_t odds;
    unsigned events;
    uint32_t slots;
};

static void keep(struct failings_drawn *out, struct polya *p, const struct failing *row)
{
    bool taken = (p->slots & row->slot) != 0 || out->count == PFQ_SIMULATE_PLANTED;
    for (size_t i = 0; i < out->count; i++) {
        taken = taken || strcmp(out->row[i]->check, row->check) == 0;
    }
    if (!taken) {
        out->row[out->count++] = row;
        out->failing |= 1U << row->theme;
        out->grave += row->grave;
        p->slots |= row->slot;
    }
}

/* The number of failings of a theme is negative binomial, given those of the themes before. */
static void draw_theme(const struct chance *c, struct polya *p, struct dice *dice,
                       struct failings_drawn *out)
{
    unsigned rounds = 1 + p->events;
    uint64_t whole = ODDS_ONE + p->odds + c->odds;
    for (unsigned i = 0; i < rounds; i++) {
        while (dice_part(dice, c->odds, whole) && p->events < 100) {
            p->events++;
            keep(out, p, pick(c, dice));
        }
    }
    p->odds += c->odds;
}

/* Rows are in the order of their themes. */
static const struct failing *collect(const struct failing *row, const struct facts *f,
                                     struct chance *c)
{
    const struct failing *end = failings + failings_count;
    enum theme theme = row->theme;
    c->count = 0;
    c->whole = 0;
    for (; row < end && row->theme == theme; row++) {
        if (failing_possible(row, f)) {
            PFQ_ASSERT(c->count < ROWS_MAX);
            c->row[c->count] = row;
            c->weight[c->count++] = (uint64_t)row->weight * 1000;
            c->whole += (uint64_t)row->weight * 1000;
        }
    }
    return row;
}

/* The submission whose failings this one has: its own, or of the one before if that came back
 * as it was. */
static unsigned source_of(const struct failings_model *m, const struct facts *f)
{
    unsigned ordinal = f->ordinal;
    for (; ordinal > 1; ordinal--) {
        struct dice dice = dice_named(m->seed, 6, f->index * 4 + ordinal);
        if (!dice_ppm(&dice, P_NOT_MENDED)) {
            break;
        }
    }
    return ordinal;
}

static void draw_all(const struct failings_model *m, const struct facts *f, unsigned ordinal,
                     struct failings_drawn *out)
{
    struct dice dice = dice_named(m->seed, 2, f->index * 4 + ordinal);
    struct polya process = {0};
    struct facts as = *f;
    as.ordinal = ordinal;
    as.date = ordinal == 1 ? f->origin : f->date;
    uint64_t odds = file_odds(m, &as, &dice);
    const struct failing *row = failings;
    while (row < failings + failings_count) {
        struct chance chance;
        enum theme theme = row->theme;
        row = collect(row, f, &chance);
        if (chance.count > 0) {
            out->eligible |= 1U << theme;
            chance.odds = odds_of(rates[theme]) * odds / MILLION;
            shift_chance(m, &as, theme, &chance);
        }
        if (chance.count > 0 && !has(f, HAS(AS_GAP))) {
            draw_theme(&chance, &process, &dice, out);
        }
    }
}

void failings_draw(const struct failings_model *m, const struct facts *f,
                   struct failings_drawn *out)
{
    static const struct failing wrong_stage = {
        .check = "SC10", .theme = THEME_SUPERVISION_CHARGING, .grave = true};
    *out = (struct failings_drawn){.count = 0};
    draw_all(m, f, source_of(m, f), out);
    if (has(f, HAS(AS_GAP))) { /* which is enough */
        out->row[out->count++] = &wrong_stage;
        out->failing = 1U << THEME_SUPERVISION_CHARGING;
        out->grave = 1;
    }
}
