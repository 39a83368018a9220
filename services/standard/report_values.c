/* report_values.c - what a loaded catalogue says of its values and tables, for people:
 * pfq_standard_values(), pfq_standard_tables() of pfq/standard.h. */
#include <stdio.h>
#include <string.h>

#include "catalogue.h"
#include "pfq/clock.h"

enum {
    MINUTES = 60
};

const char *pfq_standard_area(const struct pfq_standard *standard, const char *text)
{
    const struct area_row *row = settings_area(&standard->areas, text);
    return row == NULL ? NULL : row->name;
}

size_t pfq_standard_area_forces(const struct pfq_standard *standard, const char *text, int32_t date,
                                const char **forces, size_t room)
{
    const struct areas *areas = &standard->areas;
    const struct area_row *area = settings_area(areas, text);
    size_t count = 0;
    for (size_t i = 0; area != NULL && i < areas->count && count < room; i++) {
        const struct area_row *row = &areas->rows[i];
        if (strcmp(row->code, area->code) == 0 && row->from <= date && date <= row->until) {
            forces[count++] = row->force;
        }
    }
    return count;
}

bool pfq_standard_unit_unknown(const struct pfq_standard *standard, const char *force,
                               const char *unit, int32_t date)
{
    return tables_unit_known(&standard->tables, force, unit, date) == RULE_FALSE;
}

static char *setting_text(const struct setting_row *row, int64_t number, struct pfq_arena *arena)
{
    char date[PFQ_INSTANT_TEXT];
    if (row->type == RULE_TIME) {
        return pfq_arena_printf(arena, "%02d:%02d", (int)(number / MINUTES),
                                (int)(number % MINUTES));
    }
    if (row->type == RULE_DATE) {
        pfq_date_format((int32_t)number, date);
        return pfq_arena_strdup(arena, date);
    }
    return pfq_arena_printf(arena, "%lld", (long long)number);
}

size_t pfq_standard_values(const struct pfq_standard *standard, const char *area, int32_t date,
                           struct pfq_arena *arena, struct pfq_value **out)
{
    const struct settings *settings = &standard->settings;
    const struct area_row *of = area == NULL ? NULL : settings_area(&standard->areas, area);
    *out = pfq_arena_new(arena, struct pfq_value, settings->count + 1);
    for (size_t i = 0; i < settings->count; i++) {
        const struct setting_row *row = &settings->rows[i];
        const struct setting *s = settings_of(row, of == NULL ? NULL : of->code, date);
        (*out)[i] = (struct pfq_value){.name = row->name,
                                       .setting = setting_text(row, s->number, arena),
                                       .unit = row->unit,
                                       .text = row->text,
                                       .since = s->from,
                                       .line = s->line,
                                       .of_area = s->rank == SETTING_AREA};
    }
    return settings->count;
}

size_t pfq_standard_tables(const struct pfq_standard *standard, const struct pfq_table_info **out)
{
    *out = standard->table_info;
    return PFQ_TABLE_COUNT;
}
