/* when.c - reporting months, the deadline of a month, and working days.
 *
 * The deadline is defined here and nowhere else: the end of the month's last day and so many
 * days more, up to the last millisecond before midnight in London.  Days are counted as days
 * of the calendar, so a change of the clock between does not move it.
 */
#include "pfq/clock.h"
#include "pfq/people.h"

#define FILES(...) files((const Pfq__V1__FileType[]){__VA_ARGS__, 0})

static unsigned files(const Pfq__V1__FileType *types)
{
    unsigned set = 0;
    for (; *types != PFQ__V1__FILE_TYPE__FILE_TYPE_UNSPECIFIED; types++) {
        set |= 1U << *types;
    }
    return set;
}

void pfq_people_rules_default(struct pfq_people_rules *out)
{
    const int64_t day_ms = 86400000;
    *out = (struct pfq_people_rules){
        .deadline_days = 42,
        .response_days = {0, 7, 28, 28},
        .due_ms = {0, day_ms, 28 * day_ms, 28 * day_ms},
        .ladder_days = {0, 5, 2, 0, 10, 0}, /* the third waits for a meeting */
    };
    out->eligible[PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE] =
        FILES(PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_EA, PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_GAP,
              PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_FCT, PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_TT);
    /* NFQ has none: DGA has taken its place, and a file is not expected twice. */
    out->eligible[PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA] =
        FILES(PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_GAP, PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_FCT,
              PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_TT, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP,
              PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC);
}

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
