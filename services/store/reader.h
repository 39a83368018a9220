/* reader.h - every query, on a thread and a read-only connection of its own, so that a
 * long page can never delay an acknowledgement.
 *
 * A read transaction lasts for one request: the log can always be folded back.
 *
 * Layer 4 (store).
 */
#ifndef READER_H
#define READER_H

#include "worker.h"

struct reader {
    const char *path;                     /* borrowed */
    const struct pfq_people_rules *rules; /* borrowed */
    struct db *db;                        /* NULL until it could be opened */
};

extern const struct worker_ops reader_ops; /* self: struct reader */

/* Answer one read; `room` bounds its bytes. */
void reader_answer(struct db *db, const struct pfq_people_rules *rules, struct job *job,
                   size_t room, struct pfq_arena *arena);

#endif
