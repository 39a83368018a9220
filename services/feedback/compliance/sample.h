/* sample.h - which assessments are marked a second time: a random sample of each CPS unit and
 * month.
 *
 * Every assessment of the month draws a number, BLAKE2b of the seed and its name; of each unit
 * with n of them the ceil(n per cent / 100) lowest are taken, so at least one.  The same seed takes
 * the same ones, in whatever order they are given; nobody can tell which without it.  Draw when
 * the month is over: before, later ones may take another's place.
 *
 * A case holds nothing of the first marking: who marks the second time does not see it.
 *
 * Layer 2 (compliance).
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <stdint.h>

#include "pfq/arena.h"
#include "pfq/wire.h"

enum {
    SAMPLE_LEAST = 2, /* per cent */
    SAMPLE_MOST = 10,
    SAMPLE_USUAL = 5
};

struct sample_wish {
    int32_t month; /* YYYYMM */
    unsigned per_cent;
    uint64_t seed;
    Pfq__V1__AssessmentKind kind; /* unspecified: all */
    const char *unit;             /* NULL: all */
};

struct sample_case {
    const char *unit;
    const char *force;
    const char *urn;
    Pfq__V1__FileType file_type;
    Pfq__V1__AssessmentKind kind;
    const char *id;
    bool marked; /* a second time */
    uint64_t draw;
};

struct sample {
    struct sample_wish wish;
    struct pfq_arena *arena;
    struct sample_case *cases; /* in order of unit, force, URN, stage, kind, id */
    size_t count;
    size_t room;
};

struct sample sample_begin(const struct sample_wish *wish, struct pfq_arena *arena);
void sample_add(struct sample *sample, const Pfq__V1__AssessmentRow *row);

/* Once, after all rows: leaves those that are taken. */
void sample_end(struct sample *sample);

#endif
