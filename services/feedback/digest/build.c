/* build.c - a digest from what is known: see digest.h. */
#include "feedback/digest/private.h"

static struct digest_ask ask_all(const struct digest_build *b, size_t force, bool before)
{
    struct digest_period p = digest_rows_period(b->facts, before);
    return (struct digest_ask){.force = b->facts->forces[force].code,
                               .police_unit = b->facts->wish.police_unit,
                               .case_type = DIGEST_ALL_CASES,
                               .from = p.from,
                               .to = p.to};
}

/* Of all the forces that it is about. */
static struct digest_verdicts sum_of(const struct digest_build *b,
                                     const struct digest_figures *rows, bool before,
                                     Pfq__V1__FigureKind kind)
{
    struct digest_verdicts all = {0};
    for (size_t i = 0; i < b->facts->force_count; i++) {
        struct digest_ask ask = ask_all(b, i, before);
        ask.kind = kind;
        struct digest_verdicts v = digest_verdicts(rows, ask);
        all.meets += v.meets;
        all.partly += v.partly;
        all.does_not += v.does_not;
        all.undecided += v.undecided;
    }
    return all;
}

static struct digest_verdicts sum(const struct digest_build *b, const struct digest_figures *rows,
                                  bool before)
{
    return sum_of(b, rows, before, PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT);
}

/* What is missing, and what is not good enough, are two things to a meeting: CPS triage asks for
 * the one, an assessment looks at the other. */
static Pfq__V1__Rate *aspect(const struct digest_build *b, Pfq__V1__FigureKind kind)
{
    struct digest_verdicts v = sum_of(b, &b->facts->first, false, kind);
    bool shown = digest_is_monthly(b->digest->kind) && digest_files(v) > 0;
    return shown ? digest_rate(digest_first_time(v), b->arena) : NULL;
}

static void add_received(struct digest_build *b)
{
    Pfq__V1__Received *r = pfq_arena_new(b->arena, Pfq__V1__Received, 1);
    struct digest_verdicts first = sum(b, &b->facts->first, false);
    struct digest_verdicts final = sum(b, &b->facts->final, false);
    pfq__v1__received__init(r);
    r->has_files = r->has_resubmissions = r->has_meets = r->has_partly = true;
    r->has_does_not = r->has_undecided = true;
    r->files = (uint64_t)digest_files(first);
    r->meets = (uint64_t)first.meets;
    r->partly = (uint64_t)first.partly;
    r->does_not = (uint64_t)first.does_not;
    r->undecided = (uint64_t)first.undecided;
    r->resubmissions = (uint64_t)digest_files(sum(b, &b->facts->later, false));
    r->has_final_meets = r->has_final_files = digest_files(final) > 0;
    r->final_meets = (uint64_t) final.meets;
    r->final_files = (uint64_t)digest_files(final);
    r->first_time = digest_rate(digest_first_time(first), b->arena);
    r->before = digest_rate(digest_first_time(sum(b, &b->facts->first, true)), b->arena);
    r->complete = aspect(b, PFQ__V1__FIGURE_KIND__FIGURE_KIND_PRESENCE);
    r->content = aspect(b, PFQ__V1__FIGURE_KIND__FIGURE_KIND_QUALITY);
    b->digest->received = r;
}

static void set_month_state(struct digest_build *b)
{
    for (size_t i = 0; digest_is_monthly(b->digest->kind) && i < b->facts->month_count; i++) {
        if (b->facts->months[i]->month == b->month) {
            b->digest->has_month_state = true;
            b->digest->month_state = b->facts->months[i]->state;
        }
    }
}

static char *kept(struct digest_build *b, const char *text)
{
    return text == NULL ? NULL : pfq_arena_strdup(b->arena, text);
}

