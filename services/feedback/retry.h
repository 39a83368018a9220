/* retry.h - when a look that failed is tried again: after a second, then each time twice as long,
 * but never longer than until the next look that the timer would have begun.
 *
 * Pure.  Layer 4 (feedback). */
#ifndef RETRY_H
#define RETRY_H

#include <stdint.h>

enum {
    RETRY_FIRST_MS = 1000,
    RETRY_DOUBLINGS = 12
};

/* `failed`: how often in a row by now, 1 or more; `most_ms`: between two looks of the timer. */
static inline int64_t retry_wait_ms(uint32_t failed, int64_t most_ms)
{
    uint32_t doublings = failed - 1 < RETRY_DOUBLINGS ? failed - 1 : RETRY_DOUBLINGS;
    int64_t wait_ms = (int64_t)RETRY_FIRST_MS << doublings;
    return wait_ms < most_ms ? wait_ms : most_ms;
}

#endif
