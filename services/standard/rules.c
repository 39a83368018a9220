/* rules.c - a row's editions, conditions and decisions apart from a file, and reason codes: see
 * pfq/rules.h. */
#include "pfq/rules.h"

#include <string.h>

#include "decide.h"
#include "language/dump.h"
#include "pfq/clock.h"

_Static_assert((int)CATALOGUE_STAGES <= (int)PFQ_RULE_STAGES_MAX, "an edition for each stage");

size_t pfq_rule_editions(const struct pfq_standard *standard, size_t check,
                         struct pfq_rule_edition out[PFQ_RULE_STAGES_MAX])
{
    const struct catalogue_row *row = &standard->rows[check];
    const Pfq__V1__CatalogueCheck *texts = row->texts;
    for (size_t i = 0; i < texts->n_stages; i++) {
        Pfq__V1__FileType stage = texts->stages[i];
        int32_t until = row->until[stage];
        out[i] = (struct pfq_rule_edition){
            .stage = stage,
            .from_date = row->from[stage],
            .until_date = pfq_date_valid(until) ? until : 0,
        };
    }
    return texts->n_stages;
}

char *pfq_rule_compiled(const struct pfq_standard *standard, size_t check, enum pfq_rule_part part,
                        struct pfq_arena *arena)
{
    const struct catalogue_row *row = &standard->rows[check];
    uint16_t root = part == PFQ_RULE_WHEN ? row->when : row->check;
    const struct settings *settings = &standard->settings;
    const char **values = pfq_arena_new(arena, const char *, settings->count + 1);
    for (size_t i = 0; i < settings->count; i++) {
        values[i] = settings->rows[i].name;
    }
    return root == 0 ? NULL
                     : rule_dump(row->history ? &standard->history : &standard->program, root,
                                 row->history ? &pfq__v1__history__descriptor
                                              : &pfq__v1__submission__descriptor,
                                 values, arena);
}

const char *pfq_rule_nearest(const struct pfq_standard *standard, const char *id)
{
    struct pfq_near nearest = {.wanted = id};
    for (size_t i = 0; i < standard->row_count; i++) {
        pfq_near_offer(&nearest, standard->rows[i].texts->id);
    }
    return nearest.name;
}

void pfq_rule_decide_over(const struct pfq_standard *standard, const Pfq__V1__History *history,
                          struct pfq_arena *arena, Pfq__V1__Judged *judged)
{
    struct verdict_tallies tallies = {.count = {{0}}};
    decide_history(&standard->history, standard->rows, history, arena, judged);
    for (size_t i = 0; i < standard->row_count; i++) {
        verdict_add(&tallies, standard->rows[i].weight, decide_outcome(judged, i));
    }
    verdict_set(&tallies, judged);
}
