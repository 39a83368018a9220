/* Which period is due: feedback/send/due.h, with the clock given. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "feedback/send/due.h"
#include "pfq/clock.h"

#define KIND(name) PFQ__V1__DIGEST_KIND__DIGEST_KIND_##name

static const struct due_times usual = {6, 3};

static int64_t at(const char *instant)
{
    int64_t ms = 0;
    cr_assert(pfq_instant_parse(instant, &ms), "%s", instant);
    return ms;
}

Test(due, the_last_period_that_is_over_and_due_has_a_name_and_an_hour_in_london)
{
    static const struct {
        Pfq__V1__DigestKind kind;
        const char *now;
        const char *name;
        int32_t from;
        int32_t to;
        const char *fell_due;
    } rows[] = {
        {KIND(DAILY), "2026-11-04T06:00:00Z", "2026-11-03", 20261103, 20261103,
         "2026-11-04T06:00:00Z"},
        {KIND(DAILY), "2026-11-04T05:59:59Z", "2026-11-02", 20261102, 20261102,
         "2026-11-03T06:00:00Z"},
        /* the clocks go forward on 29 March 2026, back on 25 October */
        {KIND(DAILY), "2026-03-29T05:00:00Z", "2026-03-28", 20260328, 20260328,
         "2026-03-29T05:00:00Z"},
        {KIND(DAILY), "2026-03-29T04:59:59Z", "2026-03-27", 20260327, 20260327,
         "2026-03-28T06:00:00Z"},
        {KIND(DAILY), "2026-10-25T05:59:59Z", "2026-10-23", 20261023, 20261023,
         "2026-10-24T05:00:00Z"},
        {KIND(DAILY), "2026-10-25T06:00:00Z", "2026-10-24", 20261024, 20261024,
         "2026-10-25T06:00:00Z"},
        {KIND(WEEKLY), "2026-11-09T06:00:00Z", "2026-W45", 20261102, 20261108,
         "2026-11-09T06:00:00Z"},
        {KIND(WEEKLY), "2026-11-09T05:00:00Z", "2026-W44", 20261026, 20261101,
         "2026-11-02T06:00:00Z"},
        {KIND(CALL_SHEET), "2026-11-15T23:00:00Z", "2026-W45", 20261102, 20261108,
         "2026-11-09T06:00:00Z"},
        /* the week of the new year is that of its Thursday */
        {KIND(WEEKLY), "2027-01-04T12:00:00Z", "2026-W53", 20261228, 20270103,
         "2027-01-04T06:00:00Z"},
        {KIND(WEEKLY), "2027-01-11T12:00:00Z", "2027-W01", 20270104, 20270110,
         "2027-01-11T06:00:00Z"},
        {KIND(MONTHLY), "2026-11-03T06:00:00Z", "2026-10", 20261001, 20261031,
         "2026-11-03T06:00:00Z"},
        {KIND(MONTHLY), "2026-11-03T05:59:00Z", "2026-09", 20260901, 20260930,
         "2026-10-03T05:00:00Z"},
        {KIND(PACK), "2027-01-02T12:00:00Z", "2026-11", 20261101, 20261130, "2026-12-03T06:00:00Z"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct due due = due_last(&usual, rows[i].kind, at(rows[i].now));
        cr_expect_str_eq(due.name, rows[i].name, "%s at %s", due.name, rows[i].now);
        cr_expect_eq(due.period.from, rows[i].from, "%s", rows[i].now);
        cr_expect_eq(due.period.to, rows[i].to, "%s", rows[i].now);
        cr_expect_eq(due.at_ms, at(rows[i].fell_due), "%s", rows[i].now);
    }
}

/* A year of hours: each day once, in order, and none twice, whatever the clocks do. */
Test(due, every_day_of_a_year_is_due_once)
{
    struct due before = due_last(&usual, KIND(DAILY), at("2026-01-01T00:00:00Z"));
    int64_t end = at("2027-01-01T00:00:00Z");
    int days = 0;
    for (int64_t now = at("2026-01-01T00:00:00Z"); now < end; now += 30 * 60 * 1000) {
        struct due due = due_last(&usual, KIND(DAILY), now);
        if (due.period.from != before.period.from) {
            cr_assert_eq(due.period.from, pfq_date_add(before.period.from, 1));
            cr_assert_eq(pfq_london_minutes(now), 6 * 60);
            days++;
        }
        before = due;
    }
    cr_expect_eq(days, 365);
}
