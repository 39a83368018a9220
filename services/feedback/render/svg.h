/* svg.h - a drawing as an SVG element within an HTML page.
 *
 * role="img", with a title and a description that aria-labelledby names; coordinates in tenths of
 * a pixel, written without asking the locale.
 *
 * Layer 2 (render): may include base.
 */
#ifndef SVG_H
#define SVG_H

#include <stdio.h>

#include "drawing.h"

/* `id` begins the ids of the element's parts and is unique on the page; `class` may be NULL. */
void svg_write(const struct drawing *drawing, const char *id, const char *class, FILE *out);

#endif
