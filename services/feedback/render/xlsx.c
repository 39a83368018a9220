/* xlsx.c - see xlsx.h. */
#include "xlsx.h"

#include <string.h>
#include <strings.h>
#include <xlsxwriter.h>

#include "figure.h"
#include "pfq/escape.h"

enum {
    PLACES = 7, /* formats of numbers with 0 to 6 decimals */
    NAME_MAX_CHARS = 31,
    TEXT_MAX_BYTES = 32767,
    WIDTH_MAX = 60,
    SHEETS_MAX = 64
};

struct book {
    lxw_workbook *workbook;
    enum audience audience;
    struct pfq_arena *arena;
    lxw_format *head;
    lxw_format *text;
    lxw_format *date;
    lxw_format *count;
    lxw_format *per_cent;
    lxw_format *under; /* shows "under 1%", as the page does */
    lxw_format *over;
    lxw_format *number[PLACES];
    const char *names[SHEETS_MAX];
    size_t name_count;
    lxw_error error; /* the first one */
};

static void check(struct book *b, lxw_error error)
{
    if (b->error == LXW_NO_ERROR) {
        b->error = error;
    }
}

/* --- formats ------------------------------------------------------------------------ */

static lxw_format *format(struct book *b, const char *numbers)
{
    lxw_format *f = workbook_add_format(b->workbook);
    format_set_num_format(f, numbers);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    return f;
}

static void add_formats(struct book *b)
{
    b->head = format(b, "@");
    format_set_bold(b->head);
    format_set_text_wrap(b->head);
    format_set_bottom(b->head, LXW_BORDER_THIN);
    b->text = format(b, "@");
    format_set_text_wrap(b->text);
    b->date = format(b, "d mmm yyyy");
    b->count = format(b, "#,##0");
    b->per_cent = format(b, "0%");
    b->under = format(b, "\"under 1%\"");
    b->over = format(b, "\"over 99%\"");
    for (int i = 0; i < PLACES; i++) {
        b->number[i] = format(b, i == 0 ? "#,##0" : pfq_arena_printf(b->arena, "#,##0.%0*d", i, 0));
    }
}

/* --- cells -------------------------------------------------------------------------- */

struct place {
    lxw_worksheet *sheet;
    lxw_row_t row;
    lxw_col_t column;
};

static void put_text(struct book *b, const struct place *at, const char *text, lxw_format *format)
{
    char *line = pfq_escape(PFQ_ESCAPE_PLAIN, text, b->arena);
    if (strlen(line) > TEXT_MAX_BYTES) {
        size_t end = TEXT_MAX_BYTES;
        while (((unsigned char)line[end] & 0xC0) == 0x80) {
            end--;
        }
        line[end] = '\0';
    }
    check(b, worksheet_write_string(at->sheet, at->row, at->column, line, format));
}

static void put_number(struct book *b, const struct place *at, double number, lxw_format *format)
{
    check(b, worksheet_write_number(at->sheet, at->row, at->column, number, format));
}

static void put_rate(struct book *b, const struct place *at, const struct grid_cell *cell)
{
    const char *figure = figure_per_cent(cell->count, cell->of, b->arena);
    if (figure_size(cell->of) < FIGURE_INTERVAL) {
        put_text(b, at, figure, b->text);
        return;
    }
    put_number(b, at, (double)cell->count / (double)cell->of,
               strncmp(figure, "under", 5) == 0  ? b->under
               : strncmp(figure, "over", 4) == 0 ? b->over
                                                 : b->per_cent);
}

static void put_date(struct book *b, const struct place *at, int32_t date)
{
    lxw_datetime when = {.year = date / 10000, .month = date / 100 % 100, .day = date % 100};
    check(b, worksheet_write_datetime(at->sheet, at->row, at->column, &when, b->date));
}

static void put_cell(struct book *b, const struct place *at, const struct grid_column *column,
                     const struct grid_cell *cell)
{
    if (!grid_open(column, cell, b->audience)) {
        put_text(b, at, grid_people(column, cell, b->audience, b->arena), b->text);
        return;
    }
    switch (column->kind) {
    case GRID_TEXT:
    case GRID_URN:
    case GRID_STATE:
        put_text(b, at, cell->text, b->text);
        break;
    case GRID_DATE:
        put_date(b, at, cell->date);
        break;
    case GRID_COUNT:
        put_number(b, at, (double)cell->count, b->count);
        break;
    case GRID_PER_CENT:
        put_rate(b, at, cell);
        break;
    case GRID_NUMBER:
        put_number(b, at, cell->number,
                   b->number[column->places < 0         ? 0
                             : column->places >= PLACES ? PLACES - 1
                                                        : column->places]);
        break;
    }
}

/* --- sheets ------------------------------------------------------------------------- */

