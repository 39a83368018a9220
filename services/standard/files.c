/* files.c - which files a catalogue is made of: see files.h. */
#define _DEFAULT_SOURCE
#include "files.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

const char catalogue_vocabulary_file[] = "standard.yaml";

static int is_rows_file(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && dot != entry->d_name && strcmp(dot, ".yaml") == 0 &&
           strcmp(entry->d_name, catalogue_vocabulary_file) != 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

bool catalogue_files_find(const char *directory, struct pfq_arena *arena,
                          struct catalogue_files *out)
{
    struct dirent **found = NULL;
    int count = scandir(directory, &found, is_rows_file, by_bytes);
    *out = (struct catalogue_files){.count = 0};
    if (count < 0) {
        return false;
    }
    out->names = pfq_arena_new(arena, const char *, (size_t)count + 1);
    for (int i = 0; i < count; i++) {
        out->names[out->count++] = pfq_arena_strdup(arena, found[i]->d_name);
        free(found[i]);
    }
    free(found);
    return true;
}
