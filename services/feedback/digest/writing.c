/* writing.c - see writing.h. */
#include "feedback/digest/writing.h"

#include <string.h>

#include "feedback/render/figure.h"

void writing_part(struct writing *w, struct part part)
{
    part.mark = MARK_ANYONE;
    w->parts[w->count++] = part;
}

void writing_heading(struct writing *w, int level, const char *text)
{
    writing_part(w, (struct part){.kind = PART_HEADING, .level = level, .text = text});
}

void writing_text(struct writing *w, enum part_kind kind, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        writing_part(w, (struct part){.kind = kind, .text = text});
    }
}

void writing_table(struct writing *w, const struct grid *grid)
{
    if (grid != NULL) {
        writing_part(w, (struct part){.kind = PART_TABLE, .grid = grid});
    }
}

void writing_chart(struct writing *w, const struct chart *chart, const char *key, const char *sheet)
{
    if (chart == NULL) {
        return;
    }
    struct grid *grid = pfq_arena_new(w->arena, struct grid, 1);
    *grid = *chart_grid(chart, w->arena);
    struct grid_row *rows = pfq_arena_new(w->arena, struct grid_row, grid->row_count + 1);
    for (size_t i = 0; i < grid->row_count; i++) {
        rows[i].key = pfq_arena_printf(w->arena, "%s/%s", key, grid->rows[i].key);
        rows[i].cells = grid->rows[i].cells;
    }
    grid->rows = rows;
    grid->sheet = sheet;
    writing_part(w, (struct part){.kind = PART_CHART, .chart = chart, .grid = grid});
}

void writing_list(struct writing *w, char *const *texts, size_t count, size_t most)
{
    size_t shown = count > most ? most : count;
    const char **items = pfq_arena_new(w->arena, const char *, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        items[i] = texts[i];
    }
    if (shown > 0) {
        writing_part(w, (struct part){.kind = PART_LIST, .items = items, .item_count = shown});
    }
    if (shown < count) {
        writing_text(w, PART_PARAGRAPH,
                     pfq_arena_printf(w->arena, "Shown %s of %s.",
                                      figure_count((int64_t)shown, w->arena),
                                      figure_count((int64_t)count, w->arena)));
    }
}

void writing_first(struct writing *w)
{
    if (w->digest->first_thing != NULL) {
        writing_part(w, (struct part){.kind = PART_NOTICE,
                                      .caption = "Do this first",
                                      .text = w->digest->first_thing});
    }
}

void writing_notes(struct writing *w, int level)
{
    const Pfq__V1__Digest *d = w->digest;
    char **items = pfq_arena_new(w->arena, char *, d->n_notes + 1);
    size_t count = 0;
    for (size_t i = 0; i < d->n_notes; i++) {
        if (d->notes[i]->message != NULL) {
            items[count++] = d->notes[i]->message;
        }
    }
    if (count > 0) {
        writing_heading(w, level, "Read with these figures");
        writing_list(w, items, count, count);
    }
}

const char *writing_unread(const Pfq__V1__Digest *d)
{
    bool unread = false;
    for (size_t i = 0; i < d->n_notes; i++) {
        const char *code = d->notes[i]->code;
        unread = unread || (code != NULL && strcmp(code, "WITHOUT_PEOPLE") == 0);
    }
    return unread ? "Not known: it could not be read." : NULL;
}
