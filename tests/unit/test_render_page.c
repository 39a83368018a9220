/* Pages and plain text: feedback/render/html.h, plain.h. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/render/csv_write.h"
#include "feedback/render/html.h"
#include "feedback/render/plain.h"
#include "support/markup.h"
#include "support/sample_document.h"

static struct pfq_arena arena;

static void begin(void)
{
    pfq_arena_open(&arena);
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(render_page, .init = begin, .fini = end);

typedef void writer(const struct document *, enum audience, struct pfq_arena *, FILE *);

/* In the arena. */
static const char *written(writer *write, const struct document *d, enum audience audience)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    write(d, audience, &arena, out);
    fclose(out);
    const char *kept = pfq_arena_strdup(&arena, text);
    free(text);
    return kept;
}

static void write_csv(const struct document *d, enum audience audience, struct pfq_arena *a,
                      FILE *out)
{
    for (size_t i = 0; i < d->part_count; i++) {
        if (d->parts[i].grid != NULL) {
            csv_write(d->parts[i].grid, audience, CSV_PLAIN, a, out);
        }
    }
}

/* --- who sees what -------------------------------------------------------------------------- */

Test(render_page, nothing_for_inside_is_in_what_goes_outside)
{
    static const char *const secrets[] = {
        "Marker spread", "4 points between", "Inside only: raise",
        "Reviewer",      "Group A",          "part without a mark"};
    writer *const writers[] = {html_write, plain_write, write_csv};
    const struct document *d = sample_document(&arena);
    for (size_t w = 0; w < 3; w++) {
        const char *outside = written(writers[w], d, AUDIENCE_OUTSIDE);
        const char *inside = written(writers[w], d, AUDIENCE_INSIDE);
        for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
            bool in_table = i == 3 || i == 4;
            cr_expect_null(strstr(outside, secrets[i]), "writer %zu: %s", w, secrets[i]);
            cr_expect(
                strstr(inside, secrets[i]) != NULL ||
                    (writers[w] == write_csv && (!in_table || strcmp(secrets[i], "Reviewer") == 0)),
                "writer %zu: %s", w, secrets[i]);
        }
        cr_expect_eq(markup_count(outside, "see"), markup_count(inside, "see") - 5,
                     "writer %zu: comments go out one by one", w);
        cr_expect_eq(markup_count(outside, "withheld"), 5, "writer %zu", w);
        cr_expect_eq(markup_count(inside, "withheld"), 0, "writer %zu", w);
    }
}

Test(render_page, what_has_no_mark_stays_inside)
{
    struct grid_column column = {.name = "n", .title = "t"};
    struct part part = {.kind = PART_PARAGRAPH};
    cr_expect_not(grid_shows(&column, AUDIENCE_OUTSIDE));
    cr_expect(grid_shows(&column, AUDIENCE_INSIDE));
    cr_expect_not(document_shows(&part, AUDIENCE_OUTSIDE));
    cr_expect_not(document_shows(&part, (enum audience){0}));
}

/* --- the page ------------------------------------------------------------------------------- */

Test(render_page, the_page_is_whole_and_needs_nothing_else)
{
    const char *html = written(html_write, sample_document(&arena), AUDIENCE_INSIDE);
    cr_expect_null(markup_fault(html, &arena), "%s", markup_fault(html, &arena));
    cr_expect_eq(markup_count(html, "<script"), 0);
    cr_expect_eq(markup_count(html, "<link"), 0);
    cr_expect_eq(markup_count(html, "url("), 0);
    cr_expect_eq(markup_count(html, "@import"), 0);
    cr_expect_eq(markup_count(html, "://"), markup_count(html, "http://www.w3.org/2000/svg"));
    cr_expect_eq(markup_count(html, "<h1"), 1);
    cr_expect_not_null(strstr(html, "Demonstration: all of this is invented"));
    cr_expect_not_null(strstr(html, "Catalogue 2026-10 (3f9a01), everything up to entry 123,456, "
                                    "made 30 October 2026 at 09:30."));
    cr_expect_str_eq(html, written(html_write, sample_document(&arena), AUDIENCE_INSIDE));
}

