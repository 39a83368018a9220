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
        pfq_problem(problems, "CATALOGUE", place, "Write how many failings, or 0 for never.",
                    "The value %s is no count.", row->name);
    }
}

void limits_find(struct pfq_standard *standard, const char *config, struct pfq_problems *problems)
{
    for (int limit = 0; limit < LIMIT_COUNT; limit++) {
        standard->limit_at[limit] = -1;
        for (size_t i = 0; i < standard->settings.count; i++) {
            if (strcmp(standard->settings.rows[i].name, names[limit]) == 0) {
                standard->limit_at[limit] = (int)i;
                check(&standard->settings.rows[i], config, problems);
            }
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
