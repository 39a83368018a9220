/* reference.c - the tables of services/standard/reference/, from CSV.
 *
 * Plain CSV: a header, no quotes, no empty lines.  Forces and bank holidays must be
 * there; offences.csv (cjs_code) and units.csv (force,unit) may be missing, and what
 * they would tell is then unknown.  Only their first columns are read, so that no name
 * of anybody gets in. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "pfq/clock.h"

enum {
    LINE_BYTES = 1024,
    COLUMNS_MAX = 4,
    DATE_NEVER = 99991231
};

struct table {
    struct catalogue_loader *l;
    const char *name;
    const char *header; /* the columns that are needed, from the left */
    unsigned line;
    FILE *file;
};

static void fault(const struct table *t, const char *fix, const char *sentence)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s:%u:1", t->name, t->line);
    pfq_problem(t->l->problems, "REFERENCE", path, fix, "%s", sentence);
}

/* Cut a line at its commas; the number of columns. */
static size_t cut(char *line, char *columns[COLUMNS_MAX])
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = '\0';
    while (n < COLUMNS_MAX) {
        columns[n++] = line;
        line = strchr(line, ',');
        if (line == NULL) {
            break;
        }
        *line++ = '\0';
    }
    return n;
}

static bool next_row(struct table *t, char line[LINE_BYTES], char *columns[COLUMNS_MAX],
                     size_t wanted)
{
    while (fgets(line, LINE_BYTES, t->file) != NULL) {
        t->line++;
        catalogue_ink_add(&t->l->ink, line);
        if (cut(line, columns) >= wanted) {
            return true;
        }
        fault(t, "Give it all its columns.", "The line has too few columns.");
    }
    return false;
}

/* False: it is not there, or its header is another. */
static bool open_table(struct table *t, const char *directory, bool required)
{
    char line[LINE_BYTES];
    char path[LINE_BYTES];
    (void)snprintf(path, sizeof path, "%s/%s", directory, t->name);
    t->line = 1;
    t->file = fopen(path, "r");
    if (t->file == NULL) {
        if (required || errno != ENOENT) {
            fault(t, "Look whether it exists and may be read.", "The table cannot be read.");
        }
        return false;
    }
    if (fgets(line, sizeof line, t->file) == NULL ||
        strncmp(line, t->header, strlen(t->header)) != 0) {
        fault(t, t->header, "The first line does not name the columns that are needed.");
        (void)fclose(t->file);
        return false;
    }
    catalogue_ink_add(&t->l->ink, t->name);
    return true;
}

/* Room for one more, doubling. */
static void *more(struct pfq_arena *arena, void *rows, size_t count, size_t size)
{
    if ((count & (count - 1)) != 0 || (count > 0 && count < 64)) {
        return rows; /* room is a power of two, 64 at least */
    }
    size_t room = count < 64 ? 64 : count * 2;
    void *grown = pfq_arena_alloc(arena, room, size, alignof(max_align_t));
    if (count > 0) {
        memcpy(grown, rows, count * size);
    }
    return grown;
}

/* --- forces ---------------------------------------------------------------------------- */

static int32_t read_date(const struct table *t, const char *text, int32_t otherwise)
{
    int32_t date = 0;
    if (text[0] == '\0') {
        return otherwise;
    }
    if (!pfq_date_parse(text, &date)) {
        fault(t, "Write it as 2021-01-01.", "This is no date.");
    }
    return date;
}

static void read_force(const struct table *t, char *columns[COLUMNS_MAX])
{
    struct rule_tables *tables = &t->l->standard->tables;
    if (strlen(columns[0]) != 2 || !isdigit((unsigned char)columns[0][0]) ||
        !isdigit((unsigned char)columns[0][1])) {
        fault(t, "Write two digits.", "This is no force code.");
        return;
    }
    tables->forces =
        more(&t->l->standard->arena, tables->forces, tables->force_count, sizeof *tables->forces);
    struct tables_force *f = &tables->forces[tables->force_count++];
    memcpy(f->code, columns[0], sizeof f->code);
    f->from = read_date(t, columns[2], 0);
    f->until = read_date(t, columns[3], DATE_NEVER);
}

