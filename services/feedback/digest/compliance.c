/* compliance.c - what CPS staff did, in words and tables: see compliance.h. */
#include "feedback/digest/compliance.h"

#include "feedback/digest/pages.h"
#include "feedback/digest/private.h"
#include "feedback/render/figure.h"

struct section {
    const Pfq__V1__Compliance *compliance;
    struct pfq_arena *arena;
    struct part *parts;
    size_t count;
};

static void put(struct section *s, struct part part)
{
    part.mark = MARK_INSIDE;
    s->parts[s->count++] = part;
}

static void put_heading(struct section *s, int level, const char *text)
{
    put(s, (struct part){.kind = PART_HEADING, .level = level, .text = text});
}

static void put_text(struct section *s, const char *text)
{
    if (text != NULL) {
        put(s, (struct part){.kind = PART_PARAGRAPH, .text = text});
    }
}

static void put_table(struct section *s, const struct grid *grid)
{
    if (grid != NULL) {
        put(s, (struct part){.kind = PART_TABLE, .grid = grid});
    }
}

/* --- sentences ------------------------------------------------------------------------ */

static const char *share_words(const Pfq__V1__Rate *rate, struct pfq_arena *arena)
{
    return figure_share((int64_t)rate->count, (int64_t)rate->files,
                        (struct figure_range){rate->low_ppm / 1e6, rate->high_ppm / 1e6}, arena);
}

static const char *completion(struct section *s)
{
    const Pfq__V1__DutyLine *t = s->compliance->total;
    struct pfq_arena *arena = s->arena;
    if (t->completed == NULL || t->completed->files == 0) {
        return t->completed == NULL ? NULL : "No file came that ought to be assessed: no data.";
    }
    return pfq_arena_printf(
        arena,
        "Of %s that ought to be made %s %s: a file counts once for each process that asks for it. "
        "What was not assessed counts here, and neither for nor against a force. %s overdue now; "
        "of case reviews %s.",
        figure_things((int64_t)t->completed->files, "assessment", "assessments", arena),
        figure_count((int64_t)t->completed->count, arena),
        t->completed->count == 1 ? "was" : "were",
        figure_things((int64_t)t->late, "assessment is", "assessments are", arena),
        figure_count((int64_t)t->reviews_late, arena));
}

static const char *thousandths(int32_t milli, struct pfq_arena *arena)
{
    return figure_decimal(milli / 1000.0, 2, arena);
}

static const char *kappa_words(const Pfq__V1__Kappa *k, struct pfq_arena *arena)
{
    return k->has_kappa_milli
               ? pfq_arena_printf(arena,
                                  " Beyond chance: kappa %s (95%% interval %s to %s; 1 is full "
                                  "agreement, 0 is chance).",
                                  thousandths(k->kappa_milli, arena),
                                  thousandths(k->low_milli, arena),
                                  thousandths(k->high_milli, arena))
           : k->pairs >= FIGURE_INTERVAL_FROM
               ? " Agreement beyond chance cannot be told: one side gave them all the same mark."
               : "";
}

static const char *machine(struct section *s)
{
    const Pfq__V1__Agreement *a = s->compliance->machine;
    struct pfq_arena *arena = s->arena;
    uint64_t all = a->both_failing + a->machine_alone + a->assessor_alone + a->neither;
    return all == 0
               ? NULL
               : pfq_arena_printf(
                     arena,
                     "Machine and assessor both found failures in %s, neither in %s; the machine "
                     "alone in %s, the assessor alone in %s.%s",
                     figure_things((int64_t)a->both_failing, "file", "files", arena),
                     figure_count((int64_t)a->neither, arena),
                     figure_count((int64_t)a->machine_alone, arena),
                     figure_count((int64_t)a->assessor_alone, arena), kappa_words(a->kappa, arena));
}

static const char *remarked(struct section *s)
{
    const Pfq__V1__Remarked *r = s->compliance->remarked;
    struct pfq_arena *arena = s->arena;
    return r->same->files == 0
               ? "No assessment was marked a second time: no data on agreement."
               : pfq_arena_printf(
                     arena,
                     "Second marking, without sight of the first: the same outcome in %s; "
                     "stricter in %s, milder in %s.%s",
                     share_words(r->same, arena), figure_count((int64_t)r->stricter, arena),
                     figure_count((int64_t)r->milder, arena), kappa_words(r->kappa, arena));
}

