/* world.h - the tables of the simulated country, and when and where its files are made.
 *
 * Private to services/simulate.
 */
#ifndef WORLD_H
#define WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pfq/simulate.h"

enum parameter {
#define PARAMETER(name, value, unit, source) P_##name = (value),
#include "simulate/parameters.def"
#undef PARAMETER
    MILLION = 1000000
};

enum {
    WHEEL_SLOTS = 4096, /* a power of two */
    UNITS_MAX = 32
};

struct world_force {
    const char *code;
    uint32_t weight;
    const char *units; /* two characters each */
};

extern const struct world_force world_forces[PFQ_SIMULATE_FORCES];
unsigned world_units(int force); /* how many */

/* Each turn of the wheel gives every force and unit its share of WHEEL_SLOTS files, in an
 * order of its own; what a unit got before is the number in its next file's URN. */
struct wheel {
    uint64_t seed;
    uint8_t force[WHEEL_SLOTS];
    uint8_t unit[WHEEL_SLOTS];
    uint16_t rank[WHEEL_SLOTS];  /* of the slot among those of its unit */
    uint16_t slots[WHEEL_SLOTS]; /* how many its unit has */
    uint16_t widest;             /* the most that a unit has */
};

struct wheel_place {
    int force;
    int unit;
    uint32_t number; /* of the file in its unit and year */
};

void wheel_init(struct wheel *wheel, uint64_t seed, uint64_t forces);

/* Of file `index` of a year. */
struct wheel_place wheel_at(const struct wheel *wheel, int year, uint64_t index);

/* The days of a run, and how many files are first sent on each. */
struct calendar {
    int32_t first; /* day number */
    size_t days;
    uint64_t *before; /* [days + 1]: files of the run before this day */
};

/* `share` of a million: of the country's files, where `files` is 0. */
void calendar_init(struct calendar *calendar, int32_t from, int32_t to, uint32_t files,
                   uint32_t share);
void calendar_fini(struct calendar *calendar);
size_t calendar_files(const struct calendar *calendar, size_t day);

/* Every fault of the options; `widest` is the wheel's. */
void options_check(const struct pfq_simulate_options *options, unsigned widest,
                   struct pfq_problems *problems);

int32_t month_of(int32_t date);               /* YYYYMMDD -> YYYYMM */
int month_distance(int32_t from, int32_t to); /* in months */
int32_t month_next(int32_t month);

/* Of the files of a month, how many in a million are sent before charge. */
uint32_t volume_before_charge(int32_t month);
uint32_t volume_files(int32_t month);

#endif
