/* write.c - a digest written in each of its forms: see pages.h. */
#include "feedback/digest/pages.h"
#include "feedback/digest/tables.h"
#include "feedback/render/csv_write.h"
#include "feedback/render/html.h"
#include "feedback/render/plain.h"
#include "feedback/render/xlsx.h"
#include "pfq/json.h"

/* What was made for outside holds nothing else any more. */
static enum audience audience_of(const Pfq__V1__Digest *digest)
{
    return digest->audience == PFQ__V1__AUDIENCE__AUDIENCE_INSIDE ? AUDIENCE_INSIDE
                                                                  : AUDIENCE_OUTSIDE;
}

void digest_text(const Pfq__V1__Digest *digest, struct pfq_arena *arena, FILE *out)
{
    plain_write(digest_document(digest, arena), audience_of(digest), arena, out);
}

void digest_html(const Pfq__V1__Digest *digest, struct pfq_arena *arena, FILE *out)
{
    html_write(digest_document(digest, arena), audience_of(digest), arena, out);
}

/* The page, and before it as a table what it says outside its tables. */
static const struct document *data_of(const Pfq__V1__Digest *digest, struct pfq_arena *arena)
{
    const struct document *page = digest_data(digest, arena);
    struct document *data = pfq_arena_new(arena, struct document, 1);
    struct part *parts = pfq_arena_new(arena, struct part, page->part_count + 1);
    parts[0] =
        (struct part){.kind = PART_TABLE, .mark = MARK_ANYONE, .grid = table_said(digest, arena)};
    for (size_t i = 0; i < page->part_count; i++) {
        parts[i + 1] = page->parts[i];
    }
    *data = *page;
    data->parts = parts;
    data->part_count++;
    return data;
}

enum pfq_code digest_xlsx(const Pfq__V1__Digest *digest, const char *path, struct pfq_arena *arena,
                          struct pfq_err *err)
{
    return xlsx_write(data_of(digest, arena), audience_of(digest), path, arena, err);
}

void digest_json(const Pfq__V1__Digest *digest, struct pfq_arena *arena, FILE *out)
{
    json_t *object = json_object();
    json_t *value = pfq_json_value(&digest->base, PFQ_JSON_SHORT_ENUMS);
    (void)arena;
    (void)json_object_set_new(object, "format", json_integer(DIGEST_JSON_FORMAT));
    (void)json_object_update(object, value);
    json_decref(value);
    (void)json_dumpf(object, out, JSON_COMPACT | JSON_ENSURE_ASCII);
    (void)fputc('\n', out);
    json_decref(object);
}

/* --- CSV -------------------------------------------------------------------------- */

enum {
    WIDTH = 3
};

struct melted {
    const Pfq__V1__Digest *digest;
    struct pfq_arena *arena;
    enum audience audience;
    struct grid_row *rows;
    size_t count;
};

static void melt(struct melted *m, const char *key, const struct grid *grid, const char *figure,
                 const char *value)
{
    struct grid_cell *cells = pfq_arena_new(m->arena, struct grid_cell, WIDTH);
    cells[0] = grid_text(grid->title);
    cells[1] = grid_text(figure);
    cells[2] = grid_text(value);
    m->rows[m->count++] = (struct grid_row){key, cells};
}

static void melt_row(struct melted *m, const struct grid *grid, const struct grid_row *row)
{
    for (size_t i = 0; i < grid->column_count; i++) {
        const struct grid_column *column = &grid->columns[i];
        if (row->cells[i].given && grid_shows(column, m->audience)) {
            melt(m, pfq_arena_printf(m->arena, "%s/%s", row->key, column->name), grid,
                 column->title, grid_programs(column, &row->cells[i], m->audience, m->arena));
        }
    }
}

static void melt_grid(struct melted *m, const struct grid *grid)
{
    const char *shown = grid_shown(grid, m->arena);
    for (size_t i = 0; i < grid->row_count; i++) {
        melt_row(m, grid, &grid->rows[i]);
    }
    if (*shown != '\0') {
        const char *key = pfq_arena_printf(m->arena, "shown/%s", grid->title);
        melt(m, m->digest == NULL ? key : table_key(m->digest, key, m->arena), grid, "Shown",
             shown);
    }
}

static size_t cells_of(const struct document *document)
{
    size_t count = 0;
    for (size_t i = 0; i < document->part_count; i++) {
        const struct grid *grid = document->parts[i].grid;
        count += grid == NULL ? 0 : grid->row_count * grid->column_count + 1;
    }
    return count;
}

static void write_csv(const Pfq__V1__Digest *digest, const struct document *document,
                      enum audience audience, struct pfq_arena *arena, FILE *out)
{
    static const struct grid_column columns[WIDTH] = {
        {"table", "Table", GRID_TEXT, MARK_ANYONE, 0},
        {"figure", "Figure", GRID_TEXT, MARK_ANYONE, 0},
        {"value", "Value", GRID_TEXT, MARK_ANYONE, 0},
    };
    struct melted m = {.digest = digest,
                       .arena = arena,
                       .audience = audience,
                       .rows = pfq_arena_new(arena, struct grid_row, cells_of(document) + 1)};
    for (size_t i = 0; i < document->part_count; i++) {
        if (document->parts[i].grid != NULL) {
            melt_grid(&m, document->parts[i].grid);
        }
    }
    struct grid all = {.title = "Digest",
                       .columns = columns,
                       .column_count = WIDTH,
                       .rows = m.rows,
                       .row_count = m.count};
    csv_write(&all, audience, CSV_BYTE_ORDER_MARK, arena, out);
}

void digest_document_csv(const struct document *document, bool inside, struct pfq_arena *arena,
                         FILE *out)
{
    write_csv(NULL, document, inside ? AUDIENCE_INSIDE : AUDIENCE_OUTSIDE, arena, out);
}

void digest_csv(const Pfq__V1__Digest *digest, struct pfq_arena *arena, FILE *out)
{
    write_csv(digest, data_of(digest, arena), audience_of(digest), arena, out);
}
