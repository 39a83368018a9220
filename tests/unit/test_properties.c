/* What must hold of dates, numbers and names whatever they are: each against the plainest way
 * to work it out, over all of a range or over many at random. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "adapters/dcf_value.h"
#include "pfq/clock.h"
#include "standard/catalogue.h"
#include "support/golden.h"
#include "support/slow.h"

enum {
    SEED = 20260506,
    MANY = 20000,
    YEARS_FROM = 20150101,
    YEARS_TO = 20301231,
    HALF_HOUR_MS = 30 * 60 * 1000
};

/* Numerical Recipes' generator: the high bits are good enough here. */
static unsigned draw(unsigned *state, unsigned n)
{
    *state = *state * 1664525U + 1013904223U;
    return (*state >> 8) % n;
}

/* --- ASN --------------------------------------------------------------------------------- */

static const char asn_letters[] = "ZABCDEFGHJKLMNPQRTUVWXY";

static void draw_digits(unsigned *state, char *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = (char)('0' + draw(state, 10));
    }
}

/* Year, force, unit of two or three characters, system, sequence, and no letter yet. */
static size_t draw_asn(unsigned *state, char out[24])
{
    size_t unit = 2 + draw(state, 2);
    draw_digits(state, out, 4);
    for (size_t i = 0; i < unit; i++) {
        out[4 + i] = (char)('A' + draw(state, 26));
    }
    draw_digits(state, out + 4 + unit, 13);
    out[4 + unit + 14] = '\0';
    return 4 + unit + 13;
}

static char letter_of(char *asn, size_t at)
{
    char found = '\0';
    unsigned fits = 0;
    for (const char *l = asn_letters; *l != '\0'; l++) {
        asn[at] = *l;
        if (pfq_asn_valid(asn)) {
            found = *l;
            fits++;
        }
    }
    cr_assert_eq(fits, 1, "%u letters fit %s", fits, asn);
    return found;
}

Test(properties, one_letter_fits_an_asn_and_no_changed_digit_keeps_it)
{
    unsigned state = SEED;
    for (unsigned n = 0; n < MANY; n++) {
        char asn[24];
        size_t at = draw_asn(&state, asn);
        asn[at] = letter_of(asn, at);
        cr_assert(slow_asn_valid(asn), "%s", asn);
        for (size_t i = 0; i < at; i++) {
            char was = asn[i];
            bool digit = was >= '0' && was <= '9';
            asn[i] = digit ? (char)('0' + (was - '0' + 1 + (int)draw(&state, 9)) % 10) : was;
            cr_assert(!digit || !pfq_asn_valid(asn), "%s", asn);
            asn[i] = was;
        }
    }
}

/* --- URN --------------------------------------------------------------------------------- */

Test(properties, a_urn_in_its_own_form_is_read_as_itself)
{
    static const char *const suffixes[] = {"", "-M", "-S-3", "-12"};
    unsigned state = SEED;
    for (unsigned n = 0; n < MANY; n++) {
        char text[32];
        struct pfq_urn urn;
        unsigned force = 3 + draw(&state, 90);
        (void)snprintf(text, sizeof text, "%02u%c%c%05u%02u%s", force, 'A' + (int)draw(&state, 26),
                       '0' + (int)draw(&state, 10), draw(&state, 100000), draw(&state, 100),
                       suffixes[draw(&state, 4)]);
        cr_assert(pfq_urn_read(text, &urn), "%s", text);
        cr_assert_str_eq(urn.text, text);
        struct pfq_urn again;
        cr_assert(pfq_urn_read(urn.text, &again));
        cr_assert_str_eq(again.text, urn.text);
    }
}

/* Mostly such as might be one. */
static void draw_urn(unsigned *state, char out[32])
{
    static const char *const parts[][5] = {{"43", "02", "4", "4x", ""},
                                           {"", "/", " ", "-", ""},
                                           {"AA", "b1", "A", "0Z", "A_"},
                                           {"", "/", " ", "", ""},
                                           {"12345", "1234", "00000", "12a45", "123456"},
                                           {"", "/", " ", "", ""},
                                           {"26", "17", "2", "00", "99"},
                                           {"", "-M", "(S)/6", "-123", "M)"}};
    out[0] = '\0';
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        unsigned pick = draw(state, 12);
        strcat(out, parts[i][pick < 5 ? pick : 0]);
    }
}

