/* drawing.h - a picture as a list of few kinds of shapes, from which SVG and PNG are made.
 *
 * Charts add shapes in the order of painting; coordinates are pixels from the top left corner.
 * Ink is named by its part in a chart: the colours are in one table, dark enough on white for
 * WCAG 2.2 (text 4.5 to 1, lines 3 to 1).
 *
 * Layer 2 (render): may include base.
 */
#ifndef DRAWING_H
#define DRAWING_H

#include <stdbool.h>
#include <stddef.h>

#include "pfq/arena.h"

enum ink {
    INK_NONE,
    INK_TEXT,
    INK_QUIET,  /* limits, axes, text beside the matter */
    INK_GRID,   /* decoration alone */
    INK_DATA,   /* the force's own figures */
    INK_PALE,   /* inside of what is unsure */
    INK_SIGNAL, /* what stands out, always with a shape and a word of its own */
    INK_PAPER,
    INK_COUNT /* last */
};

enum dash {
    DASH_SOLID,
    DASH_LONG,
    DASH_DOTS
};

enum anchor {
    ANCHOR_START,
    ANCHOR_MIDDLE,
    ANCHOR_END
};

struct spot {
    double x;
    double y;
};

struct pen {
    enum ink stroke;
    enum ink fill;
    double width;
    enum dash dash;
};

enum shape_kind {
    SHAPE_PATH,
    SHAPE_CIRCLE,
    SHAPE_TEXT
};

struct drawn {
    enum shape_kind kind;
    struct pen pen;
    const struct spot *spots; /* a circle's centre, a text's base line */
    size_t count;
    bool closed;
    double size; /* a circle's radius, a text's height */
    const char *text;
    enum anchor anchor;
    bool bold;
    bool halo; /* a text's: paper around the letters, where they may lie on lines */
};

struct drawing {
    double width;
    double height;
    const char *title;       /* for who does not see it: what it is */
    const char *description; /* and what it shows */
    struct drawn *shapes;
    size_t count;
    size_t room;
    struct pfq_arena *arena;
};

struct lettering {
    double size;
    enum ink ink;
    enum anchor anchor;
    bool bold;
    bool halo;
};

void drawing_path(struct drawing *d, const struct spot *spots, size_t count, struct pen pen);
void drawing_polygon(struct drawing *d, const struct spot *spots, size_t count, struct pen pen);
void drawing_line(struct drawing *d, struct spot from, struct spot to, struct pen pen);
void drawing_circle(struct drawing *d, struct spot centre, double radius, struct pen pen);
void drawing_text(struct drawing *d, struct spot at, const char *text, struct lettering how);

/* About how wide a text of this height is, in the fonts that pages use; never less. */
double drawing_text_width(const char *text, double size);

/* 0xRRGGBB */
unsigned drawing_colour(enum ink ink);

#endif
