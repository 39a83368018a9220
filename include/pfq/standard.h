/* pfq/standard.h - the National File Standard, applied to one submission.
 *
 * The catalogue is loaded once and is then read-only: any number of threads may
 * judge with it.  Judging is pure (no clock, no disk, no socket) and a function of
 * the submission, the arrival time and the catalogue alone (G5).
 *
 *     pfq_standard_load()   YAML and reference data -> compiled catalogue
 *     pfq_judge()           Envelope -> what intake decides about it
 *     pfq_receipt()         what was stored -> the receipt, texts and all
 *
 * Layer 2 (core).
 */
#ifndef PFQ_STANDARD_H
#define PFQ_STANDARD_H

#include <stdbool.h>
#include <stdint.h>

#include "envelope.pb-c.h"
#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/problems.h"
#include "pfq/reference.h"
#include "pfq/wire.h"

struct pfq_standard;

/* Where a catalogue comes from.  All of it is part of the version (G5). */
struct pfq_standard_source {
    const char *catalogue; /* directory of *.yaml */
    const char *reference; /* directory of the tables that come with the program */
    const char *examples;  /* directory of tables that count before those; NULL: none */
    const char *tables;    /* directory of those that the operator loaded; NULL: none */
    const char *config;    /* pfq.conf, for its [values]; NULL: none */
};

/* Set the first two to the directories that are named; where NULL or "" is, to those beside the
 * program.  The paths are in the arena. */
enum pfq_code pfq_standard_find(const char *catalogue, const char *reference,
                                struct pfq_arena *arena, struct pfq_standard_source *source,
                                struct pfq_err *err) PFQ_CHECKED;

/* Load the catalogue, its tables and its values.  All faults go to `problems` (path =
 * "file:line:column"); *out is set only when there are none.  The caller keeps the result
 * for the process's life, or ends it with _close(). */
enum pfq_code pfq_standard_load(const struct pfq_standard_source *source,
                                struct pfq_problems *problems, struct pfq_standard **out,
                                struct pfq_err *err) PFQ_CHECKED;

/* The commands that show what a load found, such as "pfq rules lint my-catalogue". */
const char *pfq_standard_remedy(const struct pfq_standard_source *source,
                                const struct pfq_problems *problems, struct pfq_arena *arena);

void pfq_standard_close(struct pfq_standard *standard);

/* The texts and the digest of this catalogue, for the store; and its packed form. */
const Pfq__V1__Catalogue *pfq_standard_texts(const struct pfq_standard *standard);

/* "2026.1-1f2e3d4c5b6a": label and first 12 digits of the digest. */
const char *pfq_standard_version(const struct pfq_standard *standard);

/* A value of the catalogue as it is on a day. */
struct pfq_value {
    const char *name;
    const char *setting; /* "28", "08:30" */
    const char *unit;
    const char *text; /* what it is for */
    int32_t since;    /* 0: always */
    unsigned line;    /* in pfq.conf; 0: it is set by standard.yaml */
    bool of_area;     /* set for this Area alone */
};

/* The CPS Area by name or code, as it is called; NULL: there is none. */
const char *pfq_standard_area(const struct pfq_standard *standard, const char *text);

/* The forces of that Area on a day, by code, at most `room` of them; how many. */
size_t pfq_standard_area_forces(const struct pfq_standard *standard, const char *text, int32_t date,
                                const char **forces, size_t room);

/* Is it none of the force's units by a table that holds all of them?  Without such a table nothing
 * is known of it. */
bool pfq_standard_unit_unknown(const struct pfq_standard *standard, const char *force,
                               const char *unit, int32_t date);

/* All values, for the forces of an Area or, NULL, of none; how many. */
size_t pfq_standard_values(const struct pfq_standard *standard, const char *area, int32_t date,
                           struct pfq_arena *arena, struct pfq_value **out);

/* The bank holidays in use, YYYYMMDD, ascending, at most `room` of them; how many. */
size_t pfq_standard_holidays(const struct pfq_standard *standard, int32_t *out, size_t room);

/* The reference tables in use; how many. */
size_t pfq_standard_tables(const struct pfq_standard *standard, const struct pfq_table_info **out);

/* What intake decides about one message. */
struct pfq_judgement {
    bool refused;            /* then `problems` says why, and nothing below is set */
    const char *force;       /* two digits, 02 read as 01 */
    const char *police_unit; /* the submitter's, else the URN's, else NULL */
    const char *urn;         /* canonical, or as received where unreadable, or "" */
    bool urn_readable;
    Pfq__V1__CaseType case_type;
    Pfq__V1__FileType file_type;
    int32_t breach_date;          /* 0 = none */
    Pfq__V1__Judged *judged;      /* in the arena */
    Pfq__V1__HistoryFacts *facts; /* for later submissions of this case; in the arena */
};

/* Normalise and judge the submission in `envelope`.  The submission may be altered:
 * it is normalised in place (force, URN, ASN).  `warnings` holds what reading passed
 * over and is added to; problems[] and warnings[] end up in judged. */
void pfq_judge(const struct pfq_standard *standard, Pfq__V1__Envelope *envelope,
               int64_t received_at, struct pfq_arena *arena, struct pfq_problems *problems,
               struct pfq_problems *warnings, struct pfq_judgement *out);

/* The receipt of what is stored.  `catalogue` must be the version that judged it. */
enum pfq_code pfq_receipt(const Pfq__V1__Stored *stored, const Pfq__V1__Catalogue *catalogue,
                          Pfq__V1__Answer answer, struct pfq_arena *arena, Pfq__V1__Receipt **out,
                          struct pfq_err *err) PFQ_CHECKED;

/* What `pfq check` prints: the receipt that submit would give, without ordinal and
 * mailbox number. */
Pfq__V1__Receipt *pfq_receipt_unsent(const struct pfq_standard *standard,
                                     const Pfq__V1__Envelope *envelope,
                                     const struct pfq_judgement *judgement, int64_t received_at,
                                     struct pfq_arena *arena);

/* A receipt for what was refused, conflicts or must be sent again. */
Pfq__V1__Receipt *pfq_receipt_without(const char *source, const char *id, Pfq__V1__Answer answer,
                                      const struct pfq_problems *problems, struct pfq_arena *arena);

#endif
