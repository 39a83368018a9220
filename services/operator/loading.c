/* loading.c - see loading.h. */
#include "loading.h"

#include <stdio.h>

#include "operator.h"
#include "pfq/data.h"
#include "places.h"

void loading_put_faults(struct pfq_problems *problems)
{
    pfq_problems_close(problems);
    for (size_t i = 0; i < problems->count; i++) {
        const Pfq__V1__Problem *row = problems->rows[i];
        fprintf(stderr, "  %s: %s %s\n", row->path, row->message, row->fix);
    }
}

static enum pfq_code load(const struct loading *from, struct pfq_arena *arena,
                          struct pfq_problems *problems, struct pfq_standard **out,
                          struct pfq_err *err)
{
    char catalogue[PFQ_DATA_PATH];
    char reference[PFQ_DATA_PATH];
    struct pfq_standard_source source = {.catalogue = catalogue, .reference = reference};
    enum pfq_code code = pfq_data_dir(from->catalogue, "catalogue", catalogue, err);
    if (code == PFQ_OK) {
        code = pfq_data_dir(NULL, "reference", reference, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    source.config = place_values(from->config);
    source.tables =
        from->tables != NULL ? from->tables : place_tables(place_run(NULL, arena), arena);
    return pfq_standard_load(&source, problems, out, err);
}

bool loading_standard(const char *command, const struct loading *from, struct pfq_standard **out)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_err err = {.code = PFQ_OK};
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    enum pfq_code code = load(from, &arena, &problems, out, &err);
    if (code != PFQ_OK) {
        fprintf(stderr, "pfq %s: %s\n", command, err.text);
        loading_put_faults(&problems);
    }
    pfq_arena_close(&arena);
    return code == PFQ_OK;
}
