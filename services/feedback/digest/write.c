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

enum pfq_code digest_xlsx(const Pfq__V1__Digest *digest, const char *path, struct pfq_arena *arena,
                          struct pfq_err *err)
{
    return xlsx_write(digest_document(digest, arena), audience_of(digest), path, arena, err);
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
    struct grid_row *rows;
    size_t count;
};

static void melt_row(struct melted *m, const struct grid *grid, const struct grid_row *row,
                     enum audience audience, struct pfq_arena *arena)
{
    for (size_t i = 0; i < grid->column_count; i++) {
        const struct grid_column *column = &grid->columns[i];
        if (!row->cells[i].given || !grid_shows(column, audience)) {
            continue;
        }
        struct grid_cell *cells = pfq_arena_new(arena, struct grid_cell, WIDTH);
        cells[0] = grid_text(grid->title);
        cells[1] = grid_text(column->title);
        cells[2] = grid_text(grid_programs(column, &row->cells[i], audience, arena));
        m->rows[m->count++] =
            (struct grid_row){pfq_arena_printf(arena, "%s/%s", row->key, column->name), cells};
    }
}

static size_t cells_of(const struct document *document)
{
    size_t count = 0;
    for (size_t i = 0; i < document->part_count; i++) {
        const struct grid *grid = document->parts[i].grid;
        count += grid == NULL ? 0 : grid->row_count * grid->column_count;
    }
    return count;
}

void digest_document_csv(const struct document *document, bool inside, struct pfq_arena *arena,
                         FILE *out)
{
    static const struct grid_column columns[WIDTH] = {
        {"table", "Table", GRID_TEXT, MARK_ANYONE, 0},
        {"figure", "Figure", GRID_TEXT, MARK_ANYONE, 0},
        {"value", "Value", GRID_TEXT, MARK_ANYONE, 0},
    };
    enum audience audience = inside ? AUDIENCE_INSIDE : AUDIENCE_OUTSIDE;
    struct melted m = {.rows = pfq_arena_new(arena, struct grid_row, cells_of(document) + 1)};
    for (size_t i = 0; i < document->part_count; i++) {
        const struct grid *grid = document->parts[i].grid;
        for (size_t r = 0; grid != NULL && r < grid->row_count; r++) {
            melt_row(&m, grid, &grid->rows[r], audience, arena);
        }
    }
    struct grid all = {.title = "Digest",
                       .columns = columns,
                       .column_count = WIDTH,
                       .rows = m.rows,
                       .row_count = m.count};
    csv_write(&all, audience, CSV_BYTE_ORDER_MARK, arena, out);
}

void digest_csv(const Pfq__V1__Digest *digest, struct pfq_arena *arena, FILE *out)
{
    digest_document_csv(digest_document(digest, arena), audience_of(digest) == AUDIENCE_INSIDE,
                        arena, out);
}
