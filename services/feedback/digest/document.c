/* document.c - a digest as a page: see pages.h.  What to do first stands first. */
#include "feedback/digest/pages.h"

#include <string.h>

#include "feedback/digest/compliance.h"
#include "feedback/digest/private.h"
#include "feedback/digest/tables.h"
#include "feedback/render/figure.h"
#include "pfq/clock.h"

enum {
    PARTS_OF_A_THEME = 11,
    PARTS_BESIDES = 40 + COMPLIANCE_PARTS
};

struct writing {
    const Pfq__V1__Digest *digest;
    struct pfq_arena *arena;
    struct part *parts;
    size_t count;
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

/* --- parts, one by one ---------------------------------------------------------------------------
 */

static void add(struct writing *w, struct part part)
{
    part.mark = MARK_ANYONE;
    w->parts[w->count++] = part;
}

static void add_heading(struct writing *w, int level, const char *text)
{
    add(w, (struct part){.kind = PART_HEADING, .level = level, .text = text});
}

static void add_text(struct writing *w, enum part_kind kind, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        add(w, (struct part){.kind = kind, .text = text});
    }
}

static void add_table(struct writing *w, const struct grid *grid)
{
    if (grid != NULL) {
        add(w, (struct part){.kind = PART_TABLE, .grid = grid});
    }
}

/* Its rows get keys of the digest's, so that those of two charts are not the same. */
static void add_chart(struct writing *w, const struct chart *chart, const char *key,
                      const char *sheet)
{
    if (chart == NULL) {
        return;
    }
    struct grid *grid = pfq_arena_new(w->arena, struct grid, 1);
    *grid = *chart_grid(chart, w->arena);
    struct grid_row *rows = pfq_arena_new(w->arena, struct grid_row, grid->row_count + 1);
    for (size_t i = 0; i < grid->row_count; i++) {
        rows[i].key = pfq_arena_printf(w->arena, "%s/%s", key, grid->rows[i].key);
        rows[i].cells = grid->rows[i].cells;
    }
    grid->rows = rows;
    grid->sheet = sheet;
    add(w, (struct part){.kind = PART_CHART, .chart = chart, .grid = grid});
}

/* --- sections --------------------------------------------------------------------- */

static void add_first(struct writing *w)
{
    if (w->digest->first_thing != NULL) {
        add(w, (struct part){.kind = PART_NOTICE,
                             .caption = "Do this first",
                             .text = w->digest->first_thing});
    }
}

static void add_notes(struct writing *w, int level)
{
    const Pfq__V1__Digest *d = w->digest;
    const char **items = pfq_arena_new(w->arena, const char *, d->n_notes + 1);
    size_t count = 0;
    for (size_t i = 0; i < d->n_notes; i++) {
        if (d->notes[i]->message != NULL) {
            items[count++] = d->notes[i]->message;
        }
    }
    if (count > 0) {
        add_heading(w, level, "Read with these figures");
        add(w, (struct part){.kind = PART_LIST, .items = items, .item_count = count});
    }
}

static void add_received(struct writing *w)
{
    const struct grid *grid = table_received(w->digest, w->arena);
    if (grid != NULL) {
        add_heading(w, 2, grid->title);
        add_table(w, grid);
    }
    add_notes(w, grid == NULL ? 2 : 3);
}

/* On the sheet of a call no section is left out: its absence would say nothing. */
static void add_nothing(struct writing *w, const char *heading, const char *text)
{
    if (w->digest->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET) {
        add_heading(w, 2, heading);
        add_text(w, PART_PARAGRAPH, text);
    }
}

static void add_praise(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    const char **items = pfq_arena_new(w->arena, const char *, d->n_praise + 1);
    for (size_t i = 0; i < d->n_praise; i++) {
        items[i] = d->praise[i]->sentence;
    }
    if (d->n_praise > 0) {
        add_heading(w, 2, "What became better");
        add(w, (struct part){.kind = PART_LIST, .items = items, .item_count = d->n_praise});
    } else {
        add_nothing(w, "What became better", "No theme improved or was resolved.");
    }
}

static const char *joined(struct writing *w, const char *before, char *const *texts, size_t count)
{
    const char *all = count == 0 ? NULL : before;
    for (size_t i = 0; i < count; i++) {
        all = pfq_arena_printf(w->arena, "%s%s%s", all, i == 0 ? "" : ", ", texts[i]);
    }
    return all;
}

