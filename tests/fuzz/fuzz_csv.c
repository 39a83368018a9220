/* The CSV that comes back from outside: read or refused, and what is read comes back once more. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/render/csv_read.h"
#include "feedback/render/csv_write.h"
#include "pfq/bug.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Its first column of text, written as ours would be. */
static char *rewrite(const struct csv_file *file, size_t column, struct pfq_arena *arena,
                     size_t *size)
{
    static const struct grid_column one = {"text", "Text", GRID_TEXT, MARK_ANYONE, 0};
    struct grid_row *rows = pfq_arena_new(arena, struct grid_row, file->row_count + 1);
    struct grid_cell *cells = pfq_arena_new(arena, struct grid_cell, file->row_count + 1);
    for (size_t i = 0; i < file->row_count; i++) {
        cells[i] = grid_text(file->rows[i].fields[column]);
        rows[i] = (struct grid_row){file->rows[i].key, &cells[i]};
    }
    struct grid grid = {"t", &one, 1, rows, file->row_count, 0};
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    csv_write(&grid, AUDIENCE_OUTSIDE, CSV_PLAIN, arena, out);
    (void)fclose(out);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct csv_file file;
    struct csv_file again;
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    bool good = csv_read("f", (const char *)data, size, &arena, &problems, &file);
    PFQ_ASSERT(good == (problems.count == 0));
    if (good && file.row_count > 0) {
        size_t column = file.column_count - 1;
        size_t length = 0;
        char *text = rewrite(&file, column, &arena, &length);
        PFQ_ASSERT(csv_read("g", text, length, &arena, &problems, &again));
        PFQ_ASSERT(again.row_count == file.row_count);
        for (size_t i = 0; i < file.row_count; i++) {
            PFQ_ASSERT(strcmp(again.rows[i].fields[1], file.rows[i].fields[column]) == 0);
        }
        free(text);
    }
    pfq_arena_close(&arena);
    return 0;
}
