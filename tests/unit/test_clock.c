/* Civil dates and Europe/London: pfq/clock.h. */
#include <criterion/criterion.h>

#include "pfq/clock.h"

static int64_t at(const char *text)
{
    int64_t ms = 0;
    cr_assert(pfq_instant_parse(text, &ms), "%s does not parse", text);
    return ms;
}

Test(clock, days_and_dates_are_inverse_over_a_millennium)
{
    for (int32_t day = pfq_date_days(19000101); day <= pfq_date_days(28991231); day++) {
        int32_t date = pfq_days_date(day);
        cr_assert_eq(pfq_date_days(date), day);
        cr_assert(pfq_date_valid(date));
    }
}

Test(clock, only_real_days_are_dates)
{
    static const int32_t bad[] = {0,        20260229, 20261301,  20260431,
                                  20260500, 18991231, -20260503, 99999999};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert_not(pfq_date_valid(bad[i]), "%d", (int)bad[i]);
    }
    cr_assert(pfq_date_valid(20240229));
}

Test(clock, london_is_an_hour_ahead_between_the_clock_changes_of_2026)
{
    /* forward at 01:00 UTC on 29 March, back at 01:00 UTC on 25 October */
    cr_assert_eq(pfq_london_date(at("2026-03-29T00:59:59Z")), 20260329);
    cr_assert_eq(pfq_london_minutes(at("2026-03-29T00:59:59Z")), 59);
    cr_assert_eq(pfq_london_minutes(at("2026-03-29T01:00:00Z")), 120);
    cr_assert_eq(pfq_london_minutes(at("2026-10-25T00:59:59Z")), 119);
    cr_assert_eq(pfq_london_minutes(at("2026-10-25T01:00:00Z")), 60);
    cr_assert_eq(pfq_london_date(at("2026-07-01T23:30:00Z")), 20260702);
    cr_assert_eq(pfq_london_date(at("2026-01-01T23:30:00Z")), 20260101);
}

Test(clock, a_local_time_becomes_its_instant_on_both_sides_of_a_change)
{
    cr_assert_eq(pfq_london_ms(20260328, 510), at("2026-03-28T08:30:00Z"));
    cr_assert_eq(pfq_london_ms(20260329, 510), at("2026-03-29T07:30:00Z"));
    cr_assert_eq(pfq_london_ms(20261025, 510), at("2026-10-25T08:30:00Z"));
    cr_assert_eq(pfq_london_ms(20261024, 510), at("2026-10-24T07:30:00Z"));
}

Test(clock, instants_are_read_in_the_forms_that_people_write)
{
    cr_assert_eq(at("1970-01-01T00:00:00Z"), 0);
    cr_assert_eq(at("2026-05-03T10:30:00+01:00"), at("2026-05-03T09:30Z"));
    cr_assert_eq(at("2026-05-03T09:30:00.25Z"), at("2026-05-03T09:30:00Z") + 250);
    static const char *const bad[] = {"",
                                      "2026-05-03",
                                      "2026-05-03T",
                                      "2026-05-03T09:30",
                                      "2026-05-03T9:30Z",
                                      "2026-02-30T09:30Z",
                                      "2026-05-03T09:30ZZ",
                                      "2026-05-03T24:00Z",
                                      "2026-05-03T09:30+1:00",
                                      "2026-05-03T09:30:00.x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t ms = 0;
        cr_assert_not(pfq_instant_parse(bad[i], &ms), "%s", bad[i]);
    }
}

Test(clock, an_instant_is_printed_and_read_back)
{
    char text[PFQ_INSTANT_TEXT];
    pfq_instant_format(at("2026-05-03T09:30:00.007Z"), text);
    cr_assert_str_eq(text, "2026-05-03T09:30:00.007Z");
    pfq_instant_format(-1, text);
    cr_assert_str_eq(text, "1969-12-31T23:59:59.999Z");
}

Test(clock, weekdays_start_on_monday)
{
    cr_assert_eq(pfq_date_weekday(20261123), 1);
    cr_assert_eq(pfq_date_weekday(19700101), 4);
    cr_assert_eq(pfq_date_weekday(19691228), 7);
}
