/* due.h - which period of each kind of digest is over and due.  Pure; the clock is given.
 *
 *     DAILY                 the day before, at the hour
 *     WEEKLY, CALL_SHEET    the week before, on Monday at the hour
 *     MONTHLY, PACK         the month before, on a day of the next at the hour
 *
 * Hours are Europe/London's, whatever the clocks do.  Only the last one that is due is ever named:
 * a service that was down makes up one period of each kind, and no more.
 *
 * Layer 4 (feedback).
 */
#ifndef DUE_H
#define DUE_H

#include "feedback/digest/digest.h"

enum {
    DUE_NAME_BYTES = 16
};

struct due_times {
    int hour;      /* 0 to 23 */
    int month_day; /* 1 to 28 */
};

struct due {
    Pfq__V1__DigestKind kind;
    struct digest_period period;
    int64_t at_ms;             /* when it fell due */
    char name[DUE_NAME_BYTES]; /* "2026-11-03", "2026-W45", "2026-10" */
};

struct due due_last(const struct due_times *times, Pfq__V1__DigestKind kind, int64_t now_ms);

/* The name that the period of a kind has that begins so. */
void due_name(Pfq__V1__DigestKind kind, int32_t from_date, char out[DUE_NAME_BYTES]);

#endif
