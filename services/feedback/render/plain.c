/* plain.c - a document as plain text: see plain.h. */
#include "plain.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "pfq/escape.h"

enum {
    GAP = 2,
    LAST_LEAST = 16
};

struct plain {
    FILE *out;
    enum audience audience;
    struct pfq_arena *arena;
};

/* --- lines -------------------------------------------------------------------------- */

static size_t wide(const char *text)
{
    size_t count = 0;
    for (const char *c = text; *c != '\0'; c++) {
        count += ((unsigned char)*c & 0xC0) != 0x80; /* characters, not bytes */
    }
    return count;
}

static const char *clean(const struct plain *p, const char *text)
{
    return pfq_escape(PFQ_ESCAPE_PLAIN, text, p->arena);
}

/* Bytes of the first word, at most `most` characters of it. */
static size_t word_size(const char *text, size_t most)
{
    size_t size = 0;
    size_t count = 0;
    while (text[size] != '\0' && text[size] != ' ') {
        bool begins = ((unsigned char)text[size] & 0xC0) != 0x80;
        if (begins && count == most) {
            break;
        }
        count += begins;
        size++;
    }
    return size;
}

/* Wraps on words; the lines after the first begin at the column where the first did. */
static void wrapped(const struct plain *p, size_t indent, const char *text)
{
    const char *from = text;
    size_t column = indent;
    while (*(from += strspn(from, " ")) != '\0') {
        size_t size = word_size(from, PLAIN_WIDTH - indent);
        size_t width = wide(pfq_arena_strndup(p->arena, from, size));
        if (column > indent && column + 1 + width > PLAIN_WIDTH) {
            fprintf(p->out, "\n%*s", (int)indent, "");
            column = indent;
        }
        fprintf(p->out, "%s%.*s", column > indent ? " " : "", (int)size, from);
        column += width + (column > indent);
        from += size;
    }
}

/* Behind `label`, and under it. */
static void paragraph(const struct plain *p, const char *label, const char *text)
{
    size_t indent = wide(label) < PLAIN_WIDTH / 2 ? wide(label) : 2;
    fputs(label, p->out);
    if (indent < wide(label)) {
        fprintf(p->out, "\n%*s", (int)indent, "");
    }
    wrapped(p, indent, clean(p, text));
    fputc('\n', p->out);
}

static void underlined(const struct plain *p, const char *text, char line)
{
    size_t width = wide(text);
    paragraph(p, "", text);
    for (size_t i = 0; i < width && i < PLAIN_WIDTH; i++) {
        fputc(line, p->out);
    }
    fputc('\n', p->out);
}

/* --- tables ------------------------------------------------------------------------- */

static const char *cell_text(const struct plain *p, const struct grid *g, size_t row, size_t column)
{
    return clean(
        p, grid_people(&g->columns[column], &g->rows[row].cells[column], p->audience, p->arena));
}

/* The last column that is shown: the one that may wrap. */
static size_t last_column(const struct plain *p, const struct grid *g)
{
    size_t last = 0;
    for (size_t i = 0; i < g->column_count; i++) {
        last = grid_shows(&g->columns[i], p->audience) ? i : last;
    }
    return last;
}

/* The width of each column, 0 where it is not shown; the whole width is returned.  A last column
 * of text gives way, down to LAST_LEAST. */
static size_t measure(const struct plain *p, const struct grid *g, size_t *widths)
{
    size_t whole = 0;
    for (size_t i = 0; i < g->column_count; i++) {
        widths[i] = 0;
        if (!grid_shows(&g->columns[i], p->audience)) {
            continue;
        }
        widths[i] = wide(clean(p, g->columns[i].title));
        for (size_t r = 0; r < g->row_count; r++) {
            size_t width = wide(cell_text(p, g, r, i));
            widths[i] = width > widths[i] ? width : widths[i];
        }
        whole += widths[i] + (whole > 0 ? GAP : 0);
    }
    size_t last = last_column(p, g);
    size_t over = whole > PLAIN_WIDTH ? whole - PLAIN_WIDTH : 0;
    if (over > 0 && g->columns[last].kind == GRID_TEXT && widths[last] >= over + LAST_LEAST) {
        widths[last] -= over;
        whole -= over;
    }
    return whole;
}

static void pad(const struct plain *p, size_t count)
{
    fprintf(p->out, "%*s", (int)count, "");
}

