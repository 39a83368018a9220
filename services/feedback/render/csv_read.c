/* csv_read.c - see csv_read.h. */
#define _GNU_SOURCE /* memmem */
#include "csv_read.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "csv_write.h"
#include "pfq/escape.h"

enum {
    COLUMNS_MAX = 256
};

struct cut {
    const char *name;
    const char *at;
    const char *end;
    unsigned line;
    char gap; /* between fields */
    struct pfq_arena *arena;
    struct pfq_problems *problems;
    size_t faults;
    bool damaged;                    /* the record in hand: its fields may hold what is another's */
    const char *fields[COLUMNS_MAX]; /* of the record in hand */
    size_t count;
};

static void fault(struct cut *cut, unsigned line, const char *fix, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static void fault(struct cut *cut, unsigned line, const char *fix, const char *fmt, ...)
{
    char sentence[160];
    char path[256];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    (void)snprintf(path, sizeof path, "%s:%u", cut->name, line);
    pfq_problem(cut->problems, "CSV", path, fix, "%s", sentence);
    cut->faults++;
}

/* --- records --------------------------------------------------------------------- */

static bool at_end(const struct cut *cut)
{
    return cut->at >= cut->end;
}

static bool at_break(const struct cut *cut)
{
    return at_end(cut) || *cut->at == '\r' || *cut->at == '\n';
}

/* Over one CRLF, LF or CR. */
static void skip_break(struct cut *cut)
{
    if (!at_end(cut)) {
        bool two = *cut->at == '\r' && cut->at + 1 < cut->end && cut->at[1] == '\n';
        cut->at += two ? 2 : 1;
        cut->line++;
    }
}

/* Bytes from after the opening quote to the closing one, or to the end of the file. */
static size_t quoted_size(const struct cut *cut)
{
    const char *at = cut->at;
    while (at < cut->end && (*at != '"' || (at + 1 < cut->end && at[1] == '"'))) {
        at += *at == '"' ? 2 : 1;
    }
    return (size_t)(at - cut->at);
}

static char *cut_quoted(struct cut *cut)
{
    size_t size = quoted_size(cut);
    char *field = pfq_arena_new(cut->arena, char, size + 1);
    char *to = field;
    for (const char *end = cut->at + size; cut->at < end; cut->at++) {
        cut->at += *cut->at == '"'; /* the first of two */
        bool crlf = *cut->at == '\r' && cut->at + 1 < end && cut->at[1] == '\n';
        cut->line += *cut->at == '\n' || (*cut->at == '\r' && !crlf);
        *to++ = *cut->at;
    }
    return field;
}

static const char *cut_field(struct cut *cut, unsigned line)
{
    if (at_break(cut) || *cut->at != '"') {
        const char *from = cut->at;
        while (!at_break(cut) && *cut->at != cut->gap) {
            cut->at++;
        }
        return pfq_unescape_csv(pfq_arena_strndup(cut->arena, from, (size_t)(cut->at - from)));
    }
    cut->at++;
    const char *field = cut_quoted(cut);
    if (at_end(cut)) {
        fault(cut, line, "Close them, and write a quote within a field twice.",
              "The quotes of column %zu are never closed.", cut->count + 1);
        return field;
    }
    cut->at++;
    if (!at_break(cut) && *cut->at != cut->gap) {
        fault(cut, line, "Put the whole field into quotes, and write a quote within it twice.",
              "Something follows the closing quotes of column %zu.", cut->count + 1);
        while (!at_break(cut) && *cut->at != cut->gap) {
            cut->at++;
        }
    }
    return pfq_unescape_csv(field);
}

/* The next record into fields[]; false: there is none.  Faults are counted. */
static bool next(struct cut *cut, unsigned *line)
{
    while (!at_end(cut) && at_break(cut)) {
        skip_break(cut);
    }
    if (at_end(cut)) {
        return false;
    }
    *line = cut->line;
    cut->count = 0;
    size_t faults = cut->faults;
    bool more = true;
    while (more) {
        const char *field = cut_field(cut, *line);
        if (cut->count < COLUMNS_MAX) {
            cut->fields[cut->count++] = field;
        }
        more = !at_end(cut) && *cut->at == cut->gap;
        cut->at += more;
    }
    skip_break(cut);
    cut->damaged = cut->faults > faults;
    return true;
}

/* --- the file -------------------------------------------------------------------- */

static const char **keep(const struct cut *cut)
{
    const char **fields = pfq_arena_new(cut->arena, const char *, cut->count);
    memcpy(fields, cut->fields, cut->count * sizeof *fields);
    return fields;
}

int csv_find(const struct csv_file *file, const char *name)
{
    for (size_t i = 0; i < file->column_count; i++) {
        if (strcmp(file->names[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* What stands beside the name of the key column in the first line: where a comma is the decimal
 * point a spreadsheet puts semicolons between fields, and "text" has tabs. */
static char find_gap(const char *text, const char *end)
{
    static const char key[] = CSV_KEY_COLUMN;
    const char *stop = text;
    while (stop < end && *stop != '\n' && *stop != '\r') {
        stop++;
    }
    const char *at = memmem(text, (size_t)(stop - text), key, sizeof key - 1);
    const char *after = at == NULL ? stop : at + sizeof key - 1;
    after += after < stop && *after == '"';
    at -= at != NULL && at > text && at[-1] == '"';
    const char *beside = after < stop ? after : at != NULL && at > text ? at - 1 : ",";
    if (*beside == ';' || *beside == '\t') {
        return *beside;
    }
    return ',';
}

static void read_header(struct cut *cut, struct csv_file *file)
{
    unsigned line = 1;
    if (!next(cut, &line)) {
        fault(cut, 1, "Send the file that you were given.", "The file is empty.");
        return;
    }
    file->names = keep(cut);
    file->column_count = cut->count;
    if (csv_find(file, CSV_KEY_COLUMN) < 0) {
        fault(cut, line,
              "Keep the column as it was sent, anywhere in the file, with commas, semicolons or "
              "tabs between the fields.",
              "The first line does not name the column " CSV_KEY_COLUMN ".");
    }
    for (size_t i = 0; i < file->column_count; i++) {
        if (csv_find(file, file->names[i]) != (int)i) {
            fault(cut, line, "Rename or remove one of the two.",
                  "Columns %d and %zu have the same name.", csv_find(file, file->names[i]) + 1,
                  i + 1);
        }
    }
}

/* What a spreadsheet makes of a row that nobody filled in. */
static bool is_blank(const struct cut *cut)
{
    for (size_t i = 0; i < cut->count; i++) {
        if (cut->fields[i][strspn(cut->fields[i], " ")] != '\0') {
            return false;
        }
    }
    return true;
}

/* The record in hand as a row, when it is whole. */
static bool take(struct cut *cut, const struct csv_file *file, unsigned line, struct csv_row *row)
{
    int key = csv_find(file, CSV_KEY_COLUMN);
    if (cut->damaged || is_blank(cut) || key < 0) {
        return false; /* told of, or nothing to tell */
    }
    if (cut->count != file->column_count) {
        fault(cut, line, "Give it as many fields as the first line has, quoted where needed.",
              "The line has %zu fields and the first line has %zu.", cut->count,
              file->column_count);
        return false;
    }
    *row = (struct csv_row){line, csv_key_check(cut->fields[key], cut->arena), keep(cut)};
    if (row->key == NULL) {
        fault(cut, line, "Copy it from the file that was sent.",
              "The key of this row has been changed.");
    }
    return row->key != NULL;
}

static int by_key(const void *a, const void *b)
{
    const struct csv_row *const *x = a;
    const struct csv_row *const *y = b;
    int order = strcmp((*x)->key, (*y)->key);
    return order != 0 ? order : ((*x)->line > (*y)->line) - ((*x)->line < (*y)->line);
}

static void find_repeats(struct cut *cut, const struct csv_file *file)
{
    const struct csv_row **sorted =
        pfq_arena_new(cut->arena, const struct csv_row *, file->row_count + 1);
    for (size_t i = 0; i < file->row_count; i++) {
        sorted[i] = &file->rows[i];
    }
    qsort(sorted, file->row_count, sizeof(const struct csv_row *), by_key);
    for (size_t i = 1; i < file->row_count; i++) {
        if (strcmp(sorted[i - 1]->key, sorted[i]->key) == 0) {
            fault(cut, sorted[i]->line, "Keep one row for each key.",
                  "Lines %u and %u have the same key, so neither is taken.", sorted[i - 1]->line,
                  sorted[i]->line);
        }
    }
}

/* No file has more records than line ends and one. */
static size_t most_rows(const char *text, size_t size)
{
    size_t count = 1;
    for (size_t i = 0; i < size; i++) {
        count += text[i] == '\n' || text[i] == '\r';
    }
    return count;
}

bool csv_read(const char *name, const char *text, size_t size, struct pfq_arena *arena,
              struct pfq_problems *problems, struct csv_file *out)
{
    struct cut *cut = pfq_arena_new(arena, struct cut, 1);
    size_t mark = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    *cut = (struct cut){.name = name,
                        .at = text + mark,
                        .end = text + size,
                        .line = 1,
                        .gap = find_gap(text + mark, text + size),
                        .arena = arena,
                        .problems = problems};
    *out = (struct csv_file){.rows = pfq_arena_new(arena, struct csv_row, most_rows(text, size))};
    if (memchr(text, '\0', size) != NULL) {
        fault(cut, 1, "Save it as CSV in UTF-8.", "The file is no text: it holds NUL bytes.");
        return false;
    }
    read_header(cut, out);
    unsigned line = 0;
    while (out->column_count > 0 && next(cut, &line)) {
        out->row_count += take(cut, out, line, &out->rows[out->row_count]);
    }
    find_repeats(cut, out);
    return cut->faults == 0;
}
