/* audience.h - who may see a field of what is rendered.
 *
 * Marks sit on the fields of the model (a column, a part of a document, a row of a summary);
 * the renderers ask here and decide nothing themselves.  Zero is the careful side of both: a
 * field without a mark stays inside the CPS, a rendering without an audience is for outside.
 *
 * Layer 2 (render): includes the C library alone.
 */
#ifndef AUDIENCE_H
#define AUDIENCE_H

#include <stdbool.h>

enum audience {
    AUDIENCE_OUTSIDE, /* police and anybody else */
    AUDIENCE_INSIDE   /* the CPS */
};

enum mark {
    MARK_INSIDE,   /* for the CPS alone */
    MARK_RELEASED, /* for outside, item by item: what somebody has released */
    MARK_ANYONE
};

static inline bool audience_sees(enum audience audience, enum mark mark, bool released)
{
    return audience == AUDIENCE_INSIDE || mark == MARK_ANYONE ||
           (mark == MARK_RELEASED && released);
}

#endif
