/* settings.c - which values are in force: see settings.h. */
#include "settings.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "language/ast.h"
#include "language/tables.h"
#include "pfq/clock.h"

enum {
    AREAS_OF_FORCE_MAX = 8,
    NAME_TEXT = 64
};

struct setting *settings_add(struct setting_row *row, struct pfq_arena *arena)
{
    if (row->count == row->room) {
        size_t room = row->room == 0 ? 4 : row->room * 2;
        struct setting *more = pfq_arena_new(arena, struct setting, room);
        if (row->count > 0) {
            memcpy(more, row->settings, row->count * sizeof *more);
        }
        row->settings = more;
        row->room = room;
    }
    return &row->settings[row->count++];
}

bool settings_literal(const char *text, enum rule_type *type, int64_t *number)
{
    static const struct {
        enum rule_token_kind kind;
        enum rule_type type;
    } kinds[] = {{TOKEN_NUMBER, RULE_NUMBER}, {TOKEN_DATE, RULE_DATE}, {TOKEN_TIME, RULE_TIME}};

    struct rule_token t = rule_lex(text, 0);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (t.kind == kinds[i].kind && t.offset == 0 && text[t.size] == '\0') {
            *type = kinds[i].type;
            *number = t.number;
            return true;
        }
    }
    return false;
}

/* --- areas ------------------------------------------------------------------------------ */

/* "Thames & Chiltern", "thames-and-chiltern": letters alone, "&" read as "and". */
static void squeeze(const char *name, char out[NAME_TEXT])
{
    size_t n = 0;
    for (; *name != '\0' && n + 4 < NAME_TEXT; name++) {
        if (isalnum((unsigned char)*name)) {
            out[n++] = (char)tolower((unsigned char)*name);
        } else if (*name == '&') {
            memcpy(out + n, "and", 3);
            n += 3;
        }
    }
    out[n] = '\0';
}

static bool is_called(const char *name, const char *wanted)
{
    char squeezed[NAME_TEXT];
    squeeze(name, squeezed);
    return strcmp(squeezed, wanted) == 0;
}

const struct area_row *settings_area(const struct areas *areas, const char *text)
{
    char wanted[NAME_TEXT];
    squeeze(text, wanted);
    for (size_t i = 0; i < areas->count; i++) {
        if (is_called(areas->rows[i].code, wanted) || is_called(areas->rows[i].name, wanted)) {
            return &areas->rows[i];
        }
    }
    return NULL;
}

/* --- one value -------------------------------------------------------------------------- */

static bool is_meant(const struct setting *s, enum setting_rank rank, const char *area)
{
    return s->rank == rank && (rank != SETTING_AREA || strcmp(s->area, area) == 0);
}

/* The latest of a rank; NULL: none is in force. */
static const struct setting *latest(const struct setting_row *row, enum setting_rank rank,
                                    const char *area, int32_t date)
{
    const struct setting *found = NULL;
    for (size_t i = 0; i < row->count; i++) {
        const struct setting *s = &row->settings[i];
        if (is_meant(s, rank, area) && s->from <= date &&
            (found == NULL || s->from > found->from)) {
            found = s;
        }
    }
    return found;
}

const struct setting *settings_of(const struct setting_row *row, const char *area, int32_t date)
{
    const struct setting *s = area == NULL ? NULL : latest(row, SETTING_AREA, area, date);
    if (s == NULL) {
        s = latest(row, SETTING_EVERYWHERE, NULL, date);
    }
    return s != NULL ? s : latest(row, SETTING_CATALOGUE, NULL, date);
}

/* --- periods ---------------------------------------------------------------------------- */

struct finishing {
    struct settings *settings;
    const struct areas *areas;
    const char *file;
    struct pfq_arena *arena;
    struct pfq_problems *problems;
    unsigned told; /* line that was reported last */
};

struct membership {
    const struct area_row *areas[AREAS_OF_FORCE_MAX];
    size_t count;
};

static struct membership areas_of(const struct areas *areas, const char *force, int32_t date)
{
    struct membership m = {.count = 0};
    for (size_t i = 0; i < areas->count && m.count < AREAS_OF_FORCE_MAX; i++) {
        const struct area_row *row = &areas->rows[i];
        if (strcmp(row->force, force) == 0 && row->from <= date && date <= row->until) {
            m.areas[m.count++] = row;
        }
    }
    return m;
}