static const char *labelled(struct writing *w, const char *label, const char *text)
{
    return text == NULL ? NULL : pfq_arena_printf(w->arena, "%s%s", label, text);
}

/* "31 of 60 files (52%); expected 22 to 36; usually 60 of 300 files (20%)" */
static const char *how_often(struct writing *w, const Pfq__V1__ThemeLine *line)
{
    const char *text = digest_rate_words(line->rate, w->arena);
    if (line->has_expected_low && line->sentence == NULL) { /* which tells it */
        text = pfq_arena_printf(w->arena, "%s; expected %s to %s", text,
                                figure_count((int64_t)line->expected_low, w->arena),
                                figure_count((int64_t)line->expected_high, w->arena));
    }
    if (line->has_spread_milli) {
        text = pfq_arena_printf(w->arena, "%s, as its months vary %s times as much as by chance",
                                text, figure_decimal(line->spread_milli / 1e3, 1, w->arena));
    }
    if (line->baseline != NULL) {
        text = pfq_arena_printf(w->arena, "%s; usually %s", text,
                                digest_rate_words(line->baseline, w->arena));
    }
    if (line->baseline == NULL && !line->has_state) {
        text = pfq_arena_printf(
            w->arena, "%s. There is no baseline yet: it takes %s whole months with %s", text,
            figure_count((int64_t)themes_rules_usual.baseline_months, w->arena),
            figure_things((int64_t)themes_rules_usual.baseline_files, "file", "files", w->arena));
    }
    return pfq_arena_printf(w->arena, "%s.", text);
}

static void add_theme(struct writing *w, size_t place)
{
    const Pfq__V1__Digest *d = w->digest;
    const Pfq__V1__ThemeLine *line = d->themes[place];
    add(w, (struct part){.kind = PART_HEADING,
                         .level = 3,
                         .caption = pfq_arena_printf(
                             w->arena, "Theme %s of %s", figure_count((int64_t)place + 1, w->arena),
                             figure_count((int64_t)d->themes_in_all, w->arena)),
                         .text = table_theme_name(d, line, w->arena),
                         .tag = line->state_words,
                         .tone = table_tone(line)});
    add_text(w, PART_PARAGRAPH, labelled(w, "How often: ", how_often(w, line)));
    add_text(w, PART_PARAGRAPH, labelled(w, "What moved it: ", line->sentence));
    add_text(w, PART_PARAGRAPH, labelled(w, "Why it matters: ", line->why));
    add_table(w, table_checks(d, line, w->arena));
    add_text(w, PART_INSET, labelled(w, "What good looks like: ", line->good));
    add_text(w, PART_PARAGRAPH, labelled(w, "Training: ", line->training));
    add_text(w, PART_PARAGRAPH, joined(w, "Examples: ", line->urns, line->n_urns));
    add_text(w, PART_PARAGRAPH, joined(w, "What was done: ", line->done, line->n_done));
    add_chart(w, table_trend(d, line, w->arena), table_theme_key(d, line, "trend", "", w->arena),
              labelled(w, "Months, ", table_theme_name(d, line, w->arena)));
}

/* One line a theme: a call sheet is one page. */
static void add_changes(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    const char **items = pfq_arena_new(w->arena, const char *, d->n_themes + 1);
    for (size_t i = 0; i < d->n_themes; i++) {
        const Pfq__V1__ThemeLine *line = d->themes[i];
        const char *moved = line->sentence == NULL ? how_often(w, line) : line->sentence;
        items[i] = pfq_arena_printf(w->arena, "%s: %s", table_theme_name(d, line, w->arena), moved);
    }
    add(w, (struct part){.kind = PART_LIST, .items = items, .item_count = d->n_themes});
}

static const char *by_chance(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    return d->has_false_alarms_milli
               ? pfq_arena_printf(w->arena,
                                  "Where nothing changed, chance alone announces %s themes in a "
                                  "month of this size, all forces together.",
                                  figure_decimal(d->false_alarms_milli / 1e3, 3, w->arena))
               : NULL;
}