Test(render_page, every_table_has_a_caption_and_headers_both_ways)
{
    const char *html = written(html_write, sample_document(&arena), AUDIENCE_OUTSIDE);
    size_t tables = markup_count(html, "<table>");
    cr_expect_eq(tables, 4);
    cr_expect_eq(markup_count(html, "<caption>"), tables);
    cr_expect_eq(markup_count(html, "<thead>"), tables);
    cr_expect_eq(markup_count(html, "<th "),
                 markup_count(html, "<th scope=\"col\"") + markup_count(html, "<th scope=\"row\""));
    cr_expect_eq(markup_count(html, "<th scope=\"row\""),
                 markup_count(html, "<tr>") - tables); /* one in each row but the heads */
    cr_expect_not_null(strstr(html, "Shown 6 of 15."));
}

/* One text that tries to leave its place, wherever a text can stand. */
Test(render_page, no_text_leaves_its_place)
{
    static const char evil[] = "</p><script>x()</script><a href='y' onclick=\"z\">&\033[2J\n| x";
    static const char *const items[] = {evil};
    static const struct part_line lines[] = {{evil, evil, MARK_ANYONE}};
    static const struct grid_column columns[] = {{evil, evil, GRID_TEXT, MARK_ANYONE, 0},
                                                 {evil, evil, GRID_STATE, MARK_ANYONE, 0}};
    const struct grid_cell cells[] = {grid_text(evil), grid_state(evil, TONE_BAD)};
    const struct grid_row row = {evil, cells};
    const struct grid grid = {evil, columns, 2, &row, 1, 0};
    struct run_point points[] = {
        {.label = evil, .failing = 20, .of = 60, .signal = CHART_HIGH, .why = evil},
        {.label = evil, .failing = 30, .of = 60}};
    const struct run_action action = {0.5, evil};
    const struct run_chart run = {evil, points, 2, &action, 1};
    const struct chart chart = {evil, evil, &run, NULL, NULL};
    struct part parts[PART_CHART + 1];
    for (int kind = PART_HEADING; kind <= PART_CHART; kind++) {
        parts[kind] = (struct part){(enum part_kind)kind,
                                    MARK_ANYONE,
                                    2,
                                    evil,
                                    evil,
                                    evil,
                                    TONE_BAD,
                                    items,
                                    1,
                                    lines,
                                    1,
                                    &grid,
                                    &chart};
    }
    const struct document d = {evil, evil, evil, evil, parts, PART_CHART + 1, evil, 1, 0};
    const char *html = written(html_write, &d, AUDIENCE_OUTSIDE);
    const char *plain = written(plain_write, &d, AUDIENCE_OUTSIDE);
    cr_expect_eq(markup_count(html, "<script"), 0);
    cr_expect_eq(markup_count(html, "<a href='y'"), 0);
    cr_expect_null(strchr(html, '\033'));
    cr_expect_null(strchr(plain, '\033'));
    cr_expect_null(markup_fault(html, &arena), "%s", markup_fault(html, &arena));
}

/* --- plain text ------------------------------------------------------------------------------- */

Test(render_page, plain_text_has_eighty_columns_and_no_spaces_at_line_ends)
{
    const char *text = written(plain_write, sample_document(&arena), AUDIENCE_INSIDE);
    size_t column = 0;
    for (const char *c = text; *c != '\0'; c++) {
        cr_assert(*c != '\n' || c == text || c[-1] != ' ', "%.40s", c - 30);
        column = *c == '\n' ? 0 : column + (((unsigned char)*c & 0xC0) != 0x80);
        cr_assert_leq(column, 80, "%.90s", c - 80);
    }
}

Test(render_page, a_plain_table_lines_up_and_wraps_its_last_column)
{
    static const struct grid_column columns[] = {{"a", "Theme", GRID_TEXT, MARK_ANYONE, 0},
                                                 {"b", "Files", GRID_COUNT, MARK_ANYONE, 0},
                                                 {"c", "Note", GRID_TEXT, MARK_ANYONE, 0}};
    const struct grid_cell cells[][3] = {
        {grid_text("Caf\xC3\xA9"), grid_count(1234), grid_text("short")},
        {grid_text("Unused material of the case"), grid_count(5),
         grid_text("a sentence that is much too long for what is left of the line")}};
    const struct grid_row rows[] = {{"1", cells[0]}, {"2", cells[1]}};
    const struct grid grid = {"Themes", columns, 3, rows, 2, 0};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    plain_grid(&grid, AUDIENCE_OUTSIDE, &arena, out);
    fclose(out);
    cr_expect_str_eq(
        text,
        "Themes\n"
        "Theme                        Files  Note\n"
        "-------------------------------------------------------------------------"
        "-------\n"
        "Caf\xC3\xA9                         1,234  short\n"
        "Unused material of the case      5  a sentence that is much too long for what is\n"
        "                                    left of the line\n",
        "%s", text);
    free(text);
}

