/* table.c - reading and checking a reference table: see pfq/reference.h and table.h. */
#include "table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "table_kinds.h"

enum {
    ROW_TEXT = 96
};

const char *pfq_table_name(enum pfq_table table)
{
    return table_kinds[table].name;
}

bool pfq_table_find(const char *name, enum pfq_table *out)
{
    for (size_t i = 0; i < PFQ_TABLE_COUNT; i++) {
        if (strcmp(table_kinds[i].name, name) == 0) {
            *out = (enum pfq_table)i;
            return true;
        }
    }
    return false;
}

/* --- rows ---------------------------------------------------------------------------------- */

struct line {
    struct tables_row row;
    unsigned line;
};

struct reading {
    const struct table_kind *kind;
    struct sheet sheet;
    struct line *lines;
    size_t count;
    struct pfq_arena *arena;
    struct pfq_table_text *text;
};

static int compare_lines(const void *a, const void *b)
{
    const struct line *x = a;
    const struct line *y = b;
    int order = strcmp(x->row.key, y->row.key);
    if (order == 0) {
        order = (x->row.from > y->row.from) - (x->row.from < y->row.from);
    }
    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

/* A type of the row that no check knows.  Forms of the police come first: a slip of the pen is
 * sooner among them than among the papers of the CPS. */
static void note_unused(struct reading *r, const struct tables_row *row)
{
    const char *type = sheet_field(&r->sheet, 1);
    bool form = strncmp(type, "MG", 2) == 0;
    struct pfq_table_text *text = r->text;
    if (!r->kind->names_types || row->value != 0 || *type == '\0') {
        return;
    }
    size_t i = text->unused < PFQ_TABLE_UNUSED_NAMED ? text->unused : PFQ_TABLE_UNUSED_NAMED;
    for (; form && i > 0 && strncmp(text->unused_types[i - 1], "MG", 2) != 0; i--) {
        if (i < PFQ_TABLE_UNUSED_NAMED) {
            text->unused_types[i] = text->unused_types[i - 1];
        }
    }
    if (i < PFQ_TABLE_UNUSED_NAMED) {
        text->unused_types[i] = pfq_arena_strdup(r->arena, type);
    }
    text->unused++;
}

static void read_rows(struct reading *r)
{
    struct sheet *sheet = &r->sheet;
    bool dated = r->kind->columns[TABLE_FROM].name != NULL;
    while (sheet_next(sheet)) {
        struct tables_row row = {.from = 0, .until = TABLES_NEVER};
        if (dated) {
            row.from = sheet_date(sheet, TABLE_FROM, 0);
            row.until = sheet_date(sheet, TABLE_UNTIL, TABLES_NEVER);
        }
        if (row.from > row.until) {
            sheet_fault(sheet, "The last day comes after the first.",
                        "The row ends before it begins.");
        }
        r->kind->read(sheet, &row);
        if (row.key[0] != '\0') {
            r->lines[r->count++] = (struct line){row, sheet->record.line};
            note_unused(r, &row);
        }
    }
}

static bool says_the_same(const struct tables_row *a, const struct tables_row *b)
{
    return a->from == b->from && a->until == b->until && a->value == b->value;
}

/* Drop what is said twice; report what is said two ways. */
static size_t merge(struct reading *r)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->count; i++) {
        struct line *last = kept == 0 ? NULL : &r->lines[kept - 1];
        struct line *next = &r->lines[i];
        bool clash = last != NULL && strcmp(last->row.key, next->row.key) == 0 &&
                     next->row.from <= last->row.until;
        if (clash && says_the_same(&last->row, &next->row)) {
            continue;
        }
        if (clash) {
            r->sheet.record.line = next->line;
            r->sheet.field = -1;
            sheet_fault(&r->sheet, "Keep one of them, or give each its own days.",
                        "Line %u has the same code for the same days, and says otherwise.",
                        last->line);
        }
        r->lines[kept++] = *next;
    }
    size_t repeats = r->count - kept;
    r->count = kept;
    return repeats;
}

