/* clock.c - instants and civil dates: see pfq/clock.h.
 *
 * London time comes from the C library's zone data under TZ=Europe/London, which
 * every program of ours sets for itself on first use.  localtime_r costs most of a
 * microsecond under a lock, and messages come in time order, so the offset of the
 * last hour is remembered per thread: the zone changes on whole hours of UTC.
 */
#define _GNU_SOURCE /* timegm, tm_gmtoff */
#include "pfq/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    MS_PER_DAY = 86400000,
    MS_PER_HOUR = 3600000,
    MS_PER_MINUTE = 60000,
    KNOWN_HOURS = 64 /* the dates of a file lie in some hours, and libc takes its time */
};

static int64_t read_clock(clockid_t which)
{
    struct timespec t;
    (void)clock_gettime(which, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t pfq_wall_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t pfq_monotonic_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

static int64_t real_wall(void *unused_self)
{
    (void)unused_self;
    return pfq_wall_ms();
}

static int64_t real_monotonic(void *unused_self)
{
    (void)unused_self;
    return pfq_monotonic_ms();
}

const struct pfq_clock pfq_real_clock = {real_wall, real_monotonic, NULL};

/* Day numbers by the proleptic Gregorian calendar, years starting in March so that
 * the leap day is the last of its year (Hinnant's derivation). */
static int32_t days_from_civil(int32_t y, int32_t m, int32_t d)
{
    y -= m <= 2;
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    int32_t yoe = y - era * 400;
    int32_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

int32_t pfq_days_date(int32_t day)
{
    int32_t z = day + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    int32_t d = doy - (153 * mp + 2) / 5 + 1;
    int32_t m = mp < 10 ? mp + 3 : mp - 9;
    int32_t y = yoe + era * 400 + (m <= 2);
    return y * 10000 + m * 100 + d;
}

int32_t pfq_date_days(int32_t date)
{
    return days_from_civil(date / 10000, date / 100 % 100, date % 100);
}

bool pfq_date_valid(int32_t date)
{
    int32_t y = date / 10000;
    int32_t m = date / 100 % 100;
    int32_t d = date % 100;
    return y >= 1900 && y <= 2999 && m >= 1 && m <= 12 && d >= 1 &&
           (d <= 28 || (d <= 31 && pfq_days_date(days_from_civil(y, m, d)) == date));
}

bool pfq_instant_valid(int64_t at_ms)
{
    return at_ms >= INT64_C(-2208988800000) && at_ms < INT64_C(32503680000000);
}

int32_t pfq_date_add(int32_t date, int32_t days)
{
    return pfq_days_date(pfq_date_days(date) + days);
}

int pfq_date_weekday(int32_t date)
{
    /* 1970-01-01 was a Thursday */
    return (int)(((pfq_date_days(date) + 3) % 7 + 7) % 7) + 1;
}

static void use_london(void)
{
    (void)setenv("TZ", "Europe/London", 1);
    tzset();
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t offset_ms(int64_t at_ms)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    static _Thread_local struct {
        bool is;
        int64_t hour;
        int64_t ms;
    } known[KNOWN_HOURS];

    int64_t hour = floor_div(at_ms, MS_PER_HOUR);
    unsigned place = (unsigned)hour % KNOWN_HOURS;
    if (!known[place].is || known[place].hour != hour) {
        (void)pthread_once(&once, use_london);
        time_t seconds = (time_t)(hour * 3600);
        struct tm local;
        (void)localtime_r(&seconds, &local);
        known[place].ms = (int64_t)local.tm_gmtoff * 1000;
        known[place].hour = hour;
        known[place].is = true;
    }
    return known[place].ms;
}

int32_t pfq_london_date(int64_t at_ms)
{
    return pfq_days_date((int32_t)floor_div(at_ms + offset_ms(at_ms), MS_PER_DAY));
}

int pfq_london_minutes(int64_t at_ms)
{
    int64_t local = at_ms + offset_ms(at_ms);
    return (int)((local - floor_div(local, MS_PER_DAY) * MS_PER_DAY) / MS_PER_MINUTE);
}

int64_t pfq_london_ms(int32_t date, int minutes)
{
    int64_t local = (int64_t)pfq_date_days(date) * MS_PER_DAY + (int64_t)minutes * MS_PER_MINUTE;
    int64_t at_ms = local - offset_ms(local); /* right unless a change lies between */
    return local - offset_ms(at_ms);
}

/* Exactly `n` digits at *at, which moves past them.  False: there are fewer. */
static bool digits(const char **at, int n, int *out)
{
    *out = 0;
    for (; n > 0; n--, (*at)++) {
        if (**at < '0' || **at > '9') {
            return false;
        }
        *out = *out * 10 + (**at - '0');
    }
    return true;
}

static bool mark(const char **at, char wanted)
{
    bool there = **at == wanted;
    *at += there;
    return there;
}

static bool date_at(const char **at, int32_t *out)
{
    int y = 0;
    int m = 0;
    int d = 0;
    bool shaped = digits(at, 4, &y) && mark(at, '-') && digits(at, 2, &m) && mark(at, '-') &&
                  digits(at, 2, &d);
    *out = y * 10000 + m * 100 + d;
    return shaped && pfq_date_valid(*out);
}

bool pfq_date_parse(const char *text, int32_t *out)
{
    return date_at(&text, out) && *text == '\0';
}

/* 09:30, 09:30:15, 09:30:15.25 */
static bool time_at(const char **at, int64_t *ms)
{
    int h = 0;
    int m = 0;
    int s = 0;
    if (!digits(at, 2, &h) || !mark(at, ':') || !digits(at, 2, &m) ||
        (mark(at, ':') && !digits(at, 2, &s))) {
        return false;
    }
    *ms = (((int64_t)h * 60 + m) * 60 + s) * 1000;
    if (mark(at, '.')) {
        int digit = 0;
        for (int64_t scale = 100; digits(at, 1, &digit); scale /= 10) {
            *ms += digit * scale;
        }
    }
    return h < 24 && m < 60 && s <= 60;
}

/* "Z" or "+01:00", then nothing. */
static bool zone_at(const char *at, int64_t *offset)
{
    int h = 0;
    int m = 0;
    bool west = *at == '-';
    *offset = 0;
    if (*at == 'Z' || *at == 'z') {
        return at[1] == '\0';
    }
    if ((!mark(&at, '+') && !mark(&at, '-')) || !digits(&at, 2, &h) || !mark(&at, ':') ||
        !digits(&at, 2, &m)) {
        return false;
    }
    *offset = ((int64_t)h * 60 + m) * MS_PER_MINUTE * (west ? -1 : 1);
    return *at == '\0' && h < 24 && m < 60;
}

bool pfq_instant_parse(const char *text, int64_t *out)
{
    int32_t date = 0;
    int64_t time_ms = 0;
    int64_t offset = 0;
    if (!date_at(&text, &date) || !mark(&text, 'T') || !time_at(&text, &time_ms) ||
        !zone_at(text, &offset)) {
        return false;
    }
    *out = (int64_t)pfq_date_days(date) * MS_PER_DAY + time_ms - offset;
    return true;
}

void pfq_instant_format(int64_t at_ms, char out[PFQ_INSTANT_TEXT])
{
    int64_t day = floor_div(at_ms, MS_PER_DAY);
    int64_t ms = at_ms - day * MS_PER_DAY;
    int32_t date = pfq_days_date((int32_t)day);
    (void)snprintf(out, PFQ_INSTANT_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                   (int)(date / 10000), (int)(date / 100 % 100), (int)(date % 100),
                   (int)(ms / MS_PER_HOUR), (int)(ms / MS_PER_MINUTE % 60), (int)(ms / 1000 % 60),
                   (int)(ms % 1000));
}

void pfq_date_format(int32_t date, char out[PFQ_INSTANT_TEXT])
{
    (void)snprintf(out, PFQ_INSTANT_TEXT, "%04d-%02d-%02d", (int)(date / 10000),
                   (int)(date / 100 % 100), (int)(date % 100));
}
