/* documents.c - see documents.h.
 *
 * A sender may send many defendants and many documents that each name many of them.  So
 * whom the documents of a has_for() concern is worked out once a file, not once a
 * defendant: it costs what the documents are long. */
#include "documents.h"

/* 0: none that we know. */
static unsigned code_of(const Pfq__V1__Document *d)
{
    unsigned code = d->has_code ? (unsigned)d->code : 0;
    return code < RULE_ENUM_MAX ? code : 0;
}

void documents_read(const Pfq__V1__Documents *documents, struct rule_facts *out)
{
    if (documents == NULL) {
        return;
    }
    uint64_t *codes = out->documents;
    for (size_t i = 0; i < documents->n_document; i++) {
        const Pfq__V1__Document *d = documents->document[i];
        unsigned code = code_of(d);
        uint64_t bit = UINT64_C(1) << (code % 64);
        codes[code / 64] |= bit;
        if (d->n_defendant == 0) {
            out->for_everyone[0][code / 64] |= bit;
        }
        if (!d->has_witness) {
            out->for_everyone[1][code / 64] |= bit;
        }
    }
    out->documents_given = true;
    out->document_unknown = (codes[0] & 1) != 0; /* 0: one without a code */
    codes[0] &= ~UINT64_C(1);
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

/* The positions that a document names. */
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
    *out = (struct rule_concerned){.named = {0}};
    for (size_t i = 0; i < documents->n_document; i++) {
        const Pfq__V1__Document *d = documents->document[i];
        if (field_is_code(n, code_of(d))) {
            add_names(out, names_of(d, n->a != 0));
        }
    }
}

/* NULL: there is no room to keep it. */
static const struct rule_concerned *concerned(struct rule_run *run, const struct rule_node *n)
{
    for (size_t i = 0; i < RULE_CONCERNED_MAX; i++) {
        if (run->asked[i] == NULL) {
            run->asked[i] = n;
            read_concerned(run->facts, n, &run->concerned[i]);
        }
        if (run->asked[i] == n) {
            return &run->concerned[i];
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
    return i < names.count;
}

static bool some_concerns(const struct rule_facts *f, const struct rule_node *n, uint32_t position)
{
    const Pfq__V1__Documents *documents = f->submission->documents;
    for (size_t i = 0; i < documents->n_document; i++) {
        const Pfq__V1__Document *d = documents->document[i];
        if (field_is_code(n, code_of(d)) && concerns(names_of(d, n->a != 0), position)) {
            return true;
        }
    }
    return false;
}

/* A document that names nobody concerns everyone. */
static bool is_concerned(struct rule_run *run, const struct rule_node *n, uint32_t position)
{
    const uint64_t *everyone = run->facts->for_everyone[n->a != 0];
    if (((everyone[0] & n->mask[0]) | (everyone[1] & n->mask[1])) != 0) {
        return true;
    }
    const struct rule_concerned *kept = position <= RULE_POSITIONS_MAX ? concerned(run, n) : NULL;
    if (kept == NULL) {
        return some_concerns(run->facts, n, position);
    }
    uint32_t bit = position - 1;
    return (kept->named[bit / 64] >> (bit % 64) & 1) != 0;
}

/* What is asked of a document without a code, which may be any: its code is 0. */
static const struct rule_node uncoded[] = {
    {.op = OP_HAS_FOR, .mask = {1, 0}},
    {.op = OP_HAS_FOR, .a = 1, .mask = {1, 0}},
};

enum rule_tri documents_has_for(struct rule_run *run, const struct rule_node *n)
{
    const struct rule_facts *f = run->facts;
    uint32_t position = run->frames[n->frame].position;
    if (!f->documents_given) {
        return RULE_UNKNOWN;
    }
    if (documents_has(run, n) == RULE_TRUE && is_concerned(run, n, position)) {
        return RULE_TRUE;
    }
    bool perhaps = f->document_unknown && is_concerned(run, &uncoded[n->a != 0], position);
    return perhaps ? RULE_UNKNOWN : RULE_FALSE;
}
