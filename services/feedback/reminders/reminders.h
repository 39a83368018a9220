/* reminders.h - which reminder of a force's open failures is due, and what it says.
 *
 * Rows and a time in, words out.  A reminder goes 14, 7 and 1 days before outcomes of a
 * reporting month are taken for the last time, and after that one that says what had no answer: it
 * was time alone that settled it.  Whoever sends it remembers (force, month, days), so that each
 * goes once: one that was missed, as nothing ran that day, is due until the next.
 *
 * Layer 2 (reminders): pure.
 */
#ifndef REMINDERS_H
#define REMINDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "people.pb-c.h"
#include "pfq/arena.h"

enum reminder_to {
    REMINDER_FORCE, /* failures to answer */
    REMINDER_CPS    /* the same, and disputes without an outcome */
};

struct reminder {
    const char *force; /* of the rows */
    int32_t month;     /* YYYYMM */
    int64_t deadline;
    int days;          /* 14, 7 or 1, 0 when it is over: with force and month, its name */
    int days_left;     /* in truth: fewer where it is late */
    size_t files;      /* with something open */
    size_t awaited;    /* failures that the police have not answered */
    size_t disputed;   /* failures whose dispute waits for an outcome */
    size_t unanswered; /* it is over: failures that are recorded as no response */
};

/* Of the rows of one force and one reporting month.  False: none is due. */
bool reminder_due(Pfq__V1__AssessmentRow *const *rows, size_t count, int64_t now_ms,
                  struct reminder *out);

/* The same after the deadline.  False: everything had an answer, or it is not over. */
bool reminder_over(Pfq__V1__AssessmentRow *const *rows, size_t count, int64_t now_ms,
                   struct reminder *out);

/* Has whoever it is for anything to do, or to know? */
bool reminder_concerns(const struct reminder *reminder, enum reminder_to to);

/* That it is over, in a sentence. */
const char *reminder_line(const struct reminder *reminder, struct pfq_arena *arena);

/* Plain text, in the arena.  No name, no URN. */
const char *reminder_subject(const struct reminder *reminder, enum reminder_to to,
                             struct pfq_arena *arena);
const char *reminder_text(const struct reminder *reminder, enum reminder_to to,
                          struct pfq_arena *arena);

#endif
