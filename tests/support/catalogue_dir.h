/* catalogue_dir.h - a catalogue of a test's own, in a directory of its own. */
#ifndef CATALOGUE_DIR_H
#define CATALOGUE_DIR_H

#include "pfq/standard.h"

struct catalogue_dir {
    char path[64];
};

void catalogue_dir_make(struct catalogue_dir *dir);
/* `name` may lie in a folder: "examples/a.yaml". */
void catalogue_dir_write(const struct catalogue_dir *dir, const char *name, const char *text);
void catalogue_dir_remove(const struct catalogue_dir *dir);

/* One row; what is left out (NULL) of severity, stages and from is major, ALL, 2015-06-01. */
char *catalogue_dir_row(struct pfq_arena *arena, const char *id, const char *condition,
                        const char *severity, const char *stages, const char *from);

/* NULL: there are faults, and `problems` says which. */
struct pfq_standard *catalogue_dir_try(const struct catalogue_dir *dir, const char *reference,
                                       struct pfq_problems *problems);

/* Load it beside the shipped reference tables; aborts the test where there are faults. */
struct pfq_standard *catalogue_dir_load(const struct catalogue_dir *dir, struct pfq_arena *arena);

#endif
