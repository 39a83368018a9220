/* supervise.h - a few services in the foreground, started in order, kept running.
 *
 * Each starts when those before it have said READY (sd_notify).  One that dies is started
 * again after a pause that doubles from 100 ms to 5 s.  TERM and INT stop all, last
 * started first, KILL for what has not gone after ten seconds; HUP is passed on.  None
 * outlives this process, however it ends.
 *
 * Layer 4 (operator): knows processes, and nothing of what they do.
 */
#ifndef SUPERVISE_H
#define SUPERVISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pfq/err.h"

enum {
    SUPERVISE_MAX = 8
};

struct supervise_row {
    const char *name; /* for people */
    char *const *argv;
};

/* Returns when all have stopped.  `ready` is called once, when all are ready for the first
 * time.  An error: one of them could not start, or would not stop. */
enum pfq_code supervise(const struct supervise_row *rows, size_t count,
                        void (*ready)(void *self, int64_t took_ms), void *self,
                        struct pfq_err *err) PFQ_CHECKED;

#endif
