/* pages.h - a Digest in each of its forms.
 *
 * All but JSON are made of one document (feedback/render/document.h), which is filled here from the
 * message alone: a number that is not in the message is in no form.  Write for the audience that
 * the message was made for.
 *
 * Layer 2 (digest).
 */
#ifndef DIGEST_PAGES_H
#define DIGEST_PAGES_H

#include <stdio.h>

#include "feedback/render/document.h"
#include "pfq/err.h"
#include "pfq/wire.h"

enum {
    DIGEST_JSON_FORMAT = 1
};

const struct document *digest_document(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
/* The same for programs, where nothing is cut to fit a sheet. */
const struct document *digest_data(const Pfq__V1__Digest *digest, struct pfq_arena *arena);

void digest_text(const Pfq__V1__Digest *digest, struct pfq_arena *arena, FILE *out);
void digest_html(const Pfq__V1__Digest *digest, struct pfq_arena *arena, FILE *out);

/* Every cell of every table, a line each: row_key, table, figure, value; what is said outside the
 * tables, and how many rows of a table are not shown, as well.  The row key is that of the table's
 * row and the column. */
void digest_csv(const Pfq__V1__Digest *digest, struct pfq_arena *arena, FILE *out);

/* Canonical protobuf JSON with short enum names, and "format": one line. */
void digest_json(const Pfq__V1__Digest *digest, struct pfq_arena *arena, FILE *out);

enum pfq_code digest_xlsx(const Pfq__V1__Digest *digest, const char *path, struct pfq_arena *arena,
                          struct pfq_err *err) PFQ_CHECKED;

/* A page of compliance alone, and any page as a CSV file as above. */
const struct document *digest_compliance(const Pfq__V1__Compliance *compliance, bool overdue_only,
                                         uint64_t up_to, struct pfq_arena *arena);
void digest_document_csv(const struct document *document, bool inside, struct pfq_arena *arena,
                         FILE *out);

/* "Monthly digest" */
const char *digest_kind_title(Pfq__V1__DigestKind kind);

/* "closed", "provisional", "week not over"; NULL: days that are over. */
const char *digest_state_words(const Pfq__V1__Digest *digest);

/* "October 2026", "3 May 2026", "4 May 2026 to 10 May 2026" */
const char *digest_period_title(const Pfq__V1__Digest *digest, struct pfq_arena *arena);

#endif
