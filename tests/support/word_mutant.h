/* word_mutant.h - the shipped catalogue with one word of standard.yaml changed. */
#ifndef TEST_WORD_MUTANT_H
#define TEST_WORD_MUTANT_H

#include "pfq/standard.h"
#include "support/catalogue_dir.h"

/* The files of themes beside `dir`'s own standard.yaml: call once. */
void word_mutant_prepare(const struct catalogue_dir *dir);

/* NULL: it does not compile.  The caller closes it. */
struct pfq_standard *word_mutant_load(const struct catalogue_dir *dir, const char *word,
                                      const char *means, struct pfq_arena *arena);

#endif
