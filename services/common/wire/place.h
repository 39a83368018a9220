/* place.h - where in a message we are, for problems.
 *
 * A chain on the stack of whoever walks; the text is made only when there is a
 * problem to report.  Private to the wire layer.
 */
#ifndef PLACE_H
#define PLACE_H

#include <stddef.h>
#include <stdint.h>

enum {
    PLACE_TEXT = 192
};

#define PLACE_NO_INDEX SIZE_MAX

struct place {
    const struct place *up; /* NULL: outermost */
    const char *name;       /* NULL: the same as `up`, at an index */
    size_t index;
};

/* "submission.witnesses.witness[2].kind", cut short rather than overrun. */
void place_text(const struct place *place, char out[PLACE_TEXT]);

#endif
