/* html.c - a document as a page: see html.h. */
#include "html.h"

#include <string.h>

#include "pfq/escape.h"
#include "svg.h"

struct html {
    FILE *out;
    enum audience audience;
    struct pfq_arena *arena;
    unsigned charts;     /* so far: their ids */
    const char *heading; /* the last one: a table of that title does not show its own */
};

static const char *safe(const struct html *h, const char *text)
{
    return pfq_escape(PFQ_ESCAPE_HTML, text, h->arena);
}

static void element(const struct html *h, const char *name, const char *text)
{
    fprintf(h->out, "<%s>%s</%s>\n", name, safe(h, text), name);
}

static void tag(const struct html *h, const char *word, enum tone tone)
{
    static const char *const classes[] = {[TONE_PLAIN] = "tag",
                                          [TONE_GOOD] = "tag good",
                                          [TONE_WATCH] = "tag watch",
                                          [TONE_BAD] = "tag bad"};
    fprintf(h->out, "<strong class=\"%s\">%s</strong>", classes[tone], safe(h, word));
}

static void caption(const struct html *h, const char *text)
{
    if (text != NULL) {
        fprintf(h->out, "<span class=\"caption\">%s</span>\n", safe(h, text));
    }
}

/* --- tables ----------------------------------------------------------------------- */

static const char *class_of(enum grid_kind kind)
{
    return grid_numeric(kind)                      ? " class=\"number\""
           : kind == GRID_DATE || kind == GRID_URN ? " class=\"date\""
                                                   : "";
}

static void head(const struct html *h, const struct grid *grid)
{
    fputs("<thead>\n<tr>", h->out);
    for (size_t i = 0; i < grid->column_count; i++) {
        const struct grid_column *c = &grid->columns[i];
        if (grid_wanted(grid, i, h->audience)) {
            fprintf(h->out, "<th scope=\"col\"%s>%s</th>",
                    grid_numeric(c->kind) ? " class=\"number\"" : "", safe(h, c->title));
        }
    }
    fputs("</tr>\n</thead>\n", h->out);
}

static void row(const struct html *h, const struct grid *grid, const struct grid_row *r)
{
    const char *open = "th scope=\"row\"";
    const char *close = "th";
    fputs("<tr>", h->out);
    for (size_t i = 0; i < grid->column_count; i++) {
        const struct grid_column *c = &grid->columns[i];
        const struct grid_cell *cell = &r->cells[i];
        if (!grid_wanted(grid, i, h->audience)) {
            continue;
        }
        const char *text = grid_people(c, cell, h->audience, h->arena);
        fprintf(h->out, "<%s%s", open, class_of(c->kind));
        if (*close == 't' && close[1] == 'd') { /* on a telephone it stands beside the value */
            fprintf(h->out, " data-label=\"%s\"", safe(h, c->title));
        }
        fputc('>', h->out);
        if (c->kind == GRID_STATE && grid_open(c, cell, h->audience)) {
            tag(h, text, cell->tone);
        } else {
            fputs(safe(h, text), h->out);
        }
        fprintf(h->out, "</%s>", close);
        open = close = "td";
    }
    fputs("</tr>\n", h->out);
}

/* A wide table scrolls on its own, by keys too; on a telephone its rows are lists. */
static void table(const struct html *h, const struct grid *grid)
{
    const char *shown = grid_shown(grid, h->arena);
    fprintf(
        h->out,
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Table: %s\">\n<table>\n",
        safe(h, grid->title));
    bool said = h->heading != NULL && strcmp(h->heading, grid->title) == 0;
    fprintf(h->out, "<caption%s>%s</caption>\n", said ? " class=\"unseen\"" : "",
            safe(h, grid->title));
    head(h, grid);
    fputs("<tbody>\n", h->out);
    for (size_t i = 0; i < grid->row_count; i++) {
        row(h, grid, &grid->rows[i]);
    }
    fputs("</tbody>\n</table>\n</div>\n", h->out);
    if (*shown != '\0') {
        fprintf(h->out, "<p class=\"quiet\">%s.</p>\n", shown);
    }
}

/* --- charts ------------------------------------------------------------------------ */

static void draw(const struct html *h, const struct chart *chart, enum plot_size size,
                 const char *class)
{
    struct drawing drawing = {.arena = h->arena};
    chart_draw(chart, size, &drawing);
    svg_write(&drawing, pfq_arena_printf(h->arena, "chart-%u-%s", h->charts, class), class, h->out);
}

