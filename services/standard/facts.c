/* facts.c - see facts.h. */
#include "facts.h"

#include "language/documents.h"

/* The report itself, or a document that is one.  Unknown: the sender does not say. */
static enum rule_tri has_mg6e(const struct rule_facts *facts)
{
    static const unsigned code = PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_MG6E;
    uint64_t mask[2] = {0, 0};
    mask[code / 64] = UINT64_C(1) << code % 64;
    return facts->submission->mg6e != NULL ? RULE_TRUE : documents_hold(facts, mask);
}

Pfq__V1__HistoryFacts *facts_for_history(const struct rule_facts *facts, struct pfq_arena *arena)
{
    const Pfq__V1__Submission *s = facts->submission;
    enum rule_tri mg6e = has_mg6e(facts);
    Pfq__V1__HistoryFacts *out = pfq_arena_new(arena, Pfq__V1__HistoryFacts, 1);
    pfq__v1__history_facts__init(out);
    out->has_file_type = s->has_file_type;
    out->file_type = s->file_type;
    out->has_is_resubmission = s->has_is_resubmission;
    out->is_resubmission = s->is_resubmission;
    out->has_is_update = s->has_is_update;
    out->is_update = s->is_update;
    out->has_mg6c_version = s->mg6c != NULL && s->mg6c->has_version;
    out->mg6c_version = out->has_mg6c_version ? s->mg6c->version : 0;
    out->has_mg6e_on_file = mg6e != RULE_UNKNOWN;
    out->mg6e_on_file = mg6e == RULE_TRUE;
    out->has_material_since_last_schedule = s->has_material_since_last_schedule;
    out->material_since_last_schedule = s->material_since_last_schedule;
    return out;
}
