/* quarantine.h - what nobody could read, in a database of its own and a transaction of its own.
 *
 * Its failures are its own: what the main database committed stands.
 *
 * Layer 4 (store).
 */
#ifndef QUARANTINE_H
#define QUARANTINE_H

#include "batch.h"

void quarantine_run(struct batch *batch, struct job *jobs, size_t count, struct pfq_arena *arena,
                    struct batch_result *out);

#endif
