/* input.h - from files on the command line to Envelopes that can be judged or sent.
 *
 * check and submit prepare their input the same way, so that check gives the answer that
 * submit would give.  What cannot be read becomes an item without an envelope, whose
 * problems say why: every file is answered.
 *
 * Layer 4 (operator).
 */
#ifndef INPUT_H
#define INPUT_H

#include <stddef.h>

#include "operator.h"
#include "pfq/adapter.h"
#include "pfq/arena.h"
#include "pfq/wire.h"
#include "text.h"

struct report_context;

struct input_options {
    const char *purpose; /* "check": what is to be done with the files */
    char **files;
    int file_count;
    bool json;
    bool full;
    const char *force;  /* NULL: from the document or its URN */
    const char *id;     /* NULL: the document's own, else a digest of its bytes */
    const char *source; /* NULL: the document's own, else "pfq" */
    bool test;          /* TEST mode, whatever the document says */
};

/* --json, --full, --force and the files: for .children. */
extern const struct argp input_argp;

struct input_item {
    const char *file; /* as named on the command line */
    const char *source;
    const char *id; /* "" where even that is not known */
    struct pfq_adapted *adapted;
};

/* Read `file` ("-" is standard input) and prepare every submission in it.  At least one. */
size_t input_read(const char *file, const struct input_options *options, struct pfq_arena *arena,
                  struct input_item **out);

/* The bytes of a file; NULL, or why it cannot be read. */
const char *input_bytes(const char *file, struct pfq_arena *arena, struct pfq_bytes *out);

/* The receipt of an item that cannot be sent. */
Pfq__V1__Receipt *input_refusal(const struct input_item *item, struct pfq_arena *arena);

/* Show the answer to an item, with what the adapter saw added to what the judge said: the sender
 * sees both, the document's own problems first.  What the answer means as an exit code. */
enum pfq_exit input_show(const struct input_options *options, const struct input_item *item,
                         Pfq__V1__Receipt *receipt, struct report_context *context,
                         struct page *page, struct pfq_arena *arena);

#endif