static void set_head(struct digest_build *b)
{
    const struct digest_wish *wish = &b->facts->wish;
    Pfq__V1__Digest *d = b->digest;
    pfq__v1__digest__init(d);
    d->has_kind = d->has_audience = d->has_from_date = d->has_to_date = true;
    d->has_made_at = d->has_up_to = true;
    d->kind = wish->kind;
    d->audience = PFQ__V1__AUDIENCE__AUDIENCE_INSIDE;
    if (wish->force != NULL) {
        d->force = kept(b, wish->force);
        d->force_name = kept(b, b->facts->forces[0].name);
        d->police_unit = kept(b, wish->police_unit);
    }
    d->area = kept(b, wish->area);
    d->from_date = wish->from_date;
    d->to_date = wish->to_date;
    d->made_at = wish->made_at;
    d->catalogue_version = kept(b, b->facts->catalogue_version);
    d->up_to = b->facts->up_to;
    set_month_state(b);
}

/* What a call sheet does not show is not in it. */
static void shorten(Pfq__V1__Compliance *c)
{
    c->n_forces = c->n_clocks = c->n_checks = c->n_spreads = 0;
    c->spread = NULL;
    c->machine = NULL;
    c->remarked = NULL;
}

/* No page of an Area shows anybody by name. */
static void add_compliance(struct digest_build *b)
{
    if (b->facts->compliance != NULL) {
        b->digest->compliance = pfq_arena_new(b->arena, Pfq__V1__Compliance, 1);
        *b->digest->compliance = *b->facts->compliance;
        b->digest->compliance->n_reviewers = 0;
        if (b->digest->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET) {
            shorten(b->digest->compliance);
        }
    }
}

/* Something waits for somebody at the meeting, whatever happened in the period. */
static bool is_open(const struct digest_build *b)
{
    const Pfq__V1__Digest *d = b->digest;
    const Pfq__V1__Compliance *c = d->compliance;
    uint64_t count = b->facts->people_open;
    for (size_t i = 0; i < d->n_forces; i++) {
        count += d->forces[i]->themes;
    }
    for (size_t i = 0; c != NULL && i < c->n_coverage; i++) {
        count += c->coverage[i]->plans_open + c->coverage[i]->disputes_open;
    }
    return count > 0 || (c != NULL && (c->n_late_files > 0 || c->n_late_reviews > 0));
}

/* Days without news are no news; a month with files always has something to say, and so has a
 * meeting while anything is open. */
static bool has_something(const struct digest_build *b)
{
    const Pfq__V1__Digest *d = b->digest;
    bool area = digest_is_of_area(d->kind);
    bool whole = (area || digest_is_monthly(d->kind)) && d->received->files > 0;
    return whole || (area && is_open(b)) || d->n_themes > 0 || d->n_praise > 0 || d->n_cases > 0;
}

/* A call sheet is one page: of a theme it has the line alone, as a month of those that are not
 * told in full. */
static void drop_detail(Pfq__V1__Digest *d)
{
    bool sheet = d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET;
    for (size_t i = sheet ? 0 : digest_in_full(d->kind); i < d->n_themes; i++) {
        if (sheet) {
            d->themes[i]->baseline = NULL;
            d->themes[i]->has_target_ppm = false;
        }
        d->themes[i]->has_behind_in_all = false;
        d->themes[i]->behind_in_all = 0;
        d->themes[i]->n_behind = d->themes[i]->n_urns = 0;
        d->themes[i]->why = d->themes[i]->good = d->themes[i]->training = NULL;
    }
}

Pfq__V1__Digest *digest_build(const struct digest_facts *facts, struct pfq_arena *arena)
{
    struct digest_build b = {.facts = facts,
                             .arena = arena,
                             .digest = pfq_arena_new(arena, Pfq__V1__Digest, 1),
                             .month = facts->wish.to_date / 100};
    set_head(&b);
    add_received(&b);
    digest_add_themes(&b);
    digest_add_restated(&b);
    digest_add_cases(&b);
    digest_add_praise(&b);
    digest_add_forces(&b);
    add_compliance(&b);
    digest_add_notes(&b);
    digest_add_first_thing(&b);
    drop_detail(b.digest);
    return has_something(&b) ? b.digest : NULL;
}
