/* png.h - a drawing as a PNG picture, for mail, where SVG is not shown.
 *
 * The fonts are the machine's: two machines may differ in the letters, never in the figures.
 *
 * Layer 2 (render): may include base.  The only user of libcairo is png.c.
 */
#ifndef PNG_H
#define PNG_H

#include <stdio.h>

#include "drawing.h"
#include "pfq/err.h"

/* `scale` pixels for each of the drawing's: 2 looks sharp on most screens; 1 to 4. */
enum pfq_code png_write(const struct drawing *drawing, int scale, FILE *out,
                        struct pfq_err *err) PFQ_CHECKED;

#endif
