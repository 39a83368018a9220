/* country.c - figures of the generator's files: see country.h. */
#include "support/country.h"

#include <stdlib.h>

#include "pfq/clock.h"
#include "pfq/simulate.h"

enum {
    FIRST = 202311,
    LAST = 202610,
    DAYS = 31,
    TYPES = 6, /* of CaseType; what is of all of them comes first */
    ROWS = PFQ_SIMULATE_FORCES * PFQ_SIMULATE_THEMES * (TYPES + 1)
};

struct country_day {
    uint16_t files;
    uint16_t failing;
};

struct country {
    struct country_day days[ROWS][COUNTRY_MONTHS][DAYS];
};

/* `type` -1: of all case types. */
static int row_of(int force, int theme, int type)
{
    return (force * PFQ_SIMULATE_THEMES + theme) * (TYPES + 1) + type + 1;
}

static int month_place(int32_t month)
{
    return month / 100 * 12 + month % 100 - (FIRST / 100 * 12 + FIRST % 100);
}

static void count_file(struct country *country, const struct pfq_simulated *file)
{
    const Pfq__V1__Submission *sent = file->envelope->submission;
    int day = pfq_london_date(sent->submitted_at) % 100 - 1;
    for (int theme = 0; theme < PFQ_SIMULATE_THEMES; theme++) {
        for (int all = 0; all < 2 && (file->eligible >> theme & 1) != 0; all++) {
            int row = row_of(file->force, theme, all ? -1 : (int)sent->case_type);
            struct country_day *at = &country->days[row][month_place(file->month)][day];
            at->files++;
            at->failing = (uint16_t)(at->failing + (file->failing >> theme & 1));
        }
    }
}

struct country *country_open(uint64_t seed, uint32_t files)
{
    struct country *country = calloc(1, sizeof *country);
    struct pfq_simulate_options options = {.seed = seed, .from = FIRST, .to = LAST, .files = files};
    struct pfq_simulate *made = NULL;
    struct pfq_simulated file;
    struct pfq_problems problems;
    struct pfq_arena arena;
    struct pfq_err err;
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    if (country == NULL || pfq_simulate_open(&options, &problems, &made, &err) != PFQ_OK) {
        abort();
    }
    while (pfq_simulate_next(made, &arena, &file)) {
        if (file.ordinal == 1 && !file.again) {
            count_file(country, &file);
        }
        pfq_arena_reset(&arena);
    }
    pfq_simulate_close(made);
    pfq_arena_close(&arena);
    return country;
}

void country_close(struct country *country)
{
    free(country);
}

static Pfq__V1__ThemeKey key_of(int row)
{
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    int type = row % (TYPES + 1) - 1;
    int theme = row / (TYPES + 1) % PFQ_SIMULATE_THEMES;
    int force = row / (TYPES + 1) / PFQ_SIMULATE_THEMES;
    key.force = (char *)(uintptr_t)pfq_simulate_force(force);
    key.name = (char *)(uintptr_t)pfq_simulate_theme(theme);
    key.has_system = true;
    key.system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    key.has_case_type = type >= 0;
    key.case_type = (Pfq__V1__CaseType)(type >= 0 ? type : 0);
    return key;
}

static struct stats_share sum_month(const struct country_day days[DAYS], uint32_t *failing_days)
{
    struct stats_share sum = {0};
    *failing_days = 0;
    for (int d = 0; d < DAYS; d++) {
        sum.of += days[d].files;
        sum.failing += days[d].failing;
        *failing_days += days[d].failing > 0;
    }
    return sum;
}

static void give_months(const struct country *country, struct themes *t)
{
    for (int row = 0; row < ROWS; row++) {
        Pfq__V1__ThemeKey key = key_of(row);
        for (int m = 0; m < COUNTRY_MONTHS; m++) {
            uint32_t failing_days;
            struct stats_share sum = sum_month(country->days[row][m], &failing_days);
            if (sum.of > 0) {
                themes_month(t, &key, themes_month_at(t, m), sum, failing_days);
            }
        }
    }
}

static void give_days(const struct country *country, struct themes *t)
{
    for (int row = 0; row < ROWS; row++) {
        Pfq__V1__ThemeKey key = key_of(row);
        for (int m = 0; m < COUNTRY_MONTHS; m++) {
            for (int d = 0; d < DAYS; d++) {
                const struct country_day *day = &country->days[row][m][d];
                if (day->files > 0) {
                    themes_day(t, &key, themes_month_at(t, m) * 100 + d + 1,
                               (struct stats_share){day->failing, day->files});
                }
            }
        }
    }
}

void country_run(const struct country *country, struct themes *t)
{
    struct themes_period closed[COUNTRY_MONTHS];
    for (int m = 0; m < COUNTRY_MONTHS; m++) {
        closed[m] = (struct themes_period){PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED, true};
    }
    themes_begin(t, FIRST, closed, COUNTRY_MONTHS);
    give_months(country, t);
    (void)themes_freeze(t, 0, t->cell_count);
    give_days(country, t);
    for (int m = 0; m < COUNTRY_MONTHS && themes_decide(t, m); m++) {
    }
}

static struct stats_share last_month(const struct country *country, int force, int theme, int type)
{
    uint32_t failing_days;
    return sum_month(country->days[row_of(force, theme, type)][COUNTRY_MONTHS - 1], &failing_days);
}

static double rate_of(const struct country *country, int theme, int type)
{
    struct stats_share all = {0};
    for (int force = 0; force < PFQ_SIMULATE_FORCES; force++) {
        struct stats_share own = last_month(country, force, theme, type);
        all.of += own.of;
        all.failing += own.failing;
    }
    return (double)all.failing / (double)all.of;
}

uint32_t country_sizes(const struct country *country, struct themes_size *out)
{
    uint32_t count = 0;
    for (int at = 0; at < PFQ_SIMULATE_FORCES * PFQ_SIMULATE_THEMES; at++) {
        int force = at / PFQ_SIMULATE_THEMES;
        int theme = at % PFQ_SIMULATE_THEMES;
        bool joins = false;
        for (int type = 0; type < TYPES; type++) {
            int64_t files = last_month(country, force, theme, type).of;
            if (files > 0) {
                out[count++] =
                    (struct themes_size){(uint32_t)files, rate_of(country, theme, type), joins};
                joins = true;
            }
        }
    }
    return count;
}
