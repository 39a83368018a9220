/* pfq/examples.h - the examples beside the rows of a catalogue.
 *
 * <catalogue>/examples/<theme>.yaml says of files that have just what a row looks at
 * what that row comes to:
 *
 *     VW01:
 *       - met: {witnesses: [{is_victim: true, vps_status: DECLINED}]}
 *       - not_met: {witnesses: [{is_victim: true, vps_status: NOT_STATED}]}
 *         items: [victim 1]
 *         stage: [FH_NGAP, FH_CC]     one stage, a list, or ALL that the row has; else its first
 *         date: 2017-03-01            else one on which the row is in force
 *
 * The body is a Submission, or for a row of scope history a History, with names as in
 * JSON (pfq/json.h).  What a Submission leaves out of submitting_force, urn, file_type and
 * submitted_at is filled in; null keeps it absent.
 *
 *     pfq_examples_load()  all files, all faults at once
 *     pfq_example_run()    what the row comes to for one of them
 *
 * Layer 2 (core).
 */
#ifndef PFQ_EXAMPLES_H
#define PFQ_EXAMPLES_H

#include "pfq/standard.h"

struct pfq_examples;

struct pfq_example {
    const char *id;    /* of the row */
    size_t check;      /* its place in the catalogue */
    const char *place; /* "examples/case_data.yaml:12:5" */
    Pfq__V1__Outcome outcome;
    Pfq__V1__FileType stage; /* filled in as file_type */
    int32_t date;            /* filled in as submitted_at, at noon */
    bool items_given;        /* exactly these are named */
    char **items;
    size_t item_count;
    const ProtobufCMessageDescriptor *type; /* Submission or History */
    struct pfq_bytes message;               /* packed */
};

/* Faults go to `problems` (path = "examples/file:line:column"); *out is set only when there
 * are none.  A catalogue without examples has none: that is no fault.  `standard`
 * must stay as long as the result, which _close() ends. */
enum pfq_code pfq_examples_load(const char *catalogue_dir, const struct pfq_standard *standard,
                                struct pfq_problems *problems, struct pfq_examples **out,
                                struct pfq_err *err) PFQ_CHECKED;
void pfq_examples_close(struct pfq_examples *examples);

/* In the order of the catalogue; those of a row as they are written. */
size_t pfq_examples_count(const struct pfq_examples *examples);
const struct pfq_example *pfq_examples_get(const struct pfq_examples *examples, size_t i);

struct pfq_example_result {
    bool as_expected;
    Pfq__V1__Outcome outcome; /* UNSPECIFIED: the file was refused */
    char **items;             /* named in the finding */
    size_t item_count;
    const char *expected; /* "NOT_MET: victim 1", for people */
    const char *came;
};

/* What the row comes to; everything is in the arena. */
void pfq_example_run(const struct pfq_standard *standard, const struct pfq_example *example,
                     struct pfq_arena *arena, struct pfq_example_result *out);

#endif
