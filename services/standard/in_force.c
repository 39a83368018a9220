/* in_force.c - which rows of a stage are in force on a day: see catalogue.h.
 *
 * It changes on few days, so loading makes a set of rows for each span of days between
 * two changes, and judging looks at no row's dates. */
#include "catalogue.h"

static bool is_of(const struct catalogue_row *row, int stage)
{
    return (row->stages >> stage & 1) != 0;
}

/* The first day after `day` from which on a row begins, or has ended; INT32_MAX: none. */
static int32_t next_change(const struct pfq_standard *s, int stage, int32_t day)
{
    int32_t next = INT32_MAX;
    for (size_t i = 0; i < s->row_count; i++) {
        const struct catalogue_row *row = &s->rows[i];
        const int32_t changes[] = {row->from[stage], row->until[stage] + 1}; /* no day, but after */
        for (size_t k = 0; k < 2 && is_of(row, stage); k++) {
            next = changes[k] > day && changes[k] < next ? changes[k] : next;
        }
    }
    return next;
}

static const struct catalogue_span *add_span(struct pfq_standard *s, int stage, int32_t from,
                                             const struct catalogue_span *earlier)
{
    struct catalogue_span *span = pfq_arena_new(&s->arena, struct catalogue_span, 1);
    span->earlier = earlier;
    span->from = from;
    span->rows = pfq_arena_new(&s->arena, uint64_t, catalogue_words(s));
    for (size_t i = 0; i < s->row_count; i++) {
        const struct catalogue_row *row = &s->rows[i];
        bool is = is_of(row, stage) && row->from[stage] <= from && from <= row->until[stage];
        span->rows[i / 64] |= (uint64_t)is << (i % 64);
    }
    return span;
}

void in_force_find(struct pfq_standard *standard)
{
    for (int stage = 0; stage < CATALOGUE_STAGES; stage++) {
        const struct catalogue_span *last = NULL;
        for (int32_t day = INT32_MIN; day != INT32_MAX; day = next_change(standard, stage, day)) {
            last = add_span(standard, stage, day, last);
        }
        standard->in_force[stage] = last;
    }
}
