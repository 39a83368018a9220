/* end.c - from tallies to the message: see compliance.h. */
#include "feedback/compliance/private.h"
#include "feedback/digest/digest.h"
#include "feedback/render/figure.h"

enum {
    NOTES_MAX = 5 /* one of each code */
};

struct compliance *compliance_begin(const struct compliance_wish *wish, struct pfq_arena *arena)
{
    struct compliance *c = pfq_arena_new(arena, struct compliance, 1);
    *c = (struct compliance){.wish = *wish, .arena = arena};
    c->units = book_open(sizeof(struct tally), arena);
    c->reviewers = book_open(sizeof(struct tally), arena);
    c->forces = book_open(sizeof(struct force), arena);
    c->judged = book_open(sizeof(struct judged_file), arena);
    c->markers = book_open(sizeof(struct marker), arena);
    c->marked = book_open(sizeof(struct marked), arena);
    c->checks = book_open(sizeof(struct check), arena);
    c->texts = book_open(sizeof(struct words), arena);
    return c;
}

/* --- lines ------------------------------------------------------------------------ */

static void put_rates(Pfq__V1__DutyLine *line, const struct tally *t, struct pfq_arena *arena)
{
    Pfq__V1__Rate **const rates[DUTIES] = {[DUTY_COMPLETED] = &line->completed,
                                           [DUTY_BEFORE_HEARING] = &line->before_hearing,
                                           [DUTY_ON_TIME] = &line->on_time,
                                           [DUTY_FAILING] = &line->failing,
                                           [DUTY_WITHOUT_DETAIL] = &line->without_detail,
                                           [DUTY_COPIED] = &line->copied,
                                           [DUTY_NEVER_ANSWERED] = &line->never_answered,
                                           [DUTY_NEVER_DECIDED] = &line->never_decided,
                                           [DUTY_OVERTURNED] = &line->overturned,
                                           [DUTY_REVIEWS_ON_TIME] = &line->reviews_on_time,
                                           [DUTY_DISCLOSURE] = &line->disclosure_recorded};
    for (size_t i = 0; i < DUTIES; i++) {
        *rates[i] = digest_rate(t->duties[i], arena);
    }
}

static Pfq__V1__DutyLine *duty_line(const struct tally *t, struct pfq_arena *arena)
{
    Pfq__V1__DutyLine *line = pfq_arena_new(arena, Pfq__V1__DutyLine, 1);
    pfq__v1__duty_line__init(line);
    line->name = t->name == NULL ? NULL : pfq_arena_strdup(arena, t->name);
    line->has_not_yet_due = line->has_late = line->has_assessments = true;
    line->has_reviews_late = true;
    line->not_yet_due = (uint64_t)t->not_yet_due;
    line->late = (uint64_t)t->late;
    line->assessments = (uint64_t)t->assessments;
    line->reviews_late = (uint64_t)t->reviews_late;
    line->has_median_minutes = values_quantile(&t->minutes, 0.5, arena, &line->median_minutes);
    line->has_ninetieth_minutes =
        values_quantile(&t->minutes, 0.9, arena, &line->ninetieth_minutes);
    put_rates(line, t, arena);
    return line;
}

static void put_duties(struct compliance *c, Pfq__V1__Compliance *out)
{
    out->total = duty_line(&c->total, c->arena);
    if (c->wish.reviewer != NULL) {
        out->total->completed = NULL; /* what nobody assessed is nobody's */
    }
    book_sort(&c->units);
    book_sort(&c->reviewers);
    out->units = pfq_arena_new(c->arena, Pfq__V1__DutyLine *, c->units.count + 1);
    out->reviewers = pfq_arena_new(c->arena, Pfq__V1__DutyLine *, c->reviewers.count + 1);
    for (size_t i = 0; i < c->units.count; i++) {
        out->units[out->n_units++] = duty_line(c->units.items[i], c->arena);
        out->units[i]->completed = c->wish.reviewer != NULL ? NULL : out->units[i]->completed;
    }
    for (size_t i = 0; i < c->reviewers.count; i++) {
        out->reviewers[out->n_reviewers++] = duty_line(c->reviewers.items[i], c->arena);
        out->reviewers[i]->completed = NULL;
    }
}

static void put_coverage(struct compliance *c, Pfq__V1__Compliance *out)
{
    out->coverage = pfq_arena_new(c->arena, Pfq__V1__CoverageLine *, c->forces.count + 1);
    book_sort(&c->forces);
    for (size_t i = 0; i < c->forces.count; i++) {
        const struct force *force = c->forces.items[i];
        Pfq__V1__CoverageLine *line = pfq_arena_new(c->arena, Pfq__V1__CoverageLine, 1);
        pfq__v1__coverage_line__init(line);
        line->force = pfq_arena_strdup(c->arena, force->name);
        line->assessed = digest_rate(force->assessed, c->arena);
        line->has_plans_open = line->has_plans_late = line->has_disputes_open = true;
        line->plans_open = (uint32_t)force->plans_open;
        line->plans_late = (uint32_t)force->plans_late;
        line->disputes_open = (uint32_t)force->disputes_open;
        out->coverage[out->n_coverage++] = line;
    }
}

