/* sources.h - a catalogue as it is written: conditions, words and values as text.
 *
 * Read straight from the YAML, and not through the loader, by whoever must not believe
 * what the loader makes of it.
 */
#ifndef TEST_SOURCES_H
#define TEST_SOURCES_H

#include <stdbool.h>

#include "pfq/arena.h"

struct sources_row {
    const char *id;
    const char *when;  /* NULL: always */
    const char *check; /* NULL: a question for a person */
    bool unknown_fails;
    const char *scope;  /* as written, or NULL */
    const char *aspect; /* the same */
};

struct sources_word {
    const char *name;
    const char *means;
    const char *named; /* or NULL */
};

struct sources_value {
    const char *name;
    const char *is; /* as written; NULL: it changed over time */
};

struct sources {
    struct sources_row *rows; /* in the order of the catalogue */
    size_t row_count;
    struct sources_word *words;
    size_t word_count;
    struct sources_value *values;
    size_t value_count;
};

/* Aborts the test where a file cannot be read. */
void sources_read(const char *catalogue_dir, struct pfq_arena *arena, struct sources *out);

const struct sources_row *sources_find(const struct sources *sources, const char *id);

#endif
