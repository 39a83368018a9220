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
    MS_PER_MINUTE = 60000
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
    static _Thread_local int64_t known_hour = INT64_MIN;
    static _Thread_local int64_t known_offset;
    int64_t hour = floor_div(at_ms, MS_PER_HOUR);
    if (hour != known_hour) {
        (void)pthread_once(&once, use_london);
        time_t seconds = (time_t)(hour * 3600);
        struct tm local;
        (void)localtime_r(&seconds, &local);
        known_offset = (int64_t)local.tm_gmtoff * 1000;
        known_hour = hour;
    }
    return known_offset;
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

bool pfq_date_parse(const char *text, int32_t *out)
{
    int y = 0;
    int m = 0;
    int d = 0;
    int used = 0;
    if (sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &used) != 3 || used != 10 || text[10] != '\0') {
        return false;
    }
    *out = y * 10000 + m * 100 + d;
    return pfq_date_valid(*out);
}

/* "Z", "+01:00" or nothing else. */
static bool parse_zone(const char *text, int64_t *offset)
{
    int h = 0;
    int m = 0;
    int used = 0;
    *offset = 0;
    if (text[0] == 'Z' || text[0] == 'z') {
        return text[1] == '\0';
    }
    if ((text[0] != '+' && text[0] != '-') || sscanf(text + 1, "%2d:%2d%n", &h, &m, &used) != 2) {
        return false;
    }
    *offset = ((int64_t)h * 60 + m) * MS_PER_MINUTE * (text[0] == '-' ? -1 : 1);
    return used == 5 && text[6] == '\0' && h >= 0 && h < 24 && m >= 0 && m < 60;
}

static const char *parse_fraction(const char *text, int64_t *ms)
{
    *ms = 0;
    if (*text != '.') {
        return text;
    }
    int64_t scale = 100;
    for (text++; *text >= '0' && *text <= '9'; text++, scale /= 10) {
        *ms += (*text - '0') * scale;
    }
    return text;
}

bool pfq_instant_parse(const char *text, int64_t *out)
{
    char day[11] = "";
    int h = 0;
    int m = 0;
    int s = 0;
    int used = 0;
    int32_t date = 0;
    if (sscanf(text, "%10[0-9-]T%2d:%2d%n", day, &h, &m, &used) != 3 || used != 16 ||
        !pfq_date_parse(day, &date)) {
        return false;
    }
    const char *rest = text + used;
    if (*rest == ':') {
        if (sscanf(rest, ":%2d%n", &s, &used) != 1 || used != 3) {
            return false;
        }
        rest += used;
    }
    int64_t fraction = 0;
    int64_t offset = 0;
    if (!parse_zone(parse_fraction(rest, &fraction), &offset) || h < 0 || h > 23 || m < 0 ||
        m > 59 || s < 0 || s > 60) {
        return false;
    }
    *out = (int64_t)pfq_date_days(date) * MS_PER_DAY + (((int64_t)h * 60 + m) * 60 + s) * 1000 +
           fraction - offset;
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
