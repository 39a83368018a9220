/* certify.c - see certify.h. */
#include "certify.h"

enum {
    CERTIFY_KINDS = 5 /* CertificationKind, UNSPECIFIED included */
};

_Static_assert(PFQ__V1__CERTIFICATION_KIND__CERTIFICATION_KIND_FILE_QUALITY == CERTIFY_KINDS - 1,
               "every kind has a place");

/* An instant that is not given is before all others. */
static bool is_later(const Pfq__V1__Certification *c, const Pfq__V1__Certification *than)
{
    if (than == NULL || !than->has_certified_at) {
        return true;
    }
    return c->has_certified_at && c->certified_at >= than->certified_at;
}

static Pfq__V1__CertifiedClaim *make_claim(const Pfq__V1__Certification *c, struct pfq_arena *arena)
{
    Pfq__V1__CertifiedClaim *claim = pfq_arena_new(arena, Pfq__V1__CertifiedClaim, 1);
    pfq__v1__certified_claim__init(claim);
    claim->has_kind = true;
    claim->kind = c->kind;
    claim->has_certified_at = c->has_certified_at;
    claim->certified_at = c->certified_at;
    claim->has_complete = c->has_complete;
    claim->complete = c->complete;
    return claim;
}

void certify_read(const Pfq__V1__Submission *submission, struct pfq_arena *arena,
                  Pfq__V1__Judged *judged)
{
    const Pfq__V1__Certifications *list = submission->certifications;
    const Pfq__V1__Certification *last[CERTIFY_KINDS] = {NULL};
    for (size_t i = 0; list != NULL && i < list->n_certification; i++) {
        const Pfq__V1__Certification *c = list->certification[i];
        unsigned kind = c->has_kind ? (unsigned)c->kind : 0;
        if (kind > 0 && kind < CERTIFY_KINDS && is_later(c, last[kind])) {
            last[kind] = c;
        }
    }
    if (list == NULL) {
        return;
    }
    judged->certified = pfq_arena_new(arena, Pfq__V1__CertifiedClaim *, CERTIFY_KINDS);
    for (unsigned kind = 1; kind < CERTIFY_KINDS; kind++) {
        if (last[kind] != NULL) {
            judged->certified[judged->n_certified++] = make_claim(last[kind], arena);
        }
    }
}

static bool covers(const Pfq__V1__CatalogueCheck *check, Pfq__V1__CertificationKind kind)
{
    for (size_t i = 0; i < check->n_certificates; i++) {
        if (check->certificates[i] == kind) {
            return true;
        }
    }
    return false;
}

static void count(Pfq__V1__CertifiedClaim *claim, const Pfq__V1__Catalogue *catalogue,
                  struct pfq_arena *arena, const Pfq__V1__Judged *judged)
{
    claim->n_checks = 0;
    claim->checks = pfq_arena_new(arena, char *, judged->n_findings + 1);
    for (size_t i = 0; i < judged->n_findings; i++) {
        const Pfq__V1__JudgedFinding *f = judged->findings[i];
        const Pfq__V1__CatalogueCheck *check = catalogue->checks[f->check];
        if (f->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET && covers(check, claim->kind)) {
            claim->checks[claim->n_checks++] = check->id;
        }
    }
    claim->has_failings = true;
    claim->failings = (uint32_t)claim->n_checks;
}

void certify_count(const Pfq__V1__Catalogue *catalogue, struct pfq_arena *arena,
                   Pfq__V1__Judged *judged)
{
    for (size_t i = 0; i < judged->n_certified; i++) {
        count(judged->certified[i], catalogue, arena, judged);
    }
}
