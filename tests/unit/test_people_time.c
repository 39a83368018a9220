/* Reporting months, the deadline and working days: pfq/people.h. */
#include <criterion/criterion.h>

#include "pfq/clock.h"
#include "pfq/people.h"

static int64_t at(const char *text)
{
    int64_t ms = 0;
    cr_assert(pfq_instant_parse(text, &ms), "%s does not parse", text);
    return ms;
}

/* --- the same, slowly and without the C library's zones ---------------------------------- */

struct day {
    int year;
    int month;
    int day;
};

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && year % 4 == 0); /* 2024 to 2031 */
}

static void step(struct day *d)
{
    if (++d->day > days_in(d->year, d->month)) {
        d->day = 1;
        if (++d->month > 12) {
            d->month = 1;
            d->year++;
        }
    }
}

static long count_from_1970(struct day wanted)
{
    struct day d = {2024, 1, 1};
    long n = 19723;
    while (d.year != wanted.year || d.month != wanted.month || d.day != wanted.day) {
        step(&d);
        n++;
    }
    return n;
}

/* 1 January 1970 was a Thursday; Sunday is 0. */
static int last_sunday(int year, int month)
{
    struct day d = {year, month, days_in(year, month)};
    return d.day - (int)((count_from_1970(d) + 4) % 7);
}

/* Is it summer time when the day ends?  It begins and ends on the last Sundays of March and
 * October, so those days end as the days after them. */
static bool ends_in_summer(struct day d)
{
    return (d.month > 3 && d.month < 10) || (d.month == 3 && d.day >= last_sunday(d.year, 3)) ||
           (d.month == 10 && d.day < last_sunday(d.year, 10));
}

static int64_t slow_deadline(int year, int month, int days)
{
    struct day d = {year, month, days_in(year, month)};
    for (int i = 0; i < days; i++) {
        step(&d);
    }
    int64_t midnight = (int64_t)(count_from_1970(d) + 1) * 86400000;
    return midnight - 1 - (ends_in_summer(d) ? 3600000 : 0);
}

/* --- tests ------------------------------------------------------------------------------- */

Test(people_time, the_deadline_is_right_for_every_month_and_any_number_of_days)
{
    for (int32_t year = 2024; year <= 2030; year++) {
        for (int32_t month = 1; month <= 12; month++) {
            for (int days = 0; days <= 62; days++) {
                cr_assert_eq(pfq_people_deadline(year * 100 + month, days),
                             slow_deadline(year, month, days), "%d-%02d + %d", (int)year,
                             (int)month, days);
            }
        }
    }
}

