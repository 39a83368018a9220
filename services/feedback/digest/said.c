/* said.c - what a page says outside its tables, as a table: for CSV and spreadsheets. */
#include "feedback/digest/pages.h"
#include "feedback/digest/private.h"
#include "feedback/digest/tables.h"

enum {
    LINES_BESIDES = 8 /* beside the lists */
};

struct saying {
    const Pfq__V1__Digest *digest;
    struct pfq_arena *arena;
    struct grid *grid;
    struct grid_row *rows;
};

static void say(struct saying *s, const char *key, const char *what, const char *text)
{
    if (text == NULL) {
        return;
    }
    struct grid_cell *cells = pfq_arena_new(s->arena, struct grid_cell, s->grid->column_count);
    cells[0] = grid_text(what);
    cells[1] = grid_text(text);
    s->rows[s->grid->row_count++] = (struct grid_row){table_key(s->digest, key, s->arena), cells};
}

static void say_place(struct saying *s, const char *part, size_t place, const char *what,
                      const char *text)
{
    say(s, pfq_arena_printf(s->arena, "said/%s/%zu", part, place + 1), what, text);
}

const struct grid *table_said(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"what", "What", GRID_TEXT, MARK_ANYONE, 0},
        {"text", "Text", GRID_TEXT, MARK_ANYONE, 0},
    };
    struct saying s = {.digest = d, .arena = arena, .grid = pfq_arena_new(arena, struct grid, 1)};
    s.rows = pfq_arena_new(arena, struct grid_row,
                           LINES_BESIDES + d->n_notes + d->n_praise + d->n_challenges + d->n_muted);
    *s.grid =
        (struct grid){.title = "Summary", .columns = columns, .column_count = 2, .rows = s.rows};
    say(&s, "said/kind", "Kind", digest_kind_title(d->kind));
    say(&s, "said/period", "Period", digest_period_title(d, arena));
    say(&s, "said/state", "State", digest_state_words(d));
    say(&s, "said/force", "Force", d->force_name == NULL ? d->force : d->force_name);
    say(&s, "said/unit", "Unit", d->police_unit);
    say(&s, "said/area", "CPS Area", d->area);
    say(&s, "said/first", "Do this first", d->first_thing);
    for (size_t i = 0; i < d->n_notes; i++) {
        say_place(&s, "note", i, "Read with these figures", d->notes[i]->message);
    }
    for (size_t i = 0; i < d->n_praise; i++) {
        say_place(&s, "praise", i, "What became better", d->praise[i]->sentence);
    }
    for (size_t i = 0; i < d->n_challenges; i++) {
        say_place(&s, "challenge", i, "Open challenges", d->challenges[i]);
    }
    for (size_t i = 0; i < d->n_muted; i++) {
        say_place(&s, "muted", i, "Muted: counted, and not told of", d->muted[i]);
    }
    return s.grid;
}
