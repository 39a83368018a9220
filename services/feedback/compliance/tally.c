/* tally.c - counts and minutes by unit and by reviewer: see private.h. */
#include <math.h>
#include <string.h>

#include "feedback/compliance/private.h"
#include "feedback/stats/order.h"

const char *tally_text(const char *text)
{
    return text == NULL ? "" : text;
}

struct whose tally_whose(struct compliance *c, const char *unit, const char *reviewer)
{
    struct whose whose = {{&c->total, book_take(&c->units, tally_text(unit)), NULL}};
    if (reviewer != NULL && reviewer[0] != '\0') {
        whose.tallies[2] = book_take(&c->reviewers, reviewer);
    }
    return whose;
}

void tally_count(const struct whose *whose, enum duty duty, bool yes)
{
    for (size_t i = 0; i < WHOSE; i++) {
        if (whose->tallies[i] != NULL) {
            struct stats_share *share = &whose->tallies[i]->duties[duty];
            share->of++;
            share->failing += yes;
        }
    }
}

void values_add(struct values *values, double value, struct pfq_arena *arena)
{
    if (values->count == values->room) {
        size_t room = values->room == 0 ? 16 : values->room * 2;
        double *at = pfq_arena_new(arena, double, room);
        if (values->count > 0) {
            memcpy(at, values->at, values->count * sizeof *at);
        }
        values->at = at;
        values->room = room;
    }
    values->at[values->count++] = value;
}

void tally_minutes(const struct whose *whose, double minutes, struct pfq_arena *arena)
{
    for (size_t i = 0; i < WHOSE; i++) {
        if (whose->tallies[i] != NULL) {
            values_add(&whose->tallies[i]->minutes, minutes, arena);
        }
    }
}

bool values_quantile(const struct values *values, double share, struct pfq_arena *arena,
                     uint64_t *out)
{
    double *sorted = pfq_arena_new(arena, double, values->count + 1);
    struct stats_number number = stats_quantile(values->at, values->count, share, sorted);
    if (number.fault != STATS_OK) {
        return false;
    }
    *out = (uint64_t)llround(fmax(0, number.value));
    return true;
}