/* --- canonical form ------------------------------------------------------------------------ */

static int write_days(const struct tables_row *row, char *out, size_t size)
{
    char from[PFQ_INSTANT_TEXT] = "";
    char until[PFQ_INSTANT_TEXT] = "";
    if (row->from != 0) {
        pfq_date_format(row->from, from);
    }
    if (row->until != TABLES_NEVER) {
        pfq_date_format(row->until, until);
    }
    return snprintf(out, size, ",%s,%s", from, until);
}

static void write_canonical(const struct reading *r, struct pfq_arena *arena,
                            struct pfq_table_text *out)
{
    const struct table_kind *kind = r->kind;
    bool dated = kind->columns[TABLE_FROM].name != NULL;
    size_t size = strlen(kind->header);
    char *text = pfq_arena_new(arena, char, size + r->count * ROW_TEXT + 1);
    memcpy(text, kind->header, size);
    for (size_t i = 0; i < r->count; i++) {
        const struct tables_row *row = &r->lines[i].row;
        size += (size_t)kind->write(row, text + size, ROW_TEXT / 2);
        size += dated ? (size_t)write_days(row, text + size, ROW_TEXT / 2 - 1) : 0;
        text[size++] = '\n';
    }
    out->canonical = (struct pfq_bytes){(const uint8_t *)text, size};
    out->info = (struct pfq_table_info){.name = kind->name, .rows = r->count};
    pfq_digest(out->canonical, out->digest);
    for (size_t i = 0; i < PFQ_TABLE_VERSION / 2; i++) {
        (void)snprintf(out->info.version + 2 * i, 3, "%02x", out->digest[i]);
    }
}

/* --- the stamp ------------------------------------------------------------------------------ */

enum {
    HEX = PFQ_DIGEST_BYTES * 2
};

static const char stamp_start[] = SHEET_STAMP;

static void hex(const uint8_t digest[PFQ_DIGEST_BYTES], char out[HEX + 1])
{
    for (size_t i = 0; i < PFQ_DIGEST_BYTES; i++) {
        (void)snprintf(out + 2 * i, 3, "%02x", digest[i]);
    }
}

const char *pfq_table_stamp(const struct pfq_table_text *table, int64_t loaded_at,
                            struct pfq_arena *arena)
{
    char digest[HEX + 1];
    hex(table->digest, digest);
    return pfq_arena_printf(arena, "%s%s loaded %" PRId64 " digest %s\n", stamp_start,
                            table->info.name, loaded_at, digest);
}

struct stamp {
    bool given;
    int64_t loaded_at;
    char digest[HEX + 1];
};

/* What cannot be read fits no table. */
static struct stamp read_stamp(const char *text)
{
    static const char loaded[] = " loaded ";
    static const char digest[] = " digest ";
    struct stamp stamp = {.given = strncmp(text, stamp_start, strlen(stamp_start)) == 0};
    const char *at = stamp.given ? strstr(text, loaded) : NULL;
    const char *hex_at = at == NULL ? NULL : strstr(at, digest);
    if (hex_at != NULL) {
        stamp.loaded_at = strtoll(at + strlen(loaded), NULL, 10);
        (void)snprintf(stamp.digest, sizeof stamp.digest, "%s", hex_at + strlen(digest));
    }
    return stamp;
}

static void check_stamp(struct reading *r, const struct stamp *stamp, struct table *out)
{
    char digest[HEX + 1];
    hex(out->text.digest, digest);
    out->stamped = stamp->given;
    out->text.info.loaded_at = stamp->loaded_at;
    if (stamp->given && strcmp(stamp->digest, digest) != 0) {
        r->sheet.record.line = 1;
        r->sheet.field = -1;
        sheet_fault(&r->sheet, "Load it again: pfq reference load.",
                    "The table is not as it was loaded: it was changed or cut off.");
    }
}

/* --- all of it ------------------------------------------------------------------------------ */

static size_t faults(const struct pfq_problems *problems)
{
    return problems->count + problems->unlisted;
}

