/* loading.c - see loading.h. */
#include "loading.h"

#include <stdio.h>

#include "operator.h"
#include "places.h"

void loading_put_faults(struct pfq_problems *problems)
{
    pfq_problems_close(problems);
    for (size_t i = 0; i < problems->count; i++) {
        const Pfq__V1__Problem *row = problems->rows[i];
        fprintf(stderr, "  %s: %s %s\n", row->path, row->message, row->fix);
    }
}

/* A pfq.conf that is named counts before a run directory that only happens to be here. */
static const char *tables(const struct loading *from, struct pfq_arena *arena)
{
    const char *set = from->config == NULL ? NULL : place_of_intake(from->config, "tables", arena);
    return from->tables != NULL ? from->tables
           : set != NULL        ? set
                                : place_tables(place_run(NULL, arena), arena);
}

static enum pfq_code load(const struct loading *from, struct pfq_arena *arena,
                          struct pfq_problems *problems, struct pfq_standard **out,
                          struct pfq_err *err)
{
    struct pfq_standard_source source = {.tables = tables(from, arena)};
    const char *named = from->catalogue != NULL ? from->catalogue
                                                : place_of_intake(from->config, "catalogue", arena);
    enum pfq_code code = pfq_standard_find(named, place_of_intake(from->config, "reference", arena),
                                           arena, &source, err);
    if (code != PFQ_OK) {
        return code;
    }
    source.config = place_values(from->config);
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
