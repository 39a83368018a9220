/* digest_item.h - a digest in a mailbox, in a line, and the command that shows all of it.
 *
 * Layer 4 (operator).
 */
#ifndef DIGEST_ITEM_H
#define DIGEST_ITEM_H

#include "digest.pb-c.h"
#include "pfq/arena.h"

/* "Monthly digest: October 2026" */
const char *digest_item_title(const Pfq__V1__Digest *digest, struct pfq_arena *arena);

/* "pfq digest 40 --monthly --date 2026-10-01" */
const char *digest_item_command(const Pfq__V1__Digest *digest, const char *force,
                                struct pfq_arena *arena);

#endif
