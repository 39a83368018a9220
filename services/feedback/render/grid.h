/* grid.h - a table of typed cells: the one model behind HTML, plain text, CSV and XLSX.
 *
 * A row has a key that never changes while the row means the same ("45/2026-10/D23"): it is
 * the first column of a CSV file, so that what comes back can be matched.
 *
 * Layer 2 (render): may include base.
 */
#ifndef GRID_H
#define GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audience.h"
#include "pfq/arena.h"

enum grid_kind {
    GRID_TEXT,
    GRID_URN,
    GRID_STATE, /* a word with a tone, shown as a tag */
    GRID_DATE,
    GRID_COUNT,
    GRID_PER_CENT, /* of `count` in `of` */
    GRID_NUMBER
};

/* Beside the word, never instead of it. */
enum tone {
    TONE_PLAIN,
    TONE_GOOD,
    TONE_WATCH,
    TONE_BAD
};

struct grid_column {
    const char *name;  /* for programs: "files_failing" */
    const char *title; /* for people */
    enum grid_kind kind;
    enum mark mark;
    int places; /* decimals of a GRID_NUMBER */
};

struct grid_cell {
    bool given;    /* else there is nothing to say here: empty */
    bool released; /* to outside, in a column marked MARK_RELEASED */
    enum tone tone;
    const char *text;
    int64_t count;
    int64_t of;
    double number;
    int32_t date; /* YYYYMMDD */
};

struct grid_row {
    const char *key;
    const struct grid_cell *cells; /* one for each column */
};

struct grid {
    const char *title;
    const struct grid_column *columns;
    size_t column_count;
    const struct grid_row *rows;
    size_t row_count;
    int64_t of;        /* rows there are, when not all are here; else 0 */
    const char *sheet; /* a shorter title, of a spreadsheet's sheet; NULL: the title */
};

struct grid_cell grid_text(const char *text); /* NULL: nothing to say */
struct grid_cell grid_state(const char *word, enum tone tone);
struct grid_cell grid_date(int32_t date);
struct grid_cell grid_count(int64_t count);
struct grid_cell grid_per_cent(int64_t failing, int64_t of);
struct grid_cell grid_number(double number);

/* What people read: "1,234", "52%", "too few", "3 May 2026", "withheld". */
const char *grid_people(const struct grid_column *column, const struct grid_cell *cell,
                        enum audience audience, struct pfq_arena *arena);

/* The same for programs: "1234", "0.5167" (of 1), "2026-05-03"; what is no number stays as people
 * read it. */
const char *grid_programs(const struct grid_column *column, const struct grid_cell *cell,
                          enum audience audience, struct pfq_arena *arena);

bool grid_shows(const struct grid_column *column, enum audience audience);
/* The same on a page, where a column that says nothing in any row is left out. */
bool grid_wanted(const struct grid *grid, size_t column, enum audience audience);
bool grid_numeric(enum grid_kind kind); /* aligned to the right */

/* May the cell's own value leave?  False: it is empty, or withheld. */
bool grid_open(const struct grid_column *column, const struct grid_cell *cell,
               enum audience audience);

/* "Shown 20 of 57", or "". */
const char *grid_shown(const struct grid *grid, struct pfq_arena *arena);

#endif