static const char *spread(struct section *s)
{
    const Pfq__V1__Compliance *c = s->compliance;
    int64_t more = 0;
    int64_t told = 0;
    for (size_t i = 0; i < c->n_spreads; i++) {
        more += c->spreads[i]->more_than_chance;
        told += c->spreads[i]->has_phi_ppm;
    }
    return told == 0
               ? NULL
               : pfq_arena_printf(
                     s->arena,
                     "Between the assessors of a unit marking differs more than chance explains in "
                     "%s of %s. \"By other markers\" is where a force's rate could lie for that "
                     "reason alone; \"usual strictness\" is its rate with that taken out.",
                     figure_count(more, s->arena), figure_things(told, "unit", "units", s->arena));
}

static void put_notes(struct section *s)
{
    const Pfq__V1__Compliance *c = s->compliance;
    for (size_t i = 0; i < c->n_notes; i++) {
        put_text(s, c->notes[i]->message);
    }
}

/* What the counts of the two tables that follow are of. */
static const char care_of[] =
    "Each share is of its own number. Marked as failing: of assessments. Without detail: of "
    "failures. Copied detail: of failures whose detail somebody wrote. Never answered: of failures "
    "past their deadline. Never decided: of disputed failures past theirs. Overturned: of decided "
    "disputes.";
static const char reviewers_of[] =
    "Of a reviewer, on time is of files that came in the period and were assessed, and reviews on "
    "time is of case reviews that were done or due; the others are as above.";

/* --- the section ------------------------------------------------------------------------ */

static void put_agreement(struct section *s)
{
    put_heading(s, 3, "Do those who mark agree?");
    put_text(s, machine(s));
    put_table(s, compliance_checks(s->compliance, s->arena));
    put_text(s, remarked(s));
    put_table(s, compliance_spreads(s->compliance, s->arena));
    put_text(s, s->compliance->n_reviewers == 0 ? NULL : reviewers_of);
    put_table(s, compliance_reviewers(s->compliance, s->arena));
}

size_t compliance_parts(const Pfq__V1__Compliance *c, enum compliance_extent extent,
                        struct part *parts, struct pfq_arena *arena)
{
    struct section s = {.compliance = c, .arena = arena, .parts = parts};
    bool whole = extent == COMPLIANCE_WHOLE;
    put_heading(&s, 2, "Duties of CPS staff, in full");
    if (whole) {
        put_text(&s, completion(&s));
        put_notes(&s);
        put_table(&s, compliance_duties(c, arena));
        put_table(&s, compliance_units(c, arena));
        put_table(&s, compliance_unit_reviews(c, arena));
    } else {
        put_table(&s, compliance_sheet(c, SIZE_MAX, arena));
    }
    put_table(&s, compliance_late_files(c, arena));
    put_table(&s, compliance_late_reviews(c, arena));
    if (whole) {
        put_table(&s, compliance_clocks(c, arena));
        put_text(&s, c->n_units == 0 ? NULL : care_of);
        put_table(&s, compliance_care(c, arena));
        put_table(&s, compliance_forces(c, arena));
        put_text(&s, spread(&s));
        put_agreement(&s);
    }
    return s.count;
}

/* --- a page of its own ------------------------------------------------------------------ */

static const char *title_of(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    const char *of = c->area != NULL    ? c->area
                     : c->force != NULL ? pfq_arena_printf(arena, "force %s", c->force)
                                        : "all forces";
    bool month = c->from_date % 100 == 1 && c->from_date / 100 == c->to_date / 100;
    const char *when = month ? figure_month(c->from_date / 100, arena)
                             : pfq_arena_printf(arena, "%s to %s", figure_date(c->from_date, arena),
                                                figure_date(c->to_date, arena));
    return pfq_arena_printf(arena, "%s%s%s%s%s: %s", of, c->unit == NULL ? "" : ", unit ",
                            c->unit == NULL ? "" : c->unit,
                            c->reviewer == NULL ? "" : ", reviewer ",
                            c->reviewer == NULL ? "" : c->reviewer, when);
}

const struct document *digest_compliance(const Pfq__V1__Compliance *c, bool overdue_only,
                                         uint64_t up_to, struct pfq_arena *arena)
{
    struct document *document = pfq_arena_new(arena, struct document, 1);
    struct part *parts = pfq_arena_new(arena, struct part, COMPLIANCE_PARTS);
    document->service = "National File Standard feedback";
    document->caption = "Compliance of CPS staff";
    document->title = title_of(c, arena);
    document->part_count =
        compliance_parts(c, overdue_only ? COMPLIANCE_OVERDUE : COMPLIANCE_WHOLE, parts, arena);
    document->parts = parts;
    document->catalogue = "not used";
    document->sequence = up_to;
    document->made_ms = c->made_at;
    return document;
}
