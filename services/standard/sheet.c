/* sheet.c - see sheet.h. */
#include "sheet.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "language/fault.h"
#include "pfq/clock.h"

enum {
    FILE_BYTES_MAX = 64 * 1024 * 1024,
    FIRST_BYTES = 64 * 1024,
    PLACE_TEXT = 512
};

static size_t column_of(const struct sheet *sheet)
{
    const struct csv_record *r = &sheet->record;
    bool known = r->begin != NULL && sheet->field >= 0 && (size_t)sheet->field < r->count;
    return known ? (size_t)(r->fields[sheet->field] - r->begin) + 1 : 1;
}

void sheet_fault(const struct sheet *sheet, const char *fix, const char *fmt, ...)
{
    char sentence[256];
    char path[PLACE_TEXT];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    (void)snprintf(path, sizeof path, "%s:%u:%zu", sheet->name, sheet->record.line,
                   column_of(sheet));
    pfq_problem(sheet->problems, "REFERENCE", path, fix, "%s", sentence);
}

/* --- the file --------------------------------------------------------------------------- */

/* NULL: it is too large or cannot be read. */
static char *read_all(FILE *f, struct pfq_arena *arena, size_t *size)
{
    size_t room = FIRST_BYTES;
    char *text = pfq_arena_new(arena, char, room + 1);
    size_t used = 0;
    size_t n = 0;
    while ((n = fread(text + used, 1, room - used, f)) > 0) {
        used += n;
        if (used == room) {
            char *more = pfq_arena_new(arena, char, room * 2 + 1);
            memcpy(more, text, used);
            text = more;
            room *= 2;
        }
        if (used > FILE_BYTES_MAX) {
            return NULL;
        }
    }
    text[used] = '\0';
    *size = used;
    return ferror(f) ? NULL : text;
}

static bool read_file(struct sheet *sheet, FILE *f, struct pfq_arena *arena)
{
    sheet->text = read_all(f, arena, &sheet->size);
    (void)fclose(f);
    if (sheet->text == NULL) {
        sheet_fault(sheet, "A table has 64 MiB at most.", "The table cannot be read.");
        return false;
    }
    if (memchr(sheet->text, '\0', sheet->size) != NULL) {
        sheet_fault(sheet, "Save it as CSV in UTF-8.", "The table is no text: it holds NUL bytes.");
        return false;
    }
    pfq_digest((struct pfq_bytes){(const uint8_t *)sheet->text, sheet->size}, sheet->digest);
    sheet->lines = 1;
    for (const char *s = sheet->text; (s = strpbrk(s, "\r\n")) != NULL; s++) {
        sheet->lines++;
    }
    return true;
}

/* --- the header ------------------------------------------------------------------------- */

static int find_column(const struct sheet *sheet, const struct sheet_column *wanted)
{
    int at = csv_column(&sheet->record, wanted->name);
    return at < 0 && wanted->also != NULL ? csv_column(&sheet->record, wanted->also) : at;
}

/* What a wanted column may be called by mistake. */
static void tell_missing(struct sheet *sheet, const struct sheet_column *wanted)
{
    char fix[RULE_FIX_TEXT];
    struct pfq_near nearest = {.wanted = wanted->name};
    for (size_t i = 0; i < sheet->record.count; i++) {
        pfq_near_offer(&nearest, sheet->record.fields[i]);
    }
    (void)snprintf(fix, sizeof fix, "%s", "Columns are found by their names, in any order.");
    if (nearest.name != NULL) {
        (void)snprintf(fix, sizeof fix, "Write %s for %.40s.", wanted->name, nearest.name);
    } else if (sheet->record.count == 1 && strpbrk(sheet->record.fields[0], ";\t") != NULL) {
        (void)snprintf(fix, sizeof fix, "Put commas between the columns: save it as CSV.");
    }
    sheet_fault(sheet, fix, "The first line does not name the column %s.", wanted->name);
}

static bool read_header(struct sheet *sheet)
{
    bool complete = true;
    sheet->csv = csv_open(sheet->text, sheet->size);
    if (!csv_next(&sheet->csv, &sheet->record) || sheet->record.fault != NULL) {
        sheet_fault(sheet, "Begin it with a line that names the columns.",
                    "The first line does not name the columns.");
        return false;
    }
    sheet->width = sheet->record.count;
    for (size_t i = 0; i < sheet->column_count; i++) {
        const struct sheet_column *c = &sheet->columns[i];
        sheet->at[i] = find_column(sheet, c);
        if (c->required && sheet->at[i] < 0) {
            tell_missing(sheet, c);
            complete = false;
        }
    }
    return complete;
}

enum sheet_state sheet_open(struct sheet *sheet, const char *path, struct pfq_arena *arena)
{
    struct stat link; /* that leads nowhere */
    sheet->record = (struct csv_record){.line = 1};
    sheet->field = -1;
    FILE *f = fopen(path, "re");
    int error = f == NULL ? errno : 0;
    if (f == NULL && error == ENOENT && lstat(path, &link) != 0) {
        return SHEET_MISSING;
    }
    if (f == NULL) {
        sheet_fault(sheet, "Look whether it is there and may be read.",
                    "The table cannot be read: %s.", strerror(error));
        return SHEET_FAULTY;
    }
    return read_file(sheet, f, arena) && read_header(sheet) ? SHEET_OPEN : SHEET_FAULTY;
}

/* --- records ----------------------------------------------------------------------------- */

static bool is_whole(const struct sheet *sheet)
{
    const struct csv_record *r = &sheet->record;
    if (r->fault != NULL) {
        sheet_fault(sheet, "Mend the quotes and commas of the line.", "%s", r->fault);
    } else if (r->count != sheet->width) {
        sheet_fault(sheet, "Give it as many fields as the first line has, quoted where needed.",
                    r->count < sheet->width ? "The line has too few columns."
                                            : "The line has too many columns.");
    }
    return r->fault == NULL && r->count == sheet->width;
}

bool sheet_is_ours(const struct sheet *sheet)
{
    return strncmp(sheet->text, SHEET_STAMP, strlen(SHEET_STAMP)) == 0;
}

bool sheet_next(struct sheet *sheet)
{
    sheet->field = -1;
    while (csv_next(&sheet->csv, &sheet->record)) {
        if (is_whole(sheet)) {
            return true;
        }
    }
    return false;
}

const char *sheet_field(struct sheet *sheet, size_t column)
{
    sheet->field = sheet->at[column];
    if (sheet->at[column] < 0) {
        return "";
    }
    char *text = sheet->record.fields[sheet->at[column]];
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t n = strlen(text);
    while (n > 0 && isspace((unsigned char)text[n - 1])) {
        text[--n] = '\0';
    }
    return text;
}

int32_t sheet_date(struct sheet *sheet, size_t column, int32_t otherwise)
{
    int32_t date = 0;
    const char *text = sheet_field(sheet, column);
    if (*text == '\0') {
        return otherwise;
    }
    if (!pfq_date_parse(text, &date)) {
        sheet_fault(sheet, "Write it as 2021-01-01.", "This is no date.");
        return otherwise;
    }
    return date;
}
