/* vocabulary.h - the shipped standard.yaml in a directory of a test's own, with something
 * changed in it. */
#ifndef TEST_VOCABULARY_H
#define TEST_VOCABULARY_H

#include "support/catalogue_dir.h"

/* The words and values alone: without the certificates, which name checks. */
void vocabulary_write_bare(const struct catalogue_dir *dir);

/* All of it, one word meaning something else. */
void vocabulary_write(const struct catalogue_dir *dir, const char *word, const char *means);

/* The shipped files of themes beside it. */
void vocabulary_add_themes(const struct catalogue_dir *dir);

#endif
