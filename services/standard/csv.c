/* csv.c - see csv.h. */
#include "csv.h"

#include <string.h>
#include <strings.h>

static void skip_line(struct csv *csv)
{
    char *end = memchr(csv->at, '\n', (size_t)(csv->end - csv->at));
    csv->at = end == NULL ? csv->end : end + 1;
    csv->line++;
}

struct csv csv_open(char *text, size_t size)
{
    struct csv csv = {.at = text, .end = text + size, .line = 1};
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        csv.at += 3;
    }
    while (csv.at < csv.end && *csv.at == '#') {
        skip_line(&csv);
    }
    return csv;
}

/* From after the opening quote to after the closing one. */
static void cut_quoted(struct csv *csv, struct csv_record *record)
{
    char *to = record->fields[record->count - 1];
    while (csv->at < csv->end) {
        char c = *csv->at++;
        if (c == '"' && *csv->at != '"') {
            *to = '\0';
            return;
        }
        csv->at += c == '"'; /* the second of two */
        csv->line += c == '\n';
        *to++ = c;
    }
    *to = '\0';
    record->fault = "The quotes that open here are never closed.";
}

static void cut_plain(struct csv *csv)
{
    while (csv->at < csv->end && *csv->at != ',' && *csv->at != '\n' && *csv->at != '\r') {
        csv->at++;
    }
}

/* End the field where its comma or its line end stands; true: another one follows. */
static bool cut_off(struct csv *csv, struct csv_record *record)
{
    char *end = csv->at;
    if (csv->at < csv->end && *csv->at == '\r' && csv->at[1] == '\n') {
        csv->at++;
    }
    char c = *csv->at;
    if (csv->at < csv->end && c != ',' && c != '\n' && c != '\r') {
        record->fault = "Something follows the closing quotes.";
        skip_line(csv);
        return false;
    }
    csv->line += c == '\n' || c == '\r';
    csv->at += csv->at < csv->end;
    *end = '\0';
    return c == ',';
}

static bool cut_field(struct csv *csv, struct csv_record *record)
{
    bool quoted = *csv->at == '"';
    csv->at += quoted;
    record->fields[record->count++] = csv->at;
    if (quoted) {
        cut_quoted(csv, record);
    } else {
        cut_plain(csv);
    }
    return cut_off(csv, record);
}

static void skip_empty(struct csv *csv)
{
    while (csv->at < csv->end && (*csv->at == '\n' || *csv->at == '\r')) {
        csv->line += *csv->at == '\n';
        csv->at++;
    }
}

bool csv_next(struct csv *csv, struct csv_record *record)
{
    skip_empty(csv);
    if (csv->at >= csv->end) {
        return false;
    }
    record->line = csv->line;
    record->fault = NULL;
    record->count = 0;
    bool more = true;
    while (more && record->count < CSV_COLUMNS_MAX) {
        more = cut_field(csv, record);
    }
    if (more) {
        record->fault = "The line has too many columns.";
        skip_line(csv);
    }
    return true;
}

int csv_column(const struct csv_record *header, const char *name)
{
    for (size_t i = 0; i < header->count; i++) {
        if (strcasecmp(header->fields[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}
