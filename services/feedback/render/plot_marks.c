/* plot_marks.c - marks on a chart, and labels that do not cover them: see plot.h. */
#include <math.h>

#include "pfq/bug.h"
#include "plot.h"

#define RADIUS 5.0

struct pen plot_pen(enum plot_mark line)
{
    static const struct pen pens[] = {
        [PLOT_LINE - PLOT_LINE] = {INK_DATA, INK_NONE, 2, DASH_SOLID},
        [PLOT_CENTRE - PLOT_LINE] = {INK_TEXT, INK_NONE, 1, DASH_SOLID},
        [PLOT_LIMIT - PLOT_LINE] = {INK_QUIET, INK_NONE, 1.5, DASH_DOTS},
        [PLOT_LIMIT_OUTER - PLOT_LINE] = {INK_QUIET, INK_NONE, 1.5, DASH_SOLID},
        [PLOT_LIMIT_WIDENED - PLOT_LINE] = {INK_SIGNAL, INK_NONE, 1.5, DASH_LONG},
        [PLOT_EVENT - PLOT_LINE] = {INK_TEXT, INK_NONE, 1.5, DASH_LONG}};
    PFQ_ASSERT(line >= PLOT_LINE && line <= PLOT_EVENT);
    return pens[line - PLOT_LINE];
}

/* --- marks ----------------------------------------------------------------------- */

static void hatched(struct drawing *d, struct spot at)
{
    static const double offsets[] = {-0.5, 0, 0.5};
    drawing_circle(d, at, RADIUS, (struct pen){INK_DATA, INK_PALE, 1.5, DASH_SOLID});
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
        double aside = offsets[i] * RADIUS * sqrt(0.5);
        double half = sqrt(1 - offsets[i] * offsets[i]) * RADIUS * sqrt(0.5);
        drawing_line(d, (struct spot){at.x + aside - half, at.y + aside + half},
                     (struct spot){at.x + aside + half, at.y + aside - half},
                     (struct pen){INK_DATA, INK_NONE, 1, DASH_SOLID});
    }
}

/* Up: 1, down: -1. */
static void triangle(struct drawing *d, struct spot at, double up, enum ink fill)
{
    double r = RADIUS * 1.5;
    struct spot spots[] = {{at.x, at.y - up * r},
                           {at.x + r * 0.95, at.y + up * r * 0.75},
                           {at.x - r * 0.95, at.y + up * r * 0.75}};
    drawing_polygon(d, spots, 3, (struct pen){INK_SIGNAL, fill, 1.5, DASH_SOLID});
}

static void diamond(struct drawing *d, struct spot at)
{
    double r = RADIUS * 1.4;
    struct spot spots[] = {{at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y}};
    drawing_polygon(d, spots, 4, (struct pen){INK_SIGNAL, INK_SIGNAL, 1, DASH_SOLID});
}

static void square(struct drawing *d, struct spot at, enum ink ink)
{
    double r = RADIUS * 1.2;
    struct spot spots[] = {
        {at.x - r, at.y - r}, {at.x + r, at.y - r}, {at.x + r, at.y + r}, {at.x - r, at.y + r}};
    drawing_polygon(d, spots, 4, (struct pen){INK_TEXT, ink, 1.5, DASH_SOLID});
}

static void keep_free(struct plot *plot, struct box box)
{
    if (plot->box_count < PLOT_BOXES_MAX) {
        plot->boxes[plot->box_count++] = box;
    }
}

void plot_put(struct plot *plot, struct spot at, enum plot_mark mark)
{
    struct drawing *d = plot->drawing;
    double r = RADIUS * 1.4;
    PFQ_ASSERT(mark < PLOT_LINE);
    keep_free(plot, (struct box){at.x - r, at.y - r, at.x + r, at.y + r});
    if (mark == PLOT_HATCHED) {
        hatched(d, at);
    } else if (mark == PLOT_HIGH || mark == PLOT_HIGH_HOLLOW) {
        triangle(d, at, 1, mark == PLOT_HIGH ? INK_SIGNAL : INK_PAPER);
    } else if (mark == PLOT_LOW || mark == PLOT_LOW_HOLLOW) {
        triangle(d, at, -1, mark == PLOT_LOW ? INK_SIGNAL : INK_PAPER);
    } else if (mark == PLOT_OUTSIDE) {
        diamond(d, at);
    } else if (mark == PLOT_OWN || mark == PLOT_OWN_OUTSIDE) {
        square(d, at, mark == PLOT_OWN ? INK_DATA : INK_SIGNAL);
    } else {
        enum ink fill = mark == PLOT_DOT ? INK_DATA : INK_PAPER;
        drawing_circle(d, at, RADIUS, (struct pen){INK_DATA, fill, 1.5, DASH_SOLID});
    }
}

/* --- labels ----------------------------------------------------------------------- */

static bool meets(const struct box *a, const struct box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static bool is_free(const struct plot *plot, const struct box *box)
{
    if (box->left < plot->frame.left || box->right > plot->drawing->width ||
        box->top < plot->frame.top - plot->letter || box->bottom > plot->frame.bottom) {
        return false;
    }
    for (size_t i = 0; i < plot->box_count; i++) {
        if (meets(&plot->boxes[i], box)) {
            return false;
        }
    }
    return true;
}

/* So far from the spot, this way; within the drawing. */
static struct box box_at(const struct plot *plot, struct spot at, struct spot way, double away,
                         double width)
{
    double height = plot->letter * 1.15;
    double aside = at.x + way.x * (away + width / 2);
    double right = plot->drawing->width;
    double x = fmin(fmax(aside, plot->frame.left + width / 2), right - width / 2);
    double y = at.y + way.y * (away + height / 2);
    return (struct box){x - width / 2, y - height / 2, x + width / 2, y + height / 2};
}

/* The nearest free place, ring by ring around the spot; false: there is none. */
static bool find_place(const struct plot *plot, struct spot at, enum plot_side side, double width,
                       struct box *place)
{
    static const struct spot ways[] = {{0, -1}, {1, 0},   {-1, 0}, {0, 1},
                                       {1, -1}, {-1, -1}, {1, 1},  {-1, 1}};

    enum {
        rings = 20,
        count = sizeof ways / sizeof *ways
    };

    for (size_t i = 0; i < (size_t)rings * count; i++) {
        struct spot way = ways[i % count];
        way.y = side == PLOT_BELOW ? -way.y : way.y;
        size_t ring = i / count;
        *place = box_at(plot, at, way, 9 + (double)ring * plot->letter * 1.15 * 0.6, width);
        if (is_free(plot, place)) {
            return true;
        }
    }
    return false;
}

void plot_label(struct plot *plot, struct spot at, enum plot_side side, const char *text,
                enum ink ink)
{
    struct box place;
    struct drawing *d = plot->drawing;
    if (!find_place(plot, at, side, drawing_text_width(text, plot->letter) + plot->letter,
                    &place)) {
        return; /* the table has it */
    }
    struct spot middle = {(place.left + place.right) / 2, (place.top + place.bottom) / 2};
    struct spot edge = {fmin(fmax(at.x, place.left), place.right),
                        fmin(fmax(at.y, place.top), place.bottom)};
    if (hypot(edge.x - at.x, edge.y - at.y) > 16) {
        drawing_line(d, at, edge, (struct pen){ink, INK_NONE, 0.8, DASH_SOLID});
    }
    drawing_text(d, (struct spot){middle.x, middle.y + plot->letter * 0.35}, text,
                 (struct lettering){plot->letter, ink, ANCHOR_MIDDLE, true, true});
    keep_free(plot, place);
}
