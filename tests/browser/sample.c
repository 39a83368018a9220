/* sample.c - writes the sample pack in every form, for the browser and for eyes.
 *
 * usage: sample DIRECTORY */
#include <stdio.h>
#include <stdlib.h>

#include "feedback/render/csv_write.h"
#include "feedback/render/html.h"
#include "feedback/render/plain.h"
#include "feedback/render/png.h"
#include "feedback/render/xlsx.h"
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
    pfq_arena_close(&arena);
    return 0;
}
