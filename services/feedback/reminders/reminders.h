/* reminders.h - which reminder of a force's open failures is due, and what it says.
 *
 * Rows and a time in, words out.  A reminder goes 14, 7 and 1 days before outcomes of a
 * reporting month are taken for the last time.  Whoever sends it remembers (force, month, days),
 * so that each goes once: one that was missed, as nothing ran that day, is due until the next.
 *
 * Layer 4 (feedback); pure.
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
    int days;        /* 14, 7 or 1: with force and month, its name */
    int days_left;   /* in truth: fewer where it is late */
    size_t files;    /* with something open */
    size_t awaited;  /* failures that the police have not answered */
    size_t disputed; /* failures whose dispute waits for an outcome */
};

/* Of the rows of one force and one reporting month.  False: none is due. */
bool reminder_due(Pfq__V1__AssessmentRow *const *rows, size_t count, int64_t now_ms,
                  struct reminder *out);

/* Has whoever it is for anything to do? */
bool reminder_concerns(const struct reminder *reminder, enum reminder_to to);

/* Plain text, in the arena.  No name, no URN. */
const char *reminder_subject(const struct reminder *reminder, enum reminder_to to,
                             struct pfq_arena *arena);
const char *reminder_text(const struct reminder *reminder, enum reminder_to to,
                          struct pfq_arena *arena);

#endif
