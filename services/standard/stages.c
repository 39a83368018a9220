/* stages.c - which stages a file is checked for: see stages.h. */
#include "stages.h"

#include <stdbool.h>

static bool remand_sought(const Pfq__V1__Submission *s)
{
    for (size_t i = 0; s->defendants != NULL && i < s->defendants->n_defendant; i++) {
        const Pfq__V1__Defendant *d = s->defendants->defendant[i];
        if (d->has_remand_sought && d->remand_sought) {
            return true;
        }
    }
    return false;
}

static bool indictable_only(const Pfq__V1__Offence *o, const struct rule_tables *tables,
                            int32_t date)
{
    const int32_t wanted = PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_INDICTABLE_ONLY;
    return (o->has_category && (int32_t)o->category == wanted) ||
           (o->cjs_code != NULL && tables_value(&tables->offences, o->cjs_code, date) == wanted);
}

static bool goes_to_crown_court(const Pfq__V1__Submission *s, const struct rule_tables *tables,
                                int32_t date)
{
    if (s->has_progression &&
        (s->progression == PFQ__V1__PROGRESSION__PROGRESSION_INDICTABLE_ONLY ||
         s->progression == PFQ__V1__PROGRESSION__PROGRESSION_EITHER_WAY_CROWN)) {
        return true;
    }
    for (size_t i = 0; s->offences != NULL && i < s->offences->n_offence; i++) {
        if (indictable_only(s->offences->offence[i], tables, date)) {
            return true;
        }
    }
    return false;
}

/* Remand is asked of a court, so it adds its checks to charged files alone. */
static bool is_charged(Pfq__V1__FileType stage)
{
    return stage >= PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP &&
           stage <= PFQ__V1__FILE_TYPE__FILE_TYPE_UPG_CC;
}

uint32_t stages_find(const Pfq__V1__Submission *s, const struct rule_tables *tables, int32_t date,
                     struct stages_added *added)
{
    uint32_t stages = 1U << (unsigned)s->file_type;
    if (s->file_type == PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP &&
        goes_to_crown_court(s, tables, date)) {
        added->stage[added->count++] = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC;
    }
    if (is_charged(s->file_type) && remand_sought(s)) {
        added->stage[added->count++] = PFQ__V1__FILE_TYPE__FILE_TYPE_REMAND;
    }
    for (size_t i = 0; i < added->count; i++) {
        stages |= 1U << (unsigned)added->stage[i];
    }
    return stages;
}
