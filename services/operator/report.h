/* report.h - a receipt for people and as JSON, and what it means as an exit code.
 *
 * For people: the verdict first, then numbered findings (what, where, why, fix, good),
 * then what needs a person (a dozen lines, unless all is asked for), then problems with
 * the message itself.  A clean file says so in one line.
 *
 * As JSON: one object a line, keys in a fixed order, enums by name without prefix.
 *
 * Layer 4 (operator).
 */
#ifndef REPORT_H
#define REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "operator.h"
#include "receipt.pb-c.h"
#include "text.h"

/* What this command adds to a receipt.  Zero or NULL: left out. */
struct report_context {
    const char *file; /* where it came from */
    unsigned line;
    bool sent; /* show the answer, ordinal and mailbox number too */
    bool full; /* REPORT_FULL, else REPORT_USUAL */

    /* The first so many problems were found in the document: the message does not carry them. */
    size_t told_here;
    const char **not_looked_at; /* ids of checks that compare with earlier submissions */
    size_t not_looked_at_count;
};

/* How much is said of a finding, and of the checks that need a person. */
enum report_detail {
    REPORT_BRIEF, /* what and where; of those that need a person the first few */
    REPORT_USUAL, /* why, fix and good example, too */
    REPORT_FULL   /* and every check that needs a person, with its fix */
};

void report_receipt(struct page *page, const Pfq__V1__Receipt *receipt,
                    const struct report_context *context);

/* Its parts.  The head is a line, or two where one is too narrow:
 * "40AA1234526  FH_GAP  DOES NOT MEET  (2 critical; 3 need a person)". */
void report_head(struct page *page, const Pfq__V1__Receipt *receipt);
void report_body(struct page *page, const Pfq__V1__Receipt *receipt, enum report_detail detail);

/* The body's beginning: the verdict on what is there and on how good it is, what changed
 * since the submission before, and what the police certified. */
void report_summary(struct page *page, const Pfq__V1__Receipt *receipt);

/* "PARTLY MEETS" */
const char *report_verdict(Pfq__V1__Verdict verdict);

/* The caller owns the result; report_write() takes and ends it. */
json_t *report_json(const Pfq__V1__Receipt *receipt, const struct report_context *context);
void report_write(FILE *out, json_t *object);

/* report_write() says at its end which format an object is in; this one says it first. */
json_t *report_object(void);

/* The message on stdout as such an object. */
void report_message(const ProtobufCMessage *message);

enum pfq_exit report_exit(const Pfq__V1__Receipt *receipt);

#endif
