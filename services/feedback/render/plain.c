/* plain.c - a document as plain text: see plain.h. */
#include "plain.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "pfq/escape.h"

enum {
    GAP = 2,
    TEXT_LEAST = 12
};

struct plain {
    FILE *out;
    enum audience audience;
    struct pfq_arena *arena;
    const char *heading; /* the last one: a table of that title needs none of its own */
};

/* --- lines -------------------------------------------------------------------------- */

/* Characters are counted, not bytes. */
static bool begins(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

static size_t wide(const char *text)
{
    size_t count = 0;
    for (const char *c = text; *c != '\0'; c++) {
        count += begins(*c);
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
        if (begins(text[size]) && count == most) {
            break;
        }
        count += begins(text[size]);
        size++;
    }
    return size;
}

struct piece {
    const char *text;
    size_t size; /* bytes; 0: there is no more */
    size_t width;
};

/* As many words of `*rest` as `most` characters hold, and `*rest` behind them. */
static struct piece take_line(const char **rest, size_t most)
{
    const char *from = *rest + strspn(*rest, " ");
    struct piece line = {.text = from};
    while (*from != '\0') {
        size_t size = word_size(from, most);
        size_t end = (size_t)(from - line.text) + size;
        size_t width = 0;
        for (size_t i = 0; i < end; i++) {
            width += begins(line.text[i]);
        }
        if (line.size > 0 && width > most) {
            break;
        }
        line.size = end;
        line.width = width;
        from += size;
        from += strspn(from, " ");
    }
    *rest = from;
    return line;
}

/* Wraps on words; the lines after the first begin at the column where the first did. */
static void wrapped(const struct plain *p, size_t indent, const char *text)
{
    const char *rest = text;
    const char *between = "";
    for (;;) {
        struct piece line = take_line(&rest, PLAIN_WIDTH - indent);
        if (line.size == 0) {
            return;
        }
        fprintf(p->out, "%s%*s%.*s", between, *between == '\0' ? 0 : (int)indent, "",
                (int)line.size, line.text);
        between = "\n";
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

/* A column that is not shown is 0 wide. */
struct column {
    size_t width;
    size_t least; /* as narrow as it may become */
};

static size_t longest_word(const char *text)
{
    size_t longest = 0;
    for (const char *from = text; *from != '\0'; from += strspn(from, " ")) {
        size_t size = word_size(from, SIZE_MAX);
        size_t width = 0;
        for (size_t i = 0; i < size; i++) {
            width += begins(from[i]);
        }
        longest = width > longest ? width : longest;
        from += size;
    }
    return longest;
}

static struct column measure_column(const struct plain *p, const struct grid *g, size_t at)
{
    enum grid_kind kind = g->columns[at].kind;
    const char *title = clean(p, g->columns[at].title);
    size_t cells = 0;
    for (size_t r = 0; r < g->row_count; r++) {
        size_t width = wide(cell_text(p, g, r, at));
        cells = width > cells ? width : cells;
    }
    size_t word = longest_word(title);
    struct column c = {.width = wide(title) > cells ? wide(title) : cells, .least = cells};
    if ((kind == GRID_TEXT || kind == GRID_STATE) && cells > TEXT_LEAST) {
        c.least = TEXT_LEAST;
    }
    c.least = word > c.least ? word : c.least;
    return c;
}

/* The longest that may become narrower; NULL: none may. */
static struct column *longest_column(struct column *columns, size_t count)
{
    struct column *longest = NULL;
    for (size_t i = 0; i < count; i++) {
        struct column *c = &columns[i];
        if (c->width > c->least && (longest == NULL || c->width > longest->width)) {
            longest = c;
        }
    }
    return longest;
}

/* The longest gives way, one character at a time, until the table is as wide as the page; the
 * whole width is returned. */
static size_t measure(const struct plain *p, const struct grid *g, struct column *columns)
{
    size_t whole = 0;
    for (size_t i = 0; i < g->column_count; i++) {
        if (grid_wanted(g, i, p->audience)) {
            columns[i] = measure_column(p, g, i);
            whole += columns[i].width + (whole > 0 ? GAP : 0);
        }
    }
    struct column *longest = NULL;
    while (whole > PLAIN_WIDTH && (longest = longest_column(columns, g->column_count)) != NULL) {
        longest->width--;
        whole--;
    }
    return whole;
}

static void pad(const struct plain *p, size_t count)
{
    fprintf(p->out, "%*s", (int)count, "");
}

/* One line of a row: what `rest` has of each column.  True: there is more.  No spaces are left at
 * the end. */
static bool part_of_row(const struct plain *p, const struct grid *g, const struct column *columns,
                        const char **rest)
{
    size_t owed = 0;
    bool more = false;
    for (size_t i = 0; i < g->column_count; i++) {
        if (columns[i].width == 0) {
            continue;
        }
        struct piece piece = take_line(&rest[i], columns[i].width);
        size_t empty = columns[i].width - piece.width;
        bool right = grid_numeric(g->columns[i].kind);
        if (piece.size > 0) {
            pad(p, owed + (right ? empty : 0));
            fprintf(p->out, "%.*s", (int)piece.size, piece.text);
            owed = right ? 0 : empty;
        } else {
            owed += columns[i].width;
        }
        owed += GAP;
        more = more || *rest[i] != '\0';
    }
    fputc('\n', p->out);
    return more;
}

/* `row` of SIZE_MAX is the head. */
static void line(const struct plain *p, const struct grid *g, const struct column *columns,
                 size_t row)
{
    const char **rest = pfq_arena_new(p->arena, const char *, g->column_count);
    for (size_t i = 0; i < g->column_count; i++) {
        rest[i] = columns[i].width == 0 ? ""
                  : row == SIZE_MAX     ? clean(p, g->columns[i].title)
                                        : cell_text(p, g, row, i);
    }
    while (part_of_row(p, g, columns, rest)) {
    }
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
    struct column *columns = pfq_arena_new(p->arena, struct column, g->column_count);
    size_t whole = measure(p, g, columns);
    const char *shown = grid_shown(g, p->arena);
    if (p->heading == NULL || strcmp(p->heading, g->title) != 0) {
        paragraph(p, "", g->title);
    }
    if (whole <= PLAIN_WIDTH) {
        line(p, g, columns, SIZE_MAX);
        rule(p, whole);
    }
    for (size_t r = 0; r < g->row_count; r++) {
        if (whole <= PLAIN_WIDTH) {
            line(p, g, columns, r);
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
    table(&(struct plain){out, audience, arena, NULL}, grid);
}

/* --- parts -------------------------------------------------------------------------- */

static void heading(struct plain *p, const struct part *part)
{
    p->heading = part->text;
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
    const char *line = chart_line(c, p->arena);
    if (line != NULL) {
        paragraph(p, "", c->title);
    }
    if (chart_wanted(c)) {
        paragraph(p, "", chart_description(c, p->arena));
        paragraph(p, "", chart_note(c, p->arena));
    }
    if (line != NULL) {
        paragraph(p, "", line);
        return;
    }
    if (chart_wanted(c)) {
        fputc('\n', p->out);
    }
    table(p, chart_grid(c, p->arena));
}

static void write_part(struct plain *p, const struct part *part)
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
    struct plain p = {out, audience, arena, NULL};
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
