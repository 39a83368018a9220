/* settings_conf.c - the values that pfq.conf sets otherwise: see settings.h.
 *
 *     [values]                                everybody
 *     mg5_min_words = 60
 *     gap_hearing_days from 2026-04-01 = 10
 *     [values Thames and Chiltern]            the forces of one CPS Area
 *     custody_cutoff = 08:00 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "language/fault.h"
#include "pfq/clock.h"
#include "pfq/config.h"
#include "settings.h"

enum {
    NAME_TEXT = 64,
    PLACE_TEXT = 512,
    HUNDRED = 100
};

struct reading {
    struct settings *settings;
    const struct areas *areas;
    const char *file;
    struct pfq_arena *arena;
    struct pfq_problems *problems;
    unsigned line;
    char bad_section[NAME_TEXT]; /* already told */
};

/* A name as it was written, split into its parts. */
struct name {
    char value[NAME_TEXT];
    char from[NAME_TEXT];
    char date[NAME_TEXT];
    int parts;
};

static void fault(struct reading *r, const char *fix, const char *sentence)
{
    char path[PLACE_TEXT];
    (void)snprintf(path, sizeof path, "%s:%u", r->file, r->line);
    pfq_problem(r->problems, "CONFIG", path, fix, "%s", sentence);
}

static void unknown_area(struct reading *r, const char *section, const char *area)
{
    char fix[RULE_FIX_TEXT];
    struct pfq_near nearest = {.wanted = area};
    if (strncmp(r->bad_section, section, sizeof r->bad_section - 1) == 0) {
        return;
    }
    (void)snprintf(r->bad_section, sizeof r->bad_section, "%s", section);
    for (size_t i = 0; i < r->areas->count; i++) {
        pfq_near_offer(&nearest, r->areas->rows[i].name);
        pfq_near_offer(&nearest, r->areas->rows[i].code);
    }
    fault(r, rule_nearest_fix(&nearest, "reference/areas.csv has the Areas.", fix),
          pfq_arena_printf(r->arena, "There is no Area %s.", area));
}

static struct setting_row *find_value(struct reading *r, const char *name)
{
    char fix[RULE_FIX_TEXT];
    struct pfq_near nearest = {.wanted = name};
    for (size_t i = 0; i < r->settings->count; i++) {
        if (strcmp(r->settings->rows[i].name, name) == 0) {
            return &r->settings->rows[i];
        }
        pfq_near_offer(&nearest, r->settings->rows[i].name);
    }
    fault(r, rule_nearest_fix(&nearest, "`pfq config` lists the values.", fix),
          pfq_arena_printf(r->arena, "There is no value %s.", name));
    return NULL;
}

/* "gap_hearing_days", or "gap_hearing_days from 2026-04-01". */
static struct name split(const char *text)
{
    struct name n;
    char more = '\0';
    n.parts = sscanf(text, "%63s %63s %63s %c", n.value, n.from, n.date, &more);
    return n;
}

static bool read_from(struct reading *r, const struct name *n, int32_t *from)
{
    *from = 0;
    if (n->parts == 1) {
        return true;
    }
    if (n->parts != 3 || strcmp(n->from, "from") != 0) {
        fault(r, "Write name = number, or name from 2026-04-01 = number.",
              "More stands before the = than a name and a day.");
        return false;
    }
    if (!pfq_date_parse(n->date, from)) {
        fault(r, "Write it as 2026-04-01.", pfq_arena_printf(r->arena, "%s is no date.", n->date));
        return false;
    }
    return true;
}

static bool read_number(struct reading *r, const struct setting_row *row, const char *text,
                        int64_t *number)
{
    enum rule_type type = RULE_FAULTY;
    if (!settings_literal(text, &type, number) || type != row->type) {
        fault(r,
              row->type == RULE_TIME   ? "Write it as 08:30."
              : row->type == RULE_DATE ? "Write it as 2026-04-01."
                                       : "Write a whole number.",
              pfq_arena_printf(r->arena, "%s cannot be set to %s.", row->name, text));
        return false;
    }
    if (strcmp(row->unit, "per cent") == 0 && *number > HUNDRED) {
        fault(r, "Write 0 to 100.", pfq_arena_printf(r->arena, "%s is per cent.", row->name));
        return false;
    }
    return true;
}

static bool is_second(struct reading *r, const struct setting_row *row, const struct setting *s)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct setting *other = &row->settings[i];
        if (other->rank == s->rank && other->from == s->from &&
            (s->area == NULL || strcmp(other->area, s->area) == 0)) {
            fault(r, "Keep one of the lines.",
                  pfq_arena_printf(r->arena, "%s was set in line %u already.", row->name,
                                   other->line));
            return true;
        }
    }
    return false;
}

static void set(struct reading *r, const char *area, const char *name, const char *text)
{
    struct setting s = {
        .rank = area == NULL ? SETTING_EVERYWHERE : SETTING_AREA, .area = area, .line = r->line};
    struct name parts = split(name);
    bool dated = read_from(r, &parts, &s.from);
    struct setting_row *row = find_value(r, parts.value);
    if (row != NULL && read_number(r, row, text, &s.number) && dated && !is_second(r, row, &s)) {
        *settings_add(row, r->arena) = s;
    }
}

static void on_pair(void *self, const char *section, const char *name, const char *text,
                    unsigned line)
{
    struct reading *r = self;
    r->line = line;
    if (section == NULL) {
        fault(r, "Mend the line.", pfq_arena_printf(r->arena, "%s.", text));
    } else if (strcmp(section, PFQ_CONFIG_VALUES) == 0) {
        set(r, NULL, name, text);
    } else if (pfq_config_is_values(section)) {
        const char *wanted = section + strlen(PFQ_CONFIG_VALUES) + 1;
        const struct area_row *area = settings_area(r->areas, wanted);
        if (area == NULL) {
            unknown_area(r, section, wanted);
        }
        set(r, area == NULL ? "?" : area->code, name, text); /* its other faults, too */
    }
}

/* In what order they stand in the file makes no other version of the catalogue. */
static int by_rank_and_day(const void *a, const void *b)
{
    const struct setting *x = a;
    const struct setting *y = b;
    int order = (x->rank > y->rank) - (x->rank < y->rank);
    if (order == 0 && x->rank == SETTING_AREA) {
        order = strcmp(x->area, y->area);
    }
    return order != 0 ? order : (x->from > y->from) - (x->from < y->from);
}

void settings_configure(struct settings *s, const struct areas *areas, const char *file,
                        struct pfq_arena *arena, struct pfq_problems *problems)
{
    struct reading r = {s, areas, file, arena, problems, 0, ""};
    struct pfq_err err = {0};
    if (pfq_config_pairs(file, on_pair, &r, &err) != PFQ_OK) {
        pfq_problem(problems, "CONFIG", file, "Name a file that can be read, or none.", "%s.",
                    err.text);
    }
    for (size_t i = 0; i < s->count; i++) {
        qsort(s->rows[i].settings, s->rows[i].count, sizeof *s->rows[i].settings, by_rank_and_day);
    }
}
