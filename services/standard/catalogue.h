/* catalogue.h - a loaded catalogue, as judge.c uses it and load.c makes it.
 *
 * Private to services/standard.
 */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include "language/eval.h"
#include "language/resolve.h"
#include "normalise.h"
#include "pfq/reference.h"
#include "pfq/standard.h"
#include "settings.h"
#include "verdict.h"
#include "yaml.h"

enum {
    /* Part of the digest: raise it when the same rows would come to other outcomes. */
    CATALOGUE_SEMANTICS = 5,
    CATALOGUE_STAGES = 13, /* FileType, UNSPECIFIED included */
    CATALOGUE_TITLE_CHARS = 90
};

struct catalogue_row {
    uint32_t stages; /* 1 << FileType */
    uint16_t when;   /* 0: always */
    uint16_t check;  /* 0: a question for a person */
    bool person;
    bool unknown_fails;
    bool history;     /* `when` and `check` are of the program for History */
    uint8_t decision; /* enum decision: of the file alone */
    struct verdict_weight weight;
    Pfq__V1__CatalogueCheck *texts;
    int32_t from[CATALOGUE_STAGES];
    int32_t until[CATALOGUE_STAGES];
};

/* From a day on, until the later span begins, these rows of a stage are in force. */
struct catalogue_span {
    const struct catalogue_span *earlier; /* NULL: this one begins before all days */
    int32_t from;
    uint64_t *rows; /* a bit for each row, in words of 64 */
};

/* What decides outcomes and texts, in a row: the digest is made of it. */
struct catalogue_ink {
    struct pfq_arena *arena;
    uint8_t *bytes;
    size_t size;
    size_t room;
};

/* Everything that is needed while loading. */
struct catalogue_loader {
    struct pfq_standard *standard;
    struct pfq_arena *scratch; /* trees and files, gone when loading ends */
    struct yaml_file shared;   /* standard.yaml, open until all rows are read */
    struct pfq_problems *problems;
    struct rule_faults faults;
    struct rule_vocabulary vocabulary;
    struct catalogue_ink ink;
    const struct pfq_standard_source *source;
    size_t row_room;
};

/* From how many failings on a file is what: three values of standard.yaml. */
enum limit {
    LIMIT_CRITICAL_FAILS,
    LIMIT_MAJOR_FAILS,
    LIMIT_MAJOR_PARTLY,
    LIMIT_COUNT
};

struct pfq_standard {
    struct pfq_arena arena;
    struct rule_program program;
    struct rule_program history; /* of the rows of scope HISTORY */
    struct catalogue_row *rows;
    size_t row_count;
    size_t history_count;                                    /* rows of scope HISTORY */
    const struct catalogue_span *in_force[CATALOGUE_STAGES]; /* the latest */
    int limit_at[LIMIT_COUNT]; /* which values are the limits of the verdict; -1: none is */
    struct rule_tables tables;
    struct pfq_table_info table_info[PFQ_TABLE_COUNT];
    struct areas areas;
    struct settings settings;
    struct normalise_plan dates;
    Pfq__V1__Catalogue texts;
    const char *version;
};

/* NULL is a text too: "left out". */
void catalogue_ink_add(struct catalogue_ink *ink, const char *text);
void catalogue_ink_bytes(struct catalogue_ink *ink, struct pfq_bytes bytes);

/* rows.c: one row of a file. */
void rows_read(struct catalogue_loader *l, const struct yaml_file *file, struct fy_node *row);

/* words.c: standard.yaml. */
void words_read(struct catalogue_loader *l, const struct yaml_file *file);

/* certificates.c: which checks a certificate covers; after the rows. */
void certificates_read(struct catalogue_loader *l, const struct yaml_file *file);

/* reference.c: the tables.  Faults go to the loader's problems. */
void reference_load(struct catalogue_loader *l);

/* lookups.c: what the tables tell of what the sender left out. */
void lookups_fill(const struct rule_tables *tables, Pfq__V1__Submission *submission, int32_t date);

/* limits.c: the values by which verdicts are made.  Finding them is for the end of loading. */
void limits_find(struct pfq_standard *standard, const char *config, struct pfq_problems *problems);
void limits_for(const struct pfq_standard *standard, const int64_t *values,
                Pfq__V1__VerdictLimits *out);

/* in_force.c: for the end of loading. */
void in_force_find(struct pfq_standard *standard);

/* How many words have a bit for each row. */
static inline size_t catalogue_words(const struct pfq_standard *standard)
{
    return (standard->row_count + 63) / 64;
}

/* The rows of the stage that are in force; date 0 is before all of them. */
static inline const uint64_t *catalogue_in_force(const struct pfq_standard *standard,
                                                 unsigned stage, int32_t date)
{
    const struct catalogue_span *span = standard->in_force[stage];
    while (span->from > date) {
        span = span->earlier;
    }
    return span->rows;
}

/* Report each key of the mapping that is none of `known`; false where it is no mapping. */
bool rows_check_keys(const struct yaml_file *file, struct fy_node *mapping,
                     const char *const *known, size_t count);

#endif
