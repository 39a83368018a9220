/* figure.c - see figure.h. */
#include "figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char no_data[] = "no data";
static const char too_few[] = "too few";

enum figure_size figure_size(int64_t of)
{
    return of <= 0                     ? FIGURE_NONE
           : of < FIGURE_INTERVAL_FROM ? FIGURE_WORDS
           : of < FIGURE_WHOLE_FROM    ? FIGURE_INTERVAL
                                       : FIGURE_WHOLE;
}

bool figure_unstable(int64_t failing, int64_t of)
{
    return of > 0 && failing < FIGURE_UNSTABLE_BELOW;
}

/* --- counts ---------------------------------------------------------------------- */

/* Digits in threes, written from the end. */
static const char *grouped(bool minus, uint64_t value, struct pfq_arena *arena)
{
    char text[32];
    char *to = text + sizeof text - 1;
    *to = '\0';
    for (int digits = 0; value > 0 || digits == 0; digits++, value /= 10) {
        if (digits > 0 && digits % 3 == 0) {
            *--to = ',';
        }
        *--to = (char)('0' + (int)(value % 10));
    }
    if (minus) {
        *--to = '-';
    }
    return pfq_arena_strdup(arena, to);
}

const char *figure_count(int64_t value, struct pfq_arena *arena)
{
    uint64_t size = value < 0 ? ~(uint64_t)value + 1 : (uint64_t)value;
    return grouped(value < 0, size, arena);
}

const char *figure_things(int64_t count, const char *one, const char *many, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "%s %s", figure_count(count, arena), count == 1 ? one : many);
}

const char *figure_decimal(double value, int places, struct pfq_arena *arena)
{
    static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};

    enum {
        PLACES_MAX = sizeof powers / sizeof *powers - 1
    };

    int shown = places < 0 ? 0 : places > PLACES_MAX ? PLACES_MAX : places;
    if (!isfinite(value) || fabs(value) >= 1e15 / (double)powers[shown]) {
        return "not known";
    }
    int64_t scaled = llround(fabs(value) * (double)powers[shown]);
    const char *whole =
        grouped(value < 0 && scaled != 0, (uint64_t)(scaled / powers[shown]), arena);
    return shown == 0 ? whole
                      : pfq_arena_printf(arena, "%s.%0*lld", whole, shown,
                                         (long long)(scaled % powers[shown]));
}

const char *figure_shown(int64_t shown, int64_t of, struct pfq_arena *arena)
{
    return shown >= of ? ""
                       : pfq_arena_printf(arena, "Shown %s of %s", figure_count(shown, arena),
                                          figure_count(of, arena));
}

/* --- rates ----------------------------------------------------------------------- */

const char *figure_rate(double rate, struct pfq_arena *arena)
{
    if (!isfinite(rate) || rate < 0 || rate > 1) {
        return "not known";
    }
    long whole = lround(rate * 100);
    if (whole == 0 && rate > 0) {
        return "under 1%";
    }
    if (whole == 100 && rate < 1) {
        return "over 99%";
    }
    return pfq_arena_printf(arena, "%ld%%", whole);
}

const char *figure_target(double share, struct pfq_arena *arena)
{
    bool whole = fabs(share * 100 - round(share * 100)) < 0.05;
    return pfq_arena_printf(arena, "%s%%", figure_decimal(share * 100, whole ? 0 : 1, arena));
}

const char *figure_per_cent(int64_t failing, int64_t of, struct pfq_arena *arena)
{
    switch (figure_size(of)) {
    case FIGURE_NONE:
        return no_data;
    case FIGURE_WORDS:
        return too_few;
    case FIGURE_INTERVAL:
    case FIGURE_WHOLE:
        break;
    }
    return figure_rate((double)failing / (double)of, arena);
}

const char *figure_interval(struct figure_range range, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "%s to %s", figure_rate(range.low, arena),
                            figure_rate(range.high, arena));
}

const char *figure_share(int64_t failing, int64_t of, struct figure_range range,
                         struct pfq_arena *arena)
{
    if (figure_size(of) == FIGURE_NONE) {
        return "no files";
    }
    const char *words = pfq_arena_printf(arena, "%s of %s", figure_count(failing, arena),
                                         figure_things(of, "file", "files", arena));
    switch (figure_size(of)) {
    case FIGURE_INTERVAL:
        return pfq_arena_printf(arena, "%s (%s, 95%% interval %s)", words,
                                figure_per_cent(failing, of, arena), figure_interval(range, arena));
    case FIGURE_WHOLE:
        return pfq_arena_printf(arena, "%s (%s)", words, figure_per_cent(failing, of, arena));
    case FIGURE_NONE:
    case FIGURE_WORDS:
        break;
    }
    return words;
}

const char *figure_expected(int64_t low, int64_t high, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "%s to %s", figure_count(low, arena), figure_count(high, arena));
}

/* --- dates ------------------------------------------------------------------------ */

static const char *month_name(int32_t month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    return month >= 1 && month <= 12 ? names[month - 1] : "?";
}

const char *figure_date(int32_t date, struct pfq_arena *arena)
{
    return date == 0 ? ""
                     : pfq_arena_printf(arena, "%d %s %d", (int)(date % 100),
                                        month_name(date / 100 % 100), (int)(date / 10000));
}

const char *figure_month(int32_t month, struct pfq_arena *arena)
{
    return month == 0
               ? ""
               : pfq_arena_printf(arena, "%s %d", month_name(month % 100), (int)(month / 100));
}

const char *figure_month_short(int32_t month, struct pfq_arena *arena)
{
    return month == 0
               ? ""
               : pfq_arena_printf(arena, "%.3s %d", month_name(month % 100), (int)(month / 100));
}
