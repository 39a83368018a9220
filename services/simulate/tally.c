/* tally.c - how often each theme was planted: see pfq/simulate.h. */
#include <stdlib.h>

#include "pfq/bug.h"
#include "world.h"

void pfq_tally_init(struct pfq_tally *tally, int32_t from, int32_t to)
{
    *tally = (struct pfq_tally){.from = from, .months = (size_t)month_distance(from, to) + 1};
    tally->cells =
        calloc(tally->months, sizeof *tally->cells * PFQ_SIMULATE_FORCES * PFQ_SIMULATE_THEMES);
    PFQ_ASSERT(tally->cells != NULL);
}

void pfq_tally_fini(struct pfq_tally *tally)
{
    free(tally->cells);
}

static size_t place(const struct pfq_tally *tally, int32_t month, int force)
{
    size_t row = (size_t)month_distance(tally->from, month) * PFQ_SIMULATE_FORCES + (size_t)force;
    return row * PFQ_SIMULATE_THEMES;
}

const struct pfq_tally_cell *pfq_tally_at(const struct pfq_tally *tally, int32_t month, int force,
                                          int theme)
{
    return &tally->cells[place(tally, month, force) + (size_t)theme];
}

void pfq_tally_add(struct pfq_tally *tally, const struct pfq_simulated *file)
{
    tally->messages++;
    tally->late += file->late && !file->again;
    if (file->again) {
        tally->again++;
        return;
    }
    if (file->ordinal > 1) {
        tally->resubmissions++;
        return;
    }
    struct pfq_tally_cell *cells = &tally->cells[place(tally, file->month, file->force)];
    for (unsigned theme = 0; theme < PFQ_SIMULATE_THEMES; theme++) {
        cells[theme].eligible += file->eligible >> theme & 1;
        cells[theme].failing += file->failing >> theme & 1;
    }
    tally->firsts++;
    tally->meets += file->meets;
    tally->stages[file->stage]++;
    tally->counts[file->grave_count < 7 ? file->grave_count : 7]++;
}
