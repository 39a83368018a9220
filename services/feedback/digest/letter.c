/* letter.c - see letter.h. */
#define _GNU_SOURCE /* open_memstream */
#include "feedback/digest/letter.h"

#include <stdlib.h>
#include <string.h>

#include "feedback/digest/pages.h"
#include "feedback/digest/private.h"
#include "feedback/digest/tables.h"
#include "feedback/render/figure.h"
#include "feedback/render/html.h"
#include "feedback/render/plain.h"
#include "feedback/render/png.h"
#include "pfq/clock.h"
#include "pfq/escape.h"

enum {
    PARTS_MAX = 16,
    PARTS_OF_CHART = 3,
    PICTURE_SCALE = 2 /* looks sharp on most screens */
};

struct writing {
    const Pfq__V1__Digest *digest;
    struct pfq_arena *arena;
    struct part parts[PARTS_MAX];
    size_t count;
    size_t urns_left; /* how many more files it may name */
};

static void add(struct writing *w, struct part part)
{
    part.mark = MARK_ANYONE;
    w->parts[w->count++] = part;
}

static void add_text(struct writing *w, enum part_kind kind, const char *text)
{
    add(w, (struct part){.kind = kind, .level = 2, .text = text});
}

static void add_table(struct writing *w, const struct grid *grid)
{
    if (grid != NULL) {
        add(w, (struct part){.kind = PART_TABLE, .grid = grid});
    }
}

/* --- what it says ------------------------------------------------------------------------- */

/* The first of them, none twice. */
static void add_urn(const char **urns, size_t *count, size_t most, const char *urn)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(urns[i], urn) == 0) {
            return;
        }
    }
    if (*count < most) {
        urns[(*count)++] = urn;
    }
}

static size_t find_urns(const Pfq__V1__Digest *d, size_t most, const char *urns[LETTER_URNS])
{
    size_t count = 0;
    for (size_t i = 0; i < d->n_themes; i++) {
        for (size_t k = 0; k < d->themes[i]->n_urns; k++) {
            add_urn(urns, &count, most, d->themes[i]->urns[k]);
        }
    }
    for (size_t i = 0; i < d->n_cases; i++) {
        add_urn(urns, &count, most, d->cases[i]->urn);
    }
    return count;
}

/* "12 files to mend. Examples: 43BC0012426, ..." */
static void add_examples(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    const char *urns[LETTER_URNS];
    size_t count = find_urns(d, w->urns_left, urns);
    const char *text =
        d->cases_in_all == 0
            ? ""
            : pfq_arena_printf(w->arena, "%s to mend. ",
                               figure_things((int64_t)d->cases_in_all, "file", "files", w->arena));
    for (size_t i = 0; i < count; i++) {
        text = pfq_arena_printf(w->arena, "%s%s%s", text, i == 0 ? "Examples: " : ", ", urns[i]);
    }
    if (text[0] != '\0') {
        add_text(w, PART_PARAGRAPH, text);
    }
}

static void add_list(struct writing *w, const char *heading, const char **items, size_t count)
{
    if (count > 0) {
        add_text(w, PART_HEADING, heading);
        add(w, (struct part){.kind = PART_LIST, .items = items, .item_count = count});
    }
}

static void add_sentences(struct writing *w, const char *heading, char **texts, size_t count)
{
    const char **items = pfq_arena_new(w->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        items[i] = texts[i];
    }
    add_list(w, heading, items, count);
}

/* Before the examples, which leave it all files but one. */
static void add_challenges(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    char **texts = d->challenges;
    size_t count = d->n_challenges;
    size_t left = w->urns_left - 1;
    digest_few_sentences(&texts, &count, &left, w->arena);
    add_sentences(w, "Open challenges", texts, count);
    w->urns_left = left + 1;
}

static void add_praise(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    const char **items = pfq_arena_new(w->arena, const char *, d->n_praise + 1);
    for (size_t i = 0; i < d->n_praise; i++) {
        items[i] = d->praise[i]->sentence;
    }
    add_list(w, "What became better", items, d->n_praise);
}

static void add_notes(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    const char **items = pfq_arena_new(w->arena, const char *, d->n_notes + 1);
    size_t count = 0;
    for (size_t i = 0; i < d->n_notes; i++) {
        if (d->notes[i]->message != NULL) {
            items[count++] = d->notes[i]->message;
        }
    }
    add_list(w, "Read with these figures", items, count);
}

