/* lookups.c - what the reference tables tell of what the sender left out.
 *
 * An offence without a category has the one of its CJS code; a document without a code has
 * the one that its CMS type stands for.  What the tables do not hold stays unsaid. */
#include <inttypes.h>
#include <stdio.h>

#include "catalogue.h"

static void fill_offence(const struct rule_tables *tables, Pfq__V1__Offence *o, int32_t date)
{
    bool said =
        o->has_category && o->category != PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_UNSPECIFIED;
    int32_t category =
        said || o->cjs_code == NULL ? 0 : tables_value(&tables->offences, o->cjs_code, date);
    if (category != 0) {
        o->has_category = true;
        o->category = (Pfq__V1__OffenceCategory)category;
    }
}

static void fill_document(const struct rule_tables *tables, Pfq__V1__Document *d, int32_t date)
{
    char id[TABLES_KEY];
    bool said = d->has_code && d->code != PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_UNSPECIFIED;
    if (said || !d->has_cms_document_type) {
        return;
    }
    (void)snprintf(id, sizeof id, "%" PRId32, d->cms_document_type);
    int32_t code = tables_value(&tables->documents, id, date);
    d->has_code = code != 0;
    d->code = (Pfq__V1__DocumentCode)code;
}

void lookups_fill(const struct rule_tables *tables, Pfq__V1__Submission *submission, int32_t date)
{
    const Pfq__V1__Offences *offences = submission->offences;
    const Pfq__V1__Documents *documents = submission->documents;
    for (size_t i = 0; offences != NULL && i < offences->n_offence; i++) {
        fill_offence(tables, offences->offence[i], date);
    }
    for (size_t i = 0; documents != NULL && i < documents->n_document; i++) {
        fill_document(tables, documents->document[i], date);
    }
}