/* Two Areas that share a force cannot tell which of them a file is for. */
static void report_sharing(struct finishing *f, const struct setting_row *row,
                           const struct setting *set, const char *force)
{
    char path[512];
    if (f->told == set->line) {
        return;
    }
    f->told = set->line;
    (void)snprintf(path, sizeof path, "%s:%u", f->file, set->line);
    pfq_problem(f->problems, "CONFIG", path, "Set it alike in both, with the same date.",
                "Force %s belongs to more than one Area, and they set %s differently.", force,
                row->name);
}

static const struct setting *agreed(struct finishing *f, const struct setting_row *row,
                                    const struct membership *m, const char *force, int32_t date)
{
    const struct setting *first = settings_of(row, m->count == 0 ? NULL : m->areas[0]->code, date);
    for (size_t i = 1; i < m->count; i++) {
        const struct setting *other = settings_of(row, m->areas[i]->code, date);
        if (other->number != first->number) {
            report_sharing(f, row, other->rank == SETTING_AREA ? other : first, force);
            return first;
        }
    }
    return first;
}

static int by_number(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* The days on which something may change for a force, 0 first. */
static size_t find_days(const struct finishing *f, const char *force, int32_t *days)
{
    size_t n = 0;
    days[n++] = 0;
    for (size_t i = 0; i < f->settings->count; i++) {
        for (size_t k = 0; k < f->settings->rows[i].count; k++) {
            days[n++] = f->settings->rows[i].settings[k].from;
        }
    }
    for (size_t i = 0; i < f->areas->count; i++) {
        const struct area_row *row = &f->areas->rows[i];
        if (strcmp(row->force, force) == 0) {
            days[n++] = row->from;
            days[n++] = row->until == TABLES_NEVER ? 0 : pfq_date_add(row->until, 1);
        }
    }
    qsort(days, n, sizeof *days, by_number);
    size_t kept = 1;
    for (size_t i = 1; i < n; i++) {
        if (days[i] != days[kept - 1]) {
            days[kept++] = days[i];
        }
    }
    return kept;
}

static const int64_t *numbers_on(struct finishing *f, const char *force, int32_t date)
{
    struct membership m = areas_of(f->areas, force, date);
    int64_t *numbers = pfq_arena_new(f->arena, int64_t, f->settings->count + 1);
    for (size_t i = 0; i < f->settings->count; i++) {
        const struct setting *s = agreed(f, &f->settings->rows[i], &m, force, date);
        numbers[i] = s->number;
    }
    return numbers;
}

static size_t most_days(const struct finishing *f)
{
    size_t n = 1 + 2 * f->areas->count;
    for (size_t i = 0; i < f->settings->count; i++) {
        n += f->settings->rows[i].count;
    }
    return n;
}

void settings_finish(struct settings *s, const struct areas *areas, const char *file,
                     struct pfq_arena *arena, struct pfq_problems *problems)
{
    struct finishing f = {s, areas, file, arena, problems, 0};
    int32_t *days = pfq_arena_new(arena, int32_t, most_days(&f));
    for (unsigned i = 0; i < SETTINGS_FORCES; i++) {
        char force[] = {(char)('0' + i / 10), (char)('0' + i % 10), '\0'};
        struct settings_span *span = &s->forces[i];
        span->count = find_days(&f, force, days);
        span->periods = pfq_arena_new(arena, struct settings_period, span->count);
        for (size_t k = 0; k < span->count; k++) {
            span->periods[k] = (struct settings_period){days[k], numbers_on(&f, force, days[k])};
        }
    }
}

const int64_t *settings_for(const struct settings *s, const char *force, int32_t date)
{
    unsigned place = (unsigned)(force[0] - '0') * 10 + (unsigned)(force[1] - '0');
    const struct settings_span *span = &s->forces[place % SETTINGS_FORCES];
    size_t i = span->count;
    while (i > 1 && span->periods[i - 1].from > date) {
        i--;
    }
    return span->periods[i - 1].numbers;
}
