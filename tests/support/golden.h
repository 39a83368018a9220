/* golden.h - the shipped catalogue, and the golden files judged by it.
 *
 * The tables of reference are those of tests/golden/reference: whole ones, so that what
 * they lack is unknown to nobody.  One standard at a time; use from a suite's init.
 */
#ifndef TEST_GOLDEN_H
#define TEST_GOLDEN_H

#include <jansson.h>

#include "pfq/arena.h"
#include "pfq/standard.h"

/* Loads the catalogue; fails the test where that fails. */
void golden_open(void);
void golden_close(void);
const struct pfq_standard *golden_standard(void);
const Pfq__V1__Catalogue *golden_texts(void);

/* A file as JSON, to be released with json_decref(). */
json_t *golden_load(const char *path);

/* What comes of a submission that arrives a minute after it was sent. */
Pfq__V1__Judged *golden_judge(const json_t *json, const char *name, struct pfq_arena *arena);
Pfq__V1__Judged *golden_judge_submission(Pfq__V1__Submission *submission, const char *name,
                                         struct pfq_arena *arena);

/* The outcome of one check, by place in the catalogue or by id. */
Pfq__V1__Outcome golden_outcome(const Pfq__V1__Judged *judged, size_t check);
Pfq__V1__Outcome golden_outcome_of(const Pfq__V1__Judged *judged, const char *id);

#endif
