/* compliance_agree.c - tables of how far those who mark agree: see compliance.h. */
#include "feedback/digest/compliance.h"

#include "feedback/render/figure.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

const struct grid *compliance_checks(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"check", "Check", GRID_TEXT, MARK_INSIDE, 0},
        {"failed", "Failed by machine", GRID_COUNT, MARK_INSIDE, 0},
        {"confirmed", "Confirmed", GRID_COUNT, MARK_INSIDE, 0},
        {"overruled", "Overruled", GRID_COUNT, MARK_INSIDE, 0},
        {"met", "File marked met", GRID_COUNT, MARK_INSIDE, 0},
        {"assessor_alone", "Assessor alone", GRID_COUNT, MARK_INSIDE, 0},
        {"agreed", "Agreed", GRID_TEXT, MARK_INSIDE, 0},
    };

    enum {
        SHOWN = 20
    };

    struct table t = table_begin("Machine and assessor by check, most disagreement first", columns,
                                 COUNT(columns), SHOWN, arena);
    for (size_t i = 0; i < c->n_checks && i < SHOWN; i++) {
        const Pfq__V1__CheckAgreement *line = c->checks[i];
        struct grid_cell *cells = table_add(&t, compliance_key(c, "check", line->check, arena));
        cells[0] = grid_text(line->check);
        cells[1] = grid_count((int64_t)line->failed);
        cells[2] = grid_count((int64_t)line->confirmed);
        cells[3] = grid_count((int64_t)line->overruled);
        cells[4] = grid_count((int64_t)line->met);
        cells[5] = grid_count((int64_t)line->assessor_alone);
        cells[6] = grid_text(compliance_share(line->agreed, arena));
    }
    t.grid->of = (int64_t)c->n_checks;
    return c->n_checks == 0 ? NULL : t.grid;
}

static const char *more_words(const Pfq__V1__Spread *s)
{
    return !s->has_phi_ppm       ? "cannot be told: all marks are alike"
           : s->more_than_chance ? "differs more than chance explains"
           : s->tau2_ppm > 0     ? "differs, and it may be chance"
                                 : "no more than chance explains";
}

const struct grid *compliance_spreads(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"unit", "CPS unit", GRID_TEXT, MARK_INSIDE, 0},
        {"markers", "Markers", GRID_COUNT, MARK_INSIDE, 0},
        {"failing", "Marked as failing", GRID_TEXT, MARK_INSIDE, 0},
        {"phi", "Over-dispersion", GRID_TEXT, MARK_INSIDE, 0},
        {"interval", "Its 95% interval", GRID_TEXT, MARK_INSIDE, 0},
        {"words", "Marking", GRID_TEXT, MARK_INSIDE, 0},
    };
    struct table t =
        table_begin("How far assessors differ, in each unit with two or more of ten assessments",
                    columns, COUNT(columns), c->n_spreads, arena);
    for (size_t i = 0; i < c->n_spreads; i++) {
        const Pfq__V1__Spread *s = c->spreads[i];
        struct grid_cell *cells = table_add(&t, compliance_key(c, "spread", s->unit, arena));
        cells[0] = grid_text(compliance_unit(s->unit));
        cells[1] = grid_count(s->markers);
        cells[2] = grid_text(compliance_share(s->failing, arena));
        if (s->has_phi_ppm) {
            cells[3] = grid_text(figure_decimal(s->phi_ppm / 1e6, 2, arena));
            cells[4] = grid_text(pfq_arena_printf(arena, "%s to %s",
                                                  figure_decimal(s->phi_low_ppm / 1e6, 2, arena),
                                                  figure_decimal(s->phi_high_ppm / 1e6, 2, arena)));
        }
        cells[5] = grid_text(more_words(s));
    }
    return c->n_spreads == 0 ? NULL : t.grid;
}