static void put_clocks(struct compliance *c, Pfq__V1__Compliance *out)
{
    out->clocks = pfq_arena_new(c->arena, Pfq__V1__ClockLine *, CLOCKS);
    for (size_t kind = 0; kind < CLOCKS; kind++) {
        const struct review_clock *clock = &c->clocks[kind];
        if (clock->on_time.of == 0 && clock->late == 0) {
            continue;
        }
        Pfq__V1__ClockLine *line = pfq_arena_new(c->arena, Pfq__V1__ClockLine, 1);
        pfq__v1__clock_line__init(line);
        line->has_kind = line->has_late = true;
        line->kind = (Pfq__V1__ReviewKind)kind;
        line->late = (uint64_t)clock->late;
        line->on_time = digest_rate(clock->on_time, c->arena);
        line->has_median_minutes =
            values_quantile(&clock->minutes, 0.5, c->arena, &line->median_minutes);
        line->has_ninetieth_minutes =
            values_quantile(&clock->minutes, 0.9, c->arena, &line->ninetieth_minutes);
        out->clocks[out->n_clocks++] = line;
    }
}

/* --- what the reader must know ------------------------------------------------------- */

static void note(struct compliance *c, Pfq__V1__Compliance *out, const char *code,
                 const char *message)
{
    Pfq__V1__Problem *problem = pfq_arena_new(c->arena, Pfq__V1__Problem, 1);
    pfq__v1__problem__init(problem);
    problem->code = pfq_arena_strdup(c->arena, code);
    problem->message = pfq_arena_strdup(c->arena, message);
    out->notes[out->n_notes++] = problem;
}

static void put_notes(struct compliance *c, Pfq__V1__Compliance *out)
{
    int64_t unnamed = 0;
    int64_t thin = 0;
    for (size_t i = 0; i < c->forces.count; i++) {
        const struct force *force = c->forces.items[i];
        unnamed += force->unnamed;
        thin += force->assessed.of >= FIGURE_INTERVAL_FROM &&
                2 * force->assessed.failing < force->assessed.of;
    }
    out->notes = pfq_arena_new(c->arena, Pfq__V1__Problem *, NOTES_MAX);
    if (c->behind > 0) {
        note(c, out, "NOT_COUNTED",
             pfq_arena_printf(
                 c->arena,
                 "Not whole: of all forces together %s not yet counted among the "
                 "files that ought to be assessed.",
                 figure_things(c->behind, "submission is", "submissions are", c->arena)));
    }
    if (c->unknown > 0) {
        note(c, out, "NO_SUCH_FILE",
             pfq_arena_printf(
                 c->arena,
                 "%s of files that never came from the force at that stage, and in no "
                 "rate: look whether URN and file type are right.",
                 figure_things(c->unknown, "assessment is", "assessments are", c->arena)));
    }
    if (unnamed > 0) {
        note(c, out, "REVIEWERS_NOT_SHOWN",
             "Who assessed is shown to legal managers alone. Without it nothing is said of how "
             "far assessors differ, and no rate is adjusted for it: ask a legal manager for "
             "`pfq compliance`.");
    }
    if (c->undrawn > 0) {
        note(c, out, "NOT_DRAWN",
             pfq_arena_printf(
                 c->arena, "%s not of the sample and in no figure of agreement.",
                 figure_things(c->undrawn, "second marking is", "second markings are", c->arena)));
    }
    if (thin > 0) {
        note(c, out, "LOW_COVERAGE",
             pfq_arena_printf(c->arena,
                              "Of %s fewer than half of the assessments were made that ought to "
                              "be: their rates say little of the rest.",
                              figure_things(thin, "force", "forces", c->arena)));
    }
}

/* --- the message ------------------------------------------------------------------------ */

static char *kept(struct compliance *c, const char *text)
{
    return text == NULL ? NULL : pfq_arena_strdup(c->arena, text);
}

static void put_head(struct compliance *c, Pfq__V1__Compliance *out)
{
    const struct compliance_wish *wish = &c->wish;
    out->has_from_date = out->has_to_date = out->has_made_at = true;
    out->from_date = wish->from_date;
    out->to_date = wish->to_date;
    out->made_at = wish->made_at;
    out->has_kind = wish->kind != PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_UNSPECIFIED;
    out->kind = wish->kind;
    out->area = kept(c, wish->area);
    out->force = wish->force_count == 1 ? kept(c, wish->forces[0]) : NULL;
    out->unit = kept(c, wish->unit);
    out->reviewer = kept(c, wish->reviewer);
}

Pfq__V1__Compliance *compliance_end(struct compliance *c)
{
    Pfq__V1__Compliance *out = pfq_arena_new(c->arena, Pfq__V1__Compliance, 1);
    pfq__v1__compliance__init(out);
    put_head(c, out);
    put_duties(c, out);
    put_coverage(c, out);
    put_clocks(c, out);
    late_put(c, out);
    agree_put(c, out);
    spread_put(c, out);
    put_notes(c, out);
    return out;
}
