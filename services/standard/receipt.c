/* receipt.c - from outcomes to the words that a force reads: see pfq/standard.h. */
#include <stdlib.h>
#include <string.h>

#include "decide.h"

enum {
    VERSION_BYTES = 6 /* of the catalogue's digest, shown behind its label */
};

/* What a receipt is made of, wherever it comes from. */
struct making {
    const Pfq__V1__Catalogue *catalogue;
    const Pfq__V1__Judged *judged;
    struct pfq_arena *arena;
    Pfq__V1__Receipt *receipt;
};

static Pfq__V1__Receipt *begin(struct pfq_arena *arena, const char *source, const char *id,
                               Pfq__V1__Answer answer)
{
    Pfq__V1__Receipt *r = pfq_arena_new(arena, Pfq__V1__Receipt, 1);
    pfq__v1__receipt__init(r);
    r->source = source == NULL ? NULL : pfq_arena_strdup(arena, source);
    r->id = id == NULL ? NULL : pfq_arena_strdup(arena, id);
    r->has_answer = true;
    r->answer = answer;
    return r;
}

static void set_file(const struct making *m, const char *force, const char *urn,
                     Pfq__V1__FileType file_type, Pfq__V1__Mode mode, int64_t received_at)
{
    Pfq__V1__Receipt *r = m->receipt;
    r->force = pfq_arena_strdup(m->arena, force == NULL ? "" : force);
    r->urn = pfq_arena_strdup(m->arena, urn == NULL ? "" : urn);
    r->has_file_type = true;
    r->file_type = file_type;
    r->has_mode = true;
    r->mode = mode == PFQ__V1__MODE__MODE_TEST ? mode : PFQ__V1__MODE__MODE_LIVE;
    r->has_received_at = true;
    r->received_at = received_at;
}

/* --- counts ------------------------------------------------------------------------------ */

static void add_counts(const struct making *m)
{
    uint32_t of[16] = {0}; /* by the half of a byte that an outcome has */
    for (size_t i = 0; i < m->catalogue->n_checks; i++) {
        unsigned pair = m->judged->outcomes.data[i / 2];
        of[i % 2 == 0 ? pair & 0x0F : pair >> 4]++;
    }
    Pfq__V1__Counts *c = pfq_arena_new(m->arena, Pfq__V1__Counts, 1);
    pfq__v1__counts__init(c);
    c->has_met = c->has_not_met = c->has_not_applicable = true;
    c->has_needs_person = c->has_not_run = true;
    c->met = of[PFQ__V1__OUTCOME__OUTCOME_MET];
    c->not_met = of[PFQ__V1__OUTCOME__OUTCOME_NOT_MET];
    c->not_applicable = of[PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE];
    c->needs_person = of[PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON];
    c->not_run = of[PFQ__V1__OUTCOME__OUTCOME_NOT_RUN];
    m->receipt->counts = c;
}

/* --- findings ---------------------------------------------------------------------------- */

/* NOT_MET, NEEDS_PERSON, NOT_RUN is also their order as numbers. */
static int compare_findings(const void *a, const void *b)
{
    const Pfq__V1__Finding *const *x = a;
    const Pfq__V1__Finding *const *y = b;
    if ((*x)->outcome != (*y)->outcome) {
        return (*x)->outcome < (*y)->outcome ? -1 : 1;
    }
    if ((*x)->severity != (*y)->severity) {
        return (*x)->severity < (*y)->severity ? -1 : 1;
    }
    return *x < *y ? -1 : *x > *y; /* one array, in catalogue order */
}

static void fill_finding(const struct making *m, const Pfq__V1__JudgedFinding *from,
                         Pfq__V1__Finding *to)
{
    const Pfq__V1__CatalogueCheck *check = m->catalogue->checks[from->check];
    pfq__v1__finding__init(to);
    to->check = check->id;
    to->has_outcome = true;
    to->outcome = from->outcome;
    to->has_severity = check->has_severity;
    to->severity = check->severity;
    to->has_theme = check->has_theme;
    to->theme = check->theme;
    to->n_reasons = check->n_reasons;
    to->reasons = check->reasons;
    to->n_items = from->n_items;
    to->items = from->items;
    to->not_said = pfq_arena_new(m->arena, char *, from->n_not_said + 1);
    for (size_t i = 0; i < from->n_not_said; i++) {
        if (from->not_said[i] < m->judged->n_unsaid) {
            to->not_said[to->n_not_said++] = m->judged->unsaid[from->not_said[i]];
        }
    }
    to->title = check->title;
    to->why = check->why;
    to->fix = check->fix;
    to->good = check->good;
    to->question = check->person ? check->check : NULL;
    to->has_aspect = check->has_aspect;
    to->aspect = check->aspect;
    to->has_change = from->has_change;
    to->change = from->change;
}

static void add_findings(const struct making *m)
{
    size_t n = m->judged->n_findings;
    Pfq__V1__Finding *rows = pfq_arena_new(m->arena, Pfq__V1__Finding, n + 1);
    m->receipt->findings = pfq_arena_new(m->arena, Pfq__V1__Finding *, n + 1);
    m->receipt->n_findings = n;
    for (size_t i = 0; i < n; i++) {
        fill_finding(m, m->judged->findings[i], &rows[i]);
        m->receipt->findings[i] = &rows[i];
    }
    qsort(m->receipt->findings, n, sizeof(Pfq__V1__Finding *), compare_findings);
}

