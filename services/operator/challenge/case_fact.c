/* case_fact.c - what is so of a case, from its stored findings.
 *
 * Of what fails now alone: what was mended is no matter of a challenge, unless whoever raises it
 * says so.  A named check fails now where the last submission of its stage fails by it; without a
 * name it is the worst of the last submission of all. */
#include <inttypes.h>
#include <string.h>

#include "challenge.h"
#include "feedback/render/figure.h"
#include "pfq/clock.h"

enum {
    EVIDENCE_MAX = 20,
    FACT_CHARS = 480
};

struct search {
    struct people *people;
    Pfq__V1__ChallengeRaise *raise;
    const Pfq__V1__Receipt *receipt; /* of the last submission that fails by the check */
    const Pfq__V1__Finding *finding;
    struct case_although although;
    bool mended;    /* the check, or any, failed before and does not fail now */
    bool is_mended; /* what is raised was mended */
    uint64_t evidence[EVIDENCE_MAX];
    size_t count;
};

/* The check, or where none was named the worst failing. */
static const Pfq__V1__Finding *find_failing(const Pfq__V1__Receipt *receipt, const char *check)
{
    const Pfq__V1__Finding *worst = NULL;
    for (size_t i = 0; i < receipt->n_findings; i++) {
        const Pfq__V1__Finding *f = receipt->findings[i];
        if (f->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET &&
            (check == NULL || strcmp(f->check, check) == 0) &&
            (worst == NULL || f->severity < worst->severity)) {
            worst = f;
        }
    }
    return worst;
}

/* The submissions that fail by the check, the last one first. */
static void add_evidence(struct search *s, const struct submissions *all, const char *check)
{
    for (size_t i = all->count; i-- > 0 && s->count < EVIDENCE_MAX;) {
        if (find_failing(all->receipts[i], check) != NULL) {
            s->evidence[s->count++] = all->rows[i]->sequence;
        }
    }
}

/* Did a file of the same stage come after it? */
static bool came_again(const struct submissions *all, size_t place)
{
    for (size_t i = place + 1; i < all->count; i++) {
        if (all->receipts[i]->file_type == all->receipts[place]->file_type) {
            return true;
        }
    }
    return false;
}

static void search(struct search *s, const struct submissions *all)
{
    const char *check = s->raise->check;
    for (size_t i = all->count; i-- > 0 && s->finding == NULL;) {
        bool now = check == NULL ? i + 1 == all->count : !came_again(all, i);
        const Pfq__V1__Finding *finding = find_failing(all->receipts[i], check);
        s->mended = s->mended || (finding != NULL && !now);
        if (finding != NULL && (now || s->although.mended)) {
            s->finding = finding;
            s->receipt = all->receipts[i];
            s->is_mended = came_again(all, i);
        }
    }
    if (s->finding != NULL) {
        add_evidence(s, all, s->finding->check);
    }
}

const char *finding_words(const Pfq__V1__Finding *finding, struct pfq_arena *arena)
{
    const char *text = finding->title;
    for (size_t i = 0; i < finding->n_items; i++) {
        text = pfq_arena_printf(arena, "%s%s%s", text, i == 0 ? " (" : ", ", finding->items[i]);
    }
    return finding->n_items == 0 ? text : pfq_arena_printf(arena, "%s)", text);
}

/* Cut off between characters. */
static char *fitting(const char *text, struct pfq_arena *arena)
{
    size_t size = strlen(text);
    size = size < FACT_CHARS ? size : FACT_CHARS;
    while (size > 0 && ((unsigned char)text[size] & 0xC0U) == 0x80U) {
        size--;
    }
    return pfq_arena_strndup(arena, text, size);
}

static void fill(struct search *s, const char *record)
{
    struct pfq_arena *arena = &s->people->arena;
    Pfq__V1__ChallengeRaise *r = s->raise;
    const Pfq__V1__Receipt *receipt = s->receipt;
    const char *again =
        s->count > 1
            ? pfq_arena_printf(arena, " It failed in %s of this case.",
                               figure_things((int64_t)s->count, "submission", "submissions", arena))
            : "";
    const char *since = s->is_mended ? " The last submission does not fail by it any more." : "";
    const char *fact = pfq_arena_printf(
        arena, "Submission %" PRIu32 " of %s, received %s: %s.%s%s%s", receipt->ordinal,
        pfq_enum_name(&pfq__v1__file_type__descriptor, (int)receipt->file_type),
        figure_date(pfq_london_date(receipt->received_at), arena), finding_words(s->finding, arena),
        record, again, since);
    r->fact = r->fact != NULL ? r->fact : fitting(fact, arena);
    r->check = s->finding->check;
    r->rule_version = receipt->catalogue_version;
    r->force = receipt->force;
    r->evidence = pfq_arena_new(arena, uint64_t, s->count);
    memcpy(r->evidence, s->evidence, s->count * sizeof *s->evidence);
    r->n_evidence = s->count;
    r->has_severity = s->finding->severity != PFQ__V1__SEVERITY__SEVERITY_UNSPECIFIED;
    r->severity = s->finding->severity;
}

/* The latest that a file of the case named. */
static enum pfq_exit add_hearing(struct people *p, Pfq__V1__ChallengeRaise *raise)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    Pfq__V1__PeopleRows *page = NULL;
    want.has_kind = true;
    want.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_EXPECTED;
    want.urn = raise->urn;
    enum pfq_exit code = folk_page(p, &want, &page);
    for (size_t i = 0; code == PFQ_EXIT_GOOD && i < page->n_expected; i++) {
        const Pfq__V1__ExpectedRow *row = page->expected[i];
        if (row->has_hearing_at) {
            raise->has_hearing_at = true;
            raise->hearing_at =
                row->hearing_at > raise->hearing_at ? row->hearing_at : raise->hearing_at;
        }
    }
    return code;
}

static enum pfq_exit refuse(const struct search *s, size_t submissions)
{
    const char *check = s->raise->check;
    const char *said =
        submissions == 0 ? "No file of this case was ever accepted."
        : s->mended && check != NULL
            ? "This check does not fail any more in the last submission: it was mended."
        : s->mended     ? "No check fails in the last submission of the case."
        : check != NULL ? "This check failed in no submission of the case."
                        : "No check failed in any submission of the case.";
    folk_say_problem("pfq challenge", said,
                     s->mended
                         ? "What failed before is raised with --mended, what fails in an earlier "
                           "stage with --check ID. See: pfq case URN"
                         : "See: pfq case URN");
    return PFQ_EXIT_NOT_GOOD;
}

/* Not GOOD: its own record speaks against it, and that was said. */
static enum pfq_exit look_up_record(const struct search *s, struct case_record *record)
{
    enum pfq_exit code = case_record(s->people, s->receipt, s->finding->check, record);
    if (code == PFQ_EXIT_GOOD && record->against != NULL && !s->although.anyway) {
        folk_say_problem("pfq challenge", record->against,
                         "To raise it all the same, add --anyway; for another failing, --check ID. "
                         "See: pfq respond URN");
        return PFQ_EXIT_NOT_GOOD;
    }
    return code;
}

enum pfq_exit case_fact(struct people *p, Pfq__V1__ChallengeRaise *raise,
                        struct case_although although)
{
    struct search s = {.people = p, .raise = raise, .although = although};
    struct case_record record;
    struct submissions all = {.count = 0};
    enum pfq_exit code = case_submissions(p, raise->urn, &all);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    search(&s, &all);
    if (s.finding == NULL) {
        return refuse(&s, all.count);
    }
    code = look_up_record(&s, &record);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    fill(&s, record.fact);
    return add_hearing(p, raise);
}
