/* pfq/adapter.h - other people's documents into Envelopes.
 *
 * One document may hold one submission or many (a JSON list, newline-delimited JSON).
 * An adapter is pure: bytes in, envelopes and problems out.  It maps people to ages,
 * counts and flags (G9), normalises spellings, lists what it could not map as
 * warnings, and reports every structural problem with its JSON path in one go.
 * UTF-8, with or without a byte order mark; at most 16 MiB.
 *
 * Codes of problems
 *   INPUT_EMPTY INPUT_TOO_LARGE INPUT_ENCODING INPUT_NOT_JSON INPUT_UNKNOWN
 *   JSON_...                         of pfq/json.h, for broken JSON and native files
 *   NATIVE_NO_SUBMISSION             an envelope with something else in it
 *   FORCE_UNKNOWN                    neither the option nor the URN names a force
 *   DCF_MISSING DCF_UNKNOWN_KEY DCF_TYPE DCF_ENUM DCF_DATE DCF_PATTERN DCF_RANGE
 *   DCF_COUNT DCF_DUPLICATE DCF_LENGTH DCF_VERSION
 * and of warnings
 *   FORCE_FROM_URN FORCE_STATED DCF_NOON DCF_AGE DCF_SPELLING DCF_NOT_MAPPED
 *
 * Used by the operator's command and by client programs, never by a service.
 *
 * Layer 2 (core).
 */
#ifndef PFQ_ADAPTER_H
#define PFQ_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>

#include "envelope.pb-c.h"
#include "pfq/arena.h"
#include "pfq/problems.h"

struct pfq_adapted {
    Pfq__V1__Envelope *envelope; /* NULL when it cannot be sent: problems says why.  Its id
                                    or its source is NULL where the document gives none (no
                                    Envelope, or one without it or with an empty one): the
                                    caller fills each before it sends, or intake refuses the
                                    message for that alone */
    bool bare;                   /* the document held no Envelope around the submission */
    unsigned line;               /* 1-based line of the document where it starts */
    const char *digest_of;       /* bytes of this one submission, or of the Envelope around
                                    it, for the message id where there is none; inside the
                                    caller's text */
    size_t digest_of_size;
    struct pfq_problems problems; /* structural; the file may still be judged */
    struct pfq_problems warnings; /* what could not be mapped, or was read differently */
};

struct pfq_adapt_options {
    const char *force; /* --force, where the document does not state its own; NULL: a
                          DCF takes its URN's, and says so (force_from_urn) */
};

/* Finds out what the document is (native JSON, DCF 1.2.2) and reads all of it.
 * *out is an array in the arena; its length is returned, at least 1. */
size_t pfq_adapt(const char *text, size_t size, const struct pfq_adapt_options *options,
                 struct pfq_arena *arena, struct pfq_adapted **out);

#endif