static void add_order(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    size_t in_full = digest_in_full(d->kind);
    const char *shown = d->n_themes > in_full
                            ? pfq_arena_printf(w->arena, " The first %s of %s follow in full.",
                                               figure_count((int64_t)in_full, w->arena),
                                               figure_count(d->themes_in_all, w->arena))
                            : "";
    if (d->themes_in_all > 1) {
        add_text(w, PART_PARAGRAPH,
                 pfq_arena_printf(w->arena,
                                  "Order: announced themes first, those with fewer than %d files "
                                  "last, then by files that failed and could be mended.%s",
                                  FIGURE_INTERVAL_FROM, shown));
    }
}

static void add_themes(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    if (d->n_themes == 0) {
        add_nothing(w, "What changed", "No theme changed state in these days.");
        return;
    }
    add_heading(
        w, 2, d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET ? "What changed" : "Themes");
    add_table(w, table_themes(d, w->arena));
    add_text(w, PART_PARAGRAPH, by_chance(w));
    if (d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET) {
        add_changes(w);
        return;
    }
    add_order(w);
    for (size_t i = 0; i < d->n_themes && i < digest_in_full(d->kind); i++) {
        add_theme(w, i);
    }
}

static void add_cases(struct writing *w)
{
    if (w->digest->n_cases == 0) {
        add_nothing(w, table_cases_title(w->digest->kind), "No file failed for the second time.");
        return;
    }
    add_heading(w, 2, table_cases_title(w->digest->kind));
    add_text(w, PART_PARAGRAPH,
             "Of every sending that came in these days, resubmissions included; the figures above "
             "count first sendings by the day on which they were sent.");
    add_table(w, table_cases(w->digest, w->arena));
}

static void add_forces(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    if (d->n_forces > 0) {
        add_heading(w, 2, "Forces");
        add_text(w, PART_PARAGRAPH,
                 d->funnel == NULL
                     ? NULL
                     : "Limits are made from all forces and allow for differences that are more "
                       "than chance. A force inside them is not better or worse than others.");
        add_chart(w, table_funnel(d, w->arena), table_key(d, "funnel", w->arena), "Forces, chart");
        add_table(w, table_forces(d, w->arena));
    }
}

static void add_compliance(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    if (d->compliance != NULL && d->compliance->total != NULL) { /* else it is for outside */
        bool sheet = d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET;
        w->count += compliance_parts(d->compliance, sheet ? COMPLIANCE_SHEET : COMPLIANCE_WHOLE,
                                     w->parts + w->count, w->arena);
    }
}

static void add_sentences(struct writing *w, const char *heading, char *const *texts, size_t count)
{
    const char **items = pfq_arena_new(w->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        items[i] = texts[i];
    }
    if (count > 0) {
        add_heading(w, 2, heading);
        add(w, (struct part){.kind = PART_LIST, .items = items, .item_count = count});
    }
}

static void add_challenges(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    add_sentences(w, "What was done, and whether it worked", d->done, d->n_done);
    add_sentences(w, "Open challenges", d->challenges, d->n_challenges);
    add_sentences(w, "Muted: counted, and not told of", d->muted, d->n_muted);
}

static void add_about(struct writing *w)
{
    add_heading(w, 2, "About these figures");
    add_table(w, table_baselines(w->digest, w->arena));
    add_table(w, table_mix(w->digest, w->arena));
    add_table(w, table_about(w->digest, w->arena));
    add_table(w, table_limits(w->digest, w->arena));
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
    return pfq_arena_printf(arena, "%s%s%s", digest_kind_title(d->kind), state == NULL ? "" : ", ",
                            state == NULL ? "" : state);
}

const struct document *digest_document(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    struct document *document = pfq_arena_new(arena, struct document, 1);
    struct writing w = {.digest = d, .arena = arena};
    document->one_page = d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET;
    w.parts = pfq_arena_new(arena, struct part, d->n_themes * PARTS_OF_A_THEME + PARTS_BESIDES);
    add_first(&w);
    add_received(&w);
    if (document->one_page) {
        add_themes(&w);
        add_challenges(&w);
        add_praise(&w);
        add_compliance(&w);
        add_cases(&w);
        add_forces(&w);
    } else {
        add_praise(&w);
        add_cases(&w);
        add_forces(&w);
        add_compliance(&w);
        add_themes(&w);
        add_challenges(&w);
        add_about(&w);
    }
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
