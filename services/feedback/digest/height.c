/* height.c - how much of a printed page parts take, about: see writing.h.
 *
 * In tenths of a line of text in the dense style (feedback/render/html_style.c), with the widest
 * letters that a browser may take instead of Arial.  tests/browser prints what comes of it. */
#include <string.h>

#include "feedback/digest/writing.h"

enum {
    LINE = 10,
    LINE_CHARACTERS = 108,
    HEADING = 18,
    TABLE_ROW = 13,
    CELL_GAP = 4, /* characters between two columns */
    NOTICE = 30   /* its caption, its frame */
};

static size_t text_height(size_t characters)
{
    return LINE * (1 + characters / LINE_CHARACTERS);
}

static size_t length(const char *text)
{
    return text == NULL ? 0 : strlen(text);
}

static size_t row_height(const struct grid *grid, size_t row, struct pfq_arena *arena)
{
    size_t characters = 0;
    for (size_t i = 0; i < grid->column_count; i++) {
        const char *text =
            row == SIZE_MAX
                ? grid->columns[i].title
                : grid_people(&grid->columns[i], &grid->rows[row].cells[i], AUDIENCE_INSIDE, arena);
        characters += length(text) + CELL_GAP;
    }
    return TABLE_ROW + LINE * (characters / LINE_CHARACTERS);
}

/* Its title, and how many rows there are in all, take a line each. */
static size_t table_height(const struct grid *grid, struct pfq_arena *arena)
{
    size_t height = row_height(grid, SIZE_MAX, arena) + LINE;
    for (size_t i = 0; i < grid->row_count; i++) {
        height += row_height(grid, i, arena);
    }
    return height + (*grid_shown(grid, arena) == '\0' ? 0 : LINE);
}

static size_t part_height(const struct part *part, struct pfq_arena *arena)
{
    size_t height = 0;
    for (size_t i = 0; i < part->item_count; i++) {
        height += text_height(length(part->items[i]));
    }
    for (size_t i = 0; i < part->line_count; i++) {
        height += text_height(length(part->lines[i].name) + length(part->lines[i].value)) + 1;
    }
    height += part->grid == NULL ? 0 : table_height(part->grid, arena);
    if (part->kind == PART_HEADING) {
        return height + HEADING;
    }
    height += part->text == NULL ? 0 : text_height(length(part->text)) + 2;
    return height + (part->kind == PART_NOTICE ? NOTICE : 0);
}

size_t writing_height(const struct writing *w)
{
    size_t height = 0;
    for (size_t i = 0; i < w->count; i++) {
        height += part_height(&w->parts[i], w->arena);
    }
    return height;
}
