/* feed.c - a CSV file into columns of numbers: see stats.h. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "standard/sheet.h"
#include "stats.h"

enum {
    LABEL = 0, /* of the sheet's columns: before those of the method */
    PLACE_TEXT = 512
};

_Static_assert(STATS_COLUMNS_MAX + 1 <= SHEET_COLUMNS_MAX, "a label and the method's columns");

static const char *place(const struct stats_run *run, unsigned line, const char *column,
                         char out[PLACE_TEXT])
{
    (void)snprintf(out, PLACE_TEXT, column == NULL ? "%s:%u" : "%s:%u:%s", run->file, line, column);
    return out;
}

bool stats_good(struct stats_run *run, size_t row, enum stats_fault fault)
{
    char path[PLACE_TEXT];
    if (fault != STATS_OK) {
        pfq_problem(&run->problems, "STATS", place(run, run->lines[row], NULL, path), "", "%s",
                    stats_fault_text(fault));
    }
    return fault == STATS_OK;
}

bool stats_good_all(struct stats_run *run, enum stats_fault fault)
{
    if (fault != STATS_OK) {
        pfq_problem(&run->problems, "STATS", run->file, "", "%s", stats_fault_text(fault));
    }
    return fault == STATS_OK;
}

/* --- one field ---------------------------------------------------------------------- */

static bool read_number(const char *text, double *out)
{
    char *end = NULL;
    errno = 0;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*out) && strspn(text, "+-.0123456789eE") > 0 &&
           text[strspn(text, "+-.0123456789eE")] == '\0';
}

static bool differs(double a, double b)
{
    return isnan(a) != isnan(b) || a < b || a > b;
}

static void wrong_field(struct stats_run *run, unsigned line, const struct stats_column *column,
                        const char *fix, const char *sentence)
{
    char path[PLACE_TEXT];
    pfq_problem(&run->problems, "STATS", place(run, line, column->name, path), fix, "%s", sentence);
}

void stats_wrong(struct stats_run *run, size_t row, size_t column, const char *fix,
                 const char *sentence)
{
    wrong_field(run, run->lines[row], &run->method->columns[column], fix, sentence);
}

static bool is_within(const struct stats_column *column, double value)
{
    bool low = column->above ? value > column->low : value >= column->low;
    bool high = column->below ? value < column->high : value <= column->high;
    return low && high && !(column->not_one && fabs(value - 1) <= 1e-6);
}

static void check_range(struct stats_run *run, unsigned line, const struct stats_column *column,
                        double value)
{
    char range[120];
    (void)snprintf(range, sizeof range, "Write a %snumber %s %.10g %s %.10g%s.",
                   column->whole ? "whole " : "", column->above ? "above" : "from", column->low,
                   column->above && column->below ? "and below"
                   : column->below                ? "to below"
                   : column->above                ? "and at most"
                                                  : "to",
                   column->high, column->not_one ? ", and not 1" : "");
    if (!is_within(column, value)) {
        wrong_field(run, line, column, range, "The number is out of its range.");
    } else if (column->whole && differs(value, floor(value))) {
        wrong_field(run, line, column, range, "The number is not whole.");
    }
}

static double read_field(struct stats_run *run, struct sheet *sheet,
                         const struct stats_column *column, size_t at)
{
    const char *text = sheet_field(sheet, at);
    unsigned line = sheet->record.line;
    double value = column->value;
    if (text[0] == '\0' && column->otherwise != NULL) {
        return value;
    }
    if (read_number(text, &value)) {
        check_range(run, line, column, value);
    } else {
        wrong_field(run, line, column, "Write a number such as 12 or 0.05.",
                    text[0] == '\0' ? "The field is empty." : "The field is no number.");
    }
    return value;
}

/* --- the file ----------------------------------------------------------------------- */

static size_t width_of(const struct stats_method *method)
{
    size_t width = 0;
    while (width < STATS_COLUMNS_MAX && method->columns[width].name != NULL) {
        width++;
    }
    return width;
}