Test(properties, two_readers_of_urns_agree_on_what_is_one)
{
    unsigned state = SEED;
    unsigned readable = 0;
    for (unsigned n = 0; n < 10 * MANY; n++) {
        char text[32];
        struct pfq_urn fast;
        struct slow_urn slow;
        draw_urn(&state, text);
        bool good = pfq_urn_read(text, &fast);
        cr_expect_eq(good, slow_urn_read(text, &slow), "'%s'", text);
        cr_expect(!good || (strcmp(fast.force, slow.force) == 0 && fast.year == slow.year), "'%s'",
                  text);
        readable += good;
    }
    cr_expect(readable > MANY && readable < 9 * MANY, "%u of %u were URNs", readable, 10 * MANY);
}

/* --- working days ------------------------------------------------------------------------- */

/* How many working days of `t` there are from 1 January 2015 up to each day. */
static size_t count_days(const struct slow_tables *t, int64_t *out)
{
    size_t n = 0;
    int64_t first = slow_day(YEARS_FROM);
    for (int64_t day = first; day <= slow_day(YEARS_TO); day++, n++) {
        struct slow_value one = slow_working_days(t, day - 1, day);
        cr_assert_eq(one.low, one.high);
        out[n] = (n == 0 ? 0 : out[n - 1]) + one.low;
    }
    return n;
}

Test(properties, working_days_are_those_that_are_counted_one_by_one, .init = golden_open,
     .fini = golden_close)
{
    static int64_t until[6000];
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const struct rule_tables *tables = &golden_standard()->tables;
    size_t n = count_days(slow_tables_read("tests/golden/reference", &arena), until);
    int32_t first = (int32_t)slow_day(YEARS_FROM);
    for (size_t from = 0; from < n; from++) {
        for (size_t to = from % 7; to < n; to += 7 + from % 5) {
            struct rule_range r =
                tables_working_days(tables, first + (int32_t)from, first + (int32_t)to);
            cr_assert_eq(r.low, r.high);
            cr_assert_eq(r.low, until[to] - until[from], "from %d to %d",
                         slow_date(first + (int)from), slow_date(first + (int)to));
        }
    }
    pfq_arena_close(&arena);
}

/* --- ages --------------------------------------------------------------------------------- */

/* Born on 29 February, one is a year older on 1 March where there is no such day. */
static bool is_birthday(int32_t born, int32_t day)
{
    int year = day / 10000;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return born % 10000 == day % 10000 || (born % 10000 == 229 && !leap && day % 10000 == 301);
}

Test(properties, one_is_a_year_older_on_each_birthday_and_on_no_other_day)
{
    static const int32_t births[] = {19960229, 20000229, 20040229, 19960228, 19970301,
                                     19991231, 20000101, 20150615, 19000228};
    for (size_t i = 0; i < sizeof births / sizeof *births; i++) {
        int32_t age = 0;
        for (int64_t day = slow_day(births[i]); day <= slow_day(YEARS_TO); day++) {
            int32_t date = slow_date(day);
            age += date != births[i] && is_birthday(births[i], date);
            cr_assert_eq(dcf_age(births[i], date), age, "born %d, on %d", births[i], date);
        }
    }
}

/* --- the clocks of London ------------------------------------------------------------------ */

Test(properties, the_day_and_the_hour_of_london_are_right_every_half_hour)
{
    int64_t end = slow_day(YEARS_TO) * 48 * HALF_HOUR_MS;
    for (int64_t at = slow_day(YEARS_FROM) * 48 * HALF_HOUR_MS; at < end; at += HALF_HOUR_MS) {
        cr_assert_eq(pfq_london_date(at), slow_london_date(at), "at %lld", (long long)at);
        cr_assert_eq(pfq_london_minutes(at), slow_london_minutes(at), "at %lld", (long long)at);
    }
}

Test(properties, a_local_time_leads_to_an_instant_of_that_time)
{
    for (int64_t day = slow_day(YEARS_FROM); day <= slow_day(YEARS_TO); day++) {
        int32_t date = slow_date(day);
        for (int minutes = 0; minutes < 24 * 60; minutes += 30) {
            int64_t at = pfq_london_ms(date, minutes);
            bool skipped = slow_london_minutes(at) != minutes; /* an hour of a night in March */
            cr_assert(!skipped || (date / 100 % 100 == 3 && minutes / 60 == 1), "%d %d", date,
                      minutes);
            cr_assert_eq(slow_london_date(at), date, "%d %d", date, minutes);
        }
    }
}