static const char *plain_table(const struct grid *grid)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    plain_grid(grid, AUDIENCE_OUTSIDE, &arena, out);
    fclose(out);
    const char *kept = pfq_arena_strdup(&arena, text);
    free(text);
    return kept;
}

Test(render_page, texts_and_titles_wrap_in_their_columns_and_empty_columns_are_left_out)
{
    static const struct grid_column columns[] = {{"a", "What is wrong", GRID_TEXT, MARK_ANYONE, 0},
                                                 {"b", "Files failing", GRID_COUNT, MARK_ANYONE, 0},
                                                 {"c", "Due", GRID_DATE, MARK_ANYONE, 0},
                                                 {"d", "What to do", GRID_TEXT, MARK_ANYONE, 0}};
    const struct grid_cell cells[] = {
        grid_text("No information on whether a personal statement was offered"),
        grid_count(1234),
        {.given = false},
        grid_text("Say for every victim whether a statement was offered, and when.")};
    const struct grid_row row = {"1", cells};
    const struct grid grid = {"Checks", columns, 4, &row, 1, 0};
    cr_expect_str_eq(
        plain_table(&grid),
        "Checks\n"
        "What is wrong                    Files failing  What to do\n"
        "--------------------------------------------------------------------------"
        "------\n"
        "No information on whether a              1,234  Say for every victim whether a\n"
        "personal statement was offered                  statement was offered, and when.\n");
    cr_expect_null(strstr(
        written(html_write,
                &(struct document){
                    .title = "t",
                    .service = "s",
                    .catalogue = "c",
                    .parts = &(struct part){.kind = PART_TABLE, .mark = MARK_ANYONE, .grid = &grid},
                    .part_count = 1},
                AUDIENCE_OUTSIDE),
        "Due"));
}

Test(render_page, a_table_under_a_heading_of_its_title_does_not_say_it_again)
{
    const struct grid *grid = sample_grid();
    const struct part parts[] = {
        {.kind = PART_HEADING, .mark = MARK_ANYONE, .level = 2, .text = grid->title},
        {.kind = PART_TABLE, .mark = MARK_ANYONE, .grid = grid}};
    const struct document d = {
        .title = "t", .service = "s", .catalogue = "c", .parts = parts, .part_count = 2};
    const char *html = written(html_write, &d, AUDIENCE_OUTSIDE);
    cr_expect_eq(markup_count(written(plain_write, &d, AUDIENCE_OUTSIDE), grid->title), 1);
    cr_expect_eq(markup_count(html, "<caption class=\"unseen\">"), 1, "told to who does not see");
    cr_expect_eq(markup_count(html, "<caption>"), 0);
}

/* --- one model, many forms ---------------------------------------------------------------------
 */

Test(render_page, every_figure_is_the_same_in_all_forms)
{
    const struct document *d = sample_document(&arena);
    const char *html = written(html_write, d, AUDIENCE_INSIDE);
    const char *plain = written(plain_write, d, AUDIENCE_INSIDE);
    const char *csv = written(write_csv, d, AUDIENCE_INSIDE);
    const struct grid *grid = sample_grid();
    for (size_t r = 0; r < grid->row_count; r++) {
        for (size_t c = 0; c < grid->column_count; c++) {
            const struct grid_column *column = &grid->columns[c];
            const struct grid_cell *cell = &grid->rows[r].cells[c];
            const char *people = grid_people(column, cell, AUDIENCE_INSIDE, &arena);
            const char *programs = grid_programs(column, cell, AUDIENCE_INSIDE, &arena);
            if (grid_numeric(column->kind) && cell->given) {
                cr_expect_not_null(strstr(
                    html, pfq_arena_printf(&arena, "<td class=\"number\" data-label=\"%s\">%s</td>",
                                           column->title, people)));
                cr_expect_not_null(
                    strstr(plain, pfq_arena_printf(&arena, "  %s: %s\n", column->title, people)));
                cr_expect_not_null(strstr(csv, pfq_arena_printf(&arena, ",%s,", programs)));
            }
        }
    }
}
