/* figures.c - sums over the rows that store gave: see private.h. */
#include <math.h>
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/render/figure.h"
#include "feedback/stats/interval.h"
#include "pfq/clock.h"

bool digest_is_monthly(Pfq__V1__DigestKind kind)
{
    return kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY ||
           kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK;
}

bool digest_is_of_area(Pfq__V1__DigestKind kind)
{
    return kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET ||
           kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK;
}

struct digest_period digest_period(Pfq__V1__DigestKind kind, int32_t date)
{
    enum {
        WEEK = 7,
        DAY_OF_NEXT_MONTH = 32
    };

    if (digest_is_monthly(kind)) {
        int32_t first = date / 100 * 100 + 1;
        int32_t next = pfq_date_add(first, DAY_OF_NEXT_MONTH) / 100 * 100 + 1;
        return (struct digest_period){first, pfq_date_add(next, -1)};
    }
    if (kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY) {
        return (struct digest_period){date, date};
    }
    int32_t monday = pfq_date_add(date, 1 - pfq_date_weekday(date));
    return (struct digest_period){monday, pfq_date_add(monday, WEEK - 1)};
}

struct digest_period digest_period_before(Pfq__V1__DigestKind kind, int32_t date)
{
    return digest_period(kind, pfq_date_add(digest_period(kind, date).from, -1));
}

struct digest_period digest_rows_period(const struct digest_facts *facts, bool before)
{
    const struct digest_wish *wish = &facts->wish;
    struct digest_period p = before ? digest_period_before(wish->kind, wish->from_date)
                                    : (struct digest_period){wish->from_date, wish->to_date};
    return digest_is_monthly(wish->kind) ? (struct digest_period){p.from / 100, p.to / 100} : p;
}

static bool is_asked(const Pfq__V1__Figure *row, const struct digest_ask *ask)
{
    if (row->kind != ask->kind || row->period < ask->from || row->period > ask->to ||
        row->name == NULL || row->force == NULL) {
        return false;
    }
    bool force = ask->force == NULL || strcmp(row->force, ask->force) == 0;
    bool unit = ask->police_unit == NULL ||
                (row->police_unit != NULL && strcmp(row->police_unit, ask->police_unit) == 0);
    bool name = ask->name == NULL || strcmp(row->name, ask->name) == 0;
    bool type = ask->case_type == DIGEST_ALL_CASES || (int)row->case_type == ask->case_type;
    return force && unit && name && type;
}

struct stats_share digest_sum(const struct digest_figures *rows, const struct digest_ask *ask)
{
    struct stats_share sum = {0, 0};
    for (size_t i = 0; i < rows->count; i++) {
        if (is_asked(rows->rows[i], ask)) {
            sum.failing += (int64_t)rows->rows[i]->failing;
            sum.of += (int64_t)rows->rows[i]->applicable;
        }
    }
    return sum;
}

static int64_t count_of(const struct digest_figures *rows, struct digest_ask *ask,
                        Pfq__V1__Verdict verdict)
{
    ask->name = pfq_enum_name(&pfq__v1__verdict__descriptor, (int)verdict);
    return digest_sum(rows, ask).of;
}

struct digest_verdicts digest_verdicts(const struct digest_figures *rows, struct digest_ask ask)
{
    bool whole = ask.kind != PFQ__V1__FIGURE_KIND__FIGURE_KIND_PRESENCE &&
                 ask.kind != PFQ__V1__FIGURE_KIND__FIGURE_KIND_QUALITY;
    ask.kind = whole ? PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT : ask.kind;
    return (struct digest_verdicts){
        .meets = count_of(rows, &ask, PFQ__V1__VERDICT__VERDICT_MEETS),
        .partly = count_of(rows, &ask, PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS),
        .does_not = count_of(rows, &ask, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET),
        .undecided = count_of(rows, &ask, PFQ__V1__VERDICT__VERDICT_UNDECIDED)};
}

struct stats_share digest_first_time(struct digest_verdicts v)
{
    return (struct stats_share){v.meets, v.meets + v.partly + v.does_not};
}

int64_t digest_files(struct digest_verdicts v)
{
    return v.meets + v.partly + v.does_not + v.undecided;
}

bool digest_is_low_coverage(const struct digest_build *b, struct stats_share undecided)
{
    int limit = b->facts->wish.undecided_percent;
    limit = limit > 0 ? limit : DIGEST_UNDECIDED_PERCENT;
    return undecided.failing > 0 && undecided.failing * 100 >= undecided.of * limit;
}

uint32_t digest_ppm(double rate)
{
    return (uint32_t)llround(stats_clamp(rate, 0, 1) * 1e6);
}

Pfq__V1__Rate *digest_rate(struct stats_share share, struct pfq_arena *arena)
{
    Pfq__V1__Rate *rate = pfq_arena_new(arena, Pfq__V1__Rate, 1);
    struct stats_range range = stats_wilson(share, 0.95);
    pfq__v1__rate__init(rate);
    rate->has_files = rate->has_count = true;
    rate->files = (uint64_t)share.of;
    rate->count = (uint64_t)share.failing;
    if (figure_size(share.of) >= FIGURE_INTERVAL && range.fault == STATS_OK) {
        rate->has_share_ppm = rate->has_low_ppm = rate->has_high_ppm = true;
        rate->share_ppm = digest_ppm((double)share.failing / (double)share.of);
        rate->low_ppm = digest_ppm(range.low);
        rate->high_ppm = digest_ppm(range.high);
    }
    return rate;
}
