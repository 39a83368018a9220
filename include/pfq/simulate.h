/* pfq/simulate.h - the intake of a country, made up from a seed.
 *
 * Files of 43 forces and the British Transport Police, month by month, with failings at
 * published rates, resubmissions, late and repeated messages, and planted shifts.  What was
 * planted is told beside each file, so that whatever looks for failings can be scored.
 *
 *     pfq_simulate_open()   options -> a generator
 *     pfq_simulate_next()   the next message, in the order of the days on which they arrive
 *     pfq_tally_...         how often each theme was planted, by force and month
 *
 * Pure: the same options give the same messages on any machine (but for the zone data).
 * Memory does not grow with the length of the run.  Nobody in it exists.
 *
 * Layer 2 (core).
 */
#ifndef PFQ_SIMULATE_H
#define PFQ_SIMULATE_H

#include <stdbool.h>
#include <stdint.h>

#include "envelope.pb-c.h"
#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/problems.h"

enum {
    PFQ_SIMULATE_FORCES = 44,
    PFQ_SIMULATE_THEMES = 15,
    PFQ_SIMULATE_PLANTED = 16,   /* failings of one file, at most */
    PFQ_SIMULATE_SHIFTS = 256,   /* planted shifts, at most */
    PFQ_SIMULATE_FIRST = 201507, /* the first month of the standard that is whole */
    PFQ_SIMULATE_LAST = 203009,  /* beyond the bank holidays nothing can be judged */
    PFQ_SIMULATE_FILES = 1000000 /* first submissions a month, at most */
};

enum pfq_shift_kind {
    PFQ_SHIFT_STEP,        /* from the first month on, to the last */
    PFQ_SHIFT_DRIFT,       /* grows evenly from nothing to all of it in the last month, and stays */
    PFQ_SHIFT_SPIKE,       /* in the first month alone */
    PFQ_SHIFT_INTERVENTION /* the share of files that meet the standard grows over months */
};

/* A change that was planted.  Exactly one of odds, rate and points is not 0. */
struct pfq_shift {
    enum pfq_shift_kind kind;
    int force;         /* place in the list of forces; -1: all */
    char unit[3];      /* "": all */
    int theme;         /* -1: all */
    const char *check; /* of the table of failings; NULL: all of the theme */
    int32_t from;      /* month, YYYYMM */
    int32_t to;        /* last month; 0: the end */
    uint32_t odds;     /* odds ratio in thousandths */
    uint32_t rate;     /* in its place: the new rate of the theme, ppm */
    int32_t points;    /* INTERVENTION: ppm of files */
    uint32_t months;   /* INTERVENTION: over how many */
};

struct pfq_simulate_options {
    uint64_t seed;
    int32_t from;      /* first month, YYYYMM */
    int32_t to;        /* last month */
    uint64_t forces;   /* 1 << place in the list; 0: all */
    uint32_t files;    /* first submissions a month, of the forces chosen; 0: as published */
    uint32_t late_ppm; /* share of messages that come late, twice or out of order */
    bool test;         /* mode TEST */
    const struct pfq_shift *shifts;
    size_t shift_count;
};

struct pfq_simulate;

/* One message.  All of it is borrowed until the arena is reset. */
struct pfq_simulated {
    Pfq__V1__Envelope *envelope;
    int force; /* place in the list */
    const char *unit;
    int32_t month; /* YYYYMM of its event time */
    Pfq__V1__FileType stage;
    unsigned ordinal;  /* 1: first submission */
    bool again;        /* a message that was sent before */
    bool late;         /* it arrives on a later day than its event time */
    uint32_t eligible; /* 1 << theme: a failing of the theme can be planted */
    uint32_t failing;  /* 1 << theme: one was */
    const char *planted[PFQ_SIMULATE_PLANTED]; /* ids of the checks that fail */
    size_t planted_count;
    unsigned grave_count; /* how many of them are major or critical */
    bool meets;           /* none is */
};

/* Faults of the options go to `problems` (path = the option's name), all at once. */
enum pfq_code pfq_simulate_open(const struct pfq_simulate_options *options,
                                struct pfq_problems *problems, struct pfq_simulate **out,
                                struct pfq_err *err) PFQ_CHECKED;
void pfq_simulate_close(struct pfq_simulate *simulate);

/* False: there are no more.  The arena must be of the grow kind. */
bool pfq_simulate_next(struct pfq_simulate *simulate, struct pfq_arena *arena,
                       struct pfq_simulated *out);

/* How many first submissions there are in all. */
uint64_t pfq_simulate_files(const struct pfq_simulate *simulate);

/* --- names ---------------------------------------------------------------------------- */

const char *pfq_simulate_theme(int theme);      /* "CASE_DATA"; the order is the catalogue's */
const char *pfq_simulate_force(int place);      /* "01" */
int pfq_simulate_force_place(const char *code); /* -1: there is none */

/* A number of the model, as it is called, with its unit and where it comes from. */
struct pfq_simulate_parameter {
    const char *name;
    uint32_t value;
    const char *unit;
    const char *source;
};

size_t pfq_simulate_parameters(const struct pfq_simulate_parameter **out);

/* --- shifts ---------------------------------------------------------------------------- */

/* Read the lines of a file of shifts (services/simulate/README.md says how they are written).
 * Every fault is a problem with its line; how many shifts were read. */
size_t pfq_shifts_read(const char *text, struct pfq_shift out[PFQ_SIMULATE_SHIFTS],
                       struct pfq_problems *problems);
const char *pfq_shift_kind_name(enum pfq_shift_kind kind);

/* Whether the file is of the force, the unit and the months of the shift; whether what the
 * shift is about can fail in it, and whether it does. */
bool pfq_shift_covers(const struct pfq_shift *shift, const struct pfq_simulated *file);
bool pfq_shift_eligible(const struct pfq_shift *shift, const struct pfq_simulated *file);
bool pfq_shift_failing(const struct pfq_shift *shift, const struct pfq_simulated *file);

/* --- the truth --------------------------------------------------------------------------- */

struct pfq_tally_cell {
    uint32_t eligible;
    uint32_t failing;
};

/* First submissions, by force, month of the event and theme. */
struct pfq_tally {
    struct pfq_tally_cell *cells; /* [month][force][theme] */
    int32_t from;                 /* YYYYMM */
    size_t months;
    uint64_t messages;
    uint64_t again;
    uint64_t late;
    uint64_t firsts; /* every other count is of these alone */
    uint64_t resubmissions;
    uint64_t meets;
    uint64_t stages[13]; /* by FileType */
    uint64_t counts[8];  /* failings of a file, major and critical: 0, 1, ... 7 and more */
};

void pfq_tally_init(struct pfq_tally *tally, int32_t from, int32_t to);
void pfq_tally_fini(struct pfq_tally *tally);
void pfq_tally_add(struct pfq_tally *tally, const struct pfq_simulated *file);
const struct pfq_tally_cell *pfq_tally_at(const struct pfq_tally *tally, int32_t month, int force,
                                          int theme);

#endif
