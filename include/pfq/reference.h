/* pfq/reference.h - reference tables as an operator loads them.
 *
 * A table is a CSV file with a header; columns are found by name and what nobody asks for
 * is never kept.  Once read it has one canonical form: what is needed of it, in order, so
 * the same content always has the same digest.  That form with a stamp before it is what
 * is kept on disk; the stamp tells a table that was changed or cut off from one that was
 * loaded.
 *
 *     offences    cjs_code, category      CS, CM, CE, CI; VP, CR, CB, EF, EM, EX are no offences
 *     units       force_code, unit_code
 *     documents   cms_doc_type_id, document_type
 *     holidays    date                    bank holidays of England and Wales, weekdays
 *
 * All but holidays may have `from` and `until`: the days on which a row holds.
 *
 * Layer 2 (core).
 */
#ifndef PFQ_REFERENCE_H
#define PFQ_REFERENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/problems.h"
#include "pfq/wire.h"

enum pfq_table {
    PFQ_TABLE_OFFENCES,
    PFQ_TABLE_UNITS,
    PFQ_TABLE_DOCUMENTS,
    PFQ_TABLE_HOLIDAYS,
    PFQ_TABLE_COUNT
};

enum {
    PFQ_TABLE_VERSION = 12, /* digits of the digest that stand for a table */
    PFQ_TABLE_UNUSED_NAMED = 12
};

struct pfq_table_info {
    const char *name;
    size_t rows;
    char version[PFQ_TABLE_VERSION + 1];
    int64_t loaded_at; /* 0 = it came with the program */
    bool whole;        /* false: what it does not hold is unknown */
};

/* A table, read. */
struct pfq_table_text {
    struct pfq_table_info info;
    size_t repeats; /* rows that said nothing new */
    size_t unused;  /* documents: rows whose type is none of ours */
    const char
        *unused_types[PFQ_TABLE_UNUSED_NAMED]; /* the first of them, police forms before others */
    uint8_t digest[PFQ_DIGEST_BYTES];
    struct pfq_bytes canonical;
};

/* "offences"; and back, false: there is no such table. */
const char *pfq_table_name(enum pfq_table table);
bool pfq_table_find(const char *name, enum pfq_table *out);

/* Read and check the whole of a file, which `name` stands for in `problems`.  All faults
 * are listed; *out is set only when there are none. */
enum pfq_code pfq_table_read(enum pfq_table table, const char *path, const char *name,
                             struct pfq_arena *arena, struct pfq_problems *problems,
                             struct pfq_table_text *out, struct pfq_err *err) PFQ_CHECKED;

/* The line that goes before the canonical form on disk. */
const char *pfq_table_stamp(const struct pfq_table_text *table, int64_t loaded_at,
                            struct pfq_arena *arena);

/* --- forces -------------------------------------------------------------------------------- */

enum {
    PFQ_FORCE_NAME = 80
};

/* What forces.csv of the shipped tables calls the force of this code, "" when it has none such.
 * `directory` NULL or "": where they are shipped.  False: there is no table. */
bool pfq_force_find(const char *directory, const char *code, char name[PFQ_FORCE_NAME]);

#endif