/* The label, and the first bytes of the digest if it has so many. */
static char *version(const Pfq__V1__Catalogue *catalogue, struct pfq_arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    const char *label = catalogue->label == NULL ? "" : catalogue->label;
    size_t length = strlen(label);
    size_t shown = catalogue->digest.len < VERSION_BYTES ? 0 : VERSION_BYTES;
    char *out = pfq_arena_new(arena, char, length + 1 + 2 * shown + 1);
    memcpy(out, label, length + 1);
    char *at = out + length;
    if (shown > 0) {
        *at++ = '-';
    }
    for (size_t i = 0; i < shown; i++) {
        *at++ = digits[catalogue->digest.data[i] >> 4];
        *at++ = digits[catalogue->digest.data[i] & 0x0F];
    }
    return out;
}

static char *title_of(const struct making *m, const char *check)
{
    static char none[] = "";
    for (size_t i = 0; i < m->catalogue->n_checks; i++) {
        if (strcmp(m->catalogue->checks[i]->id, check) == 0) {
            return m->catalogue->checks[i]->title;
        }
    }
    return none;
}

/* What was fixed is no finding, so nothing else of the receipt says what it was. */
static void add_fixed_titles(const struct making *m)
{
    Pfq__V1__Resubmission *r = m->receipt->resubmission;
    if (r == NULL) {
        return;
    }
    r->fixed_titles = pfq_arena_new(m->arena, char *, r->n_fixed + 1);
    r->n_fixed_titles = r->n_fixed;
    for (size_t i = 0; i < r->n_fixed; i++) {
        r->fixed_titles[i] = title_of(m, r->fixed[i]);
    }
}

static void add_judged(const struct making *m)
{
    Pfq__V1__Receipt *r = m->receipt;
    r->has_verdict = m->judged->has_verdict;
    r->verdict = m->judged->verdict;
    r->has_presence = m->judged->has_presence;
    r->presence = m->judged->presence;
    r->has_quality = m->judged->has_quality;
    r->quality = m->judged->quality;
    r->resubmission = m->judged->resubmission;
    add_fixed_titles(m);
    r->n_certified = m->judged->n_certified;
    r->certified = m->judged->certified;
    r->catalogue_version = version(m->catalogue, m->arena);
    r->n_judged_as = m->judged->n_judged_as;
    r->judged_as = m->judged->judged_as;
    r->n_problems = m->judged->n_problems;
    r->problems = m->judged->problems;
    r->n_warnings = m->judged->n_warnings;
    r->warnings = m->judged->warnings;
    add_counts(m);
    add_findings(m);
}

/* --- what is stored ---------------------------------------------------------------------- */

static bool fits(const Pfq__V1__Stored *stored, const Pfq__V1__Catalogue *catalogue,
                 const Pfq__V1__Judged *judged)
{
    return stored->catalogue_digest.len == catalogue->digest.len &&
           memcmp(stored->catalogue_digest.data, catalogue->digest.data, catalogue->digest.len) ==
               0 &&
           decide_fits(catalogue, judged);
}

enum pfq_code pfq_receipt(const Pfq__V1__Stored *stored, const Pfq__V1__Catalogue *catalogue,
                          Pfq__V1__Answer answer, struct pfq_arena *arena, Pfq__V1__Receipt **out,
                          struct pfq_err *err)
{
    ProtobufCMessage *message = NULL;
    struct pfq_bytes bytes = {stored->judged.data, stored->judged.len};
    *out = NULL;
    enum pfq_code code =
        pfq_wire_trusted(&pfq__v1__judged__descriptor, bytes, arena, &message, err);
    if (code != PFQ_OK) {
        return code;
    }
    struct making m = {.catalogue = catalogue,
                       .judged = (const Pfq__V1__Judged *)message,
                       .arena = arena,
                       .receipt = begin(arena, stored->source, stored->id, answer)};
    if (!fits(stored, catalogue, m.judged)) {
        return pfq_fail(err, PFQ_E_MALFORMED, "submission %llu was judged by another catalogue",
                        (unsigned long long)stored->sequence);
    }
    set_file(&m, stored->force, stored->urn, stored->file_type, stored->mode, stored->received_at);
    m.receipt->has_ordinal = stored->has_ordinal;
    m.receipt->ordinal = stored->ordinal;
    m.receipt->has_feedback_number = stored->has_number;
    m.receipt->feedback_number = stored->number;
    m.receipt->has_sequence = stored->has_sequence && m.receipt->mode == PFQ__V1__MODE__MODE_LIVE;
    m.receipt->sequence = m.receipt->has_sequence ? stored->sequence : 0;
    add_judged(&m);
    *out = m.receipt;
    return PFQ_OK;
}

Pfq__V1__Receipt *pfq_receipt_unsent(const struct pfq_standard *standard,
                                     const Pfq__V1__Envelope *envelope,
                                     const struct pfq_judgement *judgement, int64_t received_at,
                                     struct pfq_arena *arena)
{
    struct making m = {
        .catalogue = pfq_standard_texts(standard),
        .judged = judgement->judged,
        .arena = arena,
        .receipt = begin(arena, envelope->source, envelope->id, PFQ__V1__ANSWER__ANSWER_ACCEPTED),
    };
    set_file(&m, judgement->force, judgement->urn, judgement->file_type, envelope->mode,
             received_at);
    add_judged(&m);
    return m.receipt;
}

Pfq__V1__Receipt *pfq_receipt_without(const char *source, const char *id, Pfq__V1__Answer answer,
                                      const struct pfq_problems *problems, struct pfq_arena *arena)
{
    Pfq__V1__Receipt *r = begin(arena, source, id, answer);
    if (problems != NULL) {
        r->n_problems = problems->count;
        r->problems = problems->rows;
    }
    return r;
}