/* --- the page itself ---------------------------------------------------------------------- */

/* Mail programs show no drawings: of each what it says and its numbers, which text has anyway. */
static void add_without_drawing(struct part *parts, size_t *count, const struct part *part,
                                struct pfq_arena *arena)
{
    const struct chart *chart = part->chart;
    if (part->kind != PART_CHART) {
        parts[(*count)++] = *part;
        return;
    }
    if (chart_wanted(chart)) {
        parts[(*count)++] = (struct part){
            .kind = PART_PARAGRAPH, .mark = part->mark, .text = chart_description(chart, arena)};
        parts[(*count)++] = (struct part){
            .kind = PART_PARAGRAPH, .mark = part->mark, .text = chart_note(chart, arena)};
    }
    parts[(*count)++] =
        (struct part){.kind = PART_TABLE, .mark = part->mark, .grid = chart_grid(chart, arena)};
}

static struct document without_drawings(const struct document *page, struct pfq_arena *arena)
{
    struct document out = *page;
    struct part *parts = pfq_arena_new(arena, struct part, page->part_count * PARTS_OF_CHART);
    out.part_count = 0;
    for (size_t i = 0; i < page->part_count; i++) {
        add_without_drawing(parts, &out.part_count, &page->parts[i], arena);
    }
    out.parts = parts;
    return out;
}

/* --- a force's ---------------------------------------------------------------------------- */

/* Of a pack the funnel; else the first theme that can be drawn. */
static const struct chart *picture_of(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    const struct chart *chart = table_funnel(d, arena);
    for (size_t i = 0; (chart == NULL || !chart_wanted(chart)) && i < d->n_themes; i++) {
        chart = table_trend(d, d->themes[i], arena);
    }
    return chart != NULL && chart_wanted(chart) ? chart : NULL;
}

static void fill(struct writing *w, const struct chart *chart, const char *csv_name)
{
    const Pfq__V1__Digest *d = w->digest;
    if (d->first_thing != NULL) {
        add(w,
            (struct part){.kind = PART_NOTICE, .caption = "Do this first", .text = d->first_thing});
    }
    add_table(w, table_received(d, w->arena));
    add_challenges(w);
    add_examples(w);
    add_notes(w);
    add_praise(w);
    add_sentences(w, "Muted: counted, and not told of", d->muted, d->n_muted);
    if (d->n_themes > 0) {
        add_table(w, table_themes(d, w->arena));
    }
    if (chart != NULL) {
        add_table(w, chart_grid(chart, w->arena));
    }
    bool inside = d->audience == PFQ__V1__AUDIENCE__AUDIENCE_INSIDE;
    add_text(
        w, PART_PARAGRAPH,
        pfq_arena_printf(w->arena, "Every figure, with what is behind it, is in the attached %s.%s",
                         csv_name,
                         inside                   ? " This mail is for the CPS alone."
                         : d->police_unit == NULL ? " The same digest is in the force's mailbox."
                                                  : ""));
}

/* --- its forms ---------------------------------------------------------------------------- */

/* What is written to *file by then, in the arena. */
struct written {
    char *data;
    size_t size;
    FILE *file;
};

static enum pfq_code begin(struct written *w, struct pfq_err *err)
{
    *w = (struct written){.data = NULL};
    w->file = open_memstream(&w->data, &w->size);
    return w->file != NULL ? PFQ_OK : pfq_fail(err, PFQ_E_IO, "no memory for a mail");
}

static struct pfq_bytes end(struct written *w, struct pfq_arena *arena)
{
    (void)fclose(w->file);
    char *copy = pfq_arena_strndup(arena, w->data, w->size);
    struct pfq_bytes bytes = {(const uint8_t *)copy, w->size};
    free(w->data);
    return bytes;
}

static const char *text_of(struct pfq_bytes bytes)
{
    return (const char *)bytes.data;
}

static enum audience audience_of(const Pfq__V1__Digest *d)
{
    return d->audience == PFQ__V1__AUDIENCE__AUDIENCE_INSIDE ? AUDIENCE_INSIDE : AUDIENCE_OUTSIDE;
}

