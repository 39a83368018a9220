/* documents.c - see documents.h.
 *
 * A sender may send many defendants and many documents that each name many of them.  So
 * whom the documents of a has_for() concern is worked out once a file, not once a
 * defendant: it costs what the documents are long. */
#include "documents.h"

void documents_read(const Pfq__V1__Documents *documents, struct rule_facts *out)
{
    if (documents == NULL) {
        return;
    }
    out->documents_given = true;
    for (size_t i = 0; i < documents->n_document; i++) {
        const Pfq__V1__Document *d = documents->document[i];
        unsigned code = d->has_code ? (unsigned)d->code : 0;
        if (code == 0 || code >= RULE_ENUM_MAX) {
            out->document_unknown = true;
        } else {
            out->documents[code / 64] |= UINT64_C(1) << (code % 64);
        }
    }
}

enum rule_tri documents_hold(const struct rule_facts *f, const uint64_t mask[2])
{
    if ((f->documents[0] & mask[0]) != 0 || (f->documents[1] & mask[1]) != 0) {
        return RULE_TRUE;
    }
    return f->documents_given && !f->document_unknown ? RULE_FALSE : RULE_UNKNOWN;
}

enum rule_tri documents_has(struct rule_run *run, const struct rule_node *n)
{
    return documents_hold(run->facts, n->mask);
}

/* --- whom they concern ------------------------------------------------------------------ */

/* The positions that a document names; none: it concerns everyone. */
struct names {
    const uint32_t *position;
    size_t count;
};

static struct names names_of(const Pfq__V1__Document *d, bool witness)
{
    return witness ? (struct names){&d->witness, d->has_witness ? 1 : 0}
                   : (struct names){d->defendant, d->n_defendant};
}

static void add_names(struct rule_concerned *out, struct names names)
{
    out->everyone = out->everyone || names.count == 0;
    for (size_t i = 0; i < names.count; i++) {
        uint32_t bit = names.position[i] - 1; /* position 0 is nobody's and lies beyond, too */
        if (bit < RULE_POSITIONS_MAX) {
            out->named[bit / 64] |= UINT64_C(1) << (bit % 64);
        }
    }
}

static void read_concerned(const struct rule_facts *f, const struct rule_node *n,
                           struct rule_concerned *out)
{
    const Pfq__V1__Documents *documents = f->submission->documents;
    out->asked = n;
    for (size_t i = 0; i < documents->n_document && !out->everyone; i++) {
        const Pfq__V1__Document *d = documents->document[i];
        if (d->has_code && field_is_code(n, d->code)) {
            add_names(out, names_of(d, n->a != 0));
        }
    }
}

/* NULL: there is no room to keep it. */
static const struct rule_concerned *concerned(struct rule_run *run, const struct rule_node *n)
{
    for (size_t i = 0; i < RULE_CONCERNED_MAX; i++) {
        struct rule_concerned *kept = &run->concerned[i];
        if (kept->asked == NULL) {
            read_concerned(run->facts, n, kept);
        }
        if (kept->asked == n) {
            return kept;
        }
    }
    return NULL;
}

static bool concerns(struct names names, uint32_t position)
{
    size_t i = 0;
    while (i < names.count && names.position[i] != position) {
        i++;
    }
    return i < names.count || names.count == 0;
}

static bool some_concerns(const struct rule_facts *f, const struct rule_node *n, uint32_t position)
{
    const Pfq__V1__Documents *documents = f->submission->documents;
    for (size_t i = 0; i < documents->n_document; i++) {
        const Pfq__V1__Document *d = documents->document[i];
        if (d->has_code && field_is_code(n, d->code) &&
            concerns(names_of(d, n->a != 0), position)) {
            return true;
        }
    }
    return false;
}

static bool is_concerned(struct rule_run *run, const struct rule_node *n, uint32_t position)
{
    const struct rule_concerned *kept = position <= RULE_POSITIONS_MAX ? concerned(run, n) : NULL;
    if (kept == NULL) {
        return some_concerns(run->facts, n, position);
    }
    uint32_t bit = position - 1;
    return kept->everyone || (kept->named[bit / 64] >> (bit % 64) & 1) != 0;
}

enum rule_tri documents_has_for(struct rule_run *run, const struct rule_node *n)
{
    enum rule_tri result = documents_has(run, n);
    if (result != RULE_TRUE || is_concerned(run, n, run->frames[n->frame].position)) {
        return result;
    }
    return run->facts->document_unknown ? RULE_UNKNOWN : RULE_FALSE;
}
