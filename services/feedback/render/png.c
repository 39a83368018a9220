/* png.c - see png.h. */
#include "png.h"

#include <cairo.h>
#include <math.h>

#include "pfq/bug.h"

static void ink(cairo_t *c, enum ink ink)
{
    unsigned rgb = drawing_colour(ink);
    cairo_set_source_rgb(c, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
                         (rgb & 255) / 255.0);
}

static void dash(cairo_t *c, enum dash dash)
{
    static const double lengths[][2] = {[DASH_LONG] = {7, 4}, [DASH_DOTS] = {2, 3}};
    cairo_set_dash(c, dash == DASH_SOLID ? NULL : lengths[dash], dash == DASH_SOLID ? 0 : 2, 0);
}

/* The outline that is in hand. */
static void paint(cairo_t *c, const struct pen *pen)
{
    if (pen->fill != INK_NONE) {
        ink(c, pen->fill);
        cairo_fill_preserve(c);
    }
    if (pen->stroke != INK_NONE) {
        ink(c, pen->stroke);
        cairo_set_line_width(c, pen->width);
        dash(c, pen->dash);
        cairo_stroke_preserve(c);
    }
    cairo_new_path(c);
}

static void path(cairo_t *c, const struct drawn *s)
{
    for (size_t i = 0; i < s->count; i++) {
        cairo_line_to(c, s->spots[i].x, s->spots[i].y);
    }
    if (s->closed) {
        cairo_close_path(c);
    }
    paint(c, &s->pen);
}

static void circle(cairo_t *c, const struct drawn *s)
{
    cairo_arc(c, s->spots[0].x, s->spots[0].y, s->size, 0, 2 * acos(-1));
    paint(c, &s->pen);
}

static void text(cairo_t *c, const struct drawn *s)
{
    static const double before[] = {[ANCHOR_START] = 0, [ANCHOR_MIDDLE] = 0.5, [ANCHOR_END] = 1};
    cairo_text_extents_t extents;
    cairo_select_font_face(c, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           s->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(c, s->size);
    cairo_text_extents(c, s->text, &extents);
    cairo_move_to(c, s->spots[0].x - before[s->anchor] * extents.x_advance, s->spots[0].y);
    cairo_text_path(c, s->text);
    if (s->halo) {
        ink(c, INK_PAPER);
        cairo_set_line_width(c, 4);
        cairo_set_dash(c, NULL, 0, 0);
        cairo_stroke_preserve(c);
    }
    ink(c, s->pen.fill);
    cairo_fill(c);
}

static void draw(cairo_t *c, const struct drawing *drawing)
{
    ink(c, INK_PAPER);
    cairo_paint(c);
    for (size_t i = 0; i < drawing->count; i++) {
        const struct drawn *s = &drawing->shapes[i];
        switch (s->kind) {
        case SHAPE_PATH:
            path(c, s);
            break;
        case SHAPE_CIRCLE:
            circle(c, s);
            break;
        case SHAPE_TEXT:
            text(c, s);
            break;
        }
    }
}

static cairo_status_t put(void *out, const unsigned char *data, unsigned int size)
{
    return fwrite(data, 1, size, out) == size ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

enum pfq_code png_write(const struct drawing *drawing, int scale, FILE *out, struct pfq_err *err)
{
    PFQ_ASSERT(scale >= 1 && scale <= 4);
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)(drawing->width * scale), (int)(drawing->height * scale));
    cairo_t *c = cairo_create(surface);
    cairo_scale(c, scale, scale);
    draw(c, drawing);
    cairo_status_t status = cairo_status(c);
    cairo_destroy(c);
    if (status == CAIRO_STATUS_SUCCESS) {
        status = cairo_surface_write_to_png_stream(surface, put, out);
    }
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS
               ? PFQ_OK
               : pfq_fail(err, PFQ_E_IO, "picture: %s", cairo_status_to_string(status));
}