Test(people_time, the_deadlines_that_people_know)
{
    static const struct {
        int32_t month;
        const char *deadline;
    } rows[] = {
        {202511, "2026-01-11T23:59:59.999Z"}, {202512, "2026-02-11T23:59:59.999Z"},
        {202402, "2024-04-11T22:59:59.999Z"}, /* from 29 February, into summer time */
        {202602, "2026-04-11T22:59:59.999Z"}, {202609, "2026-11-11T23:59:59.999Z"},
        {202702, "2027-04-11T22:59:59.999Z"}, {202401, "2024-03-13T23:59:59.999Z"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(pfq_people_deadline(rows[i].month, 42), at(rows[i].deadline), "%d",
                     (int)rows[i].month);
    }
    /* the days on which the clock is changed, and the 29th of February */
    cr_expect_eq(pfq_people_deadline(202602, 29), at("2026-03-29T22:59:59.999Z"));
    cr_expect_eq(pfq_people_deadline(202609, 25), at("2026-10-25T23:59:59.999Z"));
    cr_expect_eq(pfq_people_deadline(202401, 29), at("2024-02-29T23:59:59.999Z"));
}

/* From another library's zone data (Python's zoneinfo), as the years are still to come. */
Test(people_time, the_deadlines_of_2028_to_2030)
{
    static const struct {
        int32_t month;
        const char *deadline;
    } rows[] = {
        {202801, "2028-03-13T23:59:59.999Z"}, {202802, "2028-04-11T22:59:59.999Z"},
        {202803, "2028-05-12T22:59:59.999Z"}, {202804, "2028-06-11T22:59:59.999Z"},
        {202805, "2028-07-12T22:59:59.999Z"}, {202806, "2028-08-11T22:59:59.999Z"},
        {202807, "2028-09-11T22:59:59.999Z"}, {202808, "2028-10-12T22:59:59.999Z"},
        {202809, "2028-11-11T23:59:59.999Z"}, {202810, "2028-12-12T23:59:59.999Z"},
        {202811, "2029-01-11T23:59:59.999Z"}, {202812, "2029-02-11T23:59:59.999Z"},
        {202901, "2029-03-14T23:59:59.999Z"}, {202902, "2029-04-11T22:59:59.999Z"},
        {202903, "2029-05-12T22:59:59.999Z"}, {202904, "2029-06-11T22:59:59.999Z"},
        {202905, "2029-07-12T22:59:59.999Z"}, {202906, "2029-08-11T22:59:59.999Z"},
        {202907, "2029-09-11T22:59:59.999Z"}, {202908, "2029-10-12T22:59:59.999Z"},
        {202909, "2029-11-11T23:59:59.999Z"}, {202910, "2029-12-12T23:59:59.999Z"},
        {202911, "2030-01-11T23:59:59.999Z"}, {202912, "2030-02-11T23:59:59.999Z"},
        {203001, "2030-03-14T23:59:59.999Z"}, {203002, "2030-04-11T22:59:59.999Z"},
        {203003, "2030-05-12T22:59:59.999Z"}, {203004, "2030-06-11T22:59:59.999Z"},
        {203005, "2030-07-12T22:59:59.999Z"}, {203006, "2030-08-11T22:59:59.999Z"},
        {203007, "2030-09-11T22:59:59.999Z"}, {203008, "2030-10-12T22:59:59.999Z"},
        {203009, "2030-11-11T23:59:59.999Z"}, {203010, "2030-12-12T23:59:59.999Z"},
        {203011, "2031-01-11T23:59:59.999Z"}, {203012, "2031-02-11T23:59:59.999Z"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(pfq_people_deadline(rows[i].month, 42), at(rows[i].deadline), "%d",
                     (int)rows[i].month);
    }
}

Test(people_time, the_month_is_londons)
{
    cr_expect_eq(pfq_people_month(at("2026-07-31T22:59:59.999Z")), 202607);
    cr_expect_eq(pfq_people_month(at("2026-07-31T23:00:00Z")), 202608);
    cr_expect_eq(pfq_people_month(at("2025-12-31T23:59:59.999Z")), 202512);
    cr_expect_eq(pfq_people_month(at("2026-01-01T00:00:00Z")), 202601);
}

Test(people_time, working_days_leave_out_weekends_and_holidays)
{
    static const int32_t holidays[] = {20261225, 20261228, 20270101};

    static const struct {
        const char *from;
        int days;
        const char *end;
    } rows[] = {
        {"2026-11-23T09:00:00Z", 1, "2026-11-24T23:59:59.999Z"},
        {"2026-11-27T09:00:00Z", 1, "2026-11-30T23:59:59.999Z"},
        {"2026-11-28T09:00:00Z", 1, "2026-11-30T23:59:59.999Z"},
        {"2026-12-24T09:00:00Z", 1, "2026-12-29T23:59:59.999Z"},
        {"2026-12-24T09:00:00Z", 5, "2027-01-05T23:59:59.999Z"},
        {"2026-03-27T09:00:00Z", 1, "2026-03-30T22:59:59.999Z"},
        {"2026-11-23T09:00:00Z", 0, "2026-11-23T23:59:59.999Z"},
    };
    struct pfq_people_rules rules;
    pfq_people_rules_default(&rules);
    rules.holidays = holidays;
    rules.holiday_count = sizeof holidays / sizeof *holidays;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(pfq_people_working_days(&rules, at(rows[i].from), rows[i].days),
                     at(rows[i].end), "%s + %d", rows[i].from, rows[i].days);
    }
}
