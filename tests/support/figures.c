/* figures.c - see figures.h. */
#include "support/figures.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

/* Everything that the kit's submissions can count for. */
static const struct {
    enum db_code_kind kind;
    const char *name;
} counted[] = {
    {DB_CODE_CHECK, "AA01"},
    {DB_CODE_CHECK, "AA02"},
    {DB_CODE_CHECK, "BB01"},
    {DB_CODE_THEME, "CASE_DATA"},
    {DB_CODE_THEME, "INTERVIEW"},
    {DB_CODE_REASON, "D01"},
    {DB_CODE_REASON, "D02"},
    {DB_CODE_VERDICT, "MEETS"},
    {DB_CODE_VERDICT, "PARTLY_MEETS"},
    {DB_CODE_VERDICT, "DOES_NOT_MEET"},
    {DB_CODE_VERDICT, "UNDECIDED"},
    {DB_CODE_PRESENCE, "MEETS"},
    {DB_CODE_PRESENCE, "PARTLY_MEETS"},
    {DB_CODE_QUALITY, "MEETS"},
    {DB_CODE_QUALITY, "PARTLY_MEETS"},
    {DB_CODE_QUALITY, "DOES_NOT_MEET"},
    {DB_CODE_UNDECIDED_THEME, "CASE_DATA"},
    {DB_CODE_UNDECIDED_THEME, "INTERVIEW"},
};

enum {
    COUNTED = sizeof counted / sizeof *counted
};

uint32_t figures_code(struct kit *kit, enum db_code_kind kind, const char *name)
{
    uint32_t code = 0;
    struct pfq_err err = {0};
    cr_assert_eq(db_intern(kit->batch.db, kind, name, &code, &err), PFQ_OK);
    return code;
}

static struct tally scratch;

static void add_cell(void *self, const struct db_cell *cell, struct pfq_bytes counts)
{
    struct figures *cells = self;
    char *row = cells->rows[cells->count++];
    int n = snprintf(row, FIGURES_TEXT, "%d %s %d %d %d:", (int)cell->day, cell->police_unit,
                     cell->case_type, cell->file_type, (int)cell->series);
    tally_clear(&scratch);
    cr_assert(tally_unpack(&scratch, counts, 1));
    for (size_t i = 0; i < COUNTED; i++) { /* by name: their numbers are as they came */
        n += snprintf(row + n, (size_t)(FIGURES_TEXT - n), " %s=%d/%d", counted[i].name,
                      (int)scratch.applicable[cells->codes[i]],
                      (int)scratch.failing[cells->codes[i]]);
    }
}

struct figures *figures_read(struct kit *kit)
{
    struct figures *cells = calloc(1, sizeof *cells);
    struct pfq_err err = {0};
    for (size_t i = 0; i < COUNTED; i++) {
        cells->codes[i] = figures_code(kit, counted[i].kind, counted[i].name);
    }
    cr_assert_eq(db_read_cells(kit->batch.db, "43", 0, 99999999, add_cell, cells, &err), PFQ_OK);
    return cells;
}

void figures_same(const struct figures *a, const struct figures *b)
{
    cr_assert_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        cr_assert_str_eq(a->rows[i], b->rows[i]);
    }
}

uint64_t figures_follow(struct rollup *rollup, struct kit *kit)
{
    uint64_t before = 0;
    uint64_t up_to = 0;
    struct pfq_err err = {0};
    do {
        before = up_to;
        cr_assert_eq(rollup_follow(rollup, kit->batch.db, &up_to, &err), PFQ_OK, "%s", err.text);
    } while (up_to > before);
    return up_to;
}

const Pfq__V1__Judged *figures_put(struct kit *kit, const char *id, const char *urn, const char *at,
                                   const unsigned char outcomes[3], Pfq__V1__Verdict verdict)
{
    Pfq__V1__Envelope *e = kit_put(kit, id, urn);
    kit_judge(kit, e->store_put, at, outcomes, verdict);
    const struct job *job = kit_one(kit, e);
    cr_assert_eq(job->store_answer.answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    return kit_judged(kit, job);
}

static void add_series(struct kit *kit, int32_t day, enum db_series series, int sign,
                       struct tally *out)
{
    struct db_cell cell = {.force = "43",
                           .day = day,
                           .police_unit = "AA",
                           .case_type = PFQ__V1__CASE_TYPE__CASE_TYPE_MC,
                           .file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP,
                           .series = series};
    struct pfq_bytes packed;
    struct pfq_err err = {0};
    cr_assert_eq(db_read_cell(kit->batch.db, &cell, &kit->arena, &packed, &err), PFQ_OK);
    cr_assert(tally_unpack(out, packed, sign));
}

void figures_of(struct kit *kit, int32_t day, enum figures_kind kind, struct tally *out)
{
    tally_clear(out);
    if (kind != FIGURES_LATER) {
        add_series(kit, day, DB_SERIES_FIRST, 1, out);
    }
    if (kind != FIGURES_FIRST) {
        add_series(kit, day, DB_SERIES_LATER, 1, out);
    }
    if (kind == FIGURES_FINAL) {
        add_series(kit, day, DB_SERIES_REPLACED, -1, out);
    }
}