static bool is_taken(const struct book *b, const char *name)
{
    for (size_t i = 0; i < b->name_count; i++) {
        if (strcasecmp(b->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Cut here, or after the last word before; no comma or colon stays at the end. */
static void end_at_word(char *name, char *cut)
{
    char *end = cut;
    while (end > name && *end != ' ') {
        end--;
    }
    end = end == name ? cut : end;
    while (end > name && strchr(" ,:;-", end[-1]) != NULL) {
        end--;
    }
    *end = '\0';
}

/* The first `most` characters, whole words where there is more than one, without what a sheet's
 * name may not hold. */
static char *short_name(struct book *b, const char *title, size_t most)
{
    char *name = pfq_escape(PFQ_ESCAPE_PLAIN, title, b->arena);
    size_t count = 0;
    for (char *c = name; *c != '\0'; c++) {
        count += ((unsigned char)*c & 0xC0) != 0x80;
        if (count > most) {
            end_at_word(name, c);
            break;
        }
        *c = (char)(strchr("[]:*?/\\'", *c) != NULL ? ' ' : *c);
    }
    return name;
}

static const char *name_sheet(struct book *b, const char *title)
{
    const char *from = *title == '\0' ? "Table" : title;
    const char *name = short_name(b, from, NAME_MAX_CHARS);
    for (int i = 2; is_taken(b, name); i++) {
        name = pfq_arena_printf(b->arena, "%s %d", short_name(b, from, NAME_MAX_CHARS - 4), i);
    }
    if (b->name_count < SHEETS_MAX) {
        b->names[b->name_count++] = name;
    }
    return name;
}

/* Wide enough for the title and all cells; long texts wrap. */
static double width_of(struct book *b, const struct grid *grid, size_t column)
{
    size_t most = strlen(grid->columns[column].title);
    for (size_t r = 0; r < grid->row_count; r++) {
        size_t width = strlen(grid_people(&grid->columns[column], &grid->rows[r].cells[column],
                                          b->audience, b->arena));
        most = width > most ? width : most;
    }
    return (double)(most > WIDTH_MAX ? WIDTH_MAX : most) + 2;
}

static void put_grid(struct book *b, const struct grid *grid)
{
    const char *title = grid->sheet == NULL ? grid->title : grid->sheet;
    struct place at = {workbook_add_worksheet(b->workbook, name_sheet(b, title)), 0, 0};
    if (at.sheet == NULL) {
        check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    worksheet_freeze_panes(at.sheet, 1, 0);
    worksheet_repeat_rows(at.sheet, 0, 0);
    worksheet_set_landscape(at.sheet);
    worksheet_set_paper(at.sheet, 9); /* A4 */
    worksheet_fit_to_pages(at.sheet, 1, 0);
    for (size_t i = 0; i < grid->column_count; i++) {
        const struct grid_column *column = &grid->columns[i];
        if (!grid_wanted(grid, i, b->audience)) {
            continue;
        }
        at.row = 0;
        put_text(b, &at, column->title, b->head);
        check(b, worksheet_set_column(at.sheet, at.column, at.column, width_of(b, grid, i), NULL));
        for (size_t r = 0; r < grid->row_count; r++) {
            at.row = (lxw_row_t)r + 1;
            put_cell(b, &at, column, &grid->rows[r].cells[i]);
        }
        at.column++;
    }
}

/* Title, provenance, and every table that does not show all it has. */
static void put_source(struct book *b, const struct document *d)
{
    struct place at = {workbook_add_worksheet(b->workbook, name_sheet(b, "About this file")), 0, 0};
    if (at.sheet == NULL) {
        check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    check(b, worksheet_set_column(at.sheet, 0, 0, WIDTH_MAX * 1.5, NULL));
    const char *lines[] = {d->sandbox, d->service, d->caption, d->title,
                           document_provenance(d, b->arena)};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (lines[i] != NULL) {
            put_text(b, &at, lines[i], at.row == 0 ? b->head : b->text);
            at.row++;
        }
    }
    for (size_t i = 0; i < d->part_count; i++) {
        const struct grid *grid = d->parts[i].grid;
        if (grid != NULL && document_shows(&d->parts[i], b->audience) &&
            *grid_shown(grid, b->arena) != '\0') {
            put_text(b, &at,
                     pfq_arena_printf(b->arena, "%s: %s.", grid->title, grid_shown(grid, b->arena)),
                     b->text);
            at.row++;
        }
    }
}

static void fill(struct book *b, const struct document *d)
{
    lxw_doc_properties properties = {.title = pfq_arena_strdup(b->arena, d->title),
                                     .author = pfq_arena_strdup(b->arena, d->service),
                                     .created = (time_t)(d->made_ms / 1000)};
    check(b, workbook_set_properties(b->workbook, &properties));
    add_formats(b);
    for (size_t i = 0; i < d->part_count; i++) {
        const struct part *p = &d->parts[i];
        if (!document_shows(p, b->audience)) {
            continue;
        }
        if (p->kind == PART_TABLE) {
            put_grid(b, p->grid);
        } else if (p->kind == PART_CHART) {
            put_grid(b, p->grid == NULL ? chart_grid(p->chart, b->arena) : p->grid);
        }
    }
    put_source(b, d);
}

enum pfq_code xlsx_write(const struct document *document, enum audience audience, const char *path,
                         struct pfq_arena *arena, struct pfq_err *err)
{
    struct book *b = pfq_arena_new(arena, struct book, 1);
    b->workbook = workbook_new(path);
    b->audience = audience;
    b->arena = arena;
    if (b->workbook == NULL) {
        return pfq_fail(err, PFQ_E_IO, "spreadsheet %s: no memory", path);
    }
    fill(b, document);
    check(b, workbook_close(b->workbook));
    return b->error == LXW_NO_ERROR
               ? PFQ_OK
               : pfq_fail(err, PFQ_E_IO, "spreadsheet %s: %s", path, lxw_strerror(b->error));
}
