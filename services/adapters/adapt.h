/* adapt.h - what the files of this folder share.
 *
 * Private to services/adapters.
 */
#ifndef PFQ_ADAPT_H
#define PFQ_ADAPT_H

#include <jansson.h>

#include "pfq/adapter.h"

enum {
    ADAPT_INPUT_MIB = 16 /* of one document, at most */
};

/* A span of the document that holds one JSON value. */
struct adapt_span {
    const char *text;
    size_t size;
    unsigned line; /* 1-based, where it starts */
};

/* The entries of a list that is known to be good JSON; how many.  `out` may be NULL. */
size_t adapt_entries(const char *text, size_t size, struct adapt_span *out);

/* Newline-delimited JSON: every line that is not blank.  0 where it is not that. */
size_t adapt_lines(const char *text, size_t size, struct adapt_span *out);

/* An envelope around a submission that came without one. */
Pfq__V1__Envelope *adapt_wrap(Pfq__V1__Submission *submission, struct pfq_arena *arena);

/* An Envelope or a bare Submission in protobuf JSON. */
bool native_is_native(const json_t *document);
void native_read(const json_t *document, const struct pfq_adapt_options *options,
                 struct pfq_arena *arena, struct pfq_adapted *out);

#endif