static void figure(struct html *h, const struct chart *chart)
{
    const struct grid *grid = chart_grid(chart, h->arena);
    if (!chart_wanted(chart)) {
        table(h, grid);
        return;
    }
    h->charts++;
    fputs("<figure>\n", h->out);
    element(h, "figcaption", chart->title);
    draw(h, chart, PLOT_WIDE, "broad");
    draw(h, chart, PLOT_NARROW, "narrow");
    fprintf(h->out, "<p class=\"quiet\">%s</p>\n", safe(h, chart_note(chart, h->arena)));
    fprintf(h->out, "<details>\n<summary>The numbers of this chart: %s</summary>\n",
            safe(h, chart->title));
    table(h, grid);
    fputs("</details>\n</figure>\n", h->out);
}

/* --- parts -------------------------------------------------------------------------- */

static void heading(struct html *h, const struct part *p)
{
    int level = p->level == 3 ? 3 : 2;
    h->heading = p->text;
    fprintf(h->out, "<h%d%s>", level, p->new_page ? " class=\"page\"" : "");
    caption(h, p->caption);
    fputs(safe(h, p->text), h->out);
    if (p->tag != NULL) {
        fputc(' ', h->out);
        tag(h, p->tag, p->tone);
    }
    fprintf(h->out, "</h%d>\n", level);
}

static void list(const struct html *h, const struct part *p)
{
    fputs("<ul>\n", h->out);
    for (size_t i = 0; i < p->item_count; i++) {
        element(h, "li", p->items[i]);
    }
    fputs("</ul>\n", h->out);
}

static void summary(const struct html *h, const struct part *p)
{
    fputs("<dl>\n", h->out);
    for (size_t i = 0; i < p->line_count; i++) {
        const struct part_line *line = &p->lines[i];
        if (audience_sees(h->audience, line->mark, false)) {
            fprintf(h->out, "<div><dt>%s</dt><dd>%s</dd></div>\n", safe(h, line->name),
                    safe(h, line->value));
        }
    }
    fputs("</dl>\n", h->out);
}

static void notice(const struct html *h, const struct part *p)
{
    fprintf(h->out, "<div class=\"notice\">\n<h2>%s</h2>\n<p>%s</p>\n</div>\n", safe(h, p->caption),
            safe(h, p->text));
}

static void part(struct html *h, const struct part *p)
{
    switch (p->kind) {
    case PART_HEADING:
        heading(h, p);
        break;
    case PART_PARAGRAPH:
        element(h, "p", p->text);
        break;
    case PART_INSET:
        fprintf(h->out, "<p class=\"inset\">%s</p>\n", safe(h, p->text));
        break;
    case PART_NOTICE:
        notice(h, p);
        break;
    case PART_LIST:
        list(h, p);
        break;
    case PART_SUMMARY:
        summary(h, p);
        break;
    case PART_TABLE:
        table(h, p->grid);
        break;
    case PART_CHART:
        figure(h, p->chart);
        break;
    }
}

/* --- the page ----------------------------------------------------------------------- */

static void begin(const struct html *h, const struct document *d)
{
    fprintf(h->out,
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<title>%s - %s</title>\n<style>\n%s%s%s</style>\n</head>\n<body>\n"
            "<a class=\"skip\" href=\"#main\">Skip to main content</a>\n<header>\n",
            safe(h, d->title), safe(h, d->service), html_style, html_narrow,
            d->one_page ? html_dense : "");
    if (d->sandbox != NULL) {
        fprintf(h->out, "<div class=\"sandbox\">%s</div>\n", safe(h, d->sandbox));
    }
    fprintf(h->out, "<p>%s</p>\n</header>\n<main id=\"main\">\n<h1>", safe(h, d->service));
    caption(h, d->caption);
    fprintf(h->out, "%s</h1>\n", safe(h, d->title));
}

void html_write(const struct document *document, enum audience audience, struct pfq_arena *arena,
                FILE *out)
{
    struct html h = {out, audience, arena, 0, NULL};
    begin(&h, document);
    for (size_t i = 0; i < document->part_count; i++) {
        if (document_shows(&document->parts[i], audience)) {
            part(&h, &document->parts[i]);
        }
    }
    fprintf(out, "</main>\n<footer>%s</footer>\n</body>\n</html>\n",
            safe(&h, document_provenance(document, arena)));
}