static void finish(struct reading *r, struct pfq_arena *arena, struct pfq_arena *scratch,
                   struct table *out)
{
    if (r->count == 0) {
        sheet_fault(&r->sheet, "A table that is loaded must be the whole one.",
                    "There is no row in the table.");
        return;
    }
    qsort(r->lines, r->count, sizeof *r->lines, compare_lines);
    out->text.repeats = merge(r);
    size_t repeats = out->text.repeats;
    write_canonical(r, scratch, &out->text);
    out->text.repeats = repeats;
    out->rows = pfq_arena_new(arena, struct tables_row, r->count);
    for (size_t i = 0; i < r->count; i++) {
        out->rows[i] = r->lines[i].row;
    }
}

/* "offences.csv:12:9": all are of one file. */
static int by_line(const void *a, const void *b)
{
    const Pfq__V1__Problem *const *x = a;
    const Pfq__V1__Problem *const *y = b;
    unsigned line[2] = {0};
    unsigned column[2] = {0};
    const char *paths[2] = {(*x)->path, (*y)->path};
    for (size_t i = 0; i < 2; i++) {
        const char *end = strrchr(paths[i], ':');
        const char *at = end;
        while (at != NULL && at > paths[i] && at[-1] != ':') {
            at--;
        }
        line[i] = at == NULL ? 0 : (unsigned)strtoul(at, NULL, 10);
        column[i] = end == NULL ? 0 : (unsigned)strtoul(end + 1, NULL, 10);
    }
    return line[0] != line[1] ? (line[0] > line[1]) - (line[0] < line[1])
                              : (column[0] > column[1]) - (column[0] < column[1]);
}

enum table_state table_read(enum pfq_table which, const char *path, const char *name,
                            struct pfq_arena *arena, struct pfq_arena *scratch,
                            struct pfq_problems *problems, struct table *out)
{
    struct reading r = {.kind = &table_kinds[which],
                        .sheet = {.name = name,
                                  .columns = table_kinds[which].columns,
                                  .column_count = TABLE_COLUMNS,
                                  .problems = problems},
                        .arena = arena,
                        .text = &out->text};
    size_t before = faults(problems);
    size_t first = problems->count;
    while (r.sheet.column_count > 0 && r.sheet.columns[r.sheet.column_count - 1].name == NULL) {
        r.sheet.column_count--;
    }
    *out = (struct table){.stamped = false};
    enum sheet_state state = sheet_open(&r.sheet, path, scratch);
    if (state != SHEET_OPEN) {
        return state == SHEET_MISSING ? TABLE_MISSING : TABLE_FAULTY;
    }
    struct stamp stamp = read_stamp(r.sheet.text);
    r.lines = pfq_arena_new(scratch, struct line, r.sheet.lines);
    read_rows(&r);
    if (faults(problems) == before || r.count > 0) {
        finish(&r, arena, scratch, out);
    }
    if (faults(problems) == before) {
        check_stamp(&r, &stamp, out);
    }
    if (problems->count > first) {
        qsort(problems->rows + first, problems->count - first, sizeof(Pfq__V1__Problem *), by_line);
    }
    return faults(problems) == before ? TABLE_READ : TABLE_FAULTY;
}

enum pfq_code pfq_table_read(enum pfq_table which, const char *path, const char *name,
                             struct pfq_arena *arena, struct pfq_problems *problems,
                             struct pfq_table_text *out, struct pfq_err *err)
{
    struct table table;
    size_t before = faults(problems);
    enum table_state state = table_read(which, path, name, arena, arena, problems, &table);
    if (state == TABLE_MISSING) {
        return pfq_fail(err, PFQ_E_UNREADABLE, "there is no file %s", name);
    }
    if (state == TABLE_FAULTY) {
        size_t found = faults(problems) - before;
        return pfq_fail(err, PFQ_E_UNREADABLE, "%zu fault%s in %s", found, found == 1 ? "" : "s",
                        name);
    }
    *out = table.text;
    return PFQ_OK;
}
