/* document.c - a digest as a page: see pages.h.  What to do first stands first. */
#include "feedback/digest/pages.h"

#include <string.h>

#include "feedback/digest/compliance.h"
#include "feedback/digest/private.h"
#include "feedback/digest/tables.h"
#include "feedback/digest/writing.h"
#include "feedback/render/figure.h"
#include "pfq/clock.h"

enum {
    PARTS_OF_A_THEME = 12,
    RESTATED_SHOWN = 5,
    PARTS_BESIDES = 40 + COMPLIANCE_PARTS
};

const char *digest_kind_title(Pfq__V1__DigestKind kind)
{
    switch (kind) {
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY:
        return "Daily digest";
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY:
        return "Weekly digest";
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY:
        return "Monthly digest";
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET:
        return "Sheet for the weekly call";
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK:
        return "Pack for the monthly performance review";
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_REMINDER:
        return "Reminder";
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_CHALLENGE:
        return "Challenge";
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_UNSPECIFIED:
    case _PFQ__V1__DIGEST_KIND_IS_INT_SIZE:
        break;
    }
    return "Digest";
}

const char *digest_period_title(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    if (digest_is_monthly(d->kind)) {
        return figure_month(d->from_date / 100, arena);
    }
    const char *from = figure_date(d->from_date, arena);
    return d->from_date == d->to_date
               ? from
               : pfq_arena_printf(arena, "%s to %s", from, figure_date(d->to_date, arena));
}

/* --- sections --------------------------------------------------------------------- */

/* In a pack no section is left out: its absence would say nothing. */
static void add_sentences(struct writing *w, const char *heading, char *const *texts, size_t count,
                          const char *nothing)
{
    if (count > 0) {
        writing_heading(w, 2, heading);
        writing_list(w, texts, count, count);
    } else if (w->digest->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK) {
        writing_heading(w, 2, heading);
        writing_text(w, PART_PARAGRAPH, nothing);
    }
}

static void add_received(struct writing *w)
{
    const struct grid *grid = table_received(w->digest, w->arena);
    if (grid != NULL) {
        writing_heading(w, 2, grid->title);
        writing_table(w, grid);
    }
    writing_notes(w, grid == NULL ? 2 : 3);
}

/* Behind what is asked for; the first alone, which are the counts of files. */
static void add_restated(struct writing *w)
{
    const struct grid *grid = table_restated(w->digest, w->arena);
    if (grid == NULL) {
        return;
    }
    struct grid *shown = pfq_arena_new(w->arena, struct grid, 1);
    *shown = *grid;
    if (!w->whole && grid->row_count > RESTATED_SHOWN) {
        shown->of = (int64_t)grid->row_count;
        shown->row_count = RESTATED_SHOWN;
    }
    writing_heading(w, 2, grid->title);
    writing_table(w, shown);
    writing_text(w, PART_PARAGRAPH,
                 shown->of == 0 ? NULL : "All of them are in the CSV file and the spreadsheet.");
}

static void add_praise(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    char **items = pfq_arena_new(w->arena, char *, d->n_praise + 1);
    for (size_t i = 0; i < d->n_praise; i++) {
        items[i] = d->praise[i]->sentence;
    }
    add_sentences(w, "What became better", items, d->n_praise,
                  "No theme improved or was resolved.");
}

static void add_cases(struct writing *w)
{
    if (w->digest->n_cases > 0) {
        writing_heading(w, 2, table_cases_title(w->digest->kind));
        writing_text(w, PART_PARAGRAPH,
                     "Of every sending that came in these days, resubmissions included; the "
                     "figures above count first sendings by the day on which they were sent.");
        writing_table(w, table_cases(w->digest, w->arena));
    }
}

static void add_challenges(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    const char *unread = writing_unread(d);
    if (d->n_done > 0) {
        add_sentences(w, "What was done, and whether it worked", d->done, d->n_done, NULL);
    }
    add_sentences(w, "Open challenges", d->challenges, d->n_challenges,
                  unread == NULL ? "No challenge is open." : unread);
    add_sentences(w, "Muted: counted, and not told of", d->muted, d->n_muted,
                  unread == NULL ? "No theme is muted." : unread);
}

static void add_about(struct writing *w)
{
    writing_heading(w, 2, "About these figures");
    writing_table(w, table_baselines(w->digest, w->arena));
    writing_table(w, table_mix(w->digest, w->arena));
    writing_table(w, table_about(w->digest, w->arena));
    writing_table(w, table_limits(w->digest, w->arena));
}

/* --- of a pack --------------------------------------------------------------------- */

/* How the limits of the funnel came about. */
static const char *about_limits(struct writing *w)
{
    const Pfq__V1__Funnel *f = w->digest->funnel;
    if (f == NULL || !f->has_phi_ppm) {
        return NULL;
    }
    return pfq_arena_printf(
        w->arena,
        "Limits are made from all forces and allow for differences that are more than chance: "
        "over-dispersion is %s (95%% interval %s to %s; 1 is chance alone). A force inside them is "
        "not better or worse than others. It is placed by its rate for the usual mix of cases, "
        "which stands beside the rate as counted.",
        figure_decimal(f->phi_ppm / 1e6, 2, w->arena),
        figure_decimal(f->phi_low_ppm / 1e6, 2, w->arena),
        figure_decimal(f->phi_high_ppm / 1e6, 2, w->arena));
}

