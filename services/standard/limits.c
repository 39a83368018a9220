/* limits.c - from how many failings on a file is what: see catalogue.h.
 *
 * They are values like any other, so an Area may set them and they may change on a day. */
#include <stdio.h>
#include <string.h>

#include "catalogue.h"

enum {
    FAILINGS_MAX = 1000,
    PLACE = 256
};

static const char *const names[LIMIT_COUNT] = {
    [LIMIT_CRITICAL_FAILS] = "verdict_critical_fails",
    [LIMIT_MAJOR_FAILS] = "verdict_major_fails",
    [LIMIT_MAJOR_PARTLY] = "verdict_major_partly",
};

static void check(const struct setting_row *row, const char *config, struct pfq_problems *problems)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct setting *s = &row->settings[i];
        char place[PLACE] = "standard.yaml:1:1";
        if (row->type == RULE_NUMBER && s->number >= 0 && s->number <= FAILINGS_MAX) {
            continue;
        }
        if (s->line != 0) {
            (void)snprintf(place, sizeof place, "%s:%u", config, s->line);
        }
        pfq_problem(problems, s->line != 0 ? "CONFIG" : "CATALOGUE", place,
                    "Write how many failings, or 0 for never.", "The value %s is no count.",
                    row->name);
    }
}

/* Where the value is among the settings; -1: the catalogue does not have it. */
static int find(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->count; i++) {
        if (strcmp(settings->rows[i].name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

void limits_find(struct pfq_standard *standard, const char *config, struct pfq_problems *problems)
{
    for (int limit = 0; limit < LIMIT_COUNT; limit++) {
        int at = find(&standard->settings, names[limit]);
        standard->limit_at[limit] = at;
        if (at >= 0) {
            check(&standard->settings.rows[at], config, problems);
        }
    }
}

static void set(const struct pfq_standard *standard, const int64_t *values, enum limit limit,
                uint32_t *out)
{
    if (standard->limit_at[limit] >= 0) {
        *out = (uint32_t)values[standard->limit_at[limit]];
    }
}

void limits_for(const struct pfq_standard *standard, const int64_t *values,
                Pfq__V1__VerdictLimits *out)
{
    verdict_limits_init(out);
    set(standard, values, LIMIT_CRITICAL_FAILS, &out->critical_fails);
    set(standard, values, LIMIT_MAJOR_FAILS, &out->major_fails);
    set(standard, values, LIMIT_MAJOR_PARTLY, &out->major_partly);
}
