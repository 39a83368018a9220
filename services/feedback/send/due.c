/* due.c - see due.h. */
#include "due.h"

#include <stdio.h>

#include "pfq/clock.h"

enum {
    MINUTES_OF_HOUR = 60,
    DAYS_OF_WEEK = 7,
    THURSDAY = 3 /* days after Monday: the year of a week is that of its Thursday */
};

static int64_t due_at(const struct due_times *times, Pfq__V1__DigestKind kind,
                      struct digest_period period)
{
    int32_t day = pfq_date_add(period.to, digest_is_monthly(kind) ? times->month_day : 1);
    return pfq_london_ms(day, times->hour * MINUTES_OF_HOUR);
}

void due_name(Pfq__V1__DigestKind kind, int32_t from_date, char out[DUE_NAME_BYTES])
{
    int year = from_date / 10000;
    int month = from_date / 100 % 100;
    if (digest_is_monthly(kind)) {
        (void)snprintf(out, DUE_NAME_BYTES, "%04d-%02d", year % 10000, month);
    } else if (kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY) {
        (void)snprintf(out, DUE_NAME_BYTES, "%04d-%02d-%02d", year % 10000, month, from_date % 100);
    } else {
        int32_t thursday = pfq_date_add(from_date, THURSDAY);
        int32_t first = thursday / 10000 * 10000 + 101;
        int week = (pfq_date_days(thursday) - pfq_date_days(first)) / DAYS_OF_WEEK + 1;
        (void)snprintf(out, DUE_NAME_BYTES, "%04d-W%02d", thursday / 10000 % 10000, week % 100);
    }
}

struct due due_last(const struct due_times *times, Pfq__V1__DigestKind kind, int64_t now_ms)
{
    struct due due = {.kind = kind, .period = digest_period_before(kind, pfq_london_date(now_ms))};
    due.at_ms = due_at(times, kind, due.period);
    if (now_ms < due.at_ms) {
        due.period = digest_period_before(kind, due.period.from);
        due.at_ms = due_at(times, kind, due.period);
    }
    due_name(kind, due.period.from, due.name);
    return due;
}
