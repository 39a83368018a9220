/* files.h - which files a catalogue is made of.
 *
 * Private to services/standard.
 */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "pfq/arena.h"

/* Words and values; every other *.yaml holds rows. */
extern const char catalogue_vocabulary_file[];

struct catalogue_files {
    const char **names; /* without the directory */
    size_t count;
};

/* The files of rows, in the order of their names, which is the order of the checks: it
 * must not hang on the file system.  False: the directory cannot be read (errno). */
bool catalogue_files_find(const char *directory, struct pfq_arena *arena,
                          struct catalogue_files *out);

#endif
