/* when.c - reporting months, the deadline of a month, and working days.
 *
 * The deadline is defined here and nowhere else: the end of the month's last day and so many
 * days more, up to the last millisecond before midnight in London.  Days are counted as days
 * of the calendar, so a change of the clock between does not move it.
 */
#include "pfq/clock.h"
#include "pfq/people.h"

int32_t pfq_people_month(int64_t at_ms)
{
    return pfq_london_date(at_ms) / 100;
}

/* Midnight is never skipped or repeated in London: the clock changes at one o'clock UTC. */
int64_t pfq_people_end_of_day(int32_t date)
{
    return pfq_london_ms(pfq_date_add(date, 1), 0) - 1;
}

int64_t pfq_people_deadline(int32_t month, int days)
{
    int32_t next = month % 100 == 12 ? month + 89 : month + 1;
    return pfq_people_end_of_day(pfq_date_add(next * 100 + 1, days - 1));
}

static bool is_holiday(const struct pfq_people_rules *rules, int32_t date)
{
    size_t low = 0;
    size_t high = rules->holiday_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rules->holidays[middle] < date) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < rules->holiday_count && rules->holidays[low] == date;
}

int64_t pfq_people_working_days(const struct pfq_people_rules *rules, int64_t at_ms, int days)
{
    int32_t date = pfq_london_date(at_ms);
    while (days > 0) {
        date = pfq_date_add(date, 1);
        days -= pfq_date_weekday(date) <= 5 && !is_holiday(rules, date);
    }
    return pfq_people_end_of_day(date);
}
