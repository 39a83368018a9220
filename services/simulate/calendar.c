/* calendar.c - how many files are first sent on which day: see world.h. */
#include <stdlib.h>

#include "pfq/bug.h"
#include "pfq/clock.h"
#include "world.h"

static const struct {
    int32_t from;
    uint32_t after;
    uint32_t before;
} volumes[] = {

#define VOLUME(from, after, before) {from, after, before},
#include "simulate/volumes.def"
#undef VOLUME
};

/* Files of a day beside the others, Monday to Sunday: at weekends mostly from custody. */
static const uint32_t weekday_weight[8] = {0, 17, 17, 17, 17, 17, 9, 6};

static size_t volume_row(int32_t month)
{
    size_t row = 0;
    while (row + 1 < sizeof volumes / sizeof volumes[0] && volumes[row + 1].from <= month) {
        row++;
    }
    return row;
}

uint32_t volume_before_charge(int32_t month)
{
    uint64_t before = volumes[volume_row(month)].before;
    return (uint32_t)(before * MILLION / volume_files(month));
}

uint32_t volume_files(int32_t month)
{
    size_t row = volume_row(month);
    return volumes[row].after + volumes[row].before;
}

int32_t month_of(int32_t date)
{
    return date / 100;
}

int month_distance(int32_t from, int32_t to)
{
    return (to / 100 - from / 100) * 12 + to % 100 - from % 100;
}

int32_t month_next(int32_t month)
{
    return month % 100 == 12 ? month + 89 : month + 1;
}

static uint32_t weight_of(int32_t day)
{
    return weekday_weight[pfq_date_weekday(pfq_days_date(day))];
}

/* Share the files of the days [day, end) out by weekday, without losing one. */
static void fill_month(struct calendar *c, int32_t day, int32_t end, uint64_t files)
{
    uint64_t whole = 0;
    uint64_t passed = 0;
    uint64_t base = c->before[day - c->first];
    for (int32_t d = day; d < end; d++) {
        whole += weight_of(d);
    }
    for (int32_t d = day; d < end; d++) {
        passed += weight_of(d);
        c->before[d - c->first + 1] = base + files * passed / whole;
    }
}

void calendar_init(struct calendar *c, int32_t from, int32_t to, uint32_t files, uint32_t share)
{
    c->first = pfq_date_days(from * 100 + 1);
    c->days = (size_t)(pfq_date_days(month_next(to) * 100 + 1) - c->first);
    c->before = calloc(c->days + 1, sizeof *c->before);
    PFQ_ASSERT(c->before != NULL);
    for (int32_t month = from; month <= to; month = month_next(month)) {
        uint64_t count = files != 0 ? files : (uint64_t)volume_files(month) * share / MILLION;
        fill_month(c, pfq_date_days(month * 100 + 1), pfq_date_days(month_next(month) * 100 + 1),
                   count);
    }
}

void calendar_fini(struct calendar *calendar)
{
    free(calendar->before);
}

size_t calendar_files(const struct calendar *calendar, size_t day)
{
    return (size_t)(calendar->before[day + 1] - calendar->before[day]);
}
