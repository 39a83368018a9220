/* grid.c - see grid.h. */
#include "grid.h"

#include <math.h>
#include <string.h>

#include "figure.h"
#include "pfq/clock.h"

enum {
    SHARE_PLACES = 4 /* for programs */
};

struct grid_cell grid_text(const char *text)
{
    return (struct grid_cell){.given = text != NULL, .text = text};
}

struct grid_cell grid_state(const char *word, enum tone tone)
{
    return (struct grid_cell){.given = word != NULL, .text = word, .tone = tone};
}

struct grid_cell grid_date(int32_t date)
{
    return (struct grid_cell){.given = date != 0, .date = date};
}

struct grid_cell grid_count(int64_t count)
{
    return (struct grid_cell){.given = true, .count = count};
}

struct grid_cell grid_per_cent(int64_t failing, int64_t of)
{
    return (struct grid_cell){.given = true, .count = failing, .of = of};
}

struct grid_cell grid_number(double number)
{
    return (struct grid_cell){.given = isfinite(number) != 0, .number = number};
}

bool grid_shows(const struct grid_column *column, enum audience audience)
{
    return audience_sees(audience, column->mark, true);
}

bool grid_wanted(const struct grid *grid, size_t column, enum audience audience)
{
    bool given = grid->row_count == 0;
    for (size_t r = 0; r < grid->row_count; r++) {
        given = given || grid->rows[r].cells[column].given;
    }
    return given && grid_shows(&grid->columns[column], audience);
}

bool grid_numeric(enum grid_kind kind)
{
    return kind == GRID_COUNT || kind == GRID_PER_CENT || kind == GRID_NUMBER;
}

bool grid_open(const struct grid_column *column, const struct grid_cell *cell,
               enum audience audience)
{
    return cell->given && audience_sees(audience, column->mark, cell->released);
}

const char *grid_people(const struct grid_column *column, const struct grid_cell *cell,
                        enum audience audience, struct pfq_arena *arena)
{
    if (!grid_open(column, cell, audience)) {
        return cell->given ? "withheld" : "";
    }
    switch (column->kind) {
    case GRID_TEXT:
    case GRID_URN:
    case GRID_STATE:
        return cell->text;
    case GRID_DATE:
        return figure_date(cell->date, arena);
    case GRID_COUNT:
        return figure_count(cell->count, arena);
    case GRID_PER_CENT:
        return figure_per_cent(cell->count, cell->of, arena);
    case GRID_NUMBER:
        return figure_decimal(cell->number, column->places, arena);
    }
    return "";
}

/* "1,234.5" without its separators. */
static const char *ungrouped(const char *figure, struct pfq_arena *arena)
{
    char *out = pfq_arena_strdup(arena, figure);
    char *to = out;
    for (const char *from = figure; *from != '\0'; from++) {
        if (*from != ',') {
            *to++ = *from;
        }
    }
    *to = '\0';
    return out;
}

const char *grid_programs(const struct grid_column *column, const struct grid_cell *cell,
                          enum audience audience, struct pfq_arena *arena)
{
    const char *people = grid_people(column, cell, audience, arena);
    if (!grid_open(column, cell, audience)) {
        return people;
    }
    if (column->kind == GRID_DATE) {
        char text[PFQ_INSTANT_TEXT];
        pfq_date_format(cell->date, text);
        return pfq_arena_strdup(arena, text);
    }
    if (column->kind == GRID_PER_CENT && figure_size(cell->of) >= FIGURE_INTERVAL) {
        return figure_decimal((double)cell->count / (double)cell->of, SHARE_PLACES, arena);
    }
    return column->kind == GRID_COUNT || column->kind == GRID_NUMBER ? ungrouped(people, arena)
                                                                     : people;
}

const char *grid_shown(const struct grid *grid, struct pfq_arena *arena)
{
    return figure_shown((int64_t)grid->row_count, grid->of, arena);
}