/* `row` of SIZE_MAX is the head.  No spaces are left at the end of a line. */
static void line(const struct plain *p, const struct grid *g, const size_t *widths, size_t row)
{
    size_t owed = 0;
    size_t at = 0; /* where the column begins */
    size_t last = last_column(p, g);
    for (size_t i = 0; i < g->column_count; i++) {
        if (!grid_shows(&g->columns[i], p->audience)) {
            continue;
        }
        const char *text =
            row == SIZE_MAX ? clean(p, g->columns[i].title) : cell_text(p, g, row, i);
        size_t rest = wide(text) < widths[i] ? widths[i] - wide(text) : 0;
        bool right = grid_numeric(g->columns[i].kind);
        if (*text != '\0') {
            pad(p, owed + (right ? rest : 0));
            owed = right ? 0 : rest;
            if (i == last) {
                wrapped(p, at, text);
            } else {
                fputs(text, p->out);
            }
        } else {
            owed += widths[i];
        }
        owed += GAP;
        at += widths[i] + GAP;
    }
    fputc('\n', p->out);
}

static void rule(const struct plain *p, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        fputc('-', p->out);
    }
    fputc('\n', p->out);
}

static void block(const struct plain *p, const struct grid *g, size_t row)
{
    for (size_t i = 0; i < g->column_count; i++) {
        const char *text = cell_text(p, g, row, i);
        if (grid_shows(&g->columns[i], p->audience) && *text != '\0') {
            const char *title = clean(p, g->columns[i].title);
            paragraph(p, "  ", pfq_arena_printf(p->arena, "%s: %s", title, text));
        }
    }
    fputc('\n', p->out);
}

static void table(const struct plain *p, const struct grid *g)
{
    size_t *widths = pfq_arena_new(p->arena, size_t, g->column_count);
    size_t whole = measure(p, g, widths);
    const char *shown = grid_shown(g, p->arena);
    paragraph(p, "", g->title);
    if (whole <= PLAIN_WIDTH) {
        line(p, g, widths, SIZE_MAX);
        rule(p, whole);
    }
    for (size_t r = 0; r < g->row_count; r++) {
        if (whole <= PLAIN_WIDTH) {
            line(p, g, widths, r);
        } else {
            block(p, g, r);
        }
    }
    if (*shown != '\0') {
        fprintf(p->out, "%s.\n", shown);
    }
}

void plain_grid(const struct grid *grid, enum audience audience, struct pfq_arena *arena, FILE *out)
{
    table(&(struct plain){out, audience, arena}, grid);
}

/* --- parts -------------------------------------------------------------------------- */

static void heading(const struct plain *p, const struct part *part)
{
    const char *text = part->tag == NULL
                           ? part->text
                           : pfq_arena_printf(p->arena, "%s [%s]", part->text, part->tag);
    if (part->caption != NULL) {
        paragraph(p, "", part->caption);
    }
    underlined(p, text, part->level == 3 ? '-' : '=');
}

static void summary(const struct plain *p, const struct part *part)
{
    for (size_t i = 0; i < part->line_count; i++) {
        const struct part_line *l = &part->lines[i];
        if (audience_sees(p->audience, l->mark, false)) {
            paragraph(p, pfq_arena_printf(p->arena, "%s: ", clean(p, l->name)), l->value);
        }
    }
}

static void chart(const struct plain *p, const struct chart *c)
{
    if (chart_wanted(c)) {
        paragraph(p, "", chart_description(c, p->arena));
        paragraph(p, "", chart_note(c, p->arena));
        fputc('\n', p->out);
    }
    table(p, chart_grid(c, p->arena));
}

static void write_part(const struct plain *p, const struct part *part)
{
    switch (part->kind) {
    case PART_HEADING:
        heading(p, part);
        break;
    case PART_PARAGRAPH:
        paragraph(p, "", part->text);
        break;
    case PART_INSET:
        paragraph(p, "| ", part->text);
        break;
    case PART_NOTICE:
        paragraph(p, "! ", part->caption);
        paragraph(p, "  ", part->text);
        break;
    case PART_LIST:
        for (size_t i = 0; i < part->item_count; i++) {
            paragraph(p, "* ", part->items[i]);
        }
        break;
    case PART_SUMMARY:
        summary(p, part);
        break;
    case PART_TABLE:
        table(p, part->grid);
        break;
    case PART_CHART:
        chart(p, part->chart);
        break;
    }
    fputc('\n', p->out);
}

void plain_write(const struct document *document, enum audience audience, struct pfq_arena *arena,
                 FILE *out)
{
    struct plain p = {out, audience, arena};
    if (document->sandbox != NULL) {
        paragraph(&p, "! ", document->sandbox);
        fputc('\n', out);
    }
    paragraph(&p, "", document->service);
    if (document->caption != NULL) {
        paragraph(&p, "", document->caption);
    }
    underlined(&p, document->title, '=');
    fputc('\n', out);
    for (size_t i = 0; i < document->part_count; i++) {
        if (document_shows(&document->parts[i], audience)) {
            write_part(&p, &document->parts[i]);
        }
    }
    paragraph(&p, "", document_provenance(document, arena));
}