static enum pfq_code draw(const struct chart *chart, struct pfq_arena *arena, struct letter *out,
                          struct pfq_err *err)
{
    struct written w;
    struct drawing drawing = {.arena = arena};
    enum pfq_code code = begin(&w, err);
    if (code != PFQ_OK) {
        return code;
    }
    chart_draw(chart, PLOT_WIDE, &drawing);
    code = png_write(&drawing, PICTURE_SCALE, w.file, err);
    out->picture = end(&w, arena);
    out->alt = pfq_arena_printf(arena, "%s. %s", chart->title, chart_description(chart, arena));
    return code;
}

/* At the end of the page, before its foot. */
static const char *with_picture(const char *page, const char *alt, struct pfq_arena *arena)
{
    static const char foot[] = "</main>";
    const char *at = strstr(page, foot);
    if (at == NULL || alt == NULL) {
        return page;
    }
    return pfq_arena_printf(
        arena,
        "%.*s<p><img src=\"cid:%s\" alt=\"%s\" style=\"max-width:100%%;height:auto\"></p>\n%s",
        (int)(at - page), page, LETTER_PICTURE, pfq_escape(PFQ_ESCAPE_HTML, alt, arena), at);
}

static enum pfq_code write_body(const struct document *d, const Pfq__V1__Digest *digest,
                                struct pfq_arena *arena, struct letter *out, struct pfq_err *err)
{
    struct written w;
    struct document shown = without_drawings(d, arena);
    enum pfq_code code = begin(&w, err);
    if (code == PFQ_OK) {
        plain_write(d, audience_of(digest), arena, w.file);
        out->text = text_of(end(&w, arena));
        code = begin(&w, err);
    }
    if (code == PFQ_OK) {
        html_write(&shown, audience_of(digest), arena, w.file);
        out->bare = text_of(end(&w, arena));
        out->html = with_picture(out->bare, out->alt, arena);
        code = begin(&w, err);
    }
    if (code == PFQ_OK) {
        digest_csv(digest, arena, w.file);
        out->csv = end(&w, arena);
    }
    return code;
}

/* "thames-and-chiltern": letters and digits, whatever an Area, kind or unit is called. */
static char *plain_name(const char *text, struct pfq_arena *arena)
{
    char *name = pfq_arena_strdup(arena, text);
    for (char *c = name; *c != '\0'; c++) {
        bool upper = *c >= 'A' && *c <= 'Z';
        bool plain = upper || (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
        *c = (char)(upper ? *c - 'A' + 'a' : plain ? *c : '-');
    }
    return name;
}

/* "pfq-43-monthly-2026-10.csv", "pfq-thames-and-chiltern-call-sheet-2026-10-12.csv" */
static const char *csv_name(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    const char *kind = pfq_enum_name(&pfq__v1__digest_kind__descriptor, (int)d->kind);
    const char *of = d->force != NULL ? d->force : d->area != NULL ? d->area : "area";
    const char *unit = d->police_unit == NULL ? "" : d->police_unit;
    char day[PFQ_INSTANT_TEXT];
    pfq_date_format(d->from_date, day);
    return pfq_arena_printf(
        arena, "pfq-%s%s%s-%s-%.*s.csv", plain_name(of, arena), *unit == '\0' ? "" : "-",
        plain_name(unit, arena), plain_name(kind == NULL ? "digest" : kind, arena),
        digest_is_monthly(d->kind) ? (int)sizeof "2026-10" - 1 : (int)sizeof "2026-10-12" - 1, day);
}

enum pfq_code letter_write(const Pfq__V1__Digest *digest, struct pfq_arena *arena,
                           struct letter *out, struct pfq_err *err)
{
    bool meeting = digest_is_of_area(digest->kind); /* it has the page that the command prints */
    const Pfq__V1__Digest *shown = meeting ? digest_few_files(digest, LETTER_URNS, arena) : digest;
    struct writing w = {.digest = shown, .arena = arena, .urns_left = LETTER_URNS};
    struct document page = *digest_document(shown, arena);
    const struct chart *chart = picture_of(digest, arena);
    *out = (struct letter){.csv_name = csv_name(digest, arena)};
    out->subject = pfq_arena_printf(arena, "%s, %s", page.caption, page.title);
    enum pfq_code code = chart == NULL ? PFQ_OK : draw(chart, arena, out, err);
    if (code != PFQ_OK) {
        return code;
    }
    if (!meeting) {
        fill(&w, chart, out->csv_name);
        page.parts = w.parts;
        page.part_count = w.count;
    }
    return write_body(&page, digest, arena, out, err);
}
