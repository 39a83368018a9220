/* sample.c - writes the sample document in every form, and each digest and pack as a page and as
 * text, for the browser and for eyes.
 *
 * usage: sample DIRECTORY */
#include <stdio.h>
#include <stdlib.h>

#include "feedback/render/csv_write.h"
#include "feedback/render/html.h"
#include "feedback/render/plain.h"
#include "feedback/render/png.h"
#include "feedback/render/xlsx.h"
#include "feedback/digest/pages.h"
#include "support/compliance_kit.h"
#include "support/digest_kit.h"
#include "support/sample_document.h"

static struct pfq_arena arena;

static FILE *file(const char *directory, const char *name)
{
    char *path = pfq_arena_printf(&arena, "%s/%s", directory, name);
    FILE *out = fopen(path, "w");
    if (out == NULL) {
        perror(path);
        exit(1);
    }
    return out;
}

static void draw(const char *directory, const char *name, const struct chart *chart)
{
    struct drawing drawing = {.arena = &arena};
    FILE *out = file(directory, name);
    struct pfq_err err = {0};
    chart_draw(chart, PLOT_WIDE, &drawing);
    if (png_write(&drawing, 2, out, &err) != PFQ_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    fclose(out);
}

/* --- digests and packs -------------------------------------------------------------- */

static const struct page {
    const char *name;
    Pfq__V1__DigestKind kind;
    void (*fill)(struct digest_kit *kit);
    bool full;
    bool people; /* what they found, too */
} pages[] = {
    {"daily", PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY, digest_kit_fill_week, false, false},
    {"weekly", PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY, digest_kit_fill_week, false, false},
    {"monthly", PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, digest_kit_fill_month, false, false},
    {"call", PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET, digest_kit_fill_week, false, false},
    {"call-full", PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET, digest_kit_fill_week, true, true},
    {"pack", PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK, digest_kit_fill_pack, false, true},
};

/* What CPS staff did, of an Area. */
static Pfq__V1__Compliance *duties(void)
{
    struct compliance_kit kit;
    compliance_kit_open(&kit, &arena);
    compliance_kit_random(&kit, 1);
    return compliance_kit_end(&kit);
}

/* More of everything than one page has room for. */
static void fill_up(Pfq__V1__Digest *d)
{
    enum {
        MANY = 10,
        FORCES = 6
    };

    static const char asked[] =
        "43, TH-12, Victim and witness care, unit BA: sent, not acknowledged, level 3; the force's "
        "turn, to acknowledge it. Wanted by 30 November 2026 (overdue): a written plan with names "
        "of roles, dates and the training that is meant for each unit";
    static const char done[] =
        "Training (workshop on summaries) on 12 May 2026: 124 of 240 files (52%) before, 60 of 240 "
        "files (25%) after; better than chance explains";
    static const char muted[] = "43, Interview, unit BA, until 31 December 2026: a new system for "
                                "summaries is brought in";
    d->challenges = pfq_arena_new(&arena, char *, MANY);
    d->muted = pfq_arena_new(&arena, char *, MANY);
    for (size_t i = 0; i < MANY; i++) {
        d->challenges[d->n_challenges++] = pfq_arena_strdup(&arena, asked);
        d->muted[d->n_muted++] = pfq_arena_strdup(&arena, muted);
    }
    for (size_t i = 0; i < d->n_themes; i++) {
        d->themes[i]->done = pfq_arena_new(&arena, char *, 2);
        d->themes[i]->done[0] = d->themes[i]->done[1] = pfq_arena_strdup(&arena, done);
        d->themes[i]->n_done = 2;
    }
    Pfq__V1__ForceLine **forces = pfq_arena_new(&arena, Pfq__V1__ForceLine *, FORCES);
    for (size_t i = 0; i < FORCES; i++) {
        forces[i] = d->forces[i % d->n_forces];
    }
    d->forces = forces;
    d->n_forces = FORCES;
    Pfq__V1__DutyLine **units = pfq_arena_new(&arena, Pfq__V1__DutyLine *, MANY);
    for (size_t i = 0; i < MANY; i++) {
        units[i] = d->compliance->units[i % d->compliance->n_units];
    }
    d->compliance->units = units;
    d->compliance->n_units = MANY;
}

/* As they are sent: a pack stays inside. */
static void write_page(const char *to, const struct page *page)
{
    struct digest_kit kit;
    digest_kit_open(&kit, page->kind, &arena);
    page->fill(&kit);
    if (page->people) {
        digest_kit_add_people(&kit);
    }
    kit.facts.compliance = digest_is_of_area(page->kind) ? duties() : NULL;
    Pfq__V1__Digest *digest = digest_build(&kit.facts, &arena);
    if (digest == NULL) {
        fprintf(stderr, "%s: nothing to say\n", page->name);
        exit(1);
    }
    if (digest_is_of_area(page->kind) == digest_outside(digest)) {
        fprintf(stderr, "%s: for the wrong readers\n", page->name);
        exit(1);
    }
    if (page->full) {
        fill_up(digest);
    }
    FILE *out = file(to, pfq_arena_printf(&arena, "%s.html", page->name));
    digest_html(digest, &arena, out);
    fclose(out);
    out = file(to, pfq_arena_printf(&arena, "%s.txt", page->name));
    digest_text(digest, &arena, out);
    fclose(out);
}

int main(int argc, char **argv)
{
    const char *to = argc > 1 ? argv[1] : ".";
    struct pfq_err err = {0};
    pfq_arena_open(&arena);
    const struct document *document = sample_document(&arena);
    FILE *out = file(to, "sample.html");
    html_write(document, AUDIENCE_INSIDE, &arena, out);
    fclose(out);
    out = file(to, "sample.txt");
    plain_write(document, AUDIENCE_INSIDE, &arena, out);
    fclose(out);
    out = file(to, "sample.csv");
    csv_write(sample_grid(), AUDIENCE_INSIDE, CSV_BYTE_ORDER_MARK, &arena, out);
    fclose(out);
    draw(to, "run.png", sample_run(&arena));
    draw(to, "funnel.png", sample_funnel(&arena));
    draw(to, "cusum.png", sample_cusum(&arena));
    if (xlsx_write(document, AUDIENCE_INSIDE, pfq_arena_printf(&arena, "%s/sample.xlsx", to),
                   &arena, &err) != PFQ_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        write_page(to, &pages[i]);
    }
    pfq_arena_close(&arena);
    return 0;
}
