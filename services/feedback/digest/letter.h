/* letter.h - a digest as what a mail holds: subject, plain text, the same as HTML, one picture, and
 * every figure as CSV.
 *
 * The body has counts, what is open between the force and the CPS, and at most three URNs; the
 * files themselves are in the attachment and in the mailbox.  The sheet for a call and the pack of
 * a month are but for that the page itself: a meeting is run from the mail as from what `pfq pack`
 * prints.  Text and HTML are made of one document, so they say the same.
 *
 * Layer 2 (digest).
 */
#ifndef LETTER_H
#define LETTER_H

#include "feedback/digest/digest.h"

enum {
    LETTER_URNS = 3
};

struct letter {
    const char *subject;
    const char *text;
    const char *html; /* shows the picture as cid:LETTER_PICTURE */
    const char *bare; /* the same without it */
    const char *alt;  /* of the picture; NULL: there is none */
    struct pfq_bytes picture;
    const char *csv_name;
    struct pfq_bytes csv;
};

#define LETTER_PICTURE "chart.png"

/* In the arena.  For the audience that the digest was made for. */
enum pfq_code letter_write(const Pfq__V1__Digest *digest, struct pfq_arena *arena,
                           struct letter *out, struct pfq_err *err) PFQ_CHECKED;

#endif
