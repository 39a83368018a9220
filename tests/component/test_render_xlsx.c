/* Spreadsheets, read back by another program: feedback/render/xlsx.h. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feedback/render/figure.h"
#include "feedback/render/xlsx.h"
#include "support/sample_document.h"

static struct pfq_arena arena;
static char path[] = "/tmp/pfq-xlsx-XXXXXX";

static void begin(void)
{
    pfq_arena_open(&arena);
    close(mkstemp(path));
}

static void end(void)
{
    unlink(path);
    pfq_arena_close(&arena);
}

TestSuite(render_xlsx, .init = begin, .fini = end);

/* What support/read_xlsx.py finds in it, in the arena. */
static const char *written(const struct document *d, enum audience audience)
{
    struct pfq_err err = {0};
    char *text = pfq_arena_new(&arena, char, 256 * 1024);
    cr_assert_eq(xlsx_write(d, audience, path, &arena, &err), PFQ_OK, "%s", err.text);
    FILE *in = popen(pfq_arena_printf(&arena, "python3 tests/support/read_xlsx.py %s", path), "r");
    cr_assert_not_null(in);
    text[fread(text, 1, 256 * 1024 - 1, in)] = '\0';
    cr_assert_eq(pclose(in), 0);
    return text;
}

static bool has(const char *text, const char *line)
{
    return strstr(text, pfq_arena_printf(&arena, "%s\n", line)) != NULL;
}

/* What a cell must be: its type, its format and its value. */
static const char *wanted(const struct grid_column *column, const struct grid_cell *cell)
{
    const char *people = grid_people(column, cell, AUDIENCE_INSIDE, &arena);
    bool number = cell->given && (column->kind == GRID_COUNT || column->kind == GRID_NUMBER);
    if (column->kind == GRID_PER_CENT && figure_size(cell->of) >= FIGURE_INTERVAL) {
        const char *format = people[0] == 'u'   ? "\"under 1%\""
                             : people[0] == 'o' ? "\"over 99%\""
                                                : "0%";
        return pfq_arena_printf(&arena, "n\t%s\t%.16g", format,
                                (double)cell->count / (double)cell->of);
    }
    if (column->kind == GRID_DATE) { /* 3 May 2026 is day 46145 of Excel's */
        return pfq_arena_printf(&arena, "n\td mmm yyyy\t%d", 46145 + cell->date - 20260503);
    }
    if (number) {
        return pfq_arena_printf(&arena, "n\t%s\t%.16g",
                                column->kind == GRID_COUNT ? "#,##0" : "#,##0.0",
                                column->kind == GRID_COUNT ? (double)cell->count : cell->number);
    }
    char *line = pfq_arena_printf(&arena, "s\t@\t%s", people);
    for (char *c = line; (c = strchr(c, '\n')) != NULL;) {
        *c = ' ';
    }
    return line;
}

Test(render_xlsx, every_cell_of_a_table_comes_back_with_its_type)
{
    const struct grid *grid = sample_grid();
    const char *text = written(sample_document(&arena), AUDIENCE_INSIDE);
    for (size_t c = 0; c < grid->column_count; c++) {
        cr_expect(has(text, pfq_arena_printf(&arena, "Themes of the month\t%c1\ts\t@\t%s",
                                             (char)('A' + c), grid->columns[c].title)));
        for (size_t r = 0; r < grid->row_count; r++) {
            const struct grid_cell *cell = &grid->rows[r].cells[c];
            const char *line =
                pfq_arena_printf(&arena, "Themes of the month\t%c%zu\t%s", (char)('A' + c), r + 2,
                                 wanted(&grid->columns[c], cell));
            cr_expect(!cell->given || has(text, line), "%s\n%s", line, text);
        }
    }
}

Test(render_xlsx, headers_are_frozen_and_nothing_is_a_formula)
{
    const char *text = written(sample_document(&arena), AUDIENCE_INSIDE);
    size_t sheets = 0;
    for (const char *at = text; (at = strstr(at, "\tformulas\t")) != NULL; at++, sheets++) {
        cr_expect_eq(strncmp(at, "\tformulas\t0\n", 12), 0);
    }
    cr_expect_eq(sheets, 5, "three charts, a table, and where it comes from");
    cr_expect(has(text, "Themes of the month\tfrozen\t1"));
    cr_expect_not_null(strstr(text, "Demonstration: all of this is invented"));
    cr_expect_not_null(strstr(text, "Themes of the month: Shown 6 of 15."));
    cr_expect_not_null(strstr(text, "everything up to entry 123,456"));
}

Test(render_xlsx, what_is_for_inside_stays_there)
{
    const char *text = written(sample_document(&arena), AUDIENCE_OUTSIDE);
    cr_expect_null(strstr(text, "Reviewer"));
    cr_expect_null(strstr(text, "Group A"));
    cr_expect_not_null(strstr(text, "withheld"));
}

/* Names of sheets are short, different in either case, and hold no forbidden mark. */
Test(render_xlsx, titles_become_names_of_sheets_whatever_they_are)
{
    static const struct grid_column column = {"a", "A", GRID_TEXT, MARK_ANYONE, 0};
    static const char *const titles[] = {"A title that is much longer than a sheet allows",
                                         "A TITLE THAT IS MUCH LONGER THAN A SHEET",
                                         "[a]:b*?/\\'",
                                         "",
                                         "",
                                         "About this file",
                                         "caf\xC3\xA9 \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
                                         "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
                                         "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
                                         "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
                                         "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
                                         "\xC3\xA9\xC3\xA9\xC3\xA9"};

    enum {
        COUNT = sizeof titles / sizeof *titles
    };
    struct grid_cell cell = grid_text("x\x01\xFF");
    struct grid_row row = {"k", &cell};
    struct grid grids[COUNT];
    struct part parts[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        grids[i] = (struct grid){titles[i], &column, 1, &row, 1, 0};
        parts[i] = (struct part){.kind = PART_TABLE, .mark = MARK_ANYONE, .grid = &grids[i]};
    }
    const struct document d = {
        .service = "s", .title = "t", .parts = parts, .part_count = COUNT, .catalogue = "c"};
    const char *text = written(&d, AUDIENCE_OUTSIDE);
    cr_expect(has(text, "A title that is much longer\tA2\ts\t@\tx??"), "%s", text);
    cr_expect(has(text, "A TITLE THAT IS MUCH LONGER 2\tA2\ts\t@\tx??"), "%s", text);
    cr_expect(has(text, " a  b     \tA2\ts\t@\tx??"), "%s", text);
    cr_expect(has(text, "Table\tA2\ts\t@\tx??"));
    cr_expect(has(text, "Table 2\tA2\ts\t@\tx??"), "%s", text);
}

Test(render_xlsx, a_file_that_cannot_be_written_is_an_error)
{
    struct pfq_err err = {0};
    cr_assert_eq(
        xlsx_write(sample_document(&arena), AUDIENCE_INSIDE, "/nowhere/at/all.xlsx", &arena, &err),
        PFQ_E_IO);
    cr_assert_not_null(strstr(err.text, "/nowhere/at/all.xlsx"));
}
