/* digest.h - one digest over two pieces of memory.  Private to the wire layer. */
#ifndef DIGEST_H
#define DIGEST_H

#include "pfq/wire.h"

/* Either may be empty. */
void digest_parts(struct pfq_bytes first, struct pfq_bytes second, uint8_t out[PFQ_DIGEST_BYTES]);

#endif
