/* answer.c - the answer of a method: see stats.h.
 *
 * Built once as JSON, which is written as it is, or set as a table with the summary below;
 * so both hold the same numbers.  JSON has them to 17 digits, the table to 10. */
#include <stdio.h>
#include <string.h>

#include "operator/report.h"
#include "stats.h"

enum {
    CELL_TEXT = 64
};

#define NOTE "note" /* the last column, where any row has one */

json_t *stats_row(struct stats_run *run, size_t row)
{
    json_t *object = json_object();
    (void)json_array_append_new(run->answers, object);
    if (run->labels[row][0] != '\0') {
        stats_put_text(object, "label", run->labels[row]);
    }
    return object;
}

void stats_no_data(struct stats_run *run, size_t row)
{
    stats_put_text(stats_row(run, row), NOTE, "no data");
    if (++run->empty == run->rows) {
        (void)stats_good_all(run, STATS_NO_DATA);
    }
}

void stats_put(json_t *object, const char *name, double value)
{
    (void)json_object_set_new(object, name, json_real(value));
}

void stats_put_count(json_t *object, const char *name, int64_t value)
{
    (void)json_object_set_new(object, name, json_integer(value));
}

void stats_put_text(json_t *object, const char *name, const char *text)
{
    (void)json_object_set_new(object, name, json_string(text));
}

void stats_put_range(json_t *object, struct stats_range range)
{
    stats_put(object, "low", range.low);
    stats_put(object, "high", range.high);
}

/* --- for people --------------------------------------------------------------------- */

static const char *cell_text(const json_t *value, char out[CELL_TEXT])
{
    if (json_is_real(value)) {
        (void)snprintf(out, CELL_TEXT, "%.10g", json_real_value(value));
    } else if (json_is_integer(value)) {
        (void)snprintf(out, CELL_TEXT, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else {
        (void)snprintf(out, CELL_TEXT, "%s", json_is_string(value) ? json_string_value(value) : "");
    }
    return out;
}

/* The widest of a column, its name included. */
static int width_of(const json_t *rows, const char *name)
{
    char text[CELL_TEXT];
    size_t width = strlen(name);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        size_t size = strlen(cell_text(json_object_get(json_array_get(rows, i), name), text));
        width = size > width ? size : width;
    }
    return (int)width;
}

static void put_line(struct page *page, json_t *first, const json_t *row, const int *widths)
{
    char text[CELL_TEXT];
    const char *name = NULL;
    json_t *unused = NULL;
    size_t i = 0;
    json_object_foreach(first, name, unused)
    {
        const json_t *value = row == NULL ? NULL : json_object_get(row, name);
        bool left = json_is_string(unused);
        int width = left && i + 1 == json_object_size(first) ? 0 : widths[i];
        page_put(page, row == NULL ? INK_BOLD : INK_PLAIN, left ? "%s%-*s" : "%s%*s",
                 i > 0 ? "  " : "", width, row == NULL ? name : cell_text(value, text));
        i++;
    }
    page_end_line(page);
}

/* A row that has all columns: one without data has few.  The caller's own. */
static json_t *fullest(const json_t *rows)
{
    json_t *best = json_array_get(rows, 0);
    bool noted = false;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        best = json_object_size(row) > json_object_size(best) ? row : best;
        noted = noted || json_object_get(row, NOTE) != NULL;
    }
    best = json_copy(best);
    if (noted && json_object_get(best, NOTE) == NULL) {
        stats_put_text(best, NOTE, "");
    }
    return best;
}

static void put_table(struct page *page, const json_t *rows)
{
    enum {
        WIDTHS = 24
    };

    int widths[WIDTHS] = {0};
    const char *name = NULL;
    json_t *unused = NULL;
    json_t *first = fullest(rows);
    size_t i = 0;
    if (first == NULL || json_object_size(first) > WIDTHS) {
        json_decref(first);
        return;
    }
    json_object_foreach(first, name, unused)
    {
        widths[i++] = width_of(rows, name);
    }
    put_line(page, first, NULL, widths);
    for (size_t row = 0; row < json_array_size(rows); row++) {
        put_line(page, first, json_array_get(rows, row), widths);
    }
    json_decref(first);
}

static void put_summary(struct page *page, json_t *summary)
{
    char text[CELL_TEXT];
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach(summary, name, value)
    {
        page_put(page, INK_PLAIN, "%-18s %s", name, cell_text(value, text));
        page_end_line(page);
    }
}

static void put_json(struct stats_run *run)
{
    json_t *all = json_object();
    stats_put_text(all, "method", run->method->name);
    (void)json_object_set(all, "rows", run->answers);
    (void)json_object_set(all, "summary", run->summary);
    report_write(stdout, all);
}

void stats_answer(struct stats_run *run, bool json)
{
    struct page page;
    if (json) {
        put_json(run);
        return;
    }
    page_open(&page, stdout);
    put_table(&page, run->answers);
    if (json_array_size(run->answers) > 0 && json_object_size(run->summary) > 0) {
        page_end_line(&page);
    }
    put_summary(&page, run->summary);
}
