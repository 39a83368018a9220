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

static bool is_not_guilty(protobuf_c_boolean said, Pfq__V1__Plea plea)
{
    return said && plea == PFQ__V1__PLEA__PLEA_NOT_GUILTY;
}

/* One plea of not guilty makes the whole file one.  Where the file itself says guilty, and a
 * charge not, only the police can tell which is right: SC11 asks them. */
static bool expects_not_guilty(const Pfq__V1__Submission *s)
{
    bool found = is_not_guilty(s->has_anticipated_plea, s->anticipated_plea);
    bool said = s->has_anticipated_plea && s->anticipated_plea != PFQ__V1__PLEA__PLEA_UNSPECIFIED;
    for (size_t i = 0; s->offences != NULL && i < s->offences->n_offence && !said && !found; i++) {
        const Pfq__V1__Offence *o = s->offences->offence[i];
        found = is_not_guilty(o->has_anticipated_plea, o->anticipated_plea);
    }
    return found;
}

/* What a guilty plea file should have been; 0: just that.  A Crown Court file holds what a not
 * guilty one does. */
static Pfq__V1__FileType should_have_been(const Pfq__V1__Submission *s,
                                          const struct rule_tables *tables, int32_t date)
{
    if (s->file_type != PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP) {
        return PFQ__V1__FILE_TYPE__FILE_TYPE_UNSPECIFIED;
    }
    return goes_to_crown_court(s, tables, date) ? PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC
           : expects_not_guilty(s)              ? PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP
                                                : PFQ__V1__FILE_TYPE__FILE_TYPE_UNSPECIFIED;
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
    Pfq__V1__FileType other = should_have_been(s, tables, date);
    if (other != PFQ__V1__FILE_TYPE__FILE_TYPE_UNSPECIFIED) {
        added->stage[added->count++] = other;
    }
    if (is_charged(s->file_type) && remand_sought(s)) {
        added->stage[added->count++] = PFQ__V1__FILE_TYPE__FILE_TYPE_REMAND;
    }
    for (size_t i = 0; i < added->count; i++) {
        stages |= 1U << (unsigned)added->stage[i];
    }
    return stages;
}
