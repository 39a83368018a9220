/* markup.h - is a text whole as XML or as our HTML: every element closed, every mark escaped? */
#ifndef MARKUP_H
#define MARKUP_H

#include <stddef.h>

#include "pfq/arena.h"

/* What is wrong first, in the arena; NULL: nothing. */
const char *markup_fault(const char *text, struct pfq_arena *arena);

size_t markup_count(const char *text, const char *part);

#endif
