/* chance.c - how many themes chance alone would announce in a month of this size: the figure that
 * a pack prints, of all forces and case types together (themes/chance.c). */
#include <math.h>
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/render/figure.h"
#include "feedback/themes/systems.h"
#include "feedback/themes/themes.h"

enum {
    FORCES = 100, /* by code */
    TYPES = 6,    /* UNSPECIFIED, that is not said, included */
    RUNS = 6
};

/* The month's files of one theme of one system. */
struct sized {
    Pfq__V1__ThemeSystem system;
    struct stats_share forces[FORCES][TYPES];
    struct stats_share all[TYPES];
};

static size_t theme_of(const char *name)
{
    size_t theme = 0;
    while (digest_theme_name(theme) != NULL && strcmp(digest_theme_name(theme), name) != 0) {
        theme++;
    }
    return theme;
}

static size_t theme_count(void)
{
    size_t count = 0;
    while (digest_theme_name(count) != NULL) {
        count++;
    }
    return count;
}

/* 0 to 99; -1: it is none. */
static int force_of(const char *code)
{
    bool digits = code != NULL && strlen(code) == 2 && strspn(code, "0123456789") == 2;
    return digits ? (code[0] - '0') * 10 + code[1] - '0' : -1;
}

static void add(struct stats_share *sum, const Pfq__V1__Figure *row)
{
    sum->of += (int64_t)row->applicable;
    sum->failing += (int64_t)row->failing;
}

static void take(struct sized *themes, size_t count, const Pfq__V1__Figure *row)
{
    int force = force_of(row->force);
    unsigned type = row->has_case_type ? (unsigned)row->case_type : 0;
    size_t theme = row->name == NULL ? count : theme_of(row->name);
    if (force >= 0 && theme < count && type < TYPES) {
        add(&themes[theme].forces[force][type], row);
        add(&themes[theme].all[type], row);
    }
}

static struct sized *read_month(const struct digest_build *b, size_t count)
{
    struct digest_period p = digest_rows_period(b->facts, false);
    struct sized *themes = pfq_arena_new(b->arena, struct sized, THEMES_SYSTEMS * count);
    memset(themes, 0, THEMES_SYSTEMS * count * sizeof *themes);
    for (size_t i = 0; i < THEMES_SYSTEMS * count; i++) {
        themes[i].system = themes_systems[i / count].system;
    }
    for (size_t i = 0; i < b->facts->first.count; i++) {
        const Pfq__V1__Figure *row = b->facts->first.rows[i];
        const struct themes_system *system = themes_system_of(row->kind);
        if (system != NULL && row->period >= p.from && row->period <= p.to) {
            take(themes + (size_t)(system - themes_systems) * count, count, row);
        }
    }
    return themes;
}

/* The case types of a force follow each other. */
static uint32_t size_force(const struct sized *theme, int force, struct themes_size *sizes)
{
    uint32_t count = 0;
    for (int type = 0; type < TYPES; type++) {
        int64_t files = theme->forces[force][type].of;
        if (files > 0) {
            double rate = (double)theme->all[type].failing / (double)theme->all[type].of;
            sizes[count] = (struct themes_size){(uint32_t)files, rate, count > 0, theme->system};
            count++;
        }
    }
    return count;
}

/* As many files as each force has, failing at the rate of all forces together. */
static uint32_t size_theme(const struct sized *theme, struct themes_size *sizes)
{
    uint32_t count = 0;
    for (int force = 0; force < FORCES; force++) {
        count += size_force(theme, force, sizes + count);
    }
    return count;
}

/* Two figures of it: more is not known of a simulation. */
static uint32_t milli_of(double number)
{
    double unit = 1;
    while (number * 1000 / unit >= 99.5) {
        unit *= 10;
    }
    return (uint32_t)(llround(number * 1000 / unit) * llround(unit));
}

const char *digest_false_alarms(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    uint32_t milli = d->false_alarms_milli;
    int decimals = milli >= 10000 ? 0 : milli >= 1000 ? 1 : milli >= 100 ? 2 : 3;
    return figure_decimal(milli / 1e3, decimals, arena);
}

/* As many as are exact enough: twice the themes have as many chances in half the runs. */
static uint32_t runs_of(const struct themes_size *sizes, uint32_t count)
{
    enum {
        LEAST = 2
    };

    uint32_t checks = 0;
    for (uint32_t i = 0; i < count; i++) {
        checks += sizes[i].system == themes_systems[0].system;
    }
    uint32_t runs = checks == 0 ? RUNS : (RUNS * checks + count - 1) / count;
    return runs < LEAST ? LEAST : runs;
}

void digest_add_false_alarms(struct digest_build *b)
{
    const uint64_t seed = 4; /* the same figures give the same number */
    size_t themes = THEMES_SYSTEMS * theme_count();
    const struct sized *sized = read_month(b, theme_count());
    struct themes_size *sizes =
        pfq_arena_new(b->arena, struct themes_size, themes * FORCES * TYPES);
    struct themes_chance chance;
    struct pfq_err err;
    uint32_t count = 0;
    for (size_t i = 0; i < themes; i++) {
        count += size_theme(&sized[i], sizes + count);
    }
    if (count > 0 && themes_false_alarms(&themes_rules_usual, sizes, count, seed,
                                         runs_of(sizes, count), &chance, &err) == PFQ_OK) {
        b->digest->has_false_alarms_milli = true;
        b->digest->false_alarms_milli = milli_of(chance.per_month);
    }
}
