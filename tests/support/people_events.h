/* people_events.h - events about one assessment, for tests.
 *
 * Days are counted from 1 November 2025 at noon, so that the reporting month is November 2025,
 * day 72 (11 January 2026) is the last before the deadline and day 73 the first after it.
 */
#ifndef TEST_PEOPLE_EVENTS_H
#define TEST_PEOPLE_EVENTS_H

#include "pfq/people.h"

enum {
    PEOPLE_EVENTS_MAX = 64,
    PEOPLE_LAST_DAY = 72
};

int64_t people_day(int day);

/* By p101 of unit TC1, on file 43AA1234526 FH_NGAP of force 43. */
Pfq__V1__Event *people_event(struct pfq_arena *arena, int day);

/* A DGA assessment "a1": with failures NOT_MET, without MET. */
Pfq__V1__Event *people_assess(struct pfq_arena *arena, int day, const uint32_t *numbers,
                              size_t count);
Pfq__V1__Event *people_withdraw(struct pfq_arena *arena, int day);
Pfq__V1__Event *people_say(struct pfq_arena *arena, int day, uint32_t failure,
                           Pfq__V1__ResponseKind response);
Pfq__V1__Event *people_decide(struct pfq_arena *arena, int day, uint32_t failure,
                              Pfq__V1__DisputeResult result, bool correction);

/* "1 made 1 2; 5 says 1 DISPUTE; 9 decided 1 ACCEPTED; 80 corrected 1 REJECTED; 90 withdrawn":
 * the day, then what was done.  The ids are e0, e1 ... of source "s"; how many. */
size_t people_history(const char *text, struct pfq_arena *arena, struct pfq_people_event *out);

#endif
