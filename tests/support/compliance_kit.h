/* compliance_kit.h - rows of people's events, made one by one or at random: for tests of
 * compliance.  Everything is fictitious.  October 2026, looked at on 20 November. */
#ifndef COMPLIANCE_KIT_H
#define COMPLIANCE_KIT_H

#include "feedback/compliance/compliance.h"

enum {
    KIT_ROWS = 4000
};

struct compliance_kit {
    struct pfq_arena *arena;
    struct compliance_wish wish;
    Pfq__V1__PeopleRows rows;
};

void compliance_kit_open(struct compliance_kit *kit, struct pfq_arena *arena);

/* An instant of October 2026, UTC; days and hours may be beyond it. */
int64_t compliance_kit_at(int day, int hour);

/* DGA of a file of force 43, unit U1, that came on this day at noon and is due 5 days on. */
Pfq__V1__ExpectedRow *compliance_kit_expected(struct compliance_kit *kit, int day);

/* DGA of a file of force 43 in unit U1 by "anna", MET, its deadline far ahead. */
Pfq__V1__AssessmentRow *compliance_kit_assessment(struct compliance_kit *kit, int day);

/* NOT_MET by this failure, which stands. */
Pfq__V1__FailureRow *compliance_kit_failure(struct compliance_kit *kit, Pfq__V1__AssessmentRow *row,
                                            const char *detail);

/* A priority review of unit U1, due that day at noon. */
Pfq__V1__ReviewRow *compliance_kit_review(struct compliance_kit *kit, int day);

char *compliance_kit_text(struct compliance_kit *kit, const char *text);

/* All of `kit`, in one page. */
Pfq__V1__Compliance *compliance_kit_end(struct compliance_kit *kit);

/* Some hundred rows of each kind. */
void compliance_kit_random(struct compliance_kit *kit, unsigned seed);

/* Rows in another order. */
void compliance_kit_shuffle(struct compliance_kit *kit, unsigned seed);

#endif
