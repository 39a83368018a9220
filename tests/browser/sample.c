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
} pages[] = {
    {"daily", PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY, digest_kit_fill_week},
    {"weekly", PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY, digest_kit_fill_week},
    {"monthly", PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, digest_kit_fill_month},
    {"call", PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET, digest_kit_fill_week},
    {"pack", PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK, digest_kit_fill_pack},
};

/* As they are sent: a pack stays inside. */
static void write_page(const char *to, const struct page *page)
{
    struct digest_kit kit;
    digest_kit_open(&kit, page->kind, &arena);
    page->fill(&kit);
    Pfq__V1__Digest *digest = digest_build(&kit.facts, &arena);
    if (digest == NULL) {
        fprintf(stderr, "%s: nothing to say\n", page->name);
        exit(1);
    }
    if (digest_is_of_area(page->kind) == digest_outside(digest)) {
        fprintf(stderr, "%s: for the wrong readers\n", page->name);
        exit(1);
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