static void make_room(struct stats_run *run, size_t lines, size_t width)
{
    run->labels = pfq_arena_new(run->arena, const char *, lines);
    run->lines = pfq_arena_new(run->arena, unsigned, lines);
    for (size_t i = 0; i < width; i++) {
        run->columns[i] = pfq_arena_new(run->arena, double, lines);
    }
}

static void read_row(struct stats_run *run, struct sheet *sheet, size_t width)
{
    run->labels[run->rows] = sheet_field(sheet, LABEL);
    run->lines[run->rows] = sheet->record.line;
    for (size_t i = 0; i < width; i++) {
        run->columns[i][run->rows] = read_field(run, sheet, &run->method->columns[i], i + 1);
    }
    run->rows++;
}

/* A setting that changes from row to row is none; no part is more than its whole. */
static void check_column(struct stats_run *run, size_t i)
{
    const struct stats_column *column = &run->method->columns[i];
    for (size_t row = 0; row < run->rows; row++) {
        if (column->once && differs(run->columns[i][row], run->columns[i][0])) {
            wrong_field(run, run->lines[row], column, "Write the same in every row.",
                        "This is a setting of the whole series.");
        }
        if (column->within && run->columns[i][row] > run->columns[i + 1][row]) {
            wrong_field(run, run->lines[row], column, "Write the files that fail, then all files.",
                        stats_fault_text(STATS_MORE));
        }
    }
}

bool stats_feed(struct stats_run *run)
{
    size_t width = width_of(run->method);
    struct sheet_column columns[SHEET_COLUMNS_MAX] = {{.name = "label"}};
    struct sheet sheet = {.name = run->file,
                          .columns = columns,
                          .column_count = width + 1,
                          .problems = &run->problems};
    bool in = strcmp(run->file, "-") == 0;
    for (size_t i = 0; i < width; i++) {
        columns[i + 1] = (struct sheet_column){
            .name = run->method->columns[i].name,
            .required = run->method->columns[i].otherwise == NULL,
        };
    }
    enum sheet_state state = sheet_open(&sheet, in ? "/dev/stdin" : run->file, run->arena);
    if (state == SHEET_MISSING) {
        pfq_problem(&run->problems, "STATS", run->file, "Name a file that is there, or -.",
                    "There is no such file.");
    }
    if (state != SHEET_OPEN) {
        return false;
    }
    make_room(run, sheet.lines, width);
    while (sheet_next(&sheet)) {
        read_row(run, &sheet, width);
    }
    for (size_t i = 0; i < width; i++) {
        check_column(run, i);
    }
    if (run->rows == 0 && run->problems.count == 0) {
        (void)stats_good_all(run, STATS_NO_DATA);
    }
    return run->problems.count == 0;
}

/* --- the columns -------------------------------------------------------------------- */

double stats_at(const struct stats_run *run, size_t column, size_t row)
{
    return run->columns[column][row];
}

/* What is no whole number becomes -1, which every method refuses as a count. */
int64_t stats_count_at(const struct stats_run *run, size_t column, size_t row)
{
    double value = stats_at(run, column, row);
    bool whole = value >= 0 && value <= 1e15 && !differs(value, floor(value));
    return whole ? (int64_t)value : -1;
}

struct stats_share stats_share_at(const struct stats_run *run, size_t column, size_t row)
{
    return (struct stats_share){stats_count_at(run, column, row),
                                stats_count_at(run, column + 1, row)};
}

struct stats_share *stats_shares(const struct stats_run *run, size_t column)
{
    struct stats_share *all = pfq_arena_new(run->arena, struct stats_share, run->rows);
    for (size_t row = 0; row < run->rows; row++) {
        all[row] = stats_share_at(run, column, row);
    }
    return all;
}

struct stats_rate *stats_rates(const struct stats_run *run, size_t column)
{
    struct stats_rate *all = pfq_arena_new(run->arena, struct stats_rate, run->rows);
    for (size_t row = 0; row < run->rows; row++) {
        all[row] =
            (struct stats_rate){stats_count_at(run, column, row), stats_at(run, column + 1, row)};
    }
    return all;
}

double stats_setting(const struct stats_run *run, size_t column, double found)
{
    double value = stats_at(run, column, 0);
    return isnan(value) ? found : value;
}
