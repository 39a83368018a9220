/* sample_document.h - a made-up monthly pack with every part and every chart that render has.
 *
 * All figures are invented; the same call always gives the same document. */
#ifndef SAMPLE_DOCUMENT_H
#define SAMPLE_DOCUMENT_H

#include "feedback/render/document.h"

const struct document *sample_document(struct pfq_arena *arena);

/* Its parts one by one, to spoil. */
const struct grid *sample_grid(void);
const struct chart *sample_run(struct pfq_arena *arena);
const struct chart *sample_funnel(struct pfq_arena *arena);
const struct chart *sample_cusum(struct pfq_arena *arena);

#endif
