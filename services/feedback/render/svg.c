/* svg.c - see svg.h. */
#include "svg.h"

#include <math.h>
#include <stdlib.h>

#include "pfq/escape.h"

static void number(FILE *out, double value)
{
    long tenths = lround(value * 10);
    fprintf(out, "%s%ld", tenths < 0 ? "-" : "", labs(tenths) / 10);
    if (tenths % 10 != 0) {
        fprintf(out, ".%ld", labs(tenths) % 10);
    }
}

static void attribute(FILE *out, const char *name, double value)
{
    fprintf(out, " %s=\"", name);
    number(out, value);
    fputc('"', out);
}

static void colour(FILE *out, const char *name, enum ink ink)
{
    if (ink == INK_NONE) {
        fprintf(out, " %s=\"none\"", name);
    } else {
        fprintf(out, " %s=\"#%06x\"", name, drawing_colour(ink));
    }
}

static void pen(FILE *out, const struct pen *p)
{
    colour(out, "fill", p->fill);
    if (p->stroke != INK_NONE) {
        colour(out, "stroke", p->stroke);
        attribute(out, "stroke-width", p->width);
    }
    if (p->dash != DASH_SOLID) {
        fputs(p->dash == DASH_LONG ? " stroke-dasharray=\"7 4\"" : " stroke-dasharray=\"2 3\"",
              out);
    }
}

static void path(const struct drawn *s, FILE *out)
{
    fputs("<path d=\"", out);
    for (size_t i = 0; i < s->count; i++) {
        fputc(i == 0 ? 'M' : 'L', out);
        number(out, s->spots[i].x);
        fputc(' ', out);
        number(out, s->spots[i].y);
    }
    fputs(s->closed ? "Z\"" : "\"", out);
    pen(out, &s->pen);
    fputs("/>\n", out);
}

static void circle(const struct drawn *s, FILE *out)
{
    fputs("<circle", out);
    attribute(out, "cx", s->spots[0].x);
    attribute(out, "cy", s->spots[0].y);
    attribute(out, "r", s->size);
    pen(out, &s->pen);
    fputs("/>\n", out);
}

static void text(const struct drawn *s, FILE *out, struct pfq_arena *arena)
{
    static const char *const anchors[] = {[ANCHOR_START] = "",
                                          [ANCHOR_MIDDLE] = " text-anchor=\"middle\"",
                                          [ANCHOR_END] = " text-anchor=\"end\""};
    fputs("<text", out);
    attribute(out, "x", s->spots[0].x);
    attribute(out, "y", s->spots[0].y);
    attribute(out, "font-size", s->size);
    colour(out, "fill", s->pen.fill);
    if (s->halo) {
        colour(out, "stroke", INK_PAPER);
        fputs(" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"", out);
    }
    fprintf(out, "%s%s>%s</text>\n", anchors[s->anchor], s->bold ? " font-weight=\"bold\"" : "",
            pfq_escape(PFQ_ESCAPE_HTML, s->text, arena));
}

static void shape(const struct drawn *s, FILE *out, struct pfq_arena *arena)
{
    switch (s->kind) {
    case SHAPE_PATH:
        path(s, out);
        break;
    case SHAPE_CIRCLE:
        circle(s, out);
        break;
    case SHAPE_TEXT:
        text(s, out, arena);
        break;
    }
}

void svg_write(const struct drawing *drawing, const char *id, const char *class, FILE *out)
{
    struct pfq_arena *arena = drawing->arena;
    const char *safe_id = pfq_escape(PFQ_ESCAPE_HTML, id, arena);
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" class=\"%s\"",
            pfq_escape(PFQ_ESCAPE_HTML, class, arena));
    fprintf(out, " aria-labelledby=\"%s-t %s-d\" viewBox=\"0 0 ", safe_id, safe_id);
    number(out, drawing->width);
    fputc(' ', out);
    number(out, drawing->height);
    fprintf(out,
            "\" font-family=\"Arial, Helvetica, sans-serif\">\n<title id=\"%s-t\">%s</title>\n",
            safe_id, pfq_escape(PFQ_ESCAPE_HTML, drawing->title, arena));
    fprintf(out, "<desc id=\"%s-d\">%s</desc>\n", safe_id,
            pfq_escape(PFQ_ESCAPE_HTML, drawing->description, arena));
    for (size_t i = 0; i < drawing->count; i++) {
        shape(&drawing->shapes[i], out, arena);
    }
    fputs("</svg>\n", out);
}