/* What a review goes through: the police's part by force, the CPS's by unit, on one page. */
static void add_sides(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    const Pfq__V1__Compliance *c = d->compliance;
    if (d->n_forces == 0) {
        return;
    }
    writing_part(
        w, (struct part){
               .kind = PART_HEADING, .level = 2, .text = "Both sides' duties", .new_page = true});
    writing_table(w, table_forces(d, w->arena));
    if (c != NULL && c->total != NULL) {
        writing_table(w, table_waiting(d, w->arena));
        writing_table(w, compliance_sheet(c, SIZE_MAX, w->arena));
        writing_text(w, PART_PARAGRAPH,
                     c->n_units > 0 ? NULL
                                    : "CPS staff owed no assessment and no case review: no data.");
    }
}

static void add_funnel(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    const struct chart *chart = table_funnel(d, w->arena);
    if (chart != NULL) {
        writing_part(w, (struct part){.kind = PART_HEADING,
                                      .level = 2,
                                      .text = "Forces beside each other",
                                      .new_page = true});
        writing_text(w, PART_PARAGRAPH, about_limits(w));
        writing_chart(w, chart, table_key(d, "funnel", w->arena), "Forces, chart");
    }
}

static void add_compliance(struct writing *w)
{
    const Pfq__V1__Compliance *c = w->digest->compliance;
    if (c != NULL && c->total != NULL) { /* else it is for outside */
        w->count += compliance_parts(c, COMPLIANCE_WHOLE, w->parts + w->count, w->arena);
    }
}

/* As a review goes: what happened, who owes what, what was asked for, what became better, which
 * themes; the particulars after that. */
static void write_pack(struct writing *w)
{
    writing_first(w);
    add_received(w);
    add_sides(w);
    add_challenges(w);
    add_praise(w);
    add_funnel(w);
    writing_themes(w);
    add_restated(w);
    add_compliance(w);
    add_about(w);
}

static void write_digest(struct writing *w)
{
    writing_first(w);
    add_received(w);
    add_sides(w);
    add_praise(w);
    add_cases(w);
    writing_themes(w);
    add_restated(w);
    add_challenges(w);
    add_about(w);
}

/* --- the page --------------------------------------------------------------------- */

static const char *whose(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    if (d->force == NULL) {
        return d->area == NULL ? "?" : d->area;
    }
    const char *name = d->force_name == NULL ? d->force : d->force_name;
    return d->police_unit == NULL ? name
                                  : pfq_arena_printf(arena, "%s, unit %s", name, d->police_unit);
}

static bool is_over(const Pfq__V1__Digest *d)
{
    return d->has_month_state ? d->month_state != PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN
                              : pfq_london_date(d->made_at) > d->to_date;
}

const char *digest_state_words(const Pfq__V1__Digest *d)
{
    bool month = digest_is_monthly(d->kind);
    if (!is_over(d)) {
        return month                                                ? "month not over"
               : d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY ? "day not over"
                                                                    : "week not over";
    }
    return !d->has_month_state                                          ? NULL
           : d->month_state == PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED ? "closed"
                                                                        : "provisional";
}

static const char *caption_of(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    const char *state = digest_state_words(d);
    return pfq_arena_printf(arena, "%s%s%s%s", digest_kind_title(d->kind),
                            state == NULL ? "" : ", ", state == NULL ? "" : state,
                            digest_is_of_area(d->kind) ? ", for the CPS alone" : "");
}

static void write_parts(struct writing *w)
{
    switch ((int)w->digest->kind) {
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET:
        writing_sheet(w);
        return;
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK:
        write_pack(w);
        return;
    default:
        write_digest(w);
        return;
    }
}

static const struct document *write_document(const Pfq__V1__Digest *d, bool whole,
                                             struct pfq_arena *arena)
{
    struct document *document = pfq_arena_new(arena, struct document, 1);
    struct writing w = {.digest = d, .arena = arena, .whole = whole};
    w.parts = pfq_arena_new(arena, struct part, d->n_themes * PARTS_OF_A_THEME + PARTS_BESIDES);
    write_parts(&w);
    document->one_page = d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET;
    document->service = "National File Standard feedback";
    document->caption = caption_of(d, arena);
    document->title =
        pfq_arena_printf(arena, "%s: %s", whose(d, arena), digest_period_title(d, arena));
    document->parts = w.parts;
    document->part_count = w.count;
    document->catalogue = d->catalogue_version == NULL ? "not known" : d->catalogue_version;
    document->sequence = d->up_to;
    document->made_ms = d->made_at;
    return document;
}

const struct document *digest_document(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    return write_document(d, false, arena);
}

const struct document *digest_data(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    return write_document(d, true, arena);
}
