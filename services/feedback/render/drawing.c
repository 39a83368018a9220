/* drawing.c - see drawing.h. */
#include "drawing.h"

#include <string.h>

#include "pfq/bug.h"
#include "pfq/escape.h"

unsigned drawing_colour(enum ink ink)
{
    static const unsigned colours[INK_COUNT] = {
        [INK_TEXT] = 0x0b0c0c, [INK_QUIET] = 0x505a5f, [INK_GRID] = 0xd5d8da,
        [INK_DATA] = 0x005eb8, [INK_PALE] = 0xd2e2f1,  [INK_SIGNAL] = 0xa34800,
        [INK_PAPER] = 0xffffff};
    PFQ_ASSERT(ink > INK_NONE && ink < INK_COUNT);
    return colours[ink];
}

static struct drawn *add(struct drawing *d, enum shape_kind kind, const struct spot *spots,
                         size_t count)
{
    if (d->count == d->room) {
        size_t room = d->room == 0 ? 64 : d->room * 2;
        struct drawn *more = pfq_arena_new(d->arena, struct drawn, room);
        if (d->count > 0) {
            memcpy(more, d->shapes, d->count * sizeof *more);
        }
        d->shapes = more;
        d->room = room;
    }
    struct spot *kept = pfq_arena_new(d->arena, struct spot, count);
    memcpy(kept, spots, count * sizeof *kept);
    struct drawn *s = &d->shapes[d->count++];
    *s = (struct drawn){.kind = kind, .spots = kept, .count = count};
    return s;
}

void drawing_path(struct drawing *d, const struct spot *spots, size_t count, struct pen pen)
{
    if (count > 1) {
        add(d, SHAPE_PATH, spots, count)->pen = pen;
    }
}

void drawing_polygon(struct drawing *d, const struct spot *spots, size_t count, struct pen pen)
{
    struct drawn *s = add(d, SHAPE_PATH, spots, count);
    s->pen = pen;
    s->closed = true;
}

void drawing_line(struct drawing *d, struct spot from, struct spot to, struct pen pen)
{
    drawing_path(d, (struct spot[]){from, to}, 2, pen);
}

void drawing_circle(struct drawing *d, struct spot centre, double radius, struct pen pen)
{
    struct drawn *s = add(d, SHAPE_CIRCLE, &centre, 1);
    s->pen = pen;
    s->size = radius;
}

void drawing_text(struct drawing *d, struct spot at, const char *text, struct lettering how)
{
    struct drawn *s = add(d, SHAPE_TEXT, &at, 1);
    s->text = pfq_escape(PFQ_ESCAPE_PLAIN, text, d->arena);
    s->size = how.size;
    s->anchor = how.anchor;
    s->bold = how.bold;
    s->halo = how.halo;
    s->pen.fill = how.ink;
}

double drawing_text_width(const char *text, double size)
{
    double ems = 0;
    for (const char *c = text; *c != '\0'; c++) {
        bool follows = ((unsigned char)*c & 0xC0) == 0x80; /* the rest of a UTF-8 character */
        ems += follows                         ? 0
               : strchr("iljtf.,:;'|() I", *c) ? 0.36
               : strchr("mwMW%", *c)           ? 0.95
               : (*c >= 'A' && *c <= 'Z')      ? 0.74
                                               : 0.61;
    }
    return ems * size;
}
