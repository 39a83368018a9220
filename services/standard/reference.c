/* reference.c - the tables that checks look things up in, from CSV.
 *
 * Those of pfq/reference.h: the one that the operator loaded (tables/NAME.csv, with its
 * stamp); else a whole one among the shipped tables; else the small one that comes with
 * the program, and then what it does not hold is unknown.  Forces and bank holidays must
 * be there.  What is in use goes into the digest of the catalogue. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "catalogue.h"
#include "sheet.h"
#include "pfq/clock.h"
#include "table.h"

enum {
    PATH_TEXT = 1024
};

static void add_ink(struct catalogue_loader *l, const struct sheet *sheet)
{
    catalogue_ink_add(&l->ink, sheet->name);
    catalogue_ink_bytes(&l->ink, (struct pfq_bytes){sheet->digest, PFQ_DIGEST_BYTES});
}

/* A table that is shipped and must be there, or may be missing. */
static bool open_shipped(struct catalogue_loader *l, struct sheet *sheet, bool required)
{
    char path[PATH_TEXT];
    sheet->problems = l->problems;
    (void)snprintf(path, sizeof path, "%s/%s", l->source->reference, sheet->name);
    enum sheet_state state = sheet_open(sheet, path, l->scratch);
    if (state == SHEET_MISSING && required) {
        sheet_fault(sheet, "Look whether it exists and may be read.", "The table cannot be read.");
    }
    return state == SHEET_OPEN;
}

/* --- forces ---------------------------------------------------------------------------- */

static bool is_force(const char *code)
{
    return strlen(code) == 2 && isdigit((unsigned char)code[0]) && isdigit((unsigned char)code[1]);
}

static void load_forces(struct catalogue_loader *l)
{
    static const struct sheet_column columns[] = {
        {"code", NULL, true}, {"from", NULL, true}, {"until", NULL, true}};
    struct rule_tables *tables = &l->standard->tables;
    struct sheet sheet = {.name = "forces.csv", .columns = columns, .column_count = 3};
    if (!open_shipped(l, &sheet, true)) {
        return;
    }
    add_ink(l, &sheet);
    tables->forces = pfq_arena_new(&l->standard->arena, struct tables_force, sheet.lines);
    while (sheet_next(&sheet)) {
        const char *code = sheet_field(&sheet, 0);
        struct tables_force force = {.from = sheet_date(&sheet, 1, 0),
                                     .until = sheet_date(&sheet, 2, TABLES_NEVER)};
        if (!is_force(code)) {
            sheet_fault(&sheet, "Write two digits.", "This is no force code.");
            continue;
        }
        memcpy(force.code, code, sizeof force.code);
        tables->forces[tables->force_count++] = force;
    }
}

/* --- areas ------------------------------------------------------------------------------ */

/* Sharing a force is no fault: London has two Areas. */
static void load_areas(struct catalogue_loader *l)
{
    static const struct sheet_column columns[] = {{"area", NULL, true},
                                                  {"name", NULL, true},
                                                  {"force", NULL, true},
                                                  {"from", NULL, false},
                                                  {"until", NULL, false}};
    struct sheet sheet = {.name = "areas.csv", .columns = columns, .column_count = 5};
    struct areas *areas = &l->standard->areas;
    if (!open_shipped(l, &sheet, false)) {
        return;
    }
    add_ink(l, &sheet);
    areas->rows = pfq_arena_new(&l->standard->arena, struct area_row, sheet.lines);
    while (sheet_next(&sheet)) {
        struct area_row *row = &areas->rows[areas->count];
        row->code = pfq_arena_strdup(&l->standard->arena, sheet_field(&sheet, 0));
        row->name = pfq_arena_strdup(&l->standard->arena, sheet_field(&sheet, 1));
        row->from = sheet_date(&sheet, 3, 0);
        row->until = sheet_date(&sheet, 4, TABLES_NEVER);
        if (!is_force(sheet_field(&sheet, 2)) || row->code[0] == '\0' || row->name[0] == '\0') {
            sheet_fault(&sheet, "Write code, name and the two digits of a force.",
                        "This is no Area of a force.");
            continue;
        }
        memcpy(row->force, sheet_field(&sheet, 2), sizeof row->force);
        areas->count++;
    }
}

/* --- classes of offences ----------------------------------------------------------------- */