static void load_forces(struct catalogue_loader *l, const char *directory)
{
    char line[LINE_BYTES];
    char *columns[COLUMNS_MAX];
    struct table t = {.l = l, .name = "forces.csv", .header = "code,name,from,until"};
    if (!open_table(&t, directory, true)) {
        return;
    }
    while (next_row(&t, line, columns, 4)) {
        read_force(&t, columns);
    }
    (void)fclose(t.file);
}

/* --- bank holidays ---------------------------------------------------------------------- */

static void read_holiday(const struct table *t, char *columns[COLUMNS_MAX])
{
    struct rule_tables *tables = &t->l->standard->tables;
    int32_t date = 0;
    if (!pfq_date_parse(columns[0], &date) || pfq_date_weekday(date) > 5) {
        fault(t, "Name the weekday that is free, the substitute day where there is one.",
              "This is no weekday.");
        return;
    }
    int32_t day = pfq_date_days(date);
    if (tables->holiday_count > 0 && tables->holidays[tables->holiday_count - 1] >= day) {
        fault(t, "Put the days in order.", "The day is not after the one before it.");
        return;
    }
    tables->holidays = more(&t->l->standard->arena, tables->holidays, tables->holiday_count,
                            sizeof *tables->holidays);
    tables->holidays[tables->holiday_count++] = day;
}

static void load_holidays(struct catalogue_loader *l, const char *directory)
{
    char line[LINE_BYTES];
    char *columns[COLUMNS_MAX];
    struct rule_tables *tables = &l->standard->tables;
    struct table t = {.l = l, .name = "bank_holidays.csv", .header = "date,name"};
    tables->last_day = -1; /* covers nothing */
    if (!open_table(&t, directory, true)) {
        return;
    }
    while (next_row(&t, line, columns, 1)) {
        read_holiday(&t, columns);
    }
    (void)fclose(t.file);
    if (tables->holiday_count > 0) { /* whole years */
        int32_t first = pfq_days_date(tables->holidays[0]);
        int32_t last = pfq_days_date(tables->holidays[tables->holiday_count - 1]);
        tables->first_day = pfq_date_days(first / 10000 * 10000 + 101);
        tables->last_day = pfq_date_days(last / 10000 * 10000 + 1231);
    }
}

/* --- keys ------------------------------------------------------------------------------- */

static int compare_keys(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void load_keys(struct catalogue_loader *l, const char *directory, struct table *t,
                      size_t parts, struct tables_keys *keys)
{
    char line[LINE_BYTES];
    char *columns[COLUMNS_MAX];
    if (!open_table(t, directory, false)) {
        return;
    }
    keys->loaded = true;
    while (next_row(t, line, columns, parts)) {
        const char *second = parts > 1 ? columns[1] : "";
        if (strlen(columns[0]) + strlen(second) >= TABLES_KEY) {
            fault(t, "Look whether the columns are in order.", "The code is too long.");
            continue;
        }
        keys->rows = more(&l->standard->arena, keys->rows, keys->count, TABLES_KEY);
        (void)snprintf(keys->rows[keys->count++], TABLES_KEY, "%s%s", columns[0], second);
    }
    if (keys->count > 0) {
        qsort(keys->rows, keys->count, TABLES_KEY, compare_keys);
    }
    (void)fclose(t->file);
}

void reference_load(struct catalogue_loader *l, const char *directory)
{
    struct table offences = {.l = l, .name = "offences.csv", .header = "cjs_code"};
    struct table units = {.l = l, .name = "units.csv", .header = "force,unit"};
    load_forces(l, directory);
    load_holidays(l, directory);
    load_keys(l, directory, &offences, 1, &l->standard->tables.offences);
    load_keys(l, directory, &units, 2, &l->standard->tables.units);
}
