/* rules.c - a row's editions and compiled conditions, and reason codes: see pfq/rules.h. */
#include "pfq/rules.h"

#include <string.h>

#include "catalogue.h"
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
    bool history = row->texts->has_scope && row->texts->scope == PFQ__V1__SCOPE__SCOPE_HISTORY;
    return root == 0 ? NULL
                     : rule_dump(&standard->program, root,
                                 history ? &pfq__v1__history__descriptor
                                         : &pfq__v1__submission__descriptor,
                                 arena);
}

const char *pfq_reason_title(const char *code)
{
    static const struct {
        const char *code;
        const char *title;
    } rows[] = {

#define REASON(code, title) {#code, title},
#include "reasons.def"
#undef REASON
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].code, code) == 0) {
            return rows[i].title;
        }
    }
    return NULL;
}