static int find_class(const char *name)
{
    const char *known = NULL;
    for (unsigned i = 0; (known = tables_class_name(i)) != NULL; i++) {
        if (strcmp(known, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static bool is_pattern(const char *text)
{
    size_t n = strcspn(text, "*");
    return n > 0 && strlen(text) - n <= 1 && strlen(text) < TABLES_KEY;
}

static void load_classes(struct catalogue_loader *l)
{
    static const struct sheet_column columns[] = {{"code", NULL, true},
                                                  {"class", NULL, true},
                                                  {"from", NULL, true},
                                                  {"until", NULL, true},
                                                  {"source", NULL, true}};
    struct sheet sheet = {.name = "offence_classes.csv", .columns = columns, .column_count = 5};
    struct rule_tables *tables = &l->standard->tables;
    if (!open_shipped(l, &sheet, false)) {
        return;
    }
    add_ink(l, &sheet);
    tables->classes = pfq_arena_new(&l->standard->arena, struct tables_class, sheet.lines);
    while (sheet_next(&sheet)) {
        int place = find_class(sheet_field(&sheet, 1));
        struct tables_class class = {.of = (uint8_t)place,
                                     .from = sheet_date(&sheet, 2, 0),
                                     .until = sheet_date(&sheet, 3, TABLES_NEVER)};
        if (place < 0) {
            sheet_fault(&sheet, "The classes are those of language/tables.c.",
                        "There is no such class of offences.");
        } else if (!is_pattern(sheet_field(&sheet, 0))) {
            sheet_fault(&sheet, "Write a code, or its beginning and a star: SX03*",
                        "This is no pattern of offence codes.");
        } else {
            const char *pattern = sheet_field(&sheet, 0);
            class.size = (uint8_t)strcspn(pattern, "*");
            class.open = pattern[class.size] == '*';
            memcpy(class.pattern, pattern, class.size);
            tables->classes[tables->class_count++] = class;
        }
    }
}

/* --- tables of pfq/reference.h ------------------------------------------------------------ */

struct choice {
    enum pfq_table which;
    const char *whole; /* file among the shipped tables, or NULL */
    const char *small; /* or NULL */
    bool required;
    struct table table;
};

static enum table_state read_from(struct catalogue_loader *l, struct choice *c,
                                  const char *directory, const char *name)
{
    char path[PATH_TEXT];
    if (directory == NULL || name == NULL) {
        return TABLE_MISSING;
    }
    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    return table_read(c->which, path, name, &l->standard->arena, l->scratch, l->problems,
                      &c->table);
}

static void report(struct catalogue_loader *l, const char *name, const char *fix,
                   const char *sentence)
{
    char place[PATH_TEXT];
    (void)snprintf(place, sizeof place, "%s:1:1", name);
    pfq_problem(l->problems, "REFERENCE", place, fix, "%s", sentence);
}

static enum table_state read_loaded(struct catalogue_loader *l, struct choice *c)
{
    const char *name = pfq_arena_printf(l->scratch, "%s.csv", pfq_table_name(c->which));
    enum table_state state = read_from(l, c, l->source->tables, name);
    if (state == TABLE_READ && !c->table.stamped) {
        report(l, name, "Load it by: pfq reference load", "The table was not loaded by pfq.");
    }
    return state;
}

/* The best that there is; false: none, or a faulty one. */
static bool choose(struct catalogue_loader *l, struct choice *c)
{
    struct pfq_table_info *info = &l->standard->table_info[c->which];
    const char *reference = l->source->reference;
    enum table_state state = read_loaded(l, c);
    if (state == TABLE_MISSING) {
        state = read_from(l, c, reference, c->whole);
    }
    bool whole = state == TABLE_READ;
    if (state == TABLE_MISSING) {
        state = read_from(l, c, reference, c->small);
    }
    if (state == TABLE_MISSING && c->required) {
        report(l, c->whole, "Look whether it exists and may be read.", "The table cannot be read.");
    }
    *info = state == TABLE_READ ? c->table.text.info
                                : (struct pfq_table_info){.name = pfq_table_name(c->which)};
    info->whole = whole;
    catalogue_ink_add(&l->ink, info->name);
    catalogue_ink_add(&l->ink, whole ? "whole" : "part");
    catalogue_ink_bytes(&l->ink, (struct pfq_bytes){c->table.text.digest, PFQ_DIGEST_BYTES});
    return state == TABLE_READ;
}

static void load_keys(struct catalogue_loader *l, struct choice c, struct tables_keys *keys)
{
    if (choose(l, &c)) {
        keys->rows = c.table.rows;
        keys->count = c.table.text.info.rows;
        keys->whole = l->standard->table_info[c.which].whole;
    }
}

static void load_holidays(struct catalogue_loader *l)
{
    struct rule_tables *tables = &l->standard->tables;
    struct choice c = {.which = PFQ_TABLE_HOLIDAYS, .whole = "bank_holidays.csv", .required = true};
    tables->last_day = -1; /* covers nothing */
    if (!choose(l, &c)) {
        return;
    }
    size_t count = c.table.text.info.rows;
    tables->holidays = pfq_arena_new(&l->standard->arena, int32_t, count);
    for (size_t i = 0; i < count; i++) {
        tables->holidays[i] = pfq_date_days(c.table.rows[i].value);
    }
    tables->holiday_count = count;
    tables->first_day = pfq_date_days(c.table.rows[0].value / 10000 * 10000 + 101);
    tables->last_day = pfq_date_days(c.table.rows[count - 1].value / 10000 * 10000 + 1231);
}

void reference_load(struct catalogue_loader *l)
{
    struct rule_tables *tables = &l->standard->tables;
    struct choice offences = {
        .which = PFQ_TABLE_OFFENCES, .whole = "offences.csv", .small = "offences_common.csv"};
    struct choice units = {
        .which = PFQ_TABLE_UNITS, .whole = "units.csv", .small = "units_common.csv"};
    struct choice documents = {
        .which = PFQ_TABLE_DOCUMENTS, .whole = "documents.csv", .small = "documents_common.csv"};
    load_forces(l);
    load_areas(l);
    load_classes(l);
    load_holidays(l);
    load_keys(l, offences, &tables->offences);
    load_keys(l, units, &tables->units);
    load_keys(l, documents, &tables->documents);
}
