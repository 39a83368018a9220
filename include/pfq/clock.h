/* pfq/clock.h - instants, and civil dates in Europe/London.
 *
 * An instant is UTC milliseconds since 1970-01-01 (int64_t ..._ms).  A civil date
 * is the number YYYYMMDD (int32_t ..._date), as in the messages; 0 = none.  Day
 * numbers count days since 1970-01-01.
 *
 * Only shells and main loops read a clock; everything below is given the time.
 *
 * Layer 0: includes nothing of ours.
 */
#ifndef PFQ_CLOCK_H
#define PFQ_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int64_t pfq_wall_ms(void);      /* for people and files */
int64_t pfq_monotonic_ms(void); /* for deadlines */

/* The wall clock of a service: real, or steered by a test. */
struct pfq_clock {
    int64_t (*wall_ms)(void *self);
    int64_t (*monotonic_ms)(void *self);
    void *self;
};
extern const struct pfq_clock pfq_real_clock;

bool pfq_date_valid(int32_t date);     /* a day of the years 1900 to 2999 */
bool pfq_instant_valid(int64_t at_ms); /* an instant of those years; the only ones
                                          that the functions below may be given */
int32_t pfq_date_days(int32_t date);   /* day number of a valid date */
int32_t pfq_days_date(int32_t day);    /* and back */
int32_t pfq_date_add(int32_t date, int32_t days);
int pfq_date_weekday(int32_t date); /* 1 Monday .. 7 Sunday */

/* Europe/London by the C library's zone data; safe in any thread. */
int32_t pfq_london_date(int64_t at_ms);
int pfq_london_minutes(int64_t at_ms);            /* minutes since local midnight */
int64_t pfq_london_ms(int32_t date, int minutes); /* the instant of a local time */

/* "2026-05-03" and "2026-05-03T09:30:00Z" (also with fraction or +01:00). */
bool pfq_date_parse(const char *text, int32_t *out);
bool pfq_instant_parse(const char *text, int64_t *out);
#define PFQ_INSTANT_TEXT 48
void pfq_instant_format(int64_t at_ms, char out[PFQ_INSTANT_TEXT]); /* UTC, "…Z" */
void pfq_date_format(int32_t date, char out[PFQ_INSTANT_TEXT]);

#endif
