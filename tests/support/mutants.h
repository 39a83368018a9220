/* mutants.h - all mutants of one row, as the rows of a catalogue of their own.
 *
 * Row 0 is the row itself.  They are judged beside each other, so that a row costs one
 * catalogue and not one for each of its mutants.
 */
#ifndef TEST_MUTANTS_H
#define TEST_MUTANTS_H

#include "pfq/standard.h"
#include "support/catalogue_dir.h"
#include "support/sources.h"

struct mutant {
    const char *name; /* "VW01 check, comparison: (a = b) -> (a != b)" */
    const char *when; /* NULL: always */
    const char *check;
    bool unknown_fails;
    uint32_t without; /* stages that it lacks, 1 << FileType */
    int from_by;      /* days by which its dates are off */
    int until_by;
    bool negation; /* of the whole check or when */
    bool edition;  /* of its stages or dates */
    bool killed;   /* for the test's use */
};

struct mutants {
    const struct sources_row *row;
    struct mutant *all; /* those that compile, in the order of the catalogue's rows */
    size_t count;
    struct pfq_standard *standard; /* pfq_standard_close() ends it */
};

/* `dir` holds standard.yaml; its rows are written over.  Stages and dates are those
 * of check `check` of `whole`. */
void mutants_make(const struct sources *sources, const struct sources_row *row,
                  const struct pfq_standard *whole, size_t check, const struct catalogue_dir *dir,
                  struct pfq_arena *arena, struct mutants *out);

#endif
