/* digest_kit.h - what is known of a period, built row by row: for tests of digests, and for the
 * browser.  Everything is fictitious. */
#ifndef DIGEST_KIT_H
#define DIGEST_KIT_H

#include "feedback/digest/digest.h"

struct digest_kit {
    struct pfq_arena *arena;
    struct digest_facts facts;
};

/* A digest of force 43 for October 2026 (or its days), without any figure. */
void digest_kit_open(struct digest_kit *kit, Pfq__V1__DigestKind kind, struct pfq_arena *arena);

/* A row for SERIES_FIRST: failing of applicable.  `period` as the kind has it. */
Pfq__V1__Figure *digest_kit_figure(struct digest_kit *kit, const char *force, int32_t period,
                                   Pfq__V1__FigureKind kind, const char *name, uint64_t failing,
                                   uint64_t applicable);

/* Files by verdict: meets, partly, does not, undecided. */
void digest_kit_verdicts(struct digest_kit *kit, const char *force, int32_t period,
                         const uint64_t counts[4]);

/* A month of a theme's trend. */
void digest_kit_trend(struct digest_kit *kit, const char *force, int32_t month, const char *name,
                      uint64_t failing, uint64_t applicable);

/* So many months before October 2026, of which so many files failed, all case types together: what
 * is usual of a theme that never moved. */
void digest_kit_usual(struct digest_kit *kit, const char *name, int months, uint64_t failing,
                      uint64_t applicable);

/* A day's files of a theme, all case types together: for its sum. */
void digest_kit_day(struct digest_kit *kit, const char *force, int32_t date, const char *name,
                    uint64_t failing, uint64_t applicable);

/* The last move of a theme; baseline 60 of 300. */
Pfq__V1__ThemeMove *digest_kit_move(struct digest_kit *kit, const char *force, const char *name,
                                    Pfq__V1__ThemeState state, const char *sentence);

/* An item of the mailbox: a file that fails these checks, "" ends them. */
Pfq__V1__Receipt *digest_kit_file(struct digest_kit *kit, const char *urn,
                                  const char *const checks[]);
void digest_kit_told(struct digest_kit *kit, Pfq__V1__ThemeMove *move);

void digest_kit_month(struct digest_kit *kit, int32_t month, Pfq__V1__MonthState state,
                      uint64_t late);

/* A whole month of force 43, with something of everything; and a pack of its Area. */
void digest_kit_fill_month(struct digest_kit *kit);
/* Files and news of the week that holds 14 October 2026: for a weekly digest or a call sheet. */
void digest_kit_fill_week(struct digest_kit *kit);
void digest_kit_fill_pack(struct digest_kit *kit);

#endif
