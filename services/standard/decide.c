/* decide.c - see decide.h. */
#include "decide.h"

#include <string.h>

Pfq__V1__JudgedFinding *decide_finding(struct rule_run *run, size_t check, Pfq__V1__Outcome outcome,
                                       uint16_t at, enum rule_tri bad, struct pfq_arena *arena)
{
    struct rule_items items = {.arena = arena};
    Pfq__V1__JudgedFinding *f = pfq_arena_new(arena, Pfq__V1__JudgedFinding, 1);
    pfq__v1__judged_finding__init(f);
    f->has_check = true;
    f->check = (uint32_t)check;
    f->has_outcome = true;
    f->outcome = outcome;
    rule_blame(run, at, bad, &items);
    rule_items_close(&items);
    f->n_items = items.count;
    f->items = pfq_arena_new(arena, char *, items.count + 1);
    memcpy(f->items, items.names, items.count * sizeof *items.names);
    return f;
}

bool decide_fits(const Pfq__V1__Catalogue *catalogue, const Pfq__V1__Judged *judged)
{
    bool fits = judged->outcomes.len == (catalogue->n_checks + 1) / 2;
    for (size_t i = 0; i < judged->n_findings; i++) {
        fits = fits && judged->findings[i]->check < catalogue->n_checks;
    }
    for (size_t i = 0; i < judged->n_history_checks; i++) {
        fits = fits && judged->history_checks[i] < catalogue->n_checks;
    }
    return fits;
}

/* --- history -------------------------------------------------------------------------------- */

static void set_outcome(Pfq__V1__Judged *judged, size_t check, Pfq__V1__Outcome outcome)
{
    unsigned shift = check % 2 * 4;
    unsigned pair = judged->outcomes.data[check / 2] & ~(0x0FU << shift);
    judged->outcomes.data[check / 2] = (uint8_t)(pair | (unsigned)outcome << shift);
}

/* The finding of the check, if there was one, gives way to `finding`, if there is one. */
static void replace_finding(Pfq__V1__Judged *judged, uint32_t check,
                            Pfq__V1__JudgedFinding *finding, struct pfq_arena *arena)
{
    size_t n = 0;
    bool placed = finding == NULL;
    Pfq__V1__JudgedFinding **rows =
        pfq_arena_new(arena, Pfq__V1__JudgedFinding *, judged->n_findings + 1);
    for (size_t i = 0; i < judged->n_findings; i++) {
        Pfq__V1__JudgedFinding *f = judged->findings[i];
        if (!placed && f->check >= check) {
            rows[n++] = finding;
            placed = true;
        }
        if (f->check != check) {
            rows[n++] = f;
        }
    }
    if (!placed) {
        rows[n++] = finding;
    }
    judged->findings = rows;
    judged->n_findings = n;
}

static void decide_one(struct rule_run *run, const struct catalogue_row *row, uint32_t check,
                       struct pfq_arena *arena, Pfq__V1__Judged *judged)
{
    uint16_t at = 0;
    enum rule_tri bad = RULE_TRUE;
    Pfq__V1__JudgedFinding *finding = NULL;
    Pfq__V1__Outcome before = decide_outcome(judged, check);
    Pfq__V1__Outcome outcome = decide_row(run, row, &at, &bad);
    if (decide_is_finding(outcome)) {
        finding = decide_finding(run, check, outcome, at, bad, arena);
    }
    if (finding != NULL || decide_is_finding(before)) {
        replace_finding(judged, check, finding, arena);
    }
    set_outcome(judged, check, outcome);
}

void decide_history(const struct rule_program *program, const struct catalogue_row *rows,
                    const Pfq__V1__History *history, struct pfq_arena *arena,
                    Pfq__V1__Judged *judged)
{
    RULE_UNINITIALISED struct rule_run run;
    rule_begin(&run, program, history, NULL);
    for (size_t i = 0; i < judged->n_history_checks; i++) {
        uint32_t check = judged->history_checks[i];
        decide_one(&run, &rows[check], check, arena, judged);
    }
}
